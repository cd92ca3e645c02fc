//! Where source and target stand in a sentence: by marks, or by their words.

use crate::Span;

const MARKS: [&str; 4] = ["<s>", "</s>", "<t>", "</t>"];

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

/// A marked sentence without its marks.
pub fn plain(marked: &str) -> String {
    MARKS.iter().fold(marked.to_owned(), |text, mark| text.replace(mark, ""))
}

/// Where a marked stretch lies in the sentence without marks; marks may stand inside each other or inside a word.
fn unmarked(sentence: &str, marked: &str, open: &str, close: &str) -> Option<Span> {
    let (mut plain, mut start, mut end, mut rest) = (String::new(), None, None, marked);
    while let Some(c) = rest.chars().next() {
        let mark = MARKS.into_iter().find(|mark| rest.starts_with(mark));
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
