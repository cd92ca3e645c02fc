//! `annotate`: all layers of reports, no record.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use rapporteur::ingest::Ingested;
use rapporteur::output::annotation::{Annotation, LAYERS};
use rapporteur::pipeline::Pipeline;
use rapporteur_reader::{Reader, conllu};

use super::message::{self, Hinted};
use super::reports::Reports;
use super::{Status, shown};

mod treebank;

/// Print all layers of reports as JSON, one object a report; no record
///
/// Offsets are Unicode code points into the report's text, end exclusive.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Annotate {
    #[command(flatten)]
    reports: Reports,
    /// Only these layers, parted by commas [default: all]
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    layers: Vec<String>,
    /// How to print them
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    format: Format,
    /// Take the words of CoNLL-U files as they are, and print only new lemmas, parts of speech and trees
    #[arg(long)]
    gold_tokens: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A JSON object a line, one a report
    Jsonl,
    /// Trees in CoNLL-U
    Conllu,
}

const EXAMPLES: &str = "\
Examples:
  rapporteur annotate report.txt --date 2016-10-14
  rapporteur annotate reports/ --layers claims,times > claims.jsonl
  rapporteur annotate report.txt --format conllu
  rapporteur annotate test.conllu --format conllu --gold-tokens

Layers: sentences, tokens, entities, times, places, attributions, claims, quotes, figures, meetings, assessments,
diagnostics.";

impl Annotate {
    pub(crate) fn run(&self) -> Result<Status> {
        let layers = self.layers()?;
        let (banks, others): (Vec<&PathBuf>, Vec<&PathBuf>) =
            self.reports.paths().iter().partition(|path| path.extension().is_some_and(|ending| ending == "conllu"));
        if self.gold_tokens || !banks.is_empty() {
            if let Some(other) = others.first() {
                return Err(Hinted::new(
                    format!("{}: expected a CoNLL-U file beside others", shown(other)),
                    "name only files that end in .conllu, or none",
                )
                .into());
            }
            return self.treebanks(&banks);
        }
        let unread = match self.format {
            Format::Conllu => {
                let reader = Reader::embedded()?;
                self.each(|it| conllu(&it.report.text, &reader.read(&it.report.text)))?
            }
            Format::Jsonl => {
                let pipeline = Pipeline::embedded()?;
                self.each(|it| {
                    let annotated = pipeline.annotate(it.report);
                    let account = annotated.account(it.diagnostics);
                    Annotation::new(&annotated, &account).json(&layers).to_string() + "\n"
                })?
            }
        };
        Ok(if unread > 0 { Status::SomeUnread } else { Status::Clean })
    }

    /// Prints what `work` makes of each report; gives how many could not be read.
    fn each(&self, work: impl Fn(Ingested) -> String + Sync) -> Result<usize> {
        let mut printed = Ok(());
        let unread = self.reports.each(work, |text| {
            if printed.is_ok() {
                printed = message::print(&text);
            }
        });
        printed.map(|()| unread)
    }

    fn layers(&self) -> Result<BTreeSet<&str>> {
        let known = |name: &str| LAYERS.contains(&name);
        if let Some(wrong) = self.layers.iter().find(|name| !known(name)) {
            let hint = format!("one of {}", LAYERS.join(", "));
            return Err(Hinted::new(format!("--layers: unknown layer `{wrong}`"), hint).into());
        }
        let asked: BTreeSet<&str> = self.layers.iter().map(String::as_str).collect();
        Ok(if asked.is_empty() { LAYERS.iter().copied().collect() } else { asked })
    }

    fn treebanks(&self, paths: &[&PathBuf]) -> Result<Status> {
        let reader = Reader::embedded()?;
        for path in paths {
            let file = std::fs::read_to_string(path).with_context(|| shown(path))?;
            let read_anew = treebank::reparse(&reader, &file, self.gold_tokens).map_err(|wrong| {
                Hinted::new(
                    format!("{}: {wrong}", shown(path)),
                    "give a file in CoNLL-U, or name it .txt to read it as text",
                )
            })?;
            message::print(&read_anew)?;
        }
        Ok(Status::Clean)
    }
}
