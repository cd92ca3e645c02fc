//! Runs.

use jiff::Timestamp;
use rusqlite::params;

use crate::database::{Database, Row};
use crate::error::Inner;
use crate::{ErrorKind, Run, RunId, Versions};

/// Adds a run.
pub(super) fn begin(db: &dyn Database, at: Timestamp, versions: &Versions) -> Inner<RunId> {
    let Versions { program, model, codebook, knowledge } = versions;
    let sql = "INSERT INTO runs (at, program, model, codebook, knowledge) VALUES ($1, $2, $3, $4, $5) RETURNING id";
    db.only(sql, params![at.to_string(), program, model, codebook, knowledge]).map(RunId)
}

const SELECT: &str = "SELECT id, at, program, model, codebook, knowledge FROM runs";

fn read(row: &Row<'_>) -> Inner<Run> {
    let id = RunId(row.get(0)?);
    let versions = Versions { program: row.get(2)?, model: row.get(3)?, codebook: row.get(4)?, knowledge: row.get(5)? };
    Ok(Run { id, at: moment(row.text(1)?, || format!("run {}", id.0))?, versions })
}

/// A moment as the record writes it.
pub(super) fn moment(text: &str, what: impl FnOnce() -> String) -> Inner<Timestamp> {
    text.parse().map_err(|error: jiff::Error| ErrorKind::Row { what: what(), detail: error.to_string() })
}

/// All runs.
pub(super) fn list(db: &dyn Database) -> Inner<Vec<Run>> {
    db.list(&format!("{SELECT} ORDER BY id"), &[], read)
}

/// One run.
pub(super) fn one(db: &dyn Database, id: RunId) -> Inner<Run> {
    let run = db.find(&format!("{SELECT} WHERE id = $1"), params![id.0], read)?;
    run.ok_or_else(|| ErrorKind::NoSuch { what: "run", id: id.0.to_string() })
}
