//! Who says what, who disputes it, and who stands with whom.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_core::event::{ClaimRef, Dispute, Side, Tie};
use rapporteur_core::{Actor, EventType, Span};

use super::compose::{Desk, actors, with_article};
use super::happened::{candidate, is_attributed};
use super::{Candidate, Line, Section};
use crate::output::phrase::{self, capital};

/// Disputes with their sides, what is said on somebody's word, and a few quotes.
pub(super) fn who_says_what(desk: &mut Desk<'_>, cap: usize) -> Section {
    let overview = desk.overview;
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut disputes: Vec<&Dispute> = overview.story.disputes.iter().collect();
    disputes.sort_by_key(|d| std::cmp::Reverse(voices(d)));
    for dispute in disputes.into_iter().take(cap.div_ceil(2)) {
        candidates.push(disputed(desk, dispute));
    }
    let demands: BTreeSet<ClaimRef> =
        overview.story.commitments.iter().flat_map(|c| c.claims.iter().copied()).collect();
    for event in &overview.story.events {
        let speech = event.kind == EventType::Accuse;
        let done = event.aux.is_asserted() && !event.aux.historical;
        if done && (speech || is_attributed(desk, event)) && !event.claims.iter().all(|c| demands.contains(c)) {
            candidates.extend(candidate(desk, event));
        }
    }
    candidates.extend(quotes(desk));
    desk.section("Who says what", candidates, cap, "rapporteur disputes")
}

fn disputed(desk: &mut Desk<'_>, dispute: &Dispute) -> Candidate {
    let event = &desk.overview.story.events[dispute.event];
    let (lead, day) = desk.lead(event);
    let text = format!("Disputed, {}", dispute.about);
    let mut candidate = desk.candidate(lead, day, text, &[]);
    let mut heard: BTreeSet<Option<&str>> = BTreeSet::new();
    let mut sides: Vec<&Side> =
        dispute.sides.iter().filter(|s| heard.insert(s.holder.as_ref().map(|a| a.name.as_str()))).collect();
    if sides.len() < 2 {
        sides = dispute.sides.iter().collect();
    }
    for side in sides.into_iter().take(SIDES) {
        let references = vec![desk.overview.reference_at(side.report, side.span)];
        let cited = desk.cite(&references);
        candidate.order.1 = candidate.order.1.or(references.first().copied());
        let text = side_words(desk, side);
        candidate.line.below.push(Line { text, cited, references, ..Line::default() });
    }
    candidate.weight = 4.0 + voices(dispute).min(3) as f32;
    candidate
}

/// Sides of a dispute that a page shows.
const SIDES: usize = 4;

/// How many different people or bodies take a side.
fn voices(dispute: &Dispute) -> usize {
    dispute.sides.iter().map(|s| s.holder.as_ref()).collect::<BTreeSet<_>>().len()
}

fn side_words(desk: &Desk<'_>, side: &Side) -> String {
    let holder = side.holder.as_ref().map_or_else(|| "the report".to_owned(), |a| with_article(&a.name));
    let own = desk.overview.claim(side.claim).and_then(|(account, claim)| phrase::phrase(account, claim, None));
    let words = own.map_or_else(|| phrase::shorten(quoted(desk, side.report, side.span)), |p| p.clause);
    format!("{}: {}", capital(&holder), words)
}

fn quoted<'o>(desk: &Desk<'o>, report: usize, span: Span) -> &'o str {
    desk.overview.accounts.get(report).map_or("", |a| span.of(&a.report.text))
}

/// The fullest quote of each speaker who has a name.
fn quotes(desk: &Desk<'_>) -> Vec<Candidate> {
    let mut best: BTreeMap<&Actor, (usize, usize, Span)> = BTreeMap::new();
    for (report, account) in desk.overview.accounts.iter().enumerate() {
        for quote in &account.quotes {
            let Some(actor) = quote.speaker.as_ref().and_then(|s| s.actor.best()) else { continue };
            let words = quote.span.of(&account.report.text).split_whitespace().count();
            let fits = (5..=45).contains(&words) && !actor.country.is_empty();
            if fits && best.get(actor).is_none_or(|(most, ..)| words > *most) {
                best.insert(actor, (words, report, quote.span));
            }
        }
    }
    let lines = best.into_iter().map(|(actor, (_, report, span))| {
        let day = desk.overview.accounts[report].report.published;
        let words = quoted(desk, report, span).split_whitespace().collect::<Vec<_>>().join(" ");
        let text = format!("{}: “{}”", capital(&with_article(&actor.name)), words.trim_matches(['“', '”', '"']));
        let lead = day.map(crate::output::dates::day).unwrap_or_default();
        let mut candidate = desk.candidate(lead, day, text, &[]);
        candidate.references = vec![desk.overview.reference_at(report, span)];
        candidate.order.1 = candidate.references.first().copied();
        let by_name = !actor.name.chars().next().is_some_and(char::is_lowercase) && actor.name.contains(' ');
        candidate.weight = 1.2 + if by_name { 0.6 } else { 0.0 };
        candidate
    });
    lines.collect()
}

/// Ties, those to one recipient in one line.
pub(super) fn who_stands_with_whom(desk: &mut Desk<'_>, cap: usize) -> Section {
    type Side = (Vec<Actor>, Vec<ClaimRef>);
    let mut together: BTreeMap<(Tie, &Actor), Side> = BTreeMap::new();
    for alignment in desk.overview.story.alignments.iter().filter(|a| a.tie != Tie::TalksWith) {
        let (who, claims) = together.entry((alignment.tie, &alignment.recipient)).or_default();
        who.push(alignment.actor.clone());
        claims.extend(&alignment.claims);
    }
    let lines = together.into_iter().map(|((tie, recipient), (who, claims))| {
        let many = who.len() > 1 || phrase::is_many(&who[0].name);
        let verb = if many { plural(tie) } else { singular(tie) };
        let text = format!("{} {verb} {}", capital(&actors(&who, 5)), with_article(&recipient.name));
        let mut candidate = desk.candidate(String::new(), None, text, &claims);
        candidate.weight += f32::from(tie.sign().abs()) + 0.5 * (who.len().min(3) as f32);
        let known = who.iter().chain([recipient]).all(|a| !a.country.is_empty());
        candidate.weight += if known { 1.0 } else { 0.0 };
        candidate
    });
    let candidates = lines.collect();
    desk.section("Who stands with whom", candidates, cap, "rapporteur network")
}

fn singular(tie: Tie) -> &'static str {
    if tie == Tie::AlliedWith { "is allied with" } else { tie.as_str() }
}

fn plural(tie: Tie) -> &'static str {
    match tie {
        Tie::Backs => "back",
        Tie::Arms => "arm",
        Tie::Fights => "fight",
        Tie::IntervenesIn => "intervene in",
        Tie::AlliedWith => "are allied with",
        Tie::TalksWith => "talk with",
    }
}
