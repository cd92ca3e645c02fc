//! Cells and objects that several views share.

use std::cell::OnceCell;

use rapporteur_core::claim::Participant;
use rapporteur_core::event::{ClaimRef, Event};
use rapporteur_core::{Actor, Claim, CodePoints, Interval, Span};
use rapporteur_store::TargetKind;
use serde_json::{Value, json};

use super::span_json;
use crate::output::overview::Overview;
use crate::output::phrase::shorten;

/// Writes claims and spans of an overview, with offsets in code points.
pub(crate) struct Rows<'o> {
    overview: &'o Overview,
    /// Of each report's text, counted when the first of its spans is asked for.
    points: Vec<OnceCell<CodePoints<'o>>>,
}

impl<'o> Rows<'o> {
    pub(crate) fn new(overview: &'o Overview) -> Self {
        Self { overview, points: vec![OnceCell::new(); overview.accounts.len()] }
    }

    fn points(&self, report: usize) -> &CodePoints<'o> {
        self.points[report].get_or_init(|| CodePoints::new(&self.overview.accounts[report].report.text))
    }

    /// An event with where its claims stand.
    pub(crate) fn event(&self, event: &Event, id: &str) -> Value {
        let mut object = json!({
            "id": id, "title": event.title, "type": event.kind, "mode": event.mode, "actors": event.actors,
            "recipients": event.recipients, "aux": event.aux, "date": event.date, "place": event.place,
            "reports": event.reports, "publishers": event.publishers, "voices": event.voices, "cohesion": event.cohesion,
            "claims": self.claims(&event.claims),
        });
        self.overview.reviews.add_to(&mut object, TargetKind::Event, id.trim_start_matches('e'), None);
        object
    }

    /// A claim in full, with what people made of it.
    pub(crate) fn reviewed(&self, at: ClaimRef) -> Value {
        let (id, reviews) = (self.overview.claim_id(at), &self.overview.reviews);
        let mut object = self.claim(at);
        let machine = reviews.replaced(id).map(|claim| self.object(at, claim));
        reviews.add_to(&mut object, TargetKind::Claim, id, machine.as_ref());
        object
    }

    /// A claim in full.
    pub(crate) fn claim(&self, at: ClaimRef) -> Value {
        self.overview.claim(at).map_or(Value::Null, |(_, claim)| self.object(at, claim))
    }

    /// A claim that stands there, or stood there.
    fn object(&self, at: ClaimRef, claim: &Claim) -> Value {
        let report = &self.overview.accounts[at.report].report;
        let trigger = self.points(at.report).span(claim.trigger);
        let text = &report.text;
        let actor = |p: &Participant| {
            let actor = p.actor.best();
            json!({
                "text": p.span.of(text), "name": actor.map_or_else(|| p.span.of(text), |a| &a.name),
                "country": actor.map_or("", |a| &a.country), "sector": actor.map_or("", |a| &a.sector),
            })
        };
        let actors = |them: &[Participant]| them.iter().map(actor).collect::<Vec<_>>();
        json!({
            "id": self.overview.claim_id(at), "report": report.name, "sentence": claim.sentence + 1,
            "start": trigger.start, "end": trigger.end, "trigger": claim.trigger.of(text), "type": claim.kind,
            "mode": claim.mode, "actors": actors(&claim.actors), "recipients": actors(&claim.recipients),
            "aux": claim.aux, "attributed_to": claim.attributed_to.as_ref().map(actor),
            "condition": claim.condition.map_or("", |c| c.of(text)), "date": claim.date,
            "place": claim.place.as_ref().map(|p| json!({ "text": p.span.of(text), "country": p.country })),
            "frame": claim.decided.frame, "score": claim.decided.score,
        })
    }

    /// Claims in short: where each stands.
    pub(crate) fn claims(&self, claims: &[ClaimRef]) -> Vec<Value> {
        let short = |&at: &ClaimRef| {
            let (account, claim) = self.overview.claim(at)?;
            let trigger = self.points(at.report).span(claim.trigger);
            Some(json!({
                "id": self.overview.claim_id(at), "report": account.report.name, "sentence": claim.sentence + 1,
                "start": trigger.start, "end": trigger.end,
            }))
        };
        claims.iter().filter_map(short).collect()
    }

    /// Words of a report, for a cell.
    pub(super) fn words(&self, report: usize, span: Span) -> String {
        let words = self.overview.accounts.get(report).map_or("", |a| span.of(&a.report.text));
        shorten(&words.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// Words of a report with where they stand.
    pub(crate) fn span(&self, report: usize, span: Span) -> Value {
        span_json(self.overview, self.points(report), report, span)
    }
}

/// An interval in a cell, as ISO 8601.
pub(super) fn date(date: Option<Interval>) -> String {
    date.map(|d| d.to_string()).unwrap_or_default()
}

/// Names in a cell.
pub(super) fn names(actors: &[Actor]) -> String {
    actors.iter().map(|a| a.name.as_str()).collect::<Vec<_>>().join(", ")
}
