//! One command for every chore.

use clap::Parser;

mod accuracy;
mod cases;
mod check;
mod docs;
mod gazetteer;
mod step;
mod web;

/// One command for every chore.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Chore {
    /// What must hold before a change goes in: formatting, lints, tests, cases, documentation.
    Check(check::Args),
    /// Measure the program on the corpora of `../shared`, and compare with `docs/accuracy.json`.
    Accuracy(accuracy::Args),
    /// Run `cases/`.
    Cases(cases::Args),
    /// Write the parts of the documentation that follow from the program.
    Docs(docs::Args),
    /// Compile `model/gazetteer.bin` from the packages that carry GeoNames' rows and from our own lists.
    Gazetteer(gazetteer::Args),
    /// Build `web/dist`, the page's scripts and styles; needs npm.
    Web(web::Args),
    /// Open the page in Chromium as a person would, and test the API against its schema.
    WebTest(web::TestArgs),
}

fn main() -> std::process::ExitCode {
    match run(&Chore::parse()) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}

fn run(chore: &Chore) -> anyhow::Result<()> {
    std::env::set_current_dir(root())?;
    match chore {
        Chore::Check(args) => check::run(args),
        Chore::Accuracy(args) => accuracy::run(args),
        Chore::Cases(args) => cases::run(args),
        Chore::Docs(args) => docs::run(args),
        Chore::Gazetteer(args) => gazetteer::run(args),
        Chore::Web(args) => web::run(args),
        Chore::WebTest(args) => web::test(args),
    }
}

/// The folder of the workspace.
fn root() -> &'static std::path::Path {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(std::path::Path::new("."))
}
