//! How many words a second one thread reads: each file is one report; the best of several rounds counts.
//!
//! usage: speed FILE...

use std::time::Instant;

use rapporteur_reader::Reader;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let start = Instant::now();
    let reader = Reader::embedded()?;
    println!("opened in {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    let texts = std::env::args().skip(1).map(std::fs::read_to_string).collect::<Result<Vec<_>, _>>()?;
    let mut best: f64 = 0.0;
    for _ in 0..5 {
        let start = Instant::now();
        let words: usize = texts.iter().map(|text| reader.read(text).tokens.len()).sum();
        best = best.max(words as f64 / start.elapsed().as_secs_f64());
    }
    println!("{best:.0} words a second, best of five rounds");
    Ok(())
}
