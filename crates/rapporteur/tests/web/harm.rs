//! What attackers cannot do.

use axum::body::Body;
use axum::http::{Method, StatusCode};

use crate::visitor::Visitor;

const HOSTILE: &str = "---\ntitle: \"<script>alert('title')</script>\"\npublisher: \"\\\"><img src=x onerror=alert(1)>\"\npublished: 2016-10-14\n---\n\
    <script>alert('text')</script> John Kerry met Sergey Lavrov in <b onmouseover=alert(2)>Lausanne</b> on Friday. \
    “<script>alert('quote')</script> we will talk,” Mr. Lavrov told reporters.";

#[test]
fn a_report_that_contains_a_script_stays_text() {
    let mut visitor = Visitor::new();
    let added = visitor.post("/api/reports?name=%3Cscript%3Ealert(3)%3C%2Fscript%3E.txt", HOSTILE);
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.text);
    let link = added.json()["link"].as_str().expect("a link").to_owned();
    let mut pages = vec![link, "/".into(), "/reports".into(), "/search?q=%3Cscript%3E".into(), "/review".into()];
    pages.extend(["claims", "events", "quotes", "actors"].map(|it| format!("/table/{it}")));
    pages.extend(["/timeline", "/map", "/network", "/add"].map(str::to_owned));
    let claims = visitor.get("/api/claims?limit=500").json();
    let mine = claims["items"]
        .as_array()
        .expect("items")
        .iter()
        .filter(|it| it["report"].as_str().is_some_and(|it| it.contains("script")));
    pages.extend(mine.map(|it| format!("/claim/{}", it["id"].as_str().expect("a key"))));
    assert!(pages.len() > 13, "the report makes claims");
    for path in pages {
        let page = visitor.get(&path);
        assert_eq!(page.status, StatusCode::OK, "{path}");
        for harm in ["<script>alert", "<img src=x", "<b onmouseover", "\"><img"] {
            assert!(!page.text.contains(harm), "{path} has {harm}");
        }
        let policy = page.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(page.header("x-content-type-options"), "nosniff");
    }
}

#[test]
fn what_is_typed_comes_back_as_text() {
    let mut visitor = Visitor::new();
    for path in ["/search?q=", "/?actor=", "/table/claims?q=", "/event/", "/claim/", "/report/", "/table/", "/?from="] {
        let page = visitor.get(&format!("{path}%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E"));
        assert!(!page.text.contains("<script>alert"), "{path}");
    }
}

#[test]
fn other_sites_cannot_decide() {
    let mut visitor = Visitor::new();
    let csrf = visitor.csrf();
    let form = ("content-type", "application/x-www-form-urlencoded");
    let body = |csrf: &str| format!("csrf={csrf}&kind=claim&id=1&act=accept").into_bytes();
    let mut send =
        |headers: &[(&str, &str)], body: Vec<u8>| visitor.send(Method::POST, "/decide", headers, body).status;
    assert_eq!(send(&[form], body("")), StatusCode::FORBIDDEN);
    assert_eq!(send(&[form], body("0123456789abcdef0123456789abcdef")), StatusCode::FORBIDDEN);
    assert_eq!(send(&[form, ("origin", "https://evil.example")], body(&csrf)), StatusCode::FORBIDDEN);
    assert_eq!(send(&[form, ("origin", "null")], body(&csrf)), StatusCode::FORBIDDEN);
    assert_eq!(send(&[form, ("sec-fetch-site", "cross-site")], body(&csrf)), StatusCode::FORBIDDEN);
    assert_eq!(send(&[("content-type", "text/plain")], body(&csrf)), StatusCode::FORBIDDEN, "no form");
    let own = [form, ("origin", "http://127.0.0.1:7177"), ("sec-fetch-site", "same-origin")];
    assert_eq!(send(&own, body(&csrf)), StatusCode::NOT_FOUND, "let through: there is no claim 1");
    let mut other = Visitor::new();
    let answer = other.send(Method::POST, "/decide", &[form], body(&csrf));
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "a token is for one session");
}

#[test]
fn on_this_computer_only_its_own_names_are_answered() {
    let mut visitor = Visitor::new();
    for host in ["evil.example", "127.0.0.1.evil.example", "evil.example:7177", ""] {
        let answer = visitor.send(Method::GET, "/api/claims", &[("host", host)], Vec::new());
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{host}");
        assert!(!answer.text.contains("items"));
    }
    for host in ["localhost:7177", "127.0.0.1:9", "[::1]:7177", "localhost"] {
        assert_eq!(visitor.send(Method::GET, "/api/claims", &[("host", host)], Vec::new()).status, StatusCode::OK);
    }
}

#[test]
fn beyond_this_computer_the_token_is_asked_for() {
    let token = "correct horse battery staple";
    let mut visitor = Visitor::with(|settings| {
        settings.token = Some(token.to_owned());
        settings.listen = "192.168.1.5:7177".parse().expect("an address");
    });
    let page = visitor.get("/review?x=1");
    assert_eq!((page.status, page.header("location")), (StatusCode::SEE_OTHER, "/sign-in?return=%2Freview%3Fx%3D1"));
    for path in ["/api/claims", "/api/session", "/api/changes", "/api"] {
        let answer = visitor.get(path);
        assert_eq!(
            (answer.status, answer.json()["error"]["name"].as_str()),
            (StatusCode::UNAUTHORIZED, Some("no-token"))
        );
    }
    let bearer = |token: &str| format!("Bearer {token}");
    let mut ask =
        |value: &str| visitor.send(Method::GET, "/api/claims", &[("authorization", value)], Vec::new()).status;
    assert_eq!(ask(&bearer("correct horse battery stapler")), StatusCode::UNAUTHORIZED);
    assert_eq!(ask(&bearer(token)), StatusCode::OK);
    let form = visitor.get("/sign-in").text;
    let csrf = crate::visitor::between(&form, "name=\"csrf\" value=\"", "\"")[0].to_owned();
    let mut sign_in = |token: &str| {
        let body = format!("csrf={csrf}&return=//evil.example&token={}", token.replace(' ', "+"));
        visitor.send(Method::POST, "/sign-in", &[("content-type", "application/x-www-form-urlencoded")], body)
    };
    assert_eq!(sign_in("wrong").status, StatusCode::UNAUTHORIZED);
    let right = sign_in(token);
    assert_eq!((right.status, right.header("location")), (StatusCode::SEE_OTHER, "/"), "and not elsewhere");
    assert_eq!(visitor.get("/").status, StatusCode::OK);
}

