//! Reports in and out of the record, questions to it, and its events.
#![allow(missing_docs)]

mod common;

use common::{Databases, account, moment, run, versions};
use jiff::civil::date;
use rapporteur_core::{EventType, Span};
use rapporteur_store::{ClaimFilter, ContentHash, How, Known};

on_every_database! {
    an_account_comes_back_as_it_went_in,
    a_second_read_changes_nothing,
    a_newer_model_reads_again_and_claims_keep_their_keys,
    another_content_is_a_new_version_and_the_old_one_is_out_of_sight,
    the_same_name_from_elsewhere_is_another_report,
    claims_are_found_by_every_filter,
    search_takes_anything_that_people_type,
    actors_are_counted_by_role,
    rows_name_the_run_that_made_them,
    any_text_comes_back,
    a_mark_changes_with_the_record,
}

fn an_account_comes_back_as_it_went_in(new: &dyn Databases) {
    let mut store = new.record();
    let run = run(&mut *store);
    let account = account("a");
    let added = store.add_account(&account, run).unwrap();
    assert_eq!((added.label.as_str(), added.how), ("a", How::New));
    let stored = store.account("a").unwrap().unwrap();
    assert_eq!(stored.account, account);
    assert_eq!((stored.id, stored.version, stored.run), (added.report, 1, run));
    assert_eq!(stored.hash, ContentHash::of(&account.report).to_string());
    assert_eq!(stored.keys.len(), 2);
    assert_eq!(store.account("b").unwrap(), None);
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}

fn a_second_read_changes_nothing(new: &dyn Databases) {
    let mut store = new.record();
    let first = run(&mut *store);
    let account = account("a");
    let hash = ContentHash::of(&account.report);
    assert_eq!(store.known(&hash, &versions("m1")).unwrap(), Known::New);
    let added = store.add_account(&account, first).unwrap();
    assert!(store.has(&hash).unwrap());
    assert_eq!(store.known(&hash, &versions("m1")).unwrap(), Known::Current);

    let mut elsewhere = account.clone();
    elsewhere.report.name = "copy".into();
    elsewhere.report.origin = "/other/copy.txt".into();
    elsewhere.claims.clear();
    let second = run(&mut *store);
    let again = store.add_account(&elsewhere, second).unwrap();
    assert_eq!((again.report, again.label.as_str(), again.how), (added.report, "a", How::Duplicate), "by another name");
    assert_eq!(store.add_account(&account, second).unwrap().how, How::Already);
    let stored = store.account("a").unwrap().unwrap();
    assert_eq!((stored.account, stored.run), (account, first));
}

fn a_newer_model_reads_again_and_claims_keep_their_keys(new: &dyn Databases) {
    let mut store = new.record();
    let first = run(&mut *store);
    let mut account = account("a");
    store.add_account(&account, first).unwrap();
    let keys = store.account("a").unwrap().unwrap().keys;

    let hash = ContentHash::of(&account.report);
    assert_eq!(store.known(&hash, &versions("m2")).unwrap(), Known::Outdated);
    let newer = store.begin_run(moment(), &versions("m2")).unwrap();
    account.claims[0].kind = EventType::Coerce;
    account.claims.swap(0, 1);
    assert_eq!(store.add_account(&account, newer).unwrap().how, How::Reread);
    let stored = store.account("a").unwrap().unwrap();
    assert_eq!(stored.account, account);
    assert_eq!(stored.keys, [keys[1], keys[0]]);
    assert_eq!(store.stats().unwrap().claims, 2);
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}

fn another_content_is_a_new_version_and_the_old_one_is_out_of_sight(new: &dyn Databases) {
    let mut store = new.record();
    let run = run(&mut *store);
    let old = account("a");
    store.add_account(&old, run).unwrap();
    let keys = store.account("a").unwrap().unwrap().keys;
    let mut new = old.clone();
    new.report.text.push_str(" Corrected.");
    let added = store.add_account(&new, run).unwrap();
    assert_eq!((added.label.as_str(), added.how), ("a", How::Version(2)));
    let stored = store.account("a").unwrap().unwrap();
    assert_eq!((stored.version, &stored.account), (2, &new));
    assert_eq!(stored.keys, keys, "sentences that did not change keep their claims' keys");
    assert!(!store.has(&ContentHash::of(&old.report)).unwrap());
    assert_eq!(store.accounts().unwrap().count(), 1);
    assert_eq!(store.claims(&ClaimFilter::default()).unwrap().len(), 2);
    assert_eq!(store.search("shelled", 10).unwrap().len(), 1);
    let stats = store.stats().unwrap();
    assert_eq!((stats.reports, stats.superseded), (1, 1));

    assert_eq!(store.add_account(&old, run).unwrap().how, How::Version(1), "the publisher took it back");
    assert_eq!(store.account("a").unwrap().unwrap().account, old);
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}

