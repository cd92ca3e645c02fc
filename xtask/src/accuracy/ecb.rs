//! ECB+: which of the gold event mentions in many reports are of one event.
//!
//! Pairs of mentions are weighed as `fuse` weighs claims, by a sum of named points: the act, who takes part, the words
//! around, and how much the two reports have in common; groups grow by average linkage. The mentions have no types, days
//! or places, so the points are learned anew: by logistic regression on ECB+ train; the thresholds are chosen on dev. The
//! topics of the corpus are not told. Beside it, in the same run, stands the heuristic that is hard to beat: mentions with
//! the same head lemma are one event.

mod documents;
mod measures;
mod points;

use std::collections::BTreeMap;

use anyhow::Result;
use rapporteur_reader::Reader;

use super::{Bench, Figures};
use documents::{Corpus, Mention};
use measures::conll;
use points::Weights;

/// From which likeness of their words on two reports are of one story; reports of one story are compared.
const STORY: f64 = 0.15;
/// From which mean chance on two groups of mentions are one.
const JOIN: f64 = 0.3;

/// Learns on train and measures on dev.
pub(crate) fn measure(bench: &Bench) -> Result<Figures> {
    let reader = Reader::embedded()?;
    let mut train = Corpus::read(&bench.data("ecbplus"), "Train", &reader)?;
    let mut dev = Corpus::read(&bench.data("ecbplus"), "Dev", &reader)?;
    let rarity = train.rarity();
    train.compare(&rarity);
    dev.compare(&rarity);
    let weights = Weights::learn(&train, &stories(&train), &rarity);
    let gold = labels(&dev.mentions, |mention| mention.chain.clone());
    let fused = fuse(&dev, &weights, &rarity);
    let lemma = labels(&dev.mentions, |mention| mention.lemma.clone());
    let in_topic = labels(&dev.mentions, |mention| (dev.reports[mention.report].topic.clone(), mention.lemma.clone()));
    let [fused, lemma, in_topic] = [fused, lemma, in_topic].map(|system| conll(&gold, &system));
    println!("  ECB+ dev, CoNLL F1: {fused:.1}; same lemma {lemma:.1}, in topics that are told {in_topic:.1}");
    Ok(Figures::from([
        ("ecb.conll".into(), fused),
        ("ecb.over".into(), fused - lemma),
        ("ecb.over_topics".into(), fused - in_topic),
    ]))
}

/// How rare words are: the logarithm of all reports by those that have the word.
type Rarity = BTreeMap<String, f64>;

/// Mentions by story, as indices; reports are of one story when their words are alike.
fn stories(corpus: &Corpus) -> Vec<Vec<usize>> {
    let groups = grouped(corpus.reports.len(), STORY, |a, b| corpus.alike[a][b]);
    let mut of_report = vec![0; corpus.reports.len()];
    for (story, group) in groups.iter().enumerate() {
        group.iter().for_each(|&report| of_report[report] = story);
    }
    let mut stories = vec![Vec::new(); groups.len()];
    for (at, mention) in corpus.mentions.iter().enumerate() {
        stories[of_report[mention.report]].push(at);
    }
    stories
}

/// The event of each mention, as a number.
fn fuse(corpus: &Corpus, weights: &Weights, rarity: &Rarity) -> Vec<usize> {
    let mut events = vec![0; corpus.mentions.len()];
    let mut next = 0;
    for story in stories(corpus) {
        let chance = |a: usize, b: usize| weights.chance(corpus, story[a], story[b], rarity);
        for group in grouped(story.len(), JOIN, chance) {
            for member in group {
                events[story[member]] = next;
            }
            next += 1;
        }
    }
    events
}

/// Numbers for what a function gives, equal for equal.
fn labels<K: Ord>(mentions: &[Mention], of: impl Fn(&Mention) -> K) -> Vec<usize> {
    let mut known = BTreeMap::new();
    mentions
        .iter()
        .map(|mention| {
            let next = known.len();
            *known.entry(of(mention)).or_insert(next)
        })
        .collect()
}

/// Average linkage down to a threshold.
#[allow(clippy::needless_range_loop)] // `sums` is read by row and by column
fn grouped(count: usize, threshold: f64, alike: impl Fn(usize, usize) -> f64) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = (0..count).map(|at| vec![at]).collect();
    let mut sums = vec![vec![0.0; count]; count];
    for (a, b) in (0..count).flat_map(|a| (0..a).map(move |b| (a, b))) {
        sums[a][b] = alike(a, b);
        sums[b][a] = sums[a][b];
    }
    loop {
        let mut best = (threshold, None);
        for (a, b) in (0..count).flat_map(|a| (0..a).map(move |b| (a, b))) {
            let size = groups[a].len() * groups[b].len();
            if size > 0 && sums[a][b] / size as f64 > best.0 {
                best = (sums[a][b] / size as f64, Some((a, b)));
            }
        }
        let Some((a, b)) = best.1 else {
            groups.retain(|group| !group.is_empty());
            return groups;
        };
        let joined = std::mem::take(&mut groups[a]);
        groups[b].extend(joined);
        for other in 0..count {
            sums[b][other] += sums[a][other];
            sums[other][b] = sums[b][other];
        }
    }
}
