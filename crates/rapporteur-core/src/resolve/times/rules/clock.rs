//! Times of day: "9 p.m.", "10:35 a.m. Wednesday", "11:30 GMT", "noon", "midnight Thursday".

use super::super::lex::Words;
use super::super::meaning::{Found, Hour, Meaning};
use super::super::words::{Class, Part};
use super::{calendar_names, deictic};

/// A time of day, with the day that follows or none.
pub(super) fn clock(words: &Words, i: usize) -> Option<Found> {
    let (end, hour) = match words.class(i) {
        Class::Digits if !bound(words, i) => digits(words, i),
        Class::Number(_) => spoken(words, i),
        Class::Part(part @ (Part::Noon | Part::Midnight)) => Some((i + 1, Hour::Part(part))),
        _ => None,
    }?;
    let hour = Some(hour);
    let mut at = end;
    if words.word(at) == "on" || words.mark(at, ',') {
        at += 1;
    }
    let day = calendar_names::date(words, at).or_else(|| deictic::day(words, at));
    match day {
        Some((end, meaning)) if is_day(&meaning) => Some(Found { first: i, end, meaning, hour }),
        _ => Some(Found { first: i, end, meaning: Meaning::HourOnly, hour }),
    }
}

/// Whether what follows a time of day is a day.
fn is_day(meaning: &Meaning) -> bool {
    use super::super::calendar::Point;
    use super::super::meaning::Named;
    use super::super::words::Unit;
    matches!(
        meaning,
        Meaning::At(Point::Day(_))
            | Meaning::Named(Named::Weekday(_) | Named::MonthDay(..) | Named::Holiday(_), _)
            | Meaning::Away(Unit::Day, _)
    )
}

/// Whether digits belong to something before them: "$9", "1.30".
fn bound(words: &Words, i: usize) -> bool {
    i > 0 && words.glued(i) && !matches!(words.class(i - 1), Class::Mark('(' | '[' | '"' | '\''))
}

/// "9 p.m.", "9:30", "21:30 GMT", "0735 GMT", "9 o'clock".
fn digits(words: &Words, i: usize) -> Option<(usize, Hour)> {
    if words.mark(i.wrapping_sub(1), '(') && matches!(words.before(i.wrapping_sub(1)), "." | "m" | "pm" | "am") {
        // "10:35 a.m. (0735 GMT)": the same time again.
        return None;
    }
    if let Some(four) = words.digits(i, 4..=4) {
        let end = zone(words, i + 1).filter(|&end| end > i + 1)?;
        return Some((end, checked(four / 100, four % 100)?));
    }
    let hour = words.digits(i, 1..=2)?;
    let colon = words.glued_mark(i + 1, ':') || (words.glued_mark(i + 1, '.') && half_day(words, i + 3).is_some());
    let minute = words.digits(i + 2, 2..=2).filter(|_| colon && words.glued(i + 2));
    let mut at = if minute.is_some() { i + 3 } else { i + 1 };
    if minute.is_some() && words.glued_mark(at, ':') && words.digits(at + 1, 2..=2).is_some() {
        at += 2;
    }
    if let Some((end, afternoon)) = half_day(words, at) {
        let hour = hour % 12 + if afternoon { 12 } else { 0 };
        return Some((zone(words, end).unwrap_or(end), checked(hour, minute.unwrap_or(0))?));
    }
    if let Some(end) = o_clock(words, at) {
        return Some((end, checked(hour, 0)?));
    }
    let minute = minute?;
    let end = zone(words, at)?;
    Some((end, checked(hour, minute)?))
}

/// "nine o'clock", "nine p.m.".
fn spoken(words: &Words, i: usize) -> Option<(usize, Hour)> {
    let Class::Number(hour @ 1..=12) = words.class(i) else { return None };
    if let Some((end, afternoon)) = half_day(words, i + 1) {
        return Some((end, checked(hour % 12 + if afternoon { 12 } else { 0 }, 0)?));
    }
    Some((o_clock(words, i + 1)?, checked(hour, 0)?))
}

fn o_clock(words: &Words, i: usize) -> Option<usize> {
    (words.word(i) == "o" && words.mark(i + 1, '\'') && words.word(i + 2) == "clock").then_some(i + 3)
}

fn checked(hour: u32, minute: u32) -> Option<Hour> {
    (hour < 24 && minute < 60).then_some(Hour::Clock(hour as u8, minute as u8))
}

/// Past "a.m." or "pm" at `i`, and whether it is the afternoon.
fn half_day(words: &Words, i: usize) -> Option<(usize, bool)> {
    match words.word(i) {
        "am" if words.glued(i) || words.is(i + 1, &["on", "."]) || words.mark(i + 1, ',') => Some((i + 1, false)),
        "pm" => Some((i + 1, true)),
        "a" | "p" if words.glued_mark(i + 1, '.') && words.word(i + 2) == "m" && words.glued(i + 2) => {
            let end = if words.glued_mark(i + 3, '.') { i + 4 } else { i + 3 };
            Some((end, words.word(i) == "p"))
        }
        _ => None,
    }
}

/// Past a time zone at `i`; `i` itself when none stands there.
fn zone(words: &Words, i: usize) -> Option<usize> {
    const ZONES: &[&str] =
        &["gmt", "utc", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "cet", "cest", "bst", "msk"];
    if words.is(i, ZONES) {
        return Some(i + 1);
    }
    if words.is(i, &["local", "moscow", "eastern", "eastern", "pacific", "greenwich"]) {
        let mean = if words.is(i + 1, &["mean", "standard", "daylight"]) { i + 2 } else { i + 1 };
        return Some(if words.word(mean) == "time" { mean + 1 } else { i });
    }
    Some(i)
}
