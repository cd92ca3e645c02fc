//! Persons: full names and family names, by the day of the report, by title, by who was named before.

use super::Actors;
use super::describe::{DOMESTIC, Description};
use super::discourse::REACH;
use crate::actor::Unresolved;
use crate::knowledge::{Entry, EntryKind, fold};
use crate::reading::{Deprel, EntityKind, Upos};
use crate::{Actor, Resolution};

/// How many mentions back a person of the same name is looked for.
const NAMED_BEFORE: usize = 200;

/// A weekday after a name ("President Clinton Saturday vowed") is no part of it.
const WEEKDAYS: &[&str] = &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

impl Actors<'_> {
    /// The person a noun phrase names: its head is in the name, or the name stands beside the head as its title's holder.
    pub(super) fn person_of(&self, token: usize) -> Option<Resolution<Actor>> {
        let tree = self.tree;
        let inside = |t: usize| self.discourse.person_at(t);
        // "Cpl. Jorge Rodriguez": the parser may hang the name on the title.
        let titled = || inside(token + 1).filter(|p| p.first == token + 1 && self.is_title(token));
        if let Some(person) = inside(token).or_else(titled) {
            return Some(person.actor.clone());
        }
        // "his Armenian counterpart, Zohrab Mnatsakanyan": the name behind the comma.
        let role =
            || tree.upos(token) == Upos::Propn && self.knowledge.role(&tree.lemma(token).to_lowercase()).is_some();
        let one = (tree.upos(token) == Upos::Noun || role()) && !tree.has(token, "Number", "Plur");
        let beside = |t: &usize| one && inside(*t).is_some_and(|p| p.actor.best().is_some());
        if let Some(person) = tree.by(token, &[Deprel::Appos]).find(beside).and_then(inside) {
            return Some(person.actor.clone());
        }
        // "Secretary of State John Kerry": a title runs up to the name that it belongs to.
        let next = self.discourse.persons_within(token + 1, tree.len()).next().filter(|p| p.first <= token + 6)?;
        let title = (token..next.first).all(|t| {
            matches!(tree.upos(t), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Adp | Upos::Det | Upos::Cconj)
        });
        let role = (token..next.first).any(|t| self.knowledge.role(&tree.lemma(t).to_lowercase()).is_some());
        let attached = (next.first..=next.last).any(|t| tree.is_under(t, token));
        let article = next.first > 0 && tree.upos(next.first - 1) == Upos::Adp;
        (title && role && attached && !article).then(|| next.actor.clone())
    }

    /// Who the tokens of a name stand for, and the role words beside it.
    pub(super) fn name_person(&self, first: usize, last: usize) -> (Resolution<Actor>, Vec<String>) {
        let words: Vec<usize> = (first..=last)
            .skip_while(|&t| t < last && (self.is_title(t) || self.is_qualifier(t)))
            .filter(|&t| self.is_name_word(t))
            .collect();
        let description = self.describe_person(first, last);
        let Some((&first, &last)) = words.first().zip(words.last()) else {
            return (Resolution::Unresolved(Unresolved::Unknown), description.roles);
        };
        let name = self.tree.span(first, last).of(self.tree.text).trim_end_matches("'s").trim_end_matches("’s");
        let actor = self
            .named_before(name)
            .or_else(|| self.known_person(name, &description))
            .unwrap_or_else(|| self.unknown_person(name, (first, last), &description));
        (actor, description.roles)
    }

    /// Whether a token is a title before a name.
    pub(super) fn is_title(&self, token: usize) -> bool {
        self.knowledge.title(self.tree.word(token)).is_some()
    }

    /// "Former President Uribe": not a part of the name.
    pub(super) fn is_qualifier(&self, token: usize) -> bool {
        let word = self.tree.word(token).to_lowercase();
        matches!(word.as_str(), "former" | "ex" | "-" | "then" | "late" | "acting" | "interim" | "ousted" | "deposed")
    }

    pub(super) fn is_name_word(&self, token: usize) -> bool {
        let word = self.tree.word(token);
        !WEEKDAYS.contains(&word) && !matches!(word, "'s" | "’s" | "'" | "’") && self.tree.upos(token) != Upos::Punct
    }

    /// A person of the same family name earlier in the report.
    fn named_before(&self, name: &str) -> Option<Resolution<Actor>> {
        let folded = fold(name);
        let same = |p: &&super::discourse::PersonMention| {
            p.actor.best().is_some_and(|a| {
                let full = fold(&a.name);
                full == folded
                    || (!folded.contains(' ') && full.split(' ').any(|part| part == folded))
                    || (folded.contains(' ') && full.ends_with(&format!(" {folded}")))
            })
        };
        self.discourse.persons.iter().rev().take(NAMED_BEFORE).find(same).map(|p| p.actor.clone())
    }

    /// A person we know by this name, in office near the day of the report.
    fn known_person(&self, name: &str, description: &Description) -> Option<Resolution<Actor>> {
        let folded = fold(name);
        let (country, offices) = (&description.country, &description.offices);
        let namesake = |e: &Entry| self.is_namesake(e, &description.sector);
        let is_person = |e: &&Entry| e.kind == EntryKind::Person && !namesake(e);
        let full: Vec<&Entry> =
            self.knowledge.named(&folded).iter().map(|&i| self.knowledge.entry(i)).filter(is_person).collect();
        if !full.is_empty() {
            return self.choose(full, country, offices, true);
        }
        let parts: Vec<&str> = folded.split(' ').filter(|p| p.len() > 1).collect();
        if parts.len() > 2 {
            let short = format!("{} {}", parts[0], parts[parts.len() - 1]);
            let full: Vec<&Entry> =
                self.knowledge.named(&short).iter().map(|&i| self.knowledge.entry(i)).filter(is_person).collect();
            if !full.is_empty() {
                return self.choose(full, country, offices, true);
            }
        }
        let last = parts.last()?;
        let families: Vec<&Entry> = self
            .knowledge
            .family(&folded)
            .iter()
            .chain(self.knowledge.family(last))
            .map(|&i| self.knowledge.entry(i))
            .collect();
        // A first name that differs is another person of that family.
        let fits = |e: &&Entry| {
            let first = || fold(&e.actor.name).split(' ').any(|p| p == parts[0]);
            !namesake(e) && (parts.len() == 1 || fold(&e.actor.name).starts_with(parts[0]) || first())
        };
        self.choose(families.into_iter().filter(fits).collect(), country, offices, parts.len() > 1)
    }

    fn choose(
        &self,
        mut candidates: Vec<&Entry>,
        country: &str,
        offices: &[String],
        full_name: bool,
    ) -> Option<Resolution<Actor>> {
        candidates.dedup_by_key(|e| e.actor.name.clone());
        let score = |e: &Entry| {
            let serving = self.on.is_some_and(|on| e.tenures.iter().any(|t| t.covers(on)));
            let known_for = self.on.is_none_or(|on| e.tenures.iter().any(|t| t.from.is_none_or(|f| f.start <= on)));
            let same_country =
                !country.is_empty() && (e.actor.country == country || e.tenures.iter().any(|t| t.country == country));
            let same_office =
                e.tenures.iter().any(|t| offices.contains(&t.office) && self.on.is_none_or(|on| t.covers(on)));
            let spoken_of = self.discourse.mentions(&e.actor.country);
            4 * i32::from(same_country)
                + 3 * i32::from(same_office)
                + 3 * i32::from(serving)
                + i32::from(known_for)
                + 2 * i32::from(spoken_of)
        };
        let clashes = |e: &Entry| {
            !country.is_empty()
                && e.actor.country != country
                && e.tenures.iter().all(|t| t.country != country)
                && e.actor.country.len() == 3
                && country.len() == 3
        };
        candidates.retain(|e| full_name || !clashes(e));
        let best = candidates.iter().map(|e| score(e)).max()?;
        // A bare family name must have something that speaks for it.
        if !full_name && best < 3 {
            return None;
        }
        let top: Vec<&&Entry> = candidates.iter().filter(|e| score(e) == best).collect();
        match top.as_slice() {
            [one] => Some(Resolution::Resolved(one.actor_on(self.on))),
            several => Some(Resolution::Ambiguous(several.iter().map(|e| e.actor_on(self.on)).collect())),
        }
    }

    /// Somebody we do not know: country and sector from the title and the apposition, else from what the report says of them.
    fn unknown_person(
        &self,
        name: &str,
        (first, last): (usize, usize),
        description: &Description,
    ) -> Resolution<Actor> {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let (country, sector) = if description.country.is_empty() && description.sector.is_empty() {
            let Some(told) = self.predicated(first, last).or_else(|| self.introduced(first, last)) else {
                return Resolution::Unresolved(Unresolved::Unknown);
            };
            (told.country, told.sector)
        } else {
            let home = || self.discourse.focus(first).filter(|_| DOMESTIC.contains(&description.sector.as_str()));
            let known = Some(description.country.as_str()).filter(|c| !c.is_empty());
            let sender =
                || self.body_before(last).filter(|_| description.offices.iter().any(|office| office == "envoy"));
            match (known, sender()) {
                (None, Some(body)) => (body.country, body.sector),
                (known, _) => (known.or_else(home).unwrap_or_default().to_owned(), description.sector.clone()),
            }
        };
        Resolution::Resolved(Actor { name, country, sector })
    }

    /// The person's mention among the report's persons, by name, for a role word that repeats it.
    pub(super) fn person_with_role(&self, role: &str, before: usize) -> Option<Resolution<Actor>> {
        let with_role = self.discourse.persons_within(before.saturating_sub(REACH), before).rev();
        with_role
            .into_iter()
            .find(|p| p.roles.iter().any(|r| r == role || r.ends_with(&format!(" {role}"))))
            .map(|p| p.actor.clone())
    }

    /// Whether a token is part of a person's name.
    pub(super) fn in_person(&self, token: usize) -> bool {
        self.discourse.person_at(token).is_some()
            || self.tree.entity_kind(token) == Some(EntityKind::Person) && self.named_around(token).is_none()
    }
}
