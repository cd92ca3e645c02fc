//! Light words: enough of the text's shape for the grammar, without a tokeniser's finer points.
//!
//! A token is a run of letters, a run of digits, or one other character. Spans are byte offsets.

use super::words::{self, Class};
use crate::Span;

/// One light word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// First byte.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
    /// What the grammar knows about it.
    pub(super) class: Class,
    /// The value of a run of digits of at most nine, else zero.
    pub(super) number: u32,
    /// Whether nothing stands between it and the token before.
    pub(super) glued: bool,
    /// Whether it begins with a capital.
    pub(super) capital: bool,
    /// Whether an empty line stands before it.
    pub(super) breaks: bool,
}

/// A text as the grammar sees it.
#[derive(Debug)]
pub(super) struct Words {
    /// The text with ASCII letters lowered: offsets stay the same.
    lower: String,
    tokens: Vec<Token>,
}

impl Words {
    /// Cuts a text into light words.
    pub(super) fn new(text: &str) -> Self {
        let lower = text.to_ascii_lowercase();
        let mut words = Self { tokens: Vec::with_capacity(lower.len() / 5), lower };
        let mut at = 0;
        let mut gap = 0;
        while at < text.len() {
            let Some(first) = text[at..].chars().next() else { break };
            if first.is_whitespace() {
                at += first.len_utf8();
                continue;
            }
            let end = at + run_length(&text[at..], first);
            words.push(text, first, at, end, gap);
            (at, gap) = (end, end);
        }
        words
    }

    fn push(&mut self, text: &str, first: char, start: usize, end: usize, gap: usize) {
        let digits = first.is_ascii_digit();
        let class = match first {
            _ if digits => Class::Digits,
            '\u{2018}' | '\u{2019}' | '\'' | '`' => Class::Mark('\''),
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '-' => Class::Mark('-'),
            '\u{201c}'..='\u{201f}' | '\u{ab}' | '\u{bb}' => Class::Mark('"'),
            _ if first.is_alphabetic() => words::class(&self.lower[start..end]),
            _ => Class::Mark(first),
        };
        let number = if digits && end - start <= 9 { text[start..end].parse().unwrap_or(0) } else { 0 };
        let between = &text[gap..start];
        let token = Token {
            start,
            end,
            class,
            number,
            glued: between.is_empty() && start > 0,
            capital: first.is_uppercase(),
            breaks: between.bytes().filter(|&b| b == b'\n').count() > 1,
        };
        self.tokens.push(token);
    }

    /// How many tokens there are.
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// A token, if there is one.
    pub(super) fn get(&self, i: usize) -> Option<&Token> {
        self.tokens.get(i)
    }

    /// The lowered word; empty outside the text.
    pub(super) fn word(&self, i: usize) -> &str {
        self.tokens.get(i).map_or("", |t| &self.lower[t.start..t.end])
    }

    /// The lowered word before `i`; empty at the text's beginning.
    pub(super) fn before(&self, i: usize) -> &str {
        i.checked_sub(1).map_or("", |i| self.word(i))
    }

    /// What the grammar knows about a token; [`Class::Other`] outside the text.
    pub(super) fn class(&self, i: usize) -> Class {
        self.tokens.get(i).map_or(Class::Other, |t| t.class)
    }

    /// Whether the word at `i` is one of these.
    pub(super) fn is(&self, i: usize, any: &[&str]) -> bool {
        let word = self.word(i);
        any.contains(&word)
    }

    /// Whether the words from `i` are these.
    pub(super) fn are(&self, i: usize, all: &[&str]) -> bool {
        all.iter().enumerate().all(|(k, w)| self.word(i + k) == *w)
    }

    /// Whether this character stands at `i`.
    pub(super) fn mark(&self, i: usize, mark: char) -> bool {
        self.class(i) == Class::Mark(mark)
    }

    /// Whether this character stands at `i`, with no space before it.
    pub(super) fn glued_mark(&self, i: usize, mark: char) -> bool {
        self.mark(i, mark) && self.glued(i)
    }

    /// Whether nothing stands between `i` and the token before.
    pub(super) fn glued(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.glued)
    }

    /// Whether the token begins with a capital.
    pub(super) fn capital(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.capital)
    }

    /// The value of the digits at `i`, when they number `len`.
    pub(super) fn digits(&self, i: usize, len: std::ops::RangeInclusive<usize>) -> Option<u32> {
        let token = self.tokens.get(i)?;
        (token.class == Class::Digits && len.contains(&(token.end - token.start))).then_some(token.number)
    }

    /// Past the hyphen at `i` that joins two words, if there is one; else `i`.
    pub(super) fn skip_hyphen(&self, i: usize) -> usize {
        if self.joins(i) { i + 1 } else { i }
    }

    /// Whether a hyphen at `i` joins the words around it.
    pub(super) fn joins(&self, i: usize) -> bool {
        self.glued_mark(i, '-') && self.glued(i + 1)
    }

    /// Bytes from the first of these tokens to the last.
    pub(super) fn span(&self, first: usize, end: usize) -> Span {
        let start = self.tokens.get(first).map_or(0, |t| t.start);
        let last = end.checked_sub(1).and_then(|i| self.tokens.get(i)).map_or(start, |t| t.end);
        Span { start, end: last.max(start) }
    }
}

/// Length in bytes of the run that begins with `first`.
fn run_length(text: &str, first: char) -> usize {
    let same: fn(char) -> bool = match first {
        _ if first.is_ascii_digit() => |c| c.is_ascii_digit(),
        _ if first.is_alphabetic() => char::is_alphabetic,
        _ => return first.len_utf8(),
    };
    text.find(|c| !same(c)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_digits_and_marks() {
        let text = "By Oct. 15\u{2019}s five-year 1990s";
        let words = Words::new(text);
        let all: Vec<&str> = (0..words.len()).map(|i| words.span(i, i + 1).of(text)).collect();
        assert_eq!(all, ["By", "Oct", ".", "15", "\u{2019}", "s", "five", "-", "year", "1990", "s"]);
        assert!(words.joins(7) && words.glued(10) && !words.glued(9));
        assert_eq!(words.digits(3, 1..=2), Some(15));
    }
}
