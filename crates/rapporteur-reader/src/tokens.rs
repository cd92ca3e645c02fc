//! Cuts a text into tokens as the English treebanks do: by rule, without any learned part. Clitics ("n't", "'s") and
//! the halves of "cannot" are tokens of their own; so are most hyphens. It does not find sentences.

use crate::abbreviations::{is_abbreviation, is_hyphenated_prefix};
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

/// Marks that open before a word.
fn opens(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '('
            | '['
            | '{'
            | '<'
            | '“'
            | '‘'
            | '«'
            | '„'
            | '‚'
            | '`'
            | '¿'
            | '¡'
            | '*'
            | '|'
            | '•'
            | '·'
            | '~'
            | '='
    ) || is_currency(c)
}

fn is_currency(c: char) -> bool {
    matches!(c, '$' | '£' | '€' | '¥' | '₹' | '¢')
}

/// Marks that close after a word; the full stop has its own rule.
fn closes(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | ')'
            | ']'
            | '}'
            | '>'
            | '”'
            | '’'
            | '»'
            | ','
            | ';'
            | ':'
            | '!'
            | '?'
            | '…'
            | '*'
            | '|'
            | '%'
            | '~'
            | '`'
            | '='
    ) || is_currency(c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '´')
}

fn is_dash(c: char) -> bool {
    matches!(c, '—' | '–' | '―')
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
        while start < end {
            let word = &self.text[start..end];
            let Some(c) = word.chars().next() else { return };
            let run = run_of(word, c);
            if run == word.len() && !c.is_alphanumeric() {
                return self.push(start, end);
            }
            let length = if matches!(c, '-' | '.' | '!' | '?') && run >= 2 * c.len_utf8() && !c.is_alphanumeric() {
                run
            } else if matches!(c, '*' | '=' | '~' | '<' | '>')
                || (c == '`' && word.starts_with("``"))
                || word.starts_with("''")
            {
                run
            } else if opens_here(word, c) || is_dash(c) {
                c.len_utf8()
            } else if matches!(c, ',' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '”' | '»' | '…' | '/' | '+' | '%')
                && !smiley(word)
            {
                c.len_utf8()
            } else if c == '-' && word[1..].chars().next().is_some_and(char::is_alphabetic) {
                1
            } else {
                break;
            };
            self.push(start, start + length);
            start += length;
        }
        let stop = self.core_end(start, end);
        self.word(start, stop);
        self.tail(stop, end);
    }

    /// Where the word ends and the closing marks begin.
    fn core_end(&self, start: usize, end: usize) -> usize {
        if smiley(&self.text[start..end]) {
            return end;
        }
        let mut stop = end;
        while let Some(c) = self.text[start..stop].chars().next_back() {
            let before = stop - c.len_utf8();
            let word = &self.text[start..before];
            let cut = match c {
                '.' => !self.keeps_stop(start, before, end),
                ')' | ']' | '}' => !word.contains(opposite(c)) || word.ends_with('.') || is_sentence_like(word),
                '\'' | '’' if word.ends_with(is_apostrophe) => true,
                '/' | '-' => {
                    before > start
                        && (is_url(word) || c == '-' && word.chars().all(char::is_alphabetic) && word.len() > 3)
                }
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
        is_abbreviation(word, if after.is_some() { after } else { next })
    }

    /// Closing marks, one token each but for runs of stops and dashes.
    fn tail(&mut self, mut start: usize, end: usize) {
        while start < end {
            let rest = &self.text[start..end];
            let Some(c) = rest.chars().next() else { return };
            let length = match c {
                '.' | '!' | '?' => rest.find(|x| !matches!(x, '.' | '!' | '?')).unwrap_or(rest.len()),
                '-' | '*' | '=' | '~' | '>' | '<' => run_of(rest, c),
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

fn run_of(text: &str, c: char) -> usize {
    text.find(|x| x != c).unwrap_or(text.len())
}

fn opposite(c: char) -> char {
    match c {
        ')' => '(',
        ']' => '[',
        _ => '{',
    }
}

fn is_sentence_like(word: &str) -> bool {
    word.starts_with(['(', '[', '{'])
}

/// An apostrophe before a digit or a clipped word ("'90s", "'em") belongs to it.
fn opens_here(word: &str, c: char) -> bool {
    if !opens(c) {
        return false;
    }
    if !is_apostrophe(c) {
        return true;
    }
    let rest = &word[c.len_utf8()..];
    let low = rest.to_lowercase();
    let clipped = ["em", "til", "cause", "bout", "n", "s", "re", "ll", "ve", "m", "d", "tis", "twas"];
    !(rest.starts_with(|x: char| x.is_ascii_digit()) && c != '‘')
        && !clipped.contains(&low.trim_end_matches(|x: char| !x.is_alphanumeric()))
}

fn smiley(word: &str) -> bool {
    matches!(
        word,
        ":)" | ":("
            | ";)"
            | ":-)"
            | ":-("
            | ";-)"
            | ":D"
            | ":P"
            | "=)"
            | ":/"
            | "<3"
            | "=D"
            | ":o"
            | ":-D"
            | ":p"
            | ";-("
            | ":]"
            | ":O"
            | "XD"
    )
}

/// Web and mail addresses stay whole.
fn is_url(word: &str) -> bool {
    let low = word.to_ascii_lowercase();
    if low.contains("://") || low.starts_with("www.") || low.starts_with("mailto:") {
        return true;
    }
    if let Some((left, right)) = word.split_once('@') {
        return !left.is_empty() && !right.is_empty();
    }
    let host = low.split('/').next().unwrap_or_default();
    [".com", ".org", ".net", ".gov", ".edu", ".co.uk", ".info", ".html", ".htm"].iter().any(|tail| {
        host.strip_suffix(tail).is_some_and(|name| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b))
        })
    })
}

/// The first mark inside a word that stands alone there: its place and length.
fn inner_mark(word: &str) -> Option<(usize, usize)> {
    let mut before: Option<char> = None;
    let mut letters = word.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        let after = letters.peek().map(|&(_, x)| x);
        let (Some(left), Some(right)) = (before, after) else {
            before = Some(c);
            continue;
        };
        let length = match c {
            '—' | '―' => c.len_utf8(),
            '–' => c.len_utf8(),
            '-' if right == '-' => run_of(&word[at..], '-'),
            '.' if right == '.' => run_of(&word[at..], '.'),
            '.' if glued_stop(&word[..at], &word[at + 1..]) => 1,
            '-' if splits_hyphen(&word[..at], &word[at + 1..]) => 1,
            '/' if left.is_alphabetic() && right.is_alphabetic() && at > 1 => 1,
            ',' | ';' if !(left.is_ascii_digit() && right.is_ascii_digit()) => 1,
            ':' if !(left.is_ascii_digit() && right.is_ascii_digit())
                && left.is_alphanumeric()
                && right.is_alphanumeric() =>
            {
                1
            }
            '?' | '!' if right.is_alphabetic() => 1,
            '"' | '“' | '”' | '…' | '[' | ']' | '=' | '+' | '>' | '<' => c.len_utf8(),
            '(' if right.is_alphanumeric()
                && word[at..].chars().filter(|&x| x != ')').count() > 2
                && left.is_alphanumeric() =>
            {
                1
            }
            ')' if !word[..at].contains('(') => 1,
            _ if is_currency(c) && right.is_ascii_digit() && !left.is_alphabetic() => c.len_utf8(),
            _ => 0,
        };
        if length > 0 {
            return Some((at, length));
        }
        before = Some(c);
    }
    None
}

/// "accusations.Secretary": a full stop that lost its space.
fn glued_stop(left: &str, right: &str) -> bool {
    let mut next = right.chars();
    let small_before =
        left.chars().rev().take(2).filter(|c| c.is_lowercase() || matches!(c, ')' | '”' | '"')).count() == 2;
    small_before
        && next.next().is_some_and(char::is_uppercase)
        && next.next().is_none_or(|c| c.is_lowercase() || c == ' ')
}

/// Hyphens between words are tokens; after "non", "anti", "re" and the like, and inside numbers with several, they are not.
fn splits_hyphen(left: &str, right: &str) -> bool {
    let start = left.rfind(['-', '/']).map_or(0, |at| at + 1);
    let (left, next) = (&left[start..], right.split('-').next().unwrap_or_default());
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if digits(left) && digits(next) {
        return left.len() == next.len() && start == 0 && !right.contains('-') && left.len() != 3;
    }
    if left.is_empty() || next.is_empty() {
        return false;
    }
    !is_hyphenated_prefix(left) && !(left.len() == 1 && !left.starts_with(char::is_uppercase) && left != "a")
}

/// Where a clitic begins in a word.
fn clitic(word: &str) -> Option<usize> {
    let low = word.to_lowercase();
    if low.len() != word.len() {
        return None;
    }
    for (whole, at) in
        [("cannot", 3), ("gonna", 3), ("gotta", 3), ("wanna", 3), ("gimme", 3), ("lemme", 3), ("dunno", 2)]
    {
        if low == whole {
            return Some(at);
        }
    }
    let (at, mark) = word.char_indices().rfind(|&(_, c)| is_apostrophe(c))?;
    match &low[at + mark.len_utf8()..] {
        "s" | "m" | "re" | "ve" | "ll" | "d" => Some(at),
        "t" if low[..at].ends_with('n') => Some(at - 1),
        _ => None,
    }
}

/// Where the unit begins in "5km", "10am", "72h".
fn unit(word: &str) -> Option<usize> {
    let at = word.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',' && c != ':').filter(|&at| at > 0)?;
    let units = [
        "am", "pm", "km", "kg", "mm", "cm", "mg", "ml", "mph", "k", "m", "g", "ft", "lbs", "lb", "hrs", "hr", "min",
        "bn", "mn", "a.m.", "p.m.", "°c", "°f", "gb", "mb", "x",
    ];
    units.contains(&word[at..].to_lowercase().as_str()).then_some(at)
}
