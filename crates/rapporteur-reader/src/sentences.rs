//! Finds where sentences end among the tokens of a text: a few rules that always hold, and a linear model over hashed
//! features for the rest. Sentences that run on without end are cut at [`LONGEST`] tokens.

use std::borrow::Cow;
use std::ops::Range;

use crate::chars::{hash, normalise, shape};
use crate::tokens::Piece;

/// Longer sentences are cut, so that the network's memory stays bounded.
pub(crate) const LONGEST: usize = 200;
/// A dateline has at most this many tokens.
const DATELINE: usize = 16;
/// Rows of the table of weights.
pub(crate) const ROWS: u32 = 65_536;

/// Whether a place may end a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Always,
    Never,
    Learned,
}

/// The tokens of a text as the boundary model sees them.
pub(crate) struct Boundaries<'t> {
    words: Vec<Word<'t>>,
    pieces: &'t [Piece],
}

struct Word<'t> {
    form: &'t str,
    /// Lower-cased, with plain quotes and dashes, digits as 0; most words are so as they stand.
    plain: Cow<'t, str>,
    /// How many columns this token's line is wide, up to its end.
    column: usize,
    /// Whether an odd number of quotation marks stands before the place after this token, in its paragraph.
    quoted: bool,
}

fn plain(form: &str) -> Cow<'_, str> {
    if form.bytes().all(|b| b.is_ascii_lowercase() || matches!(b, b'.' | b',')) {
        return form.into();
    }
    normalise(form).to_lowercase().replace(|c: char| c.is_ascii_digit(), "0").into()
}

