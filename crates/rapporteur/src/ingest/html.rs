//! Pages: the main text with its paragraphs, and what the page says about itself.
//!
//! Guarded on every side: depth is capped before parsing, the number of elements too, and the parser runs in a thread
//! of its own, so that a panic or a page that takes too long costs one report and not the run.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use dom_smoothie::{Config, Readability, TextMode};
use rapporteur_core::Diagnostic;
use serde_json::Value;

use super::IngestOptions;
use super::error::Reason;
use super::metadata::{Metadata, Stated};
use super::nesting::shape;

/// A page that has been read.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) metadata: Metadata,
    pub(super) text: String,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Reads a page within the limits.
pub(super) fn read(page: &str, options: &IngestOptions) -> Result<Page, Reason> {
    let shape = shape(page, options.max_depth);
    if shape.depth > options.max_depth {
        return Err(Reason::TooDeep { limit: options.max_depth });
    }
    if page.matches('<').count() > options.max_elements.saturating_mul(3) {
        return Err(Reason::TooManyElements { limit: options.max_elements });
    }
    let (owned, max_elements) = (page.to_owned(), options.max_elements);
    let (metadata, text) = guarded(options.time_limit, move || extract(&owned, max_elements))??;
    let mut diagnostics = Vec::new();
    if shape.cut_off {
        let message = "expected a whole page, found one that ends inside a tag, a comment or a script";
        let hint = "the file may be cut off: check that it was saved in full";
        diagnostics.push(Diagnostic::warning("truncated", message).hint(hint));
    }
    Ok(Page { metadata, text, diagnostics })
}

/// Runs work in a thread; a panic becomes an error, and so does taking longer than the limit. A thread that takes too
/// long is left to itself: there is no safe way to end it, and the limits before it bound what it can do.
fn guarded<T: Send + 'static>(limit: Duration, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Reason> {
    let (sender, receiver) = channel();
    let thread = std::thread::Builder::new().name("page".into()).stack_size(16 << 20).spawn(move || {
        // Nobody listens any more when time was up.
        let _ = sender.send(work());
    });
    let thread = thread.map_err(|error| Reason::Internal(error.to_string()))?;
    match receiver.recv_timeout(limit) {
        Ok(value) => Ok(value),
        Err(RecvTimeoutError::Timeout) => Err(Reason::TooSlow { seconds: limit.as_secs() }),
        Err(RecvTimeoutError::Disconnected) => {
            let panic = thread.join().err();
            let words = panic.as_ref().and_then(|it| {
                it.downcast_ref::<String>().cloned().or_else(|| it.downcast_ref::<&str>().map(|&it| it.to_owned()))
            });
            Err(Reason::Internal(words.unwrap_or_else(|| "the page's parser stopped".into())))
        }
    }
}

fn extract(page: &str, max_elements: usize) -> Result<(Metadata, String), Reason> {
    let config = Config {
        text_mode: TextMode::Formatted,
        max_elements_to_parse: max_elements,
        // Ours reads @graph too, and does not mind what other scripts hold.
        disable_json_ld: true,
        ..Config::default()
    };
    let open = || Readability::new(page, None, Some(config.clone())).map_err(|it| Reason::Internal(it.to_string()));
    let mut readability = open()?;
    if readability.doc.select("*").length() > max_elements {
        return Err(Reason::TooManyElements { limit: max_elements });
    }
    let metadata = metadata(&readability);
    let text = match readability.parse() {
        Ok(article) if !article.text_content.trim().is_empty() => tidy(&article.text_content),
        // Too little to tell main text from the rest: all of the body, without what is surely none.
        _ => body(&open()?),
    };
    if text.is_empty() { Err(Reason::NoText) } else { Ok((metadata, text)) }
}

fn body(page: &Readability) -> String {
    page.doc.select("script, style, noscript, template, nav, header, footer, aside, form, button").remove();
    let body = page.doc.select("body");
    body.nodes().first().map(|body| tidy(&body.formatted_text())).unwrap_or_default()
}

/// One blank line between paragraphs, no blanks at the ends of lines, one space for several.
fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut blank = 0;
    for line in text.lines() {
        let mut words = line.split_whitespace().peekable();
        if words.peek().is_none() {
            blank += 1;
            continue;
        }
        if !tidy.is_empty() {
            tidy.push_str(if blank > 0 { "\n\n" } else { "\n" });
        }
        blank = 0;
        for (n, word) in words.enumerate() {
            if n > 0 {
                tidy.push(' ');
            }
            tidy.push_str(word);
        }
    }
    tidy
}

