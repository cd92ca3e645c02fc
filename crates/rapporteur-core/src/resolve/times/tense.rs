//! Whether a phrase stands with something past or something to come.
//!
//! The tree answers when there is one: the verb the phrase hangs from, its auxiliaries, and the verb above. Without a
//! tree the nearest telling word of the sentence does.

use super::lex::Words;
use super::words::Class;
use crate::{Deprel, Reading, Span, Upos};

/// When the act that a phrase dates takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    /// Told as past.
    Past,
    /// Told as to come.
    Future,
    /// Nothing tells.
    Unknown,
}

/// Words that put what they govern in the time to come.
#[rustfmt::skip]
const FUTURE: &[&str] = &[
    "will", "ll", "won", "shall", "would", "scheduled", "expected", "due", "plan", "plans", "planning", "going",
    "deadline", "expire", "expires", "upcoming", "intends", "expects", "hopes", "begins", "starts", "opens", "ends",
    "could", "may", "might", "should", "must", "can", "payable", "starting", "slated", "tomorrow", "effective",
    "closes", "opening",
];

/// Words that put what they govern in the past and do not end in "ed".
#[rustfmt::skip]
const PAST: &[&str] = &[
    "said", "was", "were", "had", "did", "told", "met", "won", "lost", "fell", "rose", "took", "gave", "left", "made",
    "began", "came", "went", "saw", "held", "found", "got", "led", "sent", "shot", "been", "became", "broke",
    "brought", "fought", "drove", "flew", "struck", "spoke", "wrote", "thought", "sold", "bought", "since", "ago",
    "put", "hit", "last", "yesterday", "sank", "ran", "spent", "sought", "rejected", "previously", "earlier", "has",
    "have",
];

/// Words in "ed" that are no past.
const NOT_PAST: &[&str] = &["succeed", "proceed", "exceed", "speed", "indeed", "hundred", "bleed", "united", "armed"];

/// Tense at a phrase that covers `first..end` of the light words and `span` of the text.
pub(super) fn tense(words: &Words, reading: &Reading, first: usize, end: usize, span: Span) -> Tense {
    match governing_verb(reading, span).map_or(Tense::Unknown, |verb| verb_tense(reading, verb, 0)) {
        Tense::Unknown => textual(words, first, end),
        known => known,
    }
}

/// The verb that the phrase hangs from.
fn governing_verb(reading: &Reading, span: Span) -> Option<usize> {
    let from = reading.tokens.partition_point(|t| t.span.end <= span.start);
    let mut at = reading.tokens.get(from).filter(|t| t.span.overlaps(span)).map(|_| from)?;
    for _ in 0..12 {
        let token = reading.tokens.get(at)?;
        let outside = !token.span.overlaps(span);
        if outside && matches!(token.upos, Upos::Verb | Upos::Aux) {
            return Some(at);
        }
        at = token.head?;
    }
    None
}

/// Verbs whose infinitive is to come.
const INTENDING: &[&str] = &[
    "plan", "expect", "schedule", "set", "want", "intend", "agree", "vow", "promise", "threaten", "hope", "slate", "be",
];

fn verb_tense(reading: &Reading, verb: usize, depth: usize) -> Tense {
    let token = &reading.tokens[verb];
    let auxiliary = |lemmas: &[&str]| {
        reading.children(verb).any(|t| {
            matches!(reading.tokens[t].deprel, Deprel::Aux | Deprel::AuxPass | Deprel::Cop)
                && lemmas.contains(&&*reading.tokens[t].lemma)
        })
    };
    let past_auxiliary = reading.children(verb).any(|t| {
        matches!(reading.tokens[t].deprel, Deprel::Aux | Deprel::AuxPass) && reading.tokens[t].feats.is("Tense", "Past")
    });
    let negated = reading.children(verb).any(|t| matches!(&*reading.tokens[t].lemma, "not" | "n't" | "never"));
    if auxiliary(&["could", "might", "should", "must", "may"]) && (negated || auxiliary(&["have"])) {
        return Tense::Past;
    }
    if auxiliary(&["will", "shall", "would", "may", "might", "can", "could", "should", "must"]) {
        return Tense::Future;
    }
    if past_auxiliary || auxiliary(&["have"]) || (token.feats.is("Tense", "Past") && token.feats.is("VerbForm", "Fin"))
    {
        return Tense::Past;
    }
    if auxiliary(&["be"]) && (token.feats.is("VerbForm", "Ger") || token.feats.is("Tense", "Pres")) {
        return Tense::Future;
    }
    let above = token.head.filter(|&above| depth < 4 && above < reading.tokens.len());
    match above {
        Some(above) if token.feats.is("VerbForm", "Inf") && INTENDING.contains(&&*reading.tokens[above].lemma) => {
            Tense::Future
        }
        Some(above) if token.feats.is("VerbForm", "Part") || token.deprel == Deprel::Conj => {
            verb_tense(reading, above, depth + 1)
        }
        _ => Tense::Unknown,
    }
}

