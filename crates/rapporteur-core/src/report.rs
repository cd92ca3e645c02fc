//! A report as it came in: one document with its text, publisher and date.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One document: what ingest hands to the reader.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// File stem, or another short name; how people refer to it.
    pub name: String,
    /// Headline, where one is known.
    pub title: Option<String>,
    /// Who printed it.
    pub publisher: Option<String>,
    /// The day it was printed: what relative times count from.
    pub published: Option<Date>,
    /// Path or address it was read from.
    pub origin: String,
    /// The text that all spans point into.
    pub text: String,
}
