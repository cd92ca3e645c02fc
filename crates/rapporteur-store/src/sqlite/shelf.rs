//! The record as the fuse stage's shelf: claims made ready, their keys, and what links them.

use std::sync::Arc;

use rapporteur_core::fuse::{ClaimId, Facets, Key, Link, Shelf};
use rusqlite::{Connection, params};

use crate::ErrorKind;
use crate::error::Inner;

/// Claims in the tables `fuse_claims`, `fuse_keys` and `fuse_links`; an id is that of `claims`.
pub(super) struct RecordShelf<'c>(pub(super) &'c Connection);

/// Numbers in SQLite are signed.
fn row(number: u64) -> i64 {
    number.cast_signed()
}

impl Shelf for RecordShelf<'_> {
    type Error = ErrorKind;

    fn put(&mut self, facets: &Facets, keys: &[Key]) -> Inner<ClaimId> {
        let at = facets.claim();
        let find = "SELECT id FROM claims WHERE report = $1 AND idx = $2";
        let id: i64 = self.0.prepare_cached(find)?.query_row(params![at.report, at.claim], |row| row.get(0))?;
        let bytes = postcard::to_allocvec(facets)
            .map_err(|error| ErrorKind::Invalid(format!("claim {id} cannot be kept for fusing: {error}")))?;
        let keep = "INSERT OR REPLACE INTO fuse_claims (claim, facets) VALUES ($1, $2)";
        self.0.prepare_cached(keep)?.execute(params![id, bytes])?;
        let mut file = self.0.prepare_cached("INSERT OR IGNORE INTO fuse_keys (key, claim) VALUES ($1, $2)")?;
        for &key in keys {
            file.execute([row(key), id])?;
        }
        Ok(id.cast_unsigned())
    }

    fn link(&mut self, a: ClaimId, b: ClaimId, score: f32) -> Inner<()> {
        let sql = "INSERT OR REPLACE INTO fuse_links (claim, other, score) VALUES ($1, $2, $3)";
        let mut link = self.0.prepare_cached(sql)?;
        link.execute(params![row(a), row(b), score])?;
        link.execute(params![row(b), row(a), score])?;
        Ok(())
    }

    fn filed(&self, key: Key) -> Inner<Vec<ClaimId>> {
        let mut find = self.0.prepare_cached("SELECT claim FROM fuse_keys WHERE key = $1")?;
        let rows = find.query_map([row(key)], |row| Ok(row.get::<_, i64>(0)?.cast_unsigned()))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn facets(&self, claim: ClaimId) -> Inner<Arc<Facets>> {
        let mut find = self.0.prepare_cached("SELECT facets FROM fuse_claims WHERE claim = $1")?;
        find.query_row([row(claim)], |row| Ok(postcard::from_bytes(row.get_ref(0)?.as_blob()?)))?.map(Arc::new).map_err(
            |error| ErrorKind::Row { what: format!("claim {claim}, kept for fusing,"), detail: error.to_string() },
        )
    }

    fn links(&self, claim: ClaimId) -> Inner<Vec<Link>> {
        let mut find = self.0.prepare_cached("SELECT other, score FROM fuse_links WHERE claim = $1 ORDER BY other")?;
        let rows = find.query_map([row(claim)], |row| {
            Ok(Link { to: row.get::<_, i64>(0)?.cast_unsigned(), score: row.get::<_, f64>(1)? as f32 })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// Takes a report's claims off the shelf, and notes what they leave behind to be fused again.
pub(super) fn take_off(connection: &Connection, report: i64) -> Inner<()> {
    for sql in [
        "INSERT OR IGNORE INTO fuse_touched SELECT l.other FROM claims c JOIN fuse_links l ON l.claim = c.id \
         WHERE c.report = $1",
        "INSERT OR IGNORE INTO fuse_events SELECT m.event FROM claims c JOIN event_claims m ON m.claim = c.key \
         WHERE c.report = $1",
        "DELETE FROM fuse_touched WHERE claim IN (SELECT id FROM claims WHERE report = $1)",
        "DELETE FROM fuse_links WHERE (claim, other) IN (SELECT l.other, l.claim FROM claims c JOIN fuse_links l \
         ON l.claim = c.id WHERE c.report = $1)",
        "DELETE FROM fuse_links WHERE claim IN (SELECT id FROM claims WHERE report = $1)",
        "DELETE FROM fuse_keys WHERE claim IN (SELECT id FROM claims WHERE report = $1)",
        "DELETE FROM fuse_claims WHERE claim IN (SELECT id FROM claims WHERE report = $1)",
        "DELETE FROM claim_terms WHERE claim IN (SELECT id FROM claims WHERE report = $1)",
        "DELETE FROM fuse_reports WHERE report = $1",
    ] {
        connection.prepare_cached(sql)?.execute([report])?;
    }
    Ok(())
}
