//! What the program finds in a case's reports, in the shape of the lines that expect it.

use rapporteur::pipeline::{Annotated, Pipeline};
use rapporteur_core::claim::{Claim, Participant};
use rapporteur_core::code::tree::Tree;
use rapporteur_core::knowledge::Knowledge;
use rapporteur_core::resolve::actors::Actors;
use rapporteur_core::{Account, Actor, Report, Resolution, Span};

use crate::format::Case;
use crate::line::Anchor;
use crate::story::Telling;

/// All that was found: report by report, and over all of them.
pub(crate) struct Told {
    pub(crate) reports: Vec<Annotated>,
    pub(crate) accounts: Vec<Account>,
    pub(crate) telling: Telling,
}

/// One thing found.
#[derive(Debug)]
pub(crate) struct Found {
    /// The words it stands on.
    pub(crate) anchor: Span,
    /// Plain words of its line.
    pub(crate) words: Vec<String>,
    /// Fields of its line, in order.
    pub(crate) fields: Vec<(&'static str, Value)>,
}

/// What a field holds.
#[derive(Debug)]
pub(crate) enum Value {
    Text(String),
    Words(Span),
    Mentions(Vec<Mention>),
}

/// Somebody, with the words that stand for them.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    pub(crate) span: Span,
    pub(crate) actor: Option<Actor>,
}

/// Fields that must be empty when an expectation leaves them out.
pub(crate) const STRICT: [&str; 9] =
    ["actors", "recipients", "aux", "attributed_to", "condition", "speaker", "source", "whose", "holder"];

impl Told {
    pub(crate) fn new(pipeline: &Pipeline, case: &Case) -> Self {
        let reports: Vec<Annotated> = case.reports.iter().map(|report| pipeline.annotate(report.clone())).collect();
        let accounts: Vec<Account> = reports.iter().map(|it| it.account(Vec::new())).collect();
        let telling = Telling::new(&accounts);
        Self { reports, accounts, telling }
    }

    /// What a layer holds for one report; `None` for a layer that belongs to all reports together.
    ///
    /// `actors` answers for the spans asked about.
    pub(crate) fn layer(&self, layer: &str, report: usize, asked: &[Span]) -> Option<Vec<Found>> {
        let (annotated, account) = (&self.reports[report], &self.accounts[report]);
        let resolved = &annotated.resolved;
        Some(match layer {
            "claims" => account.claims.iter().map(|claim| self.claim(claim, report)).collect(),
            "actors" => actors(annotated, asked),
            "times" => resolved.times.iter().map(|t| plain(t.span, [t.value.clone()])).collect(),
            "places" => resolved.toponyms.iter().map(|t| plain(t.span, place(&t.place))).collect(),
            "entities" => {
                let entities = &annotated.reading.entities;
                entities.iter().map(|e| plain(e.span, [e.kind.to_string()])).collect()
            }
            "quotes" => {
                let quotes = account.quotes.iter();
                quotes
                    .map(|q| Found { fields: vec![("speaker", mentions(q.speaker.as_slice()))], ..bare(q.span) })
                    .collect()
            }
            "figures" => account.figures.iter().map(figure).collect(),
            "assessments" => {
                let holder = |a: &rapporteur_core::account::Assessment| ("holder", mentions(a.holder.as_slice()));
                account.assessments.iter().map(|a| Found { fields: vec![holder(a)], ..bare(a.span) }).collect()
            }
            "meetings" => account.meetings.iter().filter_map(|m| meeting(account, m)).collect(),
            "attributions" => attributions(annotated),
            _ => return None,
        })
    }

    fn claim(&self, claim: &Claim, report: usize) -> Found {
        let text = &self.reports[report].report.text;
        let place = claim.place.as_ref().map(|p| format!("{} {}", p.span.of(text), p.country));
        let words = [claim.kind.to_string(), claim.mode.clone()];
        let fields = vec![
            ("actors", mentions(&claim.actors)),
            ("recipients", mentions(&claim.recipients)),
            ("aux", Value::Text(claim.aux.names().join(","))),
            ("attributed_to", mentions(claim.attributed_to.as_slice())),
            ("condition", claim.condition.map_or_else(|| Value::Text(String::new()), Value::Words)),
            ("date", Value::Text(claim.date.map(|d| d.to_string()).unwrap_or_default())),
            ("place", Value::Text(place.unwrap_or_default().trim().to_owned())),
        ];
        Found { anchor: claim.trigger, words: words.into_iter().filter(|w| !w.is_empty()).collect(), fields }
    }
}

fn bare(anchor: Span) -> Found {
    Found { anchor, words: Vec::new(), fields: Vec::new() }
}

fn plain(anchor: Span, words: impl IntoIterator<Item = String>) -> Found {
    let words = words.into_iter().flat_map(|w| w.split(' ').map(str::to_owned).collect::<Vec<_>>()).collect();
    Found { words, ..bare(anchor) }
}

