//! What the program knows of the world: states, bodies, groups, persons with their offices, and role words.
//!
//! Knowledge is data (`knowledge/`); this module indexes it. It decides nothing: that is [`resolve`](crate::resolve)'s work.

mod check;
mod data;
mod fold;
pub mod import;
mod index;
mod write;

use std::collections::HashMap;
use std::sync::OnceLock;

use jiff::civil::Date;
use serde::Deserialize;

pub use check::{Flaw, Overlap, flaws, overlaps};
pub use data::{AliasData, BodyData, FileData, GroupData, KnowledgeFile, OfficeData, PersonData, RoleData, StateData};
pub use fold::fold;
pub use write::write;

use crate::{Actor, Interval};

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// A state.
    State,
    /// A ministry, force, court, party, organisation.
    Body,
    /// A person.
    Person,
    /// An armed group.
    Group,
}

/// One thing that has a name.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it is.
    pub kind: EntryKind,
    /// Who it is, as the record names it.
    pub actor: Actor,
    /// Offices, for a person.
    pub tenures: Vec<Tenure>,
    /// When it exists, for a body or group.
    pub years: (Option<Interval>, Option<Interval>),
    /// For a group: states it acts in.
    pub bases: Vec<String>,
    /// The file it stands in.
    pub file: String,
    /// Whether that is somebody's own file, not one that ships with the program.
    pub own: bool,
}

impl Entry {
    /// The file as people find it: their own by its path, ours below `knowledge/`.
    pub fn shown_file(&self) -> String {
        if self.own { self.file.clone() } else { format!("knowledge/{}", self.file) }
    }
}

/// One office held for a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Tenure {
    /// Fixed key.
    pub office: String,
    /// Title in words, or empty.
    pub title: String,
    /// The body it belongs to, or empty.
    pub body: String,
    /// Country code of the office.
    pub country: String,
    /// When it began.
    pub from: Option<Interval>,
    /// When it ended; `None`: still in office.
    pub to: Option<Interval>,
    /// PLOVER sector of the person in it.
    pub sector: String,
    /// Whether others hold it at the same time.
    pub shared: bool,
}

impl Entry {
    /// Who it is on a day: a person who served states and bodies in turn counts for the one served then, else the one served last before.
    pub fn actor_on(&self, on: Option<Date>) -> Actor {
        let begun = |t: &&Tenure| on.is_none_or(|on| t.from.is_none_or(|f| f.start <= on));
        let serving = |t: &&Tenure| on.is_some_and(|on| t.covers(on));
        let tenure = self.tenures.iter().rev().find(serving).or_else(|| self.tenures.iter().rev().find(begun));
        match tenure.filter(|t| !t.country.is_empty()) {
            Some(tenure) => {
                Actor { name: self.actor.name.clone(), country: tenure.country.clone(), sector: tenure.sector.clone() }
            }
            None => self.actor.clone(),
        }
    }
}

impl Tenure {
    /// Whose office it is: a body's, else the state's.
    pub fn owner(&self) -> &str {
        if self.body.is_empty() { &self.country } else { &self.body }
    }

    /// Whether two tell of one term: the same office, for more than a day of change.
    fn is_same_term(&self, other: &Self) -> bool {
        let begins_before_end = |a: &Self, b: &Self| a.from.zip(b.to).is_none_or(|(from, to)| from.start < to.end);
        let same = self.office == other.office && self.owner() == other.owner();
        same && begins_before_end(self, other) && begins_before_end(other, self)
    }

    /// Whether the office was held on a day; a month or year of beginning or end counts whole.
    pub fn covers(&self, on: Date) -> bool {
        self.from.is_none_or(|f| f.start <= on) && self.to.is_none_or(|t| on <= t.end)
    }
}

/// What a role word tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// PLOVER sector.
    pub sector: String,
    /// Office key, when country and date name the person.
    pub office: Option<String>,
    /// Only in these states; empty: anywhere.
    pub countries: Vec<String>,
    /// Country code the word itself carries.
    pub country: Option<String>,
    /// Whether the word stands for a body or a crowd, also in the singular.
    pub collective: bool,
}

/// How a noun places somebody by another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// On the same side, in the same sector: "Hezbollah *fighters*", "a *spokesman* for the rebels", "its *leaders*".
    Member,
    /// Of the same office elsewhere: "his Syrian *counterpart*" is Syria's.
    Counterpart,
    /// Somebody else, unless an owner stands before: "American *allies*" are not America, "its Syrian *ally*" is Syria.
    Other,
    /// Stands for the forces whose nationality it bears ("Azerbaijani *rockets*"), and for nobody without.
    Weapon,
    /// People of the place that the report is about: "residents", "the parish priest".
    Local,
    /// Sent from outside by a body beyond states: "the *peacekeepers*", "the *monitors*".
    Sent,
}

