//! What follows from events: disputes, commitments, truces, meetings, alignments, figures. Each names its claims.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{ClaimRef, EventPlace};
use crate::account::Counted;
use crate::{Actor, Interval, Span};

/// Makes a plain enum that has a written form for people.
macro_rules! worded {
    ($(#[$doc:meta])* $name:ident { $($(#[$note:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$note])* #[serde(rename = $text)] $variant),+ }

        impl $name {
            /// As tables and JSON write it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.pad(self.as_str()) }
        }
    };
}

worded! {
    /// What the sides of a dispute do not agree on.
    DisputeAbout {
        /// Who did it.
        Actor = "who did it",
        /// To whom it was done, at what it is aimed.
        Recipient = "at whom it is aimed",
        /// Whether it happened: one side denies it.
        Denial = "whether it happened",
        /// When.
        Date = "when it happened",
        /// How many.
        Figure = "how many",
        /// Who called or hosts a meeting.
        Caller = "who called it",
    }
}

/// Two claims or more on one event that cannot all hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dispute {
    /// What it is about, in words.
    pub about: String,
    /// What kind of thing.
    pub kind: DisputeAbout,
    /// Index of the event.
    pub event: usize,
    /// Who says what; two or more.
    pub sides: Vec<Side>,
}

/// One side of a dispute.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Side {
    /// Who holds it; `None`: a report in its own voice.
    pub holder: Option<Actor>,
    /// Index of the account.
    pub report: usize,
    /// The words.
    pub span: Span,
    /// The claim.
    pub claim: ClaimRef,
}

worded! {
    /// What kind of commitment.
    CommitmentKind {
        /// Put forward, to be taken up.
        Offer = "offer",
        /// Promised.
        Pledge = "pledge",
        /// Asked of another.
        Demand = "demand",
        /// Harm held out.
        Threat = "threat",
    }
}

worded! {
    /// What became of a commitment.
    CommitmentState {
        /// Nothing heard since.
        Open = "open",
        /// Done as said.
        Met = "met",
        /// Said or shown not to be done.
        Broken = "broken",
        /// Its day went by.
        Lapsed = "lapsed",
    }
}

/// What somebody offered, promised, demanded or threatened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Commitment {
    /// Who made it.
    pub by: Vec<Actor>,
    /// To whom; for a demand, of whom.
    pub to: Vec<Actor>,
    /// What, in the words of the report that says most.
    pub what: String,
    /// The condition, in the report's words; empty when there is none.
    pub condition: String,
    /// What kind.
    pub kind: CommitmentKind,
    /// By when.
    pub deadline: Option<Interval>,
    /// What became of it.
    pub state: CommitmentState,
    /// Claims that made it.
    pub claims: Vec<ClaimRef>,
    /// Claims that made its state.
    pub settled_by: Vec<ClaimRef>,
}

worded! {
    /// What became of a truce.
    TruceState {
        /// Hoped or asked for.
        HopedFor = "hoped for",
        /// On the table.
        Proposed = "proposed",
        /// Agreed or holding.
        InForce = "in force",
        /// Broken in part.
        Violated = "violated",
        /// Over.
        Collapsed = "collapsed",
    }
}

/// A cease-fire: where, for how long, between whom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Truce {
    /// Where it holds, as written; empty when not told.
    pub area: String,
    /// How long, as written: "72 hours"; empty when not told.
    pub span: String,
    /// Between whom.
    pub parties: Vec<Actor>,
    /// Who is left out of it, as written; empty when not told.
    pub exempted: String,
    /// When it begins, or is told of.
    pub date: Option<Interval>,
    /// What became of it.
    pub state: TruceState,
    /// Claims that speak of it.
    pub claims: Vec<ClaimRef>,
    /// Later claims of violence between its parties in its area.
    pub violations: Vec<ClaimRef>,
}

worded! {
    /// What became of a meeting.
    MeetingState {
        /// Yet to come.
        Planned = "planned",
        /// Took place.
        Held = "held",
        /// Did not take place, or ended in nothing.
        Failed = "failed",
    }
}

/// A meeting: one event of type CONSULT with a place, a day or a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Meeting {
    /// "Lausanne meeting on Syria".
    pub name: String,
    /// Index of the event.
    pub event: usize,
    /// Where.
    pub place: Option<EventPlace>,
    /// When.
    pub date: Option<Interval>,
    /// Who is expected, or was there.
    pub expected: Vec<Actor>,
    /// Who may come.
    pub unsure: Vec<Actor>,
    /// Who called it, by any claim.
    pub called_by: Vec<Actor>,
    /// What became of it.
    pub state: MeetingState,
    /// Claims that speak of it.
    pub claims: Vec<ClaimRef>,
}

worded! {
    /// How one stands to another.
    Tie {
        /// Gives support, political or material.
        Backs = "backs",
        /// Gives arms.
        Arms = "arms",
        /// Uses force against.
        Fights = "fights",
        /// Sends forces into.
        IntervenesIn = "intervenes in",
        /// Is an ally or affiliate of.
        AlliedWith = "allied with",
        /// Sits at a table with.
        TalksWith = "talks with",
    }
}

impl Tie {
    /// +1 for a friendly tie, -1 for a hostile one, 0 for one that says neither.
    pub fn sign(self) -> i8 {
        match self {
            Self::Backs | Self::Arms | Self::AlliedWith => 1,
            Self::Fights => -1,
            Self::IntervenesIn | Self::TalksWith => 0,
        }
    }
}

/// A tie between two actors, with the claims that show it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alignment {
    /// Who.
    pub actor: Actor,
    /// With, for or against whom.
    pub recipient: Actor,
    /// How.
    pub tie: Tie,
    /// +1 friendly, -1 hostile, 0 neither.
    pub sign: i8,
    /// From the first to the last day that a claim tells of it; a claim without a date counts for the day of its report.
    pub seen: Option<Interval>,
    /// Claims that show it.
    pub claims: Vec<ClaimRef>,
}

impl Alignment {
    /// How much of the tie is left on a day: 1 while it is told of, halved by every year since; 0 before.
    pub fn strength(&self, on: Date) -> f64 {
        let Some(seen) = self.seen else { return 1.0 };
        if on < seen.start {
            return 0.0;
        }
        let days = on.since(seen.end).map_or(0, |span| span.get_days().max(0));
        0.5_f64.powf(f64::from(days) / 365.25)
    }
}

/// One figure among the accounts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FigureRef {
    /// Index of the account.
    pub report: usize,
    /// Index of the figure in it.
    pub figure: usize,
    /// Whose count it is; `None`: the report's own.
    pub whose: Option<Actor>,
    /// Least.
    pub low: Option<f64>,
    /// Most.
    pub high: Option<f64>,
}

/// Counts of one thing. Never summed: they may count the same people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FigureGroup {
    /// What they count.
    pub what: Counted,
    /// The event they belong to.
    pub event: Option<usize>,
    /// Where or whose: a country code, or empty.
    pub country: String,
    /// Told as background.
    pub historical: bool,
    /// Who counts how many, in order of the reports.
    pub counts: Vec<FigureRef>,
    /// Least of all counts.
    pub low: Option<f64>,
    /// Most of all counts.
    pub high: Option<f64>,
}
