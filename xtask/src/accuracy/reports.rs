//! The reports of `cases/reports`, annotated by hand: claims and events, group by group.
//!
//! Some groups may be read for errors (`learn`), of others only the figures are looked at (`choose`), and the last are for
//! this table alone (`hold`). A wide gap between them would mean that rules were made for the reports that were read.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::scorer::number;
use super::{Bench, Figures};

/// What groups are for, with their names.
const USES: [(&str, &[&str]); 3] = [
    ("learn", &["colombia", "nagorno", "yemen", "myanmar", "srilanka", "mali"]),
    ("choose", &["mindanao", "sudan2023"]),
    ("hold", &["tigray", "kosovo"]),
];

/// Claims, as the mean of the groups of each use.
pub(super) fn claims(bench: &Bench) -> Result<Figures> {
    each("claims", |group, folder| {
        let dates = folder.join("dates.tsv");
        let system = format!("{group}.jsonl");
        let system = bench.program(&system, &[&"annotate", &folder, &"--dates", &dates, &"--layers", &"claims"])?;
        let printed = bench.score("claims.py", &[&folder, &system])?;
        ["found", "type", "whom", "full"].into_iter().map(|row| Ok((row, number(&printed, row, "F1")?))).collect()
    })
}

/// Events, as the mean of the groups of each use.
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
    for (used, groups) in USES {
        for group in groups {
            for (row, figure) in measure(group, Path::new("cases/reports").join(group))? {
                *figures.entry(format!("{kind}.{used}.{row}")).or_default() += figure / groups.len() as f64;
            }
        }
    }
    Ok(figures)
}
