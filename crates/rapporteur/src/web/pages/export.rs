//! Every view as a file. The claims and events of a large record are sent bit by bit, as they are read.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use tokio_stream::wrappers::ReceiverStream;

use super::table::{page_of, scope, table};
use crate::output::table::Form;
use crate::output::views::Filter;
use crate::web::asked::Asked;
use crate::web::error::Problem;
use crate::web::state::App;
use crate::web::views::{Page, Scope};

/// Rows that are read at once.
const PIECE: usize = 2_000;

/// `GET /export/{file}`: `events.csv`, `events.json` and so on.
pub(in crate::web) async fn export(
    State(app): State<App>,
    Path(file): Path<String>,
    asked: Asked,
) -> Result<Response, Problem> {
    let filter = asked.filter()?;
    let (name, form, kind) = match file.rsplit_once('.') {
        Some((name, "csv")) => (name.to_owned(), Form::Csv, "text/csv; charset=utf-8"),
        Some((name, "json")) => (name.to_owned(), Form::Json, "application/json"),
        _ => return Err(Problem::no_such("export", &file).hint("one of events.csv, events.json, claims.csv ...")),
    };
    let worker = app.clone();
    app.wait(move || {
        let all = match name.as_str() {
            "claims" => filter.place.is_none(),
            "events" => filter.of_events().is_some(),
            _ => false,
        };
        let (body, part) = if all && worker.views.is_large()? {
            (in_pieces(worker, name.clone(), filter, form), "")
        } else {
            let view = worker.views.view(&Scope::Latest(filter.clone()))?;
            let table = table(&view, &filter, &asked.carried(), &name);
            let table = table.ok_or_else(|| Problem::no_such("table", &name))?;
            (Body::from(table.print(form, 0)), if view.latest.is_some() { "-latest" } else { "" })
        };
        // The name is one of a fixed list by now: nothing of the address gets into the header.
        let ending = if form == Form::Csv { "csv" } else { "json" };
        let disposition = format!("attachment; filename=\"{name}{part}.{ending}\"");
        let headers = [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
        Ok((headers, body).into_response())
    })
    .await
}

/// All rows of a table, read as the visitor takes them. What goes wrong halfway breaks the answer off.
fn in_pieces(app: App, name: String, filter: Filter, form: Form) -> Body {
    let (sender, receiver) = tokio::sync::mpsc::channel(1);
    tokio::task::spawn_blocking(move || {
        for offset in (0..).step_by(PIECE) {
            let piece = piece(&app, &name, &filter, form, Page { limit: PIECE, offset });
            let more = matches!(piece, Ok((_, true)));
            let sent =
                sender.blocking_send(piece.map(|(text, _)| text).map_err(|it| std::io::Error::other(it.message)));
            if sent.is_err() || !more {
                return;
            }
        }
    });
    Body::from_stream(ReceiverStream::new(receiver))
}

/// One piece, and whether there are more.
fn piece(app: &App, name: &str, filter: &Filter, form: Form, page: Page) -> Result<(String, bool), Problem> {
    let view = app.views.passing(&scope(name, filter, page))?;
    let (table, total) = page_of(&view, filter, "", name, page).ok_or_else(Problem::internal)?;
    let more = page.offset + page.limit < total;
    Ok((table.piece(form, page.offset == 0, !more), more))
}
