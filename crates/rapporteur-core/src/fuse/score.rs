//! How much speaks for two claims being of one event: a sum of named points, so that it can be explained.

use jiff::civil::Date;

use crate::Interval;
use crate::claim::EventType::{self, *};
use crate::claim::Quadrant;
use crate::fuse::facets::{Facets, Spot};
use crate::fuse::weights::Sign::{self, *};
use crate::fuse::who::{Who, fit};
use crate::fuse::words::{dice, hash, is_generic, shared, stem};

/// From how many points on two claims are of one event.
pub(super) const THRESHOLD: f32 = 1.0;

/// The last sentence of a report's head, from 0: a headline, a dateline and what follows it.
const LEAD: usize = 2;

/// Types that speak of one act in other words.
const RELATED: &[(EventType, EventType)] = &[
    (Support, Aid),
    (Support, Agree),
    (Aid, Cooperate),
    (Aid, Assault),
    (Agree, Cooperate),
    (Agree, Concede),
    (Agree, Consult),
    (Concede, Retreat),
    (Agree, Retreat),
    (Request, Threaten),
    (Request, Consult),
    (Accuse, Reject),
    (Sanction, Reject),
    (Sanction, Coerce),
    (Sanction, Retreat),
    (Coerce, Assault),
    (Mobilize, Assault),
    (Mobilize, Threaten),
    (Protest, Assault),
];

/// Types that may be told of the same act as this one, itself first.
pub(super) fn related(kind: EventType) -> Vec<EventType> {
    let others = RELATED.iter().filter_map(|&(a, b)| match () {
        () if a == kind => Some(b),
        () if b == kind => Some(a),
        () => None,
    });
    std::iter::once(kind).chain(others).collect()
}

/// The points for and against, by what they are for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evidence {
    /// Same type and mode, or related ones.
    pub kind: f32,
    /// Who does it.
    pub actors: f32,
    /// To whom.
    pub recipients: f32,
    /// When.
    pub date: f32,
    /// Where.
    pub place: f32,
    /// Same words for the act, same words around it.
    pub words: f32,
    /// Happened, will happen, may happen, did not.
    pub aux: f32,
    /// In one report: how near; in two: how far apart they were printed.
    pub nearness: f32,
}

impl Evidence {
    /// All points.
    pub fn total(self) -> f32 {
        self.kind + self.actors + self.recipients + self.date + self.place + self.words + self.aux + self.nearness
    }
}

/// All points of a pair, whichever of the two is named first.
pub(super) fn score(a: &Facets, b: &Facets) -> f32 {
    if a.order <= b.order { weigh(a, b).total() } else { weigh(b, a).total() }
}

/// Weighs two claims.
pub(super) fn weigh(a: &Facets, b: &Facets) -> Evidence {
    let mut evidence = Evidence::default();
    signs(a, b, &mut |sign, times| sign.add(times, &mut evidence));
    evidence
}

/// Tells each sign of a pair, and how many times it counts.
pub(super) fn signs(a: &Facets, b: &Facets, tell: &mut impl FnMut(Sign, f32)) {
    kind(a, b, tell);
    people(a, b, tell);
    in_sentence(a, b, tell);
    date(a, b, tell);
    place(a, b, tell);
    act(a, b, tell);
    aux(a, b, tell);
    if a.claim.report == b.claim.report { nearness(a, b, tell) } else { printing(a, b, tell) }
}

fn kind(a: &Facets, b: &Facets, tell: &mut impl FnMut(Sign, f32)) {
    let related = |a, b| RELATED.contains(&(a, b)) || RELATED.contains(&(b, a));
    match () {
        () if a.kind != b.kind && related(a.kind, b.kind) => {
            tell(RelatedType, 1.0);
            if share_word(a, b) {
                tell(RelatedSameWord, 1.0);
            }
        }
        () if a.kind != b.kind => tell(OtherType, 1.0),
        () if a.mode.is_empty() || b.mode.is_empty() => {}
        () if a.mode == b.mode => tell(SameMode, 1.0),
        () => tell(OtherMode, 1.0),
    }
}

/// Whether two claims share a word for the act that is not a common one.
fn share_word(a: &Facets, b: &Facets) -> bool {
    a.trigger.iter().any(|stem| !is_generic(*stem) && b.trigger.binary_search(stem).is_ok())
}

/// Types where it makes no difference who is called actor and who recipient.
fn is_mutual(kind: EventType) -> bool {
    matches!(kind, Consult | Cooperate)
}

