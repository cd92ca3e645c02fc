//! The record as the fuse stage's shelf: claims made ready, their keys, and what links them.
//!
//! Keys and links are written at the end, in the order of their tables; until then they are read from here.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rapporteur_core::fuse::{ClaimId, Facets, Key, Link, Shelf};
use rusqlite::params;
use rusqlite::types::Value;

use super::warm::{Warm, next_turn};
use crate::ErrorKind;
use crate::database::Database;
use crate::error::Inner;

/// Claims in the tables `fuse_claims`, `fuse_keys` and `fuse_links`; an id is that of `claims`.
pub(super) struct RecordShelf<'c> {
    db: &'c dyn Database,
    warm: RefCell<&'c mut Warm>,
    keys: BTreeSet<(Key, ClaimId)>,
    links: BTreeMap<(ClaimId, ClaimId), f32>,
}

/// Numbers in a database are signed.
fn row(number: u64) -> i64 {
    number.cast_signed()
}

impl<'c> RecordShelf<'c> {
    /// A record's shelf for one turn.
    pub(super) fn new(db: &'c dyn Database, warm: &'c mut Warm) -> Inner<Self> {
        warm.take_turn(db)?;
        Ok(Self { db, warm: RefCell::new(warm), keys: BTreeSet::new(), links: BTreeMap::new() })
    }

    /// Writes down what was filed and linked.
    pub(super) fn write(&mut self) -> Inner<()> {
        let number = |number: u64| Value::Integer(row(number));
        let keys = std::mem::take(&mut self.keys).into_iter().map(|(key, claim)| [number(key), number(claim)]);
        let file = "INSERT INTO fuse_keys (key, claim) VALUES";
        self.db.insert(file, &keys.collect::<Vec<_>>(), "ON CONFLICT DO NOTHING")?;
        let links = std::mem::take(&mut self.links).into_iter();
        let links = links.map(|((claim, other), score)| [number(claim), number(other), Value::Real(score.into())]);
        let link = "INSERT INTO fuse_links (claim, other, score) VALUES";
        let again = "ON CONFLICT (claim, other) DO UPDATE SET score = excluded.score";
        self.db.insert(link, &links.collect::<Vec<_>>(), again)
    }

    fn linked(&mut self, claim: ClaimId, to: ClaimId, score: f32) {
        self.links.insert((claim, to), score);
        if let Some(known) = self.warm.get_mut().links.get(claim) {
            Arc::make_mut(known).push(Link { to, score });
        }
    }
}

impl Shelf for RecordShelf<'_> {
    type Error = ErrorKind;

    fn put(&mut self, facets: &Facets, keys: &[Key]) -> Inner<ClaimId> {
        let at = facets.claim();
        let find = "SELECT id FROM claims WHERE report = $1 AND idx = $2";
        let id: i64 = self.db.only(find, params![at.report, at.claim])?;
        let bytes = postcard::to_allocvec(facets)
            .map_err(|error| ErrorKind::Invalid(format!("claim {id} cannot be kept for fusing: {error}")))?;
        let keep = "INSERT INTO fuse_claims (claim, facets) VALUES ($1, $2) \
                    ON CONFLICT (claim) DO UPDATE SET facets = excluded.facets";
        self.db.change(keep, params![id, bytes])?;
        let claim = id.cast_unsigned();
        self.warm.get_mut().facets.put(claim, Arc::new(facets.clone()));
        for &key in keys {
            self.keys.insert((key, claim));
            if let Some(filed) = self.warm.get_mut().filed.get(key) {
                Arc::make_mut(filed).push(claim);
            }
        }
        Ok(claim)
    }

    fn link(&mut self, a: ClaimId, b: ClaimId, score: f32) -> Inner<()> {
        self.linked(a, b, score);
        self.linked(b, a, score);
        Ok(())
    }

    fn filed(&self, key: Key) -> Inner<Arc<Vec<ClaimId>>> {
        let warm = &mut self.warm.borrow_mut().filed;
        if let Some(filed) = warm.get(key) {
            return Ok(Arc::clone(filed));
        }
        let find = "SELECT claim FROM fuse_keys WHERE key = $1";
        let mut filed = self.db.list(find, params![row(key)], |row| Ok(row.get::<i64>(0)?.cast_unsigned()))?;
        filed.extend(self.keys.range((key, 0)..=(key, ClaimId::MAX)).map(|&(_, claim)| claim));
        let filed = Arc::new(filed);
        warm.put(key, Arc::clone(&filed));
        Ok(filed)
    }

    fn facets(&self, claim: ClaimId) -> Inner<Arc<Facets>> {
        let facets = &mut self.warm.borrow_mut().facets;
        if let Some(facets) = facets.get(claim) {
            return Ok(Arc::clone(facets));
        }
        let bad = |detail: String| ErrorKind::Row { what: format!("claim {claim}, kept for fusing,"), detail };
        let find = "SELECT facets FROM fuse_claims WHERE claim = $1";
        let found = self.db.find(find, params![row(claim)], |row| {
            postcard::from_bytes(row.bytes(0)?).map(Arc::new).map_err(|error| bad(error.to_string()))
        })?;
        let found = found.ok_or_else(|| bad("it is not there".into()))?;
        facets.put(claim, Arc::clone(&found));
        Ok(found)
    }

    fn links(&self, claim: ClaimId) -> Inner<Arc<Vec<Link>>> {
        let links = &mut self.warm.borrow_mut().links;
        if let Some(links) = links.get(claim) {
            return Ok(Arc::clone(links));
        }
        let find = "SELECT other, score FROM fuse_links WHERE claim = $1";
        let mut found = self.db.list(find, params![row(claim)], |row| {
            Ok(Link { to: row.get::<i64>(0)?.cast_unsigned(), score: row.get::<f64>(1)? as f32 })
        })?;
        let new = self.links.range((claim, 0)..=(claim, ClaimId::MAX));
        found.extend(new.map(|(&(_, to), &score)| Link { to, score }));
        let found = Arc::new(found);
        links.put(claim, Arc::clone(&found));
        Ok(found)
    }
}

/// Takes a report's claims off the shelf, and notes what they leave behind to be fused again.
pub(super) fn take_off(db: &dyn Database, report: i64) -> Inner<()> {
    for sql in [
        "INSERT INTO fuse_touched SELECT DISTINCT l.other FROM claims c JOIN fuse_links l ON l.claim = c.id \
         WHERE c.report = $1 ON CONFLICT DO NOTHING",
        "INSERT INTO fuse_events SELECT DISTINCT m.event FROM claims c JOIN event_claims m ON m.claim = c.key \
         WHERE c.report = $1 ON CONFLICT DO NOTHING",
        "DELETE FROM fuse_touched WHERE claim IN (SELECT id FROM claims WHERE report = $1)",
        "DELETE FROM fuse_links WHERE (claim, other) IN (SELECT l.other, l.claim FROM claims c JOIN fuse_links l \
         ON l.claim = c.id WHERE c.report = $1)",
        "DELETE FROM fuse_links WHERE claim IN (SELECT id FROM claims WHERE report = $1)",
        "DELETE FROM fuse_keys WHERE claim IN (SELECT id FROM claims WHERE report = $1)",
        "DELETE FROM fuse_claims WHERE claim IN (SELECT id FROM claims WHERE report = $1)",
        "DELETE FROM claim_terms WHERE claim IN (SELECT id FROM claims WHERE report = $1)",
        "DELETE FROM fuse_reports WHERE report = $1",
    ] {
        db.change(sql, params![report])?;
    }
    next_turn(db).map(drop)
}
