//! The brief: one page to print, every line linked to the sentences that it rests on.

use std::borrow::Cow;
use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::{Shell, html};
use crate::output::brief::{self, Brief, Length};
use crate::output::overview::{Overview, Reference};
use crate::output::views::Filter;
use crate::web::asked::Asked;
use crate::web::cards::report_link;
use crate::web::error::Problem;
use crate::web::guard::Visitor;
use crate::web::state::App;
use crate::web::views::{Scope, View};

#[derive(Template)]
#[template(path = "brief.html")]
struct BriefPage {
    shell: Shell,
    title: String,
    subtitle: String,
    sections: Vec<Section>,
    reports: Vec<Source>,
    unused: usize,
    long: bool,
    markdown: String,
    empty: bool,
}

struct Section {
    heading: &'static str,
    id: String,
    lines: Vec<Line>,
    more: usize,
    more_link: String,
}

struct Line {
    lead: String,
    text: String,
    cited: Vec<Citation>,
    below: Vec<Line>,
}

/// A link to the sentence of a report, with the claims in it.
struct Citation {
    label: String,
    link: String,
    title: String,
}

struct Source {
    key: String,
    about: String,
    link: String,
}

/// `GET /`.
pub(in crate::web) async fn show(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    asked: Asked,
) -> Result<Response, Problem> {
    let shell = Shell::new(&app, &visitor, "/", "Brief").asked(&asked);
    let long = asked.get("long") == "1";
    let filter = asked.filter()?;
    app.look(Scope::Latest(filter.clone()), move |view| {
        let brief = composed(view, &filter, &shell.carried, long);
        let markdown = brief::markdown(&brief);
        let carried = shell.carried.clone();
        let overview = &view.overview;
        html(&BriefPage {
            shell: shell.of(view, &filter),
            empty: overview.accounts.is_empty(),
            title: brief.title.clone(),
            subtitle: brief.subtitle.clone(),
            sections: sections(overview, &brief, &carried),
            reports: sources(overview, &brief),
            unused: brief.unused,
            long,
            markdown,
        })
    })
    .await
}

/// `GET /brief.md`.
pub(in crate::web) async fn markdown(State(app): State<App>, asked: Asked) -> Result<Response, Problem> {
    let filter = asked.filter()?;
    let long = asked.get("long") == "1";
    app.look(Scope::Latest(filter.clone()), move |view| {
        let text = brief::markdown(&composed(view, &filter, &asked.carried(), long));
        Ok(([(header::CONTENT_TYPE, "text/markdown; charset=utf-8")], text).into_response())
    })
    .await
}

/// The brief of what passes a filter, which `carried` names.
pub(in crate::web) fn composed(view: &View, filter: &Filter, carried: &str, long: bool) -> Arc<Brief> {
    let length = if long { Length::Long } else { Length::Page };
    view.keep(format!("brief {long} {carried}"), || brief::brief(&filtered(&view.overview, filter), length))
}

/// The overview with only what passes a filter; borrowed when all does.
pub(in crate::web) fn filtered<'o>(overview: &'o Overview, filter: &Filter) -> Cow<'o, Overview> {
    if filter.is_empty() {
        return Cow::Borrowed(overview);
    }
    let mut kept = overview.clone();
    kept.retain(filter);
    Cow::Owned(kept)
}

fn sections(overview: &Overview, brief: &Brief, carried: &str) -> Vec<Section> {
    let section = |section: &brief::Section| Section {
        heading: section.heading,
        id: section.heading.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "-"),
        lines: section.lines.iter().map(|line| self::line(overview, line)).collect(),
        more: section.more.map_or(0, |(more, _)| more),
        more_link: section.more.map(|(_, command)| page_of(command, carried)).unwrap_or_default(),
    };
    brief.sections.iter().map(section).collect()
}

/// The page that shows what a command prints.
fn page_of(command: &str, carried: &str) -> String {
    let name = command.split(' ').nth(1).unwrap_or_default();
    let page = match name {
        "timeline" | "network" | "search" => format!("/{name}"),
        _ => format!("/table/{name}"),
    };
    page + carried
}

fn line(overview: &Overview, line: &brief::Line) -> Line {
    Line {
        lead: line.lead.clone(),
        text: line.text.clone(),
        cited: line.references.iter().map(|&it| citation(overview, it)).collect(),
        below: line.below.iter().map(|line| self::line(overview, line)).collect(),
    }
}

fn citation(overview: &Overview, reference: Reference) -> Citation {
    let Reference { report, sentence } = reference;
    let account = overview.accounts.get(report);
    let words = account.and_then(|a| Some(a.sentences.get(sentence.checked_sub(1)?)?.of(&a.report.text)));
    Citation {
        label: format!("{}:{sentence}", overview.key(report)),
        link: format!("{}#s{sentence}", report_link(account.map_or("", |a| &a.report.name))),
        title: crate::web::cards::one_line(words.unwrap_or_default()),
    }
}

fn sources(overview: &Overview, brief: &Brief) -> Vec<Source> {
    let name = |key: &str| {
        let report = (0..overview.accounts.len()).find(|&n| overview.key(n) == key);
        report.map_or("", |n| overview.accounts[n].report.name.as_str())
    };
    let source = |(key, about): &(String, String)| Source {
        key: key.clone(),
        about: about.clone(),
        link: report_link(name(key)),
    };
    brief.reports.iter().map(source).collect()
}
