//! Questions about claims and those who take part in them.

use rapporteur_core::Actor;
use rusqlite::params;

use super::filter::{Along, Walk, text};
use super::load::{claim, day};
use super::{search, terms};
use crate::database::{Database, Row, Words};
use crate::error::Inner;
use crate::{ActorRow, ClaimFilter, ClaimKey, ReportId, RunId, StoredClaim};

/// Up to how many sentences with some words are rare: then they are looked at before anything else.
const RARE: usize = 1000;

/// Claims that a filter finds.
pub(super) fn list(db: &dyn Database, filter: &ClaimFilter) -> Inner<Vec<StoredClaim>> {
    let mut walk = walk(db, filter)?;
    let Some(found) = walk.page(filter.limit, filter.offset)? else { return Ok(Vec::new()) };
    // Inside, only what chooses and orders; the words and the JSON are fetched for one page of claims alone.
    let sql = format!(
        "SELECT c.key, c.report, r.label, r.publisher, r.published, c.idx, c.run, coalesce(s.start, 0), \
         {}, c.json, c.grain \
         FROM ({found}) AS hit CROSS JOIN claims c ON c.id = hit.id CROSS JOIN reports r ON r.id = c.report \
         LEFT JOIN sentences s ON s.report = c.report AND s.idx = c.sentence ORDER BY hit.start, hit.id",
        db.search().words()
    );
    db.list(&sql, &walk.conditions.values(), read)
}

fn read(row: &Row<'_>) -> Inner<StoredClaim> {
    let key = ClaimKey::from_row(row.get(0)?);
    let label: String = row.get(2)?;
    let published: Option<String> = row.get(4)?;
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
        sentence: row.get::<Option<Words>>(8)?.map(|words| words.0).unwrap_or_default(),
        claim: claim(row.text(9)?, grain.as_deref(), key)?,
    })
}

/// How many a filter finds.
pub(super) fn count(db: &dyn Database, filter: &ClaimFilter) -> Inner<usize> {
    let mut walk = walk(db, &ClaimFilter { from: None, to: None, ..filter.clone() })?;
    if filter.or_printed {
        walk.between_or_printed_counted(filter.from, filter.to);
    } else {
        walk.between(filter.from, filter.to);
    }
    walk.count()
}

/// Whether there are more than so many.
pub(super) fn more_than(db: &dyn Database, claims: usize) -> Inner<bool> {
    let Some(all) = terms::find(db, terms::ALL)? else { return Ok(false) };
    let sql = "SELECT count(*) FROM (SELECT 1 FROM claim_terms WHERE term = $1 LIMIT $2) AS counted";
    Ok(db.only::<usize>(sql, params![all, claims.saturating_add(1)])? > claims)
}

/// The walk that finds what a filter asks for.
pub(super) fn walk<'c>(db: &'c dyn Database, filter: &ClaimFilter) -> Inner<Walk<'c>> {
    let mut walk = Walk::along(db, Along::Claims);
    if !filter.kinds.is_empty() {
        walk.any_of(terms::find_kinds(db, &filter.kinds)?);
    }
    if let Some(actor) = &filter.actor {
        walk.any_of(terms::find_names(db, "name", actor)?);
    }
    if let Some(speaker) = &filter.attributed {
        walk.any_of(terms::find_names(db, "said", speaker)?);
    }
    for (role, country) in [("state", &filter.country), ("place", &filter.place)] {
        if let Some(country) = country {
            walk.any_of(terms::find(db, &format!("{role} {}", country.to_uppercase()))?.into_iter().collect());
        }
    }
    if let Some(words) = &filter.anybody {
        walk.any_of(terms::find_anybody(db, words)?);
    }
    if let Some(country) = &filter.anywhere {
        walk.any_of(terms::find_anywhere(db, country)?);
    }
    let or_printed = filter.or_printed && (filter.from.is_some() || filter.to.is_some());
    if filter.mode.is_some() || filter.min_score.is_some() || filter.text.is_some() || or_printed {
        walk.join_claims();
    }
    if or_printed {
        walk.between_or_printed(filter.from, filter.to);
    } else {
        walk.between(filter.from, filter.to);
    }
    if let Some(mode) = &filter.mode {
        walk.conditions.and("c.mode = ?", [text(mode)]);
    }
    if let Some(score) = filter.min_score {
        walk.conditions.and("c.score >= ?", [f64::from(score).into()]);
    }
    walk.none_of(&rows(db, &filter.except)?);
    const AND_TERMS: &str = "CROSS JOIN claim_terms d ON d.claim = c.id";
    if let Some(report) = &filter.report {
        let claims = "reports r CROSS JOIN claims c ON c.report = r.id";
        walk.start_from(format!("{claims} {AND_TERMS}"));
        walk.conditions.and("r.current = 1 AND r.label = ?", [text(report)]);
    }
    if let Some(key) = filter.key {
        walk.start_from(format!("claims c CROSS JOIN reports r ON r.id = c.report {AND_TERMS}"));
        walk.conditions.and("r.current = 1 AND c.key = ?", [key.to_row().into()]);
    }
    if let Some(words) = &filter.text {
        let search = db.search();
        let query = search.query(&search::asked(words)?);
        let ([first, last], meets) = (search.tables(), search.meets());
        if filter.report.is_none() && filter.key.is_none() && search::is_rare(db, &query, RARE)? {
            let claims = "CROSS JOIN reports r ON r.id = s.report \
                          CROSS JOIN claims c ON c.report = s.report AND c.sentence = s.idx";
            walk.start_from(format!("{first} {claims} {AND_TERMS}"));
            walk.conditions.and(meets, [text(query)]);
        } else {
            let found =
                format!("EXISTS (SELECT 1 FROM {last} WHERE s.report = c.report AND s.idx = c.sentence AND {meets})");
            walk.conditions.and(&found, [text(query)]);
        }
    }
    Ok(walk)
}

