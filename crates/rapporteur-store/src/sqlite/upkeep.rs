//! What only SQLite can say and do: damaged pages, a copy of the file, giving space back.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, params};

use crate::ErrorKind;
use crate::error::Inner;

/// Pages, indexes and references that are not sound.
pub(super) fn damage(connection: &Connection) -> Inner<Vec<String>> {
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
    Ok(problems)
}

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
pub(super) fn compact(connection: &Connection) -> Inner<()> {
    connection.execute("INSERT INTO sentence_words (sentence_words) VALUES ('optimize')", [])?;
    connection.execute_batch("VACUUM;")?;
    Ok(connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
}

/// Size and time of the file and of its write-ahead log, and what this connection changed itself.
pub(super) fn mark(connection: &Connection, path: &Path) -> Inner<String> {
    let mut log = path.to_owned().into_os_string();
    log.push("-wal");
    let told = |path: &Path| {
        let meta = path.metadata().ok().filter(|meta| meta.len() > 0)?;
        Some((meta.len(), meta.modified().ok()?))
    };
    let changes: i64 = connection.query_row("SELECT total_changes()", [], |row| row.get(0))?;
    Ok(format!("{:?} {changes}", [told(path), told(Path::new(&log))]))
}
