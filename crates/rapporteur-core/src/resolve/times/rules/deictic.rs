//! Times pointed at from the day of the report or from what was last spoken of.

use super::super::calendar::Point;
use super::super::lex::Words;
use super::super::meaning::{Amount, Found, Hour, Meaning, Named, Round, Side};
use super::super::words::{Class, Part, Unit};
use super::absolute::{self, year_number};
use super::calendar_names::{date, month_name, named, quarter_name, weekday_name};
use super::{found, possessive, with_part};

/// "today", "last week", "this morning", "the next day", "next Friday", "this year's third quarter".
pub(super) fn deictic(words: &Words, i: usize) -> Option<Found> {
    if let Some((end, meaning)) = day(words, i) {
        return with_part(words, i, end, meaning);
    }
    match words.word(i) {
        "tonight" => Some(Found {
            first: i,
            end: i + 1,
            meaning: Meaning::Away(Unit::Day, 0),
            hour: Some(Hour::Part(Part::Night)),
        }),
        "overnight" => overnight(words, i),
        "last" | "next" | "this" | "past" | "coming" => pointed(words, i, i),
        "the" => the(words, i),
        "that" | "same" => that(words, i, i),
        _ => None,
    }
}

/// "today", "yesterday", "tomorrow", "the day before yesterday".
pub(super) fn day(words: &Words, i: usize) -> Option<(usize, Meaning)> {
    if words.are(i, &["the", "day", "before", "yesterday"]) {
        return Some((i + 4, Meaning::Away(Unit::Day, -2)));
    }
    if words.are(i, &["the", "day", "after", "tomorrow"]) {
        return Some((i + 4, Meaning::Away(Unit::Day, 2)));
    }
    let away = match words.word(i) {
        "today" => 0,
        "yesterday" => -1,
        "tomorrow" => 1,
        _ => return None,
    };
    // "USA Today", "Russia Today", "VOA Today" are names.
    let name = away == 0 && words.capital(i) && words.capital(i.wrapping_sub(1)) && i > 0;
    (!name).then_some((i + 1, Meaning::Away(Unit::Day, away)))
}

/// "overnight" as a time; before a noun ("overnight clashes") it is left alone.
fn overnight(words: &Words, i: usize) -> Option<Found> {
    const AFTER: &[&str] =
        &["in", "on", "at", "and", "after", "into", "by", "from", "to", "as", "but", "when", "while"];
    let ends = words.get(i + 1).is_none_or(|t| matches!(t.class, Class::Mark(_))) || words.is(i + 1, AFTER);
    let (end, meaning) = match weekday_name(words, i + 1) {
        Some((end, day)) => (end, Meaning::Named(Named::Weekday(day), Round::Tense)),
        None => (i + 1, Meaning::Away(Unit::Day, 0)),
    };
    let noun = matches!(words.before(i), "the" | "an");
    let fits = !noun && (ends || end > i + 1);
    fits.then_some(Found { first: i, end, meaning, hour: Some(Hour::Part(Part::Night)) })
}

/// What follows "last", "this", "next" at `i`; the phrase begins at `first`.
fn pointed(words: &Words, first: usize, i: usize) -> Option<Found> {
    let (away, round) = match words.word(i) {
        "last" | "past" => (-1, Round::Last),
        "next" | "coming" => (1, Round::Next),
        _ => (0, Round::This),
    };
    let at = i + 1;
    if words.word(i) == "this" && words.word(at) == "past" {
        return past_unit(words, first, at + 1);
    }
    let title = words.capital(i) && words.capital(at);
    let alone =
        matches!(words.word(i), "last" | "next" | "this") && !(title && matches!(words.class(at), Class::Unit(_)));
    match words.class(at) {
        Class::Part(part) if alone && part != Part::Noon => part_pointed(words, first, at, part, away),
        Class::Unit(unit) if is_singular(words, at) && alone && unit >= Unit::Day => {
            unit_pointed(words, first, at + 1, unit, away)
        }
        Class::Weekday(_) if alone => {
            let (end, day) = weekday_name(words, at)?;
            with_part(words, first, end, Meaning::Named(Named::Weekday(day), round))
        }
        Class::Month(_) if alone => {
            let (_, meaning) = date(words, at)?;
            let (end, _) = month_name(words, at)?;
            match meaning {
                Meaning::Named(Named::MonthDay(..), _) => None,
                _ => found(first, end, Meaning::Named(Named::Month(month_of(words, at)?), round)),
            }
        }
        Class::Season(season) if alone => found(first, at + 1, Meaning::Named(Named::Season(season), round)),
        Class::Cue if alone && words.word(at) == "fiscal" && words.word(at + 1) == "year" => {
            found(first, at + 2, Meaning::Away(Unit::Year, away))
        }
        Class::Cue if alone => match date(words, at)? {
            (end, Meaning::Named(holiday @ Named::Holiday(_), _)) => found(first, end, Meaning::Named(holiday, round)),
            _ => None,
        },
        _ => None,
    }
}

