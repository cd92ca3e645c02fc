//! The grammar: each rule says what begins at a token, and the longest phrase wins.
//!
//! Rules read nothing but the light words; which year "in October" means is for `resolve`.

mod absolute;
mod calendar_names;
mod clock;
mod deictic;
mod number;
mod quantity;
mod reference;
mod set;

use super::lex::Words;
use super::meaning::{Found, Hour, Meaning};
use super::words::Class;

/// What one rule finds at a token.
type Rule = fn(&Words, usize) -> Option<Found>;

/// All rules; on a tie the earlier wins.
const RULES: &[Rule] = &[
    absolute::numeric,
    absolute::year,
    absolute::decade,
    absolute::century,
    calendar_names::dated,
    calendar_names::quarter,
    calendar_names::list_day,
    clock::clock,
    deictic::deictic,
    deictic::edge,
    reference::reference,
    quantity::quantity,
    quantity::length_word,
    quantity::year_ago,
    quantity::nth,
    set::set,
];

/// Every time phrase of a text, in order, none overlapping.
pub(super) fn find(words: &Words) -> Vec<Found> {
    let mut all = Vec::new();
    let mut i = 0;
    while i < words.len() {
        match longest(words, i) {
            Some(found) if found.end > i => {
                i = found.end;
                all.push(found);
            }
            _ => i += 1,
        }
    }
    all
}

/// The longest phrase that begins here.
fn longest(words: &Words, i: usize) -> Option<Found> {
    if matches!(words.class(i), Class::Other) || (matches!(words.class(i), Class::Mark(_)) && !words.mark(i, '\'')) {
        return None;
    }
    let mut best: Option<Found> = None;
    for rule in RULES {
        if let Some(found) = rule(words, i)
            && best.is_none_or(|b| found.end > b.end)
        {
            best = Some(found);
        }
    }
    best
}

/// A phrase without a time of day.
fn found(first: usize, end: usize, meaning: Meaning) -> Option<Found> {
    Some(Found { first, end, meaning, hour: None })
}

/// A phrase with the time of day that follows it, if one does.
fn with_part(words: &Words, first: usize, end: usize, meaning: Meaning) -> Option<Found> {
    let at = words.skip_hyphen(end);
    match words.class(at) {
        Class::Part(part) if words.get(at).is_some_and(|t| !t.breaks) => {
            Some(Found { first, end: at + 1, meaning, hour: Some(Hour::Part(part)) })
        }
        _ => found(first, end, meaning),
    }
}

/// Past the possessive `'s` at `i`, or `None`.
fn possessive(words: &Words, i: usize) -> Option<usize> {
    (words.glued_mark(i, '\'') && words.word(i + 1) == "s" && words.glued(i + 1)).then_some(i + 2)
}
