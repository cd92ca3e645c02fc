//! Between the pipeline and the record: what is read goes in and is fused there, and an overview comes out.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_core::event::Event;
use rapporteur_core::{self as core, Account, Diagnostic};
use rapporteur_store::{
    ClaimFilter, ClaimKey, DecisionFilter, EventFilter, ReportId, Result, RunId, Store, StoredAccount, StoredEvent,
    Versions,
};

use crate::output::overview::{Overview, short_keys};
use crate::output::review::Reviews;
use crate::output::views::Filter;

/// Digests of what this run reads with: a reading made with others is made anew.
pub fn versions() -> Versions {
    Versions {
        program: env!("CARGO_PKG_VERSION").into(),
        model: env!("RAPPORTEUR_MODEL_DIGEST").into(),
        codebook: env!("RAPPORTEUR_CODEBOOK_DIGEST").into(),
        knowledge: crate::knowledge::digest(),
    }
}

/// How many reports are kept, and fused, in one transaction: between two of them nothing is lost.
pub(crate) const AT_ONCE: usize = 16;

/// Fuses what came into the record since the last time.
///
/// # Errors
/// When the record cannot be read or written.
pub fn fuse_record(store: &mut dyn Store, run: RunId) -> Result<()> {
    while store.needs_fuse()? {
        store.fuse(crate::knowledge::in_use(), AT_ONCE, run)?;
    }
    Ok(())
}

/// What the record says about these reports alone.
///
/// # Errors
/// When the record cannot be read.
pub fn overview_of(store: &dyn Store, labels: &BTreeSet<String>) -> Result<Overview> {
    let all = store.labels()?;
    let wanted = all.iter().filter(|(_, label)| labels.contains(label)).map(|&(id, _)| store.account_of(id));
    refused(store, wanted.collect::<Result<_>>()?)
}

/// What the record says.
///
/// # Errors
/// When the record cannot be read.
pub fn overview(store: &dyn Store) -> Result<Overview> {
    let stored = store.accounts()?.collect::<Result<Vec<StoredAccount>>>()?;
    // What could not be fused, because the record may not be written, is fused for this once.
    if store.needs_fuse()? {
        return refused(store, stored);
    }
    told(store, stored, store.events(&EventFilter::default())?, None)
}

/// What the record says in reports with a claim that passes a filter: all their claims, and the events of the claims that
/// pass. What follows from events (disputes, commitments and their like) is that of these events alone.
///
/// # Errors
/// When the record cannot be read.
pub fn overview_within(store: &dyn Store, filter: &Filter, limit: Option<usize>) -> Result<Overview> {
    if store.needs_fuse()? {
        return overview(store);
    }
    let events =
        store.events_with(&ClaimFilter { limit: limit.filter(|_| filter.is_empty()), ..filter.of_claims() })?;
    let reports: BTreeSet<ReportId> = events.iter().flat_map(|e| e.claims.iter().map(|(at, _)| at.report)).collect();
    let all = store.labels()?;
    let within = all.iter().enumerate().filter(|(_, (id, _))| reports.contains(id));
    let keys = short_keys(&all.iter().map(|(_, label)| label.as_str()).collect::<Vec<_>>());
    let (keys, stored): (Vec<String>, Vec<Result<StoredAccount>>) =
        within.map(|(at, &(id, _))| (keys[at].clone(), store.account_of(id))).unzip();
    told(store, stored.into_iter().collect::<Result<_>>()?, events, Some(keys))
}

/// Accounts with the events that the record holds of them.
fn told(
    store: &dyn Store,
    stored: Vec<StoredAccount>,
    events: Vec<StoredEvent>,
    keys: Option<Vec<String>>,
) -> Result<Overview> {
    let place: BTreeMap<ReportId, usize> = stored.iter().enumerate().map(|(at, s)| (s.id, at)).collect();
    let claim_ids = claim_ids(&stored);
    let accounts = stored.into_iter().map(|s| s.account).collect();
    let events = events.into_iter().filter_map(|event| {
        let claims = event
            .claims
            .iter()
            .map(|(claim, _)| Some(core::ClaimRef { report: *place.get(&claim.report)?, claim: claim.index }));
        let claims = claims.collect::<Option<Vec<_>>>().filter(|claims| !claims.is_empty())?;
        Some((Event { claims, date: event.date, ..event.read().ok()? }, format!("e{}", event.id.0)))
    });
    let mut overview = Overview::of_events(accounts, events.collect(), claim_ids, keys);
    overview.reviews = Reviews::new(store.decisions(&DecisionFilter { in_force: true, ..DecisionFilter::default() })?);
    Ok(overview)
}

fn claim_ids(stored: &[StoredAccount]) -> Vec<Vec<String>> {
    stored.iter().map(|s| s.keys.iter().map(ToString::to_string).collect()).collect()
}

/// Accounts fused by themselves; an event has the number of its first claim's in the record.
fn refused(store: &dyn Store, stored: Vec<StoredAccount>) -> Result<Overview> {
    let keys: Vec<Vec<ClaimKey>> = stored.iter().map(|s| s.keys.clone()).collect();
    let claim_ids = claim_ids(&stored);
    let mut overview = Overview::new(stored.into_iter().map(|s| s.account).collect());
    overview.claim_ids = claim_ids;
    let number = |event: &Event| -> Result<String> {
        let key = event.claims.first().map(|at| keys[at.report][at.claim]);
        let events = key.map(|key| store.events_of(key)).transpose()?.unwrap_or_default();
        Ok(events.first().map_or_else(|| "-".to_owned(), |id| format!("e{}", id.0)))
    };
    overview.event_ids = overview.story.events.iter().map(number).collect::<Result<_>>()?;
    Ok(overview)
}

/// What went wrong in a report, for standard error: only what a user should see.
pub fn warnings(account: &Account) -> impl Iterator<Item = &Diagnostic> {
    account.diagnostics.iter().filter(|d| d.severity >= rapporteur_core::Severity::Warning)
}
