//! Runs every `cases/**/*.case`: reports in plain text with what the program must find in them.
//!
//! The format is described in `cases/README.md`. A plain run never writes; `UPDATE_CASES=1` rewrites the expectations
//! that do not hold. `CASES=word` runs the cases whose path has that word in it; `SLOW_CASES=1` runs `.slow.case` too.

mod check;
mod format;
mod line;
mod observe;
mod story;
mod update;

use std::path::{Path, PathBuf};

use check::Problem;
use format::Case;
use rapporteur::pipeline::Pipeline;

/// All `.case` files below a folder, in order of their paths.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            files.extend(self::files(&path));
        } else if path.extension().is_some_and(|ending| ending == "case") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// What one case came to.
enum Outcome {
    Holds,
    /// The wrong output that a `# fixme:` tells of is still wrong.
    StillWrong,
    Fails(String),
    Rewritten,
}

fn run(pipeline: &Pipeline, path: &Path, shown: &str, rewrite: bool) -> Outcome {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{shown}: {error}"));
    let case = match Case::parse(&text) {
        Ok(case) => case,
        Err(error) => return Outcome::Fails(format!("{shown}:{error}\n")),
    };
    let told = observe::Told::new(pipeline, &case);
    let problems = check::check(&case, &told);
    match (&case.fixme, problems.is_empty()) {
        (None, true) => Outcome::Holds,
        (Some(_), false) => Outcome::StillWrong,
        (Some(why), true) => Outcome::Fails(format!("{shown}: this is right now; take out the line `# fixme: {why}`\n")),
        (None, false) if rewrite => {
            let text = update::update(&text, &case, &problems);
            std::fs::write(path, text).unwrap_or_else(|error| panic!("{shown}: {error}"));
            Outcome::Rewritten
        }
        (None, false) => Outcome::Fails(diff(shown, &case, &problems)),
    }
}

fn diff(shown: &str, case: &Case, problems: &[Problem]) -> String {
    let mut out = format!("{shown}: {}\n", case.description);
    let mut section = None;
    for problem in problems {
        if section != Some(problem.section) {
            out.push_str(&format!("  --- {}\n", case.sections[problem.section].heading));
            section = Some(problem.section);
        }
        if let Some(line) = problem.line {
            let (number, text) = &case.sections[problem.section].lines[line];
            out.push_str(&format!("  - {text}    (line {number})\n"));
        }
        for found in &problem.found {
            out.push_str(&format!("  + {found}\n"));
        }
        if problem.found.is_empty() {
            out.push_str("  + (nothing like it)\n");
        }
    }
    out
}

#[test]
fn cases() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let wanted = std::env::var("CASES").unwrap_or_default();
    let rewrite = std::env::var_os("UPDATE_CASES").is_some_and(|value| value == "1");
    let slow = std::env::var_os("SLOW_CASES").is_some_and(|value| value == "1");
    let pipeline = Pipeline::embedded().expect("the embedded model is whole");
    let (mut held, mut still_wrong, mut rewritten, mut left_out) = (0, 0, 0, 0);
    let mut failures = Vec::new();
    for path in files(&root.join("cases")) {
        let shown = path.strip_prefix(&root).unwrap_or(&path).display().to_string();
        if !shown.contains(&wanted) {
            continue;
        }
        if shown.ends_with(".slow.case") && !slow {
            left_out += 1;
            continue;
        }
        match run(&pipeline, &path, &shown, rewrite) {
            Outcome::Holds => held += 1,
            Outcome::StillWrong => still_wrong += 1,
            Outcome::Rewritten => rewritten += 1,
            Outcome::Fails(message) => failures.push(message),
        }
    }
    println!(
        "{held} cases hold, {still_wrong} known to be wrong still are, {rewritten} rewritten, {left_out} slow ones left out"
    );
    assert!(held + still_wrong + rewritten + failures.len() > 0, "no case has `{wanted}` in its path");
    assert!(
        failures.is_empty(),
        "{} cases fail\n\n{}\nhint: look at each; UPDATE_CASES=1 rewrites what does not hold",
        failures.len(),
        failures.join("\n")
    );
}
