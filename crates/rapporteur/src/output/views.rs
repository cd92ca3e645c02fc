//! The views of a record: events, claims, actors, timeline, network, disputes, commitments, truces, meetings, figures,
//! quotes; and the filter that they share.

mod filter;
mod rows;

pub use filter::Filter;

use std::collections::BTreeMap;

use rapporteur_core::account::Figure;
use rapporteur_core::claim::Participant;
use rapporteur_core::event::{ClaimRef, Meeting};
use rapporteur_core::{Account, Actor, CodePoints, Span};
use rapporteur_store::TargetKind;
use serde_json::{Value, json};

use super::overview::Overview;
use super::table::View;
use super::{dates, phrase};
pub(crate) use rows::Rows;
use rows::{date, names};

/// Events, those with a date first.
pub fn events(overview: &Overview) -> View {
    some_events(overview, 0..overview.story.events.len())
}

/// Some events, by index.
pub fn some_events(overview: &Overview, some: impl IntoIterator<Item = usize>) -> View {
    let mut view = View::new(&["id", "date", "type", "what", "reports", "voices", "where", "review"], "no events");
    let rows = Rows::new(overview);
    for (event, id) in some.into_iter().map(|n| (&overview.story.events[n], &overview.event_ids[n])) {
        let kind =
            if event.mode.is_empty() { event.kind.to_string() } else { format!("{} {}", event.kind, event.mode) };
        let aux = event.aux.names();
        let kind = if aux.is_empty() { kind } else { format!("{kind} ({})", aux.join(", ")) };
        let cited = overview.cite(&overview.references(&event.claims), 3);
        let (reports, voices) = (event.reports.to_string(), event.voices.to_string());
        let review = reviewed(overview, TargetKind::Event, id.trim_start_matches('e'));
        let row = [id.clone(), date(event.date), kind, event.title.clone(), reports, voices, cited, review];
        view.push(row, rows.event(event, id));
    }
    view
}

/// What people made of something, for a cell.
fn reviewed(overview: &Overview, kind: TargetKind, id: &str) -> String {
    overview.reviews.state(kind, id).unwrap_or_default().to_owned()
}

/// Claims, in the order of the reports.
pub fn claims(overview: &Overview, filter: &Filter) -> View {
    let accounts = overview.accounts.iter().enumerate();
    some_claims(
        overview,
        accounts.flat_map(|(report, account)| {
            let claims = account.claims.iter().enumerate().filter(|(_, c)| filter.claim(account, c));
            claims.map(move |(claim, _)| ClaimRef { report, claim })
        }),
    )
}

/// Some claims.
pub fn some_claims(overview: &Overview, some: impl IntoIterator<Item = ClaimRef>) -> View {
    let columns = &["id", "where", "date", "type", "actor", "trigger", "recipient", "said by", "reality", "review"];
    let mut view = View::new(columns, "no claims");
    let rows = Rows::new(overview);
    for at in some {
        let Some((account, claim)) = overview.claim(at) else { continue };
        let said = claim.attributed_to.as_ref().map(|p| phrase::words_for(account, p)).unwrap_or_default();
        let words =
            |them: &[Participant]| them.iter().map(|p| phrase::words_for(account, p)).collect::<Vec<_>>().join(", ");
        let row = [
            overview.claim_id(at).to_owned(),
            overview.cite(&[overview.reference(at)], 1),
            date(claim.date),
            [claim.kind.as_str(), claim.mode.as_str()].join(" ").trim_end().to_owned(),
            words(&claim.actors),
            claim.trigger.of(&account.report.text).to_owned(),
            words(&claim.recipients),
            said,
            claim.aux.names().join(", "),
            reviewed(overview, TargetKind::Claim, overview.claim_id(at)),
        ];
        view.push(row, rows.reviewed(at));
    }
    view
}

/// Actors of the claims, those in most of them first.
pub fn actors(overview: &Overview, filter: &Filter) -> View {
    let mut counts: BTreeMap<&Actor, [usize; 3]> = BTreeMap::new();
    for account in &overview.accounts {
        for claim in account.claims.iter().filter(|c| filter.claim(account, c)) {
            let roles = [claim.actors.as_slice(), claim.recipients.as_slice(), claim.attributed_to.as_slice()];
            for (role, them) in roles.iter().enumerate() {
                for actor in them.iter().filter_map(|p| p.actor.best()).filter(|a| filter.names(a)) {
                    counts.entry(actor).or_default()[role] += 1;
                }
            }
        }
    }
    let mut counts: Vec<(&Actor, [usize; 3])> = counts.into_iter().collect();
    counts.sort_by_key(|(actor, n)| (std::cmp::Reverse(n.iter().sum::<usize>()), *actor));
    let mut view = View::new(&["actor", "country", "sector", "acts", "receives", "says"], "no actors");
    for (actor, [acts, receives, says]) in counts {
        let numbers = [acts, receives, says].map(|n| n.to_string());
        let [a, r, s] = numbers;
        let row = [actor.name.clone(), actor.country.clone(), actor.sector.clone(), a, r, s];
        let object = json!({
            "name": actor.name, "country": actor.country, "sector": actor.sector, "acts": acts, "receives": receives,
            "says": says,
        });
        view.push(row, object);
    }
    view
}

