//! What the fields of a form put in the place of what a claim or an event says.

use rapporteur_store::{Act, TargetKind};
use serde_json::Value;

use crate::review::{ClaimChange, Grouping, PlaceChange};
use crate::web::error::Problem;
use crate::web::names::Recorded;
use crate::web::{cards, names, places};

/// A form's fields.
pub(super) struct Fields(pub(super) Vec<(String, String)>);

impl Fields {
    pub(super) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
    }

    fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> + use<'f> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.trim())
    }
}

/// What a form puts in place.
pub(super) fn change(
    recorded: &Recorded<'_>,
    act: Act,
    kind: TargetKind,
    id: &str,
    fields: &Fields,
) -> Result<Option<Value>, Problem> {
    match (act, kind) {
        (Act::Edit, TargetKind::Claim) => edit(recorded, id, fields).map(Some),
        (Act::Merge, TargetKind::Event) => {
            let (with, view) = (fields.get("with"), recorded.view);
            let event = |id| view.event(id).ok_or_else(|| Problem::no_such("event", id));
            let both = event(id)?.1.claims.iter().chain(&event(with)?.1.claims);
            grouping(both.map(|&at| view.overview.claim_id(at).to_owned()).collect(), "events with claims")
        }
        (Act::Split, TargetKind::Event) => {
            grouping(fields.all("claim").map(str::to_owned).collect(), "claims to take out")
        }
        (Act::Edit | Act::Merge | Act::Split, _) => Err(Problem::bad(format!("`{act}` is not for a {kind}"))),
        _ => Ok(None),
    }
}

fn grouping(claims: Vec<String>, expected: &str) -> Result<Option<Value>, Problem> {
    if claims.is_empty() {
        return Err(Problem::bad(format!("expected {expected}, found none")));
    }
    Ok(Some(serde_json::to_value(Grouping { claims }).unwrap_or_default()))
}

/// The fields of the edit form that differ from what the claim says now.
fn edit(recorded: &Recorded<'_>, key: &str, fields: &Fields) -> Result<Value, Problem> {
    let view = recorded.view;
    let card = cards::by_key(view, key).ok_or_else(|| Problem::no_such("claim", key))?;
    let day = view.claim(key).and_then(|at| view.overview.accounts.get(at.report)?.report.published);
    let people = |name: &str, before: &[cards::Somebody]| {
        let lines: Vec<&str> = fields.all(name).filter(|line| !line.is_empty()).collect();
        let same = lines.iter().copied().eq(before.iter().map(|it| it.written.as_str()));
        let actors = || lines.iter().map(|line| names::actor(recorded, line, day)).collect::<Result<Vec<_>, _>>();
        (fields.has(name) && !same).then(actors).transpose()
    };
    let mut change = ClaimChange {
        actors: people("actor", &card.actors)?,
        recipients: people("recipient", &card.recipients)?,
        ..ClaimChange::default()
    };
    let differs = |name: &str, before: &str| fields.has(name) && fields.get(name) != before;
    if differs("type", card.kind.as_str()) {
        change.kind = Some(fields.get("type").parse().map_err(Problem::bad)?);
    }
    if differs("mode", &card.mode) {
        change.mode = Some(fields.get("mode").to_owned());
    }
    if differs("date", &card.iso) {
        change.date = Some(date(fields.get("date"))?);
    }
    if differs("place", &card.place) {
        change.place = Some(place(fields.get("place")));
    }
    if change == ClaimChange::default() {
        return Err(Problem::bad("expected a change, found the claim as it is").hint("accept it instead"));
    }
    Ok(serde_json::to_value(change).unwrap_or_default())
}

pub(super) fn date(text: &str) -> Result<String, Problem> {
    let bad = |_| {
        let message = format!("`date`: expected a day, month, year or two days, found `{text}`");
        Problem::bad(message).hint("write 2016-10-15, 2016-10, 2016, or 2016-10-03/2016-10-09")
    };
    if text.is_empty() {
        return Ok(String::new());
    }
    text.parse::<rapporteur_core::Interval>().map(|it| it.to_string()).map_err(bad)
}

/// A place by its name, `Aleppo` or `Aleppo, SYR`; without a state, that of the largest place of the name.
fn place(text: &str) -> PlaceChange {
    let parted = text.rsplit_once(',').and_then(|(name, state)| Some((name, places::state(state)?)));
    let (name, country) = match parted {
        Some((name, country)) => (name.trim(), country),
        None => (text, places::locate(text, "").map(|it| it.country).unwrap_or_default()),
    };
    PlaceChange { name: name.to_owned(), country }
}
