//! What people decided, put over what the machine says: a claim counts as edited, a rejected one not at all, and merges
//! and splits move claims between the events that fusing made.
//!
//! The record keeps the machine's claims and the decisions apart; only this module puts them together.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_core::claim::{ClaimPlace, Participant};
use rapporteur_core::event::ClaimRef;
use rapporteur_core::{Account, Actor, Claim, EventType, Interval, Resolution, Span};
use rapporteur_store::{Act, Decision, StoredAccount, TargetKind};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A reviewer's version of a claim: `None` leaves a part as the machine has it. The `change` of an
/// [`Act::Edit`] on a claim.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ClaimChange {
    /// Type of the act.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<EventType>,
    /// PLOVER mode, or empty for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// Who does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actors: Option<Vec<Actor>>,
    /// To, with or for whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipients: Option<Vec<Actor>>,
    /// When, ISO 8601; empty for "not known".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Where; an empty name for "nowhere told".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceChange>,
}

/// A reviewer's place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlaceChange {
    /// Its name.
    pub name: String,
    /// ISO 3166 alpha-3, or empty.
    #[serde(default)]
    pub country: String,
}

/// Claims by key: of a merge ([`Act::Merge`]) all that make one event from now on, of a split ([`Act::Split`]) those
/// that leave theirs together. The `change` of both.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Grouping {
    /// The keys.
    pub claims: Vec<String>,
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

/// The decisions of a record that are in force, by what they are about.
#[derive(Clone, Debug, Default)]
pub struct Review {
    changes: BTreeMap<String, ClaimChange>,
    rejected: BTreeSet<String>,
    regroupings: Vec<Regrouping>,
}