/// Events told as done or planned, by day, in a sentence each.
pub fn timeline(overview: &Overview) -> View {
    let mut view = View::new(&["date", "what", "where"], "no dated events");
    let rows = Rows::new(overview);
    for event in overview.story.events.iter().filter(|e| e.date.is_some() && !e.aux.hypothetical) {
        let told = event.claims.iter().find_map(|&at| {
            let (account, claim) = overview.claim(at)?;
            phrase::phrase(account, claim, event.date).map(|p| p.sentence())
        });
        let what = told.unwrap_or_else(|| phrase::capital(&event.title));
        let cited = overview.cite(&overview.references(&event.claims), 3);
        let when = event.date.map(dates::interval).unwrap_or_default();
        let object = json!({
            "date": event.date, "what": what, "type": event.kind, "aux": event.aux, "claims": rows.claims(&event.claims),
        });
        view.push([when, what, cited], object);
    }
    view
}

/// Ties between actors, those with most claims first.
pub fn network(overview: &Overview) -> View {
    let mut view = View::new(&["actor", "tie", "recipient", "sign", "seen", "claims", "where"], "no ties");
    let rows = Rows::new(overview);
    let mut ties: Vec<_> = overview.story.alignments.iter().collect();
    ties.sort_by_key(|a| std::cmp::Reverse(a.claims.len()));
    for tie in ties {
        let row = [
            tie.actor.name.clone(),
            tie.tie.to_string(),
            tie.recipient.name.clone(),
            format!("{:+}", tie.sign),
            date(tie.seen),
            tie.claims.len().to_string(),
            overview.cite(&overview.references(&tie.claims), 3),
        ];
        let object = json!({
            "actor": tie.actor, "tie": tie.tie, "recipient": tie.recipient, "sign": tie.sign, "seen": tie.seen,
            "claims": rows.claims(&tie.claims),
        });
        view.push(row, object);
    }
    view
}

/// Disputes with their sides.
pub fn disputes(overview: &Overview) -> View {
    let mut view = View::new(&["about", "kind", "sides"], "no disputes");
    let rows = Rows::new(overview);
    for dispute in &overview.story.disputes {
        let sides: Vec<String> = dispute
            .sides
            .iter()
            .map(|side| {
                let holder = side.holder.as_ref().map_or("the report", |a| a.name.as_str());
                let cited = overview.cite(&[overview.reference_at(side.report, side.span)], 1);
                format!("{holder}: {} {cited}", rows.words(side.report, side.span))
            })
            .collect();
        let objects: Vec<Value> = dispute
            .sides
            .iter()
            .map(|s| json!({ "holder": s.holder, "words": rows.span(s.report, s.span), "claim": rows.claim(s.claim) }))
            .collect();
        let event = overview.event_ids.get(dispute.event);
        let object = json!({ "about": dispute.about, "kind": dispute.kind, "event": event, "sides": objects });
        view.push([dispute.about.clone(), dispute.kind.to_string(), sides.join("\n")], object);
    }
    view
}

/// Offers, pledges, demands, threats with their state.
pub fn commitments(overview: &Overview) -> View {
    let columns = &["kind", "state", "by", "to", "what", "where"];
    let mut view = View::new(columns, "no offers, pledges, demands or threats");
    let rows = Rows::new(overview);
    for it in &overview.story.commitments {
        let row = [
            it.kind.to_string(),
            it.state.to_string(),
            names(&it.by),
            names(&it.to),
            [it.what.as_str(), it.condition.as_str(), date(it.deadline).as_str()].join(" ").trim_end().to_owned(),
            overview.cite(&overview.references(&it.claims), 3),
        ];
        let object = json!({
            "kind": it.kind, "by": it.by, "to": it.to, "what": it.what, "condition": it.condition,
            "deadline": it.deadline, "state": it.state, "claims": rows.claims(&it.claims),
            "settled_by": rows.claims(&it.settled_by),
        });
        view.push(row, object);
    }
    view
}

