//! A record, or a part of it, as it is read: whole reports, and events of their claims; then, with what people decided put
//! over it.

use std::collections::BTreeSet;

use rapporteur_core::fuse::fuse;
use rapporteur_core::{Account, Event};
use rapporteur_store::{ClaimKey, Decision, EventFilter, EventId, ReportId, Result, Store, StoredAccount, StoredEvent};

use crate::output::overview::Overview;
use crate::output::review::Reviews;
use crate::review::{Rejected, Review, Told, events};

/// Reports, and events of their claims, as the machine has them.
#[derive(Default)]
pub struct Part {
    accounts: Vec<StoredAccount>,
    events: Vec<Told>,
}

/// What reports and events say with decisions applied.
pub struct Reviewed {
    /// What counts.
    pub overview: Overview,
    /// What does not.
    pub rejected: Vec<Rejected>,
}

impl Part {
    /// All of a record.
    ///
    /// # Errors
    /// When it cannot be read, as in all of these.
    pub fn whole(store: &dyn Store) -> Result<Self> {
        let accounts = store.accounts()?.collect::<Result<Vec<_>>>()?;
        // What could not be fused, because the record may not be written, is fused for this once.
        if store.needs_fuse()? {
            return Self::fused(store, accounts);
        }
        let events = store.events(&EventFilter::default())?.into_iter().map(Told::from).collect();
        Ok(Self { accounts, events })
    }

    /// Accounts fused by themselves; an event has the number of its first claim's in the record.
    pub(super) fn fused(store: &dyn Store, accounts: Vec<StoredAccount>) -> Result<Self> {
        let bare: Vec<Account> = accounts.iter().map(|stored| stored.account.clone()).collect();
        let told = |event: Event| {
            let claims = event.claims.iter().map(|at| (accounts[at.report].id, accounts[at.report].keys[at.claim]));
            let claims: Vec<(ReportId, ClaimKey)> = claims.collect();
            let number = claims.first().map(|&(_, key)| store.events_of(key)).transpose()?.unwrap_or_default();
            Ok(Told { number: number.first().copied(), claims, event: Some(event) })
        };
        let events = fuse(&bare, crate::knowledge::in_use()).events.into_iter().map(told).collect::<Result<_>>()?;
        Ok(Self { accounts, events })
    }

    /// Events, with all reports that tell of them.
    ///
    /// # Errors
    /// When the record cannot be read, as in all of these.
    pub fn of_events(store: &dyn Store, events: Vec<StoredEvent>) -> Result<Self> {
        let mut part = Self { accounts: Vec::new(), events: events.into_iter().map(Told::from).collect() };
        let reports = part.events.iter().flat_map(|it| &it.claims).map(|(report, _)| *report).collect();
        part.bring_reports(store, &reports)?;
        Ok(part)
    }

    /// Reports, with the events of their claims, as far as they are told in them.
    ///
    /// # Errors
    /// When the record cannot be read, as in all of these.
    pub fn of_reports(store: &dyn Store, reports: &[ReportId]) -> Result<Self> {
        let events = store.events_in(reports)?.into_iter().map(Told::from).collect();
        Ok(Self { events, ..Self::of_accounts(store, &reports.iter().copied().collect())? })
    }

    /// Reports without events.
    ///
    /// # Errors
    /// When the record cannot be read, as in all of these.
    pub fn of_accounts(store: &dyn Store, reports: &BTreeSet<ReportId>) -> Result<Self> {
        let mut part = Self::default();
        part.bring_reports(store, reports)?;
        Ok(part)
    }

    /// The part with what decisions tie to it: a merged event needs both of its halves, one made anew all of its reports.
    fn complete(&mut self, store: &dyn Store, review: &Review) -> Result<()> {
        if review.is_empty() {
            return Ok(());
        }
        let mut claims: BTreeSet<ClaimKey> =
            self.events.iter().flat_map(|it| &it.claims).map(|(_, key)| *key).collect();
        loop {
            let tied = review.tied(&claims);
            if tied.is_empty() {
                break;
            }
            for &key in &tied {
                self.bring_events_of(store, key)?;
            }
            claims.extend(tied);
            claims.extend(self.events.iter().flat_map(|it| &it.claims).map(|(_, key)| *key));
        }
        let decided = self.events.iter().filter(|it| it.claims.iter().any(|(_, key)| review.touches(*key)));
        let reports = decided.flat_map(|it| &it.claims).map(|(report, _)| *report).collect();
        self.bring_reports(store, &reports)
    }

    /// Adds the events of a claim.
    ///
    /// # Errors
    /// When the record cannot be read, as in all of these.
    pub fn bring_events_of(&mut self, store: &dyn Store, key: ClaimKey) -> Result<()> {
        for id in store.events_of(key)? {
            if !self.has_event(id) {
                self.events.extend(store.event(id)?.map(Told::from));
            }
        }
        Ok(())
    }

    fn has_event(&self, id: EventId) -> bool {
        self.events.iter().any(|it| it.number == Some(id))
    }

    fn bring_reports(&mut self, store: &dyn Store, reports: &BTreeSet<ReportId>) -> Result<()> {
        let there: BTreeSet<ReportId> = self.accounts.iter().map(|stored| stored.id).collect();
        for &report in reports.difference(&there) {
            self.accounts.push(store.account_of(report)?);
        }
        Ok(())
    }

    /// The part with decisions put over it; `keys` are short keys of the reports where they are some of more.
    ///
    /// # Errors
    /// When the record cannot be read, as in all of these.
    pub fn reviewed(
        mut self,
        store: &dyn Store,
        review: &Review,
        decisions: &[Decision],
        keys: impl FnOnce(&[StoredAccount]) -> Option<Vec<String>>,
    ) -> Result<Reviewed> {
        self.complete(store, review)?;
        let Self { mut accounts, events: told } = self;
        let replaced = review.apply(&mut accounts);
        let short = keys(&accounts);
        let keys: Vec<Vec<ClaimKey>> = accounts.iter().map(|stored| stored.keys.clone()).collect();
        let accounts: Vec<Account> = accounts.into_iter().map(|stored| stored.account).collect();
        let events = events(told, &accounts, &keys, review);
        let claim_ids = keys.iter().map(|keys| keys.iter().map(ToString::to_string).collect()).collect();
        let mut overview = Overview::of_events(accounts, events, claim_ids, short);
        overview.reviews = Reviews::new(decisions, replaced.edited);
        Ok(Reviewed { overview, rejected: replaced.rejected })
    }
}
