//! Amounts: numbers in digits and letters with the words that qualify them.

use std::ops::Range;

use super::super::tree::Tree;
use crate::reading::Upos;

/// A number, or a range of them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Amount {
    /// First token, qualifier included.
    pub(super) first: usize,
    /// Last token of the number.
    pub(super) last: usize,
    /// A token of the number itself.
    pub(super) number: usize,
    /// Least.
    pub(super) low: Option<f64>,
    /// Most.
    pub(super) high: Option<f64>,
    /// A sum of money.
    pub(super) money: bool,
    /// The noun that hangs on the number by a hyphen ("62-member").
    pub(super) hyphened: Option<String>,
}

/// A number with its last token: `Some(low)` and whether it is open upwards, or a share.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Value {
    Exact(f64),
    Open(f64),
    Share,
}

#[derive(Clone, Copy)]
enum Bound {
    Same,
    Least,
    Most,
}

/// What stands before a number; longer phrases first.
const BEFORE: &[(&str, Bound)] = &[
    ("no fewer than", Bound::Least),
    ("no less than", Bound::Least),
    ("not more than", Bound::Most),
    ("no more than", Bound::Most),
    ("as many as", Bound::Most),
    ("as much as", Bound::Most),
    ("as few as", Bound::Least),
    ("at least", Bound::Least),
    ("more than", Bound::Least),
    ("greater than", Bound::Least),
    ("well over", Bound::Least),
    ("upwards of", Bound::Least),
    ("in excess of", Bound::Least),
    ("fewer than", Bound::Most),
    ("less than", Bound::Most),
    ("at most", Bound::Most),
    ("up to", Bound::Most),
    ("an estimated", Bound::Same),
    ("close to", Bound::Same),
    ("over", Bound::Least),
    ("topped", Bound::Least),
    ("exceeded", Bound::Least),
    ("exceeds", Bound::Least),
    ("about", Bound::Same),
    ("around", Bound::Same),
    ("some", Bound::Same),
    ("approximately", Bound::Same),
    ("roughly", Bound::Same),
    ("nearly", Bound::Same),
    ("almost", Bound::Same),
    ("estimated", Bound::Same),
    ("perhaps", Bound::Same),
    ("only", Bound::Same),
    ("another", Bound::Same),
];

