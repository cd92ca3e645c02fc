//! A record too large to be held: each question brings its part, and says so where it is not all.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::visitor::Visitor;

fn items(visitor: &mut Visitor, path: &str) -> (Vec<Value>, u64) {
    let answer = visitor.get(path);
    assert_eq!(answer.status, StatusCode::OK, "{path} {}", answer.text);
    let list = answer.json();
    (list["items"].as_array().expect("items").clone(), list["total"].as_u64().expect("a count"))
}

/// All items of a list, a few at a time.
fn tiles(visitor: &mut Visitor, path: &str) -> Vec<String> {
    let (mut ids, joint) = (Vec::new(), if path.contains('?') { '&' } else { '?' });
    loop {
        let (page, total) = items(visitor, &format!("{path}{joint}limit=7&offset={}", ids.len()));
        ids.extend(page.iter().map(|it| it["id"].as_str().expect("an id").to_owned()));
        if ids.len() as u64 >= total || page.is_empty() {
            assert_eq!(ids.len() as u64, total, "{path}");
            return ids;
        }
    }
}

#[test]
fn lists_have_the_same_items_whatever_the_size() {
    let [mut small, mut large] = Visitor::of_both_sizes();
    for path in [
        "/api/claims",
        "/api/claims?actor=Russia",
        "/api/claims?type=consult&place=SYR",
        "/api/claims?place=Lausanne",
        "/api/claims?report=4-eve-of-talks",
        "/api/events",
        "/api/events?type=consult,assault",
        "/api/events?from=2016-10-15&to=2016-10-15",
        "/api/events?q=talks",
    ] {
        let both = [&mut small, &mut large].map(|visitor| tiles(visitor, path).into_iter().collect::<BTreeSet<_>>());
        assert!(!both[0].is_empty() && both[0] == both[1], "{path}: {both:?}");
    }
    // A record takes "talks" for "talk" and "talking" too.
    let [small, large] = [&mut small, &mut large].map(|visitor| tiles(visitor, "/api/claims?q=talks"));
    assert!(small.iter().all(|id| large.contains(id)));
}

#[test]
fn every_page_answers_and_says_that_it_is_not_of_all() {
    let mut visitor = Visitor::of_a_large_record(2);
    let note = "from the 2 latest of 5 reports";
    for path in ["/", "/map", "/network", "/review", "/timeline", "/table/actors", "/table/disputes", "/table/figures"]
    {
        let page = visitor.get(path);
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.text.ends_with("</html>") && page.text.contains(note), "{path} does not say so");
    }
    for path in ["/table/claims", "/table/events", "/reports", "/search?q=Lausanne"] {
        let page = visitor.get(path);
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.text.ends_with("</html>") && !page.text.contains(note), "{path} has all");
    }
    for path in ["/api/brief", "/api/map", "/api/network", "/api/queue", "/api/quotes", "/api/timeline?lanes=actor"] {
        assert!(visitor.get(path).json()["note"].as_str().is_some_and(|it| it.contains(note)), "{path}");
    }
    let told = visitor.get("/?actor=Mistura").text;
    assert!(told.contains("Mistura") && !told.contains(note), "few enough reports tell of him");
    let latest = visitor.get("/export/disputes.csv");
    assert!(latest.header("content-disposition").contains("disputes-latest.csv"));
}

#[test]
fn an_event_a_claim_and_a_report_bring_what_they_need() {
    let mut visitor = Visitor::of_a_large_record(1);
    let event = visitor.event("Lausanne");
    let id = event["id"].as_str().expect("an id");
    let page = visitor.get(&format!("/event/{id}")).text;
    assert!(page.contains("Daily C") && page.contains("Wire A"), "both publishers");
    assert!(page.contains("<option"), "others to merge it with");
    for claim in event["claims"].as_array().expect("claims") {
        let (key, report) = (claim["id"].as_str().expect("a key"), claim["report"].as_str().expect("a name"));
        assert_eq!(visitor.get(&format!("/api/claims/{key}")).json()["event"], event["id"]);
        assert!(visitor.get(&format!("/report/{report}")).text.contains(&format!("claim-{key}")));
    }
    assert_eq!(visitor.get("/event/e99999").status, StatusCode::NOT_FOUND);
    assert_eq!(visitor.get("/claim/0000000000000000").status, StatusCode::NOT_FOUND);
    assert_eq!(visitor.get("/report/nothing").status, StatusCode::NOT_FOUND);
    let names = visitor.get("/api/suggest/actors?q=kerr").json();
    assert!(names.to_string().contains("John Kerry"), "{names}");
}

#[test]
fn all_events_are_on_the_timeline() {
    let [mut small, mut large] = [Visitor::new(), Visitor::of_a_large_record(1)];
    for path in ["/api/timeline", "/api/timeline?place=SYR", "/api/timeline?type=consult&from=2016-10-10&to=2016-10-20"]
    {
        let drawn = [&mut small, &mut large].map(|visitor| {
            let timeline = visitor.get(path).json();
            let events = timeline["events"].as_array().expect("events").iter();
            let ids: BTreeSet<String> = events.map(|it| it["id"].to_string()).collect();
            (ids, timeline["lanes"].to_string(), timeline["total"].as_u64())
        });
        assert!(!drawn[0].0.is_empty() && drawn[0] == drawn[1], "{path}: {drawn:#?}");
    }
}

#[test]
fn what_people_changed_is_found_by_what_it_says_now() {
    let mut visitor = Visitor::of_a_large_record(100);
    let (consults, _) = items(&mut visitor, "/api/claims?type=consult&limit=500");
    let key = consults[0]["id"].as_str().expect("a key").to_owned();
    let change = json!({ "type": "COERCE", "actors": [{ "name": "Wednesday Group", "country": "", "sector": "" }] });
    let body = json!({ "act": "edit", "kind": "claim", "id": key, "change": change }).to_string();
    assert_eq!(visitor.post("/api/decisions", body).status, StatusCode::CREATED);
    for (path, found) in [
        ("/api/claims?actor=Wednesday", true),
        ("/api/claims?type=coerce", true),
        ("/api/claims?type=consult&limit=500", false),
    ] {
        let (claims, _) = items(&mut visitor, path);
        assert_eq!(claims.iter().any(|it| it["id"] == *key), found, "{path}");
    }
    let (events, _) = items(&mut visitor, "/api/events?actor=Wednesday");
    assert!(events.iter().any(|it| it["claims"].to_string().contains(&key)), "the event follows: {events:#?}");
    assert!(visitor.get("/table/events?actor=Wednesday").text.contains("Wednesday Group"));
}

#[test]
fn an_export_has_all_rows_once() {
    let [mut small, mut large] = Visitor::of_both_sizes();
    for (file, columns) in [("claims.csv", 2..9), ("events.csv", 0..6)] {
        let rows = [&mut small, &mut large].map(|visitor| {
            let text = visitor.get(&format!("/export/{file}")).text;
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let row = |row: csv::StringRecord| columns.clone().map(|n| row[n].to_owned()).collect::<Vec<_>>();
            let mut rows: Vec<Vec<String>> = reader.records().map(|it| row(it.expect("a row"))).collect();
            rows.sort();
            rows
        });
        assert!(rows[0].len() > 20 && rows[0] == rows[1], "{file}");
    }
    assert!(large.get("/export/claims.json").json().is_array());
}
