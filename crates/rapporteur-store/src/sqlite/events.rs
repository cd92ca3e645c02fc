//! Events: kept as the fuse stage gives them, with numbers that continue where membership does.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_core::{EventType, Interval};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::accounts::dates;
use super::filter::{Conditions, text};
use super::load::{day, regrain};
use crate::error::{Inner, from_json, to_json};
use crate::{
    ClaimKey, ClaimRef, ErrorKind, EventChanges, EventDraft, EventFilter, EventId, ReportId, RunId, StoredEvent,
};

/// Replaces all events.
pub(super) fn replace(connection: &Connection, drafts: &[EventDraft], run: RunId) -> Inner<Vec<EventId>> {
    let keys = drafts.iter().map(|draft| keys(connection, draft)).collect::<Inner<Vec<_>>>()?;
    let continued = continue_ids(&membership(connection)?, &keys);
    connection.execute("DELETE FROM events", [])?;
    let mut ids = Vec::with_capacity(drafts.len());
    for ((draft, keys), id) in drafts.iter().zip(&keys).zip(continued) {
        ids.push(insert(connection, id, draft, keys, run)?);
    }
    fused(connection)?;
    Ok(ids)
}

/// Changes some events.
pub(super) fn change(connection: &Connection, changes: &EventChanges, run: RunId) -> Inner<Vec<EventId>> {
    let mut delete = connection.prepare_cached("DELETE FROM events WHERE id = $1")?;
    for id in changes.gone.iter().chain(changes.changed.iter().map(|(id, _)| id)) {
        if delete.execute([id.0])? == 0 {
            return Err(ErrorKind::NoSuch { what: "event", id: id.0.to_string() });
        }
    }
    for (id, draft) in &changes.changed {
        insert(connection, Some(id.0), draft, &keys(connection, draft)?, run)?;
    }
    let new = changes.new.iter().map(|draft| insert(connection, None, draft, &keys(connection, draft)?, run));
    let new = new.collect::<Inner<Vec<_>>>()?;
    fused(connection)?;
    Ok(new)
}

/// Whether reports came in after the last fuse.
pub(super) fn needed(connection: &Connection) -> Inner<bool> {
    let sql = "SELECT 1 FROM meta WHERE key = 'needs-fuse' AND value = '1'";
    Ok(connection.prepare_cached(sql)?.exists([])?)
}

fn fused(connection: &Connection) -> Inner<()> {
    connection.execute("DELETE FROM meta WHERE key = 'needs-fuse'", [])?;
    Ok(())
}

/// The keys of a draft's claims.
fn keys(connection: &Connection, draft: &EventDraft) -> Inner<BTreeSet<i64>> {
    let mut key = connection.prepare_cached("SELECT key FROM claims WHERE report = $1 AND idx = $2")?;
    let one = |claim: &ClaimRef| {
        let found = key.query_row(params![claim.report.0, claim.index], |row| row.get(0)).optional()?;
        found.ok_or_else(|| ErrorKind::NoSuch {
            what: "claim",
            id: format!("{} of report {}", claim.index, claim.report.0),
        })
    };
    draft.claims.iter().map(one).collect()
}

/// Events by the keys of their claims.
fn membership(connection: &Connection) -> Inner<BTreeMap<i64, Vec<i64>>> {
    let mut statement = connection.prepare_cached("SELECT claim, event FROM event_claims ORDER BY claim, event")?;
    let mut rows = statement.query([])?;
    let mut events: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        events.entry(row.get(0)?).or_default().push(row.get(1)?);
    }
    Ok(events)
}

/// For each draft, the number of the event with which it shares most claims, largest shares first; each number once.
fn continue_ids(before: &BTreeMap<i64, Vec<i64>>, drafts: &[BTreeSet<i64>]) -> Vec<Option<i64>> {
    let mut shares = Vec::new();
    for (draft, keys) in drafts.iter().enumerate() {
        let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
        for event in keys.iter().filter_map(|key| before.get(key)).flatten() {
            *counts.entry(*event).or_default() += 1;
        }
        shares.extend(counts.into_iter().map(|(event, count)| (std::cmp::Reverse(count), event, draft)));
    }
    shares.sort_unstable();
    let mut ids = vec![None; drafts.len()];
    let mut taken = BTreeSet::new();
    for (_, event, draft) in shares {
        if ids[draft].is_none() && taken.insert(event) {
            ids[draft] = Some(event);
        }
    }
    ids
}

