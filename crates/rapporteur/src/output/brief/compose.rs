//! What all sections share: the choice among candidate lines, names in words, the title, and the list of reports.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rapporteur_core::event::{ClaimRef, Event};
use rapporteur_core::{Actor, Interval};

use super::{Candidate, Line, Section};
use crate::output::dates;
use crate::output::overview::{Overview, Reference};
use crate::output::phrase::{self, Phrase};

/// References that a line shows at most.
const CITED: usize = 4;

/// The writer's desk: the overview, and what has been said already.
pub(super) struct Desk<'o> {
    pub(super) overview: &'o Overview,
    /// The day of the latest report: what "next" counts from.
    pub(super) as_of: Option<Date>,
    said: Vec<(Vec<Reference>, BTreeSet<String>, String)>,
    used: BTreeSet<usize>,
}

impl<'o> Desk<'o> {
    pub(super) fn new(overview: &'o Overview) -> Self {
        let as_of = overview.accounts.iter().filter_map(|a| a.report.published).max();
        Self { overview, as_of, said: Vec::new(), used: BTreeSet::new() }
    }

    /// Takes the weightiest candidates that say something new, in order of time.
    pub(super) fn section(
        &mut self,
        heading: &'static str,
        mut candidates: Vec<Candidate>,
        cap: usize,
        command: &'static str,
    ) -> Section {
        candidates.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.order.cmp(&b.order)));
        let (mut chosen, mut more) = (Vec::new(), 0);
        for mut candidate in candidates {
            if self.is_said(&candidate) {
                continue;
            }
            if chosen.len() == cap {
                more += 1;
                continue;
            }
            self.note(&candidate);
            candidate.line.cited = self.cite(&candidate.references);
            candidate.line.references = candidate.references.iter().take(CITED).copied().collect();
            chosen.push(candidate);
        }
        chosen.sort_by_key(|c| (c.order.0.is_none(), c.order));
        let lines = chosen.into_iter().map(|c| c.line).collect();
        Section { heading, lines, more: (more > 0).then_some((more, command)) }
    }

    /// References in brackets; their reports go into the list at the end.
    pub(super) fn cite(&mut self, references: &[Reference]) -> String {
        self.used.extend(references.iter().take(CITED).map(|r| r.report));
        self.overview.cite(references, CITED)
    }

    fn note(&mut self, candidate: &Candidate) {
        self.said.push((candidate.references.clone(), words(&candidate.line.text), beginning(&candidate.line.text)));
    }

    /// Whether a line says what one before it said: most of the words, and from a shared sentence or almost all of them.
    fn is_said(&self, candidate: &Candidate) -> bool {
        let new = words(&candidate.line.text);
        let begins = beginning(&candidate.line.text);
        self.said.iter().any(|(references, old, began)| {
            let shared = new.intersection(old).count();
            let least = new.len().min(old.len()).max(1);
            let together = candidate.references.iter().any(|r| references.contains(r));
            let whole = candidate.references.iter().all(|r| references.contains(r));
            if together && begins == *began {
                return true;
            }
            match (together, whole) {
                (true, true) => 10 * shared >= 5 * least,
                (true, false) => 10 * shared >= 7 * least,
                (false, _) => 10 * shared >= 9 * new.len().max(old.len()),
            }
        })
    }

    /// The best sentence for an event: the report's own words where a clause can be cut, else its title.
    pub(super) fn best_phrase(&self, claims: &[ClaimRef], lead: Option<Interval>) -> Option<(Phrase, ClaimRef)> {
        let phrases = claims.iter().take(40).filter_map(|&at| {
            let (account, claim) = self.overview.claim(at)?;
            let phrase = phrase::phrase(account, claim, lead)?;
            let fits = 1.0 - (phrase.clause.len() as f32 - 100.0).abs() / 100.0;
            let own = if claim.attributed_to.is_none() { 1.0 } else { 0.0 };
            let sides = claim.actors.len().min(2) as f32 + claim.recipients.len().min(1) as f32;
            let place = f32::from(u8::from(claim.place.is_some())) + f32::from(u8::from(claim.date.is_some()));
            let doers = claim.actors.iter().map(|p| p.span.end).filter(|&end| end <= claim.trigger.start);
            let apart = doers.max().map_or(0, |end| claim.trigger.start - end);
            Some((fits + own + sides + place - apart as f32 / 40.0, phrase, at))
        });
        let best = phrases.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.2.cmp(&a.2)));
        best.map(|(_, phrase, at)| (phrase, at))
    }

    /// The day in front of a line about an event: its own, or that of the report that tells of it.
    pub(super) fn lead(&self, event: &Event) -> (String, Option<Date>) {
        if let Some(date) = event.date {
            return (dates::interval(date), Some(date.start));
        }
        let told = event.claims.iter().filter_map(|c| self.overview.accounts.get(c.report)?.report.published).min();
        (told.map(|day| format!("by {}", dates::day(day))).unwrap_or_default(), told)
    }

    /// What the reports are about: the states named most.
    pub(super) fn title(&self) -> String {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for event in &self.overview.story.events {
            let countries: BTreeSet<&str> = event
                .actors
                .iter()
                .chain(&event.recipients)
                .map(|a| a.country.as_str())
                .chain(event.place.iter().map(|p| p.country.as_str()))
                .collect();
            for country in countries {
                *counts.entry(country).or_default() += event.claims.len();
            }
        }
        let knowledge = crate::knowledge::in_use();
        let named = counts.into_iter().filter_map(|(code, n)| Some((n, &knowledge.state(code)?.actor)));
        let mut named: Vec<(usize, &Actor)> = named.collect();
        named.sort_by_key(|(n, actor)| (std::cmp::Reverse(*n), actor.name.as_str()));
        let total: usize = named.iter().map(|(n, _)| n).sum();
        let names = named.iter().take(4).take_while(|(n, _)| 12 * n >= total);
        let names: Vec<String> = names.map(|(_, actor)| with_article(&actor.name)).collect();
        if names.is_empty() { "What the reports say".to_owned() } else { phrase::capital(&list(&names)) }
    }

    /// When, and from how many reports.
    pub(super) fn subtitle(&self) -> String {
        let days: Vec<Date> = self.overview.accounts.iter().filter_map(|a| a.report.published).collect();
        let n = self.overview.accounts.len();
        let counted = |n: usize, what: &str| if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") };
        let reports = counted(n, "report");
        let claims: usize = self.overview.accounts.iter().map(|a| a.claims.len()).sum();
        let said = format!("{}, {}", counted(claims, "claim"), counted(self.overview.story.events.len(), "event"));
        match (days.iter().min(), days.iter().max()) {
            (Some(&first), Some(&last)) => format!("{reports} of {}; {said}", dates::days(first, last)),
            _ => format!("{reports} without a date; {said}"),
        }
    }

    /// The reports that lines refer to, and how many others there are.
    pub(super) fn legend(&self) -> (Vec<(String, String)>, usize) {
        let entry = |&report: &usize| {
            let about = &self.overview.accounts[report].report;
            let day = about.published.map_or_else(|| "no date".to_owned(), dates::day);
            let mut parts: Vec<String> = about.publisher.iter().cloned().collect();
            parts.push(day);
            parts.extend(about.title.iter().map(|title| phrase::shorten(title)));
            let file = about.origin.rsplit(['/', '\\']).next().filter(|file| !file.is_empty());
            parts.push(file.unwrap_or(&about.name).to_owned());
            (self.overview.key(report).to_owned(), parts.join(" · "))
        };
        let reports: Vec<(String, String)> = self.used.iter().map(entry).collect();
        let unused = self.overview.accounts.len() - reports.len();
        (reports, unused)
    }

    /// A candidate for a line about claims.
    pub(super) fn candidate(&self, lead: String, day: Option<Date>, text: String, claims: &[ClaimRef]) -> Candidate {
        let references = self.overview.references(claims);
        let order = (day, references.first().copied());
        let reports = references.iter().map(|r| r.report).collect::<BTreeSet<_>>().len();
        let weight = 2.0 * (reports as f32).ln() + (references.len() as f32).ln() * 0.5;
        Candidate { line: Line { lead, text, ..Line::default() }, references, weight, order }
    }
}

