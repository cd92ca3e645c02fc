//! How often: "every day", "each Tuesday", "daily", "annually", "$1 billion a year".

use super::super::lex::Words;
use super::super::meaning::{Amount, Count, Found, Meaning, Named};
use super::super::words::{Class, Unit};
use super::calendar_names::{month_name, weekday_name};
use super::{found, number};

/// A set of times.
pub(super) fn set(words: &Words, i: usize) -> Option<Found> {
    match words.word(i) {
        "every" | "each" => every(words, i),
        "a" | "an" | "per" => rate(words, i),
        word => {
            let unit = adverb(word)?;
            if words.before(i) == "average" {
                return None;
            }
            let name = i > 0 && words.capital(i - 1) && !matches!(words.class(i - 1), Class::Cue | Class::Mark(_))
                || words.capital(i) && words.capital(i + 1);
            (!name).then(|| found(i, i + 1, Meaning::Every(Amount::one(unit))))?
        }
    }
}

fn adverb(word: &str) -> Option<Unit> {
    Some(match word {
        "hourly" => Unit::Hour,
        "daily" | "nightly" => Unit::Day,
        "weekly" => Unit::Week,
        "monthly" => Unit::Month,
        "annually" | "yearly" => Unit::Year,
        _ => return None,
    })
}

/// "every day", "each of the past three years", "every two weeks", "every Tuesday", "every other day".
fn every(words: &Words, i: usize) -> Option<Found> {
    if words.are(i, &["each", "of", "the"]) && words.is(i + 3, &["past", "last", "next"]) {
        let (at, count) = number::number(words, i + 4)?;
        let Class::Unit(unit) = words.class(at) else { return None };
        return found(i, at + 1, Meaning::Length(Amount { count, unit }, super::super::meaning::Side::Before));
    }
    match words.class(i + 1) {
        Class::Weekday(_) => {
            let (end, day) = weekday_name(words, i + 1)?;
            super::with_part(words, i, end, Meaning::EveryNamed(Named::Weekday(day)))
        }
        Class::Month(_) => {
            let (end, month) = month_name(words, i + 1)?;
            found(i, end, Meaning::EveryNamed(Named::Month(month)))
        }
        Class::Season(season) => found(i, i + 2, Meaning::EveryNamed(Named::Season(season))),
        Class::Part(_) => found(i, i + 2, Meaning::Every(Amount::one(Unit::Day))),
        Class::Unit(unit) if unit != Unit::Second => found(i, i + 2, Meaning::Every(Amount::one(unit))),
        _ if words.word(i + 1) == "other" => match words.class(i + 2) {
            Class::Unit(unit) => found(i, i + 3, Meaning::Every(Amount { count: Count::whole(2), unit })),
            _ => None,
        },
        _ => {
            let (at, count) = number::number(words, i + 1)?;
            let Class::Unit(unit) = words.class(at) else { return None };
            found(i, at + 1, Meaning::Every(Amount { count, unit }))
        }
    }
}

/// "a year", "per day" after a sum or a count.
fn rate(words: &Words, i: usize) -> Option<Found> {
    let Class::Unit(unit) = words.class(i + 1) else { return None };
    if words.word(i + 1).ends_with('s')
        || unit < Unit::Hour
        || matches!(words.word(i + 2), "ago" | "earlier" | "later" | "before" | "after" | "or" | "and")
    {
        return None;
    }
    let before = words.before(i);
    let counted = i > 0
        && matches!(words.class(i - 1), Class::Digits | Class::Mark('%') | Class::Scale(_) | Class::Number(_))
        || matches!(
            before,
            "times"
                | "once"
                | "twice"
                | "million"
                | "billion"
                | "percent"
                | "dollars"
                | "barrels"
                | "people"
                | "hours"
                | "days"
                | "cents"
        );
    counted.then(|| found(i, i + 2, Meaning::Every(Amount::one(unit))))?
}
