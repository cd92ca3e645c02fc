//! One pair of participants in one sentence, from text to type: read → code → decide.

use rapporteur_core::code::pair::weights::Weights;
use rapporteur_core::code::pair::{Decision, Pair, decide, marks};
use rapporteur_core::code::tree::Tree;
use rapporteur_core::code::{Slots, acts, attributions};
use rapporteur_core::codebook::Codebook;
use rapporteur_core::knowledge::Knowledge;
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

    /// Codes one pair; `None` where neither source nor target is in the sentence.
    pub fn code(&self, line: Line<'_>) -> Option<Decision> {
        let plain = marks::plain(line.marked);
        let sentence = if line.sentence.is_empty() { &plain } else { line.sentence };
        let (source, target) = marks::spans(sentence, line.marked, line.source, line.target);
        source.or(target)?;
        let reading = self.reader.read(sentence);
        let tree = Tree::new(sentence, &reading).with_vocabulary(|lemma| self.codebook.knows(lemma));
        let slots = Slots { tree: &tree, codebook: self.codebook, knowledge: self.knowledge };
        let acts = acts(&slots, &attributions(&slots));
        decide(&Pair::new(&slots, &acts, source, target), &self.weights)
    }
}
