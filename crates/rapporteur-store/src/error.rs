//! What can go wrong with a record: always its path, what was found, and what the user can do.

use std::fmt;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// What the crate's functions return.
pub type Result<T> = std::result::Result<T, StoreError>;

/// One failure, with the record it happened to.
#[derive(Debug)]
pub struct StoreError {
    /// The record's file, or its address without the password.
    pub path: PathBuf,
    /// What happened; boxed to keep results small.
    pub kind: Box<ErrorKind>,
}

/// What happened to a record.
#[derive(Debug, thiserror::Error)]
pub enum ErrorKind {
    /// No file there, and none was to be made.
    #[error("there is no record here")]
    Missing,
    /// The folder of the file is not there.
    #[error("the folder it should stand in does not exist")]
    NoFolder,
    /// A backup would overwrite a file.
    #[error("there is a file of this name already")]
    Exists,
    /// The file is something else.
    #[error("expected a record, found {0}")]
    NotARecord(String),
    /// An address of a PostgreSQL database, in a program that knows none.
    #[error("this rapporteur was built without PostgreSQL")]
    NoPostgres,
    /// No database server answers.
    #[error("no PostgreSQL server answers: {0}")]
    Unreachable(String),
    /// A database server lets the user not in, or not do it.
    #[error("the server refuses: {0}")]
    Refused(String),
    /// A copy is another program's work.
    #[error("a PostgreSQL record is copied with PostgreSQL's own tools")]
    NoBackup,
    /// Written by a later version of the program.
    #[error("its schema is version {found}, this program knows versions up to {known}")]
    NewerSchema {
        /// Version in the file.
        found: i64,
        /// Highest version that this program knows.
        known: i64,
    },
    /// Opened for reading only, but must be migrated first.
    #[error("its schema is version {found}, reading needs version {known}")]
    OlderSchema {
        /// Version in the file.
        found: i64,
        /// The version needed.
        known: i64,
    },
    /// Another process writes.
    #[error("locked by another process")]
    Locked,
    /// The file, its folder or the disk cannot be written.
    #[error("it cannot be written")]
    ReadOnly,
    /// Read-only, but with a log of rows that are not in the file yet.
    #[error("its folder cannot be written, and a run that was cut short left rows beside it that reading would miss")]
    UnreadLog,
    /// The operating system refuses.
    #[error("it cannot be opened: {0}")]
    CannotOpen(String),
    /// The disk is full.
    #[error("no space left on its disk; what was acknowledged before is kept")]
    Full,
    /// The file is damaged.
    #[error("the file is damaged: {0}")]
    Corrupt(String),
    /// A value in a row does not read.
    #[error("{what} does not read: {detail}")]
    Row {
        /// Which row.
        what: String,
        /// Why.
        detail: String,
    },
    /// A decision, report, event or claim that is not in the record.
    #[error("the record has no {what} `{id}`")]
    NoSuch {
        /// Report, claim, event, decision, run.
        what: &'static str,
        /// As asked for.
        id: String,
    },
    /// An undo of what is not in force.
    #[error("decision {0} is undone already")]
    AlreadyUndone(i64),
    /// A request that makes no sense.
    #[error("{0}")]
    Invalid(String),
    /// Anything else from the database.
    #[error("{0}")]
    Database(String),
}

