//! Any bytes, read as text: the reading must tile the text and every sentence must be a tree.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use rapporteur_reader::Reader;

static READER: OnceLock<Reader> = OnceLock::new();

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let reading = READER.get_or_init(|| Reader::embedded().expect("the embedded model opens")).read(&text);
    let mut at = 0;
    for token in &reading.tokens {
        assert!(at <= token.span.start && token.span.start < token.span.end && token.span.end <= text.len());
        assert!(text[at..token.span.start].chars().all(char::is_whitespace));
        at = token.span.end;
    }
    assert!(text[at..].chars().all(char::is_whitespace));
    for sentence in &reading.sentences {
        let tokens = &reading.tokens[sentence.tokens.clone()];
        assert_eq!(tokens.iter().filter(|token| token.head.is_none()).count(), 1);
        for start in sentence.tokens.clone() {
            let mut here = start;
            for _ in 0..=tokens.len() {
                match reading.tokens[here].head {
                    Some(head) => here = head,
                    None => break,
                }
            }
            assert!(reading.tokens[here].head.is_none(), "a circle of heads");
        }
    }
});
