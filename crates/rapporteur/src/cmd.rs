//! Subcommands, one file each.

mod actors;
mod annotate;
mod brief;
mod code_pairs;
mod completions;
mod eval;
mod explain;
mod knowledge;
pub(crate) mod message;
mod read;
mod record;
mod reports;
mod review;
mod search;
#[cfg(feature = "serve")]
mod serve;
mod view;

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::{Args, Parser, Subcommand};
use rapporteur::record::fuse_record;
use rapporteur_store::{ErrorKind, OpenOptions, Record};

/// How a run ended, when it was not stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Nothing to complain about.
    Clean,
    /// Some reports could not be read; each is named on standard error.
    SomeUnread,
}

/// Reads the reports about a conflict and the talks over it, and keeps the record.
///
/// `read` is the main job: it reads reports into a record and prints a brief of them. The other commands show what a
/// record holds, and why. Nothing leaves this computer.
#[derive(Debug, Parser)]
#[command(name = "rapporteur", version, propagate_version = true, max_term_width = 100, after_help = EXAMPLES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Your own knowledge, a file or folder [default: rapporteur-knowledge.toml in the current folder, where there is one,
    /// or what RAPPORTEUR_KNOWLEDGE names]
    #[arg(long, global = true, value_name = "PATH", help_heading = "Knowledge")]
    knowledge: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  rapporteur read examples/lausanne          read a folder of reports, print the brief
  rapporteur timeline --country SYR          what the record says happened, day by day
  rapporteur explain a:3                     why the claims of a sentence are there
  rapporteur annotate report.txt             all layers of one report as JSON, no record

Exit status: 0 clean, 1 some reports could not be read, 2 stopped.";

#[derive(Debug, Subcommand)]
enum Command {
    Read(read::Read),
    Annotate(annotate::Annotate),
    CodePairs(code_pairs::CodePairs),
    Brief(brief::BriefArgs),
    /// What happened: claims of all reports put together
    #[command(after_help = view::EVENTS)]
    Events(view::Show),
    /// What each report says, claim by claim
    #[command(after_help = view::CLAIMS)]
    Claims(view::Show),
    Actors(actors::Actors),
    /// What happened, day by day, a sentence each
    #[command(after_help = view::TIMELINE)]
    Timeline(view::Show),
    /// Who backs, arms, fights or talks with whom
    #[command(after_help = view::NETWORK)]
    Network(view::Show),
    /// What the reports and those they quote do not agree on
    #[command(after_help = view::DISPUTES)]
    Disputes(view::Show),
    /// Offers, pledges, demands and threats, with what became of them
    #[command(after_help = view::COMMITMENTS)]
    Commitments(view::Show),
    /// Cease-fires, with what became of them
    #[command(after_help = view::TRUCES)]
    Truces(view::Show),
    /// Who meets, where and when; who is expected and who may come
    #[command(after_help = view::MEETINGS)]
    Meetings(view::Show),
    /// Counts: of the dead, the displaced, troops, money, with whose they are
    #[command(after_help = view::FIGURES)]
    Figures(view::Show),
    /// Exact words, with who said them
    #[command(after_help = view::QUOTES)]
    Quotes(view::Show),
    Explain(explain::Explain),
    Review(review::Review),
    Search(search::Search),
    #[cfg(feature = "serve")]
    Serve(serve::Serve),
    Eval(eval::Eval),
    Knowledge(knowledge::KnowledgeArgs),
    Record(record::RecordArgs),
    Completions(completions::Completions),
}

/// Runs what the command line asks for.
pub(crate) fn run(cli: Cli) -> Result<Status> {
    use view::What;
    let makes_file = matches!(&cli.command, Command::Knowledge(it) if it.makes_file());
    if let Some(own) =
        rapporteur::knowledge::own_path(cli.knowledge.as_deref()).filter(|own| !makes_file || own.exists())
    {
        rapporteur::knowledge::open(&own).map_err(|error| knowledge::hinted(&error))?;
    }
    match cli.command {
        Command::Read(it) => it.run(),
        Command::Annotate(it) => it.run(),
        Command::CodePairs(it) => it.run(),
        Command::Brief(it) => it.run(),
        Command::Events(it) => it.run(What::Events),
        Command::Claims(it) => it.run(What::Claims),
        Command::Actors(it) => it.run(),
        Command::Timeline(it) => it.run(What::Timeline),
        Command::Network(it) => it.run(What::Network),
        Command::Disputes(it) => it.run(What::Disputes),
        Command::Commitments(it) => it.run(What::Commitments),
        Command::Truces(it) => it.run(What::Truces),
        Command::Meetings(it) => it.run(What::Meetings),
        Command::Figures(it) => it.run(What::Figures),
        Command::Quotes(it) => it.run(What::Quotes),
        Command::Explain(it) => it.run(),
        Command::Review(it) => it.run(),
        Command::Search(it) => it.run(),
        #[cfg(feature = "serve")]
        Command::Serve(it) => it.run(),
        Command::Eval(it) => it.run(),
        Command::Knowledge(it) => it.run(cli.knowledge.as_deref()),
        Command::Record(it) => it.run(),
        Command::Completions(it) => it.run(),
    }
}

/// The record when no `--record` names another.
const DEFAULT_RECORD: &str = "rapporteur.db";

/// Which record.
#[derive(Debug, Args)]
struct RecordFile {
    /// The record, a file or postgres://USER@HOST/DATABASE [default: rapporteur.db in the current folder, or what
    /// RAPPORTEUR_RECORD names]
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
}

impl RecordFile {
    fn path(&self) -> PathBuf {
        let named = || std::env::var_os("RAPPORTEUR_RECORD").filter(|name| !name.is_empty()).map(PathBuf::from);
        self.record.clone().or_else(named).unwrap_or_else(|| DEFAULT_RECORD.into())
    }

    /// Opens it for showing: it must be there. A record of an earlier version is brought up to date first, and what a
    /// broken run left is fused, where it may be written; else it is shown as it is.
    fn open(&self) -> Result<Record> {
        let read_only = || OpenOptions::new().read_only(true).record(self.path());
        match read_only() {
            Ok(store) if !store.needs_fuse()? => Ok(store),
            Err(error) if !matches!(*error.kind, ErrorKind::OlderSchema { .. }) => Err(error.into()),
            shown => match self.catch_up() {
                Ok(()) => Ok(read_only()?),
                Err(_) => Ok(shown?),
            },
        }
    }

    /// Migrates and fuses.
    fn catch_up(&self) -> Result<()> {
        let mut store = self.open_to_write()?;
        let run = read::begin(&mut *store)?;
        Ok(fuse_record(&mut *store, run)?)
    }

    /// Opens it for writing: it must be there.
    fn open_to_write(&self) -> Result<Record> {
        Ok(OpenOptions::new().record(self.path())?)
    }

    /// Where it is, as people may read it in a message.
    fn shown(&self) -> String {
        shown(&rapporteur_store::shown(&self.path()))
    }
}

/// A path as people read it in a message.
fn shown(path: &Path) -> String {
    path.display().to_string()
}
