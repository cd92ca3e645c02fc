//! Questions about claims and those who take part in them.

use rusqlite::{Connection, Row, params};

use super::filter::{Conditions, text};
use super::load::{claim, day};
use super::search::{WORDS, match_query, words};
use crate::error::Inner;
use crate::{ActorRow, ClaimFilter, ClaimKey, ReportId, RunId, StoredClaim};

const FROM: &str = "FROM claims c JOIN reports r ON r.id = c.report \
                    LEFT JOIN sentences s ON s.report = c.report AND s.idx = c.sentence";

const ORDER: &str = "ORDER BY c.date_start IS NULL, c.date_start, c.date_end, r.series, c.idx";

/// Claims that a filter finds.
pub(super) fn list(connection: &Connection, filter: &ClaimFilter) -> Inner<Vec<StoredClaim>> {
    let mut conditions = conditions(filter)?;
    let page = conditions.page(filter.limit, filter.offset);
    // Inside, only what chooses and orders; the words and the JSON are fetched for one page of claims alone.
    let sql = format!(
        "SELECT c.key, c.report, r.label, r.publisher, r.published, c.idx, c.run, coalesce(s.start, 0), \
         coalesce({WORDS}, x''), c.json, c.grain \
         FROM (SELECT c.id AS id {FROM} WHERE {} {ORDER} {page}) AS hit JOIN claims c ON c.id = hit.id \
         JOIN reports r ON r.id = c.report LEFT JOIN sentences s ON s.report = c.report AND s.idx = c.sentence {ORDER}",
        conditions.sql()
    );
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query(conditions.values())?;
    let mut claims = Vec::new();
    while let Some(row) = rows.next()? {
        claims.push(read(row)?);
    }
    Ok(claims)
}

fn read(row: &Row<'_>) -> Inner<StoredClaim> {
    let key = ClaimKey::from_row(row.get(0)?);
    let label: String = row.get(2)?;
    let published: Option<String> = row.get(4)?;
    let json: String = row.get(9)?;
    let grain: Option<String> = row.get(10)?;
    Ok(StoredClaim {
        key,
        report: ReportId(row.get(1)?),
        publisher: row.get(3)?,
        published: day(published.as_deref(), || format!("publication date of report `{label}`"))?,
        label,
        index: row.get(5)?,
        run: RunId(row.get(6)?),
        sentence_start: row.get(7)?,
        sentence: words(&row.get::<_, Vec<u8>>(8)?),
        claim: claim(&json, grain.as_deref(), key)?,
    })
}

/// How many a filter finds.
pub(super) fn count(connection: &Connection, filter: &ClaimFilter) -> Inner<usize> {
    let conditions = conditions(filter)?;
    let sql = format!("SELECT count(*) {FROM} WHERE {}", conditions.sql());
    Ok(connection.prepare(&sql)?.query_row(conditions.values(), |row| row.get(0))?)
}

fn conditions(filter: &ClaimFilter) -> Inner<Conditions> {
    const TAKES_PART: &str = "c.id IN (SELECT claim FROM participants WHERE {} AND role IN ('actor', 'recipient'))";
    let mut conditions = Conditions::default();
    conditions.and("r.current = 1", []);
    conditions.and_in("c.type", filter.kinds.iter().map(text).collect());
    if let Some(mode) = &filter.mode {
        conditions.and("c.mode = ?", [text(mode)]);
    }
    if let Some(actor) = &filter.actor {
        conditions.and_name(TAKES_PART, "folded", actor);
    }
    if let Some(country) = &filter.country {
        conditions.and(&TAKES_PART.replace("{}", "country = ?"), [text(country.to_uppercase())]);
    }
    if let Some(speaker) = &filter.attributed {
        let says = "c.id IN (SELECT claim FROM participants WHERE {} AND role = 'attributed')";
        conditions.and_name(says, "folded", speaker);
    }
    if let Some(place) = &filter.place {
        conditions.and("c.place_country = ?", [text(place.to_uppercase())]);
    }
    if let Some(from) = filter.from {
        conditions.and("c.date_end >= ?", [text(from)]);
    }
    if let Some(to) = filter.to {
        conditions.and("c.date_start <= ?", [text(to)]);
    }
    if let Some(words) = &filter.text {
        let found = "s.id IN (SELECT rowid FROM sentence_words WHERE sentence_words MATCH ?)";
        conditions.and(found, [text(match_query(words)?)]);
    }
    if let Some(report) = &filter.report {
        conditions.and("r.label = ?", [text(report)]);
    }
    if let Some(key) = filter.key {
        conditions.and("c.key = ?", [key.to_row().into()]);
    }
    if let Some(score) = filter.min_score {
        conditions.and("c.score >= ?", [f64::from(score).into()]);
    }
    Ok(conditions)
}

/// Actors of current reports, those in most claims first.
pub(super) fn actors(connection: &Connection, limit: Option<usize>) -> Inner<Vec<ActorRow>> {
    let sql = "SELECT p.name, p.country, p.sector, \
               count(DISTINCT CASE p.role WHEN 'actor' THEN p.claim END), \
               count(DISTINCT CASE p.role WHEN 'recipient' THEN p.claim END), \
               count(DISTINCT CASE p.role WHEN 'attributed' THEN p.claim END) \
               FROM participants p JOIN claims c ON c.id = p.claim JOIN reports r ON r.id = c.report \
               WHERE r.current = 1 AND p.name <> '' GROUP BY p.name, p.country, p.sector \
               ORDER BY count(DISTINCT p.claim) DESC, p.name, p.country, p.sector LIMIT $1";
    let limit = limit.map_or(i64::MAX, |limit| i64::try_from(limit).unwrap_or(i64::MAX));
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params![limit], |row| {
        Ok(ActorRow {
            name: row.get(0)?,
            country: row.get(1)?,
            sector: row.get(2)?,
            acts: row.get(3)?,
            receives: row.get(4)?,
            says: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