/// Row numbers of claims.
fn rows(db: &dyn Database, keys: &[ClaimKey]) -> Inner<Vec<i64>> {
    let row = |key: &ClaimKey| db.column("SELECT id FROM claims WHERE key = $1", params![key.to_row()]);
    Ok(keys.iter().map(row).collect::<Inner<Vec<_>>>()?.concat())
}

/// As many names are looked at, and as many claims of each are counted, to find those named most.
const NAMES: usize = 200;

/// Actors and recipients with a name in which a word begins like this, those named most first.
pub(super) fn named(db: &dyn Database, beginning: &str, limit: usize) -> Inner<Vec<Actor>> {
    let mut counted = terms::find_beginnings(db, beginning, NAMES)?
        .into_iter()
        .map(|(term, folded)| {
            let sql = "SELECT count(*) FROM (SELECT 1 FROM claim_terms WHERE term = $1 LIMIT $2) AS counted";
            Ok((db.only::<usize>(sql, params![term, NAMES])?, term, folded))
        })
        .collect::<Inner<Vec<_>>>()?;
    counted.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.2.cmp(&b.2)));
    // Any of its claims has the name as it is written, with its codes.
    let sql = "SELECT p.name, p.country, p.sector FROM claim_terms d JOIN participants p ON p.claim = d.claim \
               WHERE d.term = $1 AND p.folded = $2 LIMIT 1";
    let actor = |(_, term, folded): (usize, i64, String)| {
        let read = |row: &Row<'_>| Ok(Actor { name: row.get(0)?, country: row.get(1)?, sector: row.get(2)? });
        db.find(sql, params![term, folded], read)
    };
    counted.into_iter().take(limit).filter_map(|it| actor(it).transpose()).collect()
}

/// Actors of current reports, those in most claims first.
pub(super) fn actors(db: &dyn Database, limit: Option<usize>) -> Inner<Vec<ActorRow>> {
    let sql = "SELECT p.name, p.country, p.sector, \
               count(DISTINCT CASE p.role WHEN 'actor' THEN p.claim END), \
               count(DISTINCT CASE p.role WHEN 'recipient' THEN p.claim END), \
               count(DISTINCT CASE p.role WHEN 'attributed' THEN p.claim END) \
               FROM participants p JOIN claims c ON c.id = p.claim JOIN reports r ON r.id = c.report \
               WHERE r.current = 1 AND p.name <> '' GROUP BY p.name, p.country, p.sector \
               ORDER BY count(DISTINCT p.claim) DESC, p.name, p.country, p.sector LIMIT $1";
    let limit = limit.map_or(i64::MAX, |limit| i64::try_from(limit).unwrap_or(i64::MAX));
    db.list(sql, params![limit], |row| {
        Ok(ActorRow {
            name: row.get(0)?,
            country: row.get(1)?,
            sector: row.get(2)?,
            acts: row.get(3)?,
            receives: row.get(4)?,
            says: row.get(5)?,
        })
    })
}
