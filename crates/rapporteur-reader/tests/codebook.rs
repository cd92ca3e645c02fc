//! The codebook's own sentences, read and coded: every frame has them, and nearly all come out as they say.

use rapporteur_core::codebook::{Codebook, check};
use rapporteur_core::knowledge::Knowledge;
use rapporteur_reader::Reader;

#[test]
fn every_frame_says_what_it_finds_and_what_it_leaves_alone() {
    for frame in &Codebook::embedded().frames {
        assert!(!frame.accepts.is_empty(), "frame `{}` has no `match` sentence", frame.id);
        assert!(!frame.rejects.is_empty(), "frame `{}` has no `reject` sentence", frame.id);
    }
}

/// The parser errs on some sentences; `cargo xtask accuracy` guards the exact share.
#[test]
fn nearly_all_sentences_come_out_as_they_say() {
    let reader = Reader::embedded().expect("the shipped model loads");
    let outcome = check::check(&|text| reader.read(text), Codebook::embedded(), Knowledge::embedded());
    let share = |right: usize| 100 * right / outcome.sentences;
    assert!(share(outcome.right_type) >= 95, "right type: {} of {}", outcome.right_type, outcome.sentences);
    assert!(share(outcome.right) >= 89, "all right: {} of {}", outcome.right, outcome.sentences);
}
