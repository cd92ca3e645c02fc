//! Fuses gold claims and prints what `rapporteur events --format json` prints, so that fusing can be scored by itself.
//!
//! `cargo run -p rapporteur-core --example fuse_gold -- [--explicit] [--story] [--signs] GOLD.json...`: each file has its text
//! beside it. `--explicit` leaves out dates and places that the sentence does not name, as a reader may; `--story` prints all
//! views, `--signs` what speaks for and against each two claims being of one event (`training/fusion` learns from that).

use std::error::Error;
use std::fs;
use std::path::Path;

use rapporteur_core::account::{Counted, Figure, MeetingNote, Quote};
use rapporteur_core::claim::{Claim, ClaimPlace, Decided};
use rapporteur_core::event::ClaimRef;
use rapporteur_core::fuse::Index;
use rapporteur_core::knowledge::Knowledge;
use rapporteur_core::{Account, Actor, Aux, CodePoints, EventType, Participant, Report, Resolution, Span, fuse::fuse};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let (flags, files): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|arg| arg.starts_with("--"));
    let explicit = flags.iter().any(|flag| flag == "--explicit");
    let accounts = files.iter().map(|file| account(Path::new(file), explicit)).collect::<Result<Vec<_>, _>>()?;
    if flags.iter().any(|flag| flag == "--signs") {
        print_signs(&accounts);
        return Ok(());
    }
    let story = fuse(&accounts, Knowledge::embedded());
    if flags.iter().any(|flag| flag == "--story") {
        let mut all = serde_json::to_value(&story)?;
        name_claims(&mut all, &accounts);
        println!("{}", serde_json::to_string_pretty(&all)?);
        return Ok(());
    }
    let events: Vec<Value> = story
        .events
        .iter()
        .map(|event| {
            let claims = event.claims.iter().map(|it| claim_json(&accounts, it.report, it.claim));
            json!({
                "title": event.title, "type": event.kind, "mode": event.mode,
                "actors": event.actors.iter().map(|a| &a.name).collect::<Vec<_>>(),
                "recipients": event.recipients.iter().map(|a| &a.name).collect::<Vec<_>>(),
                "date": event.date.map(|d| d.to_string()), "place": event.place,
                "claims": claims.collect::<Vec<_>>(),
            })
        })
        .collect();
    println!("{}", serde_json::to_string_pretty(&events)?);
    Ok(())
}

/// A line a claim (report, offset, type), then a line a pair (their numbers, and each sign with how many times it counts).
fn print_signs(accounts: &[Account]) {
    let mut index = Index::default();
    let mut claims: Vec<ClaimRef> = Vec::new();
    for (report, account) in accounts.iter().enumerate() {
        index.add(report, account, Knowledge::embedded());
        claims.extend((0..account.claims.len()).map(|claim| ClaimRef { report, claim }));
    }
    for (number, at) in claims.iter().enumerate() {
        let told = claim_json(accounts, at.report, at.claim);
        let kind = accounts[at.report].claims[at.claim].kind;
        println!("claim\t{number}\t{}\t{}\t{kind}", accounts[at.report].report.name, told["start"]);
    }
    for (a, b) in (0..claims.len()).flat_map(|b| (0..b).map(move |a| (a, b))) {
        let signs = index.signs(claims[a], claims[b]);
        let signs: Vec<String> = signs.iter().map(|(sign, times)| format!("{sign:?}={times:.3}")).collect();
        println!("pair\t{a}\t{b}\t{}", signs.join(" "));
    }
}

fn claim_json(accounts: &[Account], report: usize, claim: usize) -> Value {
    let account = &accounts[report];
    let span = account.claims[claim].trigger;
    let start = CodePoints::new(&account.report.text).at(span.start);
    json!({ "report": account.report.name, "start": start, "text": span.of(&account.report.text) })
}

/// Replaces claim indices by report and offset.
fn name_claims(value: &mut Value, accounts: &[Account]) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| name_claims(item, accounts)),
        Value::Object(map) => {
            if let (2, Some(report), Some(claim)) = (map.len(), number(map.get("report")), number(map.get("claim"))) {
                let told = claim_json(accounts, report, claim);
                *value = Value::String(format!("{}:{} {}", told["report"], told["start"], told["text"]));
            } else {
                map.values_mut().for_each(|item| name_claims(item, accounts));
            }
        }
        _ => {}
    }
}

fn number(value: Option<&Value>) -> Option<usize> {
    value?.as_u64().map(|n| n as usize)
}

/// Text with the byte offset of each of its code points.
struct Text {
    text: String,
    bytes: Vec<usize>,
}

impl Text {
    fn span(&self, value: &Value) -> Option<Span> {
        let at = |key| self.bytes.get(number(value.get(key))?).copied();
        Some(Span::new(at("start")?, at("end")?))
    }

    /// Words near a place in the text; anywhere, where they are not near; that place itself, where nowhere.
    fn find(&self, words: &str, near: Span) -> Span {
        let starts = self.text.match_indices(words).map(|(start, _)| start);
        let start = starts.min_by_key(|start| start.abs_diff(near.start));
        start.map_or(Span::new(near.start, near.start), |start| Span::new(start, start + words.len()))
    }
}

