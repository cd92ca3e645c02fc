//! Cuts a text into tokens as the English treebanks do: by rule, without any learned part. Clitics ("n't", "'s") and
//! the halves of "cannot" are tokens of their own; so are most hyphens. It does not find sentences.

use crate::abbreviations::is_abbreviation;
use crate::marks::{
    clitic, closes, inner_mark, is_apostrophe, is_dash, is_smiley, is_url, opening, opposite, run_of, unit,
};
use rapporteur_core::Span;

/// A token and the white space before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) span: Span,
    /// How many line ends stand between this token and the one before.
    pub(crate) lines: usize,
    /// Whether white space stands before it.
    pub(crate) space: bool,
}

/// Longer runs without white space are cut here, so that no token is ever huge.
const LONGEST: usize = 1_000;

/// All tokens of a text, in order. Tokens and white space tile it.
pub(crate) fn tokenise(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(text.len() / 5);
    let (mut at, mut lines, mut space) = (0, 0, false);
    while at < text.len() {
        let rest = &text[at..];
        let c = rest.chars().next().unwrap_or(' ');
        if is_space(c) {
            lines += usize::from(c == '\n' || c == '\u{2029}');
            space = true;
            at += c.len_utf8();
            continue;
        }
        let mut end = at + rest.find(is_space).unwrap_or(rest.len());
        if end - at > LONGEST {
            end = at + LONGEST;
            while !text.is_char_boundary(end) {
                end -= 1;
            }
        }
        let first = pieces.len();
        Chunk { text, pieces: &mut pieces }.cut(at, end);
        if let Some(piece) = pieces.get_mut(first) {
            (piece.lines, piece.space) = (lines, space);
        }
        (at, lines, space) = (end, 0, false);
    }
    pieces
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}'
}

/// One run of text without white space, while it is being cut.
struct Chunk<'t, 'p> {
    text: &'t str,
    pieces: &'p mut Vec<Piece>,
}

impl Chunk<'_, '_> {
    fn push(&mut self, start: usize, end: usize) {
        if start < end {
            self.pieces.push(Piece { span: Span::new(start, end), lines: 0, space: false });
        }
    }

    /// Cuts off what opens and closes, then the word between.
    fn cut(&mut self, mut start: usize, end: usize) {
        while let Some(length) = opening(&self.text[start..end]) {
            self.push(start, start + length);
            start += length;
        }
        let stop = self.core_end(start, end);
        self.word(start, stop);
        self.tail(stop, end);
    }

    /// Where the word ends and the closing marks begin.
    fn core_end(&self, start: usize, end: usize) -> usize {
        if is_smiley(&self.text[start..end]) {
            return end;
        }
        let mut stop = end;
        while let Some(c) = self.text[start..stop].chars().next_back() {
            let before = stop - c.len_utf8();
            let word = &self.text[start..before];
            let cut = match c {
                '.' => !self.keeps_stop(start, before, end),
                ')' | ']' | '}' => {
                    !word.contains(opposite(c)) || word.ends_with('.') || word.starts_with(['(', '[', '{'])
                }
                '\'' | '’' if word.ends_with(is_apostrophe) => true,
                '-' => before > start && word.chars().all(char::is_alphabetic) && word.len() > 3,
                _ => closes(c) || is_dash(c),
            };
            if !cut || before == start && !closes(c) && c != '.' {
                break;
            }
            stop = before;
        }
        stop
    }

    /// Whether the full stop at `dot` belongs to the word before it.
    fn keeps_stop(&self, start: usize, dot: usize, end: usize) -> bool {
        let word = &self.text[start..dot];
        let after = self.text[dot + 1..end].chars().next();
        if word.ends_with('.') || word.is_empty() {
            return false;
        }
        let next = self.text[end..].trim_start_matches(' ').chars().next();
        let word = word.rsplit(['-', '/', '–', '—']).next().unwrap_or(word);
        is_abbreviation(word, if after.is_some() { after } else { next })
    }

    /// Closing marks, one token each but for runs of stops and dashes.
    fn tail(&mut self, mut start: usize, end: usize) {
        while start < end {
            let rest = &self.text[start..end];
            let Some(c) = rest.chars().next() else { return };
            let length = match c {
                '.' | '!' | '?' => rest.find(|x| !matches!(x, '.' | '!' | '?')).unwrap_or(rest.len()),
                '-' | '*' | '=' | '~' | '>' | '<' | '$' => run_of(rest, c),
                '\'' if rest.starts_with("''") => 2,
                '`' if rest.starts_with("``") => 2,
                _ => c.len_utf8(),
            };
            self.push(start, start + length);
            start += length;
        }
    }

    /// A word without marks around it: cut at dashes, slashes, glued stops and hyphens, then clitics.
    fn word(&mut self, start: usize, end: usize) {
        let word = &self.text[start..end];
        if word.is_empty() {
            return;
        }
        if is_url(word) {
            return self.push(start, end);
        }
        if let Some((at, length)) = inner_mark(word) {
            self.word_or_tail(start, start + at);
            self.push(start + at, start + at + length);
            return self.cut(start + at + length, end);
        }
        self.clitics(start, end);
    }

    /// The left side of an inner mark may itself end in marks.
    fn word_or_tail(&mut self, start: usize, end: usize) {
        let stop = self.core_end(start, end);
        self.word(start, stop);
        self.tail(stop, end);
    }

    /// "don't" is "do" and "n't"; "Assad's" is "Assad" and "'s"; "cannot" is "can" and "not"; "5km" is "5" and "km".
    fn clitics(&mut self, start: usize, end: usize) {
        let word = &self.text[start..end];
        let at = clitic(word).or_else(|| unit(word)).filter(|&at| at > 0 && at < word.len());
        match at {
            Some(at) => {
                self.clitics(start, start + at);
                self.push(start + at, end);
            }
            None => self.push(start, end),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tokens of a text, with a bar between them.
    fn cut(text: &str) -> String {
        tokenise(text).iter().map(|piece| piece.span.of(text)).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn tokens_are_cut_as_the_treebanks_do() {
        for (text, tokens) in [
            ("“I don’t know,” he said.", "“|I|do|n’t|know|,|”|he|said|."),
            ("Mr. Kerry's U.S. envoys", "Mr.|Kerry|'s|U.S.|envoys"),
            ("al-Assad's anti-war cease-fire", "al|-|Assad|'s|anti-war|cease|-|fire"),
            ("the talks—their third—failed", "the|talks|—|their|third|—|failed"),
            ("the accusations.Secretary Kerry", "the|accusations|.|Secretary|Kerry"),
            ("on Jan. 5 at 10:30 a.m., 5,000 men", "on|Jan.|5|at|10:30|a.m.|,|5,000|men"),
            ("cannot, won't, the rebels' $5.5 million", "can|not|,|wo|n't|,|the|rebels|'|$|5.5|million"),
            ("a 72-hour truce (the second)", "a|72|-|hour|truce|(|the|second|)"),
            ("see http://example.org/a-b/ or 50%...", "see|http://example.org/a-b/|or|50|%|..."),
            ("Sen. Bob Corker (R-Tenn.) left", "Sen.|Bob|Corker|(|R|-|Tenn.|)|left"),
        ] {
            assert_eq!(cut(text), tokens);
        }
    }
}
