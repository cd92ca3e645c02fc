//! Acts: triggers with who does it to whom, when it is real, who says so, and on what condition.

use std::collections::BTreeMap;

use super::attribution::{Attribution, innermost};
use super::condition;
use super::harm;
use super::matching::{Match, matches};
use super::modality::modality;
use super::slots::{Slots, Trigger};
use super::speech;
use crate::codebook::{Frame, PatternKind, Slot};
use crate::reading::{Deprel, Upos};
use crate::{Aux, EventType, Span};

/// An act that a sentence tells, its participants given as head tokens.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    /// The words that name it.
    pub trigger: Span,
    /// The verb or noun that carries it.
    pub token: usize,
    /// The noun of a light verb, where its participants may hang.
    pub noun: Option<usize>,
    /// Its type.
    pub kind: EventType,
    /// Its mode, or empty.
    pub mode: String,
    /// Head tokens of those who do it.
    pub actors: Vec<usize>,
    /// Head tokens of those to or with whom it is done.
    pub recipients: Vec<usize>,
    /// Time and modality (`historical` is set when dates are known).
    pub aux: Aux,
    /// Index of the attribution it stands in.
    pub attribution: Option<usize>,
    /// The words of the condition it is offered or threatened on.
    pub condition: Option<Span>,
    /// The frame that decided.
    pub frame: String,
    /// The frame that came second.
    pub runner_up: Option<String>,
}

/// The acts of a reading, in the order of their triggers.
pub fn acts(slots: &Slots<'_, '_>, attributions: &[Attribution]) -> Vec<Act> {
    let found = matches(slots);
    let kept =
        found.iter().filter(|m| !is_embedded(slots, &found, m) && !condition::inside(slots.tree, m.trigger.token));
    let mut acts: Vec<Act> = kept.map(|m| act(slots, m)).collect();
    harm::merge_causes(slots, &mut acts);
    harm::blame(slots, &mut acts);
    name_doers(&mut acts);
    share_recipients(slots, &mut acts);
    acts.iter_mut().for_each(|act| threaten(slots, act));
    ask_before_refusal(slots, &mut acts);
    for act in &mut acts {
        act.attribution = innermost(slots.tree, attributions, act.token);
    }
    speech::obligations(slots, attributions, &mut acts);
    acts.iter_mut().for_each(speech::threats_and_refusals);
    speech::address(slots, &mut acts);
    acts.sort_by_key(|a| (a.trigger, a.token));
    acts
}

fn act(slots: &Slots<'_, '_>, found: &Match<'_>) -> Act {
    let frame = &slots.codebook.frames[found.frame];
    let trigger = &found.trigger;
    let mut actors = participants(slots, trigger, &frame.actor, &[]);
    let mut recipients = participants(slots, trigger, &frame.recipient, &actors);
    if recipients.is_empty() && frame.embeds && trigger.pattern.kind != PatternKind::Noun {
        recipients = complement_party(slots, trigger.token, &actors);
    }
    if trigger.pattern.kind == PatternKind::Noun && slots.codebook.lists("suffered", slots.tree.lemma(trigger.token)) {
        suffer(slots, trigger.token, &mut actors, &mut recipients);
    }
    if frame.kind == EventType::Request && recipients.is_empty() {
        recipients = obliged(slots, trigger);
    }
    if recipients.is_empty() && trigger.pattern.kind == PatternKind::Noun {
        recipients = heedless(slots, trigger.token, frame.kind);
    }
    let taken = [actors.clone(), recipients.clone()].concat();
    let beside = recipients.iter().copied().chain(slots.tree.is_passive(trigger.token).then_some(trigger.token));
    let companions: Vec<usize> = beside.flat_map(|t| slots.companions(t)).filter(|t| !taken.contains(t)).collect();
    recipients.extend(companions);
    if frame.kind == EventType::Assault {
        harm::suffered(slots, trigger, &actors, &mut recipients);
    }
    Act {
        trigger: trigger_span(slots, trigger),
        token: trigger.token,
        noun: trigger.noun,
        kind: frame.kind,
        mode: mode(slots, trigger, frame),
        actors,
        recipients,
        aux: modality(slots, trigger),
        attribution: None,
        condition: condition::of(slots.tree, trigger.token),
        frame: frame.id.clone(),
        runner_up: found.runner_up.map(|f| slots.codebook.frames[f].id.clone()),
    }
}

