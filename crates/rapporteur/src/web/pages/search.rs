//! Search over everything: sentences, events, actors, reports.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use rapporteur_core::Actor;
use rapporteur_store::ReportRow;

use super::report::row;
use super::{Shell, html};
use crate::output::{dates, phrase};
use crate::web::asked::{Asked, encode};
use crate::web::cards::{one_line, report_link};
use crate::web::error::Problem;
use crate::web::guard::Visitor;
use crate::web::names::{self, Recorded};
use crate::web::state::App;
use crate::web::views::{Scope, View, Views};

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    shell: Shell,
    words: String,
    hits: Vec<Hit>,
    events: Vec<(String, String, String)>,
    actors: Vec<(Actor, String)>,
    reports: Vec<(String, String, String)>,
}

/// A sentence, with its found words marked.
struct Hit {
    parts: Vec<(String, bool)>,
    report: String,
    published: String,
    link: String,
}

/// `GET /search`.
pub(in crate::web) async fn show(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    asked: Asked,
) -> Result<Response, Problem> {
    let words = asked.get("q").to_owned();
    let shell = Shell::new(&app, &visitor, "/search", "Search").asked(&asked);
    let searchable = words.chars().any(char::is_alphanumeric);
    let worker = app.clone();
    app.look(if searchable { Scope::Search(words.clone()) } else { Scope::Decisions }, move |view| {
        let mut page =
            SearchPage { shell, hits: Vec::new(), events: Vec::new(), actors: Vec::new(), reports: Vec::new(), words };
        if searchable {
            let hits = worker.views.search(&page.words, 50)?;
            page.hits = hits
                .into_iter()
                .map(|hit| Hit {
                    parts: parts(&one_line(&hit.words), &page.words),
                    link: format!("{}#s{}", report_link(&hit.label), hit.index + 1),
                    published: hit.published.map(dates::day).unwrap_or_default(),
                    report: hit.label,
                })
                .collect();
            page.events = events(view, &page.words);
            page.reports = reports(view, &worker.views, &page.words)?;
            let found = names::suggest(&Recorded { view, views: &worker.views }, &page.words, 8)?.into_iter();
            page.actors =
                found.map(|actor| (actor.clone(), format!("/table/events?actor={}", encode(&actor.name)))).collect();
        }
        html(&page)
    })
    .await
}

/// Whether a text has all the words.
fn has_all(text: &str, words: &str) -> bool {
    let text = text.to_lowercase();
    let bare = words.to_lowercase().replace(['"', '*'], " ");
    bare.split_whitespace().all(|word| text.contains(word))
}

fn events(view: &View, words: &str) -> Vec<(String, String, String)> {
    let story = &view.overview.story;
    if view.moment.large {
        return (0..story.events.len()).map(|n| listed(view, n)).collect();
    }
    let named = story.meetings.iter().filter(|it| has_all(&it.name, words)).map(|it| it.event);
    let titled = story.events.iter().enumerate().filter(|(_, it)| has_all(&it.title, words)).map(|(n, _)| n);
    let mut found: Vec<usize> = named.chain(titled).collect();
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|n| seen.insert(*n));
    found.into_iter().take(MOST).map(|n| listed(view, n)).collect()
}

/// Most events and reports that are listed.
const MOST: usize = 20;

fn listed(view: &View, n: usize) -> (String, String, String) {
    let event = &view.overview.story.events[n];
    let day = event.date.map(dates::interval).unwrap_or_default();
    (view.overview.event_ids[n].clone(), phrase::capital(&event.title), day)
}

fn reports(view: &View, views: &Views, words: &str) -> Result<Vec<(String, String, String)>, Problem> {
    let found = if view.moment.large {
        views.titled(words, MOST)?
    } else {
        let rows = view.overview.accounts.iter().map(row);
        rows.filter(|it| has_all(it.title.as_deref().unwrap_or(&it.label), words)).take(MOST).collect()
    };
    let listed = |it: ReportRow| {
        let day = it.published.map(dates::day).unwrap_or_default();
        (report_link(&it.label), it.title.unwrap_or(it.label), day)
    };
    Ok(found.into_iter().map(listed).collect())
}

/// A sentence cut at words that begin as one of the words searched for does.
fn parts(sentence: &str, words: &str) -> Vec<(String, bool)> {
    let wanted: Vec<String> = words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 1)
        // "bombings" is found by "bombing": the index stems.
        .map(|word| word.to_lowercase().chars().take(word.chars().count().min(5)).collect())
        .collect();
    let mut parts: Vec<(String, bool)> = Vec::new();
    let mut push = |text: &str, found: bool| match parts.last_mut() {
        Some((last, was)) if *was == found => last.push_str(text),
        _ => parts.push((text.to_owned(), found)),
    };
    for piece in sentence.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        let found = !word.is_empty() && wanted.iter().any(|it| word.to_lowercase().starts_with(it.as_str()));
        push(word, found);
        push(&piece[word.len()..], false);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn found_words_are_marked_and_nothing_is_lost() {
        let sentence = "The Lausanne meeting: bombings, “talks”.";
        let found = parts(sentence, "lausanne bombing");
        assert_eq!(found.iter().map(|(text, _)| text.as_str()).collect::<String>(), sentence);
        let marked: Vec<&str> = found.iter().filter(|(_, it)| *it).map(|(text, _)| text.as_str()).collect();
        assert_eq!(marked, ["Lausanne", "bombings"]);
    }
}