/// "this past weekend", "this past spring".
fn past_unit(words: &Words, first: usize, at: usize) -> Option<Found> {
    match words.class(at) {
        Class::Unit(unit) if is_singular(words, at) && unit > Unit::Day => {
            found(first, at + 1, Meaning::Away(unit, -1))
        }
        Class::Season(season) => found(first, at + 1, Meaning::Named(Named::Season(season), Round::Last)),
        Class::Weekday(_) => {
            let (end, day) = weekday_name(words, at)?;
            found(first, end, Meaning::Named(Named::Weekday(day), Round::Last))
        }
        _ => None,
    }
}

fn month_of(words: &Words, i: usize) -> Option<i8> {
    month_name(words, i).map(|(_, month)| month)
}

/// "this morning", "last night".
fn part_pointed(words: &Words, first: usize, at: usize, part: Part, away: i32) -> Option<Found> {
    let meaning = match (part, away) {
        (Part::Night, -1) | (_, 0) => Meaning::Away(Unit::Day, away),
        (_, 1) => Meaning::FromThere(Unit::Day, 1),
        _ => return None,
    };
    let singular = !words.word(at).ends_with('s');
    singular.then_some(Found { first, end: at + 1, meaning, hour: Some(Hour::Part(part)) })
}

/// "last week", "this year's third quarter", "next year".
fn unit_pointed(words: &Words, first: usize, end: usize, unit: Unit, away: i32) -> Option<Found> {
    if unit == Unit::Day && away != 0 {
        return None;
    }
    if unit == Unit::Year {
        let at = possessive(words, end).unwrap_or(end);
        if let Some((end, name)) = quarter_name(words, at).filter(|_| at > end) {
            return found(first, end, named(name, Round::YearAway(away as i16)));
        }
    }
    found(first, end, Meaning::Away(unit, away))
}

/// Whether the unit at `i` is one.
fn is_singular(words: &Words, i: usize) -> bool {
    let word = words.word(i);
    !word.ends_with('s') && !word.ends_with("ies")
}

/// What follows "the".
fn the(words: &Words, i: usize) -> Option<Found> {
    let at = i + 1;
    match words.word(at) {
        "following" | "next" | "previous" | "preceding" => the_next(words, i, at),
        "same" => that(words, i, at),
        "last" | "past" | "coming" | "final" => the_last(words, i, at),
        "current" | "latest" | "recent" => the_current(words, i, at),
        "full" | "whole" | "entire" | "fiscal" if words.word(at + 1) == "year" => the_year(words, i, at + 2),
        "week" if words.word(at + 1) == "of" => week_of(words, i, at + 2),
        "weekend" => found(i, at + 1, Meaning::Named(Named::Weekend, Round::Tense)),
        "year" => the_year(words, i, at + 1),
        "day" => the_day(words, i, at + 1),
        "quarter" if words.is(at + 1, &["ended", "ending"]) || matches!(words.before(i), "for" | "in" | "during") => {
            found(i, at + 1, Meaning::There(Unit::Quarter))
        }
        "month" | "week"
            if matches!(words.before(i), "for" | "of" | "during" | "in")
                && !words.is(at + 1, &["of", "before", "after"]) =>
        {
            let Class::Unit(unit) = words.class(at) else { return None };
            found(i, at + 1, Meaning::Away(unit, 0))
        }
        "years" | "decades" if matches!(words.before(i), "over") && words.word(at + 1) != "since" => {
            let Class::Unit(unit) = words.class(at) else { return None };
            found(
                i,
                at + 1,
                Meaning::Length(Amount { count: super::super::meaning::Count::Vague, unit }, Side::Anywhere),
            )
        }
        _ => year_quarter(words, i, at),
    }
}

