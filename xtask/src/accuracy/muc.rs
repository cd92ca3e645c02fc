//! MUC-4: reports on violence in Latin America with filled templates.
//!
//! A report with an `attack` or `bombing` template is *found* when an ASSAULT claim has a recipient that shares a
//! word with a victim or target of such a template, or when such a template names none and there is an ASSAULT
//! claim at all. The texts are in lower case, which is hard on a reader of newspapers; figures say how hard.

use std::collections::{BTreeMap, BTreeSet};

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
    let mut suffered = BTreeMap::new();
    for report in serde_json::Deserializer::from_str(&file).into_iter::<Value>() {
        let report = report.with_context(|| path.display().to_string())?;
        let (Some(name), Some(text)) = (report["docid"].as_str(), report["doctext"].as_str()) else { continue };
        let templates: Vec<&Value> = report["templates"].as_array().into_iter().flatten().filter(is_violent).collect();
        if !templates.is_empty() {
            std::fs::write(folder.join(format!("{name}.txt")), text)?;
            suffered.insert(name.to_owned(), templates.iter().flat_map(|t| suffering(t)).collect::<BTreeSet<_>>());
        }
    }
    let system = bench.program("muc.jsonl", &[&"annotate", &folder, &"--date", &DATE, &"--layers", &"claims"])?;
    let (mut found, mut typed) = (0, 0);
    for line in std::fs::read_to_string(system)?.lines() {
        let report: Value = serde_json::from_str(line)?;
        let Some(gold) = report["report"].as_str().and_then(|name| suffered.get(name)) else { continue };
        let assaults: Vec<&Value> =
            report["claims"].as_array().into_iter().flatten().filter(|c| c["type"] == "ASSAULT").collect();
        typed += usize::from(!assaults.is_empty());
        let right = |claim: &&Value| {
            let recipients = claim["recipients"].as_array().into_iter().flatten();
            recipients.filter_map(|r| r["text"].as_str()).any(|text| words(text).any(|word| gold.contains(&word)))
        };
        found += usize::from(!assaults.is_empty() && (gold.is_empty() || assaults.iter().any(right)));
    }
    Ok(Figures::from([
        ("muc.found".into(), percent(found, suffered.len())),
        ("muc.typed".into(), percent(typed, suffered.len())),
    ]))
}

fn is_violent(template: &&Value) -> bool {
    matches!(template["incident_type"].as_str(), Some("attack" | "bombing"))
}

/// Words of the victims and targets of a template.
fn suffering(template: &Value) -> Vec<String> {
    let entities = ["Victim", "Target"].into_iter().flat_map(|slot| template[slot].as_array().into_iter().flatten());
    let mentions = entities.flat_map(|entity| entity.as_array().into_iter().flatten());
    mentions.filter_map(|mention| mention[0].as_str()).flat_map(words).collect()
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3);
    words.map(|word| word.to_lowercase().trim_end_matches('s').to_owned())
}
