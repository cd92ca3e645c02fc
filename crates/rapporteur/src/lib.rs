//! The pipeline from report to record, and what meets the world around it.

pub mod ingest;
pub mod output;
pub mod pipeline;
