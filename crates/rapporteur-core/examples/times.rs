//! Reads every text of a folder and prints its time expressions, one JSON object a report, for `score/times.py`.
//!
//! usage: times TEXTS_DIR      with TEXTS_DIR/dates.tsv as `times.py --texts` writes it

use std::path::Path;
use std::{env, fs, io};

use rapporteur_core::resolve::times::read_times;
use rapporteur_core::{CodePoints, Reading};

fn main() -> io::Result<()> {
    let folder = env::args().nth(1).unwrap_or_else(|| ".".into());
    let folder = Path::new(&folder);
    for line in fs::read_to_string(folder.join("dates.tsv"))?.lines() {
        let Some((report, date)) = line.split_once('\t') else { continue };
        let text = fs::read_to_string(folder.join(report).with_extension("txt"))
            .or_else(|_| fs::read_to_string(folder.join(format!("{report}.txt"))))?;
        let points = CodePoints::new(&text);
        let times: Vec<_> = read_times(&text, &Reading::default(), date.parse().ok())
            .iter()
            .map(|time| {
                let (start, end) = (points.at(time.span.start), points.at(time.span.end));
                serde_json::json!({"start": start, "end": end, "type": time.kind, "value": time.value})
            })
            .collect();
        println!("{}", serde_json::json!({"report": report, "times": times}));
    }
    Ok(())
}
