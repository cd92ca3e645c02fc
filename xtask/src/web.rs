//! `cargo xtask web` and `web-test`: the page's scripts and styles, and the page in a real browser. Both need Node and npm;
//! the rest of the repository does not.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};

use crate::step;

/// How to build the page's assets.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only say whether what is committed is what would be built
    #[arg(long)]
    check: bool,
}

/// How to test the page.
#[derive(clap::Args)]
pub(crate) struct TestArgs {
    /// Test this program, and do not build one
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
    /// Take pictures of each view into this folder
    #[arg(long, value_name = "FOLDER")]
    pictures: Option<PathBuf>,
}

const WEB: &str = "web";

/// Builds `web/dist` from `web/src` and what `web/package-lock.json` names.
///
/// # Errors
/// When npm is missing or fails, or with `--check` when what is committed is out of date.
pub(crate) fn run(args: &Args) -> Result<()> {
    ensure!(is_there("npm", "--version"), "npm is not here: install Node 20 or later");
    step::timed("packages", install)?;
    step::timed("build", || step::output(Command::new("npm").args(["run", "--silent", "build"]).current_dir(WEB)))?;
    if args.check {
        let changed = step::output(Command::new("git").args(["status", "--porcelain", "web/dist"]))?;
        ensure!(changed.is_empty(), "web/dist is out of date, commit what was built:\n{changed}");
    }
    Ok(())
}

/// Walks through the page with Chromium, then asks schemathesis whether the API keeps to its description. What is not
/// installed is skipped, and said to be.
///
/// # Errors
/// What does not work.
pub(crate) fn test(args: &TestArgs) -> Result<()> {
    let chromium = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
    for (what, there) in [
        ("node", is_there("node", "--version")),
        ("npm", is_there("npm", "--version")),
        ("chromium", Path::new(&chromium).exists()),
    ] {
        if !there {
            println!("SKIPPED: the page was not tested in a browser, {what} is not here");
            return Ok(());
        }
    }
    step::timed("packages", install)?;
    let program = std::path::absolute(program(args)?)?;
    let mut walk = Command::new("node");
    walk.current_dir(WEB).env("CHROMIUM", chromium).arg("test/walk.js").arg(&program).arg("../examples/lausanne");
    if let Some(pictures) = &args.pictures {
        walk.arg(std::path::absolute(pictures)?);
    }
    let walked = walk.status()?.success();
    let kept = schemathesis(&program)?;
    ensure!(walked && kept, "the page does not do what it should, see above");
    Ok(())
}

/// Tests the API against its own description.
fn schemathesis(program: &Path) -> Result<bool> {
    let schemathesis = std::env::var("SCHEMATHESIS").unwrap_or_else(|_| "schemathesis".to_owned());
    if !is_there(&schemathesis, "--version") {
        println!(
            "SKIPPED: the API was not tested against its schema, schemathesis is not here (pip install schemathesis)"
        );
        return Ok(true);
    }
    let mut test = Command::new("node");
    test.current_dir(WEB)
        .env("SCHEMATHESIS", schemathesis)
        .arg("test/schema.js")
        .arg(program)
        .arg("../examples/lausanne");
    Ok(test.status()?.success())
}

fn install() -> Result<String> {
    // Packages are unpacked, but nothing of theirs is run.
    step::output(Command::new("npm").args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(WEB))
}

fn program(args: &TestArgs) -> Result<PathBuf> {
    if let Some(program) = &args.program {
        return Ok(program.clone());
    }
    step::timed("program", || {
        step::output(step::cargo().args(["build", "--quiet", "--release", "--package", "rapporteur"]))
    })?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    Ok(target.join("release").join("rapporteur"))
}

fn is_there(program: &str, ask: &str) -> bool {
    Command::new(program).arg(ask).output().is_ok_and(|output| output.status.success())
}
