//! `actors`: who is in the record, and who somebody is.

use std::collections::BTreeSet;

use anyhow::Result;
use clap::{Args, Subcommand};
use jiff::civil::Date;
use rapporteur_core::knowledge::{Entry, EntryKind, Knowledge, Tenure, fold};

use super::Status;
use super::message::{self, Hinted};
use super::view::{Show, What};

/// Who is in the record, and how often; `actors who` asks the knowledge who somebody is
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
pub(crate) struct Actors {
    #[command(subcommand)]
    ask: Option<Ask>,
    #[command(flatten)]
    show: Show,
}

const EXAMPLES: &str = "\
Examples:
  rapporteur actors --country SYR
  rapporteur actors who \"U.S. secretary of state\" --on 2016-10-14
  rapporteur actors who Kremlin";

#[derive(Debug, Subcommand)]
enum Ask {
    /// Whom a name, a nationality or an office stands for, by the knowledge
    Who(Who),
}

#[derive(Debug, Args)]
struct Who {
    /// A name, or an office with its country: "Russian foreign minister"
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,
    /// On this day; offices change hands
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
}

impl Actors {
    pub(crate) fn run(&self) -> Result<Status> {
        match &self.ask {
            None => self.show.run(What::Actors),
            Some(Ask::Who(who)) => who.run(),
        }
    }
}

impl Who {
    fn run(&self) -> Result<Status> {
        let words = self.words.join(" ");
        let knowledge = rapporteur::knowledge::in_use();
        let mut lines = self.by_name(knowledge, &words);
        lines.extend(self.by_country(knowledge, &words));
        let mut seen = BTreeSet::new();
        lines.retain(|line| seen.insert(line.clone()));
        if lines.is_empty() {
            let hint = "give an office with its country, such as \"Russian foreign minister\", or a name; see knowledge/README.md";
            return Err(Hinted::new(format!("nothing in the knowledge goes by `{words}`"), hint).into());
        }
        message::print(&(lines.join("\n") + "\n"))?;
        Ok(Status::Clean)
    }

    fn by_name(&self, knowledge: &Knowledge, words: &str) -> Vec<String> {
        let folded = fold(words);
        let named = knowledge.named(&folded).iter().chain(knowledge.family(&folded));
        let mut lines: Vec<String> = named.map(|&index| self.entry(knowledge.entry(index))).collect();
        lines.extend(knowledge.metonym(&folded).map(|state| format!("{words} stands for {}", self.entry(state))));
        if let Some(state) = knowledge.demonym(words).and_then(|code| knowledge.state(code)) {
            lines.push(format!("{words}: of {}", self.entry(state)));
        }
        if let Some(role) = knowledge.role(&folded) {
            let office = role.office.as_ref().map(|o| format!(", office {o}")).unwrap_or_default();
            lines.push(format!(
                "{words}: a role, sector {}{office}; name a country to know who holds it",
                or_none(&role.sector)
            ));
        }
        lines
    }

    /// "Russian foreign minister", "foreign minister of Russia", "Russia's defence ministry".
    fn by_country(&self, knowledge: &Knowledge, words: &str) -> Vec<String> {
        let parts: Vec<&str> = words.split_whitespace().collect();
        let mut lines = Vec::new();
        for cut in 1..parts.len() {
            let (first, second) = (parts[..cut].join(" "), parts[cut..].join(" "));
            let second_bare = second.trim_start_matches("of the ").trim_start_matches("of ").to_owned();
            let pairs = [(first.as_str(), second.as_str()), (second_bare.as_str(), first.as_str())];
            for (country, role) in pairs {
                let Some(code) = country_code(knowledge, country) else { continue };
                lines.extend(self.held(knowledge, &code, role));
                lines.extend(knowledge.local_body(&code, &fold(role)).map(|body| self.entry(body)));
            }
        }
        lines
    }

    fn held(&self, knowledge: &Knowledge, code: &str, role: &str) -> Vec<String> {
        let Some(office) = knowledge.role_in(&fold(role), code).and_then(|r| r.office.as_ref()) else {
            return Vec::new();
        };
        let holders = knowledge.holders(code, office).iter();
        let mut terms: Vec<(&Entry, &Tenure)> = holders
            .map(|&(entry, tenure)| (knowledge.entry(entry), &knowledge.entry(entry).tenures[tenure]))
            .filter(|(_, tenure)| self.on.is_none_or(|day| tenure.covers(day)))
            .collect();
        terms.sort_by_key(|(_, tenure)| std::cmp::Reverse(tenure.from.map(|f| f.start)));
        if self.on.is_none() {
            terms.truncate(8);
        }
        terms.iter().map(|(entry, tenure)| format!("{}  {}", entry.actor.name, term(tenure))).collect()
    }

    fn entry(&self, entry: &Entry) -> String {
        let kind = match entry.kind {
            EntryKind::State => "state",
            EntryKind::Body => "body",
            EntryKind::Person => "person",
            EntryKind::Group => "group",
        };
        let actor = &entry.actor;
        let mut line = format!(
            "{}  {kind}, {} {} [{}]",
            actor.name,
            or_none(&actor.country),
            or_none(&actor.sector),
            entry.shown_file()
        );
        for tenure in entry.tenures.iter().filter(|t| self.on.is_none_or(|day| t.covers(day))) {
            line.push_str(&format!("\n  {}", term(tenure)));
        }
        line
    }
}

fn country_code(knowledge: &Knowledge, words: &str) -> Option<String> {
    let words = words.trim_end_matches("'s").trim_end_matches("’s");
    let named = knowledge.named(&fold(words)).iter().map(|&i| knowledge.entry(i));
    let state = named.into_iter().find(|e| e.kind == EntryKind::State).map(|e| e.actor.country.clone());
    state.or_else(|| knowledge.demonym(words).map(str::to_owned))
}

fn term(tenure: &Tenure) -> String {
    let title = if tenure.title.is_empty() { tenure.office.replace('-', " ") } else { tenure.title.clone() };
    let from = tenure.from.map_or_else(|| "?".to_owned(), |f| f.to_string());
    let to = tenure.to.map_or_else(|| "now".to_owned(), |t| t.to_string());
    format!("{title}, {}, {from} to {to}", tenure.country)
}

fn or_none(code: &str) -> &str {
    if code.is_empty() { "–" } else { code }
}
