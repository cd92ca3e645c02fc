//! The brief: one page that a person would hand to a colleague, every line with the sentences it comes from.
//!
//! A brief chooses and orders; what happened and what follows from it is [`fuse`](rapporteur_core::fuse)'s work.

mod compose;
mod happened;
mod render;
mod sides;
mod still_open;

pub use render::{markdown, text};

use serde::Serialize;

use super::overview::{Overview, Reference};

/// A brief, ready to be laid out.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Brief {
    /// What it is about: "Syria, Russia and the United States".
    pub title: String,
    /// When, and from how many reports.
    pub subtitle: String,
    /// The sections that have lines, in order.
    pub sections: Vec<Section>,
    /// The reports that lines refer to, by key: publisher, title, day.
    pub reports: Vec<(String, String)>,
    /// How many reports no line refers to.
    pub unused: usize,
}

/// Lines under one heading.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Section {
    /// The heading.
    pub heading: &'static str,
    /// The lines, most of them dated.
    pub lines: Vec<Line>,
    /// How many more there are, and which command shows them.
    pub more: Option<(usize, &'static str)>,
}

/// One line.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Line {
    /// What stands in front: a day, or a word; may be empty.
    pub lead: String,
    /// The sentence.
    pub text: String,
    /// Where it comes from, as `[a:14]`.
    pub cited: String,
    /// The same, for links; as many as are shown.
    #[serde(skip)]
    pub references: Vec<Reference>,
    /// Lines below it: the sides of a dispute.
    pub below: Vec<Line>,
}

/// How much a brief says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// About a page.
    Page,
    /// Four times as much.
    Long,
}

impl Length {
    fn cap(self, lines: usize) -> usize {
        match self {
            Self::Page => lines,
            Self::Long => 4 * lines,
        }
    }
}

/// Writes the brief of an overview.
///
/// Never fails: without claims it has a title and no sections.
pub fn brief(overview: &Overview, length: Length) -> Brief {
    let mut desk = compose::Desk::new(overview);
    let sections = [
        happened::what_happened(&mut desk, length.cap(12)),
        sides::who_says_what(&mut desk, length.cap(9)),
        still_open::offers(&mut desk, length.cap(8)),
        still_open::next(&mut desk, length.cap(8)),
        sides::who_stands_with_whom(&mut desk, length.cap(8)),
        still_open::figures(&mut desk, length.cap(7)),
        still_open::unclear(&mut desk, length.cap(6)),
    ];
    let sections: Vec<Section> = sections.into_iter().filter(|section| !section.lines.is_empty()).collect();
    let (reports, unused) = desk.legend();
    Brief { title: desk.title(), subtitle: desk.subtitle(), sections, reports, unused }
}

/// A line that may be shown, before the choice.
#[derive(Clone, Debug, Default)]
struct Candidate {
    line: Line,
    references: Vec<Reference>,
    weight: f32,
    /// Sorts chosen lines: by day, then by report and sentence.
    order: (Option<jiff::civil::Date>, Option<Reference>),
}
