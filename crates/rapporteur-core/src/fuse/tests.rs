//! Fusing and its views, on reports of our own.

mod grouping;
mod views;

use crate::account::Account;
use crate::claim::{Claim, ClaimPlace, Decided, EventType, Participant};
use crate::event::Story;
use crate::fuse::fuse;
use crate::knowledge::Knowledge;
use crate::{Actor, Aux, Report, Resolution, Span};

/// An account of a text, to which claims are added.
struct Draft(Account);

fn report(name: &str, published: &str, text: &str) -> Draft {
    let report = Report {
        name: name.to_owned(),
        published: published.parse().ok(),
        publisher: Some(format!("{name} press")),
        text: text.to_owned(),
        ..Report::default()
    };
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(". ").chain([(text.len() - 1, ".")]) {
        sentences.push(Span::new(start, at + 1));
        start = at + 2;
    }
    Draft(Account { report, sentences, ..Account::default() })
}

/// "Name|COUNTRY|SECTOR".
fn actor(written: &str) -> Actor {
    let mut parts = written.split('|').map(str::to_owned);
    let mut next = || parts.next().unwrap_or_default();
    Actor { name: next(), country: next(), sector: next() }
}

/// What a claim says beyond who does what.
#[derive(Default)]
struct More<'a> {
    mode: &'a str,
    date: &'a str,
    place: &'a str,
    country: &'a str,
    aux: &'a [&'a str],
    says: &'a str,
    condition: &'a str,
}

impl Draft {
    fn span(&self, words: &str) -> Span {
        let start = self.0.report.text.find(words).unwrap_or_else(|| panic!("`{words}` is not in the report"));
        Span::new(start, start + words.len())
    }

    /// Participants; the words are the actor's name where the text has it, else none.
    fn people(&self, list: &[&str]) -> Vec<Participant> {
        let person = |written: &&str| {
            let actor = actor(written);
            let span = self.0.report.text.find(&actor.name).map(|at| Span::new(at, at + actor.name.len()));
            Participant { span: span.unwrap_or_default(), actor: Resolution::Resolved(actor) }
        };
        list.iter().map(person).collect()
    }

    fn claim(mut self, trigger: &str, kind: EventType, actors: &[&str], recipients: &[&str], more: More<'_>) -> Self {
        let trigger = self.span(trigger);
        let sentence = self.0.sentences.iter().position(|s| s.contains(trigger)).unwrap();
        let claim = Claim {
            trigger,
            sentence,
            kind,
            mode: more.mode.to_owned(),
            actors: self.people(actors),
            recipients: self.people(recipients),
            aux: Aux::from_names(more.aux.iter().copied()),
            attributed_to: self.people(&[more.says]).pop().filter(|_| !more.says.is_empty()),
            condition: (!more.condition.is_empty()).then(|| self.span(more.condition)),
            date: (!more.date.is_empty()).then(|| more.date.parse().unwrap()),
            place: (!more.place.is_empty())
                .then(|| ClaimPlace { span: self.span(more.place), country: more.country.to_owned() }),
            decided: Decided::default(),
        };
        self.0.claims.push(claim);
        self
    }
}

fn tell(drafts: Vec<Draft>) -> (Vec<Account>, Story) {
    let accounts: Vec<Account> = drafts.into_iter().map(|draft| draft.0).collect();
    let story = fuse(&accounts, Knowledge::embedded());
    (accounts, story)
}

/// The triggers of each event's claims, as "report:trigger", sorted.
fn groups(accounts: &[Account], story: &Story) -> Vec<Vec<String>> {
    let name = |it: &crate::ClaimRef| {
        let account = &accounts[it.report];
        let trigger = account.claims[it.claim].trigger;
        format!("{}:{}@{}", account.report.name, trigger.of(&account.report.text), trigger.start)
    };
    let mut groups: Vec<Vec<String>> = story.events.iter().map(|e| e.claims.iter().map(name).collect()).collect();
    groups.iter_mut().for_each(|group| group.sort());
    groups.sort();
    groups
}
