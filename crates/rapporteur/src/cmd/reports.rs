//! Where reports come from: the arguments that `read` and `annotate` share, and reading them with several threads.

use std::path::PathBuf;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;
use rapporteur::ingest::{IngestError, IngestOptions, Ingested, ingest};
use rapporteur::job;

use super::message;

/// Which reports, and what to take for granted about them.
#[derive(Debug, Args)]
pub(crate) struct Reports {
    /// Files, folders (.txt, .md, .html in them), or - for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Publication date of reports that do not tell one: 2016-10-14
    #[arg(long, value_name = "DATE")]
    date: Option<Date>,
    /// Publisher of reports that do not tell one
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,
    /// Table of publication dates, a line a report: stem, tab, date [default: the dates.tsv beside each report]
    #[arg(long, value_name = "FILE.tsv")]
    dates: Option<PathBuf>,
    /// Threads [default: one a core]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

impl Reports {
    /// The paths as given.
    pub(crate) fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// Works on every report; results come in the order of the reports. Gives how many could not be read: each was named
    /// on standard error.
    pub(crate) fn each<T: Send>(&self, work: impl Fn(Ingested) -> T + Sync, mut done: impl FnMut(T)) -> usize {
        let options = IngestOptions {
            date: self.date,
            publisher: self.publisher.clone(),
            dates: self.dates.clone(),
            ..IngestOptions::default()
        };
        let bar = progress();
        let mut unread = 0;
        let read = |outcome: Result<Ingested, IngestError>| outcome.map(&work);
        job::in_order(ingest(&self.paths, &options), job::threads(self.threads), read, |result| {
            match result {
                Ok(result) => done(result),
                Err(error) => {
                    unread += 1;
                    bar.suspend(|| message::unread(&error.to_string(), error.hint()));
                }
            }
            bar.inc(1);
        });
        bar.finish_and_clear();
        unread
    }
}

/// Counts reports on standard error, when that is a terminal.
fn progress() -> ProgressBar {
    let style = ProgressStyle::with_template("{spinner} {pos} reports read, {per_sec}");
    ProgressBar::new_spinner().with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
}
