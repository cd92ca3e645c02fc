//! Meetings: who is expected, who is unsure, who called them.
//!
//! A meeting rests on a CONSULT act. What other sentences say of the same meeting is left to fusing.

use super::act::Act;
use super::slots::Slots;
use super::tree::Tree;
use crate::EventType;
use crate::reading::{Deprel, EntityKind, Upos};

/// A meeting whose people are given as tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodedMeeting {
    /// Index of the CONSULT act it rests on.
    pub act: usize,
    /// The noun or verb that names it.
    pub token: usize,
    /// Head tokens of those expected.
    pub expected: Vec<usize>,
    /// Head tokens of those whose attendance is unsure.
    pub unsure: Vec<usize>,
    /// Head tokens of those who called it.
    pub called_by: Vec<usize>,
}

/// Nouns that name a meeting.
const NOUNS: &[&str] = &[
    "meeting",
    "summit",
    "talk",
    "talks",
    "conference",
    "session",
    "negotiation",
    "consultation",
    "discussion",
    "dialogue",
    "gathering",
    "forum",
    "visit",
    "ceremony",
    "assembly",
    "round",
    "trip",
    "congress",
];
/// Verbs of coming together.
const VERBS: &[&str] = &["meet", "convene", "confer", "consult", "visit", "gather", "travel", "fly", "host", "talk"];
/// Verbs whose subject is at the meeting.
const ATTENDING: &[&str] =
    &["attend", "participate", "join", "take part", "go", "come", "host", "hold", "travel", "fly"];
/// Verbs whose subject called the meeting.
const CALLING: &[&str] = &[
    "call", "convene", "announce", "organize", "organise", "host", "propose", "summon", "arrange", "initiate",
    "schedule",
];
/// Verbs whose object is asked to come.
const INVITING: &[&str] = &["invite", "draw", "bring", "gather", "assemble", "convene", "summon"];
/// Words that make a coming doubtful.
const DOUBT: &[&str] =
    &["clear", "unclear", "uncertain", "undecided", "unsure", "doubtful", "unknown", "consider", "decide", "hesitate"];

/// The meetings among some acts, in their order.
///
/// Never fails: a CONSULT act with nobody known gives a meeting without people. What a later sentence says of "the
/// meeting" without being an act of its own (who may attend, who called it) goes to the meeting told before it.
pub fn meetings(slots: &Slots<'_, '_>, acts: &[Act]) -> Vec<CodedMeeting> {
    let consults = acts.iter().enumerate().filter(|(_, a)| a.kind == EventType::Consult && !a.aux.negation);
    let mut meetings: Vec<CodedMeeting> = consults.filter_map(|(index, act)| meeting(slots, index, act)).collect();
    // "attend the summit": the summit is the meeting.
    let nouns: Vec<usize> = meetings.iter().map(|m| m.token).collect();
    let held = |m: &CodedMeeting| slots.tree.by(m.token, &[Deprel::Obj, Deprel::NsubjPass]).any(|o| nouns.contains(&o));
    // "It is not clear whether he will attend": the meeting told before.
    let bare = |m: &CodedMeeting| {
        let attends = matches!(slots.tree.lemma(m.token), "attend" | "participate");
        attends && slots.tree.first(m.token, &[Deprel::Obj, Deprel::Obl]).is_none() && nouns[0] < m.token
    };
    meetings.retain(|m| !held(m) && !bare(m));
    later_words(slots, acts, &mut meetings);
    for m in &mut meetings {
        let (token, unsure) = (m.token, m.unsure.clone());
        m.expected.retain(|t| !unsure.contains(t) && may_come(slots, *t, token));
        for list in [&mut m.expected, &mut m.unsure, &mut m.called_by] {
            tidy(list, token);
        }
    }
    meetings
}

