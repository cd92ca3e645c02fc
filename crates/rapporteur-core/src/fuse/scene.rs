//! The scene: accounts with their events, and the look-ups that all views share.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::claim::{Claim, Participant};
use crate::event::{ClaimRef, Event};
use crate::fuse::who::{Who, actor_of, acts_for_state, is_state_code};
use crate::fuse::words::{Stem, stems, words};
use crate::knowledge::{EntryKind, Knowledge};
use crate::{Account, Actor, Interval, Span};

/// A claim with the day of its act and the stems of its trigger.
pub(super) struct Act {
    pub(super) day: Date,
    pub(super) claim: ClaimRef,
    pub(super) stems: Vec<Stem>,
}

/// What views are derived from.
pub(super) struct Scene<'a> {
    pub(super) accounts: &'a [Account],
    pub(super) events: &'a [Event],
    pub(super) knowledge: &'a Knowledge,
    event_of: BTreeMap<ClaimRef, usize>,
    /// What was done, by day.
    acts: Vec<Act>,
    /// Governments of states whose own people fight or oppose them, by country code.
    divided: BTreeMap<String, Actor>,
    /// The last day on which any of the reports was printed.
    pub(super) latest: Option<Date>,
}

impl<'a> Scene<'a> {
    pub(super) fn new(accounts: &'a [Account], events: &'a [Event], knowledge: &'a Knowledge) -> Self {
        let pairs = events.iter().enumerate().flat_map(|(n, event)| event.claims.iter().map(move |&claim| (claim, n)));
        let latest = accounts.iter().filter_map(|a| a.report.published).max();
        let mut scene = Self {
            accounts,
            events,
            knowledge,
            event_of: pairs.collect(),
            acts: Vec::new(),
            divided: divided(events),
            latest,
        };
        scene.acts = scene.claims().filter_map(|claim| scene.act(claim)).collect();
        scene.acts.sort_by_key(|act| act.day);
        scene
    }

    fn act(&self, claim: ClaimRef) -> Option<Act> {
        Some(Act { day: self.when(claim)?.start, claim, stems: stems(self.trigger(claim)) })
    }

    /// Acts of the days after one, in order.
    pub(super) fn acts_after(&self, day: Date, days: i64) -> &[Act] {
        let last = jiff::Span::new().try_days(days).and_then(|days| day.checked_add(days)).unwrap_or(Date::MAX);
        let first = self.acts.partition_point(|act| act.day <= day);
        &self.acts[first..self.acts.partition_point(|act| act.day <= last).max(first)]
    }

    /// A side as it is shown: the state, or its government where it is at odds with its own people.
    pub(super) fn shown(&self, side: Actor) -> Actor {
        match self.divided.get(&side.country) {
            Some(government) if acts_for_state(&side.sector) => government.clone(),
            _ => side,
        }
    }

    pub(super) fn event_of(&self, claim: ClaimRef) -> Option<usize> {
        self.event_of.get(&claim).copied()
    }

    pub(super) fn claim(&self, it: ClaimRef) -> &'a Claim {
        &self.accounts[it.report].claims[it.claim]
    }

    pub(super) fn text(&self, report: usize) -> &'a str {
        &self.accounts[report].report.text
    }

    pub(super) fn trigger(&self, it: ClaimRef) -> &'a str {
        self.claim(it).trigger.of(self.text(it.report))
    }

    /// Whether one of the trigger's words begins with one of these.
    pub(super) fn trigger_has(&self, it: ClaimRef, beginnings: &[&str]) -> bool {
        words(self.trigger(it)).iter().any(|word| beginnings.iter().any(|it| word.starts_with(it)))
    }

    /// All claims, event by event: an order that does not depend on that of the reports.
    pub(super) fn claims(&self) -> impl Iterator<Item = ClaimRef> + '_ {
        self.events.iter().flat_map(|event| event.claims.iter().copied())
    }

    pub(super) fn sentence(&self, it: ClaimRef) -> Span {
        let claim = self.claim(it);
        self.accounts[it.report].sentences.get(claim.sentence).copied().unwrap_or(claim.trigger)
    }

    /// When a claim's act was, or else the day its report was printed.
    pub(super) fn when(&self, it: ClaimRef) -> Option<Interval> {
        let published = self.accounts[it.report].report.published;
        self.claim(it).date.or(published.map(Interval::day))
    }

    pub(super) fn who(&self, actor: &Actor) -> Who {
        Who::of_actor(actor, self.knowledge)
    }

    pub(super) fn actors(&self, report: usize, participants: &[Participant]) -> Vec<Actor> {
        participants.iter().map(|p| actor_of(self.text(report), p)).collect()
    }

    /// Best kinship between two lists.
    pub(super) fn kin(&self, a: &[Actor], b: &[Actor]) -> f32 {
        let b: Vec<Who> = b.iter().map(|it| self.who(it)).collect();
        let pairs = a.iter().map(|it| self.who(it)).map(|a| b.iter().map(|b| a.kin(b)).fold(0.0, f32::max));
        pairs.fold(0.0, f32::max)
    }

    /// Participants that a report names within a stretch of its text, in order.
    pub(super) fn named_in(&self, report: usize, span: Span) -> Vec<(Span, Actor)> {
        let claims = self.accounts[report].claims.iter();
        let people = claims.flat_map(|c| c.actors.iter().chain(&c.recipients).chain(&c.attributed_to));
        let mut named: Vec<(Span, Actor)> = people
            .filter(|p| span.contains(p.span) && !p.span.is_empty())
            .map(|p| (p.span, actor_of(self.text(report), p)))
            .collect();
        named.sort();
        named.dedup_by_key(|(span, _)| *span);
        named
    }

    /// States that a stretch of text names, with the name as written.
    pub(super) fn states_in(&self, report: usize, span: Span) -> Vec<(Span, Actor)> {
        let text = self.text(report);
        let mut states = Vec::new();
        for (start, word) in capitalised(text, span) {
            let known = |name: &str| {
                let entries =
                    self.knowledge.named(&crate::knowledge::fold(name)).iter().map(|&i| self.knowledge.entry(i));
                entries
                    .into_iter()
                    .find(|e| e.kind == EntryKind::State && name == e.actor.name)
                    .map(|e| e.actor.clone())
            };
            if let Some(state) = known(word) {
                states.push((Span::new(start, start + word.len()), state));
            }
        }
        states
    }

    /// The actor that stands for a side in ties: a minister or an army counts as the state.
    pub(super) fn side(&self, actor: &Actor) -> Actor {
        match self.knowledge.state(&actor.country) {
            Some(state) if is_state_code(&actor.country) && acts_for_state(&actor.sector) => {
                Actor { sector: "GOV".to_owned(), ..state.actor.clone() }
            }
            _ => actor.clone(),
        }
    }
}

