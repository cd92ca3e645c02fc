//! What people decided, as tables, and beside what the machine found.

use std::collections::BTreeMap;

use rapporteur_core::Claim;
use rapporteur_store::{Act, Decision, StaleDecision, TargetKind};
use serde_json::{Value, json};

use super::table::View;

/// Decisions in force, by what they are about, and what they replaced.
#[derive(Clone, Debug, Default)]
pub struct Reviews {
    decisions: BTreeMap<(TargetKind, String), Vec<Decision>>,
    replaced: BTreeMap<String, Claim>,
}

impl Reviews {
    /// Of decisions, oldest first; undos and what they took back are left out. `replaced` has the claims that are shown as
    /// edited, as the machine has them, by key.
    pub fn new(decisions: &[Decision], replaced: BTreeMap<String, Claim>) -> Self {
        let mut of: BTreeMap<_, Vec<Decision>> = BTreeMap::new();
        for decision in decisions.iter().filter(|it| it.in_force && it.act != Act::Undo) {
            of.entry((decision.target.kind, decision.target.id.clone())).or_default().push(decision.clone());
        }
        Self { decisions: of, replaced }
    }

    /// What people made of something: `accepted`, `edited`, `rejected`, `open` when they only spoke of it; `None` when they
    /// did not.
    pub fn state(&self, kind: TargetKind, id: &str) -> Option<&'static str> {
        self.of(kind, id).map(state)
    }

    /// A claim that is shown as edited, as the machine has it.
    pub(crate) fn replaced(&self, key: &str) -> Option<&Claim> {
        self.replaced.get(key)
    }

    /// Adds to an object what people made of it: `review` with its state, the fields that they put in, those that the machine
    /// has where the object no longer shows them, and the decisions; `null` when nobody looked at it.
    pub(crate) fn add_to(&self, object: &mut Value, kind: TargetKind, id: &str, machine: Option<&Value>) {
        object["review"] = self.of(kind, id).map_or(Value::Null, |decisions| {
            json!({
                "state": state(decisions), "instead": instead(decisions),
                "machine": machine.map_or(Value::Null, |machine| differing(machine, object)),
                "decisions": decisions.iter().map(self::object).collect::<Vec<_>>(),
            })
        });
    }

    fn of(&self, kind: TargetKind, id: &str) -> Option<&[Decision]> {
        self.decisions.get(&(kind, id.to_owned())).map(Vec::as_slice)
    }
}

fn state(decisions: &[Decision]) -> &'static str {
    let judged = decisions.iter().rev().find(|it| it.act != Act::Comment);
    match judged.map(|it| it.act) {
        Some(Act::Accept) => "accepted",
        Some(Act::Reject) => "rejected",
        Some(_) => "edited",
        None => "open",
    }
}

/// The fields that people put in place of the machine's; a later edit weighs more.
fn instead(decisions: &[Decision]) -> Value {
    let mut instead = serde_json::Map::new();
    for change in decisions.iter().filter(|it| it.act == Act::Edit).filter_map(|it| it.change.as_ref()?.as_object()) {
        instead.extend(change.clone());
    }
    Value::Object(instead)
}

/// The fields of one object that are others in another.
fn differing(object: &Value, other: &Value) -> Value {
    let fields = object.as_object().into_iter().flatten().filter(|(field, value)| other.get(field) != Some(value));
    fields.map(|(field, value)| (field.clone(), value.clone())).collect()
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
