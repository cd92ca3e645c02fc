//! Attributions: who says what, by which word (the source, cue and content of PolNeAR).

use super::slots::Slots;
use super::tree::Tree;
use crate::Span;
use crate::reading::{Deprel, EntityKind, Upos};

/// One act of saying.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// Head token of who says it.
    pub source: Option<usize>,
    /// The words of the source.
    pub source_span: Option<Span>,
    /// The reporting word.
    pub cue: usize,
    /// The words of the cue.
    pub cue_span: Span,
    /// What is said.
    pub content: Vec<Span>,
}

/// All attributions of a reading, in the order of their cues.
pub fn attributions(slots: &Slots<'_, '_>) -> Vec<Attribution> {
    let mut found: Vec<Attribution> = (0..slots.tree.len()).filter_map(|token| attribution(slots, token)).collect();
    found.extend(running_quotes(slots.tree, &found));
    found.sort_by_key(|a| (a.cue_span, a.content.first().copied()));
    found
}

/// The attribution nearest around a token: the one with the shortest content that holds it.
pub fn innermost(tree: &Tree<'_>, attributions: &[Attribution], token: usize) -> Option<usize> {
    let span = tree.reading.tokens[token].span;
    let holding =
        attributions.iter().enumerate().filter(|(_, a)| a.cue != token && a.content.iter().any(|c| c.contains(span)));
    holding.min_by_key(|(_, a)| a.content.iter().map(|c| c.len()).sum::<usize>()).map(|(index, _)| index)
}

fn attribution(slots: &Slots<'_, '_>, token: usize) -> Option<Attribution> {
    let tree = slots.tree;
    if tree.lemma(token).eq_ignore_ascii_case("according") {
        return according(tree, token);
    }
    if tree.upos(token) != Upos::Verb || !slots.codebook.lists("report_verbs", tree.lemma(token)) {
        return None;
    }
    let content = content(slots, token)?;
    let source = source(slots, token);
    Some(Attribution {
        source,
        source_span: source.map(|s| source_span(tree, s)),
        cue: token,
        cue_span: cue_span(tree, token),
        content,
    })
}

/// A quotation that goes on after an attributed sentence, in a sentence with no reporting word of its own.
fn running_quotes(tree: &Tree<'_>, found: &[Attribution]) -> Vec<Attribution> {
    let mut more: Vec<Attribution> = Vec::new();
    let mut last: Option<&Attribution> = None;
    for quote in &tree.reading.quotes {
        if let Some(own) = found.iter().find(|a| a.content.iter().any(|c| c.overlaps(*quote))) {
            last = Some(own).filter(|a| a.source.is_some());
            continue;
        }
        let words = tree.reading.tokens.iter().filter(|t| quote.contains(t.span)).count();
        if let Some(own) = last.filter(|_| words >= 6) {
            more.push(Attribution { content: vec![*quote], ..own.clone() });
        }
    }
    more
}

fn according(tree: &Tree<'_>, token: usize) -> Option<Attribution> {
    let source = tree.head(token).filter(|&h| matches!(tree.upos(h), Upos::Noun | Upos::Propn | Upos::Pron))?;
    let clause = tree.head(source)?;
    let (first, last) = tree.subtree(tree.clause(clause));
    let (cut_first, cut_last) = tree.subtree(source);
    let content = around(tree, first, last, cut_first, cut_last);
    let to = (token + 1 < tree.len() && tree.lemma(token + 1) == "to").then_some(token + 1).unwrap_or(token);
    (!content.is_empty()).then(|| Attribution {
        source: Some(source),
        source_span: Some(source_span(tree, source)),
        cue: token,
        cue_span: tree.span(token, to),
        content,
    })
}

/// The spans of `first..=last` without `cut_first..=cut_last`, punctuation at their ends cut off.
fn around(tree: &Tree<'_>, first: usize, last: usize, cut_first: usize, cut_last: usize) -> Vec<Span> {
    let mut spans = Vec::new();
    if cut_first > first {
        spans.extend(trimmed(tree, first, cut_first - 1));
    }
    if cut_last < last {
        spans.extend(trimmed(tree, cut_last + 1, last));
    }
    spans
}

/// From one token to another without commas and full stops at the ends; quotation marks stay.
fn trimmed(tree: &Tree<'_>, mut first: usize, mut last: usize) -> Option<Span> {
    let cut = |t: usize| matches!(tree.word(t), "," | "." | ";" | ":" | "--" | "—" | "–");
    while first <= last && cut(first) {
        first += 1;
    }
    while last > first && cut(last) {
        last -= 1;
    }
    (first <= last && !cut(first)).then(|| tree.span(first, last))
}

