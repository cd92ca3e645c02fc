//! Values between the record's five kinds and PostgreSQL's types.

use std::borrow::Cow;
use std::error::Error;

use postgres::types::private::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use rusqlite::types::{ToSqlOutput, ValueRef};

use crate::ErrorKind;
use crate::database::Columns;
use crate::error::Inner;

/// A value for a parameter, whose type the server names.
#[derive(Debug)]
pub(super) struct Given<'v>(ToSqlOutput<'v>);

/// Values as parameters.
pub(super) fn given<'v>(values: &'v [&'v dyn rusqlite::ToSql]) -> Inner<Vec<Given<'v>>> {
    let given = |value: &&'v dyn rusqlite::ToSql| rusqlite::ToSql::to_sql(*value).map(Given);
    Ok(values.iter().map(given).collect::<rusqlite::Result<_>>()?)
}

type Written = Result<IsNull, Box<dyn Error + Sync + Send>>;

impl ToSql for Given<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Written {
        let value = match &self.0 {
            ToSqlOutput::Borrowed(value) => *value,
            ToSqlOutput::Owned(value) => ValueRef::from(value),
            _ => return Err("a value of SQLite alone".into()),
        };
        match value {
            ValueRef::Null => Ok(IsNull::Yes),
            ValueRef::Integer(number) => integer(number, kind, out),
            ValueRef::Real(number) => number.to_sql(kind, out),
            ValueRef::Text(bytes) if *kind == Type::TEXT => readable(std::str::from_utf8(bytes)?).to_sql(kind, out),
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

fn integer(number: i64, kind: &Type, out: &mut BytesMut) -> Written {
    match *kind {
        Type::BOOL => (number != 0).to_sql(kind, out),
        Type::INT2 => i16::try_from(number)?.to_sql(kind, out),
        Type::INT4 => i32::try_from(number)?.to_sql(kind, out),
        Type::INT8 => number.to_sql(kind, out),
        _ => Err(format!("a whole number is no {kind}").into()),
    }
}

/// Text in PostgreSQL has no U+0000. Where it could come from, words of a report, the report's bytes and the JSON beside
/// the column have them as they were.
fn readable(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { text.replace('\0', "\u{FFFD}").into() } else { text.into() }
}

impl Columns for postgres::Row {
    fn value(&self, column: usize) -> Inner<ValueRef<'_>> {
        let whole = |number: Option<i64>| number.map_or(ValueRef::Null, ValueRef::Integer);
        Ok(match *self.columns()[column].type_() {
            Type::BOOL => whole(self.try_get::<_, Option<bool>>(column)?.map(i64::from)),
            Type::INT2 => whole(self.try_get::<_, Option<i16>>(column)?.map(i64::from)),
            Type::INT4 => whole(self.try_get::<_, Option<i32>>(column)?.map(i64::from)),
            Type::INT8 => whole(self.try_get(column)?),
            Type::FLOAT8 => self.try_get::<_, Option<f64>>(column)?.map_or(ValueRef::Null, ValueRef::Real),
            Type::BYTEA => self.try_get::<_, Option<&[u8]>>(column)?.map_or(ValueRef::Null, ValueRef::Blob),
            Type::TEXT => {
                let text: Option<&str> = self.try_get(column)?;
                text.map_or(ValueRef::Null, |text| ValueRef::Text(text.as_bytes()))
            }
            ref other => return Err(ErrorKind::Database(format!("column {column} of a row is a {other}"))),
        })
    }
}
