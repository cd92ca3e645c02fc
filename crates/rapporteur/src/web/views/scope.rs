//! What somebody asks for, and how much of a large record is read to answer it.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use rapporteur_core::event::Event;
use rapporteur_core::{Actor, Interval};
use rapporteur_store::{
    ClaimFilter, ClaimKey, EventFilter, EventId, ReportId, Result, Store, StoredAccount, StoredEvent,
};

use super::{Listed, Moment, View};
use crate::output::views::Filter;
use crate::record::Part;

/// Which items of a list.
#[derive(Clone, Copy, Debug)]
pub(in crate::web) struct Page {
    pub(in crate::web) limit: usize,
    pub(in crate::web) offset: usize,
}

impl Page {
    /// Its items, and how many there are on all pages.
    pub(in crate::web) fn of<T>(self, all: Vec<T>) -> (Vec<T>, usize) {
        let total = all.len();
        (all.into_iter().skip(self.offset).take(self.limit).collect(), total)
    }

    /// Its items, where some stand before those that `rest` gives for a page of its own.
    fn after<T: Clone>(self, first: &[T], rest: impl FnOnce(Self) -> Result<Vec<T>>) -> Result<Vec<T>> {
        let mut items: Vec<T> = first.iter().skip(self.offset).take(self.limit).cloned().collect();
        let (limit, offset) = (self.limit - items.len(), self.offset.saturating_sub(first.len()));
        if limit > 0 {
            items.extend(rest(Self { limit, offset })?);
        }
        Ok(items)
    }
}

/// What is asked for. Its form for debugging is the name under which its view is kept.
#[derive(Clone, Debug)]
pub(in crate::web) enum Scope {
    /// All.
    Whole,
    /// What passes a filter, in the latest reports that tell of it.
    Latest(Filter),
    /// One page of the claims that pass a filter, in a report or (where it is empty) in all.
    Claims(Filter, String, Page),
    /// One page of the events that pass a filter.
    Events(Filter, Page),
    /// How many events that pass a filter there are on each day.
    Days(Filter),
    /// An event, with those it could be merged with.
    Event(String),
    /// These events.
    These(Vec<String>),
    /// A claim, with its event.
    Claim(String),
    /// A report, with its events as far as they are told in it.
    Report(String),
    /// Events told in sentences that have these words.
    Search(String),
    /// Nothing but what people decided.
    Decisions,
}

/// Most events that a search shows.
const FOUND: usize = 20;
/// Most events that one is offered to be merged with.
const NEAR: usize = 30;

impl Scope {
    /// What is read of a record for it: all of a small one.
    pub(super) fn of_a_record(&self, large: bool) -> Cow<'_, Self> {
        match self {
            _ if !large => Cow::Owned(Self::Whole),
            // A record knows no events by words, and no places but states.
            Self::Events(filter, _) if filter.of_events().is_none() => Cow::Owned(Self::Latest(filter.clone())),
            Self::Claims(filter, ..) if filter.place.is_some() => Cow::Owned(Self::Latest(filter.clone())),
            _ => Cow::Borrowed(self),
        }
    }

    /// Reads what is asked for.
    pub(super) fn read(&self, store: &dyn Store, moment: &Arc<Moment>, latest: usize) -> Result<View> {
        let part = match self {
            Self::Whole => Part::whole(store)?,
            Self::Latest(filter) => return latest_view(store, moment, filter, latest),
            Self::Claims(filter, report, page) => return claims_view(store, moment, filter, report, *page),
            Self::Events(filter, page) => return events_view(store, moment, filter, *page),
            Self::Days(filter) => {
                let mut view = view(store, moment, Part::default())?;
                view.days = filter.of_events().map(|asked| store.count_days(&asked)).transpose()?.unwrap_or_default();
                return Ok(view);
            }
            Self::Event(id) => {
                let mut events = numbered(store, id)?;
                if let Some(event) = events.first() {
                    events.extend(near(store, event)?);
                }
                Part::of_events(store, events)?
            }
            Self::These(ids) => {
                let events = ids.iter().map(|id| numbered(store, id)).collect::<Result<Vec<_>>>()?;
                Part::of_events(store, events.concat())?
            }
            Self::Claim(key) => match key.parse() {
                Ok(key) => claim(store, key)?,
                Err(_) => Part::default(),
            },
            Self::Report(label) => match store.account(label)? {
                Some(stored) => Part::of_reports(store, &[stored.id])?,
                None => Part::default(),
            },
            Self::Search(words) => found(store, words)?,
            Self::Decisions => Part::default(),
        };
        view(store, moment, part)
    }
}