/// "the 1988 quarter", "the 1988 third quarter", "the 1989 period".
fn year_quarter(words: &Words, first: usize, at: usize) -> Option<Found> {
    let (end, year) = year_number(words, at)?;
    if let Some((end, name)) = quarter_name(words, end) {
        return found(first, end, named(name, Round::Year(year)));
    }
    words.is(end, &["quarter", "period"]).then(|| found(first, end + 1, Meaning::QuarterIn(year)))?
}

/// "the next day", "the following week", "the previous year", "the next morning".
fn the_next(words: &Words, first: usize, at: usize) -> Option<Found> {
    let by = if matches!(words.word(at), "previous" | "preceding") { -1 } else { 1 };
    match words.class(at + 1) {
        Class::Unit(unit) if is_singular(words, at + 1) && unit >= Unit::Day => {
            let length = words.word(at) == "next"
                && !matches!(unit, Unit::Day)
                && !matches!(words.before(first), "until" | "by");
            let meaning =
                if length { Meaning::Length(Amount::one(unit), Side::After) } else { Meaning::FromThere(unit, by) };
            if unit == Unit::Day { with_part(words, first, at + 2, meaning) } else { found(first, at + 2, meaning) }
        }
        Class::Part(part) if is_singular(words, at + 1) => {
            Some(Found { first, end: at + 2, meaning: Meaning::FromThere(Unit::Day, by), hour: Some(Hour::Part(part)) })
        }
        Class::Weekday(_) => {
            let (end, day) = weekday_name(words, at + 1)?;
            let round = if by < 0 { Round::Last } else { Round::Next };
            with_part(words, first, end, Meaning::Named(Named::Weekday(day), round))
        }
        _ => None,
    }
}

/// "the last week", "the past year", "the past decade".
fn the_last(words: &Words, first: usize, at: usize) -> Option<Found> {
    let side = if words.word(at) == "coming" { Side::After } else { Side::Before };
    match words.class(at + 1) {
        Class::Unit(unit) if is_singular(words, at + 1) && words.word(at) != "final" => {
            found(first, at + 2, Meaning::Length(Amount::one(unit), side))
        }
        _ => None,
    }
}

/// "the current quarter", "the latest quarter", "the latest period".
fn the_current(words: &Words, first: usize, at: usize) -> Option<Found> {
    let current = words.word(at) == "current";
    match words.class(at + 1) {
        Class::Unit(unit @ (Unit::Quarter | Unit::Year | Unit::Month | Unit::Week)) if is_singular(words, at + 1) => {
            found(first, at + 2, Meaning::Away(unit, if current { 0 } else { -1 }))
        }
        _ if words.are(at, &["latest", "period"]) => found(first, at + 2, Meaning::Away(Unit::Quarter, -1)),
        _ if words.are(at + 1, &["fiscal", "year"]) => found(first, at + 3, Meaning::Away(Unit::Year, 0)),
        _ => None,
    }
}

/// "the year": this one, or a length before "ended".
fn the_year(words: &Words, first: usize, end: usize) -> Option<Found> {
    if words.is(end, &["ended", "ending"]) {
        return found(first, end, Meaning::Length(Amount::one(Unit::Year), Side::Anywhere));
    }
    if matches!(words.word(end), "before" | "after" | "earlier") && words.word(first + 1) == "year" {
        let ends = words.get(end + 1).is_none_or(|t| matches!(t.class, Class::Mark(_)));
        let by = if words.word(end) == "after" { 1 } else { -1 };
        return ends.then(|| found(first, end + 1, Meaning::FromThere(Unit::Year, by)))?;
    }
    let cued =
        matches!(words.before(first), "for" | "of" | "in" | "during" | "throughout") || words.word(first + 1) != "year";
    let bound = (words.word(end) == "of" && year_number(words, end + 1).is_some())
        || words.joins(end)
        || possessive(words, end).is_some();
    (cued && !bound).then(|| found(first, end, Meaning::Away(Unit::Year, 0)))?
}

/// "the day before" at the end of a clause.
fn the_day(words: &Words, first: usize, at: usize) -> Option<Found> {
    let by = match words.word(at) {
        "before" => -1,
        "after" => 1,
        _ => return None,
    };
    let ends = words.get(at + 1).is_none_or(|t| matches!(t.class, Class::Mark('.' | ',' | ';' | '"' | '\'')));
    ends.then(|| found(first, at + 1, Meaning::FromThere(Unit::Day, by)))?
}

