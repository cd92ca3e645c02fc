//! `knowledge import`: dictionaries of other coders into the user's own file.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use rapporteur::knowledge;
use rapporteur_core::knowledge::import::{Dictionary, Imported, Known};
use rapporteur_core::knowledge::{FileData, fold};
use rapporteur_core::resolve::gazetteer::Gazetteer;

use crate::cmd::Status;
use crate::cmd::message::{self, Hinted};

/// Take over actor and agent dictionaries of TABARI and PETRARCH (.actors.txt, .agents.txt) into your own knowledge
///
/// CAMEO's codes become ours: `AFGGOV 920628-960927` a person of Afghanistan's government in those years, `PSEREB` an armed group,
/// `[~COP]` a role word of the police. An entry that is known already gives its further names; one that says otherwise than
/// ours is left out. Every line left out is named on standard error, with the reason.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Import {
    /// Dictionaries
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Only tell what would be taken over
    #[arg(long)]
    dry_run: bool,
}

const EXAMPLES: &str = "\
Examples:
  rapporteur knowledge import Phoenix.Countries.actors.txt Phoenix.agents.txt
  rapporteur knowledge import --dry-run Phoenix.MilNonState.actors.txt
  rapporteur knowledge import local.actors.txt --knowledge team.toml";

impl Import {
    pub(super) fn run(&self, target: &Path) -> Result<Status> {
        let mut all = FileData::default();
        for file in &self.files {
            let shown = file.display().to_string();
            let bytes = fs::read(file).with_context(|| shown.clone())?;
            let text = String::from_utf8_lossy(&bytes);
            let Some(dictionary) = Dictionary::of(&shown, &text) else {
                let hint = "give a dictionary of actors or agents, with codes in brackets such as [AFGGOV] or [~COP]";
                return Err(Hinted::new(format!("{shown}: expected CAMEO codes, found none"), hint).into());
            };
            let gazetteer = Gazetteer::embedded();
            let is_place = |name: &str| gazetteer.find(name).next().is_some();
            let known = Known { knowledge: knowledge::in_use(), is_place: &is_place };
            let imported = dictionary.read(&text, known);
            for skipped in &imported.skipped {
                message::note(&format!("{shown}:{}: {}: {}", skipped.line, skipped.what, skipped.why));
            }
            message::print(&summary(&shown, &imported))?;
            join(&mut all, imported.data);
        }
        if is_empty(&all) || self.dry_run {
            message::print(&format!("{}: nothing added\n", target.display()))?;
        } else {
            super::append(target, &all)?;
            message::print(&format!("{}: added\n", target.display()))?;
        }
        Ok(Status::Clean)
    }
}

/// "x.actors.txt: 12 persons, 3 groups, 5 bodies, 0 role words, 4 further names; 30 known already, 7 lines left out".
fn summary(file: &str, imported: &Imported) -> String {
    let Imported { data, known, skipped } = imported;
    let words: usize = data.role.iter().map(|role| role.words.len()).sum();
    let names: usize = data.alias.iter().map(|alias| alias.names.len()).sum();
    format!(
        "{file}: {} persons, {} groups, {} bodies, {words} role words, {names} further names; {known} known already, {} left out\n",
        data.person.len(),
        data.group.len(),
        data.body.len(),
        skipped.len()
    )
}

/// Adds what is in no dictionary before it.
fn join(all: &mut FileData, more: FileData) {
    let mut known: std::collections::BTreeSet<String> = all.person.iter().map(|it| fold(&it.name)).collect();
    known.extend(all.group.iter().map(|it| fold(&it.name)));
    known.extend(all.body.iter().map(|it| fold(&it.name)));
    all.person.extend(more.person.into_iter().filter(|it| known.insert(fold(&it.name))));
    all.group.extend(more.group.into_iter().filter(|it| known.insert(fold(&it.name))));
    all.body.extend(more.body.into_iter().filter(|it| known.insert(fold(&it.name))));
    all.role.extend(more.role);
    all.alias.extend(more.alias);
}

fn is_empty(data: &FileData) -> bool {
    let entries = data.person.len() + data.group.len() + data.body.len() + data.role.len() + data.alias.len();
    entries == 0
}