/// Where pages state what, in order of trust: a selector and the attribute that holds the value.
type Places = &'static [(&'static str, &'static str)];

const PUBLISHED: Places = &[
    ("meta[property='article:published_time']", "content"),
    ("meta[itemprop=datePublished]", "content"),
    ("time[itemprop=datePublished]", "datetime"),
    ("meta[name='citation_publication_date']", "content"),
    ("meta[name='parsely-pub-date']", "content"),
    ("meta[name='DC.date.issued']", "content"),
    ("meta[name='dc.date']", "content"),
    ("meta[name='DC.date']", "content"),
    ("meta[name=pubdate]", "content"),
    ("meta[name=publishdate]", "content"),
    ("meta[name=date]", "content"),
];
const TIMES: Places =
    &[("time[pubdate]", "datetime"), ("article time[datetime]", "datetime"), ("time[datetime]", "datetime")];
const PUBLISHER: Places = &[
    ("meta[property='og:site_name']", "content"),
    ("meta[name='citation_publisher']", "content"),
    ("meta[name='DC.publisher']", "content"),
    ("meta[name=publisher]", "content"),
];
const TITLE: Places = &[("meta[property='og:title']", "content"), ("meta[name='twitter:title']", "content")];

fn metadata(page: &Readability) -> Metadata {
    let first = |places: Places| {
        places.iter().find_map(|(selector, attribute)| {
            let found = page.doc.select(selector);
            found.iter().filter_map(|it| it.attr(attribute)).map(|it| line(&it)).find(|it| !it.is_empty())
        })
    };
    let linked = linked_data(page);
    let title = first(TITLE).or_else(|| linked.title.clone()).or_else(|| {
        let title = line(&page.get_article_title());
        (!title.is_empty()).then_some(title)
    });
    let published = first(PUBLISHED).map(|value| Stated { value, place: "page's metadata" });
    let published = published.or(linked.published);
    let published = published.or_else(|| first(TIMES).map(|value| Stated { value, place: "page's <time>" }));
    Metadata { title, publisher: first(PUBLISHER).or(linked.publisher), published }
}

/// On one line, with single spaces.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the JSON-LD blocks say: the first object with `datePublished`, wherever it stands.
fn linked_data(page: &Readability) -> Metadata {
    let blocks = page.doc.select("script[type='application/ld+json']");
    let values = blocks.iter().filter_map(|block| serde_json::from_str::<Value>(block.text().trim()).ok());
    values.filter_map(|value| dated(&value).map(linked)).next().unwrap_or_default()
}

/// The first object with a date; depth is bounded by the JSON parser.
fn dated(value: &Value) -> Option<&serde_json::Map<String, Value>> {
    match value {
        Value::Object(map) if map.get("datePublished").is_some_and(Value::is_string) => Some(map),
        Value::Object(map) => map.values().find_map(dated),
        Value::Array(list) => list.iter().find_map(dated),
        _ => None,
    }
}

fn linked(map: &serde_json::Map<String, Value>) -> Metadata {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(line).filter(|it| !it.is_empty());
    let publisher = match map.get("publisher") {
        Some(Value::Array(list)) => list.first(),
        other => other,
    };
    Metadata {
        title: text(map.get("headline")),
        publisher: text(publisher.and_then(|it| it.get("name"))).or_else(|| text(publisher)),
        published: text(map.get("datePublished")).map(|value| Stated { value, place: "page's JSON-LD" }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_costs_one_page() {
        let quiet = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        let error = guarded(Duration::from_secs(5), || -> usize { panic!("bad {}", "page") }).unwrap_err();
        std::panic::set_hook(quiet);
        assert_eq!(error.to_string(), "reading this page failed inside the program: bad page");
    }

    #[test]
    fn time_is_limited() {
        let slow = || std::thread::sleep(Duration::from_millis(500));
        let error = guarded(Duration::from_millis(5), slow).unwrap_err();
        assert_eq!(error.to_string(), "expected to find the page's main text within 0 s, gave up");
    }

    #[test]
    fn texts_are_tidied() {
        assert_eq!(tidy("\n\n  One  line \n two\u{a0}words\n\n\n\nNext.\n"), "One line\ntwo words\n\nNext.");
    }
}
