//! Runs: which versions made a row, and when.

use jiff::Timestamp;

/// Identifies a run in one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunId(pub i64);

/// What could change a reading. Any string that differs when the thing differs: a number, a digest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Versions {
    /// The program.
    pub program: String,
    /// The weights.
    pub model: String,
    /// Types, modes and frames.
    pub codebook: String,
    /// Actors and places.
    pub knowledge: String,
}

/// One start of the program that wrote to the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its number.
    pub id: RunId,
    /// When it began, UTC.
    pub at: Timestamp,
    /// With what.
    pub versions: Versions,
}
