//! Who has been named so far: what pronouns and bare role words look back to.

use std::collections::{BTreeMap, BTreeSet};

use super::Actors;
use crate::knowledge::{Entry, EntryKind, fold};
use crate::reading::{Deprel, EntityKind, Upos};
use crate::{Actor, Resolution};

/// The persons and states of a report in the order of their mentions.
#[derive(Clone, Debug, Default)]
pub(super) struct Discourse {
    /// Every person mention: first and last token, who it is, lemmas of the role words beside it.
    pub(super) persons: Vec<PersonMention>,
    /// Every mention of a state, by itself or by what belongs to it, in order.
    pub(super) states: Vec<StateMention>,
    /// Every "he" and "she", with who it is: whom the report goes on about.
    pub(super) referred: Vec<PersonMention>,
    /// Which of the report's known names are armed groups', in order.
    pub(super) groups: Vec<usize>,
    /// Words for rebels that no adjective tells more of.
    pub(super) rebels: Vec<usize>,
    /// How much of what happens by force happens in each state, as shares.
    pub(super) theatre: BTreeMap<String, f32>,
    /// The codes of all of them.
    pub(super) countries: BTreeSet<String>,
    /// The codes of those that only a body, group or person of theirs stands for.
    pub(super) members: BTreeSet<String>,
}

/// One mention of a person.
#[derive(Clone, Debug)]
pub(super) struct PersonMention {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) actor: Resolution<Actor>,
    pub(super) roles: Vec<String>,
}

/// One mention of a state.
#[derive(Clone, Debug)]
pub(super) struct StateMention {
    pub(super) at: usize,
    pub(super) code: String,
    pub(super) by: StateBy,
}

/// What a state is mentioned by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StateBy {
    /// Its name or nationality.
    Name,
    /// A place in it.
    Place,
    /// A body, group or person of it.
    Member,
}

impl StateMention {
    /// How much it tells of what the report is about.
    pub(super) fn weight(&self) -> f32 {
        match self.by {
            StateBy::Name => 1.0,
            StateBy::Place => 0.5,
            StateBy::Member => 0.7,
        }
    }
}

/// How many tokens away a mention of a state tells half as much of what the report is about.
const FADING: f32 = 150.0;

/// How many tokens back, or mentions, an unnamed somebody is looked for: a long report is read in linear time.
pub(super) const REACH: usize = 3000;

impl Discourse {
    /// Persons whose mention lies wholly from one token up to another.
    pub(super) fn persons_within(&self, start: usize, end: usize) -> impl DoubleEndedIterator<Item = &PersonMention> {
        within(&self.persons, start, end).iter()
    }

    /// Pronouns that stand for a person, from one token up to another.
    pub(super) fn referred_within(&self, start: usize, end: usize) -> impl Iterator<Item = &PersonMention> {
        within(&self.referred, start, end).iter()
    }

    /// Whom a pronoun was found to stand for.
    pub(super) fn referent(&self, token: usize) -> Option<&Resolution<Actor>> {
        self.referred.binary_search_by_key(&token, |p| p.first).ok().map(|index| &self.referred[index].actor)
    }

    /// The person whose name a token is part of.
    pub(super) fn person_at(&self, token: usize) -> Option<&PersonMention> {
        let index = self.persons.partition_point(|p| p.last < token);
        self.persons.get(index).filter(|p| p.first <= token)
    }

    /// The state that a token names, or lies in.
    pub(super) fn state_at(&self, token: usize) -> Option<&str> {
        let index = self.states.binary_search_by_key(&token, |mention| mention.at).ok()?;
        Some(&self.states[index]).filter(|mention| mention.by != StateBy::Member).map(|mention| mention.code.as_str())
    }

    /// States mentioned within reach of a token, before and after it.
    pub(super) fn states_near(&self, token: usize) -> &[StateMention] {
        let first = self.states.partition_point(|mention| mention.at + REACH < token);
        let last = self.states.partition_point(|mention| mention.at < token + REACH);
        &self.states[first..last]
    }

    /// Whether a state itself is named, not only a place or a body of it.
    pub(super) fn names(&self, country: &str) -> bool {
        self.states.iter().any(|mention| mention.by == StateBy::Name && mention.code == country)
    }

    /// How many words for rebels stand within reach of a token.
    pub(super) fn rebels_near(&self, token: usize) -> usize {
        let first = self.rebels.partition_point(|&at| at + REACH < token);
        self.rebels.partition_point(|&at| at < token + REACH) - first
    }

    pub(super) fn mentions(&self, country: &str) -> bool {
        self.countries.contains(country)
    }

    /// The state that most of a report is about, near mentions counting more; `None` when there is none.
    pub(super) fn focus(&self, token: usize) -> Option<&str> {
        self.focused(token).into_iter().next().map(|(code, _)| code)
    }

