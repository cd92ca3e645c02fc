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
    if wanted("tests") && !has_postgres() {
        println!("postgres                 SKIPPED: no initdb found, the record was tested in SQLite only");
    }
    if wanted("documents") {
        step::timed("documents", || {
            docs::check(None).map_err(|e| e.context("to run it again: cargo xtask check documents"))
        })?;
    }
    Ok(())
}

/// Everything is built once, with what is off by default; `cases` and `documents` build and run the program as it ships.
const ALL: [&str; 3] = ["--workspace", "--features", "rapporteur/postgres"];

/// Whether the tests of the record find a PostgreSQL to start.
fn has_postgres() -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders = std::env::split_paths(&path).chain(versions.map(|version| version.path().join("bin")));
    folders.any(|folder| folder.join("initdb").exists())
}

fn commands() -> Vec<(&'static str, Command)> {
    let cargo = |arguments: &[&str]| {
        let mut command = step::cargo();
        command.args(arguments);
        command
    };
    let all = |arguments: &[&str], rest: &[&str]| cargo(&[arguments, &ALL, rest].concat());
    let mut rustdoc = all(&["doc"], &["--no-deps"]);
    rustdoc.env("RUSTDOCFLAGS", "-D warnings");
    vec![
        ("format", cargo(&["fmt", "--all", "--check"])),
        ("clippy", all(&["clippy"], &["--all-targets", "--", "-D", "warnings"])),
        ("tests", tests()),
        ("doctests", all(&["test"], &["--doc", "--quiet"])),
        ("cases", cases::command()),
        ("rustdoc", rustdoc),
    ]
}

/// All tests but the cases: by nextest where it is installed, else by cargo itself, which runs the cases along.
fn tests() -> Command {
    let mut command = step::cargo();
    let nextest = step::cargo().args(["nextest", "--version"]).output().is_ok_and(|output| output.status.success());
    if nextest {
        command.args(["nextest", "run", "--no-fail-fast", "--filterset", "not binary(cases)"]).args(ALL);
    } else {
        command.args(["test", "--all-targets", "--quiet", "--no-fail-fast"]).args(ALL);
    }
    command
}
