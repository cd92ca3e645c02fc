//! Terms: what claims and events can be asked for, each with its claims and events in order of time.

use std::collections::BTreeSet;

use rapporteur_core::{Claim, Event, EventType, Interval, Participant};
use rusqlite::params;

use crate::ErrorKind;
use crate::database::Database;
use crate::error::Inner;

/// The term that every claim and event has.
pub(super) const ALL: &str = "all";
/// Stands for a day that is not known: after all days.
const NO_DAY: i64 = 99_999_999;

/// A day as `claim_terms` and `event_terms` have it.
pub(super) fn day_number(day: jiff::civil::Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

/// The day that such a number stands for.
pub(super) fn day(number: i64) -> Inner<jiff::civil::Date> {
    let part = |number: i64| i8::try_from(number % 100).unwrap_or(0);
    let year = i16::try_from(number / 10_000).unwrap_or(0);
    jiff::civil::Date::new(year, part(number / 100), part(number))
        .map_err(|error| ErrorKind::Row { what: format!("day {number}"), detail: error.to_string() })
}

fn ends(date: Option<Interval>) -> (i64, i64) {
    date.map_or((NO_DAY, NO_DAY), |date| (day_number(date.start), day_number(date.end)))
}

/// Files a claim under its terms.
pub(super) fn insert_claim(db: &dyn Database, id: i64, claim: &Claim) -> Inner<()> {
    let mut terms = BTreeSet::from([ALL.to_owned(), format!("type {}", claim.kind)]);
    for participant in claim.actors.iter().chain(&claim.recipients) {
        terms.extend(names("name", participant));
        terms.extend(participant.actor.best().and_then(|actor| state("state", &actor.country)));
    }
    if let Some(speaker) = &claim.attributed_to {
        terms.extend(names("said", speaker));
        terms.extend(speaker.actor.best().and_then(|actor| state("voice", &actor.country)));
    }
    terms.extend(claim.place.iter().filter_map(|place| state("place", &place.country)));
    let (start, until) = ends(claim.date);
    let sql = "INSERT INTO claim_terms (term, start, claim, until) VALUES ($1, $2, $3, $4)";
    terms.iter().try_for_each(|term| db.change(sql, params![number(db, term)?, start, id, until]).map(drop))
}

/// Files an event under its terms.
pub(super) fn insert_event(db: &dyn Database, id: i64, event: &Event) -> Inner<()> {
    let mut terms = BTreeSet::from([ALL.to_owned(), format!("type {}", event.kind)]);
    for actor in event.actors.iter().chain(&event.recipients) {
        terms.extend(state("name", &actor.name.to_lowercase()));
        terms.extend(state("state", &actor.country));
    }
    terms.extend(event.place.iter().filter_map(|place| state("place", &place.country)));
    let (start, until) = ends(event.date);
    let sql = "INSERT INTO event_terms (term, start, event, until) VALUES ($1, $2, $3, $4)";
    terms.iter().try_for_each(|term| db.change(sql, params![number(db, term)?, start, id, until]).map(drop))
}

fn names(role: &str, participant: &Participant) -> Option<String> {
    participant.actor.best().and_then(|actor| state(role, &actor.name.to_lowercase()))
}

fn state(role: &str, code: &str) -> Option<String> {
    (!code.is_empty()).then(|| format!("{role} {code}"))
}

/// The number of a term, given when it is new.
fn number(db: &dyn Database, term: &str) -> Inner<i64> {
    if let Some(id) = find(db, term)? {
        return Ok(id);
    }
    db.only("INSERT INTO terms (term) VALUES ($1) RETURNING id", params![term])
}

/// The number of a term.
pub(super) fn find(db: &dyn Database, term: &str) -> Inner<Option<i64>> {
    db.value("SELECT id FROM terms WHERE term = $1", params![term])
}

/// Numbers of the terms of a name as a person writes it: equal in any case, or with a final `*` beginning with it.
pub(super) fn find_names(db: &dyn Database, role: &str, name: &str) -> Inner<Vec<i64>> {
    let folded = name.to_lowercase();
    let Some(stem) = folded.strip_suffix('*') else {
        return Ok(find(db, &format!("{role} {folded}"))?.into_iter().collect());
    };
    // U+10FFFF sorts after any letter.
    let (from, to) = (format!("{role} {stem}"), format!("{role} {stem}\u{10FFFF}"));
    db.column("SELECT id FROM terms WHERE term >= $1 AND term < $2 ORDER BY id", params![from, to])
}

/// Numbers of the terms of types.
pub(super) fn find_kinds(db: &dyn Database, kinds: &[EventType]) -> Inner<Vec<i64>> {
    find_some(db, kinds.iter().map(|kind| format!("type {kind}")))
}

/// Numbers of the terms of a state: somebody of it, or a place in it.
pub(super) fn find_country(db: &dyn Database, code: &str) -> Inner<Vec<i64>> {
    let code = code.to_uppercase();
    find_some(db, ["state", "place"].into_iter().map(|role| format!("{role} {code}")))
}

/// Numbers of those of some terms that are known.
pub(super) fn find_some(db: &dyn Database, terms: impl Iterator<Item = String>) -> Inner<Vec<i64>> {
    terms.filter_map(|term| find(db, &term).transpose()).collect()
}

/// Numbers of the terms of anybody of a state, speakers among them, and of places in it.
pub(super) fn find_anywhere(db: &dyn Database, code: &str) -> Inner<Vec<i64>> {
    let code = code.to_uppercase();
    find_some(db, ["state", "place", "voice"].into_iter().map(|role| format!("{role} {code}")))
}

/// Numbers of the terms of names, of actors, recipients and speakers, in which some words stand, in any case.
pub(super) fn find_anybody(db: &dyn Database, words: &str) -> Inner<Vec<i64>> {
    Ok([find_parts(db, "name", words)?, find_parts(db, "said", words)?].concat())
}

/// Numbers of the terms of names in which some words stand, in any case.
pub(super) fn find_parts(db: &dyn Database, role: &str, words: &str) -> Inner<Vec<i64>> {
    let (from, to) = (format!("{role} "), format!("{role} \u{10FFFF}"));
    let sql = "SELECT id FROM terms WHERE term >= $1 AND term < $2 AND (replace(term, $3, '') <> term OR $3 = '') \
               ORDER BY id";
    db.column(sql, params![from, to, words.to_lowercase()])
}

/// Terms of actors and recipients in whose names a word begins like this, each with the name folded; at most so many.
pub(super) fn find_beginnings(db: &dyn Database, beginning: &str, most: usize) -> Inner<Vec<(i64, String)>> {
    const NAME: &str = "name ";
    // The space before the name is one before a word.
    let words = format!(" {}", beginning.trim().to_lowercase());
    let sql = "SELECT id, term FROM terms WHERE term >= $1 AND term < $2 AND replace(term, $3, '') <> term \
               ORDER BY term LIMIT $4";
    db.list(sql, params![NAME, format!("{NAME}\u{10FFFF}"), words, most], |row| {
        Ok((row.get(0)?, row.text(1)?[NAME.len()..].to_owned()))
    })
}
