//! Reprints: reports of one text know the first of them.

use std::collections::BTreeSet;

use rapporteur_core::fuse::Print;
use rusqlite::params;

use crate::database::Database;
use crate::error::Inner;

/// Compares a report's text with those that may be the same, and tells whose text it carries.
pub(super) fn insert(db: &dyn Database, report: i64, text: &str) -> Inner<()> {
    let Some(print) = Print::of(text) else { return Ok(()) };
    let mut others: BTreeSet<i64> = BTreeSet::new();
    for band in print.bands().map(u64::cast_signed) {
        others.extend(db.column::<i64>("SELECT report FROM print_bands WHERE band = $1", params![band])?);
        let file = "INSERT INTO print_bands (band, report) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        db.change(file, params![band, report])?;
    }
    let keep = "INSERT INTO prints (report, print) VALUES ($1, $2) \
                ON CONFLICT (report) DO UPDATE SET print = excluded.print";
    db.change(keep, params![report, print.to_bytes()])?;
    for other in others {
        let bytes: Vec<u8> = db.only("SELECT print FROM prints WHERE report = $1", params![other])?;
        if other != report && Print::from_bytes(&bytes).is_some_and(|other| print.is_reprint_of(&other)) {
            let join = "INSERT INTO reprints (report, other) VALUES ($1, $2) ON CONFLICT DO NOTHING";
            db.change(join, params![report, other])?;
            db.change(join, params![other, report])?;
        }
    }
    revoice(db, report)
}

/// Forgets a version of a report that is no longer current.
pub(super) fn delete(db: &dyn Database, report: i64) -> Inner<()> {
    let bytes: Option<Vec<u8>> = db.value("SELECT print FROM prints WHERE report = $1", params![report])?;
    let Some(print) = bytes.as_deref().and_then(Print::from_bytes) else { return Ok(()) };
    for band in print.bands().map(u64::cast_signed) {
        db.change("DELETE FROM print_bands WHERE band = $1 AND report = $2", params![band, report])?;
    }
    let neighbours = neighbours(db, report)?;
    for &other in &neighbours {
        let part = "DELETE FROM reprints WHERE report = $1 AND other = $2";
        db.change(part, params![report, other])?;
        db.change(part, params![other, report])?;
    }
    db.change("DELETE FROM prints WHERE report = $1", params![report])?;
    neighbours.into_iter().try_for_each(|other| revoice(db, other))
}

fn neighbours(db: &dyn Database, report: i64) -> Inner<Vec<i64>> {
    db.column("SELECT other FROM reprints WHERE report = $1", params![report])
}

/// Writes down for all reports that reprints join with this one which of them came first; events of those for which that
/// is another than before are to be put together again.
fn revoice(db: &dyn Database, report: i64) -> Inner<()> {
    let mut seen = BTreeSet::from([report]);
    let mut open = vec![report];
    while let Some(report) = open.pop() {
        open.extend(neighbours(db, report)?.into_iter().filter(|&other| seen.insert(other)));
    }
    let first = seen.first().copied();
    for report in &seen {
        let set = "UPDATE reports SET voice = $1 WHERE id = $2 AND voice IS DISTINCT FROM $1";
        if db.change(set, params![first, report])? > 0 {
            let touch = "INSERT INTO fuse_events SELECT DISTINCT m.event FROM claims c JOIN event_claims m \
                         ON m.claim = c.key WHERE c.report = $1 ON CONFLICT DO NOTHING";
            db.change(touch, params![report])?;
        }
    }
    Ok(())
}
