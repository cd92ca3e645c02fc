//! What the words of a noun phrase tell: nationality, body, role.

use super::Actors;
use super::side::FACTIONS;
use crate::actor::Unresolved;
use crate::knowledge::{EntryKind, Relation, Role, fold};
use crate::reading::{Deprel, EntityKind, Upos};
use crate::{Actor, Resolution};

/// Country, sector and offices that words around a name or role tell.
#[derive(Clone, Debug, Default)]
pub(super) struct Description {
    pub(super) country: String,
    pub(super) sector: String,
    pub(super) offices: Vec<String>,
    pub(super) roles: Vec<String>,
    pub(super) body: Option<Actor>,
}

impl Description {
    fn place(&mut self, country: &str) {
        if self.country.is_empty() {
            country.clone_into(&mut self.country);
        }
    }

    fn play(&mut self, phrase: &str, role: &Role) {
        self.roles.push(phrase.to_owned());
        if self.sector.is_empty() {
            self.sector.clone_from(&role.sector);
        }
        self.offices.extend(role.office.clone());
        if let Some(country) = role.country.as_deref() {
            self.place(country);
        }
    }
}

/// Sectors whose bare words ("the army", "rebels") belong to the country that the report is about.
pub(super) const DOMESTIC: &[&str] = &["GOV", "MIL", "COP", "LEG", "JUD", "OPP", "REB", "PRM", "SPY", "PTY", "ELI"];

/// Role words that are others in small letters: the House sits, "two houses" burn.
const CAPITAL: &[&str] = &["house", "houses", "diet", "commons", "chamber"];

