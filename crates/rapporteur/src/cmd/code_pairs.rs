//! `code-pairs`: the type of act between two participants in a sentence, one line for each line.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use rapporteur::job;
use rapporteur::pairs::{Decision, decide, spans};
use rapporteur::pipeline::Pipeline;
use rapporteur_core::Report;

use super::message::{self, Hinted};
use super::{Status, shown};

/// Code pairs of participants in sentences: type, mode and score, one line for each line
///
/// The table has a header; the columns `sentence`, `source`, `target` and `marked_sentence` (with <s>source</s> and
/// <t>target</t>) are found by their names, others are left alone. `sentence`, or `marked_sentence`, must be there.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct CodePairs {
    /// The table: tab-separated, with a header
    #[arg(value_name = "FILE.tsv")]
    path: PathBuf,
    /// Threads [default: one a core]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

const EXAMPLES: &str = "\
Examples:
  rapporteur code-pairs pairs.tsv > types.tsv
  paste pairs.tsv <(rapporteur code-pairs pairs.tsv)";

struct Columns {
    sentence: Option<usize>,
    marked: Option<usize>,
    source: Option<usize>,
    target: Option<usize>,
}

impl CodePairs {
    pub(crate) fn run(&self) -> Result<Status> {
        let text = std::fs::read_to_string(&self.path).with_context(|| shown(&self.path))?;
        let mut lines = text.trim_start_matches('\u{feff}').lines();
        let columns = self.columns(lines.next().unwrap_or_default())?;
        let pipeline = Pipeline::embedded()?;
        let mut out = String::new();
        let work = |line: &str| pair(&pipeline, &columns, line);
        job::in_order(lines, job::threads(self.threads), work, |it| {
            out.push_str(&format!("{}\t{}\t{:.3}\n", it.kind, it.mode, it.score));
        });
        message::print(&out)?;
        Ok(Status::Clean)
    }

    fn columns(&self, header: &str) -> Result<Columns> {
        let names: Vec<&str> = header.split('\t').map(str::trim).collect();
        let find = |name: &str| names.iter().position(|n| *n == name);
        let columns = Columns {
            sentence: find("sentence"),
            marked: find("marked_sentence"),
            source: find("source"),
            target: find("target"),
        };
        if columns.sentence.or(columns.marked).is_none() {
            return Err(Hinted::new(
                format!(
                    "{}: expected a column `sentence` or `marked_sentence`, found {}",
                    shown(&self.path),
                    names.join(", ")
                ),
                "the first line must name the columns, parted by tabs",
            )
            .into());
        }
        Ok(columns)
    }
}

fn pair(pipeline: &Pipeline, columns: &Columns, line: &str) -> Decision {
    let fields: Vec<&str> = line.split('\t').collect();
    let field = |column: Option<usize>| column.and_then(|n| fields.get(n)).copied().unwrap_or_default();
    let marked = field(columns.marked);
    let plain = ["<s>", "</s>", "<t>", "</t>"].iter().fold(marked.to_owned(), |text, mark| text.replace(mark, ""));
    let sentence = match field(columns.sentence) {
        "" => plain,
        sentence => sentence.to_owned(),
    };
    let (source, target) = spans(&sentence, marked, field(columns.source), field(columns.target));
    let annotated = pipeline.annotate(Report { text: sentence, ..Report::default() });
    decide(&annotated, source, target)
}