/// The one who says it: the verb's subject, through control and relative clauses; the agent of a passive.
fn source(slots: &Slots<'_, '_>, verb: usize) -> Option<usize> {
    let tree = slots.tree;
    if tree.is_passive(verb)
        && tree.first(verb, &[Deprel::OblAgent]).is_none()
        && tree.first(verb, &[Deprel::Xcomp]).is_some()
    {
        return None;
    }
    let own = tree.first(verb, &[Deprel::Nsubj]).map(|s| slots.antecedent(s));
    own.or_else(|| slots.subject(verb, 0).first().copied())
        .filter(|&s| tree.upos(s) != Upos::Verb && !tree.entity_kind(s).is_some_and(EntityKind::is_time))
}

/// What is said: the clause under the verb, the clause around it, a quotation beside it.
fn content(slots: &Slots<'_, '_>, verb: usize) -> Option<Vec<Span>> {
    let tree = slots.tree;
    let strong = slots.codebook.lists("report_strong", tree.lemma(verb));
    let sentence = &tree.reading.sentences[tree.reading.sentence_of(verb)];
    let clause = tree.by(verb, &[Deprel::Ccomp, Deprel::Parataxis]).find(|&c| c != verb);
    if tree.rel(verb) == Deprel::Parataxis && (strong || quoted_beside(tree, verb)) {
        let (first, last) = tree.subtree(verb);
        let spans = around(tree, sentence.tokens.start, sentence.tokens.end - 1, first, last);
        return (!spans.is_empty()).then_some(spans);
    }
    if let Some(clause) = clause.filter(|&c| {
        tree.rel(c) == Deprel::Ccomp || (strong && tree.upos(c) == Upos::Verb) || quoted_beside(tree, verb)
    }) {
        return Some(clause_spans(tree, clause, verb));
    }
    if let Some(object) = tree.first(verb, &[Deprel::Obj, Deprel::Obl]).filter(|&o| inside_quote(tree, o)) {
        let (first, last) = tree.subtree(object);
        return trimmed(tree, first, last).map(|s| vec![s]);
    }
    let infinitive = tree
        .first(verb, &[Deprel::Xcomp])
        .filter(|_| strong || matches!(tree.lemma(verb), "vow" | "promise" | "pledge" | "expect" | "hope" | "agree"));
    infinitive.and_then(|c| {
        let (first, last) = tree.subtree(c);
        trimmed(tree, first, last).map(|s| vec![s])
    })
}

/// The spans of a clause, without the reporting verb's own words when they stand inside it; a quotation it lies in is taken whole.
fn clause_spans(tree: &Tree<'_>, clause: usize, verb: usize) -> Vec<Span> {
    let keep = |c: usize| c != verb;
    let (first, last) = tree.extent(clause, &keep);
    let mut spans = if first < verb && verb < last {
        let own = |c: usize| c != clause;
        let (cut_first, cut_last) = tree.extent(verb, &own);
        around(tree, first, last, cut_first.max(first), cut_last.min(last))
    } else {
        trimmed(tree, first, last).into_iter().collect()
    };
    // A quotation that the clause opens or closes belongs to it whole, marks included.
    for span in &mut spans {
        let bare = *span;
        let marked = tree.reading.quotes.iter().filter(|q| q.overlaps(bare)).map(|q| with_marks(tree.text, *q));
        *span = marked.filter(|m| !m.contains(tree.reading.tokens[verb].span)).fold(bare, Span::cover);
    }
    spans
}

fn with_marks(text: &str, quote: Span) -> Span {
    let start = text[..quote.start].char_indices().next_back().map_or(quote.start, |(i, _)| i);
    let end = quote.end + text[quote.end..].chars().next().map_or(0, char::len_utf8);
    Span { start, end }
}

fn inside_quote(tree: &Tree<'_>, token: usize) -> bool {
    let span = tree.reading.tokens[token].span;
    tree.reading.quotes.iter().any(|q| q.contains(span))
}

fn quoted_beside(tree: &Tree<'_>, verb: usize) -> bool {
    let sentence = &tree.reading.sentences[tree.reading.sentence_of(verb)];
    !inside_quote(tree, verb) && tree.reading.quotes.iter().any(|q| q.overlaps(sentence.span))
}

/// The source as PolNeAR marks it: the whole noun phrase, with apposition and modifiers after it.
fn source_span(tree: &Tree<'_>, source: usize) -> Span {
    let keep = |c: usize| {
        !matches!(
            tree.rel(c),
            Deprel::Conj | Deprel::Cc | Deprel::Case | Deprel::Cop | Deprel::Nsubj | Deprel::Parataxis | Deprel::Punct
        ) || tree.head(c) != Some(source)
    };
    let (first, last) = tree.extent(source, &keep);
    tree.span(first, last)
}

/// The cue with its auxiliaries and particles: "has said", "pointed out".
fn cue_span(tree: &Tree<'_>, verb: usize) -> Span {
    let mut first = verb;
    let mut last = verb;
    for c in tree.by(verb, &[Deprel::Aux, Deprel::AuxPass, Deprel::CompoundPrt]) {
        first = first.min(c);
        last = last.max(c);
    }
    if verb - first > 3 {
        first = verb;
    }
    tree.span(first, last)
}
