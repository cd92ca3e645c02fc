//! Opening a record wherever it is: an SQLite file by its path, a PostgreSQL database by its address.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::{Result, Store};

/// The schema that this program writes. Its numbers mean the same in every database.
pub const SCHEMA_VERSION: i64 = 2;

/// How to open a record.
#[derive(Clone, Debug)]
pub struct OpenOptions {
    pub(crate) create: bool,
    pub(crate) read_only: bool,
    pub(crate) wait: Duration,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self { create: false, read_only: false, wait: Duration::from_secs(5) }
    }
}

impl OpenOptions {
    /// For reading and writing; the file must be there; waits five seconds for another writer.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes the file when it is not there.
    pub fn create(mut self, create: bool) -> Self {
        self.create = create;
        self
    }

    /// For reading only: never migrates.
    pub fn read_only(mut self, read_only: bool) -> Self {
        self.read_only = read_only;
        self
    }

    /// How long to wait for another writer before [`ErrorKind::Locked`](crate::ErrorKind::Locked).
    pub fn wait(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }

    /// Opens a record: an SQLite file, or with the feature `postgres` what a `postgres://` address names.
    ///
    /// # Errors
    /// As [`open`](Self::open); for an address also when no server answers there or it lets nobody in.
    pub fn record(&self, at: impl AsRef<Path>) -> Result<Record> {
        let at = at.as_ref();
        match address(at) {
            None => Ok(Box::new(self.open(at)?)),
            #[cfg(feature = "postgres")]
            Some(address) => Ok(Box::new(self.open_postgres(address)?)),
            #[cfg(not(feature = "postgres"))]
            Some(_) => Err(crate::StoreError::new(&shown(at), crate::ErrorKind::NoPostgres)),
        }
    }
}

/// A record in any database.
pub type Record = Box<dyn Store + Send>;

/// The address of a PostgreSQL database, where a record's place is one and no file.
pub fn address(at: &Path) -> Option<&str> {
    at.to_str().filter(|at| ["postgres://", "postgresql://"].iter().any(|scheme| at.starts_with(scheme)))
}

/// Where a record is, as messages may name it: an address without its password.
pub fn shown(at: &Path) -> PathBuf {
    let Some((scheme, rest)) = address(at).and_then(|address| address.split_once("://")) else { return at.to_owned() };
    let (place, options) = rest.split_once('?').unwrap_or((rest, ""));
    let place = match place.rsplit_once('@') {
        Some((user, host)) => format!("{}@{host}", user.split(':').next().unwrap_or_default()),
        None => place.to_owned(),
    };
    let options: Vec<&str> = options.split('&').filter(|it| !it.is_empty() && !it.starts_with("password=")).collect();
    let mark = if options.is_empty() { "" } else { "?" };
    PathBuf::from(format!("{scheme}://{place}{mark}{}", options.join("&")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_message_tells_a_password() {
        for (at, told) in [
            ("reports/talks.db", "reports/talks.db"),
            ("postgres://ann:s3cret@desk/talks", "postgres://ann@desk/talks"),
            ("postgres://ann:s3@cret@desk:5433/talks?password=x&host=/run", "postgres://ann@desk:5433/talks?host=/run"),
            ("postgresql:///talks?password=x", "postgresql:///talks"),
        ] {
            assert_eq!(shown(Path::new(at)), Path::new(told));
        }
    }
}
