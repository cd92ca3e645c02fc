//! What people decide is kept, shown, told to others, and can be taken back.

use axum::http::StatusCode;
use serde_json::json;

use crate::visitor::Visitor;

/// The claim of the Lausanne meeting with most actors: id of its event, its key.
fn meeting(visitor: &mut Visitor) -> (String, String) {
    let event = visitor.event("Lausanne");
    let id = event["id"].as_str().expect("an id").to_owned();
    let claims = visitor.get(&format!("/api/events/{id}")).json()["claims"].clone();
    let claims = claims.as_array().expect("claims").clone();
    let most = claims.iter().max_by_key(|it| it["actors"].as_array().map_or(0, Vec::len)).expect("a claim");
    (id, most["id"].as_str().expect("a key").to_owned())
}

fn actors(visitor: &mut Visitor, key: &str) -> Vec<String> {
    let claim = visitor.get(&format!("/api/claims/{key}")).json();
    let actors = claim["actors"].as_array().expect("actors").iter();
    actors.map(|it| it["name"].as_str().expect("a name").to_owned()).collect()
}

#[test]
fn a_corrected_actor_is_kept_after_a_restart() {
    for mut visitor in Visitor::of_both_sizes() {
        let (_, key) = meeting(&mut visitor);
        let before = actors(&mut visitor, &key);
        let fields = [
            ("kind", "claim"),
            ("id", key.as_str()),
            ("act", "edit"),
            ("actor", "Sergei Lavrov"),
            ("actor", "Wednesday Group (IGO)"),
            ("actor", ""),
            ("comment", "the report says who"),
            ("return", "/review"),
        ];
        let answer = visitor.form("/decide", &fields);
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/review"), "{}", answer.text);
        let after = ["Sergei Lavrov", "Wednesday Group"];
        assert_ne!(before, after);
        assert_eq!(actors(&mut visitor, &key), after);
        visitor.restart();
        assert_eq!(actors(&mut visitor, &key), after);
        let lavrov = visitor.get(&format!("/api/claims/{key}")).json()["actors"][0].clone();
        assert_eq!(
            (lavrov["country"].as_str(), lavrov["sector"].as_str()),
            (Some("RUS"), Some("GOV")),
            "known by name"
        );
        let page = visitor.get(&format!("/claim/{key}")).text;
        assert!(page.contains("the report says who") && page.contains("edited"), "the history shows it");
        assert!(visitor.event("Lausanne")["actors"].to_string().contains("Wednesday Group"), "the event follows");
    }
}

#[test]
fn a_rejected_claim_is_gone_until_it_is_undone() {
    for mut visitor in Visitor::of_both_sizes() {
        let (_, key) = meeting(&mut visitor);
        let total = |visitor: &mut Visitor| visitor.get("/api/claims").json()["total"].as_u64().expect("a count");
        let before = total(&mut visitor);
        let body = json!({ "act": "reject", "kind": "claim", "id": key, "comment": "no meeting" }).to_string();
        let kept = visitor.post("/api/decisions", body);
        assert_eq!(kept.status, StatusCode::CREATED, "{}", kept.text);
        assert_eq!(total(&mut visitor), before - 1);
        assert_eq!(visitor.get(&format!("/api/claims/{key}")).status, StatusCode::NOT_FOUND);
        assert!(visitor.get(&format!("/claim/{key}")).text.contains("rejected"), "its page stays");
        let id = kept.json()["id"].as_u64().expect("a number");
        let undone = visitor.post(&format!("/api/decisions/{id}/undo"), "");
        assert_eq!(undone.status, StatusCode::CREATED, "{}", undone.text);
        assert_eq!(total(&mut visitor), before);
        assert_eq!(visitor.post(&format!("/api/decisions/{id}/undo"), "").status, StatusCode::CONFLICT);
    }
}

