//! Side notes of a report with their people resolved: quotes, figures, assessments, meetings.
//!
//! Coding points at tokens; who a token is comes from `resolve::actors`, handed in as a closure, so that a
//! note is tested without knowledge of anybody.

use crate::account::{Assessment, Figure, MeetingNote, Quote};
use crate::claim::Participant;
use crate::code::{CodedAssessment, CodedFigure, CodedMeeting, Quotation};

/// Who the people of notes are.
pub struct People<'a> {
    /// Everybody whom a head token stands for ("the two countries" are two).
    pub resolve: &'a dyn Fn(usize) -> Vec<Participant>,
    /// Whether what a token tells is background from another time.
    pub historical: &'a dyn Fn(usize) -> bool,
}

impl People<'_> {
    fn one(&self, token: Option<usize>) -> Option<Participant> {
        (self.resolve)(token?).into_iter().next()
    }

    fn all(&self, tokens: &[usize]) -> Vec<Participant> {
        let mut all: Vec<Participant> = Vec::new();
        for person in tokens.iter().flat_map(|&t| (self.resolve)(t)) {
            let known = person.actor.best().is_some() && all.iter().any(|p| p.actor.best() == person.actor.best());
            if !known {
                all.push(person);
            }
        }
        all
    }

    /// Quotations with their speakers.
    pub fn quotes(&self, quotations: &[Quotation]) -> Vec<Quote> {
        quotations.iter().map(|q| Quote { span: q.span, speaker: self.one(q.speaker) }).collect()
    }

    /// Figures with whose estimate they are.
    pub fn figures(&self, figures: &[CodedFigure]) -> Vec<Figure> {
        let figure = |f: &CodedFigure| Figure {
            span: f.span,
            low: f.low,
            high: f.high,
            what: f.what,
            whose: self.one(f.whose),
            historical: (self.historical)(f.token),
        };
        figures.iter().map(figure).collect()
    }

    /// Assessments with their holders.
    pub fn assessments(&self, assessments: &[CodedAssessment]) -> Vec<Assessment> {
        assessments.iter().map(|a| Assessment { span: a.span, holder: self.one(a.holder) }).collect()
    }

    /// Meetings, those whose act became a claim; `claim_of` gives the claim of an act.
    pub fn meetings(&self, meetings: &[CodedMeeting], claim_of: &dyn Fn(usize) -> Option<usize>) -> Vec<MeetingNote> {
        let note = |m: &CodedMeeting| {
            Some(MeetingNote {
                claim: claim_of(m.act)?,
                expected: self.all(&m.expected),
                unsure: self.all(&m.unsure),
                called_by: self.all(&m.called_by),
            })
        };
        meetings.iter().filter_map(note).collect()
    }
}
