//! Small trees for tests, written as words.

use crate::{Deprel, Feats, Reading, Sentence, Span, Token, Upos};

/// A reading from words written `word/UPOS/head/deprel`, heads counted from 1, 0 the root; features may follow.
pub(super) fn reading(words: &str) -> (String, Reading) {
    let mut text = String::new();
    let mut reading = Reading::default();
    for word in words.split_whitespace() {
        let parts: Vec<&str> = word.split('/').collect();
        let start = text.len() + usize::from(!text.is_empty());
        text.push_str(if text.is_empty() { "" } else { " " });
        text.push_str(parts[0]);
        reading.tokens.push(Token {
            span: Span::new(start, text.len()),
            lemma: parts.get(5).map_or(parts[0].to_lowercase(), |lemma| (*lemma).to_owned()).into(),
            upos: Upos::from_text(parts[1]),
            feats: Feats::new(parts.get(4).unwrap_or(&"")),
            head: parts[2].parse::<usize>().unwrap().checked_sub(1),
            deprel: Deprel::from_text(parts[3]),
        });
    }
    let span = Span::new(0, text.len());
    reading.sentences.push(Sentence { span, tokens: 0..reading.tokens.len() });
    (text, reading)
}