fn view(store: &dyn Store, moment: &Arc<Moment>, part: Part) -> Result<View> {
    let reviewed = part.reviewed(store, &moment.review, &moment.decisions, |_| None)?;
    Ok(View::new(moment, reviewed))
}

/// A page of a list, which cites reports by their names: short ones would be others on the next page.
fn page_view(store: &dyn Store, moment: &Arc<Moment>, part: Part) -> Result<View> {
    let names = |stored: &[StoredAccount]| Some(stored.iter().map(|it| it.account.report.name.clone()).collect());
    let reviewed = part.reviewed(store, &moment.review, &moment.decisions, names)?;
    Ok(View::new(moment, reviewed))
}

fn latest_view(store: &dyn Store, moment: &Arc<Moment>, filter: &Filter, most: usize) -> Result<View> {
    let mut reports = store.latest(&filter.of_claims(), most + 1)?;
    let others = reports.len() > most;
    reports.truncate(most);
    let mut part = Part::of_reports(store, &reports)?;
    for key in moment.review.may_pass(filter) {
        part.bring_events_of(store, key)?;
    }
    let mut view = view(store, moment, part)?;
    if others {
        view.latest = Some((most, store.count_reports()?));
    }
    Ok(view)
}

fn claims_view(store: &dyn Store, moment: &Arc<Moment>, filter: &Filter, report: &str, page: Page) -> Result<View> {
    let first = changed(store, moment, filter)?;
    let except = moment.review.rejected().chain(first.iter().map(|(_, key)| *key)).collect();
    let report_only = Some(report.to_owned()).filter(|label| !label.is_empty());
    let asked = ClaimFilter { except, report: report_only, ..filter.of_claims() };
    let found = page.after(&first, |page| {
        let asked = ClaimFilter { limit: Some(page.limit), offset: page.offset, ..asked.clone() };
        Ok(store.claims(&asked)?.into_iter().map(|it| (it.report, it.key)).collect())
    })?;
    let count = || Ok(first.len() + store.count_claims(&asked)?);
    let total = moment.count(format!("claims {report:?} {filter:?}"), count)?;
    let reports: BTreeSet<ReportId> = found.iter().map(|(report, _)| *report).collect();
    let mut view = page_view(store, moment, Part::of_accounts(store, &reports)?)?;
    // What people changed may no longer pass.
    let passes = |at| view.get(at).is_some_and(|(account, claim)| filter.claim(account, claim));
    let shown = |(_, key): &(ReportId, ClaimKey)| {
        view.claim(&key.to_string()).filter(|&at| !moment.review.touches(*key) || passes(at))
    };
    let claims = found.iter().filter_map(shown).collect();
    view.listed = Some(Listed { claims, events: Vec::new(), total });
    Ok(view)
}

/// Claims that pass a filter for what people changed about them.
fn changed(store: &dyn Store, moment: &Arc<Moment>, filter: &Filter) -> Result<Vec<(ReportId, ClaimKey)>> {
    let mut places = Vec::new();
    for key in moment.review.may_pass(filter) {
        let asked = ClaimFilter { key: Some(key), limit: Some(1), ..ClaimFilter::default() };
        places.extend(store.claims(&asked)?.into_iter().map(|it| (it.report, key)));
    }
    let reports = places.iter().map(|(report, _)| *report).collect();
    let view = view(store, moment, Part::of_accounts(store, &reports)?)?;
    places.retain(|(_, key)| {
        let told = view.claim(&key.to_string()).and_then(|at| view.get(at));
        told.is_some_and(|(account, claim)| filter.claim(account, claim))
    });
    Ok(places)
}

