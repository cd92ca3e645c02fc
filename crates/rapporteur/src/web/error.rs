//! What goes wrong, in one form: a page for people, the same object as JSON under `/api`.

use std::any::Any;

use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use rapporteur_store::{ErrorKind, StoreError};
use serde::Serialize;

use crate::ingest::IngestError;

/// One failure: its status, a stable name, words, and what to do.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Problem {
    #[serde(skip)]
    pub(super) status: StatusCode,
    /// In kebab case.
    pub(super) name: &'static str,
    /// What was expected and what was found.
    pub(super) message: String,
    /// What the visitor can do.
    pub(super) hint: Option<String>,
}

impl Problem {
    /// A failure of this status.
    pub(super) fn new(status: StatusCode, name: &'static str, message: impl Into<String>) -> Self {
        Self { status, name, message: message.into(), hint: None }
    }

    /// Something that is not in the record.
    pub(super) fn no_such(what: &str, id: &str) -> Self {
        let message = format!("the record has no {what} `{id}`");
        Self::new(StatusCode::NOT_FOUND, "no-such", message).hint("it may have changed; search for its words")
    }

    /// A part of a request that does not read.
    pub(super) fn bad(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid-request", message)
    }

    /// A fault of ours.
    pub(super) fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "answering failed inside the program")
    }

    /// Adds what the visitor can do.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// As JSON: `{"error": {"name", "message", "hint"}}`.
    pub(super) fn json(&self) -> Response {
        let body = serde_json::json!({ "error": self }).to_string();
        (self.status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
    }
}

/// The guard dresses it as a page or as JSON, whichever the visitor asked for.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self.status;
        response.extensions_mut().insert(self);
        response
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        let status = match *error.kind {
            ErrorKind::NoSuch { .. } => StatusCode::NOT_FOUND,
            ErrorKind::Invalid(_) => StatusCode::BAD_REQUEST,
            ErrorKind::AlreadyUndone(_) => StatusCode::CONFLICT,
            ErrorKind::Locked => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let hint = error.hint().map(str::to_owned);
        Self { status, name: error.kind.name(), message: error.kind.to_string(), hint }
    }
}

impl From<IngestError> for Problem {
    fn from(error: IngestError) -> Self {
        let problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, error.reason.name(), error.to_string());
        problem.hint(error.hint())
    }
}

impl From<askama::Error> for Problem {
    fn from(_: askama::Error) -> Self {
        Self::internal()
    }
}

/// No route leads there.
pub(super) async fn no_such_page() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "no-such-page", "there is no page at this address").hint("go to the brief: /")
}

/// The route is there, but not for this method.
pub(super) async fn no_such_method() -> Problem {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "no-such-method", "this address does not take this method")
}

/// A panic inside: the page goes on for others.
pub(super) fn panicked(_: Box<dyn Any + Send>) -> Response {
    Problem::internal().into_response()
}
