//! Keys: under what a claim is filed, and under what those may be filed that tell of the same event.
//!
//! The two fit together whichever claim comes first: `b` is found from `a` exactly when `a` is found from `b`. Three kinds
//! of pairs are worth weighing, and each has keys of its own:
//! - *near*: both have days (a month at most) that meet or touch, and name the same states, or one of several and a word;
//! - *bare*: the same, but one of them names no state; then they share a word for the act or the place;
//! - *loose*: one of them has no day, or a long stretch of time; then they share a state and a word, and their reports were
//!   printed within some ten days of each other, or one within some ten days of the other's day;
//! - *long*: both have a long stretch of time; then they share a state, a word and a year of it.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::Interval;
use crate::claim::EventType;
use crate::fuse::facets::Facets;
use crate::fuse::score::{days, related};
use crate::fuse::shelf::Key;
use crate::fuse::who::Who;
use crate::fuse::words::{Stem, hash};

/// Longest stretch of days that counts as a day that is known.
const SHORT: i32 = 31;
/// Longest stretch that is filed day by day; up to [`SHORT`] it is filed by thirds of months.
const FEW: i32 = 3;
/// How many of those who take part are looked at for their names.
const NAMED: usize = 4;
/// Bits of a key below its cell.
const DIGEST_BITS: u32 = 40;

/// A stretch of time as a number: kind in the upper bits, then days, thirds of months, or years.
type Cell = u64;

const DAYS: Cell = 0;
const THIRDS: Cell = 1 << 22;
const YEARS: Cell = 2 << 22;

/// Which states a claim is filed under.
#[derive(Clone, Debug)]
enum States<'f> {
    /// Two of those that it names.
    Pair(&'f str, &'f str),
    /// One of those that it names.
    Any(&'f str),
    /// The only one that it names.
    Only(&'f str),
    /// It names none.
    None,
}

/// Keys that a claim is filed under.
pub(super) fn filed(it: &Facets) -> Vec<Key> {
    let mut keys = Keys::default();
    if let Some(date) = short(it) {
        let cells = if days(date) <= FEW { day_cells(date) } else { third_cells(date, 0) };
        for states in filed_states(it) {
            keys.add(&cells, near(it.kind, &states));
        }
        for feature in features(it) {
            keys.add(&cells, bare(it.kind, it.states.is_empty(), feature));
            for state in several_states(it) {
                keys.add(&cells, one_of(it.kind, state, feature));
            }
        }
    }
    let (told, years) = (told(it, 0), years(it));
    for state in each_state(it) {
        for feature in features(it) {
            keys.add(&told, loose(it.kind, short(it).is_some(), state, feature));
            keys.add(&years, long(it.kind, state, feature));
        }
    }
    keys.all()
}

/// Keys under which a claim's like may be filed.
pub(super) fn sought(it: &Facets) -> Vec<Key> {
    let mut keys = Keys::default();
    let (told, years) = (told(it, 1), years(it));
    for kind in related(it.kind) {
        if let Some(date) = short(it) {
            let wider = widened(date);
            let cells = [day_cells(wider), third_cells(wider, 0)].concat();
            for states in sought_states(it) {
                keys.add(&cells, near(kind, &states));
            }
            for feature in features(it) {
                keys.add(&cells, bare(kind, !it.states.is_empty(), feature));
                for state in several_states(it) {
                    keys.add(&cells, one_of(kind, state, feature));
                }
            }
        }
        for state in each_state(it) {
            for feature in features(it) {
                keys.add(&told, loose(kind, false, state, feature));
                if short(it).is_none() {
                    keys.add(&told, loose(kind, true, state, feature));
                    keys.add(&years, long(kind, state, feature));
                }
            }
        }
    }
    keys.all()
}

/// Keys, each once and in order.
#[derive(Default)]
struct Keys(BTreeSet<Key>);

impl Keys {
    fn add(&mut self, cells: &[Cell], digest: u64) {
        self.0.extend(cells.iter().map(|&cell| key(cell, digest)));
    }

    fn all(self) -> Vec<Key> {
        self.0.into_iter().collect()
    }
}

fn key(cell: Cell, digest: u64) -> Key {
    (cell << DIGEST_BITS) | (digest & ((1 << DIGEST_BITS) - 1))
}

fn digest(parts: &[&str]) -> u64 {
    // Another byte than any of UTF-8 between the parts, so that no two lists of parts give the same bytes.
    parts.iter().flat_map(|part| part.bytes().chain([0xff])).fold(hash(""), crate::fuse::words::feed)
}

fn near(kind: EventType, states: &States<'_>) -> u64 {
    match *states {
        States::Pair(a, b) => digest(&["near", kind.as_str(), "pair", a, b]),
        States::Any(a) => digest(&["near", kind.as_str(), "any", a]),
        States::Only(a) => digest(&["near", kind.as_str(), "only", a]),
        States::None => digest(&["near", kind.as_str(), "none"]),
    }
}

fn bare(kind: EventType, is_bare: bool, feature: Stem) -> u64 {
    digest(&["bare", kind.as_str(), if is_bare { "none" } else { "some" }, &feature.to_string()])
}

fn one_of(kind: EventType, state: &str, feature: Stem) -> u64 {
    digest(&["one of", kind.as_str(), state, &feature.to_string()])
}

fn loose(kind: EventType, is_short: bool, state: &str, feature: Stem) -> u64 {
    digest(&["loose", kind.as_str(), if is_short { "short" } else { "long" }, state, &feature.to_string()])
}

fn long(kind: EventType, state: &str, feature: Stem) -> u64 {
    digest(&["years", kind.as_str(), state, &feature.to_string()])
}

/// The days that a claim knows, where it knows them well.
fn short(it: &Facets) -> Option<Interval> {
    it.date.filter(|&date| days(date) <= SHORT)
}

/// What a pair must share where other things say less: a word of the act or its mode, of a place with a name of its own,
/// of somebody who is named.
fn features(it: &Facets) -> BTreeSet<Stem> {
    let place = it.place.iter().filter(|place| !place.wide).flat_map(|place| place.words.iter().map(|word| hash(word)));
    let people = it.actors.iter().chain(&it.recipients).take(NAMED).flat_map(Who::own_name);
    let mode = (!it.mode.is_empty()).then(|| hash(&it.mode));
    it.trigger.iter().copied().chain(place).chain(people).chain(mode).collect()
}

/// The states of a claim that names several: each may have been guessed.
fn several_states(it: &Facets) -> impl Iterator<Item = &str> {
    it.states.iter().filter(|_| it.states.len() > 1).map(String::as_str)
}

fn each_state(it: &Facets) -> Vec<&str> {
    if it.states.is_empty() { vec![""] } else { it.states.iter().map(String::as_str).collect() }
}

fn filed_states(it: &Facets) -> Vec<States<'_>> {
    let states: Vec<&str> = it.states.iter().map(String::as_str).collect();
    let mut filed: Vec<States<'_>> = states.iter().map(|&state| States::Any(state)).collect();
    match *states.as_slice() {
        [] => filed.push(States::None),
        [only] => filed.push(States::Only(only)),
        _ => filed.extend(pairs(&states)),
    }
    filed
}

