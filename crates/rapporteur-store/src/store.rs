//! What a record can do, whatever database holds it.

use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use rapporteur_core::knowledge::Knowledge;
use rapporteur_core::{Account, Actor};

use crate::{
    ActorRow, Added, ClaimFilter, ClaimKey, ContentHash, DayCount, Decision, DecisionFilter, DecisionId, EventFilter,
    EventId, Known, NewDecision, ReportId, ReportRow, Result, Run, RunId, SentenceHit, StaleDecision, StoredAccount,
    StoredClaim, StoredEvent, Versions,
};

/// A record. Every method that writes is one transaction: after a crash it has happened wholly or not at all, and once
/// it has returned it stays.
///
/// # Errors
/// Every method fails when the record is locked, damaged, not writable or out of space: see
/// [`ErrorKind`](crate::ErrorKind).
#[allow(clippy::missing_errors_doc)]
pub trait Store {
    /// Notes who is going to write; rows name the run.
    fn begin_run(&mut self, at: Timestamp, versions: &Versions) -> Result<RunId>;

    /// All runs, oldest first.
    fn runs(&self) -> Result<Vec<Run>>;

    /// Whether this content is in the record as a current report.
    fn has(&self, hash: &ContentHash) -> Result<bool>;

    /// Whether this content needs reading with these versions.
    fn known(&self, hash: &ContentHash, versions: &Versions) -> Result<Known>;

    /// Keeps what some reports say, all or none: see [`add_account`](Self::add_account).
    fn add_accounts(&mut self, accounts: &[Account], run: RunId) -> Result<Vec<Added>>;

    /// Keeps what one report says.
    ///
    /// The same content read with the same versions changes nothing; with other versions it replaces the account. Other
    /// content of the same name from the same origin is a new version; the last one is kept, but no longer shown. The
    /// same name from another origin, or from none, is another report and gets a label of its own.
    fn add_account(&mut self, account: &Account, run: RunId) -> Result<Added>;

    /// The current account of this label.
    fn account(&self, label: &str) -> Result<Option<StoredAccount>>;

    /// All current accounts in the order in which they came; one at a time is in memory.
    fn accounts(&self) -> Result<Box<dyn Iterator<Item = Result<StoredAccount>> + '_>>;

    /// Rows and names of all current reports in the order in which they came.
    fn labels(&self) -> Result<Vec<(ReportId, String)>>;

    /// One account by its report's row.
    fn account_of(&self, report: ReportId) -> Result<StoredAccount>;

    /// Whether there are more than so many claims in current reports.
    fn holds_more(&self, claims: usize) -> Result<bool>;

    /// How many reports are current.
    fn count_reports(&self) -> Result<usize>;

    /// Current reports in short, those printed last first.
    fn reports(&self, limit: usize, offset: usize) -> Result<Vec<ReportRow>>;

    /// Of the 2,000 reports printed last those with all these words in their title, or in their name where they have none.
    fn titled(&self, words: &str, limit: usize) -> Result<Vec<ReportRow>>;

    /// The reports printed last that have a claim which a filter finds: at most so many, the last one first. Of the claims
    /// found, the latest few for each report wanted are looked at.
    fn latest(&self, filter: &ClaimFilter, most: usize) -> Result<Vec<ReportId>>;

    /// Claims of current reports.
    fn claims(&self, filter: &ClaimFilter) -> Result<Vec<StoredClaim>>;

    /// How many claims a filter finds, whatever its limit and offset.
    fn count_claims(&self, filter: &ClaimFilter) -> Result<usize>;

    /// Sentences of current reports with all these words, best first.
    fn search(&self, words: &str, limit: usize) -> Result<Vec<SentenceHit>>;

    /// Actors of current reports, those in most claims first.
    fn actors(&self, limit: Option<usize>) -> Result<Vec<ActorRow>>;

    /// Actors and recipients of current reports with a name in which a word begins like this, those named most first.
    fn named(&self, beginning: &str, limit: usize) -> Result<Vec<Actor>>;

