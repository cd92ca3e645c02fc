//! `knowledge`: what the program knows of the world.

use std::collections::BTreeMap;

use anyhow::Result;
use clap::{Args, Subcommand};
use rapporteur::output::table::{Form, View};
use rapporteur_core::knowledge::{Entry, EntryKind, Knowledge, Tenure};
use serde_json::json;

use super::Status;
use super::message::{self, Hinted};
use super::view::Format;

/// What the program knows: states, bodies, groups, persons with their offices
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct KnowledgeArgs {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  rapporteur knowledge list --country SYR
  rapporteur knowledge check";

#[derive(Debug, Subcommand)]
enum Command {
    /// Entries, by country
    List {
        /// Only of this country or body: SYR, UNO
        #[arg(long, value_name = "CODE")]
        country: Option<String>,
        /// How to print them
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Look for mistakes: terms of office that overlap or end before they begin
    Check,
}

impl KnowledgeArgs {
    pub(crate) fn run(&self) -> Result<Status> {
        match &self.command {
            Command::List { country, format } => list(country.as_deref(), *format),
            Command::Check => check(),
        }
    }
}

fn list(country: Option<&str>, format: Format) -> Result<Status> {
    let country = country.map(str::to_uppercase);
    let mut view = View::new(&["name", "kind", "country", "sector", "offices", "file"], "no entries");
    let wanted = |e: &&Entry| country.as_ref().is_none_or(|code| e.actor.country == *code);
    let mut entries: Vec<&Entry> = Knowledge::embedded().entries().iter().filter(wanted).collect();
    entries.sort_by(|a, b| (&a.actor.country, a.kind, &a.actor.name).cmp(&(&b.actor.country, b.kind, &b.actor.name)));
    for entry in entries {
        let kind = match entry.kind {
            EntryKind::State => "state",
            EntryKind::Body => "body",
            EntryKind::Person => "person",
            EntryKind::Group => "group",
        };
        let offices = entry.tenures.iter().map(term).collect::<Vec<_>>();
        let object = json!({ "actor": entry.actor, "kind": kind, "offices": offices, "file": entry.file });
        let actor = &entry.actor;
        let row = [
            actor.name.clone(),
            kind.into(),
            actor.country.clone(),
            actor.sector.clone(),
            offices.join("; "),
            entry.file.clone(),
        ];
        view.push(row, object);
    }
    let form = match format {
        Format::Table => Form::Table,
        Format::Json => Form::Json,
        Format::Csv => Form::Csv,
    };
    message::print(&view.print(form, message::width()))?;
    Ok(Status::Clean)
}

fn term(tenure: &Tenure) -> String {
    let from = tenure.from.map_or_else(|| "?".to_owned(), |f| f.to_string());
    let to = tenure.to.map_or_else(|| "now".to_owned(), |t| t.to_string());
    format!("{} {from} to {to}", tenure.office)
}

/// Offices that one person holds at a time.
const SINGLE: &[&str] = &["head-of-state", "head-of-government", "foreign-minister", "defence-minister"];

fn check() -> Result<Status> {
    let knowledge = Knowledge::embedded();
    let mut problems = Vec::new();
    let mut terms: BTreeMap<(&str, &str), Vec<(&Entry, &Tenure)>> = BTreeMap::new();
    for entry in knowledge.entries() {
        for tenure in &entry.tenures {
            if tenure.from.zip(tenure.to).is_some_and(|(from, to)| to.end < from.start) {
                problems.push(format!(
                    "knowledge/{}: {}: {} ends before it begins",
                    entry.file, entry.actor.name, tenure.office
                ));
            }
            if SINGLE.contains(&tenure.office.as_str()) {
                terms.entry((&tenure.country, &tenure.office)).or_default().push((entry, tenure));
            }
        }
    }
    for ((country, office), mut terms) in terms {
        terms.sort_by_key(|(_, t)| t.from.map(|f| f.start));
        for pair in terms.windows(2) {
            let [(first, one), (second, two)] = pair else { continue };
            let clear = |a: &Tenure, b: &Tenure| a.to.zip(b.from).is_some_and(|(to, from)| to.start <= from.end);
            if first.actor != second.actor && !clear(one, two) {
                problems.push(format!(
                    "knowledge/{}: {country} {office}: {} and {} at a time",
                    first.file, first.actor.name, second.actor.name
                ));
            }
        }
    }
    let mut count: BTreeMap<EntryKind, usize> = BTreeMap::new();
    for entry in knowledge.entries() {
        *count.entry(entry.kind).or_default() += 1;
    }
    let of = |kind| count.get(&kind).copied().unwrap_or(0);
    problems.push(format!(
        "{} states, {} bodies, {} groups, {} persons",
        of(EntryKind::State),
        of(EntryKind::Body),
        of(EntryKind::Group),
        of(EntryKind::Person)
    ));
    message::print(&(problems.join("\n") + "\n"))?;
    if problems.len() > 1 {
        let hint = "correct the dates in the files named above";
        return Err(Hinted::new(format!("{} doubtful terms of office", problems.len() - 1), hint).into());
    }
    Ok(Status::Clean)
}
