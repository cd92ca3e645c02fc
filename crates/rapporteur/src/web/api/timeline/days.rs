//! The timeline of a record that is too large to be held: the record's own counts by type and day, and single events where
//! few enough are looked at.

use std::collections::BTreeMap;

use rapporteur_core::event::Event;
use rapporteur_store::{DayCount, EventFilter};
use serde_json::{Value, json};

use super::{Lanes, SINGLE, Window, columns, single, truces};
use crate::output::views::Filter;
use crate::web::cards::quadrant;
use crate::web::error::Problem;
use crate::web::views::{Scope, View, Views};

/// Lanes by type of all events that pass a filter, as the record is asked for them; truces are those of a view of the latest
/// reports.
pub(super) fn timeline(
    latest: &View,
    views: &Views,
    filter: &Filter,
    asked: EventFilter,
    window: Window,
) -> Result<Value, Problem> {
    let counted = views.view(&Scope::Days(filter.clone()))?;
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for it in &counted.days {
        *counts.entry(it.kind.to_string()).or_default() += it.events;
    }
    let lanes = Lanes::of(counts);
    let first = counted.days.iter().map(|it| it.day).min();
    let last = counted.days.iter().map(|it| it.day).max();
    let (from, to) = (window.0.or(first), window.1.or(last));
    let within = |it: &&DayCount| from.is_none_or(|from| it.day >= from) && to.is_none_or(|to| it.day <= to);
    let shown: Vec<&DayCount> = counted.days.iter().filter(within).collect();
    let total: usize = shown.iter().map(|it| it.events).sum();
    let mut object = json!({
        "first": first, "last": last, "from": from, "to": to, "total": total, "lanes": lanes.names,
        "truces": truces(latest), "events": [], "columns": [],
    });
    if total <= SINGLE {
        let events = views.events(&EventFilter { from, to, limit: Some(SINGLE), ..asked })?;
        let drawn =
            |(id, event): &(String, Event)| Some(single(id, event, event.date?, lanes.place(event.kind.as_str())));
        object["events"] = events.iter().filter_map(drawn).collect();
    } else if let (Some(from), Some(to)) = (from, to) {
        let day = |it: &&DayCount| (lanes.place(it.kind.as_str()), it.day, quadrant(it.kind), it.events);
        object["columns"] = columns(shown.iter().map(day), from, to);
    }
    Ok(object)
}
