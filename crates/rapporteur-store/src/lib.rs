//! The record: reports with what they say, events, and what people decided, in one file.
//!
//! [`Store`] says what a record can do, in typed methods; [`SqliteStore`] does it in an SQLite file (WAL, strict
//! tables, full-text search). Every row names the [`Run`] that made it. The crate has no clock: moments come from the
//! caller. It brings the fuse stage what a new report touches and keeps the events that it gives, but it does not weigh; nor
//! does it judge: which of two decisions weighs more is for whoever shows them.

mod account;
mod decision;
mod error;
mod event;
mod key;
mod query;
mod run;
mod sqlite;
mod store;

pub use account::{Added, How, Known, ReportId, StoredAccount};
pub use decision::{Act, Decision, DecisionFilter, DecisionId, NewDecision, StaleDecision, Target, TargetKind};
pub use error::{ErrorKind, Result, StoreError};
pub use event::{ClaimRef, EventFilter, EventId, StoredEvent};
pub use key::{ClaimKey, ContentHash};
pub use query::{ActorRow, ClaimFilter, SentenceHit, StoredClaim};
pub use run::{Run, RunId, Versions};
pub use sqlite::{OpenOptions, SCHEMA_VERSION, SqliteStore};
pub use store::{Compacted, Stats, Store};
