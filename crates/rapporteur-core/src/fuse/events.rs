//! Groups of claims to events: what most claims say, and the finest date and place that they share.

use std::collections::{BTreeMap, BTreeSet};

use crate::claim::{Claim, EventType, Participant};
use crate::event::{ClaimRef, Event, EventPlace};
use crate::fuse::title::title;
use crate::fuse::voices::independent;
use crate::fuse::who::actor_of;
use crate::{Account, Actor, Aux, Interval};

/// One event from its claims. `voices` tells for each account the one whose text it carries: see
/// [`voices`](super::voices()).
pub fn event(claims: Vec<ClaimRef>, accounts: &[Account], voices: &[usize], cohesion: f32) -> Event {
    let told: Vec<(&Account, &Claim)> = claims.iter().map(|&it| told(accounts, it)).collect();
    let kind = most(told.iter().map(|(_, claim)| claim.kind)).unwrap_or(EventType::Consult);
    let modes = told.iter().filter(|(_, c)| c.kind == kind && !c.mode.is_empty()).map(|(_, c)| c.mode.clone());
    let reports: BTreeSet<usize> = claims.iter().map(|it| it.report).collect();
    let publisher = |report: usize| accounts[report].report.publisher.as_deref();
    let publishers: BTreeSet<(&str, usize)> =
        reports.iter().map(|&report| publisher(report).map_or(("", report), |name| (name, usize::MAX))).collect();
    let tellers: Vec<(Option<&str>, usize)> =
        reports.iter().map(|&report| (publisher(report), voices[report])).collect();
    let mut event = Event {
        title: String::new(),
        kind,
        mode: most(modes).unwrap_or_default(),
        actors: actors(&told, |claim| &claim.actors),
        recipients: actors(&told, |claim| &claim.recipients),
        aux: aux(&told),
        date: date(told.iter().filter_map(|(_, claim)| claim.date)),
        place: place(&told),
        claims,
        reports: reports.len(),
        publishers: publishers.len(),
        voices: independent(&tellers),
        cohesion,
    };
    event.recipients.retain(|it| !event.actors.contains(it));
    event.title = title(&event, &told);
    event
}

/// A claim with its account.
pub(super) fn told(accounts: &[Account], it: ClaimRef) -> (&Account, &Claim) {
    (&accounts[it.report], &accounts[it.report].claims[it.claim])
}

/// The value that comes most often; the first of those that tie.
pub(super) fn most<T: Ord + Clone>(values: impl Iterator<Item = T>) -> Option<T> {
    let values: Vec<T> = values.collect();
    let mut counts: BTreeMap<&T, usize> = BTreeMap::new();
    for value in &values {
        *counts.entry(value).or_default() += 1;
    }
    let top = counts.values().max().copied()?;
    values.iter().find(|value| counts[value] == top).cloned()
}

/// Actors by how often they are named, then in order of the text; a name only once.
fn actors<'a>(told: &[(&'a Account, &'a Claim)], side: impl Fn(&'a Claim) -> &'a Vec<Participant>) -> Vec<Actor> {
    let mut counted: Vec<(Actor, usize)> = Vec::new();
    for &(account, claim) in told {
        for participant in side(claim) {
            let actor = actor_of(&account.report.text, participant);
            match counted.iter_mut().find(|(known, _)| *known == actor) {
                Some((_, count)) => *count += 1,
                None => counted.push((actor, 1)),
            }
        }
    }
    counted.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    counted.into_iter().map(|(actor, _)| actor).collect()
}

fn aux(told: &[(&Account, &Claim)]) -> Aux {
    let of = |claims: Vec<Aux>| match claims.iter().find(|aux| aux.is_asserted()) {
        Some(&asserted) => asserted,
        None => most(claims.iter().map(|aux| aux.names().join(" ")))
            .map_or_else(Aux::default, |names| Aux::from_names(names.split(' '))),
    };
    of(told.iter().map(|(_, claim)| claim.aux).collect())
}

/// The shortest interval among those that most others share a day with.
pub(super) fn date(dates: impl Iterator<Item = Interval>) -> Option<Interval> {
    let dates: Vec<Interval> = dates.collect();
    let support = |date: Interval| dates.iter().filter(|other| other.overlaps(date)).count();
    let length = |date: Interval| date.end.since(date.start).map_or(i32::MAX, |span| span.get_days());
    dates.iter().copied().min_by_key(|&date| (std::cmp::Reverse(support(date)), length(date), date.start))
}

/// The place named most often; a city or region before the whole country.
fn place(told: &[(&Account, &Claim)]) -> Option<EventPlace> {
    let places = told.iter().filter_map(|(account, claim)| {
        let place = claim.place.as_ref()?;
        Some((place.span.of(&account.report.text).to_owned(), place.country.clone()))
    });
    most(places).map(|(text, country)| EventPlace { text, country })
}
