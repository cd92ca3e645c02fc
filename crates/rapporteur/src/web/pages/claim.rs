//! One claim: its reading, why it is there, its history, and the forms to decide about it.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use rapporteur_core::codebook::Codebook;

use super::{Shell, html};
use crate::output::explain::explain;
use crate::web::cards::{self, Card};
use crate::web::error::Problem;
use crate::web::guard::Visitor;
use crate::web::state::App;
use crate::web::views::Scope;

#[derive(Template)]
#[template(path = "claim.html")]
struct ClaimPage {
    shell: Shell,
    card: Card,
    explained: String,
    run: Vec<(&'static str, String)>,
}

/// `GET /claim/{key}`.
pub(in crate::web) async fn show(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    Path(key): Path<String>,
) -> Result<Response, Problem> {
    let shell = Shell::new(&app, &visitor, "/review", "Claim").back(format!("/claim/{key}"));
    let worker = app.clone();
    app.look(Scope::Claim(key.clone()), move |view| {
        let card = cards::by_key(view, &key).ok_or_else(|| Problem::no_such("claim", &key))?;
        let account = view.report(&card.report).and_then(|report| view.overview.accounts.get(report));
        let account = account.ok_or_else(|| Problem::no_such("report", &card.report))?;
        // The trees are not kept: the report is read again, by the model of this program.
        let annotated = worker.pipeline()?.annotate(account.report.clone());
        let told = view.claim(&key).and_then(|at| view.get(at)).map(|(_, claim)| claim);
        let claim = told.or_else(|| view.rejected.iter().find(|it| it.key == key).map(|it| &it.claim));
        let explained = claim.map(|claim| explain(&annotated, claim, Codebook::embedded())).unwrap_or_default();
        let versions = crate::record::versions();
        let run = vec![
            ("program", versions.program),
            ("model", versions.model),
            ("codebook", versions.codebook),
            ("knowledge", versions.knowledge),
        ];
        html(&ClaimPage { shell, card, explained, run })
    })
    .await
}
