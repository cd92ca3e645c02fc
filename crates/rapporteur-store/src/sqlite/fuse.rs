//! Fusing what came in: brings the fuse stage what it touches, and keeps the events that it gives.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_core::event::ClaimRef;
use rapporteur_core::fuse::{ClaimId, Shelf, cohesion, event, facets, file_claims, regroup};
use rapporteur_core::knowledge::Knowledge;
use rapporteur_core::{Account, Event, Report};
use rusqlite::{Connection, OptionalExtension, params};

use super::shelf::RecordShelf;
use super::{events, load, reprints};
use crate::error::Inner;
use crate::{ErrorKind, RunId};

/// Whether something is still to be fused.
pub(super) fn needed(connection: &Connection) -> Inner<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM fuse_reports) OR EXISTS (SELECT 1 FROM fuse_touched) \
               OR EXISTS (SELECT 1 FROM fuse_events)";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// Fuses some of what came in: see [`Store::fuse`](crate::Store::fuse).
pub(super) fn fuse(connection: &Connection, knowledge: &Knowledge, most: usize, run: RunId) -> Inner<usize> {
    let mut shelf = RecordShelf(connection);
    let mut new: Vec<ClaimId> = Vec::new();
    for report in take(connection, "SELECT report FROM fuse_reports ORDER BY report LIMIT $1", most)? {
        let account = load::told(connection, report)?;
        let report_number = usize::try_from(report).unwrap_or_default();
        reprints::insert(connection, report, &account.report.text)?;
        new.extend(file_claims(&mut shelf, &facets(report_number, &account, knowledge))?);
        connection.prepare_cached("DELETE FROM fuse_reports WHERE report = $1")?.execute([report])?;
    }
    let mut touched = take(connection, "SELECT claim FROM fuse_touched LIMIT $1", usize::MAX)?;
    let outdated: BTreeSet<i64> =
        take(connection, "SELECT event FROM fuse_events LIMIT $1", usize::MAX)?.into_iter().collect();
    let mut stale = outdated.clone();
    connection.execute_batch("DELETE FROM fuse_touched; DELETE FROM fuse_events;")?;
    let groups = loop {
        let seeds: Vec<ClaimId> = touched.iter().map(|claim| claim.cast_unsigned()).collect();
        let groups = regroup(&shelf, &new, &seeds)?;
        let regrouped: BTreeSet<i64> = groups.iter().flatten().map(|claim| claim.cast_signed()).collect();
        for &claim in &regrouped {
            stale.extend(events_of(connection, claim)?);
        }
        // What an event is about to lose must be grouped as well.
        let before = touched.len();
        for &event in &stale {
            touched.extend(members(connection, event)?.into_iter().filter(|claim| !regrouped.contains(claim)));
        }
        if touched.len() == before {
            break groups;
        }
    };
    keep(connection, &shelf, &groups, &Stale { events: stale, outdated }, run)?;
    let left = "SELECT count(*) FROM fuse_reports";
    Ok(connection.prepare_cached(left)?.query_row([], |row| row.get(0))?)
}

