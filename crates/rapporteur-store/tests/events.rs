//! Events: what the record fuses step by step is what would be fused at once.
#![allow(missing_docs)]

mod common;
#[path = "../../../benches/desk/mod.rs"]
mod desk;

use std::collections::BTreeSet;

use common::{Databases, account, moment, run, versions};
use rapporteur_core::fuse::fuse;
use rapporteur_core::knowledge::Knowledge;
use rapporteur_core::{Account, Event};
use rapporteur_store::{ClaimFilter, EventFilter, How, RunId, SqliteStore, Store, StoredEvent};

fn settle(store: &mut dyn Store, most: usize, run: RunId) {
    while store.needs_fuse().unwrap() {
        store.fuse(Knowledge::embedded(), most, run).unwrap();
    }
}

fn all(store: &dyn Store) -> Vec<StoredEvent> {
    store.events(&EventFilter::default()).unwrap()
}

type Told = (String, usize, usize, usize, BTreeSet<(String, usize)>);

/// Events without their numbers: title, reports, publishers, voices, and claims by report and index.
fn told(store: &dyn Store) -> BTreeSet<Told> {
    let labels: std::collections::BTreeMap<_, _> = store.labels().unwrap().into_iter().collect();
    let one = |stored: StoredEvent| {
        let event: Event = stored.read().unwrap();
        assert_eq!((event.kind, &event.title), (stored.kind, &stored.title));
        let claims = stored.claims.iter().map(|(at, _)| (labels[&at.report].clone(), at.index)).collect();
        (event.title, event.reports, event.publishers, event.voices, claims)
    };
    all(store).into_iter().map(one).collect()
}

fn fused(accounts: &[Account]) -> BTreeSet<Told> {
    let one = |event: Event| {
        let claims = event.claims.iter().map(|at| (accounts[at.report].report.name.clone(), at.claim)).collect();
        (event.title, event.reports, event.publishers, event.voices, claims)
    };
    fuse(accounts, Knowledge::embedded()).events.into_iter().map(one).collect()
}

on_every_database! {
    step_by_step_and_in_any_order_it_is_the_same_as_at_once,
    reports_that_change_leave_no_trace_in_events,
    events_keep_their_numbers_and_those_not_touched_their_rows,
}

fn step_by_step_and_in_any_order_it_is_the_same_as_at_once(new: &dyn Databases) {
    let mut accounts: Vec<Account> = (95..125).map(desk::report).collect();
    let at_once = fused(&accounts);
    assert!(at_once.iter().any(|it| it.1 > 3) && at_once.iter().any(|it| it.3 < it.2), "reprints among them");
    for &most in new.steps() {
        let mut store = new.record();
        let run = run(&mut *store);
        accounts.rotate_left(11);
        for (n, account) in accounts.iter().enumerate() {
            store.add_account(account, run).unwrap();
            if n % 3 == 0 {
                settle(&mut *store, most, run);
            }
        }
        settle(&mut *store, most, run);
        assert!(told(&*store) == at_once, "{most} at once");
    }
}

/// What one process keeps in memory between one fuse and the next must not outlive what another does in between.
#[test]
fn two_processes_that_fuse_in_turn_give_the_same_events() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.record");
    let mut stores = [SqliteStore::create(&path).unwrap(), SqliteStore::create(&path).unwrap()];
    let first = run(&mut stores[0]);
    let newer = stores[0].begin_run(moment(), &versions("m2")).unwrap();
    let mut accounts: Vec<Account> = (95..125).map(desk::report).collect();
    for (n, account) in accounts.iter().enumerate() {
        stores[n / 2 % 2].add_account(account, first).unwrap();
        stores[n / 3 % 2].fuse(Knowledge::embedded(), 2, first).unwrap();
    }
    // The last rows go, and their numbers are given to others.
    let last = accounts.last_mut().unwrap();
    last.claims.truncate(5);
    stores[1].add_account(last, newer).unwrap();
    accounts.push(desk::report(125));
    stores[1].add_account(&accounts[30], newer).unwrap();
    settle(&mut stores[0], 1, newer);
    assert!(told(&stores[1]) == fused(&accounts));
    assert_eq!(stores[0].check().unwrap(), Vec::<String>::new());
}

fn reports_that_change_leave_no_trace_in_events(new: &dyn Databases) {
    let accounts: Vec<Account> = (95..115).map(desk::report).collect();
    let mut store = new.record();
    let run = run(&mut *store);
    for account in &accounts {
        store.add_account(account, run).unwrap();
    }
    settle(&mut *store, 16, run);
    let before = told(&*store);
    // Another version of one report, and back; another read of a second, and back.
    let (mut other, mut silent) = (accounts[4].clone(), accounts[9].clone());
    other.claims.truncate(5);
    other.report.text += " Corrected.";
    silent.claims.truncate(3);
    assert_eq!(store.add_account(&other, run).unwrap().how, How::Version(2));
    let newer = store.begin_run(moment(), &versions("m2")).unwrap();
    assert_eq!(store.add_account(&silent, newer).unwrap().how, How::Reread);
    settle(&mut *store, 16, newer);
    let mut changed = accounts.clone();
    (changed[4], changed[9]) = (other, silent);
    assert!(told(&*store) == fused(&changed));
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
    store.add_account(&accounts[4], run).unwrap();
    store.add_account(&accounts[9], run).unwrap();
    settle(&mut *store, 16, run);
    assert!(told(&*store) == before);
}

fn events_keep_their_numbers_and_those_not_touched_their_rows(new: &dyn Databases) {
    let mut store = new.record();
    let first = run(&mut *store);
    store.add_account(&account("a"), first).unwrap();
    assert!(store.needs_fuse().unwrap());
    settle(&mut *store, 16, first);
    let one = all(&*store);
    assert_eq!(one.len(), 2);
    assert_eq!(one[0].date, account("a").claims[0].date, "the grain too");
    let with = EventFilter { actor: Some("ahrar*".into()), limit: Some(1), ..EventFilter::default() };
    assert_eq!(store.events(&with).unwrap()[0].id, one[0].id);
    let abroad = EventFilter { country: Some("syr".into()), ..EventFilter::default() };
    assert_eq!(store.events(&abroad).unwrap().len(), 1);
    let words = ClaimFilter { anybody: Some("nations".into()), ..ClaimFilter::default() };
    assert!(store.events_with(&words).unwrap().is_empty());
    let words = ClaimFilter { anybody: Some("émissaires".into()), or_printed: true, ..ClaimFilter::default() };
    assert_eq!(store.events_with(&words).unwrap()[0].id, one[1].id);

    let second = store.begin_run(moment(), &versions("m1")).unwrap();
    store.add_account(&account("b"), second).unwrap();
    settle(&mut *store, 16, second);
    let two = all(&*store);
    let ids = |events: &[StoredEvent]| events.iter().map(|it| it.id).collect::<Vec<_>>();
    assert_eq!(ids(&one), ids(&two), "joined by what the second report tells, they go on");
    assert_eq!(two[0].claims.len(), 2);
    assert_eq!(store.events_of(two[0].claims[1].1).unwrap(), [two[0].id]);
}