/// All we know, indexed by folded name.
#[derive(Clone, Debug, Default)]
pub struct Knowledge {
    entries: Vec<Entry>,
    names: HashMap<String, Vec<usize>>,
    families: HashMap<String, Vec<usize>>,
    local: HashMap<(String, String), usize>,
    demonyms: HashMap<String, String>,
    metonyms: HashMap<String, usize>,
    adjectives: HashMap<String, String>,
    states: HashMap<String, usize>,
    holders: HashMap<(String, String), Vec<(usize, usize)>>,
    roles: HashMap<String, Vec<Role>>,
    titles: HashMap<String, String>,
    relations: HashMap<String, Relation>,
    /// Names of one word, and whether all that go by it have an article ("The Independent").
    articled: HashMap<String, bool>,
    /// For the first word of each name: most words in a name that begins with it.
    starts: HashMap<String, usize>,
}

impl Knowledge {
    /// The knowledge that this program was built with.
    pub fn embedded() -> &'static Self {
        static EMBEDDED: OnceLock<Knowledge> = OnceLock::new();
        EMBEDDED.get_or_init(|| Self::new(&Self::shipped()))
    }

    /// The files that this program was built with.
    ///
    /// # Panics
    /// Never: a test reads them.
    pub fn shipped() -> Vec<KnowledgeFile> {
        let json = include_str!(concat!(env!("OUT_DIR"), "/knowledge.json"));
        serde_json::from_str(json).expect("a test reads the embedded knowledge")
    }

    /// Everything with a name.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Entries that go by this name, folded; a state by its metonym too.
    pub fn named(&self, folded: &str) -> &[usize] {
        self.names.get(folded).map_or(&[], Vec::as_slice)
    }

    /// Whether a name of one word is one only with "the" before it.
    pub fn needs_article(&self, folded: &str) -> bool {
        self.articled.get(folded).copied().unwrap_or(false)
    }

    /// Most words in any name that begins with this word, folded; 0 when none does.
    pub fn longest_from(&self, folded: &str) -> usize {
        self.starts.get(folded).copied().unwrap_or_default()
    }

    /// One entry.
    pub fn entry(&self, index: usize) -> &Entry {
        &self.entries[index]
    }

    /// Persons with this family name, folded.
    pub fn family(&self, folded: &str) -> &[usize] {
        self.families.get(folded).map_or(&[], Vec::as_slice)
    }

    /// The state whose nationality one or two words are ("Syrian", "South Africans").
    pub fn demonym(&self, words: &str) -> Option<&str> {
        words.chars().next().filter(|c| c.is_uppercase())?;
        self.demonyms.get(&fold(words)).map(String::as_str)
    }

    /// A state's adjective ("Syrian"); `None` where its name is used instead ("United States officials").
    pub fn adjective(&self, code: &str) -> Option<&str> {
        self.adjectives.get(code).map(String::as_str)
    }

    /// The state that a place name stands for when it acts ("Kremlin", "Damascus").
    pub fn metonym(&self, folded: &str) -> Option<&Entry> {
        self.metonyms.get(folded).map(|&i| &self.entries[i])
    }

    /// The state with this code.
    pub fn state(&self, code: &str) -> Option<&Entry> {
        self.states.get(code).map(|&i| &self.entries[i])
    }

    /// A body by a name that is clear once the country is.
    pub fn local_body(&self, country: &str, folded: &str) -> Option<&Entry> {
        self.local.get(&(country.to_owned(), folded.to_owned())).map(|&i| &self.entries[i])
    }

    /// Who held an office of a country or body on a day; the one who came last when two overlap.
    pub fn holder(&self, country: &str, office: &str, on: Date) -> Option<&Entry> {
        let held = self.holders.get(&(country.to_owned(), office.to_owned()))?;
        let covering = held.iter().filter(|&&(entry, tenure)| self.entries[entry].tenures[tenure].covers(on));
        let last = covering.max_by_key(|&&(entry, tenure)| self.entries[entry].tenures[tenure].from.map(|f| f.start));
        last.map(|&(entry, _)| &self.entries[entry])
    }

    /// All who held an office of a country or body, as (entry, tenure) indices.
    pub fn holders(&self, country: &str, office: &str) -> &[(usize, usize)] {
        self.holders.get(&(country.to_owned(), office.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// What a role word or phrase tells, where it has one meaning for all countries first.
    pub fn role(&self, phrase: &str) -> Option<&Role> {
        self.roles.get(phrase).and_then(|roles| roles.iter().find(|r| r.countries.is_empty()).or(roles.first()))
    }

    /// What a role phrase tells in a country.
    pub fn role_in(&self, phrase: &str, country: &str) -> Option<&Role> {
        let roles = self.roles.get(phrase)?;
        roles
            .iter()
            .find(|r| r.countries.iter().any(|c| c == country))
            .or_else(|| roles.iter().find(|r| r.countries.is_empty()))
    }

    /// How a noun, by its lemma, places somebody by another.
    pub fn relation(&self, lemma: &str) -> Option<Relation> {
        self.relations.get(lemma).copied()
    }

    /// The sector that a title before a name tells; empty for one that tells none; `None` for a word that is no title.
    pub fn title(&self, word: &str) -> Option<&str> {
        self.titles.get(&fold(word)).map(String::as_str)
    }
}
