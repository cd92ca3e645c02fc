//! Expectations over all reports of a case: which claims are one event, and what follows from events.

use std::collections::BTreeMap;

use rapporteur_core::event::{ClaimRef, Event, Story};
use rapporteur_core::fuse::fuse;
use rapporteur_core::knowledge::Knowledge;
use rapporteur_core::{Account, Actor};

use crate::check::{Problem, place};
use crate::format::{Case, Kind, Section};
use crate::line::{Anchor, Line};
use crate::observe::Told;

/// The story that the reports tell, and its views as lines.
pub(crate) struct Telling {
    story: Story,
    views: BTreeMap<&'static str, Vec<String>>,
}

impl Telling {
    pub(crate) fn new(accounts: &[Account]) -> Self {
        let story = fuse(accounts, Knowledge::embedded());
        let views = BTreeMap::from([
            ("disputes", story.disputes.iter().map(|d| dispute(d, accounts)).collect()),
            ("commitments", story.commitments.iter().map(commitment).collect()),
            ("truces", story.truces.iter().map(truce).collect()),
            ("talks", story.meetings.iter().map(talks).collect()),
            ("alignments", story.alignments.iter().map(alignment).collect()),
        ]);
        Self { story, views }
    }

    /// The lines of a view; `None` when it is none.
    pub(crate) fn lines(&self, view: &str) -> Option<&[String]> {
        self.views.get(view).map(Vec::as_slice)
    }
}

fn names(actors: &[Actor]) -> String {
    actors.iter().map(|a| a.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn dispute(dispute: &rapporteur_core::event::Dispute, accounts: &[Account]) -> String {
    let side = |side: &rapporteur_core::event::Side| {
        let report = &accounts[side.report].report;
        let holder = side.holder.as_ref().map_or(report.name.as_str(), |actor| actor.name.as_str());
        format!("{holder}: {}", side.span.of(&report.text))
    };
    format!("{} | {} | {}", dispute.kind, dispute.about, dispute.sides.iter().map(side).collect::<Vec<_>>().join(" | "))
}

fn commitment(it: &rapporteur_core::event::Commitment) -> String {
    let (by, to) = (names(&it.by), names(&it.to));
    format!("{} by {by} to {to} | {} | condition: {} | {}", it.kind, it.what, it.condition, it.state)
}

fn truce(it: &rapporteur_core::event::Truce) -> String {
    format!("truce in {} | {} | {} | {}", it.area, it.span, names(&it.parties), it.state)
}

fn talks(it: &rapporteur_core::event::Meeting) -> String {
    let date = it.date.map(|d| d.to_string()).unwrap_or_default();
    let place = it.place.as_ref().map_or("", |p| p.text.as_str());
    let (expected, unsure, called) = (names(&it.expected), names(&it.unsure), names(&it.called_by));
    format!("{date} {place} | expected: {expected} | unsure: {unsure} | called by: {called} | {}", it.state)
}

fn alignment(it: &rapporteur_core::event::Alignment) -> String {
    format!("{} {} {}", it.actor.name, it.tie, it.recipient.name)
}

/// Sections whose lines are fragments, parted by ` ... `, that stand in one line of a view in this order.
pub(crate) fn fragments(index: usize, section: &Section, found: &[String]) -> Vec<Problem> {
    let holds = |wanted: &str| {
        found.iter().any(|line| {
            let mut rest = line.as_str();
            wanted.split(" ... ").map(str::trim).all(|part| {
                let at = rest.find(part);
                rest = at.map_or("", |at| &rest[at + part.len()..]);
                at.is_some()
            })
        })
    };
    let problem = |line: Option<usize>, found: &[String]| Problem { section: index, line, found: found.to_vec() };
    if section.kind == Kind::None {
        return if found.is_empty() { Vec::new() } else { vec![problem(None, found)] };
    }
    let mut problems = Vec::new();
    for (n, (_, text)) in section.lines.iter().enumerate() {
        let wrong = match text.strip_prefix("! ") {
            Some(text) => holds(text),
            None => !holds(text),
        };
        problems.extend(wrong.then(|| problem(Some(n), found)));
    }
    if section.kind == Kind::Exactly && problems.is_empty() && found.len() != section.lines.len() {
        problems.push(problem(None, found));
    }
    problems
}

/// Each line lists claims of one event, by report and trigger; claims of different lines are of different events.
///
/// A type in front and `date=` are those of the event.
pub(crate) fn events(case: &Case, told: &Told, index: usize, section: &Section) -> Vec<Problem> {
    let story = &told.telling.story;
    let mut problems = Vec::new();
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    for (n, (_, text)) in section.lines.iter().enumerate() {
        let mut fail = |what: String| problems.push(Problem { section: index, line: Some(n), found: vec![what] });
        let line = match Line::parse(text) {
            Ok(line) => line,
            Err(error) => {
                fail(format!("({error})"));
                continue;
            }
        };
        let mut of = Vec::new();
        for anchor in &line.anchors {
            match event_of(case, told, section, anchor) {
                Ok(event) => of.push(event),
                Err(why) => fail(why),
            }
        }
        let Some(&first) = of.first() else { continue };
        if of.iter().any(|&event| event != first) {
            let told: Vec<String> = line.anchors.iter().zip(&of).map(|(a, e)| format!("\"{}\" is of event {e}", a.words)).collect();
            fail(told.join(", "));
        } else if let Some(other) = taken.insert(first, n) {
            fail(format!("the same event as line {}", section.lines[other].0));
        } else if !is_as_told(&line, &story.events[first]) {
            let event = &story.events[first];
            fail(format!("{} date={}", event.kind, event.date.map(|d| d.to_string()).unwrap_or_default()));
        }
    }
    problems
}

fn event_of(case: &Case, told: &Told, section: &Section, anchor: &Anchor) -> Result<usize, String> {
    let (report, span) =
        place(case, section, anchor).ok_or_else(|| format!("(\"{}\" is not in the report)", anchor.words))?;
    let claims = &told.accounts[report].claims;
    let claim = claims.iter().position(|c| c.trigger.overlaps(span));
    let claim = claim.ok_or_else(|| format!("no claim on \"{}\"", anchor.words))?;
    let event = told.telling.story.event_of(ClaimRef { report, claim });
    event.ok_or_else(|| format!("the claim on \"{}\" is of no event", anchor.words))
}

fn is_as_told(line: &Line, event: &Event) -> bool {
    let kind = line.words.first().is_none_or(|kind| *kind == event.kind.to_string());
    let date = line.fields.get("date");
    kind && date.is_none_or(|date| *date == event.date.map(|d| d.to_string()).unwrap_or_default())
}
