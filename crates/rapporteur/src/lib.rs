//! The pipeline from report to record, and what meets the world around it.

pub mod account;
pub mod eval;
pub mod ingest;
pub mod intake;
pub mod job;
pub mod knowledge;
pub mod output;
pub mod pairs;
pub mod pipeline;
pub mod record;
pub mod review;
#[cfg(feature = "serve")]
pub mod web;
