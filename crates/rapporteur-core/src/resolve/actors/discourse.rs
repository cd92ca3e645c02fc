//! Who has been named so far: what pronouns and bare role words look back to.

use std::collections::{BTreeMap, BTreeSet};

use super::Actors;
use crate::knowledge::{EntryKind, fold};
use crate::reading::EntityKind;
use crate::{Actor, Resolution};

/// The persons and states of a report in the order of their mentions.
#[derive(Clone, Debug, Default)]
pub(super) struct Discourse {
    /// Every person mention: first and last token, who it is, lemmas of the role words beside it.
    pub(super) persons: Vec<PersonMention>,
    /// Every mention of a state by name or nationality: token and code.
    pub(super) states: Vec<(usize, String)>,
    /// The codes of all of them.
    pub(super) countries: BTreeSet<String>,
}

/// One mention of a person.
#[derive(Clone, Debug)]
pub(super) struct PersonMention {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) actor: Resolution<Actor>,
    pub(super) roles: Vec<String>,
}

/// How many tokens back, or mentions, an unnamed somebody is looked for: a long report is read in linear time.
pub(super) const REACH: usize = 3000;

impl Discourse {
    /// Persons whose mention lies wholly from one token up to another.
    pub(super) fn persons_within(&self, start: usize, end: usize) -> impl DoubleEndedIterator<Item = &PersonMention> {
        let first = self.persons.partition_point(|p| p.first < start);
        let last = self.persons.partition_point(|p| p.last < end).max(first);
        self.persons[first..last].iter()
    }

    /// The person whose name a token is part of.
    pub(super) fn person_at(&self, token: usize) -> Option<&PersonMention> {
        let index = self.persons.partition_point(|p| p.last < token);
        self.persons.get(index).filter(|p| p.first <= token)
    }

    /// The state that a token names.
    pub(super) fn state_at(&self, token: usize) -> Option<&str> {
        let index = self.states.binary_search_by_key(&token, |(at, _)| *at).ok()?;
        Some(&self.states[index].1)
    }

    /// States named within reach of a token, before and after it.
    fn states_near(&self, token: usize) -> &[(usize, String)] {
        let first = self.states.partition_point(|(at, _)| *at + REACH < token);
        let last = self.states.partition_point(|(at, _)| *at < token + REACH);
        &self.states[first..last]
    }

    pub(super) fn mentions(&self, country: &str) -> bool {
        self.countries.contains(country)
    }

    /// The last two different states named before a token, in order of mention.
    pub(super) fn last_two_states(&self, token: usize) -> Option<[String; 2]> {
        let before: Vec<&String> = self.states_near(token).iter().filter(|(t, _)| *t < token).map(|(_, c)| c).collect();
        let last = *before.last()?;
        let other = before.iter().rev().find(|c| **c != last)?;
        Some([(*other).clone(), last.clone()])
    }

    /// The state that most of a report is about, near mentions counting more; `None` when there is none.
    pub(super) fn focus(&self, token: usize) -> Option<&str> {
        let mut weights: BTreeMap<&str, f32> = BTreeMap::new();
        for (at, code) in self.states_near(token) {
            let distance = token.abs_diff(*at) as f32;
            *weights.entry(code).or_default() += if *at <= token { 1.0 } else { 0.4 } / (1.0 + distance / 60.0);
        }
        weights.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(a.0))).map(|(code, _)| code)
    }
}

impl Actors<'_> {
    pub(super) fn read_discourse(&mut self) {
        self.read_states();
        self.discourse.countries = self.discourse.states.iter().map(|(_, code)| code.clone()).collect();
        for (first, last) in self.person_spans() {
            let (actor, roles) = self.name_person(first, last);
            self.discourse.persons.push(PersonMention { first, last, actor, roles });
        }
        self.look_ahead();
    }

    /// Who was named before it was told who that is: "Howes was abducted. Howes, a British engineer, ...".
    fn look_ahead(&mut self) {
        let mut told: BTreeMap<String, Resolution<Actor>> = BTreeMap::new();
        for index in (0..self.discourse.persons.len()).rev() {
            let person = &self.discourse.persons[index];
            let Some(family) = self.family_of(person.first, person.last) else { continue };
            if matches!(person.actor, Resolution::Resolved(_)) {
                told.insert(family, person.actor.clone());
            } else if let Some(actor) = told.get(&family).filter(|_| person.actor.best().is_none()) {
                self.discourse.persons[index].actor = actor.clone();
            }
        }
    }

    /// The last word of a name, folded.
    fn family_of(&self, first: usize, last: usize) -> Option<String> {
        let word = (first..=last).rev().find(|&t| self.is_name_word(t))?;
        Some(fold(self.tree.word(word)))
    }

    /// Persons by the reader's eye or by a full name we know, in order, never overlapping.
    fn person_spans(&self) -> Vec<(usize, usize)> {
        let known = self
            .names
            .iter()
            .filter(|n| n.last > n.first && self.choose_named(&n.folded).is_some_and(|e| e.kind == EntryKind::Person));
        let mut spans: Vec<(usize, usize)> = known.map(|n| (n.first, n.last)).collect();
        let entities =
            self.tree.reading.entities.iter().filter(|e| e.kind == EntityKind::Person && !e.tokens.is_empty());
        for tokens in entities.map(|e| e.tokens.clone()) {
            let (first, last) = (tokens.start, tokens.end - 1);
            let other_name = self.names.iter().any(|n| {
                n.first <= first
                    && last <= n.last
                    && self.choose_named(&n.folded).is_some_and(|e| e.kind != EntryKind::Person)
            });
            if !other_name && !spans.iter().any(|&(f, l)| f <= last && first <= l) {
                spans.push((first, last));
            }
        }
        spans.sort_unstable();
        spans
    }

    fn read_states(&mut self) {
        let tree = self.tree;
        let mut token = 0;
        while token < tree.len() {
            if let Some((code, last)) = self.nationality_at(token) {
                self.discourse.states.push((token, code));
                token = last + 1;
                continue;
            }
            let named = self
                .named_around(token)
                .filter(|(e, _)| e.kind == EntryKind::State)
                .map(|(e, last)| (e.actor.country.clone(), last));
            let code = named.or_else(|| {
                let place = self.toponym(token).filter(|p| !p.country.is_empty())?;
                Some((place.country.clone(), token))
            });
            match code {
                Some((code, last)) => {
                    self.discourse.states.push((token, code));
                    token = last.max(token) + 1;
                }
                None => token += 1,
            }
        }
    }

    /// A nationality of one or two words that begins at a token, with its last token.
    pub(super) fn nationality_at(&self, token: usize) -> Option<(String, usize)> {
        let tree = self.tree;
        if !tree.word(token).starts_with(char::is_uppercase) || tree.word(token) == "May" {
            return None;
        }
        let two = (token + 1 < tree.len()).then(|| tree.span(token, token + 1).of(tree.text)).filter(|t| t.len() < 40);
        two.and_then(|words| self.knowledge.demonym(words))
            .map(|code| (code.to_owned(), token + 1))
            .or_else(|| self.knowledge.demonym(tree.word(token)).map(|code| (code.to_owned(), token)))
    }
}
