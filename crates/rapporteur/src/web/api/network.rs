//! What the network is drawn from: signed ties between actors, on a day or of all days.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use rapporteur_core::event::ClaimRef;
use serde::Serialize;

use super::noted;
use crate::output::dates;
use crate::output::overview::Reference;
use crate::output::views::Filter;
use crate::web::asked::Asked;
use crate::web::cards::{one_line, report_link};
use crate::web::error::Problem;
use crate::web::state::App;
use crate::web::views::{Scope, View};

/// Actors and what binds them.
#[derive(Clone, Debug, Default, Serialize)]
pub(in crate::web) struct Network {
    pub(in crate::web) nodes: Vec<Node>,
    pub(in crate::web) ties: Vec<Tie>,
}

/// An actor in the network.
#[derive(Clone, Debug, Serialize)]
pub(in crate::web) struct Node {
    pub(in crate::web) name: String,
    pub(in crate::web) country: String,
    pub(in crate::web) sector: String,
    /// How many claims its ties have.
    pub(in crate::web) claims: usize,
}

/// A tie in the network.
#[derive(Clone, Debug, Serialize)]
pub(in crate::web) struct Tie {
    pub(in crate::web) from: String,
    pub(in crate::web) to: String,
    pub(in crate::web) tie: &'static str,
    pub(in crate::web) sign: i8,
    /// 0 to 1 on the day asked for.
    pub(in crate::web) strength: f64,
    pub(in crate::web) seen: String,
    pub(in crate::web) claims: usize,
    /// Some of its sentences.
    pub(in crate::web) sentences: Vec<String>,
    #[serde(skip)]
    at: Vec<ClaimRef>,
}

impl Tie {
    /// Links to its sentences.
    pub(in crate::web) fn cited(&self, view: &View) -> Vec<(String, String)> {
        let references = view.overview.references(&self.at);
        let link = |it: &Reference| {
            let name = view.overview.accounts.get(it.report).map_or("", |a| a.report.name.as_str());
            let label = format!("{}:{}", view.overview.key(it.report), it.sentence);
            (label, format!("{}#s{}", report_link(name), it.sentence))
        };
        references.iter().take(4).map(link).collect()
    }
}

/// `GET /api/network?on=`.
pub(in crate::web) async fn network(State(app): State<App>, asked: Asked) -> Result<Response, Problem> {
    let (filter, on) = (asked.filter()?, asked.day("on")?);
    app.look(Scope::Latest(filter.clone()), move |view| {
        let network = serde_json::to_value(ties(view, &filter, on)).map_err(|_| Problem::internal())?;
        Ok(Json(noted(network, &view.note(&filter))).into_response())
    })
    .await
}

/// Most ties that are drawn.
const TIES: usize = 300;

/// Ties on a day, or of all days; the strongest when there are too many.
pub(in crate::web) fn ties(view: &View, filter: &Filter, on: Option<Date>) -> Network {
    let passes = |at: &ClaimRef| view.get(*at).is_some_and(|(account, claim)| filter.claim(account, claim));
    let mut ties: Vec<Tie> = Vec::new();
    let mut actors: BTreeMap<&str, Node> = BTreeMap::new();
    let told = view.overview.story.alignments.iter().filter(|it| filter.is_empty() || it.claims.iter().any(passes));
    let mut told: Vec<_> = told.map(|it| (it, on.map_or(1.0, |day| it.strength(day)))).collect();
    told.retain(|(_, strength)| *strength > 0.05);
    told.sort_by_key(|(it, _)| std::cmp::Reverse(it.claims.len()));
    for (it, strength) in told.into_iter().take(TIES) {
        for actor in [&it.actor, &it.recipient] {
            let node = || Node {
                name: actor.name.clone(),
                country: actor.country.clone(),
                sector: actor.sector.clone(),
                claims: 0,
            };
            actors.entry(&actor.name).or_insert_with(node).claims += it.claims.len();
        }
        ties.push(Tie {
            from: it.actor.name.clone(),
            to: it.recipient.name.clone(),
            tie: it.tie.as_str(),
            sign: it.sign,
            strength,
            seen: it.seen.map(|seen| dates::days(seen.start, seen.end)).unwrap_or_default(),
            claims: it.claims.len(),
            sentences: sentences(view, &it.claims),
            at: it.claims.clone(),
        });
    }
    Network { nodes: actors.into_values().collect(), ties }
}

fn sentences(view: &View, claims: &[ClaimRef]) -> Vec<String> {
    let words = |reference: Reference| {
        let account = view.overview.accounts.get(reference.report)?;
        let span = account.sentences.get(reference.sentence.checked_sub(1)?)?;
        Some(one_line(span.of(&account.report.text)))
    };
    view.overview.references(claims).into_iter().filter_map(words).take(3).collect()
}
