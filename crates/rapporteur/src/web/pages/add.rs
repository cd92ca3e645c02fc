//! Adding reports: files dropped or chosen, read by the pipeline as the command line would.

use askama::Template;
use axum::Extension;
use axum::extract::{Multipart, State};
use axum::response::Response;
use rapporteur_store::How;
use serde::Serialize;

use super::{Shell, html};
use crate::ingest::{IngestOptions, ingest_bytes};
use crate::output::phrase;
use crate::web::asked::Asked;
use crate::web::cards::report_link;
use crate::web::error::Problem;
use crate::web::guard::Visitor;
use crate::web::state::{App, Change};

#[derive(Template)]
#[template(path = "add.html")]
struct AddPage {
    shell: Shell,
    outcomes: Vec<Result<Added, (String, String, String)>>,
}

/// What adding one report did.
#[derive(Clone, Debug, Serialize)]
pub(in crate::web) struct Added {
    /// Its name in the record.
    pub(in crate::web) report: String,
    /// Where it is shown.
    pub(in crate::web) link: String,
    /// `new`, `version`, `read again` or `already there`.
    pub(in crate::web) how: &'static str,
    /// How many claims it makes.
    pub(in crate::web) claims: usize,
    /// What was odd about it.
    pub(in crate::web) warnings: Vec<String>,
}

/// `GET /add`.
pub(in crate::web) async fn show(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
) -> Result<Response, Problem> {
    html(&AddPage { shell: Shell::new(&app, &visitor, "/add", "Add reports"), outcomes: Vec::new() })
}

/// `POST /add`: a form with files; one that cannot be read does not stop the others.
pub(in crate::web) async fn read(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    mut form: Multipart,
) -> Result<Response, Problem> {
    let bad = |error: axum::extract::multipart::MultipartError| {
        let problem = Problem::new(error.status(), "invalid-request", error.body_text());
        problem.hint("send fewer or smaller files at once")
    };
    let (mut options, mut files) = (IngestOptions::default(), Vec::new());
    while let Some(field) = form.next_field().await.map_err(bad)? {
        let name = field.name().unwrap_or_default().to_owned();
        let file = field.file_name().map(str::to_owned);
        let bytes = field.bytes().await.map_err(bad)?;
        let text = || String::from_utf8_lossy(&bytes).trim().to_owned();
        match (name.as_str(), file) {
            ("date", _) if !bytes.is_empty() => {
                let bad =
                    |_| Problem::bad(format!("`date`: expected a day, found `{}`", text())).hint("write 2016-10-14");
                options.date = Some(text().parse().map_err(bad)?);
            }
            ("publisher", _) => options.publisher = Some(text()).filter(|it| !it.is_empty()),
            ("report", Some(file)) if !file.is_empty() => files.push((file, bytes)),
            _ => {}
        }
    }
    let mut outcomes = Vec::new();
    for (file, bytes) in files {
        let outcome = add(&app, &visitor, file.clone(), bytes.to_vec(), options.clone()).await;
        outcomes.push(outcome.map_err(|it| (file, phrase::capital(&it.message), it.hint.unwrap_or_default())));
    }
    html(&AddPage { shell: Shell::new(&app, &visitor, "/add", "Add reports"), outcomes })
}

/// Options in an address: `date`, `publisher`.
pub(in crate::web) fn options(asked: &Asked) -> Result<IngestOptions, Problem> {
    let publisher = Some(asked.get("publisher").to_owned()).filter(|it| !it.is_empty());
    Ok(IngestOptions { date: asked.day("date")?, publisher, ..IngestOptions::default() })
}

/// Reads one report into the record and fuses.
pub(in crate::web) async fn add(
    app: &App,
    visitor: &Visitor,
    file: String,
    bytes: Vec<u8>,
    options: IngestOptions,
) -> Result<Added, Problem> {
    let worker = app.clone();
    let added = app
        .wait(move || {
            let ingested = ingest_bytes(&file, &bytes, &options)?;
            let account = worker.pipeline()?.annotate(ingested.report).account(ingested.diagnostics);
            let added = worker.views.write(|store, run| store.add_account(&account, run))?;
            if added.how != How::Already {
                worker.views.fuse()?;
            }
            Ok(Added {
                link: report_link(&added.label),
                report: added.label,
                how: match added.how {
                    How::New => "new",
                    How::Version(_) => "a new version",
                    How::Reread => "read again",
                    How::Already => "already there",
                    How::Duplicate => "there under another name",
                },
                claims: account.claims.len(),
                warnings: account.diagnostics.iter().map(|it| it.message.clone()).collect(),
            })
        })
        .await?;
    let told = Change {
        act: "read".into(),
        kind: "report".into(),
        id: added.report.clone(),
        reviewer: visitor.reviewer.clone(),
    };
    let _ = app.changes.send(told);
    Ok(added)
}