impl Actors<'_> {
    /// What stands beside a person's name: title before, apposition after.
    pub(super) fn describe_person(&self, first: usize, last: usize) -> Description {
        let tree = self.tree;
        let tokens = first..last + 1;
        let sentence = tree.reading.sentences[tree.reading.sentence_of(tokens.start)].tokens.clone();
        let mut description = Description::default();
        let before_name = tokens.start.checked_sub(1).filter(|&t| t >= sentence.start && self.is_title(t));
        let titles = before_name.into_iter().chain(tokens.clone().take_while(|&t| self.is_title(t)));
        for token in titles {
            if let Some(sector) = self.knowledge.title(tree.word(token)) {
                sector.clone_into(&mut description.sector);
            }
        }
        let mut before: Vec<usize> = Vec::new();
        // "the family of Howes" says nothing of Howes.
        let of_name =
            tokens.start > sentence.start && matches!(tree.lemma(tokens.start - 1), "of" | "for" | "to" | "and");
        for t in (sentence.start..tokens.start).rev().take_while(|_| !of_name) {
            let part = matches!(tree.upos(t), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Part)
                || matches!(tree.lemma(t), "of" | "the" | "for" | "-" | "and" | "to" | "'s" | "’s");
            if !part || (self.in_person(t) && !matches!(tree.word(t + 1), "'s" | "’s")) {
                break;
            }
            before.insert(0, t);
        }
        self.read_words(&before, &mut description);
        // "Russia's deputy defence minister, Alexander Fomin": the words before the comma tell more than those behind it.
        if let Some(role) = self.explained_role(&tokens) {
            self.read_words(&self.phrase_tokens(role), &mut description);
            self.take_side(role, 2, None, &mut description);
        }
        let after = self.apposition(tokens.end, sentence.end);
        self.read_words(&after, &mut description);
        if let Some(side) = self.side_of_words(before.iter().chain(&after)) {
            description.sector = side.sector;
            description.place(&side.country);
        }
        let by_tree: Vec<usize> = tokens.flat_map(|t| tree.by(t, &[Deprel::Appos]).collect::<Vec<_>>()).collect();
        for t in by_tree {
            let (first, last) = tree.subtree(t);
            self.read_words(&(first..=last.min(first + 14)).collect::<Vec<_>>(), &mut description);
        }
        description
    }

    /// The role that a name explains, before the comma.
    fn explained_role(&self, name: &std::ops::Range<usize>) -> Option<usize> {
        let tree = self.tree;
        let head = name.clone().find(|&t| tree.rel(t) == Deprel::Appos).and_then(|t| tree.head(t))?;
        let role = self.knowledge.role(&tree.lemma(head).to_lowercase()).is_some() && !tree.has(head, "Number", "Plur");
        (head < name.start && role && !self.in_person(head)).then_some(head)
    }

    /// "Ramos, a spokesman for the family": whom a word of membership beside a name stands for.
    fn side_of_words<'t>(&self, tokens: impl Iterator<Item = &'t usize>) -> Option<Actor> {
        let member = |&&t: &&usize| self.knowledge.relation(self.tree.lemma(t)) == Some(Relation::Member);
        tokens.filter(member).find_map(|&t| self.stands_for(t, 2))
    }

    /// The words between the comma after a name and the next comma or verb.
    fn apposition(&self, after: usize, end: usize) -> Vec<usize> {
        let tree = self.tree;
        if after >= end || tree.word(after) != "," {
            return Vec::new();
        }
        let stop = |&t: &usize| {
            let ends = matches!(tree.upos(t), Upos::Punct | Upos::Verb | Upos::Aux | Upos::Sconj);
            let adjective = tree.rel(t) == Deprel::Amod || tree.word(t) == "-";
            (!ends || adjective) && tree.lemma(t) != "who"
        };
        let words: Vec<usize> = (after + 1..end.min(after + 16)).take_while(stop).collect();
        let reaches_comma = words
            .last()
            .is_some_and(|&t| t + 1 < end && matches!(tree.word(t + 1), "," | "." | "—" | "--" | "who" | "("));
        let opens =
            words.first().is_some_and(|&t| matches!(tree.upos(t), Upos::Det | Upos::Noun | Upos::Adj | Upos::Propn));
        if reaches_comma && opens { words } else { Vec::new() }
    }

    /// Reads nationalities, states, bodies and role words from left to right.
    fn read_words(&self, tokens: &[usize], description: &mut Description) {
        let tree = self.tree;
        let mut skip = 0;
        for (position, &token) in tokens.iter().enumerate() {
            if token < skip {
                continue;
            }
            let last = tokens[tokens.len() - 1];
            // "Khmer Rouge", "Palestinian Authority": a name goes before the nationality that it begins with.
            let nationality = self.nationality_at(token);
            let longer = |end: usize| self.named_around(token).is_some_and(|(_, last)| last > end);
            let begins_name = nationality.as_ref().is_some_and(|&(_, end)| longer(end));
            if let Some((country, end)) = nationality.filter(|_| !begins_name) {
                description.place(&country);
                skip = end + 1;
                continue;
            }
            if let Some((phrase, role, end)) = self.role_at(token, last, &description.country) {
                description.play(&phrase, &role);
                skip = end + 1;
                continue;
            }
            let begins_name = begins_name || self.names.binary_search_by_key(&token, |n| n.first).is_ok();
            if (begins_name || tree.upos(token) == Upos::Propn) && !self.in_person(token) {
                // "the Movement for Unity and Jihad in West Africa": a name may end where the phrase goes on to tell a place.
                let whole = |end: usize| end <= last || tree.is_under(end, token);
                if let Some((entry, end)) =
                    self.named_around(token).filter(|&(e, end)| e.kind != EntryKind::Person && whole(end))
                {
                    description.place(&entry.actor.country);
                    if entry.kind != EntryKind::State {
                        if description.sector.is_empty() {
                            description.sector.clone_from(&entry.actor.sector);
                        }
                        description.body.get_or_insert_with(|| entry.actor.clone());
                    }
                    skip = end + 1;
                    continue;
                }
                if let Some(place) = self.toponym(token) {
                    description.place(&place.country.clone());
                }
            } else if self.in_person(token)
                && position + 1 < tokens.len()
                && let Some(owner) = self.person_of(token).and_then(|p| p.best().cloned())
            {
                description.place(&owner.country);
            }
        }
    }

    /// The longest role phrase that starts at a token and ends by `last`.
    fn role_at(&self, token: usize, last: usize, country: &str) -> Option<(String, Role, usize)> {
        let tree = self.tree;
        (token..=last.min(token + 4).min(tree.len().saturating_sub(1))).rev().find_map(|end| {
            // The text itself, so that "secretary-general" is one word however its hyphen was read.
            let before = tree.span(token, end).of(tree.text);
            let before = &before[..before.len() - tree.word(end).len()];
            let before = before.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
                + if before.ends_with(char::is_whitespace) { " " } else { "" };
            let phrases = [tree.lemma(end), tree.word(end)].map(|word| before.clone() + &word.to_lowercase());
            let told =
                |phrase: &String| !CAPITAL.contains(&phrase.as_str()) || tree.word(end).starts_with(char::is_uppercase);
            phrases.into_iter().filter(told).find_map(|phrase| {
                let role = if country.is_empty() {
                    self.knowledge.role(&phrase)
                } else {
                    self.knowledge.role_in(&phrase, country).or_else(|| self.knowledge.role(&phrase))
                };
                role.map(|r| (phrase, r.clone(), end))
            })
        })
    }

    /// A phrase that is no known name: its nationality, body and role words, else the country the report is about.
    pub(super) fn described(&self, token: usize, depth: usize) -> Resolution<Actor> {
        let tree = self.tree;
        let span = tree.noun_phrase(token);
        let tokens: Vec<usize> = self.phrase_tokens(token);
        if let Some(nationals) = self.nationals(token).or_else(|| self.ethnic(token)) {
            return nationals;
        }
        let count = matches!(
            tree.lemma(token),
            "score" | "dozen" | "hundred" | "thousand" | "other" | "many" | "several" | "some" | "more"
        );
        if tree.upos(token) == Upos::Num || count {
            return Resolution::Resolved(Actor {
                name: format!("{} people", span.of(tree.text)),
                country: String::new(),
                sector: "CVL".into(),
            });
        }
        let mut description = Description::default();
        // "Its negotiators in Havana" are the owner's first, and Cuba's last of all.
        let (where_, who): (Vec<usize>, Vec<usize>) = tokens.iter().partition(|&&t| self.is_whereabouts(token, t));
        self.read_words(&who, &mut description);
        self.read_owner(token, depth, &mut description);
        // "water plants in rebel-held areas" are nobody's forces: where they are tells a country at most.
        let sector = description.sector.clone();
        self.read_words(&where_, &mut description);
        description.sector = sector;
        let role = self.head_role(token, &tokens, &description.country);
        if let Some((phrase, role)) = &role {
            // "rebel negotiators" are no officials.
            let member = self.knowledge.relation(tree.lemma(token)) == Some(Relation::Member);
            // "a rebel sniper", "army gunmen" are no strangers.
            let armed = role.sector == "UAF" && !description.sector.is_empty();
            if !(armed || member && FACTIONS.contains(&description.sector.as_str())) {
                description.sector.clone_from(&role.sector);
            }
            self.take_side(token, depth, role.country.as_deref(), &mut description);
            // Only one state has a Secretary of State for its foreign minister.
            if let Some(only) = role.countries.first().filter(|_| role.office.is_some()) {
                description.place(only);
            }
            if let Some(person) =
                self.office_holder(token, role, &description).or_else(|| self.repeated(token, phrase, &description))
            {
                return person;
            }
        }
        if self.is_staff(token, &description) {
            let name = span.of(tree.text).split_whitespace().collect::<Vec<_>>().join(" ");
            return Resolution::Resolved(Actor { name, country: String::new(), sector: "CVL".into() });
        }
        // "other countries", "American allies" are of no country that a report is about.
        let foreign = role.as_ref().is_some_and(|(_, r)| r.country.as_deref() == Some(""));
        if let Some(state) = self.the_country(token).filter(|_| foreign) {
            return Resolution::Resolved(state);
        }
        if foreign {
            return self.named_by(token, span.of(tree.text), role.map(|(p, _)| p), &description);
        }
        if let Some(group) = self.the_group(token) {
            return Resolution::Resolved(group);
        }
        if let Some(armed) = self.the_gunmen(token, depth, &description) {
            return Resolution::Resolved(armed);
        }
        if let Some(body) =
            self.sent_by(token, role.as_ref().map(|(_, r)| r)).filter(|_| description.country.is_empty())
        {
            return Resolution::Resolved(body);
        }
        let stateless = description.country.is_empty() && !DOMESTIC.contains(&description.sector.as_str());
        if let Some(same) = stateless.then(|| self.the_same(token, depth)).flatten() {
            return Resolution::Resolved(same);
        }
        if description.country.is_empty()
            && role.is_some()
            && let Some(country) = self.nationality_before(token)
        {
            description.place(&country);
        }
        // "representatives from the regional powers" are of nobody's country that we know; so are "Arab leaders".
        // "Arab militiamen" may be anybody's.
        let official = role.as_ref().is_some_and(|(_, r)| r.sector == "GOV");
        let telling = |&&t: &&usize| official || t == token;
        let region = tokens.iter().filter(telling).find_map(|&t| part_of_world(tree.word(t)));
        description.place(region.unwrap_or_default());
        // "the army of one of its members", not "accused the junta of mass murder".
        let somebody = |&n: &usize| {
            let many = tree.has(n, "Number", "Plur");
            many || tree.upos(n) == Upos::Propn || self.knowledge.role(tree.lemma(n)).is_some()
        };
        let of = |&n: &usize| matches!(tree.case(n), Some("of" | "from"));
        let of_somebody = tree.by(token, &[Deprel::Nmod]).filter(of).any(|n| {
            somebody(&n)
                || tree.by(n, &[Deprel::NmodPoss, Deprel::Nmod]).any(|m| somebody(&m))
                || tree.upos(n) != Upos::Noun
        });
        let elsewhere = region.is_some() || of_somebody;
        if description.country.is_empty()
            && !elsewhere
            && (self.is_domestic(token, role.is_some(), &description.sector) || self.is_local(token))
            && let Some(state) =
                self.state_of_role(token, role.as_ref().map_or(&description.sector, |(_, r)| &r.sector))
        {
            description.place(state);
        }
        if self.knowledge.relation(tree.lemma(token)) == Some(Relation::Weapon) {
            // "a drone flown by the Houthis", "rockets fired by Hezbollah": whose hand it is in.
            let handled = tree.by(token, &[Deprel::Acl]).flat_map(|verb| tree.with_conjuncts(verb));
            let by = handled.flat_map(|verb| {
                tree.by(verb, &[Deprel::OblAgent, Deprel::Obl]).filter(|&o| tree.case(o) == Some("by"))
            });
            if let Some(hand) = by.into_iter().find_map(|t| self.resolve_at(t, depth + 1).into_iter().next()) {
                return hand;
            }
            return match description.country.is_empty() {
                true => Resolution::Unresolved(Unresolved::Unknown),
                false => Resolution::Resolved(Actor {
                    name: self.titled(&description.country, "forces"),
                    country: description.country,
                    sector: "MIL".into(),
                }),
            };
        }
        if role.is_none()
            && let Some(owner) = self.owner_of_thing(token, depth)
        {
            return owner;
        }
        self.named_by(token, span.of(tree.text), role.map(|(p, _)| p), &description)
    }

    /// The tokens of a noun phrase that say who it is: not those of "against ...", "to ...", "with ..." phrases.
    fn phrase_tokens(&self, token: usize) -> Vec<usize> {
        let tree = self.tree;
        let span = tree.noun_phrase(token);
        let sentence = tree.reading.sentences[tree.reading.sentence_of(token)].tokens.clone();
        let telling = |t: &usize| {
            let mut t = *t;
            while let Some(head) = tree.head(t).filter(|_| t != token) {
                if tree.rel(t) == Deprel::Nmod && !matches!(tree.case(t), None | Some("of" | "from" | "in" | "for")) {
                    return false;
                }
                t = head;
            }
            true
        };
        sentence.filter(|&t| span.contains(tree.reading.tokens[t].span)).filter(telling).collect()
    }

    /// Whether a token of a phrase stands in its "in ..." part.
    fn is_whereabouts(&self, head: usize, mut token: usize) -> bool {
        while let Some(above) = self.tree.head(token).filter(|_| token != head) {
            if self.tree.rel(token) == Deprel::Nmod && self.tree.case(token) == Some("in") {
                return true;
            }
            token = above;
        }
        false
    }

    /// "its forces", "Kerry's aides", "the Assad government": the owner's country.
    fn read_owner(&self, token: usize, depth: usize, description: &mut Description) {
        let tree = self.tree;
        let owner = tree.by(token, &[Deprel::NmodPoss, Deprel::Compound, Deprel::NmodDesc]).find(|&o| {
            let role = tree.rel(o) == Deprel::NmodPoss && self.knowledge.role(tree.lemma(o)).is_some();
            role || tree.upos(o) == Upos::Pron || self.in_person(o)
        });
        if let Some(owner) = owner.filter(|_| description.country.is_empty())
            && let Some(actor) = self.resolve_at(owner, depth + 1).first().and_then(|r| r.best().cloned())
        {
            description.place(&actor.country);
        }
    }

    /// The role phrase that ends at the head of a phrase, longest first.
    fn head_role(&self, token: usize, tokens: &[usize], country: &str) -> Option<(String, Role)> {
        let before: Vec<usize> = tokens.iter().copied().filter(|&t| t <= token && t + 4 >= token).collect();
        // "Secretary of State", "minister of defence" go on after their head.
        let whole = self
            .role_at(token, token + 2, country)
            .filter(|(phrase, ..)| phrase.contains(" of ") || phrase.contains('-'));
        let ending =
            || before.iter().find_map(|&start| self.role_at(start, token, country).filter(|&(.., end)| end == token));
        whole.or_else(ending).map(|(phrase, role, _)| (phrase, role))
    }

    /// "the Russian foreign minister": who held the office on the day.
    fn office_holder(&self, token: usize, role: &Role, description: &Description) -> Option<Resolution<Actor>> {
        let tree = self.tree;
        let (office, on) = (role.office.as_deref()?, self.on?);
        let former = self.phrase_tokens(token).iter().any(|&t| {
            matches!(
                tree.lemma(t),
                "former" | "ex" | "deputy" | "vice" | "late" | "new" | "next" | "a" | "an" | "assistant"
            )
        });
        let plural = tree.has(token, "Number", "Plur");
        if former
            || plural
            || !matches!(
                office,
                "president"
                    | "prime-minister"
                    | "foreign-minister"
                    | "defence-minister"
                    | "interior-minister"
                    | "monarch"
                    | "supreme-leader"
                    | "secretary-general"
                    | "finance-minister"
                    | "vice-president"
            )
        {
            return None;
        }
        let country = if description.country.is_empty() { return None } else { &description.country };
        let owner = description.body.as_ref().filter(|b| {
            b.country.is_empty()
                || !b.country.chars().all(char::is_uppercase)
                || matches!(b.country.as_str(), "UNO" | "EUR" | "IGO")
        });
        let holder = owner
            .and_then(|b| self.knowledge.holder(&b.name, office, on))
            .or_else(|| self.knowledge.holder(country, office, on));
        holder.map(|e| Resolution::Resolved(e.actor_on(Some(on))))
    }

    /// "the envoy", "the president": a person of the report whose role that was.
    fn repeated(&self, token: usize, phrase: &str, description: &Description) -> Option<Resolution<Actor>> {
        let tree = self.tree;
        let definite = tree.by(token, &[Deprel::Det]).any(|d| matches!(tree.lemma(d), "the" | "this" | "that"));
        if !definite || tree.has(token, "Number", "Plur") {
            return None;
        }
        let person = self.person_with_role(phrase, token)?;
        let fits = person.best().is_some_and(|a| description.country.is_empty() || a.country == description.country);
        fits.then_some(person)
    }

    fn named_by(
        &self,
        token: usize,
        words: &str,
        role: Option<String>,
        description: &Description,
    ) -> Resolution<Actor> {
        let tree = self.tree;
        let country = &description.country;
        let local = self.phrase_tokens(token);
        let local = local.iter().find_map(|&start| {
            (start <= token)
                .then(|| fold(tree.span(start, token).of(tree.text)))
                .and_then(|name| self.knowledge.local_body(country, &name))
        });
        if let Some(body) = local {
            return Resolution::Resolved(body.actor.clone());
        }
        if let Some(phrase) = role {
            // Role words may carry a nationality of their own ("american official"); the state's name says it once.
            let nationality = |word: &str| self.knowledge.demonym(&capitalized(word)).is_some();
            let phrase = phrase
                .split_once(' ')
                .filter(|(first, _)| nationality(first))
                .map_or(phrase.as_str(), |(_, rest)| rest);
            let words = if phrase.is_empty() { words.to_owned() } else { plural_form(tree.word(token), phrase) };
            return Resolution::Resolved(Actor {
                name: self.titled(country, &words),
                country: country.clone(),
                sector: description.sector.clone(),
            });
        }
        if let Some(place) = self.toponym(token) {
            let actor = Actor { name: place.name.clone(), country: place.country.clone(), sector: String::new() };
            return Resolution::Resolved(actor);
        }
        let name = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let organisation = self
            .entity_text(token)
            .filter(|(_, kind)| matches!(kind, EntityKind::Org | EntityKind::Norp | EntityKind::Gpe));
        let sector = if description.sector.is_empty() { String::new() } else { description.sector.clone() };
        if country.is_empty() && sector.is_empty() && organisation.is_none() {
            return Resolution::Unresolved(Unresolved::Unknown);
        }
        Resolution::Resolved(Actor {
            name: name.strip_prefix("the ").unwrap_or(&name).to_owned(),
            country: country.clone(),
            sector,
        })
    }

    /// "Syrian officials", "United States officials": a state's adjective or name before a role.
    pub(super) fn titled(&self, country: &str, words: &str) -> String {
        match self.knowledge.state(country) {
            Some(state) => {
                format!("{} {words}", self.knowledge.adjective(&state.actor.country).unwrap_or(&state.actor.name))
            }
            None if country.is_empty() => words.to_owned(),
            None => format!("{country} {words}"),
        }
    }
}

/// The code of a part of the world that an adjective names, where it has one.
fn part_of_world(word: &str) -> Option<&'static str> {
    match word {
        "European" | "Europeans" => Some("EUR"),
        "Western" | "Arab" | "African" | "Asian" | "Nordic" | "Scandinavian" | "Baltic" => Some(""),
        "Westerners" | "Arabs" | "Africans" | "Asians" => Some(""),
        _ => None,
    }
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The role phrase in the number it was written in.
fn plural_form(word: &str, phrase: &str) -> String {
    let before = phrase.rfind([' ', '-']).map_or("", |last| &phrase[..=last]);
    format!("{before}{}", word.to_lowercase())
}
