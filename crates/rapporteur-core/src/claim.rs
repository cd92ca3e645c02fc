//! Claims: one report says that somebody did something to somebody.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Actor, Interval, Resolution, Span};

/// The sixteen event types of PLOVER.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs)]
pub enum EventType {
    Agree,
    Consult,
    Support,
    Concede,
    Cooperate,
    Aid,
    Retreat,
    Request,
    Accuse,
    Reject,
    Threaten,
    Protest,
    Sanction,
    Mobilize,
    Coerce,
    Assault,
}

/// PLOVER's four quadrants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Quadrant {
    VerbalCooperation,
    MaterialCooperation,
    VerbalConflict,
    MaterialConflict,
}

impl EventType {
    /// All sixteen, in PLOVER's order.
    pub const ALL: [Self; 16] = [
        Self::Agree,
        Self::Consult,
        Self::Support,
        Self::Concede,
        Self::Cooperate,
        Self::Aid,
        Self::Retreat,
        Self::Request,
        Self::Accuse,
        Self::Reject,
        Self::Threaten,
        Self::Protest,
        Self::Sanction,
        Self::Mobilize,
        Self::Coerce,
        Self::Assault,
    ];

    /// As PLOVER writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agree => "AGREE",
            Self::Consult => "CONSULT",
            Self::Support => "SUPPORT",
            Self::Concede => "CONCEDE",
            Self::Cooperate => "COOPERATE",
            Self::Aid => "AID",
            Self::Retreat => "RETREAT",
            Self::Request => "REQUEST",
            Self::Accuse => "ACCUSE",
            Self::Reject => "REJECT",
            Self::Threaten => "THREATEN",
            Self::Protest => "PROTEST",
            Self::Sanction => "SANCTION",
            Self::Mobilize => "MOBILIZE",
            Self::Coerce => "COERCE",
            Self::Assault => "ASSAULT",
        }
    }

    /// Verbal or material, cooperation or conflict (RETREAT is material cooperation, as in the 2021 codebook).
    pub fn quadrant(self) -> Quadrant {
        match self {
            Self::Agree | Self::Consult | Self::Support | Self::Concede => Quadrant::VerbalCooperation,
            Self::Cooperate | Self::Aid | Self::Retreat => Quadrant::MaterialCooperation,
            Self::Request | Self::Accuse | Self::Reject | Self::Threaten => Quadrant::VerbalConflict,
            Self::Protest | Self::Sanction | Self::Mobilize | Self::Coerce | Self::Assault => {
                Quadrant::MaterialConflict
            }
        }
    }
}

impl fmt::Display for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for EventType {
    type Err = String;

    /// From PLOVER's upper-case name.
    ///
    /// # Errors
    /// Names the unknown type.
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|t| t.as_str() == text).ok_or_else(|| format!("unknown event type `{text}`"))
    }
}

/// PLOVER's auxiliary modes; none set = asserted as having happened or going on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Aux {
    /// Will happen, is planned.
    pub future: bool,
    /// May, might, could happen, or is hoped or feared.
    pub hypothetical: bool,
    /// Did not happen.
    pub negation: bool,
    /// Told as background from another time or war.
    pub historical: bool,
}

impl Aux {
    /// Names of those that are set, in a fixed order.
    pub fn names(self) -> Vec<&'static str> {
        [
            (self.future, "future"),
            (self.hypothetical, "hypothetical"),
            (self.negation, "negation"),
            (self.historical, "historical"),
        ]
        .into_iter()
        .filter_map(|(set, name)| set.then_some(name))
        .collect()
    }

    /// From names; unknown ones are left out.
    pub fn from_names<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let mut aux = Self::default();
        for name in names {
            match name {
                "future" => aux.future = true,
                "hypothetical" => aux.hypothetical = true,
                "negation" => aux.negation = true,
                "historical" => aux.historical = true,
                _ => {}
            }
        }
        aux
    }

    /// Whether the act is told as real: it happened or is going on.
    pub fn is_asserted(self) -> bool {
        !(self.future || self.hypothetical || self.negation)
    }
}

impl Serialize for Aux {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.names().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Aux {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let names = Vec::<String>::deserialize(deserializer)?;
        Ok(Self::from_names(names.iter().map(String::as_str)))
    }
}

/// Somebody in a claim: the words, and who they stand for. "The two countries" gives two participants with the same words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Participant {
    /// The mention, as written.
    pub span: Span,
    /// Who it is.
    pub actor: Resolution<Actor>,
}

/// A place in a claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClaimPlace {
    /// The toponym, as written.
    pub span: Span,
    /// ISO 3166 alpha-3; empty for a region.
    pub country: String,
}

/// One report says that somebody did, does, will do, may do or did not do something (`cases/GUIDELINES.md`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// The word or few words that name the act.
    pub trigger: Span,
    /// Index of its sentence.
    pub sentence: usize,
    /// Type of the act itself.
    #[serde(rename = "type")]
    pub kind: EventType,
    /// PLOVER mode, or empty.
    pub mode: String,
    /// Who does it; empty when not known.
    pub actors: Vec<Participant>,
    /// To, with or for whom.
    pub recipients: Vec<Participant>,
    /// Time and modality.
    pub aux: Aux,
    /// Who says so, when the report itself names somebody.
    pub attributed_to: Option<Participant>,
    /// The words of the condition.
    pub condition: Option<Span>,
    /// When it happens; `None` when the report gives no clue.
    pub date: Option<Interval>,
    /// Where.
    pub place: Option<ClaimPlace>,
    /// Why this line is there.
    pub decided: Decided,
}

/// What decided a claim, for `explain`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Decided {
    /// The frame that matched.
    pub frame: String,
    /// The frame that came second, if any.
    pub runner_up: Option<String>,
    /// How sure, 0..=1.
    pub score: f32,
    /// Where the same report names the participants that this one takes over: the act that has them ("the attacks"), or the
    /// words themselves ("a truce", between those at war).
    pub filled_from: Option<Span>,
}
