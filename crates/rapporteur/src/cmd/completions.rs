//! `completions`: for shells.

use anyhow::Result;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, Status, message};

/// Print completions for a shell
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Completions {
    /// Which shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

const EXAMPLES: &str = "\
Examples:
  rapporteur completions bash > ~/.local/share/bash-completion/completions/rapporteur
  rapporteur completions fish > ~/.config/fish/completions/rapporteur.fish";

impl Completions {
    pub(crate) fn run(&self) -> Result<Status> {
        let mut out = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "rapporteur", &mut out);
        message::print(&String::from_utf8_lossy(&out))?;
        Ok(Status::Clean)
    }
}
