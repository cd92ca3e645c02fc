//! Facets: what of a claim counts when it is compared with another, worked out once.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::claim::{Aux, Claim, EventType, Participant};
use crate::event::ClaimRef;
use crate::fuse::who::{People, Who, fit, is_state_code};
use crate::fuse::words::{Stem, hash, is_generic, is_killing, number_before, stems, words};
use crate::knowledge::Knowledge;
use crate::{Account, Interval, Report, Span};

/// Where a claim's order comes from: nothing that depends on the order in which reports came in.
pub(super) type Order = (Option<Date>, String, u64, usize, usize);

/// A claim made ready for comparing: what an index keeps of it. Opaque; a record holds it as bytes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Facets {
    /// The claim.
    pub(super) claim: ClaimRef,
    /// Fixed place among all claims, whatever the order of the reports.
    pub(super) order: Order,
    pub(super) kind: EventType,
    pub(super) mode: String,
    pub(super) aux: Aux,
    pub(super) actors: Vec<Who>,
    pub(super) recipients: Vec<Who>,
    /// Who is named as saying so.
    pub(super) speaker: Option<Who>,
    pub(super) date: Option<Interval>,
    pub(super) published: Option<Date>,
    pub(super) place: Option<Spot>,
    /// Whether "the", "that" or a possessive stands before it.
    pub(super) definite: bool,
    /// Stems of the trigger.
    pub(super) trigger: Vec<Stem>,
    /// "72" for a 72-hour cease-fire.
    pub(super) number: Option<String>,
    /// Stems of the sentence.
    pub(super) context: Vec<Stem>,
    pub(super) sentence: usize,
    /// Codes of all states that it names.
    pub(super) states: BTreeSet<String>,
}

/// A place for comparing.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Spot {
    pub(super) words: Vec<String>,
    pub(super) country: String,
    /// Names the whole country or a part of it without a name of its own.
    pub(super) wide: bool,
}

/// Words that make a toponym a part of something: "northern", "outskirts".
const PARTS: &[&str] = &[
    "north", "northern", "south", "southern", "east", "eastern", "west", "western", "central", "the", "of", "city",
    "town", "province", "region", "area", "near",
];

/// All claims of an account, made ready; `report` tells which report they are of.
pub fn facets(report: usize, account: &Account, knowledge: &Knowledge) -> Vec<Facets> {
    let contexts: Vec<Vec<Stem>> = account.sentences.iter().map(|s| stems(s.of(&account.report.text))).collect();
    let mark = hash(&account.report.text);
    let ready = account.claims.iter().enumerate().map(|(claim, it)| {
        let order = place(&account.report, mark, it.trigger, claim);
        let context = contexts.get(it.sentence).cloned().unwrap_or_default();
        one(ClaimRef { report, claim }, order, it, context, account, knowledge)
    });
    let mut facets: Vec<Facets> = Vec::with_capacity(account.claims.len());
    for mut it in ready {
        if let Some(known) = it.points_back().then(|| facets.iter().rev().find(|known| it.may_mean(known))).flatten() {
            it.inherit(known);
        } else if let Some(known) =
            it.is_toll().then(|| facets.iter().rev().find(|known| it.may_be_toll(known))).flatten()
        {
            it.inherit(known);
        }
        facets.push(it);
    }
    lend_states(&mut facets);
    facets
}

/// Claims that name no state are filed under those of the claim before, or of the first that names any.
fn lend_states(facets: &mut [Facets]) {
    let mut last = facets.iter().find(|it| !it.states.is_empty()).map(|it| it.states.clone()).unwrap_or_default();
    for it in facets {
        if it.states.is_empty() {
            it.states.clone_from(&last);
        } else {
            last.clone_from(&it.states);
        }
    }
}

impl Facets {
    /// The claim that it was made of.
    pub fn claim(&self) -> ClaimRef {
        self.claim
    }

