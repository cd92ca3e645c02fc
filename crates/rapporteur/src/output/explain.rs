//! Why a claim is there: its sentence, the tree, the frame that matched with its own examples, the runner-up, and how each
//! actor, place and date was resolved.

use std::fmt::Write;

use rapporteur_core::claim::{Claim, Participant};
use rapporteur_core::codebook::Codebook;
use rapporteur_core::{Actor, Reading, Resolution, Span};

use super::dates;
use crate::pipeline::Annotated;

/// Explains one claim of a report that was read anew; as plain text.
pub fn explain(annotated: &Annotated, claim: &Claim, codebook: &Codebook) -> String {
    let text = &annotated.report.text;
    let mut out = String::new();
    let _ = writeln!(out, "report     {}{}", annotated.report.name, published(annotated));
    let sentence = annotated.reading.sentences.get(claim.sentence);
    let words = sentence.map_or("", |s| s.span.of(text));
    let _ =
        writeln!(out, "sentence   {}: {}", claim.sentence + 1, words.split_whitespace().collect::<Vec<_>>().join(" "));
    let kind = if claim.mode.is_empty() { claim.kind.to_string() } else { format!("{} {}", claim.kind, claim.mode) };
    let _ = writeln!(out, "claim      {kind} by the words “{}”", claim.trigger.of(text));
    for (role, them) in [("actor", &claim.actors), ("recipient", &claim.recipients)] {
        if them.is_empty() {
            let _ = writeln!(out, "{role:<10} not known");
        }
        for participant in them {
            let _ = writeln!(out, "{role:<10} {}", somebody(annotated, participant));
        }
    }
    if let Some(said) = &claim.attributed_to {
        let _ = writeln!(out, "said by    {}", somebody(annotated, said));
    }
    if !claim.aux.names().is_empty() {
        let _ = writeln!(out, "reality    {}", claim.aux.names().join(", "));
    }
    if let Some(condition) = claim.condition {
        let _ = writeln!(out, "condition  {}", condition.of(text));
    }
    date(&mut out, annotated, claim);
    place(&mut out, annotated, claim);
    frame(&mut out, text, claim, codebook);
    if let Some(sentence) = sentence {
        let _ = writeln!(out, "\ntree");
        tree(&mut out, text, &annotated.reading, sentence.tokens.clone(), claim.trigger);
    }
    out
}

fn published(annotated: &Annotated) -> String {
    annotated.report.published.map_or_else(|| ", no date".to_owned(), |day| format!(", {}", dates::day(day)))
}

/// The words, who they stand for, and how that was found out.
fn somebody(annotated: &Annotated, participant: &Participant) -> String {
    let words = participant.span.of(&annotated.report.text);
    let known = |actor: &Actor| {
        let sector = [actor.country.as_str(), actor.sector.as_str()].join(" ");
        format!("{} ({})", actor.name, if sector.trim().is_empty() { "no country" } else { sector.trim() })
    };
    match &participant.actor {
        Resolution::Resolved(actor) => format!("“{words}” → {}{}", known(actor), office(annotated, actor)),
        Resolution::Ambiguous(candidates) => {
            let all: Vec<String> = candidates.iter().map(known).collect();
            format!("“{words}” → one of {}", all.join(", "))
        }
        Resolution::Unresolved(reason) => {
            let reason = serde_json::to_value(reason).unwrap_or_default();
            format!("“{words}” → not resolved ({})", reason.as_str().unwrap_or_default())
        }
    }
}

/// The office that a person held on the day of the report, from the knowledge.
fn office(annotated: &Annotated, actor: &Actor) -> String {
    let knowledge = crate::knowledge::in_use();
    let Some(entry) = knowledge.entries().iter().find(|e| e.actor == *actor) else { return String::new() };
    let on = annotated.report.published;
    let held = entry.tenures.iter().find(|t| on.is_some_and(|day| t.covers(day)));
    let office =
        held.map_or_else(String::new, |t| format!(", {} then", if t.title.is_empty() { &t.office } else { &t.title }));
    format!("{office} [{}]", entry.shown_file())
}

fn date(out: &mut String, annotated: &Annotated, claim: &Claim) {
    let Some(date) = claim.date else {
        let _ = writeln!(out, "date       no clue in the report");
        return;
    };
    let near = annotated.resolved.times.iter().filter(|t| t.interval.best() == Some(&date));
    let from = near.min_by_key(|t| t.span.start.abs_diff(claim.trigger.start));
    let from = from.map(|t| format!(" from “{}”", t.span.of(&annotated.report.text))).unwrap_or_default();
    let _ = writeln!(out, "date       {date}{from}");
}

fn place(out: &mut String, annotated: &Annotated, claim: &Claim) {
    let Some(place) = &claim.place else { return };
    let words = place.span.of(&annotated.report.text);
    let toponym = annotated.resolved.toponyms.iter().find(|t| t.span == place.span);
    let found = toponym.and_then(|t| t.place.best()).map(|p| {
        let id = if p.geonames_id == 0 { String::new() } else { format!(", GeoNames {}", p.geonames_id) };
        format!(" → {}, {} ({:.2}, {:.2}{id})", p.name, p.country, p.lat, p.lon)
    });
    let _ = writeln!(out, "place      “{words}”{}", found.unwrap_or_default());
}

fn frame(out: &mut String, text: &str, claim: &Claim, codebook: &Codebook) {
    let _ = writeln!(out, "frame      {}", claim.decided.frame);
    if let Some(frame) = codebook.frames.iter().find(|f| f.id == claim.decided.frame) {
        for example in frame.accepts.iter().take(3) {
            let _ = writeln!(out, "           as in: {example}");
        }
    }
    if let Some(runner_up) = &claim.decided.runner_up {
        let _ = writeln!(out, "runner-up  {runner_up}");
    }
    if let Some(words) = claim.decided.filled_from.map(|span| span.of(text)) {
        let _ = writeln!(out, "sides      named elsewhere in the report: “{words}”");
    }
}

/// Draws a sentence's tree, heads above their dependents; the trigger stands in «marks».
fn tree(out: &mut String, text: &str, reading: &Reading, tokens: std::ops::Range<usize>, trigger: Span) {
    let roots = tokens.clone().filter(|&t| reading.tokens[t].head.is_none_or(|h| !tokens.contains(&h)));
    for root in roots {
        branch(out, text, reading, root, trigger, "", "", 0);
    }
}

#[allow(clippy::too_many_arguments)]
fn branch(
    out: &mut String,
    text: &str,
    reading: &Reading,
    token: usize,
    trigger: Span,
    here: &str,
    below: &str,
    depth: usize,
) {
    let it = &reading.tokens[token];
    let word = it.span.of(text);
    let word = if trigger.contains(it.span) { format!("«{word}»") } else { word.to_owned() };
    let _ = writeln!(out, "{here}{word}  {} {}", it.upos, it.deprel);
    let children: Vec<usize> = reading.children(token).filter(|_| depth < 64).collect();
    for (n, &child) in children.iter().enumerate() {
        let last = n + 1 == children.len();
        let (mark, rest) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        branch(out, text, reading, child, trigger, &format!("{below}{mark}"), &format!("{below}{rest}"), depth + 1);
    }
}
