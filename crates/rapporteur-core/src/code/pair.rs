//! One pair of participants in one sentence: which type of act does the source do to the target?
//!
//! Frames say which acts a sentence tells; which of them is the pair's, and what a sentence without a frame tells, is
//! for weights learned from examples.

#[doc(hidden)]
pub mod features;
pub mod marks;
#[doc(hidden)]
pub mod weights;

use super::Act;
use super::slots::Slots;
use crate::{EventType, Span};
use features::features;
use weights::{Label, Margins, Weights};

/// What one pair gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The type.
    pub kind: EventType,
    /// The mode, or empty.
    pub mode: String,
    /// How sure, 0..=1: low where the sentence may tell no act between the two.
    pub score: f32,
}

/// How steeply margins turn into probabilities.
const STEEP: f32 = 3.0;

/// Decides one pair; either span may be unknown. A text without words, or without either of the two, tells nothing.
pub fn decide(pair: &Pair<'_, '_>, weights: &Weights<'_>) -> Option<Decision> {
    if pair.source.is_none() && pair.target.is_none() {
        return None;
    }
    let margins = weights.margins(&features(pair));
    let (kind, score) = likeliest(&margins);
    let coded = pair.ranked().into_iter().find(|act| act.kind == kind);
    Some(Decision { kind, mode: coded.map_or_else(|| pair.cued_mode(kind), |act| act.mode.clone()), score })
}

/// The likeliest type, with its probability among all labels, "no event" included.
#[doc(hidden)]
pub fn likeliest(margins: &Margins) -> (EventType, f32) {
    let of = |label: Label| margins[label.column()];
    let yields = [EventType::Concede, EventType::Retreat];
    // CONCEDE and RETREAT are found as one, and told apart after.
    let rivals = || Label::all().filter(|l| !yields.iter().any(|&y| *l == Label::Type(y)));
    let all: f32 = rivals().map(|label| (STEEP * of(label)).exp()).sum();
    let best = rivals().filter(|l| *l != Label::NoEvent).max_by(|a, b| of(*a).total_cmp(&of(*b)));
    let best = best.unwrap_or(Label::Yield);
    let kind = match best {
        Label::Type(kind) => kind,
        _ => yields.into_iter().max_by(|a, b| of(Label::Type(*a)).total_cmp(&of(Label::Type(*b)))).unwrap_or(yields[0]),
    };
    (kind, (STEEP * of(best)).exp() / all)
}

/// A pair of participants in a text.
pub struct Pair<'s, 'r> {
    slots: &'s Slots<'s, 'r>,
    acts: &'s [Act],
    /// First and last token of the source.
    source: Option<(usize, usize)>,
    /// First and last token of the target.
    target: Option<(usize, usize)>,
}

impl<'s, 'r> Pair<'s, 'r> {
    /// A pair by the spans of its participants; either may be unknown.
    pub fn new(slots: &'s Slots<'s, 'r>, acts: &'s [Act], source: Option<Span>, target: Option<Span>) -> Self {
        let tokens = |span: Option<Span>| {
            let (span, tokens) = (span?, &slots.tree.reading.tokens);
            let first = tokens.iter().position(|t| t.span.overlaps(span))?;
            Some((first, tokens.iter().rposition(|t| t.span.overlaps(span))?))
        };
        Self { slots, acts, source: tokens(source), target: tokens(target) }
    }

    fn head_of(&self, side: Option<(usize, usize)>) -> Option<usize> {
        let (first, last) = side?;
        let outside = |t: &usize| self.slots.tree.head(*t).is_none_or(|h| !(first..=last).contains(&h));
        (first..=last).find(outside).or(Some(first))
    }

    fn source_head(&self) -> Option<usize> {
        self.head_of(self.source)
    }

    fn target_head(&self) -> Option<usize> {
        self.head_of(self.target)
    }

    /// Which participant a token belongs to.
    fn inside(&self, token: usize) -> Option<&'static str> {
        let has = |side: Option<(usize, usize)>| side.is_some_and(|(first, last)| (first..=last).contains(&token));
        if has(self.source) {
            Some("S")
        } else if has(self.target) {
            Some("T")
        } else {
            None
        }
    }

    fn order(&self) -> &'static str {
        match (self.source, self.target) {
            (Some(s), Some(t)) if s.0 <= t.0 => "st",
            (Some(_), Some(_)) => "ts",
            (Some(_), None) => "s",
            (None, Some(_)) => "t",
            (None, None) => "-",
        }
    }

    fn zone(&self, token: usize) -> &'static str {
        let sides: Vec<(usize, usize)> = self.source.into_iter().chain(self.target).collect();
        let first = sides.iter().map(|s| s.1).min().unwrap_or(0);
        let last = sides.iter().map(|s| s.0).max().unwrap_or(0);
        if self.inside(token).is_some() {
            "in"
        } else if token < first {
            "before"
        } else if sides.len() == 2 && token < last {
            "between"
        } else if token <= last + 6 {
            "after"
        } else {
            "far"
        }
    }

    /// The way from one token to another: those below the top on both sides, and the top.
    fn path(&self, from: usize, to: usize) -> Option<(Vec<usize>, usize, Vec<usize>)> {
        let up = self.ancestors(from);
        let down = self.ancestors(to);
        let (at, top) = up.iter().enumerate().find(|(_, t)| down.contains(t))?;
        let mut below: Vec<usize> = down.iter().copied().take_while(|t| t != top).collect();
        below.reverse();
        Some((up[..at].to_vec(), *top, below))
    }

    fn ancestors(&self, token: usize) -> Vec<usize> {
        std::iter::successors(Some(token), |&t| self.slots.tree.head(t)).take(64).collect()
    }

    /// The mode whose words stand on or beside the way between the two, or empty.
    fn cued_mode(&self, kind: EventType) -> String {
        let Some(cues) = self.slots.codebook.cues.get(&kind) else { return String::new() };
        let tree = self.slots.tree;
        let outside = (0..tree.len()).filter(|&t| self.inside(t).is_none());
        let words: Vec<String> = outside.map(|t| tree.lemma(t).to_lowercase()).collect();
        cues.iter().find(|cue| words.iter().any(|w| cue.words.contains(w))).map_or_else(String::new, |c| c.mode.clone())
    }

    /// Acts, those that fit the pair best first.
    fn ranked(&self) -> Vec<&Act> {
        let has = |heads: &[usize], side: Option<(usize, usize)>| {
            f32::from(side.is_some_and(|(first, last)| heads.iter().any(|h| (first..=last).contains(h))))
        };
        let fit = |act: &Act| {
            let straight = 2.0 * has(&act.actors, self.source) + 2.0 * has(&act.recipients, self.target);
            let crossed = has(&act.actors, self.target) + has(&act.recipients, self.source);
            straight + crossed + self.nearness(act.token)
        };
        let mut ranked: Vec<&Act> = self.acts.iter().collect();
        ranked.sort_by(|a, b| fit(b).total_cmp(&fit(a)).then(a.trigger.cmp(&b.trigger)));
        ranked
    }

    /// 1 for a trigger between the two, less the farther it stands from the source.
    fn nearness(&self, token: usize) -> f32 {
        let (Some(source), Some(_)) = (self.source, self.target) else { return 0.0 };
        let away = token.abs_diff(source.1).min(token.abs_diff(source.0));
        let near = 1.0 / (1.0 + away as f32 / 7.0);
        if self.zone(token) == "between" { 0.5 + 0.5 * near } else { 0.5 * near }
    }
}
