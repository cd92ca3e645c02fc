//! The review queue, and what was decided lately.

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};
use rapporteur_store::TargetKind;

use super::report::PageOf;
use super::{Shell, html};
use crate::web::asked::Asked;
use crate::web::cards::{self, Card, Verdict};
use crate::web::decide::local;
use crate::web::error::Problem;
use crate::web::guard::{Visitor, remember};
use crate::web::queue::queue;
use crate::web::state::App;
use crate::web::views::Scope;

#[derive(Template)]
#[template(path = "review.html")]
struct ReviewPage {
    shell: Shell,
    tasks: Vec<(Card, String)>,
    asked: PageOf,
    lately: Vec<Decided>,
    decided: usize,
}

/// A decision with a link to what it is about.
struct Decided {
    verdict: Verdict,
    kind: String,
    link: String,
    about: String,
}

const PAGE: usize = 20;

/// `GET /review`.
pub(in crate::web) async fn show(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    asked: Asked,
) -> Result<Response, Problem> {
    let filter = asked.filter()?;
    let page = asked.number("page", 1, 1_000_000, 1)?;
    let shell = Shell::new(&app, &visitor, "/review", "Review").asked(&asked);
    app.look(Scope::Latest(filter.clone()), move |view| {
        let all = queue(view, &filter, &shell.carried);
        let tasks = all.iter().skip((page - 1) * PAGE).take(PAGE);
        let tasks = tasks.filter_map(|task| Some((cards::card(view, task.at)?, task.why.join(", ")))).collect();
        let lately = view.moment.decisions.iter().rev().take(12).map(|it| {
            let (kind, id) = (it.target.kind, &it.target.id);
            let card = (kind == TargetKind::Claim).then(|| cards::by_key(view, id)).flatten();
            Decided {
                verdict: cards::verdict(it),
                link: match kind {
                    TargetKind::Claim => format!("/claim/{id}"),
                    TargetKind::Event => format!("/event/e{id}"),
                    _ => String::new(),
                },
                about: match (card, it.seen.as_ref().and_then(|seen| seen["trigger"].as_str())) {
                    (Some(card), _) => format!("“{}”, {}", card.trigger, card.publisher),
                    (None, Some(trigger)) => format!("“{trigger}”"),
                    (None, None) => format!("{kind} {id}"),
                },
                kind: kind.to_string(),
            }
        });
        let lately = lately.collect();
        let asked = PageOf::new("/review", &shell.carried, page, PAGE, all.len());
        let decided = view.moment.decisions.len();
        html(&ReviewPage { shell: shell.of(view, &filter), tasks, asked, lately, decided })
    })
    .await
}

/// `POST /reviewer`: who decides from now on.
pub(in crate::web) async fn name(Form(fields): Form<Vec<(String, String)>>) -> Result<Response, Problem> {
    let get = |name: &str| fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim());
    let name = get("reviewer");
    if name.is_empty() || name.len() > 100 || name.chars().any(char::is_control) {
        return Err(Problem::bad("expected a name of 1 to 100 bytes"));
    }
    Ok(([(header::SET_COOKIE, remember(name))], Redirect::to(&local(get("return")))).into_response())
}
