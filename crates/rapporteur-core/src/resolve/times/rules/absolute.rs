//! Dates in digits, years, decades, centuries.

use jiff::civil::Date;

use super::super::calendar::Point;
use super::super::lex::Words;
use super::super::meaning::{Found, Meaning};
use super::super::words::Class;
use super::{found, number, possessive};

/// "2016-10-15", "10/15/2016", "02-13-98", "15.10.2016".
pub(super) fn numeric(words: &Words, i: usize) -> Option<Found> {
    if i > 0 && words.glued(i) && !matches!(words.class(i - 1), Class::Mark('(' | '[' | '"' | '\'')) {
        return None;
    }
    let separator = ['-', '/', '.'].into_iter().find(|&mark| words.glued_mark(i + 1, mark))?;
    let joined = words.glued(i + 2) && words.glued_mark(i + 3, separator) && words.glued(i + 4);
    if !joined || (words.glued(i + 5) && matches!(words.class(i + 5), Class::Digits | Class::Mark('-' | '/'))) {
        return None;
    }
    let (a, b) = (words.digits(i, 1..=4)?, words.digits(i + 2, 1..=2)?);
    let date = if words.digits(i, 4..=4).is_some() {
        day_of(a, b, words.digits(i + 4, 1..=2)?)
    } else {
        let year = words.digits(i + 4, 4..=4).or_else(|| words.digits(i + 4, 2..=2).map(full_year))?;
        let day_first = || day_of(year, b, a);
        if separator == '.' { day_first() } else { day_of(year, a, b).or_else(day_first) }
    };
    found(i, i + 5, Meaning::At(Point::Day(date?)))
}

