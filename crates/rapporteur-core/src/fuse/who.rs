//! Who, for comparing: a participant with what containment needs, and how closely two are kin.

use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::claim::Participant;
use crate::fuse::words::{Stem, dice, shared, stems};
use crate::knowledge::{EntryKind, Knowledge, fold};

/// Sectors whose members act for their state.
const OF_STATE: &[&str] = &["GOV", "MIL", "SPY", "COP", "LEG", "JUD"];
/// Sectors of those who stand against their state.
const AGAINST_STATE: &[&str] = &["REB", "OPP", "UAF", "CRM", "PRM"];
/// Country codes that name no state.
const NO_STATE: &[&str] = &["", "UNO", "EUR", "IGO", "NGO", "IMG", "MNC", "ISM"];

/// How a name stands to its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Standing {
    /// The state itself, or its government.
    Whole,
    /// A person.
    Person,
    /// A body, a group, or a name nobody knows.
    Part,
}

/// A participant.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Who {
    name: String,
    stems: Vec<Stem>,
    country: String,
    sector: String,
    standing: Standing,
    /// Described and not named ("the rebels"): its country is read off the report around it.
    described: bool,
}

/// Whether a code is that of a state.
pub(super) fn is_state_code(country: &str) -> bool {
    !NO_STATE.contains(&country)
}

/// Whether a sector acts for its state.
pub(super) fn acts_for_state(sector: &str) -> bool {
    OF_STATE.contains(&sector)
}

/// The actor of a participant, or its words as a name when nobody knows who it is.
pub(super) fn actor_of(text: &str, participant: &Participant) -> Actor {
    participant.actor.best().cloned().unwrap_or_else(|| Actor {
        name: participant.span.of(text).split_whitespace().collect::<Vec<_>>().join(" "),
        ..Actor::default()
    })
}

/// One name for those that knowledge has for one actor: the first by letter.
fn one_name(name: String, actor: &Actor, knowledge: &Knowledge) -> String {
    let known = knowledge.named(&name).iter().map(|&entry| &knowledge.entry(entry).actor);
    let alike = known.filter(|it| (&it.country, &it.sector) == (&actor.country, &actor.sector));
    alike.map(|it| fold(&it.name)).min().unwrap_or(name)
}

impl Who {
    /// A participant made ready.
    pub(super) fn new(text: &str, participant: &Participant, knowledge: &Knowledge) -> Self {
        let mut who = Self::of_actor(&actor_of(text, participant), knowledge);
        who.described = who.standing != Standing::Person && is_description(participant.span.of(text));
        who
    }

    /// An actor made ready.
    pub(super) fn of_actor(actor: &Actor, knowledge: &Knowledge) -> Self {
        let name = fold(&actor.name);
        let state = knowledge.state(&actor.country).map(|state| fold(&state.actor.name));
        let whole = state.is_some_and(|state| state == name) || name.ends_with(" government");
        let person = || knowledge.named(&name).iter().any(|&i| knowledge.entry(i).kind == EntryKind::Person);
        let standing = match () {
            () if whole => Standing::Whole,
            () if person() => Standing::Person,
            () => Standing::Part,
        };
        let name = one_name(name, actor, knowledge);
        Self {
            stems: stems(&name),
            name,
            country: actor.country.clone(),
            sector: actor.sector.clone(),
            standing,
            described: false,
        }
    }

    /// Country code, where it names a state.
    pub(super) fn state(&self) -> Option<&str> {
        is_state_code(&self.country).then_some(self.country.as_str())
    }

    /// Stems of a name of its own, which is not that of a state.
    pub(super) fn own_name(&self) -> impl Iterator<Item = Stem> {
        let own = self.standing != Standing::Whole && !self.described;
        self.stems.iter().copied().filter(move |_| own)
    }

    /// Whether both bear one name of their own, and not that of a state.
    pub(super) fn is_named_as(&self, other: &Self) -> bool {
        let own = |who: &Self| who.standing != Standing::Whole && !who.described;
        self.name == other.name && own(self) && own(other)
    }

    /// Whether a known person is named.
    pub(super) fn is_person(&self) -> bool {
        self.standing == Standing::Person
    }

    fn acts_for_state(&self) -> bool {
        self.standing == Standing::Whole || acts_for_state(&self.sector)
    }

    /// How closely two are kin: 1 the same, 0 strangers; a part of a whole, and a minister and his state, lie between.
    pub(super) fn kin(&self, other: &Self) -> f32 {
        if self.name == other.name || (self.stems.len() > 1 && self.stems == other.stems) {
            return 1.0;
        }
        let words = dice(&self.stems, &other.stems);
        let guessed = self.country != other.country && (self.described || other.described);
        if self.country.is_empty() || other.country.is_empty() || guessed {
            return self.kin_to_unknown(other).max(words * 0.9);
        }
        if self.country != other.country {
            return if words > 0.6 || self.names(other) || other.names(self) { 0.5 } else { 0.0 };
        }
        self.kin_in_state(other).max(if words >= 0.5 { words * 0.8 } else { 0.0 })
    }

    /// Whether the words of a name have those of a state in them: "the envoys of Cuba and Norway" are of both.
    fn names(&self, state: &Self) -> bool {
        let others = self.stems.len() > state.stems.len();
        state.standing == Standing::Whole && others && shared(&self.stems, &state.stems) == state.stems.len()
    }

    /// Whether these are people who are nobody's arm: whom an attack on their state hits.
    fn is_civilian(&self) -> bool {
        self.sector == "CVL"
    }

