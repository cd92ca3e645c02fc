//! What speaks for and against two mentions being of one event, and how much each counts.

use std::collections::BTreeSet;

use super::Rarity;
use super::documents::Corpus;

/// How many points there are.
const POINTS: usize = 19;

/// How much each point counts.
pub(super) struct Weights([f64; POINTS]);

fn dice(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    if a.is_empty() || b.is_empty() { 0.0 } else { 2.0 * a.intersection(b).count() as f64 / (a.len() + b.len()) as f64 }
}

/// The points of a pair of mentions.
fn points(corpus: &Corpus, a: usize, b: usize, rarity: &Rarity) -> [f64; POINTS] {
    let (a, b) = (&corpus.mentions[a], &corpus.mentions[b]);
    let yes = |it: bool| f64::from(u8::from(it));
    let same_report = a.report == b.report;
    let lemma = yes(a.lemma == b.lemma);
    let reports = if same_report { 1.0 } else { corpus.alike[a.report][b.report] };
    let (people, around, names) = (dice(&a.people, &b.people), dice(&a.around, &b.around), dice(&a.names, &b.names));
    let rare = rarity.get(&a.lemma).copied().unwrap_or(6.0) / 6.0;
    [
        1.0,
        lemma,
        yes(!a.words.is_disjoint(&b.words)),
        people,
        yes(people > 0.0),
        around,
        names,
        reports,
        reports * reports,
        yes(same_report),
        lemma * reports,
        lemma * people,
        lemma * around,
        lemma * names,
        lemma * rare,
        yes(a.upos == b.upos),
        if same_report { 1.0 / (1.0 + a.sentence.abs_diff(b.sentence) as f64) } else { 0.0 },
        // The act of one stands beside the other: two acts of one sentence, more often than one act in two.
        yes(b.around.contains(&a.lemma)) + yes(a.around.contains(&b.lemma)),
        yes(!a.governor.is_empty() && a.governor == b.governor),
    ]
}

impl Weights {
    /// How likely two mentions are of one event.
    pub(super) fn chance(&self, corpus: &Corpus, a: usize, b: usize, rarity: &Rarity) -> f64 {
        self.of(&points(corpus, a, b, rarity))
    }

    fn of(&self, points: &[f64; POINTS]) -> f64 {
        let sum: f64 = points.iter().zip(&self.0).map(|(point, weight)| point * weight).sum();
        1.0 / (1.0 + (-sum).exp())
    }

    /// Logistic regression over all pairs within stories, by Newton's method with a ridge.
    pub(super) fn learn(corpus: &Corpus, stories: &[Vec<usize>], rarity: &Rarity) -> Self {
        const RIDGE: f64 = 0.1;
        let pairs = stories.iter().flat_map(|story| {
            let pairs = story.iter().enumerate().flat_map(|(n, &a)| story[..n].iter().map(move |&b| (a, b)));
            pairs.map(|(a, b)| (points(corpus, a, b, rarity), corpus.mentions[a].chain == corpus.mentions[b].chain))
        });
        let pairs: Vec<([f64; POINTS], bool)> = pairs.collect();
        let mut weights = Self([0.0; POINTS]);
        for _ in 0..25 {
            let mut slope = weights.0.map(|weight| -RIDGE * weight);
            let mut curve = [[0.0; POINTS]; POINTS];
            for (points, same) in &pairs {
                let chance = weights.of(points);
                let (error, spread) = (f64::from(u8::from(*same)) - chance, chance * (1.0 - chance));
                for row in 0..POINTS {
                    slope[row] += error * points[row];
                    for column in 0..POINTS {
                        curve[row][column] += spread * points[row] * points[column];
                    }
                }
            }
            (0..POINTS).for_each(|at| curve[at][at] += RIDGE);
            let step = solve(curve, slope);
            (0..POINTS).for_each(|at| weights.0[at] += step[at]);
            if step.iter().all(|it| it.abs() < 1e-6) {
                break;
            }
        }
        weights
    }
}

/// Gauss's elimination; the matrix is positive definite, so no row has to be exchanged.
fn solve(mut matrix: [[f64; POINTS]; POINTS], mut right: [f64; POINTS]) -> [f64; POINTS] {
    for pivot in 0..POINTS {
        let row = matrix[pivot];
        for below in pivot + 1..POINTS {
            let factor = matrix[below][pivot] / row[pivot];
            (pivot..POINTS).for_each(|at| matrix[below][at] -= factor * row[at]);
            right[below] -= factor * right[pivot];
        }
    }
    for pivot in (0..POINTS).rev() {
        let known: f64 = (pivot + 1..POINTS).map(|at| matrix[pivot][at] * right[at]).sum();
        right[pivot] = (right[pivot] - known) / matrix[pivot][pivot];
    }
    right
}
