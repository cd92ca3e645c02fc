//! The corpus: reports with their words, and gold mentions with what the reader says about them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};
use rapporteur_core::{Reading, Upos};
use rapporteur_reader::Reader;
use serde_json::Value;

use super::Rarity;

/// Words that say nothing about which event it is.
const EMPTY: &str = "a about after an and are as at be been but by did do for from had has have he her his i in into is it its \
    not of on or our said say she that the their them they this to was we were which who will with would you";

/// A mention of an event.
pub(super) struct Mention {
    /// Index of its report.
    pub(super) report: usize,
    pub(super) sentence: usize,
    pub(super) chain: String,
    /// Lemma of the word that the others of the mention hang on.
    pub(super) lemma: String,
    pub(super) upos: Upos,
    /// Lemmas of the mention.
    pub(super) words: BTreeSet<String>,
    /// Lemma of what the mention hangs on.
    pub(super) governor: String,
    /// Lemmas of who and what takes part.
    pub(super) people: BTreeSet<String>,
    /// Lemmas of the other words of the sentence, and the names and numbers among them.
    pub(super) around: BTreeSet<String>,
    pub(super) names: BTreeSet<String>,
}

/// A part of the corpus.
pub(super) struct Corpus {
    pub(super) mentions: Vec<Mention>,
    pub(super) reports: Vec<Report>,
    /// Cosine of two reports' words, weighted by how rare they are: see [`compare`](Self::compare).
    pub(super) alike: Vec<Vec<f64>>,
}

/// One report.
pub(super) struct Report {
    /// The topic that the corpus files it under.
    pub(super) topic: String,
    /// How often it has each word.
    words: BTreeMap<String, f64>,
}

/// One report: its words by sentence and number, and which token of the reading each is.
#[derive(Default)]
struct Tokens {
    sentences: Vec<Vec<String>>,
    at: BTreeMap<(usize, usize), usize>,
    count: usize,
}

impl Corpus {
    pub(super) fn read(folder: &Path, part: &str, reader: &Reader) -> Result<Self> {
        let open = |name: &str| {
            let path = folder.join(name);
            std::fs::read_to_string(&path).with_context(|| path.display().to_string())
        };
        let mut reports: BTreeMap<String, Tokens> = BTreeMap::new();
        for line in open(&format!("ECB_{part}_corpus.txt"))?.lines() {
            let columns: Vec<&str> = line.split('\t').collect();
            let [report, sentence, number, word, ..] = columns[..] else { continue };
            let tokens = reports.entry(report.to_owned()).or_default();
            let sentence: usize = sentence.parse().with_context(|| format!("a sentence's number in `{line}`"))?;
            tokens.sentences.resize(tokens.sentences.len().max(sentence + 1), Vec::new());
            if !word.is_empty() {
                tokens.at.insert((sentence, number.parse()?), tokens.count);
                tokens.sentences[sentence].push(word.to_owned());
                tokens.count += 1;
            }
        }
        let gold: Vec<Value> = serde_json::from_str(&open(&format!("ECB_{part}_Event_gold_mentions.json"))?)?;
        let mut corpus = Self { mentions: Vec::new(), reports: Vec::new(), alike: Vec::new() };
        for (at, (name, tokens)) in reports.iter().enumerate() {
            let sentences: Vec<Vec<&str>> =
                tokens.sentences.iter().map(|words| words.iter().map(String::as_str).collect()).collect();
            let (_, reading) = reader.read_tokens(&sentences);
            let topic = name.split('_').next().unwrap_or_default().to_owned();
            corpus.reports.push(Report { topic, words: counts(&reading) });
            let own = gold.iter().filter(|mention| mention["doc_id"] == name.as_str());
            corpus.mentions.extend(own.filter_map(|gold| mention(at, gold, tokens, &reading)));
        }
        Ok(corpus)
    }

    /// How rare each word is.
    pub(super) fn rarity(&self) -> Rarity {
        let mut reports: BTreeMap<&String, f64> = BTreeMap::new();
        let words = self.reports.iter().flat_map(|report| report.words.keys());
        words.for_each(|word| *reports.entry(word).or_default() += 1.0);
        let all = self.reports.len() as f64;
        reports.into_iter().map(|(word, n)| (word.clone(), (all / n).ln())).collect()
    }

