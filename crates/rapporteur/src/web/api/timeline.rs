//! What the timeline is drawn from: single events, or counts by column where there are too many to draw.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use rapporteur_core::Interval;
use rapporteur_core::event::{ClaimRef, Event};
use serde_json::{Value, json};

use crate::output::views::Filter;
use crate::output::{dates, phrase};
use crate::web::asked::Asked;
use crate::web::cards::quadrant;
use crate::web::error::Problem;
use crate::web::state::App;
use crate::web::views::View;

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
    let window = (filter.from.take(), filter.to.take());
    let by = match asked.get("lanes") {
        "" | "type" => By::Type,
        "actor" => By::Actor,
        "place" => By::Place,
        other => return Err(Problem::bad(format!("`lanes`: expected type, actor or place, found `{other}`"))),
    };
    app.look(move |view| Ok(Json(timeline_of(view, &filter, by, window)).into_response())).await
}

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

fn timeline_of(view: &View, filter: &Filter, by: By, window: (Option<Date>, Option<Date>)) -> Value {
    let events: Vec<(usize, &Event, Interval)> = dated(view, filter)
        .into_iter()
        .filter_map(|n| view.overview.story.events.get(n).and_then(|it| Some((n, it, it.date?))))
        .collect();
    let lanes = lanes(&events, by);
    let first = events.iter().map(|(.., date)| date.start).min();
    let last = events.iter().map(|(.., date)| date.end).max();
    let from = window.0.or(first);
    let to = window.1.or(last);
    let shown: Vec<_> = events
        .iter()
        .filter(|(.., date)| from.is_none_or(|from| date.end >= from) && to.is_none_or(|to| date.start <= to))
        .collect();
    let lane = |event: &Event| lanes.binary_search_by(|(name, ..)| name.as_str().cmp(&by.lane(event))).ok();
    let order: Vec<usize> = lanes.iter().map(|(.., order)| *order).collect();
    let place = |event: &Event| lane(event).map_or(LANES - 1, |n| order[n].min(LANES - 1));
    let mut names = vec![String::new(); lanes.len().min(LANES)];
    for (name, _, order) in &lanes {
        if *order < LANES {
            names[*order].clone_from(name);
        }
    }
    if lanes.len() > LANES {
        names[LANES - 1] = "all others".to_owned();
    }
    let mut object = json!({
        "first": first, "last": last, "from": from, "to": to, "total": shown.len(), "lanes": names,
        "truces": truces(view), "events": [], "columns": [],
    });
    if shown.len() <= SINGLE {
        let single = |(n, event, date): &&(usize, &Event, Interval)| {
            json!({
                "id": view.overview.event_ids[*n], "title": phrase::capital(&event.title), "lane": place(event),
                "from": date.start, "to": date.end, "date": dates::interval(*date), "kind": event.kind,
                "quadrant": quadrant(event.kind), "future": event.aux.future || event.aux.hypothetical,
                "reports": event.reports,
            })
        };
        object["events"] = shown.iter().map(single).collect();
    } else if let (Some(from), Some(to)) = (from, to) {
        object["columns"] = columns(&shown, from, to, place);
    }
    object
}

/// Lanes by name, each with its count and its rank by it.
fn lanes(events: &[(usize, &Event, Interval)], by: By) -> Vec<(String, usize, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (_, event, _) in events {
        *counts.entry(by.lane(event)).or_default() += 1;
    }
    let mut lanes: Vec<(String, usize, usize)> = counts.into_iter().map(|(name, count)| (name, count, 0)).collect();
    let mut ranked: Vec<usize> = (0..lanes.len()).collect();
    ranked.sort_by_key(|&n| (std::cmp::Reverse(lanes[n].1), n));
    for (rank, n) in ranked.into_iter().enumerate() {
        lanes[n].2 = rank;
    }
    lanes
}

/// Counts by lane, column of time and quadrant.
fn columns(shown: &[&(usize, &Event, Interval)], from: Date, to: Date, lane: impl Fn(&Event) -> usize) -> Value {
    let days = |date: Date| i64::from(from.until(date).map_or(0, |span| span.get_days()));
    let width = (days(to) / COLUMNS).max(1);
    let mut counts: BTreeMap<(usize, i64, &str), usize> = BTreeMap::new();
    for (_, event, date) in shown.iter().copied() {
        let column = days(date.start).clamp(0, days(to)) / width;
        *counts.entry((lane(event), column, quadrant(event.kind))).or_default() += 1;
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
