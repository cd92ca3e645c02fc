//! Numbers in digits and letters: "1,500", "5 1/2", "twenty-four", "a couple of", "several".

use super::super::lex::Words;
use super::super::meaning::Count;
use super::super::words::Class;

/// The number that begins at `i`, and where it ends.
pub(super) fn number(words: &Words, i: usize) -> Option<(usize, Count)> {
    match words.class(i) {
        Class::Digits => digits(words, i),
        Class::Number(_) => letters(words, i),
        Class::Vague => vague(words, i),
        Class::Scale(size) => Some((i + 1, Count::whole(size))),
        Class::Cue => article(words, i),
        _ => None,
    }
}

/// "several", "few", "couple of".
fn vague(words: &Words, i: usize) -> Option<(usize, Count)> {
    if words.word(i) == "couple" {
        let end = if words.word(i + 1) == "of" { i + 2 } else { i + 1 };
        return Some((end, Count::whole(2)));
    }
    Some((i + 1, Count::Vague))
}

/// "a", "an", "a couple of", "a few", "a hundred", "half a", "some".
fn article(words: &Words, i: usize) -> Option<(usize, Count)> {
    match words.word(i) {
        "a" | "an" => match words.class(i + 1) {
            Class::Vague => vague(words, i + 1),
            Class::Scale(size) => Some((i + 2, Count::whole(size))),
            _ if words.are(i + 1, &["number", "of"]) => Some((i + 3, Count::Vague)),
            _ if words.word(i + 1) == "half" => Some((i + 2, Count::Tenths(5))),
            Class::Unit(_) => Some((i + 1, Count::whole(1))),
            _ if words.is(i + 1, FULL) => Some((i + 1, Count::whole(1))),
            _ => None,
        },
        "half" => match words.word(words.skip_hyphen(i + 1)) {
            "a" | "an" if words.are(i + 2, &["dozen"]) => Some((i + 3, Count::whole(6))),
            "a" | "an" => Some((words.skip_hyphen(i + 1) + 1, Count::Tenths(5))),
            _ => None,
        },
        // Not before another cue: "some some some" must not recurse.
        "some" if words.class(i + 1) == Class::Cue => Some((i + 1, Count::Vague)),
        "some" => number(words, i + 1).or(Some((i + 1, Count::Vague))),
        _ => None,
    }
}

/// Adjectives that may stand between a number and its unit.
#[rustfmt::skip]
pub(super) const FULL: &[&str] = &[
    "full", "whole", "entire", "long", "solid", "straight", "consecutive", "successive", "more", "additional",
    "extra", "trading", "business", "working", "calendar", "fiscal", "short", "further", "mere", "single", "crucial",
    "critical", "bloody", "tense", "turbulent", "grueling",
];

/// "72", "1,500", "2.5", "5 1/2", "5½".
fn digits(words: &Words, i: usize) -> Option<(usize, Count)> {
    let mut whole = words.digits(i, 1..=9)?;
    let mut end = i + 1;
    while words.glued_mark(end, ',') && words.glued(end + 1) && words.digits(end + 1, 3..=3).is_some() {
        whole = whole.checked_mul(1000)?.checked_add(words.digits(end + 1, 3..=3)?)?;
        end += 2;
    }
    let mut tenths = whole.checked_mul(10)?;
    if words.glued_mark(end, '.') && words.glued(end + 1) {
        tenths = tenths.checked_add(words.digits(end + 1, 1..=1)?)?;
        end += 2;
    } else if words.digits(end, 1..=1) == Some(1) && words.glued_mark(end + 1, '/') && words.word(end + 2) == "2" {
        tenths = tenths.checked_add(5)?;
        end += 3;
    } else if words.mark(end, '\u{bd}') {
        tenths = tenths.checked_add(5)?;
        end += 1;
    }
    Some((end, Count::Tenths(tenths)))
}

/// "five", "twenty-four", "two hundred and ten", "one and a half".
fn letters(words: &Words, i: usize) -> Option<(usize, Count)> {
    let (mut end, mut total) = below_hundred(words, i)?;
    while let Class::Scale(size) = words.class(end) {
        total = total.checked_mul(size)?;
        end += 1;
        let rest = if words.word(end) == "and" { end + 1 } else { end };
        if let Some((after, more)) = below_hundred(words, rest) {
            total = total.checked_add(more)?;
            end = after;
        }
    }
    if words.are(end, &["and", "a", "half"]) {
        return Some((end + 3, Count::Tenths(total.checked_mul(10)?.checked_add(5)?)));
    }
    Some((end, Count::whole(total)))
}

/// A number in letters below one hundred.
pub(super) fn below_hundred(words: &Words, i: usize) -> Option<(usize, u32)> {
    let Class::Number(value) = words.class(i) else { return None };
    if value >= 20 {
        let next = words.skip_hyphen(i + 1);
        if let Class::Number(ones @ 1..=9) = words.class(next) {
            return Some((next + 1, value + ones));
        }
    }
    Some((i + 1, value))
}

/// An ordinal: "third", "3rd", "20th", "twenty-first"; where it ends and its value.
pub(super) fn ordinal(words: &Words, i: usize) -> Option<(usize, u32)> {
    match words.class(i) {
        Class::Ordinal(value) => Some((i + 1, value)),
        Class::Digits if words.glued(i + 1) && words.is(i + 1, &["st", "nd", "rd", "th"]) => {
            Some((i + 2, words.digits(i, 1..=2)?))
        }
        Class::Number(20) => match words.class(words.skip_hyphen(i + 1)) {
            Class::Ordinal(ones @ 1..=9) => Some((words.skip_hyphen(i + 1) + 1, 20 + ones)),
            _ => None,
        },
        _ => None,
    }
}