/// One merge or split, oldest first.
#[derive(Clone, Debug)]
enum Regrouping {
    Together(Vec<String>),
    Apart(Vec<String>),
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
        review
    }

    /// What a reviewer changed about a claim.
    pub fn change(&self, key: &str) -> Option<&ClaimChange> {
        self.changes.get(key)
    }

    /// Whether nothing that was decided changes what is shown.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.rejected.is_empty() && self.regroupings.is_empty()
    }

    fn on_claim(&mut self, decision: &Decision) {
        let key = &decision.target.id;
        match decision.act {
            Act::Reject => {
                self.rejected.insert(key.clone());
            }
            Act::Accept => {
                self.rejected.remove(key);
            }
            Act::Edit => {
                self.rejected.remove(key);
                if let Some(change) = read::<ClaimChange>(&decision.change) {
                    self.changes.entry(key.clone()).or_default().take(change);
                }
            }
            _ => {}
        }
    }

    fn on_event(&mut self, decision: &Decision) {
        let claims = |value| read::<Grouping>(value).unwrap_or_default().claims;
        match decision.act {
            // What the event held when the reviewer saw it.
            Act::Reject => self.rejected.extend(claims(&decision.seen)),
            Act::Merge => self.regroupings.push(Regrouping::Together(claims(&decision.change))),
            Act::Split => self.regroupings.push(Regrouping::Apart(claims(&decision.change))),
            _ => {}
        }
    }

    /// Puts edits into accounts and takes rejected claims out of them; gives those.
    pub fn apply(&self, stored: &mut [StoredAccount]) -> Vec<Rejected> {
        let mut rejected = Vec::new();
        if self.changes.is_empty() && self.rejected.is_empty() {
            return rejected;
        }
        for (report, it) in stored.iter_mut().enumerate() {
            for (claim, key) in it.keys.clone().iter().enumerate() {
                if let Some(change) = self.changes.get(&key.to_string()) {
                    change.apply(&mut it.account, claim);
                }
            }
            let gone: Vec<bool> = it.keys.iter().map(|key| self.rejected.contains(&key.to_string())).collect();
            if gone.contains(&true) {
                take_out(it, report, &gone, &mut rejected);
            }
        }
        rejected
    }

    /// Moves claims between events.
    pub fn regroup(&self, mut groups: Vec<Vec<ClaimRef>>, keys: &[Vec<String>]) -> Vec<Vec<ClaimRef>> {
        if self.regroupings.is_empty() {
            return groups;
        }
        let mut places: BTreeMap<&str, ClaimRef> = BTreeMap::new();
        for (report, keys) in keys.iter().enumerate() {
            places.extend(keys.iter().enumerate().map(|(claim, key)| (key.as_str(), ClaimRef { report, claim })));
        }
        for regrouping in &self.regroupings {
            let (Regrouping::Together(keys) | Regrouping::Apart(keys)) = regrouping;
            let moved: BTreeSet<ClaimRef> = keys.iter().filter_map(|key| places.get(key.as_str()).copied()).collect();
            let whole = matches!(regrouping, Regrouping::Together(_));
            groups = regrouped(groups, &moved, whole);
        }
        groups
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

impl ClaimChange {
    /// Takes over what a later change says.
    fn take(&mut self, later: Self) {
        let Self { kind, mode, actors, recipients, date, place } = later;
        self.kind = kind.or(self.kind);
        self.mode = mode.or(self.mode.take());
        self.actors = actors.or(self.actors.take());
        self.recipients = recipients.or(self.recipients.take());
        self.date = date.or(self.date.take());
        self.place = place.or(self.place.take());
    }

    /// Changes one claim of an account.
    fn apply(&self, account: &mut Account, index: usize) {
        let text = account.report.text.as_str();
        let Some(claim) = account.claims.get_mut(index) else { return };
        let sentence = account.sentences.get(claim.sentence).copied().unwrap_or(claim.trigger);
        claim.kind = self.kind.unwrap_or(claim.kind);
        if let Some(mode) = &self.mode {
            claim.mode.clone_from(mode);
        }
        if let Some(actors) = &self.actors {
            claim.actors = participants(&claim.actors, actors, text, sentence, claim.trigger);
        }
        if let Some(recipients) = &self.recipients {
            claim.recipients = participants(&claim.recipients, recipients, text, sentence, claim.trigger);
        }
        if let Some(date) = &self.date {
            claim.date = date.parse::<Interval>().ok();
        }
        if let Some(place) = &self.place {
            let before = claim.place.as_ref().map(|place| place.span);
            let span = find(text, sentence, &place.name).or(before).unwrap_or(claim.trigger);
            claim.place = (!place.name.is_empty()).then(|| ClaimPlace { span, country: place.country.clone() });
        }
    }
}

/// A reviewer's actors, with the words that the report has for them: those of the machine's actor of the same name, of
/// the one in the same position, the name itself where the sentence has it, or else the act.
fn participants(
    before: &[Participant],
    actors: &[Actor],
    text: &str,
    sentence: Span,
    trigger: Span,
) -> Vec<Participant> {
    let same = |actor: &Actor| before.iter().find(|p| p.actor.best().is_some_and(|known| known.name == actor.name));
    let one = |(n, actor): (usize, &Actor)| {
        let words = same(actor).or(before.get(n)).map(|p| p.span);
        let span = words.or_else(|| find(text, sentence, &actor.name)).unwrap_or(trigger);
        Participant { span, actor: Resolution::Resolved(actor.clone()) }
    };
    actors.iter().enumerate().map(one).collect()
}

/// Words in a stretch of a text.
fn find(text: &str, within: Span, words: &str) -> Option<Span> {
    let at = within.of(text).find(words).filter(|_| !words.is_empty())?;
    Some(Span::new(within.start + at, within.start + at + words.len()))
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
        let keys = [(0..5).map(|n| format!("k{n}")).collect::<Vec<_>>()];
        let review = |regrouping| Review { regroupings: vec![regrouping], ..Review::default() };
        let merged = review(Regrouping::Together(vec!["k0".into(), "k3".into()])).regroup(groups(), &keys);
        assert_eq!(merged, [vec![at(0), at(1), at(3), at(4)], vec![at(2)]]);
        let split = review(Regrouping::Apart(vec!["k4".into()])).regroup(groups(), &keys);
        assert_eq!(split, [vec![at(0), at(1)], vec![at(2)], vec![at(4)], vec![at(3)]]);
    }

    #[test]
    fn a_later_edit_keeps_what_it_does_not_name() {
        let mut change = ClaimChange { mode: Some("aerial".into()), date: Some("2016".into()), ..Default::default() };
        change.take(ClaimChange { date: Some("2016-10-15".into()), ..Default::default() });
        assert_eq!((change.mode.as_deref(), change.date.as_deref()), (Some("aerial"), Some("2016-10-15")));
    }
}
