//! What people decided, put over what the machine says: a claim counts as edited, a rejected one not at all, and merges
//! and splits move claims between the events that fusing made.
//!
//! The record keeps the machine's claims and the decisions apart; only this module puts them together.

mod change;
mod events;

pub use change::{ClaimChange, PlaceChange};
pub use events::{Told, events};

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_core::Claim;
use rapporteur_core::event::ClaimRef;
use rapporteur_store::{Act, ClaimKey, Decision, StoredAccount, TargetKind};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::output::views::Filter;

/// Claims by key: of a merge ([`Act::Merge`]) all that make one event from now on, of a split ([`Act::Split`]) those
/// that leave theirs together. The `change` of both.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Grouping {
    /// The keys.
    pub claims: Vec<String>,
}

impl Grouping {
    /// The keys that can be a claim's.
    fn keys(&self) -> impl Iterator<Item = ClaimKey> + '_ {
        self.claims.iter().filter_map(|key| key.parse().ok())
    }
}

/// A claim that a reviewer rejected.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejected {
    /// Index of its account.
    pub report: usize,
    /// Its key.
    pub key: String,
    /// What the machine said.
    pub claim: Claim,
}

/// What a review took from accounts.
#[derive(Clone, Debug, Default)]
pub struct Replaced {
    /// Claims that are out.
    pub rejected: Vec<Rejected>,
    /// Claims that were edited, as the machine has them, by key.
    pub edited: BTreeMap<String, Claim>,
}

/// The decisions of a record that are in force, by what they are about.
#[derive(Clone, Debug, Default)]
pub struct Review {
    changes: BTreeMap<ClaimKey, ClaimChange>,
    rejected: BTreeSet<ClaimKey>,
    /// Oldest first.
    regroupings: Vec<Regrouping>,
    /// The claims of all of them.
    grouped: BTreeSet<ClaimKey>,
}

/// One merge or split.
#[derive(Clone, Debug)]
struct Regrouping {
    claims: BTreeSet<ClaimKey>,
    /// Whether all that stood with them comes along.
    whole: bool,
}

impl Review {
    /// Sums decisions up, in the order in which they were made: a later one on the same claim weighs more.
    pub fn new<'d>(decisions: impl IntoIterator<Item = &'d Decision>) -> Self {
        let mut review = Self::default();
        for decision in decisions.into_iter().filter(|it| it.in_force) {
            match decision.target.kind {
                TargetKind::Claim => review.on_claim(decision),
                TargetKind::Event => review.on_event(decision),
                _ => {}
            }
        }
        review.grouped = review.regroupings.iter().flat_map(|it| &it.claims).copied().collect();
        review
    }

    /// What a reviewer changed about a claim.
    pub fn change(&self, key: &str) -> Option<&ClaimChange> {
        self.changes.get(&key.parse().ok()?)
    }

    /// Whether nothing that was decided changes what is shown.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.rejected.is_empty() && self.regroupings.is_empty()
    }

    /// Claims that people rejected.
    pub fn rejected(&self) -> impl Iterator<Item = ClaimKey> + '_ {
        self.rejected.iter().copied()
    }

    /// Claims that may pass a filter only for what people changed about them: a record, asked for what the machine found,
    /// does not find them.
    pub fn may_pass<'r>(&'r self, filter: &'r Filter) -> impl Iterator<Item = ClaimKey> + 'r {
        self.changes.iter().filter(|(_, change)| filter.may_pass(change)).map(|(key, _)| *key)
    }

    /// Claims that merges and splits tie to some others: without them these cannot be grouped.
    pub fn tied(&self, claims: &BTreeSet<ClaimKey>) -> BTreeSet<ClaimKey> {
        let ties = self.regroupings.iter().map(|it| &it.claims).filter(|tie| !tie.is_disjoint(claims));
        ties.flat_map(|tie| tie.difference(claims)).copied().collect()
    }

    /// Whether an event with this claim has to be made anew.
    pub fn touches(&self, claim: ClaimKey) -> bool {
        self.changes.contains_key(&claim) || self.rejected.contains(&claim) || self.grouped.contains(&claim)
    }

    fn on_claim(&mut self, decision: &Decision) {
        let Ok(key) = decision.target.id.parse() else { return };
        match decision.act {
            Act::Reject => {
                self.rejected.insert(key);
            }
            Act::Accept => {
                self.rejected.remove(&key);
            }
            Act::Edit => {
                self.rejected.remove(&key);
                if let Some(change) = read::<ClaimChange>(&decision.change) {
                    self.changes.entry(key).or_default().take(change);
                }
            }
            _ => {}
        }
    }

    fn on_event(&mut self, decision: &Decision) {
        let claims = |value| read::<Grouping>(value).unwrap_or_default().keys().collect::<BTreeSet<_>>();
        match decision.act {
            // What the event held when the reviewer saw it.
            Act::Reject => self.rejected.extend(claims(&decision.seen)),
            Act::Merge => self.regroupings.push(Regrouping { claims: claims(&decision.change), whole: true }),
            Act::Split => self.regroupings.push(Regrouping { claims: claims(&decision.change), whole: false }),
            _ => {}
        }
    }

    /// Puts edits into accounts and takes rejected claims out of them.
    pub fn apply(&self, stored: &mut [StoredAccount]) -> Replaced {
        let mut replaced = Replaced::default();
        if self.changes.is_empty() && self.rejected.is_empty() {
            return replaced;
        }
        for (report, it) in stored.iter_mut().enumerate() {
            for (claim, key) in it.keys.iter().enumerate() {
                if let Some(change) = self.changes.get(key) {
                    replaced.edited.extend(it.account.claims.get(claim).map(|was| (key.to_string(), was.clone())));
                    change.apply(&mut it.account, claim);
                }
            }
            let gone: Vec<bool> = it.keys.iter().map(|key| self.rejected.contains(key)).collect();
            if gone.contains(&true) {
                take_out(it, report, &gone, &mut replaced.rejected);
            }
        }
        replaced
    }

    /// Moves claims between events.
    fn regroup(&self, groups: Vec<Vec<ClaimRef>>, places: &BTreeMap<ClaimKey, ClaimRef>) -> Vec<Vec<ClaimRef>> {
        self.regroupings.iter().fold(groups, |groups, regrouping| {
            let moved = regrouping.claims.iter().filter_map(|key| places.get(key).copied()).collect();
            regrouped(groups, &moved, regrouping.whole)
        })
    }
}