fn insert(
    connection: &Connection,
    id: Option<i64>,
    draft: &EventDraft,
    keys: &BTreeSet<i64>,
    run: RunId,
) -> Inner<EventId> {
    let (start, end, grain) = dates(draft.date)?;
    connection
        .prepare_cached(
            "INSERT INTO events (id, type, mode, title, date_start, date_end, grain, json, run) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )?
        .execute(params![
            id,
            draft.kind.as_str(),
            draft.mode,
            draft.title,
            start,
            end,
            grain,
            to_json(&draft.payload)?,
            run.0
        ])?;
    let id = connection.last_insert_rowid();
    let mut member = connection.prepare_cached("INSERT INTO event_claims (event, claim, run) VALUES ($1, $2, $3)")?;
    for key in keys {
        member.execute(params![id, key, run.0])?;
    }
    Ok(EventId(id))
}

const SELECT: &str = "SELECT e.id, e.type, e.mode, e.title, e.date_start, e.date_end, e.grain, e.json FROM events e";

/// One event.
pub(super) fn one(connection: &Connection, id: i64) -> Inner<Option<StoredEvent>> {
    let mut statement = connection.prepare_cached(&format!("{SELECT} WHERE e.id = $1"))?;
    let mut rows = statement.query([id])?;
    rows.next()?.map(|row| read(connection, row)).transpose()
}

/// Events that a filter finds.
pub(super) fn list(connection: &Connection, filter: &EventFilter) -> Inner<Vec<StoredEvent>> {
    let mut conditions = Conditions::default();
    conditions.and_in("e.type", filter.kinds.iter().map(text).collect());
    if let Some(from) = filter.from {
        conditions.and("e.date_end >= ?", [text(from)]);
    }
    if let Some(to) = filter.to {
        conditions.and("e.date_start <= ?", [text(to)]);
    }
    if let Some(actor) = &filter.actor {
        let takes_part = "e.id IN (SELECT m.event FROM participants p JOIN claims c ON c.id = p.claim \
                          JOIN reports r ON r.id = c.report AND r.current = 1 JOIN event_claims m ON m.claim = c.key \
                          WHERE {} AND p.role IN ('actor', 'recipient'))";
        conditions.and_name(takes_part, "p.folded", actor);
    }
    let page = conditions.page(filter.limit, filter.offset);
    let sql = format!(
        "{SELECT} WHERE {} \
         ORDER BY e.date_start IS NULL, e.date_start, e.date_end, e.id {page}",
        conditions.sql()
    );
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query(conditions.values())?;
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        events.push(read(connection, row)?);
    }
    Ok(events)
}

fn read(connection: &Connection, row: &Row<'_>) -> Inner<StoredEvent> {
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
    let json: String = row.get(7)?;
    Ok(StoredEvent {
        id: EventId(id),
        kind,
        mode: row.get(2)?,
        title: row.get(3)?,
        date,
        claims: members(connection, id)?,
        payload: from_json(&json, what)?,
    })
}

fn members(connection: &Connection, event: i64) -> Inner<Vec<(ClaimRef, ClaimKey)>> {
    let sql = "SELECT c.report, c.idx, c.key FROM event_claims m JOIN claims c ON c.key = m.claim \
               JOIN reports r ON r.id = c.report WHERE m.event = $1 AND r.current = 1 ORDER BY r.series, c.idx";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([event], |row| {
        let claim = ClaimRef { report: ReportId(row.get(0)?), index: row.get(1)? };
        Ok((claim, ClaimKey::from_row(row.get(2)?)))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The events that a claim belongs to.
pub(super) fn of_claim(connection: &Connection, claim: ClaimKey) -> Inner<Vec<EventId>> {
    let mut statement = connection.prepare_cached("SELECT event FROM event_claims WHERE claim = $1 ORDER BY event")?;
    let rows = statement.query_map([claim.to_row()], |row| Ok(EventId(row.get(0)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::continue_ids;

    #[test]
    fn the_larger_part_of_a_split_keeps_the_number() {
        let before = BTreeMap::from([(1, vec![7]), (2, vec![7]), (3, vec![7]), (4, vec![8])]);
        let drafts = [BTreeSet::from([1]), BTreeSet::from([2, 3, 4]), BTreeSet::from([9])];
        assert_eq!(continue_ids(&before, &drafts), [None, Some(7), None]);
    }

    #[test]
    fn a_merge_keeps_the_number_of_the_larger() {
        let before = BTreeMap::from([(1, vec![7]), (2, vec![8]), (3, vec![8])]);
        assert_eq!(continue_ids(&before, &[BTreeSet::from([1, 2, 3])]), [Some(8)]);
    }
}
