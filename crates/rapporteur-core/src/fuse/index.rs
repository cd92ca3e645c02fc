//! The index: finds for a new claim the few that may be of the same event, and regroups only what it touches.
//!
//! The claims stand on a [`Shelf`]; [`file_claims`] puts the claims of one report there and links them,
//! [`regroup`](super::regroup) gives the events that change. [`Index`] does both in memory.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::convert::Infallible;
use std::sync::Arc;

use crate::Account;
use crate::event::ClaimRef;
use crate::fuse::facets::{Facets, facets};
use crate::fuse::keys::{filed, sought};
use crate::fuse::parts::regroup;
use crate::fuse::score::{Evidence, THRESHOLD, may_match, score, signs, weigh};
use crate::fuse::shelf::{ClaimId, Key, Memory, Shelf, at};
use crate::fuse::weights::Sign;
use crate::knowledge::Knowledge;

/// Of how many claims of an event the fit is measured.
const MEASURED: usize = 64;

/// Puts the claims of one report on a shelf and links them: within the report every pair is weighed, across reports those
/// that share a key. Gives their ids, in order.
///
/// # Errors
/// Those of the shelf.
pub fn file_claims<S: Shelf>(shelf: &mut S, claims: &[Facets]) -> Result<Vec<ClaimId>, S::Error> {
    let others = candidates(shelf, claims)?;
    let mut ids: Vec<ClaimId> = Vec::with_capacity(claims.len());
    for (n, (new, others)) in claims.iter().zip(others).enumerate() {
        let id = shelf.put(new, &filed(new))?;
        for (earlier, &earlier_id) in claims[..n].iter().zip(&ids) {
            link(shelf, (id, new), (earlier_id, earlier))?;
        }
        for (other_id, other) in others {
            link(shelf, (id, new), (other_id, &other))?;
        }
        ids.push(id);
    }
    Ok(ids)
}

fn link<S: Shelf>(shelf: &mut S, a: (ClaimId, &Facets), b: (ClaimId, &Facets)) -> Result<(), S::Error> {
    let score = score(a.1, b.1);
    if score >= THRESHOLD { shelf.link(a.0, b.0, score) } else { Ok(()) }
}

type Candidates = Vec<(ClaimId, Arc<Facets>)>;

/// For each new claim those on the shelf that share a key and are worth weighing. Claims of a report share most keys and
/// most candidates, so each is looked up once.
fn candidates<S: Shelf>(shelf: &S, claims: &[Facets]) -> Result<Vec<Candidates>, S::Error> {
    let mut by_key: HashMap<Key, Arc<Vec<ClaimId>>> = HashMap::new();
    let mut by_claim: Vec<Vec<ClaimId>> = Vec::with_capacity(claims.len());
    for claim in claims {
        let mut found: Vec<ClaimId> = Vec::new();
        for key in sought(claim) {
            let filed = match by_key.entry(key) {
                Entry::Vacant(place) => place.insert(shelf.filed(key)?),
                Entry::Occupied(filed) => filed.into_mut(),
            };
            found.extend_from_slice(filed);
        }
        found.sort_unstable();
        found.dedup();
        by_claim.push(found);
    }
    let mut known: Vec<ClaimId> = by_claim.iter().flatten().copied().collect();
    known.sort_unstable();
    known.dedup();
    let known = known.into_iter().map(|id| Ok((id, shelf.facets(id)?))).collect::<Result<Candidates, S::Error>>()?;
    let worthy = |(claim, found): (&Facets, Vec<ClaimId>)| {
        let mut rest = known.iter();
        let known = found.into_iter().filter_map(|id| rest.find(|(known, _)| *known == id));
        known.filter(|(_, facets)| may_match(claim, facets)).cloned().collect()
    };
    Ok(claims.iter().zip(by_claim).map(worthy).collect())
}

