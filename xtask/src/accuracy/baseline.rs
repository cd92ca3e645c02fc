//! What was reached: `docs/accuracy.json` for the machine, `docs/ACCURACY.md` for people.

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::Figures;

const JSON: &str = "docs/accuracy.json";
const PAGE: &str = "docs/ACCURACY.md";
const SPECIFICATION: &str = "xtask/accuracy.toml";

/// A figure that is measured.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Figure {
    pub(crate) key: String,
    pub(crate) name: String,
    must: Option<f64>,
    aim: Option<f64>,
    #[serde(default)]
    peer: String,
    #[serde(default = "half_a_point")]
    tolerance: f64,
    #[serde(default)]
    relative: bool,
    #[serde(default)]
    fewer: bool,
}

fn half_a_point() -> f64 {
    0.5
}

impl Figure {
    /// Whether a figure is no worse than before, within its tolerance.
    pub(crate) fn holds(&self, before: f64, now: f64) -> bool {
        let slack = if self.relative { self.tolerance * before } else { self.tolerance };
        if self.fewer { now <= before + slack } else { now >= before - slack }
    }

    fn reaches(&self, now: f64) -> bool {
        self.must.is_none_or(|must| if self.fewer { now <= must } else { now >= must })
    }
}

/// All figures, in the order of the table.
pub(crate) fn specification() -> Result<Vec<Figure>> {
    #[derive(Deserialize)]
    struct File {
        figure: Vec<Figure>,
    }
    let file: File = toml::from_str(&std::fs::read_to_string(SPECIFICATION).context(SPECIFICATION)?)?;
    Ok(file.figure)
}

/// What was measured, when and where.
#[derive(Deserialize, Serialize)]
pub(crate) struct Baseline {
    pub(crate) date: String,
    machine: String,
    pub(crate) figures: Figures,
}

impl Baseline {
    /// What is kept; `None` when nothing is yet.
    pub(crate) fn read() -> Result<Option<Self>> {
        if !Path::new(JSON).exists() {
            return Ok(None);
        }
        Ok(Some(serde_json::from_str(&std::fs::read_to_string(JSON).context(JSON)?).context(JSON)?))
    }

    /// New figures over the old ones that were not measured again.
    pub(crate) fn new(kept: Option<Self>, figures: Figures) -> Self {
        let mut all = kept.map(|kept| kept.figures).unwrap_or_default();
        all.extend(figures.into_iter().map(|(key, value)| (key, (value * 10.0).round() / 10.0)));
        Self { date: today(), machine: machine(), figures: all }
    }

    /// Keeps it in both files.
    pub(crate) fn write(&self, specification: &[Figure]) -> Result<()> {
        std::fs::create_dir_all("docs")?;
        std::fs::write(JSON, serde_json::to_string_pretty(self)? + "\n").context(JSON)?;
        std::fs::write(PAGE, self.page(specification)).context(PAGE)?;
        println!("wrote {JSON} and {PAGE}");
        Ok(())
    }

    fn page(&self, specification: &[Figure]) -> String {
        let mut page = format!(
            "# Accuracy\n\nWritten by `cargo xtask accuracy --write` on {}, {}. `cargo xtask accuracy` measures again and fails when a\n\
             figure falls below this table by more than its tolerance (`{SPECIFICATION}`). *Must* is what a release needs, *aim* what we\n\
             work towards, *peer* the best known figure of another program on the same or a like task. The corpora are not part of this\n\
             repository; `CONTRIBUTING.md` tells where they go.\n\n\
             | figure | measured | must | aim | peer |\n|---|---:|---:|---:|---|\n",
            self.date, self.machine
        );
        let number = |n: Option<f64>| n.map(|n| n.to_string()).unwrap_or_default();
        for figure in specification {
            let now = self.figures.get(&figure.key).copied();
            let short = now.is_some_and(|now| !figure.reaches(now));
            let shown = now.map_or_else(|| "not measured".to_owned(), |n| n.to_string());
            let shown = if short { format!("**{shown}** (short)") } else { shown };
            let Figure { name, must, aim, peer, .. } = figure;
            let _ = writeln!(page, "| {name} | {shown} | {} | {} | {peer} |", number(*must), number(*aim));
        }
        page
    }
}

/// A line a figure, with what was kept before.
pub(crate) fn print(specification: &[Figure], figures: &Figures, kept: Option<&Baseline>) {
    for figure in specification {
        let Some(now) = figures.get(&figure.key) else { continue };
        let before = kept.and_then(|kept| kept.figures.get(&figure.key));
        let before = before.map(|before| format!("before {before:.1}")).unwrap_or_default();
        let must =
            figure.must.filter(|_| !figure.reaches(*now)).map(|must| format!("SHORT OF {must}")).unwrap_or_default();
        println!("  {:<72} {now:>9.1}  {before:<16} {must}", figure.name);
    }
}

fn today() -> String {
    let output = Command::new("date").args(["-u", "+%Y-%m-%d"]).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
}

/// Cores and processor, as the system names it.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let file = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = file.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or("an unknown processor", |(_, model)| model.trim());
    format!("on {cores} cores of {model}, {}", std::env::consts::OS)
}

#[test]
fn a_fall_beyond_the_tolerance_is_seen() {
    let figure = |text: &str| toml::from_str::<Figure>(text).unwrap();
    let score = figure("key = 'x'\nname = 'x'");
    assert!(score.holds(60.0, 59.6) && !score.holds(60.0, 59.4));
    let memory = figure("key = 'x'\nname = 'x'\nfewer = true\nrelative = true\ntolerance = 0.3");
    assert!(memory.holds(100.0, 129.0) && !memory.holds(100.0, 131.0));
}

#[test]
fn the_specification_is_whole() {
    let text = include_str!("../../accuracy.toml");
    let keys: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("key = ")).collect();
    let distinct: std::collections::BTreeSet<&&str> = keys.iter().collect();
    assert!(keys.len() > 40 && distinct.len() == keys.len());
}
