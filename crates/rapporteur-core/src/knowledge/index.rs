//! From knowledge files to the indices that lookups use.

use super::data::{BodyData, GroupData, OfficeData, PersonData, RoleData, StateData};
use super::{Entry, EntryKind, Knowledge, KnowledgeFile, Role, Tenure, fold};
use crate::{Actor, Interval};

impl Knowledge {
    /// Indexes knowledge files. What is wrong in one entry is told, with its file, and the entry is kept as far as it goes.
    pub fn new(files: &[KnowledgeFile]) -> (Self, Vec<String>) {
        let mut knowledge = Self::default();
        let mut problems = Vec::new();
        for file in files {
            let home = file.data.state.as_ref().map_or("", |s| s.code.as_str());
            let mut adder = Adder { knowledge: &mut knowledge, file: &file.file, home, problems: &mut problems };
            file.data.state.iter().for_each(|s| adder.state(s));
            file.data.body.iter().for_each(|b| adder.body(b));
            file.data.group.iter().for_each(|g| adder.group(g));
            file.data.person.iter().for_each(|p| adder.person(p));
            file.data.role.iter().for_each(|r| adder.role(r));
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
        (knowledge, problems)
    }
}

struct Adder<'k> {
    knowledge: &'k mut Knowledge,
    file: &'k str,
    home: &'k str,
    problems: &'k mut Vec<String>,
}

impl Adder<'_> {
    fn entry(&mut self, kind: EntryKind, actor: Actor) -> usize {
        self.knowledge.entries.push(Entry {
            kind,
            actor,
            tenures: Vec::new(),
            years: (None, None),
            bases: Vec::new(),
            file: self.file.to_owned(),
        });
        self.knowledge.entries.len() - 1
    }

    fn name(&mut self, entry: usize, name: &str) {
        let key = fold(name);
        if key.is_empty() {
            return;
        }
        let words = key.split(' ').count();
        let start = key.split(' ').next().unwrap_or_default().to_owned();
        let longest = self.knowledge.starts.entry(start).or_default();
        *longest = words.max(*longest);
        let entries = self.knowledge.names.entry(key).or_default();
        if !entries.contains(&entry) {
            entries.push(entry);
        }
    }

    fn date(&mut self, what: &str, text: Option<&String>) -> Option<Interval> {
        let text = text?;
        text.parse()
            .map_err(|_| self.problems.push(format!("knowledge/{}: {what}: `{text}` is no date", self.file)))
            .ok()
    }

    fn state(&mut self, state: &StateData) {
        let actor = Actor { name: state.name.clone(), country: state.code.clone(), sector: "GOV".into() };
        let entry = self.entry(EntryKind::State, actor);
        self.name(entry, &state.name);
        state.aliases.iter().for_each(|alias| self.name(entry, alias));
        let knowledge = &mut *self.knowledge;
        for word in &state.demonyms {
            knowledge.demonyms.entry(fold(word)).or_insert_with(|| state.code.clone());
        }
        // "American" is not of the United States alone; its officials go by the state's name.
        if let Some(adjective) = state.demonyms.first().filter(|_| state.code != "USA") {
            knowledge.adjectives.insert(state.code.clone(), adjective.clone());
        }
        let seats = state.metonyms.iter().chain(Some(&state.capital).filter(|c| !c.is_empty()));
        for word in seats {
            knowledge.metonyms.entry(fold(word)).or_insert(entry);
        }
        knowledge.states.insert(state.code.clone(), entry);
    }

    fn body(&mut self, body: &BodyData) {
        let country = body.country.clone().unwrap_or_else(|| self.home.to_owned());
        let actor = Actor { name: body.name.clone(), country: country.clone(), sector: body.sector.clone() };
        let entry = self.entry(EntryKind::Body, actor);
        self.name(entry, &body.name);
        body.aliases.iter().for_each(|alias| self.name(entry, alias));
        for local in &body.local {
            self.knowledge.local.entry((country.clone(), fold(local))).or_insert(entry);
        }
        self.knowledge.entries[entry].years =
            (self.date(&body.name, body.from.as_ref()), self.date(&body.name, body.to.as_ref()));
    }

    fn group(&mut self, group: &GroupData) {
        let actor = Actor { name: group.name.clone(), country: group.country.clone(), sector: group.sector.clone() };
        let entry = self.entry(EntryKind::Group, actor);
        self.name(entry, &group.name);
        group.aliases.iter().for_each(|alias| self.name(entry, alias));
        let years = (self.date(&group.name, group.from.as_ref()), self.date(&group.name, group.to.as_ref()));
        self.knowledge.entries[entry].years = years;
        self.knowledge.entries[entry].bases.clone_from(&group.bases);
    }

    fn person(&mut self, person: &PersonData) {
        let country = person.country.clone().unwrap_or_else(|| self.home.to_owned());
        let sector = person.sector.clone().unwrap_or_else(|| "GOV".into());
        let entry = self.same_person(&person.name).unwrap_or_else(|| {
            let actor = Actor { name: person.name.clone(), country: country.clone(), sector: sector.clone() };
            self.entry(EntryKind::Person, actor)
        });
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
        for office in &person.offices {
            let tenure = Tenure { sector: sector.clone(), ..self.tenure(&person.name, &country, office) };
            self.knowledge.entries[entry].tenures.push(tenure);
        }
        self.knowledge.entries[entry].tenures.sort_by_key(|t| t.from.map(|f| f.start));
        self.hold(entry);
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

    fn tenure(&mut self, person: &str, country: &str, office: &OfficeData) -> Tenure {
        Tenure {
            office: office.office.clone(),
            title: office.title.clone().unwrap_or_default(),
            body: office.body.clone().unwrap_or_default(),
            country: office.country.clone().unwrap_or_else(|| country.to_owned()),
            from: self.date(person, office.from.as_ref()),
            to: self.date(person, office.to.as_ref()),
            sector: String::new(),
        }
    }

    /// Lists a person under the country and office, and under the body and office.
    fn hold(&mut self, entry: usize) {
        // A person of several files is listed anew, with the tenures of all of them in order.
        self.knowledge.holders.values_mut().for_each(|held| held.retain(|&(e, _)| e != entry));
        for index in 0..self.knowledge.entries[entry].tenures.len() {
            let tenure = self.knowledge.entries[entry].tenures[index].clone();
            let owner = if tenure.body.is_empty() { tenure.country } else { tenure.body };
            self.knowledge.holders.entry((owner, tenure.office)).or_default().push((entry, index));
        }
    }

    fn role(&mut self, role: &RoleData) {
        for word in &role.words {
            self.knowledge.roles.entry(word.to_lowercase()).or_default().push(Role {
                sector: role.sector.clone(),
                office: role.office.clone(),
                countries: role.countries.clone(),
                country: role.country.clone(),
                collective: role.kind.as_deref() == Some("collective"),
            });
        }
    }
}
