//! For training: reads lines of JSON (`name`, `text`) and prints for each its sentences as lists of `[start, end]`,
//! in code points.

use std::io::{BufRead, BufWriter, Write};

use rapporteur_core::CodePoints;
use rapporteur_reader::Reader;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let reader = Reader::embedded()?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let value: serde_json::Value = serde_json::from_str(&line?)?;
        let text = value["text"].as_str().unwrap_or_default();
        let reading = reader.read(text);
        let points = CodePoints::new(text);
        let spans: Vec<Vec<[usize; 2]>> = reading
            .sentences
            .iter()
            .map(|s| {
                reading.tokens[s.tokens.clone()].iter().map(|t| points.span(t.span)).map(|s| [s.start, s.end]).collect()
            })
            .collect();
        writeln!(out, "{}", serde_json::to_string(&spans)?)?;
    }
    Ok(())
}
