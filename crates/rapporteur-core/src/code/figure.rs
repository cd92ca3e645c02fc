//! Figures: how many were killed, displaced, detained, how many troops, how much money, and whose count it is.
//!
//! A number becomes a figure when the words around it say what it counts. Dates, ages, distances and durations are none.

mod amount;
mod counted;

use super::attribution::{Attribution, innermost};
use super::slots::Slots;
use super::tree::Tree;
use crate::Span;
use crate::account::Counted;
use crate::reading::{Deprel, Upos};
use amount::{Amount, amounts};

/// A figure whose estimate it is given as a token.
#[derive(Clone, Debug, PartialEq)]
pub struct CodedFigure {
    /// The words, from the first that qualifies the number to the noun it counts.
    pub span: Span,
    /// The token of the number that carries it.
    pub token: usize,
    /// Least; `None` when open downwards or a share.
    pub low: Option<f64>,
    /// Most; `None` when open upwards or a share.
    pub high: Option<f64>,
    /// What it counts.
    pub what: Counted,
    /// Head token of whose estimate it is; `None`: the report's own.
    pub whose: Option<usize>,
}

/// The figures of a reading, in order.
///
/// "about N" is N to N, "more than N" open upwards, "up to N" open downwards, dozens 24 and more, scores 40, hundreds 200,
/// thousands 2000; a share has neither end (`cases/GUIDELINES.md`).
pub fn figures(slots: &Slots<'_, '_>, attributions: &[Attribution]) -> Vec<CodedFigure> {
    let tree = slots.tree;
    let mut figures = Vec::new();
    for sentence in &tree.reading.sentences {
        for amount in amounts(tree, sentence.tokens.clone()) {
            figures.extend(figure(tree, attributions, &amount));
        }
    }
    figures
}

fn figure(tree: &Tree<'_>, attributions: &[Attribution], amount: &Amount) -> Option<CodedFigure> {
    let noun =
        counted::straight(tree, amount).and_then(|(_, participle)| participle).unwrap_or_else(|| noun(tree, amount));
    let what = counted::what(tree, amount, noun)?;
    let enough = amount.low.or(amount.high).is_none_or(|n| n >= 5.0);
    if what == Counted::Other && !enough {
        return None;
    }
    let token = amount.number;
    let whose = innermost(tree, attributions, token).and_then(|a| attributions[a].source);
    Some(CodedFigure { span: span(tree, amount, noun, what), token, low: amount.low, high: amount.high, what, whose })
}

/// The noun that an amount counts: its head, the "of" phrase of "dozens of people", itself when it stands alone.
fn noun(tree: &Tree<'_>, amount: &Amount) -> usize {
    let of = |t: usize| tree.by(t, &[Deprel::Nmod, Deprel::Obl]).find(|&n| n > t && tree.case(n) == Some("of"));
    let top = counted::top(tree, amount);
    if amount.hyphened.is_some() {
        // "a 62-member rescue team": the last noun of the run.
        let run = (amount.last + 1..tree.len().min(amount.last + 7))
            .take_while(|&t| matches!(tree.upos(t), Upos::Noun | Upos::Punct | Upos::Adj) && tree.word(t) != ",");
        return run.filter(|&t| tree.upos(t) == Upos::Noun).last().unwrap_or(top);
    }
    if tree.rel(top) == Deprel::Nummod
        || (matches!(tree.rel(top), Deprel::Compound | Deprel::Amod | Deprel::Det | Deprel::NmodUnmarked)
            && tree.head(top).is_some_and(|h| h > top))
    {
        return tree.head(top).unwrap_or(top);
    }
    // "between 20 and 30 people": the noun after a range, wherever the parser hung its numbers.
    let range = amount.low != amount.high && amount.low.is_some() && amount.high.is_some();
    let next = Some(amount.last + 1).filter(|&t| range && t < tree.len() && tree.upos(t) == Upos::Noun);
    next.or_else(|| (amount.first..=amount.last).rev().find_map(of)).unwrap_or(top)
}

/// The words of a figure: qualifier, number, noun phrase; the participle too where the number has no noun of its own.
fn span(tree: &Tree<'_>, amount: &Amount, noun: usize, what: Counted) -> Span {
    let mut first = amount.first;
    let mut last = amount.last.max(noun);
    if what == Counted::Money {
        return tree.span(first, amount.last.max(if noun <= amount.last + 1 { noun } else { amount.last }));
    }
    if counted::has_straight_count(tree, amount) {
        first = first.saturating_sub(3).max(tree.reading.sentences[tree.reading.sentence_of(first)].tokens.start);
        first =
            (first..amount.first).find(|&t| tree.upos(t) == Upos::Det || tree.lemma(t) == "number").unwrap_or(first);
        return tree.span(first, amount.last);
    }
    // "a force of 500", "the death of 800,000 people".
    if let Some(head) = counted::head_of_phrase(tree, noun).filter(|&h| h < first && first - h <= 4) {
        first = tree.by(head, &[Deprel::Det]).next().map_or(head, |d| d.min(head));
    }
    let tail = tree.by(noun, &[Deprel::Nmod]).filter(|&n| n > noun && tree.case(n) == Some("of") && n <= noun + 4);
    last = tail.fold(last, usize::max);
    let mut closing = (last + 1..tree.len().min(last + 5))
        .take_while(|&t| matches!(tree.upos(t), Upos::Aux | Upos::Adv) || counted::by_word(tree, t).is_some());
    let bare = noun == amount.number || (amount.first..=amount.last).contains(&noun);
    let ending = closing.find(|&t| counted::by_word(tree, t).is_some());
    let straight = ending.filter(|&t| what != Counted::Participants && (bare || t == last + 1));
    last = straight.unwrap_or(last);
    tree.span(first, last)
}
