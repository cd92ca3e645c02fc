//! Runs.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row};

use crate::error::Inner;
use crate::{ErrorKind, Run, RunId, Versions};

/// Adds a run.
pub(super) fn begin(connection: &Connection, at: Timestamp, versions: &Versions) -> Inner<RunId> {
    let Versions { program, model, codebook, knowledge } = versions;
    let sql = "INSERT INTO runs (at, program, model, codebook, knowledge) VALUES ($1, $2, $3, $4, $5)";
    connection.prepare_cached(sql)?.execute((at.to_string(), program, model, codebook, knowledge))?;
    Ok(RunId(connection.last_insert_rowid()))
}

const SELECT: &str = "SELECT id, at, program, model, codebook, knowledge FROM runs";

fn read(row: &Row<'_>) -> rusqlite::Result<(Run, String)> {
    let versions = Versions { program: row.get(2)?, model: row.get(3)?, codebook: row.get(4)?, knowledge: row.get(5)? };
    Ok((Run { id: RunId(row.get(0)?), at: Timestamp::UNIX_EPOCH, versions }, row.get(1)?))
}

/// A moment as the record writes it.
pub(super) fn moment(text: &str, what: impl FnOnce() -> String) -> Inner<Timestamp> {
    text.parse().map_err(|error: jiff::Error| ErrorKind::Row { what: what(), detail: error.to_string() })
}

fn dated((mut run, at): (Run, String)) -> Inner<Run> {
    run.at = moment(&at, || format!("run {}", run.id.0))?;
    Ok(run)
}

/// All runs.
pub(super) fn list(connection: &Connection) -> Inner<Vec<Run>> {
    let mut statement = connection.prepare_cached(&format!("{SELECT} ORDER BY id"))?;
    let rows = statement.query_map([], read)?;
    rows.map(|row| dated(row?)).collect()
}

/// One run.
pub(super) fn one(connection: &Connection, id: RunId) -> Inner<Run> {
    let row = connection.prepare_cached(&format!("{SELECT} WHERE id = $1"))?.query_row([id.0], read).optional()?;
    dated(row.ok_or_else(|| ErrorKind::NoSuch { what: "run", id: id.0.to_string() })?)
}
