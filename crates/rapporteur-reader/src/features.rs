//! Hashed features of a word form: two rows for the whole word, eight for affixes and shape, and its character n-grams.
//! `training/reader/features.py` computes the same numbers; the parity fixture holds the two together.

use crate::chars::{hash, is_digit, normalise_into, shape};

pub(crate) const WORD_ROWS: u32 = 30_000;
pub(crate) const AFFIX_ROWS: u32 = 5_000;
pub(crate) const GRAM_ROWS: u32 = 20_000;
pub(crate) const AFFIXES: usize = 8;
/// Longer words are cut here before their n-grams are taken.
const LONGEST: usize = 40;

/// The rows of a form in each embedding table.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Features {
    pub(crate) word: [u32; 2],
    pub(crate) affix: [u32; AFFIXES],
    pub(crate) grams: Vec<u32>,
}

impl Features {
    /// The features of `form`, a word of the text as it stands.
    pub(crate) fn of(form: &str) -> Features {
        let mut plain = String::new();
        normalise_into(form, &mut plain);
        let low = plain.to_lowercase();
        let word: String = low.chars().map(|c| if is_digit(c) { '0' } else { c }).collect();
        Features {
            word: [hash(word.as_bytes(), 1) % WORD_ROWS, hash(word.as_bytes(), 2) % WORD_ROWS],
            affix: affixes(&plain, &low),
            grams: grams(&word),
        }
    }
}

fn affixes(plain: &str, low: &str) -> [u32; AFFIXES] {
    let starts: Vec<usize> = low.char_indices().map(|(at, _)| at).chain([low.len()]).collect();
    let n = starts.len() - 1;
    let first = |k: usize| &low[..starts[k.min(n)]];
    let last = |k: usize| &low[starts[n.saturating_sub(k)]..];
    let row = |k: u32, text: &str| hash(text.as_bytes(), 3 + k) % AFFIX_ROWS;
    [
        row(0, first(1)),
        row(1, first(2)),
        row(2, first(3)),
        row(3, last(1)),
        row(4, last(2)),
        row(5, last(3)),
        row(6, last(4)),
        row(7, &shape(plain)),
    ]
}

fn grams(word: &str) -> Vec<u32> {
    let padded: String = ['<'].into_iter().chain(word.chars()).chain(['>']).take(LONGEST).collect();
    let starts: Vec<usize> = padded.char_indices().map(|(at, _)| at).chain([padded.len()]).collect();
    let mut rows = Vec::with_capacity(3 * starts.len());
    for n in 3..=5 {
        for window in starts.windows(n + 1) {
            rows.push(hash(&padded.as_bytes()[window[0]..window[n]], 20) % GRAM_ROWS);
        }
    }
    if rows.is_empty() {
        rows.push(hash(padded.as_bytes(), 20) % GRAM_ROWS);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_changes_only_the_shape() {
        let (small, large) = (Features::of("truce"), Features::of("Truce"));
        assert_eq!(small.word, large.word);
        assert_eq!(small.affix[..7], large.affix[..7]);
        assert_ne!(small.affix[7], large.affix[7]);
    }

    #[test]
    fn any_form_has_features() {
        for form in ["", "a", "’", "\u{0}", "ﬃ", &"x".repeat(10_000)] {
            assert!(!Features::of(form).grams.is_empty());
        }
    }
}