/// Puts `moved` into one group, where the first of them stood; with `whole`, all that stood with them comes along.
fn regrouped(groups: Vec<Vec<ClaimRef>>, moved: &BTreeSet<ClaimRef>, whole: bool) -> Vec<Vec<ClaimRef>> {
    let (mut kept, mut together, mut at) = (Vec::with_capacity(groups.len()), Vec::new(), None);
    for group in groups {
        let (go, stay): (Vec<_>, Vec<_>) = group.into_iter().partition(|claim| moved.contains(claim));
        if go.is_empty() {
            kept.push(stay);
            continue;
        }
        at.get_or_insert(kept.len());
        together.extend(go);
        if whole {
            together.extend(stay);
        } else if !stay.is_empty() {
            kept.push(stay);
        }
    }
    if let Some(at) = at {
        kept.insert(at, together);
    }
    kept
}

/// Takes claims out of an account, with what hangs on them.
fn take_out(stored: &mut StoredAccount, report: usize, gone: &[bool], rejected: &mut Vec<Rejected>) {
    let (keys, claims) = (std::mem::take(&mut stored.keys), std::mem::take(&mut stored.account.claims));
    let mut renumbered = Vec::with_capacity(claims.len());
    for ((key, claim), gone) in keys.into_iter().zip(claims).zip(gone) {
        renumbered.push((!gone).then_some(stored.keys.len()));
        if *gone {
            rejected.push(Rejected { report, key: key.to_string(), claim });
        } else {
            stored.keys.push(key);
            stored.account.claims.push(claim);
        }
    }
    stored.account.meetings.retain_mut(|meeting| match renumbered.get(meeting.claim).copied().flatten() {
        Some(claim) => {
            meeting.claim = claim;
            true
        }
        None => false,
    });
}

fn read<T: serde::de::DeserializeOwned>(value: &Option<Value>) -> Option<T> {
    value.as_ref().and_then(|value| T::deserialize(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(claim: usize) -> ClaimRef {
        ClaimRef { report: 0, claim }
    }

    #[test]
    fn merging_takes_whole_events_and_splitting_only_what_was_named() {
        let groups = || vec![vec![at(0), at(1)], vec![at(2)], vec![at(3), at(4)]];
        let places = (0..5).map(|n| (ClaimKey(n as u64), at(n))).collect();
        let review = |claims: &[u64], whole| {
            let claims = claims.iter().map(|&key| ClaimKey(key)).collect();
            Review { regroupings: vec![Regrouping { claims, whole }], ..Review::default() }
        };
        let merged = review(&[0, 3], true).regroup(groups(), &places);
        assert_eq!(merged, [vec![at(0), at(1), at(3), at(4)], vec![at(2)]]);
        let split = review(&[4], false).regroup(groups(), &places);
        assert_eq!(split, [vec![at(0), at(1)], vec![at(2)], vec![at(4)], vec![at(3)]]);
    }
}
