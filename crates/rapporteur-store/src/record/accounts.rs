//! Keeping what one report says.

use rapporteur_core::{Account, Claim, Participant, Report, Resolution, Span};
use rusqlite::{ToSql, params};

use super::{reprints, runs, shelf, terms};
use crate::database::{Database, Row};
use crate::error::{Inner, to_json};
use crate::{Added, ClaimKey, ContentHash, How, Known, ReportId, RunId, Versions};

/// Whether this content is a current report.
pub(super) fn has(db: &dyn Database, hash: &ContentHash) -> Inner<bool> {
    let sql = "SELECT 1 FROM reports WHERE hash = $1 AND current = 1";
    Ok(db.value::<i64>(sql, params![hash.to_string()])?.is_some())
}

/// Whether this content needs reading.
pub(super) fn known(db: &dyn Database, hash: &ContentHash, versions: &Versions) -> Inner<Known> {
    let sql = "SELECT run FROM reports WHERE hash = $1 AND current = 1";
    let run = db.value(sql, params![hash.to_string()])?;
    let Some(run) = run else { return Ok(Known::New) };
    let same = runs::one(db, RunId(run))?.versions == *versions;
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

fn standing(row: &Row<'_>) -> Inner<Standing> {
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
pub(super) fn add(db: &dyn Database, account: &Account, run: RunId) -> Inner<Added> {
    let versions = runs::one(db, run)?.versions;
    let hash = ContentHash::of(&account.report).to_string();
    let same = db.find(&format!("{STANDING} WHERE hash = $1"), params![hash], standing)?;
    let (id, series, label, how) = match same {
        Some(same) if same.current && runs::one(db, RunId(same.run))?.versions == versions => {
            let how = if same.name == account.report.name { How::Already } else { How::Duplicate };
            return Ok(Added { report: ReportId(same.id), label: same.label, how });
        }
        Some(same) => again(db, account, same, run)?,
        None => match earlier(db, &account.report)? {
            Some(last) => version(db, account, &hash, last, run)?,
            None => first(db, account, &hash, run)?,
        },
    };
    let series_hash: String = db.only("SELECT hash FROM reports WHERE id = $1", params![series])?;
    insert_sentences(db, id, account, run)?;
    insert_claims(db, id, &series_hash, account, run)?;
    insert_lists(db, id, account, run)?;
    db.change("INSERT INTO fuse_reports (report) VALUES ($1) ON CONFLICT DO NOTHING", params![id])?;
    Ok(Added { report: ReportId(id), label, how })
}

/// A report's row id, its series, its label, and how it came in.
type Placed = (i64, i64, String, How);

/// The same content once more: read with other versions, or an earlier version that is back.
fn again(db: &dyn Database, account: &Account, same: Standing, run: RunId) -> Inner<Placed> {
    retire(db, same.series)?;
    for table in ["claims", "quotes", "figures", "assessments", "meetings", "times", "diagnostics", "sentences"] {
        db.change(&format!("DELETE FROM {table} WHERE report = $1"), params![same.id])?;
    }
    let sql = "UPDATE reports SET current = 1, title = $1, rest = $2, run = $3 WHERE id = $4";
    db.change(sql, params![account.report.title, rest(account)?, run.0, same.id])?;
    let how = if same.current { How::Reread } else { How::Version(same.version) };
    Ok((same.id, same.series, same.label, how))
}

/// Other content of a report that the record knows.
fn version(db: &dyn Database, account: &Account, hash: &str, last: Standing, run: RunId) -> Inner<Placed> {
    retire(db, last.series)?;
    let id = insert_report(db, account, hash, Some((last.series, last.version + 1)), &last.label, run)?;
    Ok((id, last.series, last.label, How::Version(last.version + 1)))
}

/// A report that the record does not know.
fn first(db: &dyn Database, account: &Account, hash: &str, run: RunId) -> Inner<Placed> {
    let label = free_label(db, &account.report.name)?;
    let id = insert_report(db, account, hash, None, &label, run)?;
    db.change("UPDATE reports SET series = id WHERE id = $1", params![id])?;
    Ok((id, id, label, How::New))
}

/// The newest version of the report of this name and origin. Standard input is no origin: two reports that come
/// through it under one name are two reports.
fn earlier(db: &dyn Database, report: &Report) -> Inner<Option<Standing>> {
    if report.origin.is_empty() || report.origin == "-" {
        return Ok(None);
    }
    let sql = format!("{STANDING} WHERE name = $1 AND origin = $2 ORDER BY version DESC LIMIT 1");
    db.find(&sql, params![report.name, report.origin], standing)
}

/// The name itself, or with the first number that makes it the only one.
fn free_label(db: &dyn Database, name: &str) -> Inner<String> {
    let name = if name.is_empty() { "report" } else { name };
    let taken = |label: &str| -> Inner<bool> {
        let sql = "SELECT 1 FROM reports WHERE label = $1 AND current = 1";
        Ok(db.value::<i64>(sql, params![label])?.is_some())
    };
    if !taken(name)? {
        return Ok(name.to_owned());
    }
    let sql = "SELECT count(DISTINCT series) FROM reports WHERE name = $1";
    let mut number: i64 = db.only(sql, params![name])?;
    loop {
        number += 1;
        let label = format!("{name}-{number}");
        if !taken(&label)? {
            return Ok(label);
        }
    }
}

/// Takes a series' current version out of views, search and events; its rows stay.
fn retire(db: &dyn Database, series: i64) -> Inner<()> {
    let sql = "SELECT id FROM reports WHERE series = $1 AND current = 1";
    let current: Option<i64> = db.value(sql, params![series])?;
    if let Some(report) = current {
        shelf::take_off(db, report)?;
        reprints::delete(db, report)?;
    }
    db.search().hide(db, series)?;
    db.change("UPDATE reports SET current = 0 WHERE series = $1 AND current = 1", params![series])?;
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
    db: &dyn Database,
    account: &Account,
    hash: &str,
    series: Option<(i64, i64)>,
    label: &str,
    run: RunId,
) -> Inner<i64> {
    let Report { name, title, publisher, published, origin, text } = &account.report;
    let (series, version) = series.unwrap_or((0, 1));
    let published = published.map(|date| date.to_string());
    db.only(
        "INSERT INTO reports (hash, series, version, current, label, name, title, publisher, published, origin, text, \
         rest, run) VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id",
        params![hash, series, version, label, name, title, publisher, published, origin, text, rest(account)?, run.0],
    )
}

fn insert_sentences(db: &dyn Database, report: i64, account: &Account, run: RunId) -> Inner<()> {
    for (idx, span) in account.sentences.iter().enumerate() {
        db.search().keep(db, &[&report, &idx, &span.start, &span.end, &run.0], span.of(&account.report.text))?;
    }
    Ok(())
}

fn insert_claims(db: &dyn Database, report: i64, series: &str, account: &Account, run: RunId) -> Inner<()> {
    let keys = ClaimKey::of_account(series, account);
    for (idx, (claim, key)) in account.claims.iter().zip(keys).enumerate() {
        let id = insert_claim(db, report, idx, key, claim, &account.report.text, run)?;
        terms::insert_claim(db, id, claim)?;
        let lists = [("actor", claim.actors.as_slice()), ("recipient", claim.recipients.as_slice())];
        for (role, participants) in lists.into_iter().chain([("attributed", claim.attributed_to.as_slice())]) {
            for (idx, participant) in participants.iter().enumerate() {
                insert_participant(db, id, role, idx, participant, &account.report.text, run)?;
            }
        }
    }
    Ok(())
}

fn insert_claim(
    db: &dyn Database,
    report: i64,
    idx: usize,
    key: ClaimKey,
    claim: &Claim,
    text: &str,
    run: RunId,
) -> Inner<i64> {
    let (start, end, grain) = dates(claim.date)?;
    let mut claim = claim.clone();
    if !claim.decided.score.is_finite() {
        claim.decided.score = 0.0; // JSON has no other numbers
    }
    db.only(
        "INSERT INTO claims (key, report, idx, sentence, type, mode, trigger_start, trigger_end, future, \
             hypothetical, negation, historical, attributed, condition, date_start, date_end, grain, place, \
             place_country, frame, score, json, run) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, \
             $14, $15, $16, $17, $18, $19, $20, $21, $22, $23) RETURNING id",
        params![
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
        ],
    )
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
    db: &dyn Database,
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
    db.change(
        "INSERT INTO participants (claim, role, idx, words, state, name, folded, country, sector, run) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![claim, role, idx, words, state, actor.name, folded, actor.country, actor.sector, run.0],
    )?;
    Ok(())
}

fn insert_lists(db: &dyn Database, report: i64, account: &Account, run: RunId) -> Inner<()> {
    let text = account.report.text.as_str();
    let of = |span: Span| span.of(text);
    let name = |it: &Option<Participant>| {
        it.as_ref().map(|it| it.actor.best().map_or_else(|| it.span.of(text).to_owned(), |actor| actor.name.clone()))
    };
    let insert = |sql: &str, row: &[&dyn ToSql]| db.change(sql, row).map(drop);
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
