//! What visitors see, without scripts.

use axum::http::StatusCode;

use crate::visitor::{Visitor, between};

#[test]
fn every_line_of_the_brief_leads_to_its_sentence_and_claims() {
    let mut visitor = Visitor::new();
    let page = visitor.get("/");
    assert_eq!(page.status, StatusCode::OK);
    let lines = between(&page.text, "<span class=\"when\">", "</li>");
    assert!(lines.len() > 20, "a brief has lines: {}", lines.len());
    for line in &lines {
        let undated = line.contains("which have no date");
        assert!(undated || line.contains("href=\"/report/"), "no link in {line}");
    }
    let link = between(lines[0], "href=\"", "\"")[0];
    let (report, sentence) = link.split_once('#').expect("a sentence");
    let report = visitor.get(report);
    assert!(report.text.contains(&format!("id=\"{sentence}\"")), "no {sentence} in the report");
    let leads = between(&report.text, "href=\"#claim-", "\"");
    assert!(!leads.is_empty(), "words lead to claims");
    for key in leads {
        assert!(report.text.contains(&format!("id=\"claim-{key}\"")), "no claim {key}");
        assert!(report.text.contains(&format!("href=\"#t-{key}\"")), "claim {key} leads back");
        assert!(report.text.contains(&format!("id=\"t-{key}\"")), "no words of {key}");
    }
}

#[test]
fn a_brief_can_be_narrowed_and_taken_along_as_markdown() {
    let mut visitor = Visitor::new();
    let all = visitor.get("/brief.md").text;
    let few = visitor.get("/brief.md?actor=Mistura").text;
    assert!(all.starts_with("# ") && few.len() < all.len() && few.contains("Mistura"), "{few}");
    assert!(visitor.get("/?place=Syria&from=2016-10-01").text.contains("What happened"));
    let problem = visitor.get("/?from=yesterday");
    assert_eq!(problem.status, StatusCode::BAD_REQUEST);
    assert!(problem.text.contains("found `yesterday`"), "{}", problem.text);
}

#[test]
fn an_event_shows_its_reports_side_by_side() {
    let mut visitor = Visitor::new();
    let found = visitor.get("/search?q=Lausanne").text;
    assert!(found.contains("Events") && found.contains("<mark>Lausanne</mark>"), "{found}");
    let event = visitor.event("Lausanne");
    let page = visitor.get(&format!("/event/{}", event["id"].as_str().expect("an id"))).text;
    assert!(page.contains("Daily C") && page.contains("Wire A"), "both publishers");
    assert!(page.matches("class=\"telling\"").count() >= 2, "a column for each report");
    let key = event["claims"][0]["id"].as_str().expect("a key");
    let claim = visitor.get(&format!("/claim/{key}")).text;
    for words in ["Provenance", "frame", "tree", "sentence"] {
        assert!(claim.contains(words), "no {words} in the explanation");
    }
}

#[test]
fn every_page_answers_whole() {
    let mut visitor = Visitor::new();
    let tables = [
        "events",
        "claims",
        "actors",
        "timeline",
        "network",
        "disputes",
        "commitments",
        "truces",
        "meetings",
        "figures",
        "quotes",
    ];
    let mut pages: Vec<String> = tables.iter().map(|it| format!("/table/{it}")).collect();
    pages.extend(
        ["/timeline", "/map", "/network", "/reports", "/review", "/add", "/search", "/api", "/sign-in"]
            .map(str::to_owned),
    );
    for path in pages {
        let page = visitor.get(&path);
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.text.ends_with("</html>") && page.text.contains("<h1"), "{path} is cut short");
        assert!(!page.text.contains("style=") && !page.text.contains("onclick"), "{path}: the policy forbids it");
    }
    for table in tables {
        let csv = visitor.get(&format!("/export/{table}.csv"));
        assert_eq!(csv.status, StatusCode::OK);
        assert!(csv.header("content-disposition").contains(&format!("{table}.csv")), "{table}");
        assert!(visitor.get(&format!("/export/{table}.json")).json().is_array());
    }
    assert_eq!(visitor.get("/export/events.exe").status, StatusCode::NOT_FOUND);
    assert_eq!(visitor.get("/table/nothing").status, StatusCode::NOT_FOUND);
}

#[test]
fn right_to_left_text_keeps_its_direction() {
    let mut visitor = Visitor::new();
    let text = "---\npublished: 2016-10-14\n---\nقال كيري: «سنلتقي في لوزان». John Kerry met Sergey Lavrov in Lausanne on Friday.";
    let added = visitor.post("/api/reports?name=rtl.txt", text);
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.text);
    let page = visitor.get("/report/rtl").text;
    assert!(page.contains("<p class=\"text\" dir=\"auto\">") && page.contains("سنلتقي"), "{page}");
}
