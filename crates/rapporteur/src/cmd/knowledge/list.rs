//! `knowledge list`: entries, by country.

use anyhow::Result;
use clap::Args;
use rapporteur::output::table::View;
use rapporteur_core::knowledge::{Entry, EntryKind, Tenure};
use serde_json::json;

use crate::cmd::Status;
use crate::cmd::message;
use crate::cmd::view::Format;

/// Entries, by country
#[derive(Debug, Args)]
pub(super) struct List {
    /// Only of this country or body: SYR, UNO
    #[arg(long, value_name = "CODE")]
    country: Option<String>,
    /// How to print them
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

impl List {
    pub(super) fn run(&self) -> Result<Status> {
        let country = self.country.as_ref().map(|code| code.to_uppercase());
        let mut view = View::new(&["name", "kind", "country", "sector", "offices", "file"], "no entries");
        let wanted = |e: &&Entry| country.as_ref().is_none_or(|code| e.actor.country == *code);
        let mut entries: Vec<&Entry> = rapporteur::knowledge::in_use().entries().iter().filter(wanted).collect();
        entries
            .sort_by(|a, b| (&a.actor.country, a.kind, &a.actor.name).cmp(&(&b.actor.country, b.kind, &b.actor.name)));
        for entry in entries {
            let kind = match entry.kind {
                EntryKind::State => "state",
                EntryKind::Body => "body",
                EntryKind::Person => "person",
                EntryKind::Group => "group",
            };
            let offices = entry.tenures.iter().map(term).collect::<Vec<_>>();
            let file = entry.shown_file();
            let object = json!({ "actor": entry.actor, "kind": kind, "offices": offices, "file": file });
            let actor = &entry.actor;
            let row = [
                actor.name.clone(),
                kind.into(),
                actor.country.clone(),
                actor.sector.clone(),
                offices.join("; "),
                file,
            ];
            view.push(row, object);
        }
        message::print(&view.print(self.format.into(), message::width()))?;
        Ok(Status::Clean)
    }
}

fn term(tenure: &Tenure) -> String {
    let from = tenure.from.map_or_else(|| "?".to_owned(), |f| f.to_string());
    let to = tenure.to.map_or_else(|| "now".to_owned(), |t| t.to_string());
    format!("{} {from} to {to}", tenure.office)
}
