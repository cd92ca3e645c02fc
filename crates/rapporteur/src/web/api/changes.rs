//! `GET /api/changes`: what others decide, as it happens (server-sent events).

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::{Stream, StreamExt};

use crate::web::error::Problem;
use crate::web::state::App;

/// Most who listen at once.
const LISTENERS: usize = 64;

/// The stream: events named `change`, each a JSON object with `act`, `kind`, `id` and `reviewer`.
pub(in crate::web) async fn stream(
    State(app): State<App>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    if app.changes.receiver_count() >= LISTENERS {
        let problem = Problem::new(axum::http::StatusCode::SERVICE_UNAVAILABLE, "busy", "too many listen already");
        return Err(problem.hint("close some windows"));
    }
    // Who is too slow to keep up misses some, and sees all again with the next page.
    let changes = BroadcastStream::new(app.changes.subscribe()).filter_map(Result::ok);
    let events = changes.map(|change| {
        let data = serde_json::to_string(&change).unwrap_or_default();
        Ok(Event::default().event("change").data(data))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))))
}
