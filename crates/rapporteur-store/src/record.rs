//! What a record does, in SQL that every database of ours reads; each module holds that of one part.
//!
//! A [`Backend`] brings its database and does what no two databases do alike; this module makes it a [`Store`].

mod accounts;
mod claims;
mod decisions;
mod events;
mod filter;
mod fuse;
mod latest;
mod load;
mod reprints;
mod runs;
mod search;
mod shelf;
mod terms;
mod upkeep;
mod warm;

#[cfg(test)]
pub(crate) use search::asked;
pub(crate) use warm::Warm;

use std::path::Path;

use jiff::Timestamp;
use rapporteur_core::knowledge::Knowledge;
use rapporteur_core::{Account, Actor};

use crate::database::Database;
use crate::error::Inner;
use crate::{
    ActorRow, Added, ClaimFilter, ClaimKey, Compacted, ContentHash, DayCount, Decision, DecisionFilter, DecisionId,
    EventFilter, EventId, Known, NewDecision, ReportId, ReportRow, Result, Run, RunId, SentenceHit, StaleDecision,
    Stats, Store, StoreError, StoredAccount, StoredClaim, StoredEvent, Versions,
};

/// A record in one kind of database.
pub(crate) trait Backend {
    /// Its connection.
    fn database(&self) -> &dyn Database;

    /// Where it is, as messages name it.
    fn place(&self) -> &Path;

    /// What fusing keeps in memory.
    fn warm(&mut self) -> &mut Warm;

    /// Runs one piece of writing as one transaction. It takes the right to write at once, so that two writers wait for
    /// each other rather than fail halfway.
    fn transact<T>(&mut self, work: impl FnOnce(&dyn Database) -> Inner<T>) -> Inner<T>;

    /// See [`Store::backup`].
    fn copy(&self, to: &Path) -> Result<()>;

    /// Gives unused space back.
    fn shrink(&mut self) -> Inner<()>;

    /// See [`Store::stamp`].
    fn mark(&self) -> Inner<String>;

    /// Names the record in an error.
    fn named<T>(&self, result: Inner<T>) -> Result<T> {
        result.map_err(|kind| StoreError::new(self.place(), kind))
    }

    /// [`transact`](Self::transact), with the record named in an error.
    fn write<T>(&mut self, work: impl FnOnce(&dyn Database) -> Inner<T>) -> Result<T> {
        let done = self.transact(work);
        self.named(done)
    }
}

impl<B: Backend> Store for B {
    fn begin_run(&mut self, at: Timestamp, versions: &Versions) -> Result<RunId> {
        self.write(|db| runs::begin(db, at, versions))
    }

    fn runs(&self) -> Result<Vec<Run>> {
        self.named(runs::list(self.database()))
    }

    fn has(&self, hash: &ContentHash) -> Result<bool> {
        self.named(accounts::has(self.database(), hash))
    }

    fn known(&self, hash: &ContentHash, versions: &Versions) -> Result<Known> {
        self.named(accounts::known(self.database(), hash, versions))
    }

    fn add_accounts(&mut self, accounts: &[Account], run: RunId) -> Result<Vec<Added>> {
        self.write(|db| accounts.iter().map(|account| accounts::add(db, account, run)).collect())
    }

    fn add_account(&mut self, account: &Account, run: RunId) -> Result<Added> {
        self.write(|db| accounts::add(db, account, run))
    }

    fn account(&self, label: &str) -> Result<Option<StoredAccount>> {
        self.named(load::by_label(self.database(), label))
    }

