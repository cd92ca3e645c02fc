//! `knowledge`: what the program knows of the world, and what its user adds.

mod add;
mod check;
mod import;
mod list;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use rapporteur::knowledge::{self, DEFAULT_FILE};
use rapporteur_core::knowledge::{FileData, write};

use super::Status;
use super::message::Hinted;

/// What the program knows: states, bodies, groups, persons with their offices
///
/// Your own knowledge stands in a file of its own, over what ships with the program: what `--knowledge` or
/// `RAPPORTEUR_KNOWLEDGE` names (a file, or a folder of them), else `rapporteur-knowledge.toml` in the current folder. An entry
/// there takes the place of ours of the same name. `knowledge/README.md` describes the format.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct KnowledgeArgs {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  rapporteur knowledge list --country SYR
  rapporteur knowledge add \"Zorvan Mirdad\" --country AFG --office foreign-minister --from 2026-03
  rapporteur knowledge import Phoenix.MilNonState.actors.txt
  rapporteur knowledge check";

#[derive(Debug, Subcommand)]
enum Command {
    List(list::List),
    Add(add::Add),
    Import(import::Import),
    /// Look for mistakes: codes, dates, terms of office that overlap; in your own file too
    Check,
}

impl KnowledgeArgs {
    /// `named` is the file of `--knowledge`.
    pub(crate) fn run(&self, named: Option<&Path>) -> Result<Status> {
        match &self.command {
            Command::List(it) => it.run(),
            Command::Add(it) => it.run(&target(named)),
            Command::Import(it) => it.run(&target(named)),
            Command::Check => check::run(),
        }
    }

    /// Whether it may be run before the own file is there: what makes it.
    pub(crate) fn makes_file(&self) -> bool {
        matches!(self.command, Command::Add(_) | Command::Import(_))
    }
}

/// The file that entries are added to.
fn target(named: Option<&Path>) -> PathBuf {
    match knowledge::own_path(named) {
        Some(folder) if folder.is_dir() => folder.join(DEFAULT_FILE),
        Some(file) => file,
        None => DEFAULT_FILE.into(),
    }
}

/// Adds entries at the end of a file, which is left as it was when the whole would be wrong.
fn append(path: &Path, data: &FileData) -> Result<()> {
    const HEAD: &str = "# Own knowledge, over what ships with rapporteur (knowledge/README.md has the format).\n";
    let before = if path.exists() {
        fs::read_to_string(path).with_context(|| path.display().to_string())?
    } else {
        HEAD.to_owned()
    };
    let text = before + &write(data);
    knowledge::parse(path, &text).map_err(|error| hinted(&error))?;
    let fresh = path.with_extension("toml.new");
    fs::write(&fresh, text).and_then(|()| fs::rename(&fresh, path)).with_context(|| path.display().to_string())
}

/// An error of the own file with what to do.
pub(crate) fn hinted(error: &knowledge::KnowledgeError) -> Hinted {
    let hint = match error {
        knowledge::KnowledgeError::Read { .. } => "check the path of --knowledge or RAPPORTEUR_KNOWLEDGE",
        _ => "knowledge/README.md has the fields, offices, codes and sectors",
    };
    Hinted::new(error.to_string(), hint)
}
