//! Runs the codebook's own sentences and prints those that come out otherwise: frame, what was found, sentence.

use rapporteur_core::codebook::{Codebook, check};
use rapporteur_core::knowledge::Knowledge;
use rapporteur_reader::Reader;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let reader = Reader::embedded()?;
    let outcome = check::check(&|text| reader.read(text), Codebook::embedded(), Knowledge::embedded());
    for failure in &outcome.failures {
        println!("{}\t{}\t{}", failure.frame, failure.found, failure.sentence);
    }
    println!("{} sentences: type right {}, all right {}", outcome.sentences, outcome.right_type, outcome.right);
    Ok(())
}
