//! The record in an SQLite file. Each module holds the SQL of one part; this one joins them to [`Store`].
//!
//! SQL keeps to what PostgreSQL reads too, full-text search and upkeep apart. Parameters are `$1, $2 ...` in order of
//! first appearance, because SQLite numbers them so whatever their digits say; a test reads the sources for it.

mod accounts;
mod claims;
mod decisions;
mod events;
mod filter;
mod fuse;
mod load;
mod open;
mod reprints;
mod runs;
mod search;
mod shelf;
mod terms;
mod upkeep;

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rapporteur_core::Account;
use rapporteur_core::knowledge::Knowledge;
use rusqlite::{Connection, Transaction, TransactionBehavior};

pub use open::{OpenOptions, SCHEMA_VERSION};

use crate::error::Inner;
use crate::{
    ActorRow, Added, ClaimFilter, ClaimKey, Compacted, ContentHash, Decision, DecisionFilter, DecisionId, EventFilter,
    EventId, Known, NewDecision, ReportId, Result, Run, RunId, SentenceHit, StaleDecision, Stats, Store, StoreError,
    StoredAccount, StoredClaim, StoredEvent, Versions,
};

/// A record in an SQLite file: one writer at a time, any number of readers beside it.
#[derive(Debug)]
pub struct SqliteStore {
    connection: Connection,
    path: PathBuf,
}

impl SqliteStore {
    /// The record's file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Names the record in an error.
    fn named<T>(&self, result: Inner<T>) -> Result<T> {
        result.map_err(|kind| StoreError::new(&self.path, kind))
    }

    /// Runs one piece of writing as one transaction. It takes the write lock at once, so that two writers wait for each
    /// other rather than fail halfway.
    fn write<T>(&mut self, work: impl FnOnce(&Transaction<'_>) -> Inner<T>) -> Result<T> {
        let Self { connection, path } = self;
        let run = || {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = work(&transaction)?;
            transaction.commit()?;
            Ok(value)
        };
        run().map_err(|kind| StoreError::new(path, kind))
    }
}

impl Store for SqliteStore {
    fn begin_run(&mut self, at: Timestamp, versions: &Versions) -> Result<RunId> {
        self.write(|transaction| runs::begin(transaction, at, versions))
    }

    fn runs(&self) -> Result<Vec<Run>> {
        self.named(runs::list(&self.connection))
    }

    fn has(&self, hash: &ContentHash) -> Result<bool> {
        self.named(accounts::has(&self.connection, hash))
    }

    fn known(&self, hash: &ContentHash, versions: &Versions) -> Result<Known> {
        self.named(accounts::known(&self.connection, hash, versions))
    }

    fn add_account(&mut self, account: &Account, run: RunId) -> Result<Added> {
        self.write(|transaction| accounts::add(transaction, account, run))
    }

    fn account(&self, label: &str) -> Result<Option<StoredAccount>> {
        self.named(load::by_label(&self.connection, label))
    }

    fn accounts(&self) -> Result<Box<dyn Iterator<Item = Result<StoredAccount>> + '_>> {
        let ids = self.named(load::ids(&self.connection))?;
        Ok(Box::new(ids.into_iter().map(|id| self.named(load::one(&self.connection, id)))))
    }

    fn labels(&self) -> Result<Vec<(ReportId, String)>> {
        self.named(load::labels(&self.connection))
    }

    fn account_of(&self, report: ReportId) -> Result<StoredAccount> {
        self.named(load::one(&self.connection, report.0))
    }

    fn claims(&self, filter: &ClaimFilter) -> Result<Vec<StoredClaim>> {
        self.named(claims::list(&self.connection, filter))
    }

    fn count_claims(&self, filter: &ClaimFilter) -> Result<usize> {
        self.named(claims::count(&self.connection, filter))
    }

    fn search(&self, words: &str, limit: usize) -> Result<Vec<SentenceHit>> {
        self.named(search::sentences(&self.connection, words, limit))
    }

    fn actors(&self, limit: Option<usize>) -> Result<Vec<ActorRow>> {
        self.named(claims::actors(&self.connection, limit))
    }

    fn fuse(&mut self, knowledge: &Knowledge, most: usize, run: RunId) -> Result<usize> {
        self.write(|transaction| fuse::fuse(transaction, knowledge, most, run))
    }

    fn events(&self, filter: &EventFilter) -> Result<Vec<StoredEvent>> {
        self.named(events::list(&self.connection, filter))
    }

    fn events_with(&self, filter: &ClaimFilter) -> Result<Vec<StoredEvent>> {
        self.named(events::with_claims(&self.connection, filter))
    }

    fn events_of(&self, claim: ClaimKey) -> Result<Vec<EventId>> {
        self.named(events::of_claim(&self.connection, claim))
    }

    fn needs_fuse(&self) -> Result<bool> {
        self.named(fuse::needed(&self.connection))
    }

    fn decide(&mut self, decision: &NewDecision, run: RunId) -> Result<DecisionId> {
        self.write(|transaction| decisions::decide(transaction, decision, run))
    }

    fn undo(
        &mut self,
        decision: DecisionId,
        reviewer: &str,
        at: Timestamp,
        comment: Option<&str>,
        run: RunId,
    ) -> Result<DecisionId> {
        self.write(|transaction| decisions::undo(transaction, decision, reviewer, at, comment, run))
    }

    fn decisions(&self, filter: &DecisionFilter) -> Result<Vec<Decision>> {
        self.named(decisions::list(&self.connection, filter))
    }

    fn stale_decisions(&self) -> Result<Vec<StaleDecision>> {
        self.named(decisions::stale(&self.connection))
    }

    fn stats(&self) -> Result<Stats> {
        self.named(upkeep::stats(&self.connection))
    }

    fn check(&self) -> Result<Vec<String>> {
        self.named(upkeep::check(&self.connection))
    }

    fn backup(&self, to: &Path) -> Result<()> {
        upkeep::backup(&self.connection, to)
            .map_err(|(path, kind)| StoreError::new(path.as_deref().unwrap_or(&self.path), kind))
    }

    fn compact(&mut self) -> Result<Compacted> {
        let compacted = upkeep::compact(&self.connection);
        self.named(compacted)
    }
}