    /// Compares all reports with each other.
    pub(super) fn compare(&mut self, rarity: &Rarity) {
        /// Rarity of a word that train does not have.
        const UNSEEN: f64 = 7.0;
        let weigh = |report: &Report| {
            let weight = |(word, count): (&String, &f64)| {
                (word.clone(), (1.0 + count.ln()) * rarity.get(word).copied().unwrap_or(UNSEEN))
            };
            let mut weights: BTreeMap<String, f64> = report.words.iter().map(weight).collect();
            let norm = weights.values().map(|weight| weight * weight).sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
            weights.values_mut().for_each(|weight| *weight /= norm);
            weights
        };
        let weighed: Vec<BTreeMap<String, f64>> = self.reports.iter().map(weigh).collect();
        let cosine = |a: &BTreeMap<String, f64>, b: &BTreeMap<String, f64>| {
            a.iter().filter_map(|(word, weight)| Some(weight * b.get(word)?)).sum::<f64>()
        };
        self.alike = weighed.iter().map(|a| weighed.iter().map(|b| cosine(a, b)).collect()).collect();
    }
}

fn counts(reading: &Reading) -> BTreeMap<String, f64> {
    let mut counts = BTreeMap::new();
    for token in (0..reading.tokens.len()).filter(|&token| is_content(reading, token)) {
        *counts.entry(lemma(reading, token)).or_default() += 1.0;
    }
    counts
}

fn lemma(reading: &Reading, token: usize) -> String {
    reading.tokens[token].lemma.to_lowercase()
}

fn is_empty(lemma: &str) -> bool {
    EMPTY.split_ascii_whitespace().any(|word| word == lemma)
}

fn is_content(reading: &Reading, token: usize) -> bool {
    let content = [Upos::Noun, Upos::Propn, Upos::Verb, Upos::Num, Upos::Adj];
    content.contains(&reading.tokens[token].upos) && !is_empty(&lemma(reading, token))
}

fn mention(report: usize, gold: &Value, tokens: &Tokens, reading: &Reading) -> Option<Mention> {
    let number = |value: &Value| usize::try_from(value.as_u64()?).ok();
    let sentence = number(&gold["sent_id"])?;
    let numbers = gold["tokens_number"].as_array()?.iter().filter_map(number);
    let span: BTreeSet<usize> = numbers.filter_map(|number| tokens.at.get(&(sentence, number)).copied()).collect();
    let outside = |&token: &usize| reading.tokens[token].head.is_none_or(|head| !span.contains(&head));
    let bearing =
        |&token: &usize| [Upos::Verb, Upos::Noun, Upos::Propn, Upos::Adj].contains(&reading.tokens[token].upos);
    let tops = || span.iter().copied().filter(outside);
    let head = tops().find(bearing).or_else(|| tops().next()).or_else(|| span.first().copied())?;
    let of_sentence = reading.sentences[reading.sentence_of(head)].tokens.clone();
    let others = || of_sentence.clone().filter(|token| !span.contains(token));
    let lemmas = |tokens: &mut dyn Iterator<Item = usize>| {
        tokens.map(|token| lemma(reading, token)).filter(|lemma| !is_empty(lemma)).collect::<BTreeSet<_>>()
    };
    let governor = reading.tokens[head].head;
    let mut people =
        lemmas(&mut reading.children(head).filter(|token| !span.contains(token) && takes_part(reading, *token)));
    if let Some(governor) = governor {
        people.extend(lemmas(
            &mut reading.children(governor).filter(|&token| token != head && is_argument(reading, token)),
        ));
    }
    Some(Mention {
        report,
        sentence,
        chain: gold["coref_chain"].as_str()?.to_owned(),
        lemma: lemma(reading, head),
        upos: reading.tokens[head].upos,
        words: lemmas(&mut span.iter().copied()),
        governor: governor.map(|governor| lemma(reading, governor)).unwrap_or_default(),
        people,
        around: lemmas(&mut others().filter(|&token| is_content(reading, token))),
        names: lemmas(&mut others().filter(|&token| [Upos::Propn, Upos::Num].contains(&reading.tokens[token].upos))),
    })
}

/// Whether a token names who or what takes part in the act that it hangs on.
fn takes_part(reading: &Reading, token: usize) -> bool {
    let relations = ["nsubj", "obj", "obl", "nmod", "compound", "iobj"];
    let named = [Upos::Noun, Upos::Propn, Upos::Num, Upos::Pron].contains(&reading.tokens[token].upos);
    named && relations.contains(&reading.tokens[token].deprel.base())
}

/// Whether a token is one of the main arguments of what it hangs on.
fn is_argument(reading: &Reading, token: usize) -> bool {
    let named = [Upos::Noun, Upos::Propn].contains(&reading.tokens[token].upos);
    named && ["nsubj", "obj", "obl"].contains(&reading.tokens[token].deprel.base())
}
