//! The seam between the page and the record: what it says at one moment, as far as somebody asks for it.
//!
//! Everything the page shows comes from a [`View`]; everything it writes goes through [`Views::write`]. A small record is
//! held whole. Of a large one each question brings what it needs: see [`Scope`].

mod moment;
mod scope;

pub(super) use moment::Moment;
pub(super) use scope::{Page, Scope};

use std::any::Any;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rapporteur_core::event::{ClaimRef, Event};
use rapporteur_core::{Account, Actor, Claim};
use rapporteur_store::{
    DayCount, Decision, EventFilter, OpenOptions, Record, ReportRow, Result, RunId, SentenceHit, Store, TargetKind,
};

use super::Settings;
use crate::output::overview::Overview;
use crate::output::views::Filter;
use crate::record::{self, Reviewed};
use crate::review::Rejected;

/// What the record says at one moment, or the part of it that was asked for, with decisions applied.
pub(super) struct View {
    pub(super) overview: Overview,
    pub(super) rejected: Vec<Rejected>,
    pub(super) moment: Arc<Moment>,
    /// Where only the latest reports are in it: how many of how many.
    pub(super) latest: Option<(usize, usize)>,
    listed: Option<Listed>,
    /// Events by day and type, where that was asked for.
    pub(super) days: Vec<DayCount>,
    claims: BTreeMap<String, ClaimRef>,
    events: BTreeMap<String, usize>,
    reports: BTreeMap<String, usize>,
    event_of: BTreeMap<ClaimRef, usize>,
    kept: Mutex<BTreeMap<String, Kept>>,
}

/// One page of a list of a large record.
struct Listed {
    claims: Vec<ClaimRef>,
    events: Vec<usize>,
    total: usize,
}

/// Something made from a view, once.
type Kept = Arc<OnceLock<Arc<dyn Any + Send + Sync>>>;
/// Most such things that a view keeps.
const KEPT: usize = 200;

impl View {
    fn new(moment: &Arc<Moment>, reviewed: Reviewed) -> Self {
        let Reviewed { overview, rejected } = reviewed;
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
            moment: Arc::clone(moment),
            latest: None,
            listed: None,
            days: Vec::new(),
        }
    }

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

    /// Says of a view of the latest reports that there are others; empty where all is in it.
    pub(super) fn note(&self, filter: &Filter) -> String {
        let Some((latest, all)) = self.latest else { return String::new() };
        let reports =
            if filter.is_empty() { format!("of {all} reports") } else { "reports that tell of it".to_owned() };
        format!("This is from the {latest} latest {reports}; narrow it by dates, actors or places to see others.")
    }

    /// One page of the claims that pass a filter, in this report or in all, and how many there are.
    pub(super) fn page_of_claims(&self, filter: &Filter, report: &str, page: Page) -> (Vec<ClaimRef>, usize) {
        if let Some(listed) = &self.listed {
            return (listed.claims.clone(), listed.total);
        }
        let accounts = self.overview.accounts.iter().enumerate();
        let accounts = accounts.filter(|(_, it)| report.is_empty() || it.report.name == report);
        let found = accounts.flat_map(|(report, account)| {
            let claims = account.claims.iter().enumerate().filter(|(_, it)| filter.claim(account, it));
            claims.map(move |(claim, _)| ClaimRef { report, claim })
        });
        page.of(found.collect())
    }

    /// One page of the events that pass a filter, by index, and how many there are.
    pub(super) fn page_of_events(&self, filter: &Filter, page: Page) -> (Vec<usize>, usize) {
        if let Some(listed) = &self.listed {
            return (listed.events.clone(), listed.total);
        }
        let events = self.overview.story.events.iter().enumerate();
        page.of(events.filter(|(_, it)| filter.event(&self.overview, it)).map(|(n, _)| n).collect())
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
        self.moment.decisions.iter().filter(|it| it.target.kind == kind && it.target.id == id).collect()
    }
}

/// The record, and what was asked of it since it last changed.
pub(super) struct Views {
    path: PathBuf,
    /// Most claims of a record that is held whole.
    whole: usize,
    /// How many reports a view of the latest has.
    latest: usize,
    last: Mutex<Option<Arc<Moment>>>,
}

impl Views {
    /// Opens a record, or makes it; what a broken run left is fused.
    pub(super) fn open(settings: &Settings) -> Result<Self> {
        let Settings { record, whole, latest, .. } = settings;
        let views = Self { path: record.clone(), whole: *whole, latest: *latest, last: Mutex::new(None) };
        if OpenOptions::new().create(true).record(&views.path)?.needs_fuse()? {
            views.fuse()?;
        }
        Ok(views)
    }

    /// What the record says now of what is asked for. Those who come while it is read wait for the same view.
    pub(super) fn view(&self, scope: &Scope) -> Result<Arc<View>> {
        let store = self.reader()?;
        let moment = self.moment(&*store)?;
        let scope = scope.of_a_record(moment.large);
        moment.view(&scope, |moment| scope.read(&*store, moment, self.latest))
    }

    /// The same for one who asks but once: nothing is kept.
    pub(super) fn passing(&self, scope: &Scope) -> Result<View> {
        let store = self.reader()?;
        scope.read(&*store, &self.moment(&*store)?, self.latest)
    }

    /// Whether the record is too large to be held.
    pub(super) fn is_large(&self) -> Result<bool> {
        Ok(self.moment(&*self.reader()?)?.large)
    }

    fn moment(&self, store: &dyn Store) -> Result<Arc<Moment>> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let stamp = store.stamp()?;
        if let Some(moment) = last.as_ref().filter(|moment| moment.stamp == stamp) {
            return Ok(Arc::clone(moment));
        }
        let moment = Arc::new(Moment::read(store, stamp, self.whole)?);
        *last = Some(Arc::clone(&moment));
        Ok(moment)
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
    pub(super) fn search(&self, words: &str, limit: usize) -> Result<Vec<SentenceHit>> {
        self.reader()?.search(words, limit)
    }

    /// Reports with these words in their title.
    pub(super) fn titled(&self, words: &str, limit: usize) -> Result<Vec<ReportRow>> {
        self.reader()?.titled(words, limit)
    }

    /// One page of the reports, those printed last first, and how many there are.
    pub(super) fn reports(&self, page: Page) -> Result<(Vec<ReportRow>, usize)> {
        let store = self.reader()?;
        let total = self.moment(&*store)?.count("reports".to_owned(), || store.count_reports())?;
        Ok((store.reports(page.limit, page.offset)?, total))
    }

    /// Actors with a name in which a word begins like this, those named most first.
    pub(super) fn named(&self, beginning: &str, limit: usize) -> Result<Vec<Actor>> {
        self.reader()?.named(beginning, limit)
    }

    /// Events with their ids, without what their reports say.
    pub(super) fn events(&self, filter: &EventFilter) -> Result<Vec<(String, Event)>> {
        let store = self.reader()?;
        scope::bare_events(&*store, &*self.moment(&*store)?, filter)
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
