//! From knowledge files to the indices that lookups use.

use std::collections::HashMap;
use std::hash::Hash;

use super::data::{AliasData, BodyData, GroupData, OfficeData, PersonData, RoleData, StateData};
use super::{Entry, EntryKind, Knowledge, KnowledgeFile, Role, Tenure, fold};
use crate::{Actor, Interval};

impl Knowledge {
    /// Indexes knowledge files. Never fails: a date that is none is left out (`flaws` tells of it).
    pub fn new(files: &[KnowledgeFile]) -> Self {
        let mut knowledge = Self::default();
        files.iter().for_each(|file| knowledge.add(file, false));
        knowledge
    }

    /// This knowledge with somebody's own files over it.
    ///
    /// An own entry of a name that is known takes the place of what it tells: its country and sector, and a person's offices.
    /// An own name stands for the own entry alone.
    pub fn extended(mut self, own: &[KnowledgeFile]) -> Self {
        for name in own.iter().flat_map(|file| &file.data.forget) {
            self.forget(&fold(name));
        }
        own.iter().for_each(|file| self.add(file, true));
        self
    }

    fn add(&mut self, file: &KnowledgeFile, own: bool) {
        let home = file.data.state.as_ref().map_or("", |s| s.code.as_str());
        let mut adder = Adder { knowledge: self, file: &file.file, home, own };
        file.data.state.iter().for_each(|s| adder.state(s));
        file.data.body.iter().for_each(|b| adder.body(b));
        file.data.group.iter().for_each(|g| adder.group(g));
        file.data.person.iter().for_each(|p| adder.person(p));
        file.data.role.iter().for_each(|r| adder.role(r));
        file.data.alias.iter().for_each(|a| adder.alias(a));
        for relation in &file.data.relation {
            for word in &relation.words {
                adder.knowledge.relations.insert(word.clone(), relation.kind);
            }
        }
        for title in &file.data.title {
            for word in &title.words {
                adder.knowledge.titles.insert(fold(word), title.sector.clone());
            }
        }
    }

    fn forget(&mut self, folded: &str) {
        self.names.remove(folded);
        self.families.remove(folded);
        self.metonyms.remove(folded);
        self.demonyms.remove(folded);
        self.roles.remove(folded);
    }
}

struct Adder<'k> {
    knowledge: &'k mut Knowledge,
    file: &'k str,
    home: &'k str,
    /// Whether the file is somebody's own, over what ships with the program.
    own: bool,
}

