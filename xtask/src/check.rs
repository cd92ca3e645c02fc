//! `cargo xtask check`: what must hold before a change goes in, one line a step, stopping at the first that does not.

use std::process::Command;

use anyhow::Result;

use crate::{cases, docs, step};

/// Which steps.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only these steps: format, clippy, tests, doctests, cases, rustdoc, documents
    #[arg(value_name = "STEP")]
    only: Vec<String>,
}

/// Runs the steps.
///
/// # Errors
/// The first step that fails, with what it printed and the command to run it again.
pub(crate) fn run(args: &Args) -> Result<()> {
    let wanted = |name: &str| args.only.is_empty() || args.only.iter().any(|only| only == name);
    for (name, mut command) in commands() {
        if wanted(name) {
            step::timed(name, || step::output(&mut command))?;
        }
    }
    if wanted("documents") {
        step::timed("documents", || {
            docs::check(None).map_err(|e| e.context("to run it again: cargo xtask check documents"))
        })?;
    }
    Ok(())
}

fn commands() -> Vec<(&'static str, Command)> {
    let cargo = |arguments: &[&str]| {
        let mut command = step::cargo();
        command.args(arguments);
        command
    };
    let mut rustdoc = cargo(&["doc", "--workspace", "--no-deps"]);
    rustdoc.env("RUSTDOCFLAGS", "-D warnings");
    vec![
        ("format", cargo(&["fmt", "--all", "--check"])),
        ("clippy", cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])),
        ("tests", tests()),
        ("doctests", cargo(&["test", "--workspace", "--doc", "--quiet"])),
        ("cases", cases::command()),
        ("rustdoc", rustdoc),
    ]
}

/// All tests but the cases: by nextest where it is installed, else by cargo itself, which runs the cases along.
fn tests() -> Command {
    let mut command = step::cargo();
    let nextest = step::cargo().args(["nextest", "--version"]).output().is_ok_and(|output| output.status.success());
    if nextest {
        command.args(["nextest", "run", "--workspace", "--no-fail-fast", "--filterset", "not binary(cases)"]);
    } else {
        command.args(["test", "--workspace", "--all-targets", "--quiet", "--no-fail-fast"]);
    }
    command
}