    /// All who take part.
    pub(super) fn people(&self) -> impl People<'_> {
        self.actors.iter().chain(&self.recipients)
    }

    /// Whether somebody who takes part is of a state.
    pub(super) fn is_of(&self, state: &str) -> bool {
        self.people().any(|who| who.state() == Some(state))
    }

    /// Whether it is "the talks" or "that attack", without a day and a place of its own.
    fn points_back(&self) -> bool {
        let common = self.trigger.iter().all(|&stem| is_generic(stem));
        self.definite && common && self.number.is_none() && self.date.is_none() && self.place.is_none()
    }

    /// Whether an earlier claim may be what it points back to: of its type, with a day or place, and no strangers.
    fn may_mean(&self, known: &Self) -> bool {
        let fits = fit(self.people(), known.people()).is_none_or(|fit| fit > 0.4);
        known.kind == self.kind && (known.date.is_some() || known.place.is_some()) && fits
    }

    /// Whether it tells of dead or wounded and neither when, where nor by whom.
    fn is_toll(&self) -> bool {
        self.kind == EventType::Assault
            && self.date.is_none()
            && self.place.is_none()
            && self.actors.is_empty()
            && self.kills()
    }

    /// Whether the act is killing.
    pub(super) fn kills(&self) -> bool {
        self.trigger.iter().any(|&stem| is_killing(stem))
    }

    /// Whether the dead that this tells of may be those of an attack told just before.
    fn may_be_toll(&self, known: &Self) -> bool {
        known.kind == self.kind && !known.kills() && known.aux == self.aux && self.sentence - known.sentence <= 2
    }

    /// Takes on what it does not say itself.
    fn inherit(&mut self, known: &Self) {
        self.date = known.date;
        self.place.clone_from(&known.place);
        if self.actors.is_empty() && self.recipients.is_empty() {
            self.actors.clone_from(&known.actors);
            self.recipients.clone_from(&known.recipients);
        }
        self.states.extend(known.states.iter().cloned());
    }
}

fn one(
    claim: ClaimRef,
    order: Order,
    it: &Claim,
    context: Vec<Stem>,
    account: &Account,
    knowledge: &Knowledge,
) -> Facets {
    let text = account.report.text.as_str();
    let ready = |them: &[Participant]| them.iter().map(|p| Who::new(text, p, knowledge)).collect::<Vec<_>>();
    let (actors, recipients) = (ready(&it.actors), ready(&it.recipients));
    let of_state = |state: &str| actors.iter().chain(&recipients).any(|who| who.state() == Some(state));
    let place = it.place.as_ref().map(|p| Spot::new(p.span.of(text), &p.country, knowledge));
    // "A truce between Armenia and Azerbaijan" is not told to be in Armenia.
    let place = place.filter(|place| !place.wide || !of_state(&place.country));
    let placed = it.place.iter().map(|p| p.country.as_str()).filter(|c| is_state_code(c));
    let states = actors.iter().chain(&recipients).filter_map(Who::state).chain(placed).map(str::to_owned).collect();
    Facets {
        claim,
        order,
        kind: it.kind,
        mode: it.mode.clone(),
        aux: it.aux,
        speaker: it.attributed_to.as_ref().map(|p| Who::new(text, p, knowledge)),
        date: it.date,
        published: account.report.published,
        definite: is_definite(text, it.trigger.start),
        trigger: stems(it.trigger.of(text)),
        number: number_before(text, it.trigger.start),
        context,
        sentence: it.sentence,
        actors,
        recipients,
        place,
        states,
    }
}

impl Spot {
    fn new(text: &str, country: &str, knowledge: &Knowledge) -> Self {
        let mut words = words(text);
        let full = words.clone();
        words.retain(|word| !PARTS.contains(&word.as_str()));
        let state = knowledge.state(country).map(|state| crate::fuse::words::words(&state.actor.name));
        let wide = words.is_empty() || state.is_some_and(|state| state == words);
        Self { words: if words.is_empty() { full } else { words }, country: country.to_owned(), wide }
    }
}

/// Words before a trigger that point back.
const POINTERS: &[&str] =
    &["the", "that", "this", "these", "those", "its", "his", "her", "their", "upcoming", "planned"];

fn is_definite(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let last = before.split_whitespace().next_back().unwrap_or_default();
    POINTERS.contains(&last.to_lowercase().as_str())
}

/// A claim's fixed place among all claims.
fn place(report: &Report, mark: u64, trigger: Span, claim: usize) -> Order {
    (report.published, report.name.clone(), mark, trigger.start, claim)
}

/// Places of accounts among each other that do not depend on the order in which they are given.
pub(super) fn order(accounts: &[Account]) -> Vec<usize> {
    let mut sorted: Vec<usize> = (0..accounts.len()).collect();
    sorted.sort_by_cached_key(|&at| {
        let report = &accounts[at].report;
        (report.published, report.name.clone(), hash(&report.text))
    });
    let mut places = vec![0; accounts.len()];
    for (place, at) in sorted.into_iter().enumerate() {
        places[at] = place;
    }
    places
}
