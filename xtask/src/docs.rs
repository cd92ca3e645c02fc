//! `cargo xtask docs`: documentation that follows from the program, and what the rest of it promises.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::step;

/// What to write.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only look whether it is as it should be
    #[arg(long)]
    check: bool,
    /// Ask this program for its help, and do not build one
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
}

/// Every command with its help text, as the program prints it.
const COMMANDS: &str = "docs/COMMANDS.md";
/// Every kind of diagnostic.
const DIAGNOSTICS: &str = "docs/DIAGNOSTICS.md";
/// Pages whose paths must exist.
const PAGES: [&str; 8] = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "docs/DESIGN_NOTES.md",
    "docs/POSTGRES.md",
    "docs/READING.md",
    "cases/README.md",
    "training/README.md",
];

/// Writes `docs/COMMANDS.md`, then looks at the rest.
///
/// # Errors
/// What the documentation lacks.
pub(crate) fn run(args: &Args) -> Result<()> {
    if !args.check {
        std::fs::write(COMMANDS, commands(args.program.as_deref())?).context(COMMANDS)?;
        println!("wrote {COMMANDS}");
    }
    check(args.program.as_deref())
}

/// Whether the documentation tells what is there.
///
/// # Errors
/// Everything it lacks, a line each.
pub(crate) fn check(program: Option<&Path>) -> Result<()> {
    let mut lacking = missing_paths(Path::new("."))?;
    lacking.extend(undocumented(Path::new("."))?);
    if commands(program)? != std::fs::read_to_string(COMMANDS).unwrap_or_default() {
        lacking.push(format!("{COMMANDS} is not what the program prints; write it with `cargo xtask docs`"));
    }
    ensure!(lacking.is_empty(), "{}", lacking.join("\n"));
    Ok(())
}

/// Paths between backticks that lead nowhere.
fn missing_paths(root: &Path) -> Result<Vec<String>> {
    let mut missing = Vec::new();
    for page in PAGES {
        let text = std::fs::read_to_string(root.join(page)).context(page)?;
        for path in text.split('`').skip(1).step_by(2).filter(|words| is_path(words)) {
            if !root.join(path).exists() {
                missing.push(format!("{page}: nothing is at `{path}`"));
            }
        }
    }
    Ok(missing)
}

/// Whether words between backticks name something of this repository.
fn is_path(words: &str) -> bool {
    const ENDINGS: [&str; 6] = [".rs", ".toml", ".md", ".json", ".tsv", ".bin"];
    const ROOTS: [&str; 13] = [
        "crates/",
        "xtask/",
        "codebook/",
        "knowledge/",
        "model/",
        "training/",
        "cases/",
        "examples/",
        "docs/",
        ".ci/",
        "benches/",
        "fuzz/",
        "web/",
    ];
    let plain = words.chars().all(|c| c.is_ascii_alphanumeric() || "._-/".contains(c));
    let ours = ROOTS.iter().any(|root| words.starts_with(root));
    plain
        && (ours
            || !words.contains('/')
                && words.chars().next().is_some_and(char::is_uppercase)
                && ENDINGS.iter().any(|e| words.ends_with(e)))
}

/// Kinds of diagnostics and sections of cases that no page tells of.
fn undocumented(root: &Path) -> Result<Vec<String>> {
    let mut lacking = Vec::new();
    let page = std::fs::read_to_string(root.join(DIAGNOSTICS)).context(DIAGNOSTICS)?;
    for path in sources(&root.join("crates"))? {
        let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        for kind in kinds(&text).into_iter().filter(|kind| !page.contains(&format!("`{kind}`"))) {
            lacking.push(format!("{DIAGNOSTICS}: no word about `{kind}` of {}", path.display()));
        }
    }
    let format = "crates/rapporteur/tests/cases/format.rs";
    let text = std::fs::read_to_string(root.join(format)).context(format)?;
    let layers = text.split("const LAYERS").nth(1).and_then(|rest| rest.split("];").next()).unwrap_or_default();
    let page = std::fs::read_to_string(root.join("cases/README.md")).context("cases/README.md")?;
    for layer in layers.split('"').skip(1).step_by(2).filter(|layer| !page.contains(&format!("`{layer}`"))) {
        lacking.push(format!("cases/README.md: no word about the section `{layer}`"));
    }
    Ok(lacking)
}

/// Names of diagnostics in a source file: those of warnings, and those of reasons not to read a file.
fn kinds(source: &str) -> Vec<&str> {
    let source = source.split("#[cfg(test)]").next().unwrap_or_default();
    let warnings = source.split("Diagnostic::warning(").skip(1);
    let mut kinds: Vec<&str> =
        warnings.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next()).collect();
    if let Some(names) = source.split("that documentation lists.\n    pub fn name").nth(1) {
        let names = names.split("\n    }").next().unwrap_or_default();
        kinds.extend(names.split('"').skip(1).step_by(2));
    }
    kinds
}

fn sources(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut sources = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())?.flatten() {
        let path = entry.path();
        if path.is_dir() && !path.ends_with("tests") {
            sources.extend(self::sources(&path)?);
        } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("tests.rs") {
            sources.push(path);
        }
    }
    sources.sort();
    Ok(sources)
}

/// The page of commands, from the program's own help.
fn commands(program: Option<&Path>) -> Result<String> {
    let program = match program {
        Some(program) => program.to_owned(),
        None => {
            step::output(step::cargo().args(["build", "--quiet", "--package", "rapporteur"]))?;
            let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
            target.join("debug").join("rapporteur")
        }
    };
    let mut page =
        "# Commands\n\nWritten by `cargo xtask docs` from what the program prints with `--help`.\n".to_owned();
    help(&program, &mut Vec::new(), &mut page)?;
    Ok(page)
}

fn help(program: &Path, command: &mut Vec<String>, page: &mut String) -> Result<()> {
    let text = step::output(Command::new(program).args(command.iter()).arg("--help"))?;
    let name = ["rapporteur"].into_iter().chain(command.iter().map(String::as_str)).collect::<Vec<_>>().join(" ");
    page.push_str(&format!("\n## `{name}`\n\n```text\n{}\n```\n", text.trim_end()));
    for below in subcommands(&text) {
        command.push(below.to_owned());
        help(program, command, page)?;
        command.pop();
    }
    Ok(())
}

fn subcommands(help: &str) -> Vec<&str> {
    let list = help.split("\nCommands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap_or_default();
    let named = list.lines().filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' '));
    named.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help").collect()
}

#[test]
fn every_path_in_the_documentation_exists() {
    let missing = missing_paths(crate::root()).expect("the pages are there");
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn every_diagnostic_and_section_is_documented() {
    let lacking = undocumented(crate::root()).expect("the pages are there");
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}

#[test]
fn names_are_found_in_sources() {
    let source = "Diagnostic::warning(\"bad-date\", x)\n    /// Stable name in kebab case, that documentation lists.\n    pub fn name(&self) {\n        A => \"not-found\",\n    }\n    B => \"other\"";
    assert_eq!(kinds(source), ["bad-date", "not-found"]);
    assert!(
        is_path("crates/rapporteur/src") && is_path("CHANGELOG.md") && !is_path("../shared/x") && !is_path("dates.tsv")
    );
    assert_eq!(subcommands("Usage\n\nCommands:\n  read   Read\n         more\n  help   Print\n\nOptions:"), ["read"]);
}
