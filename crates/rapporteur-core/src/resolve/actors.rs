//! Mentions to actors: names by knowledge and the day of the report, role words by country, pronouns by who came before.

mod describe;
mod discourse;
mod introduce;
mod names;
mod parties;
mod person;
mod pronoun;
mod side;
mod whose;

use jiff::civil::Date;

use crate::actor::Unresolved;
use crate::code::Attribution;
use crate::code::tree::Tree;
use crate::knowledge::{Entry, EntryKind, Knowledge};
use crate::place::Toponym;
use crate::reading::{Deprel, EntityKind, Upos};
use crate::{Actor, Resolution};
use discourse::Discourse;
use names::{Named, read_names};

/// Resolves the mentions of one report.
pub struct Actors<'a> {
    tree: &'a Tree<'a>,
    knowledge: &'a Knowledge,
    toponyms: &'a [Toponym],
    attributions: &'a [Attribution],
    /// The day of the report, which decides who held an office.
    on: Option<Date>,
    names: Vec<Named>,
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
        let names = read_names(tree, knowledge);
        let mut actors = Self { tree, knowledge, toponyms, attributions, on, names, discourse: Discourse::default() };
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

    /// The state that the report is about around a token: where hardly any other is spoken of, or where it fights a group of
    /// its own.
    pub(crate) fn home(&self, token: usize) -> Option<&str> {
        let scene = || self.discourse.scene(token).filter(|code| self.is_torn(code, token));
        self.discourse.home(token).or_else(scene)
    }

    /// How often a report speaks of a state.
    pub(crate) fn speaks_of(&self, country: &str) -> usize {
        self.discourse.states.iter().filter(|mention| mention.code == country).count()
    }

    /// Whether a report names a state itself.
    pub(crate) fn names_state(&self, country: &str) -> bool {
        self.discourse.names(country)
    }

    fn resolve_at(&self, token: usize, depth: usize) -> Vec<Resolution<Actor>> {
        if depth > 4 {
            return vec![Resolution::Unresolved(Unresolved::NoAntecedent)];
        }
        if self.tree.upos(token) == Upos::Pron && !self.is_bare_quantity(token) {
            return self.pronouns(token, depth);
        }
        if let Some(pair) = self.both(token, depth).or_else(|| self.sent_by_both(token, depth)) {
            return pair;
        }
        // "one of the protesters", "a group of rebels": the people, not the count.
        if let Some(inner) = self.counted(token) {
            return self.resolve_at(inner, depth + 1);
        }
        if let Some(person) = self.person_of(token) {
            return vec![person];
        }
        if let Some(several) = self.several(token) {
            return several;
        }
        if let Some(entry) = self.known(token) {
            return vec![entry];
        }
        if let Some(examples) = self.examples(token, depth) {
            return examples;
        }
        vec![self.described(token, depth)]
    }

    /// "the foreign ministers of Poland and Hungary", "Russian and Syrian forces": one actor a state.
    fn several(&self, token: usize) -> Option<Vec<Resolution<Actor>>> {
        let tree = self.tree;
        let of = tree.by(token, &[Deprel::Nmod]).find(|&n| matches!(tree.case(n), Some("of" | "from"))).into_iter();
        let state = |t: usize| {
            let before = t.checked_sub(1).and_then(|b| self.discourse.state_at(b));
            self.discourse.state_at(t).or(before).map(str::to_owned)
        };
        let mut codes: Vec<String> = self.nationalities_before(token);
        for code in of.flat_map(|m| tree.with_conjuncts(m)).filter_map(state) {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        if codes.len() < 2 {
            return None;
        }
        let role = self.knowledge.role(tree.lemma(token))?;
        let words = tree.word(token).to_lowercase();
        let actor =
            |code: String| Actor { name: self.titled(&code, &words), country: code, sector: role.sector.clone() };
        Some(codes.into_iter().map(|code| Resolution::Resolved(actor(code))).collect())
    }

    /// "American, British and Syrian *forces*": the nationalities in a row before a noun, in order.
    fn nationalities_before(&self, token: usize) -> Vec<String> {
        let tree = self.tree;
        let start = tree.reading.sentences[tree.reading.sentence_of(token)].tokens.start;
        let mut codes = Vec::new();
        for t in (start..token).rev() {
            match self.nationality_at(t) {
                Some((code, _)) if !codes.contains(&code) => codes.insert(0, code),
                Some(_) => {}
                None if matches!(tree.word(t), "," | "and" | "or") => {}
                None => break,
            }
        }
        codes
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
        // "staff members of a French agency" are no agencies.
        let staff = tree.by(token, &[Deprel::Compound]).any(|c| tree.lemma(c) == "staff");
        let inner = tree.by(token, &[Deprel::Nmod]).find(|&n| tree.case(n) == Some("of") && !staff);
        inner.filter(|_| count && self.tree.entity_kind(token).is_none_or(|k| !k.is_name()))
    }

    /// A body, state or group whose name covers the head of the phrase.
    fn known(&self, token: usize) -> Option<Resolution<Actor>> {
        let (entry, _) = self.named_around(token)?;
        if let Some(part) = self.part_of_state(token, entry) {
            return Some(Resolution::Resolved(part));
        }
        (entry.kind != EntryKind::Person).then(|| Resolution::Resolved(entry.actor_on(self.on)))
    }

    /// "northern Syria" is a part of the country, not its government.
    fn part_of_state(&self, token: usize, entry: &Entry) -> Option<Actor> {
        const DIRECTIONS: &[&str] = &[
            "northern",
            "southern",
            "eastern",
            "western",
            "central",
            "northeastern",
            "northwestern",
            "southeastern",
            "southwestern",
            "north",
            "south",
            "east",
            "west",
        ];
        let tree = self.tree;
        let direction = tree
            .by(token, &[Deprel::Amod, Deprel::Compound])
            .find(|&m| m < token && DIRECTIONS.contains(&tree.lemma(m).to_lowercase().as_str()))?;
        let part = entry.kind == EntryKind::State && tree.word(direction).starts_with(char::is_lowercase);
        let name = format!("{} {}", tree.word(direction), entry.actor.name);
        part.then(|| Actor { name, country: entry.actor.country.clone(), sector: String::new() })
    }

    /// The known name that a token is part of, as the entry and its last token.
    fn named_around(&self, token: usize) -> Option<(&'a Entry, usize)> {
        let index = self.names.partition_point(|n| n.last < token);
        let named = self.names.get(index).filter(|n| n.first <= token)?;
        Some((self.choose_named(&named.folded)?, named.last))
    }

    /// The one of several entries with this name that fits the day and the states of the report.
    fn choose_named(&self, folded: &str) -> Option<&'a Entry> {
        let alive = |e: &Entry| {
            self.on.is_none_or(|on| {
                e.years.0.is_none_or(|from| from.start <= on) && e.years.1.is_none_or(|to| on <= to.end)
            })
        };
        let named = self.knowledge.named(folded).iter().map(|&i| self.knowledge.entry(i));
        let fit = |e: &&Entry| {
            let country = &e.actor.country;
            let member = self.discourse.members.contains(country);
            (alive(e), self.discourse.mentions(country), member, e.kind == EntryKind::State)
        };
        let mut best: Option<&Entry> = None;
        let mut tied = false;
        for entry in named {
            let better = best.map(|b| fit(&entry).cmp(&fit(&b)));
            if better.is_none_or(|order| order.is_gt()) {
                (best, tied) = (Some(entry), false);
            } else if better.is_some_and(|order| order.is_eq()) {
                let both_bodies = |b: &Entry| b.kind == EntryKind::Body && entry.kind == EntryKind::Body;
                tied |= best.is_some_and(|b| both_bodies(b) && b.actor.country != entry.actor.country);
            }
        }
        // Bodies of two states go by this name, and nothing speaks for either.
        if tied {
            return None;
        }
        best.or_else(|| self.knowledge.metonym(folded))
    }

    /// The place a token names, for cities and regions that stand for those who hold them.
    fn toponym(&self, token: usize) -> Option<&crate::Place> {
        let span = self.tree.reading.tokens[token].span;
        let index = self.toponyms.partition_point(|t| t.span.end <= span.start);
        self.toponyms.get(index).filter(|t| t.span.overlaps(span))?.place.best()
    }

    fn entity_text(&self, token: usize) -> Option<(&'a str, EntityKind)> {
        let entity = &self.tree.reading.entities[self.tree.entity(token)?];
        Some((entity.span.of(self.tree.text), entity.kind))
    }
}
