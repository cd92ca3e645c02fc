//! Time and modality: whether an act happened, will happen, may happen or did not.
//!
//! Cues are gathered on the way from the trigger up to the clause that states it: auxiliaries, adverbs, and governing
//! words whose lists stand in `codebook/speech.toml`.

use super::slots::{Slots, Trigger};
use crate::Aux;
use crate::codebook::PatternKind;
use crate::reading::{Deprel, Upos};

/// Reads the modality of a trigger.
pub(super) fn modality(slots: &Slots<'_, '_>, trigger: &Trigger<'_>) -> Aux {
    let mut walk = Walk { slots, aux: Aux::default() };
    if trigger.pattern.kind == PatternKind::Noun {
        walk.noun(trigger.token);
    } else {
        if let Some(noun) = trigger.noun {
            walk.modifiers(noun);
        }
        walk.verb(trigger.token, 0);
    }
    walk.aux
}

struct Walk<'s, 'c, 'r> {
    slots: &'s Slots<'c, 'r>,
    aux: Aux,
}

impl Walk<'_, '_, '_> {
    fn listed(&self, list: &str, token: usize) -> bool {
        let tree = self.slots.tree;
        let lemma = tree.lemma(token).to_lowercase();
        self.slots.codebook.lists(list, &lemma) || self.slots.codebook.lists(list, &tree.word(token).to_lowercase())
    }

    /// Sets what a governing word implies; tells whether it implied anything.
    fn governor(&mut self, token: usize) -> bool {
        let before = self.aux;
        self.aux.future |= self.listed("governs_future", token);
        self.aux.hypothetical |= self.listed("governs_hypothetical", token);
        self.aux.negation |= self.listed("governs_negation", token);
        self.aux != before
    }

    fn modifiers(&mut self, noun: usize) {
        let tree = self.slots.tree;
        for &child in tree.children(noun) {
            match tree.rel(child) {
                Deprel::Amod | Deprel::Compound | Deprel::Advmod => {
                    self.aux.future |= self.listed("modifies_future", child);
                    self.aux.hypothetical |= self.listed("modifies_hypothetical", child);
                }
                Deprel::Det if matches!(tree.lemma(child), "no" | "any" | "neither") => {
                    self.aux.negation |= tree.lemma(child) != "any";
                    self.aux.hypothetical |= tree.lemma(child) == "any";
                }
                _ => {}
            }
        }
    }

    fn noun(&mut self, noun: usize) {
        let tree = self.slots.tree;
        self.modifiers(noun);
        if let Some(verb) = self.slots.means_of(noun) {
            return self.verb(verb, 0);
        }
        let mut t = tree.first_conjunct(self.slots.partitive(noun));
        for _ in 0..4 {
            let Some(head) = tree.head(t) else { return };
            match tree.rel(t) {
                Deprel::Nmod | Deprel::Compound | Deprel::NmodPoss => {
                    if !self.governor(head) && !self.slots.codebook.lists("transparent_noun", tree.lemma(head)) {
                        return;
                    }
                    t = tree.first_conjunct(head);
                }
                Deprel::Obj | Deprel::Obl | Deprel::Nsubj | Deprel::NsubjPass | Deprel::Xcomp
                    if matches!(tree.upos(head), Upos::Verb | Upos::Adj | Upos::Aux) =>
                {
                    let happens = self.slots.codebook.lists("support", tree.lemma(head))
                        || self.slots.codebook.lists("happens", tree.lemma(head));
                    let object = tree.rel(t) != Deprel::Nsubj;
                    if (object && self.governor(head)) || happens {
                        self.verb(head, 0);
                    }
                    return;
                }
                _ => return,
            }
        }
    }

    fn verb(&mut self, verb: usize, depth: usize) {
        if depth > 6 {
            return;
        }
        self.auxiliaries(verb);
        let tree = self.slots.tree;
        if let Some(means_of) = self.slots.means_of(verb).filter(|&v| v != verb) {
            return self.verb(means_of, depth + 1);
        }
        let Some(head) = tree.head(verb) else { return };
        match tree.rel(verb) {
            Deprel::Xcomp => {
                if !self.governor(head) && tree.upos(head) == Upos::Adj && self.is_infinitive(verb) {
                    self.aux.hypothetical = true;
                }
                self.verb(head, depth + 1);
            }
            Deprel::Ccomp | Deprel::Csubj | Deprel::CsubjPass => {
                self.governor(head);
            }
            Deprel::Conj
                if matches!(tree.upos(head), Upos::Verb | Upos::Adj)
                    && tree
                        .first(verb, &[Deprel::Nsubj, Deprel::NsubjPass, Deprel::Aux, Deprel::AuxPass])
                        .is_none() =>
            {
                self.verb(head, depth + 1);
            }
            Deprel::Acl if self.is_infinitive(verb) && !self.governor(head) => {
                self.aux.hypothetical |= matches!(tree.upos(head), Upos::Noun);
            }
            // A purpose is as real as what is done for it: planned with a plan, else only aimed at.
            Deprel::Advcl if self.is_infinitive(verb) && !self.governor(head) => {
                let planned =
                    tree.by(head, &[Deprel::Aux]).any(|a| matches!(tree.lemma(a), "will" | "shall" | "'ll" | "’ll"));
                if planned { self.aux.future = true } else { self.aux.hypothetical = true }
            }
            Deprel::Acl | Deprel::Nmod | Deprel::Obl if tree.has(verb, "VerbForm", "Ger") => {
                self.governor(head);
            }
            Deprel::Advcl if tree.by(verb, &[Deprel::Mark]).any(|m| tree.lemma(m) == "without") => {
                self.aux.negation = true
            }
            Deprel::Advcl
                if tree.has(verb, "VerbForm", "Ger")
                    && tree.by(verb, &[Deprel::Mark]).any(|m| tree.lemma(m) == "by") =>
            {
                self.verb(head, depth + 1);
            }
            Deprel::Advcl if tree.has(verb, "Tense", "Pres") && self.looks_ahead(verb) => self.aux.future = true,
            _ => {}
        }
    }

    fn looks_ahead(&self, clause: usize) -> bool {
        let mark = |m: usize| matches!(self.slots.tree.lemma(m), "until" | "till" | "before" | "once");
        self.slots.tree.by(clause, &[Deprel::Mark, Deprel::Advmod]).any(mark)
    }

    fn is_infinitive(&self, verb: usize) -> bool {
        self.slots.tree.by(verb, &[Deprel::Mark]).any(|m| self.slots.tree.lemma(m) == "to")
    }

    fn auxiliaries(&mut self, verb: usize) {
        let tree = self.slots.tree;
        // "the plan is to draw them in", "they are to meet".
        self.aux.future |= self.is_infinitive(verb) && tree.first(verb, &[Deprel::Cop]).is_some();
        for &child in tree.children(verb) {
            let lemma = tree.lemma(child);
            match tree.rel(child) {
                Deprel::Aux => match lemma {
                    "will" | "shall" | "'ll" | "’ll" => self.aux.future = true,
                    "would" | "'d" => self.would(verb),
                    "may" | "might" | "could" | "can" => self.aux.hypothetical = true,
                    "should" | "must" | "ought" => self.aux.hypothetical = true,
                    _ => {}
                },
                Deprel::Advmod | Deprel::Cc => {
                    self.aux.negation |= matches!(lemma, "not" | "n't" | "n’t" | "never" | "neither" | "nor");
                    self.aux.hypothetical |= self.listed("modifies_hypothetical", child);
                }
                Deprel::Nsubj | Deprel::NsubjPass
                    if tree.by(child, &[Deprel::Det]).any(|d| tree.lemma(d) == "no")
                        || matches!(lemma, "none" | "nobody" | "neither") =>
                {
                    self.aux.negation = true;
                }
                _ => {}
            }
        }
    }

    /// "said it would attack" looks ahead; elsewhere "would" is unreal.
    fn would(&mut self, verb: usize) {
        let tree = self.slots.tree;
        let reported =
            tree.rel(verb) == Deprel::Ccomp && tree.head(verb).is_some_and(|h| self.listed("report_verbs", h));
        if reported { self.aux.future = true } else { self.aux.hypothetical = true }
    }
}
