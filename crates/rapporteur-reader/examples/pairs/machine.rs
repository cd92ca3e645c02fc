//! Support vector machines, one a label, by dual coordinate descent (Hsieh et al. 2008, squared hinge loss).
//!
//! Each feature has a weight for all examples and one more for those of the corpus, so that our own examples teach words
//! without imposing where they draw the line between types (Daumé 2007). What is kept is the sum of both.

use std::collections::BTreeMap;

use rapporteur_core::EventType;
use rapporteur_core::code::pair::weights::{LABELS, Label, Margins, Weights};

use crate::corpus::Example;

/// Cost of a mistake.
const COST: f32 = 1.0;
/// How much more an example of the corpus costs than one of our own.
const CORPUS: f32 = 2.0;
/// A feature seen in fewer examples is not learned.
const SEEN: usize = 2;
/// Passes over the examples.
const PASSES: usize = 40;

/// An example as the machine sees it.
struct Row {
    label: Label,
    columns: Vec<usize>,
    /// Value of each feature: all are equal, and together of length 1.
    value: f32,
    corpus: bool,
    cost: f32,
}

/// Learns from examples and packs the table.
pub(crate) fn train(examples: &[&Example]) -> Vec<u8> {
    let hashes = vocabulary(examples);
    let rows = rows(examples, &hashes);
    let mut table: Vec<(u32, Margins)> = hashes.iter().map(|&hash| (hash, [0.0; LABELS])).collect();
    let mut biases = [0.0; LABELS];
    for label in Label::all() {
        let side = |row: &Row| side(label, row.label);
        let weights = fit(&rows, hashes.len(), &side);
        let (bias, column) = (2 * hashes.len(), label.column());
        biases[column] = weights[bias];
        for (feature, (_, row)) in table.iter_mut().enumerate() {
            row[column] = weights[feature] + weights[hashes.len() + feature];
        }
    }
    Weights::pack(table, biases)
}

/// 1 for an example of a label, -1 for one of another, 0 where the corpus does not tell.
fn side(label: Label, of: Label) -> f32 {
    let yields = |l: Label| matches!(l, Label::Yield | Label::Type(EventType::Concede | EventType::Retreat));
    match (label, of) {
        (Label::Yield, _) => {
            if yields(of) {
                1.0
            } else {
                -1.0
            }
        }
        (_, Label::Yield) if yields(label) => 0.0,
        _ => {
            if label == of {
                1.0
            } else {
                -1.0
            }
        }
    }
}

fn vocabulary(examples: &[&Example]) -> Vec<u32> {
    let mut seen: BTreeMap<u32, usize> = BTreeMap::new();
    examples.iter().flat_map(|e| &e.hashes).for_each(|&hash| *seen.entry(hash).or_default() += 1);
    seen.into_iter().filter(|&(_, n)| n >= SEEN).map(|(hash, _)| hash).collect()
}

fn rows(examples: &[&Example], hashes: &[u32]) -> Vec<Row> {
    let worth = |e: &Example| if e.corpus { CORPUS } else { 1.0 };
    // Rare labels cost more, by the square root of how rare they are.
    let family = |label: Label| if side(Label::Yield, label) > 0.0 { Label::Yield } else { label };
    let mut mass: BTreeMap<Label, f32> = BTreeMap::new();
    examples.iter().for_each(|e| *mass.entry(family(e.label)).or_default() += worth(e));
    let even = mass.values().sum::<f32>() / mass.len() as f32;
    let row = |e: &&Example| Row {
        label: e.label,
        columns: e.hashes.iter().filter_map(|hash| hashes.binary_search(hash).ok()).collect(),
        value: 1.0 / (e.hashes.len().max(1) as f32).sqrt(),
        corpus: e.corpus,
        cost: COST * worth(e) * (even / mass[&family(e.label)]).sqrt(),
    };
    examples.iter().map(row).collect()
}

/// Weights of one label: those of all features, their copies for the corpus, and the bias.
fn fit(rows: &[Row], features: usize, side: &dyn Fn(&Row) -> f32) -> Vec<f32> {
    let mut weights = vec![0.0_f32; 2 * features + 1];
    let mut duals = vec![0.0_f32; rows.len()];
    let mut order: Vec<usize> = (0..rows.len()).filter(|&i| side(&rows[i]) != 0.0).collect();
    let mut seed = 1_u64;
    for _ in 0..PASSES {
        shuffle(&mut order, &mut seed);
        for &i in &order {
            let (row, y) = (&rows[i], side(&rows[i]));
            let slack = 0.5 / row.cost;
            let copies = if row.corpus { 2.0 } else { 1.0 };
            let length = copies * row.columns.len() as f32 * row.value * row.value + 1.0 + slack;
            let gradient = y * margin(row, &weights, features) - 1.0 + slack * duals[i];
            let before = duals[i];
            duals[i] = (before - gradient / length).max(0.0);
            let step = (duals[i] - before) * y;
            if step != 0.0 {
                for &column in &row.columns {
                    weights[column] += step * row.value;
                    if row.corpus {
                        weights[features + column] += step * row.value;
                    }
                }
                weights[2 * features] += step;
            }
        }
    }
    weights
}

fn margin(row: &Row, weights: &[f32], features: usize) -> f32 {
    let general: f32 = row.columns.iter().map(|&c| weights[c]).sum();
    let own: f32 = if row.corpus { row.columns.iter().map(|&c| weights[features + c]).sum() } else { 0.0 };
    (general + own) * row.value + weights[2 * features]
}

/// Puts items into an order that is the same each time.
pub(crate) fn shuffle<T>(items: &mut [T], seed: &mut u64) {
    for i in (1..items.len()).rev() {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        items.swap(i, (*seed >> 33) as usize % (i + 1));
    }
}
