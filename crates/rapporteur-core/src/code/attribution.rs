//! Attributions: who says what, by which word (the source, cue and content of PolNeAR).
//!
//! Five small decisions, each a sum of learned weights over features of words and trees: which word is a cue, how far
//! the cue reaches, who its source is, which words name the source, which branches of the sentence are content.
//! The example `attribution` of the reader crate makes the weights. Nothing here asks whether what is said is true.

#[doc(hidden)]
pub mod features;
#[doc(hidden)]
pub mod find;
#[doc(hidden)]
pub mod scene;
#[doc(hidden)]
pub mod weights;

use super::slots::Slots;
use super::tree::Tree;
use crate::Span;
use find::Found;
use scene::Scene;
use weights::Weights;

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
    /// Whether the cue presents its content as the source's word ("said", "according to"), not as what the source
    /// wants, praises or rejects.
    pub asserts: bool,
}

/// All attributions of a reading, in the order of their cues.
///
/// Never fails: a text with no reporting words has none.
pub fn attributions(slots: &Slots<'_, '_>) -> Vec<Attribution> {
    let scene = Scene::new(slots.tree);
    find::find(&scene, &Weights::embedded()).into_iter().map(|found| attribution(slots, &scene, found)).collect()
}

/// The attribution nearest around a token, among those that present what a named source says: the one with the shortest
/// content that holds it.
pub fn innermost(tree: &Tree<'_>, attributions: &[Attribution], token: usize) -> Option<usize> {
    let span = tree.reading.tokens[token].span;
    // Attributions stand in the order of their cues; none reaches over more than a few sentences.
    const REACH: usize = 1500;
    let first = attributions.partition_point(|a| a.cue + REACH < token);
    let near = attributions.iter().enumerate().skip(first).take_while(|(_, a)| a.cue < token + REACH);
    let holding = near.filter(|(_, a)| {
        a.asserts && a.source.is_some() && a.cue != token && a.content.iter().any(|c| c.contains(span))
    });
    holding.min_by_key(|(_, a)| a.content.iter().map(|c| c.len()).sum::<usize>()).map(|(index, _)| index)
}

fn attribution(slots: &Slots<'_, '_>, scene: &Scene<'_, '_>, found: Found) -> Attribution {
    let tree = slots.tree;
    let Found { cue, source, content } = found;
    Attribution {
        source: source.map(|(head, ..)| slots.antecedent(head)),
        source_span: source.map(|(_, first, last)| tree.span(first, last)),
        cue: cue.head,
        cue_span: tree.span(cue.first, cue.last),
        asserts: asserts(slots, scene, cue.head, &content),
        content,
    }
}

/// Verbs of speech that judge or ask, and say of nothing that it is so.
const STANCES: &[&str] =
    &["praise", "blame", "criticize", "criticise", "call", "begin", "demand", "urge", "ask", "decide", "see", "know"];

/// A verb of saying, "according to", a noun of saying, or any cue that a quotation follows.
fn asserts(slots: &Slots<'_, '_>, scene: &Scene<'_, '_>, cue: usize, content: &[Span]) -> bool {
    let lemma = slots.tree.lemma(cue);
    let quoted = || content.iter().any(|c| scene.quotes_in(*c).any(|q| q.len() > 40));
    if STANCES.contains(&lemma) {
        return quoted();
    }
    slots.codebook.lists("report_verbs", lemma)
        || slots.codebook.lists("report_nouns", lemma)
        || matches!(lemma, "according" | "accord" | ":")
        || quoted()
}