/// "refused to negotiate with Hamas", "threatened to bomb Iraq": the other party of what is promised, refused or threatened.
fn complement_party(slots: &Slots<'_, '_>, verb: usize, actors: &[usize]) -> Vec<usize> {
    // "promised to go on supporting Baku": the last of the clauses is what is promised.
    let last =
        std::iter::successors(slots.complement(verb), |&clause| slots.tree.first(clause, &[Deprel::Xcomp])).last();
    let Some(clause) = last else { return Vec::new() };
    let prepositions = ["with", "against", "on", "to", "from"].into_iter();
    let candidates =
        std::iter::once(slots.object(clause)).chain(prepositions.map(|word| slots.prepositional(clause, word)));
    let named = |side: Vec<usize>| -> Vec<usize> {
        let all = side.into_iter().flat_map(|t| slots.tree.with_conjuncts(t));
        all.filter(|t| !actors.contains(t) && slots.names_actor(*t)).collect()
    };
    candidates.map(named).find(|side| !side.is_empty()).unwrap_or_default()
}

/// "will strike, despite objections from allies": who goes on all the same is whom they are put to.
fn heedless(slots: &Slots<'_, '_>, noun: usize, kind: EventType) -> Vec<usize> {
    let tree = slots.tree;
    let said = matches!(kind, EventType::Accuse | EventType::Reject | EventType::Threaten | EventType::Request);
    let despite = matches!(tree.case(noun), Some("despite" | "spite"));
    if !(said && despite) {
        return Vec::new();
    }
    let clause = tree.clause(noun);
    let mut doers = slots.subject(clause, 0);
    if doers.is_empty() {
        doers = slots.object(clause);
    }
    doers.into_iter().flat_map(|t| tree.with_conjuncts(t)).collect()
}

/// "The Council met at Britain's request": who does what was asked; who is telephoned to be asked.
fn obliged(slots: &Slots<'_, '_>, trigger: &Trigger<'_>) -> Vec<usize> {
    let tree = slots.tree;
    // "telephoned his counterpart to appeal for calm": who is told is asked.
    let told =
        tree.head(trigger.token).filter(|&verb| slots.is_contact(verb) && tree.rel(trigger.token) != Deprel::Conj);
    let done = match told {
        Some(verb) => slots.object(verb),
        None if tree.case(trigger.token) == Some("at") => slots.subject(tree.clause(trigger.token), 0),
        None => Vec::new(),
    };
    done.into_iter().flat_map(|t| tree.with_conjuncts(t)).filter(|&t| slots.names_actor(t)).collect()
}

/// "his abduction", "Howes's death": the possessor of what one suffers is who it is done to.
fn suffer(slots: &Slots<'_, '_>, noun: usize, actors: &mut Vec<usize>, recipients: &mut Vec<usize>) {
    let owned = slots.tree.by(noun, &[Deprel::NmodPoss]).next().is_some();
    if recipients.is_empty() && owned {
        *recipients = std::mem::take(actors);
        *actors = slots.prepositional(noun, "by");
    }
}

/// The pattern's words, when they stand close together; else the word that carries most.
fn trigger_span(slots: &Slots<'_, '_>, trigger: &Trigger<'_>) -> Span {
    let (first, last) = (trigger.tokens[0], trigger.tokens[trigger.tokens.len() - 1]);
    if last - first <= 3 { slots.tree.span(first, last) } else { slots.tree.reading.tokens[trigger.token].span }
}

