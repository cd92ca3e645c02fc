//! Gives a text that is all in capitals, or all in small letters, the case that newspapers print.
//!
//! Wire services and old archives send such texts, and names cannot be told from words in them. Only letters change, each
//! into one of the same length, so that every span of the new text is one of the old. What a name is stays for the
//! reader and for [`resolve`](crate::resolve) to say.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::knowledge::{Knowledge, fold};

/// Words that newspapers mostly print in small letters.
static COMMON: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("../../../model/common-words.txt").lines().collect());

/// A text must have this many letters before its case tells anything.
const ENOUGH: usize = 60;
/// Longest name looked up, in words.
const LONGEST: usize = 6;

/// The text with its case restored; `None` where it has both cases already.
pub fn restored(text: &str, knowledge: &Knowledge) -> Option<String> {
    if !is_of_one_case(text) {
        return None;
    }
    let words = words(text);
    let mut bytes = text.to_ascii_lowercase().into_bytes();
    let mut at = 0;
    while at < words.len() {
        // A name may be known with its article; the article is printed as elsewhere.
        let article = text[words[at].clone()].eq_ignore_ascii_case("the");
        let region = || names_region(text, &words[at..]).then_some((2, Shape::Title));
        let known = longest_name(text, &words[at..], knowledge).or_else(region).filter(|_| !article);
        let (count, shape) = known.unwrap_or_else(|| (1, Shape::of(text, &words, at)));
        for (place, word) in words[at..at + count].iter().enumerate() {
            let word = &mut bytes[word.clone()];
            let inner = place > 0 && INNER.contains(&&*word);
            let shape = if word.contains(&b'.') { Shape::Capitals } else { shape };
            if !inner {
                shape.apply(word);
            }
        }
        at += count;
    }
    String::from_utf8(bytes).ok()
}

/// Fewer than one letter in fifty is of the rarer case.
fn is_of_one_case(text: &str) -> bool {
    let capitals = text.bytes().filter(u8::is_ascii_uppercase).count();
    let small = text.bytes().filter(u8::is_ascii_lowercase).count();
    capitals + small >= ENOUGH && capitals.min(small) * 50 < capitals + small
}

/// Byte ranges of runs of letters; an apostrophe or a full stop between single letters ("U.S.") is part of a word.
fn words(text: &str) -> Vec<std::ops::Range<usize>> {
    let bytes = text.as_bytes();
    let letter = |at: usize| bytes.get(at).is_some_and(|b| b.is_ascii_alphabetic() || !b.is_ascii());
    let mut words = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        while letter(at) || bytes.get(at) == Some(&b'\'') && at > start && letter(at + 1) {
            at += 1;
        }
        while at == start + 1 && bytes.get(at) == Some(&b'.') && letter(at + 1) && !letter(at + 2) {
            at += 2;
            while bytes.get(at) == Some(&b'.') && letter(at + 1) && !letter(at + 2) {
                at += 2;
            }
        }
        if at > start {
            words.push(start..at);
        } else {
            at += 1;
        }
    }
    words
}

/// How a word is printed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Small,
    Title,
    Capitals,
}

/// Words inside names that stay small.
const INNER: &[&[u8]] =
    &[b"of", b"the", b"and", b"for", b"de", b"la", b"del", b"los", b"las", b"y", b"al", b"in", b"on"];

impl Shape {
    /// By what stands around: the start of a sentence, a bracketed abbreviation, a word that is no common one.
    fn of(text: &str, words: &[std::ops::Range<usize>], at: usize) -> Self {
        let word = &words[at];
        let lower = text[word.clone()].to_ascii_lowercase();
        let before = text[..word.start].trim_end();
        let bracketed = before.ends_with('(') && text[word.end..].starts_with(')');
        let dotted = lower.contains('.');
        if dotted || bracketed && (2..=6).contains(&lower.len()) {
            return Self::Capitals;
        }
        let starts =
            before.is_empty() || before.ends_with(['.', '!', '?']) || text[before.len()..word.start].contains("\n\n");
        let base = lower.strip_suffix("'s").unwrap_or(&lower);
        let vowel = base.bytes().any(|b| b"aeiouy".contains(&b)) || !base.is_ascii();
        if is_common(base) || INNER.contains(&base.as_bytes()) || base.len() == 1 && base != "i" {
            return if starts { Self::Title } else { Self::Small };
        }
        if vowel { Self::Title } else { Self::Capitals }
    }

    fn apply(self, word: &mut [u8]) {
        match self {
            Self::Small => {}
            Self::Title => word[..1].make_ascii_uppercase(),
            Self::Capitals => {
                let end = if word.ends_with(b"'s") { word.len() - 2 } else { word.len() };
                word[..end].make_ascii_uppercase();
            }
        }
    }
}

