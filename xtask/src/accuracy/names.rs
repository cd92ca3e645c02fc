//! Names against UNER's annotation of EWT: persons, organisations, places; a name counts when its words and kind are right.

use std::collections::BTreeMap;
use std::fmt::Write;

use anyhow::{Context, Result};
use serde_json::Value;

use super::scorer::f1;
use super::{Bench, Figures};

/// One document: its text, a paragraph a sentence, and its gold names in code points.
#[derive(Default)]
struct Document {
    text: String,
    points: usize,
    names: Vec<(usize, usize, &'static str)>,
}

/// Annotates the documents and counts names that are right.
pub(crate) fn measure(bench: &Bench) -> Result<Figures> {
    let path = bench.data("ner/uner-ewt/en_ewt-ud-test.iob2");
    let file = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let folder = bench.folder("names")?;
    let mut gold = BTreeMap::new();
    for (number, document) in documents(&file).into_iter().enumerate() {
        let name = format!("{number:04}");
        std::fs::write(folder.join(format!("{name}.txt")), &document.text)?;
        gold.insert(name, document);
    }
    let system = bench.program("names.jsonl", &[&"annotate", &folder, &"--layers", &"entities"])?;
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for line in std::fs::read_to_string(system)?.lines() {
        let report: Value = serde_json::from_str(line)?;
        let Some(document) = report["report"].as_str().and_then(|name| gold.get(name)) else { continue };
        count(document, &found(&report, document), &mut counts);
    }
    let mut figures = Figures::new();
    let mut all = [0; 3];
    for (kind, [hits, gold, system]) in counts {
        figures.insert(format!("names.{}", kind.to_lowercase()), f1(hits, gold, system));
        all = [all[0] + hits, all[1] + gold, all[2] + system];
    }
    figures.insert("names.all".into(), f1(all[0], all[1], all[2]));
    Ok(figures)
}

fn count(document: &Document, found: &[(usize, usize, &'static str)], counts: &mut BTreeMap<&'static str, [usize; 3]>) {
    for name in &document.names {
        let count = counts.entry(name.2).or_default();
        count[0] += usize::from(found.contains(name));
        count[1] += 1;
    }
    for name in found {
        counts.entry(name.2).or_default()[2] += 1;
    }
}

/// The program's names without "the" in front and "'s" behind, as UNER writes them.
fn found(report: &Value, document: &Document) -> Vec<(usize, usize, &'static str)> {
    let characters: Vec<char> = document.text.chars().collect();
    let mut found = Vec::new();
    for entity in report["entities"].as_array().into_iter().flatten() {
        let kind = match entity["type"].as_str().unwrap_or_default() {
            "PERSON" => "PER",
            "ORG" => "ORG",
            "GPE" | "LOC" | "FAC" => "LOC",
            _ => continue,
        };
        let offset = |key: &str| entity[key].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
        let (mut start, mut end) = (offset("start"), offset("end"));
        let words: String = characters.get(start..end).unwrap_or_default().iter().collect();
        if words.to_lowercase().starts_with("the ") {
            start += 4;
        }
        if words.ends_with("'s") || words.ends_with("’s") {
            end -= 2;
        }
        found.push((start, end, kind));
    }
    found
}

/// Reads iob2 lines; the text of a sentence is that of its `# text` comment.
fn documents(file: &str) -> Vec<Document> {
    let mut documents: Vec<Document> = Vec::new();
    let (mut sentence, mut at, mut open) = (Vec::new(), 0, false);
    for line in file.lines() {
        if line.starts_with("# newdoc") || documents.is_empty() {
            documents.push(Document::default());
        }
        let Some(document) = documents.last_mut() else { continue };
        if let Some(text) = line.strip_prefix("# text = ") {
            (sentence, at, open) = (text.chars().collect(), 0, false);
            let _ = write!(document.text, "{text}\n\n");
            document.points += sentence.len() + 2;
            continue;
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let [_, word, tag, ..] = fields[..] else { continue };
        let word: Vec<char> = word.chars().collect();
        let Some(start) = find(&sentence, at, &word) else { continue };
        at = start + word.len();
        let base = document.points - sentence.len() - 2;
        match (tag.split_once('-'), document.names.last_mut()) {
            (Some(("I", _)), Some(name)) if open => name.1 = base + at,
            (Some((_, kind)), _) => {
                let kind = ["PER", "ORG", "LOC"].into_iter().find(|k| *k == kind);
                document.names.extend(kind.map(|kind| (base + start, base + at, kind)));
                open = kind.is_some();
            }
            (None, _) => open = false,
        }
    }
    documents
}

fn find(sentence: &[char], from: usize, word: &[char]) -> Option<usize> {
    (from..=sentence.len().checked_sub(word.len())?).find(|&at| sentence[at..].starts_with(word))
}

#[test]
fn gold_names_stand_on_their_words() {
    let file = "# newdoc id = x\n# text = Hi, São Paulo's Ann.\n1\tHi\tO\n2\t,\tO\n3\tSão\tB-LOC\n4\tPaulo\tI-LOC\n5\t's\tO\n6\tAnn\tB-PER\n\n# text = Ann\n1\tAnn\tB-PER\n";
    let documents = documents(file);
    assert_eq!(documents[0].names, [(4, 13, "LOC"), (16, 19, "PER"), (22, 25, "PER")]);
}
