//! From all the layers of a report to its account: what is kept when the trees are gone.

use rapporteur_core::account::Quote;
use rapporteur_core::claim::Participant;
use rapporteur_core::code::tree::Tree;
use rapporteur_core::knowledge::Knowledge;
use rapporteur_core::resolve::actors::Actors;
use rapporteur_core::{Account, Diagnostic};

use crate::pipeline::Annotated;

impl Annotated {
    /// What the report says, without trees. `found` is what ingest had to say about the file.
    pub fn account(&self, found: Vec<Diagnostic>) -> Account {
        let mut diagnostics = found;
        diagnostics.extend(self.no_date());
        Account {
            report: self.report.clone(),
            sentences: self.reading.sentences.iter().map(|s| s.span).collect(),
            claims: self.resolved.claims.clone(),
            quotes: self.quotes(),
            figures: Vec::new(),
            assessments: Vec::new(),
            meetings: Vec::new(),
            times: self.resolved.times.clone(),
            diagnostics,
        }
    }

    fn quotes(&self) -> Vec<Quote> {
        let Self { report, reading, coding, resolved } = self;
        if coding.quotations.is_empty() {
            return Vec::new();
        }
        let tree = Tree::new(&report.text, reading);
        let knowledge = Knowledge::embedded();
        let actors = Actors::new(&tree, knowledge, &resolved.toponyms, &coding.attributions, report.published);
        let quotes = coding.quotations.iter().map(|quotation| {
            let speaker = quotation.speaker.and_then(|token| {
                let actor = actors.resolve(token).into_iter().next()?;
                Some(Participant { span: tree.noun_phrase(token), actor })
            });
            Quote { span: quotation.span, speaker }
        });
        quotes.collect()
    }

    /// Without a date, relative times hang in the air: said loudly.
    fn no_date(&self) -> Option<Diagnostic> {
        let relative = self.resolved.times.iter().filter(|t| t.interval.best().is_none()).count();
        let message = format!("expected a publication date, found none: {relative} time expressions stay unresolved");
        let hint = "give it in front matter (`published: 2016-10-14`), in `dates.tsv`, or with --date";
        self.report.published.is_none().then(|| Diagnostic::warning("no-report-date", message).hint(hint))
    }
}
