//! What fusing lately brought from the shelf, kept in memory: reports of the same days touch the same claims again and again.
//!
//! It holds as long as nobody else changes the shelf, which counts its turns in the record: who finds another turn there
//! than the one it left behind begins anew. A claim's facets never change; its links, and what is filed under a key, do so only
//! with a turn.

use std::collections::HashMap;
use std::sync::Arc;

use rapporteur_core::fuse::{ClaimId, Facets, Link};
use rusqlite::params;

use crate::database::Database;
use crate::error::Inner;

/// What is kept of the shelf between one fuse and the next.
#[derive(Debug)]
pub(crate) struct Warm {
    turn: i64,
    pub(super) facets: Recent<Arc<Facets>>,
    pub(super) links: Recent<Arc<Vec<Link>>>,
    /// Claims under keys, and that there are none: most keys that are looked up have none.
    pub(super) filed: Recent<Arc<Vec<ClaimId>>>,
}

/// Of how many claims facets and links are kept, of how many keys what is filed under them: a hundred megabytes at most.
const CLAIMS: usize = 20_000;
const KEYS: usize = 200_000;

impl Default for Warm {
    fn default() -> Self {
        Self { turn: 0, facets: Recent::new(CLAIMS), links: Recent::new(CLAIMS), filed: Recent::new(KEYS) }
    }
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

/// Values that were asked for last: so many at least, twice as many at most.
#[derive(Debug)]
pub(super) struct Recent<T> {
    least: usize,
    young: HashMap<u64, T>,
    old: HashMap<u64, T>,
}

impl<T> Recent<T> {
    fn new(least: usize) -> Self {
        Self { least, young: HashMap::new(), old: HashMap::new() }
    }

    /// What is kept under a number.
    pub(super) fn get(&mut self, number: u64) -> Option<&mut T> {
        if !self.young.contains_key(&number) {
            let value = self.old.remove(&number)?;
            self.put(number, value);
        }
        self.young.get_mut(&number)
    }

    /// Keeps a value, and forgets those that nobody asked for of late.
    pub(super) fn put(&mut self, number: u64, value: T) {
        if self.young.len() >= self.least {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(number, value);
    }
}

#[cfg(test)]
mod tests {
    use super::Recent;

    #[test]
    fn what_is_asked_for_stays() {
        let mut recent = Recent::new(10);
        for number in 0..100 {
            recent.put(number, number);
            assert_eq!(recent.get(7).copied(), (number >= 7).then_some(7));
        }
        assert!(recent.young.len() + recent.old.len() <= 20);
        assert_eq!(recent.get(1), None);
    }
}
