//! The record as the fuse stage's shelf: claims made ready, their keys, and what links them.

use std::sync::Arc;

use rapporteur_core::fuse::{ClaimId, Facets, Key, Link, Shelf};
use rusqlite::params;

use crate::ErrorKind;
use crate::database::Database;
use crate::error::Inner;

/// Claims in the tables `fuse_claims`, `fuse_keys` and `fuse_links`; an id is that of `claims`.
pub(super) struct RecordShelf<'c>(pub(super) &'c dyn Database);

/// Numbers in a database are signed.
fn row(number: u64) -> i64 {
    number.cast_signed()
}

impl Shelf for RecordShelf<'_> {
    type Error = ErrorKind;

    fn put(&mut self, facets: &Facets, keys: &[Key]) -> Inner<ClaimId> {
        let at = facets.claim();
        let find = "SELECT id FROM claims WHERE report = $1 AND idx = $2";
        let id: i64 = self.0.only(find, params![at.report, at.claim])?;
        let bytes = postcard::to_allocvec(facets)
            .map_err(|error| ErrorKind::Invalid(format!("claim {id} cannot be kept for fusing: {error}")))?;
        let keep = "INSERT INTO fuse_claims (claim, facets) VALUES ($1, $2) \
                    ON CONFLICT (claim) DO UPDATE SET facets = excluded.facets";
        self.0.change(keep, params![id, bytes])?;
        for &key in keys {
            let file = "INSERT INTO fuse_keys (key, claim) VALUES ($1, $2) ON CONFLICT DO NOTHING";
            self.0.change(file, params![row(key), id])?;
        }
        Ok(id.cast_unsigned())
    }

    fn link(&mut self, a: ClaimId, b: ClaimId, score: f32) -> Inner<()> {
        let sql = "INSERT INTO fuse_links (claim, other, score) VALUES ($1, $2, $3) \
                   ON CONFLICT (claim, other) DO UPDATE SET score = excluded.score";
        self.0.change(sql, params![row(a), row(b), score])?;
        self.0.change(sql, params![row(b), row(a), score])?;
        Ok(())
    }

    fn filed(&self, key: Key) -> Inner<Vec<ClaimId>> {
        let find = "SELECT claim FROM fuse_keys WHERE key = $1";
        self.0.list(find, params![row(key)], |row| Ok(row.get::<i64>(0)?.cast_unsigned()))
    }

    fn facets(&self, claim: ClaimId) -> Inner<Arc<Facets>> {
        let bad = |detail: String| ErrorKind::Row { what: format!("claim {claim}, kept for fusing,"), detail };
        let find = "SELECT facets FROM fuse_claims WHERE claim = $1";
        let facets = self.0.find(find, params![row(claim)], |row| {
            postcard::from_bytes(row.bytes(0)?).map_err(|error| bad(error.to_string()))
        })?;
        facets.map(Arc::new).ok_or_else(|| bad("it is not there".into()))
    }

    fn links(&self, claim: ClaimId) -> Inner<Vec<Link>> {
        let find = "SELECT other, score FROM fuse_links WHERE claim = $1 ORDER BY other";
        self.0.list(find, params![row(claim)], |row| {
            Ok(Link { to: row.get::<i64>(0)?.cast_unsigned(), score: row.get::<f64>(1)? as f32 })
        })
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
    Ok(())
}
