//! Lengths and what is counted from somewhere: "72 hours", "the past two years", "two weeks ago", "a year earlier".

use super::super::lex::Words;
use super::super::meaning::{Amount, Count, Found, Meaning, Side};
use super::super::words::{Class, Unit};
use super::found;
use super::number::{self, FULL};

/// A number with a unit, and what stands around it.
pub(super) fn quantity(words: &Words, i: usize) -> Option<Found> {
    let (at, side) = lead(words, i);
    let Some((end, amount)) = amount(words, at) else { return plural(words, i, at, side) };
    if is_age(words, end) || is_name(words, i) {
        return None;
    }
    let (end, amount) = and_a_half(words, end, amount);
    if let Some(side) = side {
        return found(i, end, Meaning::Length(amount, side));
    }
    if let Some(anchored) = anchored(words, i, end, amount) {
        return Some(anchored);
    }
    stands_alone(words, i, at, end, amount).then(|| found(i, end, Meaning::Length(amount, Side::Anywhere)))?
}

/// Words before a number that belong to the phrase: "the past", "the next", "nearly", "more than".
fn lead(words: &Words, i: usize) -> (usize, Option<Side>) {
    let the = usize::from(matches!(words.word(i), "the" | "these"));
    let side = match words.word(i + the) {
        "past" | "last" | "previous" | "preceding" | "latest" | "recent" => Some(Side::Before),
        "next" | "coming" | "following" => Some(Side::After),
        "first" | "final" if the == 1 => Some(Side::Anywhere),
        _ => None,
    };
    if let Some(side) = side {
        return (i + the + 1, Some(side));
    }
    if the == 1 && matches!(words.class(i + 1), Class::Number(_) | Class::Digits) && !words.joins(i + 2) {
        return (i + 1, None);
    }
    match words.word(i) {
        "nearly" | "almost" => (i + 1, None),
        "more" | "less" if words.word(i + 1) == "than" => (i + 2, None),
        "about" | "around" if amount(words, i + 1).is_some_and(|(end, _)| words.word(end) == "ago") => (i + 1, None),
        "all" => (i + 1, None),
        _ => (i, None),
    }
}

/// "72 hours", "six-month", "two to three weeks", "a year or so".
fn amount(words: &Words, i: usize) -> Option<(usize, Amount)> {
    let (mut end, count) = number::number(words, i)?;
    let bound = i > 0 && words.glued(i) && !matches!(words.class(i - 1), Class::Mark('(' | '[' | '"' | '\'' | '`'));
    if bound || words.mark(i.wrapping_sub(1), '$') {
        return None;
    }
    if let Some(after) = other_end(words, end) {
        end = after;
    }
    let mut at = words.skip_hyphen(end);
    let hyphen = at > end;
    for _ in 0..2 {
        if words.is(at, FULL) && !hyphen {
            at = words.skip_hyphen(at + 1);
        }
    }
    let Class::Unit(unit) = words.class(at) else { return None };
    let article = matches!(words.word(i), "a" | "an");
    let plural = words.word(at).ends_with('s');
    if article && plural && count != Count::Vague && count == Count::whole(1) {
        return None;
    }
    let mut end = at + 1;
    let or_so = words.are(end, &["or", "so"]) || (article && words.are(end, &["or", "two"]));
    if or_so || (hyphen && words.joins(end) && words.word(end + 1) == "long") {
        end += 2;
    }
    Some((end, Amount { count, unit }))
}

/// Past the other end of a range: "two to three", "12-18", "one or two".
fn other_end(words: &Words, i: usize) -> Option<usize> {
    if !words.is(i, &["to", "or"]) && !words.joins(i) {
        return None;
    }
    let (end, _) =
        number::number(words, i + 1).filter(|_| matches!(words.class(i + 1), Class::Digits | Class::Number(_)))?;
    matches!(words.class(words.skip_hyphen(end)), Class::Unit(_)).then_some(end)
}

/// "a year and a half".
fn and_a_half(words: &Words, end: usize, amount: Amount) -> (usize, Amount) {
    match amount.count {
        Count::Tenths(tenths) if words.are(end, &["and", "a", "half"]) => {
            (end + 3, Amount { count: Count::Tenths(tenths.saturating_add(5)), ..amount })
        }
        _ => (end, amount),
    }
}

/// "52 years old", "44-year-old", "six months of age".
fn is_age(words: &Words, end: usize) -> bool {
    let at = words.skip_hyphen(end);
    words.is(at, &["old", "older", "olds", "younger"]) || words.are(end, &["of", "age"])
}

/// "60 Minutes" is a name.
fn is_name(words: &Words, i: usize) -> bool {
    words.class(i) == Class::Digits && words.capital(i + 1)
}

/// "ago", "earlier", "later", "from now", "in five years": what a length is counted from.
fn anchored(words: &Words, i: usize, end: usize, amount: Amount) -> Option<Found> {
    let (by, there) = match words.word(end) {
        "ago" => (-1, false),
        "from" if words.is(end + 1, &["now", "today"]) => (1, false),
        "hence" => (1, false),
        "earlier" => (-1, true),
        "later" => (1, true),
        "before" if clause_ends(words, end + 1) => (-1, true),
        "after" | "afterward" | "afterwards" if clause_ends(words, end + 1) => (1, true),
        _ => return None,
    };
    let end = if words.word(end) == "from" { end + 2 } else { end + 1 };
    let meaning = match (amount.count.as_whole(), there) {
        (None, false) if amount.count == Count::Vague => Meaning::VaguelyAway(by > 0),
        (None, false) => Meaning::Away(amount.unit, by),
        (Some(1), _) if amount.unit == Unit::Year && by < 0 => Meaning::YearBefore,
        (Some(n), false) => Meaning::Away(amount.unit, by.checked_mul(n)?),
        (Some(n), true) => Meaning::FromThere(amount.unit, by.checked_mul(n)?),
        (None, true) => return None,
    };
    found(i, end, meaning)
}

