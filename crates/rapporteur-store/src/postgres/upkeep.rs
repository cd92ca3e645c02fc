//! What only PostgreSQL can say and do: references, indexes and triggers that do not hold, giving space back.

use super::Session;
use crate::database::Database;
use crate::error::Inner;

/// Size of the record's tables with their indexes.
pub(super) fn bytes(session: &Session) -> Inner<u64> {
    let db: &dyn Database = session;
    db.only(
        "SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint FROM pg_class \
         WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'",
        &[],
    )
}

/// References that lead nowhere, indexes that a broken build left, triggers that somebody turned off.
pub(super) fn damage(session: &Session) -> Inner<Vec<String>> {
    let db: &dyn Database = session;
    let mut problems: Vec<String> = db.column(
        "SELECT 'damaged: index ' || c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid \
         WHERE c.relnamespace = current_schema()::regnamespace AND NOT i.indisvalid UNION ALL \
         SELECT 'trigger ' || t.tgname || ' of ' || c.relname || ' is off' FROM pg_trigger t \
         JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relnamespace = current_schema()::regnamespace \
         AND t.tgenabled NOT IN ('O', 'A') ORDER BY 1",
        &[],
    )?;
    for [child, column, parent, key] in references(db)? {
        let sql = format!(
            "SELECT count(*) FROM {child} c LEFT JOIN {parent} p ON p.{key} = c.{column} \
             WHERE c.{column} IS NOT NULL AND p.{key} IS NULL"
        );
        let count: i64 = db.only(&sql, &[])?;
        if count > 0 {
            problems.push(format!("{count} rows of {child} name rows of {parent} that are not there"));
        }
    }
    Ok(problems)
}

/// What the schema refers to: table and column, and the table and column to which they lead, each of one column.
fn references(db: &dyn Database) -> Inner<Vec<[String; 4]>> {
    let sql = "SELECT quote_ident(c.relname), quote_ident(a.attname), quote_ident(p.relname), quote_ident(k.attname) \
               FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid JOIN pg_class p ON p.oid = f.confrelid \
               JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = f.conkey[1] \
               JOIN pg_attribute k ON k.attrelid = p.oid AND k.attnum = f.confkey[1] \
               WHERE f.contype = 'f' AND c.relnamespace = current_schema()::regnamespace ORDER BY 1, 2";
    db.list(sql, &[], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?]))
}

/// Writes every table anew without the room that deleted rows left, and counts its values for the planner.
pub(super) fn vacuum(session: &Session) -> Inner<()> {
    let db: &dyn Database = session;
    let tables: Vec<String> = db.column(
        "SELECT quote_ident(relname) FROM pg_class WHERE relnamespace = current_schema()::regnamespace \
         AND relkind = 'r' ORDER BY 1",
        &[],
    )?;
    session.command(&format!("VACUUM (FULL, ANALYZE) {}", tables.join(", ")))
}