#[test]
fn no_path_leads_out_of_the_assets() {
    let mut visitor = Visitor::new();
    for path in [
        "/assets/../Cargo.toml",
        "/assets/..%2f..%2f..%2fetc%2fpasswd",
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/assets//etc/passwd",
        "/assets/page.css%00.js",
        "/report/..%2f..%2fetc%2fpasswd",
        "/export/..%2f..%2fetc%2fpasswd.csv",
        "/table/..%2fclaims",
    ] {
        let answer = visitor.get(path);
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(!answer.text.contains("root:"));
    }
    let sent = visitor
        .post("/api/reports?name=..%2F..%2F..%2Ftmp%2Fescape.txt&date=2016-10-14", "Norway hosted talks in Oslo.");
    assert_eq!(sent.json()["report"], "escape", "only the last part of a name counts");
}

#[test]
fn nothing_typed_becomes_sql() {
    let mut visitor = Visitor::new();
    let total = |visitor: &mut Visitor| visitor.get("/api/claims").json()["total"].clone();
    let before = total(&mut visitor);
    for words in [
        "'; DROP TABLE claims; --",
        "\" OR 1=1 --",
        "x' UNION SELECT text FROM reports --",
        "%' --",
        "NEAR(",
        "\"",
        "*",
    ] {
        let typed: String = words.bytes().map(|b| format!("%{b:02X}")).collect();
        for path in [
            "/search?q=",
            "/api/search?q=",
            "/api/claims?actor=",
            "/api/claims?report=",
            "/api/suggest/actors?q=",
            "/claim/",
            "/event/",
            "/report/",
        ] {
            let status = visitor.get(&format!("{path}{typed}")).status;
            assert!(!status.is_server_error(), "{path}{words}: {status}");
        }
        visitor.form("/decide", &[("kind", "claim"), ("id", words), ("act", "accept")]);
        visitor.form("/decide", &[("kind", "event"), ("id", words), ("act", "reject")]);
    }
    assert_eq!(total(&mut visitor), before);
    let few = visitor.get("/api/claims?report=x%27%20OR%201%3D1%20--").json();
    assert_eq!(few["total"], 0);
}

#[test]
fn requests_have_limits() {
    let mut visitor = Visitor::new();
    let large = "x".repeat(300_000);
    let answer = visitor.form("/decide", &[("act", "accept"), ("comment", &large)]);
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let answer = visitor.post("/api/decisions", format!("{{\"act\": \"{large}\"}}"));
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{}", answer.text);
    let answer = visitor.post("/api/reports?name=large.txt", vec![b'x'; 25_000_000]);
    assert_eq!(
        (answer.status, answer.json()["error"]["name"].as_str()),
        (StatusCode::PAYLOAD_TOO_LARGE, Some("too-large"))
    );
    let mut busy = Visitor::with(|settings| settings.most_at_once = 0);
    let answer = busy.get("/api/claims");
    assert_eq!(
        (answer.status, answer.json()["error"]["name"].as_str()),
        (StatusCode::SERVICE_UNAVAILABLE, Some("busy"))
    );
    let mut slow = Visitor::with(|settings| settings.time_limit = std::time::Duration::from_secs(1));
    let endless = Body::from_stream(tokio_stream::pending::<std::io::Result<Vec<u8>>>());
    assert_eq!(slow.post("/api/decisions", endless).status, StatusCode::SERVICE_UNAVAILABLE);
}

#[test]
fn odd_files_are_refused_by_name_and_the_rest_is_read() {
    let mut visitor = Visitor::new();
    for (name, body, status, problem) in [
        ("empty.txt", &b""[..], 422, "empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\0\0\0\0\0\0\0\0\0", 422, "binary"),
        ("page.html", b"<html><body></body></html>", 422, "no-text"),
    ] {
        let answer = visitor.post(&format!("/api/reports?name={name}"), body);
        assert_eq!(
            (answer.status.as_u16(), answer.json()["error"]["name"].as_str()),
            (status, Some(problem)),
            "{name}"
        );
    }
    let csrf = visitor.csrf();
    let part = |name: &str, text: &str| {
        format!("--b\r\nContent-Disposition: form-data; name=\"report\"; filename=\"{name}\"\r\n\r\n{text}\r\n")
    };
    let body =
        format!("{}{}--b--\r\n", part("bad.txt", ""), part("good.txt", "Norway hosted talks in Oslo on Friday."));
    let headers = [("content-type", "multipart/form-data; boundary=b")];
    let answer = visitor.send(Method::POST, &format!("/add?csrf={csrf}"), &headers, body);
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.text.contains("bad.txt") && answer.text.contains("/report/good"), "{}", answer.text);
}
