//! The views that are tables, and every view as a file.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::report::PageOf;
use super::{Shell, html};
use crate::output::overview::Overview;
use crate::output::table::{Form, View as Table};
use crate::output::views::{self, Filter};
use crate::web::asked::{Asked, encode};
use crate::web::cards::report_link;
use crate::web::error::Problem;
use crate::web::guard::Visitor;
use crate::web::state::App;
use crate::web::views::View;

/// Name, heading and a sentence for each table.
pub(in crate::web) const TABLES: &[(&str, &str, &str)] = &[
    ("events", "Events", "What happened: claims of all reports put together."),
    ("claims", "Claims", "What each report says, claim by claim."),
    ("actors", "Actors", "Who acts, who is acted on, who speaks."),
    ("timeline", "Timeline", "What happened, day by day, a sentence each."),
    ("network", "Ties", "Who backs, arms, fights or talks with whom."),
    ("disputes", "Disputes", "What the reports and those they quote do not agree on."),
    ("commitments", "Commitments", "Offers, pledges, demands and threats, with what became of them."),
    ("truces", "Truces", "Cease-fires, with what became of them."),
    ("meetings", "Meetings", "Who meets, where and when; who is expected and who may come."),
    ("figures", "Figures", "Counts: of the dead, the displaced, troops, money, with whose they are."),
    ("quotes", "Quotes", "Exact words, with who said them."),
];

/// The table of this name, of what passes a filter, which `carried` names.
pub(in crate::web) fn table(view: &View, filter: &Filter, carried: &str, name: &str) -> Option<Arc<Table>> {
    let make = || made(&super::brief::filtered(&view.overview, filter), filter, name);
    let known = TABLES.iter().any(|(known, ..)| *known == name);
    known.then(|| view.keep(format!("table {name} {carried}"), || make().unwrap_or_default()))
}

fn made(overview: &Overview, filter: &Filter, name: &str) -> Option<Table> {
    Some(match name {
        "events" => views::events(overview),
        "claims" => views::claims(overview, filter),
        "actors" => views::actors(overview, filter),
        "timeline" => views::timeline(overview),
        "network" => views::network(overview),
        "disputes" => views::disputes(overview),
        "commitments" => views::commitments(overview),
        "truces" => views::truces(overview),
        "meetings" => views::meetings(overview),
        "figures" => views::figures(overview, filter),
        "quotes" => views::quotes(overview, filter),
        _ => return None,
    })
}

#[derive(Template)]
#[template(path = "table.html")]
struct TablePage {
    shell: Shell,
    name: String,
    heading: &'static str,
    about: &'static str,
    tables: &'static [(&'static str, &'static str, &'static str)],
    columns: Vec<&'static str>,
    rows: Vec<Vec<Cell>>,
    empty: &'static str,
    asked: PageOf,
}

/// A cell: lines of words, or links.
struct Cell {
    column: &'static str,
    lines: Vec<String>,
    links: Vec<(String, String)>,
}

const PAGE: usize = 100;

/// `GET /table/{name}`.
pub(in crate::web) async fn show(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    Path(name): Path<String>,
    asked: Asked,
) -> Result<Response, Problem> {
    let filter = asked.filter()?;
    let page = asked.number("page", 1, 1_000_000, 1)?;
    let known = TABLES.iter().find(|(known, ..)| *known == name);
    let &(_, heading, about) = known.ok_or_else(|| Problem::no_such("table", &name))?;
    let here = format!("/table/{name}");
    let shell =
        Shell::new(&app, &visitor, "/table/events", heading).asked(&asked).back(here.clone() + &asked.carried());
    app.look(move |view| {
        let table = table(view, &filter, &shell.carried, &name).ok_or_else(|| Problem::no_such("table", &name))?;
        let asked = PageOf::new(&here, &shell.carried, page, PAGE, table.rows.len());
        let rows = table.rows.iter().zip(&table.objects).skip((page - 1) * PAGE).take(PAGE);
        let row = |(cells, object): (&Vec<String>, &Value)| {
            table
                .columns
                .iter()
                .zip(cells)
                .map(|(column, cell)| self::cell(&view.overview, &name, column, cell, object))
                .collect()
        };
        let rows = rows.map(row).collect();
        html(&TablePage {
            shell,
            heading,
            about,
            tables: TABLES,
            columns: table.columns.clone(),
            rows,
            empty: table.empty,
            asked,
            name,
        })
    })
    .await
}

/// A cell with links where it names claims, events or actors.
fn cell(overview: &Overview, name: &str, column: &'static str, words: &str, object: &Value) -> Cell {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let links = match (name, column) {
        ("events", "id" | "what") => vec![(words.to_owned(), format!("/event/{}", text(&object["id"])))],
        ("claims", "id") => vec![(words.chars().take(8).collect(), format!("/claim/{words}"))],
        ("actors", "actor") => vec![(words.to_owned(), format!("/table/events?actor={}", encode(words)))],
        ("meetings", "meeting") => vec![(words.to_owned(), format!("/event/{}", text(&object["event"])))],
        ("disputes", "about") => vec![(words.to_owned(), format!("/event/{}", text(&object["event"])))],
        (_, "where") => places(overview, object),
        _ => Vec::new(),
    };
    Cell { column, lines: words.lines().map(str::to_owned).collect(), links }
}

/// Links to the sentences that a row rests on.
fn places(overview: &Overview, object: &Value) -> Vec<(String, String)> {
    let own = std::slice::from_ref(object);
    let claims = object["claims"].as_array().map(Vec::as_slice);
    let words = object.get("words").map(std::slice::from_ref);
    let mut places: Vec<(String, u64)> = Vec::new();
    for it in claims.or(words).unwrap_or(own) {
        let place = (it["report"].as_str().unwrap_or_default().to_owned(), it["sentence"].as_u64().unwrap_or_default());
        if !places.contains(&place) {
            places.push(place);
        }
    }
    let link = |(report, sentence): &(String, u64)| {
        let key = overview.accounts.iter().position(|a| a.report.name == *report).map_or("?", |n| overview.key(n));
        (format!("{key}:{sentence}"), format!("{}#s{sentence}", report_link(report)))
    };
    places.iter().take(6).map(link).collect()
}

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
    app.look(move |view| {
        let table = table(view, &filter, &asked.carried(), &name).ok_or_else(|| Problem::no_such("table", &name))?;
        // The name is one of a fixed list by now: nothing of the address gets into the header.
        let disposition = format!("attachment; filename=\"{name}.{}\"", if form == Form::Csv { "csv" } else { "json" });
        let headers = [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
        Ok((headers, table.print(form, 0)).into_response())
    })
    .await
}
