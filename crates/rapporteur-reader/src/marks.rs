//! Which marks open, close or cut a word, and where a word splits into clitics: the rules behind `tokens`.

use crate::abbreviations::is_hyphenated_prefix;

/// Marks that open before a word.
const OPENING: &str = "\"'([{<“‘«„‚`¿¡*|•·~=";
/// Marks that close after a word; the full stop has its own rule.
const CLOSING: &str = "\"')]}>”’»,;:!?…*|%~`=";
/// Closing marks that stand before a word all the same, now and then.
const STRAY: &str = ",;:!?)]}”»…/+%";

fn opens(c: char) -> bool {
    OPENING.contains(c) || is_currency(c)
}

/// Whether this mark is cut off the end of a word.
pub(crate) fn closes(c: char) -> bool {
    CLOSING.contains(c) || is_currency(c)
}

fn is_currency(c: char) -> bool {
    "$£€¥₹¢".contains(c)
}

pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '´')
}

pub(crate) fn is_dash(c: char) -> bool {
    matches!(c, '—' | '–' | '―')
}

/// The length of the token that a run of text opens with, if that is a mark and not a word.
pub(crate) fn opening(word: &str) -> Option<usize> {
    let c = word.chars().next()?;
    let run = run_of(word, c);
    if c.is_alphanumeric() || (run < word.len() && is_smiley(word)) {
        return None;
    }
    let repeats = run >= 2 * c.len_utf8() && "-.!?$+".contains(c);
    if run == word.len() || repeats || "*=~<>".contains(c) || word.starts_with("``") || word.starts_with("''") {
        return Some(run);
    }
    let next = word[c.len_utf8()..].chars().next();
    let glued = c == '.' && next.is_some_and(char::is_uppercase) || c == '-' && next.is_some_and(char::is_alphabetic);
    (opens_here(word, c) || is_dash(c) || STRAY.contains(c) || glued).then_some(c.len_utf8())
}

pub(crate) fn run_of(text: &str, c: char) -> usize {
    text.find(|x| x != c).unwrap_or(text.len())
}

pub(crate) fn opposite(c: char) -> char {
    match c {
        ')' => '(',
        ']' => '[',
        _ => '{',
    }
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
    let shortened_year = rest.starts_with(|x: char| x.is_ascii_digit()) && c != '‘';
    !shortened_year && !clipped.contains(&low.trim_end_matches(|x: char| !x.is_alphanumeric()))
}

/// Faces made of marks.
pub(crate) fn is_smiley(word: &str) -> bool {
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
pub(crate) fn is_url(word: &str) -> bool {
    let low = word.to_ascii_lowercase();
    if word.contains(['"', '<', '>', '“', '”']) {
        return false;
    }
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
pub(crate) fn inner_mark(word: &str) -> Option<(usize, usize)> {
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
            '/' if left.is_alphabetic() && right.is_alphabetic() && (at > 1 || !left.is_lowercase()) => 1,
            ',' | ';' if !(left.is_ascii_digit() && right.is_ascii_digit()) => 1,
            ':' if !(left.is_ascii_digit() && right.is_ascii_digit())
                && left.is_alphanumeric()
                && right.is_alphanumeric() =>
            {
                1
            }
            '?' | '!' if right.is_alphabetic() => 1,
            '"' | '“' | '”' | '…' | '[' | ']' | '=' | '+' | '>' | '<' | '*' => c.len_utf8(),
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
    let single = left.len() == 1 && left.starts_with(char::is_lowercase) && left != "a";
    !single && (!is_hyphenated_prefix(left) || matches!(next, "the" | "and" | "to"))
}

/// Where a clitic begins in a word.
pub(crate) fn clitic(word: &str) -> Option<usize> {
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
    if let Some((at, c)) = word.char_indices().find(|&(at, c)| at > 0 && is_currency(c)) {
        return Some(at + c.len_utf8());
    }
    let (at, mark) = word.char_indices().rfind(|&(_, c)| is_apostrophe(c))?;
    match &low[at + mark.len_utf8()..] {
        "s" | "m" | "re" | "ve" | "ll" | "d" => Some(at),
        "t" if low[..at].ends_with('n') => Some(at - 1),
        _ => None,
    }
}

/// Where the unit begins in "5km", "10am", "72h".
pub(crate) fn unit(word: &str) -> Option<usize> {
    let at = word.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',' && c != ':').filter(|&at| at > 0)?;
    let units = [
        "am", "pm", "km", "kg", "mm", "cm", "mg", "ml", "mph", "k", "m", "g", "ft", "lbs", "lb", "hrs", "hr", "min",
        "bn", "mn", "a.m.", "p.m.", "°c", "°f", "gb", "mb", "x",
    ];
    units.contains(&word[at..].to_lowercase().as_str()).then_some(at)
}
