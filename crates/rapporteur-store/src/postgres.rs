//! The record in a PostgreSQL database: the same tables, the same SQL, PostgreSQL's own types.
//!
//! One process writes at a time, as in a file: a transaction that writes holds an advisory lock. It speaks in plain text:
//! a server elsewhere is reached through a tunnel, or on a network that one trusts.

mod error;
mod open;
mod search;
mod upkeep;
mod values;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use postgres::types::ToSql as Parameter;
use postgres::{Client, Statement};
use rusqlite::ToSql;

use crate::database::{Database, Row, Search};
use crate::error::Inner;
use crate::record::{Backend, Warm};
use crate::{ErrorKind, Result, StoreError};
use values::Given;

/// A record in a PostgreSQL database: one writer at a time, any number of readers beside it.
pub struct PostgresStore {
    session: Session,
    place: PathBuf,
    warm: Warm,
}

impl Backend for PostgresStore {
    fn database(&self) -> &dyn Database {
        &self.session
    }

    fn place(&self) -> &Path {
        &self.place
    }

    fn warm(&mut self) -> &mut Warm {
        &mut self.warm
    }

    fn transact<T>(&mut self, work: impl FnOnce(&dyn Database) -> Inner<T>) -> Inner<T> {
        self.session.transact(|session| {
            session.command(&format!("{BY_KEY}; SELECT pg_advisory_xact_lock({WRITER})"))?;
            let value = work(session)?;
            session.command("UPDATE meta SET value = value::bigint + 1 WHERE key = 'changes'")?;
            Ok(value)
        })
    }

    fn copy(&self, _: &Path) -> Result<()> {
        Err(StoreError::new(&self.place, ErrorKind::NoBackup))
    }

    fn shrink(&mut self) -> Inner<()> {
        self.session.alone(upkeep::vacuum)
    }

    fn mark(&self) -> Inner<String> {
        let db: &dyn Database = &self.session;
        db.only("SELECT value FROM meta WHERE key = 'changes'", &[])
    }
}

/// SQL for the number of the lock that a writer holds: one for each schema, so that a database may hold several records.
const WRITER: &str = "hashtextextended('rapporteur ' || current_schema(), 0)";

/// Writing looks rows up by key: one plan does for all values, and must not read a table whole because it was empty when
/// the plan was made.
const BY_KEY: &str = "SET LOCAL enable_seqscan = off; SET LOCAL plan_cache_mode = force_generic_plan";

/// One connection to a server.
struct Session {
    client: RefCell<Client>,
    statements: RefCell<BTreeMap<String, Statement>>,
}

/// Statements that a session keeps prepared; some are made for one question only.
const PREPARED: usize = 256;

impl Session {
    fn new(client: Client) -> Self {
        Self { client: RefCell::new(client), statements: RefCell::default() }
    }

    /// Runs statements that take no values and give no rows.
    fn command(&self, sql: &str) -> Inner<()> {
        Ok(self.client.borrow_mut().batch_execute(sql)?)
    }

    /// Runs some work wholly or not at all.
    fn transact<T>(&self, work: impl FnOnce(&Self) -> Inner<T>) -> Inner<T> {
        self.command("BEGIN")?;
        let done = work(self).and_then(|value| self.command("COMMIT").map(|()| value));
        if done.is_err() {
            // What went wrong first is worth telling; a connection that is lost takes the transaction with it.
            let _ = self.command("ROLLBACK");
        }
        done
    }

    /// Runs some work that wants no transaction while nobody else writes.
    fn alone(&self, work: impl FnOnce(&Self) -> Inner<()>) -> Inner<()> {
        self.command(&format!("SELECT pg_advisory_lock({WRITER})"))?;
        let done = work(self);
        self.command(&format!("SELECT pg_advisory_unlock({WRITER})")).and(done)
    }

    fn prepared(&self, sql: &str) -> Inner<Statement> {
        let mut statements = self.statements.borrow_mut();
        if let Some(statement) = statements.get(sql) {
            return Ok(statement.clone());
        }
        if statements.len() >= PREPARED {
            statements.clear();
        }
        let statement = self.client.borrow_mut().prepare(&sql.replace("CROSS JOIN", "JOIN"))?;
        statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

fn parameters<'v>(given: &'v [Given<'_>]) -> Vec<&'v (dyn Parameter + Sync)> {
    given.iter().map(|value| value as &(dyn Parameter + Sync)).collect()
}

impl Database for Session {
    fn rows(
        &self,
        sql: &str,
        values: &[&dyn ToSql],
        each: &mut dyn FnMut(&Row<'_>) -> Inner<ControlFlow<()>>,
    ) -> Inner<()> {
        let statement = self.prepared(sql)?;
        let given = values::given(values)?;
        // Before they are handed over, so that the connection is free for what is asked meanwhile.
        let rows = self.client.borrow_mut().query(&statement, &parameters(&given))?;
        for row in &rows {
            if each(&Row(row))?.is_break() {
                break;
            }
        }
        Ok(())
    }

    fn change(&self, sql: &str, values: &[&dyn ToSql]) -> Inner<usize> {
        let statement = self.prepared(sql)?;
        let given = values::given(values)?;
        let changed = self.client.borrow_mut().execute(&statement, &parameters(&given))?;
        Ok(usize::try_from(changed).unwrap_or(usize::MAX))
    }

    fn search(&self) -> &'static dyn Search {
        &search::Vectors
    }

    fn schema(&self) -> Inner<i64> {
        open::schema(self)
    }

    fn bytes(&self) -> Inner<u64> {
        upkeep::bytes(self)
    }

    fn damage(&self) -> Inner<Vec<String>> {
        upkeep::damage(self)
    }
}