impl<'t> Boundaries<'t> {
    pub(crate) fn new(text: &'t str, pieces: &'t [Piece]) -> Boundaries<'t> {
        let (mut line, mut quoted) = (0, false);
        let words = pieces.iter().map(|piece| {
            let form = piece.span.of(text);
            if piece.lines > 0 {
                line = piece.span.start;
            }
            if piece.lines > 1 {
                quoted = false;
            }
            match form {
                "\"" | "''" | "``" => quoted = !quoted,
                "“" => quoted = true,
                "”" => quoted = false,
                _ => {}
            }
            Word { form, plain: plain(form), column: piece.span.end - line, quoted }
        });
        Boundaries { words: words.collect(), pieces }
    }

    /// What the rules say of an end after token `i`, which is not the last.
    pub(crate) fn verdict(&self, i: usize) -> Verdict {
        let (word, next, gap) = (&self.words[i], &self.words[i + 1], &self.pieces[i + 1]);
        let starts_small = next.form.starts_with(char::is_lowercase);
        if gap.lines > 1 {
            return Verdict::Always;
        }
        if !gap.space && next.form.chars().all(|c| !c.is_alphanumeric()) && !matches!(next.form, "“" | "‘" | "(" | "[")
        {
            return Verdict::Never;
        }
        let is_initial =
            word.form.ends_with('.') && word.form.chars().count() == 2 && word.form.starts_with(char::is_uppercase);
        let capital = next.form.starts_with(char::is_uppercase);
        if (is_initial && capital || is_title(&word.plain)) && gap.lines == 0 {
            return Verdict::Never;
        }
        let abbreviated =
            word.plain.len() > 1 && word.plain.ends_with('.') && word.plain.starts_with(char::is_alphabetic);
        if abbreviated && starts_small {
            return Verdict::Never;
        }
        let quoted_end = matches!(word.plain.as_ref(), "\"" | "'");
        if self.ends_dateline(i) {
            return Verdict::Always;
        }
        let salutes = word.plain == "," && i > 0 && is_salutation(&self.words[i - 1].plain);
        if quoted_end && starts_small || word.plain == "," && !salutes {
            return Verdict::Never;
        }
        let marks = |c: char| {
            matches!(
                c,
                '.' | '?'
                    | '!'
                    | ':'
                    | ';'
                    | ')'
                    | ']'
                    | '"'
                    | '\''
                    | '-'
                    | '*'
                    | '>'
                    | '|'
                    | '='
                    | '•'
                    | '_'
                    | '~'
                    | '#'
            )
        };
        let stamps = matches!(word.plain.as_ref(), "am" | "pm") && !starts_small;
        if gap.lines > 0 || salutes || stamps || is_address(&word.plain) || word.plain.ends_with(marks) {
            return Verdict::Learned;
        }
        Verdict::Never
    }

    /// Whether token `i` is the dash of a dateline: "WASHINGTON, Aug. 8 (Xinhua) --", "BOGOTA, Colombia -".
    fn ends_dateline(&self, i: usize) -> bool {
        if !matches!(self.words[i].plain.as_ref(), "--" | "-") || i == 0 {
            return false;
        }
        let start = (0..=i).rev().take(DATELINE).find(|&k| k == 0 || self.pieces[k].lines > 0);
        start.is_some_and(|k| {
            let place = self.words[k].form;
            let shouted =
                place.chars().count() > 2 && place.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '\''));
            shouted && (self.words[i - 1].form == ")" || self.is_bare_dateline(k, i))
        })
    }

    /// "BOGOTA, Colombia -": nothing but names, days and commas up to a dash that stands free.
    fn is_bare_dateline(&self, start: usize, dash: usize) -> bool {
        let free =
            self.pieces[dash].space && self.pieces.get(dash + 1).is_some_and(|next| next.space && next.lines == 0);
        let part = |word: &Word<'_>| {
            word.form.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
                || matches!(word.plain.as_ref(), "," | "." | "-" | "/" | "(" | ")" | "and" | "of" | "de" | "the")
        };
        free && self.words[start..dash].iter().all(part)
    }

    /// The rows of the features of an end after token `i`, when the sentence so far began at token `start`.
    pub(crate) fn features(&self, i: usize, start: usize) -> Vec<u32> {
        let none = "";
        let at = |k: isize| usize::try_from(i as isize + k).ok().and_then(|j| self.words.get(j));
        let plain = |k: isize| at(k).map_or(none, |w| w.plain.as_ref());
        let form = |k: isize| shape(at(k).map_or(none, |w| w.form));
        let gap = &self.pieces[i + 1];
        let gap_kind = format!("{}{}", gap.lines.min(2), u8::from(gap.space));
        let quoted = if self.words[i].quoted { "q" } else { "n" };
        let length = (i + 1 - start).ilog2().min(6);
        let column = if gap.lines > 0 { (self.words[i].column / 8).min(14) } else { 99 };
        let (a, b, c, d) = (plain(-1), plain(0), plain(1), plain(2));
        let (fa, fb, fc, fd) = (form(-1), form(0), form(1), form(2));
        let short_before = a.chars().count().min(5);
        let address = |word: &str| if is_address(word) { "@" } else { "" };
        let names = [
            format!("b {b}"),
            format!("c {c}"),
            format!("a {a}"),
            format!("d {d}"),
            format!("bc {b} {c}"),
            format!("ab {a} {b}"),
            format!("b fc {b} {fc} {gap_kind}"),
            format!("fb fc {fb} {fc} {gap_kind}"),
            format!("fa b fc {fa} {b} {fc}"),
            format!("cd {c} {d}"),
            format!("b fc fd {b} {fc} {fd}"),
            format!("b gap {b} {gap_kind}"),
            format!("b q {b} {quoted} {fc}"),
            format!("len {b} {length}"),
            format!("len gap {gap_kind} {length}"),
            format!("col {column} {fc}"),
            format!("col b {column} {b}"),
            format!("short {short_before} {b} {fc}"),
            format!("a b gap {a} {b} {gap_kind}"),
            format!("q gap {quoted} {gap_kind} {b}"),
            format!("at {} {} {fc} {fd}", address(b), address(c)),
            "one".to_owned(),
        ];
        names.iter().map(|name| hash(name.as_bytes(), 40) % ROWS).collect()
    }

    /// Ranges of tokens, one a sentence, by the model's weights.
    pub(crate) fn sentences(&self, weights: &[f32]) -> Vec<Range<usize>> {
        let mut out = Vec::new();
        let mut start = 0;
        for i in 0..self.words.len() {
            let ends = i + 1 == self.words.len()
                || i + 1 - start >= LONGEST
                || match self.verdict(i) {
                    Verdict::Always => true,
                    Verdict::Never => false,
                    Verdict::Learned => self.features(i, start).iter().map(|&r| weights[r as usize]).sum::<f32>() > 0.0,
                };
            if ends {
                out.push(start..i + 1);
                start = i + 1;
            }
        }
        out
    }
}

/// Words that open or close a letter, before a comma.
fn is_salutation(plain: &str) -> bool {
    matches!(
        plain,
        "hi" | "hello"
            | "dear"
            | "all"
            | "thanks"
            | "thx"
            | "you"
            | "regards"
            | "sincerely"
            | "cheers"
            | "yours"
            | "best"
            | "love"
            | "truly"
    )
}

/// An e-mail address or the address of a page.
fn is_address(plain: &str) -> bool {
    plain.starts_with("http") && plain.contains("://")
        || plain.starts_with("www.")
        || plain.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
}

/// Titles and the like, after which a name must follow.
fn is_title(plain: &str) -> bool {
    matches!(
        plain,
        "mr."
            | "mrs."
            | "ms."
            | "dr."
            | "prof."
            | "gen."
            | "lt."
            | "col."
            | "sgt."
            | "capt."
            | "cmdr."
            | "adm."
            | "maj."
            | "brig."
            | "rep."
            | "reps."
            | "sen."
            | "sens."
            | "gov."
            | "pres."
            | "rev."
            | "hon."
            | "st."
            | "messrs."
            | "mme."
            | "vs."
            | "supt."
            | "amb."
            | "atty."
            | "lt.gen."
            | "maj.gen."
            | "gens."
            | "mt."
            | "ft."
    )
}
