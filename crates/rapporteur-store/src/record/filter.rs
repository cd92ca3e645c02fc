//! Conditions put together at run time, and walks along terms in order of time.

use jiff::civil::Date;
use rusqlite::ToSql;
use rusqlite::types::Value;

use super::terms::{self, ALL, day_number};
use crate::database::Database;
use crate::error::Inner;

/// A `WHERE` clause in the making, with parameters numbered in order.
#[derive(Default)]
pub(super) struct Conditions {
    parts: Vec<String>,
    values: Vec<Value>,
}

impl Conditions {
    /// Adds a condition in which each `?` stands for the next value.
    pub(super) fn and(&mut self, sql: &str, values: impl IntoIterator<Item = Value>) {
        let mut part = String::new();
        let mut values = values.into_iter();
        for (n, piece) in sql.split('?').enumerate() {
            if n > 0 {
                self.values.push(values.next().unwrap_or(Value::Null));
                part += &format!("${}", self.values.len());
            }
            part += piece;
        }
        debug_assert!(values.next().is_none(), "more values than places in `{sql}`");
        self.parts.push(part);
    }

    /// The clause, always true when there are no conditions.
    pub(super) fn sql(&self) -> String {
        if self.parts.is_empty() { "1 = 1".into() } else { self.parts.join(" AND ") }
    }

    /// `LIMIT` and `OFFSET`, whose values come last.
    pub(super) fn page(&mut self, limit: Option<usize>, offset: usize) -> String {
        let number = |n: usize| Value::from(i64::try_from(n).unwrap_or(i64::MAX));
        self.values.push(limit.map_or(Value::from(i64::MAX), number));
        self.values.push(number(offset));
        format!("LIMIT ${} OFFSET ${}", self.values.len() - 1, self.values.len())
    }

    /// The values, in order.
    pub(super) fn values(&self) -> Vec<&dyn ToSql> {
        self.values.iter().map(|value| value as &dyn ToSql).collect()
    }
}

/// A text as a value.
pub(super) fn text(text: impl ToString) -> Value {
    Value::from(text.to_string())
}

/// What a walk goes along.
#[derive(Clone, Copy, Debug)]
pub(super) enum Along {
    /// `claim_terms`.
    Claims,
    /// `event_terms`.
    Events,
}

/// Rows of one term in order of time, those left out that lack another: the rarest term is walked along, the others are
/// looked up for each row. So a page of a common term costs no more than its rows.
pub(super) struct Walk<'c> {
    db: &'c dyn Database,
    along: Along,
    /// For each condition the terms of which one must be there.
    terms: Vec<Vec<i64>>,
    from: String,
    /// Whether claims and their reports are needed beside the terms.
    joined: bool,
    /// Whether the latest come first.
    backwards: bool,
    /// Conditions on columns of the tables of `from`.
    pub(super) conditions: Conditions,
}

/// Terms that are walked along side by side; the rows of more are sorted.
const TOGETHER: usize = 100;

/// As many rows of a term as are counted to find the rarest.
const COUNTED: usize = 20_000;

impl<'c> Walk<'c> {
    pub(super) fn along(db: &'c dyn Database, along: Along) -> Self {
        Self {
            db,
            along,
            terms: Vec::new(),
            from: String::new(),
            joined: false,
            backwards: false,
            conditions: Conditions::default(),
        }
    }

