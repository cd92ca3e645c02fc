//! The views that are tables.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use serde_json::Value;

use super::report::PageOf;
use super::{Shell, html};
use crate::output::overview::Overview;
use crate::output::table::View as Table;
use crate::output::views::{self, Filter};
use crate::web::asked::{Asked, encode};
use crate::web::cards::report_link;
use crate::web::error::Problem;
use crate::web::guard::Visitor;
use crate::web::state::App;
use crate::web::views::{Page, Scope, View};

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

/// What is asked for by one page of a table.
pub(super) fn scope(name: &str, filter: &Filter, page: Page) -> Scope {
    match name {
        "claims" => Scope::Claims(filter.clone(), String::new(), page),
        "events" => Scope::Events(filter.clone(), page),
        _ => Scope::Latest(filter.clone()),
    }
}

/// One page of a table, and how many rows there are on all.
pub(super) fn page_of(view: &View, filter: &Filter, carried: &str, name: &str, page: Page) -> Option<(Table, usize)> {
    let overview = &view.overview;
    Some(match name {
        "claims" => {
            let (claims, total) = view.page_of_claims(filter, "", page);
            (views::some_claims(overview, claims), total)
        }
        "events" => {
            let (events, total) = view.page_of_events(filter, page);
            (views::some_events(overview, events), total)
        }
        _ => {
            let all = table(view, filter, carried, name)?;
            (all.part(page.offset, page.limit), all.rows.len())
        }
    })
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
    let asked = Page { limit: PAGE, offset: (page - 1) * PAGE };
    app.look(scope(&name, &filter, asked), move |view| {
        let (table, total) =
            page_of(view, &filter, &shell.carried, &name, asked).ok_or_else(|| Problem::no_such("table", &name))?;
        let asked = PageOf::new(&here, &shell.carried, page, PAGE, total);
        let row = |(cells, object): (&Vec<String>, &Value)| {
            let columns = table.columns.iter().zip(cells);
            columns.map(|(column, cell)| self::cell(&view.overview, &name, column, cell, object)).collect()
        };
        let rows = table.rows.iter().zip(&table.objects).map(row).collect();
        html(&TablePage {
            shell: shell.of(view, &filter),
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
