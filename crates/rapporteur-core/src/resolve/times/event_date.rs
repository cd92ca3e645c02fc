//! An event's own date: from its clause, else from its sentence.

use crate::{Interval, Reading, TimeExpression};

/// Placeholder.
pub fn date_of(_reading: &Reading, _times: &[TimeExpression], _trigger: usize) -> Option<Interval> {
    None
}