/// Governments of states within which others are armed or opposed.
fn divided(events: &[Event]) -> BTreeMap<String, Actor> {
    let named = || events.iter().flat_map(|event| event.actors.iter().chain(&event.recipients));
    let against =
        |actor: &&Actor| matches!(actor.sector.as_str(), "REB" | "OPP" | "UAF") && is_state_code(&actor.country);
    let torn: BTreeSet<&str> = named().filter(against).map(|actor| actor.country.as_str()).collect();
    let mut governments: BTreeMap<String, Actor> = BTreeMap::new();
    let of_torn = named().filter(|actor| torn.contains(actor.country.as_str()) && actor.name.ends_with(" government"));
    for actor in of_torn {
        governments.entry(actor.country.clone()).or_insert_with(|| actor.clone());
    }
    governments
}

/// Words with a capital, and pairs of them ("Saudi Arabia"), with where they start.
fn capitalised(text: &str, span: Span) -> Vec<(usize, &str)> {
    let within = span.of(text);
    let mut singles: Vec<(usize, &str)> = Vec::new();
    let mut start = None;
    for (at, c) in within.char_indices().chain([(within.len(), ' ')]) {
        match start {
            None if c.is_uppercase() => start = Some(at),
            Some(from) if !c.is_alphabetic() => {
                singles.push((span.start + from, &within[from..at]));
                start = None;
            }
            _ => {}
        }
    }
    let doubles: Vec<(usize, &str)> = singles
        .windows(2)
        .filter(|pair| pair[0].0 + pair[0].1.len() + 1 == pair[1].0)
        .map(|pair| (pair[0].0, &text[pair[0].0..pair[1].0 + pair[1].1.len()]))
        .collect();
    singles.into_iter().chain(doubles).collect()
}

/// Adds what is not there yet.
pub(super) fn add<T: PartialEq>(list: &mut Vec<T>, more: impl IntoIterator<Item = T>) {
    for it in more {
        if !list.contains(&it) {
            list.push(it);
        }
    }
}

/// From a place in a sentence to the end of its clause: a comma, a stop, a semicolon, or the sentence's end.
pub(super) fn clause_after(text: &str, sentence: Span, from: usize) -> Span {
    let rest = text.get(from..sentence.end.max(from)).unwrap_or_default();
    let ends = |&(at, c): &(usize, char)| match c {
        ';' | ':' | '”' | '“' | '\n' => true,
        '.' | ',' => rest[at + 1..].chars().next().is_none_or(|next| !next.is_alphanumeric()),
        _ => false,
    };
    let end = rest.char_indices().find(ends).map_or(rest.len(), |(at, _)| at);
    trimmed(text, Span::new(from, from + end))
}

/// The clause around a trigger.
pub(super) fn clause_around(text: &str, sentence: Span, trigger: Span) -> Span {
    let before = text.get(sentence.start..trigger.start).unwrap_or_default();
    let cut = ["; ", ": ", " that ", " but ", "“", " and said ", " said "]
        .iter()
        .filter_map(|mark| before.rfind(mark).map(|at| at + mark.len()))
        .max();
    let start = sentence.start + cut.unwrap_or(0);
    trimmed(text, Span::new(start, clause_after(text, sentence, trigger.end).end.max(trigger.end)))
}

/// A span without the blanks at its ends.
fn trimmed(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let start = span.start + words.len() - words.trim_start().len();
    Span::new(start, start + words.trim().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_ends_at_its_comma_but_not_within_a_number() {
        let text = "He agreed to free 1,200 men by May, his aides said.";
        let whole = Span::new(0, text.len());
        assert_eq!(clause_after(text, whole, 9).of(text), "to free 1,200 men by May");
        assert_eq!(clause_around(text, whole, Span::new(3, 9)).of(text), "He agreed to free 1,200 men by May");
    }

    #[test]
    fn capitals_come_alone_and_in_pairs() {
        let text = "to South Sudan and Chad";
        let found: Vec<&str> = capitalised(text, Span::new(0, text.len())).into_iter().map(|(_, w)| w).collect();
        assert_eq!(found, ["South", "Sudan", "Chad", "South Sudan"]);
    }
}
