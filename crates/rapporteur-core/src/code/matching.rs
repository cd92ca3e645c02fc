//! Finds triggers: for each word the frame that fits it best.

use std::collections::{BTreeMap, BTreeSet};

use super::slots::{Slots, Trigger};
use super::tree::Tree;
use crate::EventType;
use crate::codebook::{Frame, Pattern, PatternKind, Slot, Test, Value};
use crate::reading::{Deprel, EntityKind, Upos};

/// A trigger with the frame that won and the one that came second.
#[derive(Clone, Debug)]
pub(super) struct Match<'c> {
    pub(super) trigger: Trigger<'c>,
    pub(super) frame: usize,
    pub(super) runner_up: Option<usize>,
}

/// All matches of a reading, in order, at most one for a head token; none inside another's words.
pub(super) fn matches<'c>(slots: &Slots<'c, '_>) -> Vec<Match<'c>> {
    let mut found: Vec<Match<'c>> = (0..slots.tree.len()).filter_map(|token| best(slots, token)).collect();
    drop_covered(slots, &mut found);
    found
}

fn best<'c>(slots: &Slots<'c, '_>, token: usize) -> Option<Match<'c>> {
    let mut fitting: Vec<Trigger<'c>> =
        candidates(slots, token).into_iter().filter_map(|p| fit(slots, token, p)).collect();
    fitting.sort_by_key(|t| (std::cmp::Reverse(t.pattern.weight), t.pattern.frame));
    let mut fitting = fitting.into_iter();
    let trigger = fitting.next()?;
    let frame = trigger.pattern.frame;
    let runner_up = fitting.map(|t| t.pattern.frame).find(|&f| f != frame);
    Some(Match { trigger, frame, runner_up })
}

/// Patterns whose head word this token may be.
fn candidates<'c>(slots: &Slots<'c, '_>, token: usize) -> Vec<&'c Pattern> {
    let (tree, book) = (slots.tree, slots.codebook);
    let lemma = tree.lemma(token).to_lowercase();
    let word = tree.word(token).to_lowercase();
    let mut patterns: Vec<&Pattern> = Vec::new();
    match tree.upos(token) {
        Upos::Verb => {
            patterns.extend(book.verb(&lemma));
            // A gerund may be the event's noun; a noun misread as a verb still has its modifier before it ("air strikes").
            let nominal = nominal_gerund(tree, token);
            patterns.extend(book.noun(&word).iter().filter(|p| nominal || !p.rest.is_empty()));
            if word != lemma {
                patterns.extend(book.noun(&lemma).iter().filter(|p| !p.rest.is_empty()));
            }
        }
        Upos::Adj => {
            patterns.extend(book.verb(&lemma));
            if word != lemma {
                patterns.extend(book.verb(&word));
            }
        }
        Upos::Noun if modifies_another(tree, token) => {}
        Upos::Noun => patterns.extend(book.noun(&lemma)),
        Upos::Propn if unnamed(tree, token) => patterns.extend(book.noun(&lemma)),
        _ => {}
    }
    patterns
}

/// "riot police", "war records": the act is only what another noun is called by, unless that noun is an act or a plan of it.
fn modifies_another(tree: &Tree<'_>, token: usize) -> bool {
    let head = tree.head(token).filter(|_| tree.rel(token) == Deprel::Compound);
    head.is_some_and(|h| {
        !matches!(
            tree.lemma(h),
            "campaign"
                | "agreement"
                | "deal"
                | "accord"
                | "operation"
                | "mission"
                | "effort"
                | "attempt"
                | "plan"
                | "threat"
                | "order"
                | "request"
                | "proposal"
                | "offer"
                | "wave"
                | "attack"
                | "raid"
                | "talk"
                | "talks"
                | "strike"
                | "line"
                | "fire"
        )
    })
}

