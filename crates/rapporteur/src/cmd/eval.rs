//! `eval`: how well the program reads reports whose claims people wrote down.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use rapporteur::eval::claims::{Counts, ROWS, compare};
use rapporteur::output::annotation::Annotation;
use rapporteur::output::table::View;
use rapporteur::pipeline::Pipeline;
use rapporteur_core::Report;
use serde_json::{Value, json};

use super::message::{self, Hinted};
use super::view::Format;
use super::{Status, shown};

/// Compare the program's claims with those that people wrote down
///
/// The folder holds reports (NAME.txt) beside their claims (NAME.json with `report`, `date`, `claims`).
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Eval {
    /// The folder
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// A row for each report as well
    #[arg(long)]
    each: bool,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  rapporteur eval gold/
  rapporteur eval gold/ --each --format csv

found: a claim stands within 30 characters of the gold one; type, actor (countries), whom (countries), full (future,
hypothetical, negation): each among those before.";

impl Eval {
    pub(crate) fn run(&self) -> Result<Status> {
        let entries = std::fs::read_dir(&self.folder).with_context(|| shown(&self.folder))?;
        let mut paths: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
        paths.retain(|path| {
            path.extension().is_some_and(|ending| ending == "json") && path.with_extension("txt").exists()
        });
        paths.sort();
        if paths.is_empty() {
            let message = format!("{}: expected NAME.txt with NAME.json, found none", shown(&self.folder));
            return Err(Hinted::new(message, "name the folder with the gold reports").into());
        }
        let pipeline = Pipeline::embedded()?;
        let mut view = View::new(&["report", "row", "P", "R", "F1", "gold", "found"], "no reports");
        let mut total = Counts::default();
        for path in &paths {
            let counts = one(&pipeline, path)?;
            if self.each {
                let name = path.file_stem().unwrap_or_default().to_string_lossy();
                row(&mut view, &name, 0, &counts);
                row(&mut view, &name, 4, &counts);
            }
            total.add(&counts);
        }
        for n in 0..ROWS.len() {
            row(&mut view, "all", n, &total);
        }
        message::print(&view.print(self.format.into(), message::width()))?;
        Ok(Status::Clean)
    }
}

fn row(view: &mut View, report: &str, n: usize, counts: &Counts) {
    let [p, r, f1] = counts.figures(n);
    let percent = |value: f64| format!("{value:.1}");
    let (gold, system) = (counts.gold.to_string(), counts.system.to_string());
    let cells = [report.to_owned(), ROWS[n].to_owned(), percent(p), percent(r), percent(f1), gold, system];
    let object = json!({
        "report": report, "row": ROWS[n], "precision": p, "recall": r, "f1": f1, "gold": counts.gold, "system": counts.system,
    });
    view.push(cells, object);
}

fn one(pipeline: &Pipeline, path: &Path) -> Result<Counts> {
    let read = |path: &Path| std::fs::read_to_string(path).with_context(|| shown(path));
    let gold: Value = serde_json::from_str(&read(path)?).with_context(|| shown(path))?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let published = gold["date"].as_str().and_then(|day| day.parse().ok());
    let report = Report { name, text: read(&path.with_extension("txt"))?, published, ..Report::default() };
    let annotated = pipeline.annotate(report);
    let account = annotated.account(Vec::new());
    let ours = Annotation::new(&annotated, &account).json(&["claims"].into());
    let claims = |value: &Value| value["claims"].as_array().cloned().unwrap_or_default();
    Ok(compare(&claims(&gold), &claims(&ours)))
}
