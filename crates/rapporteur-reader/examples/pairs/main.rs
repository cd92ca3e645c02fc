//! Trains and measures the types of pairs; the corpus stays outside the repository.
//!
//! usage: pairs train PLV.tsv EXAMPLES_DIR OUT.bin
//!        pairs folds PLV.tsv EXAMPLES_DIR > TYPES
//!
//! `folds` codes each fifth of the corpus with what was learned from the other four and from our own examples, and prints
//! one type a line, in the order of the corpus.

mod corpus;
mod machine;

use std::path::Path;
use std::time::Instant;

use corpus::Example;
use rapporteur_core::code::pair::features::Features;
use rapporteur_core::code::pair::likeliest;
use rapporteur_core::code::pair::weights::Weights;
use rapporteur_reader::Reader;

const FOLDS: usize = 5;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let reader = Reader::embedded().expect("model");
    let started = Instant::now();
    let (corpus, own) = (corpus::corpus(&reader, Path::new(&args[2])), corpus::own(&reader, Path::new(&args[3])));
    eprintln!("read {} sentences and {} of our own in {:.0?}", corpus.len(), own.len(), started.elapsed());
    match args[1].as_str() {
        "train" => {
            let all: Vec<&Example> = corpus.iter().chain(&own).collect();
            std::fs::write(&args[4], machine::train(&all)).expect("write");
        }
        "folds" => folds(&corpus, &own).iter().for_each(|kind| println!("{kind}")),
        other => eprintln!("unknown command {other}"),
    }
    eprintln!("done after {:.0?}", started.elapsed());
}

fn folds(corpus: &[Example], own: &[Example]) -> Vec<String> {
    let part = parts(corpus);
    let mut types = vec![String::new(); corpus.len()];
    for fold in 0..FOLDS {
        let learned = corpus.iter().zip(&part).filter(|(_, part)| **part != fold).map(|(e, _)| e);
        let table = machine::train(&learned.chain(own).collect::<Vec<_>>());
        let weights = Weights::new(&table).expect("size");
        for (index, example) in corpus.iter().enumerate().filter(|(index, _)| part[*index] == fold) {
            let features = Features { hashes: example.hashes.clone() };
            types[index] = likeliest(&weights.margins(&features)).0.to_string();
        }
    }
    types
}

/// The fold of each example: each label spread evenly over the folds, in an order that is the same each time.
fn parts(corpus: &[Example]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..corpus.len()).collect();
    machine::shuffle(&mut order, &mut 1);
    order.sort_by_key(|&index| corpus[index].label);
    let mut part = vec![0; corpus.len()];
    order.iter().enumerate().for_each(|(place, &index)| part[index] = place % FOLDS);
    part
}
