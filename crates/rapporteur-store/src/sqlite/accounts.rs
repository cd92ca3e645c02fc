//! Keeping what one report says.

use rapporteur_core::{Account, Claim, Participant, Report, Resolution, Span};
use rusqlite::{Connection, OptionalExtension, params};

use super::{reprints, runs, shelf, terms};
use crate::error::{Inner, to_json};
use crate::{Added, ClaimKey, ContentHash, How, Known, ReportId, RunId, Versions};

/// Whether this content is a current report.
pub(super) fn has(connection: &Connection, hash: &ContentHash) -> Inner<bool> {
    let sql = "SELECT 1 FROM reports WHERE hash = $1 AND current = 1";
    Ok(connection.prepare_cached(sql)?.exists([hash.to_string()])?)
}

/// Whether this content needs reading.
pub(super) fn known(connection: &Connection, hash: &ContentHash, versions: &Versions) -> Inner<Known> {
    let sql = "SELECT run FROM reports WHERE hash = $1 AND current = 1";
    let run = connection.prepare_cached(sql)?.query_row([hash.to_string()], |row| row.get(0)).optional()?;
    let Some(run) = run else { return Ok(Known::New) };
    let same = runs::one(connection, RunId(run))?.versions == *versions;
    Ok(if same { Known::Current } else { Known::Outdated })
}

/// A row of `reports` that is there already.
struct Standing {
    id: i64,
    series: i64,
    version: i64,
    current: bool,
    label: String,
    name: String,
    run: i64,
}

const STANDING: &str = "SELECT id, series, version, current, label, name, run FROM reports";

fn standing(row: &rusqlite::Row<'_>) -> rusqlite::Result<Standing> {
    Ok(Standing {
        id: row.get(0)?,
        series: row.get(1)?,
        version: row.get(2)?,
        current: row.get(3)?,
        label: row.get(4)?,
        name: row.get(5)?,
        run: row.get(6)?,
    })
}

/// Keeps an account: see [`Store::add_account`](crate::Store::add_account).
pub(super) fn add(connection: &Connection, account: &Account, run: RunId) -> Inner<Added> {
    let versions = runs::one(connection, run)?.versions;
    let hash = ContentHash::of(&account.report).to_string();
    let same =
        connection.prepare_cached(&format!("{STANDING} WHERE hash = $1"))?.query_row([&hash], standing).optional()?;
    let (id, series, label, how) = match same {
        Some(same) if same.current && runs::one(connection, RunId(same.run))?.versions == versions => {
            let how = if same.name == account.report.name { How::Already } else { How::Duplicate };
            return Ok(Added { report: ReportId(same.id), label: same.label, how });
        }
        Some(same) => again(connection, account, same, run)?,
        None => match earlier(connection, &account.report)? {
            Some(last) => version(connection, account, &hash, last, run)?,
            None => first(connection, account, &hash, run)?,
        },
    };
    let series_hash: String =
        connection.prepare_cached("SELECT hash FROM reports WHERE id = $1")?.query_row([series], |row| row.get(0))?;
    insert_sentences(connection, id, account, run)?;
    insert_claims(connection, id, &series_hash, account, run)?;
    insert_lists(connection, id, account, run)?;
    connection.prepare_cached("INSERT OR IGNORE INTO fuse_reports (report) VALUES ($1)")?.execute([id])?;
    Ok(Added { report: ReportId(id), label, how })
}

/// A report's row id, its series, its label, and how it came in.
type Placed = (i64, i64, String, How);

/// The same content once more: read with other versions, or an earlier version that is back.
fn again(connection: &Connection, account: &Account, same: Standing, run: RunId) -> Inner<Placed> {
    retire(connection, same.series)?;
    for table in ["claims", "quotes", "figures", "assessments", "meetings", "times", "diagnostics", "sentences"] {
        connection.prepare_cached(&format!("DELETE FROM {table} WHERE report = $1"))?.execute([same.id])?;
    }
    let sql = "UPDATE reports SET current = 1, title = $1, rest = $2, run = $3 WHERE id = $4";
    let row = params![account.report.title, rest(account)?, run.0, same.id];
    connection.prepare_cached(sql)?.execute(row)?;
    let how = if same.current { How::Reread } else { How::Version(same.version) };
    Ok((same.id, same.series, same.label, how))
}

/// Other content of a report that the record knows.
fn version(connection: &Connection, account: &Account, hash: &str, last: Standing, run: RunId) -> Inner<Placed> {
    retire(connection, last.series)?;
    let id = insert_report(connection, account, hash, Some((last.series, last.version + 1)), &last.label, run)?;
    Ok((id, last.series, last.label, How::Version(last.version + 1)))
}

/// A report that the record does not know.
fn first(connection: &Connection, account: &Account, hash: &str, run: RunId) -> Inner<Placed> {
    let label = free_label(connection, &account.report.name)?;
    let id = insert_report(connection, account, hash, None, &label, run)?;
    connection.prepare_cached("UPDATE reports SET series = id WHERE id = $1")?.execute([id])?;
    Ok((id, id, label, How::New))
}

