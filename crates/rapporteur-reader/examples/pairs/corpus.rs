//! Examples of pairs: those of a corpus and our own, with the features that the program sees in them.

use std::fs;
use std::path::{Path, PathBuf};

use rapporteur_core::code::pair::Pair;
use rapporteur_core::code::pair::features::features;
use rapporteur_core::code::pair::marks::{plain, spans};
use rapporteur_core::code::pair::weights::Label;
use rapporteur_core::code::tree::Tree;
use rapporteur_core::code::{Slots, acts, attributions};
use rapporteur_core::codebook::Codebook;
use rapporteur_core::knowledge::Knowledge;
use rapporteur_reader::Reader;

/// One sentence with its pair.
pub(crate) struct Example {
    /// What the pair is.
    pub label: Label,
    /// Hashed features.
    pub hashes: Vec<u32>,
    /// Whether it is of the corpus, and not our own.
    pub corpus: bool,
}

/// Reads a corpus: a table with the columns of PLV.
pub(crate) fn corpus(reader: &Reader, path: &Path) -> Vec<Example> {
    let text = fs::read_to_string(path).expect("corpus");
    let mut lines = text.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let header = lines.next().expect("header");
    let column = |name: &str| header.iter().position(|h| *h == name).expect("column");
    let columns = ["gold_root", "sentence", "marked_sentence", "source", "target"].map(column);
    let example = |fields: Vec<&str>| {
        let [gold, sentence, marked, source, target] = columns.map(|c| fields[c]);
        let label = Label::from_name(gold).unwrap_or_else(|| panic!("unknown label {gold}"));
        Example { label, hashes: hashes(reader, sentence, marked, source, target), corpus: true }
    };
    lines.map(example).collect()
}

/// Reads our own examples: `type`, `mode`, `marked_sentence`, one file a type.
pub(crate) fn own(reader: &Reader, folder: &Path) -> Vec<Example> {
    let entries = fs::read_dir(folder).expect("folder of examples").flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|e| e == "tsv")).collect();
    files.sort();
    let texts: Vec<String> = files.iter().map(|path| fs::read_to_string(path).expect("examples")).collect();
    let lines = texts.iter().flat_map(|text| text.lines().skip(1));
    let example = |line: &str| {
        let (label, rest) = line.split_once('\t').expect("three columns");
        let (_, marked) = rest.split_once('\t').expect("three columns");
        let label = Label::from_name(label).unwrap_or_else(|| panic!("unknown type {label}"));
        Example { label, hashes: hashes(reader, &plain(marked), marked, "", ""), corpus: false }
    };
    lines.map(example).collect()
}

fn hashes(reader: &Reader, sentence: &str, marked: &str, source: &str, target: &str) -> Vec<u32> {
    let (codebook, knowledge) = (Codebook::embedded(), Knowledge::embedded());
    let reading = reader.read(sentence);
    let tree = Tree::new(sentence, &reading).with_vocabulary(|lemma| codebook.knows(lemma));
    let slots = Slots { tree: &tree, codebook, knowledge };
    let acts = acts(&slots, &attributions(&slots));
    let (source, target) = spans(sentence, marked, source, target);
    features(&Pair::new(&slots, &acts, source, target)).hashes
}