/// The nearest telling word: those before the phrase count for nearer than those after it.
fn textual(words: &Words, first: usize, end: usize) -> Tense {
    if words.glued_mark(end, '\'') && words.word(end + 1) == "s" {
        return Tense::Past;
    }
    let mut best = (usize::MAX, Tense::Unknown);
    for (distance, i) in (0..first).rev().take(25).enumerate() {
        if sentence_end(words, i) {
            break;
        }
        let right_before = match words.word(i) {
            "since" if distance == 0 => Some(Tense::Past),
            _ => (distance == 0 && until(words, i, end)).then_some(Tense::Future),
        };
        if let Some(tense) = right_before.or_else(|| telling(words, i)) {
            best = (distance * 2, tense);
            break;
        }
    }
    for (distance, i) in (end..words.len()).take(12).enumerate() {
        if sentence_end(words, i) || words.get(i).is_some_and(|t| t.breaks) {
            break;
        }
        if let Some(tense) = telling(words, i) {
            if distance * 3 + 2 < best.0 {
                best = (distance * 3 + 2, tense);
            }
            break;
        }
    }
    best.1
}

/// Whether the word at `i`, right before a phrase that ends at `end`, puts it in the time to come: "by", "as soon as",
/// "until" unless "had" or "did" follows.
fn until(words: &Words, i: usize, end: usize) -> bool {
    let clause_past = (end..end + 5).any(|k| words.is(k, &["had", "did", "was", "were"]));
    match words.word(i) {
        "as" => matches!(words.before(i), "soon" | "early" | "late"),
        "until" | "till" => words.before(i) != "not" && !clause_past,
        word => matches!(word, "by" | "due" | "starting" | "beginning"),
    }
}

fn telling(words: &Words, i: usize) -> Option<Tense> {
    let word = words.word(i);
    if matches!(word, "set" | "plan" | "plans" | "planned" | "agreed" | "vowed" | "promised")
        && words.word(i + 1) == "to"
    {
        return Some(Tense::Future);
    }
    if word == "couldn" || (word == "could" && words.word(i + 1) == "not") {
        return Some(Tense::Past);
    }
    if matches!(words.before(i), "be" | "previously") {
        return None;
    }
    if FUTURE.contains(&word) && !(word == "may" && words.capital(i)) {
        return Some(Tense::Future);
    }
    let regular = word.len() > 4 && word.ends_with("ed") && !words.capital(i) && !NOT_PAST.contains(&word);
    (regular || PAST.contains(&word)).then_some(Tense::Past)
}

/// Whether a sentence ends at this token, as far as light words can tell.
fn sentence_end(words: &Words, i: usize) -> bool {
    let stop = matches!(words.class(i), Class::Mark('.' | '!' | '?'));
    let short = words.before(i).len() <= 2 || matches!(words.class(i.wrapping_sub(1)), Class::Month(_));
    stop && !words.glued(i + 1) && (words.capital(i + 1) || words.get(i + 1).is_none() || !words.mark(i, '.')) && !short
}

#[cfg(test)]
mod tests {
    use super::super::read_times;
    use super::super::trees::reading;

    /// The value of the only time of a sentence of Wednesday, 2016-10-19, with its tree.
    fn value(words: &str) -> String {
        let (text, reading) = reading(words);
        let times = read_times(&text, &reading, "2016-10-19".parse().ok());
        assert_eq!(times.len(), 1, "{text}: {times:?}");
        times[0].value.clone()
    }

    #[test]
    fn the_tree_overrules_the_nearest_word() {
        let words = "Troops/NOUN/5/nsubj will/AUX/5/aux ministers/NOUN/4/nsubj said/VERB/5/parataxis leave/VERB/0/root \
                     Friday/PROPN/5/obl:unmarked";
        assert_eq!(value(words), "2016-10-21");
        let words = "Troops/NOUN/2/nsubj left/VERB/0/root/Tense=Past|VerbForm=Fin/leave Friday/PROPN/2/obl:unmarked \
                     and/CCONJ/6/cc will/AUX/6/aux return/VERB/2/conj";
        assert_eq!(value(words), "2016-10-14");
    }

    #[test]
    fn what_is_planned_is_to_come_and_what_could_not_be_is_past() {
        let words = "They/PRON/2/nsubj plan/VERB/0/root/Tense=Pres|VerbForm=Fin to/PART/4/mark \
                     meet/VERB/2/xcomp/VerbForm=Inf Friday/PROPN/4/obl:unmarked";
        assert_eq!(value(words), "2016-10-21");
        let words = "He/PRON/5/nsubj:pass could/AUX/5/aux not/PART/5/advmod be/AUX/5/aux:pass \
                     reached/VERB/0/root/Tense=Past|VerbForm=Part/reach Friday/PROPN/5/obl:unmarked";
        assert_eq!(value(words), "2016-10-14");
    }
}
