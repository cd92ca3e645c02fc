//! One state of the record: what was decided until then, and the views of it that were asked for.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use rapporteur_store::{Decision, DecisionFilter, Result, Store};

use super::{Scope, View};
use crate::review::Review;

/// Most views of one moment that are kept.
const VIEWS: usize = 40;

/// What holds for all views of one state of the record.
pub(in crate::web) struct Moment {
    /// The record's mark for it.
    pub(super) stamp: String,
    /// Whether the record is too large to be held whole.
    pub(in crate::web) large: bool,
    /// All, oldest first.
    pub(in crate::web) decisions: Vec<Decision>,
    pub(in crate::web) review: Review,
    views: Mutex<BTreeMap<String, Slot>>,
    counts: Mutex<BTreeMap<String, usize>>,
}

/// A view that is there, or is being read.
type Slot = Arc<Mutex<Option<Arc<View>>>>;

impl Moment {
    /// Reads what all views share.
    pub(super) fn read(store: &dyn Store, stamp: String, whole: usize) -> Result<Self> {
        let decisions = store.decisions(&DecisionFilter::default())?;
        Ok(Self {
            stamp,
            large: store.holds_more(whole)?,
            review: Review::new(&decisions),
            decisions,
            views: Mutex::default(),
            counts: Mutex::default(),
        })
    }

    /// The view of a scope, read when it is first asked for.
    pub(super) fn view(
        self: &Arc<Self>,
        scope: &Scope,
        read: impl FnOnce(&Arc<Self>) -> Result<View>,
    ) -> Result<Arc<View>> {
        let slot = {
            let mut views = self.views.lock().unwrap_or_else(PoisonError::into_inner);
            let name = format!("{scope:?}");
            if views.len() >= VIEWS && !views.contains_key(&name) {
                views.clear();
            }
            Arc::clone(views.entry(name).or_default())
        };
        let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(view) = slot.as_ref() {
            return Ok(Arc::clone(view));
        }
        let view = Arc::new(read(self)?);
        *slot = Some(Arc::clone(&view));
        Ok(view)
    }

    /// A count that takes its time, counted once.
    pub(super) fn count(&self, name: String, count: impl FnOnce() -> Result<usize>) -> Result<usize> {
        let known = |counts: &BTreeMap<String, usize>| counts.get(&name).copied();
        if let Some(count) = known(&self.counts.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(count);
        }
        let count = count()?;
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() >= COUNTS {
            counts.clear();
        }
        counts.insert(name, count);
        Ok(count)
    }
}

/// Most counts that are kept.
const COUNTS: usize = 1000;