    /// The state whose soldiers, policemen and people a report speaks of where it does not say whose they are.
    pub(super) fn scene(&self, token: usize) -> Option<&str> {
        self.staged(token).into_iter().next().map(|(code, _)| code)
    }

    /// The state that a report is about and hardly any other: it weighs far more than the next.
    pub(super) fn home(&self, token: usize) -> Option<&str> {
        const AHEAD: f32 = 1.5;
        let states = self.focused(token);
        let next = states.get(1).map_or(0.0, |(_, weight)| *weight);
        states.first().filter(|(_, weight)| *weight >= AHEAD * next).map(|(code, _)| *code)
    }

    /// The states of a report by how much it is about them and about what happens in them.
    fn staged(&self, token: usize) -> Vec<(&str, f32)> {
        const TALKED_OF: f32 = 0.3;
        let mut states = self.focused(token);
        for (code, weight) in &mut states {
            *weight *= TALKED_OF + self.theatre.get(*code).copied().unwrap_or_default();
        }
        states.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
        states
    }

    /// The states of a report by how much it is about them just there.
    fn focused(&self, token: usize) -> Vec<(&str, f32)> {
        let mut weights: BTreeMap<&str, f32> = BTreeMap::new();
        for mention in self.states_near(token) {
            let distance = token.abs_diff(mention.at) as f32;
            let side = if mention.at <= token { 1.0 } else { 0.4 };
            *weights.entry(&mention.code).or_default() += mention.weight() * side / (1.0 + distance / FADING);
        }
        let mut states: Vec<(&str, f32)> = weights.into_iter().collect();
        states.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
        states
    }
}

/// Mentions that lie wholly from one token up to another.
fn within(mentions: &[PersonMention], start: usize, end: usize) -> &[PersonMention] {
    let first = mentions.partition_point(|p| p.first < start);
    let last = mentions.partition_point(|p| p.last < end).max(first);
    &mentions[first..last]
}