fn nominal_gerund(tree: &Tree<'_>, token: usize) -> bool {
    if !tree.word(token).ends_with("ing")
        || tree.first(token, &[Deprel::Obj, Deprel::Aux, Deprel::Mark, Deprel::Nsubj]).is_some()
    {
        return false;
    }
    let determined =
        tree.first(token, &[Deprel::Det, Deprel::NmodPoss, Deprel::Amod, Deprel::Nmod, Deprel::Compound]).is_some();
    let argued = tree
        .by(token, &[Deprel::Obl])
        .any(|o| matches!(tree.case(o), Some("between" | "of" | "by" | "among" | "in" | "near")));
    determined || argued || matches!(tree.rel(token), Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj)
}

fn unnamed(tree: &Tree<'_>, token: usize) -> bool {
    matches!(tree.entity_kind(token), None | Some(EntityKind::Event | EntityKind::Law))
}

fn fit<'c>(slots: &Slots<'c, '_>, token: usize, pattern: &'c Pattern) -> Option<Trigger<'c>> {
    let mut trigger = Trigger { token, pattern, noun: None, governed: None, tokens: vec![token] };
    match pattern.kind {
        PatternKind::Noun => noun_words(slots.tree, &mut trigger)?,
        _ => verb_words(slots, &mut trigger)?,
    }
    if pattern.kind == PatternKind::Light {
        light_noun(slots, &mut trigger)?;
    }
    trigger.tokens.sort_unstable();
    let frame = &slots.codebook.frames[pattern.frame];
    accepts(slots, &trigger, frame).then_some(trigger)
}

fn noun_words(tree: &Tree<'_>, trigger: &mut Trigger<'_>) -> Option<()> {
    for word in &trigger.pattern.rest {
        let modifier = tree.children(trigger.token).iter().copied().find(|&c| {
            c < trigger.token && (tree.lemma(c).eq_ignore_ascii_case(word) || tree.word(c).eq_ignore_ascii_case(word))
        });
        // "car bomb attack": the modifier may hang on another modifier.
        let near = || {
            (trigger.token.saturating_sub(3)..trigger.token)
                .find(|&c| tree.lemma(c).eq_ignore_ascii_case(word) && tree.is_under(c, trigger.token))
        };
        trigger.tokens.push(modifier.or_else(near)?);
    }
    Some(())
}

fn verb_words(slots: &Slots<'_, '_>, trigger: &mut Trigger<'_>) -> Option<()> {
    let tree = slots.tree;
    let mut last = trigger.token;
    for word in &trigger.pattern.rest {
        let is = |t: usize| tree.lemma(t) == word || tree.word(t).eq_ignore_ascii_case(word);
        let particle = |&c: &usize| {
            c > trigger.token
                && is(c)
                && !matches!(tree.rel(c), Deprel::Nsubj | Deprel::Conj | Deprel::Parataxis | Deprel::Mark)
        };
        let own = tree
            .children(trigger.token)
            .iter()
            .copied()
            .find(particle)
            .or_else(|| tree.children(last).iter().copied().find(particle));
        if let Some(own) = own.or_else(|| passive_noun(slots, trigger.token, word)) {
            trigger.tokens.push(own);
            trigger.governed = misread_object(tree, trigger.token, own).or(trigger.governed);
            last = own;
            continue;
        }
        let (case, governed) = preposition(tree, trigger.token, word).or_else(|| preposition(tree, last, word))?;
        trigger.tokens.push(case);
        trigger.governed = Some(governed);
    }
    Some(())
}

/// "called on outside powers to stay out": the parser took the preposition for a particle, and the noun has none.
fn misread_object(tree: &Tree<'_>, verb: usize, particle: usize) -> Option<usize> {
    let preposition = matches!(tree.lemma(particle), "on" | "upon" | "for" | "at" | "against" | "with" | "to");
    let bare = |&o: &usize| {
        o > particle
            && o <= particle + 5
            && tree.case(o).is_none()
            && !tree.entity_kind(o).is_some_and(EntityKind::is_time)
    };
    tree.by(verb, &[Deprel::Obl]).find(bare).filter(|_| preposition && tree.rel(particle) == Deprel::CompoundPrt)
}

