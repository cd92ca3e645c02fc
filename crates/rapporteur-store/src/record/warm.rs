//! What fusing lately brought from the shelf, kept in memory: reports of the same days touch the same claims again and again.
//!
//! It holds as long as nobody else changes the shelf, which counts its turns in the record: who finds another turn there
//! than the one it left behind begins anew. A claim's facets never change, and its links only with a turn.

use std::collections::HashMap;
use std::sync::Arc;

use rapporteur_core::fuse::{ClaimId, Facets, Link};
use rusqlite::params;

use crate::database::Database;
use crate::error::Inner;

/// What is kept of the shelf between one fuse and the next.
#[derive(Debug, Default)]
pub(crate) struct Warm {
    turn: i64,
    pub(super) facets: Recent<Arc<Facets>>,
    pub(super) links: Recent<Arc<Vec<Link>>>,
}

impl Warm {
    /// Takes the next turn; forgets all where somebody else had the last one.
    pub(super) fn take_turn(&mut self, db: &dyn Database) -> Inner<()> {
        let turn = next_turn(db)?;
        if turn != self.turn + 1 {
            *self = Self::default();
        }
        self.turn = turn;
        Ok(())
    }
}

/// Counts a turn of the shelf.
pub(super) fn next_turn(db: &dyn Database) -> Inner<i64> {
    let count = "INSERT INTO meta (key, value) VALUES ('shelf', '1') ON CONFLICT (key) \
                 DO UPDATE SET value = CAST(CAST(meta.value AS BIGINT) + 1 AS TEXT) \
                 RETURNING CAST(value AS BIGINT)";
    db.only(count, params![])
}

/// How many values are kept at least, and half of how many at most: some fifty megabytes.
const KEPT: usize = 20_000;

/// Values of the claims that were asked for last.
#[derive(Debug)]
pub(super) struct Recent<T> {
    young: HashMap<ClaimId, T>,
    old: HashMap<ClaimId, T>,
}

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Self { young: HashMap::new(), old: HashMap::new() }
    }
}

impl<T> Recent<T> {
    /// What is kept of a claim.
    pub(super) fn get(&mut self, claim: ClaimId) -> Option<&mut T> {
        if !self.young.contains_key(&claim) {
            let value = self.old.remove(&claim)?;
            self.put(claim, value);
        }
        self.young.get_mut(&claim)
    }

    /// Keeps a value, and forgets those that nobody asked for of late.
    pub(super) fn put(&mut self, claim: ClaimId, value: T) {
        if self.young.len() >= KEPT {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(claim, value);
    }
}

#[cfg(test)]
mod tests {
    use super::{KEPT, Recent};

    #[test]
    fn what_is_asked_for_stays() {
        let mut recent = Recent::default();
        for claim in 0..10 * KEPT as u64 {
            recent.put(claim, claim);
            assert_eq!(recent.get(7).copied(), (claim >= 7).then_some(7));
        }
        assert!(recent.young.len() + recent.old.len() <= 2 * KEPT);
        assert_eq!(recent.get(1), None);
    }
}
