//! Weekdays, months, seasons, feasts and quarters: "Friday, Oct. 23", "15 October 2016", "the third quarter".

use jiff::civil::Date;

use super::super::calendar::{Holiday, Point};
use super::super::lex::Words;
use super::super::meaning::{Found, Meaning, Named, Round};
use super::super::words::{Class, Unit};
use super::absolute::year_number;
use super::{found, number, possessive, with_part};

/// A date made of names, with the part of the day that follows.
pub(super) fn dated(words: &Words, i: usize) -> Option<Found> {
    let (end, meaning) = date(words, i)?;
    match meaning {
        Meaning::Named(Named::Month(_) | Named::Season(_), _) | Meaning::At(Point::Month(_)) => found(i, end, meaning),
        Meaning::Named(Named::Weekday(day), _) if words.word(end.saturating_sub(1)).ends_with("days") => {
            found(i, end, Meaning::EveryNamed(Named::Weekday(day)))
        }
        _ => with_part(words, i, end, meaning),
    }
}

/// A weekday, month, day, season or feast, with the year that follows.
pub(super) fn date(words: &Words, i: usize) -> Option<(usize, Meaning)> {
    match words.class(i) {
        Class::Weekday(_) => weekday(words, i),
        Class::Month(_) => month_day(words, i).or_else(|| month(words, i)).or_else(|| feast(words, i)),
        Class::Digits => day_month(words, i),
        Class::Season(_) => season(words, i),
        Class::Cue if words.word(i) == "the" => {
            if matches!(words.class(i + 1), Class::Season(_)) {
                season(words, i + 1)
            } else {
                day_month(words, i + 1).filter(|_| words.class(i + 1) == Class::Digits)
            }
        }
        Class::Cue => feast(words, i),
        _ => None,
    }
}

/// "Friday", "Fri.", "Friday, Oct. 23", "Saturday 15 October 2016".
fn weekday(words: &Words, i: usize) -> Option<(usize, Meaning)> {
    let (end, day) = weekday_name(words, i)?;
    let comma = if words.mark(end, ',') { end + 1 } else { end };
    if let Some(full) = month_day(words, comma).or_else(|| day_month(words, comma)) {
        return Some(full);
    }
    Some((end, Meaning::Named(Named::Weekday(day), Round::Tense)))
}

/// A weekday's name; short ones only with a full stop, or before a date.
pub(super) fn weekday_name(words: &Words, i: usize) -> Option<(usize, i8)> {
    let Class::Weekday(day) = words.class(i) else { return None };
    let word = words.word(i);
    if word.contains("day") {
        return Some((i + 1, day));
    }
    let stop = words.glued_mark(i + 1, '.');
    let end = if stop { i + 2 } else { i + 1 };
    let comma = if words.mark(end, ',') { end + 1 } else { end };
    let dated = words.capital(i) && (month_day(words, comma).is_some() || day_month(words, comma).is_some());
    let sure = !matches!(word, "sun" | "sat" | "mon" | "wed") && stop && words.capital(i);
    (dated || sure).then_some((end, day))
}

/// A month's name past its full stop; "may" and "march" only with a capital, short ones only before a stop or digits.
pub(super) fn month_name(words: &Words, i: usize) -> Option<(usize, i8)> {
    let Class::Month(month) = words.class(i) else { return None };
    let word = words.word(i);
    let short = word.len() < 5 && !matches!(word, "may" | "june" | "july");
    let stop = short && words.glued_mark(i + 1, '.');
    let end = if stop { i + 2 } else { i + 1 };
    let short_alone = short && !stop && words.digits(end, 1..=4).is_none();
    let lower = !words.capital(i) && (short || matches!(word, "may" | "march" | "august"));
    (!short_alone && !lower).then_some((end, month))
}

/// "October 15", "Oct. 15, 2016", "October 15th".
fn month_day(words: &Words, i: usize) -> Option<(usize, Meaning)> {
    let (at, month) = month_name(words, i)?;
    let at = if words.word(at) == "the" { at + 1 } else { at };
    let (end, day) = day_number(words, at)?;
    let more = words.glued(end)
        && (matches!(words.class(end), Class::Mark('%') | Class::Digits)
            || (matches!(words.class(end), Class::Mark(':' | '/')) && words.digits(end + 1, 1..=4).is_some()));
    let fraction = words.glued_mark(end, '.') && words.glued(end + 1) && words.class(end + 1) == Class::Digits;
    if more || fraction || (words.class(end) == Class::Digits && words.digits(end, 4..=4).is_none()) {
        return None;
    }
    dated_day(words, end, month, day)
}

