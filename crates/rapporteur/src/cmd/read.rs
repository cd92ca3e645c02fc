//! `read`: the main job.

use std::collections::BTreeSet;

use anyhow::Result;
use clap::Args;
use rapporteur::ingest::Ingested;
use rapporteur::intake::Intake;
use rapporteur::output::brief::Length;
use rapporteur::output::overview::Overview;
use rapporteur::pipeline::Pipeline;
use rapporteur::record::{self, Whose};
use rapporteur_core::Account;
use rapporteur_store::{ContentHash, How, Known, OpenOptions, RunId, Store};

use super::brief::{self, Format};
use super::reports::Reports;
use super::{RecordFile, Status, message};

/// Read reports into the record and print the brief of them
///
/// The brief is about the reports of this run; `rapporteur brief` is about all that the record holds. Reading the same
/// report twice changes nothing.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Read {
    #[command(flatten)]
    reports: Reports,
    #[command(flatten)]
    record: RecordFile,
    /// Keep no record: only print the brief
    #[arg(long, conflicts_with = "record")]
    no_record: bool,
    /// How to print the brief
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Print four times as many lines
    #[arg(long)]
    long: bool,
}

const EXAMPLES: &str = "\
Examples:
  rapporteur read examples/lausanne
  rapporteur read talks.txt --date 2016-10-14 --publisher \"Wire A\"
  rapporteur read reports/ --dates reports/dates.tsv --record talks.db --format md > brief.md
  curl -s https://example.org/report.html | rapporteur read - --date 2016-10-14

Front matter (`title:`, `publisher:`, `published:`), metadata of a page and a `dates.tsv` beside the reports tell what
--date and --publisher are for. Without a date, times like \"last week\" stay unresolved.

Exit status: 0 clean, 1 some reports could not be read (each is named), 2 stopped.";

/// What reading one report gave.
enum Outcome {
    /// In the record already, read with these versions.
    Known(Box<Account>),
    /// Read now.
    Read(Box<Account>),
}

impl Read {
    pub(crate) fn run(&self) -> Result<Status> {
        let length = if self.long { Length::Long } else { Length::Page };
        let (overview, unread) = if self.no_record { self.without_record()? } else { self.to_record()? };
        if overview.accounts.is_empty() {
            message::unread(
                "nothing could be read",
                "name files of text, Markdown or HTML, or folders with such files",
            );
            return Ok(Status::SomeUnread);
        }
        brief::print(&overview, self.format, length)?;
        if unread > 0 {
            message::note(&format!("{unread} could not be read, see above"));
        }
        Ok(if unread > 0 { Status::SomeUnread } else { Status::Clean })
    }

    fn without_record(&self) -> Result<(Overview, usize)> {
        let pipeline = Pipeline::embedded()?;
        let mut accounts = Vec::new();
        let unread = self.reports.each(
            |it| account(&pipeline, it),
            |account| {
                warn(&account);
                accounts.push(account);
            },
        );
        Ok((Overview::new(accounts), unread))
    }

    fn to_record(&self) -> Result<(Overview, usize)> {
        let mut store = OpenOptions::new().create(true).record(self.record.path())?;
        let run = begin(&mut *store)?;
        let pipeline = Pipeline::embedded()?;
        let known = std::sync::Mutex::new(self.record.open_to_write()?);
        let versions = record::versions();
        let work = |it: Ingested| {
            let hash = ContentHash::of(&it.report);
            let looked_up = known.lock().unwrap_or_else(std::sync::PoisonError::into_inner).known(&hash, &versions);
            match looked_up {
                Ok(Known::Current) => Outcome::Known(Box::new(Account { report: it.report, ..Account::default() })),
                _ => Outcome::Read(Box::new(account(&pipeline, it))),
            }
        };
        let mut intake = Intake::new(&mut *store, run);
        let unread = self.reports.each(work, |outcome| match outcome {
            Outcome::Known(account) => intake.take(*account),
            Outcome::Read(account) => {
                warn(&account);
                intake.take(*account);
            }
        });
        let (mut labels, mut new) = (BTreeSet::new(), 0);
        for (name, added) in intake.finish()? {
            new += usize::from(!matches!(added.how, How::Already | How::Duplicate));
            if added.how == How::Duplicate {
                message::note(&format!("{name}: the same words, day and publisher as `{}`, kept once", added.label));
            }
            labels.insert(added.label);
        }
        let all = store.labels()?.len();
        let overview = if all == labels.len() {
            record::overview(&*store, Whose::Reviewed)?
        } else {
            record::overview_of(&*store, &labels)?
        };
        let others =
            if all > labels.len() { format!(" ({all} reports in all: rapporteur brief)") } else { String::new() };
        if !labels.is_empty() {
            message::note(&format!("record: {}, {new} of {} reports new{others}", self.record.shown(), labels.len()));
        }
        Ok((overview, unread))
    }
}

fn account(pipeline: &Pipeline, it: Ingested) -> Account {
    pipeline.annotate(it.report).account(it.diagnostics)
}

fn warn(account: &Account) {
    for diagnostic in record::warnings(account) {
        message::diagnostic(&account.report.name, diagnostic);
    }
}

/// Notes a run; the binary alone may ask for the time.
#[allow(clippy::disallowed_methods)]
pub(crate) fn begin(store: &mut dyn Store) -> Result<RunId> {
    Ok(store.begin_run(jiff::Timestamp::now(), &record::versions())?)
}
