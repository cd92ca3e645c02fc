//! What is not settled: offers and demands, what comes next, how many, what nobody knows.

use rapporteur_core::account::Counted;
use rapporteur_core::event::{Commitment, Event, FigureGroup, Meeting, MeetingState, Truce, TruceState};
use rapporteur_core::{Account, Interval};

use super::compose::{Desk, actors, with_article};
use super::happened::candidate;
use super::{Candidate, Section};
use crate::output::dates;
use crate::output::phrase::{self, capital, shorten};

/// Offers, pledges, demands, threats with what became of them; truces.
pub(super) fn offers(desk: &mut Desk<'_>, cap: usize) -> Section {
    let story = &desk.overview.story;
    let mut candidates: Vec<Candidate> = story.truces.iter().map(|t| truce(desk, t)).collect();
    candidates.extend(story.commitments.iter().filter_map(|c| commitment(desk, c)));
    desk.section("Offers, demands, conditions", candidates, cap, "rapporteur commitments")
}

fn commitment(desk: &Desk<'_>, commitment: &Commitment) -> Option<Candidate> {
    let told = commitment.claims.iter().filter_map(|&c| {
        let (account, claim) = desk.overview.claim(c)?;
        Some((claim.date.map(|d| d.start).or(account.report.published)?, claim.date.is_some()))
    });
    let (day, dated) = told.min()?;
    let reported =
        commitment.claims.iter().filter_map(|c| desk.overview.accounts.get(c.report)?.report.published).min();
    if reported.is_some_and(|reported| day.saturating_add(jiff::Span::new().months(9)) < reported) {
        return None;
    }
    let own = desk.best_phrase(&commitment.claims, None);
    let text = match &own {
        Some((phrase, _)) => phrase.sentence(),
        None => format!("{}: {}", capital(&actors(&commitment.by, 3)), commitment.what),
    };
    let condition = commitment.condition.trim_start_matches("if ").trim();
    let missing =
        !condition.is_empty() && !text.contains(condition.split(' ').take(3).collect::<Vec<_>>().join(" ").as_str());
    let condition = if missing { format!(", if {condition}") } else { String::new() };
    let deadline = commitment.deadline.map(|d| format!(", by {}", dates::interval(d))).unwrap_or_default();
    let text = format!("{text}{condition} ({}: {}{deadline})", commitment.kind, commitment.state);
    let lead = if dated { dates::day(day) } else { format!("by {}", dates::day(day)) };
    let mut candidate = desk.candidate(lead, Some(day), text, &commitment.claims);
    let known = |them: &[rapporteur_core::Actor]| them.iter().any(|a| !a.country.is_empty());
    candidate.weight += if condition.is_empty() && commitment.condition.is_empty() { 0.0 } else { 1.5 };
    candidate.weight += if known(&commitment.by) { 1.0 } else { 0.0 } + if known(&commitment.to) { 0.5 } else { 0.0 };
    candidate.weight += if own.is_some() { 0.6 } else { -0.5 };
    Some(candidate)
}

fn truce(desk: &Desk<'_>, truce: &Truce) -> Candidate {
    let span =
        truce.span.strip_suffix(" hours").map(|n| format!("{n}-hour ")).or_else(|| Some(format!("{} ", truce.span)));
    let span = span.filter(|_| !truce.span.is_empty()).unwrap_or_default();
    let area = if truce.area.is_empty() { String::new() } else { format!(" for {}", truce.area) };
    let parties = if truce.parties.is_empty() { String::new() } else { format!(" ({})", actors(&truce.parties, 4)) };
    let exempted = if truce.exempted.is_empty() { String::new() } else { format!(", without {}", truce.exempted) };
    let violations = match truce.violations.len() {
        0 => String::new(),
        1 => ", 1 violation told".to_owned(),
        n => format!(", {n} violations told"),
    };
    let text = capital(&format!("{span}truce{area}{parties}{exempted}: {}{violations}", truce.state));
    let told = truce.claims.iter().filter_map(|c| desk.overview.accounts.get(c.report)?.report.published).min();
    let lead =
        truce.date.map(dates::interval).or_else(|| Some(format!("by {}", dates::day(told?)))).unwrap_or_default();
    let day = truce.date.map(|d| d.start).or(told);
    let mut candidate = desk.candidate(lead, day, text, &truce.claims);
    candidate.weight += if truce.state == TruceState::HopedFor { 1.0 } else { 2.0 };
    candidate
}

