//! The past, the present and the future: "now", "recently", "the future".

use super::super::lex::Words;
use super::super::meaning::{Found, Meaning, Reference};
use super::found;

/// Phrases by their words; those that begin with a capital somewhere else than at a sentence's start are names.
const PHRASES: &[(&[&str], Reference)] = &[
    (&["now"], Reference::Present),
    (&["right", "now"], Reference::Present),
    (&["currently"], Reference::Present),
    (&["current"], Reference::Present),
    (&["nowadays"], Reference::Present),
    (&["these", "days"], Reference::Present),
    (&["the", "present"], Reference::Present),
    (&["present", "day"], Reference::Present),
    (&["recently"], Reference::Past),
    (&["recent"], Reference::Past),
    (&["the", "past"], Reference::Past),
    (&["the", "recent", "past"], Reference::Past),
    (&["the", "distant", "past"], Reference::Past),
    (&["the", "future"], Reference::Future),
    (&["the", "near", "future"], Reference::Future),
    (&["the", "foreseeable", "future"], Reference::Future),
    (&["one", "day"], Reference::Future),
    (&["some", "day"], Reference::Future),
    (&["soon"], Reference::Future),
];

/// A reference to no day in particular.
pub(super) fn reference(words: &Words, i: usize) -> Option<Found> {
    let &(phrase, reference) = PHRASES.iter().filter(|(p, _)| words.are(i, p)).max_by_key(|(p, _)| p.len())?;
    let end = i + phrase.len();
    fits(words, i, end).then(|| found(i, end, Meaning::Reference(reference)))?
}

/// Whether the words around let the phrase be a time.
fn fits(words: &Words, i: usize, end: usize) -> bool {
    match words.word(i) {
        "soon" => words.before(i) == "will" || words.word(end) == "will",
        "now" => !words.are(end, &["that"]),
        "current" => !words.is(end, &["account", "affairs"]),
        "the" => {
            let last = words.word(end - 1);
            last != "future" || !matches!(words.word(end), "of")
        }
        "one" => words.before(i) == "will" || words.before(i) == "may",
        _ => true,
    }
}
