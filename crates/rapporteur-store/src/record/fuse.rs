//! Fusing what came in: brings the fuse stage what it touches, and keeps the events that it gives.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use rapporteur_core::event::ClaimRef;
use rapporteur_core::fuse::{ClaimId, Shelf, cohesion, event, facets, file_claims, regroup};
use rapporteur_core::knowledge::Knowledge;
use rapporteur_core::{Account, Event, Report};
use rusqlite::params;

use super::shelf::RecordShelf;
use super::warm::Warm;
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
pub(super) fn fuse(db: &dyn Database, warm: &mut Warm, knowledge: &Knowledge, most: usize, run: RunId) -> Inner<usize> {
    let mut shelf = RecordShelf::new(db, warm)?;
    let mut new: Vec<ClaimId> = Vec::new();
    for report in take(db, "SELECT report FROM fuse_reports ORDER BY report LIMIT $1", most)? {
        let account = load::told(db, report)?;
        let report_number = usize::try_from(report).unwrap_or_default();
        reprints::insert(db, report, &account.report.text)?;
        new.extend(file_claims(&mut shelf, &facets(report_number, &account, knowledge))?);
        db.change("DELETE FROM fuse_reports WHERE report = $1", params![report])?;
    }
    shelf.write()?;
    let mut touched = take(db, "SELECT claim FROM fuse_touched LIMIT $1", usize::MAX)?;
    let outdated = take(db, "SELECT event FROM fuse_events LIMIT $1", usize::MAX)?;
    db.change("DELETE FROM fuse_touched", &[])?;
    db.change("DELETE FROM fuse_events", &[])?;
    let mut standing = Standing::default();
    outdated.iter().try_for_each(|&event| standing.meet_event(db, event))?;
    let groups = loop {
        let seeds: Vec<ClaimId> = touched.iter().map(|claim| claim.cast_unsigned()).collect();
        let groups = regroup(&shelf, &new, &seeds)?;
        let regrouped: BTreeSet<i64> = groups.iter().flatten().map(|claim| claim.cast_signed()).collect();
        regrouped.iter().try_for_each(|&claim| standing.meet(db, claim))?;
        // What an event is about to lose must be grouped as well.
        let before = touched.len();
        touched.extend(standing.members().filter(|claim| !regrouped.contains(claim)));
        if touched.len() == before {
            break groups;
        }
    };
    keep(db, &shelf, &groups, &standing, &outdated.into_iter().collect(), run)?;
    db.only("SELECT count(*) FROM fuse_reports", &[])
}

fn take(db: &dyn Database, sql: &str, most: usize) -> Inner<Vec<i64>> {
    db.column(sql, params![i64::try_from(most).unwrap_or(i64::MAX)])
}

/// How the record stands with what a fuse touches, each asked for once.
#[derive(Default)]
struct Standing {
    /// Keys of claims.
    keys: BTreeMap<i64, i64>,
    /// Events that may change, with the keys of their claims.
    events: BTreeMap<i64, BTreeSet<i64>>,
    /// Claims of those events that stand on the shelf.
    members: BTreeSet<i64>,
}

impl Standing {
    /// Looks up a claim, and the events that it is of.
    fn meet(&mut self, db: &dyn Database, claim: i64) -> Inner<()> {
        if self.keys.contains_key(&claim) {
            return Ok(());
        }
        let find = "SELECT c.key, m.event FROM claims c LEFT JOIN event_claims m ON m.claim = c.key WHERE c.id = $1";
        for (key, event) in db.list(find, params![claim], |row| Ok((row.get(0)?, row.get::<Option<i64>>(1)?)))? {
            self.keys.insert(claim, key);
            event.map_or(Ok(()), |event| self.meet_event(db, event))?;
        }
        Ok(())
    }

    /// Looks up an event.
    fn meet_event(&mut self, db: &dyn Database, event: i64) -> Inner<()> {
        if self.events.contains_key(&event) {
            return Ok(());
        }
        let find = "SELECT m.claim, f.claim FROM event_claims m LEFT JOIN claims c ON c.key = m.claim \
                    LEFT JOIN fuse_claims f ON f.claim = c.id WHERE m.event = $1";
        let mut claims = BTreeSet::new();
        for (key, member) in db.list(find, params![event], |row| Ok((row.get(0)?, row.get::<Option<i64>>(1)?)))? {
            claims.insert(key);
            self.members.extend(member);
        }
        self.events.insert(event, claims);
        Ok(())
    }

    fn members(&self) -> impl Iterator<Item = i64> {
        self.members.iter().copied()
    }

    fn keys_of(&self, group: &[ClaimId]) -> BTreeSet<i64> {
        group.iter().filter_map(|claim| self.keys.get(&claim.cast_signed()).copied()).collect()
    }
}

/// Keeps groups as events: those that stay as they were keep their row, those that go on keep their number. `outdated` are
/// events that change even where their claims stay: one was read anew, or turned out to be a reprint.
fn keep(
    db: &dyn Database,
    shelf: &RecordShelf<'_>,
    groups: &[Vec<ClaimId>],
    standing: &Standing,
    outdated: &BTreeSet<i64>,
    run: RunId,
) -> Inner<()> {
    let keys: Vec<BTreeSet<i64>> = groups.iter().map(|group| standing.keys_of(group)).collect();
    let continued = events::continue_ids(&standing.events, &keys);
    let going_on: BTreeSet<i64> = continued.iter().flatten().copied().collect();
    for &event in standing.events.keys().filter(|event| !going_on.contains(event)) {
        events::delete(db, event)?;
    }
    let mut reports = Reports::default();
    for ((group, keys), id) in groups.iter().zip(&keys).zip(continued) {
        let before = id.and_then(|id| Some((id, standing.events.get(&id)?)));
        if before.is_some_and(|(id, before)| before == keys && !outdated.contains(&id)) {
            continue;
        }
        let event = told(db, shelf, group, &mut reports)?;
        match before {
            Some((id, before)) => events::update(db, id, &event, [before, keys], run)?,
            None => events::insert(db, &event, keys, run)?,
        }
    }
    Ok(())
}

/// Reports with the report whose text each carries.
type Reports = BTreeMap<i64, (Report, i64)>;

/// An event from its claims, with only what of their reports it needs.
fn told(db: &dyn Database, shelf: &RecordShelf<'_>, group: &[ClaimId], reports: &mut Reports) -> Inner<Event> {
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
                let (known, voice) = match reports.entry(report) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(unknown) => unknown.insert(report_of(db, report)?),
                };
                accounts.push(Account { report: known.clone(), ..Account::default() });
                voices.push(usize::try_from(*voice).unwrap_or_default());
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
