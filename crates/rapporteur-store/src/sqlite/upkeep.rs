//! Counting, checking, copying and compacting a record.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, params};

use super::load::day;
use crate::error::Inner;
use crate::{Compacted, ErrorKind, Stats};

/// Counts.
pub(super) fn stats(connection: &Connection) -> Inner<Stats> {
    let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, usize>(0));
    let of_current = |table: &str| {
        number(&format!("SELECT count(*) FROM {table} t JOIN reports r ON r.id = t.report WHERE r.current = 1"))
    };
    let date = |what: &str| -> Inner<_> {
        let sql = format!("SELECT {what}(published) FROM reports WHERE current = 1");
        let text: Option<String> = connection.query_row(&sql, [], |row| row.get(0))?;
        day(text.as_deref(), || "a publication date".into())
    };
    Ok(Stats {
        schema: connection.query_row("PRAGMA user_version", [], |row| row.get(0))?,
        reports: number("SELECT count(*) FROM reports WHERE current = 1")?,
        superseded: number("SELECT count(*) FROM reports WHERE current = 0")?,
        publishers: number("SELECT count(DISTINCT publisher) FROM reports WHERE current = 1")?,
        first: date("min")?,
        last: date("max")?,
        sentences: of_current("sentences")?,
        claims: of_current("claims")?,
        quotes: of_current("quotes")?,
        figures: of_current("figures")?,
        assessments: of_current("assessments")?,
        meetings: of_current("meetings")?,
        diagnostics: of_current("diagnostics")?,
        events: number("SELECT count(*) FROM events")?,
        decisions: number("SELECT count(*) FROM decisions")?,
        runs: number("SELECT count(*) FROM runs")?,
        bytes: bytes(connection)?,
    })
}

fn bytes(connection: &Connection) -> Inner<u64> {
    let pages: u64 = connection.query_row("PRAGMA page_count", [], |row| row.get(0))?;
    let size: u64 = connection.query_row("PRAGMA page_size", [], |row| row.get(0))?;
    Ok(pages * size)
}

/// Looks the whole record over: pages, indexes, references, search, and what the schema cannot say.
pub(super) fn check(connection: &Connection) -> Inner<Vec<String>> {
    let mut problems = Vec::new();
    let mut integrity = connection.prepare("PRAGMA integrity_check")?;
    for line in integrity.query_map([], |row| row.get::<_, String>(0))? {
        let line = line?;
        if line != "ok" {
            problems.push(format!("damaged: {line}"));
        }
    }
    let mut references = connection.prepare("PRAGMA foreign_key_check")?;
    for line in references.query_map([], |row| {
        let (table, row, parent): (String, Option<i64>, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let row = row.map_or_else(|| "a row".to_owned(), |row| format!("row {row}"));
        Ok(format!("{row} of {table} names a row of {parent} that is not there"))
    })? {
        problems.push(line?);
    }
    for (sql, what) in INVARIANTS {
        let count: i64 = connection.query_row(sql, [], |row| row.get(0))?;
        if count > 0 {
            problems.push(format!("{count} {what}"));
        }
    }
    Ok(problems)
}

/// What must count to nothing, and what it is called.
const INVARIANTS: &[(&str, &str)] = &[
    (
        "SELECT count(*) FROM (SELECT series FROM reports GROUP BY series HAVING sum(current) <> 1)",
        "reports without one current version",
    ),
    (
        "SELECT count(*) FROM sentences s JOIN reports r ON r.id = s.report \
         WHERE s.start > s.\"end\" OR s.\"end\" > length(CAST(r.text AS BLOB))",
        "sentences outside of their report's text",
    ),
    (
        "SELECT count(*) FROM claims c JOIN reports r ON r.id = c.report \
         WHERE c.trigger_start > c.trigger_end OR c.trigger_end > length(CAST(r.text AS BLOB))",
        "claims outside of their report's text",
    ),
    (
        "SELECT count(*) FROM claims c LEFT JOIN sentences s ON s.report = c.report AND s.idx = c.sentence \
         WHERE s.id IS NULL",
        "claims without a sentence",
    ),
    (
        "SELECT abs((SELECT count(*) FROM sentences s JOIN reports r ON r.id = s.report WHERE r.current = 1) \
         - (SELECT count(*) FROM sentence_words))",
        "sentences that search misses or has too many",
    ),
    (
        "SELECT count(*) FROM (SELECT c.key FROM claims c JOIN reports r ON r.id = c.report WHERE r.current = 1 \
         GROUP BY c.key HAVING count(*) > 1)",
        "claims that share a key",
    ),
    (
        "SELECT abs((SELECT count(*) FROM claims c JOIN reports r ON r.id = c.report WHERE r.current = 1) \
         - (SELECT count(*) FROM claim_terms d JOIN terms t ON t.id = d.term WHERE t.term = 'all'))",
        "claims that questions miss or have too many",
    ),
    (
        "SELECT count(*) FROM fuse_claims f JOIN claims c ON c.id = f.claim \
         WHERE NOT EXISTS (SELECT 1 FROM event_claims m WHERE m.claim = c.key)",
        "claims that are fused and of no event",
    ),
    (
        "SELECT count(*) FROM fuse_links l LEFT JOIN fuse_links m ON m.claim = l.other AND m.other = l.claim \
         WHERE m.score IS NOT l.score",
        "links that lead one way only",
    ),
];

/// Writes a copy: first beside the target, then under its name, so that no half copy ever bears it.
pub(super) fn backup(connection: &Connection, to: &Path) -> Result<(), (Option<PathBuf>, ErrorKind)> {
    let at_target = |kind: ErrorKind| (Some(to.to_owned()), kind);
    let io = |error: std::io::Error| at_target(ErrorKind::CannotOpen(error.to_string()));
    if to.exists() {
        return Err(at_target(ErrorKind::Exists));
    }
    let parent = to.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !parent.is_dir() {
        return Err(at_target(ErrorKind::NoFolder));
    }
    let mut partial = to.as_os_str().to_owned();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    let Some(name) = partial.to_str() else {
        return Err(at_target(ErrorKind::Invalid("expected a path in UTF-8".into())));
    };
    if partial.exists() {
        std::fs::remove_file(&partial).map_err(io)?;
    }
    if let Err(error) = connection.execute("VACUUM INTO $1", params![name]) {
        let _ = std::fs::remove_file(&partial);
        return Err(match ErrorKind::from(error) {
            kind @ (ErrorKind::Full | ErrorKind::CannotOpen(_) | ErrorKind::ReadOnly) => at_target(kind),
            kind => (None, kind),
        });
    }
    let sync = |path: &Path| std::fs::File::open(path).and_then(|file| file.sync_all());
    sync(&partial).map_err(io)?;
    std::fs::rename(&partial, to).map_err(io)?;
    sync(parent).map_err(io)
}

/// Gives unused space back.
pub(super) fn compact(connection: &Connection) -> Inner<Compacted> {
    let before = bytes(connection)?;
    connection.execute("INSERT INTO sentence_words (sentence_words) VALUES ('optimize')", [])?;
    connection.execute_batch("VACUUM;")?;
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(Compacted { before, after: bytes(connection)? })
}
