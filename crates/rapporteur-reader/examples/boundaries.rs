//! For training: reads lines of JSON (`text`, `ends` as byte offsets) and prints, for each place that the boundary
//! model has to decide, `1` or `0` and its feature rows; an empty line ends each text.

use std::io::{BufRead, BufWriter, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let value: serde_json::Value = serde_json::from_str(&line?)?;
        let text = value["text"].as_str().unwrap_or_default();
        let ends: Vec<usize> =
            value["ends"].as_array().into_iter().flatten().filter_map(|e| e.as_u64()).map(|e| e as usize).collect();
        for (end, rows) in rapporteur_reader::boundary_features(text, &ends) {
            let rows: Vec<String> = rows.iter().map(u32::to_string).collect();
            writeln!(out, "{} {}", u8::from(ends.contains(&end)), rows.join(" "))?;
        }
        writeln!(out)?;
    }
    Ok(())
}