fn the_same_name_from_elsewhere_is_another_report(new: &dyn Databases) {
    let mut store = new.record();
    let run = run(&mut *store);
    let mut labels = Vec::new();
    for (origin, publisher) in [("/x/a.txt", "X"), ("/y/a.txt", "Y"), ("-", "Z"), ("-", "W")] {
        let mut account = account("a");
        account.report.origin = origin.into();
        account.report.publisher = Some(publisher.into());
        labels.push(store.add_account(&account, run).unwrap().label);
    }
    assert_eq!(labels, ["a", "a-2", "a-3", "a-4"]);
    let names: Vec<_> = store.accounts().unwrap().map(|it| it.unwrap().account.report.name).collect();
    assert_eq!(names, labels);
    assert_eq!(store.account("a-3").unwrap().unwrap().account.report.publisher.as_deref(), Some("Z"));
}

fn claims_are_found_by_every_filter(new: &dyn Databases) {
    let mut store = new.record();
    let run = run(&mut *store);
    store.add_account(&account("a"), run).unwrap();
    store.add_account(&account("b"), run).unwrap();
    let key = store.account("b").unwrap().unwrap().keys[0];
    let all = ClaimFilter::default();
    let hits = |filter: ClaimFilter| {
        let claims = store.claims(&filter).unwrap();
        assert_eq!(store.count_claims(&filter).unwrap(), claims.len());
        claims.iter().map(|it| format!("{}{}", it.label, it.index)).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(hits(all.clone()), "a0 b0 a1 b1", "dated ones first");
    assert_eq!(hits(ClaimFilter { kinds: vec![EventType::Consult], ..all.clone() }), "a1 b1");
    assert_eq!(hits(ClaimFilter { kinds: vec![EventType::Consult, EventType::Assault], ..all.clone() }), "a0 b0 a1 b1");
    assert_eq!(hits(ClaimFilter { mode: Some("heavy-weapons".into()), ..all.clone() }), "a0 b0");
    assert_eq!(hits(ClaimFilter { actor: Some("ahrar AL-sham".into()), ..all.clone() }), "a0 b0");
    assert_eq!(hits(ClaimFilter { actor: Some("éMISSAIRES*".into()), ..all.clone() }), "a1 b1");
    assert_eq!(hits(ClaimFilter { actor: Some("Ahrar".into()), ..all.clone() }), "");
    assert_eq!(hits(ClaimFilter { country: Some("syr".into()), ..all.clone() }), "a0 b0");
    assert_eq!(hits(ClaimFilter { place: Some("SYR".into()), ..all.clone() }), "a0 b0");
    assert_eq!(hits(ClaimFilter { attributed: Some("Ahrar*".into()), ..all.clone() }), "");
    assert_eq!(hits(ClaimFilter { from: Some(date(2016, 10, 9)), ..all.clone() }), "a0 b0");
    assert_eq!(hits(ClaimFilter { from: Some(date(2016, 10, 10)), ..all.clone() }), "");
    assert_eq!(hits(ClaimFilter { to: Some(date(2016, 10, 3)), ..all.clone() }), "a0 b0");
    assert_eq!(hits(ClaimFilter { to: Some(date(2016, 10, 2)), ..all.clone() }), "");
    assert_eq!(hits(ClaimFilter { text: Some("general shelling".into()), ..all.clone() }), "a0 b0");
    assert_eq!(hits(ClaimFilter { text: Some("\"Envoys will\" laus*".into()), ..all.clone() }), "a1 b1");
    assert_eq!(hits(ClaimFilter { text: Some("envoys shelled".into()), ..all.clone() }), "");
    assert_eq!(hits(ClaimFilter { report: Some("b".into()), ..all.clone() }), "b0 b1");
    assert_eq!(hits(ClaimFilter { key: Some(key), ..all.clone() }), "b0");
    assert_eq!(hits(ClaimFilter { min_score: Some(0.1), ..all.clone() }), "a0 b0");
    let page = ClaimFilter { limit: Some(2), offset: 1, ..all };
    let page: Vec<_> = store.claims(&page).unwrap().into_iter().map(|it| (it.label, it.sentence)).collect();
    assert_eq!(page[0].1, "Rebels shelled the port of Latakia last week, the général said.");
    assert_eq!(page[1], ("a".into(), "Envoys will meet in Lausanne.".into()));
    let first = &store.claims(&ClaimFilter::default()).unwrap()[0];
    assert_eq!(first.claim, account("a").claims[0]);
}

fn search_takes_anything_that_people_type(new: &dyn Databases) {
    let mut store = new.record();
    let run = run(&mut *store);
    store.add_account(&account("a"), run).unwrap();
    let hits = store.search("GENERAL", 10).unwrap();
    assert_eq!(hits[0].words, "Rebels shelled the port of Latakia last week, the général said.");
    assert_eq!((hits[0].label.as_str(), hits[0].index, hits[0].published), ("a", 0, Some(date(2016, 10, 14))));
    for odd in ["(", "a\"b", "NEAR(x", "port OR envoys", "^port", "words:port", "-port", "'; DROP TABLE claims; --"] {
        if let Err(error) = store.search(odd, 10) {
            assert_eq!(error.kind.name(), "invalid-request", "{odd}");
        }
    }
    let error = store.search(" * ", 10).unwrap_err();
    assert_eq!(error.kind.to_string(), "expected words to search for, found ` * `");
}

fn actors_are_counted_by_role(new: &dyn Databases) {
    let mut store = new.record();
    let run = run(&mut *store);
    store.add_account(&account("a"), run).unwrap();
    store.add_account(&account("b"), run).unwrap();
    let actors = store.actors(None).unwrap();
    let counts: Vec<_> = actors.iter().map(|it| (it.name.as_str(), it.acts, it.receives, it.says)).collect();
    assert_eq!(counts, [("Ahrar al-Sham", 2, 0, 0), ("Émissaires de l'ONU", 2, 2, 0)]);
    assert_eq!(store.actors(Some(1)).unwrap().len(), 1);
}

fn rows_name_the_run_that_made_them(new: &dyn Databases) {
    let mut store = new.record();
    let run = run(&mut *store);
    store.add_account(&account("a"), run).unwrap();
    let runs = store.runs().unwrap();
    assert_eq!((runs[0].id, runs[0].at, &runs[0].versions), (run, moment(), &versions("m1")));
    assert!(store.claims(&ClaimFilter::default()).unwrap().iter().all(|it| it.run == run));
    let stray = rapporteur_store::RunId(99);
    assert_eq!(store.add_account(&account("b"), stray).unwrap_err().kind.name(), "record-no-such");
    assert_eq!(store.stats().unwrap().reports, 1);
}

fn any_text_comes_back(new: &dyn Databases) {
    let mut store = new.record();
    let run = run(&mut *store);
    let mut odd = account("odd");
    odd.report.text += " Nul \0 nul, \u{1F600} cafe\u{301}, \u{FFFE}, \\x00 'quoted' $1 ";
    odd.report.text += &"endless".repeat(40_000);
    odd.report.title = Some("Title \\ \"quoted\" $2 %".into());
    odd.quotes[0].span = Span::new(odd.report.text.find("Nul").unwrap(), odd.report.text.find("nul").unwrap());
    odd.sentences.push(Span::new(odd.report.text.find("Nul").unwrap(), odd.report.text.len()));
    store.add_account(&odd, run).unwrap();
    assert_eq!(store.account("odd").unwrap().unwrap().account, odd);
    assert!(store.search("\"nul nul\"", 5).unwrap()[0].words.starts_with("Nul \0 nul, \u{1F600} cafe\u{301}"));
    assert_eq!(store.search("café quoted", 5).unwrap().len(), 1);
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}

fn a_mark_changes_with_the_record(new: &dyn Databases) {
    let mut store = new.record();
    let run = run(&mut *store);
    let marks = [store.stamp().unwrap(), store.stamp().unwrap()];
    store.add_account(&account("a"), run).unwrap();
    assert_eq!(marks[0], marks[1]);
    assert_ne!(marks[1], store.stamp().unwrap());
}
