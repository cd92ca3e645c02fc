//! The pipeline from report to record, and what meets the world around it.

pub mod eval;
pub mod output;
pub mod pipeline;
