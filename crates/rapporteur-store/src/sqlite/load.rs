//! Reading accounts back, whole.

use rapporteur_core::{Account, Claim, Grain, Interval, Report, Resolution, Span, TimeExpression};
use rusqlite::{Connection, OptionalExtension};
use serde::de::DeserializeOwned;

use crate::error::{Inner, from_json};
use crate::{ClaimKey, ErrorKind, ReportId, RunId, StoredAccount};

/// Rows of all current reports, in the order in which the reports first came.
pub(super) fn ids(connection: &Connection) -> Inner<Vec<i64>> {
    let mut statement = connection.prepare_cached("SELECT id FROM reports WHERE current = 1 ORDER BY series")?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Names of all current reports, in the order in which the reports first came.
pub(super) fn labels(connection: &Connection) -> Inner<Vec<(ReportId, String)>> {
    let mut statement = connection.prepare_cached("SELECT id, label FROM reports WHERE current = 1 ORDER BY series")?;
    let rows = statement.query_map([], |row| Ok((ReportId(row.get(0)?), row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The current account of this label.
pub(super) fn by_label(connection: &Connection, label: &str) -> Inner<Option<StoredAccount>> {
    let sql = "SELECT id FROM reports WHERE label = $1 AND current = 1";
    let id = connection.prepare_cached(sql)?.query_row([label], |row| row.get(0)).optional()?;
    id.map(|id| one(connection, id)).transpose()
}

/// One account.
pub(super) fn one(connection: &Connection, id: i64) -> Inner<StoredAccount> {
    let mut stored = report(connection, id)?;
    let (keys, claims) = claims(connection, id)?;
    stored.keys = keys;
    let account = &mut stored.account;
    account.claims = claims;
    account.sentences = sentences(connection, id)?;
    account.quotes = list(connection, id, "quotes")?;
    account.figures = list(connection, id, "figures")?;
    account.assessments = list(connection, id, "assessments")?;
    account.meetings = list(connection, id, "meetings")?;
    account.times = times(connection, id)?;
    account.diagnostics = list(connection, id, "diagnostics")?;
    Ok(stored)
}

/// What fusing needs of an account: report, sentences, claims.
pub(super) fn told(connection: &Connection, id: i64) -> Inner<Account> {
    let mut account = report(connection, id)?.account;
    account.claims = claims(connection, id)?.1;
    account.sentences = sentences(connection, id)?;
    Ok(account)
}

/// The account with its report and what has no table of its own.
fn report(connection: &Connection, id: i64) -> Inner<StoredAccount> {
    let sql = "SELECT version, hash, run, rest, published, label, title, publisher, origin, text FROM reports \
               WHERE id = $1";
    let (mut stored, rest, published) = connection.prepare_cached(sql)?.query_row([id], |row| {
        let report = Report {
            name: row.get(5)?,
            title: row.get(6)?,
            publisher: row.get(7)?,
            published: None,
            origin: row.get(8)?,
            text: row.get(9)?,
        };
        let stored = StoredAccount {
            id: ReportId(id),
            version: row.get(0)?,
            hash: row.get(1)?,
            run: RunId(row.get(2)?),
            keys: Vec::new(),
            account: Account { report, ..Account::default() },
        };
        Ok((stored, row.get::<_, String>(3)?, row.get::<_, Option<String>>(4)?))
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

fn claims(connection: &Connection, report: i64) -> Inner<(Vec<ClaimKey>, Vec<Claim>)> {
    let sql = "SELECT key, json, grain FROM claims WHERE report = $1 ORDER BY idx";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([report])?;
    let mut both = (Vec::new(), Vec::new());
    while let Some(row) = rows.next()? {
        let key = ClaimKey::from_row(row.get(0)?);
        both.0.push(key);
        both.1.push(claim(
            row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?,
            row.get::<_, Option<String>>(2)?.as_deref(),
            key,
        )?);
    }
    Ok(both)
}

fn sentences(connection: &Connection, report: i64) -> Inner<Vec<Span>> {
    let sql = "SELECT start, \"end\" FROM sentences WHERE report = $1 ORDER BY idx";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([report], |row| Ok(Span { start: row.get(0)?, end: row.get(1)? }))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn times(connection: &Connection, report: i64) -> Inner<Vec<TimeExpression>> {
    let sql = "SELECT json, grain FROM times WHERE report = $1 ORDER BY idx";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([report])?;
    let mut times = Vec::new();
    while let Some(row) = rows.next()? {
        let what = || format!("time expression {} of report {report}", times.len());
        let json: String = row.get(0)?;
        let mut time: TimeExpression = from_json(&json, what)?;
        if let Resolution::Resolved(interval) = &mut time.interval {
            regrain(interval, row.get::<_, Option<String>>(1)?.as_deref(), what)?;
        }
        times.push(time);
    }
    Ok(times)
}

/// One of the lists that are kept as JSON beside a few columns.
fn list<T: DeserializeOwned>(connection: &Connection, report: i64, table: &str) -> Inner<Vec<T>> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT json FROM {table} WHERE report = $1 ORDER BY idx"))?;
    let mut rows = statement.query([report])?;
    let mut list = Vec::new();
    while let Some(row) = rows.next()? {
        let json: String = row.get(0)?;
        list.push(from_json(&json, || format!("row {} of {table} of report {report}", list.len()))?);
    }
    Ok(list)
}
