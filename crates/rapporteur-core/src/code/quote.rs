//! Quotations: the words between marks, and who said them.

use super::attribution::Attribution;
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
/// A quotation belongs to the attribution whose content it overlaps. One without an attribution of its own that follows
/// straight on a quoted sentence is running speech of the same speaker.
pub fn quotations(tree: &Tree<'_>, attributions: &[Attribution]) -> Vec<Quotation> {
    let mut quotations: Vec<Quotation> = Vec::new();
    for &quote in &tree.reading.quotes {
        let span = trim(tree.text, quote);
        let own = attributions.iter().find(|a| a.source.is_some() && a.content.iter().any(|c| c.overlaps(span)));
        let speaker = own.and_then(|a| a.source).or_else(|| running(tree, &quotations, span));
        quotations.push(Quotation { span, speaker });
    }
    quotations
}

/// The speaker of the quotation before, when nothing but its attribution stands between.
fn running(tree: &Tree<'_>, before: &[Quotation], span: Span) -> Option<usize> {
    let last = before.last()?;
    let sentence = |at: usize| tree.reading.sentences.partition_point(|s| s.span.end <= at);
    let near = sentence(span.start) <= sentence(last.span.end.saturating_sub(1)) + 1;
    let words = tree.reading.tokens.iter().filter(|t| span.contains(t.span)).count();
    (near && words >= 6).then_some(last.speaker).flatten()
}

fn trim(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let start = span.start + (words.len() - words.trim_start().len());
    let words = words.trim_end();
    let words = words.strip_suffix(',').unwrap_or(words);
    Span { start, end: (span.start + words.len()).max(start) }
}
