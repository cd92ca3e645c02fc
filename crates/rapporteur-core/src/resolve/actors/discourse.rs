//! Who has been named so far: what pronouns and bare role words look back to.

use std::collections::BTreeMap;

use super::Actors;
use crate::knowledge::{EntryKind, fold};
use crate::reading::{EntityKind, Upos};
use crate::{Actor, Resolution};

/// The persons and states of a report in the order of their mentions.
#[derive(Clone, Debug, Default)]
pub(super) struct Discourse {
    /// Every person mention: first and last token, who it is, lemmas of the role words beside it.
    pub(super) persons: Vec<PersonMention>,
    /// Every mention of a state by name or nationality: token and code.
    pub(super) states: Vec<(usize, String)>,
}

/// One mention of a person.
#[derive(Clone, Debug)]
pub(super) struct PersonMention {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) actor: Resolution<Actor>,
    pub(super) roles: Vec<String>,
}

impl Discourse {
    pub(super) fn mentions(&self, country: &str) -> bool {
        self.states.iter().any(|(_, code)| code == country)
    }

    /// The last two different states named before a token, in order of mention.
    pub(super) fn last_two_states(&self, token: usize) -> Option<[String; 2]> {
        let before: Vec<&String> = self.states.iter().filter(|(t, _)| *t < token).map(|(_, c)| c).collect();
        let last = *before.last()?;
        let other = before.iter().rev().find(|c| **c != last)?;
        Some([(*other).clone(), last.clone()])
    }

    /// The state that most of a report is about, near mentions counting more; `None` when there is none.
    pub(super) fn focus(&self, token: usize) -> Option<&str> {
        let mut weights: BTreeMap<&str, f32> = BTreeMap::new();
        for (at, code) in &self.states {
            let distance = token.abs_diff(*at) as f32;
            *weights.entry(code).or_default() += if *at <= token { 1.0 } else { 0.4 } / (1.0 + distance / 60.0);
        }
        weights.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(a.0))).map(|(code, _)| code)
    }
}

impl Actors<'_> {
    pub(super) fn read_discourse(&mut self) {
        self.read_states();
        for index in 0..self.tree.reading.entities.len() {
            let entity = &self.tree.reading.entities[index];
            if entity.kind != EntityKind::Person {
                continue;
            }
            let tokens = entity.tokens.clone();
            let (actor, roles) = self.name_person(index);
            self.discourse.persons.push(PersonMention { first: tokens.start, last: tokens.end - 1, actor, roles });
        }
    }

    fn read_states(&mut self) {
        let tree = self.tree;
        for token in 0..tree.len() {
            let word = tree.word(token);
            let named = matches!(tree.upos(token), Upos::Propn | Upos::Adj | Upos::Noun)
                && word.chars().next().is_some_and(char::is_uppercase);
            if !named {
                continue;
            }
            let code = self.knowledge.demonym(word).map(str::to_owned).or_else(|| {
                let state = |e: &crate::knowledge::Entry| e.kind == EntryKind::State;
                self.named_around(token, &state).filter(|&(_, end)| end == token).map(|(e, _)| e.actor.country.clone())
            });
            let code = code.or_else(|| {
                let starts = self.toponyms.iter().find(|t| t.span.overlaps(tree.reading.tokens[token].span))?;
                starts.place.resolved().map(|p| p.country.clone()).filter(|c| !c.is_empty())
            });
            if let Some(code) = code.filter(|_| fold(word) != "may") {
                self.discourse.states.push((token, code));
            }
        }
    }
}
