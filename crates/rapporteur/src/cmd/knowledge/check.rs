//! `knowledge check`: mistakes in what ships and in the user's own file.

use std::collections::BTreeMap;
use std::fmt::Write;

use anyhow::Result;
use rapporteur_core::knowledge::{EntryKind, Knowledge, flaws, overlaps};

use crate::cmd::Status;
use crate::cmd::message::{self, Hinted};

/// Prints each mistake with its file, then how much is known.
///
/// # Errors
/// When there are mistakes.
pub(super) fn run() -> Result<Status> {
    let knowledge = rapporteur::knowledge::in_use();
    let mut out = String::new();
    let shipped = Knowledge::shipped();
    let mut mistakes = 0;
    for flaw in shipped.iter().flat_map(|file| flaws(file, knowledge)) {
        let _ = writeln!(
            out,
            "knowledge/{}: {}: expected {}, found `{}`",
            flaw.file, flaw.entry, flaw.expected, flaw.value
        );
        mistakes += 1;
    }
    for overlap in overlaps(knowledge) {
        let [first, second] = &overlap.persons;
        let _ = writeln!(out, "{}: {} {}: {first} and {second} at a time", overlap.file, overlap.owner, overlap.office);
        mistakes += 1;
    }
    let mut count: BTreeMap<EntryKind, usize> = BTreeMap::new();
    let mut own = 0;
    for entry in knowledge.entries() {
        *count.entry(entry.kind).or_default() += 1;
        own += usize::from(entry.own);
    }
    let of = |kind| count.get(&kind).copied().unwrap_or(0);
    let _ = write!(
        out,
        "{} states, {} bodies, {} groups, {} persons",
        of(EntryKind::State),
        of(EntryKind::Body),
        of(EntryKind::Group),
        of(EntryKind::Person)
    );
    let _ = writeln!(out, "{}", if own == 0 { String::new() } else { format!("; {own} of them your own") });
    message::print(&out)?;
    if mistakes > 0 {
        let hint = "correct the files named above; `shared = true` marks an office that several hold at a time";
        return Err(Hinted::new(format!("{mistakes} doubtful entries"), hint).into());
    }
    Ok(Status::Clean)
}