/// The newest version of the report of this name and origin. Standard input is no origin: two reports that come
/// through it under one name are two reports.
fn earlier(connection: &Connection, report: &Report) -> Inner<Option<Standing>> {
    if report.origin.is_empty() || report.origin == "-" {
        return Ok(None);
    }
    let sql = format!("{STANDING} WHERE name = $1 AND origin = $2 ORDER BY version DESC LIMIT 1");
    Ok(connection.prepare_cached(&sql)?.query_row([&report.name, &report.origin], standing).optional()?)
}

/// The name itself, or with the first number that makes it the only one.
fn free_label(connection: &Connection, name: &str) -> Inner<String> {
    let name = if name.is_empty() { "report" } else { name };
    let mut taken = connection.prepare_cached("SELECT 1 FROM reports WHERE label = $1 AND current = 1")?;
    if !taken.exists([name])? {
        return Ok(name.to_owned());
    }
    let sql = "SELECT count(DISTINCT series) FROM reports WHERE name = $1";
    let mut number: i64 = connection.prepare_cached(sql)?.query_row([name], |row| row.get(0))?;
    loop {
        number += 1;
        let label = format!("{name}-{number}");
        if !taken.exists([&label])? {
            return Ok(label);
        }
    }
}

/// Takes a series' current version out of views, search and events; its rows stay.
fn retire(connection: &Connection, series: i64) -> Inner<()> {
    let sql = "SELECT id FROM reports WHERE series = $1 AND current = 1";
    let current: Option<i64> = connection.prepare_cached(sql)?.query_row([series], |row| row.get(0)).optional()?;
    if let Some(report) = current {
        shelf::take_off(connection, report)?;
        reprints::delete(connection, report)?;
    }
    connection
        .prepare_cached(
            "DELETE FROM sentence_words WHERE rowid IN (SELECT s.id FROM sentences s JOIN reports r ON r.id = s.report \
             WHERE r.series = $1 AND r.current = 1)",
        )?
        .execute([series])?;
    connection.prepare_cached("UPDATE reports SET current = 0 WHERE series = $1 AND current = 1")?.execute([series])?;
    Ok(())
}

/// What of an account has no table of its own: survives fields that later versions add.
#[expect(clippy::needless_update, reason = "a field that core adds later is kept without a change here")]
fn rest(account: &Account) -> Inner<String> {
    to_json(&Account {
        report: Report::default(),
        sentences: Vec::new(),
        claims: Vec::new(),
        quotes: Vec::new(),
        figures: Vec::new(),
        assessments: Vec::new(),
        meetings: Vec::new(),
        times: Vec::new(),
        diagnostics: Vec::new(),
        ..account.clone()
    })
}

