//! The same as JSON: lists with paging, one object form for each thing, one error object.

pub(super) mod changes;
pub(super) mod docs;
pub(super) mod map;
pub(super) mod network;
mod operations;
pub(super) mod timeline;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use rapporteur_core::event::ClaimRef;
use rapporteur_store::{Decision, ReportRow};
use serde_json::{Value, json};

use super::asked::Asked;
use super::cards::{self, report_link};
use super::error::Problem;
use super::guard::Visitor;
use super::names::{self, Recorded, SUGGESTED};
use super::pages::report::row;
use super::state::App;
use super::views::{Page, Scope};
use super::{pages, places};
use crate::output::views::Rows;

/// Most items of one answer, and how many there are unless asked otherwise.
const MOST: usize = 500;
const USUAL: usize = 50;

impl Page {
    fn asked(asked: &Asked) -> Result<Self, Problem> {
        Ok(Self {
            limit: asked.number("limit", 1, MOST, USUAL)?,
            offset: asked.number("offset", 0, usize::MAX >> 1, 0)?,
        })
    }

    /// `{"items", "total", "limit", "offset"}`, and `note` where these are not all; each item is made only when it is on this
    /// page.
    fn answer<T>(self, all: impl ExactSizeIterator<Item = T>, note: &str, object: impl FnMut(T) -> Value) -> Response {
        let total = all.len();
        self.list(all.skip(self.offset).take(self.limit).map(object).collect(), total, note)
    }

    /// The same for the items of this page alone.
    fn list(self, items: Vec<Value>, total: usize, note: &str) -> Response {
        Json(noted(json!({ "items": items, "total": total, "limit": self.limit, "offset": self.offset }), note))
            .into_response()
    }
}

/// An object with the note that it is not of all; as it is where it is.
fn noted(mut object: Value, note: &str) -> Value {
    if !note.is_empty() {
        object["note"] = json!(note);
    }
    object
}

/// `GET /api/session`: the token that requests which change something must carry.
pub(super) async fn session(Extension(visitor): Extension<Visitor>) -> Json<Value> {
    Json(json!({ "csrf": visitor.csrf, "reviewer": visitor.reviewer }))
}

/// `GET /api/brief`.
pub(super) async fn brief(State(app): State<App>, asked: Asked) -> Result<Response, Problem> {
    let filter = asked.filter()?;
    app.look(Scope::Latest(filter.clone()), move |view| {
        let brief = pages::brief::composed(view, &filter, &asked.carried(), false);
        let object = serde_json::to_value(brief.as_ref()).map_err(|_| Problem::internal())?;
        Ok(Json(noted(object, &view.note(&filter))).into_response())
    })
    .await
}

/// `GET /api/events`.
pub(super) async fn events(State(app): State<App>, asked: Asked) -> Result<Response, Problem> {
    let (filter, page) = (asked.filter()?, Page::asked(&asked)?);
    app.look(Scope::Events(filter.clone(), page), move |view| {
        let (overview, rows) = (&view.overview, Rows::new(&view.overview));
        let (found, total) = view.page_of_events(&filter, page);
        let items = found.into_iter().map(|n| rows.event(&overview.story.events[n], &overview.event_ids[n]));
        Ok(page.list(items.collect(), total, &view.note(&filter)))
    })
    .await
}

/// `GET /api/events/{id}`: with its claims in full.
pub(super) async fn event(State(app): State<App>, Path(id): Path<String>) -> Result<Response, Problem> {
    app.look(Scope::Event(id.clone()), move |view| {
        let (index, event) = view.event(&id).ok_or_else(|| Problem::no_such("event", &id))?;
        let rows = Rows::new(&view.overview);
        let mut object = rows.event(event, &id);
        object["claims"] = event.claims.iter().map(|&at| rows.claim(at)).collect();
        let disputes = view.overview.story.disputes.iter().filter(|it| it.event == index);
        object["disputes"] = disputes.map(|it| json!({ "about": it.about, "kind": it.kind })).collect();
        Ok(Json(object).into_response())
    })
    .await
}

/// `GET /api/claims`.
pub(super) async fn claims(State(app): State<App>, asked: Asked) -> Result<Response, Problem> {
    let (filter, page) = (asked.filter()?, Page::asked(&asked)?);
    let report = asked.get("report").to_owned();
    app.look(Scope::Claims(filter.clone(), report.clone(), page), move |view| {
        let rows = Rows::new(&view.overview);
        let (found, total) = view.page_of_claims(&filter, &report, page);
        Ok(page.list(found.into_iter().map(|at| rows.claim(at)).collect(), total, &view.note(&filter)))
    })
    .await
}

/// `GET /api/claims/{key}`: with what people decided about it.
pub(super) async fn claim(State(app): State<App>, Path(key): Path<String>) -> Result<Response, Problem> {
    app.look(Scope::Claim(key.clone()), move |view| {
        let at = view.claim(&key).ok_or_else(|| Problem::no_such("claim", &key))?;
        let mut object = Rows::new(&view.overview).claim(at);
        object["event"] = json!(view.event_of(at).map(|(id, _)| id));
        let decisions = view.decisions_on(rapporteur_store::TargetKind::Claim, &key);
        object["decisions"] = decisions.into_iter().map(decision).collect();
        Ok(Json(object).into_response())
    })
    .await
}

/// `GET /api/reports`.
pub(super) async fn reports(State(app): State<App>, asked: Asked) -> Result<Response, Problem> {
    let page = Page::asked(&asked)?;
    let worker = app.clone();
    app.wait(move || {
        if worker.views.is_large()? {
            let (rows, total) = worker.views.reports(page)?;
            return Ok(page.list(rows.iter().map(about).collect(), total, ""));
        }
        let view = worker.views.view(&Scope::Whole)?;
        Ok(page.answer(view.overview.accounts.iter(), "", |account| about(&row(account))))
    })
    .await
}

