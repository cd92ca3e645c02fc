//! From all the layers of a report to its account: what is kept when the trees are gone.

use jiff::civil::Date;
use rapporteur_core::claim::Participant;
use rapporteur_core::code::tree::Tree;
use rapporteur_core::code::{Slots, assessments, figures, meetings};
use rapporteur_core::codebook::Codebook;
use rapporteur_core::knowledge::Knowledge;
use rapporteur_core::resolve::actors::Actors;
use rapporteur_core::resolve::notes::People;
use rapporteur_core::{Account, Diagnostic, Span};

use crate::pipeline::Annotated;

impl Annotated {
    /// What the report says, without trees. `found` is what ingest had to say about the file.
    pub fn account(&self, found: Vec<Diagnostic>) -> Account {
        let mut diagnostics = found;
        diagnostics.extend(self.no_date());
        let mut account = Account {
            report: self.report.clone(),
            sentences: self.reading.sentences.iter().map(|s| s.span).collect(),
            claims: self.resolved.claims.clone(),
            times: self.resolved.times.clone(),
            diagnostics,
            ..Account::default()
        };
        self.take_notes(&mut account);
        account
    }

    /// Quotes, figures, assessments and meetings, with their people.
    fn take_notes(&self, account: &mut Account) {
        let Self { report, reading, coding, resolved } = self;
        let (codebook, knowledge) = (Codebook::embedded(), Knowledge::embedded());
        let tree = Tree::new(&report.text, reading).with_vocabulary(|lemma| codebook.knows(lemma));
        let slots = Slots { tree: &tree, codebook, knowledge };
        let actors = Actors::new(&tree, knowledge, &resolved.toponyms, &coding.attributions, report.published);
        let resolve = |token: usize| {
            let span = tree.noun_phrase(token);
            actors.resolve(token).into_iter().map(|actor| Participant { span, actor }).collect()
        };
        let historical = |token: usize| self.tells_of_the_past(reading.sentences[reading.sentence_of(token)].span);
        let people = People { resolve: &resolve, historical: &historical };
        account.quotes = people.quotes(&coding.quotations);
        account.figures = people.figures(&figures(&slots, &coding.attributions));
        account.assessments = people.assessments(&assessments(&slots, &coding.attributions));
        let claim_of = |act: usize| {
            let act = coding.acts.get(act)?;
            resolved.claims.iter().position(|c| c.trigger == act.trigger && c.kind == act.kind)
        };
        account.meetings = people.meetings(&meetings(&slots, &coding.acts), &claim_of);
    }

    /// Whether a sentence names a day a year and a half before the report, or earlier.
    fn tells_of_the_past(&self, sentence: Span) -> bool {
        let Some(published) = self.report.published else { return false };
        let long_ago = |end: Date| end.saturating_add(jiff::Span::new().months(18)) < published;
        let inside = self.resolved.times.iter().filter(|t| sentence.contains(t.span));
        inside.filter_map(|t| t.interval.resolved()).any(|interval| long_ago(interval.end))
    }

    /// Without a date, relative times hang in the air: said loudly.
    fn no_date(&self) -> Option<Diagnostic> {
        let relative = self.resolved.times.iter().filter(|t| t.interval.best().is_none()).count();
        let message = format!("expected a publication date, found none: {relative} time expressions stay unresolved");
        let hint = "give it in front matter (`published: 2016-10-14`), in `dates.tsv`, or with --date";
        self.report.published.is_none().then(|| Diagnostic::warning("no-report-date", message).hint(hint))
    }
}
