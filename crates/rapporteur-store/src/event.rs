//! Events as the record holds them: what queries need, and the fuse stage's own type as JSON.

use rapporteur_core::{EventType, Interval};
use serde::Serialize;
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

/// An event to be kept.
#[derive(Clone, Debug, PartialEq)]
pub struct EventDraft {
    /// Type.
    pub kind: EventType,
    /// PLOVER mode, or empty.
    pub mode: String,
    /// One line for people.
    pub title: String,
    /// When.
    pub date: Option<Interval>,
    /// Its claims.
    pub claims: Vec<ClaimRef>,
    /// Everything, as the fuse stage has it.
    pub payload: serde_json::Value,
}

impl EventDraft {
    /// Sets the payload.
    ///
    /// # Errors
    /// When the value has no JSON form, such as a map with keys that are no strings.
    pub fn payload<P: Serialize>(mut self, payload: &P) -> Result<Self, serde_json::Error> {
        self.payload = serde_json::to_value(payload)?;
        Ok(self)
    }
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
    /// Everything, as the fuse stage had it.
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

/// What a fuse of a few reports changes.
#[derive(Clone, Debug, Default)]
pub struct EventChanges {
    /// Events that are no more.
    pub gone: Vec<EventId>,
    /// Events that are other than before.
    pub changed: Vec<(EventId, EventDraft)>,
    /// New ones.
    pub new: Vec<EventDraft>,
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
    /// At most so many.
    pub limit: Option<usize>,
    /// After so many.
    pub offset: usize,
}
