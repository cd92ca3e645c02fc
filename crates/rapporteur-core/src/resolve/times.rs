//! Time expressions: a grammar of what news says, resolved against the day of the report.

use jiff::civil::Date;

use crate::{Reading, TimeExpression};

/// Finds the time expressions of a text and resolves them.
///
/// Relative ones count from `published`; without it they stay `Unresolved(NoReportDate)`.
pub fn read_times(_text: &str, _reading: &Reading, _published: Option<Date>) -> Vec<TimeExpression> {
    Vec::new()
}
