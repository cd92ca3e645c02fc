//! `code-pairs`: the type of act between two participants in a sentence, one line for each line.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use rapporteur::job;
use rapporteur::pairs::{Line, PairCoder};

use super::message::{self, Hinted};
use super::{Status, shown};

/// Code pairs of participants in sentences: type, mode and score, one line for each line
///
/// The table has a header; the columns `sentence`, `source`, `target` and `marked_sentence` (with <s>source</s> and
/// <t>target</t>) are found by their names, others are left alone. `sentence`, or `marked_sentence`, must be there.
/// A line without a source or target in its sentence gives a line without a type, with score 0.
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

/// Lines that are read together.
const TOGETHER: usize = 32;

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
        let coder = PairCoder::embedded()?;
        let mut out = String::new();
        let lines: Vec<Line<'_>> = lines.map(|line| columns.of(line)).collect();
        let work = |lines: &[Line<'_>]| coder.code(lines);
        job::in_order(lines.chunks(TOGETHER), job::threads(self.threads), work, |decisions| {
            for decision in decisions {
                let (kind, mode, score) =
                    decision.map_or_else(Default::default, |it| (it.kind.to_string(), it.mode, it.score));
                out.push_str(&format!("{kind}\t{mode}\t{score:.3}\n"));
            }
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

impl Columns {
    fn of<'l>(&self, line: &'l str) -> Line<'l> {
        let fields: Vec<&str> = line.split('\t').collect();
        let field = |column: Option<usize>| column.and_then(|n| fields.get(n)).copied().unwrap_or_default();
        Line {
            sentence: field(self.sentence),
            marked: field(self.marked),
            source: field(self.source),
            target: field(self.target),
        }
    }
}
