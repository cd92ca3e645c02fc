//! What every reading promises, whatever the text; and sentence ends that news must get right.

use std::sync::OnceLock;

use proptest::prelude::*;
use rapporteur_core::Reading;
use rapporteur_reader::{Reader, conllu};

fn reader() -> &'static Reader {
    static READER: OnceLock<Reader> = OnceLock::new();
    READER.get_or_init(|| Reader::embedded().expect("the embedded model opens"))
}

fn check(text: &str) -> Reading {
    let reading = reader().read(text);
    let mut at = 0;
    for token in &reading.tokens {
        assert!(token.span.start >= at && token.span.end > token.span.start);
        assert!(text[at..token.span.start].chars().all(|c| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}'));
        at = token.span.end;
    }
    assert!(text[at..].chars().all(|c| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}'));
    let mut next = 0;
    for sentence in &reading.sentences {
        assert_eq!(sentence.tokens.start, next);
        next = sentence.tokens.end;
        let heads: Vec<Option<usize>> = sentence.tokens.clone().map(|t| reading.tokens[t].head).collect();
        assert_eq!(heads.iter().filter(|head| head.is_none()).count(), 1);
        assert!(heads.iter().flatten().all(|head| sentence.tokens.contains(head)));
    }
    assert_eq!(next, reading.tokens.len());
    for pair in reading.entities.windows(2) {
        assert!(pair[0].tokens.end <= pair[1].tokens.start);
    }
    let _ = conllu(text, &reading);
    reading
}

fn sentences(text: &str) -> Vec<String> {
    let reading = check(text);
    reading.sentences.iter().map(|s| s.span.of(text).replace('\n', " ")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn any_text_is_read(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn text_like_news_is_read(text in "([A-Za-z]{1,9}|[0-9]{1,4}|[.,;:!?\"'“”’()/—-]{1,3}|U\\.S\\.|\n| ){0,80}") {
        check(&text);
    }
}

#[test]
fn odd_texts_are_read() {
    for text in [
        "",
        " ",
        "\n\n",
        ".",
        "''",
        "'s",
        "\u{0}\u{1}",
        "a\u{301}\u{301}",
        "🕊️",
        "İİİ'S",
        "n't",
        "-",
        "--",
        "(((((",
        "\u{feff}x",
    ] {
        check(text);
    }
    check(&"word ".repeat(5_000));
    check(&"x".repeat(50_000));
    check(&"(.".repeat(5_000));
}

#[test]
fn sentences_stay_whole() {
    for text in [
        "Mr. Kerry met U.S. officials on Jan. 5 in Geneva.",
        "Gen. Smith said al-Assad's forces had left the city.",
        "Sen. J. F. Kerry met Lt. Gen. H. R. McMaster in St. Petersburg.",
        "“I have no hopes,” Toner said.",
        "\"We agree.\" said Mr. Lavrov.",
        "“Will they come?” asked the envoy.",
        "The U.N. said the U.S. Embassy in the D.C. area was closed at 5 p.m. on Friday.",
        "The talks, which Russia and the United States had called for in\nLausanne, ended on Saturday without a breakthrough, the\nofficials said.",
    ] {
        assert_eq!(sentences(text), [text.replace('\n', " ")]);
    }
}

#[test]
fn sentences_end_where_they_should() {
    for (text, expected) in [
        (
            "He denied the accusations.Secretary Kerry left.",
            vec!["He denied the accusations.", "Secretary Kerry left."],
        ),
        ("Talks end\n\nThe talks ended.", vec!["Talks end", "The talks ended."]),
        (
            "WASHINGTON, Aug. 8 (Xinhua) -- The United States will send envoys.",
            vec!["WASHINGTON, Aug. 8 (Xinhua) --", "The United States will send envoys."],
        ),
        ("They left. We stayed.", vec!["They left.", "We stayed."]),
        ("“They left.” The envoy sighed.", vec!["“They left.”", "The envoy sighed."]),
    ] {
        assert_eq!(sentences(text), expected);
    }
}

#[test]
fn a_reading_does_not_depend_on_company() {
    let sentence = "Two civilians were killed near Aleppo on Saturday, police said.";
    let alone = reader().read(sentence);
    let many = reader().read(&format!("{}{sentence}", "Russia and the U.S. hope for a truce.\n\n".repeat(60)));
    let shift = many.tokens.len() - alone.tokens.len();
    for (a, m) in alone.tokens.iter().zip(&many.tokens[shift..]) {
        assert_eq!((a.upos, &a.lemma, a.deprel, a.head), (m.upos, &m.lemma, m.deprel, m.head.map(|h| h - shift)));
    }
    let results: Vec<Reading> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..2).map(|_| scope.spawn(|| reader().read(sentence))).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    assert!(results.iter().all(|reading| *reading == alone));
}