/// Whether the act is said and not done, against somebody.
fn is_verbal(it: &Facets) -> bool {
    matches!(it.kind.quadrant(), Quadrant::VerbalConflict)
}

/// Whether several do it to each other: two states or more, and nobody on the other side.
fn is_reciprocal(it: &Facets) -> bool {
    it.recipients.is_empty()
        && it.actors.iter().filter_map(Who::state).collect::<std::collections::BTreeSet<_>>().len() > 1
}

fn people(a: &Facets, b: &Facets, tell: &mut impl FnMut(Sign, f32)) {
    if is_mutual(a.kind) || is_reciprocal(a) || is_reciprocal(b) {
        // A single name on one side may be one guest of many: absence from a list says less than at other acts.
        let guest = a.people().count().min(b.people().count()) == 1 && is_mutual(a.kind);
        let (known, none) = if guest { (Guest, NoGuest) } else { (Participants, NoParticipants) };
        if is_mutual(a.kind) && name_other_persons(a, b) {
            tell(OtherPersons, 1.0);
        }
        return match fit(a.people(), b.people()) {
            Some(fit) => tell(known, 2.0 * fit - 1.0),
            None => tell(none, 1.0),
        };
    }
    if is_swapped(a, b) {
        tell(Swapped, 1.0);
    }
    if let Some(fit) = fit(a.actors.iter(), b.actors.iter()) {
        tell(Actors, 2.0 * fit - 1.0);
        if is_verbal(a) && fit < 0.7 {
            tell(OtherSpeaker, 1.0);
        }
    }
    recipients(a, b, tell);
}

/// "Obama met his advisers", "Kerry met Lavrov": persons are named in both, and none in both.
fn name_other_persons(a: &Facets, b: &Facets) -> bool {
    fn persons(it: &Facets) -> impl Iterator<Item = &Who> {
        it.actors.iter().chain(&it.recipients).filter(|who| who.is_person())
    }
    let shared = || persons(a).any(|one| persons(b).any(|other| one.is_named_as(other)));
    persons(a).next().is_some() && persons(b).next().is_some() && !shared()
}

/// "Chad attacked Niger. Niger attacked Chad."
fn is_swapped(a: &Facets, b: &Facets) -> bool {
    let like = |one: &[Who], other: &[Who]| fit(one.iter(), other.iter()).is_some_and(|fit| fit > 0.7);
    like(&a.actors, &b.recipients) && like(&a.recipients, &b.actors) && !like(&a.actors, &b.actors)
}

fn recipients(a: &Facets, b: &Facets, tell: &mut impl FnMut(Sign, f32)) {
    if let Some(fit) = fit(a.recipients.iter(), b.recipients.iter()) {
        // Whom it hits is what two sides of a conflict do not agree on: that makes a dispute, not two events.
        let disputed = other_voice(a, b) && fit < 0.5;
        tell(if disputed { DisputedRecipients } else { Recipients }, 2.0 * fit - 1.0);
    }
    if a.recipients.iter().any(|who| b.recipients.iter().any(|other| who.is_named_as(other))) {
        tell(SameNamedRecipient, 1.0);
    }
}

/// Somebody, or the place, that one claim names and that stands in the sentence of the other, in whatever part.
fn in_sentence(a: &Facets, b: &Facets, tell: &mut impl FnMut(Sign, f32)) {
    if a.claim.report == b.claim.report {
        return;
    }
    let stands = |who: &Who, other: &Facets| {
        let mut name = who.own_name().peekable();
        name.peek().is_some() && name.all(|stem| other.context.binary_search(&stem).is_ok())
    };
    let people = |it: &Facets, other: &Facets| it.people().any(|who| stands(who, other));
    if people(a, b) || people(b, a) {
        tell(NamedInSentence, 1.0);
    }
    let there = |it: &Facets, other: &Facets| {
        let place = it.place.as_ref().filter(|place| !place.wide && other.place.is_none());
        place.is_some_and(|place| place.words.iter().all(|word| other.context.binary_search(&hash(stem(word))).is_ok()))
    };
    if there(a, b) || there(b, a) {
        tell(PlaceInSentence, 1.0);
    }
}

/// Whether two claims come from other mouths: one is attributed and the other not, or to strangers.
fn other_voice(a: &Facets, b: &Facets) -> bool {
    match (&a.speaker, &b.speaker) {
        (Some(left), Some(right)) => left.kin(right) < 0.3,
        (left, right) => left.is_some() != right.is_some(),
    }
}