fn day_of(year: u32, month: u32, day: u32) -> Option<Date> {
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// The year that two digits mean, from 1940 on.
fn full_year(two: u32) -> u32 {
    if two < 40 { 2000 + two } else { 1900 + two }
}

/// A year in digits, or spoken: "nineteen ninety-seven".
pub(super) fn year_number(words: &Words, i: usize) -> Option<(usize, i16)> {
    if let Some(year) = words.digits(i, 4..=4) {
        let year = i16::try_from(year).ok().filter(|y| (1500..2100).contains(y))?;
        return Some((i + 1, year));
    }
    let Class::Number(century @ 18..=20) = words.class(i) else { return None };
    let (end, rest) = number::below_hundred(words, words.skip_hyphen(i + 1))?;
    (rest >= 10).then(|| (end, (century * 100 + rest) as i16))
}

/// A year standing alone, or "fiscal 1988".
pub(super) fn year(words: &Words, i: usize) -> Option<Found> {
    if words.word(i) == "fiscal" {
        let at = if words.word(i + 1) == "year" { i + 2 } else { i + 1 };
        let (end, year) = year_number(words, at)?;
        return found(i, end, Meaning::At(Point::Year(year)));
    }
    if matches!(words.word(i), "post" | "pre") && words.joins(i + 1) {
        let (end, year) = year_number(words, i + 2)?;
        return found(i, end, Meaning::At(Point::Year(year)));
    }
    let (end, year) = year_number(words, i)?;
    let said = is_year(words, i, end, year);
    said.then(|| found(i, end, Meaning::At(Point::Year(year))))?
}

/// Words after which four digits are a year.
#[rustfmt::skip]
const YEAR_CUES: &[&str] = &[
    "in", "since", "by", "until", "till", "from", "of", "to", "during", "before", "after", "through", "and", "the",
    "early", "late", "mid", "circa", "between", "for", "around", "about", "throughout",
];

/// What is numbered: the digits after it are no year.
#[rustfmt::skip]
const NUMBERED: &[&str] = &[
    "$", "no", "#", "room", "flight", "resolution", "decree", "order", "article", "page", "route", "section",
    "chapter", "boeing", "model", "number", "bill", "case", "highway", "channel", "unit",
];

/// What a street's name ends in: the digits before it are a house's number.
#[rustfmt::skip]
const STREETS: &[&str] = &[
    "street", "st", "avenue", "ave", "road", "rd", "boulevard", "blvd", "drive", "dr", "lane", "ln", "court",
    "highway", "place", "parkway",
];

/// Whether four digits are a year and not a count, a price or a code.
fn is_year(words: &Words, i: usize, end: usize, year: i16) -> bool {
    let before = words.before(i);
    let bound_left =
        i > 0 && words.glued(i) && !matches!(words.class(i - 1), Class::Mark('(' | '[' | '"' | '\'' | '-'));
    let range = words.glued_mark(i.wrapping_sub(1), '-') && words.digits(i.wrapping_sub(2), 4..=4).is_some();
    let hyphen_left = words.glued(i) && words.mark(i.wrapping_sub(1), '-') && !range;
    let number_right = words.glued(end)
        && (matches!(words.class(end), Class::Digits | Class::Mark('%' | '/' | ':') | Class::Unit(_))
            || !matches!(words.class(end), Class::Mark(_))
            || (matches!(words.class(end), Class::Mark('.' | ','))
                && words.glued(end + 1)
                && words.class(end + 1) == Class::Digits));
    if bound_left || hyphen_left || number_right || words.is(i.wrapping_sub(1), NUMBERED) {
        return false;
    }
    if words.joins(end) && words.digits(end + 1, 2..=4).is_none() && !words.is(end + 1, &["style", "era"]) {
        return false;
    }
    let counted = matches!(words.class(end), Class::Unit(_)) && words.word(end).ends_with('s');
    if counted
        || words.is(end, &["percent", "people", "troops", "gmt", "hours", "local", "feet", "men", "women", "million"])
    {
        return false;
    }
    if (0..4).any(|k| words.is(end + k, STREETS) && words.capital(end) && words.capital(end + k)) {
        return false;
    }
    let after = words.word(end);
    let plural = after.len() > 3 && after.ends_with('s') && !after.ends_with("ss") && !words.capital(end);
    let cued = words.is(i.wrapping_sub(1), YEAR_CUES);
    (1900..2060).contains(&year) && (cued && !matches!(before, "about" | "around" | "to" | "from") || !plural)
        || (1500..1900).contains(&year)
            && (matches!(before, "in" | "since" | "until" | "of") || possessive(words, end).is_some())
            && !plural
}

/// "the 1990s", "1990's", "the mid-'80s", "the nineties".
pub(super) fn decade(words: &Words, i: usize) -> Option<Found> {
    let short = words.mark(i, '\'') && words.glued(i + 1);
    let at = if short { i + 1 } else { i };
    let decade = match words.word(i) {
        word if word.ends_with("ties") => 190 + spoken_decade(word)?,
        _ if short => 190 + decade_digit(words.digits(at, 2..=2)?)?,
        _ => {
            let year = words.digits(at, 4..=4)?;
            (year % 10 == 0 && (1500..2100).contains(&year)).then_some(year as i16 / 10)?
        }
    };
    let end = match words.word(at) {
        word if word.ends_with("ties") => at + 1,
        _ if words.word(at + 1) == "s" && words.glued(at + 1) => at + 2,
        _ => possessive(words, at + 1).filter(|_| matches!(words.before(i), "the" | "early" | "late" | "mid" | "-"))?,
    };
    let plain = matches!(words.before(i), "the" | "early" | "late" | "mid" | "-" | "in" | "since")
        || !words.word(i).ends_with("ties");
    plain.then(|| found(i, end, Meaning::At(Point::Decade(decade))))?
}

fn decade_digit(two: u32) -> Option<i16> {
    two.is_multiple_of(10).then_some((two / 10) as i16)
}

fn spoken_decade(word: &str) -> Option<i16> {
    let all = ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"];
    all.iter().position(|w| *w == word).map(|n| n as i16 + 2)
}

/// "the 20th century", "the nineteenth century".
pub(super) fn century(words: &Words, i: usize) -> Option<Found> {
    let at = if words.word(i) == "the" { i + 1 } else { i };
    let (end, nth) = number::ordinal(words, at)?;
    let end = words.skip_hyphen(end);
    if words.word(end) != "century" || !(5..=21).contains(&nth) {
        return None;
    }
    found(i, end + 1, Meaning::At(Point::Century(nth as i16 - 1)))
}
