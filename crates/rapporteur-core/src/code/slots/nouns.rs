//! The slots of an event noun: whose it is, and whose verb it stands under.

use super::Slots;
use crate::reading::{Deprel, Upos};

impl Slots<'_, '_> {
    /// What would name an actor before an event noun: a possessor, a nationality, a name, a role word.
    pub fn naming_possessors(&self, noun: usize) -> Vec<usize> {
        // "the Syria war", "the Syrian conflict" are named after the place, not the doer.
        let by_place = self.codebook.lists("named_by_place", self.tree.lemma(noun));
        // "prisoner talks", "a hostage swap" are about them.
        let about_people = self.codebook.lists("about_people", self.tree.lemma(noun));
        let names = |&t: &usize| {
            let owner = self.tree.rel(t) == Deprel::NmodPoss;
            let topic = about_people && self.codebook.lists("captives", self.tree.lemma(t));
            if (by_place || topic) && !owner {
                return false;
            }
            self.tree.rel(t) == Deprel::NmodPoss
                || self.tree.upos(t) == Upos::Propn
                || self.knowledge.demonym(self.tree.word(t)).is_some()
                || self.knowledge.role(self.tree.lemma(t)).is_some()
        };
        self.spread(self.possessors(noun)).into_iter().filter(names).collect()
    }

    pub(super) fn possessors(&self, noun: usize) -> Vec<usize> {
        self.tree
            .by(noun, &[Deprel::NmodPoss, Deprel::Compound, Deprel::Amod, Deprel::NmodDesc, Deprel::NmodUnmarked])
            .filter(|&t| t < noun)
            .flat_map(|t| self.nationality_under(t).into_iter().chain([t]))
            .collect()
    }

    /// "Israeli air strikes": the nationality stands before the strikes, though the parser may hang it on the air.
    pub(super) fn nationality_under(&self, compound: usize) -> Option<usize> {
        let inner = self.tree.first(compound, &[Deprel::Amod]).filter(|_| self.tree.rel(compound) == Deprel::Compound);
        inner.filter(|&t| self.knowledge.demonym(self.tree.word(t)).is_some())
    }

    /// Who does what an event noun says, when the noun itself does not name them.
    pub(super) fn noun_subject(&self, noun: usize) -> Vec<usize> {
        let tree = self.tree;
        let top = self.partitive(noun);
        if tree.first(top, &[Deprel::Cop]).is_some() {
            return tree.by(top, &[Deprel::Nsubj]).map(|s| self.antecedent(s)).collect();
        }
        if tree.rel(top) == Deprel::Appos {
            return tree.head(top).into_iter().collect();
        }
        if let Some(participle) =
            tree.by(noun, &[Deprel::Acl]).find(|&a| self.codebook.lists("support", tree.lemma(a)) && tree.is_passive(a))
        {
            return self.subject(participle, 0);
        }
        // "portrays itself as a host", "describes them as backers": the object is what the noun says.
        if tree.case(top) == Some("as")
            && let Some(verb) = tree.head(top).filter(|&h| tree.upos(h) == Upos::Verb)
        {
            let object = self.object(verb);
            let reflexive = object
                .first()
                .is_some_and(|&o| matches!(tree.word(o), "itself" | "himself" | "herself" | "themselves"));
            return if reflexive { self.subject(verb, 0) } else { object };
        }
        // "pursues a truce by meeting them": who does the one does the other.
        if let Some(verb) = self.means_of(top) {
            return self.subject(verb, 0);
        }
        if let Some(verb) = self.support_verb(top).or_else(|| self.owned_up(top)) {
            return self.subject(verb, 0);
        }
        // "had been involved in the search".
        if let Some(verb) = tree.head(top).filter(|&v| tree.lemma(v) == "involve" && tree.case(top) == Some("in")) {
            return self.object(verb);
        }
        self.errand(top)
    }

    /// "claimed responsibility for the bombing": the verb whose subject says that it did it.
    pub(super) fn owned_up(&self, noun: usize) -> Option<usize> {
        let tree = self.tree;
        let own = |t: usize| matches!(tree.lemma(t), "claim" | "take" | "accept" | "admit" | "acknowledge" | "assume");
        let head = tree.head(noun).filter(|_| tree.case(noun) == Some("for"))?;
        let verb = if tree.lemma(head) == "responsibility" { tree.head(head)? } else { head };
        let responsible = tree.by(verb, &[Deprel::Obj]).any(|o| tree.lemma(o) == "responsibility");
        (own(verb) && responsible).then_some(verb)
    }

    /// "is in the city for talks", "flew home for consultations": who is there has come for them.
    pub(super) fn errand(&self, noun: usize) -> Vec<usize> {
        let tree = self.tree;
        if tree.case(noun) != Some("for") || !self.codebook.lists("talks", tree.lemma(noun)) {
            return Vec::new();
        }
        let clause = tree.clause(noun);
        match tree.upos(clause) {
            Upos::Verb => self.subject(clause, 0),
            _ => tree.by(clause, &[Deprel::Nsubj]).map(|s| self.antecedent(s)).collect(),
        }
    }

    /// The verb that a gerund read as a noun tells the means of ("... by meeting"), wherever the parser hung it.
    pub fn means_of(&self, noun: usize) -> Option<usize> {
        let tree = self.tree;
        let by = noun.checked_sub(1).is_some_and(|t| tree.lemma(t) == "by");
        if !by || !tree.word(noun).ends_with("ing") {
            return None;
        }
        let mut t = noun;
        while let Some(head) = tree.head(t) {
            if tree.upos(head) == Upos::Verb {
                return Some(head).filter(|&h| !tree.is_passive(h));
            }
            t = head;
        }
        None
    }

    /// The support verb that has an event noun as its object or, with its own preposition, beside it.
    pub fn support_verb(&self, noun: usize) -> Option<usize> {
        let tree = self.tree;
        let first = tree.first_conjunct(noun);
        let verb = tree.head(first)?;
        let is_verb = tree.upos(verb) == Upos::Verb;
        let held = match tree.rel(first) {
            // "held the town against attacks": they are not what was held.
            Deprel::Obl => {
                !matches!(tree.case(first), Some("against" | "from" | "after" | "despite" | "during" | "amid" | "at"))
            }
            rel => matches!(rel, Deprel::Obj | Deprel::NsubjPass | Deprel::Xcomp),
        };
        (is_verb && held && self.is_support(verb)).then_some(verb)
    }

    pub(super) fn is_support(&self, verb: usize) -> bool {
        let lemma = self.tree.lemma(verb);
        if self.codebook.lists("support", lemma) {
            return true;
        }
        self.tree
            .by(verb, &[Deprel::CompoundPrt])
            .any(|p| self.codebook.lists("support", &format!("{lemma} {}", self.tree.lemma(p))))
    }

    /// "one of the backers", "a series of attacks": the word on top.
    pub fn partitive(&self, noun: usize) -> usize {
        match (self.tree.rel(noun), self.tree.head(noun)) {
            (Deprel::Nmod, Some(head))
                if self.tree.case(noun) == Some("of")
                    && matches!(
                        self.tree.lemma(head),
                        "one"
                            | "some"
                            | "many"
                            | "part"
                            | "series"
                            | "number"
                            | "wave"
                            | "round"
                            | "spate"
                            | "string"
                            | "kind"
                            | "most"
                            | "several"
                            | "all"
                            | "none"
                            | "form"
                            | "act"
                            | "campaign"
                            | "much"
                            | "bulk"
                    ) =>
            {
                head
            }
            _ => noun,
        }
    }
}