/// Whether a word is a common one, or made of one: "detonating", "unharmed", "corpses".
fn is_common(word: &str) -> bool {
    const ENDINGS: &[(&str, &[&str], usize)] = &[
        ("ies", &["y"], 4),
        ("s", &[""], 6),
        ("es", &[""], 6),
        ("ed", &["", "e"], 4),
        ("ing", &["", "e"], 4),
        ("ly", &[""], 4),
        ("ness", &[""], 4),
    ];
    const BEGINNINGS: &[&str] = &["un", "re", "anti", "counter", "non", "over", "sub", "multi"];
    let ended = |&(ending, instead, least): &(&str, &[&str], usize)| {
        let stem = word.strip_suffix(ending).filter(|stem| stem.len() >= least);
        stem.is_some_and(|stem| instead.iter().any(|letters| COMMON.contains(&*format!("{stem}{letters}"))))
    };
    let begun =
        |beginning: &&str| word.strip_prefix(*beginning).is_some_and(|rest| rest.len() > 4 && COMMON.contains(rest));
    COMMON.contains(word) || ENDINGS.iter().any(ended) || BEGINNINGS.iter().any(begun)
}

/// "central america", "latin americans": parts of the continent, which no word alone tells.
fn names_region(text: &str, words: &[std::ops::Range<usize>]) -> bool {
    let [part, whole, ..] = words else { return false };
    let (part, whole) = (text[part.clone()].to_ascii_lowercase(), text[whole.clone()].to_ascii_lowercase());
    matches!(&*part, "central" | "latin" | "south" | "north") && matches!(&*whole, "america" | "american" | "americans")
}

/// The longest name from here that knowledge has, as a number of words, and how it is printed. Single words that are
/// common ones ("may", "turkey") are left to what stands around them.
fn longest_name(text: &str, words: &[std::ops::Range<usize>], knowledge: &Knowledge) -> Option<(usize, Shape)> {
    let near = |w: &[std::ops::Range<usize>]| {
        w.windows(2).all(|pair| matches!(&text[pair[0].end..pair[1].start], " " | "-" | "\n"))
    };
    (1..=LONGEST.min(words.len())).rev().find_map(|count| {
        let run = &words[..count];
        let written = text[run[0].start..run[count - 1].end].to_ascii_lowercase();
        let written = written.strip_suffix("'s").unwrap_or(&written).to_owned();
        let folded = fold(&written);
        let mut title = written.clone();
        if let Some(first) = title.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        let nationality = knowledge.demonym(&title).is_some();
        let named = nationality || !knowledge.named(&folded).is_empty();
        if !named || !near(run) || count == 1 && !nationality && COMMON.contains(written.as_str()) {
            return None;
        }
        let short = count == 1 && written.len() <= 5;
        let acronym = count == 1 && written.len() <= 4 && is_acronym(&folded, knowledge);
        let vowels = written.bytes().filter(|b| b"aeiou".contains(b)).count();
        let capitals = !nationality && (acronym || short && vowels * 4 <= written.len());
        Some((count, if capitals { Shape::Capitals } else { Shape::Title }))
    })
}

/// Whether a word stands for longer names only ("uca", "mir"), in none of which it is a word.
fn is_acronym(folded: &str, knowledge: &Knowledge) -> bool {
    let short_for = |&entry: &usize| !fold(&knowledge.entry(entry).actor.name).split(' ').any(|word| word == folded);
    let entries = knowledge.named(folded);
    !entries.is_empty() && entries.iter().all(short_for)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Option<String> {
        restored(text, Knowledge::embedded())
    }

    #[test]
    fn mixed_case_is_left_alone() {
        assert_eq!(check("The president of France met the Syrian minister in Geneva on Friday, officials said."), None);
        assert_eq!(check("SHORT"), None);
    }

    #[test]
    fn capitals_and_small_letters_give_one_text() {
        let right = "The U.S. Embassy said troops of the Salvadoran Army (ESAF) attacked Perquin. The rebels fled to San Miguel.";
        assert_eq!(check(&right.to_uppercase()).as_deref(), Some(right));
        assert_eq!(check(&right.to_lowercase()).as_deref(), Some(right));
    }

    #[test]
    fn only_letters_change() {
        let text =
            "été 1989 -- LOS GUERRILLEROS DINAMITARON «EL PUENTE» EN LA CARRETERA, SEGÚN EL EJÉRCITO DE EL SALVADOR";
        let restored = check(text).expect("one case");
        assert_eq!(restored.len(), text.len());
        assert!(restored.eq_ignore_ascii_case(text));
    }
}
