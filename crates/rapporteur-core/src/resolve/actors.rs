//! Mentions to actors: names by knowledge and the day of the report, role words by country, pronouns by who came before.

mod describe;
mod discourse;
mod person;
mod pronoun;

use jiff::civil::Date;

use crate::actor::Unresolved;
use crate::code::Attribution;
use crate::code::tree::Tree;
use crate::knowledge::{Entry, EntryKind, Knowledge, fold};
use crate::place::Toponym;
use crate::reading::{Deprel, EntityKind, Upos};
use crate::{Actor, Resolution};
use discourse::Discourse;

/// Resolves the mentions of one report.
pub struct Actors<'a> {
    tree: &'a Tree<'a>,
    knowledge: &'a Knowledge,
    toponyms: &'a [Toponym],
    attributions: &'a [Attribution],
    /// The day of the report, which decides who held an office.
    on: Option<Date>,
    discourse: Discourse,
}

impl<'a> Actors<'a> {
    /// Reads the persons and states of a report in order, so that later mentions find earlier ones.
    pub fn new(
        tree: &'a Tree<'a>,
        knowledge: &'a Knowledge,
        toponyms: &'a [Toponym],
        attributions: &'a [Attribution],
        on: Option<Date>,
    ) -> Self {
        let mut actors = Self { tree, knowledge, toponyms, attributions, on, discourse: Discourse::default() };
        actors.read_discourse();
        actors
    }

    /// Who a noun phrase stands for, given its head token; "the two countries" are two.
    pub fn resolve(&self, token: usize) -> Vec<Resolution<Actor>> {
        self.resolve_at(token, 0)
    }

    /// The one actor, or the best of several.
    pub fn actor(&self, token: usize) -> Option<Actor> {
        self.resolve(token).into_iter().next()?.best().cloned()
    }

    fn resolve_at(&self, token: usize, depth: usize) -> Vec<Resolution<Actor>> {
        if depth > 4 {
            return vec![Resolution::Unresolved(Unresolved::NoAntecedent)];
        }
        if self.tree.upos(token) == Upos::Pron && !self.is_bare_quantity(token) {
            return vec![self.pronoun(token, depth)];
        }
        if let Some(pair) = self.both(token) {
            return pair;
        }
        // "one of the protesters", "a group of rebels": the people, not the count.
        if let Some(inner) = self.counted(token) {
            return self.resolve_at(inner, depth + 1);
        }
        if let Some(person) = self.person_of(token) {
            return vec![person];
        }
        if let Some(entry) = self.known(token) {
            return vec![entry];
        }
        vec![self.described(token, depth)]
    }

    fn is_bare_quantity(&self, token: usize) -> bool {
        matches!(
            self.tree.lemma(token),
            "some" | "many" | "several" | "most" | "one" | "those" | "others" | "all" | "none" | "dozens"
        )
    }

    fn counted(&self, token: usize) -> Option<usize> {
        let tree = self.tree;
        let count = matches!(
            tree.lemma(token),
            "one"
                | "some"
                | "many"
                | "several"
                | "most"
                | "number"
                | "group"
                | "dozen"
                | "hundred"
                | "thousand"
                | "score"
                | "majority"
                | "handful"
                | "half"
                | "part"
                | "rest"
                | "none"
                | "all"
                | "member"
                | "million"
                | "couple"
                | "series"
                | "lot"
                | "percent"
                | "crowd"
        ) || tree.upos(token) == Upos::Num;
        let inner = tree.by(token, &[Deprel::Nmod]).find(|&n| tree.case(n) == Some("of"));
        inner.filter(|_| count && self.tree.entity_kind(token).is_none_or(|k| !k.is_name()))
    }

    /// A body, state or group whose name covers the head of the phrase, longest name first.
    fn known(&self, token: usize) -> Option<Resolution<Actor>> {
        let (entry, _) = self.named_around(token, &|e| e.kind != EntryKind::Person)?;
        let folded = fold(self.tree.word(token));
        // A demonym as a noun ("the Russians") is people; a state's name acts as the state.
        let _ = folded;
        Some(Resolution::Resolved(entry.actor.clone()))
    }

