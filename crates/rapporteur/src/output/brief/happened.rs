//! What happened, in the reports' own voice.

use std::collections::BTreeSet;

use rapporteur_core::EventType;
use rapporteur_core::event::{ClaimRef, Event};

use super::compose::{Desk, named};
use super::{Candidate, Section};
use crate::output::phrase::{capital, lower_first, says, words_for};

/// Acts that the reports tell as done.
pub(super) fn what_happened(desk: &mut Desk<'_>, cap: usize) -> Section {
    let overview = desk.overview;
    let elsewhere: BTreeSet<ClaimRef> = overview
        .story
        .alignments
        .iter()
        .flat_map(|a| &a.claims)
        .chain(overview.story.commitments.iter().flat_map(|c| &c.claims))
        .copied()
        .collect();
    let told = overview.story.events.iter().filter(|e| {
        e.aux.is_asserted()
            && !e.aux.historical
            && !is_attributed(desk, e)
            && !e.claims.iter().all(|c| elsewhere.contains(c) && e.date.is_none())
            && e.date.zip(desk.as_of).is_none_or(|(date, today)| date.start <= today)
            && !is_history(desk, e)
    });
    let candidates: Vec<Candidate> = told.filter_map(|e| candidate(desk, e)).collect();
    desk.section("What happened", candidates, cap, "rapporteur timeline")
}

/// Whether every claim of an event is said by somebody other than the reports and the doer.
pub(super) fn is_attributed(desk: &Desk<'_>, event: &Event) -> bool {
    event.claims.iter().filter_map(|&c| desk.overview.claim(c)).all(|(_, claim)| claim.attributed_to.is_some())
}

/// A line for an event: the best clause that a report has for it, or its title.
pub(super) fn candidate(desk: &Desk<'_>, event: &Event) -> Option<Candidate> {
    let (lead, day) = desk.lead(event);
    let (text, told_by) = match desk.best_phrase(&event.claims, event.date) {
        Some((phrase, at)) => (phrase.sentence(), Some(at)),
        None => (titled(desk, event)?, None),
    };
    let mut candidate = desk.candidate(lead, day, text, &event.claims);
    put_first(desk, &mut candidate, told_by);
    candidate.weight += named(event) + kind_weight(event.kind);
    candidate.weight += if told_by.is_some() { 0.8 } else { -0.8 };
    candidate.weight += if event.date.is_some() { 0.8 } else { 0.0 };
    candidate.weight -= if event.actors.is_empty() && event.recipients.is_empty() { 2.0 } else { 0.0 };
    Some(candidate)
}

/// The title of an event that no report has a clause for, with who says so; `None` when it says too little or too much.
fn titled(desk: &Desk<'_>, event: &Event) -> Option<String> {
    if !(3..=14).contains(&event.title.split_whitespace().count()) {
        return None;
    }
    let mut claims = event.claims.iter().filter_map(|&at| desk.overview.claim(at));
    let said = claims.next().and_then(|(account, claim)| Some(words_for(account, claim.attributed_to.as_ref()?)));
    match said.filter(|_| is_attributed(desk, event)) {
        Some(speaker) => Some(format!("{} {}: {}", capital(&speaker), says(&speaker), lower_first(&event.title))),
        None => Some(capital(&event.title)),
    }
}

/// Whether an event lies in a year before the year of all reports that tell of it, or is dated by the year alone.
fn is_history(desk: &Desk<'_>, event: &Event) -> bool {
    let Some(date) = event.date else { return false };
    let told = event.claims.iter().filter_map(|c| desk.overview.accounts.get(c.report)?.report.published).min();
    told.is_some_and(|told| date.end.saturating_add(jiff::Span::new().months(9)) < told)
}

/// Puts the sentence that a line quotes first among its references.
fn put_first(desk: &Desk<'_>, candidate: &mut Candidate, told_by: Option<ClaimRef>) {
    let Some(first) = told_by.map(|at| desk.overview.reference(at)) else { return };
    candidate.references.retain(|r| *r != first);
    candidate.references.insert(0, first);
    candidate.order.1 = Some(first);
}

/// How much a type of act changes things.
fn kind_weight(kind: EventType) -> f32 {
    match kind {
        EventType::Assault | EventType::Sanction | EventType::Retreat | EventType::Concede => 1.0,
        EventType::Agree | EventType::Coerce | EventType::Mobilize | EventType::Consult | EventType::Reject => 0.7,
        EventType::Aid | EventType::Threaten | EventType::Cooperate | EventType::Protest => 0.6,
        EventType::Accuse | EventType::Request | EventType::Support => 0.3,
    }
}
