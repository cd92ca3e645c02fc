//! Events after people decided: those that a decision touches are made anew from the claims that they have now, the others
//! are as the record has them.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use rapporteur_core::event::{ClaimRef, Event};
use rapporteur_core::{Account, fuse};
use rapporteur_store::{ClaimKey, EventId, ReportId, StoredEvent};

use super::Review;

/// An event as the machine has it.
#[derive(Clone, Debug)]
pub struct Told {
    /// The record's number for it, where it has one.
    pub number: Option<EventId>,
    /// Its claims, with the reports that make them.
    pub claims: Vec<(ReportId, ClaimKey)>,
    /// What fusing made of them; its own list of claims says nothing.
    pub event: Option<Event>,
}

impl From<StoredEvent> for Told {
    fn from(stored: StoredEvent) -> Self {
        let event = stored.read::<Event>().ok();
        Self {
            number: Some(stored.id),
            event: event.map(|event| Event { date: stored.date, ..event }),
            claims: stored.claims.into_iter().map(|(at, key)| (at.report, key)).collect(),
        }
    }
}

/// Events with their ids: of those that the machine has, what people made of them. Accounts are as edited; claims that
/// are in none of them are left out.
pub fn events(told: Vec<Told>, accounts: &[Account], keys: &[Vec<ClaimKey>], review: &Review) -> Vec<(Event, String)> {
    let places: BTreeMap<ClaimKey, ClaimRef> = keys
        .iter()
        .enumerate()
        .flat_map(|(report, keys)| keys.iter().enumerate().map(move |(claim, &key)| (key, ClaimRef { report, claim })))
        .collect();
    let (mut groups, mut numbers, mut untouched) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
    for Told { number, claims, event } in told {
        let decided = claims.iter().any(|(_, key)| review.touches(*key));
        let claims: Vec<ClaimRef> = claims.iter().filter_map(|(_, key)| places.get(key).copied()).collect();
        numbers.extend(claims.iter().filter_map(|&at| Some((at, number?))));
        if let Some(event) = event.filter(|_| !decided) {
            untouched.insert(claims.clone(), Event { claims: claims.clone(), ..event });
        }
        groups.extend((!claims.is_empty()).then_some(claims));
    }
    let groups = review.regroup(groups, &places);
    let ids = ids(&groups, &numbers);
    let anew = groups.iter().filter(|claims| !untouched.contains_key(*claims)).flatten();
    let anew: BTreeSet<usize> = anew.map(|at| at.report).collect();
    let voices = OnceCell::new();
    let voices = || voices.get_or_init(|| voices_among(&anew, accounts)).as_slice();
    let made = |claims: Vec<ClaimRef>| fuse::event(claims, accounts, voices(), 0.0);
    let events = groups.into_iter().map(|claims| untouched.remove(&claims).unwrap_or_else(|| made(claims)));
    events.zip(ids).collect()
}

/// Whose text each account carries: some of them compared with each other, the rest with none.
fn voices_among(some: &BTreeSet<usize>, accounts: &[Account]) -> Vec<usize> {
    let compared: Vec<Account> = some.iter().map(|&report| accounts[report].clone()).collect();
    let some: Vec<usize> = some.iter().copied().collect();
    let mut voices: Vec<usize> = (0..accounts.len()).collect();
    for (at, voice) in fuse::voices(&compared).into_iter().enumerate() {
        voices[some[at]] = some[voice];
    }
    voices
}

/// Ids of events: the record's number of the event with which each shares most claims. What people split off shares a
/// number, and has another id: `e12-2`; what the record does not hold has none: `-`.
fn ids(groups: &[Vec<ClaimRef>], numbers: &BTreeMap<ClaimRef, EventId>) -> Vec<String> {
    let shared = |claims: &Vec<ClaimRef>| {
        let mut counts: BTreeMap<EventId, usize> = BTreeMap::new();
        for number in claims.iter().filter_map(|at| numbers.get(at)) {
            *counts.entry(*number).or_default() += 1;
        }
        counts.into_iter().max_by_key(|&(number, count)| (count, std::cmp::Reverse(number)))
    };
    let shares: Vec<Option<(EventId, usize)>> = groups.iter().map(shared).collect();
    let mut largest_first: Vec<usize> = (0..groups.len()).collect();
    largest_first.sort_by_key(|&n| std::cmp::Reverse(shares[n].map(|(_, count)| count)));
    let (mut ids, mut taken) = (vec!["-".to_owned(); groups.len()], BTreeMap::<EventId, usize>::new());
    for n in largest_first {
        let Some((number, _)) = shares[n] else { continue };
        let nth = taken.entry(number).or_default();
        *nth += 1;
        ids[n] = if *nth == 1 { format!("e{}", number.0) } else { format!("e{}-{nth}", number.0) };
    }
    ids
}
