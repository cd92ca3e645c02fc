//! What the record's logic asks of a database: rows by SQL, and the few things that each says in its own way.
//!
//! Values go in and come out as SQLite has them, in five kinds; another database turns them into its own types.

use std::ops::ControlFlow;

use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, Value, ValueRef};

use crate::ErrorKind;
use crate::error::Inner;

/// A connection, inside or outside of a transaction.
///
/// SQL is what both databases read: parameters `$1, $2 ...` in order of first appearance, no `INSERT OR ...`. `CROSS JOIN
/// ... ON` asks SQLite to keep the order of tables; PostgreSQL, which orders them itself, takes it as `JOIN ... ON`.
pub(crate) trait Database {
    /// Hands over rows until there are no more or it is told to stop.
    fn rows(
        &self,
        sql: &str,
        values: &[&dyn ToSql],
        each: &mut dyn FnMut(&Row<'_>) -> Inner<ControlFlow<()>>,
    ) -> Inner<()>;

    /// Runs a statement that gives no rows; gives how many it changed.
    fn change(&self, sql: &str, values: &[&dyn ToSql]) -> Inner<usize>;

    /// How it finds sentences by their words.
    fn search(&self) -> &'static dyn Search;

    /// Version of the schema.
    fn schema(&self) -> Inner<i64>;

    /// Size on disk.
    fn bytes(&self) -> Inner<u64>;

    /// What the database itself finds wrong with the record.
    fn damage(&self) -> Inner<Vec<String>>;
}

/// Full-text search: the part of SQL that the two databases do not share.
pub(crate) trait Search: Sync {
    /// SQL for the words of the sentence `s` of the report `r`: spans are bytes.
    fn words(&self) -> &'static str;

    /// What a person types, in the database's own words for it.
    fn query(&self, asked: &[Asked<'_>]) -> String;

    /// Tables that bring the sentence `s` with its words: for a search that starts from words, and for one that has `s`.
    fn tables(&self) -> [&'static str; 2];

    /// The condition that the words in those tables meet a query, which `?` stands for.
    fn meets(&self) -> &'static str;

    /// `(SELECT id, score ...)`: sentences that meet `$1`, the best `$2` of the newest so many.
    fn ranked(&self, newest: usize) -> String;

    /// SQL that counts sentences which meet `$1`, up to `$2`.
    fn counted(&self) -> &'static str;

    /// Keeps a sentence so that search finds it: report, index, start, end, run, words.
    fn keep(&self, db: &dyn Database, sentence: &[&dyn ToSql; 5], words: &str) -> Inner<()>;

    /// Hides the sentences of the current report of a series from search.
    fn hide(&self, db: &dyn Database, series: i64) -> Inner<()>;

    /// SQL that counts the sentences which search knows.
    fn known(&self) -> &'static str;
}

/// A word or a phrase that somebody searches for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Asked<'t> {
    /// As typed.
    pub(crate) words: &'t str,
    /// Whether its last word may end in any way.
    pub(crate) open: bool,
}

/// How many rows one statement inserts.
const AT_ONCE: usize = 32;

impl dyn Database + '_ {
    /// All rows.
    pub(crate) fn list<T>(
        &self,
        sql: &str,
        values: &[&dyn ToSql],
        mut read: impl FnMut(&Row<'_>) -> Inner<T>,
    ) -> Inner<Vec<T>> {
        let mut list = Vec::new();
        self.rows(sql, values, &mut |row| {
            list.push(read(row)?);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(list)
    }

    /// The first row, where there is one.
    pub(crate) fn find<T>(
        &self,
        sql: &str,
        values: &[&dyn ToSql],
        mut read: impl FnMut(&Row<'_>) -> Inner<T>,
    ) -> Inner<Option<T>> {
        let mut found = None;
        self.rows(sql, values, &mut |row| {
            found = Some(read(row)?);
            Ok(ControlFlow::Break(()))
        })?;
        Ok(found)
    }

    /// The first row, which must be there.
    pub(crate) fn row<T>(&self, sql: &str, values: &[&dyn ToSql], read: impl FnMut(&Row<'_>) -> Inner<T>) -> Inner<T> {
        self.find(sql, values, read)?.ok_or_else(|| ErrorKind::Database("expected a row, found none".into()))
    }

    /// Inserts rows, many with one statement: `into` names the table and its columns, `conflict` says what of a row that
    /// is there already.
    pub(crate) fn insert<const N: usize>(&self, into: &str, rows: &[[Value; N]], conflict: &str) -> Inner<()> {
        let statement = |count: usize| {
            let row =
                |n: usize| format!("({})", (1..=N).map(|at| format!("${}", n * N + at)).collect::<Vec<_>>().join(", "));
            format!("{into} {} {conflict}", (0..count).map(row).collect::<Vec<_>>().join(", "))
        };
        let (many, one) = (statement(AT_ONCE), statement(1));
        let (chunks, rest) = rows.as_chunks::<AT_ONCE>();
        let some = |sql: &str, rows: &[[Value; N]]| {
            let values: Vec<&dyn ToSql> = rows.as_flattened().iter().map(|value| value as &dyn ToSql).collect();
            self.change(sql, &values).map(drop)
        };
        chunks.iter().try_for_each(|rows| some(&many, rows))?;
        rest.chunks(1).try_for_each(|row| some(&one, row))
    }

    /// The first column of all rows.
    pub(crate) fn column<T: FromSql>(&self, sql: &str, values: &[&dyn ToSql]) -> Inner<Vec<T>> {
        self.list(sql, values, |row| row.get(0))
    }

    /// The first column of the first row, where there is one.
    pub(crate) fn value<T: FromSql>(&self, sql: &str, values: &[&dyn ToSql]) -> Inner<Option<T>> {
        self.find(sql, values, |row| row.get(0))
    }

    /// The first column of the first row, which must be there: a count, the number of a new row.
    pub(crate) fn only<T: FromSql>(&self, sql: &str, values: &[&dyn ToSql]) -> Inner<T> {
        self.row(sql, values, |row| row.get(0))
    }
}

/// Columns of one row.
pub(crate) trait Columns {
    /// One of them.
    fn value(&self, column: usize) -> Inner<ValueRef<'_>>;
}

/// One row.
pub(crate) struct Row<'r>(pub(crate) &'r dyn Columns);

impl Row<'_> {
    /// A column's value.
    pub(crate) fn get<T: FromSql>(&self, column: usize) -> Inner<T> {
        T::column_result(self.0.value(column)?).map_err(|error| unread(column, &error))
    }

    /// A column's text, not copied.
    pub(crate) fn text(&self, column: usize) -> Inner<&str> {
        self.0.value(column)?.as_str().map_err(|error| unread(column, &error))
    }

    /// A column's bytes, not copied.
    pub(crate) fn bytes(&self, column: usize) -> Inner<&[u8]> {
        self.0.value(column)?.as_blob().map_err(|error| unread(column, &error))
    }
}

fn unread(column: usize, error: &FromSqlError) -> ErrorKind {
    ErrorKind::Database(format!("column {column} of a row does not read: {error}"))
}

/// Words of a report, which one database keeps as text and the other as bytes.
pub(crate) struct Words(pub(crate) String);

impl FromSql for Words {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value {
            // What is no UTF-8 can only come from a damaged row.
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Ok(Self(String::from_utf8_lossy(bytes).into_owned())),
            _ => Err(FromSqlError::InvalidType),
        }
    }
}
