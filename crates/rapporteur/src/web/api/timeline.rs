//! What the timeline is drawn from: single events, or counts by column where there are too many to draw.

mod days;

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use rapporteur_core::Interval;
use rapporteur_core::event::{ClaimRef, Event};
use serde_json::{Value, json};

use super::noted;
use crate::output::views::Filter;
use crate::output::{dates, phrase};
use crate::web::asked::Asked;
use crate::web::cards::quadrant;
use crate::web::error::Problem;
use crate::web::state::App;
use crate::web::views::{Scope, View};

/// Most events that are drawn one by one.
const SINGLE: usize = 600;
/// Most lanes; what does not fit shares the last.
const LANES: usize = 12;
/// Columns of a timeline that is gathered up.
const COLUMNS: i64 = 160;

/// Events with a date that pass a filter, in order.
pub(in crate::web) fn dated(view: &View, filter: &Filter) -> Vec<usize> {
    let events = view.overview.story.events.iter().enumerate();
    events.filter(|(_, it)| it.date.is_some() && filter.event(&view.overview, it)).map(|(n, _)| n).collect()
}

/// `GET /api/timeline?lanes=type|actor|place&from=&to=`.
pub(in crate::web) async fn timeline(State(app): State<App>, asked: Asked) -> Result<Response, Problem> {
    let mut filter = asked.filter()?;
    let window = Window(filter.from.take(), filter.to.take());
    let by = match asked.get("lanes") {
        "" | "type" => By::Type,
        "actor" => By::Actor,
        "place" => By::Place,
        other => return Err(Problem::bad(format!("`lanes`: expected type, actor or place, found `{other}`"))),
    };
    let worker = app.clone();
    app.look(Scope::Latest(filter.clone()), move |view| {
        let events = filter.of_events().filter(|_| view.latest.is_some() && by == By::Type);
        let object = match events {
            // The record counts all events by type and day.
            Some(asked) => days::timeline(view, &worker.views, &filter, asked, window)?,
            None => noted(timeline_of(view, &filter, by, window), &view.note(&filter)),
        };
        Ok(Json(object).into_response())
    })
    .await
}

/// The days that are looked at.
#[derive(Clone, Copy)]
struct Window(Option<Date>, Option<Date>);

/// What makes a lane.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Type,
    Actor,
    Place,
}

impl By {
    fn lane(self, event: &Event) -> String {
        let lane = match self {
            Self::Type => Some(event.kind.to_string()),
            Self::Actor => event.actors.first().or(event.recipients.first()).map(|it| it.name.clone()),
            Self::Place => event.place.as_ref().map(|it| it.text.clone()),
        };
        lane.unwrap_or_else(|| "not known".to_owned())
    }
}

fn timeline_of(view: &View, filter: &Filter, by: By, window: Window) -> Value {
    let events: Vec<(usize, &Event, Interval)> = dated(view, filter)
        .into_iter()
        .filter_map(|n| view.overview.story.events.get(n).and_then(|it| Some((n, it, it.date?))))
        .collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (_, event, _) in &events {
        *counts.entry(by.lane(event)).or_default() += 1;
    }
    let lanes = Lanes::of(counts);
    let first = events.iter().map(|(.., date)| date.start).min();
    let last = events.iter().map(|(.., date)| date.end).max();
    let (from, to) = (window.0.or(first), window.1.or(last));
    let shown: Vec<_> = events
        .iter()
        .filter(|(.., date)| from.is_none_or(|from| date.end >= from) && to.is_none_or(|to| date.start <= to))
        .collect();
    let mut object = json!({
        "first": first, "last": last, "from": from, "to": to, "total": shown.len(), "lanes": lanes.names,
        "truces": truces(view), "events": [], "columns": [],
    });
    let lane = |event: &Event| lanes.place(&by.lane(event));
    if shown.len() <= SINGLE {
        let single =
            |&&(n, event, date): &&(usize, &Event, _)| single(&view.overview.event_ids[n], event, date, lane(event));
        object["events"] = shown.iter().map(single).collect();
    } else if let (Some(from), Some(to)) = (from, to) {
        let counted = shown.iter().map(|(_, event, date)| (lane(event), date.start, quadrant(event.kind), 1));
        object["columns"] = columns(counted, from, to);
    }
    object
}

/// An event that is drawn by itself.
fn single(id: &str, event: &Event, date: Interval, lane: usize) -> Value {
    json!({
        "id": id, "title": phrase::capital(&event.title), "lane": lane, "from": date.start, "to": date.end,
        "date": dates::interval(date), "kind": event.kind, "quadrant": quadrant(event.kind),
        "future": event.aux.future || event.aux.hypothetical, "reports": event.reports,
    })
}

/// Lanes, those with most events first.
struct Lanes {
    names: Vec<String>,
    ranks: BTreeMap<String, usize>,
}

impl Lanes {
    /// Lanes by name, with how many events each has.
    fn of(counts: BTreeMap<String, usize>) -> Self {
        let mut ranked: Vec<(String, usize)> = counts.into_iter().collect();
        ranked.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let mut names: Vec<String> = ranked.iter().take(LANES).map(|(name, _)| name.clone()).collect();
        if ranked.len() > LANES {
            names[LANES - 1] = "all others".to_owned();
        }
        let ranks = ranked.into_iter().enumerate().map(|(rank, (name, _))| (name, rank.min(LANES - 1)));
        Self { names, ranks: ranks.collect() }
    }

    fn place(&self, name: &str) -> usize {
        self.ranks.get(name).copied().unwrap_or(LANES - 1)
    }
}

/// Counts by lane, column of time and quadrant, of counts by lane, day and quadrant.
fn columns(counted: impl Iterator<Item = (usize, Date, &'static str, usize)>, from: Date, to: Date) -> Value {
    let days = |date: Date| i64::from(from.until(date).map_or(0, |span| span.get_days()));
    let width = (days(to) / COLUMNS).max(1);
    let mut counts: BTreeMap<(usize, i64, &str), usize> = BTreeMap::new();
    for (lane, day, quadrant, count) in counted {
        let column = days(day).clamp(0, days(to)) / width;
        *counts.entry((lane, column, quadrant)).or_default() += count;
    }
    let day = |column: i64| from.saturating_add(jiff::Span::new().days(column * width));
    let column = |((lane, column, quadrant), count): ((usize, i64, &str), usize)| json!({ "lane": lane, "from": day(column), "to": day(column + 1), "quadrant": quadrant, "count": count });
    counts.into_iter().map(column).collect()
}

fn truces(view: &View) -> Value {
    let dated = view.overview.story.truces.iter().filter_map(|it| Some((it, it.date?)));
    let day = |at: &ClaimRef| {
        let (account, claim) = view.get(*at)?;
        claim.date.map(|it| it.start).or(account.report.published)
    };
    let truce = |(it, date): (&rapporteur_core::event::Truce, Interval)| {
        let violations: Vec<Date> = it.violations.iter().filter_map(day).collect();
        let event = it.claims.first().and_then(|&at| view.event_of(at)).map(|(id, _)| id);
        json!({
            "area": it.area, "state": it.state, "from": date.start, "to": date.end, "span": it.span,
            "violations": violations, "event": event,
        })
    };
    dated.map(truce).collect()
}
