//! Opening: makes the file, or checks that it is a record that this program can read, and migrates it.

use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::error::Inner;
use crate::record::Warm;
use crate::{ErrorKind, OpenOptions, Result, SCHEMA_VERSION, SqliteStore, StoreError};

mod embedded {
    #![allow(missing_docs, unreachable_pub)]
    refinery::embed_migrations!("migrations/sqlite");
}

/// Statements that a connection keeps prepared: all that the record has, and some made for one question only.
const PREPARED: usize = 128;

/// How many pages the write-ahead log has before they go into the file: most are written more than once until then.
const LOG: i64 = 8192;

/// "RAPR" in the file's header; `PRAGMA application_id`.
const APPLICATION_ID: i64 = 1_380_012_114;

impl OpenOptions {
    /// Opens a record in an SQLite file.
    ///
    /// # Errors
    /// When the file is not there (and not to be made), is no record, is damaged, locked, not accessible, or was
    /// written by a later version.
    pub fn open(&self, path: impl AsRef<Path>) -> Result<SqliteStore> {
        let path = path.as_ref();
        self.open_inner(path).map_err(|kind| StoreError::new(path, kind))
    }

    fn open_inner(&self, path: &Path) -> Inner<SqliteStore> {
        look(path, self.create && !self.read_only)?;
        let mut flags = OpenFlags::SQLITE_OPEN_NO_MUTEX;
        flags |= if self.read_only { OpenFlags::SQLITE_OPEN_READ_ONLY } else { OpenFlags::SQLITE_OPEN_READ_WRITE };
        flags.set(OpenFlags::SQLITE_OPEN_CREATE, self.create && !self.read_only);
        let mut connection = match Connection::open_with_flags(path, flags)? {
            connection if self.read_only => readable(connection, path)?,
            connection => connection,
        };
        connection.busy_timeout(self.wait)?;
        connection.set_prepared_statement_cache_capacity(PREPARED);
        connection.pragma_update(None, "cache_size", -32_768)?; // KiB
        // A plan is for all values: else a statement is prepared anew with every one.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        let found = schema(&connection)?;
        if found != SCHEMA_VERSION && self.read_only {
            return Err(ErrorKind::OlderSchema { found, known: SCHEMA_VERSION });
        }
        if !self.read_only {
            settle(&connection)?;
        }
        if found != SCHEMA_VERSION {
            migrate(&mut connection)?;
        }
        Ok(SqliteStore { connection, path: path.to_owned(), warm: Warm::default() })
    }
}

impl SqliteStore {
    /// Opens a record for reading and writing.
    ///
    /// # Errors
    /// As [`OpenOptions::open`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        OpenOptions::new().open(path)
    }

    /// Opens a record for reading and writing; makes it when it is not there.
    ///
    /// # Errors
    /// As [`OpenOptions::open`].
    pub fn create(path: impl AsRef<Path>) -> Result<Self> {
        OpenOptions::new().create(true).open(path)
    }

    /// A record that is gone with the value: for a brief without `--record`, and for tests.
    ///
    /// # Errors
    /// When memory is short.
    pub fn in_memory() -> Result<Self> {
        let open = || {
            let mut connection = Connection::open_in_memory()?;
            connection.set_prepared_statement_cache_capacity(PREPARED);
            connection.pragma_update(None, "foreign_keys", true)?;
            migrate(&mut connection)?;
            Ok(Self { connection, path: PathBuf::from(":memory:"), warm: Warm::default() })
        };
        open().map_err(|kind| StoreError::new(Path::new(":memory:"), kind))
    }
}

impl SqliteStore {
    /// Stands in for a full disk in tests.
    #[doc(hidden)]
    pub fn limit_pages(&self, pages: usize) {
        self.connection.pragma_update(None, "max_page_count", pages).ok();
    }
}

/// Even reading needs a file beside the record, for the index of the write-ahead log. Where its folder cannot be written
/// the record is taken as one that nobody changes, which needs none; unless a log is there, whose rows that would hide.
fn readable(connection: Connection, path: &Path) -> Inner<Connection> {
    let cannot = match connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0)) {
        Err(error) if is_about_writing(&error) => error,
        _ => return Ok(connection),
    };
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    if std::fs::metadata(log).is_ok_and(|log| log.len() > 0) {
        return Err(ErrorKind::UnreadLog);
    }
    // In a URI these have a meaning of their own.
    let Some(name) = path.to_str() else { return Err(cannot.into()) };
    let name = name.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    Ok(Connection::open_with_flags(format!("file:{name}?immutable=1"), flags)?)
}

fn is_about_writing(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{CannotOpen, PermissionDenied, ReadOnly};
    matches!(error.sqlite_error_code(), Some(CannotOpen | PermissionDenied | ReadOnly))
}

/// Says plainly what SQLite would say as "unable to open database file".
fn look(path: &Path, create: bool) -> Inner<()> {
    match path.metadata() {
        Ok(meta) if meta.is_dir() => Err(ErrorKind::NotARecord("a folder".into())),
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
            if parent.is_some_and(|parent| !parent.is_dir()) {
                Err(ErrorKind::NoFolder)
            } else if create {
                Ok(())
            } else {
                Err(ErrorKind::Missing)
            }
        }
        Err(error) => Err(ErrorKind::CannotOpen(error.to_string())),
    }
}

/// The version of the file's schema; 0 for an empty file.
fn schema(connection: &Connection) -> Inner<i64> {
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let application: i64 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    if application != APPLICATION_ID {
        // Migrating a new record was cut short when refinery's own table stands there alone.
        let others = "SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE 'refinery%' AND name NOT LIKE 'sqlite%'";
        let tables: i64 = connection.query_row(others, [], |row| row.get(0))?;
        if tables > 0 || version != 0 || application != 0 {
            return Err(ErrorKind::NotARecord("another program's SQLite file".into()));
        }
    }
    if version > SCHEMA_VERSION {
        return Err(ErrorKind::NewerSchema { found: version, known: SCHEMA_VERSION });
    }
    Ok(version)
}

/// Settings of a connection that writes. `FULL` makes an acknowledged row outlive a power cut, not only a crash.
fn settle(connection: &Connection) -> Inner<()> {
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "wal_autocheckpoint", LOG)?;
    Ok(())
}

/// Applies what is missing, all in one transaction.
fn migrate(connection: &mut Connection) -> Inner<()> {
    let ran = embedded::migrations::runner().set_grouped(true).run(connection);
    let Err(error) = ran else { return Ok(()) };
    // Another process may have migrated in between.
    if schema(connection)? == SCHEMA_VERSION {
        return Ok(());
    }
    let cause = std::error::Error::source(&error).and_then(|it| it.downcast_ref::<rusqlite::Error>());
    Err(match cause.and_then(rusqlite::Error::sqlite_error) {
        Some(&code) => ErrorKind::from(rusqlite::Error::SqliteFailure(code, None)),
        None => ErrorKind::Corrupt(format!("its migrations do not fit this program ({error})")),
    })
}