fn insert_report(
    connection: &Connection,
    account: &Account,
    hash: &str,
    series: Option<(i64, i64)>,
    label: &str,
    run: RunId,
) -> Inner<i64> {
    let Report { name, title, publisher, published, origin, text } = &account.report;
    let (series, version) = series.unwrap_or((0, 1));
    let published = published.map(|date| date.to_string());
    connection
        .prepare_cached(
            "INSERT INTO reports (hash, series, version, current, label, name, title, publisher, published, origin, \
             text, rest, run) VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        )?
        .execute(params![
            hash,
            series,
            version,
            label,
            name,
            title,
            publisher,
            published,
            origin,
            text,
            rest(account)?,
            run.0
        ])?;
    Ok(connection.last_insert_rowid())
}

fn insert_sentences(connection: &Connection, report: i64, account: &Account, run: RunId) -> Inner<()> {
    let mut sentence = connection
        .prepare_cached("INSERT INTO sentences (report, idx, start, \"end\", run) VALUES ($1, $2, $3, $4, $5)")?;
    let mut words = connection.prepare_cached("INSERT INTO sentence_words (rowid, words) VALUES ($1, $2)")?;
    for (idx, span) in account.sentences.iter().enumerate() {
        sentence.execute(params![report, idx, span.start, span.end, run.0])?;
        words.execute(params![connection.last_insert_rowid(), span.of(&account.report.text)])?;
    }
    Ok(())
}

fn insert_claims(connection: &Connection, report: i64, series: &str, account: &Account, run: RunId) -> Inner<()> {
    let keys = ClaimKey::of_account(series, account);
    for (idx, (claim, key)) in account.claims.iter().zip(keys).enumerate() {
        insert_claim(connection, report, idx, key, claim, &account.report.text, run)?;
        let id = connection.last_insert_rowid();
        terms::insert_claim(connection, id, claim)?;
        let lists = [("actor", claim.actors.as_slice()), ("recipient", claim.recipients.as_slice())];
        for (role, participants) in lists.into_iter().chain([("attributed", claim.attributed_to.as_slice())]) {
            for (idx, participant) in participants.iter().enumerate() {
                insert_participant(connection, id, role, idx, participant, &account.report.text, run)?;
            }
        }
    }
    Ok(())
}

fn insert_claim(
    connection: &Connection,
    report: i64,
    idx: usize,
    key: ClaimKey,
    claim: &Claim,
    text: &str,
    run: RunId,
) -> Inner<()> {
    let (start, end, grain) = dates(claim.date)?;
    let mut claim = claim.clone();
    if !claim.decided.score.is_finite() {
        claim.decided.score = 0.0; // JSON has no other numbers
    }
    connection
        .prepare_cached(
            "INSERT INTO claims (key, report, idx, sentence, type, mode, trigger_start, trigger_end, future, \
             hypothetical, negation, historical, attributed, condition, date_start, date_end, grain, place, \
             place_country, frame, score, json, run) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, \
             $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)",
        )?
        .execute(params![
            key.to_row(),
            report,
            idx,
            claim.sentence,
            claim.kind.as_str(),
            claim.mode,
            claim.trigger.start,
            claim.trigger.end,
            claim.aux.future,
            claim.aux.hypothetical,
            claim.aux.negation,
            claim.aux.historical,
            claim.attributed_to.as_ref().map(|it| it.span.of(text)),
            claim.condition.map(|span| span.of(text)),
            start,
            end,
            grain,
            claim.place.as_ref().map(|it| it.span.of(text)),
            claim.place.as_ref().map(|it| it.country.as_str()),
            claim.decided.frame,
            claim.decided.score,
            to_json(&claim)?,
            run.0
        ])?;
    Ok(())
}

/// First day, last day and grain, as columns.
pub(super) fn dates(
    date: Option<rapporteur_core::Interval>,
) -> Inner<(Option<String>, Option<String>, Option<String>)> {
    let Some(date) = date else { return Ok((None, None, None)) };
    Ok((Some(date.start.to_string()), Some(date.end.to_string()), Some(word(&date.grain)?)))
}

/// An enum's name as serde writes it.
fn word<T: serde::Serialize>(value: &T) -> Inner<String> {
    Ok(to_json(value)?.trim_matches('"').to_owned())
}

fn insert_participant(
    connection: &Connection,
    claim: i64,
    role: &str,
    idx: usize,
    participant: &Participant,
    text: &str,
    run: RunId,
) -> Inner<()> {
    let state = match &participant.actor {
        Resolution::Resolved(_) => "resolved",
        Resolution::Ambiguous(_) => "ambiguous",
        Resolution::Unresolved(_) => "unresolved",
    };
    let actor = participant.actor.best().cloned().unwrap_or_default();
    let words = participant.span.of(text);
    let folded = actor.name.to_lowercase();
    connection
        .prepare_cached(
            "INSERT INTO participants (claim, role, idx, words, state, name, folded, country, sector, run) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )?
        .execute(params![claim, role, idx, words, state, actor.name, folded, actor.country, actor.sector, run.0])?;
    Ok(())
}

fn insert_lists(connection: &Connection, report: i64, account: &Account, run: RunId) -> Inner<()> {
    let text = account.report.text.as_str();
    let of = |span: Span| span.of(text);
    let name = |it: &Option<Participant>| {
        it.as_ref().map(|it| it.actor.best().map_or_else(|| it.span.of(text).to_owned(), |actor| actor.name.clone()))
    };
    let insert = |sql: &str, row: &[&dyn rusqlite::ToSql]| connection.prepare_cached(sql)?.execute(row);
    for (idx, it) in account.quotes.iter().enumerate() {
        insert(
            "INSERT INTO quotes (report, idx, words, speaker, json, run) VALUES ($1, $2, $3, $4, $5, $6)",
            params![report, idx, of(it.span), name(&it.speaker), to_json(it)?, run.0],
        )?;
    }
    for (idx, it) in account.figures.iter().enumerate() {
        insert(
            "INSERT INTO figures (report, idx, words, what, low, high, whose, historical, json, run) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            params![
                report,
                idx,
                of(it.span),
                word(&it.what)?,
                it.low,
                it.high,
                name(&it.whose),
                it.historical,
                to_json(it)?,
                run.0
            ],
        )?;
    }
    for (idx, it) in account.assessments.iter().enumerate() {
        insert(
            "INSERT INTO assessments (report, idx, words, holder, json, run) VALUES ($1, $2, $3, $4, $5, $6)",
            params![report, idx, of(it.span), name(&it.holder), to_json(it)?, run.0],
        )?;
    }
    for (idx, it) in account.meetings.iter().enumerate() {
        insert(
            "INSERT INTO meetings (report, idx, claim, json, run) VALUES ($1, $2, $3, $4, $5)",
            params![report, idx, it.claim, to_json(it)?, run.0],
        )?;
    }
    for (idx, it) in account.times.iter().enumerate() {
        insert(
            "INSERT INTO times (report, idx, words, value, grain, json, run) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            params![report, idx, of(it.span), it.value, dates(it.interval.resolved().copied())?.2, to_json(it)?, run.0],
        )?;
    }
    for (idx, it) in account.diagnostics.iter().enumerate() {
        insert(
            "INSERT INTO diagnostics (report, idx, severity, kind, message, json, run) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            params![report, idx, word(&it.severity)?, it.kind, it.message, to_json(it)?, run.0],
        )?;
    }
    Ok(())
}
