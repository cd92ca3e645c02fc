//! Reprints: reports of one text know the first of them.

use std::collections::BTreeSet;

use rapporteur_core::fuse::Print;
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::Inner;

/// Compares a report's text with those that may be the same, and tells whose text it carries.
pub(super) fn insert(connection: &Connection, report: i64, text: &str) -> Inner<()> {
    let Some(print) = Print::of(text) else { return Ok(()) };
    let mut others: BTreeSet<i64> = BTreeSet::new();
    let mut same_band = connection.prepare_cached("SELECT report FROM print_bands WHERE band = $1")?;
    let mut file = connection.prepare_cached("INSERT OR IGNORE INTO print_bands (band, report) VALUES ($1, $2)")?;
    for band in print.bands() {
        let rows = same_band.query_map([band.cast_signed()], |row| row.get(0))?;
        others.extend(rows.collect::<rusqlite::Result<Vec<i64>>>()?);
        file.execute([band.cast_signed(), report])?;
    }
    let keep = "INSERT OR REPLACE INTO prints (report, print) VALUES ($1, $2)";
    connection.prepare_cached(keep)?.execute(params![report, print.to_bytes()])?;
    let mut look = connection.prepare_cached("SELECT print FROM prints WHERE report = $1")?;
    let mut join = connection.prepare_cached("INSERT OR IGNORE INTO reprints (report, other) VALUES ($1, $2)")?;
    for other in others {
        let bytes: Vec<u8> = look.query_row([other], |row| row.get(0))?;
        if other != report && Print::from_bytes(&bytes).is_some_and(|other| print.is_reprint_of(&other)) {
            join.execute([report, other])?;
            join.execute([other, report])?;
        }
    }
    revoice(connection, report)
}

/// Forgets a version of a report that is no longer current.
pub(super) fn delete(connection: &Connection, report: i64) -> Inner<()> {
    let sql = "SELECT print FROM prints WHERE report = $1";
    let bytes: Option<Vec<u8>> = connection.prepare_cached(sql)?.query_row([report], |row| row.get(0)).optional()?;
    let Some(print) = bytes.as_deref().and_then(Print::from_bytes) else { return Ok(()) };
    let mut band = connection.prepare_cached("DELETE FROM print_bands WHERE band = $1 AND report = $2")?;
    print.bands().try_for_each(|it| band.execute([it.cast_signed(), report]).map(drop))?;
    let neighbours = neighbours(connection, report)?;
    let mut pair = connection.prepare_cached("DELETE FROM reprints WHERE report = $1 AND other = $2")?;
    for &other in &neighbours {
        pair.execute([report, other])?;
        pair.execute([other, report])?;
    }
    connection.prepare_cached("DELETE FROM prints WHERE report = $1")?.execute([report])?;
    neighbours.into_iter().try_for_each(|other| revoice(connection, other))
}

fn neighbours(connection: &Connection, report: i64) -> Inner<Vec<i64>> {
    let mut statement = connection.prepare_cached("SELECT other FROM reprints WHERE report = $1")?;
    let rows = statement.query_map([report], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Writes down for all reports that reprints join with this one which of them came first; events of those for which that
/// is another than before are to be put together again.
fn revoice(connection: &Connection, report: i64) -> Inner<()> {
    let mut seen = BTreeSet::from([report]);
    let mut open = vec![report];
    while let Some(report) = open.pop() {
        open.extend(neighbours(connection, report)?.into_iter().filter(|&other| seen.insert(other)));
    }
    let first = seen.first().copied();
    let mut set = connection.prepare_cached("UPDATE reports SET voice = $1 WHERE id = $2 AND voice IS NOT $1")?;
    let mut touch = connection.prepare_cached(
        "INSERT OR IGNORE INTO fuse_events SELECT m.event FROM claims c JOIN event_claims m ON m.claim = c.key \
         WHERE c.report = $1",
    )?;
    for &report in &seen {
        if set.execute(params![first, report])? > 0 {
            touch.execute([report])?;
        }
    }
    Ok(())
}