/// "the week of March 6".
fn week_of(words: &Words, first: usize, at: usize) -> Option<Found> {
    match date(words, at)? {
        (end, Meaning::At(Point::Day(day))) => found(first, end, Meaning::At(Point::holding(day, Unit::Week))),
        (end, Meaning::Named(Named::MonthDay(month, day), Round::Tense)) => {
            found(first, end, Meaning::Named(Named::WeekOf(month, day), Round::Tense))
        }
        _ => None,
    }
}

/// "that year", "the same day", "that night".
fn that(words: &Words, first: usize, at: usize) -> Option<Found> {
    match words.class(at + 1) {
        Class::Unit(unit) if is_singular(words, at + 1) && unit >= Unit::Day && unit != Unit::Weekend => {
            let of = words.word(at + 2) == "of" || possessive(words, at + 2).is_some();
            (!of).then(|| found(first, at + 2, Meaning::There(unit)))?
        }
        Class::Part(part) if is_singular(words, at + 1) => {
            Some(Found { first, end: at + 2, meaning: Meaning::There(Unit::Day), hour: Some(Hour::Part(part)) })
        }
        _ => None,
    }
}

/// A named part of a longer time: "early next week", "earlier this month", "mid-1995", "the end of 1990", "year-end".
pub(super) fn edge(words: &Words, i: usize) -> Option<Found> {
    match words.word(i) {
        "earlier" | "later" | "sometime" => {
            let inner = deictic(words, i + 1)?;
            let far = matches!(inner.meaning, Meaning::Away(unit, _) if unit > Unit::Day)
                || matches!(inner.meaning, Meaning::There(Unit::Year | Unit::Month | Unit::Week));
            (far && words.word(i + 1) != "the").then_some(Found { first: i, ..inner })
        }
        "early" | "late" | "mid" | "around" => {
            let at = words.skip_hyphen(i + 1);
            let inner = inner_date(words, at)?;
            narrowed(words, i, &inner).then_some(Found { first: i, ..inner })
        }
        "year" => {
            let end = words.skip_hyphen(i + 1);
            let adjective =
                words.joins(i + 1) && !matches!(words.class(end + 1), Class::Mark(_)) && words.get(end + 1).is_some();
            (words.word(end) == "end" && !adjective).then(|| found(i, end + 1, Meaning::Away(Unit::Year, 0)))?
        }
        "the" | "end" | "beginning" | "start" | "middle" => {
            let at = if words.word(i) == "the" { i + 1 } else { i };
            if !words.is(at, &["end", "beginning", "start", "middle"]) || words.word(at + 1) != "of" {
                return None;
            }
            let inner = inner_date(words, at + 2)?;
            Some(Found { first: i, ..inner })
        }
        _ => None,
    }
}

/// A date or stretch that may follow "early", "the end of".
fn inner_date(words: &Words, at: usize) -> Option<Found> {
    if let Class::Part(part) = words.class(at) {
        return part_then_day(words, at, part);
    }
    let year_end = || if words.word(at) == "year" { edge(words, at) } else { None };
    deictic(words, at)
        .or_else(|| absolute::decade(words, at))
        .or_else(|| super::calendar_names::dated(words, at))
        .or_else(|| super::calendar_names::quarter(words, at))
        .or_else(|| absolute::year(words, at))
        .or_else(year_end)
}

/// "mid-afternoon yesterday".
fn part_then_day(words: &Words, at: usize, part: Part) -> Option<Found> {
    let (end, meaning) =
        day(words, at + 1).or_else(|| date(words, at + 1)).unwrap_or((at + 1, Meaning::Away(Unit::Day, 0)));
    (words.before(at) == "-").then_some(Found { first: at, end, meaning, hour: Some(Hour::Part(part)) })
}

/// Whether "early", "late", "mid", "around" belong to the phrase they stand before: TimeBank leaves them out before weekdays.
fn narrowed(words: &Words, i: usize, inner: &Found) -> bool {
    let around = words.word(i) == "around";
    match inner.meaning {
        Meaning::Named(Named::Weekday(_), _) => false,
        _ if words.word(i) == "mid" => true,
        Meaning::Away(Unit::Day, _) => words.word(i) == "late" && inner.hour.is_none(),
        Meaning::Named(Named::MonthDay(..) | Named::Holiday(_), _) => around,
        _ => !around,
    }
}
