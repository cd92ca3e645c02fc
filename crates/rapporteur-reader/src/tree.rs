//! Turns arc scores into a tree: one root, every word with a head, no cycle. Each word's best head is taken when that
//! is a tree already (nine sentences in ten); else the best tree is sought (Chu and Liu; Edmonds).

use crate::kernels::best;

/// Heads (0 = root, else the word's place from 1) of a sentence from its scores: n rows of 1 + n.
pub(crate) fn heads(scores: &[f32], n: usize) -> Vec<usize> {
    let greedy: Vec<usize> = scores.chunks_exact(n + 1).map(best).collect();
    if is_tree(&greedy) {
        return greedy;
    }
    spanning(scores, n)
}

/// Whether the heads form a tree with exactly one root.
pub(crate) fn is_tree(heads: &[usize]) -> bool {
    heads.iter().filter(|&&h| h == 0).count() == 1 && cycle(heads).is_none()
}

/// Words of one cycle, if there is any.
fn cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0usize; heads.len()];
    for start in 0..heads.len() {
        let (mut at, mark) = (start, start + 1);
        while seen[at] == 0 {
            seen[at] = mark;
            match heads[at] {
                0 => break,
                h => at = h - 1,
            }
        }
        if seen[at] == mark && heads[at] != 0 {
            let mut found = vec![at];
            let mut next = heads[at] - 1;
            while next != at {
                found.push(next);
                next = heads[next] - 1;
            }
            return Some(found);
        }
    }
    None
}

/// The best tree with one root. Every arc from the root pays the same heavy toll, so the best tree has as few of them
/// as can be, that is one, and among such trees the scores decide (Stanojević and Cohen 2021).
fn spanning(scores: &[f32], n: usize) -> Vec<usize> {
    const TOLL: f64 = 1e7;
    let size = n + 1;
    let mut weight = vec![f64::NEG_INFINITY; size * size];
    for i in 0..n {
        for h in 0..size {
            let toll = if h == 0 { TOLL } else { 0.0 };
            weight[(i + 1) * size + h] = if h == i + 1 { -1e12 } else { f64::from(scores[i * size + h]) - toll };
        }
    }
    contract(weight, size).into_iter().skip(1).collect()
}

/// Chu–Liu–Edmonds over a dense matrix `weight[child * size + head]`, node 0 the root. Returns each node's head.
fn contract(weight: Vec<f64>, size: usize) -> Vec<usize> {
    let mut heads = vec![0; size];
    for child in 1..size {
        let row = &weight[child * size..(child + 1) * size];
        heads[child] =
            (0..size).filter(|&h| h != child).max_by(|&a, &b| row[a].total_cmp(&row[b]).then(b.cmp(&a))).unwrap_or(0);
    }
    let Some(ring) = cycle(&heads[1..]).map(|c| c.into_iter().map(|i| i + 1).collect::<Vec<_>>()) else { return heads };
    // Nodes outside the ring keep their order; the ring becomes the last node of a smaller graph.
    let outside: Vec<usize> = (0..size).filter(|v| !ring.contains(v)).collect();
    let (m, merged) = (outside.len() + 1, outside.len());
    let mut smaller = vec![f64::NEG_INFINITY; m * m];
    let mut enter = vec![ring[0]; m];
    let mut leave = vec![ring[0]; m];
    for (a, &v) in outside.iter().enumerate() {
        for (b, &u) in outside.iter().enumerate() {
            smaller[a * m + b] = weight[v * size + u];
        }
        for &r in &ring {
            let inward = weight[r * size + v] - weight[r * size + heads[r]];
            if inward > smaller[merged * m + a] {
                (smaller[merged * m + a], enter[a]) = (inward, r);
            }
            if weight[v * size + r] > smaller[a * m + merged] {
                (smaller[a * m + merged], leave[a]) = (weight[v * size + r], r);
            }
        }
    }
    let inner = contract(smaller, m);
    for (a, &v) in outside.iter().enumerate().skip(1) {
        heads[v] = if inner[a] == merged { leave[a] } else { outside[inner[a]] };
    }
    let from = inner[merged];
    heads[enter[from]] = outside[from];
    heads
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pseudo_random(n: usize, seed: u32) -> Vec<f32> {
        (0..n * (n + 1)).map(|i| crate::chars::hash(&(i as u32).to_le_bytes(), seed) as f32 / 1e9).collect()
    }

    #[test]
    fn any_scores_give_a_tree() {
        for n in 1..40 {
            for seed in 0..20 {
                let heads = heads(&pseudo_random(n, seed), n);
                assert!(is_tree(&heads), "{n} {seed}: {heads:?}");
            }
        }
    }

    #[test]
    fn equal_scores_give_a_tree_too() {
        for n in 1..12 {
            assert!(is_tree(&heads(&vec![0.0; n * (n + 1)], n)));
        }
    }

    #[test]
    fn the_best_of_all_trees_is_found() {
        let n = 4;
        for seed in 0..50 {
            let scores = pseudo_random(n, seed);
            let total = |h: &[usize]| h.iter().enumerate().map(|(i, &h)| scores[i * (n + 1) + h]).sum::<f32>();
            let mut top = f32::NEG_INFINITY;
            for code in 0..5usize.pow(4) {
                let all: Vec<usize> = (0..n).map(|i| code / 5usize.pow(i as u32) % 5).collect();
                if (0..n).all(|i| all[i] != i + 1) && is_tree(&all) {
                    top = top.max(total(&all));
                }
            }
            assert!((total(&heads(&scores, n)) - top).abs() < 1e-4);
        }
    }
}