fn participants(slots: &Slots<'_, '_>, trigger: &Trigger<'_>, order: &[Slot], taken: &[usize]) -> Vec<usize> {
    let noun = trigger.pattern.kind == PatternKind::Noun;
    // "because of its support for ...": who owns an act does it, before whoever's verb it stands under.
    if noun && order.contains(&Slot::Poss) {
        let owner = slots.tree.by(trigger.token, &[Deprel::NmodPoss]).flat_map(|t| slots.tree.with_conjuncts(t));
        let named = |&t: &usize| slots.names_actor(t) && names_somebody(slots, t) || slots.tree.upos(t) == Upos::Pron;
        let owner: Vec<usize> = owner.filter(named).collect();
        if !owner.is_empty() {
            return owner;
        }
    }
    for slot in order {
        let found = match slot {
            Slot::Poss => slots.naming_possessors(trigger.noun.unwrap_or(trigger.token)),
            _ => slots.fill(trigger, slot),
        };
        let found: Vec<usize> =
            found.into_iter().filter(|&t| !taken.contains(&t) && names_somebody(slots, t)).collect();
        // "his attack", "their talks": the possessor of a noun is a participant; a trigger is none of its own.
        let itself = noun && found == [trigger.token];
        if !found.is_empty() && !itself {
            return found;
        }
    }
    Vec::new()
}

/// Whether a filler can be somebody: a nominal that is no date, amount or empty word.
fn names_somebody(slots: &Slots<'_, '_>, token: usize) -> bool {
    let tree = slots.tree;
    let nominal = matches!(tree.upos(token), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Adj | Upos::Det);
    let nationality = tree.upos(token) != Upos::Adj
        || slots.knowledge.demonym(tree.word(token)).is_some()
        || tree.rel(token) != Deprel::Amod;
    let empty = matches!(
        tree.lemma(token),
        "there"
            | "this"
            | "that"
            | "which"
            | "what"
            | "these"
            | "those"
            | "itself"
            | "himself"
            | "themselves"
            | "each"
            | "other"
    ) && tree.children(token).is_empty();
    nominal && nationality && !empty && !tree.entity_kind(token).is_some_and(|k| k.is_time())
}

fn mode(slots: &Slots<'_, '_>, trigger: &Trigger<'_>, frame: &Frame) -> String {
    if !frame.mode.is_empty() {
        return frame.mode.clone();
    }
    let Some(cues) = slots.codebook.cues.get(&frame.kind) else { return String::new() };
    let tree = slots.tree;
    let mut around: Vec<usize> = vec![trigger.token];
    for head in [Some(trigger.token), trigger.noun].into_iter().flatten() {
        for &child in tree.children(head) {
            let close = matches!(
                tree.rel(child),
                Deprel::Compound
                    | Deprel::Amod
                    | Deprel::Obj
                    | Deprel::Obl
                    | Deprel::OblAgent
                    | Deprel::Nsubj
                    | Deprel::NsubjPass
                    | Deprel::Nmod
                    | Deprel::Advmod
                    | Deprel::Acl
                    | Deprel::Advcl
                    | Deprel::OblUnmarked
            );
            if close {
                around.push(child);
                around.extend(tree.by(child, &[Deprel::Compound, Deprel::Amod]));
            }
        }
    }
    around.sort_unstable();
    let words: Vec<String> = around.iter().map(|&t| tree.lemma(t).to_lowercase()).collect();
    let pairs = words.windows(2).map(|w| w.join(" "));
    let all: Vec<String> = words.iter().cloned().chain(pairs).collect();
    cues.iter().find(|cue| all.iter().any(|w| cue.words.contains(w))).map_or_else(String::new, |cue| cue.mode.clone())
}

