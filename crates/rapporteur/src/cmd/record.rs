//! `record`: care for the record file.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Subcommand};

use super::message::{self, Hinted};
use super::{RecordFile, Status, shown};

/// Care for the record: counts, a check, a backup, giving space back
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct RecordArgs {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  rapporteur record stats
  rapporteur record check
  rapporteur record backup copy.db
  rapporteur record compact";

#[derive(Debug, Subcommand)]
enum Command {
    /// How much it holds
    Stats {
        #[command(flatten)]
        record: RecordFile,
    },
    /// Look the whole file over
    Check {
        #[command(flatten)]
        record: RecordFile,
    },
    /// Write a copy that is whole even while others write; never overwrites
    Backup {
        /// The copy
        #[arg(value_name = "FILE")]
        to: PathBuf,
        #[command(flatten)]
        record: RecordFile,
    },
    /// Give unused space back
    Compact {
        #[command(flatten)]
        record: RecordFile,
    },
}

impl RecordArgs {
    pub(crate) fn run(&self) -> Result<Status> {
        match &self.command {
            Command::Stats { record } => stats(record),
            Command::Check { record } => check(record),
            Command::Backup { to, record } => {
                record.open()?.backup(to)?;
                message::print(&format!("{} copied to {}\n", record.shown(), shown(to)))?;
                Ok(Status::Clean)
            }
            Command::Compact { record } => {
                let gained = record.open_to_write()?.compact()?;
                message::print(&format!(
                    "{}: {} bytes before, {} after\n",
                    record.shown(),
                    gained.before,
                    gained.after
                ))?;
                Ok(Status::Clean)
            }
        }
    }
}

fn stats(record: &RecordFile) -> Result<Status> {
    let stats = record.open()?.stats()?;
    let days =
        stats.first.zip(stats.last).map_or_else(|| "no dates".into(), |(first, last)| format!("{first} to {last}"));
    let rows = [
        ("record", record.shown()),
        ("reports", format!("{} ({} earlier versions), {days}", stats.reports, stats.superseded)),
        ("publishers", stats.publishers.to_string()),
        ("sentences", stats.sentences.to_string()),
        ("claims", stats.claims.to_string()),
        ("events", stats.events.to_string()),
        ("quotes", stats.quotes.to_string()),
        ("figures", stats.figures.to_string()),
        ("assessments", stats.assessments.to_string()),
        ("meetings", stats.meetings.to_string()),
        ("diagnostics", stats.diagnostics.to_string()),
        ("decisions", stats.decisions.to_string()),
        ("runs", stats.runs.to_string()),
        ("bytes", format!("{}, schema {}", stats.bytes, stats.schema)),
    ];
    let lines: Vec<String> = rows.iter().map(|(name, value)| format!("{name:<12} {value}")).collect();
    message::print(&(lines.join("\n") + "\n"))?;
    Ok(Status::Clean)
}

fn check(record: &RecordFile) -> Result<Status> {
    let problems = record.open()?.check()?;
    if problems.is_empty() {
        message::print(&format!("{}: sound\n", record.shown()))?;
        return Ok(Status::Clean);
    }
    message::print(&(problems.join("\n") + "\n"))?;
    let hint = "restore a backup, or read the reports into a new record";
    Err(Hinted::new(format!("record `{}`: {} problems, see above", record.shown(), problems.len()), hint).into())
}
