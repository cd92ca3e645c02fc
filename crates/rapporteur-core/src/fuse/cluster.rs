//! Grouping: claims join, best pair of groups first, as long as they fit: on average, and in their best pair.
//!
//! The mean of the two: by the average alone a report's poorest mentions of an event ("the dead") keep it from another
//! report's, by the best pair alone one ambiguous mention joins two events. Where two of their claims speak against each
//! other, the average alone decides.

use crate::fuse::score::THRESHOLD;

/// Groups the members 0..`count` by the scores of their pairs, down to the threshold.
///
/// The result depends on the members' order only where scores tie, so callers hand members over in a fixed order.
#[allow(clippy::needless_range_loop)] // rows are read and written in two lists
pub(super) fn group(count: usize, score: impl Fn(usize, usize) -> f32) -> Vec<Vec<usize>> {
    let mut groups: Vec<Option<Vec<usize>>> = (0..count).map(|member| Some(vec![member])).collect();
    let mut between = Between::new(count, score);
    let mut best: Vec<Option<(f32, usize)>> = (0..count).map(|row| best_of(row, &groups, &between)).collect();
    while let Some((a, b)) = best_pair(&best) {
        let (Some(mut joined), Some(other)) = (groups[a].take(), groups[b].take()) else { break };
        joined.extend(other);
        joined.sort_unstable();
        groups[a] = Some(joined);
        between.join(a, b);
        best[b] = None;
        for row in 0..count {
            let stale = row == a || best[row].is_some_and(|(_, to)| to == a || to == b);
            if groups[row].is_some() && stale {
                best[row] = best_of(row, &groups, &between);
            } else if groups[row].is_some() && row != a {
                let fit = between.fit(row, a, &groups);
                if fit >= THRESHOLD && best[row].is_none_or(|(so_far, _)| fit > so_far) {
                    best[row] = Some((fit, a));
                }
            }
        }
    }
    groups.into_iter().flatten().collect()
}

/// Below how many points two claims speak against each other.
const AGAINST: f32 = -2.0;

/// Sum, best and worst of the scores between each two groups.
struct Between(Vec<Vec<[f32; 3]>>);

impl Between {
    fn new(count: usize, score: impl Fn(usize, usize) -> f32) -> Self {
        let mut between = vec![vec![[0.0, f32::MIN, f32::MAX]; count]; count];
        for (a, b) in (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b))) {
            let score = score(a, b);
            between[a][b] = [score; 3];
            between[b][a] = [score; 3];
        }
        Self(between)
    }

    /// The second of two groups becomes a part of the first.
    fn join(&mut self, a: usize, b: usize) {
        for row in 0..self.0.len() {
            let ([sum, best, worst], [more, other, another]) = (self.0[row][a], self.0[row][b]);
            self.0[row][a] = [sum + more, best.max(other), worst.min(another)];
            self.0[a][row] = self.0[row][a];
        }
    }

    fn fit(&self, a: usize, b: usize, groups: &[Option<Vec<usize>>]) -> f32 {
        let size = |group: usize| groups[group].as_ref().map_or(1, Vec::len);
        let [sum, best, worst] = self.0[a][b];
        let average = sum / (size(a) * size(b)) as f32;
        if worst < AGAINST { average } else { (average + best) / 2.0 }
    }
}

/// The group that fits a row's group best, if any fits.
fn best_of(row: usize, groups: &[Option<Vec<usize>>], between: &Between) -> Option<(f32, usize)> {
    groups[row].as_ref()?;
    let others = (0..groups.len()).filter(|&other| other != row && groups[other].is_some());
    let fitting = others.map(|other| (between.fit(row, other, groups), other)).filter(|&(fit, _)| fit >= THRESHOLD);
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