fn mentions(participants: &[Participant]) -> Value {
    let mention = |p: &Participant| Mention { span: p.span, actor: p.actor.best().cloned() };
    Value::Mentions(participants.iter().map(mention).collect())
}

fn place(place: &Resolution<rapporteur_core::Place>) -> Vec<String> {
    place.best().map_or_else(|| vec!["unresolved".into()], |p| vec![p.name.clone(), dash(&p.country)])
}

fn dash(text: &str) -> String {
    if text.is_empty() { "-".into() } else { text.into() }
}

fn actors(annotated: &Annotated, asked: &[Span]) -> Vec<Found> {
    let Annotated { report, reading, coding, resolved } = annotated;
    let tree = Tree::new(&report.text, reading);
    let actors = Actors::new(&tree, Knowledge::embedded(), &resolved.toponyms, &coding.attributions, report.published);
    let head = |span: Span| {
        let inside = |t: usize| span.contains(reading.tokens[t].span);
        (0..reading.tokens.len()).find(|&t| inside(t) && !tree.head(t).is_some_and(inside))
    };
    let answer = |span: Span| {
        let of = |actor: &Actor| vec![actor.name.clone(), dash(&actor.country), dash(&actor.sector)];
        let all = head(span).map(|token| actors.resolve(token)).unwrap_or_default();
        let unresolved = || vec![vec!["unresolved".to_owned()]];
        let known: Vec<Vec<String>> = all.iter().filter_map(|a| a.best().map(of)).collect();
        let known = if known.is_empty() { unresolved() } else { known };
        known.into_iter().map(move |words| plain(span, words))
    };
    asked.iter().flat_map(|&span| answer(span)).collect()
}

fn figure(figure: &rapporteur_core::account::Figure) -> Found {
    let bound = |b: Option<f64>| b.map(|b| b.to_string()).unwrap_or_default();
    let what = format!("{:?}", figure.what).to_lowercase();
    let mut words = vec![what, format!("{}..{}", bound(figure.low), bound(figure.high))];
    words.extend(figure.historical.then(|| "historical".to_owned()));
    Found { words, fields: vec![("whose", mentions(figure.whose.as_slice()))], ..bare(figure.span) }
}

fn meeting(account: &Account, note: &rapporteur_core::account::MeetingNote) -> Option<Found> {
    let claim = account.claims.get(note.claim)?;
    let fields = vec![
        ("expected", mentions(&note.expected)),
        ("unsure", mentions(&note.unsure)),
        ("called_by", mentions(&note.called_by)),
    ];
    Some(Found { fields, ..bare(claim.trigger) })
}

fn attributions(annotated: &Annotated) -> Vec<Found> {
    let of = |a: &rapporteur_core::code::Attribution| {
        let source = a.source_span.map_or_else(|| Value::Text(String::new()), Value::Words);
        let content = a.content.iter().copied().reduce(Span::cover);
        let content = content.map_or_else(|| Value::Text(String::new()), Value::Words);
        let words = vec![if a.asserts { "says" } else { "stance" }.to_owned()];
        Found { words, fields: vec![("source", source), ("content", content)], ..bare(a.cue_span) }
    };
    annotated.coding.attributions.iter().map(of).collect()
}

impl Value {
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::Words(span) => span.is_empty(),
            Self::Mentions(mentions) => mentions.is_empty(),
        }
    }

    /// As an expectation would write it.
    pub(crate) fn write(&self, report: &Report) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Words(span) => span.of(&report.text).to_owned(),
            Self::Mentions(mentions) => mentions.iter().map(|m| m.write(report)).collect::<Vec<_>>().join("; "),
        }
    }
}

impl Mention {
    fn write(&self, report: &Report) -> String {
        let words = self.span.of(&report.text);
        match &self.actor {
            None => words.to_owned(),
            Some(Actor { name, country, sector }) => {
                let name = if name == words { String::new() } else { format!(" = {name}") };
                format!("{words}{name} [{}]", format!("{country} {sector}").trim())
            }
        }
    }
}

impl Found {
    /// As an expectation would write it, leaving out what is empty.
    pub(crate) fn write(&self, layer: &str, report: &Report) -> String {
        let anchor = Anchor::write(report, self.anchor);
        let words = self.words.join(" ");
        let mut line = match layer {
            "times" | "places" | "actors" | "entities" => format!("{anchor} = {words}"),
            "claims" | "attributions" => format!("{words} {anchor}"),
            _ => format!("{anchor} {words}").trim().to_owned(),
        };
        for (name, value) in self.fields.iter().filter(|(_, value)| !value.is_empty()) {
            let value = value.write(report);
            let quoted = value.contains(' ') || !matches!(*name, "aux" | "date");
            line.push_str(&if quoted { format!(" {name}=\"{value}\"") } else { format!(" {name}={value}") });
        }
        line
    }
}
