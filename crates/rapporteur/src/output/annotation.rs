//! The layers of one report as one JSON object (`rapporteur annotate`). Offsets are Unicode code points, end exclusive.

use rapporteur_core::claim::{Claim, Participant};
use rapporteur_core::{Actor, CodePoints, Span};
use serde_json::{Map, Value, json};

use crate::pipeline::Annotated;

/// Turns a report's layers into JSON.
pub struct Annotation<'a> {
    annotated: &'a Annotated,
    points: CodePoints<'a>,
}

impl<'a> Annotation<'a> {
    /// Indexes the report's text.
    pub fn new(annotated: &'a Annotated) -> Self {
        Self { annotated, points: CodePoints::new(&annotated.report.text) }
    }

    /// All layers.
    pub fn json(&self) -> Value {
        let mut object = Map::new();
        object.insert("report".into(), json!(self.annotated.report.name));
        object.insert("date".into(), json!(self.annotated.report.published));
        object.insert("claims".into(), self.annotated.resolved.claims.iter().map(|c| self.claim(c)).collect());
        Value::Object(object)
    }

    fn text(&self, span: Span) -> &'a str {
        span.of(&self.annotated.report.text)
    }

    fn claim(&self, claim: &Claim) -> Value {
        let trigger = self.points.span(claim.trigger);
        let participants = |them: &[Participant]| them.iter().map(|p| self.participant(p)).collect::<Vec<_>>();
        json!({
            "trigger": { "start": trigger.start, "end": trigger.end, "text": self.text(claim.trigger) },
            "type": claim.kind,
            "mode": claim.mode,
            "actors": participants(&claim.actors),
            "recipients": participants(&claim.recipients),
            "aux": claim.aux,
            "attributed_to": claim.attributed_to.as_ref().map(|p| self.participant(p)),
            "condition": claim.condition.map_or("", |c| self.text(c)),
            "date": claim.date.map_or_else(String::new, |d| d.to_string()),
            "place": claim.place.as_ref().map(|p| json!({ "text": self.text(p.span), "country": p.country })),
            "frame": claim.decided.frame,
        })
    }

    fn participant(&self, participant: &Participant) -> Value {
        let unknown = Actor { name: self.text(participant.span).to_owned(), ..Actor::default() };
        let actor = participant.actor.best().unwrap_or(&unknown);
        json!({ "text": self.text(participant.span), "name": actor.name, "country": actor.country, "sector": actor.sector })
    }
}