    /// One of the two has no country, or one that was guessed: it may be anybody of its sector.
    fn kin_to_unknown(&self, other: &Self) -> f32 {
        let whole = self.standing == Standing::Whole || other.standing == Standing::Whole;
        if whole && (self.is_civilian() || other.is_civilian()) {
            return 0.4;
        }
        match (self.sector.as_str(), other.sector.as_str()) {
            ("", _) | (_, "") => 0.3,
            (a, b) if a == b => 0.4,
            _ => 0.1,
        }
    }

    fn kin_in_state(&self, other: &Self) -> f32 {
        let whole = self.standing == Standing::Whole || other.standing == Standing::Whole;
        let against = |who: &Self| AGAINST_STATE.contains(&who.sector.as_str());
        match (self.acts_for_state(), other.acts_for_state()) {
            (true, true) if self.standing == Standing::Whole && other.standing == Standing::Whole => 1.0,
            (true, true) if whole => 0.85,
            (true, true) if self.standing == Standing::Person && other.standing == Standing::Person => 0.35,
            (true, true) => 0.6,
            (true, false) | (false, true) if against(self) || against(other) => 0.0,
            _ if self.sector == other.sector => 0.6,
            _ if whole && (self.is_civilian() || other.is_civilian()) => 0.55,
            _ => 0.35,
        }
    }
}

/// Words before a description, which begin sentences too.
const BEFORE: &[&str] = &["the", "a", "an", "its", "his", "her", "their", "two", "three", "both"];

/// Whether words name nobody: none but the first, an article, has a capital.
fn is_description(words: &str) -> bool {
    let rest =
        words.split_once(char::is_whitespace).filter(|(first, _)| BEFORE.contains(&first.to_lowercase().as_str()));
    let words = rest.map_or(words, |(_, rest)| rest);
    !words.is_empty() && !words.contains(char::is_uppercase)
}

/// Whom a claim names on one side or on both, for [`fit`].
pub(super) trait People<'w>: Iterator<Item = &'w Who> + Clone {}

impl<'w, I: Iterator<Item = &'w Who> + Clone> People<'w> for I {}

/// How well two lists of participants fit: most of the shorter list's kin, and a little of the longer's.
pub(super) fn fit<'w>(a: impl People<'w>, b: impl People<'w>) -> Option<f32> {
    let (some, others) = (a.clone().count(), b.clone().count());
    if some == 0 || others == 0 {
        return None;
    }
    let ab = covered(a.clone(), b.clone());
    // Kin are kin both ways: of two alone one look is enough.
    let ba = if (some, others) == (1, 1) { ab } else { covered(b, a) };
    let (shorter, longer) = if some <= others { (ab, ba) } else { (ba, ab) };
    Some(if some == others { (ab + ba) / 2.0 } else { 0.75 * shorter + 0.25 * longer })
}

/// How close, in the mean, the next of kin of some people are among others.
fn covered<'w>(people: impl People<'w>, others: impl People<'w>) -> f32 {
    let best = |who: &Who| others.clone().map(|other| who.kin(other)).fold(0.0, f32::max);
    people.clone().map(best).sum::<f32>() / people.count() as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(name: &str, country: &str, sector: &str) -> Who {
        let actor = Actor { name: name.into(), country: country.into(), sector: sector.into() };
        Who::of_actor(&actor, Knowledge::embedded())
    }

    #[test]
    fn a_minister_acts_for_his_state_and_a_rebel_does_not() {
        let (state, minister, rebels) =
            (who("Syria", "SYR", "GOV"), who("Walid Muallem", "SYR", "GOV"), who("Syrian rebels", "SYR", "REB"));
        assert!(state.kin(&minister) > 0.8);
        assert!(state.kin(&rebels) < 0.1);
    }

    #[test]
    fn forces_are_part_of_their_government_and_strangers_to_another() {
        let forces = who("Kenyan forces", "KEN", "MIL");
        assert!(forces.kin(&who("Kenyan government", "KEN", "GOV")) > 0.8);
        assert!(forces.kin(&who("Ugandan government", "UGA", "GOV")) < 0.1);
    }

    #[test]
    fn who_is_described_may_be_of_another_country_than_was_guessed() {
        let text = "The rebels fled. Kenyan rebels came.";
        let participant = |words: &str, country: &str| {
            let start = text.find(words).unwrap();
            let span = crate::Span::new(start, start + words.len());
            let actor = Actor { name: format!("{country} rebels"), country: country.into(), sector: "REB".into() };
            Who::new(text, &Participant { span, actor: crate::Resolution::Resolved(actor) }, Knowledge::embedded())
        };
        let (guessed, named) = (participant("The rebels", "UGA"), participant("Kenyan rebels", "KEN"));
        let other = who("Sudanese rebels", "SDN", "REB");
        assert!(guessed.kin(&named) > other.kin(&named));
        assert!(guessed.described && !named.described);
    }

    #[test]
    fn two_names_of_one_group_are_one() {
        let (short, long) = (who("FARC", "COL", "REB"), who("Revolutionary Armed Forces of Colombia", "COL", "REB"));
        assert!(short.kin(&long) > 0.99);
        assert!(short.kin(&who("FARC dissidents", "COL", "REB")) < 0.99);
    }

    #[test]
    fn one_of_many_fits_better_than_a_stranger() {
        let (all, one, stranger) = (
            [who("Chad", "TCD", "GOV"), who("Mali", "MLI", "GOV")],
            who("Mali", "MLI", "GOV"),
            who("Peru", "PER", "GOV"),
        );
        let alone = std::slice::from_ref;
        assert!(fit(all.iter(), alone(&one).iter()) > fit(all.iter(), alone(&stranger).iter()));
        assert_eq!(fit(all.iter(), [].iter()), None);
    }
}