fn events_view(store: &dyn Store, moment: &Arc<Moment>, filter: &Filter, page: Page) -> Result<View> {
    let mut first = Vec::new();
    for (_, key) in changed(store, moment, filter)? {
        first.extend(store.events_of(key)?);
    }
    first.sort_unstable();
    first.dedup();
    let asked = EventFilter { except: first.clone(), ..filter.of_events().unwrap_or_default() };
    let first = first.into_iter().map(|id| store.event(id)).collect::<Result<Vec<_>>>()?;
    let first: Vec<StoredEvent> = first.into_iter().flatten().collect();
    let found = page.after(&first, |page| {
        store.events(&EventFilter { limit: Some(page.limit), offset: page.offset, ..asked.clone() })
    })?;
    let count = || Ok(first.len() + store.count_events(&asked)?);
    let total = moment.count(format!("events {filter:?}"), count)?;
    let ids: Vec<String> = found.iter().map(|event| format!("e{}", event.id.0)).collect();
    let mut view = page_view(store, moment, Part::of_events(store, found)?)?;
    // What people split off stands after what it was split from.
    let found = |id: &String| view.events.range(id.clone()..=format!("{id}-~")).map(|(_, n)| *n).collect::<Vec<_>>();
    let mut events: Vec<usize> = ids.iter().flat_map(found).collect();
    let decided = |n: &usize| {
        let claims = view.overview.story.events[*n].claims.iter();
        claims.filter_map(|at| view.overview.claim_id(*at).parse().ok()).any(|key| moment.review.touches(key))
    };
    events.retain(|n| !decided(n) || filter.event(&view.overview, &view.overview.story.events[*n]));
    view.listed = Some(Listed { claims: Vec::new(), events, total });
    Ok(view)
}

/// The event whose number an id has: what people split off as `e12-2` is of event 12.
fn numbered(store: &dyn Store, id: &str) -> Result<Vec<StoredEvent>> {
    let number = id.trim_start_matches('e').split('-').next().and_then(|number| number.parse().ok());
    let event = number.map(|number| store.event(EventId(number))).transpose()?;
    Ok(event.flatten().into_iter().collect())
}

/// Events of one's type, about its time, with somebody of it.
fn near(store: &dyn Store, event: &StoredEvent) -> Result<Vec<StoredEvent>> {
    let Ok(told) = event.read::<Event>() else { return Ok(Vec::new()) };
    let somebody: Option<&Actor> = told.actors.iter().chain(&told.recipients).find(|actor| !actor.name.is_empty());
    let week = jiff::Span::new().weeks(1);
    let days = |date: Interval| (date.start.saturating_sub(week), date.end.saturating_add(week));
    let (from, to) = event.date.map(days).unzip();
    let asked = EventFilter {
        kinds: vec![event.kind],
        actor: somebody.map(|actor| actor.name.clone()),
        from,
        to,
        except: vec![event.id],
        limit: Some(NEAR),
        ..EventFilter::default()
    };
    store.events(&asked)
}

fn claim(store: &dyn Store, key: ClaimKey) -> Result<Part> {
    let asked = ClaimFilter { key: Some(key), limit: Some(1), ..ClaimFilter::default() };
    let reports = store.claims(&asked)?.into_iter().map(|it| it.report).collect();
    let mut part = Part::of_accounts(store, &reports)?;
    part.bring_events_of(store, key)?;
    Ok(part)
}

/// Events told in the sentences that a search finds first.
fn found(store: &dyn Store, words: &str) -> Result<Part> {
    let mut ids: Vec<EventId> = Vec::new();
    for hit in store.search(words, 50)? {
        for id in store.events_said(hit.report, hit.index)? {
            if !ids.contains(&id) && ids.len() < FOUND {
                ids.push(id);
            }
        }
    }
    let events = ids.into_iter().map(|id| store.event(id)).collect::<Result<Vec<_>>>()?;
    Part::of_events(store, events.into_iter().flatten().collect())
}

/// Events with their ids, from the record's own rows; accounts are read only of those that people decided about.
pub(super) fn bare_events(store: &dyn Store, moment: &Moment, filter: &EventFilter) -> Result<Vec<(String, Event)>> {
    let decided = |event: &StoredEvent| event.claims.iter().any(|(_, key)| moment.review.touches(*key));
    let (decided, bare): (Vec<_>, Vec<_>) = store.events(filter)?.into_iter().partition(decided);
    let told =
        |event: StoredEvent| Some((format!("e{}", event.id.0), Event { date: event.date, ..event.read().ok()? }));
    let mut events: Vec<(String, Event)> = bare.into_iter().filter_map(told).collect();
    if !decided.is_empty() {
        let reviewed = Part::of_events(store, decided)?.reviewed(store, &moment.review, &moment.decisions, |_| None)?;
        events.extend(reviewed.overview.event_ids.into_iter().zip(reviewed.overview.story.events));
    }
    Ok(events)
}
