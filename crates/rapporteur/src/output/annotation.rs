//! The layers of one report as one JSON object (`rapporteur annotate`). Offsets are Unicode code points, end exclusive.

use std::collections::BTreeSet;

use rapporteur_core::claim::{Claim, Participant};
use rapporteur_core::code::tree::Tree;
use rapporteur_core::resolve::actors::Actors;
use rapporteur_core::{Account, Actor, CodePoints, Entity, Span};
use serde_json::{Map, Value, json};

use crate::pipeline::Annotated;

/// The layers that `annotate` can print, in the order in which it prints them.
pub const LAYERS: &[&str] = &[
    "sentences",
    "tokens",
    "entities",
    "times",
    "places",
    "attributions",
    "claims",
    "quotes",
    "figures",
    "meetings",
    "assessments",
    "diagnostics",
];

/// Turns a report's layers into JSON.
pub struct Annotation<'a> {
    annotated: &'a Annotated,
    account: &'a Account,
    points: CodePoints<'a>,
}

impl<'a> Annotation<'a> {
    /// Indexes the report's text.
    pub fn new(annotated: &'a Annotated, account: &'a Account) -> Self {
        Self { annotated, account, points: CodePoints::new(&annotated.report.text) }
    }

    /// The report's name and date, and the layers of these names; unknown names are left out.
    pub fn json(&self, layers: &BTreeSet<&str>) -> Value {
        let mut object = Map::new();
        object.insert("report".into(), json!(self.annotated.report.name));
        object.insert("date".into(), json!(self.annotated.report.published));
        for layer in LAYERS.iter().filter(|layer| layers.contains(*layer)) {
            object.insert((*layer).into(), self.layer(layer));
        }
        Value::Object(object)
    }

    fn layer(&self, layer: &str) -> Value {
        let (annotated, account) = (self.annotated, self.account);
        match layer {
            "sentences" => annotated.reading.sentences.iter().map(|s| self.pair(s.span)).collect(),
            "tokens" => self.tokens(),
            "entities" => self.entities(),
            "times" => self.times(),
            "places" => self.places(),
            "attributions" => self.attributions(),
            "claims" => account.claims.iter().map(|c| self.claim(c)).collect(),
            "quotes" => {
                account.quotes.iter().map(|q| self.with(q.span, &[("speaker", self.somebody(&q.speaker))])).collect()
            }
            "figures" => self.figures(),
            "meetings" => self.meetings(),
            "assessments" => self.assessments(),
            _ => self.diagnostics(),
        }
    }

