//! The page: a record for people who would rather look than read tables, and the same as JSON under `/api`.
//!
//! [`app`] is all of it, without a socket; `rapporteur serve` gives it one. Everything works without scripts; the scripts
//! in `web/` make it quicker. What the record holds is asked for in `views` alone. Nothing is fetched from anywhere: the
//! assets are inside the program.

mod api;
mod asked;
mod assets;
mod cards;
mod decide;
mod error;
mod guard;
mod markup;
mod names;
mod pages;
mod places;
mod queue;
mod state;
mod views;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Router, middleware};
use rapporteur_store::StoreError;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

use state::App;

/// How to serve a record.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The record; made when it is not there.
    pub record: PathBuf,
    /// The address that is listened on: requests must name it, or this computer, as their host.
    pub listen: SocketAddr,
    /// What visitors must know; `None` only where nobody else can reach the page.
    pub token: Option<String>,
    /// Who decides, until the visitor says another name.
    pub reviewer: String,
    /// How long an answer may take.
    pub time_limit: Duration,
    /// How many requests are answered at once; others are asked to come back.
    pub most_at_once: usize,
    /// Most claims of a record that is held whole in memory.
    pub whole: usize,
    /// Of how many reports, the latest, the views of a larger record are.
    pub latest: usize,
}

impl Settings {
    /// Settings for one person on this computer.
    pub fn local(record: impl Into<PathBuf>, listen: SocketAddr) -> Self {
        Self {
            record: record.into(),
            listen,
            token: None,
            reviewer: "reviewer".into(),
            time_limit: Duration::from_secs(60),
            most_at_once: 64,
            whole: 5_000,
            latest: 100,
        }
    }
}

/// Largest body of a form that is no report, in bytes.
const FORM_BYTES: usize = 256 * 1024;
/// Largest request with reports, in bytes: one report of the size that ingest takes, and a little around it.
const UPLOAD_BYTES: usize = 24_000_000;

/// The page and its API.
///
/// # Errors
/// When the record cannot be opened.
pub fn app(settings: Settings) -> Result<Router, StoreError> {
    let time_limit = settings.time_limit;
    let app = App::open(settings)?;
    let uploads = Router::new()
        .route("/add", get(pages::add::show).post(pages::add::read))
        .route("/api/reports", get(api::reports).post(api::add_report))
        .layer(DefaultBodyLimit::max(UPLOAD_BYTES));
    let router = Router::new()
        .merge(looks())
        .merge(decisions())
        .merge(api())
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .merge(uploads)
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, time_limit))
        // Streams last as long as the reader looks.
        .route("/api/changes", get(api::changes::stream))
        .route("/assets/{name}", get(assets::serve))
        .fallback(error::no_such_page)
        .method_not_allowed_fallback(error::no_such_method)
        .layer(CatchPanicLayer::custom(error::panicked))
        .layer(middleware::from_fn_with_state(app.clone(), guard::guard))
        .with_state(app);
    Ok(router)
}

/// Pages that show.
fn looks() -> Router<App> {
    Router::new()
        .route("/", get(pages::brief::show))
        .route("/brief.md", get(pages::brief::markdown))
        .route("/timeline", get(pages::drawings::timeline))
        .route("/map", get(pages::drawings::map))
        .route("/network", get(pages::drawings::network))
        .route("/reports", get(pages::report::list))
        .route("/report/{name}", get(pages::report::show))
        .route("/event/{id}", get(pages::event::show))
        .route("/claim/{key}", get(pages::claim::show))
        .route("/search", get(pages::search::show))
        .route("/table/{name}", get(pages::table::show))
        .route("/export/{file}", get(pages::export::export))
        .route("/sign-in", get(pages::sign_in::show).post(pages::sign_in::check))
}

/// Pages that decide.
fn decisions() -> Router<App> {
    Router::new()
        .route("/review", get(pages::review::show))
        .route("/reviewer", post(pages::review::name))
        .route("/decide", post(decide::form))
}

/// JSON.
fn api() -> Router<App> {
    Router::new()
        .route("/api", get(api::docs::page))
        .route("/api/openapi.json", get(api::docs::openapi))
        .route("/api/session", get(api::session))
        .route("/api/brief", get(api::brief))
        .route("/api/events", get(api::events))
        .route("/api/events/{id}", get(api::event))
        .route("/api/claims", get(api::claims))
        .route("/api/claims/{key}", get(api::claim))
        .route("/api/reports/{name}", get(api::report))
        .route("/api/search", get(api::search))
        .route("/api/timeline", get(api::timeline::timeline))
        .route("/api/map", get(api::map::map))
        .route("/api/network", get(api::network::network))
        .route("/api/suggest/{what}", get(api::suggest))
        .route("/api/queue", get(api::queue))
        .route("/api/decisions", get(api::decisions).post(decide::json))
        .route("/api/decisions/{id}/undo", post(decide::undo))
        .route("/api/{table}", get(api::table))
}
