//! From a reading to what it claims: triggers, participants, time and modality, who says so, on what condition.
//!
//! Coding works on words and trees alone. Who a mention is, where a place lies and when a day was is for
//! [`resolve`](crate::resolve); a coded [`Act`] points at tokens.

mod act;
mod assessment;
pub mod attribution;
mod condition;
mod figure;
mod harm;
mod matching;
mod meeting;
mod modality;
pub mod pair;
mod quote;
mod slots;
mod speech;
pub mod tree;

pub use act::{Act, acts};
pub use assessment::{CodedAssessment, assessments};
pub use attribution::{Attribution, attributions, innermost};
pub use figure::{CodedFigure, figures};
pub use meeting::{CodedMeeting, meetings};
pub use quote::{Quotation, quotations};
pub use slots::Slots;

use crate::Reading;
use crate::codebook::Codebook;
use crate::knowledge::Knowledge;
use tree::Tree;

/// All that coding finds in one report.
#[derive(Debug, Default)]
pub struct Coding {
    /// Acts with their participants' head tokens.
    pub acts: Vec<Act>,
    /// Who says what, by which words.
    pub attributions: Vec<Attribution>,
    /// Words between quotation marks with who said them.
    pub quotations: Vec<Quotation>,
    /// Counts, with whose they are.
    pub figures: Vec<CodedFigure>,
    /// Expectations, aims and doubts, with whose they are.
    pub assessments: Vec<CodedAssessment>,
    /// Meetings, with who is expected.
    pub meetings: Vec<CodedMeeting>,
}

/// Codes a reading.
///
/// Never fails: a sentence that no frame fits yields nothing.
pub fn code(text: &str, reading: &Reading, codebook: &Codebook, knowledge: &Knowledge) -> Coding {
    let tree = Tree::new(text, reading)
        .with_vocabulary(|lemma| codebook.knows(lemma))
        .with_roles(|lemma| knowledge.role(lemma).is_some());
    let slots = Slots { tree: &tree, codebook, knowledge };
    let attributions = attributions(&slots);
    let quotations = quotations(&tree, &attributions);
    let acts = acts(&slots, &attributions);
    let figures = figures(&slots, &attributions);
    let assessments = assessments(&slots, &attributions);
    let meetings = meetings(&slots, &acts);
    Coding { acts, attributions, quotations, figures, assessments, meetings }
}