/// Cease-fires with what became of them.
pub fn truces(overview: &Overview) -> View {
    let columns = &["date", "area", "span", "parties", "without", "state", "violations", "where"];
    let mut view = View::new(columns, "no truces");
    let rows = Rows::new(overview);
    for it in &overview.story.truces {
        let row = [
            date(it.date),
            it.area.clone(),
            it.span.clone(),
            names(&it.parties),
            it.exempted.clone(),
            it.state.to_string(),
            it.violations.len().to_string(),
            overview.cite(&overview.references(&it.claims), 3),
        ];
        let object = json!({
            "date": it.date, "area": it.area, "span": it.span, "parties": it.parties, "exempted": it.exempted,
            "state": it.state, "claims": rows.claims(&it.claims), "violations": rows.claims(&it.violations),
        });
        view.push(row, object);
    }
    view
}

/// Meetings with who is expected.
pub fn meetings(overview: &Overview) -> View {
    let columns = &["date", "state", "meeting", "place", "who", "where"];
    let mut view = View::new(columns, "no meetings");
    let rows = Rows::new(overview);
    for it in &overview.story.meetings {
        let row = [
            date(it.date),
            it.state.to_string(),
            it.name.clone(),
            it.place.as_ref().map(|p| p.text.clone()).unwrap_or_default(),
            who(it),
            overview.cite(&overview.references(&it.claims), 3),
        ];
        let object = json!({
            "name": it.name, "event": overview.event_ids.get(it.event), "date": it.date, "place": it.place,
            "expected": it.expected, "unsure": it.unsure, "called_by": it.called_by, "state": it.state,
            "claims": rows.claims(&it.claims),
        });
        view.push(row, object);
    }
    view
}

/// Who comes, who may, who called it.
fn who(meeting: &Meeting) -> String {
    let groups = [("", &meeting.expected), ("unsure: ", &meeting.unsure), ("called by: ", &meeting.called_by)];
    let lines = groups.iter().filter(|(_, them)| !them.is_empty()).map(|(word, them)| format!("{word}{}", names(them)));
    lines.collect::<Vec<_>>().join("\n")
}

/// Figures of all reports; background is marked.
pub fn figures(overview: &Overview, filter: &Filter) -> View {
    let columns = &["what", "low", "high", "whose", "words", "background", "where"];
    let mut view = View::new(columns, "no figures");
    let rows = Rows::new(overview);
    for (report, account) in overview.accounts.iter().enumerate() {
        let passes = |f: &&Figure| filter.note(account, f.span, f.whose.as_ref());
        for figure in account.figures.iter().filter(passes) {
            let whose = figure.whose.as_ref().map(|p| phrase::words_for(account, p));
            let what = serde_json::to_value(figure.what).unwrap_or_default();
            let row = [
                what.as_str().unwrap_or_default().to_owned(),
                figure.low.map(|n| n.to_string()).unwrap_or_default(),
                figure.high.map(|n| n.to_string()).unwrap_or_default(),
                whose.clone().unwrap_or_default(),
                rows.words(report, figure.span),
                if figure.historical { "yes".into() } else { String::new() },
                overview.cite(&[overview.reference_at(report, figure.span)], 1),
            ];
            let object = json!({
                "what": figure.what, "low": figure.low, "high": figure.high, "whose": whose,
                "historical": figure.historical, "words": rows.span(report, figure.span),
            });
            view.push(row, object);
        }
    }
    view
}

/// Quotes of all reports with their speakers.
pub fn quotes(overview: &Overview, filter: &Filter) -> View {
    let mut view = View::new(&["speaker", "words", "where"], "no quotes");
    let rows = Rows::new(overview);
    for (report, account) in overview.accounts.iter().enumerate() {
        for quote in account.quotes.iter().filter(|q| filter.note(account, q.span, q.speaker.as_ref())) {
            let actor = quote.speaker.as_ref().and_then(|p| p.actor.best());
            let name = quote.speaker.as_ref().map(|p| speaker(account, p)).unwrap_or_default();
            let cited = overview.cite(&[overview.reference_at(report, quote.span)], 1);
            let object = json!({ "speaker": actor, "words": rows.span(report, quote.span) });
            view.push([name, rows.words(report, quote.span), cited], object);
        }
    }
    view
}

fn speaker(account: &Account, participant: &Participant) -> String {
    participant.actor.best().map_or_else(|| phrase::words_for(account, participant), |a| a.name.clone())
}

/// A span as JSON: report, sentence, code points, words.
fn span_json(overview: &Overview, points: &CodePoints<'_>, report: usize, span: Span) -> Value {
    let account = &overview.accounts[report];
    let at = points.span(span);
    json!({
        "report": account.report.name, "sentence": overview.reference_at(report, span).sentence, "start": at.start,
        "end": at.end, "text": span.of(&account.report.text),
    })
}
