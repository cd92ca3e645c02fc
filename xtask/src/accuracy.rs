//! `cargo xtask accuracy`: measures the program on corpora that are never committed, and guards what was reached.
//!
//! What is measured, and what must be reached, stands in `xtask/accuracy.toml`; each group of figures is measured in
//! `measure`, most by the scorers of `../shared/score`. `--write` keeps the outcome in `docs/accuracy.json` and
//! `docs/ACCURACY.md`; without it a fall below what is kept there fails.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

mod baseline;
mod ecb;
mod measure;
mod muc;
mod names;
mod reports;
mod scorer;

use baseline::{Baseline, Figure};

use crate::step;

/// What to measure, and what to do with it.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Keep the outcome as the new baseline
    #[arg(long)]
    write: bool,
    /// Only these groups, parted by commas: claims, events, syntax, names, times, places, attributions, pairs, muc, ecb, codebook, knowledge, speed
    #[arg(long, value_name = "GROUPS", value_delimiter = ',')]
    only: Vec<String>,
    /// Folder with the corpora and scorers
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    /// Measure this program, and do not build one
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
}

/// Figures by key.
pub(crate) type Figures = BTreeMap<String, f64>;

/// Where things are while measuring.
pub(crate) struct Bench {
    /// The corpora and scorers.
    pub(crate) shared: PathBuf,
    /// Where intermediate files go.
    pub(crate) scratch: PathBuf,
    /// The program.
    pub(crate) program: PathBuf,
}

/// Measures, then writes or compares.
///
/// # Errors
/// When a group cannot be measured, or a figure fell.
pub(crate) fn run(args: &Args) -> Result<()> {
    if !args.shared.join("score").is_dir() {
        println!("accuracy: SKIPPED: no corpora and scorers in {}; nothing was measured", args.shared.display());
        return Ok(());
    }
    let unknown = args.only.iter().find(|only| !measure::GROUPS.iter().any(|(name, _)| name == only));
    if let Some(unknown) = unknown {
        bail!("--only: unknown group `{unknown}`");
    }
    if args.program.is_none() {
        step::timed("build", || step::output(step::cargo().args(["build", "--release", "--package", "rapporteur"])))?;
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    let bench = Bench {
        shared: args.shared.clone(),
        scratch: target.join("accuracy"),
        program: args.program.clone().unwrap_or_else(|| target.join("release").join("rapporteur")),
    };
    std::fs::create_dir_all(&bench.scratch).with_context(|| bench.scratch.display().to_string())?;
    let (figures, broken) = measure_all(&bench, &args.only);
    let specification = baseline::specification()?;
    let kept = Baseline::read()?;
    baseline::print(&specification, &figures, kept.as_ref());
    ensure!(broken.is_empty(), "could not be measured: {}", broken.join(", "));
    if args.write {
        return Baseline::new(kept, figures).write(&specification);
    }
    compare(&specification, &figures, kept.as_ref(), &args.only)
}

fn measure_all(bench: &Bench, only: &[String]) -> (Figures, Vec<&'static str>) {
    let mut figures = Figures::new();
    let mut broken = Vec::new();
    for (name, measure) in measure::GROUPS {
        if only.is_empty() || only.iter().any(|only| only == name) {
            match step::timed(name, || measure(bench)) {
                Ok(more) => figures.extend(more),
                Err(error) => {
                    println!("  {error:#}");
                    broken.push(*name);
                }
            }
        }
    }
    (figures, broken)
}

fn compare(specification: &[Figure], figures: &Figures, kept: Option<&Baseline>, only: &[String]) -> Result<()> {
    let Some(kept) = kept else { bail!("no docs/accuracy.json to compare with; write it with --write") };
    let mut fallen = Vec::new();
    for figure in specification {
        let asked = only.is_empty() || only.iter().any(|only| figure.key.starts_with(&format!("{only}.")));
        let Some(&before) = kept.figures.get(&figure.key).filter(|_| asked) else { continue };
        match figures.get(&figure.key) {
            Some(&now) if figure.holds(before, now) => {}
            Some(now) => fallen.push(format!("{}: {before} before, {now} now", figure.name)),
            None => fallen.push(format!("{}: {before} before, not measured now", figure.name)),
        }
    }
    ensure!(
        fallen.is_empty(),
        "below the baseline of {}:\n  {}\nto keep this as the new one: cargo xtask accuracy --write",
        kept.date,
        fallen.join("\n  ")
    );
    println!("accuracy: nothing fell below the baseline of {}", kept.date);
    Ok(())
}

impl Bench {
    /// Runs the program and keeps what it prints in a scratch file, unless some reports could not be read.
    pub(crate) fn program(&self, to: &str, arguments: &[&dyn AsRef<std::ffi::OsStr>]) -> Result<PathBuf> {
        let mut command = Command::new(&self.program);
        command.args(arguments.iter().map(|argument| argument.as_ref()));
        let printed = step::output(&mut command)?;
        let path = self.scratch.join(to);
        std::fs::write(&path, printed).with_context(|| path.display().to_string())?;
        Ok(path)
    }

    /// Runs a scorer of `../shared/score`.
    pub(crate) fn score(&self, scorer: &str, arguments: &[&dyn AsRef<std::ffi::OsStr>]) -> Result<String> {
        let mut command = Command::new("python3");
        command.arg(self.shared.join("score").join(scorer)).args(arguments.iter().map(|argument| argument.as_ref()));
        step::output(&mut command)
    }

    /// A file or folder of a corpus.
    pub(crate) fn data(&self, path: &str) -> PathBuf {
        self.shared.join("data").join(path)
    }

    /// An empty scratch folder.
    pub(crate) fn folder(&self, name: &str) -> Result<PathBuf> {
        let folder = self.scratch.join(name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder).with_context(|| folder.display().to_string())?;
        }
        std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        Ok(folder)
    }
}

/// Files of a folder with this ending, in order.
pub(crate) fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == ending));
    files.sort();
    Ok(files)
}
