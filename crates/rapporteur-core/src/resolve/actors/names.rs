//! Known names in a report, whatever the reader took them for: the longest name that begins at each capital.

use std::collections::BTreeMap;

use crate::code::tree::Tree;
use crate::knowledge::{Entry, EntryKind, Knowledge, fold};
use crate::reading::{Deprel, Upos};

/// A stretch of tokens that is a name we know.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) first: usize,
    pub(super) last: usize,
    /// Folded, for looking up.
    pub(super) folded: String,
}

/// The known names of a report, in order, never overlapping.
pub(super) fn read_names(tree: &Tree<'_>, knowledge: &Knowledge) -> Vec<Named> {
    let mut names = Vec::new();
    for sentence in &tree.reading.sentences {
        let mut token = sentence.tokens.start;
        while token < sentence.tokens.end {
            match longest(tree, knowledge, token, sentence.tokens.end) {
                Some(named) => {
                    token = named.last + 1;
                    if !is_rest_of_name(tree, knowledge, &named) {
                        names.push(named);
                    }
                }
                None => token += 1,
            }
        }
    }
    define_acronyms(tree, &mut names);
    names
}

/// "Ansar Allah (AA)": what the letters in brackets mean from there on, whoever else goes by them.
fn define_acronyms(tree: &Tree<'_>, names: &mut Vec<Named>) {
    const LONGEST: usize = 8;
    let mut meanings: BTreeMap<&str, (usize, String)> = BTreeMap::new();
    for name in names.iter() {
        let at = name.last + 2;
        let bracketed = at + 1 < tree.len() && tree.word(at - 1) == "(" && tree.word(at + 1) == ")";
        let letters = tree.word(at.min(tree.len().saturating_sub(1)));
        let capitals = letters.chars().filter(|c| c.is_uppercase()).count();
        if bracketed && capitals > 1 && letters.len() <= LONGEST && name.folded != fold(letters) {
            meanings.entry(letters).or_insert((at, name.folded.clone()));
        }
    }
    for (token, (from, folded)) in (0..tree.len()).filter_map(|t| Some((t, meanings.get(tree.word(t))?))) {
        let index = names.partition_point(|n| n.last < token);
        match names.get_mut(index).filter(|n| n.first <= token) {
            Some(name) if name.first == token && name.last == token => name.folded.clone_from(folded),
            Some(_) => {}
            None if token >= *from => names.insert(index, Named { first: token, last: token, folded: folded.clone() }),
            None => {}
        }
    }
}

/// "National *Security Council*": the end of a longer name that we do not know.
fn is_rest_of_name(tree: &Tree<'_>, knowledge: &Knowledge, named: &Named) -> bool {
    let Some(before) = named.first.checked_sub(1) else { return false };
    let word = tree.word(before);
    let joined = tree.is_under(before, named.last) && tree.rel(before) != Deprel::NmodPoss;
    let part = word.starts_with(char::is_uppercase) && word != "The" && joined && named.last > named.first;
    let acronym = word.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let owner = |entry: &Entry| acronym || matches!(entry.kind, EntryKind::State | EntryKind::Group);
    let nationality = knowledge.demonym(word).is_some()
        || knowledge.named(&fold(word)).iter().any(|&i| owner(knowledge.entry(i)))
        || knowledge.title(word).is_some();
    let person = knowledge.named(&named.folded).iter().any(|&i| knowledge.entry(i).kind == EntryKind::Person);
    part && !nationality && !person
}

fn longest(tree: &Tree<'_>, knowledge: &Knowledge, first: usize, end: usize) -> Option<Named> {
    let word = tree.word(first);
    let capital =
        word.chars().next().is_some_and(char::is_uppercase) || word.starts_with("al-") || word.starts_with("el-");
    if !capital {
        return None;
    }
    let folded = fold(word);
    let start = folded.split(' ').next().unwrap_or_default();
    // A name that begins with "the" is kept without it.
    let reach = if word == "The" { return None } else { knowledge.longest_from(start) };
    (first..end.min(first + reach + 2)).rev().find_map(|last| {
        let text = tree.span(first, last).of(tree.text);
        // A full stop behind a name folds away, and is no part of it.
        let stop = last > first && tree.upos(last) == Upos::Punct;
        if stop || text.contains("\n\n") || text.len() > 120 {
            return None;
        }
        let folded = fold(text);
        let shouted = folded.len() <= 4
            && !folded.contains(' ')
            && text.chars().filter(|c| c.is_alphabetic()).any(char::is_lowercase);
        let known = !knowledge.named(&folded).is_empty() || (knowledge.metonym(&folded).is_some());
        let acronym_misread =
            shouted && knowledge.named(&folded).iter().all(|&i| is_acronym(knowledge.entry(i), &folded));
        let misread = acronym_misread && !knowledge.named(&folded).is_empty();
        let bare = knowledge.needs_article(&folded)
            && !(first > 0 && tree.lemma(first - 1) == "the" && !follows_capital(tree, last, end));
        (known && !misread && !bare).then_some(Named { first, last, folded })
    })
}

/// Whether the next word is a capital: "the *National* Assembly".
fn follows_capital(tree: &Tree<'_>, last: usize, end: usize) -> bool {
    last + 1 < end && tree.word(last + 1).starts_with(char::is_uppercase)
}

/// Whether a short folded name is only an abbreviation of an entry ("IS", "AA"), which a capitalised common word is not.
fn is_acronym(entry: &Entry, folded: &str) -> bool {
    !fold(&entry.actor.name).split(' ').any(|word| word == folded)
}
