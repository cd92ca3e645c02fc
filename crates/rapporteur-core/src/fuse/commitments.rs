//! What was offered, promised, demanded or threatened, and what became of it.

use crate::claim::EventType::{self, *};
use crate::event::{ClaimRef, Commitment, CommitmentKind, CommitmentState, Event};
use crate::fuse::scene::{Scene, add, clause_after};
use crate::fuse::words::{shared, stems};
use crate::time::TimeKind;
use crate::{Actor, Interval, Span};

/// Beginnings of words that put something forward for the other side to take up.
const OFFERS: &[&str] = &["offer", "propos", "invit", "willing", "ready", "like", "prepared", "suggest"];
/// Beginnings of words that yield without promising anything.
const NO_PROMISE: &[&str] =
    &["apolog", "pardon", "regret", "not", "admit", "acknowledg", "confess", "reached", "signed"];
/// Words before a time that make it a deadline.
const BY: &[&str] = &["by", "before", "until", "within"];

/// Commitments, event by event.
pub(super) fn commitments(scene: &Scene<'_>) -> Vec<Commitment> {
    let made = scene.events.iter().filter_map(|event| commitment(scene, event));
    made.map(|commitment| settle(scene, commitment)).collect()
}

fn commitment(scene: &Scene<'_>, event: &Event) -> Option<Commitment> {
    let binding = |&it: &ClaimRef| {
        let claim = scene.claim(it);
        let promises = !matches!(claim.kind, Concede | Agree) || !scene.trigger_has(it, NO_PROMISE);
        !claim.aux.negation && !claim.aux.historical && promises && kind(scene, it).is_some()
    };
    let claims: Vec<ClaimRef> = event.claims.iter().copied().filter(binding).collect();
    let fullest = claims.iter().rev().copied().max_by_key(|&it| content(scene, it).len())?;
    let side = |actor: bool| {
        let mut list: Vec<Actor> = Vec::new();
        for &it in &claims {
            let claim = scene.claim(it);
            add(&mut list, scene.actors(it.report, if actor { &claim.actors } else { &claim.recipients }));
        }
        list
    };
    let (by, to) = (side(true), side(false));
    let condition = claims.iter().find_map(|&it| Some(scene.claim(it).condition?.of(scene.text(it.report)).to_owned()));
    // Without somebody who commits himself there is no commitment.
    (!by.is_empty()).then(|| Commitment {
        to,
        by,
        what: tidy(content(scene, fullest).of(scene.text(fullest.report))),
        condition: condition.unwrap_or_default(),
        kind: kind(scene, fullest).unwrap_or(CommitmentKind::Pledge),
        deadline: claims.iter().find_map(|&it| deadline(scene, it)),
        state: CommitmentState::Open,
        claims,
        settled_by: Vec::new(),
    })
}

fn kind(scene: &Scene<'_>, it: ClaimRef) -> Option<CommitmentKind> {
    match scene.claim(it).kind {
        Agree if scene.trigger_has(it, OFFERS) => Some(CommitmentKind::Offer),
        Agree | Concede => Some(CommitmentKind::Pledge),
        Request => Some(CommitmentKind::Demand),
        Threaten => Some(CommitmentKind::Threat),
        _ => None,
    }
}

/// The words that follow the trigger and the one it is said to, up to the condition or the end of the clause.
fn content(scene: &Scene<'_>, it: ClaimRef) -> Span {
    let (claim, text) = (scene.claim(it), scene.text(it.report));
    let after = clause_after(text, scene.sentence(it), claim.trigger.end);
    let limit = claim.condition.map(|condition| condition.start).filter(|&at| at > after.start && at < after.end);
    let mut content = Span::new(after.start, limit.unwrap_or(after.end));
    // "pressed X to withdraw": what is asked begins after X.
    let told = claim.recipients.iter().map(|p| p.span).filter(|p| content.contains(*p));
    if let Some(recipient) = told.filter(|p| p.start < content.start + 60).max_by_key(|p| p.end) {
        let rest = text.get(recipient.end..content.end).unwrap_or_default().trim_start();
        if rest.starts_with("to ") || rest.starts_with("that ") || rest.starts_with("for ") {
            content.start = recipient.end;
        }
    }
    content
}

fn tidy(words: &str) -> String {
    let words = words.trim();
    let means = words
        .match_indices(" by ")
        .find(|&(at, by)| words[at + by.len()..].split(' ').next().is_some_and(|word| word.ends_with("ing")));
    let words = means.map_or(words, |(at, _)| &words[..at]).trim_end_matches(['.', ',', ';']);
    ["to ", "that ", "for "].iter().find_map(|lead| words.strip_prefix(lead)).unwrap_or(words).to_owned()
}

/// A time in the commitment's own words that is said to be its limit.
fn deadline(scene: &Scene<'_>, it: ClaimRef) -> Option<Interval> {
    let (text, content) = (scene.text(it.report), content(scene, it));
    let times = scene.accounts[it.report].times.iter();
    let limits = times.filter(|time| {
        let before = text.get(content.start..time.span.start).unwrap_or_default();
        let word = before.split_whitespace().rfind(|word| !matches!(*word, "the" | "end" | "of" | "next"));
        content.contains(time.span) && time.kind != TimeKind::Set && word.is_some_and(|word| BY.contains(&word))
    });
    limits.into_iter().find_map(|time| time.interval.best().copied())
}

/// For how many days after a commitment later acts are taken for its fulfilment.
const HORIZON: i64 = 180;

/// Types by which a commitment of a kind is met.
fn meets(kind: CommitmentKind) -> &'static [EventType] {
    match kind {
        CommitmentKind::Threat => &[Assault, Coerce, Sanction, Mobilize],
        _ => &[Retreat, Aid, Cooperate, Concede, Consult, Agree],
    }
}

/// Looks among the claims of the following months for what became of a commitment; the last word counts.
fn settle(scene: &Scene<'_>, mut it: Commitment) -> Commitment {
    let made = it.claims.iter().filter_map(|&claim| scene.when(claim)).map(|when| when.start).min();
    let doer = if it.kind == CommitmentKind::Demand { &it.to } else { &it.by };
    let what = stems(&it.what);
    let mut later: Vec<(ClaimRef, CommitmentState)> = Vec::new();
    for act in made.into_iter().flat_map(|made| scene.acts_after(made, HORIZON)) {
        let told = scene.claim(act.claim);
        let state = match () {
            () if shared(&act.stems, &what) == 0 || told.aux.historical || it.claims.contains(&act.claim) => continue,
            () if told.aux.future || told.aux.hypothetical => continue,
            () if told.kind == Reject || told.aux.negation => CommitmentState::Broken,
            () if meets(it.kind).contains(&told.kind) => CommitmentState::Met,
            () => continue,
        };
        if scene.kin(doer, &scene.actors(act.claim.report, &told.actors)) >= 0.5 {
            later.push((act.claim, state));
        }
    }
    if let Some(&(_, state)) = later.last() {
        it.state = state;
        it.settled_by = later.iter().filter(|&&(_, s)| s == state).map(|&(claim, _)| claim).collect();
    } else if it.deadline.zip(scene.latest).is_some_and(|(deadline, latest)| deadline.end < latest) {
        it.state = CommitmentState::Lapsed;
    }
    it
}
