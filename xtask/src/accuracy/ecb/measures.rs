//! The measures of coreference: MUC (Vilain et al. 1995), B-cubed (Bagga and Baldwin 1998), CEAF with entities (Luo 2005),
//! and their mean, which the CoNLL-2011 task ranks by.

use std::collections::{BTreeMap, BTreeSet};

/// Mean F1 of the three, in percent. Both lists give for each mention the number of its group.
pub(super) fn conll(gold: &[usize], system: &[usize]) -> f64 {
    let [gold, system] = [groups(gold), groups(system)];
    let measures = [muc, b_cubed, ceaf];
    let f1 = |measure: fn(&Groups, &Groups) -> f64| {
        let (recall, precision) = (measure(&gold, &system), measure(&system, &gold));
        if recall + precision == 0.0 { 0.0 } else { 2.0 * recall * precision / (recall + precision) }
    };
    100.0 * measures.map(f1).iter().sum::<f64>() / measures.len() as f64
}

/// Groups of mentions, with the group of each mention.
struct Groups {
    members: Vec<Vec<usize>>,
    of: Vec<usize>,
}

fn groups(labels: &[usize]) -> Groups {
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (mention, &label) in labels.iter().enumerate() {
        members.entry(label).or_default().push(mention);
    }
    let members: Vec<Vec<usize>> = members.into_values().collect();
    let mut of = vec![0; labels.len()];
    for (group, mentions) in members.iter().enumerate() {
        mentions.iter().for_each(|&mention| of[mention] = group);
    }
    Groups { members, of }
}

/// Links that are kept, of those that the groups need.
fn muc(key: &Groups, response: &Groups) -> f64 {
    let parts = |group: &Vec<usize>| group.iter().map(|&it| response.of[it]).collect::<BTreeSet<_>>().len();
    let kept: usize = key.members.iter().map(|group| group.len() - parts(group)).sum();
    let needed: usize = key.members.iter().map(|group| group.len() - 1).sum();
    if needed == 0 { 0.0 } else { kept as f64 / needed as f64 }
}

/// For each mention the share of its group that is found together with it, on average.
fn b_cubed(key: &Groups, response: &Groups) -> f64 {
    let mut sum = 0.0;
    for group in &key.members {
        let mut together: BTreeMap<usize, usize> = BTreeMap::new();
        group.iter().for_each(|&it| *together.entry(response.of[it]).or_default() += 1);
        sum += together.values().map(|&n| (n * n) as f64).sum::<f64>() / group.len() as f64;
    }
    sum / key.of.len().max(1) as f64
}

/// The best that one can do by giving each group one of the other side, each once; a pair is worth its Dice measure.
fn ceaf(key: &Groups, response: &Groups) -> f64 {
    let mut worth = vec![vec![0.0; response.members.len()]; key.members.len()];
    for (row, group) in worth.iter_mut().zip(&key.members) {
        for &mention in group {
            row[response.of[mention]] += 1.0;
        }
        for (shared, other) in row.iter_mut().zip(&response.members) {
            *shared *= 2.0 / (group.len() + other.len()) as f64;
        }
    }
    best_assignment(&worth) / key.members.len().max(1) as f64
}

/// The largest sum of cells, at most one in each row and column (Kuhn 1955, Munkres 1957; with potentials, in cubic time).
fn best_assignment(worth: &[Vec<f64>]) -> f64 {
    let columns = worth.first().map_or(0, Vec::len);
    if worth.len() > columns {
        let turned: Vec<Vec<f64>> = (0..columns).map(|c| worth.iter().map(|row| row[c]).collect()).collect();
        return best_assignment(&turned);
    }
    // Row and column 0 stand for "none".
    let (mut of_row, mut of_column) = (vec![0.0; worth.len() + 1], vec![0.0; columns + 1]);
    let mut row_of = vec![0; columns + 1];
    for row in 1..=worth.len() {
        row_of[0] = row;
        let mut column = 0;
        let (mut least, mut from, mut used) =
            (vec![f64::INFINITY; columns + 1], vec![0; columns + 1], vec![false; columns + 1]);
        while row_of[column] != 0 {
            used[column] = true;
            let at = row_of[column];
            let (mut step, mut next) = (f64::INFINITY, 0);
            for other in (1..=columns).filter(|&other| !used[other]) {
                let cost = -worth[at - 1][other - 1] - of_row[at] - of_column[other];
                if cost < least[other] {
                    (least[other], from[other]) = (cost, column);
                }
                if least[other] < step {
                    (step, next) = (least[other], other);
                }
            }
            for other in 0..=columns {
                if used[other] {
                    of_row[row_of[other]] += step;
                    of_column[other] -= step;
                } else {
                    least[other] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            row_of[column] = row_of[from[column]];
            column = from[column];
        }
    }
    (1..=columns).filter(|&column| row_of[column] != 0).map(|column| worth[row_of[column] - 1][column - 1]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_groups_are_right_in_full_and_a_split_costs() {
        let gold = [0, 0, 1, 1, 2];
        assert!((conll(&gold, &[5, 5, 7, 7, 1]) - 100.0).abs() < 1e-9);
        // The example of Luo (2005): {1 2 3 4 5} {6 7} {8 9 A B C}, the first and the last put together.
        let (gold, system) = ([0, 0, 0, 0, 0, 1, 1, 2, 2, 2, 2, 2], [0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]);
        let [key, response] = [groups(&gold), groups(&system)];
        assert!((muc(&response, &key) - 9.0 / 10.0 * 1.0).abs() < 0.02 + 1e-9);
        assert!((b_cubed(&response, &key) - 7.0 / 12.0).abs() < 1e-9);
        assert!((ceaf(&key, &response) - (1.0 + 2.0 / 3.0) / 3.0).abs() < 1e-9);
    }

    #[test]
    fn the_best_assignment_is_not_the_greedy_one() {
        assert!((best_assignment(&[vec![3.0, 2.0], vec![2.0, 0.0]]) - 4.0).abs() < 1e-9);
        assert!((best_assignment(&[vec![1.0], vec![5.0], vec![2.0]]) - 5.0).abs() < 1e-9);
    }
}
