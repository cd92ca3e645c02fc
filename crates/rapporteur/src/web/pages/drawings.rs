//! Timeline, map and network: drawn by the scripts from the API, with the same as a table for those without.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;

use super::{Shell, html};
use crate::web::api::map::{Place, places};
use crate::web::api::network::{Network, Node, Tie, ties};
use crate::web::api::timeline::dated;
use crate::web::asked::Asked;
use crate::web::error::Problem;
use crate::web::guard::Visitor;
use crate::web::state::App;
use crate::web::views::{Scope, View};

#[derive(Template)]
#[template(path = "timeline.html")]
struct TimelinePage {
    shell: Shell,
    rows: Vec<(String, String, String, bool)>,
    /// How many events the table could have, and how many are drawn: of a large record more.
    total: usize,
    drawn: usize,
}

/// Rows of the table below a drawing.
const ROWS: usize = 400;

/// `GET /timeline`.
pub(in crate::web) async fn timeline(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    asked: Asked,
) -> Result<Response, Problem> {
    let filter = asked.filter()?;
    let shell = Shell::new(&app, &visitor, "/timeline", "Timeline").asked(&asked);
    let worker = app.clone();
    app.look(Scope::Latest(filter.clone()), move |view| {
        let days = worker.views.view(&Scope::Days(filter.clone()))?;
        let events = dated(view, &filter);
        let row = |&n: &usize| {
            let event = &view.overview.story.events[n];
            let day = event.date.map(crate::output::dates::interval).unwrap_or_default();
            let title = crate::output::phrase::capital(&event.title);
            (day, title, view.overview.event_ids[n].clone(), event.aux.future)
        };
        let rows = events.iter().take(ROWS).map(row).collect();
        let drawn: usize = days.days.iter().map(|it| it.events).sum();
        let mut shell = shell.of(view, &filter);
        if drawn > 0 && !shell.note.is_empty() {
            shell.note = format!("Lanes by type draw all events, the rest not all. {}", shell.note);
        }
        html(&TimelinePage { shell, rows, total: events.len(), drawn: drawn.max(events.len()) })
    })
    .await
}

#[derive(Template)]
#[template(path = "map.html")]
struct MapPage {
    shell: Shell,
    places: Arc<Vec<Place>>,
}

/// `GET /map`.
pub(in crate::web) async fn map(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    asked: Asked,
) -> Result<Response, Problem> {
    let filter = asked.filter()?;
    let shell = Shell::new(&app, &visitor, "/map", "Map").asked(&asked);
    app.look(Scope::Latest(filter.clone()), move |view| {
        let places = places(view, &filter, &shell.carried);
        html(&MapPage { places, shell: shell.of(view, &filter) })
    })
    .await
}

#[derive(Template)]
#[template(path = "network.html")]
struct NetworkPage {
    shell: Shell,
    ties: Vec<Row>,
    days: Option<(String, String)>,
    nodes: Vec<Node>,
}

/// A tie with links to its sentences.
struct Row {
    tie: Tie,
    cited: Vec<(String, String)>,
}

/// `GET /network`.
pub(in crate::web) async fn network(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    asked: Asked,
) -> Result<Response, Problem> {
    let filter = asked.filter()?;
    let shell = Shell::new(&app, &visitor, "/network", "Network").asked(&asked);
    app.look(Scope::Latest(filter.clone()), move |view| {
        let Network { nodes, ties } = ties(view, &filter, None);
        let row = |tie: Tie| Row { cited: tie.cited(view), tie };
        let ties = ties.into_iter().take(ROWS).map(row).collect();
        html(&NetworkPage { shell: shell.of(view, &filter), ties, days: days(view), nodes })
    })
    .await
}

/// First and last day that a tie is told of.
fn days(view: &View) -> Option<(String, String)> {
    let seen = || view.overview.story.alignments.iter().filter_map(|it| it.seen);
    Some((seen().map(|it| it.start).min()?.to_string(), seen().map(|it| it.end).max()?.to_string()))
}