/// "15 October", "15th of October, 2016".
fn day_month(words: &Words, i: usize) -> Option<(usize, Meaning)> {
    let (at, day) = day_number(words, i)?;
    let at = if words.word(at) == "of" && words.class(i) == Class::Digits { at + 1 } else { at };
    let (end, month) = month_name(words, at)?;
    // "in 2015 May 3": the digits belong to what stands before.
    if words.digits(end, 1..=2).is_some() || (words.glued(i) && i > 0 && words.class(i - 1) == Class::Mark('$')) {
        return None;
    }
    dated_day(words, end, month, day)
}

fn day_number(words: &Words, i: usize) -> Option<(usize, i8)> {
    let day = words.digits(i, 1..=2).filter(|d| (1..=31).contains(d))? as i8;
    let ordinal = words.glued(i + 1) && words.is(i + 1, &["st", "nd", "rd", "th"]);
    Some((if ordinal { i + 2 } else { i + 1 }, day))
}

/// A day of a month, with the year that follows at `end`.
fn dated_day(words: &Words, end: usize, month: i8, day: i8) -> Option<(usize, Meaning)> {
    Date::new(2000, month, day).ok()?;
    match following_year(words, end) {
        Some((end, Round::Year(year))) => Some((end, Meaning::At(Point::Day(Date::new(year, month, day).ok()?)))),
        Some((end, round)) => Some((end, Meaning::Named(Named::MonthDay(month, day), round))),
        None => Some((end, Meaning::Named(Named::MonthDay(month, day), Round::Tense))),
    }
}

/// ", 2016", "of 2016", "of last year", "last year".
fn following_year(words: &Words, i: usize) -> Option<(usize, Round)> {
    let at = if words.mark(i, ',') || words.word(i) == "of" { i + 1 } else { i };
    if let Some((end, year)) = year_number(words, at).filter(|_| words.class(at) == Class::Digits) {
        let counted = words.mark(i, ',') && matches!(words.class(end), Class::Unit(_));
        let more = words.glued(end) && (words.class(end) == Class::Digits || words.mark(end, '%'));
        return (!counted && !more).then_some((end, Round::Year(year)));
    }
    if words.mark(i, ',') {
        return None;
    }
    let away = match words.word(at) {
        "last" => -1,
        "this" => 0,
        "next" => 1,
        _ => return None,
    };
    (words.word(at + 1) == "year" && possessive(words, at + 2).is_none()).then_some((at + 2, Round::YearAway(away)))
}

/// "October 2016", "October of last year", "October".
fn month(words: &Words, i: usize) -> Option<(usize, Meaning)> {
    let (end, month) = month_name(words, i)?;
    if let Some((end, round)) = following_year(words, end) {
        return Some((end, named(Named::Month(month), round)));
    }
    if let Some((end, year)) = year_number(words, end) {
        return Some((end, named(Named::Month(month), Round::Year(year))));
    }
    is_bare_month(words, i, end).then_some((end, Meaning::Named(Named::Month(month), Round::Tense)))
}

/// A name in a known year is a point.
pub(super) fn named(named: Named, round: Round) -> Meaning {
    let point = match (named, round) {
        (Named::Month(month), Round::Year(year)) => Date::new(year, month, 1).ok().map(Point::Month),
        (Named::Season(season), Round::Year(year)) => Some(Point::Season(year, season)),
        (Named::Quarter(quarter), Round::Year(year)) => Some(Point::Quarter(year, quarter)),
        (Named::Half(half), Round::Year(year)) => Some(Point::Half(year, half)),
        (Named::Holiday(holiday), Round::Year(year)) => holiday.in_year(year),
        _ => None,
    };
    point.map_or(Meaning::Named(named, round), Meaning::At)
}

