//! One pair of participants in one sentence: which type of act does the source do to the target?
//!
//! The act of the sentence whose participants lie in the two spans decides; else the one that stands nearest; else a
//! default, with a score that says so.

use rapporteur_core::EventType;
use rapporteur_core::Span;
use rapporteur_core::code::Act;

use crate::pipeline::Annotated;

/// What one pair gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The type.
    pub kind: EventType,
    /// The mode, or empty.
    pub mode: String,
    /// How sure, 0..=1.
    pub score: f32,
}

/// The commonest type: what to say when the sentence tells no act.
const DEFAULT: EventType = EventType::Consult;

/// Decides one pair; either span may be unknown.
pub fn decide(annotated: &Annotated, source: Option<Span>, target: Option<Span>) -> Decision {
    let tokens = &annotated.reading.tokens;
    let within = |heads: &[usize], span: Option<Span>| {
        span.is_some_and(|span| heads.iter().any(|&t| tokens.get(t).is_some_and(|t| span.overlaps(t.span))))
    };
    let fit = |act: &Act| {
        let straight = 2.0 * f32::from(within(&act.actors, source)) + 2.0 * f32::from(within(&act.recipients, target));
        let crossed = f32::from(within(&act.actors, target)) + f32::from(within(&act.recipients, source));
        straight + crossed + nearness(act.trigger, source, target)
    };
    let best = annotated
        .coding
        .acts
        .iter()
        .map(|act| (fit(act), act))
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.trigger.cmp(&a.1.trigger)));
    match best {
        Some((fit, act)) => Decision { kind: act.kind, mode: act.mode.clone(), score: (0.3 + 0.15 * fit).min(1.0) },
        None => Decision { kind: DEFAULT, mode: String::new(), score: 0.1 },
    }
}

/// 1 for a trigger between the two, less the farther it stands from the source.
fn nearness(trigger: Span, source: Option<Span>, target: Option<Span>) -> f32 {
    let (Some(source), Some(target)) = (source, target) else { return 0.0 };
    let (first, last) = if source.start < target.start { (source, target) } else { (target, source) };
    let inside = trigger.start >= first.end && trigger.end <= last.start;
    let away = trigger.start.abs_diff(source.end).min(trigger.end.abs_diff(source.start));
    let near = 1.0 / (1.0 + away as f32 / 40.0);
    if inside { 0.5 + 0.5 * near } else { 0.5 * near }
}

/// The spans of source and target in a sentence: by the marks `<s>` and `<t>` where they are there and fit, else by the
/// first place where the words stand.
pub fn spans(sentence: &str, marked: &str, source: &str, target: &str) -> (Option<Span>, Option<Span>) {
    let by_marks = |open: &str, close: &str| unmarked(sentence, marked, open, close);
    let by_words = |words: &str| {
        let words = words.trim();
        let at = if words.is_empty() { None } else { sentence.find(words) }?;
        Some(Span::new(at, at + words.len()))
    };
    (by_marks("<s>", "</s>").or_else(|| by_words(source)), by_marks("<t>", "</t>").or_else(|| by_words(target)))
}

/// Where a marked stretch lies in the sentence without marks; marks may stand inside each other or inside a word.
fn unmarked(sentence: &str, marked: &str, open: &str, close: &str) -> Option<Span> {
    let (mut plain, mut start, mut end, mut rest) = (String::new(), None, None, marked);
    while let Some(c) = rest.chars().next() {
        let mark = ["<s>", "</s>", "<t>", "</t>"].into_iter().find(|mark| rest.starts_with(mark));
        match mark {
            Some(mark) => {
                if mark == open && start.is_none() {
                    start = Some(plain.len());
                } else if mark == close && end.is_none() {
                    end = Some(plain.len());
                }
                rest = &rest[mark.len()..];
            }
            None => {
                plain.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    let span = start.zip(end).filter(|(start, end)| start < end)?;
    (plain == sentence).then(|| Span::new(span.0, span.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found_and_words_stand_in_for_them() {
        let sentence = "Norway thanked Sweden.";
        let words = |span: Option<Span>| span.map(|s| s.of(sentence).to_owned()).unwrap_or_default();
        let check = |marked: &str, source: &str, target: &str| {
            let (s, t) = spans(sentence, marked, source, target);
            (words(s), words(t))
        };
        let both = ("Norway".to_owned(), "Sweden".to_owned());
        assert_eq!(check("<s>Norway</s> thanked <t>Sweden</t>.", "", ""), both);
        assert_eq!(check("", "Norway", "Sweden"), both);
        assert_eq!(check("<s>Norway</s> thanked <t>Sweden.", "Norway", "Sweden"), both);
        assert_eq!(check("<s>Nor</s>way thanked Sweden.", "Norway", "Finland"), ("Nor".into(), String::new()));
    }
}