fn clause_ends(words: &Words, i: usize) -> bool {
    words.get(i).is_none_or(|t| matches!(t.class, Class::Mark('.' | ',' | ';' | '"')))
}

/// Whether a length without anything around it is one: "a week" may be how often, "a second" an ordinal.
fn stands_alone(words: &Words, i: usize, at: usize, end: usize, amount: Amount) -> bool {
    let article = matches!(words.word(at), "a" | "an") && end == at + 2;
    if !article {
        return !(amount.unit == Unit::Quarter && words.before(i) != "for") || words.word(end - 1) == "quarters";
    }
    if matches!(amount.unit, Unit::Second | Unit::Weekend | Unit::Quarter | Unit::Century) {
        return false;
    }
    words.is(i.wrapping_sub(1), BEFORE_A_LENGTH) || i < at
}

/// Words after which "a week" is how long.
#[rustfmt::skip]
const BEFORE_A_LENGTH: &[&str] = &[
    "for", "in", "within", "than", "about", "as", "after", "over", "him", "her", "them", "lasted", "took", "nearly",
    "almost", "last", "least", "every",
];

/// Units without a number: "for weeks", "in recent months", "the past few days", "decades".
fn plural(words: &Words, i: usize, at: usize, side: Option<Side>) -> Option<Found> {
    let Class::Unit(unit) = words.class(at) else { return None };
    if !words.word(at).ends_with('s') || unit < Unit::Minute || words.capital(at) && i > 0 {
        return None;
    }
    let vague = Amount { count: Count::Vague, unit };
    if words.is(at + 1, &["ago"]) {
        return found(i, at + 2, Meaning::VaguelyAway(false));
    }
    if let Some(side) = side {
        return found(i, at + 1, Meaning::Length(vague, side));
    }
    if i != at {
        return None;
    }
    let joined = words.joins(at + 1);
    let before = words.before(i);
    let cued = before == "for"
        || (before == "in" && matches!(unit, Unit::Year | Unit::Decade | Unit::Month) && clause_ends(words, at + 1))
        || (before == "the" && words.is(at + 1, &["before", "since"]) && unit >= Unit::Day);
    (cued && !joined && !is_age(words, at + 1)).then(|| found(i, at + 1, Meaning::Length(vague, Side::Anywhere)))?
}

/// "year-earlier", "the year-ago quarter", "the year-earlier period".
pub(super) fn year_ago(words: &Words, i: usize) -> Option<Found> {
    let the = usize::from(matches!(words.word(i), "the"));
    let at = i + the;
    if words.word(at) != "year" || !words.joins(at + 1) || !words.is(at + 2, &["ago", "earlier"]) {
        return None;
    }
    if words.is(at + 3, &["quarter", "period", "month"]) {
        return found(i, at + 4, Meaning::YearBefore);
    }
    if let Some((end, amount)) = amount(words, at + 3) {
        return found(i, end, Meaning::Length(amount, Side::Anywhere));
    }
    let figure = matches!(words.class(at + 3), Class::Mark(_) | Class::Digits);
    (the == 0 && !figure).then(|| found(i, at + 3, Meaning::YearBefore))?
}

/// "day-long", "weeklong", "the monthlong".
pub(super) fn length_word(words: &Words, i: usize) -> Option<Found> {
    if let Class::Unit(unit) = words.class(i) {
        let long = words.joins(i + 1) && matches!(words.word(i + 2), "long");
        return long.then(|| found(i, i + 3, Meaning::Length(Amount::one(unit), Side::Anywhere)))?;
    }
    let unit = match words.word(i) {
        "daylong" => Unit::Day,
        "weeklong" => Unit::Week,
        "monthlong" => Unit::Month,
        "yearlong" => Unit::Year,
        _ => return None,
    };
    found(i, i + 1, Meaning::Length(Amount::one(unit), Side::Anywhere))
}

/// "its sixth year", "for a third straight day": how long something has lasted.
pub(super) fn nth(words: &Words, i: usize) -> Option<Found> {
    let owned = words.is(i.wrapping_sub(1), &["its", "their", "the", "a"]);
    let inside = words.is(i.wrapping_sub(2), &["in", "for", "into", "entered", "entering", "on"]);
    if !owned || !inside {
        return None;
    }
    let (mut at, count) = number::ordinal(words, i).filter(|&(_, n)| n > 1)?;
    if words.is(at, &["straight", "consecutive", "successive", "full"]) {
        at += 1;
    }
    let Class::Unit(unit @ (Unit::Day | Unit::Week | Unit::Month | Unit::Year)) = words.class(at) else { return None };
    let amount = Amount { count: Count::whole(count), unit };
    let compound = words.joins(at + 1) || words.word(at).ends_with('s');
    (!compound).then(|| found(i, at + 1, Meaning::Length(amount, Side::Before)))?
}
