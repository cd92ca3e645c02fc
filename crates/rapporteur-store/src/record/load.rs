//! Reading accounts back, whole.

use rapporteur_core::{Account, Claim, Grain, Interval, Report, Resolution, Span, TimeExpression};
use rusqlite::params;
use serde::de::DeserializeOwned;

use crate::database::{Database, Words};
use crate::error::{Inner, from_json};
use crate::{ClaimKey, ErrorKind, ReportId, RunId, StoredAccount};

/// Rows of all current reports, in the order in which the reports first came.
pub(super) fn ids(db: &dyn Database) -> Inner<Vec<i64>> {
    db.column("SELECT id FROM reports WHERE current = 1 ORDER BY series", &[])
}

/// Names of all current reports, in the order in which the reports first came.
pub(super) fn labels(db: &dyn Database) -> Inner<Vec<(ReportId, String)>> {
    let sql = "SELECT id, label FROM reports WHERE current = 1 ORDER BY series";
    db.list(sql, &[], |row| Ok((ReportId(row.get(0)?), row.get(1)?)))
}

/// The current account of this label.
pub(super) fn by_label(db: &dyn Database, label: &str) -> Inner<Option<StoredAccount>> {
    let sql = "SELECT id FROM reports WHERE label = $1 AND current = 1";
    let id = db.value(sql, params![label])?;
    id.map(|id| one(db, id)).transpose()
}

/// One account.
pub(super) fn one(db: &dyn Database, id: i64) -> Inner<StoredAccount> {
    let mut stored = report(db, id)?;
    let (keys, claims) = claims(db, id)?;
    stored.keys = keys;
    let account = &mut stored.account;
    account.claims = claims;
    account.sentences = sentences(db, id)?;
    account.quotes = list(db, id, "quotes")?;
    account.figures = list(db, id, "figures")?;
    account.assessments = list(db, id, "assessments")?;
    account.meetings = list(db, id, "meetings")?;
    account.times = times(db, id)?;
    account.diagnostics = list(db, id, "diagnostics")?;
    Ok(stored)
}

/// What fusing needs of an account: report, sentences, claims.
pub(super) fn told(db: &dyn Database, id: i64) -> Inner<Account> {
    let mut account = report(db, id)?.account;
    account.claims = claims(db, id)?.1;
    account.sentences = sentences(db, id)?;
    Ok(account)
}

/// The account with its report and what has no table of its own.
fn report(db: &dyn Database, id: i64) -> Inner<StoredAccount> {
    let sql = "SELECT version, hash, run, rest, published, label, title, publisher, origin, text FROM reports \
               WHERE id = $1";
    let (mut stored, rest, published) = db.row(sql, params![id], |row| {
        let report = Report {
            name: row.get(5)?,
            title: row.get(6)?,
            publisher: row.get(7)?,
            published: None,
            origin: row.get(8)?,
            text: row.get::<Words>(9)?.0,
        };
        let stored = StoredAccount {
            id: ReportId(id),
            version: row.get(0)?,
            hash: row.get(1)?,
            run: RunId(row.get(2)?),
            keys: Vec::new(),
            account: Account { report, ..Account::default() },
        };
        Ok((stored, row.get::<String>(3)?, row.get::<Option<String>>(4)?))
    })?;
    let mut report = std::mem::take(&mut stored.account.report);
    report.published = day(published.as_deref(), || format!("publication date of report `{}`", report.name))?;
    stored.account = from_json(&rest, || format!("report `{}`", report.name))?;
    stored.account.report = report;
    Ok(stored)
}

/// A day as the record writes it.
pub(super) fn day(text: Option<&str>, what: impl FnOnce() -> String) -> Inner<Option<jiff::civil::Date>> {
    let read = |text: &str| text.parse().map_err(|error: jiff::Error| error.to_string());
    text.map(read).transpose().map_err(|detail| ErrorKind::Row { what: what(), detail })
}

/// Gives an interval the grain that its ISO form does not tell: weeks, quarters, decades.
pub(super) fn regrain(interval: &mut Interval, grain: Option<&str>, what: impl FnOnce() -> String) -> Inner<()> {
    if let Some(grain) = grain {
        interval.grain = from_json::<Grain>(&format!("\"{grain}\""), what)?;
    }
    Ok(())
}

/// A claim from its row's JSON and grain.
pub(super) fn claim(json: &str, grain: Option<&str>, key: ClaimKey) -> Inner<Claim> {
    let mut claim: Claim = from_json(json, || format!("claim {key}"))?;
    if let Some(date) = &mut claim.date {
        regrain(date, grain, || format!("date of claim {key}"))?;
    }
    Ok(claim)
}

fn claims(db: &dyn Database, report: i64) -> Inner<(Vec<ClaimKey>, Vec<Claim>)> {
    let sql = "SELECT key, json, grain FROM claims WHERE report = $1 ORDER BY idx";
    let both = db.list(sql, params![report], |row| {
        let key = ClaimKey::from_row(row.get(0)?);
        Ok((key, claim(row.text(1)?, row.get::<Option<String>>(2)?.as_deref(), key)?))
    })?;
    Ok(both.into_iter().unzip())
}

fn sentences(db: &dyn Database, report: i64) -> Inner<Vec<Span>> {
    let sql = "SELECT start, \"end\" FROM sentences WHERE report = $1 ORDER BY idx";
    db.list(sql, params![report], |row| Ok(Span { start: row.get(0)?, end: row.get(1)? }))
}

fn times(db: &dyn Database, report: i64) -> Inner<Vec<TimeExpression>> {
    let mut index = 0..;
    let sql = "SELECT json, grain FROM times WHERE report = $1 ORDER BY idx";
    db.list(sql, params![report], |row| {
        let index = index.next().unwrap_or_default();
        let what = || format!("time expression {index} of report {report}");
        let mut time: TimeExpression = from_json(row.text(0)?, what)?;
        if let Resolution::Resolved(interval) = &mut time.interval {
            regrain(interval, row.get::<Option<String>>(1)?.as_deref(), what)?;
        }
        Ok(time)
    })
}

/// One of the lists that are kept as JSON beside a few columns.
fn list<T: DeserializeOwned>(db: &dyn Database, report: i64, table: &str) -> Inner<Vec<T>> {
    let mut index = 0..;
    let sql = format!("SELECT json FROM {table} WHERE report = $1 ORDER BY idx");
    db.list(&sql, params![report], |row| {
        let index = index.next().unwrap_or_default();
        from_json(row.text(0)?, || format!("row {index} of {table} of report {report}"))
    })
}
