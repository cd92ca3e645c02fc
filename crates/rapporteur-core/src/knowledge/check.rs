//! What is wrong in a knowledge file: codes, sectors, offices and dates that nobody could mean.

use std::collections::BTreeMap;

use super::data::{FileData, OfficeData};
use super::{Entry, Knowledge, KnowledgeFile, Tenure};
use crate::Interval;

/// Codes beside those of states (`cases/GUIDELINES.md`).
pub(super) const SPECIAL: &[&str] = &["UNO", "EUR", "IGO", "NGO", "IMG", "MNC", "ISM"];

/// PLOVER's sectors.
pub(super) const SECTORS: &[&str] = &[
    "GOV", "MIL", "REB", "OPP", "PTY", "LEG", "JUD", "COP", "SPY", "PRM", "UAF", "CVL", "CRM", "BUS", "MED", "JRN",
    "EDU", "REL", "SOC", "LAB", "REF", "ELI", "UNK",
];

/// Offices that `knowledge/README.md` lists.
const OFFICES: &[&str] = &[
    "president",
    "vice-president",
    "monarch",
    "supreme-leader",
    "prime-minister",
    "deputy-prime-minister",
    "foreign-minister",
    "defence-minister",
    "interior-minister",
    "finance-minister",
    "army-chief",
    "intelligence-chief",
    "national-security-adviser",
    "un-ambassador",
    "ambassador",
    "spokesman",
    "speaker",
    "party-leader",
    "opposition-leader",
    "rebel-leader",
    "governor",
    "secretary-general",
    "deputy-secretary-general",
    "envoy",
    "high-commissioner",
    "commissioner",
    "commander",
    "chair",
    "head",
    "religious-leader",
    "activist",
    "member",
];

/// Something wrong in one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The file, as it was given.
    pub file: String,
    /// Name of the entry.
    pub entry: String,
    /// The words that are wrong, as they stand in the file.
    pub value: String,
    /// What was expected.
    pub expected: String,
}

/// Looks through a file; `knowledge` tells which codes are states.
pub fn flaws(file: &KnowledgeFile, knowledge: &Knowledge) -> Vec<Flaw> {
    let mut checker = Checker { file: &file.file, knowledge, flaws: Vec::new() };
    checker.all(&file.data);
    checker.flaws
}

/// Offices that one person holds at a time, unless they are `shared`.
const SINGLE: &[&str] = &[
    "president",
    "monarch",
    "prime-minister",
    "foreign-minister",
    "defence-minister",
    "interior-minister",
    "finance-minister",
    "secretary-general",
];

/// Two persons in one office at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// The file of the first.
    pub file: String,
    /// Whose office.
    pub owner: String,
    /// Its key.
    pub office: String,
    /// Both names, who came first first.
    pub persons: [String; 2],
}

/// Terms of office that overlap where one person at a time holds it. A month or year that ends one may begin the other.
pub fn overlaps(knowledge: &Knowledge) -> Vec<Overlap> {
    let mut terms: BTreeMap<(&str, &str), Vec<(&Entry, &Tenure)>> = BTreeMap::new();
    for entry in knowledge.entries() {
        for tenure in entry.tenures.iter().filter(|t| SINGLE.contains(&t.office.as_str()) && !t.shared) {
            terms.entry((tenure.owner(), &tenure.office)).or_default().push((entry, tenure));
        }
    }
    let mut overlaps = Vec::new();
    for ((owner, office), mut terms) in terms {
        terms.sort_by_key(|(_, tenure)| tenure.from.map(|from| from.start));
        for pair in terms.windows(2) {
            let [(first, one), (second, two)] = pair else { continue };
            let clear = one.to.zip(two.from).is_some_and(|(to, from)| to.start <= from.end);
            if first.actor.name != second.actor.name && !clear {
                overlaps.push(Overlap {
                    file: first.shown_file(),
                    owner: owner.to_owned(),
                    office: office.to_owned(),
                    persons: [first.actor.name.clone(), second.actor.name.clone()],
                });
            }
        }
    }
    overlaps
}

struct Checker<'a> {
    file: &'a str,
    knowledge: &'a Knowledge,
    flaws: Vec<Flaw>,
}

impl Checker<'_> {
    fn all(&mut self, data: &FileData) {
        if let Some(state) = &data.state {
            let three = state.code.len() == 3 && state.code.chars().all(|c| c.is_ascii_uppercase());
            self.expect(three, &state.name, &state.code, "an ISO 3166 alpha-3 code");
        }
        for body in &data.body {
            self.actor(&body.name, body.country.as_deref(), &body.sector);
            self.span(&body.name, body.from.as_deref(), body.to.as_deref());
        }
        for group in &data.group {
            self.actor(&group.name, Some(&group.country), &group.sector);
            self.span(&group.name, group.from.as_deref(), group.to.as_deref());
            for base in &group.bases {
                self.country(&group.name, base);
            }
        }
        for person in &data.person {
            self.actor(&person.name, person.country.as_deref(), person.sector.as_deref().unwrap_or_default());
            for office in &person.offices {
                self.office(&person.name, office);
            }
        }
        for role in &data.role {
            let entry = role.words.first().map_or("", String::as_str);
            self.actor(entry, role.country.as_deref(), &role.sector);
            if let Some(office) = &role.office {
                self.expect(OFFICES.contains(&office.as_str()), entry, office, "an office of knowledge/README.md");
            }
        }
        for alias in &data.alias {
            let known = !self.knowledge.named(&super::fold(&alias.of)).is_empty();
            self.expect(known, &alias.of, &alias.of, "a name that is known already");
        }
    }

    fn office(&mut self, person: &str, office: &OfficeData) {
        let known = OFFICES.contains(&office.office.as_str());
        self.expect(known, person, &office.office, "an office of knowledge/README.md");
        self.actor(person, office.country.as_deref(), office.sector.as_deref().unwrap_or_default());
        self.span(person, office.from.as_deref(), office.to.as_deref());
    }

    fn actor(&mut self, entry: &str, country: Option<&str>, sector: &str) {
        self.expect(!entry.trim().is_empty(), entry, entry, "a name");
        country.into_iter().for_each(|code| self.country(entry, code));
        self.expect(
            sector.is_empty() || SECTORS.contains(&sector),
            entry,
            sector,
            "a PLOVER sector such as GOV or REB",
        );
    }

    fn country(&mut self, entry: &str, code: &str) {
        let known = code.is_empty() || SPECIAL.contains(&code) || self.knowledge.state(code).is_some();
        self.expect(known, entry, code, "a country code such as SYR, or UNO EUR IGO NGO IMG MNC");
    }

    fn span(&mut self, entry: &str, from: Option<&str>, to: Option<&str>) {
        let mut date = |text: Option<&str>| -> Option<Interval> {
            let text = text?;
            let date = text.parse().ok();
            self.expect(date.is_some(), entry, text, "a date such as 2016, 2016-10 or 2016-10-14");
            date
        };
        let (from_date, to_date) = (date(from), date(to));
        let ordered = from_date.zip(to_date).is_none_or(|(from, to)| from.start <= to.end);
        self.expect(ordered, entry, to.unwrap_or_default(), "an end that is not before the beginning");
    }

    fn expect(&mut self, right: bool, entry: &str, value: &str, expected: &str) {
        if !right {
            self.flaws.push(Flaw {
                file: self.file.to_owned(),
                entry: entry.to_owned(),
                value: value.to_owned(),
                expected: expected.to_owned(),
            });
        }
    }
}
