//! Questions to the record, and their answers.

use jiff::civil::Date;
use rapporteur_core::{Claim, EventType};

use crate::{ClaimKey, ReportId, RunId};

/// Which claims; empty means all of current reports, in order of their first day and of coming in. All parts must hold.
#[derive(Clone, Debug, Default)]
pub struct ClaimFilter {
    /// Of one of these types.
    pub kinds: Vec<EventType>,
    /// Of this mode.
    pub mode: Option<String>,
    /// With this actor or recipient, by canonical name, any case; a final `*` stands for any ending.
    pub actor: Option<String>,
    /// With an actor or recipient of this state (ISO alpha-3).
    pub country: Option<String>,
    /// With somebody, speakers among them, in whose canonical name these words stand, any case.
    pub anybody: Option<String>,
    /// With somebody, speakers among them, of this state, or a place in it.
    pub anywhere: Option<String>,
    /// In this state (ISO alpha-3).
    pub place: Option<String>,
    /// Said by, by canonical name, as in `actor`.
    pub attributed: Option<String>,
    /// With a day on or after; claims without a date never match.
    pub from: Option<Date>,
    /// With a day on or before.
    pub to: Option<Date>,
    /// A claim without a date has that of its report's printing.
    pub or_printed: bool,
    /// Words of the sentence, all of them, stemmed; "quoted" for a phrase, a final `*` for any ending.
    pub text: Option<String>,
    /// In the report of this name.
    pub report: Option<String>,
    /// Only this one.
    pub key: Option<ClaimKey>,
    /// None of these.
    pub except: Vec<ClaimKey>,
    /// At least so sure.
    pub min_score: Option<f32>,
    /// At most so many.
    pub limit: Option<usize>,
    /// After so many.
    pub offset: usize,
}

impl ClaimFilter {
    /// Whether everything passes; how many and after how many does not matter.
    pub fn is_empty(&self) -> bool {
        let names =
            [&self.mode, &self.actor, &self.country, &self.anybody, &self.anywhere, &self.place, &self.attributed];
        self.kinds.is_empty()
            && self.except.is_empty()
            && names.into_iter().chain([&self.text, &self.report]).all(Option::is_none)
            && self.from.is_none()
            && self.to.is_none()
            && self.key.is_none()
            && self.min_score.is_none()
    }
}

/// A claim with where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredClaim {
    /// Its key.
    pub key: ClaimKey,
    /// Its report's row.
    pub report: ReportId,
    /// Its report's name in the record.
    pub label: String,
    /// Who printed it.
    pub publisher: Option<String>,
    /// When it was printed.
    pub published: Option<Date>,
    /// Index in its account.
    pub index: usize,
    /// The run that made it.
    pub run: RunId,
    /// Where its sentence begins in the report's text: subtract it from a span of the claim to find the words.
    pub sentence_start: usize,
    /// The words of its sentence.
    pub sentence: String,
    /// The claim itself; spans point into the report's text.
    pub claim: Claim,
}

/// A current report in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportRow {
    /// Its name in the record.
    pub label: String,
    /// Its title.
    pub title: Option<String>,
    /// Who printed it.
    pub publisher: Option<String>,
    /// When it was printed.
    pub published: Option<Date>,
    /// How many sentences it has.
    pub sentences: usize,
    /// How many claims it makes.
    pub claims: usize,
    /// How many diagnostics it has.
    pub diagnostics: usize,
}

/// How many events of a type begin on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayCount {
    /// The type.
    pub kind: EventType,
    /// The day.
    pub day: Date,
    /// How many.
    pub events: usize,
}

/// A sentence that a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct SentenceHit {
    /// Its report's row.
    pub report: ReportId,
    /// Its report's name in the record.
    pub label: String,
    /// When it was printed.
    pub published: Option<Date>,
    /// Index of the sentence.
    pub index: usize,
    /// Its words.
    pub words: String,
}

/// An actor, with how often current reports name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActorRow {
    /// Canonical name.
    pub name: String,
    /// ISO alpha-3, or PLOVER's code for a body.
    pub country: String,
    /// PLOVER sector.
    pub sector: String,
    /// Claims in which it acts.
    pub acts: usize,
    /// Claims in which it receives.
    pub receives: usize,
    /// Claims that it makes.
    pub says: usize,
}
