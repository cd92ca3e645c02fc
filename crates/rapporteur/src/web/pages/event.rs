//! One event: what each report says of it, side by side, and what does not agree.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use rapporteur_core::event::{Event, FigureRef, Meeting, Side};
use rapporteur_core::{Actor, Span};
use rapporteur_store::TargetKind;

use super::{Shell, html};
use crate::output::{dates, phrase};
use crate::web::cards::{self, Card, Verdict, report_link};
use crate::web::error::Problem;
use crate::web::guard::Visitor;
use crate::web::state::App;
use crate::web::views::{Scope, View};

#[derive(Template)]
#[template(path = "event.html")]
struct EventPage {
    shell: Shell,
    id: String,
    title: String,
    kind: String,
    quadrant: &'static str,
    reality: String,
    date: String,
    place: String,
    reports: usize,
    publishers: usize,
    cohesion: String,
    tellings: Vec<Telling>,
    disputes: Vec<Disputed>,
    figures: Vec<Figures>,
    meeting: Option<Attendance>,
    near: Vec<(String, String)>,
    history: Vec<Verdict>,
}

/// What one report says of the event.
struct Telling {
    publisher: String,
    published: String,
    title: String,
    link: String,
    cards: Vec<Card>,
}

struct Disputed {
    about: String,
    kind: String,
    sides: Vec<(String, String, String)>,
}

struct Figures {
    what: String,
    range: String,
    counts: Vec<Count>,
}

struct Count {
    whose: String,
    words: String,
    link: String,
    /// Where it lies in the range of all counts, in per cent.
    from: f64,
    to: f64,
}

struct Attendance {
    state: String,
    expected: Vec<String>,
    unsure: Vec<String>,
    called_by: Vec<String>,
}

/// `GET /event/{id}`.
pub(in crate::web) async fn show(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let shell = Shell::new(&app, &visitor, "/table/events", "Event").back(format!("/event/{id}"));
    app.look(Scope::Event(id.clone()), move |view| {
        let (index, event) = view.event(&id).ok_or_else(|| Problem::no_such("event", &id))?;
        html(&page(view, shell, id.clone(), index, event))
    })
    .await
}

fn page(view: &View, mut shell: Shell, id: String, index: usize, event: &Event) -> EventPage {
    let story = &view.overview.story;
    let title = phrase::capital(&event.title);
    shell.title.clone_from(&title);
    let mine = story.disputes.iter().filter(|it| it.event == index);
    let figures = story.figures.iter().filter(|it| it.event == Some(index));
    let number = id.trim_start_matches('e').to_owned();
    EventPage {
        shell,
        title,
        kind: [event.kind.as_str(), &event.mode].join(" ").trim_end().to_owned(),
        quadrant: cards::quadrant(event.kind),
        reality: event.aux.names().join(", "),
        date: event.date.map(dates::interval).unwrap_or_default(),
        place: event.place.as_ref().map(|it| it.text.clone()).unwrap_or_default(),
        reports: event.reports,
        publishers: event.publishers,
        cohesion: if event.claims.len() > 1 { format!("{:.1}", event.cohesion) } else { String::new() },
        tellings: tellings(view, event),
        disputes: mine
            .map(|it| Disputed {
                about: it.about.clone(),
                kind: it.kind.to_string(),
                sides: it.sides.iter().map(|side| self::side(view, side)).collect(),
            })
            .collect(),
        figures: figures.map(|it| self::figures(view, it)).collect(),
        meeting: story.meetings.iter().find(|it| it.event == index).map(attendance),
        near: near(view, index, event),
        history: view.decisions_on(TargetKind::Event, &number).into_iter().map(cards::verdict).collect(),
        id,
    }
}