/// The first four words.
fn beginning(text: &str) -> String {
    text.split_whitespace().take(4).collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Words that tell lines apart.
fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| w.chars().count() > 2);
    words.map(str::to_lowercase).collect()
}

/// "a, b and c".
pub(super) fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Names of actors in words, each once, at most `most`, "and others" beyond.
pub(super) fn actors(actors: &[Actor], most: usize) -> String {
    let mut names: Vec<String> = Vec::new();
    for actor in actors {
        let name = with_article(&actor.name);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.len() > most {
        names.truncate(most);
        names.push("others".to_owned());
    }
    list(&names)
}

/// Names of states and bodies that English gives an article.
pub(super) fn with_article(name: &str) -> String {
    let first = name.split(' ').next().unwrap_or_default();
    let article = matches!(first, "United" | "Central" | "Democratic" | "European" | "Security" | "Arab")
        && !name.ends_with(" people")
        || matches!(name, "Netherlands" | "Philippines" | "Maldives" | "Bahamas" | "Gambia" | "Taliban" | "Vatican")
        || [
            " government",
            " opposition",
            " military",
            " army",
            " rebels",
            " ministry",
            " Republic",
            " Council",
            " Front",
            " Organization",
            " Union",
        ]
        .iter()
        .any(|ending| name.ends_with(ending));
    if article { format!("the {name}") } else { name.to_owned() }
}

/// How much it says that participants have names.
pub(super) fn named(event: &Event) -> f32 {
    let named =
        |actors: &[Actor]| actors.iter().filter(|a| !a.country.is_empty() || !a.sector.is_empty()).count().min(2);
    0.6 * named(&event.actors) as f32 + 0.4 * named(&event.recipients) as f32
}