fn account(path: &Path, explicit: bool) -> Result<Account, Box<dyn Error>> {
    let gold: Value = serde_json::from_str(&fs::read_to_string(path)?)?;
    let text = fs::read_to_string(path.with_extension("txt"))?;
    let bytes = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
    let text = Text { text, bytes };
    let sentences = sentences(&text.text);
    let list = |key: &str| gold[key].as_array().cloned().unwrap_or_default();
    let claims: Vec<Claim> = list("claims").iter().filter_map(|it| claim(it, &text, &sentences, explicit)).collect();
    let everywhere = Span::new(0, 0);
    let quotes = list("quotes").into_iter().filter_map(|q| {
        let span = text.span(&q)?;
        Some(Quote { span, speaker: participant(&q["speaker"], &text, span) })
    });
    let figures = list("figures").iter().filter_map(|f| figure(f, &text)).collect();
    let meetings = list("meetings").iter().filter_map(|m| meeting(m, &text, &claims, everywhere)).collect();
    let name = gold["report"].as_str().unwrap_or_default().to_owned();
    let published = gold["date"].as_str().and_then(|d| d.parse().ok());
    Ok(Account {
        quotes: quotes.collect(),
        figures,
        meetings,
        claims,
        sentences,
        report: Report { name, published, text: text.text, ..Report::default() },
        ..Account::default()
    })
}

/// Sentences, near enough: a stop after a lower-case letter or a closing mark, before a blank and a capital.
fn sentences(text: &str) -> Vec<Span> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    for window in chars.windows(3) {
        let [(_, a), (at, b), (next, c)] = window else { continue };
        let ends =
            (*b == '.' || *b == '”') && (a.is_lowercase() || *a == '.') && (c.is_whitespace() || c.is_uppercase());
        let title = text[start..*at].ends_with("Mr") || text[start..*at].ends_with("Mrs");
        if (ends && !title) || *b == '\n' {
            sentences.push(Span::new(start, *next));
            start = *next;
        }
    }
    sentences.push(Span::new(start, text.len()));
    sentences
}

fn actor(value: &Value) -> Option<Actor> {
    let field = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
    value.is_object().then(|| Actor { name: field("name"), country: field("country"), sector: field("sector") })
}

fn participant(value: &Value, text: &Text, near: Span) -> Option<Participant> {
    let actor = actor(value)?;
    Some(Participant { span: text.find(value["text"].as_str()?, near), actor: Resolution::Resolved(actor) })
}

fn claim(value: &Value, text: &Text, sentences: &[Span], explicit: bool) -> Option<Claim> {
    let trigger = text.span(&value["trigger"])?;
    let sentence = sentences.iter().position(|s| s.contains(trigger)).unwrap_or_default();
    let words = sentences[sentence].of(&text.text);
    let people = |key: &str| {
        let them = value[key].as_array().cloned().unwrap_or_default();
        let people = them.iter().filter_map(|p| participant(p, text, trigger));
        people.filter(|p| !explicit || sentences[sentence].contains(p.span)).collect::<Vec<_>>()
    };
    let place = value["place"]["text"].as_str().filter(|place| !explicit || words.contains(place));
    let days = ["Monday", "Friday", "Saturday", "Wednesday", "last week", "month", "today", "1994", "2015", "day"];
    let dated = !explicit || days.iter().any(|day| words.contains(day));
    let aux: Vec<&str> = value["aux"].as_array()?.iter().filter_map(Value::as_str).collect();
    let condition = value["condition"].as_str().filter(|c| !c.is_empty());
    Some(Claim {
        trigger,
        sentence,
        kind: value["type"].as_str()?.parse::<EventType>().ok()?,
        mode: value["mode"].as_str().unwrap_or_default().to_owned(),
        actors: people("actors"),
        recipients: people("recipients"),
        aux: Aux::from_names(aux),
        attributed_to: participant(&value["attributed_to"], text, trigger),
        condition: condition.map(|c| text.find(c, trigger)),
        date: value["date"].as_str().filter(|d| dated && !d.is_empty()).and_then(|d| d.parse().ok()),
        place: place.map(|p| ClaimPlace {
            span: text.find(p, trigger),
            country: value["place"]["country"].as_str().unwrap_or_default().to_owned(),
        }),
        decided: Decided::default(),
    })
}

fn figure(value: &Value, text: &Text) -> Option<Figure> {
    let what: Counted = serde_json::from_value(value["what"].clone()).ok()?;
    let span = text.span(value)?;
    let whose = participant(&value["whose"], text, span);
    Some(Figure { span, low: value["low"].as_f64(), high: value["high"].as_f64(), what, whose, historical: false })
}

/// A meeting note, hung on the first CONSULT claim of its day and place.
fn meeting(value: &Value, text: &Text, claims: &[Claim], near: Span) -> Option<MeetingNote> {
    let date = value["date"].as_str().unwrap_or_default();
    let place = value["place"].as_str().unwrap_or_default();
    let fits = |claim: &Claim| {
        let there = claim.place.as_ref().is_none_or(|p| place.contains(p.span.of(&text.text)));
        claim.kind == EventType::Consult && claim.date.is_some_and(|d| d.to_string() == date) && there
    };
    let claim = claims.iter().position(fits)?;
    let people = |key: &str| {
        let names = value[key].as_array().cloned().unwrap_or_default();
        names.iter().filter_map(Value::as_str).map(|n| known(n, text, claims, near)).collect::<Vec<_>>()
    };
    let called_by = value["called_by"].as_str().map(|name| known(name, text, claims, near));
    Some(MeetingNote {
        claim,
        expected: people("expected"),
        unsure: people("unsure"),
        called_by: called_by.into_iter().collect(),
    })
}

/// A participant by name, as the claims have it.
fn known(name: &str, text: &Text, claims: &[Claim], near: Span) -> Participant {
    let all = claims.iter().flat_map(|c| c.actors.iter().chain(&c.recipients));
    let found = all.into_iter().find(|p| p.actor.best().is_some_and(|a| a.name == name)).cloned();
    found.unwrap_or_else(|| Participant {
        span: text.find(name, near),
        actor: Resolution::Resolved(Actor { name: name.to_owned(), ..Actor::default() }),
    })
}
