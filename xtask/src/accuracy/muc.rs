//! MUC-4: reports on violence in Latin America with filled templates.
//!
//! A report with an `attack` or `bombing` template is *found* when an ASSAULT claim has a recipient of the victim's
//! country, or takes place there. The corpus names no countries: `xtask/muc-countries.tsv` holds them, read from the
//! texts by hand. It is *typed* when there is an ASSAULT claim at all. The texts are in small letters, names included.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use super::scorer::percent;
use super::{Bench, Figures};

/// The reports' own years; none of them carries a date of its own.
const DATE: &str = "1990-01-15";

/// Annotates the reports and counts those found.
pub(crate) fn measure(bench: &Bench) -> Result<Figures> {
    let path = bench.data("muc4/pretty_dev.json");
    let file = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let folder = bench.folder("muc")?;
    let countries = countries()?;
    for report in serde_json::Deserializer::from_str(&file).into_iter::<Value>() {
        let report = report.with_context(|| path.display().to_string())?;
        let (Some(name), Some(text)) = (report["docid"].as_str(), report["doctext"].as_str()) else { continue };
        if countries.contains_key(name) {
            std::fs::write(folder.join(format!("{name}.txt")), text)?;
        }
    }
    let system = bench.program("muc.jsonl", &[&"annotate", &folder, &"--date", &DATE, &"--layers", &"claims"])?;
    let (mut found, mut typed) = (0, 0);
    for line in std::fs::read_to_string(system)?.lines() {
        let report: Value = serde_json::from_str(line)?;
        let Some(countries) = report["report"].as_str().and_then(|name| countries.get(name)) else { continue };
        let claims = report["claims"].as_array().into_iter().flatten();
        let assaults: Vec<&Value> = claims.filter(|claim| claim["type"] == "ASSAULT").collect();
        let there = |of: &Value| of["country"].as_str().is_some_and(|code| countries.iter().any(|c| c == code));
        let right =
            |claim: &&Value| there(&claim["place"]) || claim["recipients"].as_array().into_iter().flatten().any(&there);
        typed += usize::from(!assaults.is_empty());
        found += usize::from(assaults.iter().any(right));
    }
    Ok(Figures::from([
        ("muc.found".into(), percent(found, countries.len())),
        ("muc.typed".into(), percent(typed, countries.len())),
    ]))
}

/// Countries of the victims, by report.
fn countries() -> Result<BTreeMap<String, Vec<String>>> {
    let path = Path::new("xtask/muc-countries.tsv");
    let table = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let lines = table.lines().filter(|line| !line.starts_with('#')).skip(1);
    let rows = lines.filter_map(|line| line.split_once('\t'));
    Ok(rows.map(|(name, codes)| (name.to_owned(), codes.split(' ').map(str::to_owned).collect())).collect())
}