fn take(connection: &Connection, sql: &str, most: usize) -> Inner<Vec<i64>> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([i64::try_from(most).unwrap_or(i64::MAX)], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn events_of(connection: &Connection, claim: i64) -> Inner<Vec<i64>> {
    let sql = "SELECT m.event FROM claims c JOIN event_claims m ON m.claim = c.key WHERE c.id = $1";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([claim], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Claims of an event that stand on the shelf.
fn members(connection: &Connection, event: i64) -> Inner<Vec<i64>> {
    let sql = "SELECT c.id FROM event_claims m JOIN claims c ON c.key = m.claim JOIN fuse_claims f ON f.claim = c.id \
               WHERE m.event = $1";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([event], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Events that a fuse may change.
struct Stale {
    /// All of them.
    events: BTreeSet<i64>,
    /// Those that change even where their claims stay: one was read anew, or turned out to be a reprint.
    outdated: BTreeSet<i64>,
}

/// Keeps groups as events: those that stay as they were keep their row, those that go on keep their number.
fn keep(
    connection: &Connection,
    shelf: &RecordShelf<'_>,
    groups: &[Vec<ClaimId>],
    stale: &Stale,
    run: RunId,
) -> Inner<()> {
    let keys = groups.iter().map(|group| keys(connection, group)).collect::<Inner<Vec<_>>>()?;
    let before = events::membership(connection, &stale.events)?;
    let continued = events::continue_ids(&before, &keys);
    let stays = |id: &i64, keys: &BTreeSet<i64>| !stale.outdated.contains(id) && before.get(id) == Some(keys);
    let (mut kept, mut changed) = (BTreeSet::new(), Vec::new());
    for ((group, keys), id) in groups.iter().zip(&keys).zip(continued) {
        match id.filter(|id| stays(id, keys)) {
            Some(id) => drop(kept.insert(id)),
            None => changed.push((group, keys, id)),
        }
    }
    for &event in stale.events.difference(&kept) {
        events::delete(connection, event)?;
    }
    for (group, keys, id) in changed {
        events::insert(connection, id, &told(connection, shelf, group)?, keys, run)?;
    }
    Ok(())
}

fn keys(connection: &Connection, group: &[ClaimId]) -> Inner<BTreeSet<i64>> {
    let mut key = connection.prepare_cached("SELECT key FROM claims WHERE id = $1")?;
    group.iter().map(|claim| Ok(key.query_row([claim.cast_signed()], |row| row.get(0))?)).collect()
}

/// An event from its claims, with only what of their reports it needs.
fn told(connection: &Connection, shelf: &RecordShelf<'_>, group: &[ClaimId]) -> Inner<Event> {
    let mut accounts: Vec<Account> = Vec::new();
    let mut voices: Vec<usize> = Vec::new();
    let mut place: BTreeMap<i64, usize> = BTreeMap::new();
    let mut claims = Vec::with_capacity(group.len());
    let sql = "SELECT report, json, grain, key FROM claims WHERE id = $1";
    let mut find = connection.prepare_cached(sql)?;
    for claim in group {
        let (report, claim) = find.query_row([claim.cast_signed()], |row| {
            let key = crate::ClaimKey::from_row(row.get(3)?);
            let grain: Option<String> = row.get(2)?;
            Ok((row.get::<_, i64>(0)?, load::claim(row.get_ref(1)?.as_str()?, grain.as_deref(), key)))
        })?;
        let at = match place.get(&report) {
            Some(&at) => at,
            None => {
                let (report_row, voice) = report_of(connection, report)?;
                accounts.push(Account { report: report_row, ..Account::default() });
                voices.push(usize::try_from(voice).unwrap_or_default());
                place.insert(report, accounts.len() - 1);
                accounts.len() - 1
            }
        };
        accounts[at].claims.push(claim?);
        claims.push(ClaimRef { report: at, claim: accounts[at].claims.len() - 1 });
    }
    let facets = group.iter().map(|&claim| shelf.facets(claim)).collect::<Inner<Vec<_>>>()?;
    let mut event = event(claims, &accounts, &voices, cohesion(&facets));
    // Membership has a table of its own; these numbers mean nothing outside of this function.
    event.claims.clear();
    Ok(event)
}

/// A report with the report whose text it carries.
fn report_of(connection: &Connection, id: i64) -> Inner<(Report, i64)> {
    let sql = "SELECT text, publisher, published, coalesce(voice, id) FROM reports WHERE id = $1";
    let row = connection
        .prepare_cached(sql)?
        .query_row(params![id], |row| {
            let report = Report { text: row.get(0)?, publisher: row.get(1)?, ..Report::default() };
            Ok((report, row.get::<_, Option<String>>(2)?, row.get(3)?))
        })
        .optional()?;
    let (mut report, published, voice) = row.ok_or_else(|| ErrorKind::NoSuch { what: "report", id: id.to_string() })?;
    report.published = load::day(published.as_deref(), || format!("publication date of report {id}"))?;
    Ok((report, voice))
}
