//! How much speaks for two claims being of one event: a sum of named points, so that it can be explained.

use crate::claim::EventType::{self, *};
use crate::claim::Quadrant;
use crate::fuse::facets::{Facets, Spot};
use crate::fuse::weights::*;
use crate::fuse::who::{Who, fit};
use crate::fuse::words::{dice, is_generic, is_killing, shared};
use crate::{Aux, Interval};

/// From how many points on two claims are of one event.
pub(super) const THRESHOLD: f32 = 2.0;

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
    let (actors, recipients) = people(a, b);
    Evidence {
        kind: kind(a, b),
        actors,
        recipients,
        date: date(a, b),
        place: a.place.as_ref().zip(b.place.as_ref()).map_or(0.0, |(a, b)| place(a, b)),
        words: act(a, b),
        aux: aux(a, b),
        nearness: nearness(a, b),
    }
}

fn kind(a: &Facets, b: &Facets) -> f32 {
    match () {
        () if a.kind != b.kind && RELATED.contains(&(a.kind, b.kind)) => RELATED_TYPE,
        () if a.kind != b.kind && RELATED.contains(&(b.kind, a.kind)) => RELATED_TYPE,
        () if a.kind != b.kind => OTHER_TYPE,
        () if a.mode.is_empty() || b.mode.is_empty() => 0.0,
        () if a.mode == b.mode => SAME_MODE,
        () => OTHER_MODE,
    }
}

/// Types where it makes no difference who is called actor and who recipient.
fn is_mutual(kind: EventType) -> bool {
    matches!(kind, Consult | Cooperate)
}

/// Whether several do it to each other: two states or more, and nobody on the other side.
fn is_reciprocal(it: &Facets) -> bool {
    it.recipients.is_empty()
        && it.actors.iter().filter_map(Who::state).collect::<std::collections::BTreeSet<_>>().len() > 1
}

fn people(a: &Facets, b: &Facets) -> (f32, f32) {
    let points = |fit: Option<f32>, weight: f32, none: f32| fit.map_or(none, |fit| weight * (2.0 * fit - 1.0));
    let all = |it: &'_ Facets| it.actors.len() + it.recipients.len();
    if is_mutual(a.kind) || is_reciprocal(a) || is_reciprocal(b) {
        let (left, right): (Vec<&Who>, Vec<&Who>) =
            (a.actors.iter().chain(&a.recipients).collect(), b.actors.iter().chain(&b.recipients).collect());
        // A single name on one side may be one guest of many: absence from a list says less than at other acts.
        let guest = all(a).min(all(b)) == 1 && is_mutual(a.kind);
        let (weight, none) = if guest { (GUEST, NO_GUEST) } else { (PARTICIPANTS, NO_PARTICIPANTS) };
        return (points(fit(&left, &right), weight, none), 0.0);
    }
    let actors = fit(&a.actors.iter().collect::<Vec<_>>(), &b.actors.iter().collect::<Vec<_>>());
    (points(actors, ACTORS, 0.0), recipients(a, b))
}

fn recipients(a: &Facets, b: &Facets) -> f32 {
    let fit = fit(&a.recipients.iter().collect::<Vec<_>>(), &b.recipients.iter().collect::<Vec<_>>());
    // Whom it hits is what two sides of a conflict do not agree on: that makes a dispute, not two events.
    let disputed = other_voice(a, b) && fit.is_none_or(|fit| fit < 0.5);
    let weight = if disputed { DISPUTED_RECIPIENTS } else { RECIPIENTS };
    let named = a.recipients.iter().any(|who| b.recipients.iter().any(|other| who.is_named_as(other)));
    fit.map_or(0.0, |fit| weight * (2.0 * fit - 1.0)) + if named { SAME_NAMED_RECIPIENT } else { 0.0 }
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
    let days = |from, to: jiff::civil::Date| to.since(from).map_or(i32::MAX, |span| span.get_days());
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
    interval.end.since(interval.start).map_or(i32::MAX, |span| span.get_days() + 1)
}

fn date(a: &Facets, b: &Facets) -> f32 {
    let (Some(left), Some(right)) = (a.date, b.date) else { return 0.0 };
    let gap = gap(left, right);
    match days(left).max(days(right)) {
        _ if gap > 1 => APART,
        _ if gap == 1 && a.claim.report != b.claim.report => NEXT_DAY_ACROSS,
        _ if gap == 1 => NEXT_DAY_WITHIN,
        1 => MET_DAY,
        2..=7 => MET_WEEK,
        8..=31 => MET_MONTH,
        _ if same_days(left, right) => SAME_LONG,
        _ => MET_LONG,
    }
}

fn place(a: &Spot, b: &Spot) -> f32 {
    let inside = |a: &Spot, b: &Spot| a.words.iter().all(|word| b.words.contains(word));
    let known = !a.country.is_empty() && !b.country.is_empty();
    match () {
        () if known && a.country != b.country => OTHER_COUNTRY,
        () if (inside(a, b) || inside(b, a)) && a.wide => SAME_COUNTRY,
        () if inside(a, b) || inside(b, a) => SAME_PLACE,
        () if a.wide || b.wide => 0.0,
        () => OTHER_PLACE,
    }
}