    /// The longest known name that covers a token, as the entry and its last token.
    fn named_around(&self, token: usize, accept: &dyn Fn(&Entry) -> bool) -> Option<(&'a Entry, usize)> {
        let tree = self.tree;
        let sentence = &tree.reading.sentences[tree.reading.sentence_of(token)].tokens;
        let reach = self.knowledge.longest_name().min(9);
        let first = token.saturating_sub(reach).max(sentence.start);
        let last = (token + reach).min(sentence.end.saturating_sub(1));
        let mut best: Option<(&Entry, usize, usize)> = None;
        for start in (first..=token).rev() {
            if tree.upos(start) == Upos::Punct || (tree.upos(start) == Upos::Verb && start != token) {
                break;
            }
            for end in (token..=last).rev() {
                if best.is_some_and(|(.., words)| words > end - start) {
                    break;
                }
                if let Some(entry) = self.lookup(start, end, accept) {
                    best = Some((entry, end, end - start + 1));
                    break;
                }
            }
        }
        best.map(|(entry, end, _)| (entry, end))
    }

    fn lookup(&self, start: usize, end: usize, accept: &dyn Fn(&Entry) -> bool) -> Option<&'a Entry> {
        let words = self.tree.span(start, end).of(self.tree.text);
        let capital = words.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase) || words.contains('-');
        if !capital || words.len() > 90 {
            return None;
        }
        let folded = fold(words);
        let named = self.knowledge.named(&folded).iter().map(|&i| self.knowledge.entry(i)).filter(|e| accept(e));
        let alive = |e: &&Entry| {
            self.on.is_none_or(|on| {
                e.years.0.is_none_or(|from| from.start <= on) && e.years.1.is_none_or(|to| on <= to.end)
            })
        };
        let mut named: Vec<&Entry> = named.collect();
        named.sort_by_key(|e| !alive(&e));
        // Two bodies of one name ("Interior Ministry"): the one of a country that the report speaks of.
        let entry = named.iter().find(|e| self.discourse.mentions(&e.actor.country)).or(named.first()).copied();
        entry.or_else(|| {
            self.knowledge.metonym(&folded).filter(|e| start == end && accept(e) || folded.contains(' ') && accept(e))
        })
    }

    /// "the two countries", "both sides": the two states named last.
    fn both(&self, token: usize) -> Option<Vec<Resolution<Actor>>> {
        let tree = self.tree;
        let pair = tree
            .by(token, &[Deprel::Nummod, Deprel::Det, Deprel::DetPredet])
            .any(|m| matches!(tree.lemma(m), "two" | "both"));
        let head = matches!(
            tree.lemma(token),
            "country"
                | "nation"
                | "side"
                | "state"
                | "government"
                | "leader"
                | "neighbor"
                | "neighbour"
                | "capital"
                | "power"
                | "party"
                | "president"
                | "minister"
                | "rival"
                | "army"
        );
        if !(pair && head) {
            return None;
        }
        let states = self.discourse.last_two_states(token)?;
        Some(
            states
                .iter()
                .filter_map(|code| self.knowledge.state(code))
                .map(|e| Resolution::Resolved(e.actor.clone()))
                .collect(),
        )
    }

    /// The place a token names, for cities and regions that stand for those who hold them.
    fn toponym(&self, token: usize) -> Option<&crate::Place> {
        let span = self.tree.reading.tokens[token].span;
        self.toponyms.iter().find(|t| t.span.overlaps(span))?.place.best()
    }

    fn entity_text(&self, token: usize) -> Option<(&'a str, EntityKind)> {
        let entity = &self.tree.reading.entities[self.tree.entity(token)?];
        Some((entity.span.of(self.tree.text), entity.kind))
    }
}