/// Mean score of all pairs of an event's claims, above the threshold; 0 for one claim. Of a great many the first count.
pub fn cohesion(claims: &[Arc<Facets>]) -> f32 {
    let claims = &claims[..claims.len().min(MEASURED)];
    let pairs = claims.iter().enumerate().flat_map(|(n, a)| claims[n + 1..].iter().map(move |b| score(a, b)));
    let (sum, count) = pairs.fold((0.0, 0u32), |(sum, count), score| (sum + score, count + 1));
    if count == 0 { 0.0 } else { sum / count as f32 - THRESHOLD }
}

/// Claims in memory, what links them, and which event each is of.
#[derive(Clone, Debug, Default)]
pub struct Index {
    shelf: Memory,
    /// For each claim the one that stands for its event.
    event: Vec<ClaimId>,
    fresh: Vec<ClaimId>,
    place: BTreeMap<ClaimRef, ClaimId>,
}

/// What memory gives without fail.
fn sure<T>(result: Result<T, Infallible>) -> T {
    match result {
        Ok(value) => value,
        Err(never) => match never {},
    }
}

impl Index {
    /// Adds the claims of one account, under its index among the accounts; [`settle`](Self::settle) then groups them.
    pub fn add(&mut self, report: usize, account: &Account, knowledge: &Knowledge) {
        let claims = facets(report, account, knowledge);
        let ids = sure(file_claims(&mut self.shelf, &claims));
        for (claim, &id) in claims.iter().zip(&ids) {
            self.place.insert(claim.claim(), id);
            self.event.push(id);
        }
        self.fresh.extend(ids);
    }

    /// Regroups what was touched since the last call; gives the claims whose events may have changed.
    pub fn settle(&mut self) -> Vec<ClaimRef> {
        let groups = sure(regroup(&self.shelf, &std::mem::take(&mut self.fresh), &[]));
        let mut touched = Vec::new();
        for group in groups {
            for &member in &group {
                self.event[at(member)] = group[0];
                touched.push(self.shelf.all()[at(member)].claim());
            }
        }
        touched.sort_unstable();
        touched
    }

    /// Claims of each event, in an order that does not depend on how the reports came in.
    pub fn groups(&self) -> Vec<Vec<ClaimRef>> {
        let facets = self.shelf.all();
        let mut groups: BTreeMap<ClaimId, Vec<usize>> = BTreeMap::new();
        for (claim, &event) in self.event.iter().enumerate() {
            groups.entry(event).or_default().push(claim);
        }
        let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
        for members in &mut groups {
            members.sort_by(|&a, &b| facets[a].order.cmp(&facets[b].order));
        }
        groups.sort_by(|a, b| facets[a[0]].order.cmp(&facets[b[0]].order));
        groups.into_iter().map(|members| members.into_iter().map(|it| facets[it].claim()).collect()).collect()
    }

    /// What speaks for and against two claims being of one event.
    pub fn evidence(&self, a: ClaimRef, b: ClaimRef) -> Option<Evidence> {
        Some(weigh(&*self.facets(a)?, &*self.facets(b)?))
    }

    /// The signs of a pair, and how many times each counts.
    pub fn signs(&self, a: ClaimRef, b: ClaimRef) -> Vec<(Sign, f32)> {
        let mut told = Vec::new();
        if let (Some(a), Some(b)) = (self.facets(a), self.facets(b)) {
            let (a, b) = if a.order <= b.order { (&*a, &*b) } else { (&*b, &*a) };
            signs(a, b, &mut |sign, times| told.push((sign, times)));
        }
        told
    }

    /// Mean score of an event's claims: see [`cohesion`].
    pub fn cohesion(&self, claims: &[ClaimRef]) -> f32 {
        cohesion(&claims.iter().filter_map(|&claim| self.facets(claim)).collect::<Vec<_>>())
    }

    fn facets(&self, claim: ClaimRef) -> Option<Arc<Facets>> {
        self.place.get(&claim).map(|&id| Arc::clone(&self.shelf.all()[at(id)]))
    }
}
