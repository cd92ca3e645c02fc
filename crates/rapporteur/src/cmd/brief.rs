//! `brief`: one page about a record.

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use rapporteur::output::brief::{Length, brief, markdown, text};
use rapporteur::output::overview::Overview;
use rapporteur::record;

use super::view::{FilterArgs, WhoseArgs};
use super::{RecordFile, Status, message};

/// How a brief is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Plain text, wrapped to the terminal
    Text,
    /// Markdown
    Md,
    /// Lines and references as JSON
    Json,
}

/// One page about the record: what happened, who says what, what was offered, what comes next
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct BriefArgs {
    #[command(flatten)]
    record: RecordFile,
    #[command(flatten)]
    filter: FilterArgs,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Print four times as many lines
    #[arg(long)]
    long: bool,
    #[command(flatten)]
    whose: WhoseArgs,
}

const EXAMPLES: &str = "\
Examples:
  rapporteur brief
  rapporteur brief --country SYR --from 2016-10-01 --to 2016-10-31
  rapporteur brief --actor Kerry --format md > kerry.md

Every line ends with the sentences it comes from: [a:14] is sentence 14 of the report that the list at the end calls a.";

impl BriefArgs {
    pub(crate) fn run(&self) -> Result<Status> {
        let filter = self.filter.filter()?;
        let mut overview = record::overview(&*self.record.open()?, self.whose.whose())?;
        overview.retain(&filter);
        print(&overview, self.format, if self.long { Length::Long } else { Length::Page })?;
        Ok(Status::Clean)
    }
}

/// Prints the brief of an overview.
pub(crate) fn print(overview: &Overview, format: Format, length: Length) -> Result<()> {
    let brief = brief(overview, length);
    message::print(&match format {
        Format::Text => text(&brief, message::width().min(110)),
        Format::Md => markdown(&brief),
        Format::Json => serde_json::to_string_pretty(&brief).context("the brief")? + "\n",
    })
}
