//! Reports: the list, and each with its text and its claims beside each other, linked both ways.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use rapporteur_core::event::ClaimRef;
use rapporteur_core::{Account, Span};
use rapporteur_store::{ReportRow, TargetKind};

use super::{Shell, html};
use crate::output::dates;
use crate::web::asked::Asked;
use crate::web::cards::{self, Card, Verdict, report_link};
use crate::web::error::Problem;
use crate::web::guard::Visitor;
use crate::web::markup::{Mark, Piece, pieces};
use crate::web::state::App;
use crate::web::views::{Page, Scope, View};

#[derive(Template)]
#[template(path = "reports.html")]
struct ReportsPage {
    shell: Shell,
    rows: Vec<Row>,
    asked: PageOf,
}

/// Which rows of how many.
pub(in crate::web) struct PageOf {
    pub(in crate::web) first: usize,
    pub(in crate::web) last: usize,
    pub(in crate::web) total: usize,
    /// Address of the page before and after; empty when there is none.
    pub(in crate::web) before: String,
    pub(in crate::web) after: String,
}

impl PageOf {
    /// The page of this number, from 1, of so many rows.
    pub(in crate::web) fn new(here: &str, carried: &str, page: usize, size: usize, total: usize) -> Self {
        let link = |page: usize| {
            let joint = if carried.is_empty() { "?" } else { "&" };
            format!("{here}{carried}{joint}page={page}")
        };
        let first = (page - 1).saturating_mul(size);
        Self {
            first: (first + 1).min(total),
            last: (first + size).min(total),
            total,
            before: if page > 1 && first < total + size { link(page - 1) } else { String::new() },
            after: if first + size < total { link(page + 1) } else { String::new() },
        }
    }
}

struct Row {
    title: String,
    link: String,
    publisher: String,
    published: String,
    sentences: usize,
    claims: usize,
    warnings: usize,
}

const PAGE: usize = 100;

/// `GET /reports`.
pub(in crate::web) async fn list(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    asked: Asked,
) -> Result<Response, Problem> {
    let shell = Shell::new(&app, &visitor, "/reports", "Reports");
    let page = asked.number("page", 1, 1_000_000, 1)?;
    let worker = app.clone();
    app.wait(move || {
        let asked = Page { limit: PAGE, offset: (page - 1) * PAGE };
        let (rows, total) = if worker.views.is_large()? {
            worker.views.reports(asked)?
        } else {
            let mut rows: Vec<ReportRow> =
                worker.views.view(&Scope::Whole)?.overview.accounts.iter().map(row).collect();
            rows.sort_by(|a, b| b.published.cmp(&a.published).then_with(|| a.label.cmp(&b.label)));
            asked.of(rows)
        };
        let shown = |report: ReportRow| Row {
            link: report_link(&report.label),
            title: report.title.unwrap_or(report.label),
            publisher: report.publisher.unwrap_or_default(),
            published: report.published.map(dates::day).unwrap_or_default(),
            sentences: report.sentences,
            claims: report.claims,
            warnings: report.diagnostics,
        };
        let rows = rows.into_iter().map(shown).collect();
        html(&ReportsPage { shell, rows, asked: PageOf::new("/reports", "", page, PAGE, total) })
    })
    .await
}

/// A report in short, by its account.
pub(in crate::web) fn row(account: &Account) -> ReportRow {
    let report = &account.report;
    ReportRow {
        label: report.name.clone(),
        title: report.title.clone(),
        publisher: report.publisher.clone(),
        published: report.published,
        sentences: account.sentences.len(),
        claims: account.claims.len(),
        diagnostics: account.diagnostics.len(),
    }
}

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage {
    shell: Shell,
    title: String,
    publisher: String,
    published: String,
    origin: String,
    paragraphs: Vec<Paragraph>,
    rejected: Vec<Card>,
    diagnostics: Vec<(String, String)>,
    history: Vec<Verdict>,
}

/// A paragraph of the text with the claims in it.
struct Paragraph {
    pieces: Vec<Piece>,
    cards: Vec<Card>,
}

