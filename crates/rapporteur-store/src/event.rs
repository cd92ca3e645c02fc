//! Events as the record holds them: what queries need, and the fuse stage's own type as JSON.

use rapporteur_core::{EventType, Interval};
use serde::de::DeserializeOwned;

use crate::{ClaimKey, ReportId};

/// Identifies an event in one record; never given twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub i64);

/// A claim by its report and its index in the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClaimRef {
    /// The report's row.
    pub report: ReportId,
    /// Index in [`claims`](rapporteur_core::Account::claims).
    pub index: usize,
}

/// An event from the record.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredEvent {
    /// Its number.
    pub id: EventId,
    /// Type.
    pub kind: EventType,
    /// PLOVER mode, or empty.
    pub mode: String,
    /// One line for people.
    pub title: String,
    /// When.
    pub date: Option<Interval>,
    /// Its claims that are in current reports, by report and index.
    pub claims: Vec<(ClaimRef, ClaimKey)>,
    /// Everything, as the fuse stage had it; of its claims only those above count.
    pub payload: serde_json::Value,
}

impl StoredEvent {
    /// The fuse stage's type.
    ///
    /// # Errors
    /// When the record holds another type's JSON.
    pub fn read<P: DeserializeOwned>(&self) -> Result<P, serde_json::Error> {
        P::deserialize(&self.payload)
    }
}

/// Which events; empty means all, in order of date and number.
#[derive(Clone, Debug, Default)]
pub struct EventFilter {
    /// Of one of these types.
    pub kinds: Vec<EventType>,
    /// With a day on or after.
    pub from: Option<jiff::civil::Date>,
    /// With a day on or before.
    pub to: Option<jiff::civil::Date>,
    /// With this actor or recipient, by canonical name, any case; a final `*` stands for any ending.
    pub actor: Option<String>,
    /// With an actor, a recipient or a place of this state (ISO alpha-3).
    pub country: Option<String>,
    /// With an actor or recipient in whose canonical name these words stand, any case.
    pub anybody: Option<String>,
    /// None of these.
    pub except: Vec<EventId>,
    /// At most so many.
    pub limit: Option<usize>,
    /// After so many.
    pub offset: usize,
}
