//! Pairs of participants in sentences, from text to type: read → code → decide.

use rapporteur_core::code::pair::weights::Weights;
use rapporteur_core::code::pair::{Decision, Pair, decide, marks};
use rapporteur_core::code::tree::Tree;
use rapporteur_core::code::{Slots, acts, attributions};
use rapporteur_core::codebook::Codebook;
use rapporteur_core::knowledge::Knowledge;
use rapporteur_core::{Reading, Span};
use rapporteur_reader::{Reader, ReaderError};

/// What one line of a table gives; what it lacks is empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct Line<'l> {
    /// The sentence.
    pub sentence: &'l str,
    /// The sentence with `<s>` and `<t>` around its participants.
    pub marked: &'l str,
    /// The words of the source.
    pub source: &'l str,
    /// The words of the target.
    pub target: &'l str,
}

/// What coding a pair needs: the model, the codebook, the knowledge and the weights.
pub struct PairCoder {
    reader: Reader,
    codebook: &'static Codebook,
    knowledge: &'static Knowledge,
    weights: Weights<'static>,
}

impl PairCoder {
    /// Loads what ships with the program.
    ///
    /// # Errors
    /// When the embedded model is damaged.
    pub fn embedded() -> Result<Self, ReaderError> {
        Ok(Self {
            reader: Reader::embedded()?,
            codebook: Codebook::embedded(),
            knowledge: Knowledge::embedded(),
            weights: Weights::embedded(),
        })
    }

    /// Codes the pairs of some lines; `None` where neither source nor target is in the sentence.
    ///
    /// The sentences are read together, a paragraph each: that is a third faster than one by one.
    pub fn code(&self, lines: &[Line<'_>]) -> Vec<Option<Decision>> {
        let mut text = String::new();
        let mut stretches = Vec::with_capacity(lines.len());
        for line in lines {
            let start = text.len();
            match line.sentence {
                "" => text.push_str(&marks::plain(line.marked)),
                sentence => text.push_str(sentence),
            }
            stretches.push(Span::new(start, text.len()));
            text.push_str("\n\n");
        }
        let reading = self.reader.read(&text);
        let code = |(line, stretch): (&Line<'_>, Span)| self.decide(line, stretch.of(&text), &reading.part(stretch));
        lines.iter().zip(stretches).map(code).collect()
    }

    fn decide(&self, line: &Line<'_>, sentence: &str, reading: &Reading) -> Option<Decision> {
        let (source, target) = marks::spans(sentence, line.marked, line.source, line.target);
        source.or(target)?;
        let tree = Tree::new(sentence, reading).with_vocabulary(|lemma| self.codebook.knows(lemma));
        let slots = Slots { tree: &tree, codebook: self.codebook, knowledge: self.knowledge };
        let acts = acts(&slots, &attributions(&slots));
        decide(&Pair::new(&slots, &acts, source, target), &self.weights)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_coded_alike_together_and_alone() {
        let coder = PairCoder::embedded().unwrap();
        let lines = [
            "<s>Norway</s> said: \"We condemn <t>Chile</t>.",
            "",
            "Police in Lima arrested <t>two Ecuadoran officers</t>. <s>Peru</s> later freed them.",
            "<s>Sweden</s> thanked <t>Peru</t> for its help",
        ];
        let lines = lines.map(|marked| Line { marked, ..Line::default() });
        let together = coder.code(&lines);
        let alone: Vec<_> = lines.iter().flat_map(|line| coder.code(std::slice::from_ref(line))).collect();
        assert_eq!(together, alone);
        assert!(together[1].is_none() && together[3].is_some());
    }
}
