//! Decisions: from a form or as JSON, into the record, and out to all who look.

mod form;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form, Json};
use rapporteur_store::{Act, DecisionId, NewDecision, Store, Target, TargetKind};
use serde::Deserialize;
use serde_json::Value;

use super::error::Problem;
use super::guard::Visitor;
use super::names::Recorded;
use super::state::{App, Change};
use super::views::{Scope, now};
use crate::review::{ClaimChange, Grouping};
use form::{Fields, change, date};

/// Longest comment, in bytes.
const LONGEST: usize = 4_000;

/// A decision as the API takes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    act: String,
    kind: String,
    id: String,
    #[serde(default)]
    change: Option<Value>,
    #[serde(default)]
    comment: Option<String>,
}

/// `POST /api/decisions`.
pub(super) async fn json(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    body: Result<Json<Wanted>, axum::extract::rejection::JsonRejection>,
) -> Result<Response, Problem> {
    let Json(wanted) = body.map_err(|error| rejected(&error))?;
    let bad = |message: String| Problem::bad(message);
    let act: Act = wanted.act.parse().map_err(bad)?;
    let kind: TargetKind = wanted.kind.parse().map_err(bad)?;
    let id = keep(&app, &visitor, act, target(kind, &wanted.id), wanted.change, wanted.comment).await?;
    Ok((StatusCode::CREATED, Json(serde_json::json!({ "id": id }))).into_response())
}

fn rejected(error: &axum::extract::rejection::JsonRejection) -> Problem {
    let too_large = error.status() == StatusCode::PAYLOAD_TOO_LARGE;
    Problem {
        status: if too_large { error.status() } else { StatusCode::BAD_REQUEST },
        ..Problem::bad(error.body_text())
    }
}

/// `POST /api/decisions/{id}/undo`.
pub(super) async fn undo(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let id = take_back(&app, &visitor, &id, None).await?;
    Ok((StatusCode::CREATED, Json(serde_json::json!({ "id": id }))).into_response())
}

/// `POST /decide`: the forms of the pages. Leads back to where the form stood.
pub(super) async fn form(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Redirect, Problem> {
    let fields = Fields(fields);
    let comment = Some(fields.get("comment").to_owned()).filter(|words| !words.is_empty());
    let back = local(fields.get("return"));
    if fields.get("act") == "undo" {
        take_back(&app, &visitor, fields.get("id"), comment).await?;
        return Ok(Redirect::to(&back));
    }
    let act: Act = fields.get("act").parse().map_err(Problem::bad)?;
    let kind: TargetKind = fields.get("kind").parse().map_err(Problem::bad)?;
    let id = fields.get("id").to_owned();
    let scope = match kind {
        TargetKind::Claim => Scope::Claim(id.clone()),
        _ => Scope::These(vec![id.clone(), fields.get("with").to_owned()]),
    };
    let worker = app.clone();
    let change = app
        .look(scope, {
            let id = id.clone();
            move |view| change(&Recorded { view, views: &worker.views }, act, kind, &id, &fields)
        })
        .await?;
    keep(&app, &visitor, act, target(kind, &id), change, comment).await?;
    Ok(Redirect::to(&back))
}

/// What an id means: the record knows event `e12`, and what was split off it as `e12-2`, as 12.
fn target(kind: TargetKind, id: &str) -> Target {
    let number = id.trim_start_matches('e').split('-').next().unwrap_or_default();
    Target::new(kind, if kind == TargetKind::Event { number } else { id })
}

/// Keeps a decision, and tells those who look.
async fn keep(
    app: &App,
    visitor: &Visitor,
    act: Act,
    target: Target,
    change: Option<Value>,
    comment: Option<String>,
) -> Result<i64, Problem> {
    if comment.as_ref().is_some_and(|words| words.len() > LONGEST) {
        return Err(Problem::bad(format!("`comment`: expected at most {LONGEST} bytes")));
    }
    check(act, &target, change.as_ref())?;
    let told = told(act, &target, visitor);
    let decision = NewDecision { at: now(), reviewer: visitor.reviewer.clone(), act, target, change, comment };
    let worker = app.clone();
    let id = app.wait(move || Ok(worker.views.write(|store, run| store.decide(&decision, run))?.0)).await?;
    // Nobody may be listening.
    let _ = app.changes.send(told);
    Ok(id)
}

/// Refuses changes that no view would understand.
fn check(act: Act, target: &Target, change: Option<&Value>) -> Result<(), Problem> {
    let bad = |error: serde_json::Error| Problem::bad(format!("`change`: {error}"));
    let read = |value: &Value| match (act, target.kind) {
        (Act::Edit, TargetKind::Claim) => {
            let change: ClaimChange = serde_json::from_value(value.clone()).map_err(bad)?;
            change.date.as_deref().map_or(Ok(()), |it| date(it).map(drop))
        }
        (Act::Merge | Act::Split, TargetKind::Event) => {
            serde_json::from_value::<Grouping>(value.clone()).map_err(bad).map(drop)
        }
        _ => Err(Problem::bad(format!("`change`: `{act}` of a {} takes none", target.kind))),
    };
    change.map_or(Ok(()), read)
}

async fn take_back(app: &App, visitor: &Visitor, id: &str, comment: Option<String>) -> Result<i64, Problem> {
    let id: i64 = id.parse().map_err(|_| Problem::no_such("decision", id))?;
    let reviewer = visitor.reviewer.clone();
    let worker = app.clone();
    let undo = app
        .wait(move || {
            let undo =
                |store: &mut dyn Store, run| store.undo(DecisionId(id), &reviewer, now(), comment.as_deref(), run);
            Ok(worker.views.write(undo)?.0)
        })
        .await?;
    let reviewer = visitor.reviewer.clone();
    let _ = app.changes.send(Change { act: "undo".into(), kind: "decision".into(), id: id.to_string(), reviewer });
    Ok(undo)
}

fn told(act: Act, target: &Target, visitor: &Visitor) -> Change {
    Change {
        act: act.to_string(),
        kind: target.kind.to_string(),
        id: target.id.clone(),
        reviewer: visitor.reviewer.clone(),
    }
}

/// An address of this page to lead back to; anything else leads to the brief.
pub(super) fn local(address: &str) -> String {
    let ours = address.starts_with('/') && !address.starts_with("//") && !address.contains(['\\', '\r', '\n']);
    if ours { address.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn no_form_leads_elsewhere() {
        for (address, to) in [
            ("/review?x=1#c", "/review?x=1#c"),
            ("//evil.example", "/"),
            ("https://evil.example", "/"),
            ("/\\evil.example", "/"),
            ("", "/"),
        ] {
            assert_eq!(local(address), to);
        }
    }
}
