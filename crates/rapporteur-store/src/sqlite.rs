//! The record in an SQLite file.

mod open;
mod search;
mod upkeep;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use rusqlite::types::ValueRef;
use rusqlite::{Connection, ToSql, TransactionBehavior, params_from_iter};

use crate::database::{Columns, Database, Row, Search};
use crate::error::Inner;
use crate::record::{Backend, Warm};
use crate::{Result, StoreError};

/// A record in an SQLite file: one writer at a time, any number of readers beside it.
#[derive(Debug)]
pub struct SqliteStore {
    connection: Connection,
    path: PathBuf,
    warm: Warm,
}

impl SqliteStore {
    /// The record's file.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Backend for SqliteStore {
    fn database(&self) -> &dyn Database {
        &self.connection
    }

    fn place(&self) -> &Path {
        &self.path
    }

    fn warm(&mut self) -> &mut Warm {
        &mut self.warm
    }

    fn transact<T>(&mut self, work: impl FnOnce(&dyn Database) -> Inner<T>) -> Inner<T> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let value = work(&*transaction)?;
        transaction.commit()?;
        Ok(value)
    }

    fn copy(&self, to: &Path) -> Result<()> {
        upkeep::backup(&self.connection, to)
            .map_err(|(path, kind)| StoreError::new(path.as_deref().unwrap_or(&self.path), kind))
    }

    fn shrink(&mut self) -> Inner<()> {
        upkeep::compact(&self.connection)
    }

    fn mark(&self) -> Inner<String> {
        upkeep::mark(&self.connection, &self.path)
    }
}

impl Database for Connection {
    fn rows(
        &self,
        sql: &str,
        values: &[&dyn ToSql],
        each: &mut dyn FnMut(&Row<'_>) -> Inner<ControlFlow<()>>,
    ) -> Inner<()> {
        let mut statement = self.prepare_cached(sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            if each(&Row(row))?.is_break() {
                break;
            }
        }
        Ok(())
    }

    fn change(&self, sql: &str, values: &[&dyn ToSql]) -> Inner<usize> {
        Ok(self.prepare_cached(sql)?.execute(params_from_iter(values))?)
    }

    fn search(&self) -> &'static dyn Search {
        &search::Fts5
    }

    fn schema(&self) -> Inner<i64> {
        Ok(self.query_row("PRAGMA user_version", [], |row| row.get(0))?)
    }

    fn bytes(&self) -> Inner<u64> {
        let pages: u64 = self.query_row("PRAGMA page_count", [], |row| row.get(0))?;
        let size: u64 = self.query_row("PRAGMA page_size", [], |row| row.get(0))?;
        Ok(pages * size)
    }

    fn damage(&self) -> Inner<Vec<String>> {
        upkeep::damage(self)
    }
}

impl Columns for rusqlite::Row<'_> {
    fn value(&self, column: usize) -> Inner<ValueRef<'_>> {
        Ok(self.get_ref(column)?)
    }
}
