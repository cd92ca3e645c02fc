//! Accounts: what one report says, with everything that fusing, storing and showing need. No trees.

use serde::{Deserialize, Serialize};

use crate::claim::{Claim, Participant};
use crate::{Diagnostic, Report, Span, TimeExpression};

/// What one report says: the type that resolving hands to fusing, and that the record keeps.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// The report with its text; all spans are byte offsets into it.
    pub report: Report,
    /// Sentences, in order; a claim names its sentence by index here.
    pub sentences: Vec<Span>,
    /// What happened, was promised, may happen.
    pub claims: Vec<Claim>,
    /// Exact words and who said them.
    pub quotes: Vec<Quote>,
    /// Counts: of the dead, the displaced, troops, money.
    pub figures: Vec<Figure>,
    /// What somebody expects, aims at or doubts.
    pub assessments: Vec<Assessment>,
    /// Meetings that the report tells of, with who is expected.
    pub meetings: Vec<MeetingNote>,
    /// Time expressions.
    pub times: Vec<TimeExpression>,
    /// What could not be done.
    pub diagnostics: Vec<Diagnostic>,
}

/// Words between quotation marks, without the marks and the comma that closes them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// The words.
    pub span: Span,
    /// Who said them.
    pub speaker: Option<Participant>,
}

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Counted {
    Killed,
    Wounded,
    Displaced,
    Detained,
    Missing,
    Troops,
    Participants,
    Money,
    Other,
}

/// A count in a report: "an estimated 500,000 people dead" is killed, 500000 to 500000.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The words, from the first that qualifies the number to the noun it counts.
    pub span: Span,
    /// Least; `None` when open downwards ("up to 50") or a share.
    pub low: Option<f64>,
    /// Most; `None` when open upwards ("more than 50") or a share.
    pub high: Option<f64>,
    /// What it counts.
    pub what: Counted,
    /// Whose estimate it is; `None`: the report's own.
    pub whose: Option<Participant>,
    /// Told as background from another time or war.
    pub historical: bool,
}

/// An expectation, an aim, a doubt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// The words.
    pub span: Span,
    /// Whose; `None`: the report's own.
    pub holder: Option<Participant>,
}

/// A meeting as one report tells of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MeetingNote {
    /// Index of the CONSULT claim it rests on.
    pub claim: usize,
    /// Who is expected to attend.
    pub expected: Vec<Participant>,
    /// Whose attendance, or level of attendance, is unsure.
    pub unsure: Vec<Participant>,
    /// Who called it.
    pub called_by: Vec<Participant>,
}