impl ErrorKind {
    /// Stable name in kebab case, that documentation lists.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Missing => "record-missing",
            Self::NoFolder => "record-no-folder",
            Self::Exists => "record-exists",
            Self::NotARecord(_) => "not-a-record",
            Self::NoPostgres => "record-no-postgres",
            Self::Unreachable(_) => "record-unreachable",
            Self::Refused(_) => "record-refused",
            Self::NoBackup => "record-no-backup",
            Self::NewerSchema { .. } => "record-newer-schema",
            Self::OlderSchema { .. } => "record-older-schema",
            Self::Locked => "record-locked",
            Self::ReadOnly => "record-read-only",
            Self::UnreadLog => "record-unread-log",
            Self::CannotOpen(_) => "record-cannot-open",
            Self::Full => "record-disk-full",
            Self::Corrupt(_) => "record-corrupt",
            Self::Row { .. } => "record-bad-row",
            Self::NoSuch { .. } => "record-no-such",
            Self::AlreadyUndone(_) => "already-undone",
            Self::Invalid(_) => "invalid-request",
            Self::Database(_) => "record-database",
        }
    }

    /// What the user can do.
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::Missing => "`rapporteur read PATH... --record FILE` makes one",
            Self::NoFolder => "make the folder first, or name another file with `--record`",
            Self::Exists => "name a file that does not exist yet",
            Self::NotARecord(_) => "check the path given with `--record`",
            Self::NoPostgres => "build it with `--features postgres`, or name a file with `--record`",
            Self::Unreachable(_) => "start PostgreSQL there, or check host and port in `--record`",
            Self::Refused(_) => {
                "check user, password (or PGPASSWORD) and database in `--record`; `createdb NAME` makes a database"
            }
            Self::NoBackup => "`pg_dump --file FILE DATABASE` writes one, `psql --file FILE` reads it back",
            Self::NewerSchema { .. } => "use the version of rapporteur that wrote it, or a later one",
            Self::OlderSchema { .. } => "open it once for writing, such as with `rapporteur record check`",
            Self::Locked => "wait until the other rapporteur has finished, or stop it; readers are never locked out",
            Self::ReadOnly => "allow writing to the file and its folder, or name another file with `--record`",
            Self::UnreadLog => {
                "copy the record with its `-wal` file to a folder that can be written, and open it there"
            }
            Self::CannotOpen(_) => "check that the file and its folder may be read and written",
            Self::Full => "free some space and run the same command again; reports already read are skipped",
            Self::Corrupt(_) => "keep a copy, restore the last backup, and read the reports again into it",
            Self::Row { .. } => "`rapporteur record check` tells whether more is damaged",
            Self::AlreadyUndone(_) => "undo the undo to bring it back",
            Self::NoSuch { .. } | Self::Invalid(_) | Self::Database(_) => return None,
        })
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "record `{}`: {}", self.path.display(), self.kind)
    }
}

impl std::error::Error for StoreError {}

impl StoreError {
    /// Names the record to which it happened.
    pub(crate) fn new(path: &Path, kind: ErrorKind) -> Self {
        Self { path: path.to_owned(), kind: Box::new(kind) }
    }

    /// What the user can do.
    pub fn hint(&self) -> Option<&'static str> {
        self.kind.hint()
    }
}

impl From<rusqlite::Error> for ErrorKind {
    fn from(error: rusqlite::Error) -> Self {
        let Some(code) = error.sqlite_error_code() else {
            return Self::Database(error.to_string());
        };
        match code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed => Self::Locked,
            ErrorCode::ReadOnly => Self::ReadOnly,
            ErrorCode::DiskFull => Self::Full,
            ErrorCode::DatabaseCorrupt => Self::Corrupt(error.to_string()),
            ErrorCode::NotADatabase => Self::NotARecord("a file that is no SQLite database".into()),
            ErrorCode::CannotOpen | ErrorCode::PermissionDenied | ErrorCode::SystemIoFailure => {
                Self::CannotOpen(error.to_string())
            }
            _ => Self::Database(error.to_string()),
        }
    }
}

/// Inside the crate, where the path is known only to the store.
pub(crate) type Inner<T> = std::result::Result<T, ErrorKind>;

/// A row's JSON, read or refused with the row's name.
pub(crate) fn from_json<T: serde::de::DeserializeOwned>(json: &str, what: impl FnOnce() -> String) -> Inner<T> {
    serde_json::from_str(json).map_err(|error| ErrorKind::Row { what: what(), detail: error.to_string() })
}

/// A value as JSON.
pub(crate) fn to_json<T: serde::Serialize>(value: &T) -> Inner<String> {
    serde_json::to_string(value).map_err(|error| ErrorKind::Invalid(format!("cannot be written as JSON: {error}")))
}
