//! How a report tells who an unknown person is, when neither title nor apposition does.

use super::Actors;
use crate::Actor;
use crate::reading::{Deprel, Upos};

/// News opens with "a French engineer" and gives the name a sentence or two later.
const LEAD: usize = 6;

impl Actors<'_> {
    /// "Howes was a British engineer", "Ramos works for the Red Cross": what the clause of a name says of it.
    pub(super) fn predicated(&self, first: usize, last: usize) -> Option<Actor> {
        let tree = self.tree;
        let name = (first..=last).find(|&t| tree.head(t).is_none_or(|h| h < first || h > last))?;
        // "The general is Ruben Alzate".
        if tree.first(name, &[Deprel::Cop]).is_some()
            && let Some(subject) = tree.first(name, &[Deprel::Nsubj]).filter(|&s| tree.upos(s) == Upos::Noun)
        {
            return self.telling(subject);
        }
        let predicate = tree.head(name).filter(|_| tree.rel(name) == Deprel::Nsubj)?;
        let told = match tree.upos(predicate) {
            Upos::Noun if tree.first(predicate, &[Deprel::Cop]).is_some() => predicate,
            Upos::Verb if matches!(tree.lemma(predicate), "work" | "serve") => tree
                .by(predicate, &[Deprel::Obl])
                .find(|&o| matches!(tree.case(o), Some("for" | "with" | "as" | "in")))?,
            _ => return None,
        };
        self.telling(told)
    }

    /// Who a noun stands for, when that tells a country or a sector.
    fn telling(&self, token: usize) -> Option<Actor> {
        let actor = self.resolve_at(token, 3).into_iter().next()?.best()?.clone();
        (!actor.country.is_empty() || !actor.sector.is_empty()).then_some(actor)
    }

    /// The one nameless person with a nationality ("a British expert") in the lead of the report, before the name.
    pub(super) fn introduced(&self, first: usize, last: usize) -> Option<Actor> {
        let tree = self.tree;
        if last == first || tree.reading.sentence_of(first) >= LEAD {
            return None;
        }
        let mut nameless = (0..first).filter(|&t| self.is_nameless_person(t));
        let (one, other) = (nameless.next(), nameless.next());
        match one.filter(|_| other.is_none()) {
            Some(one) => {
                let country = self.own_nationality(one)?;
                let role = self.knowledge.role(&tree.lemma(one).to_lowercase())?;
                Some(Actor { name: String::new(), country, sector: role.sector.clone() })
            }
            None => self.telling(self.only_role(first)?),
        }
    }

    /// "The general walked ... Rubén Alzate was going home": the one human being that the lead knows by a role alone.
    fn only_role(&self, before: usize) -> Option<usize> {
        let tree = self.tree;
        let definite = |t: &usize| tree.by(*t, &[Deprel::Det]).any(|d| tree.lemma(d) == "the");
        let subject = |t: &usize| matches!(tree.rel(*t), Deprel::Nsubj | Deprel::NsubjPass);
        let mut roles = (0..before).filter(|t| definite(t) && subject(t) && self.is_someone(*t));
        let one = roles.next()?;
        roles.all(|t| tree.lemma(t) == tree.lemma(one)).then_some(one)
    }

    /// "a British expert": one human being by role and nationality, whom no name stands beside.
    fn is_nameless_person(&self, token: usize) -> bool {
        let tree = self.tree;
        let indefinite = tree.by(token, &[Deprel::Det]).any(|d| matches!(tree.lemma(d), "a" | "an"));
        let span = tree.noun_phrase(token);
        let named = |p: &super::discourse::PersonMention| {
            let beside = &tree.reading.tokens;
            span.overlaps(beside[p.first].span)
                || beside[p.first].span.start <= span.end + 3 && beside[p.first].span.start >= span.end
        };
        indefinite
            && self.is_someone(token)
            && self.own_nationality(token).is_some()
            && !self.discourse.persons_within(0, tree.len()).any(named)
    }
}