/// Words after which a name is a month.
const MONTH_CUES: &[&str] = &[
    "in", "since", "until", "till", "by", "from", "to", "through", "last", "next", "this", "early", "late", "mid",
    "of", "during", "before", "after", "between", "for", "and", "the", "its", "a", "over", "around", "each", "every",
    "-",
];

/// Whether a month's name alone is the month: "May" and "March" want a cue, "April" and "June" may be people.
fn is_bare_month(words: &Words, i: usize, end: usize) -> bool {
    let (word, before, after) = (words.word(i), words.before(i), words.word(end));
    if words.capital(i.wrapping_sub(1))
        && i > 0
        && matches!(word, "april" | "june" | "may" | "august" | "march")
        && !MONTH_CUES.contains(&before)
    {
        return false;
    }
    match word {
        "may" => MONTH_CUES.contains(&before) && !matches!(after, "have" | "be" | "not" | "well" | "day"),
        "march" => {
            let demonstration = matches!(after, "for" | "against" | "on" | "through" | "of");
            MONTH_CUES.contains(&before) && (!demonstration || matches!(before, "in" | "since" | "until" | "last"))
        }
        "april" | "june" | "august" => (MONTH_CUES.contains(&before) && before != "and") || !words.capital(end),
        _ => true,
    }
}

/// "spring 1998", "the summer of 1997", "in winter".
fn season(words: &Words, i: usize) -> Option<(usize, Meaning)> {
    let Class::Season(season) = words.class(i) else { return None };
    if let Some((end, round)) = following_year(words, i + 1) {
        return Some((end, named(Named::Season(season), round)));
    }
    let before = words.before(i);
    let cued = match words.word(i) {
        "fall" | "spring" => {
            let two = words.before(i.wrapping_sub(1));
            before == "the"
                && matches!(two, "in" | "by" | "since" | "until" | "during" | "this" | "for")
                && words.word(i + 1) != "of"
                || matches!(before, "early" | "late" | "mid" | "-")
                || (before == "in" && words.word(i) == "spring")
        }
        _ => matches!(
            before,
            "in" | "by" | "since" | "until" | "during" | "the" | "early" | "late" | "mid" | "-" | "for"
        ),
    };
    let name = words.capital(i) && words.capital(i + 1);
    (cued && !name && !words.is(i + 1, &["olympics", "games", "camp", "palace"]))
        .then_some((i + 1, Meaning::Named(Named::Season(season), Round::Tense)))
}

/// Feasts and days of note, by their words; the longest that fits is taken.
const FEASTS: &[(&[&str], Holiday)] = &[
    (&["christmas"], Holiday::Fixed(12, 25)),
    (&["christmas", "day"], Holiday::Fixed(12, 25)),
    (&["christmas", "eve"], Holiday::Fixed(12, 24)),
    (&["new", "year", "'", "s"], Holiday::Fixed(1, 1)),
    (&["new", "year", "'", "s", "day"], Holiday::Fixed(1, 1)),
    (&["new", "year", "'", "s", "eve"], Holiday::Fixed(12, 31)),
    (&["boxing", "day"], Holiday::Fixed(12, 26)),
    (&["valentine", "'", "s", "day"], Holiday::Fixed(2, 14)),
    (&["st", ".", "patrick", "'", "s", "day"], Holiday::Fixed(3, 17)),
    (&["may", "day"], Holiday::Fixed(5, 1)),
    (&["bastille", "day"], Holiday::Fixed(7, 14)),
    (&["independence", "day"], Holiday::Fixed(7, 4)),
    (&["halloween"], Holiday::Fixed(10, 31)),
    (&["veterans", "day"], Holiday::Fixed(11, 11)),
    (&["armistice", "day"], Holiday::Fixed(11, 11)),
    (&["remembrance", "day"], Holiday::Fixed(11, 11)),
    (&["thanksgiving"], Holiday::Nth(11, 4, 4)),
    (&["thanksgiving", "day"], Holiday::Nth(11, 4, 4)),
    (&["labor", "day"], Holiday::Nth(9, 1, 1)),
    (&["memorial", "day"], Holiday::Nth(5, 1, -1)),
    (&["columbus", "day"], Holiday::Nth(10, 1, 2)),
    (&["presidents", "'", "day"], Holiday::Nth(2, 1, 3)),
    (&["presidents", "day"], Holiday::Nth(2, 1, 3)),
    (&["martin", "luther", "king", "day"], Holiday::Nth(1, 1, 3)),
    (&["mother", "'", "s", "day"], Holiday::Nth(5, 7, 2)),
    (&["father", "'", "s", "day"], Holiday::Nth(6, 7, 3)),
    (&["election", "day"], Holiday::ElectionDay),
    (&["ash", "wednesday"], Holiday::Easter(-46)),
    (&["palm", "sunday"], Holiday::Easter(-7)),
    (&["good", "friday"], Holiday::Easter(-2)),
    (&["easter"], Holiday::Easter(0)),
    (&["easter", "sunday"], Holiday::Easter(0)),
    (&["easter", "monday"], Holiday::Easter(1)),
    (&["ascension", "day"], Holiday::Easter(39)),
    (&["pentecost"], Holiday::Easter(49)),
    (&["holy", "week"], Holiday::Easter(-7)),
    (&["easter", "week"], Holiday::EasterWeek),
];