    fn accounts(&self) -> Result<Box<dyn Iterator<Item = Result<StoredAccount>> + '_>> {
        let ids = self.named(load::ids(self.database()))?;
        Ok(Box::new(ids.into_iter().map(|id| self.named(load::one(self.database(), id)))))
    }

    fn labels(&self) -> Result<Vec<(ReportId, String)>> {
        self.named(load::labels(self.database()))
    }

    fn account_of(&self, report: ReportId) -> Result<StoredAccount> {
        self.named(load::one(self.database(), report.0))
    }

    fn holds_more(&self, claims: usize) -> Result<bool> {
        self.named(claims::more_than(self.database(), claims))
    }

    fn count_reports(&self) -> Result<usize> {
        self.named(latest::count(self.database()))
    }

    fn reports(&self, limit: usize, offset: usize) -> Result<Vec<ReportRow>> {
        self.named(latest::rows(self.database(), limit, offset))
    }

    fn titled(&self, words: &str, limit: usize) -> Result<Vec<ReportRow>> {
        self.named(latest::titled(self.database(), words, limit))
    }

    fn latest(&self, filter: &ClaimFilter, most: usize) -> Result<Vec<ReportId>> {
        self.named(latest::reports(self.database(), filter, most))
    }

    fn claims(&self, filter: &ClaimFilter) -> Result<Vec<StoredClaim>> {
        self.named(claims::list(self.database(), filter))
    }

    fn count_claims(&self, filter: &ClaimFilter) -> Result<usize> {
        self.named(claims::count(self.database(), filter))
    }

    fn search(&self, words: &str, limit: usize) -> Result<Vec<SentenceHit>> {
        self.named(search::sentences(self.database(), words, limit))
    }

    fn actors(&self, limit: Option<usize>) -> Result<Vec<ActorRow>> {
        self.named(claims::actors(self.database(), limit))
    }

    fn named(&self, beginning: &str, limit: usize) -> Result<Vec<Actor>> {
        Backend::named(self, claims::named(self.database(), beginning, limit))
    }

    fn fuse(&mut self, knowledge: &Knowledge, most: usize, run: RunId) -> Result<usize> {
        // What fails leaves nothing in memory either.
        let mut warm = std::mem::take(self.warm());
        let left = self.write(|db| fuse::fuse(db, &mut warm, knowledge, most, run))?;
        *self.warm() = warm;
        Ok(left)
    }

    fn events(&self, filter: &EventFilter) -> Result<Vec<StoredEvent>> {
        self.named(events::list(self.database(), filter))
    }

    fn event(&self, id: EventId) -> Result<Option<StoredEvent>> {
        self.named(events::one(self.database(), id.0))
    }

    fn events_with(&self, filter: &ClaimFilter) -> Result<Vec<StoredEvent>> {
        self.named(events::with_claims(self.database(), filter))
    }

    fn count_events(&self, filter: &EventFilter) -> Result<usize> {
        self.named(events::count(self.database(), filter))
    }

    fn count_days(&self, filter: &EventFilter) -> Result<Vec<DayCount>> {
        self.named(events::days(self.database(), filter))
    }

    fn events_in(&self, reports: &[ReportId]) -> Result<Vec<StoredEvent>> {
        self.named(events::in_reports(self.database(), reports))
    }

    fn events_said(&self, report: ReportId, sentence: usize) -> Result<Vec<EventId>> {
        self.named(events::said(self.database(), report, sentence))
    }

    fn events_of(&self, claim: ClaimKey) -> Result<Vec<EventId>> {
        self.named(events::of_claim(self.database(), claim))
    }

    fn needs_fuse(&self) -> Result<bool> {
        self.named(fuse::needed(self.database()))
    }

    fn decide(&mut self, decision: &NewDecision, run: RunId) -> Result<DecisionId> {
        self.write(|db| decisions::decide(db, decision, run))
    }

    fn undo(
        &mut self,
        decision: DecisionId,
        reviewer: &str,
        at: Timestamp,
        comment: Option<&str>,
        run: RunId,
    ) -> Result<DecisionId> {
        self.write(|db| decisions::undo(db, decision, reviewer, at, comment, run))
    }

    fn decisions(&self, filter: &DecisionFilter) -> Result<Vec<Decision>> {
        self.named(decisions::list(self.database(), filter))
    }

    fn stale_decisions(&self) -> Result<Vec<StaleDecision>> {
        self.named(decisions::stale(self.database()))
    }

    fn stats(&self) -> Result<Stats> {
        self.named(upkeep::stats(self.database()))
    }

    fn check(&self) -> Result<Vec<String>> {
        self.named(upkeep::check(self.database()))
    }

    fn backup(&self, to: &Path) -> Result<()> {
        self.copy(to)
    }

    fn stamp(&self) -> Result<String> {
        self.named(self.mark())
    }

    fn compact(&mut self) -> Result<Compacted> {
        let before = self.named(self.database().bytes())?;
        let shrunk = self.shrink();
        self.named(shrunk)?;
        Ok(Compacted { before, after: self.named(self.database().bytes())? })
    }
}