fn meeting(slots: &Slots<'_, '_>, index: usize, act: &Act) -> Option<CodedMeeting> {
    let tree = slots.tree;
    let token = act.noun.unwrap_or(act.token);
    let lemma = tree.lemma(act.token);
    let verb = tree.upos(act.token) == Upos::Verb && [VERBS, ATTENDING, INVITING].iter().any(|l| l.contains(&lemma));
    if !NOUNS.contains(&tree.lemma(token).to_lowercase().as_str()) && !verb {
        return None;
    }
    // One flies to a place, not to meet it.
    let travels = matches!(lemma, "fly" | "travel");
    let recipients: &[usize] = if travels { &[] } else { &act.recipients };
    let mut expected: Vec<usize> = act.actors.iter().chain(recipients).copied().collect();
    let mut called_by = callers(slots, token);
    called_by.extend(callers(slots, act.token));
    if !act.aux.hypothetical {
        expected.extend(invited(slots, token));
    }
    expected.extend(attending(slots, token));
    let (sure, unsure) = comers(slots, tree.reading.sentence_of(token));
    expected.extend(sure);
    Some(CodedMeeting { act: index, token, expected, unsure, called_by })
}

/// Sentences between a meeting and what is said of it later.
const REACH: usize = 14;

fn later_words(slots: &Slots<'_, '_>, acts: &[Act], meetings: &mut [CodedMeeting]) {
    let tree = slots.tree;
    for sentence in 0..tree.reading.sentences.len() {
        let tokens = tree.reading.sentences[sentence].tokens.clone();
        if meetings.iter().any(|m| tokens.contains(&m.token)) {
            continue;
        }
        let is_noun = |m: &&mut CodedMeeting| {
            matches!(
                tree.lemma(m.token),
                "meeting" | "summit" | "talk" | "talks" | "conference" | "session" | "negotiation" | "meet"
            )
        };
        // Who may come is said of a meeting that is still to be; else of the one told last.
        let told = |m: &&mut CodedMeeting| {
            m.token < tokens.start && is_noun(m) && tree.reading.sentence_of(m.token) + REACH >= sentence
        };
        let planned = meetings.iter().any(|m| m.token < tokens.start && acts[m.act].aux.future);
        let ahead = |m: &&mut CodedMeeting| !planned || acts[m.act].aux.future;
        let Some(last) = meetings.iter_mut().filter(told).rfind(ahead) else { continue };
        let (sure, unsure) = comers(slots, sentence);
        last.expected.extend(sure);
        last.unsure.extend(unsure);
        let named = tokens.filter(|&t| NOUNS.contains(&tree.lemma(t)) && tree.has(t, "Number", "Sing"));
        last.called_by.extend(named.flat_map(|t| callers(slots, t)));
    }
}

/// A place before the noun ("the Geneva talks") does not attend, nor a place that a preposition only locates, nor a meeting.
fn may_come(slots: &Slots<'_, '_>, token: usize, meeting: usize) -> bool {
    let tree = slots.tree;
    let kind = tree.entity_kind(token);
    let place = matches!(kind, Some(EntityKind::Gpe | EntityKind::Loc | EntityKind::Fac));
    let people = matches!(kind, Some(EntityKind::Person | EntityKind::Norp | EntityKind::Org));
    let before = matches!(
        tree.rel(token),
        Deprel::Compound | Deprel::Amod | Deprel::NmodUnmarked | Deprel::NmodDesc | Deprel::Nmod
    );
    let named =
        before && token < meeting && tree.upos(token) == Upos::Propn && !people && tree.head(token) == Some(meeting);
    let located = place && matches!(tree.case(token), Some("for" | "in" | "at" | "near" | "on"));
    let gathering = tree.upos(token) == Upos::Noun && NOUNS.contains(&tree.lemma(token));
    !named && !located && !gathering
}

fn tidy(tokens: &mut Vec<usize>, own: usize) {
    tokens.retain(|&t| t != own);
    tokens.sort_unstable();
    tokens.dedup();
}

/// Who called a meeting: the subject of "called for the meeting", "convened a session"; the agent of "hosted by".
fn callers(slots: &Slots<'_, '_>, token: usize) -> Vec<usize> {
    let tree = slots.tree;
    let mut found = Vec::new();
    let verb = tree.head(token).filter(|&v| tree.upos(v) == Upos::Verb && CALLING.contains(&tree.lemma(v)));
    if let Some(verb) = verb {
        let asked = tree.lemma(verb) != "call"
            || tree.case(token) == Some("for")
            || tree.rel(token) == Deprel::Obj
            || tree.is_passive(verb);
        if matches!(tree.rel(token), Deprel::Obj | Deprel::Obl | Deprel::NsubjPass) && asked {
            found.extend(slots.subject(verb, 0));
        }
    }
    for participle in tree.by(token, &[Deprel::Acl, Deprel::AclRelcl]).filter(|&a| CALLING.contains(&tree.lemma(a))) {
        found.extend(slots.subject(participle, 0).into_iter().filter(|&s| s != token));
    }
    found.into_iter().flat_map(|t| tree.with_conjuncts(t)).collect()
}

