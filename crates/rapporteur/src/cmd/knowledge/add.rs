//! `knowledge add`: an entry of the user's own.

use std::path::Path;

use anyhow::Result;
use clap::{Args, ValueEnum};
use rapporteur::knowledge;
use rapporteur_core::knowledge::{BodyData, FileData, GroupData, OfficeData, PersonData, fold};

use crate::cmd::Status;
use crate::cmd::message::{self, Hinted};

/// Add a person, body or group to your own knowledge; one that has the name of ours takes its place
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Add {
    /// The name as it should stand in the record
    name: String,
    /// What it is
    #[arg(long, value_enum, default_value_t = Kind::Person)]
    kind: Kind,
    /// Country, or UNO EUR IGO NGO IMG MNC
    #[arg(long, value_name = "CODE")]
    country: String,
    /// PLOVER sector [default: GOV for a person, REB for a group]
    #[arg(long, value_name = "SECTOR")]
    sector: Option<String>,
    /// Another spelling or name; may be given several times
    #[arg(long = "alias", value_name = "NAME")]
    aliases: Vec<String>,
    /// For a person: the family name, when it is not the last word
    #[arg(long, value_name = "NAME")]
    family: Option<String>,
    /// For a person: the office held, such as foreign-minister
    #[arg(long, value_name = "KEY")]
    office: Option<String>,
    /// For a person: the words for the office, when they differ
    #[arg(long, value_name = "WORDS")]
    title: Option<String>,
    /// First day, month or year, of the office or of the body
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Last day, month or year; left out for what still is
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  rapporteur knowledge add \"Zorvan Mirdad\" --country AFG --office foreign-minister --from 2026-03
  rapporteur knowledge add \"Northern Shield\" --kind group --country MLI --alias NSM --from 2025
  rapporteur knowledge add \"River Authority\" --kind body --country SDN --sector GOV --knowledge team.toml";

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Somebody, with an office or without
    Person,
    /// A ministry, force, court, party, organisation
    Body,
    /// An armed group
    Group,
}

impl Add {
    pub(super) fn run(&self, file: &Path) -> Result<Status> {
        let named = knowledge::in_use().named(&fold(&self.name));
        let own = named.iter().map(|&index| knowledge::in_use().entry(index)).find(|entry| entry.own);
        if let Some(entry) = own {
            let hint = "change the entry in that file";
            return Err(
                Hinted::new(format!("{}: `{}` stands in it already", entry.file, entry.actor.name), hint).into()
            );
        }
        super::append(file, &self.data())?;
        message::print(&format!("{}: added {}\n", file.display(), self.name))?;
        Ok(Status::Clean)
    }

    fn data(&self) -> FileData {
        let mut data = FileData::default();
        let (name, aliases, country) = (self.name.clone(), self.aliases.clone(), self.country.to_uppercase());
        let (from, to, sector) = (self.from.clone(), self.to.clone(), self.sector.clone().map(|s| s.to_uppercase()));
        match self.kind {
            Kind::Person => {
                // Dates without an office still say when somebody belonged there.
                let dated = (from.is_some() || to.is_some()).then(|| "member".to_owned());
                let title = self.title.clone();
                let held = self.office.clone().or(dated);
                let held = held.map(|office| OfficeData { office, title, from, to, ..OfficeData::default() });
                let offices = held.into_iter().collect();
                let family = self.family.clone();
                data.person.push(PersonData { name, aliases, family, country: Some(country), sector, offices });
            }
            Kind::Body => {
                let (country, sector) = (Some(country), sector.unwrap_or_default());
                data.body.push(BodyData { name, aliases, country, sector, from, to, ..BodyData::default() });
            }
            Kind::Group => {
                let sector = sector.unwrap_or_else(|| "REB".into());
                data.group.push(GroupData { name, aliases, country, sector, from, to, ..GroupData::default() });
            }
        }
        data
    }
}
