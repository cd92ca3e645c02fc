//! The record: reports with what they say, events, and what people decided, in one file or one database.
//!
//! [`Store`] says what a record can do, in typed methods; [`SqliteStore`] does it in an SQLite file (WAL, strict
//! tables, full-text search), `PostgresStore` (feature `postgres`) in a PostgreSQL database. Every row names the [`Run`] that made it. The crate has no clock: moments come from the
//! caller. It brings the fuse stage what a new report touches and keeps the events that it gives, but it does not weigh; nor
//! does it judge: which of two decisions weighs more is for whoever shows them.

mod account;
mod database;
mod decision;
mod error;
mod event;
mod key;
mod open;
#[cfg(feature = "postgres")]
mod postgres;
mod query;
mod record;
mod run;
mod sqlite;
mod store;

pub use account::{Added, How, Known, ReportId, StoredAccount};
pub use decision::{Act, Decision, DecisionFilter, DecisionId, NewDecision, StaleDecision, Target, TargetKind};
pub use error::{ErrorKind, Result, StoreError};
pub use event::{ClaimRef, EventFilter, EventId, StoredEvent};
pub use key::{ClaimKey, ContentHash};
pub use open::{OpenOptions, Record, SCHEMA_VERSION, address, shown};
#[cfg(feature = "postgres")]
pub use postgres::PostgresStore;
pub use query::{ActorRow, ClaimFilter, DayCount, ReportRow, SentenceHit, StoredClaim};
pub use run::{Run, RunId, Versions};
pub use sqlite::SqliteStore;
pub use store::{Compacted, Stats, Store};
