//! Decisions: rows that are only ever added.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rapporteur_core::Participant;
use rusqlite::{ToSql, params};
use serde_json::{Value, json};

use super::filter::{Conditions, text};
use super::runs::moment;
use super::{claims, events};
use crate::database::{Database, Row};
use crate::error::{Inner, from_json, to_json};
use crate::{
    Act, ClaimFilter, ClaimKey, Decision, DecisionFilter, DecisionId, ErrorKind, NewDecision, RunId, StaleDecision,
    StoredClaim, Target, TargetKind,
};

/// Keeps a decision with what the reviewer saw.
pub(super) fn decide(db: &dyn Database, decision: &NewDecision, run: RunId) -> Inner<DecisionId> {
    let NewDecision { at, reviewer, act, target, change, comment } = decision;
    let invalid = |message: &str| Err(ErrorKind::Invalid(message.to_owned()));
    match act {
        Act::Undo => return invalid("an undo names a decision, not a claim or an event"),
        Act::Edit | Act::Merge | Act::Split if change.is_none() => {
            return invalid(&format!("expected what the {act} puts in place, found nothing"));
        }
        Act::Comment if comment.as_deref().is_none_or(|it| it.trim().is_empty()) => {
            return invalid("expected the words of the comment, found nothing");
        }
        _ => {}
    }
    let seen = look(db, target)?;
    if seen.is_none() && looked_at(target.kind) {
        return Err(ErrorKind::NoSuch { what: target.kind.as_str(), id: target.id.clone() });
    }
    let row = NewRow { at: *at, reviewer, act: *act, target, comment: comment.as_deref() };
    insert(db, &row, seen, change.as_ref(), None, run)
}

/// Takes a decision back.
pub(super) fn undo(
    db: &dyn Database,
    id: DecisionId,
    reviewer: &str,
    at: Timestamp,
    comment: Option<&str>,
    run: RunId,
) -> Inner<DecisionId> {
    let all = all(db, "id >= $1", params![id.0])?;
    let Some(decision) = all.first().filter(|it| it.id == id) else {
        return Err(ErrorKind::NoSuch { what: "decision", id: id.0.to_string() });
    };
    if !decision.in_force {
        return Err(ErrorKind::AlreadyUndone(id.0));
    }
    let row = NewRow { at, reviewer, act: Act::Undo, target: &decision.target, comment };
    insert(db, &row, None, None, Some(id), run)
}

struct NewRow<'d> {
    at: Timestamp,
    reviewer: &'d str,
    act: Act,
    target: &'d Target,
    comment: Option<&'d str>,
}

fn insert(
    db: &dyn Database,
    row: &NewRow<'_>,
    seen: Option<Value>,
    change: Option<&Value>,
    undoes: Option<DecisionId>,
    run: RunId,
) -> Inner<DecisionId> {
    if row.reviewer.trim().is_empty() {
        return Err(ErrorKind::Invalid("expected the reviewer's name, found nothing".into()));
    }
    db.only(
        "INSERT INTO decisions (at, reviewer, act, kind, target, seen, change, comment, undoes, run) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id",
        params![
            row.at.to_string(),
            row.reviewer.trim(),
            row.act.as_str(),
            row.target.kind.as_str(),
            row.target.id,
            seen.as_ref().map(to_json).transpose()?,
            change.map(to_json).transpose()?,
            row.comment,
            undoes.map(|id| id.0),
            run.0
        ],
    )
    .map(DecisionId)
}

/// Decisions that a filter finds. An undo is about the same target as what it undoes, so a target has its whole story.
pub(super) fn list(db: &dyn Database, filter: &DecisionFilter) -> Inner<Vec<Decision>> {
    let mut conditions = Conditions::default();
    if let Some(target) = &filter.target {
        conditions.and("kind = ? AND target = ?", [text(target.kind), text(&target.id)]);
    }
    let mut decisions = all(db, &conditions.sql(), &conditions.values())?;
    if let Some(reviewer) = &filter.reviewer {
        decisions.retain(|it| it.reviewer == *reviewer);
    }
    if filter.in_force {
        decisions.retain(|it| it.in_force && it.act != Act::Undo);
    }
    Ok(decisions)
}

/// Decisions that a condition selects, oldest first. The condition must select with each decision its undos.
fn all(db: &dyn Database, condition: &str, values: &[&dyn ToSql]) -> Inner<Vec<Decision>> {
    let sql = format!(
        "SELECT id, at, reviewer, act, kind, target, seen, change, comment, undoes, run FROM decisions \
         WHERE {condition} ORDER BY id"
    );
    let mut decisions = db.list(&sql, values, read)?;
    // An undo comes after what it undoes: from the newest back, all that speaks against a decision is known.
    let mut undone = BTreeSet::new();
    for decision in decisions.iter_mut().rev() {
        decision.in_force = !undone.contains(&decision.id);
        if decision.in_force {
            undone.extend(decision.undoes);
        }
    }
    Ok(decisions)
}