fn act(a: &Facets, b: &Facets) -> f32 {
    let same: Vec<_> = a.trigger.iter().filter(|stem| b.trigger.binary_search(stem).is_ok()).copied().collect();
    let vague = |it: &Facets| it.trigger.iter().all(|&stem| is_generic(stem));
    let verbal = matches!(a.kind.quadrant(), Quadrant::VerbalConflict);
    let trigger = match () {
        () if same.iter().any(|&stem| !is_generic(stem)) => SAME_WORD,
        () if !same.is_empty() => SAME_COMMON_WORD,
        () if shared(&a.trigger, &b.context) + shared(&b.trigger, &a.context) > 0 => WORD_IN_SENTENCE,
        // Where acts are words, other words are other acts.
        () if verbal => OTHER_WORD_VERBAL,
        () if a.kind == b.kind && (vague(a) || vague(b)) => 0.0,
        () if !a.mode.is_empty() && a.mode == b.mode => OTHER_WORD_SAME_MODE,
        () => OTHER_WORD,
    };
    let number = match (&a.number, &b.number) {
        (Some(a), Some(b)) if a == b => SAME_NUMBER,
        (Some(_), Some(_)) => OTHER_NUMBER,
        (None, None) => 0.0,
        _ => ONE_NUMBER,
    };
    let sentence = match () {
        () if a.claim.report != b.claim.report => SENTENCE_ACROSS,
        () if a.sentence != b.sentence => SENTENCE_WITHIN,
        () => 0.0,
    };
    trigger + number + sentence * dice(&a.context, &b.context)
}

fn aux(a: &Facets, b: &Facets) -> f32 {
    let settled = |aux: Aux| aux.is_asserted();
    let unlike = shared(&a.trigger, &b.trigger) == 0;
    let mut points = 0.0;
    if a.aux.historical != b.aux.historical {
        points += ONE_HISTORICAL;
    }
    if a.aux.negation != b.aux.negation {
        // One says so and another denies it: that is one event in dispute.
        points += match () {
            () if a.claim.report != b.claim.report => DENIED_ACROSS,
            () if other_voice(a, b) => DENIED_BY_OTHER,
            () => DENIED_WITHIN,
        };
    }
    let dated = a.date.is_some() && b.date.is_some();
    if settled(a.aux) != settled(b.aux) && !dated {
        points += match a.aux.hypothetical != b.aux.hypothetical {
            true if unlike => MAY_OTHER_WORD,
            true => MAY,
            false => WILL,
        };
    }
    points
}

fn nearness(a: &Facets, b: &Facets) -> f32 {
    if a.claim.report == b.claim.report {
        let near = if a.sentence.abs_diff(b.sentence) <= 1 { NEIGHBOURS } else { 0.0 };
        let back = if refers_back(a, b) || refers_back(b, a) { REFERS_BACK } else { 0.0 };
        return near + back + if is_toll(a, b) { TOLL } else { 0.0 };
    }
    if a.date.is_some() && b.date.is_some() {
        return 0.0;
    }
    // Without two dates, the days of printing must do.
    let (Some(left), Some(right)) = (a.published, b.published) else { return PRINTED_UNKNOWN };
    let gap = gap(Interval::day(left), Interval::day(right));
    PRINTED.iter().find(|(days, _)| gap <= *days).map_or(PRINTED_FAR, |&(_, points)| points)
}

/// Whether one tells of an attack and the other, near it, of the dead.
fn is_toll(a: &Facets, b: &Facets) -> bool {
    let kills = |it: &Facets| it.trigger.iter().any(|&stem| is_killing(stem));
    a.kind == Assault && b.kind == Assault && kills(a) != kills(b) && a.sentence.abs_diff(b.sentence) <= 2
}

/// Whether `a` is said of something told before, and may be `b`: "the talks", without a day or place of its own.
fn refers_back(a: &Facets, b: &Facets) -> bool {
    let bare =
        a.definite && a.number.is_none() && a.date.is_none_or(|day| b.date.is_some_and(|other| same_days(day, other)));
    bare && b.sentence <= a.sentence && a.kind == b.kind && a.trigger.iter().all(|&stem| is_generic(stem))
}

/// How many days apart reports may be printed whose claims are told apart by nothing else.
const PRINTED_APART: i32 = 10;

/// Whether it is worth weighing two claims of different reports: they share a word for the act, its mode, two days that
/// meet, or some of the words around it; and where one has no day, they were printed about the same time.
pub(super) fn may_match(a: &Facets, b: &Facets) -> bool {
    let days = a.date.zip(b.date);
    if days.is_some_and(|(a, b)| gap(a, b) > 1) || a.aux.historical != b.aux.historical {
        return false;
    }
    let printed = a.published.zip(b.published).map(|(a, b)| gap(Interval::day(a), Interval::day(b)));
    if days.is_none() && printed.is_some_and(|gap| gap > PRINTED_APART) {
        return false;
    }
    let mode = !a.mode.is_empty() && a.mode == b.mode;
    days.is_some() || mode || shared(&a.trigger, &b.trigger) > 0 || shared(&a.context, &b.context) > 2
}
