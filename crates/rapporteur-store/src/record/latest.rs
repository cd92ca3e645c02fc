//! Reports, those printed last first: what a page shows of a record too large to be held.

use std::collections::BTreeSet;

use rusqlite::params;

use super::claims;
use super::filter::{Conditions, text};
use super::load::day;
use crate::database::{Database, Row};
use crate::error::Inner;
use crate::{ClaimFilter, ReportId, ReportRow};

/// How many reports are current.
pub(super) fn count(db: &dyn Database) -> Inner<usize> {
    // Every label is: this has the index of current reports counted, and no text is passed over.
    db.only("SELECT count(*) FROM reports WHERE current = 1 AND label >= ''", &[])
}

/// Current reports, those printed last first: in the very order of an index, so that nothing is sorted.
const CURRENT: &str = "SELECT r.id, r.label, r.title, r.publisher, r.published FROM reports r WHERE r.current = 1 \
                       ORDER BY r.published DESC NULLS LAST, r.id DESC";

/// One page of the reports in short.
pub(super) fn rows(db: &dyn Database, limit: usize, offset: usize) -> Inner<Vec<ReportRow>> {
    let mut conditions = Conditions::default();
    let page = conditions.page(Some(limit), offset);
    let reports = format!("{CURRENT} {page}");
    short(db, &reports, "1 = 1", &conditions)
}

/// Of how many reports the titles are looked at: reading all would read all texts.
const TITLES: usize = 2000;

/// Reports with all these words in their title.
pub(super) fn titled(db: &dyn Database, words: &str, limit: usize) -> Inner<Vec<ReportRow>> {
    let mut conditions = Conditions::default();
    for word in words.to_lowercase().split_whitespace() {
        let title = "lower(coalesce(r.title, r.label))";
        conditions.and(&format!("replace({title}, ?, '') <> {title}"), [text(word)]);
    }
    let has_words = conditions.sql();
    let mut rows = short(db, &format!("{CURRENT} LIMIT {TITLES}"), &has_words, &conditions)?;
    rows.truncate(limit);
    Ok(rows)
}

fn short(db: &dyn Database, reports: &str, condition: &str, values: &Conditions) -> Inner<Vec<ReportRow>> {
    let count = |table: &str| format!("(SELECT count(*) FROM {table} t WHERE t.report = r.id)");
    let [sentences, claims, diagnostics] = ["sentences", "claims", "diagnostics"].map(count);
    let sql = format!(
        "SELECT r.label, r.title, r.publisher, r.published, {sentences}, {claims}, {diagnostics} \
         FROM ({reports}) AS r WHERE {condition} ORDER BY r.published DESC NULLS LAST, r.id DESC"
    );
    db.list(&sql, &values.values(), |row| {
        let label: String = row.get(0)?;
        let published: Option<String> = row.get(3)?;
        Ok(ReportRow {
            title: row.get(1)?,
            publisher: row.get(2)?,
            published: day(published.as_deref(), || format!("publication date of report `{label}`"))?,
            label,
            sentences: row.get(4)?,
            claims: row.get(5)?,
            diagnostics: row.get(6)?,
        })
    })
}

/// How many claims are looked at for each report that is wanted.
const CLAIMS: usize = 10;

/// The reports printed last that have a claim which a filter finds, the last one first.
pub(super) fn reports(db: &dyn Database, filter: &ClaimFilter, most: usize) -> Inner<Vec<ReportId>> {
    if filter.is_empty() {
        let sql = "SELECT id FROM reports WHERE current = 1 ORDER BY published DESC NULLS LAST, id DESC LIMIT $1";
        return db.list(sql, params![most], |row| row.get(0).map(ReportId));
    }
    let mut found = BTreeSet::new();
    for dated in [true, false] {
        let mut walk = claims::walk(db, filter)?;
        walk.backwards(dated);
        let Some(page) = walk.page(Some(CLAIMS * most), 0)? else { continue };
        let sql = format!(
            "SELECT DISTINCT r.published, r.id FROM ({page}) AS hit CROSS JOIN claims c ON c.id = hit.id \
             CROSS JOIN reports r ON r.id = c.report"
        );
        let read = |row: &Row<'_>| Ok((row.get::<Option<String>>(0)?, row.get(1)?));
        found.extend(db.list(&sql, &walk.conditions.values(), read)?);
    }
    Ok(found.into_iter().rev().take(most).map(|(_, id)| ReportId(id)).collect())
}
