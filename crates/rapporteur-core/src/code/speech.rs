//! Acts that the form of a sentence makes, whatever its verb: obligations laid on others, harm put under a condition, refusals.

use super::act::Act;
use super::attribution::{Attribution, innermost};
use super::condition;
use super::slots::Slots;
use crate::reading::{Deprel, Upos};
use crate::{Aux, EventType};

/// "Russia says the US must hold off": a request by the speaker to another. It takes the place of the act inside.
pub(super) fn obligations(slots: &Slots<'_, '_>, attributions: &[Attribution], acts: &mut Vec<Act>) {
    let tree = slots.tree;
    for verb in 0..tree.len() {
        let obliged = tree.by(verb, &[Deprel::Aux]).any(|a| matches!(tree.lemma(a), "must" | "should"));
        if !obliged || tree.upos(verb) != Upos::Verb || condition::inside(tree, verb) {
            continue;
        }
        let Some(attribution) = innermost(tree, attributions, verb) else { continue };
        let Some(source) = attributions[attribution].source else { continue };
        let asked = slots.subject(verb, 0);
        let same = |t: &usize| *t == source || tree.upos(*t) == Upos::Pron || tree.word(*t) == tree.word(source);
        if asked.is_empty() || asked.iter().any(same) || acts.iter().any(|a| a.token == attributions[attribution].cue) {
            continue;
        }
        let asked: Vec<usize> = asked.into_iter().flat_map(|t| tree.with_conjuncts(t)).collect();
        acts.retain(|a| a.token != verb);
        acts.push(Act {
            trigger: tree.reading.tokens[verb].span,
            token: verb,
            noun: None,
            kind: EventType::Request,
            mode: "change".into(),
            actors: tree.with_conjuncts(source),
            recipients: asked,
            aux: Aux::default(),
            attribution: Some(attribution),
            condition: condition::of(tree, verb),
            frame: "request-obligation".into(),
            runner_up: None,
        });
    }
}

/// "would strike if ...": harm under a condition is a threat. "will not withdraw": a yielding act that will not be is a refusal.
pub(super) fn threats_and_refusals(act: &mut Act) {
    use EventType::{
        Agree, Aid, Assault, Coerce, Concede, Consult, Cooperate, Reject, Retreat, Sanction, Support, Threaten,
    };
    if act.condition.is_some() && act.aux.future && !act.aux.negation {
        let mode = match act.kind {
            Assault => "violence",
            Sanction => "relations",
            Coerce => "restrict",
            _ => return,
        };
        act.kind = Threaten;
        mode.clone_into(&mut act.mode);
        act.aux = Aux::default();
        act.frame.push_str("+condition");
    } else if act.aux.negation && act.aux.future {
        let mode = match act.kind {
            Consult => "meet",
            Retreat | Concede => "yield",
            Aid | Cooperate | Support => "assist",
            Agree => "change",
            _ => return,
        };
        act.kind = Reject;
        mode.clone_into(&mut act.mode);
        act.aux = Aux::default();
        act.frame.push_str("+refusal");
    }
}

/// "accused Armenia of a crime and vowed revenge": a threat of nobody named is for whom the same breath was aimed at.
pub(super) fn address(slots: &Slots<'_, '_>, acts: &mut [Act]) {
    let tree = slots.tree;
    let speech = |kind: EventType| matches!(kind, EventType::Accuse | EventType::Threaten | EventType::Reject);
    for index in 0..acts.len() {
        let act = &acts[index];
        let alone = tree.rel(act.token) == Deprel::Conj && tree.first(act.token, &[Deprel::Nsubj]).is_none();
        if act.kind != EventType::Threaten || !act.recipients.is_empty() || !alone {
            continue;
        }
        let before = |other: &&Act| Some(other.token) == tree.head(act.token) && speech(other.kind);
        if let Some(other) = acts.iter().find(before) {
            acts[index].recipients = other.recipients.clone();
        }
    }
}
