//! The seam between the page and the record: one snapshot of what the record says, read anew when its file changes.
//!
//! Everything the page shows comes from a [`View`]; everything it writes goes through [`Views::write`].

use std::any::Any;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rapporteur_core::event::{ClaimRef, Event};
use rapporteur_core::{Account, Claim};
use rapporteur_store::{Decision, DecisionFilter, OpenOptions, Record, Result, RunId, Store, TargetKind};

use crate::output::overview::Overview;
use crate::record::{self, Part, Reviewed};
use crate::review::{Rejected, Review};

/// What the record says at one moment, with decisions applied.
pub(super) struct View {
    pub(super) overview: Overview,
    pub(super) rejected: Vec<Rejected>,
    pub(super) review: Review,
    /// All, oldest first.
    pub(super) decisions: Vec<Decision>,
    claims: BTreeMap<String, ClaimRef>,
    events: BTreeMap<String, usize>,
    reports: BTreeMap<String, usize>,
    event_of: BTreeMap<ClaimRef, usize>,
    kept: Mutex<BTreeMap<String, Kept>>,
}

/// Something made from a view, once.
type Kept = Arc<OnceLock<Arc<dyn Any + Send + Sync>>>;
/// Most such things that a view keeps.
const KEPT: usize = 200;

impl View {
    /// What `make` gives, made once for this view and kept under a name; those who come meanwhile wait for it.
    pub(super) fn keep<T: Any + Send + Sync>(&self, name: String, make: impl FnOnce() -> T) -> Arc<T> {
        let kept = {
            let mut all = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            if all.len() >= KEPT && !all.contains_key(&name) {
                all.clear();
            }
            Arc::clone(all.entry(name).or_default())
        };
        let any = Arc::clone(kept.get_or_init(|| Arc::new(make())));
        // A name stands for one type: it begins with the view's own.
        any.downcast().expect("a name stands for one type")
    }

    /// Reads a record whole, and puts what people decided over what the machine says.
    fn read(store: &dyn Store) -> Result<Self> {
        let decisions = store.decisions(&DecisionFilter::default())?;
        let review = Review::new(&decisions);
        let Reviewed { overview, rejected } = Part::whole(store)?.reviewed(store, &review, &decisions, |_| None)?;
        Ok(Self::new(overview, rejected, review, decisions))
    }

    fn new(overview: Overview, rejected: Vec<Rejected>, review: Review, decisions: Vec<Decision>) -> Self {
        let numbered = |ids: &[String]| ids.iter().cloned().enumerate().map(|(n, id)| (id, n)).collect::<Vec<_>>();
        let claims = overview.claim_ids.iter().enumerate().flat_map(|(report, keys)| {
            numbered(keys).into_iter().map(move |(key, claim)| (key, ClaimRef { report, claim }))
        });
        let event_of = overview.story.events.iter().enumerate();
        let event_of = event_of.flat_map(|(n, event)| event.claims.iter().map(move |&claim| (claim, n))).collect();
        let reports = overview.accounts.iter().enumerate().map(|(n, a)| (a.report.name.clone(), n)).collect();
        Self {
            claims: claims.collect(),
            events: numbered(&overview.event_ids).into_iter().collect(),
            reports,
            event_of,
            kept: Mutex::default(),
            overview,
            rejected,
            review,
            decisions,
        }
    }

    /// A claim by its key.
    pub(super) fn claim(&self, key: &str) -> Option<ClaimRef> {
        self.claims.get(key).copied()
    }

    /// A claim with its account.
    pub(super) fn get(&self, at: ClaimRef) -> Option<(&Account, &Claim)> {
        self.overview.claim(at)
    }

    /// An event by its id, with its index.
    pub(super) fn event(&self, id: &str) -> Option<(usize, &Event)> {
        let index = *self.events.get(id)?;
        Some((index, self.overview.story.events.get(index)?))
    }

    /// The event of a claim, with its id.
    pub(super) fn event_of(&self, at: ClaimRef) -> Option<(&str, &Event)> {
        let index = *self.event_of.get(&at)?;
        Some((self.overview.event_ids.get(index)?, self.overview.story.events.get(index)?))
    }

    /// The index of a report.
    pub(super) fn report(&self, name: &str) -> Option<usize> {
        self.reports.get(name).copied()
    }

    /// Decisions about one thing, oldest first.
    pub(super) fn decisions_on(&self, kind: TargetKind, id: &str) -> Vec<&Decision> {
        self.decisions.iter().filter(|it| it.target.kind == kind && it.target.id == id).collect()
    }
}

/// The record, and its last snapshot.
pub(super) struct Views {
    path: PathBuf,
    last: Mutex<Option<(String, Arc<View>)>>,
}

impl Views {
    /// Opens a record, or makes it; what a broken run left is fused.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let views = Self { path: path.to_owned(), last: Mutex::new(None) };
        if OpenOptions::new().create(true).record(path)?.needs_fuse()? {
            views.fuse()?;
        }
        Ok(views)
    }

    /// What the record says now. Those who come while it is read anew wait for the same snapshot.
    pub(super) fn current(&self) -> Result<Arc<View>> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let store = self.reader()?;
        let now = store.stamp()?;
        if let Some((_, view)) = last.as_ref().filter(|(stamp, _)| *stamp == now) {
            return Ok(Arc::clone(view));
        }
        let view = Arc::new(View::read(&*store)?);
        *last = Some((now, Arc::clone(&view)));
        Ok(view)
    }

    /// Writes to the record, under a run of this program.
    pub(super) fn write<T>(&self, work: impl FnOnce(&mut dyn Store, RunId) -> Result<T>) -> Result<T> {
        let mut store = OpenOptions::new().record(&self.path)?;
        let run = store.begin_run(now(), &record::versions())?;
        work(&mut *store, run)
    }

    /// Fuses again after reports came in.
    pub(super) fn fuse(&self) -> Result<()> {
        self.write(record::fuse_record)
    }

    /// Sentences with these words, best first.
    pub(super) fn search(&self, words: &str, limit: usize) -> Result<Vec<rapporteur_store::SentenceHit>> {
        self.reader()?.search(words, limit)
    }

    fn reader(&self) -> Result<Record> {
        OpenOptions::new().read_only(true).record(&self.path)
    }
}

/// The time, which only what meets people may ask for.
#[allow(clippy::disallowed_methods)]
pub(super) fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}
