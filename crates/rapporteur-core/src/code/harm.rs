//! Who suffers: participants of attacks that stand outside the attack's own clause.

use super::act::Act;
use super::slots::{Slots, Trigger};
use crate::EventType;
use crate::codebook::PatternKind;
use crate::reading::{Deprel, Upos};

/// Verbs that tell what an attack was meant for.
const AIMED: &[&str] = &["direct", "aim", "target", "level"];

/// Verbs of those who are attacked: "escaped the invasion".
const FACED: &[&str] =
    &["escape", "flee", "survive", "repel", "withstand", "resist", "repulse", "endure", "suffer", "fend"];
/// Verbs of those who hold out "against" it.
const HELD: &[&str] = &["hold", "defend", "protect", "guard", "fortify"];

/// Adds those whom an attack is against: the party after "with" of a war, whom a bombing was "directed at", who held out, and the
/// political building that a blast went off outside of.
pub(super) fn suffered(slots: &Slots<'_, '_>, trigger: &Trigger<'_>, actors: &[usize], recipients: &mut Vec<usize>) {
    let tree = slots.tree;
    let (noun, top) = (trigger.token, slots.partitive(trigger.token));
    let event = trigger.pattern.kind == PatternKind::Noun;
    let verb = tree.head(top).filter(|_| matches!(tree.rel(top), Deprel::Nsubj | Deprel::NsubjPass));
    let mut more: Vec<usize> = Vec::new();
    if event && recipients.is_empty() {
        more.extend(slots.prepositional(noun, "with").into_iter().filter(|&t| slots.names_actor(t)));
        if let Some(verb) = verb.filter(|&v| AIMED.contains(&tree.lemma(v))) {
            more.extend(["at", "against"].into_iter().flat_map(|word| slots.prepositional(verb, word)));
        }
        let faced = tree.head(top).filter(|&v| match tree.rel(top) {
            Deprel::Obj => FACED.contains(&tree.lemma(v)),
            Deprel::Obl => HELD.contains(&tree.lemma(v)) && tree.case(top) == Some("against"),
            _ => false,
        });
        more.extend(faced.map(|verb| slots.subject(verb, 0)).unwrap_or_default());
    }
    // "an explosion that took place near the embassy", "blasts next to the embassy".
    let told = tree.by(noun, &[Deprel::AclRelcl]);
    let next = tree.by(noun, &[Deprel::Advmod, Deprel::Amod]).filter(|&t| matches!(tree.lemma(t), "next" | "close"));
    for place in [Some(noun), verb].into_iter().flatten().chain(told).chain(next) {
        let beside = ["outside", "near", "at", "beside", "opposite", "to", "of"].into_iter();
        let found = beside.flat_map(|word| slots.prepositional(place, word));
        more.extend(found.filter(|&t| slots.codebook.lists("premises", tree.lemma(t)) && is_beside(slots, t)));
    }
    let more = more.into_iter().flat_map(|t| tree.with_conjuncts(t));
    let more: Vec<usize> = more.filter(|t| !actors.contains(t) && !recipients.contains(t)).collect();
    recipients.extend(more);
}

/// "next to", "in front of" a building, not "to" or "of" it alone.
fn is_beside(slots: &Slots<'_, '_>, noun: usize) -> bool {
    let cases: Vec<&str> = slots.tree.cases(noun).collect();
    match cases.last() {
        Some(&"to") => {
            let near = |word: &str| matches!(word, "next" | "close");
            cases.iter().any(|case| near(case))
                || slots.tree.head(noun).is_some_and(|head| near(slots.tree.lemma(head)))
        }
        Some(&"of") => cases.contains(&"front") || cases.contains(&"outside"),
        _ => true,
    }
}

/// "blamed the kidnapping on X", "accused X of the attack", "condemned X for the raid": who is accused of an act of nobody
/// named did it.
pub(super) fn blame(slots: &Slots<'_, '_>, acts: &mut [Act]) {
    let tree = slots.tree;
    let accused: Vec<(usize, Vec<usize>)> = acts
        .iter()
        .filter(|act| act.kind == EventType::Accuse && !act.recipients.contains(&act.token))
        .map(|act| (act.token, act.recipients.clone()))
        .collect();
    for act in acts.iter_mut().filter(|act| act.kind == EventType::Assault && act.actors.is_empty()) {
        let top = slots.partitive(act.token);
        let case = tree.case(top);
        let under = |(verb, accused): &&(usize, Vec<usize>)| {
            let head = tree.head(top);
            let beside = case == Some("for") && accused.iter().any(|&t| head == Some(t));
            let of_deed = matches!(tree.lemma(*verb), "blame" | "accuse") || case == Some("for");
            beside || of_deed && head == Some(*verb)
        };
        let Some((_, accused)) = accused.iter().find(under) else { continue };
        act.actors = accused.iter().copied().filter(|&t| t != act.token && !act.recipients.contains(&t)).collect();
    }
}

/// "attacked the post, *killing the lieutenant*": a participle after another harm tells its effect.
fn is_effect(slots: &Slots<'_, '_>, cause: &Act, effect: &Act) -> bool {
    let tree = slots.tree;
    let participle = tree.rel(effect.token) == Deprel::Advcl
        && tree.word(effect.token).ends_with("ing")
        && tree.first(effect.token, &[Deprel::Mark, Deprel::Nsubj]).is_none();
    let main = tree.head(effect.token).filter(|_| participle && effect.token > cause.token);
    let chained = |verb: usize| {
        verb == cause.token || tree.head(cause.token) == Some(verb) && tree.rel(cause.token) == Deprel::Nsubj
    };
    main.is_some_and(chained)
}

/// "The bombing killed ten": one claim, on the event noun, with the dead as its recipients.
pub(super) fn merge_causes(slots: &Slots<'_, '_>, acts: &mut Vec<Act>) {
    let is_harm = |act: &Act| act.kind == EventType::Assault;
    let mut merged: Vec<(usize, usize)> = Vec::new();
    for (effect, verb) in acts.iter().enumerate().filter(|(_, a)| is_harm(a) && slots.tree.upos(a.token) == Upos::Verb)
    {
        let mut causes = slots.subject(verb.token, 0);
        causes.extend(["in", "by", "during", "from"].iter().flat_map(|word| slots.prepositional(verb.token, word)));
        let cause = acts.iter().position(|noun| {
            let event = slots.tree.upos(noun.token) != Upos::Verb && noun.token != verb.token;
            event && is_harm(noun) && causes.contains(&slots.partitive(noun.token))
        });
        let cause = cause.or_else(|| acts.iter().position(|act| is_harm(act) && is_effect(slots, act, verb)));
        merged.extend(cause.map(|cause| (cause, effect)));
    }
    for &(cause, effect) in &merged {
        let dead = acts[effect].recipients.clone();
        // "killed five in an ambush": who kills lays the ambush.
        let told: Vec<usize> = acts.iter().map(|act| slots.partitive(act.token)).collect();
        if acts[cause].actors.is_empty() {
            let doers = acts[effect].actors.iter().copied();
            acts[cause].actors = doers.filter(|t| !told.contains(t) && !dead.contains(t)).collect();
        }
        let recipients = &mut acts[cause].recipients;
        recipients.extend(dead.into_iter().filter(|t| !recipients.contains(t)).collect::<Vec<_>>());
        let aux = acts[effect].aux;
        acts[cause].aux = aux;
    }
    let mut index = 0;
    acts.retain(|_| {
        index += 1;
        !merged.iter().any(|&(_, effect)| effect == index - 1)
    });
}
