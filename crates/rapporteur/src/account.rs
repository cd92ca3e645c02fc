//! From all the layers of a report to its account: what is kept when the trees are gone.

use rapporteur_core::{Account, Diagnostic};

use crate::pipeline::Annotated;

impl Annotated {
    /// What the report says, without trees. `found` is what ingest had to say about the file.
    pub fn account(&self, found: Vec<Diagnostic>) -> Account {
        let resolved = self.resolved.clone();
        let mut diagnostics = found;
        diagnostics.extend(self.no_date());
        Account {
            report: self.report.clone(),
            sentences: self.reading.sentences.iter().map(|s| s.span).collect(),
            claims: resolved.claims,
            quotes: resolved.quotes,
            figures: resolved.figures,
            assessments: resolved.assessments,
            meetings: resolved.meetings,
            times: resolved.times,
            diagnostics,
        }
    }

    /// Without a date, relative times hang in the air: said loudly.
    fn no_date(&self) -> Option<Diagnostic> {
        let relative = self.resolved.times.iter().filter(|t| t.interval.best().is_none()).count();
        let message = format!("expected a publication date, found none: {relative} time expressions stay unresolved");
        let hint = "give it in front matter (`published: 2016-10-14`), in `dates.tsv`, or with --date";
        self.report.published.is_none().then(|| Diagnostic::warning("no-report-date", message).hint(hint))
    }
}