/// Meetings and acts that lie ahead of the latest report.
pub(super) fn next(desk: &mut Desk<'_>, cap: usize) -> Section {
    let overview = desk.overview;
    let told = |m: &&Meeting| m.date.is_some() || !m.expected.is_empty();
    let planned = |m: &&Meeting| m.state == MeetingState::Planned && ahead(desk, m.date);
    let meetings: Vec<&Meeting> = overview.story.meetings.iter().filter(planned).filter(told).collect();
    let mut candidates: Vec<Candidate> = meetings.iter().map(|m| meeting(desk, m)).collect();
    let ahead_of_us = |e: &&Event| {
        let index = overview.story.events.iter().position(|other| std::ptr::eq(*e, other));
        e.aux.future
            && !e.aux.negation
            && !e.aux.historical
            && ahead(desk, e.date)
            && (e.date.is_some() || is_recent(desk, e))
            && !meetings.iter().any(|m| Some(m.event) == index)
    };
    candidates.extend(overview.story.events.iter().filter(ahead_of_us).filter_map(|e| candidate(desk, e)));
    desk.section("What comes next", candidates, cap, "rapporteur meetings")
}

fn ahead(desk: &Desk<'_>, date: Option<Interval>) -> bool {
    date.zip(desk.as_of).is_none_or(|(date, today)| date.end >= today)
}

/// Whether a report of the last two weeks tells of it.
fn is_recent(desk: &Desk<'_>, event: &Event) -> bool {
    let Some(today) = desk.as_of else { return true };
    let since = today.saturating_sub(jiff::Span::new().days(14));
    let published = |c: &rapporteur_core::event::ClaimRef| desk.overview.accounts.get(c.report)?.report.published;
    event.claims.iter().filter_map(published).any(|day| day >= since)
}

fn meeting(desk: &Desk<'_>, meeting: &Meeting) -> Candidate {
    let mut parts = Vec::new();
    for (word, who) in [("expected", &meeting.expected), ("unsure", &meeting.unsure), ("called by", &meeting.called_by)]
    {
        if !who.is_empty() {
            parts.push(format!("{word} {}", actors(who, 8)));
        }
    }
    let place = meeting.place.as_ref().filter(|p| !meeting.name.contains(&p.text));
    let place = place.map(|p| format!(" in {}", p.text)).unwrap_or_default();
    let parts = if parts.is_empty() { String::new() } else { format!(": {}", parts.join("; ")) };
    let own = desk.best_phrase(&meeting.claims, meeting.date).filter(|_| meeting.date.is_none());
    let text = match own {
        Some((phrase, _)) => phrase.sentence(),
        None => capital(&format!("{}{place}{parts}", meeting.name)),
    };
    let lead = meeting.date.map_or_else(|| "undated".to_owned(), dates::interval);
    let mut candidate = desk.candidate(lead, meeting.date.map(|d| d.start), text, &meeting.claims);
    candidate.weight +=
        2.0 + 0.3 * meeting.expected.len().min(6) as f32 + if meeting.date.is_some() { 1.0 } else { 0.0 };
    candidate
}

/// Counts with whose they are; those of other times apart, last.
pub(super) fn figures(desk: &mut Desk<'_>, cap: usize) -> Section {
    let groups = &desk.overview.story.figures;
    let mut candidates: Vec<Candidate> = groups.iter().filter_map(|group| figure(desk, group)).collect();
    candidates.extend(shares(desk));
    desk.section("Figures", candidates, cap, "rapporteur figures")
}

fn figure(desk: &Desk<'_>, group: &FigureGroup) -> Option<Candidate> {
    let first = group
        .counts
        .iter()
        .max_by(|a, b| a.high.or(a.low).unwrap_or(0.0).total_cmp(&b.high.or(b.low).unwrap_or(0.0)))?;
    let words_of = |report: usize, figure: usize| {
        let account = desk.overview.accounts.get(report)?;
        Some((account, account.figures.get(figure)?.span))
    };
    let (account, span) = words_of(first.report, first.figure)?;
    let words = capital(&shorten(&span.of(&account.report.text).split_whitespace().collect::<Vec<_>>().join(" ")));
    let whose = first.whose.as_ref().map_or_else(|| publisher(account), |a| with_article(&a.name));
    let range = match (group.counts.len(), group.low, group.high) {
        (n, Some(low), Some(high)) if n > 1 && low < high => {
            format!("; {n} counts, {} to {}", number(low), number(high))
        }
        _ => String::new(),
    };
    let text = format!("{words} ({whose}{range})");
    let lead = if group.historical { "background".to_owned() } else { String::new() };
    let mut references: Vec<_> = group
        .counts
        .iter()
        .filter_map(|c| words_of(c.report, c.figure).map(|(_, span)| desk.overview.reference_at(c.report, span)))
        .collect();
    references.dedup();
    let mut candidate = desk.candidate(lead, None, text, &[]);
    let last = if group.historical { jiff::civil::Date::MAX } else { jiff::civil::Date::MIN };
    candidate.order = (Some(last), references.first().copied());
    let human = matches!(
        group.what,
        Counted::Killed | Counted::Wounded | Counted::Displaced | Counted::Detained | Counted::Missing
    );
    let size = first.high.or(first.low).unwrap_or(1000.0).max(1.0).log10() as f32;
    candidate.weight = (references.len() as f32).ln() + if human { 2.0 } else { 0.0 } + 0.4 * size
        - if group.historical { 1.0 } else { 0.0 };
    candidate.references = references;
    Some(candidate)
}