/// "Christmas Day", "Easter 1998".
fn feast(words: &Words, i: usize) -> Option<(usize, Meaning)> {
    if !words.capital(i) {
        return None;
    }
    let (length, holiday) = FEASTS
        .iter()
        .filter(|(name, _)| words.are(i, name))
        .map(|&(name, holiday)| (name.len(), holiday))
        .max_by_key(|&(length, _)| length)?;
    let end = i + length;
    match following_year(words, end) {
        Some((end, round)) => Some((end, named(Named::Holiday(holiday), round))),
        None => Some((end, Meaning::Named(Named::Holiday(holiday), Round::Tense))),
    }
}

/// "the third quarter", "third-quarter", "the first half of 1989", "the third quarter of 1984".
pub(super) fn quarter(words: &Words, i: usize) -> Option<Found> {
    let at = if words.word(i) == "the" { i + 1 } else { i };
    let (end, mut name) = quarter_name(words, at)?;
    let hyphen = words.joins(end.saturating_sub(2));
    if hyphen && at > i {
        return None;
    }
    let year = following_year(words, end);
    if matches!(name, Named::Half(_)) && !hyphen && year.is_none() && !words.are(end, &["of", "the", "year"]) {
        return None;
    }
    if let Some((end, round)) = year {
        return found(i, end, named(name, round));
    }
    if words.are(end, &["of", "the", "year"]) && matches!(name, Named::Half(_)) {
        return found(i, end + 3, Meaning::Named(name, Round::YearAway(0)));
    }
    if words.word(at) == "final" {
        name = Named::Quarter(4);
    }
    found(i, end, Meaning::Named(name, Round::Tense))
}

/// "third quarter", "first half".
pub(super) fn quarter_name(words: &Words, i: usize) -> Option<(usize, Named)> {
    let (end, nth) = number::ordinal(words, i)?;
    let end = words.skip_hyphen(end);
    match words.class(end) {
        Class::Unit(Unit::Quarter) if nth <= 4 && nth > 0 => Some((end + 1, Named::Quarter(nth as i8))),
        _ if words.word(end) == "half" && (1..=2).contains(&nth) => Some((end + 1, Named::Half(nth as i8))),
        _ => None,
    }
}

/// The second day of "April 24 and 25", "Oct. 15-17".
pub(super) fn list_day(words: &Words, i: usize) -> Option<Found> {
    let day = words.digits(i, 1..=2).filter(|d| (1..=31).contains(d))? as i8;
    let joined = words.is(i.checked_sub(1)?, &["and", "to", "through", "or", "until"]) || words.mark(i - 1, '-');
    if !joined
        || words.digits(i.checked_sub(2)?, 1..=2).is_none()
        || (words.glued(i + 1) && !matches!(words.class(i + 1), Class::Mark('.' | ',' | '\'' | ';')))
    {
        return None;
    }
    let back = i.checked_sub(3)?;
    let at = if words.mark(back, '.') { back.checked_sub(1)? } else { back };
    let (_, month) = month_name(words, at)?;
    if matches!(words.class(i + 1), Class::Unit(_)) || words.is(i + 1, &["people", "percent", "p", "a"]) {
        return None;
    }
    let (end, meaning) = dated_day(words, i + 1, month, day)?;
    found(i, end, meaning)
}