/// `GET /report/{name}`.
pub(in crate::web) async fn show(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    let shell = Shell::new(&app, &visitor, "/reports", &name).back(report_link(&name));
    app.look(Scope::Report(name.clone()), move |view| {
        let report = view.report(&name).ok_or_else(|| Problem::no_such("report", &name))?;
        html(&page(view, shell, report))
    })
    .await
}

fn page(view: &View, mut shell: Shell, report: usize) -> ReportPage {
    let account = &view.overview.accounts[report];
    let about = &account.report;
    let title = about.title.clone().unwrap_or_else(|| about.name.clone());
    shell.title.clone_from(&title);
    let rejected = view.rejected.iter().filter(|it| it.report == report);
    ReportPage {
        shell,
        title,
        publisher: about.publisher.clone().unwrap_or_default(),
        published: about.published.map_or_else(|| "no date".to_owned(), dates::day),
        origin: about.origin.rsplit(['/', '\\']).next().unwrap_or_default().to_owned(),
        paragraphs: paragraphs(view, report, account),
        rejected: rejected.filter_map(|it| cards::by_key(view, &it.key)).collect(),
        diagnostics: account.diagnostics.iter().map(|d| (d.kind.clone(), d.message.clone())).collect(),
        history: view.decisions_on(TargetKind::Report, &about.name).into_iter().map(cards::verdict).collect(),
    }
}

fn paragraphs(view: &View, report: usize, account: &Account) -> Vec<Paragraph> {
    let text = &account.report.text;
    let marks = marks(view, report, account);
    let sentences: Vec<(usize, usize)> = account.sentences.iter().zip(1..).map(|(span, n)| (span.start, n)).collect();
    let paragraph = |within: Span| {
        let here = |n: &usize| within.contains(account.claims[*n].trigger);
        let claims = (0..account.claims.len()).filter(here);
        let mut claims: Vec<ClaimRef> = claims.map(|claim| ClaimRef { report, claim }).collect();
        claims.sort_by_key(|at| account.claims[at.claim].trigger.start);
        Paragraph {
            pieces: pieces(text, within, &marks, &sentences),
            cards: claims.into_iter().filter_map(|at| cards::card(view, at)).collect(),
        }
    };
    blocks(text).into_iter().map(paragraph).collect()
}

/// Everything that is marked on a report's text.
fn marks(view: &View, report: usize, account: &Account) -> Vec<Mark> {
    let claims = account.claims.iter().enumerate();
    let mut marks: Vec<Mark> = claims
        .flat_map(|(claim, it)| cards::marks(account, it, view.overview.claim_id(ClaimRef { report, claim })))
        .collect();
    let plain = |span, class, title: String| Mark { span, class, title, ..Mark::default() };
    marks.extend(account.quotes.iter().map(|it| plain(it.span, "quote", String::new())));
    marks.extend(account.figures.iter().map(|it| plain(it.span, "figure", "figure".to_owned())));
    marks.extend(account.times.iter().map(|it| {
        let day = it.interval.best().map_or_else(|| it.value.clone(), |it| dates::interval(*it));
        plain(it.span, "time", format!("time: {day}"))
    }));
    marks
}

/// The stretches of a text between blank lines.
fn blocks(text: &str) -> Vec<Span> {
    let (mut blocks, mut start) = (Vec::new(), None);
    let mut end = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            blocks.extend(start.take().map(|start| Span::new(start, end)));
        } else {
            let lead = line.len() - line.trim_start().len();
            start.get_or_insert(at + lead);
            end = at + line.trim_end().len();
        }
        at += line.len();
    }
    blocks.extend(start.map(|start| Span::new(start, end)));
    blocks
}

#[cfg(test)]
mod tests {
    use super::blocks;

    #[test]
    fn paragraphs_are_what_stands_between_blank_lines() {
        let text = "\n One.\nTwo.  \n\n \n\tÇa va.\n";
        let words: Vec<&str> = blocks(text).into_iter().map(|span| span.of(text)).collect();
        assert_eq!(words, ["One.\nTwo.", "Ça va."]);
        assert!(blocks(" \n\n").is_empty());
    }
}
