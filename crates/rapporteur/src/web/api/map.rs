//! What the map is drawn from: events by place, with how far the place is known.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;

use super::noted;
use crate::output::views::Filter;
use crate::output::{dates, phrase};
use crate::web::asked::Asked;
use crate::web::cards::quadrant;
use crate::web::error::Problem;
use crate::web::places;
use crate::web::state::App;
use crate::web::views::{Scope, View};

/// A place on the map, with what happened there.
#[derive(Clone, Debug, Serialize)]
pub(in crate::web) struct Place {
    /// As reports write it, most often.
    pub(in crate::web) name: String,
    /// ISO alpha-3, or empty.
    pub(in crate::web) country: String,
    /// WGS 84 degrees; `None` when the gazetteer does not know it.
    pub(in crate::web) lat: Option<f32>,
    /// As `lat`.
    pub(in crate::web) lon: Option<f32>,
    /// Whether only the state is known: no pin.
    pub(in crate::web) area: bool,
    /// Kilometres around the point within which it happened, roughly.
    pub(in crate::web) around: u32,
    /// Events by quadrant.
    pub(in crate::web) quadrants: BTreeMap<&'static str, usize>,
    /// Its events, at most thirty: id, title, date.
    pub(in crate::web) events: Vec<[String; 3]>,
    /// How many there are.
    pub(in crate::web) total: usize,
}

/// `GET /api/map`.
pub(in crate::web) async fn map(State(app): State<App>, asked: Asked) -> Result<Response, Problem> {
    let filter = asked.filter()?;
    app.look(Scope::Latest(filter.clone()), move |view| {
        let places = places(view, &filter, &asked.carried());
        Ok(Json(noted(json!({ "places": *places }), &view.note(&filter))).into_response())
    })
    .await
}

/// Places of events that pass a filter, which `carried` names; those with most first.
pub(in crate::web) fn places(view: &View, filter: &Filter, carried: &str) -> Arc<Vec<Place>> {
    view.keep(format!("map {carried}"), || made(view, filter))
}

fn made(view: &View, filter: &Filter) -> Vec<Place> {
    let mut found: BTreeMap<(String, String), Place> = BTreeMap::new();
    for (n, event) in view.overview.story.events.iter().enumerate() {
        let Some(at) = &event.place else { continue };
        if !filter.event(&view.overview, event) {
            continue;
        }
        let key = (at.text.to_lowercase(), at.country.clone());
        let place = found.entry(key).or_insert_with(|| located(&at.text, &at.country));
        *place.quadrants.entry(quadrant(event.kind)).or_default() += 1;
        place.total += 1;
        if place.events.len() < 30 {
            let day = event.date.map(dates::interval).unwrap_or_default();
            place.events.push([view.overview.event_ids[n].clone(), phrase::capital(&event.title), day]);
        }
    }
    let mut places: Vec<Place> = found.into_values().collect();
    places.sort_by_key(|it| std::cmp::Reverse(it.total));
    places
}

fn located(name: &str, country: &str) -> Place {
    use rapporteur_core::place::PlaceKind as K;
    let place = places::locate(name, country);
    let kind = place.as_ref().map(|it| it.kind);
    Place {
        name: name.to_owned(),
        country: country.to_owned(),
        lat: place.as_ref().map(|it| it.lat),
        lon: place.as_ref().map(|it| it.lon),
        area: kind.is_some_and(places::is_area) || place.is_none() && !country.is_empty(),
        around: match kind {
            Some(K::City) => 10,
            Some(K::Feature) => 25,
            Some(K::Division) => 75,
            _ => 150,
        },
        quadrants: BTreeMap::new(),
        events: Vec::new(),
        total: 0,
    }
}
