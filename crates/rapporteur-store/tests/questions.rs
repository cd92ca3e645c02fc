//! What the page asks of a record that is too large to be held: its parts, in pages, and counts.
#![allow(missing_docs)]

mod common;
#[path = "../../../benches/desk/mod.rs"]
mod desk;

use std::collections::BTreeSet;

use common::{Databases, account, run};
use rapporteur_core::EventType;
use rapporteur_core::knowledge::Knowledge;
use rapporteur_store::{ClaimFilter, EventFilter, Record, ReportId};

on_every_database! {
    the_latest_reports_come_first,
    events_are_counted_as_they_are_listed,
    some_can_be_left_out,
    names_are_found_by_how_their_words_begin,
}

/// Two days of a desk, and one report that is printed years later, with a title.
fn record(new: &dyn Databases) -> Record {
    let mut store = new.record();
    let run = run(&mut *store);
    store.add_account(&account("port"), run).unwrap();
    for number in 25..40 {
        store.add_account(&desk::report(number), run).unwrap();
    }
    while store.needs_fuse().unwrap() {
        store.fuse(Knowledge::embedded(), 16, run).unwrap();
    }
    store
}

fn the_latest_reports_come_first(new: &dyn Databases) {
    let store = record(new);
    let labels: std::collections::BTreeMap<ReportId, String> = store.labels().unwrap().into_iter().collect();
    let latest = |filter: ClaimFilter, most| -> Vec<String> {
        store.latest(&filter, most).unwrap().iter().map(|id| labels[id].clone()).collect()
    };
    assert_eq!(latest(ClaimFilter::default(), 2)[0], "port");
    let syria = ClaimFilter { country: Some("SYR".into()), ..ClaimFilter::default() };
    let told: BTreeSet<String> = store.claims(&syria).unwrap().into_iter().map(|it| it.label).collect();
    assert_eq!(latest(syria.clone(), 100).into_iter().collect::<BTreeSet<_>>(), told);
    assert_eq!(latest(syria, 1), ["port"]);
    let rows = store.reports(100, 0).unwrap();
    assert_eq!((rows.len(), rows.len()), (16, store.count_reports().unwrap()));
    let pages = (0..16).step_by(5).flat_map(|offset| store.reports(5, offset).unwrap());
    assert_eq!(pages.collect::<Vec<_>>(), rows);
    assert_eq!((rows[0].label.as_str(), rows[0].sentences, rows[0].claims, rows[0].diagnostics), ("port", 3, 2, 1));
    assert!(rows.is_sorted_by_key(|row| std::cmp::Reverse(row.published)));
    let titled = |words| store.titled(words, 9).unwrap().into_iter().map(|row| row.label).collect::<Vec<_>>();
    assert_eq!((titled("SHELLED port"), titled("report-31")), (vec!["port".into()], vec!["report-31".into()]));
    assert!(titled("no such words").is_empty());
    assert!(store.holds_more(400).unwrap() && !store.holds_more(452).unwrap(), "there are 452 claims");
}

fn events_are_counted_as_they_are_listed(new: &dyn Databases) {
    let store = record(new);
    for filter in [
        EventFilter::default(),
        EventFilter { country: Some("RUS".into()), ..EventFilter::default() },
        EventFilter { kinds: vec![EventType::Assault, EventType::Consult], ..EventFilter::default() },
        EventFilter {
            anybody: Some("army".into()),
            from: Some(jiff::civil::date(2015, 1, 2)),
            ..EventFilter::default()
        },
    ] {
        let listed = store.events(&filter).unwrap();
        assert_eq!(store.count_events(&filter).unwrap(), listed.len());
        let days = store.count_days(&filter).unwrap();
        let dated = listed.iter().filter(|event| event.date.is_some());
        assert_eq!(days.iter().map(|it| it.events).sum::<usize>(), dated.clone().count());
        for day in days {
            let that = dated.clone().filter(|it| it.kind == day.kind && it.date.is_some_and(|it| it.start == day.day));
            assert_eq!(that.count(), day.events, "{day:?}");
        }
    }
    let reports = store.latest(&ClaimFilter::default(), 3).unwrap();
    let within: BTreeSet<_> = store.events_in(&reports).unwrap().into_iter().map(|event| event.id).collect();
    let all = store.events(&EventFilter::default()).unwrap();
    let told = all.iter().filter(|event| event.claims.iter().any(|(at, _)| reports.contains(&at.report)));
    assert_eq!(within, told.map(|event| event.id).collect());
    let (at, key) = all[0].claims[0];
    let claim = store.claims(&ClaimFilter { key: Some(key), ..ClaimFilter::default() }).unwrap().remove(0);
    assert!(store.events_said(at.report, claim.claim.sentence).unwrap().contains(&all[0].id));
}

fn some_can_be_left_out(new: &dyn Databases) {
    let store = record(new);
    let filter = ClaimFilter { kinds: vec![EventType::Assault], ..ClaimFilter::default() };
    let claims = store.claims(&filter).unwrap();
    let except = ClaimFilter { except: claims[1..3].iter().map(|it| it.key).collect(), ..filter };
    assert_eq!(store.count_claims(&except).unwrap(), claims.len() - 2);
    assert_eq!(store.claims(&except).unwrap()[1], claims[3]);
    let events = store.events(&EventFilter::default()).unwrap();
    let except = EventFilter { except: vec![events[0].id], limit: Some(1), ..EventFilter::default() };
    assert_eq!(store.events(&except).unwrap()[0].id, events[1].id);
}

fn names_are_found_by_how_their_words_begin(new: &dyn Databases) {
    let store = record(new);
    let named = |beginning: &str| -> Vec<String> {
        store.named(beginning, 3).unwrap().into_iter().map(|actor| actor.name).collect()
    };
    assert!(named("Russ").iter().all(|name| name.contains("Russ")) && !named("Russ").is_empty());
    assert!(named("arm").iter().all(|name| name.ends_with("army")) && named("arm").len() == 3);
    assert_eq!(store.named("émis", 3).unwrap()[0].country, "UNO");
    assert!(named("rmy").is_empty());
}
