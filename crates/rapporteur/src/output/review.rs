//! What people decided, as tables, and beside what the machine found.

use std::collections::BTreeMap;

use rapporteur_store::{Act, Decision, StaleDecision, TargetKind};
use serde_json::{Value, json};

use super::table::View;

/// Decisions in force, by what they are about.
#[derive(Clone, Debug, Default)]
pub struct Reviews(BTreeMap<(TargetKind, String), Vec<Decision>>);

impl Reviews {
    /// Of decisions, oldest first; undos and what they took back are left out.
    pub fn new(decisions: Vec<Decision>) -> Self {
        let mut of: BTreeMap<_, Vec<Decision>> = BTreeMap::new();
        for decision in decisions.into_iter().filter(|it| it.in_force && it.act != Act::Undo) {
            of.entry((decision.target.kind, decision.target.id.clone())).or_default().push(decision);
        }
        Self(of)
    }

    /// Adds to an object, as the machine has it, what people made of it: `review` with its state, the fields that it
    /// should have instead, and the decisions; `null` when nobody looked at it.
    pub fn add_to(&self, object: &mut Value, kind: TargetKind, id: &str) {
        let decisions = self.0.get(&(kind, id.to_owned()));
        object["review"] = decisions.map_or(Value::Null, |decisions| review(decisions));
    }
}

fn review(decisions: &[Decision]) -> Value {
    let judged = decisions.iter().rev().find(|it| it.act != Act::Comment);
    let state = match judged.map(|it| it.act) {
        Some(Act::Accept) => "accepted",
        Some(Act::Reject) => "rejected",
        Some(_) => "edited",
        None => "open",
    };
    let mut instead = serde_json::Map::new();
    for change in decisions.iter().filter(|it| it.act == Act::Edit).filter_map(|it| it.change.as_ref()?.as_object()) {
        instead.extend(change.clone());
    }
    json!({ "state": state, "instead": instead, "decisions": decisions.iter().map(object).collect::<Vec<_>>() })
}

fn object(it: &Decision) -> Value {
    json!({
        "number": it.id.0, "at": it.at.to_string(), "reviewer": it.reviewer, "act": it.act.as_str(),
        "target": it.target.id, "kind": it.target.kind.as_str(), "seen": it.seen, "change": it.change,
        "comment": it.comment, "undoes": it.undoes.map(|id| id.0), "in_force": it.in_force,
    })
}

fn cells(it: &Decision) -> [String; 6] {
    let name = match it.target.kind {
        TargetKind::Event => format!("e{}", it.target.id),
        TargetKind::Claim => it.target.id.clone(),
        kind => format!("{kind}:{}", it.target.id),
    };
    let change = it.change.as_ref().map(ToString::to_string);
    let undone = it.undoes.map(|id| format!("decision {}", id.0));
    let words = [change, undone, it.comment.clone()].into_iter().flatten().collect::<Vec<_>>().join("; ");
    [
        it.id.0.to_string(),
        it.at.strftime("%Y-%m-%d %H:%M").to_string(),
        it.reviewer.clone(),
        it.act.to_string(),
        name,
        words,
    ]
}

/// Decisions, oldest first.
pub fn decisions(decisions: &[Decision]) -> View {
    let mut view = View::new(&["no", "at", "by", "act", "about", "what", "in force"], "no decisions");
    for it in decisions {
        let [number, at, by, act, about, what] = cells(it);
        let force = if it.in_force { "yes" } else { "no" };
        view.push([number, at, by, act, about, what, force.to_owned()], object(it));
    }
    view
}

/// Decisions that no longer fit, with what has changed.
pub fn stale(stale: &[StaleDecision]) -> View {
    let mut view = View::new(&["no", "at", "by", "act", "about", "what", "changed"], "every decision still fits");
    for StaleDecision { decision, now } in stale {
        let [number, at, by, act, about, what] = cells(decision);
        let mut row = object(decision);
        row["now"] = now.clone().unwrap_or(Value::Null);
        view.push([number, at, by, act, about, what, changed(decision.seen.as_ref(), now.as_ref())], row);
    }
    view
}

/// "type: ASSAULT, now COERCE".
fn changed(seen: Option<&Value>, now: Option<&Value>) -> String {
    let Some(now) = now else { return "it is gone".to_owned() };
    let fields = seen.and_then(Value::as_object).into_iter().flatten();
    let differing = fields.filter(|(field, was)| now.get(field) != Some(was));
    let lines = differing.map(|(field, was)| match field.as_str() {
        "claims" | "hash" => format!("{field}: others now"),
        _ => format!("{field}: {was}, now {}", now.get(field).unwrap_or(&Value::Null)),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_is_told_by_field() {
        let (was, is) = (json!({ "type": "ASSAULT", "mode": "" }), json!({ "type": "COERCE", "mode": "" }));
        assert_eq!(changed(Some(&was), Some(&is)), "type: \"ASSAULT\", now \"COERCE\"");
        assert_eq!(changed(Some(&was), None), "it is gone");
    }
}