impl Adder<'_> {
    /// A new entry; for an own file the one of that name and kind, changed.
    fn entry(&mut self, kind: EntryKind, actor: Actor) -> usize {
        if let Some(known) = self.known(kind, &actor.name) {
            let entry = &mut self.knowledge.entries[known];
            entry.actor = actor;
            entry.own = true;
            self.file.clone_into(&mut entry.file);
            return known;
        }
        self.knowledge.entries.push(Entry {
            kind,
            actor,
            tenures: Vec::new(),
            years: (None, None),
            bases: Vec::new(),
            file: self.file.to_owned(),
            own: self.own,
        });
        self.knowledge.entries.len() - 1
    }

    /// In an own file: the entry of this kind that goes by this very name.
    fn known(&self, kind: EntryKind, name: &str) -> Option<usize> {
        let key = fold(name);
        let same = |&&e: &&usize| {
            let entry = &self.knowledge.entries[e];
            entry.kind == kind && fold(&entry.actor.name) == key
        };
        self.knowledge.named(&key).iter().find(same).copied().filter(|_| self.own)
    }

    fn name(&mut self, entry: usize, name: &str) {
        let key = fold(name);
        if key.is_empty() {
            return;
        }
        let words = key.split(' ').count();
        if words == 1 {
            // "The National" is a newspaper, "national" is not.
            let article = name.len() > 4 && name.as_bytes()[..4].eq_ignore_ascii_case(b"the ");
            *self.knowledge.articled.entry(key.clone()).or_insert(true) &= article;
        }
        let start = key.split(' ').next().unwrap_or_default().to_owned();
        let longest = self.knowledge.starts.entry(start).or_default();
        *longest = words.max(*longest);
        let Knowledge { entries: all, names, .. } = &mut *self.knowledge;
        let entries = names.entry(key).or_default();
        if self.own {
            entries.retain(|&e| all[e].own);
        }
        if !entries.contains(&entry) {
            entries.push(entry);
        }
    }

    fn state(&mut self, state: &StateData) {
        let actor = Actor { name: state.name.clone(), country: state.code.clone(), sector: "GOV".into() };
        let entry = self.entry(EntryKind::State, actor);
        self.name(entry, &state.name);
        state.aliases.iter().for_each(|alias| self.name(entry, alias));
        for word in &state.demonyms {
            put(&mut self.knowledge.demonyms, fold(word), state.code.clone(), self.own);
        }
        // "American" is not of the United States alone; its officials go by the state's name.
        if let Some(adjective) = state.demonyms.first().filter(|_| state.code != "USA") {
            self.knowledge.adjectives.insert(state.code.clone(), adjective.clone());
        }
        let seats = state.metonyms.iter().chain(Some(&state.capital).filter(|c| !c.is_empty()));
        for word in seats {
            put(&mut self.knowledge.metonyms, fold(word), entry, self.own);
        }
        self.knowledge.states.insert(state.code.clone(), entry);
    }

    fn body(&mut self, body: &BodyData) {
        let country = body.country.clone().unwrap_or_else(|| self.home.to_owned());
        let actor = Actor { name: body.name.clone(), country: country.clone(), sector: body.sector.clone() };
        let entry = self.entry(EntryKind::Body, actor);
        self.name(entry, &body.name);
        body.aliases.iter().for_each(|alias| self.name(entry, alias));
        for local in &body.local {
            put(&mut self.knowledge.local, (country.clone(), fold(local)), entry, self.own);
        }
        self.knowledge.entries[entry].years = (date(body.from.as_deref()), date(body.to.as_deref()));
    }

    fn group(&mut self, group: &GroupData) {
        let actor = Actor { name: group.name.clone(), country: group.country.clone(), sector: group.sector.clone() };
        let entry = self.entry(EntryKind::Group, actor);
        self.name(entry, &group.name);
        group.aliases.iter().for_each(|alias| self.name(entry, alias));
        let years = (date(group.from.as_deref()), date(group.to.as_deref()));
        self.knowledge.entries[entry].years = years;
        self.knowledge.entries[entry].bases.clone_from(&group.bases);
    }

    fn person(&mut self, person: &PersonData) {
        let before = self.same_person(&person.name);
        let known = before.map(|e| self.knowledge.entries[e].actor.clone()).unwrap_or_default();
        let country = person.country.clone().unwrap_or_else(|| self.home.to_owned());
        let country = if country.is_empty() { known.country } else { country };
        let sector = person.sector.clone().unwrap_or_else(|| "GOV".into());
        let entry = match before.filter(|_| !self.own) {
            Some(entry) => entry,
            None => {
                let actor = Actor { name: person.name.clone(), country: country.clone(), sector: sector.clone() };
                self.entry(EntryKind::Person, actor)
            }
        };
        if self.own && !person.offices.is_empty() {
            self.knowledge.entries[entry].tenures.clear();
        }
        self.name(entry, &person.name);
        person.aliases.iter().for_each(|alias| self.name(entry, alias));
        let family = person
            .family
            .clone()
            .unwrap_or_else(|| person.name.split_whitespace().next_back().unwrap_or_default().to_owned());
        self.family(entry, &family);
        for alias in person.aliases.iter().filter(|a| person.family.is_none() && a.split_whitespace().count() > 1) {
            self.family(entry, alias.split_whitespace().next_back().unwrap_or_default());
        }
        let tenures = person.offices.iter().map(|office| tenure(&country, &sector, office)).collect();
        self.serve(entry, tenures);
        self.knowledge.entries[entry].tenures.sort_by_key(|t| t.from.map(|f| f.start));
        if before.is_some() {
            // A person of several files is listed anew, with the tenures of all of them in order.
            for tenure in &self.knowledge.entries[entry].tenures {
                let key = (tenure.owner().to_owned(), tenure.office.clone());
                if let Some(held) = self.knowledge.holders.get_mut(&key) {
                    held.retain(|&(e, _)| e != entry);
                }
            }
        }
        self.hold(entry);
    }

    /// Adds terms of office. What two files tell of one term is kept as the file of the state tells it.
    fn serve(&mut self, entry: usize, fresh: Vec<Tenure>) {
        let known = &mut self.knowledge.entries[entry].tenures;
        let of_state = !self.home.is_empty();
        let before = known.len();
        for tenure in fresh {
            match known[..before].iter().position(|told| told.is_same_term(&tenure)) {
                Some(index) if of_state => known[index] = tenure,
                Some(_) => {}
                None => known.push(tenure),
            }
        }
    }

    /// Somebody who stands in two files (a foreign minister who became an envoy) is one person.
    fn same_person(&self, name: &str) -> Option<usize> {
        self.knowledge.named(&fold(name)).iter().copied().find(|&e| {
            self.knowledge.entries[e].kind == EntryKind::Person
                && fold(&self.knowledge.entries[e].actor.name) == fold(name)
        })
    }

    fn family(&mut self, entry: usize, family: &str) {
        let key = fold(family);
        for key in [key.as_str(), key.strip_prefix("al ").or(key.strip_prefix("el ")).unwrap_or(&key)] {
            let entries = self.knowledge.families.entry(key.to_owned()).or_default();
            if !entries.contains(&entry) {
                entries.push(entry);
            }
        }
    }

    /// Lists a person under the country and office, and under the body and office.
    fn hold(&mut self, entry: usize) {
        for index in 0..self.knowledge.entries[entry].tenures.len() {
            let tenure = self.knowledge.entries[entry].tenures[index].clone();
            let owner = tenure.owner().to_owned();
            self.knowledge.holders.entry((owner, tenure.office)).or_default().push((entry, index));
        }
    }

    fn role(&mut self, role: &RoleData) {
        for word in &role.words {
            let roles = self.knowledge.roles.entry(word.to_lowercase()).or_default();
            let told = Role {
                sector: role.sector.clone(),
                office: role.office.clone(),
                countries: role.countries.clone(),
                country: role.country.clone(),
                collective: role.kind.as_deref() == Some("collective"),
            };
            roles.insert(if self.own { 0 } else { roles.len() }, told);
        }
    }

    fn alias(&mut self, alias: &AliasData) {
        for entry in self.knowledge.named(&fold(&alias.of)).to_vec() {
            alias.names.iter().for_each(|name| self.name(entry, name));
        }
    }
}

/// Keeps the first that came, unless the new one is somebody's own.
fn put<K: Eq + Hash, V>(map: &mut HashMap<K, V>, key: K, value: V, own: bool) {
    if own {
        map.insert(key, value);
    } else {
        map.entry(key).or_insert(value);
    }
}

fn date(text: Option<&str>) -> Option<Interval> {
    text?.parse().ok()
}

fn tenure(country: &str, sector: &str, office: &OfficeData) -> Tenure {
    Tenure {
        office: office.office.clone(),
        title: office.title.clone().unwrap_or_default(),
        body: office.body.clone().unwrap_or_default(),
        country: office.country.clone().unwrap_or_else(|| country.to_owned()),
        from: date(office.from.as_deref()),
        to: date(office.to.as_deref()),
        sector: office.sector.clone().unwrap_or_else(|| sector.to_owned()),
        shared: office.shared,
    }
}