impl Actors<'_> {
    pub(super) fn read_discourse(&mut self) {
        self.read_states();
        let codes = |states: &[StateMention], by_member: bool| {
            let wanted = states.iter().filter(|mention| (mention.by == StateBy::Member) == by_member);
            wanted.map(|mention| mention.code.clone()).collect()
        };
        self.discourse.countries = codes(&self.discourse.states, false);
        let states = std::mem::take(&mut self.discourse.states);
        self.discourse.states = states.into_iter().filter(|mention| !self.is_by_namesake(mention)).collect();
        self.discourse.members = codes(&self.discourse.states, true);
        self.discourse.groups = (0..self.names.len()).filter(|&name| self.named_group(name).is_some()).collect();
        self.discourse.theatre = self.theatre();
        self.discourse.rebels = self.rebels();
        for (first, last) in self.person_spans() {
            let (actor, roles) = self.name_person(first, last);
            self.discourse.persons.push(PersonMention { first, last, actor, roles });
        }
        self.look_ahead();
        self.read_pronouns();
    }

    /// The armed group that one of the report's known names stands for.
    pub(super) fn named_group(&self, name: usize) -> Option<&Entry> {
        self.choose_named(&self.names[name].folded).filter(|entry| entry.kind == EntryKind::Group)
    }

    fn rebels(&self) -> Vec<usize> {
        let tree = self.tree;
        let bare = |&t: &usize| tree.upos(t) == Upos::Noun && tree.by(t, &[Deprel::Amod]).next().is_none();
        let rebel = |t: &usize| self.knowledge.role(tree.lemma(*t)).is_some_and(|role| role.sector == "REB");
        (0..tree.len()).filter(bare).filter(rebel).collect()
    }

    /// Where force is used: by whose soldiers, policemen and rebels a report names, and by the towns that it names.
    fn theatre(&self) -> BTreeMap<String, f32> {
        let tree = self.tree;
        let mut weights: BTreeMap<String, f32> = BTreeMap::new();
        let armed = |t: &usize| {
            let role = self.knowledge.role(tree.lemma(*t)).filter(|_| tree.upos(*t) == Upos::Noun);
            role.is_some_and(|r| matches!(r.sector.as_str(), "MIL" | "COP" | "REB" | "PRM" | "OPP"))
        };
        for token in (0..tree.len()).filter(armed) {
            let placed = |n: &usize| matches!(tree.case(*n), Some("of" | "in" | "across" | "from"));
            let of = tree.by(token, &[Deprel::Nmod]).filter(placed).chain(tree.by(token, &[Deprel::NmodPoss]));
            let told = || of.into_iter().find_map(|n| self.discourse.state_at(n).map(str::to_owned));
            if let Some(code) = self.own_nationality(token).or_else(told) {
                *weights.entry(code).or_default() += 1.0;
            }
        }
        for group in self.discourse.groups.iter().filter_map(|&name| self.named_group(name)) {
            let homes = [&group.actor.country].into_iter().chain(&group.bases).filter(|code| code.len() == 3);
            let homes: Vec<_> = homes.filter(|code| self.discourse.mentions(code)).collect();
            for code in &homes {
                *weights.entry((*code).clone()).or_default() += 1.0 / homes.len() as f32;
            }
        }
        for mention in self.discourse.states.iter().filter(|mention| mention.by == StateBy::Place) {
            *weights.entry(mention.code.clone()).or_default() += 0.5;
        }
        let all: f32 = weights.values().sum();
        weights.values_mut().for_each(|weight| *weight /= all);
        weights
    }

    /// Reads "he" and "she" from left to right, so that each may stand for whom the last one stood for.
    fn read_pronouns(&mut self) {
        for token in (0..self.tree.len()).filter(|&t| self.is_personal(t)).collect::<Vec<_>>() {
            let actor = self.resolve(token).into_iter().next();
            if let Some(actor) = actor.filter(|actor| actor.best().is_some()) {
                self.discourse.referred.push(PersonMention { first: token, last: token, actor, roles: Vec::new() });
            }
        }
    }

    fn is_personal(&self, token: usize) -> bool {
        let word = self.tree.word(token).to_lowercase();
        self.tree.upos(token) == Upos::Pron && matches!(word.as_str(), "he" | "him" | "his" | "she" | "her")
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
        for (first, last) in entities.flat_map(|e| self.apart(e.tokens.clone())) {
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
        self.add_family_names(&mut spans);
        spans
    }

    /// "Cpl. Jorge Rodriguez and Gloria Urrego": two persons, though the reader saw one name.
    fn apart(&self, tokens: std::ops::Range<usize>) -> Vec<(usize, usize)> {
        let parts = tokens.collect::<Vec<_>>();
        let joint = |t: &usize| self.tree.upos(*t) == Upos::Cconj;
        parts.split(joint).filter_map(|part| Some((*part.first()?, *part.last()?))).collect()
    }

    /// A family name alone that the reader did not see as a person's: of somebody named in full before, or of a statesman of
    /// a state that the report names.
    fn add_family_names(&self, spans: &mut Vec<(usize, usize)>) {
        let tree = self.tree;
        let full: Vec<(usize, String)> = spans
            .iter()
            .filter(|&&(first, last)| last > first)
            .filter_map(|&(first, last)| Some((last, self.family_of(first, last)?)))
            .collect();
        let alone = |token: usize| {
            let entity = tree.entity(token).map(|e| &tree.reading.entities[e]);
            let title = |t: usize| t == token || self.is_title(t) || self.is_qualifier(t);
            entity.is_none_or(|e| matches!(e.kind, EntityKind::Date | EntityKind::Time) || e.tokens.clone().all(title))
        };
        let whereabouts = |token: usize| {
            let before = token.checked_sub(1).map(|b| tree.lemma(b));
            matches!(before, Some("in" | "at" | "near" | "outside" | "de" | "los" | "las" | "san" | "santa"))
        };
        let mut found = Vec::new();
        for token in 0..tree.len() {
            let name = tree.upos(token) == Upos::Propn && tree.word(token).starts_with(char::is_uppercase);
            if !name || !alone(token) || whereabouts(token) || self.named_around(token).is_some() {
                continue;
            }
            let index = spans.partition_point(|&(_, last)| last < token);
            if spans.get(index).is_some_and(|&(first, _)| first <= token) || self.nationality_at(token).is_some() {
                continue;
            }
            let folded = fold(tree.word(token));
            let before = full.iter().any(|(last, family)| *last < token && *family == folded);
            if before || self.is_statesman(&folded, token) {
                found.push((token, token));
            }
        }
        spans.extend(found);
        spans.sort_unstable();
    }

    /// Whether one of this family name leads a state that the report names on its day, or serves the one that it is about.
    fn is_statesman(&self, family: &str, token: usize) -> bool {
        const LEADING: &[&str] = &["president", "prime-minister", "foreign-minister", "supreme-leader"];
        let focus = self.discourse.focus(token);
        let leads = |index: &usize| {
            let tenures = &self.knowledge.entry(*index).tenures;
            let serving = |t: &&crate::knowledge::Tenure| self.on.is_some_and(|on| t.covers(on));
            let here = |t: &crate::knowledge::Tenure| {
                let leading = LEADING.contains(&t.office.as_str());
                Some(t.country.as_str()) == focus || leading && self.discourse.mentions(&t.country)
            };
            tenures.iter().filter(serving).any(here)
        };
        self.knowledge.family(family).iter().filter(|index| leads(index)).count() == 1
    }

    fn read_states(&mut self) {
        let tree = self.tree;
        let mut token = 0;
        while token < tree.len() {
            let (mention, last) = match self.state_mention(token) {
                Some((code, by, last)) => (Some(StateMention { at: token, code, by }), last),
                None => (None, token),
            };
            self.discourse.states.extend(mention);
            token = last.max(token) + 1;
        }
    }

    /// A state that is mentioned from a token on, by what, and the last token of that.
    fn state_mention(&self, token: usize) -> Option<(String, StateBy, usize)> {
        if let Some((code, last)) = self.nationality_at(token) {
            return Some((code, StateBy::Name, last));
        }
        if let Some((entry, last)) = self.named_around(token) {
            let by = if entry.kind == EntryKind::State { StateBy::Name } else { StateBy::Member };
            if self.is_of_several(token) {
                return None;
            }
            let code = entry.actor_on(self.on).country;
            return self.knowledge.state(&code).is_some().then_some((code, by, last));
        }
        let place = self.toponym(token).filter(|p| !p.country.is_empty())?;
        Some((place.country.clone(), StateBy::Place, token))
    }

    /// "Cpl. Jorge Rodriguez" is no speaker of a parliament whose country the report does not speak of: whether a rank tells
    /// somebody of a known name from the one we know.
    pub(super) fn is_namesake(&self, entry: &Entry, sector: &str) -> bool {
        let rank = matches!(sector, "MIL" | "COP") && entry.kind == EntryKind::Person && entry.actor.country.len() == 3;
        rank && entry.actor_on(self.on).sector != sector && !self.discourse.mentions(&entry.actor.country)
    }

    /// Whether a state is mentioned only by a namesake of somebody of it.
    fn is_by_namesake(&self, mention: &StateMention) -> bool {
        let title = mention.at.checked_sub(1).and_then(|t| self.knowledge.title(self.tree.word(t)));
        let known = || self.named_around(mention.at).map(|(entry, _)| entry);
        title.zip(known()).is_some_and(|(sector, entry)| self.is_namesake(entry, sector))
    }

    /// Whether bodies of several states go by the name at a token: it tells of none of them.
    fn is_of_several(&self, token: usize) -> bool {
        let index = self.names.partition_point(|n| n.last < token);
        let countries = self.names.get(index).map(|named| {
            let entries = self.knowledge.named(&named.folded).iter().map(|&entry| self.knowledge.entry(entry));
            let bodies = entries.filter(|e| e.kind == EntryKind::Body);
            bodies.map(|e| e.actor.country.as_str()).collect::<BTreeSet<&str>>()
        });
        countries.is_some_and(|countries| countries.len() > 1)
    }

    /// Whether a hyphen and a participle make of a state who backed, made or brokered something.
    fn is_helper(&self, token: usize) -> bool {
        const HELPED: &[&str] = &[
            "backed",
            "drafted",
            "brokered",
            "mediated",
            "sponsored",
            "born",
            "trained",
            "funded",
            "supported",
            "made",
            "allied",
            "aligned",
            "armed",
            "financed",
            "supplied",
            "built",
            "educated",
            "imposed",
            "proposed",
            "based",
        ];
        let word = |at: usize| if at < self.tree.len() { self.tree.word(at) } else { "" };
        let (_, joined) = self.tree.word(token).split_once('-').unwrap_or_default();
        HELPED.contains(&joined) || word(token + 1) == "-" && HELPED.contains(&word(token + 2))
    }

    /// A nationality of one or two words that begins at a token, with its last token.
    pub(super) fn nationality_at(&self, token: usize) -> Option<(String, usize)> {
        let tree = self.tree;
        if !tree.word(token).starts_with(char::is_uppercase) || tree.word(token) == "May" {
            return None;
        }
        // "the Central American university", "Latin Americans": of no one state.
        let part = token.checked_sub(1).is_some_and(|t| matches!(tree.word(t), "Central" | "Latin" | "South"));
        if part && tree.word(token).starts_with("American") {
            return None;
        }
        // "two Nasa Indian guards": the first peoples of America are not of India.
        let people = token.checked_sub(1).is_some_and(|t| tree.upos(t) == Upos::Propn || tree.lemma(t) == "american");
        if people && matches!(tree.word(token), "Indian" | "Indians") {
            return None;
        }
        // "the British-drafted resolution", "Iran-backed militias" are somebody else's.
        if self.is_helper(token) {
            return None;
        }
        // "ethnic Albanians" are no state's.
        if token.checked_sub(1).is_some_and(|t| tree.lemma(t) == "ethnic") {
            return None;
        }
        let two = (token + 1 < tree.len()).then(|| tree.span(token, token + 1).of(tree.text)).filter(|t| t.len() < 40);
        two.and_then(|words| self.knowledge.demonym(words))
            .map(|code| (code.to_owned(), token + 1))
            .or_else(|| self.knowledge.demonym(tree.word(token)).map(|code| (code.to_owned(), token)))
    }
}
