//! Quotations: the words between marks, and who said them.

use super::attribution::Attribution;
use super::attribution::scene::Scene;
use super::tree::Tree;
use crate::Span;

/// Words between quotation marks.
#[derive(Clone, Debug, PartialEq)]
pub struct Quotation {
    /// Without the marks, and without the comma that the reporter closed them with.
    pub span: Span,
    /// Head token of who said them.
    pub speaker: Option<usize>,
}

/// The quotations of a reading with their speakers.
///
/// A quotation belongs to the attribution whose content covers most of it; of several, to one that asserts, with the
/// nearest cue. Speech that runs on over sentences and paragraphs is part of its attribution's content already.
pub fn quotations(tree: &Tree<'_>, attributions: &[Attribution]) -> Vec<Quotation> {
    let mut all = Scene::new(tree).quotes;
    all.dedup();
    let mut quotations = Vec::new();
    for quote in all {
        let span = trim(tree.text, quote);
        if span.is_empty() {
            continue;
        }
        quotations.push(Quotation { span, speaker: speaker(tree, attributions, span) });
    }
    quotations
}

/// Bytes between a quotation and a cue beyond which nobody looks.
const REACH: usize = 4000;

fn speaker(tree: &Tree<'_>, attributions: &[Attribution], span: Span) -> Option<usize> {
    let covered = |a: &Attribution| {
        let shared = |c: &Span| c.end.min(span.end).saturating_sub(c.start.max(span.start));
        a.content.iter().map(shared).sum::<usize>()
    };
    let first = attributions.partition_point(|a| a.cue_span.end + REACH < span.start);
    let near = attributions[first..].iter().take_while(|a| a.cue_span.start < span.end + REACH);
    // A cue inside the quotation is the speaker's own: what it says of others does not make them the speaker.
    let outside = near.filter(|a| a.source.is_some() && !span.contains(tree.reading.tokens[a.cue].span));
    let distance = |a: &Attribution| a.cue_span.start.abs_diff(span.end).min(span.start.abs_diff(a.cue_span.end));
    let best = outside
        .map(|a| (2 * covered(a) > span.len(), a.asserts, covered(a), std::cmp::Reverse(distance(a)), a))
        .filter(|found| found.2 > 0)
        .max_by_key(|&(most, asserts, shared, distance, _)| (most, asserts, shared, distance));
    best.and_then(|(.., a)| a.source)
}

fn trim(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let start = span.start + (words.len() - words.trim_start().len());
    let words = words.trim_end();
    let words = words.strip_suffix(',').unwrap_or(words);
    Span { start, end: (span.start + words.len()).max(start) }
}