/// Whether a trigger stands inside the complement of a verb of asking, promising, threatening or refusing.
fn is_embedded(slots: &Slots<'_, '_>, found: &[Match<'_>], inner: &Match<'_>) -> bool {
    let token = inner.trigger.token;
    let reading = slots.tree.reading;
    let sentence = reading.sentences[reading.sentence_of(token)].tokens.clone();
    // Matches stand in the order of their heads: those of the sentence are enough.
    let first = found.partition_point(|m| m.trigger.token < sentence.start);
    found[first..].iter().take_while(|m| m.trigger.token < sentence.end).any(|outer| {
        let embeds = slots.codebook.frames[outer.frame].embeds && outer.trigger.token != token;
        embeds && stands_in_complement(slots, &outer.trigger, token) && !is_answered(slots, outer, inner)
    })
}

/// "turned down the rebels' demand": what is refused was asked, by whom is told.
fn is_answered(slots: &Slots<'_, '_>, outer: &Match<'_>, inner: &Match<'_>) -> bool {
    let kind = |m: &Match<'_>| slots.codebook.frames[m.frame].kind;
    let asked = matches!(kind(inner), EventType::Request | EventType::Agree | EventType::Threaten);
    let noun = inner.trigger.pattern.kind == PatternKind::Noun;
    kind(outer) == EventType::Reject && asked && noun && !slots.naming_possessors(inner.trigger.token).is_empty()
}

fn stands_in_complement(slots: &Slots<'_, '_>, outer: &Trigger<'_>, token: usize) -> bool {
    let tree = slots.tree;
    let mut t = token;
    for _ in 0..24 {
        let Some(head) = tree.head(t) else { return false };
        let top = head == outer.token || Some(head) == outer.noun;
        let rel = tree.rel(t);
        if top {
            let complement =
                matches!(rel, Deprel::Xcomp | Deprel::Ccomp | Deprel::Acl) || slots.complement(outer.token) == Some(t);
            let asked_for =
                Some(t) == outer.governed || (matches!(rel, Deprel::Obj | Deprel::Nmod) && outer.governed.is_none());
            return complement || asked_for;
        }
        if matches!(rel, Deprel::AclRelcl | Deprel::Appos | Deprel::Parataxis) {
            return false;
        }
        t = head;
    }
    false
}

/// "supported Assad by providing advisers": the means are for whom the end is for.
fn share_recipients(slots: &Slots<'_, '_>, acts: &mut [Act]) {
    for index in 0..acts.len() {
        let end = slots.means_of(acts[index].token).filter(|_| acts[index].recipients.is_empty());
        let whole = end.and_then(|verb| acts.iter().position(|a| a.token == verb));
        if let Some(whole) = whole.filter(|&w| w != index) {
            acts[index].recipients = acts[whole].recipients.clone();
        }
    }
}

/// "turned down the rebels' demand": the demand was made all the same, of whoever turns it down.
fn ask_before_refusal(slots: &Slots<'_, '_>, acts: &mut [Act]) {
    let refusals = acts.iter().filter(|act| act.kind == EventType::Reject);
    let refusals: BTreeMap<usize, Vec<usize>> = refusals.map(|act| (act.token, act.actors.clone())).collect();
    let asked = |act: &&mut Act| matches!(act.kind, EventType::Request | EventType::Agree | EventType::Threaten);
    for act in acts.iter_mut().filter(asked).filter(|act| slots.tree.upos(act.token) == Upos::Noun) {
        let Some(refused) = slots.tree.head(act.token).and_then(|verb| refusals.get(&verb)) else { continue };
        act.aux.negation = false;
        if act.recipients.is_empty() {
            act.recipients = refused.iter().copied().filter(|t| !act.actors.contains(t)).collect();
        }
    }
}

/// "threatened strikes unless the coalition stopped its raids": who is to do something is threatened.
fn threaten(slots: &Slots<'_, '_>, act: &mut Act) {
    if act.kind != EventType::Threaten || !act.recipients.is_empty() {
        return;
    }
    let asked = condition::clause_of(slots.tree, act.token).map(|clause| slots.subject(clause, 0)).unwrap_or_default();
    let asked = asked.into_iter().flat_map(|t| slots.tree.with_conjuncts(t));
    act.recipients = asked.filter(|&t| slots.names_actor(t) && !act.actors.contains(&t)).collect();
}

/// "condemned the Russian bombing": whom it is aimed at is who did the other act; an act does nothing itself.
fn name_doers(acts: &mut [Act]) {
    let doers: BTreeMap<usize, Vec<usize>> = acts.iter().map(|a| (a.token, a.actors.clone())).collect();
    let named = |side: &[usize], own: usize, keep: bool| -> Vec<usize> {
        let mut named = Vec::new();
        for &token in side {
            match doers.get(&token).filter(|_| token != own) {
                // "crushed the rebellion": a rebellion of nobody named stands for the rebels.
                Some(doers) if doers.is_empty() && keep => named.push(token),
                Some(doers) => named.extend(doers.iter().filter(|d| !side.contains(d))),
                None => named.push(token),
            }
        }
        named
    };
    for act in acts {
        let material = matches!(act.kind, EventType::Assault | EventType::Coerce);
        act.actors = named(&act.actors, act.token, false);
        let recipients = named(&act.recipients, act.token, material);
        act.recipients = recipients.into_iter().filter(|t| !act.actors.contains(t)).collect();
    }
}
