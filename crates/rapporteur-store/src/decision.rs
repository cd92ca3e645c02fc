//! What people decide about the machine's work. Rows are only added; an undo is a row, and can be undone.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde_json::Value;

use crate::RunId;

/// Identifies a decision in one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DecisionId(pub i64);

/// Declares an enum whose variants have one stored name each.
macro_rules! named {
    ($(#[$meta:meta])* $name:ident, $what:literal: $($(#[$doc:meta])* $variant:ident = $text:literal),+ $(,)?) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// All, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// As the record writes it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = String;

            /// From the stored name.
            ///
            /// # Errors
            /// Names the unknown word.
            fn from_str(text: &str) -> Result<Self, String> {
                Self::ALL.iter().copied().find(|it| it.as_str() == text)
                    .ok_or_else(|| format!(concat!("unknown ", $what, " `{}`"), text))
            }
        }
    };
}

named!(
    /// What a reviewer does.
    Act, "act":
    /// It is right.
    Accept = "accept",
    /// It is this instead: `change` says what.
    Edit = "edit",
    /// It is wrong.
    Reject = "reject",
    /// It is the same as those that `change` lists.
    Merge = "merge",
    /// It is several: `change` says which.
    Split = "split",
    /// A remark.
    Comment = "comment",
    /// An earlier decision is taken back; made by [`Store::undo`](crate::Store::undo) only.
    Undo = "undo",
);

named!(
    /// What a decision is about.
    TargetKind, "target":
    /// A claim, by key.
    Claim = "claim",
    /// An event, by number.
    Event = "event",
    /// A report, by its name in the record.
    Report = "report",
    /// An actor, by canonical name.
    Actor = "actor",
    /// A dispute, by the fuse stage's id.
    Dispute = "dispute",
    /// A commitment.
    Commitment = "commitment",
    /// A meeting.
    Meeting = "meeting",
    /// A figure.
    Figure = "figure",
    /// An alignment.
    Alignment = "alignment",
    /// A truce.
    Truce = "truce",
);

/// One thing in the record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target {
    /// What it is.
    pub kind: TargetKind,
    /// Which one.
    pub id: String,
}

impl Target {
    /// Names one.
    pub fn new(kind: TargetKind, id: impl fmt::Display) -> Self {
        Self { kind, id: id.to_string() }
    }
}

/// A decision to be kept.
#[derive(Clone, Debug, PartialEq)]
pub struct NewDecision {
    /// When, UTC.
    pub at: Timestamp,
    /// Who decides.
    pub reviewer: String,
    /// What.
    pub act: Act,
    /// About what.
    pub target: Target,
    /// The reviewer's version, for [`Act::Edit`], [`Act::Merge`] and [`Act::Split`].
    pub change: Option<Value>,
    /// Why.
    pub comment: Option<String>,
}

/// A decision from the record.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// Its number.
    pub id: DecisionId,
    /// When, UTC.
    pub at: Timestamp,
    /// Who decided.
    pub reviewer: String,
    /// What.
    pub act: Act,
    /// About what.
    pub target: Target,
    /// What the claim or event was like then: types, names, dates, no offsets.
    pub seen: Option<Value>,
    /// The reviewer's version.
    pub change: Option<Value>,
    /// Why.
    pub comment: Option<String>,
    /// For an undo: which one.
    pub undoes: Option<DecisionId>,
    /// Whether no undo that is itself in force takes it back.
    pub in_force: bool,
    /// The run in which it was made.
    pub run: RunId,
}

/// Which decisions; empty means all, oldest first.
#[derive(Clone, Debug, Default)]
pub struct DecisionFilter {
    /// About this.
    pub target: Option<Target>,
    /// By this person.
    pub reviewer: Option<String>,
    /// Leave out undos, and what they took back.
    pub in_force: bool,
}

/// A decision that no longer fits what the machine says.
#[derive(Clone, Debug, PartialEq)]
pub struct StaleDecision {
    /// The decision.
    pub decision: Decision,
    /// What its target is like now; `None`: gone.
    pub now: Option<Value>,
}
