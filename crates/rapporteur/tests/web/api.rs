//! The API keeps to its own description.

use axum::http::{Method, StatusCode};

use crate::visitor::Visitor;

#[test]
fn every_documented_operation_answers_as_described() {
    let mut visitor = Visitor::new();
    let document = visitor.get("/api/openapi.json").json();
    let event = visitor.event("Lausanne");
    let (id, key) =
        (event["id"].as_str().expect("an id").to_owned(), event["claims"][0]["id"].as_str().expect("a key").to_owned());
    for (path, operations) in document["paths"].as_object().expect("paths") {
        let Some(get) = operations.get("get") else { continue };
        if get["responses"]["200"]["content"].get("text/event-stream").is_some() {
            continue;
        }
        let filled = path
            .replace("{id}", &id)
            .replace("{key}", &key)
            .replace("{name}", "4-eve-of-talks")
            .replace("{what}", "actors");
        let needs_words = path == "/api/search";
        let answer = visitor.get(&if needs_words { format!("{filled}?q=talks") } else { filled });
        assert_eq!(answer.status, StatusCode::OK, "{path} {}", answer.text);
        assert_eq!(answer.header("content-type"), "application/json", "{path}");
        let schema = &get["responses"]["200"]["content"]["application/json"]["schema"];
        let object = answer.json();
        assert!(object.is_object(), "{path}");
        if schema["$ref"] == "#/components/schemas/List" {
            for field in ["items", "total", "limit", "offset"] {
                assert!(object.get(field).is_some(), "{path} lacks {field}");
            }
        }
    }
}

#[test]
fn lists_come_in_pages_that_tile_the_whole() {
    let mut visitor = Visitor::new();
    let ids = |page: &serde_json::Value| -> Vec<String> {
        page["items"].as_array().expect("items").iter().map(|it| it["id"].to_string()).collect()
    };
    let whole = visitor.get("/api/claims?limit=500").json();
    let mut tiles = Vec::new();
    for offset in (0..whole["total"].as_u64().expect("a count")).step_by(7) {
        tiles.extend(ids(&visitor.get(&format!("/api/claims?limit=7&offset={offset}")).json()));
    }
    assert_eq!(tiles, ids(&whole));
    assert_eq!(ids(&visitor.get("/api/claims?offset=100000").json()), [""; 0]);
    let some = visitor.get("/api/claims?actor=Russia&type=consult&limit=500").json();
    assert!(some["total"].as_u64() < whole["total"].as_u64() && some["items"][0]["type"] == "CONSULT", "{some:#}");
}

#[test]
fn an_answer_that_is_known_is_not_sent_again() {
    let mut visitor = Visitor::new();
    let first = visitor.get("/api/events");
    let tag = first.header("etag").to_owned();
    let again = visitor.send(Method::GET, "/api/events", &[("if-none-match", &tag)], Vec::new());
    assert_eq!((again.status, again.text.as_str()), (StatusCode::NOT_MODIFIED, ""));
    let other = visitor.send(Method::GET, "/api/events", &[("if-none-match", "\"other\"")], Vec::new());
    assert_eq!(other.text, first.text, "and the same question has the same answer");
}

#[test]
fn what_goes_wrong_has_one_form() {
    let mut visitor = Visitor::new();
    for (path, status, name) in [
        ("/api/nothing", 404, "no-such"),
        ("/api/nothing/at/all", 404, "no-such-page"),
        ("/api/events/e99999", 404, "no-such"),
        ("/api/claims?limit=0", 400, "invalid-request"),
        ("/api/claims?from=soon", 400, "invalid-request"),
        ("/api/claims?type=ASALT", 400, "invalid-request"),
        ("/api/search?q=", 400, "invalid-request"),
        ("/api/timeline?lanes=colour", 400, "invalid-request"),
        ("/api/report%FFs", 400, "invalid-request"),
    ] {
        let answer = visitor.get(path);
        let error = &answer.json()["error"];
        assert_eq!((answer.status.as_u16(), error["name"].as_str()), (status, Some(name)), "{path} {}", answer.text);
        assert!(error["message"].is_string() && error.get("hint").is_some(), "{path}");
    }
    let answer = visitor.send(Method::DELETE, "/api/events", &[], Vec::new());
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "no token");
    let csrf = visitor.csrf();
    let answer = visitor.send(Method::DELETE, "/api/events", &[("x-csrf-token", &csrf)], Vec::new());
    assert_eq!(
        (answer.status, answer.json()["error"]["name"].as_str()),
        (StatusCode::METHOD_NOT_ALLOWED, Some("no-such-method"))
    );
}

#[test]
fn drawings_hold_what_they_need() {
    let mut visitor = Visitor::new();
    let timeline = visitor.get("/api/timeline?lanes=actor").json();
    let events = timeline["events"].as_array().expect("events");
    assert!(!events.is_empty() && events.iter().all(|it| it["lane"].as_u64() < Some(12)), "{timeline:#}");
    let window = visitor.get("/api/timeline?from=2016-10-14&to=2016-10-16").json();
    assert!(window["total"].as_u64() < timeline["total"].as_u64());
    let map = visitor.get("/api/map").json();
    let places = map["places"].as_array().expect("places");
    let find =
        |name: &str| places.iter().find(|it| it["name"] == name).unwrap_or_else(|| panic!("no {name} in {map:#}"));
    assert_eq!((find("Lausanne")["area"].as_bool(), find("Lausanne")["country"].as_str()), (Some(false), Some("CHE")));
    assert_eq!(find("Syria")["area"].as_bool(), Some(true), "a state is no pin");
    let network = visitor.get("/api/network").json();
    assert!(network["ties"].as_array().is_some_and(|it| !it.is_empty()));
    let early = visitor.get("/api/network?on=2000-01-01").json();
    assert_eq!(early["ties"].as_array().map(Vec::len), Some(0), "nothing is told of yet");
}

#[test]
fn names_are_suggested_from_the_record_and_from_what_is_known() {
    let mut visitor = Visitor::new();
    let values = |visitor: &mut Visitor, path: &str| -> Vec<String> {
        let items = visitor.get(path).json()["items"].clone();
        items.as_array().expect("items").iter().map(|it| it["value"].as_str().expect("text").to_owned()).collect()
    };
    let ker = values(&mut visitor, "/api/suggest/actors?q=kerr");
    assert_eq!(ker.first().map(String::as_str), Some("John Kerry (USA GOV)"), "{ker:?}");
    assert!(!values(&mut visitor, "/api/suggest/actors?q=angela%20m").is_empty(), "known, though in no report");
    assert!(values(&mut visitor, "/api/suggest/places?q=Aleppo")[0].starts_with("Aleppo"));
    assert_eq!(values(&mut visitor, "/api/suggest/actors?q="), [""; 0]);
}
