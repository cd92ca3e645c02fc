//! What could not be done, and why: the core's only way to complain.

use serde::{Deserialize, Serialize};

use crate::Span;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Something in the report was left out or is doubtful.
    Warning,
    /// The report could not be read.
    Error,
}

/// One thing that went wrong in a report, with a name that documentation lists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// How bad.
    pub severity: Severity,
    /// Stable name in kebab case, such as `no-report-date`.
    pub kind: String,
    /// What was expected and what was found; lower case, no full stop.
    pub message: String,
    /// What the user can do.
    pub hint: Option<String>,
    /// Where in the report's text.
    pub span: Option<Span>,
}

impl Diagnostic {
    /// A warning about the report as a whole.
    pub fn warning(kind: &str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, kind: kind.into(), message: message.into(), hint: None, span: None }
    }

    /// Adds what the user can do.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}
