//! The runtime's logits against those of the training side (`model/parity.json`), on sentences of our own.

use serde::Deserialize;

use crate::read::Reader;

#[derive(Deserialize)]
struct Case {
    words: Vec<String>,
    heads: Vec<usize>,
    upos: Vec<Vec<f32>>,
    feats: Vec<Vec<f32>>,
    lemma: Vec<Vec<f32>>,
    entity: Vec<Vec<f32>>,
    arc: Vec<Vec<f32>>,
    deprel: Vec<Vec<f32>>,
}

fn close(name: &str, expected: &[f32], found: &[f32]) {
    for (e, f) in expected.iter().zip(found) {
        assert!((e - f).abs() < 1e-3 || *e < -1e8 && *f < -1e8, "{name}: {expected:?} {found:?}");
    }
}

#[test]
fn logits_are_those_of_training() {
    let text = include_str!("../../../model/parity.json");
    let cases: Vec<Case> = serde_json::from_str(text).expect("the fixture is JSON");
    let reader = Reader::embedded().expect("the model opens");
    for case in cases {
        let words: Vec<&str> = case.words.iter().map(String::as_str).collect();
        let (logits, relations) = reader.logits(&words, &case.heads);
        let columns = reader.columns();
        for i in 0..words.len() {
            let row = &logits.heads[i * columns.width..];
            close("upos", &case.upos[i], &row[columns.upos.clone()]);
            close("feats", &case.feats[i], &row[columns.feats.clone()]);
            close("lemma", &case.lemma[i], &row[columns.lemma.clone()]);
            close("entity", &case.entity[i], &row[columns.entity.clone()]);
            close("arc", &case.arc[i], &logits.arcs[i * (words.len() + 1)..]);
            close("deprel", &case.deprel[i], &relations[i * relations.len() / words.len()..]);
        }
    }
}
