//! The grammar of time expressions against a table of sentences, and against any text at all.

use proptest::prelude::*;
use rapporteur_core::resolve::times::read_times;
use rapporteur_core::{Interval, Reading, Resolution, Unresolved};

const PHRASES: &str = include_str!("times/phrases.txt");

/// A row of the table: the day of the report, the sentence, the expressions and their values.
fn rows() -> impl Iterator<Item = (Option<jiff::civil::Date>, String, Vec<String>, Vec<String>)> {
    PHRASES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| {
        let columns: Vec<&str> = line.split('|').map(str::trim).collect();
        let phrases = columns[1].split('[').skip(1).map(|p| p.split(']').next().unwrap_or_default().to_owned());
        let values = columns[2].split_whitespace().map(str::to_owned).collect();
        (columns[0].parse().ok(), columns[1].replace(['[', ']'], ""), phrases.collect(), values)
    })
}

#[test]
fn every_phrase_of_the_table_is_read() {
    let mut wrong = Vec::new();
    for (published, text, phrases, values) in rows() {
        let times = read_times(&text, &Reading::default(), published);
        let got: Vec<(&str, &str)> = times.iter().map(|t| (t.span.of(&text), t.value.as_str())).collect();
        let expected: Vec<(&str, &str)> = phrases.iter().zip(&values).map(|(p, v)| (p.as_str(), v.as_str())).collect();
        if got != expected || phrases.len() != values.len() {
            wrong.push(format!("{text}\n   expected {expected:?}\n   got      {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} rows differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// The days of the only expression of a text.
fn days(text: &str, published: &str) -> Resolution<Interval> {
    let times = read_times(text, &Reading::default(), published.parse().ok());
    assert_eq!(times.len(), 1, "{text}: {times:?}");
    times[0].interval.clone()
}

#[test]
fn intervals_cover_the_days_that_are_meant() {
    for (text, expected) in [
        ("They met last week.", "2016-10-10/2016-10-16"),
        ("They fought over the weekend.", "2016-10-15/2016-10-16"),
        ("They met in September.", "2016-09"),
        ("They lost in the third quarter.", "2016-07-01/2016-09-30"),
        ("They fought last spring.", "2016-03-01/2016-05-31"),
        ("The war of the 1990s ended.", "1990-01-01/1999-12-31"),
        ("In the past two years they fled.", "2014-10-19/2016-10-19"),
        ("He is now abroad.", "2016-10-19"),
        ("Six died Sunday night.", "2016-10-16"),
    ] {
        let Resolution::Resolved(interval) = days(text, "2016-10-19") else { panic!("{text} has no days") };
        assert_eq!(interval.to_string(), expected, "{text}");
    }
}

#[test]
fn what_has_no_days_says_why() {
    assert_eq!(days("They fled several years ago.", "2016-10-19"), Resolution::Unresolved(Unresolved::Vague));
    assert_eq!(days("They talked for two days.", "2016-10-19"), Resolution::Unresolved(Unresolved::Vague));
    assert_eq!(days("They fled on Friday.", ""), Resolution::Unresolved(Unresolved::NoReportDate));
    assert_eq!(days("They fled last week.", ""), Resolution::Unresolved(Unresolved::NoReportDate));
}

#[test]
fn a_long_row_of_the_same_word_costs_no_stack() {
    for word in ["some ", "the ", "a half ", "hundred ", "last ", "Friday, ", "1,000,", "end of the "] {
        let text = word.repeat(50_000);
        check_spans(&text, Some((2016, 10, 19)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Any text is read without a panic, into spans that lie in it, in order, apart, on character boundaries.
    #[test]
    fn any_text_is_read(text in "\\PC{0,200}", day in prop::option::of((-9999i16..=9999, 1i8..=12, 1i8..=28))) {
        check_spans(&text, day);
    }

    /// The same of texts made of the grammar's own words, which reach every rule.
    #[test]
    fn any_row_of_time_words_is_read(
        words in prop::collection::vec(prop::sample::select(VOCABULARY.to_vec()), 0..24),
        gaps in prop::collection::vec(prop::sample::select(vec![" ", "", "-", ", ", "\n\n"]), 24),
        day in prop::option::of((-9999i16..=9999, 1i8..=12, 1i8..=28)),
    ) {
        let text: String = words.iter().zip(&gaps).flat_map(|(word, gap)| [*word, *gap]).collect();
        check_spans(&text, day);
    }
}

/// Words that the rules look for.
const VOCABULARY: &[&str] = &[
    "the",
    "a",
    "last",
    "this",
    "next",
    "past",
    "early",
    "late",
    "mid",
    "end",
    "of",
    "in",
    "ago",
    "earlier",
    "later",
    "from",
    "now",
    "two",
    "twenty",
    "hundred",
    "thousand",
    "999999999",
    "31",
    "2016",
    "9999",
    "1",
    "/",
    ".",
    "'",
    "s",
    "th",
    "-",
    ":",
    "30",
    "p",
    "m",
    "May",
    "Feb",
    "March",
    "Friday",
    "Sun",
    "week",
    "years",
    "quarter",
    "first",
    "third",
    "half",
    "every",
    "day",
    "daily",
    "Easter",
    "week",
    "weekend",
    "spring",
    "night",
    "noon",
    "that",
    "same",
    "year",
    "today",
    "decades",
    "million",
    "couple",
    "several",
    "centuries",
    "will",
    "said",
    "é",
    "’",
    "and",
    "0",
    "29",
    "February",
    "fiscal",
    "each",
];

fn check_spans(text: &str, day: Option<(i16, i8, i8)>) {
    let published = day.and_then(|(year, month, day)| jiff::civil::Date::new(year, month, day).ok());
    let times = read_times(text, &Reading::default(), published);
    let mut last = 0;
    for time in &times {
        assert!(time.span.start >= last && time.span.end > time.span.start, "{times:?}");
        assert!(text.get(time.span.start..time.span.end).is_some(), "{times:?}");
        assert!(!time.value.is_empty(), "{times:?}");
        last = time.span.end;
    }
    assert_eq!(times, read_times(text, &Reading::default(), published));
}
