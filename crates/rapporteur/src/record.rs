//! Between the pipeline and the record: what is read goes in, what was fused goes in, and an overview comes out.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_core::event::Event;
use rapporteur_core::{Account, Diagnostic};
use rapporteur_store::{ClaimRef, EventDraft, Result, RunId, Store, StoredAccount, Versions};

use crate::output::overview::Overview;

/// Digests of what ships with this program: a reading made with others is made anew.
pub fn versions() -> Versions {
    Versions {
        program: env!("CARGO_PKG_VERSION").into(),
        model: env!("RAPPORTEUR_MODEL").into(),
        codebook: env!("RAPPORTEUR_CODEBOOK").into(),
        knowledge: env!("RAPPORTEUR_KNOWLEDGE").into(),
    }
}

/// Fuses all that the record holds, keeps the events, and gives the overview of all.
///
/// # Errors
/// When the record cannot be read or written.
pub fn fuse_record(store: &mut impl Store, run: RunId) -> Result<Overview> {
    let stored = store.accounts()?.collect::<Result<Vec<StoredAccount>>>()?;
    let ids: Vec<_> = stored.iter().map(|s| s.id).collect();
    let mut overview = gather(stored);
    let draft = |event: &Event| EventDraft {
        kind: event.kind,
        mode: event.mode.clone(),
        title: event.title.clone(),
        date: event.date,
        claims: event.claims.iter().map(|c| ClaimRef { report: ids[c.report], index: c.claim }).collect(),
        payload: serde_json::to_value(event).unwrap_or_default(),
    };
    let drafts: Vec<EventDraft> = overview.story.events.iter().map(draft).collect();
    let given = store.replace_events(&drafts, run)?;
    overview.event_ids = given.iter().map(|id| format!("e{}", id.0)).collect();
    Ok(overview)
}

/// Accounts with their claims' keys, fused.
fn gather(stored: Vec<StoredAccount>) -> Overview {
    let keys = stored.iter().map(|s| s.keys.iter().map(ToString::to_string).collect()).collect();
    let mut overview = Overview::new(stored.into_iter().map(|s| s.account).collect());
    overview.claim_ids = keys;
    overview
}

/// What the record says; only the reports of these labels when some are given.
///
/// # Errors
/// When the record cannot be read.
pub fn overview(store: &impl Store, labels: Option<&BTreeSet<String>>) -> Result<Overview> {
    let wanted = |s: &StoredAccount| labels.is_none_or(|labels| labels.contains(&s.account.report.name));
    let mut stored = Vec::new();
    for account in store.accounts()? {
        let account = account?;
        if wanted(&account) {
            stored.push(account);
        }
    }
    let mut overview = gather(stored);
    overview.event_ids = event_ids(store, &overview)?;
    Ok(overview)
}

/// The record's numbers of the overview's events: an event has that of its first claim's.
fn event_ids(store: &impl Store, overview: &Overview) -> Result<Vec<String>> {
    let mut of_claim: BTreeMap<String, i64> = BTreeMap::new();
    for event in store.events(&rapporteur_store::EventFilter::default())? {
        for (_, key) in &event.claims {
            of_claim.insert(key.to_string(), event.id.0);
        }
    }
    let id = |event: &Event| {
        let first = event.claims.first().map(|&at| overview.claim_id(at));
        first.and_then(|key| of_claim.get(key)).map_or_else(|| "-".to_owned(), |id| format!("e{id}"))
    };
    Ok(overview.story.events.iter().map(id).collect())
}

/// What went wrong in a report, for standard error: only what a user should see.
pub fn warnings(account: &Account) -> impl Iterator<Item = &Diagnostic> {
    account.diagnostics.iter().filter(|d| d.severity >= rapporteur_core::Severity::Warning)
}
