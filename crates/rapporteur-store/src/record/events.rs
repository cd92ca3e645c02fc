//! Events: kept as the fuse stage gives them, with numbers that continue where membership does.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_core::{Event, EventType, Interval};
use rusqlite::params;

use super::accounts::dates;
use super::filter::{Along, Walk};
use super::load::{day, regrain};
use super::{claims, terms};
use crate::database::{Database, Row};
use crate::error::{Inner, from_json, to_json};
use crate::{ClaimFilter, ClaimKey, ClaimRef, DayCount, ErrorKind, EventFilter, EventId, ReportId, RunId, StoredEvent};

/// For each new event, given by its claims, the number of the one of before with which it shares most claims, largest
/// shares first; each number once.
pub(super) fn continue_ids(before: &BTreeMap<i64, BTreeSet<i64>>, events: &[BTreeSet<i64>]) -> Vec<Option<i64>> {
    let of_claim: BTreeMap<i64, i64> =
        before.iter().flat_map(|(&event, claims)| claims.iter().map(move |&claim| (claim, event))).collect();
    let mut shares = Vec::new();
    for (new, claims) in events.iter().enumerate() {
        let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
        for &event in claims.iter().filter_map(|claim| of_claim.get(claim)) {
            *counts.entry(event).or_default() += 1;
        }
        shares.extend(counts.into_iter().map(|(event, count)| (std::cmp::Reverse(count), event, new)));
    }
    shares.sort_unstable();
    let mut ids = vec![None; events.len()];
    let mut taken = BTreeSet::new();
    for (_, event, new) in shares {
        if ids[new].is_none() && taken.insert(event) {
            ids[new] = Some(event);
        }
    }
    ids
}

/// Removes an event.
pub(super) fn delete(db: &dyn Database, id: i64) -> Inner<()> {
    db.change("DELETE FROM event_terms WHERE event = $1", params![id])?;
    db.change("DELETE FROM events WHERE id = $1", params![id])?;
    Ok(())
}

/// Keeps a new event.
pub(super) fn insert(db: &dyn Database, event: &Event, claims: &BTreeSet<i64>, run: RunId) -> Inner<()> {
    let (start, end, grain) = dates(event.date)?;
    let (kind, json) = (event.kind.as_str(), to_json(event)?);
    let keep = "INSERT INTO events (type, mode, title, date_start, date_end, grain, json, run) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id";
    let id: i64 = db.only(keep, params![kind, event.mode, event.title, start, end, grain, json, run.0])?;
    terms::insert_event(db, id, event)?;
    insert_members(db, id, claims.iter(), run)
}

/// Keeps an event under its number of before; `claims` are those before and now. Rows that stay keep the run that made them.
pub(super) fn update(
    db: &dyn Database,
    id: i64,
    event: &Event,
    [before, now]: [&BTreeSet<i64>; 2],
    run: RunId,
) -> Inner<()> {
    let (start, end, grain) = dates(event.date)?;
    let (kind, json) = (event.kind.as_str(), to_json(event)?);
    let set = "UPDATE events SET type = $1, mode = $2, title = $3, date_start = $4, date_end = $5, grain = $6, \
               json = $7, run = $8 WHERE id = $9";
    db.change(set, params![kind, event.mode, event.title, start, end, grain, json, run.0, id])?;
    db.change("DELETE FROM event_terms WHERE event = $1", params![id])?;
    terms::insert_event(db, id, event)?;
    for claim in before.difference(now) {
        db.change("DELETE FROM event_claims WHERE event = $1 AND claim = $2", params![id, claim])?;
    }
    insert_members(db, id, now.difference(before), run)
}

fn insert_members<'c>(db: &dyn Database, id: i64, mut claims: impl Iterator<Item = &'c i64>, run: RunId) -> Inner<()> {
    let member = "INSERT INTO event_claims (event, claim, run) VALUES ($1, $2, $3)";
    claims.try_for_each(|claim| db.change(member, params![id, claim, run.0]).map(drop))
}

const SELECT: &str = "SELECT e.id, e.type, e.mode, e.title, e.date_start, e.date_end, e.grain, e.json FROM events e";

