//! Conditions put together at run time, with parameters numbered in order.

use rusqlite::types::Value;

/// A `WHERE` clause in the making.
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

    /// Adds a condition on a canonical name: equal in any case, or with a final `*` beginning with it.
    pub(super) fn and_name(&mut self, sql: &str, column: &str, name: &str) {
        let folded = name.to_lowercase();
        let (test, values) = match folded.strip_suffix('*') {
            // A range lets the index work; U+10FFFF sorts after any letter.
            Some(stem) => (
                format!("{column} >= ? AND {column} < ?"),
                vec![Value::from(stem.to_owned()), Value::from(format!("{stem}\u{10FFFF}"))],
            ),
            None => (format!("{column} = ?"), vec![Value::from(folded)]),
        };
        self.and(&sql.replace("{}", &test), values);
    }

    /// Adds `column IN (...)` unless there are no values.
    pub(super) fn and_in(&mut self, column: &str, values: Vec<Value>) {
        if !values.is_empty() {
            let places = vec!["?"; values.len()].join(", ");
            self.and(&format!("{column} IN ({places})"), values);
        }
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
    pub(super) fn values(&self) -> impl rusqlite::Params + '_ {
        rusqlite::params_from_iter(self.values.iter())
    }
}

/// A text as a value.
pub(super) fn text(text: impl ToString) -> Value {
    Value::from(text.to_string())
}