    fn table(&self) -> &'static str {
        match self.along {
            Along::Claims => "claim_terms",
            Along::Events => "event_terms",
        }
    }

    fn column(&self) -> &'static str {
        match self.along {
            Along::Claims => "claim",
            Along::Events => "event",
        }
    }

    /// Brings `claims` as `c` and `reports` as `r` beside the terms of claims, for conditions on their columns.
    pub(super) fn join_claims(&mut self) {
        self.joined = true;
    }

    /// The latest rows come first, of those that have a day or of those that have none.
    pub(super) fn backwards(&mut self, dated: bool) {
        self.backwards = true;
        self.conditions.and(if dated { "d.start <= 99991231" } else { "d.start = 99999999" }, []);
    }

    /// None of these rows.
    pub(super) fn none_of(&mut self, rows: &[i64]) {
        if !rows.is_empty() {
            let condition = format!("d.{} NOT IN ({})", self.column(), list(rows));
            self.conditions.and(&condition, []);
        }
    }

    /// One of these terms must be there; none of them known: nothing is found.
    pub(super) fn any_of(&mut self, terms: Vec<i64>) {
        self.terms.push(terms);
    }

    /// Time must share a day with this stretch; what has no day never does.
    pub(super) fn between(&mut self, from: Option<Date>, to: Option<Date>) {
        if let Some(from) = from {
            self.conditions.and("d.until >= ? AND d.start <= 99991231", [day_number(from).into()]);
        }
        if let Some(to) = to {
            self.conditions.and("d.start <= ?", [day_number(to).into()]);
        }
    }

    /// As [`between`](Self::between), but what has no day has that of its report.
    pub(super) fn between_or_printed(&mut self, from: Option<Date>, to: Option<Date>) {
        if let Some(from) = from {
            let sql = "((d.until >= ? AND d.start <= 99991231) OR (d.start = 99999999 AND r.published >= ?))";
            self.conditions.and(sql, [day_number(from).into(), text(from)]);
        }
        if let Some(to) = to {
            let sql = "(d.start <= ? OR (d.start = 99999999 AND r.published <= ?))";
            self.conditions.and(sql, [day_number(to).into(), text(to)]);
        }
    }

    /// The same for a count: the reports of the stretch are found first, and no row is joined with its own.
    pub(super) fn between_or_printed_counted(&mut self, from: Option<Date>, to: Option<Date>) {
        let (mut days, mut printed) = (Vec::new(), Vec::new());
        let mut values: (Vec<Value>, Vec<Value>) = (Vec::new(), Vec::new());
        for (day, on_day, on_print) in
            [(from, "d.until >= ?", "p.published >= ?"), (to, "d.start <= ?", "p.published <= ?")]
        {
            let Some(day) = day else { continue };
            days.push(on_day);
            printed.push(on_print);
            values.0.push(day_number(day).into());
            values.1.push(text(day));
        }
        if days.is_empty() {
            return;
        }
        let sql = format!(
            "((d.start <= 99991231 AND {}) OR (d.start = 99999999 AND d.claim IN \
             (SELECT q.id FROM reports p JOIN claims q ON q.report = p.id WHERE {})))",
            days.join(" AND "),
            printed.join(" AND ")
        );
        self.conditions.and(&sql, values.0.into_iter().chain(values.1));
    }

    /// Starts from these tables instead of the rarest term: they must bring `d`, of which the term of all is taken.
    pub(super) fn start_from(&mut self, from: String) {
        self.from = from;
    }

    /// `FROM ... WHERE ...` of the walk, with the row's number in `d`, where it may come more than once; `None`: nothing can
    /// be found.
    pub(super) fn sql(&mut self) -> Inner<Option<String>> {
        Ok(self.plan()?.map(|walked| self.clause(&list(&walked))))
    }

    /// Numbers and first days, `id` and `start`, of one page of the rows, in order of time.
    pub(super) fn page(&mut self, limit: Option<usize>, offset: usize) -> Inner<Option<String>> {
        let Some(walked) = self.plan()? else { return Ok(None) };
        let column = self.column();
        let ahead = limit.map_or(i64::MAX, |limit| i64::try_from(limit.saturating_add(offset)).unwrap_or(i64::MAX));
        let down = if self.backwards { " DESC" } else { "" };
        let found = |terms: &str| format!("SELECT d.{column} AS id, d.start AS start {}", self.clause(terms));
        // What is first of several terms together is among the first of each.
        let one = |term: &i64| {
            let found = found(&term.to_string());
            format!("SELECT * FROM ({found} ORDER BY d.start{down}, d.{column}{down} LIMIT {ahead}) AS part")
        };
        let each = if walked.len() > TOGETHER {
            found(&list(&walked))
        } else {
            walked.iter().map(one).collect::<Vec<_>>().join(" UNION ALL ")
        };
        let page = self.conditions.page(limit, offset);
        Ok(Some(format!("SELECT DISTINCT id, start FROM ({each}) AS found ORDER BY start{down}, id{down} {page}")))
    }

    /// How many rows there are.
    pub(super) fn count(&mut self) -> Inner<usize> {
        let Some((counted, found)) = self.counting("")? else { return Ok(0) };
        self.db.only(&format!("SELECT {counted} {found}"), &self.conditions.values())
    }

    /// What counts rows, and `FROM ... WHERE ...` of them, with another table joined.
    pub(super) fn counting(&mut self, join: &str) -> Inner<Option<(String, String)>> {
        let Some(walked) = self.plan()? else { return Ok(None) };
        self.from += join;
        Ok(Some((self.counted(&walked), self.clause(&list(&walked)))))
    }

    /// SQL that counts rows; one stands under a term once, under several it is counted once.
    fn counted(&self, walked: &[i64]) -> String {
        if walked.len() == 1 { "count(*)".into() } else { format!("count(DISTINCT d.{})", self.column()) }
    }

    /// Sets up the walk along the rarest condition; gives the terms to be walked along.
    fn plan(&mut self) -> Inner<Option<Vec<i64>>> {
        let mut others = std::mem::take(&mut self.terms);
        if others.iter().any(Vec::is_empty) {
            return Ok(None);
        }
        let all: Vec<i64> = terms::find(self.db, ALL)?.into_iter().collect();
        let mut walked = all;
        if self.from.is_empty() {
            if !others.is_empty() {
                walked = others.swap_remove(self.rarest(&others)?);
            }
            let joins = if self.joined {
                " CROSS JOIN claims c ON c.id = d.claim CROSS JOIN reports r ON r.id = c.report"
            } else {
                ""
            };
            self.from = format!("{} d{joins}", self.table());
        }
        let (table, column) = (self.table(), self.column());
        for terms in others {
            let condition = format!(
                "EXISTS (SELECT 1 FROM {table} x WHERE x.term IN ({}) AND x.start = d.start AND x.{column} = d.{column})",
                list(&terms)
            );
            self.conditions.and(&condition, []);
        }
        Ok((!walked.is_empty()).then_some(walked))
    }

    fn clause(&self, terms: &str) -> String {
        format!("FROM {} WHERE d.term IN ({terms}) AND {}", self.from, self.conditions.sql())
    }

    /// The condition whose terms have fewest rows.
    fn rarest(&self, conditions: &[Vec<i64>]) -> Inner<usize> {
        let mut fewest = (usize::MAX, 0);
        for (n, terms) in conditions.iter().enumerate().filter(|_| conditions.len() > 1) {
            let sql = format!(
                "SELECT count(*) FROM (SELECT 1 FROM {} WHERE term IN ({}) LIMIT {COUNTED}) AS counted",
                self.table(),
                list(terms)
            );
            fewest = fewest.min((self.db.only(&sql, &[])?, n));
        }
        Ok(fewest.1)
    }
}

fn list(numbers: &[i64]) -> String {
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