    /// Fuses what came in since the last time, the oldest reports first, at most so many; gives how many are left. Only
    /// events that they touch are made anew; one that shares most claims with an event of before keeps its number.
    fn fuse(&mut self, knowledge: &Knowledge, most: usize, run: RunId) -> Result<usize>;

    /// Events.
    fn events(&self, filter: &EventFilter) -> Result<Vec<StoredEvent>>;

    /// One event.
    fn event(&self, id: EventId) -> Result<Option<StoredEvent>>;

    /// Events with a claim that a filter finds, in order of date and number; limit and offset count events.
    fn events_with(&self, filter: &ClaimFilter) -> Result<Vec<StoredEvent>>;

    /// How many events a filter finds, whatever its limit and offset.
    fn count_events(&self, filter: &EventFilter) -> Result<usize>;

    /// How many events that a filter finds begin on each day, by type; those without a date are left out.
    fn count_days(&self, filter: &EventFilter) -> Result<Vec<DayCount>>;

    /// Events with a claim in one of these reports, in order of number.
    fn events_in(&self, reports: &[ReportId]) -> Result<Vec<StoredEvent>>;

    /// Events with a claim in this sentence, by its index.
    fn events_said(&self, report: ReportId, sentence: usize) -> Result<Vec<EventId>>;

    /// The events that a claim belongs to.
    fn events_of(&self, claim: ClaimKey) -> Result<Vec<EventId>>;

    /// Whether something came in that is not fused yet.
    fn needs_fuse(&self) -> Result<bool>;

    /// Keeps a decision.
    fn decide(&mut self, decision: &NewDecision, run: RunId) -> Result<DecisionId>;

    /// Takes a decision back; an undo can be taken back as well.
    fn undo(
        &mut self,
        decision: DecisionId,
        reviewer: &str,
        at: Timestamp,
        comment: Option<&str>,
        run: RunId,
    ) -> Result<DecisionId>;

    /// Decisions, oldest first.
    fn decisions(&self, filter: &DecisionFilter) -> Result<Vec<Decision>>;

    /// Decisions in force whose claim, event or report is gone or is other than the reviewer saw it.
    fn stale_decisions(&self) -> Result<Vec<StaleDecision>>;

    /// Counts.
    fn stats(&self) -> Result<Stats>;

    /// Looks the whole record over; an empty list means sound.
    fn check(&self) -> Result<Vec<String>>;

    /// Writes a copy that is whole even while others write. Never overwrites.
    fn backup(&self, to: &Path) -> Result<()>;

    /// A mark that is another once somebody has written: for those who keep what they read.
    fn stamp(&self) -> Result<String>;

    /// Gives unused space back.
    fn compact(&mut self) -> Result<Compacted>;
}

/// How much the record holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Version of the schema.
    pub schema: i64,
    /// Current reports.
    pub reports: usize,
    /// Earlier versions of them.
    pub superseded: usize,
    /// Publishers of current reports.
    pub publishers: usize,
    /// Earliest day of a current report.
    pub first: Option<Date>,
    /// Latest day of a current report.
    pub last: Option<Date>,
    /// Sentences of current reports.
    pub sentences: usize,
    /// Claims of current reports.
    pub claims: usize,
    /// Quotes of current reports.
    pub quotes: usize,
    /// Figures of current reports.
    pub figures: usize,
    /// Assessments of current reports.
    pub assessments: usize,
    /// Meetings as told by current reports.
    pub meetings: usize,
    /// Diagnostics of current reports.
    pub diagnostics: usize,
    /// Events.
    pub events: usize,
    /// Decisions, undos among them.
    pub decisions: usize,
    /// Runs.
    pub runs: usize,
    /// Size on disk in bytes, the write-ahead log not counted.
    pub bytes: u64,
}

/// What compacting gained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compacted {
    /// Bytes before.
    pub before: u64,
    /// Bytes after.
    pub after: u64,
}