fn about(report: &ReportRow) -> Value {
    json!({
        "name": report.label, "title": report.title, "publisher": report.publisher, "published": report.published,
        "sentences": report.sentences, "claims": report.claims, "link": report_link(&report.label),
    })
}

/// `GET /api/reports/{name}`: with its text and its claims.
pub(super) async fn report(State(app): State<App>, Path(name): Path<String>) -> Result<Response, Problem> {
    app.look(Scope::Report(name.clone()), move |view| {
        let report = view.report(&name).ok_or_else(|| Problem::no_such("report", &name))?;
        let account = &view.overview.accounts[report];
        let rows = Rows::new(&view.overview);
        let mut object = about(&row(account));
        object["text"] = json!(account.report.text);
        object["claims"] = (0..account.claims.len()).map(|claim| rows.claim(ClaimRef { report, claim })).collect();
        Ok(Json(object).into_response())
    })
    .await
}

/// `POST /api/reports?name=&date=&publisher=`: a report as the body.
pub(super) async fn add_report(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    asked: Asked,
    body: Bytes,
) -> Result<Response, Problem> {
    let options = pages::add::options(&asked)?;
    let added = pages::add::add(&app, &visitor, asked.get("name").to_owned(), body.to_vec(), options).await?;
    Ok((StatusCode::CREATED, Json(added)).into_response())
}

/// `GET /api/search?q=`.
pub(super) async fn search(State(app): State<App>, asked: Asked) -> Result<Response, Problem> {
    let (page, words) = (Page::asked(&asked)?, asked.get("q").to_owned());
    let worker = app.clone();
    app.wait(move || {
        let hits = worker.views.search(&words, page.offset + page.limit)?;
        Ok(page.answer(hits.into_iter(), "", |hit| {
            json!({
                "report": hit.label, "published": hit.published, "sentence": hit.index + 1,
                "text": cards::one_line(&hit.words), "link": format!("{}#s{}", report_link(&hit.label), hit.index + 1),
            })
        }))
    })
    .await
}

/// `GET /api/suggest/actors?q=` and `/api/suggest/places?q=`: names that go on as these letters do.
pub(super) async fn suggest(
    State(app): State<App>,
    Path(what): Path<String>,
    asked: Asked,
) -> Result<Response, Problem> {
    let letters = asked.get("q").to_owned();
    let worker = app.clone();
    app.look(Scope::Decisions, move |view| {
        let items: Vec<Value> = match what.as_str() {
            "actors" => {
                let actors = names::suggest(&Recorded { view, views: &worker.views }, &letters, SUGGESTED)?;
                actors.iter().map(|it| json!({ "value": names::written(it), "name": it.name })).collect()
            }
            "places" => {
                let found = places::suggest(&letters, SUGGESTED);
                found.iter().map(|it| json!({ "value": place(it), "name": it.name })).collect()
            }
            _ => return Err(Problem::no_such("suggestion", &what).hint("one of actors, places")),
        };
        Ok(Json(json!({ "items": items })).into_response())
    })
    .await
}

fn place(place: &rapporteur_core::Place) -> String {
    match places::state_name(&place.country) {
        Some(state) if state != place.name => format!("{}, {state}", place.name),
        _ => place.name.clone(),
    }
}

/// `GET /api/queue`: claims that nobody decided about, most doubtful and weighty first.
pub(super) async fn queue(State(app): State<App>, asked: Asked) -> Result<Response, Problem> {
    let (filter, page) = (asked.filter()?, Page::asked(&asked)?);
    app.look(Scope::Latest(filter.clone()), move |view| {
        let rows = Rows::new(&view.overview);
        Ok(page.answer(
            super::queue::queue(view, &filter, &asked.carried()).iter(),
            &view.note(&filter),
            |task| json!({ "claim": rows.claim(task.at), "doubt": task.doubt, "weight": task.weight, "why": task.why }),
        ))
    })
    .await
}

/// `GET /api/decisions`: newest first.
pub(super) async fn decisions(State(app): State<App>, asked: Asked) -> Result<Response, Problem> {
    let page = Page::asked(&asked)?;
    app.look(Scope::Decisions, move |view| Ok(page.answer(view.moment.decisions.iter().rev(), "", decision))).await
}

fn decision(it: &Decision) -> Value {
    json!({
        "id": it.id.0, "at": it.at.to_string(), "reviewer": it.reviewer, "act": it.act.as_str(),
        "kind": it.target.kind.as_str(), "target": it.target.id, "change": it.change, "seen": it.seen,
        "comment": it.comment, "undoes": it.undoes.map(|id| id.0), "in_force": it.in_force,
    })
}

/// `GET /api/{table}`: disputes, commitments, truces, meetings, figures, quotes, actors.
pub(super) async fn table(State(app): State<App>, Path(name): Path<String>, asked: Asked) -> Result<Response, Problem> {
    let (filter, page) = (asked.filter()?, Page::asked(&asked)?);
    app.look(Scope::Latest(filter.clone()), move |view| {
        let table = operations::is_table(&name).then(|| pages::table::table(view, &filter, &asked.carried(), &name));
        let table = table.flatten();
        let table = table.ok_or_else(|| Problem::no_such("list", &name).hint("/api lists what there is"))?;
        Ok(page.answer(table.objects.iter(), &view.note(&filter), Value::clone))
    })
    .await
}