/// Days from the end of one interval to the beginning of the other; 0 when they share a day.
fn gap(a: Interval, b: Interval) -> i32 {
    let days = |from, to| number(to) - number(from);
    if a.overlaps(b) {
        0
    } else if a.end < b.start {
        days(a.end, b.start)
    } else {
        days(b.end, a.start)
    }
}

/// Whether two intervals are the same days, in whatever grain they were said.
fn same_days(a: Interval, b: Interval) -> bool {
    (a.start, a.end) == (b.start, b.end)
}

/// Length in days.
pub(super) fn days(interval: Interval) -> i32 {
    number(interval.end) - number(interval.start) + 1
}

/// A day's number, so that two can be subtracted: years begin in March, so that a leap day ends one (Howard Hinnant,
/// "chrono-Compatible Low-Level Date Algorithms").
fn number(day: Date) -> i32 {
    let (month, day_of_month) = (i32::from(day.month()), i32::from(day.day()));
    let year = i32::from(day.year()) - i32::from(month <= 2);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day_of_month - 1;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    365 * year + leap_days + day_of_year
}

fn date(a: &Facets, b: &Facets, tell: &mut impl FnMut(Sign, f32)) {
    let (Some(left), Some(right)) = (a.date, b.date) else { return };
    let gap = gap(left, right);
    let sign = match days(left).max(days(right)) {
        _ if gap > 1 => Apart,
        _ if gap == 1 && a.claim.report != b.claim.report => NextDayAcross,
        _ if gap == 1 => NextDayWithin,
        1 => MetDay,
        2..=7 => MetWeek,
        8..=31 => MetMonth,
        _ if same_days(left, right) => SameLong,
        _ => MetLong,
    };
    tell(sign, 1.0);
}

fn place(a: &Facets, b: &Facets, tell: &mut impl FnMut(Sign, f32)) {
    let (Some(left), Some(right)) = (&a.place, &b.place) else { return };
    let inside = |a: &Spot, b: &Spot| a.words.iter().all(|word| b.words.contains(word));
    let known = !left.country.is_empty() && !right.country.is_empty();
    let sign = match () {
        () if known && left.country != right.country && is_abroad(a, b) => Abroad,
        () if known && left.country != right.country => OtherCountry,
        () if (inside(left, right) || inside(right, left)) && left.wide => SameCountry,
        () if inside(left, right) || inside(right, left) => SamePlace,
        () if left.wide || right.wide => return,
        () => OtherPlace,
    };
    tell(sign, 1.0);
}

/// Whether those who take part in both are of one state, one place lies in it, and the other does not: a namesake, or
/// where a word was said. Meetings are where they are.
fn is_abroad(a: &Facets, b: &Facets) -> bool {
    let at_home = |it: &Facets| it.place.as_ref().is_some_and(|place| it.is_of(&place.country));
    let shared = |state: &str| a.is_of(state) && b.is_of(state);
    let home = [a, b].into_iter().filter_map(|it| it.place.as_ref()).any(|place| shared(&place.country));
    !is_mutual(a.kind) && home && at_home(a) != at_home(b)
}

fn act(a: &Facets, b: &Facets, tell: &mut impl FnMut(Sign, f32)) {
    let vague = |it: &Facets| it.trigger.iter().all(|&stem| is_generic(stem));
    let word = match () {
        () if share_word(a, b) => Some(SameWord),
        () if shared(&a.trigger, &b.trigger) > 0 => Some(SameCommonWord),
        () if shared(&a.trigger, &b.context) + shared(&b.trigger, &a.context) > 0 => Some(WordInSentence),
        // Where acts are words, other words are other acts.
        () if is_verbal(a) => Some(OtherWordVerbal),
        () if a.kind == b.kind && (vague(a) || vague(b)) => None,
        () if !a.mode.is_empty() && a.mode == b.mode => Some(OtherWordSameMode),
        () => Some(OtherWord),
    };
    let number = match (&a.number, &b.number) {
        (Some(a), Some(b)) if a == b => Some(SameNumber),
        (Some(_), Some(_)) => Some(OtherNumber),
        (None, None) => None,
        _ => Some(OneNumber),
    };
    word.into_iter().chain(number).for_each(|sign| tell(sign, 1.0));
    match () {
        () if a.claim.report != b.claim.report => tell(SentenceAcross, dice(&a.context, &b.context)),
        () if a.sentence != b.sentence => tell(SentenceWithin, dice(&a.context, &b.context)),
        () => {}
    }
}

