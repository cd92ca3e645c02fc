//! `cargo xtask cases`: the `.case` runner, which lives in `crates/rapporteur/tests/cases`.

use anyhow::{Result, ensure};

use crate::step;

/// Which cases, and what to do with those that fail.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only cases with this word in their path
    word: Option<String>,
    /// Rewrite expectations that do not hold
    #[arg(long)]
    update: bool,
    /// Run the slow ones too
    #[arg(long)]
    slow: bool,
}

/// Runs them, printing what the runner prints.
///
/// # Errors
/// When a case fails.
pub(crate) fn run(args: &Args) -> Result<()> {
    let mut command = command();
    command.env("CASES", args.word.as_deref().unwrap_or_default());
    command.env("UPDATE_CASES", if args.update { "1" } else { "0" });
    command.env("SLOW_CASES", if args.slow { "1" } else { "0" });
    ensure!(command.status()?.success(), "some cases fail");
    Ok(())
}

/// The runner's command.
pub(crate) fn command() -> std::process::Command {
    let mut command = step::cargo();
    command.args(["test", "--quiet", "--package", "rapporteur", "--test", "cases", "--", "--nocapture"]);
    command
}