    fn text(&self, span: Span) -> &'a str {
        span.of(&self.annotated.report.text)
    }

    fn pair(&self, span: Span) -> Value {
        let points = self.points.span(span);
        json!([points.start, points.end])
    }

    /// An object with a span's offsets and words, and more fields.
    fn with(&self, span: Span, fields: &[(&str, Value)]) -> Value {
        let points = self.points.span(span);
        let mut object = Map::new();
        object.insert("start".into(), json!(points.start));
        object.insert("end".into(), json!(points.end));
        object.insert("text".into(), json!(self.text(span)));
        for (name, value) in fields {
            object.insert((*name).into(), value.clone());
        }
        Value::Object(object)
    }

    fn tokens(&self) -> Value {
        let tokens = self.annotated.reading.tokens.iter().map(|token| {
            let points = self.points.span(token.span);
            json!({
                "start": points.start, "end": points.end, "lemma": &*token.lemma, "upos": token.upos.as_str(),
                "head": token.head, "deprel": token.deprel.as_str(),
            })
        });
        tokens.collect()
    }

    fn entities(&self) -> Value {
        let Annotated { report, reading, coding, resolved } = self.annotated;
        let tree = Tree::new(&report.text, reading);
        let knowledge = crate::knowledge::in_use();
        let actors = Actors::new(&tree, knowledge, &resolved.toponyms, &coding.attributions, report.published);
        let actor = |entity: &Entity| {
            let head = entity.tokens.clone().find(|&t| tree.head(t).is_none_or(|h| !entity.tokens.contains(&h)))?;
            entity.kind.is_name().then(|| actors.actor(head)).flatten()
        };
        let entities = reading.entities.iter();
        entities.map(|e| self.with(e.span, &[("type", json!(e.kind.as_str())), ("actor", json!(actor(e)))])).collect()
    }

    fn times(&self) -> Value {
        let times = self.annotated.resolved.times.iter();
        times.map(|t| self.with(t.span, &[("type", json!(t.kind)), ("value", json!(t.value))])).collect()
    }

    fn places(&self) -> Value {
        let toponyms = self.annotated.resolved.toponyms.iter().map(|toponym| {
            let place = toponym.place.best();
            let fields = [
                ("lat", json!(place.map(|p| degrees(p.lat)))),
                ("lon", json!(place.map(|p| degrees(p.lon)))),
                ("country", json!(place.map_or("", |p| p.country.as_str()))),
                ("geonames_id", json!(place.map(|p| p.geonames_id).filter(|&id| id != 0))),
            ];
            self.with(toponym.span, &fields)
        });
        toponyms.collect()
    }

    fn attributions(&self) -> Value {
        let attributions = self.annotated.coding.attributions.iter().map(|a| {
            json!({
                "source": a.source_span.map(|s| self.pair(s)),
                "cue": self.pair(a.cue_span),
                "content": a.content.iter().map(|&c| self.pair(c)).collect::<Vec<_>>(),
            })
        });
        attributions.collect()
    }

    fn claim(&self, claim: &Claim) -> Value {
        let trigger = self.points.span(claim.trigger);
        json!({
            "trigger": { "start": trigger.start, "end": trigger.end, "text": self.text(claim.trigger) },
            "type": claim.kind,
            "mode": claim.mode,
            "actors": self.participants(&claim.actors),
            "recipients": self.participants(&claim.recipients),
            "aux": claim.aux,
            "attributed_to": self.somebody(&claim.attributed_to),
            "condition": claim.condition.map_or("", |c| self.text(c)),
            "date": claim.date.map_or_else(String::new, |d| d.to_string()),
            "place": claim.place.as_ref().map(|p| json!({ "text": self.text(p.span), "country": p.country })),
            "frame": claim.decided.frame,
        })
    }

    fn figures(&self) -> Value {
        let figures = self.account.figures.iter().map(|figure| {
            let fields = [
                ("low", number(figure.low)),
                ("high", number(figure.high)),
                ("what", json!(figure.what)),
                ("whose", figure.whose.as_ref().map_or(Value::Null, |p| json!(self.name(p)))),
                ("historical", json!(figure.historical)),
            ];
            self.with(figure.span, &fields)
        });
        figures.collect()
    }

    fn meetings(&self) -> Value {
        let meetings = self.account.meetings.iter().filter_map(|meeting| {
            let claim = self.account.claims.get(meeting.claim)?;
            let trigger = self.points.span(claim.trigger);
            Some(json!({
                "start": trigger.start,
                "end": trigger.end,
                "text": self.text(claim.trigger),
                "place": claim.place.as_ref().map(|p| self.text(p.span)),
                "date": claim.date.map_or_else(String::new, |d| d.to_string()),
                "expected": self.names(&meeting.expected),
                "unsure": self.names(&meeting.unsure),
                "called_by": self.names(&meeting.called_by),
            }))
        });
        meetings.collect()
    }

    fn assessments(&self) -> Value {
        let assessments = self.account.assessments.iter();
        assessments
            .map(|a| {
                let holder = a.holder.as_ref().map_or("report", |p| self.name(p));
                self.with(a.span, &[("holder", json!(holder))])
            })
            .collect()
    }

    fn diagnostics(&self) -> Value {
        let diagnostics = self.account.diagnostics.iter().map(|d| {
            json!({
                "severity": d.severity, "kind": d.kind, "message": d.message, "hint": d.hint,
                "span": d.span.map(|s| self.pair(s)),
            })
        });
        diagnostics.collect()
    }

    fn participants(&self, them: &[Participant]) -> Vec<Value> {
        them.iter().map(|p| self.participant(p)).collect()
    }

    fn somebody(&self, participant: &Option<Participant>) -> Value {
        participant.as_ref().map_or(Value::Null, |p| self.participant(p))
    }

    fn names(&self, them: &'a [Participant]) -> Vec<&'a str> {
        them.iter().map(|p| self.name(p)).collect()
    }

    fn name(&self, participant: &'a Participant) -> &'a str {
        participant.actor.best().map_or_else(|| self.text(participant.span), |actor| &actor.name)
    }

    fn participant(&self, participant: &Participant) -> Value {
        let unknown = Actor { name: self.text(participant.span).to_owned(), ..Actor::default() };
        let actor = participant.actor.best().unwrap_or(&unknown);
        json!({ "text": self.text(participant.span), "name": actor.name, "country": actor.country, "sector": actor.sector })
    }
}

/// Degrees with five decimals: a metre.
fn degrees(value: f32) -> f64 {
    (f64::from(value) * 1e5).round() / 1e5
}

/// A count as JSON writes it best: whole when it is whole.
fn number(value: Option<f64>) -> Value {
    match value {
        Some(whole) if whole.fract() == 0.0 && whole.abs() < 9e15 => json!(whole as i64),
        other => json!(other),
    }
}