/// One event.
pub(super) fn one(db: &dyn Database, id: i64) -> Inner<Option<StoredEvent>> {
    db.find(&format!("{SELECT} WHERE e.id = $1"), params![id], |row| read(db, row))
}

/// Events that a filter finds.
pub(super) fn list(db: &dyn Database, filter: &EventFilter) -> Inner<Vec<StoredEvent>> {
    let mut walk = walk(db, filter)?;
    let Some(found) = walk.page(filter.limit, filter.offset)? else { return Ok(Vec::new()) };
    let sql = format!(
        "SELECT e.id, e.type, e.mode, e.title, e.date_start, e.date_end, e.grain, e.json \
         FROM ({found}) AS hit CROSS JOIN events e ON e.id = hit.id ORDER BY hit.start, hit.id"
    );
    db.list(&sql, &walk.conditions.values(), |row| read(db, row))
}

/// How many a filter finds.
pub(super) fn count(db: &dyn Database, filter: &EventFilter) -> Inner<usize> {
    walk(db, filter)?.count()
}

/// How many begin on each day, by type.
pub(super) fn days(db: &dyn Database, filter: &EventFilter) -> Inner<Vec<DayCount>> {
    if filter.actor.is_some() || filter.anybody.is_some() || filter.country.is_some() {
        return days_of(db, filter, None);
    }
    // Each type's own term has its events in order of days: no event has to be looked up.
    let kinds = if filter.kinds.is_empty() { &EventType::ALL[..] } else { &filter.kinds };
    let one = |&kind| days_of(db, &EventFilter { kinds: vec![kind], ..filter.clone() }, Some(kind));
    Ok(kinds.iter().map(one).collect::<Inner<Vec<_>>>()?.concat())
}

/// The same for events of one type, where it is known.
fn days_of(db: &dyn Database, filter: &EventFilter, kind: Option<EventType>) -> Inner<Vec<DayCount>> {
    let (join, column) = match kind {
        Some(_) => ("", ""),
        None => (" CROSS JOIN events e ON e.id = d.event", ", e.type"),
    };
    let mut walk = walk(db, filter)?;
    walk.conditions.and("d.start <= 99991231", []);
    let Some((counted, found)) = walk.counting(join)? else { return Ok(Vec::new()) };
    let sql = format!("SELECT d.start, {counted}{column} {found} GROUP BY d.start{column} ORDER BY d.start{column}");
    let bad = |detail| ErrorKind::Row { what: "type of an event".into(), detail };
    db.list(&sql, &walk.conditions.values(), |row| {
        let kind = kind.map_or_else(|| row.text(2)?.parse().map_err(bad), Ok)?;
        Ok(DayCount { kind, day: terms::day(row.get(0)?)?, events: row.get(1)? })
    })
}

fn walk<'c>(db: &'c dyn Database, filter: &EventFilter) -> Inner<Walk<'c>> {
    let mut walk = Walk::along(db, Along::Events);
    if !filter.kinds.is_empty() {
        walk.any_of(terms::find_kinds(db, &filter.kinds)?);
    }
    if let Some(actor) = &filter.actor {
        walk.any_of(terms::find_names(db, "name", actor)?);
    }
    if let Some(words) = &filter.anybody {
        walk.any_of(terms::find_parts(db, "name", words)?);
    }
    if let Some(country) = &filter.country {
        walk.any_of(terms::find_country(db, country)?);
    }
    walk.between(filter.from, filter.to);
    walk.none_of(&filter.except.iter().map(|id| id.0).collect::<Vec<_>>());
    Ok(walk)
}

/// Events with a claim in one of these reports, in order of number.
pub(super) fn in_reports(db: &dyn Database, reports: &[ReportId]) -> Inner<Vec<StoredEvent>> {
    let mut events = BTreeSet::new();
    for report in reports {
        let sql = "SELECT DISTINCT m.event FROM claims c JOIN event_claims m ON m.claim = c.key WHERE c.report = $1";
        events.extend(db.column::<i64>(sql, params![report.0])?);
    }
    events.into_iter().filter_map(|id| one(db, id).transpose()).collect()
}

