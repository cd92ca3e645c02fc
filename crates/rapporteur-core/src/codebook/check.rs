//! The codebook's own sentences: each frame must find its `match` sentences, with the participants they mark, and leave its
//! `reject` sentences alone.

use super::{Codebook, Frame};
use crate::code::{Act, code};
use crate::knowledge::Knowledge;
use crate::{Reading, Span};

/// How a text is read: the core has no reader of its own.
pub type Read<'r> = &'r dyn Fn(&str) -> Reading;

/// One sentence of the codebook that came out otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The frame it belongs to.
    pub frame: String,
    /// The sentence, as the codebook has it.
    pub sentence: String,
    /// What was expected and what was found.
    pub found: String,
}

/// How the codebook's sentences came out.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Sentences in all.
    pub sentences: usize,
    /// Those of them that found the frame's type, or were rightly left alone.
    pub right_type: usize,
    /// Those that also found all marked participants.
    pub right: usize,
    /// What went wrong.
    pub failures: Vec<Failure>,
}

/// Runs all sentences of a codebook.
pub fn check(read: Read<'_>, codebook: &Codebook, knowledge: &Knowledge) -> Outcome {
    let mut outcome = Outcome::default();
    for frame in &codebook.frames {
        for sentence in &frame.accepts {
            let marked = Marked::new(sentence);
            let acts = acts(read, codebook, knowledge, &marked.text);
            outcome.count(frame, sentence, accepts(frame, &marked, &acts));
        }
        for sentence in &frame.rejects {
            let acts = acts(read, codebook, knowledge, sentence);
            let wrong = acts.iter().find(|a| a.act.frame == frame.id);
            outcome.count(
                frame,
                sentence,
                wrong.map_or(Ok(()), |a| {
                    Err((false, format!("must be left alone, found {}", a.act.trigger.of(sentence))))
                }),
            );
        }
    }
    outcome
}

impl Outcome {
    fn count(&mut self, frame: &Frame, sentence: &str, result: Result<(), (bool, String)>) {
        self.sentences += 1;
        match result {
            Ok(()) => {
                self.right_type += 1;
                self.right += 1;
            }
            Err((right_type, found)) => {
                self.right_type += usize::from(right_type);
                self.failures.push(Failure { frame: frame.id.clone(), sentence: sentence.to_owned(), found });
            }
        }
    }
}

struct Found {
    act: Act,
    actors: Vec<Span>,
    recipients: Vec<Span>,
}

fn acts(read: Read<'_>, codebook: &Codebook, knowledge: &Knowledge, text: &str) -> Vec<Found> {
    let reading = read(text);
    let coding = code(text, &reading, codebook, knowledge);
    let spans = |heads: &[usize]| heads.iter().map(|&t| reading.tokens[t].span).collect();
    coding
        .acts
        .into_iter()
        .map(|act| Found { actors: spans(&act.actors), recipients: spans(&act.recipients), act })
        .collect()
}

fn accepts(frame: &Frame, marked: &Marked, acts: &[Found]) -> Result<(), (bool, String)> {
    let same_type = || acts.iter().filter(|a| a.act.kind == frame.kind);
    let Some(found) = acts.iter().find(|a| a.act.frame == frame.id).or_else(|| same_type().next()) else {
        let others: Vec<&str> = acts.iter().map(|a| a.act.frame.as_str()).collect();
        return Err((false, format!("expected {}, found [{}]", frame.kind, others.join(", "))));
    };
    let missing = |marked: &[Span], heads: &[Span]| marked.iter().any(|m| !heads.iter().any(|h| m.contains(*h)));
    for (role, expected, heads) in
        [("actor", &marked.actors, &found.actors), ("recipient", &marked.recipients, &found.recipients)]
    {
        if missing(expected, heads) {
            let words: Vec<&str> = heads.iter().map(|h| h.of(&marked.text)).collect();
            return Err((true, format!("{role} by {}: found [{}]", found.act.frame, words.join(", "))));
        }
    }
    Ok(())
}

/// A sentence with `[actors]` and `{recipients}` marked.
struct Marked {
    text: String,
    actors: Vec<Span>,
    recipients: Vec<Span>,
}

impl Marked {
    fn new(sentence: &str) -> Self {
        let mut marked = Self { text: String::new(), actors: Vec::new(), recipients: Vec::new() };
        let mut open = Vec::new();
        for c in sentence.chars() {
            let here = marked.text.len();
            match c {
                '[' | '{' => open.push(here),
                ']' => marked.actors.extend(open.pop().map(|start| Span::new(start, here))),
                '}' => marked.recipients.extend(open.pop().map(|start| Span::new(start, here))),
                c => marked.text.push(c),
            }
        }
        marked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_spans() {
        let marked = Marked::new("[Russian jets] bombed {a hospital}.");
        assert_eq!(marked.text, "Russian jets bombed a hospital.");
        assert_eq!(marked.actors[0].of(&marked.text), "Russian jets");
        assert_eq!(marked.recipients[0].of(&marked.text), "a hospital");
    }
}