/// A claim with one state fits all that name it; one with more fits those that share two, or have only one of them.
fn sought_states(it: &Facets) -> Vec<States<'_>> {
    let states: Vec<&str> = it.states.iter().map(String::as_str).collect();
    match *states.as_slice() {
        [] => vec![States::None],
        [only] => vec![States::Any(only)],
        _ => pairs(&states).chain(states.iter().map(|&state| States::Only(state))).collect(),
    }
}

fn pairs<'f>(states: &[&'f str]) -> impl Iterator<Item = States<'f>> {
    states.iter().enumerate().flat_map(|(n, &a)| states[n + 1..].iter().map(move |&b| States::Pair(a, b)))
}

/// A day more at both ends: reports from other sides of the world differ by one.
fn widened(date: Interval) -> Interval {
    Interval::range(date.start.yesterday().unwrap_or(date.start), date.end.tomorrow().unwrap_or(date.end))
}

fn year(date: Date) -> u64 {
    u64::try_from(date.year()).unwrap_or(0)
}

/// Months since the year 0.
fn month(date: Date) -> u64 {
    year(date) * 12 + u64::try_from(date.month() - 1).unwrap_or(0)
}

fn day_cells(date: Interval) -> Vec<Cell> {
    let days = std::iter::successors(Some(date.start), |day| day.tomorrow().ok()).take_while(|&day| day <= date.end);
    days.map(|day| DAYS + month(day) * 31 + u64::try_from(day.day()).unwrap_or(0)).collect()
}

/// Thirds of months, and so many before and after.
fn third_cells(date: Interval, around: u64) -> Vec<Cell> {
    let third = |day: Date| month(day) * 3 + u64::try_from((day.day() - 1) / 10).unwrap_or(0).min(2);
    (third(date.start).saturating_sub(around)..=third(date.end) + around).map(|cell| THIRDS + cell).collect()
}

/// The thirds of months in which a claim was printed, or is told to have happened, and so many before and after.
fn told(it: &Facets, around: u64) -> Vec<Cell> {
    let printed = it.published.map_or_else(|| vec![THIRDS], |day| third_cells(Interval::day(day), around));
    let happened = short(it).map(|date| third_cells(date, around)).unwrap_or_default();
    [printed, happened].concat()
}

/// The years that a claim covers, where it covers more than a few weeks.
fn years(it: &Facets) -> Vec<Cell> {
    let date = it.date.filter(|&date| days(date) > SHORT);
    let years = date.into_iter().flat_map(|date| year(date.start)..=year(date.end)).take(100);
    years.map(|cell| YEARS + cell).collect()
}