/// "draw together diplomats from Iran and Turkey": those from whom, or the guests themselves.
fn invited(slots: &Slots<'_, '_>, token: usize) -> Vec<usize> {
    let tree = slots.tree;
    let sentence = &tree.reading.sentences[tree.reading.sentence_of(token)].tokens;
    let verbs = sentence.clone().filter(|&v| tree.upos(v) == Upos::Verb && INVITING.contains(&tree.lemma(v)));
    let mut found = Vec::new();
    for verb in verbs {
        let together = !matches!(tree.lemma(verb), "draw" | "bring" | "gather")
            || tree.children(verb).iter().any(|&c| tree.lemma(c) == "together");
        if !together {
            continue;
        }
        for guest in slots.object(verb) {
            let home = [Deprel::Nmod, Deprel::Obl];
            let mut from = tree
                .by(guest, &home)
                .chain(tree.by(verb, &home))
                .filter(|&n| n > guest && tree.case(n) == Some("from"));
            match from.next() {
                Some(state) => found.extend(tree.with_conjuncts(state)),
                None if guest != token => found.extend(tree.with_conjuncts(guest)),
                None => {}
            }
        }
    }
    found
}

/// "a meeting of foreign ministers from A and B", "talks between A and B", "X will attend the meeting".
fn attending(slots: &Slots<'_, '_>, token: usize) -> Vec<usize> {
    let tree = slots.tree;
    let inside =
        tree.by(token, &[Deprel::Nmod]).filter(|&n| matches!(tree.case(n), Some("with" | "between" | "among")));
    let mut found: Vec<usize> = inside.flat_map(|n| tree.with_conjuncts(n)).collect();
    if let Some(verb) = tree.head(token).filter(|&v| ATTENDING.contains(&tree.lemma(v))) {
        found.extend(slots.subject(verb, 0).into_iter().flat_map(|s| tree.with_conjuncts(s)));
    }
    found
}

/// Those who attend or take part, by the words of one sentence: surely, and perhaps.
fn comers(slots: &Slots<'_, '_>, sentence: usize) -> (Vec<usize>, Vec<usize>) {
    let tree = slots.tree;
    let (mut sure, mut unsure) = (Vec::new(), Vec::new());
    let Some(tokens) = tree.reading.sentences.get(sentence).map(|s| s.tokens.clone()) else { return (sure, unsure) };
    for verb in tokens.filter(|&t| matches!(tree.lemma(t), "attend" | "participate") && tree.upos(t) == Upos::Verb) {
        let people = slots.subject(verb, 0).into_iter().flat_map(|s| tree.with_conjuncts(s));
        match coming(tree, verb) {
            Coming::Sure => sure.extend(people),
            Coming::Unsure => unsure.extend(people),
            Coming::Not => {}
        }
    }
    (sure, unsure)
}

enum Coming {
    Sure,
    Unsure,
    Not,
}

/// Whether a verb of attending is told as sure: not under "whether", "may" or a word of doubt.
fn coming(tree: &Tree<'_>, verb: usize) -> Coming {
    let mut t = verb;
    let mut negated = false;
    for _ in 0..5 {
        for &c in tree.children(t) {
            match (tree.rel(c), tree.lemma(c)) {
                (Deprel::Mark, "whether" | "if") | (Deprel::Aux, "may" | "might" | "could") => return Coming::Unsure,
                (Deprel::Advmod, "not" | "never" | "n't") => negated = true,
                _ => {}
            }
        }
        let Some(head) = tree.head(t) else { break };
        if DOUBT.contains(&tree.lemma(head)) {
            return Coming::Unsure;
        }
        if !matches!(tree.rel(t), Deprel::Xcomp | Deprel::Ccomp | Deprel::Csubj | Deprel::Conj | Deprel::Advcl) {
            break;
        }
        t = head;
    }
    if negated { Coming::Not } else { Coming::Sure }
}
