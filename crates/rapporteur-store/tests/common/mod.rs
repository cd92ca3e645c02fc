//! Accounts to try the record on, in our own words.
#![allow(dead_code, missing_docs, unreachable_pub)]

use jiff::Timestamp;
use jiff::civil::date;
use rapporteur_core::account::{Assessment, Counted, Figure, MeetingNote, Quote};
use rapporteur_core::claim::{ClaimPlace, Decided};
use rapporteur_core::{
    Account, Actor, Aux, Claim, Diagnostic, EventType, Grain, Interval, Participant, Report, Resolution, Span,
    TimeExpression, TimeKind, Unresolved,
};
use rapporteur_store::{Record, RunId, SqliteStore, Store, Versions};

#[cfg(all(unix, feature = "postgres"))]
pub mod postgres;

pub const TEXT: &str = "Rebels shelled the port of Latakia last week, the général said. Envoys will meet in Lausanne.";

pub fn moment() -> Timestamp {
    "2016-10-20T08:00:00Z".parse().unwrap()
}

pub fn versions(model: &str) -> Versions {
    Versions { program: "0.1.0".into(), model: model.into(), codebook: "c1".into(), knowledge: "k1".into() }
}

/// Where a test gets its records from.
pub trait Databases {
    /// A record that holds nothing yet.
    fn record(&self) -> Record;

    /// How many reports at once to try fusing with: a server, which is asked for every row, takes its time.
    fn steps(&self) -> &'static [usize] {
        &[7]
    }
}

/// Records in memory.
pub struct Sqlite;

impl Databases for Sqlite {
    fn record(&self) -> Record {
        Box::new(SqliteStore::in_memory().unwrap())
    }

    fn steps(&self) -> &'static [usize] {
        &[1, 7, 100]
    }
}

/// Makes tests of functions that are to hold for a record in every database.
#[macro_export]
macro_rules! on_every_database {
    ($($test:ident,)+) => {
        mod sqlite {
            $(#[test] fn $test() { super::$test(&super::common::Sqlite); })+
        }

        #[cfg(all(unix, feature = "postgres"))]
        mod postgres {
            $(#[test] fn $test() {
                if let Some(server) = super::common::postgres::Server::start() {
                    super::$test(&server);
                }
            })+
        }
    };
}

pub fn run(store: &mut dyn Store) -> RunId {
    store.begin_run(moment(), &versions("m1")).unwrap()
}

fn span(text: &str, words: &str) -> Span {
    let start = text.find(words).unwrap_or_else(|| panic!("`{words}` is not in `{text}`"));
    Span::new(start, start + words.len())
}

fn somebody(text: &str, words: &str, actor: Resolution<Actor>) -> Participant {
    Participant { span: span(text, words), actor }
}

fn actor(name: &str, country: &str, sector: &str) -> Actor {
    Actor { name: name.into(), country: country.into(), sector: sector.into() }
}

/// An account with something of everything.
pub fn account(name: &str) -> Account {
    let text = format!("{TEXT} File {name}.");
    let t = text.as_str();
    let rebels =
        somebody(t, "Rebels", Resolution::Ambiguous(vec![actor("Ahrar al-Sham", "SYR", "REB"), Actor::default()]));
    let general = somebody(t, "the général", Resolution::Unresolved(Unresolved::NoAntecedent));
    let envoys = somebody(t, "Envoys", Resolution::Resolved(actor("Émissaires de l'ONU", "UNO", "GOV")));
    let week = Interval { start: date(2016, 10, 3), end: date(2016, 10, 9), grain: Grain::Week };
    let shelled = Claim {
        trigger: span(t, "shelled"),
        sentence: 0,
        kind: EventType::Assault,
        mode: "heavy-weapons".into(),
        actors: vec![rebels],
        recipients: Vec::new(),
        aux: Aux::default(),
        attributed_to: Some(general.clone()),
        condition: None,
        date: Some(week),
        place: Some(ClaimPlace { span: span(t, "Latakia"), country: "SYR".into() }),
        decided: Decided { frame: "shell".into(), runner_up: Some("attack".into()), score: 0.1, filled_from: None },
    };
    let meet = Claim {
        trigger: span(t, "meet"),
        sentence: 1,
        kind: EventType::Consult,
        mode: String::new(),
        actors: vec![envoys.clone()],
        recipients: vec![envoys.clone()],
        aux: Aux { future: true, ..Aux::default() },
        attributed_to: None,
        condition: Some(span(t, "in Lausanne")),
        date: None,
        place: None,
        decided: Decided::default(),
    };
    let first = span(t, "Rebels").cover(span(t, "said."));
    let second = span(t, "Envoys").cover(span(t, "Lausanne."));
    Account {
        report: Report {
            name: name.into(),
            title: Some("Port shelled".into()),
            publisher: Some("The Courier".into()),
            published: Some(date(2016, 10, 14)),
            origin: format!("/reports/{name}.txt"),
            text: text.clone(),
        },
        sentences: vec![first, second, span(t, &format!("File {name}."))],
        claims: vec![shelled, meet],
        quotes: vec![Quote { span: span(t, "port"), speaker: Some(general) }],
        figures: vec![Figure {
            span: span(t, "Rebels"),
            low: Some(0.1 + 0.2),
            high: None,
            what: Counted::Troops,
            whose: None,
            historical: true,
        }],
        assessments: vec![Assessment { span: span(t, "will meet"), holder: None }],
        meetings: vec![MeetingNote { claim: 1, expected: vec![envoys], unsure: Vec::new(), called_by: Vec::new() }],
        times: vec![TimeExpression {
            span: span(t, "last week"),
            kind: TimeKind::Date,
            value: "2016-W40".into(),
            interval: Resolution::Resolved(week),
        }],
        diagnostics: vec![Diagnostic::warning("unknown-actor", "nobody known as `the général`").hint("add them")],
    }
}
