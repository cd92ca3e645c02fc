//! Who: actors as the record names them, and what resolving gives back.

use serde::{Deserialize, Serialize};

/// What resolving a mention gives: one answer, several, or a reason why not. "None of these" is an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Resolution<T> {
    /// The one it is.
    Resolved(T),
    /// Those it may be, best first.
    Ambiguous(Vec<T>),
    /// Why it is none.
    Unresolved(Unresolved),
}

impl<T> Resolution<T> {
    /// The answer, or the best candidate.
    pub fn best(&self) -> Option<&T> {
        match self {
            Self::Resolved(it) => Some(it),
            Self::Ambiguous(them) => them.first(),
            Self::Unresolved(_) => None,
        }
    }

    /// The answer, only when it is the one.
    pub fn resolved(&self) -> Option<&T> {
        match self {
            Self::Resolved(it) => Some(it),
            _ => None,
        }
    }
}

/// Why a mention, a toponym or a time expression has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unresolved {
    /// Nothing we know goes by this name.
    Unknown,
    /// A relative time in a report without a date.
    NoReportDate,
    /// The words name no single one ("some day", "other countries").
    Vague,
    /// A pronoun or role word with nobody before it that fits.
    NoAntecedent,
}

/// A person, state, body, group or crowd, as the record names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Actor {
    /// Canonical English name.
    pub name: String,
    /// ISO 3166 alpha-3, or one of UNO EUR IGO NGO IMG MNC ISM, or empty.
    pub country: String,
    /// PLOVER sector (GOV MIL REB ...), or empty.
    pub sector: String,
}
