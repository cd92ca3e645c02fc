//! Fusing what came in: brings the fuse stage what it touches, and keeps the events that it gives.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_core::event::ClaimRef;
use rapporteur_core::fuse::{ClaimId, Shelf, cohesion, event, facets, file_claims, regroup};
use rapporteur_core::knowledge::Knowledge;
use rapporteur_core::{Account, Event, Report};
use rusqlite::params;

use super::shelf::RecordShelf;
use super::{events, load, reprints};
use crate::database::{Database, Words};
use crate::error::Inner;
use crate::{ErrorKind, RunId};

/// Whether something is still to be fused.
pub(super) fn needed(db: &dyn Database) -> Inner<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM fuse_reports) OR EXISTS (SELECT 1 FROM fuse_touched) \
               OR EXISTS (SELECT 1 FROM fuse_events)";
    db.only(sql, &[])
}

/// Fuses some of what came in: see [`Store::fuse`](crate::Store::fuse).
pub(super) fn fuse(db: &dyn Database, knowledge: &Knowledge, most: usize, run: RunId) -> Inner<usize> {
    let mut shelf = RecordShelf(db);
    let mut new: Vec<ClaimId> = Vec::new();
    for report in take(db, "SELECT report FROM fuse_reports ORDER BY report LIMIT $1", most)? {
        let account = load::told(db, report)?;
        let report_number = usize::try_from(report).unwrap_or_default();
        reprints::insert(db, report, &account.report.text)?;
        new.extend(file_claims(&mut shelf, &facets(report_number, &account, knowledge))?);
        db.change("DELETE FROM fuse_reports WHERE report = $1", params![report])?;
    }
    let mut touched = take(db, "SELECT claim FROM fuse_touched LIMIT $1", usize::MAX)?;
    let outdated: BTreeSet<i64> = take(db, "SELECT event FROM fuse_events LIMIT $1", usize::MAX)?.into_iter().collect();
    let mut stale = outdated.clone();
    db.change("DELETE FROM fuse_touched", &[])?;
    db.change("DELETE FROM fuse_events", &[])?;
    let groups = loop {
        let seeds: Vec<ClaimId> = touched.iter().map(|claim| claim.cast_unsigned()).collect();
        let groups = regroup(&shelf, &new, &seeds)?;
        let regrouped: BTreeSet<i64> = groups.iter().flatten().map(|claim| claim.cast_signed()).collect();
        for &claim in &regrouped {
            stale.extend(events_of(db, claim)?);
        }
        // What an event is about to lose must be grouped as well.
        let before = touched.len();
        for &event in &stale {
            touched.extend(members(db, event)?.into_iter().filter(|claim| !regrouped.contains(claim)));
        }
        if touched.len() == before {
            break groups;
        }
    };
    keep(db, &shelf, &groups, &Stale { events: stale, outdated }, run)?;
    let left = "SELECT count(*) FROM fuse_reports";
    db.only(left, &[])
}

fn take(db: &dyn Database, sql: &str, most: usize) -> Inner<Vec<i64>> {
    db.column(sql, params![i64::try_from(most).unwrap_or(i64::MAX)])
}

fn events_of(db: &dyn Database, claim: i64) -> Inner<Vec<i64>> {
    let sql = "SELECT m.event FROM claims c JOIN event_claims m ON m.claim = c.key WHERE c.id = $1";
    db.column(sql, params![claim])
}

/// Claims of an event that stand on the shelf.
fn members(db: &dyn Database, event: i64) -> Inner<Vec<i64>> {
    let sql = "SELECT c.id FROM event_claims m JOIN claims c ON c.key = m.claim JOIN fuse_claims f ON f.claim = c.id \
               WHERE m.event = $1";
    db.column(sql, params![event])
}

/// Events that a fuse may change.
struct Stale {
    /// All of them.
    events: BTreeSet<i64>,
    /// Those that change even where their claims stay: one was read anew, or turned out to be a reprint.
    outdated: BTreeSet<i64>,
}

/// Keeps groups as events: those that stay as they were keep their row, those that go on keep their number.
fn keep(db: &dyn Database, shelf: &RecordShelf<'_>, groups: &[Vec<ClaimId>], stale: &Stale, run: RunId) -> Inner<()> {
    let keys = groups.iter().map(|group| keys(db, group)).collect::<Inner<Vec<_>>>()?;
    let before = events::membership(db, &stale.events)?;
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
        events::delete(db, event)?;
    }
    for (group, keys, id) in changed {
        events::insert(db, id, &told(db, shelf, group)?, keys, run)?;
    }
    Ok(())
}

fn keys(db: &dyn Database, group: &[ClaimId]) -> Inner<BTreeSet<i64>> {
    let key = |claim: &ClaimId| db.only("SELECT key FROM claims WHERE id = $1", params![claim.cast_signed()]);
    group.iter().map(key).collect()
}

/// An event from its claims, with only what of their reports it needs.
fn told(db: &dyn Database, shelf: &RecordShelf<'_>, group: &[ClaimId]) -> Inner<Event> {
    let mut accounts: Vec<Account> = Vec::new();
    let mut voices: Vec<usize> = Vec::new();
    let mut place: BTreeMap<i64, usize> = BTreeMap::new();
    let mut claims = Vec::with_capacity(group.len());
    let sql = "SELECT report, json, grain, key FROM claims WHERE id = $1";
    for claim in group {
        let (report, claim) = db.row(sql, params![claim.cast_signed()], |row| {
            let key = crate::ClaimKey::from_row(row.get(3)?);
            let grain: Option<String> = row.get(2)?;
            Ok((row.get::<i64>(0)?, load::claim(row.text(1)?, grain.as_deref(), key)?))
        })?;
        let at = match place.get(&report) {
            Some(&at) => at,
            None => {
                let (report_row, voice) = report_of(db, report)?;
                accounts.push(Account { report: report_row, ..Account::default() });
                voices.push(usize::try_from(voice).unwrap_or_default());
                place.insert(report, accounts.len() - 1);
                accounts.len() - 1
            }
        };
        accounts[at].claims.push(claim);
        claims.push(ClaimRef { report: at, claim: accounts[at].claims.len() - 1 });
    }
    let facets = group.iter().map(|&claim| shelf.facets(claim)).collect::<Inner<Vec<_>>>()?;
    let mut event = event(claims, &accounts, &voices, cohesion(&facets));
    // Membership has a table of its own; these numbers mean nothing outside of this function.
    event.claims.clear();
    Ok(event)
}

/// A report with the report whose text it carries.
fn report_of(db: &dyn Database, id: i64) -> Inner<(Report, i64)> {
    let sql = "SELECT text, publisher, published, coalesce(voice, id) FROM reports WHERE id = $1";
    let row = db.find(sql, params![id], |row| {
        let report = Report { text: row.get::<Words>(0)?.0, publisher: row.get(1)?, ..Report::default() };
        Ok((report, row.get::<Option<String>>(2)?, row.get(3)?))
    })?;
    let (mut report, published, voice) = row.ok_or_else(|| ErrorKind::NoSuch { what: "report", id: id.to_string() })?;
    report.published = load::day(published.as_deref(), || format!("publication date of report {id}"))?;
    Ok((report, voice))
}
