//! The main job in one place: read → code → resolve, for one report; fuse → store → show follow for all of them.

use rapporteur_core::casing;
use rapporteur_core::code::{Coding, code};
use rapporteur_core::codebook::Codebook;
use rapporteur_core::knowledge::Knowledge;
use rapporteur_core::resolve::gazetteer::Gazetteer;
use rapporteur_core::resolve::places::{PlaceHints, read_places};
use rapporteur_core::resolve::times::read_times;
use rapporteur_core::resolve::{Resolved, resolve};
use rapporteur_core::{Reading, Report};
use rapporteur_reader::{Reader, ReaderError};

use crate::knowledge;

/// What the stages need: the model, the codebook, the knowledge.
pub struct Pipeline {
    reader: Reader,
    codebook: &'static Codebook,
    knowledge: &'static Knowledge,
    gazetteer: Gazetteer<'static>,
}

/// One report with all its layers.
#[derive(Debug)]
pub struct Annotated {
    /// The report itself.
    pub report: Report,
    /// Sentences, tokens, trees, names.
    pub reading: Reading,
    /// Acts, attributions, quotations.
    pub coding: Coding,
    /// Claims with actors, places, dates.
    pub resolved: Resolved,
}

impl Pipeline {
    /// Loads what ships with the program, and the knowledge in use.
    ///
    /// # Errors
    /// When the embedded model is damaged.
    pub fn embedded() -> Result<Self, ReaderError> {
        Ok(Self {
            reader: Reader::embedded()?,
            codebook: Codebook::embedded(),
            knowledge: knowledge::in_use(),
            gazetteer: Gazetteer::embedded(),
        })
    }

    /// Reads, codes and resolves one report. Never fails: what could not be done is told in diagnostics.
    ///
    /// A report all in capitals or small letters is read with its case restored; its spans are those of its own text.
    pub fn annotate(&self, report: Report) -> Annotated {
        let cased = casing::restored(&report.text, self.knowledge).map(|text| Report { text, ..report.clone() });
        let seen = cased.as_ref().unwrap_or(&report);
        let reading = self.reader.read(&seen.text);
        let coding = code(&seen.text, &reading, self.codebook, self.knowledge);
        let toponyms = read_places(&seen.text, &reading, &self.gazetteer, PlaceHints::default());
        let times = read_times(&seen.text, &reading, report.published);
        let resolved = resolve(seen, &reading, &coding, self.codebook, self.knowledge, toponyms, times);
        Annotated { report, reading, coding, resolved }
    }
}
