//! The pages, one file each; every one is whole without scripts.

pub(super) mod add;
pub(super) mod brief;
pub(super) mod claim;
pub(super) mod drawings;
pub(super) mod event;
pub(super) mod export;
pub(super) mod report;
pub(super) mod review;
pub(super) mod search;
pub(super) mod sign_in;
pub(super) mod table;

use askama::Template;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::asked::Asked;
use super::error::Problem;
use super::guard::Visitor;
use super::state::App;
use super::views::View;
use crate::output::views::Filter;

/// What all pages have around them.
pub(super) struct Shell {
    pub(super) title: String,
    /// Which entry of the menu is here.
    pub(super) here: &'static str,
    pub(super) csrf: String,
    pub(super) reviewer: String,
    pub(super) record: String,
    /// The filter, for links from view to view.
    pub(super) carried: String,
    pub(super) filter: FilterFields,
    /// Where forms lead back to.
    pub(super) back: String,
    /// Says where not all of the record is shown.
    pub(super) note: String,
}

/// The filter form's fields, as they were written.
#[derive(Default)]
pub(super) struct FilterFields {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) actor: String,
    pub(super) place: String,
    pub(super) kind: String,
    pub(super) words: String,
    pub(super) set: bool,
}

impl Shell {
    pub(super) fn new(app: &App, visitor: &Visitor, here: &'static str, title: impl Into<String>) -> Self {
        let record = app.settings.record.file_name().unwrap_or(app.settings.record.as_os_str());
        Self {
            title: title.into(),
            here,
            csrf: visitor.csrf.clone(),
            reviewer: visitor.reviewer.clone(),
            record: record.to_string_lossy().into_owned(),
            carried: String::new(),
            filter: FilterFields::default(),
            back: here.to_owned(),
            note: String::new(),
        }
    }

    /// With what the visitor asked for.
    pub(super) fn asked(mut self, asked: &Asked) -> Self {
        let get = |name: &str| asked.get(name).to_owned();
        self.carried = asked.carried();
        self.back = format!("{}{}", self.here, self.carried);
        self.filter = FilterFields {
            from: get("from"),
            to: get("to"),
            actor: get("actor"),
            place: get("place"),
            kind: get("type"),
            words: get("q"),
            set: asked.is_filtered(),
        };
        self
    }

    /// With another address to lead back to.
    pub(super) fn back(mut self, back: impl Into<String>) -> Self {
        self.back = back.into();
        self
    }

    /// With what a view says of itself.
    pub(super) fn of(mut self, view: &View, filter: &Filter) -> Self {
        self.note = view.note(filter);
        self
    }

    /// The sixteen event types, for menus.
    pub(super) fn kinds(&self) -> [rapporteur_core::EventType; 16] {
        rapporteur_core::EventType::ALL
    }
}

/// A filled template as an answer.
pub(super) fn html(template: &impl Template) -> Result<Response, Problem> {
    Ok(([(header::CONTENT_TYPE, "text/html; charset=utf-8")], template.render()?).into_response())
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    shell: Shell,
    message: String,
    hint: String,
}

/// The page that says what went wrong.
pub(super) fn problem(app: &App, visitor: Option<&Visitor>, problem: &Problem) -> Response {
    let nobody = Visitor { csrf: String::new(), reviewer: String::new() };
    let shell = Shell::new(app, visitor.unwrap_or(&nobody), "", "That did not work");
    let hint = problem.hint.clone().unwrap_or_default();
    let page = html(&ProblemPage { shell, message: super::super::output::phrase::capital(&problem.message), hint });
    let mut response = page.unwrap_or_else(|problem| problem.json());
    *response.status_mut() = problem.status;
    response
}