/// "part was taken in", "the peace talks they took part in": the fixed noun stands before the verb.
fn passive_noun(slots: &Slots<'_, '_>, verb: usize, word: &str) -> Option<usize> {
    slots.object(verb).into_iter().find(|&o| slots.tree.lemma(o) == word)
}

/// The preposition `word` under a token, with the noun or clause it governs.
fn preposition(tree: &Tree<'_>, token: usize, word: &str) -> Option<(usize, usize)> {
    let under = |head: usize, rels: &'static [Deprel]| {
        let dated = |o: usize| tree.entity_kind(o).is_some_and(EntityKind::is_time);
        let fits = |&o: &usize| !dated(o) && (o > token || tree.cases(o).any(|c| c == word));
        tree.by(head, rels).filter(fits).find_map(|o| {
            let case = tree
                .by(o, &[Deprel::Case, Deprel::Mark])
                .find(|&c| tree.lemma(c) == word || tree.word(c).eq_ignore_ascii_case(word))?;
            Some((case, o))
        })
    };
    const DIRECT: &[Deprel] = &[
        Deprel::Obl,
        Deprel::OblAgent,
        Deprel::Nmod,
        Deprel::Advcl,
        Deprel::Xcomp,
        Deprel::Ccomp,
        Deprel::Acl,
        Deprel::Obj,
    ];
    under(token, DIRECT).or_else(|| {
        let object = tree.first(token, &[Deprel::Obj]).filter(|_| word != "of")?;
        under(object, &[Deprel::Nmod, Deprel::Acl])
    })
}

fn light_noun(slots: &Slots<'_, '_>, trigger: &mut Trigger<'_>) -> Option<()> {
    let fits = |t: usize| {
        trigger.pattern.object.contains(slots.tree.lemma(t))
            || modified(slots.tree, t).any(|m| trigger.pattern.object.contains(&m))
    };
    let governed = trigger.governed.into_iter().flat_map(|g| slots.tree.with_conjuncts(g));
    let objects = slots.object(trigger.token).into_iter().flat_map(|o| slots.tree.with_conjuncts(o));
    let noun = if trigger.governed.is_some() {
        governed.into_iter().find(|&t| fits(t))
    } else {
        objects.into_iter().find(|&t| fits(t))
    }?;
    trigger.noun = Some(noun);
    trigger.tokens.push(noun);
    Some(())
}

/// "peace talk" for "peace talks": the lemma with each modifier before it.
fn modified<'t>(tree: &'t Tree<'_>, token: usize) -> impl Iterator<Item = String> + 't {
    let modifiers = tree.by(token, &[Deprel::Compound, Deprel::Amod, Deprel::NmodPoss]).filter(move |&m| m < token);
    modifiers.map(move |m| format!("{} {}", tree.lemma(m).to_lowercase(), tree.lemma(token)))
}

fn accepts(slots: &Slots<'_, '_>, trigger: &Trigger<'_>, frame: &Frame) -> bool {
    frame.tests.iter().all(|(slot, test)| holds(slots, trigger, slot, test))
        && !frame.unless.iter().any(|(slot, test)| holds(slots, trigger, slot, test))
}

fn holds(slots: &Slots<'_, '_>, trigger: &Trigger<'_>, slot: &Slot, test: &Test) -> bool {
    let fillers = slots.fill(trigger, slot);
    if fillers.is_empty() {
        return test.values.contains(&Value::None);
    }
    fillers.into_iter().any(|t| filler_fits(slots, t, test))
}