fn read(row: &Row<'_>) -> Inner<Decision> {
    let id: i64 = row.get(0)?;
    let what = || format!("decision {id}");
    let bad = |detail: String| ErrorKind::Row { what: what(), detail };
    let (at, act, kind): (String, String, String) = (row.get(1)?, row.get(3)?, row.get(4)?);
    let value = |text: Option<String>| text.map(|text| from_json(&text, what)).transpose();
    Ok(Decision {
        id: DecisionId(id),
        at: moment(&at, what)?,
        reviewer: row.get(2)?,
        act: act.parse().map_err(bad)?,
        target: Target { kind: kind.parse().map_err(bad)?, id: row.get(5)? },
        seen: value(row.get(6)?)?,
        change: value(row.get(7)?)?,
        comment: row.get(8)?,
        undoes: row.get::<Option<i64>>(9)?.map(DecisionId),
        in_force: true,
        run: RunId(row.get(10)?),
    })
}

/// Decisions in force that no longer fit.
pub(super) fn stale(db: &dyn Database) -> Inner<Vec<StaleDecision>> {
    let decisions = list(db, &DecisionFilter { in_force: true, ..DecisionFilter::default() })?;
    let mut stale = Vec::new();
    for decision in decisions.into_iter().filter(|it| looked_at(it.target.kind)) {
        let now = look(db, &decision.target)?;
        if !fits(decision.seen.as_ref(), now.as_ref()) {
            stale.push(StaleDecision { decision, now });
        }
    }
    Ok(stale)
}

/// Whether something still is what a reviewer saw. That more claims are of an event changes nothing about it.
fn fits(seen: Option<&Value>, now: Option<&Value>) -> bool {
    let (Some(seen), Some(now)) = (seen.and_then(Value::as_object), now.and_then(Value::as_object)) else {
        return seen == now;
    };
    seen.iter().all(|(field, was)| match (was, now.get(field)) {
        (Value::Array(was), Some(Value::Array(now))) if field == "claims" => {
            was.iter().all(|claim| now.contains(claim))
        }
        (was, now) => Some(was) == now,
    })
}

/// Whether the record itself can tell what the target is like; the others are the fuse stage's.
fn looked_at(kind: TargetKind) -> bool {
    matches!(kind, TargetKind::Claim | TargetKind::Event | TargetKind::Report)
}

/// What a target is like now, in words that stay the same while it does; `None`: not there.
fn look(db: &dyn Database, target: &Target) -> Inner<Option<Value>> {
    match target.kind {
        TargetKind::Claim => look_at_claim(db, &target.id),
        TargetKind::Event => look_at_event(db, &target.id),
        TargetKind::Report => {
            let sql = "SELECT hash FROM reports WHERE label = $1 AND current = 1";
            let hash: Option<String> = db.value(sql, params![target.id])?;
            Ok(hash.map(|hash| json!({ "hash": hash })))
        }
        _ => Ok(None),
    }
}

fn look_at_claim(db: &dyn Database, id: &str) -> Inner<Option<Value>> {
    let Ok(key) = id.parse::<ClaimKey>() else { return Ok(None) };
    let found = claims::list(db, &ClaimFilter { key: Some(key), limit: Some(1), ..ClaimFilter::default() })?;
    Ok(found.first().map(face))
}

/// A claim without offsets, which change when the publisher changes another sentence.
fn face(stored: &StoredClaim) -> Value {
    let StoredClaim { claim, sentence, sentence_start, .. } = stored;
    let words = |span: rapporteur_core::Span| {
        let start = span.start.wrapping_sub(*sentence_start);
        sentence.get(start..start.wrapping_add(span.len())).unwrap_or_default()
    };
    let name = |it: &Participant| it.actor.best().map_or_else(|| words(it.span).to_owned(), |actor| actor.name.clone());
    let names = |them: &[Participant]| them.iter().map(name).collect::<Vec<_>>();
    json!({
        "type": claim.kind,
        "mode": claim.mode,
        "trigger": words(claim.trigger),
        "actors": names(&claim.actors),
        "recipients": names(&claim.recipients),
        "aux": claim.aux,
        "attributed_to": claim.attributed_to.as_ref().map(name),
        "condition": claim.condition.map(words),
        "date": claim.date,
        "place": claim.place.as_ref().map(|place| words(place.span)),
    })
}

fn look_at_event(db: &dyn Database, id: &str) -> Inner<Option<Value>> {
    let Ok(id) = id.parse::<i64>() else { return Ok(None) };
    let Some(event) = events::one(db, id)? else { return Ok(None) };
    let claims: Vec<String> = event.claims.iter().map(|(_, key)| key.to_string()).collect();
    Ok(Some(json!({ "type": event.kind, "mode": event.mode, "date": event.date, "claims": claims })))
}