#[test]
fn events_are_merged_and_split() {
    for mut visitor in Visitor::of_both_sizes() {
        let (id, key) = meeting(&mut visitor);
        let event = |visitor: &mut Visitor, id: &str| visitor.get(&format!("/api/events/{id}")).json();
        let count = |event: &serde_json::Value| event["claims"].as_array().map_or(0, Vec::len);
        let before = count(&event(&mut visitor, &id));
        let other = visitor.event("Obama");
        let with = other["id"].as_str().expect("an id").to_owned();
        let answer = visitor.form("/decide", &[("kind", "event"), ("id", &id), ("act", "merge"), ("with", &with)]);
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let merged = visitor.get(&format!("/api/claims/{key}")).json()["event"].as_str().expect("an event").to_owned();
        assert_eq!(count(&event(&mut visitor, &merged)), before + count(&other));
        let answer = visitor.form("/decide", &[("kind", "event"), ("id", &merged), ("act", "split"), ("claim", &key)]);
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let alone = visitor.get(&format!("/api/claims/{key}")).json()["event"].as_str().expect("an event").to_owned();
        assert_eq!(count(&event(&mut visitor, &alone)), 1);
        visitor.restart();
        let again = visitor.get(&format!("/api/claims/{key}")).json()["event"].clone();
        assert_eq!(again.as_str(), Some(alone.as_str()), "it stays so");
    }
}

#[test]
fn the_queue_leads_with_doubt_and_loses_what_is_decided() {
    for mut visitor in Visitor::of_both_sizes() {
        let queue = visitor.get("/api/queue?limit=500").json();
        let items = queue["items"].as_array().expect("items");
        let worth: Vec<f64> = items
            .iter()
            .map(|it| it["doubt"].as_f64().unwrap_or_default() * it["weight"].as_f64().unwrap_or_default())
            .collect();
        assert!(worth.is_sorted_by(|a, b| a >= b), "{worth:?}");
        let first = items[0]["claim"]["id"].as_str().expect("a key").to_owned();
        let answer = visitor.form("/decide", &[("kind", "claim"), ("id", &first), ("act", "accept")]);
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        let after = visitor.get("/api/queue?limit=500").json();
        assert_eq!(after["total"].as_u64(), queue["total"].as_u64().map(|it| it - 1));
        assert!(!after.to_string().contains(&format!("\"id\":\"{first}\"")));
    }
}

#[test]
fn others_hear_of_a_decision_and_who_made_it() {
    let mut visitor = Visitor::new();
    let (_, key) = meeting(&mut visitor);
    assert_eq!(visitor.form("/reviewer", &[("reviewer", "Zoë أ")]).status, StatusCode::SEE_OTHER);
    let heard = visitor.listen("/api/changes", |visitor| {
        visitor.form("/decide", &[("kind", "claim"), ("id", &key), ("act", "comment"), ("comment", "look again")]);
    });
    assert!(heard.starts_with("event: change\n") && heard.contains(&key) && heard.contains("Zoë أ"), "{heard}");
}

#[test]
fn what_makes_no_sense_is_refused_with_words() {
    let mut visitor = Visitor::new();
    let (_, key) = meeting(&mut visitor);
    for (body, status) in [
        (json!({ "act": "praise", "kind": "claim", "id": key }), StatusCode::BAD_REQUEST),
        (json!({ "act": "accept", "kind": "claim", "id": "nothing" }), StatusCode::NOT_FOUND),
        (json!({ "act": "edit", "kind": "claim", "id": key }), StatusCode::BAD_REQUEST),
        (json!({ "act": "edit", "kind": "claim", "id": key, "change": { "date": "soon" } }), StatusCode::BAD_REQUEST),
        (json!({ "act": "merge", "kind": "event", "id": "1", "change": { "claims": 7 } }), StatusCode::BAD_REQUEST),
        (json!({ "act": "comment", "kind": "claim", "id": key, "comment": " " }), StatusCode::BAD_REQUEST),
        (json!({ "act": "accept", "kind": "claim", "id": key, "surprise": 1 }), StatusCode::BAD_REQUEST),
        (json!([1, 2]), StatusCode::BAD_REQUEST),
    ] {
        let answer = visitor.post("/api/decisions", body.to_string());
        assert_eq!(answer.status, status, "{body} {}", answer.text);
        assert!(answer.json()["error"]["message"].is_string());
    }
    assert_eq!(visitor.get("/api/decisions").json()["total"], 0);
}
