//! Opening: connects, checks that what is there is a record that this program can read, and migrates it.

use std::error::Error;
use std::path::Path;
use std::time::Duration;

use postgres::{Client, Config, NoTls};
use rusqlite::params;

use super::{PostgresStore, Session, error};
use crate::database::Database;
use crate::error::Inner;
use crate::record::Warm;
use crate::{ErrorKind, OpenOptions, Result, SCHEMA_VERSION, StoreError, shown};

mod embedded {
    #![allow(missing_docs, unreachable_pub)]
    refinery::embed_migrations!("migrations/postgres");
}

/// Where a server listens on this machine when an address names no host.
const SOCKETS: [&str; 2] = ["/var/run/postgresql", "/tmp"];

impl OpenOptions {
    /// Opens the record that an address names: `postgres://user@host:port/database`. Its tables stand in the first schema
    /// of the search path; `?options=-csearch_path%3Dname` names another, which must be there. Without a host it is a
    /// server on this machine; a password may stand in `PGPASSWORD` instead.
    ///
    /// # Errors
    /// When no server answers, or lets the user not in; when the database holds no record (and none is to be made), or
    /// another program's tables, or a record of a later version; when another process writes.
    pub fn open_postgres(&self, address: &str) -> Result<PostgresStore> {
        let place = shown(Path::new(address));
        match self.session(address) {
            Ok(session) => Ok(PostgresStore { session, place, warm: Warm::default() }),
            Err(kind) => Err(StoreError::new(&place, kind)),
        }
    }

    fn session(&self, address: &str) -> Inner<Session> {
        let session = Session::new(connect(address)?);
        session.command(&settings(self.wait, self.read_only))?;
        let found = look(&session)?;
        if found == 0 && (self.read_only || !self.create) {
            return Err(ErrorKind::Missing);
        }
        if found != SCHEMA_VERSION && self.read_only {
            return Err(ErrorKind::OlderSchema { found, known: SCHEMA_VERSION });
        }
        if found != SCHEMA_VERSION {
            session.alone(migrate)?;
        }
        Ok(session)
    }
}

fn connect(address: &str) -> Inner<Client> {
    let mut config: Config = address.parse().map_err(|error: postgres::Error| {
        let cause = error.source().map_or_else(|| error.to_string(), ToString::to_string);
        ErrorKind::Invalid(format!("expected postgres://user@host/database: {cause}"))
    })?;
    config.application_name("rapporteur").connect_timeout(Duration::from_secs(10));
    if config.get_hosts().is_empty() {
        match SOCKETS.iter().find(|folder| Path::new(folder).join(".s.PGSQL.5432").exists()) {
            Some(folder) => config.host_path(folder),
            None => config.host("localhost"),
        };
    }
    if let Some(password) = std::env::var_os("PGPASSWORD").filter(|_| config.get_password().is_none()) {
        config.password(password.as_encoded_bytes());
    }
    Ok(config.connect(NoTls)?)
}

/// Settings of a session, whatever the server's own are: an acknowledged row outlives a power cut, and who waits too long
/// for another writer is told.
fn settings(wait: Duration, read_only: bool) -> String {
    format!(
        "SET client_min_messages = warning; SET lock_timeout = {}; SET jit = off; SET default_transaction_read_only = {}; \
         SELECT set_config('synchronous_commit', 'on', false) \
         WHERE current_setting('synchronous_commit') IN ('off', 'local')",
        wait.as_millis().clamp(1, 86_400_000),
        if read_only { "on" } else { "off" }
    )
}

/// The version of the schema, of what is a record or may become one.
fn look(session: &Session) -> Inner<i64> {
    let db: &dyn Database = session;
    let encoding: String = db.only("SELECT current_setting('server_encoding')", &[])?;
    if encoding != "UTF8" {
        return Err(ErrorKind::NotARecord(format!("a database in {encoding}, where only UTF8 holds every text")));
    }
    if db.only::<Option<String>>("SELECT current_schema()::text", &[])?.is_none() {
        return Err(ErrorKind::Refused("the search path names no schema that is there".into()));
    }
    let found = schema(session)?;
    let others = "SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace \
                  AND relkind IN ('r', 'p', 'v', 'm') AND relname <> $1::text";
    if found == 0 && db.only::<i64>(others, params![HISTORY])? > 0 {
        return Err(ErrorKind::NotARecord("another program's tables; give the record a database of its own".into()));
    }
    if found > SCHEMA_VERSION {
        return Err(ErrorKind::NewerSchema { found, known: SCHEMA_VERSION });
    }
    Ok(found)
}

/// The table in which refinery notes what it did.
const HISTORY: &str = "refinery_schema_history";

/// The version of the record's schema; 0 where there is no record.
pub(super) fn schema(session: &Session) -> Inner<i64> {
    let db: &dyn Database = session;
    // No other program has a configuration for search of this name.
    let there = "SELECT EXISTS (SELECT 1 FROM pg_class WHERE relname = $1::text \
                 AND relnamespace = current_schema()::regnamespace) AND EXISTS (SELECT 1 FROM pg_ts_config \
                 WHERE cfgname = 'rapporteur' AND cfgnamespace = current_schema()::regnamespace)";
    if !db.only::<bool>(there, params![HISTORY])? {
        return Ok(0);
    }
    db.only("SELECT coalesce(max(version), 0)::bigint FROM refinery_schema_history", &[])
}

/// Applies what is missing, all in one transaction.
fn migrate(session: &Session) -> Inner<()> {
    // Another process may have migrated while this one waited for it.
    if schema(session)? == SCHEMA_VERSION {
        return Ok(());
    }
    let ran = embedded::migrations::runner().set_grouped(true).run(&mut *session.client.borrow_mut());
    let Err(failed) = ran else { return Ok(()) };
    let cause = failed.source().and_then(|it| it.downcast_ref::<postgres::Error>());
    Err(match cause.and_then(postgres::Error::as_db_error) {
        Some(said) => error::told(said.code(), said.message()),
        None => ErrorKind::Corrupt(format!("its migrations do not fit this program ({failed})")),
    })
}
