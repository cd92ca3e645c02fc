//! Between the pipeline and the record: what is read goes in and is fused there, and an overview comes out, of what the
//! machine says with what people decided put over it.

mod part;

pub use part::{Part, Reviewed};

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_core::{Account, Diagnostic};
use rapporteur_store::{
    ClaimFilter, Decision, DecisionFilter, ReportId, Result, RunId, Store, StoredAccount, Versions,
};

use crate::output::overview::{Overview, short_keys};
use crate::output::views::Filter;
use crate::review::Review;

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

/// Whose state of a record is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Whose {
    /// The machine's, with what people decided put over it.
    #[default]
    Reviewed,
    /// The machine's alone.
    Machine,
}

/// What the record says about these reports alone.
///
/// # Errors
/// When the record cannot be read.
pub fn overview_of(store: &dyn Store, labels: &BTreeSet<String>) -> Result<Overview> {
    let all = store.labels()?;
    let wanted = all.iter().filter(|(_, label)| labels.contains(label)).map(|&(id, _)| store.account_of(id));
    let part = Part::fused(store, wanted.collect::<Result<_>>()?)?;
    reviewed(store, part, Whose::Reviewed)
}

/// What the record says.
///
/// # Errors
/// When the record cannot be read.
pub fn overview(store: &dyn Store, whose: Whose) -> Result<Overview> {
    reviewed(store, Part::whole(store)?, whose)
}

fn reviewed(store: &dyn Store, part: Part, whose: Whose) -> Result<Overview> {
    let decisions = store.decisions(&DecisionFilter::default())?;
    Ok(part.reviewed(store, &review(&decisions, whose), &decisions, |_| None)?.overview)
}

fn review(decisions: &[Decision], whose: Whose) -> Review {
    if whose == Whose::Machine { Review::default() } else { Review::new(decisions) }
}

/// What the record says in reports with a claim that passes a filter: all their claims, and the events of the claims that
/// pass. What follows from events (disputes, commitments and their like) is that of these events alone.
///
/// # Errors
/// When the record cannot be read.
pub fn overview_within(store: &dyn Store, filter: &Filter, limit: Option<usize>, whose: Whose) -> Result<Overview> {
    if store.needs_fuse()? {
        return overview(store, whose);
    }
    let decisions = store.decisions(&DecisionFilter::default())?;
    let review = review(&decisions, whose);
    // Where people decided, fewer events may be left, or others.
    let limit = limit.filter(|_| filter.is_empty() && review.is_empty());
    let mut part = Part::of_events(store, store.events_with(&ClaimFilter { limit, ..filter.of_claims() })?)?;
    for key in review.may_pass(filter) {
        part.bring_events_of(store, key)?;
    }
    let all = store.labels()?;
    let short = short_keys(&all.iter().map(|(_, label)| label.as_str()).collect::<Vec<_>>());
    let short: BTreeMap<ReportId, String> = all.into_iter().map(|(id, _)| id).zip(short).collect();
    let keys = |accounts: &[StoredAccount]| {
        Some(accounts.iter().map(|it| short.get(&it.id).cloned().unwrap_or_default()).collect())
    };
    Ok(part.reviewed(store, &review, &decisions, keys)?.overview)
}

/// What went wrong in a report, for standard error: only what a user should see.
pub fn warnings(account: &Account) -> impl Iterator<Item = &Diagnostic> {
    account.diagnostics.iter().filter(|d| d.severity >= rapporteur_core::Severity::Warning)
}
