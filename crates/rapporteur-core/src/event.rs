//! Events: what happened, put together from the claims of all reports, and the views that follow from them.

mod views;

use serde::{Deserialize, Serialize};

pub use views::{
    Alignment, Commitment, CommitmentKind, CommitmentState, Dispute, DisputeAbout, FigureGroup, FigureRef, Meeting,
    MeetingState, Side, Tie, Truce, TruceState,
};

use crate::claim::EventType;
use crate::{Actor, Aux, Interval};

/// One claim among the accounts that were fused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClaimRef {
    /// Index of the account.
    pub report: usize,
    /// Index of the claim in it.
    pub claim: usize,
}

/// Where an event happened, as the reports write it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventPlace {
    /// The toponym.
    pub text: String,
    /// ISO 3166 alpha-3; empty for a region.
    pub country: String,
}

/// One happening, with all the claims that speak of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// A line that a person can read: "Staffan de Mistura offers to escort jihadist fighters in Aleppo".
    pub title: String,
    /// Type that most of its claims have.
    #[serde(rename = "type")]
    pub kind: EventType,
    /// PLOVER mode, or empty.
    pub mode: String,
    /// Who does it, by any claim; the one named most often first.
    pub actors: Vec<Actor>,
    /// To, with or for whom.
    pub recipients: Vec<Actor>,
    /// Time and modality: asserted as soon as one claim asserts it.
    pub aux: Aux,
    /// When, as finely as the claims agree.
    pub date: Option<Interval>,
    /// Where.
    pub place: Option<EventPlace>,
    /// Its claims, in order.
    pub claims: Vec<ClaimRef>,
    /// How many reports tell of it.
    pub reports: usize,
    /// How many publishers; a report without a known publisher counts as one of its own.
    pub publishers: usize,
    /// How many independent voices: reprints and updates of one text are one, and so is all that one publisher prints.
    #[serde(default)]
    pub voices: usize,
    /// How well its claims fit together: mean score of its pairs above the threshold; 0 for a single claim.
    pub cohesion: f32,
}

/// What many reports say, put together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Story {
    /// What happened, in order of date; the undated last.
    pub events: Vec<Event>,
    /// What cannot all be so.
    pub disputes: Vec<Dispute>,
    /// What was offered, promised, demanded or threatened.
    pub commitments: Vec<Commitment>,
    /// Cease-fires and what became of them.
    pub truces: Vec<Truce>,
    /// Who meets, where and when.
    pub meetings: Vec<Meeting>,
    /// Who stands with or against whom.
    pub alignments: Vec<Alignment>,
    /// Who counts how many.
    pub figures: Vec<FigureGroup>,
}

impl Story {
    /// The event that a claim belongs to.
    pub fn event_of(&self, claim: ClaimRef) -> Option<usize> {
        self.events.iter().position(|e| e.claims.contains(&claim))
    }
}