fn tellings(view: &View, event: &Event) -> Vec<Telling> {
    let mut reports: Vec<usize> = event.claims.iter().map(|it| it.report).collect();
    reports.dedup();
    let mut seen = std::collections::BTreeSet::new();
    reports.retain(|report| seen.insert(*report));
    reports.sort_by_key(|&report| (view.overview.accounts[report].report.published, report));
    let telling = |report: usize| {
        let about = &view.overview.accounts[report].report;
        let mine = event.claims.iter().filter(|it| it.report == report);
        Telling {
            publisher: about.publisher.clone().unwrap_or_else(|| about.name.clone()),
            published: about.published.map_or_else(|| "no date".to_owned(), dates::day),
            title: about.title.clone().unwrap_or_default(),
            link: report_link(&about.name),
            cards: mine.filter_map(|&at| cards::card(view, at)).collect(),
        }
    };
    reports.into_iter().map(telling).collect()
}

/// Who holds a side, in which words, and where they stand.
fn side(view: &View, side: &Side) -> (String, String, String) {
    let holder = side.holder.as_ref().map_or_else(|| "The report itself".to_owned(), |it| it.name.clone());
    (holder, words(view, side.report, side.span), link(view, side.report, side.span))
}

fn words(view: &View, report: usize, span: Span) -> String {
    view.overview.accounts.get(report).map(|it| cards::one_line(span.of(&it.report.text))).unwrap_or_default()
}

fn link(view: &View, report: usize, span: Span) -> String {
    let sentence = view.overview.reference_at(report, span).sentence;
    let name = view.overview.accounts.get(report).map_or("", |it| it.report.name.as_str());
    format!("{}#s{sentence}", report_link(name))
}

fn figures(view: &View, group: &rapporteur_core::event::FigureGroup) -> Figures {
    let most = group.high.or(group.low).unwrap_or(0.0).max(1.0);
    let count = |it: &FigureRef| {
        let account = &view.overview.accounts[it.report];
        let span = account.figures.get(it.figure).map_or_else(Span::default, |it| it.span);
        let own = account.report.publisher.clone().unwrap_or_else(|| account.report.name.clone());
        Count {
            whose: it.whose.as_ref().map_or(own, |actor| actor.name.clone()),
            words: words(view, it.report, span),
            link: link(view, it.report, span),
            from: 100.0 * it.low.or(it.high).unwrap_or(0.0) / most,
            to: 100.0 * it.high.unwrap_or(most) / most,
        }
    };
    let number = |value: Option<f64>| value.map_or_else(|| "?".to_owned(), |it| it.to_string());
    let what = serde_json::to_value(group.what).unwrap_or_default();
    Figures {
        what: what.as_str().unwrap_or_default().to_owned(),
        range: if group.low == group.high {
            number(group.low)
        } else {
            format!("{} to {}", number(group.low), number(group.high))
        },
        counts: group.counts.iter().map(count).collect(),
    }
}

fn attendance(meeting: &Meeting) -> Attendance {
    let names = |them: &[Actor]| them.iter().map(|it| it.name.clone()).collect();
    Attendance {
        state: meeting.state.to_string(),
        expected: names(&meeting.expected),
        unsure: names(&meeting.unsure),
        called_by: names(&meeting.called_by),
    }
}

/// Events that this one could be merged with: of its type and about its time, or with somebody in common.
fn near(view: &View, index: usize, event: &Event) -> Vec<(String, String)> {
    let story = &view.overview.story;
    let shared = |other: &Event| {
        let alike = |a: &[Actor], b: &[Actor]| a.iter().filter(|it| b.contains(it)).count();
        let people = alike(&event.actors, &other.actors) + alike(&event.recipients, &other.recipients);
        let days = event.date.zip(other.date).is_some_and(|(a, b)| a.overlaps(b));
        2 * people + 2 * usize::from(days) + 3 * usize::from(event.kind == other.kind)
    };
    let mut others: Vec<(usize, usize)> = (0..story.events.len())
        .filter(|&n| n != index)
        .map(|n| (shared(&story.events[n]), n))
        .filter(|(points, _)| *points >= 3)
        .collect();
    others.sort_by_key(|&(points, n)| (std::cmp::Reverse(points), n));
    let option = |&(_, n): &(usize, usize)| {
        let other = &story.events[n];
        let day = other.date.map(|it| format!(" ({})", dates::interval(it))).unwrap_or_default();
        (view.overview.event_ids[n].clone(), format!("{}{day}", phrase::capital(&other.title)))
    };
    others.iter().take(30).map(option).collect()
}
