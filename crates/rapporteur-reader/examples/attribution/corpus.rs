//! PolNeAR articles with their readings, kept in a cache so that training need not read them again.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rapporteur_core::Span;
use rapporteur_core::reading::{Deprel, Entity, EntityKind, Feats, Reading, Sentence, Token, Upos};
use rapporteur_reader::Reader;
use serde::{Deserialize, Serialize};

/// One article.
pub(crate) struct Article {
    pub stem: String,
    pub text: String,
    pub reading: Reading,
    pub gold: Vec<Gold>,
}

/// One attribution as annotated; byte spans.
#[derive(Default, Debug, Clone)]
pub(crate) struct Gold {
    pub source: Vec<Span>,
    pub cue: Vec<Span>,
    pub content: Vec<Span>,
}

/// Start, end, lemma, part of speech, features, head, relation.
type FlatToken = (usize, usize, String, String, String, Option<usize>, String);

#[derive(Serialize, Deserialize)]
struct Flat {
    tokens: Vec<FlatToken>,
    sentences: Vec<(usize, usize)>,
    entities: Vec<(String, usize, usize)>,
    quotes: Vec<Span>,
}

fn flatten(reading: &Reading) -> Flat {
    let token = |t: &Token| {
        let (upos, rel) = (t.upos.as_str().to_owned(), t.deprel.as_str().to_owned());
        (t.span.start, t.span.end, t.lemma.to_string(), upos, t.feats.to_string(), t.head, rel)
    };
    Flat {
        tokens: reading.tokens.iter().map(token).collect(),
        sentences: reading.sentences.iter().map(|s| (s.tokens.start, s.tokens.end)).collect(),
        entities: reading.entities.iter().map(|e| (e.kind.as_str().to_owned(), e.tokens.start, e.tokens.end)).collect(),
        quotes: reading.quotes.clone(),
    }
}

fn unflatten(flat: Flat) -> Reading {
    let tokens: Vec<Token> = flat
        .tokens
        .into_iter()
        .map(|(start, end, lemma, upos, feats, head, rel)| Token {
            span: Span { start, end },
            lemma: lemma.into(),
            upos: Upos::from_text(&upos),
            feats: Feats::new(&feats),
            head,
            deprel: Deprel::from_text(&rel),
        })
        .collect();
    let cover = |a: usize, b: usize| tokens[a].span.cover(tokens[b - 1].span);
    let sentences = flat.sentences.iter().map(|&(a, b)| Sentence { span: cover(a, b), tokens: a..b }).collect();
    let entities = flat
        .entities
        .iter()
        .map(|(k, a, b)| Entity { span: cover(*a, *b), kind: EntityKind::from_text(k), tokens: *a..*b })
        .collect();
    Reading { sentences, entities, quotes: flat.quotes, tokens }
}

/// Reads a folder of PolNeAR, by the cache where there is one.
pub(crate) fn load(root: &Path, cache: &Path) -> Vec<Article> {
    fs::create_dir_all(cache).expect("cache folder");
    let mut annotated: BTreeMap<String, std::path::PathBuf> = BTreeMap::new();
    let mut files: Vec<_> = fs::read_dir(root.join("attributions")).expect("attributions").flatten().collect();
    files.sort_by_key(|f| f.path());
    for file in files {
        let name = file.path().file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        let stem = name.rsplit_once('_').map_or(name.clone(), |(a, _)| a.to_owned());
        annotated.entry(stem).or_insert(file.path());
    }
    let mut reader = None;
    let mut articles = Vec::new();
    for (stem, ann) in annotated {
        let Ok(text) = fs::read_to_string(root.join("text").join(format!("{stem}.txt"))) else { continue };
        let at = cache.join(format!("{stem}.json"));
        let reading = match fs::read(&at) {
            Ok(bytes) => unflatten(serde_json::from_slice(&bytes).expect("cache")),
            Err(_) => {
                let reader = reader.get_or_insert_with(|| Reader::embedded().expect("model"));
                let reading = reader.read(&text);
                fs::write(&at, serde_json::to_vec(&flatten(&reading)).expect("json")).expect("cache write");
                reading
            }
        };
        let gold = gold(&fs::read_to_string(ann).expect("ann"), &text);
        articles.push(Article { stem, text, reading, gold });
    }
    articles
}

fn gold(ann: &str, text: &str) -> Vec<Gold> {
    let bytes: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
    let mut spans: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    let mut found = Vec::new();
    for line in ann.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        if line.starts_with('T') && fields.len() > 1 {
            let (_, offsets) = fields[1].split_once(' ').unwrap_or_default();
            let list = offsets.split(';').filter_map(|o| {
                let (s, e) = o.split_once(' ')?;
                Some(Span { start: bytes[s.parse::<usize>().ok()?], end: bytes[e.parse::<usize>().ok()?] })
            });
            spans.insert(fields[0], list.collect());
        } else if line.starts_with('E') && fields.len() > 1 {
            let mut one = Gold::default();
            for item in fields[1].split(' ') {
                let Some((role, target)) = item.split_once(':') else { continue };
                let spans = spans.get(target).cloned().unwrap_or_default();
                match role.trim_end_matches(|c: char| c.is_ascii_digit()) {
                    "Source" => one.source.extend(spans),
                    "Cue" => one.cue.extend(spans),
                    "Content" => one.content.extend(spans),
                    _ => {}
                }
            }
            found.push(one);
        }
    }
    found
}
