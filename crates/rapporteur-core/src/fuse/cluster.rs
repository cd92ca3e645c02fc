//! Grouping: claims join, best pair of groups first, as long as they fit on average.

use crate::fuse::score::THRESHOLD;

/// Groups the members 0..`count` by the scores of their pairs: average linkage, down to the threshold.
///
/// The result depends on the members' order only where scores tie, so callers hand members over in a fixed order.
#[allow(clippy::needless_range_loop)] // `sums` is read by row and by column
pub(super) fn group(count: usize, score: impl Fn(usize, usize) -> f32) -> Vec<Vec<usize>> {
    let mut groups: Vec<Option<Vec<usize>>> = (0..count).map(|member| Some(vec![member])).collect();
    // Sums of the scores between groups; the average is the sum over the product of their sizes.
    let mut sums = vec![vec![0.0_f32; count]; count];
    for (a, b) in (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b))) {
        sums[a][b] = score(a, b);
        sums[b][a] = sums[a][b];
    }
    let mut best: Vec<Option<(f32, usize)>> = (0..count).map(|row| best_of(row, &groups, &sums)).collect();
    while let Some((a, b)) = best_pair(&best) {
        let (Some(mut joined), Some(other)) = (groups[a].take(), groups[b].take()) else { break };
        joined.extend(other);
        joined.sort_unstable();
        groups[a] = Some(joined);
        for row in 0..count {
            sums[row][a] += sums[row][b];
            sums[a][row] = sums[row][a];
        }
        best[b] = None;
        for row in 0..count {
            let stale = row == a || best[row].is_some_and(|(_, to)| to == a || to == b);
            if groups[row].is_some() && stale {
                best[row] = best_of(row, &groups, &sums);
            } else if groups[row].is_some() && row != a {
                let average = average(row, a, &groups, &sums);
                if average >= THRESHOLD && best[row].is_none_or(|(so_far, _)| average > so_far) {
                    best[row] = Some((average, a));
                }
            }
        }
    }
    groups.into_iter().flatten().collect()
}

fn average(a: usize, b: usize, groups: &[Option<Vec<usize>>], sums: &[Vec<f32>]) -> f32 {
    let size = |group: usize| groups[group].as_ref().map_or(1, Vec::len);
    sums[a][b] / (size(a) * size(b)) as f32
}

/// The group that fits a row's group best, if any fits.
fn best_of(row: usize, groups: &[Option<Vec<usize>>], sums: &[Vec<f32>]) -> Option<(f32, usize)> {
    groups[row].as_ref()?;
    let others = (0..groups.len()).filter(|&other| other != row && groups[other].is_some());
    let fitting = others.map(|other| (average(row, other, groups, sums), other)).filter(|&(fit, _)| fit >= THRESHOLD);
    fitting.fold(None, |best, (fit, to)| match best {
        Some((so_far, _)) if so_far >= fit => best,
        _ => Some((fit, to)),
    })
}

/// The two groups that fit best; the first of those that tie.
fn best_pair(best: &[Option<(f32, usize)>]) -> Option<(usize, usize)> {
    let rows = best.iter().enumerate().filter_map(|(row, fit)| fit.map(|(fit, to)| (fit, row.min(to), row.max(to))));
    let pair = rows.fold(None, |best: Option<(f32, usize, usize)>, it| match best {
        Some(so_far) if so_far.0 > it.0 || (so_far.0 == it.0 && (so_far.1, so_far.2) <= (it.1, it.2)) => best,
        _ => Some(it),
    });
    pair.map(|(_, a, b)| (a, b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bridge_does_not_join_what_does_not_fit() {
        // 0 and 2 speak against each other; 1 fits both, 0 a little better.
        let scores = [[0.0, 4.0, -6.0], [4.0, 0.0, 3.0], [-6.0, 3.0, 0.0]];
        assert_eq!(group(3, |a, b| scores[a][b]), [vec![0, 1], vec![2]]);
    }

    #[test]
    fn all_that_fit_become_one() {
        assert_eq!(group(4, |_, _| THRESHOLD), [vec![0, 1, 2, 3]]);
        assert_eq!(group(2, |_, _| THRESHOLD - 0.1).len(), 2);
    }
}