const SMALL: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: &[&str] = &["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const SCALES: &[(&str, f64)] =
    &[("dozen", 12.0), ("hundred", 100.0), ("thousand", 1e3), ("million", 1e6), ("billion", 1e9), ("trillion", 1e12)];
const VAGUE: &[(&str, f64)] = &[
    ("dozens", 24.0),
    ("scores", 40.0),
    ("hundreds", 200.0),
    ("thousands", 2000.0),
    ("millions", 2e6),
    ("billions", 2e9),
];

/// The amounts among some tokens, in order.
pub(super) fn amounts(tree: &Tree<'_>, tokens: Range<usize>) -> Vec<Amount> {
    let words: Vec<String> = tokens.clone().map(|t| tree.word(t).to_lowercase()).collect();
    let mut found = Vec::new();
    let mut i = 0;
    while i < words.len() {
        let Some((value, end)) = value(&words, i) else {
            i += 1;
            continue;
        };
        let (amount, next) = amount(&words, i, value, end, tokens.start);
        let timed = tree.entity_kind(amount.number).is_some_and(|k| k.is_time());
        let ordinal = tree.upos(amount.number) == Upos::Adv;
        if !timed && !ordinal && !is_label(&words, i, end) {
            found.push(amount);
        }
        i = next;
    }
    found
}

/// "Resolution 2254", "No. 10", "2016", "10:30": numbers that name, not count.
fn is_label(words: &[String], start: usize, end: usize) -> bool {
    let before = start.checked_sub(1).map_or("", |b| words[b].as_str());
    let after = words.get(end).map_or("", String::as_str);
    let named = matches!(
        before,
        "resolution" | "resolutions" | "no." | "number" | "article" | "chapter" | "flight" | "route" | "since"
    );
    let year = end == start + 1
        && words[start].len() == 4
        && words[start].parse::<u32>().is_ok_and(|y| (1900..2100).contains(&y));
    let clock = matches!(after, "a.m." | "p.m." | "gmt" | "o'clock");
    named || clock || (year && !matches!(after, "people" | "troops" | "soldiers" | "civilians"))
}

fn amount(words: &[String], start: usize, value: Value, end: usize, offset: usize) -> (Amount, usize) {
    let (mut low, mut high) = ends(value);
    let (mut first, mut last) = (start, end - 1);
    let mut next = end;
    let between = start > 0 && words[start - 1] == "between";
    let joins = |w: &str| matches!(w, "to" | "-" | "–" | "or") || (between && w == "and");
    if let Some((Value::Exact(upper), after)) =
        words.get(end).filter(|w| joins(w)).and_then(|_| self::value(words, end + 1))
    {
        // "10 to 15 million": the scale holds for both.
        let scale = low.filter(|&l| upper >= 1000.0 && l < 1000.0 && words[end - 1].parse::<f64>().is_ok());
        let factor = scale.and_then(|_| SCALES.iter().find(|s| words[after - 1].starts_with(s.0))).map_or(1.0, |s| s.1);
        if low.is_some_and(|l| l * factor < upper) {
            low = low.map(|l| l * factor);
            high = Some(upper);
            last = after - 1;
            next = after;
            first = if between { start - 1 } else { start };
        }
    }
    if value != Value::Share && high == low {
        if let Some((from, bound)) = qualifier(words, start) {
            first = from;
            match bound {
                Bound::Same => {}
                Bound::Least => high = None,
                Bound::Most => low = None,
            }
        }
    } else if let Some((from, _)) = qualifier(words, start) {
        first = first.min(from);
    }
    if words.get(next).is_some_and(|w| w == "or") && words.get(next + 1).is_some_and(|w| w == "more") {
        high = None;
        last = next + 1;
        next += 2;
    }
    let sign = first.checked_sub(1).filter(|&b| matches!(words[b].as_str(), "$" | "€" | "£" | "us$" | "¥"));
    let inner = start.checked_sub(1).is_some_and(|b| matches!(words[b].as_str(), "$" | "€" | "£" | "us$" | "¥"));
    let currency = |i: usize| words.get(i).is_some_and(|w| CURRENCIES.contains(&w.as_str()));
    let money = sign.is_some() || inner || currency(next) || (words[start].starts_with(['$', '€', '£']));
    if currency(next) {
        last = next;
        next += 1;
    }
    let first = sign.map_or(first, |s| qualifier(words, s).map_or(s, |(from, _)| from));
    let (low, high) = if money { money_bounds(words, start, low, high) } else { (low, high) };
    let hyphened = hyphened(words, start, last);
    let amount =
        Amount { first: first + offset, last: last + offset, number: start + offset, low, high, money, hyphened };
    (amount, next.max(start + 1))
}

/// Words of money after a number.
const CURRENCIES: &[&str] = &[
    "dollars", "dollar", "euros", "euro", "pounds", "rubles", "roubles", "francs", "marks", "yen", "yuan", "dinars",
    "riyals", "shekels",
];

/// "more than $5 million": the qualifier stands before the sign.
fn money_bounds(words: &[String], start: usize, low: Option<f64>, high: Option<f64>) -> (Option<f64>, Option<f64>) {
    let sign = start.checked_sub(1).filter(|&b| matches!(words[b].as_str(), "$" | "€" | "£" | "us$" | "¥"));
    match sign.and_then(|s| qualifier(words, s)) {
        Some((_, Bound::Least)) => (low, None),
        Some((_, Bound::Most)) => (None, high),
        _ => (low, high),
    }
}

fn ends(value: Value) -> (Option<f64>, Option<f64>) {
    match value {
        Value::Exact(n) => (Some(n), Some(n)),
        Value::Open(n) => (Some(n), None),
        Value::Share => (None, None),
    }
}

fn qualifier(words: &[String], start: usize) -> Option<(usize, Bound)> {
    BEFORE.iter().find_map(|(phrase, bound)| {
        let parts: Vec<&str> = phrase.split(' ').collect();
        let from = start.checked_sub(parts.len())?;
        parts.iter().zip(&words[from..]).all(|(p, w)| p == w).then_some((from, *bound))
    })
}

/// "62-member", "300-strong": the word after the hyphen.
fn hyphened(words: &[String], start: usize, last: usize) -> Option<String> {
    let own = words[start].split_once('-').filter(|(n, _)| n.chars().all(|c| c.is_ascii_digit())).map(|(_, w)| w);
    let next = words.get(last + 1).filter(|w| *w == "-").and_then(|_| words.get(last + 2)).map(String::as_str);
    own.or(next).filter(|w| w.chars().next().is_some_and(char::is_alphabetic)).map(str::to_owned)
}

/// The number that begins at a word, and the word after it.
fn value(words: &[String], i: usize) -> Option<(Value, usize)> {
    let word = words.get(i)?.as_str();
    let next = words.get(i + 1).map_or("", String::as_str);
    if let Some(n) = vague(words, i) {
        return Some(n);
    }
    if matches!(word, "half" | "third" | "thirds" | "quarter" | "quarters" | "majority") {
        return (next == "of" || word == "half" && next == "the").then_some((Value::Share, i + 1));
    }
    if matches!(word, "a" | "an") {
        let scale = SCALES.iter().find(|s| s.0 == next)?;
        let (factor, end) = scales(words, i + 2);
        return Some((Value::Exact(scale.1 * factor), end));
    }
    let (number, mut end) = digits(word).map(|n| (n, i + 1)).or_else(|| letters(words, i))?;
    let (factor, after) = scales(words, end);
    end = after;
    let unit = words.get(end).map_or("", String::as_str);
    if matches!(unit, "%" | "percent" | "per") || word.ends_with('%') {
        let end = if unit == "per" {
            end + 2
        } else if unit.is_empty() || word.ends_with('%') {
            end
        } else {
            end + 1
        };
        return Some((Value::Share, end.min(words.len())));
    }
    Some((Value::Exact(number * factor), end))
}

/// "dozens", "tens of thousands", "several hundred".
fn vague(words: &[String], i: usize) -> Option<(Value, usize)> {
    let word = words[i].as_str();
    let at = |k: usize| words.get(i + k).map_or("", String::as_str);
    if matches!(word, "tens" | "hundreds") && at(1) == "of" {
        let tens = if word == "tens" { 20.0 } else { 200.0 };
        let scale = match at(2) {
            "thousands" => 1e3,
            "millions" => 1e6,
            _ => 0.0,
        };
        if scale > 0.0 {
            return Some((Value::Open(tens * scale), i + 3));
        }
    }
    if matches!(word, "several" | "many") || (word == "few" && i > 0 && words[i - 1] == "a") {
        let low = match at(1) {
            "dozen" => 24.0,
            "score" => 40.0,
            "hundred" => 200.0,
            "thousand" => 2000.0,
            "million" => 2e6,
            _ => return None,
        };
        return Some((Value::Open(low), i + 2));
    }
    let plural = VAGUE.iter().find(|v| v.0 == word)?;
    Some((Value::Open(plural.1), i + 1))
}

fn digits(word: &str) -> Option<f64> {
    let bare = word.trim_start_matches(['$', '€', '£']).trim_end_matches('%');
    let bare = bare.split_once('-').filter(|(_, w)| w.chars().all(char::is_alphabetic)).map_or(bare, |(n, _)| n);
    let plain: String = bare.chars().filter(|c| *c != ',').collect();
    let grouped =
        !bare.contains(',') || bare.split(',').skip(1).all(|g| g.split('.').next().is_some_and(|g| g.len() == 3));
    (grouped && plain.starts_with(|c: char| c.is_ascii_digit())).then(|| plain.parse().ok()).flatten()
}

fn small(word: &str) -> Option<f64> {
    if let Some((tens, ones)) = word.split_once('-') {
        let (tens, ones) = (TENS.iter().position(|t| *t == tens)?, SMALL.iter().position(|s| *s == ones)?);
        return Some((tens * 10 + 20 + ones) as f64);
    }
    SMALL
        .iter()
        .position(|s| *s == word)
        .or_else(|| TENS.iter().position(|t| *t == word).map(|t| t * 10 + 20))
        .map(|n| n as f64)
}

/// "twenty-five", "twenty - five".
fn letters(words: &[String], i: usize) -> Option<(f64, usize)> {
    let first = small(&words[i])?;
    let tens = TENS.contains(&words[i].as_str());
    let skip = usize::from(words.get(i + 1).is_some_and(|w| w == "-"));
    let ones = words.get(i + 1 + skip).filter(|_| tens).and_then(|w| small(w)).filter(|n| *n > 0.0 && *n < 10.0);
    Some(ones.map_or((first, i + 1), |ones| (first + ones, i + 2 + skip)))
}

/// The product of the scale words from here on.
fn scales(words: &[String], mut i: usize) -> (f64, usize) {
    let mut factor = 1.0;
    while let Some(scale) = words.get(i).and_then(|w| SCALES.iter().find(|s| s.0 == w)) {
        factor *= scale.1;
        i += 1;
    }
    (factor, i)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Low and high of the one amount in some words.
    fn bounds(text: &str) -> (Option<f64>, Option<f64>) {
        let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        let (start, (value, end)) = (0..words.len()).find_map(|i| Some((i, value(&words, i)?))).expect("an amount");
        let (amount, _) = amount(&words, start, value, end, 0);
        (amount.low, amount.high)
    }

    #[test]
    fn qualifiers_open_a_figure_on_one_side() {
        assert_eq!(bounds("about 500 people"), (Some(500.0), Some(500.0)));
        assert_eq!(bounds("more than 1,200 people"), (Some(1200.0), None));
        assert_eq!(bounds("as many as 1.7 million people"), (None, Some(1.7e6)));
        assert_eq!(bounds("more than $ 3 million"), (Some(3e6), None));
    }

    #[test]
    fn vague_words_have_a_least() {
        assert_eq!(bounds("dozens of people"), (Some(24.0), None));
        assert_eq!(bounds("tens of thousands of people"), (Some(20_000.0), None));
        assert_eq!(bounds("several hundred people"), (Some(200.0), None));
        assert_eq!(bounds("half of the people"), (None, None));
        assert_eq!(bounds("40 percent of the people"), (None, None));
    }

    #[test]
    fn letters_and_ranges_are_numbers() {
        assert_eq!(bounds("twenty-five soldiers"), (Some(25.0), Some(25.0)));
        assert_eq!(bounds("a dozen soldiers"), (Some(12.0), Some(12.0)));
        assert_eq!(bounds("between 20 and 30 soldiers"), (Some(20.0), Some(30.0)));
        assert_eq!(bounds("10 to 15 thousand soldiers"), (Some(10_000.0), Some(15_000.0)));
        assert_eq!(bounds("five hundred thousand people"), (Some(5e5), Some(5e5)));
    }
}
