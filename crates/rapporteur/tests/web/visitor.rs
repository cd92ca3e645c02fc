//! A visitor of a page over the record of the examples.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use rapporteur::ingest::{IngestOptions, ingest};
use rapporteur::pipeline::Pipeline;
use rapporteur::record;
use rapporteur::web::{Settings, app};
use rapporteur_store::{SqliteStore, Store};
use tower::ServiceExt;

/// The examples, read once for all tests.
fn examples() -> &'static Path {
    static RECORD: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let (_, record) = RECORD.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("examples.db");
        let mut store = SqliteStore::create(&path).expect("a record");
        let at = "2016-10-15T08:00:00Z".parse().expect("a moment");
        let run = store.begin_run(at, &record::versions()).expect("a run");
        let pipeline = Pipeline::embedded().expect("the model");
        let reports = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/lausanne");
        for ingested in ingest(&[reports], &IngestOptions::default()) {
            let ingested = ingested.expect("a report");
            let account = pipeline.annotate(ingested.report).account(ingested.diagnostics);
            store.add_account(&account, run).expect("it is kept");
        }
        record::fuse_record(&mut store, run).expect("it fuses");
        store.compact().expect("all of it in one file");
        (folder, path)
    });
    record
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error} in {}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }
}

/// Somebody with a browser: keeps its cookies.
pub(crate) struct Visitor {
    pub(crate) app: Router,
    settings: Settings,
    cookies: Vec<(String, String)>,
    runtime: tokio::runtime::Runtime,
    _folder: tempfile::TempDir,
}

impl Visitor {
    /// Comes to a page with these settings.
    pub(crate) fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let record = folder.path().join("record.db");
        std::fs::copy(examples(), &record).expect("a copy");
        let mut settings = Settings::local(&record, "127.0.0.1:7177".parse().expect("an address"));
        change(&mut settings);
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("threads");
        let app = app(settings.clone()).expect("it opens");
        Self { app, settings, cookies: Vec::new(), runtime, _folder: folder }
    }

    pub(crate) fn new() -> Self {
        Self::with(|_| ())
    }

    /// Comes to a page that takes its record for one too large to be held; its views are of so many reports.
    pub(crate) fn of_a_large_record(latest: usize) -> Self {
        Self::with(|settings| (settings.whole, settings.latest) = (10, latest))
    }

    /// Comes to a page of a record that is held whole, and to one of a record that is not.
    pub(crate) fn of_both_sizes() -> [Self; 2] {
        [Self::new(), Self::of_a_large_record(100)]
    }

    /// Starts the program again over the same record.
    pub(crate) fn restart(&mut self) {
        self.app = app(self.settings.clone()).expect("it opens");
        self.cookies.clear();
    }

    pub(crate) fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], Vec::new())
    }

    /// Sends a form as the page's own forms do.
    pub(crate) fn form(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf();
        let mut body = format!("csrf={csrf}");
        for (name, value) in fields {
            let value: String = value.bytes().map(|b| format!("%{b:02X}")).collect();
            body += &format!("&{name}={value}");
        }
        self.send(Method::POST, path, &[("content-type", "application/x-www-form-urlencoded")], body)
    }

    /// Sends JSON with the session's token.
    pub(crate) fn post(&mut self, path: &str, body: impl Into<Body>) -> Answer {
        let csrf = self.csrf();
        let headers = [("x-csrf-token", csrf.as_str()), ("content-type", "application/json")];
        self.send(Method::POST, path, &headers, body)
    }

    pub(crate) fn csrf(&mut self) -> String {
        self.get("/api/session").json()["csrf"].as_str().expect("a token").to_owned()
    }

    pub(crate) fn send(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder().method(method).uri(path);
        if !headers.iter().any(|(name, _)| *name == "host") {
            request = request.header(header::HOST, "127.0.0.1:7177");
        }
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body.into()).expect("a request");
        let app = self.app.clone();
        let answer = self.runtime.block_on(async move {
            let response = app.oneshot(request).await.expect("never fails");
            let (parts, body) = response.into_parts();
            let bytes = body.collect().await.expect("a body").to_bytes();
            Answer { status: parts.status, headers: parts.headers, text: String::from_utf8_lossy(&bytes).into_owned() }
        });
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            let (name, value) = cookie.to_str().expect("text").split_once('=').expect("a cookie");
            let value = value.split(';').next().unwrap_or_default();
            self.cookies.retain(|(known, _)| known != name);
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
        answer
    }

    /// Waits for a stream's next piece while something else is done.
    pub(crate) fn listen(&mut self, path: &str, meanwhile: impl FnOnce(&mut Self)) -> String {
        let request = Request::get(path).header(header::HOST, "127.0.0.1:7177").body(Body::empty()).expect("a request");
        let app = self.app.clone();
        let response = self.runtime.block_on(async move { app.oneshot(request).await.expect("never fails") });
        assert_eq!(response.status(), StatusCode::OK);
        let mut body = response.into_body();
        meanwhile(self);
        let frame = self.runtime.block_on(async move {
            let wait = std::time::Duration::from_secs(20);
            tokio::time::timeout(wait, body.frame()).await.expect("in time").expect("a frame").expect("no error")
        });
        String::from_utf8(frame.into_data().expect("data").to_vec()).expect("text")
    }

    /// The event whose title has these words.
    pub(crate) fn event(&mut self, words: &str) -> serde_json::Value {
        let events = self.get("/api/events?limit=500").json();
        let items = events["items"].as_array().expect("items");
        let found = items.iter().find(|it| it["title"].as_str().is_some_and(|title| title.contains(words)));
        found.unwrap_or_else(|| panic!("no event `{words}` in {events:#}")).clone()
    }
}

/// All that stands between two words.
pub(crate) fn between<'t>(text: &'t str, from: &str, to: &str) -> Vec<&'t str> {
    text.split(from).skip(1).filter_map(|rest| rest.split(to).next()).collect()
}