/// Events with a claim in a sentence.
pub(super) fn said(db: &dyn Database, report: ReportId, sentence: usize) -> Inner<Vec<EventId>> {
    let sql = "SELECT DISTINCT m.event FROM claims c JOIN event_claims m ON m.claim = c.key \
               WHERE c.report = $1 AND c.sentence = $2 ORDER BY m.event";
    db.list(sql, params![report.0, sentence], |row| row.get(0).map(EventId))
}

/// Events with a claim that a filter finds, in order of date and number.
pub(super) fn with_claims(db: &dyn Database, filter: &ClaimFilter) -> Inner<Vec<StoredEvent>> {
    let mut walk = claims::walk(db, filter)?;
    walk.join_claims();
    let Some(found) = walk.sql()? else { return Ok(Vec::new()) };
    let page = walk.conditions.page(filter.limit, filter.offset);
    let sql = format!(
        "SELECT e.id, e.type, e.mode, e.title, e.date_start, e.date_end, e.grain, e.json FROM events e \
         WHERE e.id IN (SELECT m.event FROM (SELECT c.key AS key {found}) AS hit \
         CROSS JOIN event_claims m ON m.claim = hit.key) \
         ORDER BY e.date_start IS NULL, e.date_start, e.date_end, e.id {page}"
    );
    db.list(&sql, &walk.conditions.values(), |row| read(db, row))
}

fn read(db: &dyn Database, row: &Row<'_>) -> Inner<StoredEvent> {
    let id: i64 = row.get(0)?;
    let what = || format!("event {id}");
    let kind: String = row.get(1)?;
    let kind: EventType = kind.parse().map_err(|detail| ErrorKind::Row { what: what(), detail })?;
    let ends: (Option<String>, Option<String>, Option<String>) = (row.get(4)?, row.get(5)?, row.get(6)?);
    let mut date = match (day(ends.0.as_deref(), what)?, day(ends.1.as_deref(), what)?) {
        (Some(start), Some(end)) => Some(Interval::range(start, end)),
        _ => None,
    };
    if let Some(date) = &mut date {
        regrain(date, ends.2.as_deref(), what)?;
    }
    Ok(StoredEvent {
        id: EventId(id),
        kind,
        mode: row.get(2)?,
        title: row.get(3)?,
        date,
        claims: members(db, id)?,
        payload: from_json(row.text(7)?, what)?,
    })
}

fn members(db: &dyn Database, event: i64) -> Inner<Vec<(ClaimRef, ClaimKey)>> {
    let sql = "SELECT c.report, c.idx, c.key FROM event_claims m JOIN claims c ON c.key = m.claim \
               JOIN reports r ON r.id = c.report WHERE m.event = $1 AND r.current = 1 ORDER BY r.series, c.idx";
    db.list(sql, params![event], |row| {
        let claim = ClaimRef { report: ReportId(row.get(0)?), index: row.get(1)? };
        Ok((claim, ClaimKey::from_row(row.get(2)?)))
    })
}

/// The events that a claim belongs to.
pub(super) fn of_claim(db: &dyn Database, claim: ClaimKey) -> Inner<Vec<EventId>> {
    let sql = "SELECT event FROM event_claims WHERE claim = $1 ORDER BY event";
    db.list(sql, params![claim.to_row()], |row| row.get(0).map(EventId))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::continue_ids;

    #[test]
    fn the_larger_part_of_a_split_keeps_the_number() {
        let before = BTreeMap::from([(7, BTreeSet::from([1, 2, 3])), (8, BTreeSet::from([4]))]);
        let events = [BTreeSet::from([1]), BTreeSet::from([2, 3, 4]), BTreeSet::from([9])];
        assert_eq!(continue_ids(&before, &events), [None, Some(7), None]);
    }

    #[test]
    fn a_merge_keeps_the_number_of_the_larger() {
        let before = BTreeMap::from([(7, BTreeSet::from([1])), (8, BTreeSet::from([2, 3]))]);
        assert_eq!(continue_ids(&before, &[BTreeSet::from([1, 2, 3])]), [Some(8)]);
    }
}