/// Shares, which have no number to compare: "half of the population".
fn shares(desk: &Desk<'_>) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for (report, account) in desk.overview.accounts.iter().enumerate() {
        let grouped = |n: usize| {
            let groups = desk.overview.story.figures.iter();
            groups.flat_map(|g| &g.counts).any(|c| c.report == report && c.figure == n)
        };
        for (n, figure) in account.figures.iter().enumerate() {
            if figure.low.or(figure.high).is_some() || figure.historical || grouped(n) {
                continue;
            }
            let words = figure.span.of(&account.report.text).split_whitespace().collect::<Vec<_>>().join(" ");
            let whose = figure.whose.as_ref().map_or_else(|| publisher(account), |p| phrase::words_for(account, p));
            let mut candidate =
                desk.candidate(String::new(), None, format!("{} ({whose})", capital(&shorten(&words))), &[]);
            candidate.references = vec![desk.overview.reference_at(report, figure.span)];
            candidate.order = (Some(jiff::civil::Date::MIN), candidate.references.first().copied());
            candidate.weight = 1.5;
            candidates.push(candidate);
        }
    }
    candidates
}

fn publisher(account: &Account) -> String {
    account.report.publisher.clone().unwrap_or_else(|| "the report’s own".to_owned())
}

/// "500,000".
fn number(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut out = String::new();
    for (at, c) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 && c.is_ascii_digit() {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// Words of doubt, which an assessment worth a line has.
const DOUBT: &[&str] = &[
    "not clear",
    "unclear",
    "unknown",
    "unsure",
    "uncertain",
    "doubt",
    "prospects",
    "appear",
    "whether",
    "expect",
    "hope",
    "fear",
    "may ",
    "might",
    "could",
    "unlikely",
    "likely",
    "reluctant",
    "optimis",
    "limited",
    "goal",
    "fails",
];

/// Expectations, aims and doubts; reports whose relative times hang in the air.
pub(super) fn unclear(desk: &mut Desk<'_>, cap: usize) -> Section {
    let mut candidates = Vec::new();
    for (report, account) in desk.overview.accounts.iter().enumerate() {
        for assessment in &account.assessments {
            let words = assessment.span.of(&account.report.text).split_whitespace().collect::<Vec<_>>().join(" ");
            let lower = words.to_lowercase();
            let holder = assessment.holder.as_ref().map(|p| phrase::words_for(account, p));
            let text = match &holder {
                Some(holder) => format!("{}: {}", capital(holder), shorten(&words)),
                None => capital(&shorten(&words)),
            };
            let day = account.report.published;
            let mut candidate = desk.candidate(day.map(dates::day).unwrap_or_default(), day, text, &[]);
            candidate.references = vec![desk.overview.reference_at(report, assessment.span)];
            candidate.order.1 = candidate.references.first().copied();
            candidate.weight = DOUBT.iter().filter(|doubt| lower.contains(**doubt)).count().min(3) as f32
                + if holder.is_some() { 0.3 } else { 0.0 }
                + if lower.contains("clear") { 2.0 } else { 0.0 };
            candidates.push(candidate);
        }
    }
    let undated = desk.overview.accounts.iter().filter(|a| a.report.published.is_none()).count();
    if undated > 0 {
        let text = format!("Relative times (“last week”) in {undated} of the reports, which have no date");
        let mut candidate = desk.candidate(String::new(), None, text, &[]);
        candidate.weight = 10.0;
        candidates.push(candidate);
    }
    desk.section("Unclear", candidates, cap, "rapporteur search WORDS")
}