fn aux(a: &Facets, b: &Facets, tell: &mut impl FnMut(Sign, f32)) {
    if a.aux.historical != b.aux.historical {
        tell(OneHistorical, 1.0);
    }
    if a.aux.negation != b.aux.negation {
        let sign = match () {
            () if a.claim.report != b.claim.report => DeniedAcross,
            () if other_voice(a, b) => DeniedByOther,
            () => DeniedWithin,
        };
        tell(sign, 1.0);
    }
    let dated = a.date.is_some() && b.date.is_some();
    if a.aux.is_asserted() != b.aux.is_asserted() && !dated {
        let unlike = shared(&a.trigger, &b.trigger) == 0;
        let sign = match a.aux.hypothetical != b.aux.hypothetical {
            true if unlike => MayOtherWord,
            true => May,
            false => Will,
        };
        tell(sign, 1.0);
    }
}

fn nearness(a: &Facets, b: &Facets, tell: &mut impl FnMut(Sign, f32)) {
    let signs = [
        (true, OneReport),
        (a.sentence.abs_diff(b.sentence) <= 1, Neighbours),
        (refers_back(a, b) || refers_back(b, a), RefersBack),
        (is_toll(a, b), Toll),
    ];
    signs.into_iter().filter(|(holds, _)| *holds).for_each(|(_, sign)| tell(sign, 1.0));
}

/// Without two dates, the days of printing must do.
fn printing(a: &Facets, b: &Facets, tell: &mut impl FnMut(Sign, f32)) {
    let days = match (told(a), told(b)) {
        _ if a.date.is_some() && b.date.is_some() => return,
        (Some(left), Some(right)) => gap(left, right),
        _ => return tell(PrintedUnknown, 1.0),
    };
    if a.mode == "ceasefire" && b.mode == "ceasefire" && (a.definite || b.definite) && days <= PRINTED_APART {
        return tell(Standing, 1.0);
    }
    let one = a.date.is_some() || b.date.is_some();
    let sign = match (one, days) {
        (true, ..=2) => Told2,
        (true, ..=10) => Told10,
        (true, ..=30) => Told30,
        (true, _) => ToldFar,
        (false, ..=3) => Printed3,
        (false, ..=10) => Printed10,
        (false, ..=30) => Printed30,
        (false, ..=90) => Printed90,
        (false, _) => PrintedFar,
    };
    tell(sign, 1.0);
    if a.kind == b.kind && days <= 3 && a.sentence.max(b.sentence) <= LEAD {
        tell(BothLead, 1.0);
    }
    if is_verbal(a) && days > 3 {
        tell(SaidLater, 1.0);
    }
}

/// The days of a claim: those it names, or the day of printing.
fn told(it: &Facets) -> Option<Interval> {
    it.date.or(it.published.map(Interval::day))
}

/// Whether one tells of an attack and the other, near it, of the dead.
fn is_toll(a: &Facets, b: &Facets) -> bool {
    a.kind == Assault && b.kind == Assault && a.kills() != b.kills() && a.sentence.abs_diff(b.sentence) <= 2
}

/// Whether `a` is said of something told before, and may be `b`: "the talks", without a day or place of its own.
fn refers_back(a: &Facets, b: &Facets) -> bool {
    let bare =
        a.definite && a.number.is_none() && a.date.is_none_or(|day| b.date.is_some_and(|other| same_days(day, other)));
    bare && b.sentence <= a.sentence && a.kind == b.kind && a.trigger.iter().all(|&stem| is_generic(stem))
}

/// How many days apart reports may be printed whose claims are told apart by nothing else.
const PRINTED_APART: i32 = 14;

/// Whether it is worth weighing two claims of different reports: they share a word for the act, its mode, two days that
/// meet, or some of the words around it; and where one has no day, they were printed about the same time, or one about the
/// day of the other.
pub(super) fn may_match(a: &Facets, b: &Facets) -> bool {
    if a.aux.historical != b.aux.historical {
        return false;
    }
    if let Some((a, b)) = a.date.zip(b.date) {
        return gap(a, b) <= 1;
    }
    let printed = a.published.zip(b.published).map(|(a, b)| gap(Interval::day(a), Interval::day(b)));
    let told = told(a).zip(told(b)).map(|(a, b)| gap(a, b));
    let mode = !a.mode.is_empty() && a.mode == b.mode;
    printed.min(told).is_none_or(|gap| gap <= PRINTED_APART)
        && (mode || shared(&a.trigger, &b.trigger) > 0 || shared(&a.context, &b.context) > 2)
}
