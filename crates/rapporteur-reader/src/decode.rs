//! Decides: from logits to labels, heads, entity spans and lemmas.

use crate::chars::normalise;
use crate::kernels::best;

/// Spans of entities (first word, one past the last, type) from BILOU logits, by the best path that obeys the scheme.
///
/// Label 0 is `O`; then for each type `B`, `I`, `L`, `U` in this order.
pub(crate) fn entities<'l>(rows: impl Iterator<Item = &'l [f32]>, labels: usize) -> Vec<(usize, usize, usize)> {
    let kinds = (labels.saturating_sub(1) / 4).min(64);
    // `outside` scores the best path that is not inside an entity; `inside[k]` the best inside one of type k.
    let mut outside = 0.0f32;
    let mut inside = vec![f32::NEG_INFINITY; kinds];
    let mut steps: Vec<Step> = Vec::new();
    for row in rows {
        let mut step = Step { choice: 0, begun: 0 };
        let mut next = outside + row[0];
        for k in 0..kinds {
            let [b, i, l, u] = [1, 2, 3, 4].map(|p| row[4 * k + p]);
            for (choice, score) in [(4 * k + 4, outside + u), (4 * k + 3, inside[k] + l)] {
                if score > next {
                    (next, step.choice) = (score, choice);
                }
            }
            let (begin, go_on) = (outside + b, inside[k] + i);
            step.begun |= u64::from(begin > go_on) << k;
            inside[k] = begin.max(go_on);
        }
        outside = next;
        steps.push(step);
    }
    trace(&steps)
}

/// What the best path to one word was: the label that leaves it outside, and for each type whether it began here.
struct Step {
    choice: usize,
    /// One bit a type.
    begun: u64,
}

fn trace(steps: &[Step]) -> Vec<(usize, usize, usize)> {
    let mut spans = Vec::new();
    let mut at = steps.len();
    while at > 0 {
        at -= 1;
        let choice = steps[at].choice;
        if choice == 0 {
            continue;
        }
        let (end, kind) = (at + 1, (choice - 1) / 4);
        if (choice - 1) % 4 == 2 {
            while at > 0 {
                at -= 1;
                if steps[at].begun >> kind & 1 == 1 {
                    break;
                }
            }
        }
        spans.push((at, end, kind));
    }
    spans.reverse();
    spans
}

/// How a form becomes its lemma: a whole word, or keep or lower the case, strip some characters, append some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Script {
    Whole(String),
    Edit { keep_case: bool, strip: usize, append: String },
}

impl Script {
    /// Parses the training side's notation (`L0`, `L3y`, `K1`, `=be`).
    pub(crate) fn parse(rule: &str) -> Script {
        if let Some(whole) = rule.strip_prefix('=') {
            return Script::Whole(whole.to_owned());
        }
        let rest = rule.get(1..).unwrap_or_default();
        let digits = rest.bytes().take(2).take_while(u8::is_ascii_digit).count();
        Script::Edit {
            keep_case: rule.starts_with('K'),
            strip: rest[..digits].parse().unwrap_or(0),
            append: rest[digits..].to_owned(),
        }
    }

    /// The lemma of `form`; a script that does not fit leaves the form, lower-cased.
    pub(crate) fn apply(&self, form: &str) -> String {
        let form = normalise(form);
        match self {
            Script::Whole(lemma) => lemma.clone(),
            Script::Edit { keep_case, strip, append } => {
                let base = if *keep_case { form } else { form.to_lowercase() };
                let length = base.chars().count();
                if *strip > length || (*strip == length && append.is_empty()) {
                    return base.to_lowercase();
                }
                base.chars().take(length - strip).chain(append.chars()).collect()
            }
        }
    }
}

/// The label with the highest score among `range` of a row.
pub(crate) fn label(row: &[f32], range: &std::ops::Range<usize>) -> usize {
    best(&row[range.clone()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_make_lemmas() {
        for (rule, form, lemma) in [
            ("L0", "Talks", "talks"),
            ("L1", "Talks", "talk"),
            ("K0", "Aleppo", "Aleppo"),
            ("L3y", "parties", "party"),
            ("=be", "’s", "be"),
            ("L9", "go", "go"),
            ("L2ot", "n’t", "not"),
        ] {
            assert_eq!(Script::parse(rule).apply(form), lemma, "{rule} on {form}");
        }
    }

    #[test]
    fn entity_paths_obey_the_scheme() {
        let row = |best: usize| (0..9).map(|i| if i == best { 1.0 } else { 0.0 }).collect::<Vec<f32>>();
        let rows = [row(1), row(3), row(0), row(8), row(0)];
        let spans = entities(rows.iter().map(Vec::as_slice), 9);
        assert_eq!(spans, [(0, 2, 0), (3, 4, 1)]);
    }
}