fn filler_fits(slots: &Slots<'_, '_>, token: usize, test: &Test) -> bool {
    let tree = slots.tree;
    let lemma = tree.lemma(token).to_lowercase();
    let words = test.lemmas.contains(&lemma)
        || test.lemmas.contains(&tree.word(token).to_lowercase())
        || (!test.lemmas.is_empty()
            && (modified(tree, token).any(|m| test.lemmas.contains(&m))
                || tree
                    .by(token, &[Deprel::CompoundPrt])
                    .any(|p| test.lemmas.contains(&format!("{lemma} {}", tree.lemma(p))))
                || tree.by(token, &[Deprel::Advmod]).any(|p| {
                    is_particle(tree, token, p) && test.lemmas.contains(&format!("{lemma} {}", tree.lemma(p)))
                })));
    words
        || test.values.iter().any(|value| match value {
            Value::Name => slots.names_actor(token),
            Value::Money => {
                tree.entity_kind(token) == Some(EntityKind::Money)
                    || matches!(lemma.as_str(), "$" | "dollar" | "euro" | "pound" | "yen" | "€" | "£")
            }
            Value::Number => tree.upos(token) == Upos::Num || tree.first(token, &[Deprel::Nummod]).is_some(),
            Value::Clause => {
                tree.upos(token) == Upos::Verb || tree.first(token, &[Deprel::Cop, Deprel::Mark]).is_some()
            }
            Value::Any => true,
            Value::None => false,
        })
}

/// "pull out", "pull its troops out": right after the verb, or after its object.
fn is_particle(tree: &Tree<'_>, verb: usize, adverb: usize) -> bool {
    const AFTER_OBJECT: &[&str] = &["out", "back", "off", "down", "up", "over", "away", "in", "home"];
    adverb == verb + 1 || (adverb > verb && AFTER_OBJECT.contains(&tree.lemma(adverb)))
}

/// Drops a noun that a light verb already holds, the object that names the verb's own act, and any trigger whose head is among another's further words.
fn drop_covered(slots: &Slots<'_, '_>, found: &mut Vec<Match<'_>>) {
    let told = told_by_verbs(slots, found);
    let heads: BTreeSet<usize> = found.iter().map(|m| m.trigger.token).collect();
    let covered: BTreeSet<usize> = found
        .iter()
        .flat_map(|m| m.trigger.tokens.iter().copied().filter(|&t| t != m.trigger.token))
        .filter(|t| heads.contains(t))
        .collect();
    found.retain(|m| {
        let token = m.trigger.token;
        let inside = covered.contains(&token);
        let name_part =
            slots.tree.entity_kind(token).is_some_and(EntityKind::is_name) && slots.tree.upos(token) == Upos::Propn;
        !inside && !name_part && !told.contains(&token)
    });
}

/// "imposed sanctions": the object of a verb of one type with it names the same act.
fn told_by_verbs(slots: &Slots<'_, '_>, found: &[Match<'_>]) -> BTreeSet<usize> {
    // A meeting has a name beside the verb of who attends it; attacks have causes and effects.
    let apart = [EventType::Consult, EventType::Assault];
    let kind = |m: &Match<'_>| slots.codebook.frames[m.frame].kind;
    let verbs: BTreeMap<usize, EventType> = found
        .iter()
        .filter(|m| m.trigger.pattern.kind != PatternKind::Noun)
        .map(|m| (m.trigger.token, kind(m)))
        .collect();
    let told = found.iter().filter(|m| {
        let token = m.trigger.token;
        let object = matches!(slots.tree.rel(token), Deprel::Obj | Deprel::NsubjPass);
        let verb = slots.tree.head(token).filter(|_| object && m.trigger.pattern.kind == PatternKind::Noun);
        let act = verb.and_then(|v| verbs.get(&v)).copied();
        let same = act == Some(kind(m)) && !apart.contains(&kind(m));
        // "suspended talks with the rebels": what is broken off does not take place.
        same || act == Some(EventType::Sanction) && kind(m) == EventType::Consult
    });
    told.map(|m| m.trigger.token).collect()
}
