//! `search`: sentences with these words.

use anyhow::Result;
use clap::Args;

use super::message;
use super::{RecordFile, Status};

/// Find sentences in the record by their words
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Search {
    /// All of these words, in any form; "in quotes" for a phrase, a final * for any ending
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,
    #[command(flatten)]
    record: RecordFile,
    /// At most so many sentences
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
}

const EXAMPLES: &str = "\
Examples:
  rapporteur search hospitals bombing
  rapporteur search '\"cessation of hostilities\"'";

impl Search {
    pub(crate) fn run(&self) -> Result<Status> {
        let hits = self.record.open()?.search(&self.words.join(" "), self.limit)?;
        let mut out = String::new();
        for hit in &hits {
            let day = hit.published.map(|day| format!(" {day}")).unwrap_or_default();
            let words = hit.words.split_whitespace().collect::<Vec<_>>().join(" ");
            out.push_str(&format!("[{}:{}]{day} {words}\n", hit.label, hit.index + 1));
        }
        if hits.is_empty() {
            out.push_str("no sentence has all these words\n");
        }
        message::print(&out)?;
        Ok(Status::Clean)
    }
}
