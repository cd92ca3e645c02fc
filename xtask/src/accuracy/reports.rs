//! The reports of `cases/reports`, annotated by hand: claims and events, group by group.
//!
//! Half of the groups may be read for errors (`learn`), of the other half only the figures are looked at (`choose`). A wide
//! gap between the halves would mean that rules were made for the reports that were read.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::scorer::number;
use super::{Bench, Figures};

/// The halves, with their groups.
const HALVES: [(&str, [&str; 2]); 2] = [("learn", ["colombia", "nagorno"]), ("choose", ["mindanao", "sudan2023"])];

/// Claims of each group, and the mean of each half.
pub(super) fn claims(bench: &Bench) -> Result<Figures> {
    each("claims", |group, folder| {
        let dates = folder.join("dates.tsv");
        let system = format!("{group}.jsonl");
        let system = bench.program(&system, &[&"annotate", &folder, &"--dates", &dates, &"--layers", &"claims"])?;
        let printed = bench.score("claims.py", &[&folder, &system])?;
        ["found", "type", "whom", "full"].into_iter().map(|row| Ok((row, number(&printed, row, "F1")?))).collect()
    })
}

/// Events of each group, and the mean of each half.
pub(super) fn events(bench: &Bench) -> Result<Figures> {
    each("events", |group, folder| {
        let record = bench.folder(&format!("events-{group}"))?.join("group.db");
        let dates = folder.join("dates.tsv");
        bench.program("brief.txt", &[&"read", &folder, &"--dates", &dates, &"--record", &record])?;
        let system = format!("{group}.events.json");
        let system = bench.program(&system, &[&"events", &"--format", &"json", &"--record", &record])?;
        let printed = bench.score("events.py", &[&folder.join(format!("{group}.events.json")), &folder, &system])?;
        Ok(vec![
            ("matched", number(&printed, "B-cubed on matched", "F1")?),
            ("across", number(&printed, "pairs across reports", "F1")?),
        ])
    })
}

type Rows = Vec<(&'static str, f64)>;

fn each(kind: &str, measure: impl Fn(&str, PathBuf) -> Result<Rows>) -> Result<Figures> {
    let mut figures = Figures::new();
    for (half, groups) in HALVES {
        for group in groups {
            for (row, figure) in measure(group, Path::new("cases/reports").join(group))? {
                figures.insert(format!("{kind}.{group}.{row}"), figure);
                *figures.entry(format!("{kind}.{half}.{row}")).or_default() += figure / groups.len() as f64;
            }
        }
    }
    Ok(figures)
}
