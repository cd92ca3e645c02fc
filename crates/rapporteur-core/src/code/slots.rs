//! What stands in a slot around a trigger: subjects through control and relative clauses, objects, prepositions, possessors.

mod nouns;

use super::tree::Tree;
use crate::codebook::{Codebook, Pattern, PatternKind, Slot};
use crate::knowledge::Knowledge;
use crate::reading::{Deprel, Upos};

/// A trigger in a sentence: its head token, the object noun of a light verb, and the noun of the pattern's own preposition.
#[derive(Clone, Debug)]
pub struct Trigger<'c> {
    /// The verb or noun.
    pub token: usize,
    /// The pattern that matched.
    pub pattern: &'c Pattern,
    /// The object noun of a light verb.
    pub noun: Option<usize>,
    /// The noun that the pattern's own preposition holds ("call for *help*").
    pub governed: Option<usize>,
    /// Tokens of the pattern, in order.
    pub tokens: Vec<usize>,
}

/// Looks into slots.
pub struct Slots<'s, 'r> {
    /// The tree to look in.
    pub tree: &'s Tree<'r>,
    /// Knows the support verbs.
    pub codebook: &'s Codebook,
    /// Knows which words name actors.
    pub knowledge: &'s Knowledge,
}

impl Slots<'_, '_> {
    /// Head tokens of what a slot holds, coordination included.
    pub fn fill(&self, trigger: &Trigger<'_>, slot: &Slot) -> Vec<usize> {
        let noun = trigger.pattern.kind == PatternKind::Noun;
        let found = match slot {
            Slot::Subject if noun => self.noun_subject(trigger.token),
            Slot::Subject => self.verb_subject(trigger),
            Slot::Object if noun => Vec::new(),
            Slot::Object => trigger.governed.or(trigger.noun).map_or_else(|| self.object(trigger.token), |t| vec![t]),
            Slot::Iobject => self.indirect_object(trigger).into_iter().collect(),
            Slot::Poss => self.possessors(trigger.noun.unwrap_or(trigger.token)),
            Slot::Complement => self.complement(trigger.token).into_iter().collect(),
            Slot::ComplementSubject => self.complement_subject(trigger.token),
            Slot::ComplementObject => self.complement(trigger.token).map_or_else(Vec::new, |c| self.object(c)),
            Slot::Prep(word) => return self.preposition(trigger, word),
            Slot::OfObject(inner) => return self.of_object(trigger, inner),
        };
        self.spread(found)
    }

    /// Whether a noun can name an actor: a proper noun, a pronoun, a role word, a word with a nationality or a name before it.
    pub fn names_actor(&self, token: usize) -> bool {
        let tree = self.tree;
        match tree.upos(token) {
            Upos::Propn => true,
            Upos::Pron => tree.lemma(token) != "it",
            Upos::Noun => {
                let named = |c: usize| self.knowledge.demonym(tree.word(c)).is_some();
                self.knowledge.role(tree.lemma(token)).is_some()
                    || tree.by(token, &[Deprel::Amod, Deprel::Compound]).any(named)
            }
            Upos::Adj => self.knowledge.demonym(tree.word(token)).is_some(),
            _ => false,
        }
    }

    fn spread(&self, tokens: Vec<usize>) -> Vec<usize> {
        let mut all: Vec<usize> = tokens.into_iter().flat_map(|t| self.tree.with_conjuncts(t)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// "granted *them* asylum": an indirect object, or the first of two objects, as parsers often have it.
    fn indirect_object(&self, trigger: &Trigger<'_>) -> Option<usize> {
        let tree = self.tree;
        tree.first(trigger.token, &[Deprel::Iobj]).or_else(|| {
            let mut objects = tree.by(trigger.token, &[Deprel::Obj]).filter(|&o| o > trigger.token);
            let (first, second) = (objects.next()?, objects.next()?);
            (tree.case(first).is_none() && tree.case(second).is_none()).then_some(first)
        })
    }

    /// "killed in Kenya, *along with five employees*": who suffers or does what a participant does, told beside them.
    pub fn companions(&self, token: usize) -> Vec<usize> {
        let tree = self.tree;
        let beside = |o: &usize| {
            let cases: Vec<&str> = tree.cases(*o).collect();
            let before = tree.subtree(*o).0.checked_sub(1).map_or("", |t| tree.lemma(t));
            cases.contains(&"with")
                && (cases.iter().any(|c| matches!(*c, "along" | "together")) || matches!(before, "along" | "together"))
        };
        // "was abducted with his interpreter": who suffers with one, not what it is done with.
        let with = |o: &usize| tree.is_passive(token) && tree.case(*o) == Some("with") && self.names_actor(*o);
        let found =
            tree.by(token, &[Deprel::Obl, Deprel::Nmod, Deprel::Conj]).filter(|o| beside(o) || with(o)).collect();
        self.spread(found)
    }

    fn of_object(&self, trigger: &Trigger<'_>, inner: &Slot) -> Vec<usize> {
        let object = trigger.noun.or_else(|| self.object(trigger.token).first().copied());
        let Some(object) = object else { return Vec::new() };
        match inner {
            Slot::Poss => self.naming_possessors(object),
            Slot::Prep(word) => self.spread(self.prepositional(object, word)),
            _ => Vec::new(),
        }
    }

    /// The clause a verb takes as its object.
    pub fn complement(&self, verb: usize) -> Option<usize> {
        let direct = self
            .tree
            .first(verb, &[Deprel::Xcomp, Deprel::Ccomp])
            .filter(|&c| (self.tree.upos(c) != Upos::Adj || c > verb) && !self.is_question(c));
        direct.or_else(|| {
            // "urged Russia to stop" is sometimes parsed with the clause under the object, or as an adverbial.
            let bare = || self.tree.by(verb, &[Deprel::Obl]).find(|&o| o > verb && self.tree.case(o).is_none());
            let object = self.tree.first(verb, &[Deprel::Obj, Deprel::Iobj]).or_else(bare);
            let under_object = object.and_then(|o| self.tree.first(o, &[Deprel::Acl]));
            let infinitive = |c: &usize| self.tree.by(*c, &[Deprel::Mark]).any(|m| self.tree.lemma(m) == "to");
            // "ruled out sending troops": a bare gerund right after the verb.
            let gerund = |c: &usize| {
                let bare = self.tree.first(*c, &[Deprel::Mark, Deprel::Nsubj]).is_none();
                *c > verb && *c <= verb + 3 && bare && self.tree.has(*c, "VerbForm", "Ger")
            };
            let beside = || self.tree.by(verb, &[Deprel::Advcl]).find(|c| infinitive(c) || gerund(c));
            under_object.filter(infinitive).or_else(beside)
        })
    }

    /// "asked whether it would help" asks for an answer, not for help.
    fn is_question(&self, clause: usize) -> bool {
        self.tree.by(clause, &[Deprel::Mark]).any(|m| matches!(self.tree.lemma(m), "whether" | "if"))
    }

    fn complement_subject(&self, verb: usize) -> Vec<usize> {
        let own = self.complement(verb).and_then(|c| self.tree.first(c, &[Deprel::Nsubj, Deprel::NsubjPass]));
        own.map_or_else(Vec::new, |s| vec![self.antecedent(s)])
    }

    /// A relative pronoun gives the noun it stands for; a noun in apposition, the name it explains.
    pub fn antecedent(&self, token: usize) -> usize {
        let relative = self.tree.has(token, "PronType", "Rel")
            || matches!(self.tree.lemma(token), "who" | "which" | "that" | "whom");
        if !relative || self.tree.upos(token) == Upos::Det {
            return token;
        }
        let mut t = token;
        while let Some(head) = self.tree.head(t) {
            if self.tree.rel(t) == Deprel::AclRelcl {
                return self.explained(head);
            }
            t = head;
        }
        token
    }

    /// "Turkey, a NATO ally that ...": the name before the apposition.
    fn explained(&self, noun: usize) -> usize {
        let name =
            self.tree.head(noun).filter(|&h| self.tree.rel(noun) == Deprel::Appos && self.tree.upos(h) == Upos::Propn);
        name.unwrap_or(noun)
    }

    fn verb_subject(&self, trigger: &Trigger<'_>) -> Vec<usize> {
        let found = self.subject(trigger.token, 0);
        if found.is_empty() { trigger.noun.map_or(found, |n| self.naming_possessors(n)) } else { found }
    }

    /// Who does what a verb says.
    pub fn subject(&self, verb: usize, depth: usize) -> Vec<usize> {
        let tree = self.tree;
        if depth > 6 {
            return Vec::new();
        }
        if tree.is_passive(verb) {
            return self.agent(verb).into_iter().collect();
        }
        if let Some(subject) = self.own_subject(verb) {
            return vec![self.antecedent(subject)];
        }
        if let Some(means_of) = self.means_of(verb).filter(|&v| v != verb) {
            return self.subject(means_of, depth + 1);
        }
        let Some(head) = tree.head(verb) else { return Vec::new() };
        match tree.rel(verb) {
            Deprel::Conj if tree.upos(head) == Upos::Noun && !self.has_subject(head) => Vec::new(),
            Deprel::Conj => self.shared_subject(head, depth),
            Deprel::Xcomp if self.meant_for(verb, head).is_none() => self.controller(head, depth),
            Deprel::Ccomp if self.is_bare_infinitive(verb) => self.controller(head, depth),
            Deprel::Advcl | Deprel::Acl | Deprel::Xcomp if self.meant_for(verb, head).is_some() => {
                self.meant_for(verb, head).into_iter().collect()
            }
            Deprel::Advcl if self.tells_means(verb) && self.is_nested_object(head) => {
                tree.head(head).map_or_else(Vec::new, |main| self.subject(main, depth + 1))
            }
            // "accused the army of bombing": the object does it; "by bombing", "after bombing": the subject.
            Deprel::Advcl if self.is_object_controlled(verb, head) => self.object(head),
            Deprel::Advcl => {
                if tree.is_passive(head) {
                    self.object(head)
                } else {
                    self.subject(head, depth + 1)
                }
            }
            Deprel::AclRelcl => {
                if self.relative_object(verb) {
                    Vec::new()
                } else {
                    vec![head]
                }
            }
            // "flew to London to consult", "after the meeting to consult": the parser hangs the purpose on what is nearest.
            Deprel::Acl if self.marked_to(verb) && tree.upos(head) == Upos::Propn && tree.case(head).is_some() => {
                self.subject(tree.clause(head), depth + 1)
            }
            Deprel::Acl if tree.has(verb, "VerbForm", "Inf") || self.marked_to(verb) => {
                let own = self.noun_subject(head);
                let apart =
                    own.is_empty() && self.codebook.lists("talks", tree.lemma(head)) && tree.case(head).is_some();
                if apart { self.subject(tree.clause(head), depth + 1) } else { own }
            }
            Deprel::Acl | Deprel::Amod => vec![head],
            Deprel::Parataxis | Deprel::Dep => Vec::new(),
            Deprel::Obl | Deprel::Nmod | Deprel::Obj => {
                self.possessors(verb).into_iter().filter(|&t| tree.rel(t) == Deprel::NmodPoss).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The subject of a verb itself. Of two that the parser gives it, one stands for something before ("Under it the fighting
    /// stopped Armenia will return"): the nearer is the verb's.
    fn own_subject(&self, verb: usize) -> Option<usize> {
        let tree = self.tree;
        let told = |&s: &usize| {
            !matches!(tree.lemma(s), "it" | "there")
                || tree.rel(verb) != Deprel::Root
                || tree.first(verb, &[Deprel::Obj, Deprel::Xcomp, Deprel::Obl, Deprel::Ccomp]).is_some()
        };
        let subjects = || tree.by(verb, &[Deprel::Nsubj, Deprel::NsubjOuter]).filter(told);
        subjects().filter(|&s| s < verb).last().or_else(|| subjects().next())
    }

    /// The "by" phrase of a passive, or of a passive coordinated with it ("kidnapped and killed by rebels").
    fn agent(&self, verb: usize) -> Option<usize> {
        let tree = self.tree;
        let by = |v: usize| {
            let marked = tree.first(v, &[Deprel::OblAgent]);
            marked.or_else(|| {
                tree.by(v, &[Deprel::Obl])
                    .find(|&o| tree.case(o) == Some("by") && tree.entity_kind(o).is_none_or(|k| !k.is_time()))
            })
        };
        // "held as hostages by a band": the phrase hangs on the nearest noun or on the infinitive.
        let nested = |v: usize| {
            let under_noun = || tree.by(v, &[Deprel::Obl]).find_map(|o| self.prepositional(o, "by").first().copied());
            tree.by(v, &[Deprel::Xcomp]).find_map(by).or_else(under_noun)
        };
        by(verb)
            .or_else(|| nested(verb))
            .or_else(|| tree.by(verb, &[Deprel::Conj]).find_map(|c| by(c).or_else(|| nested(c))))
    }

    fn has_subject(&self, token: usize) -> bool {
        self.tree.first(token, &[Deprel::Nsubj, Deprel::NsubjPass]).is_some()
    }

    fn marked_to(&self, verb: usize) -> bool {
        self.tree.by(verb, &[Deprel::Mark]).any(|m| self.tree.lemma(m) == "to")
    }

    /// "arranged for the militia to fight": the noun between "for" and the infinitive does it.
    fn meant_for(&self, verb: usize, head: usize) -> Option<usize> {
        let between = |&o: &usize| o < verb && (o > head || self.tree.upos(head) != Upos::Verb);
        let meant = self.prepositional(head, "for").into_iter().rev().find(between)?;
        let (_, last) = self.tree.subtree(meant);
        (self.marked_to(verb) && (last < verb && verb <= last + 3) && self.names_actor(meant)).then_some(meant)
    }

    /// "by calling on ...": the means of the main clause.
    fn tells_means(&self, verb: usize) -> bool {
        self.tree.by(verb, &[Deprel::Mark]).any(|m| self.tree.lemma(m) == "by")
    }

    /// "tried to scare them *into supporting* him": a clause whose subject is the object of the one above.
    fn is_nested_object(&self, verb: usize) -> bool {
        self.tree.head(verb).is_some_and(|h| self.tree.rel(verb) == Deprel::Advcl && self.is_object_controlled(verb, h))
    }

    fn is_object_controlled(&self, verb: usize, head: usize) -> bool {
        let tree = self.tree;
        let mark = tree.by(verb, &[Deprel::Mark, Deprel::Case]).map(|m| tree.lemma(m)).next();
        matches!(mark, Some("of" | "for" | "from" | "into" | "against")) && !self.object(head).is_empty()
    }

    fn is_bare_infinitive(&self, verb: usize) -> bool {
        self.marked_to(verb) || self.tree.has(verb, "VerbForm", "Ger")
    }

    fn shared_subject(&self, head: usize, depth: usize) -> Vec<usize> {
        if self.tree.is_passive(head) { self.object(head) } else { self.subject(head, depth + 1) }
    }

    /// Who is understood to do what an infinitive says: the object of "urge", the subject of "promise".
    fn controller(&self, governor: usize, depth: usize) -> Vec<usize> {
        let subject_control = matches!(
            self.tree.lemma(governor),
            "promise" | "vow" | "threaten" | "pledge" | "offer" | "agree" | "swear"
        ) || self.is_contact(governor);
        let object = self.tree.first(governor, &[Deprel::Obj, Deprel::Iobj]);
        match object {
            Some(object) if !subject_control => vec![self.antecedent(object)],
            _ if self.tree.is_passive(governor) => self.object(governor),
            _ => self.subject(governor, depth + 1),
        }
    }

    /// "telephoned him to appeal for calm": who makes contact does so for a purpose of his own.
    pub fn is_contact(&self, verb: usize) -> bool {
        matches!(self.tree.lemma(verb), "telephone" | "phone" | "meet" | "visit" | "see" | "cable")
    }

    fn relative_object(&self, verb: usize) -> bool {
        !self.has_subject(verb) && self.tree.is_passive(verb)
    }

    /// What a verb is done to.
    pub fn object(&self, verb: usize) -> Vec<usize> {
        let tree = self.tree;
        if tree.is_passive(verb) {
            if let Some(subject) = tree.first(verb, &[Deprel::NsubjPass, Deprel::Nsubj]) {
                return vec![self.antecedent(subject)];
            }
            let Some(head) = tree.head(verb) else { return Vec::new() };
            return match tree.rel(verb) {
                Deprel::Acl | Deprel::Amod | Deprel::AclRelcl => vec![head],
                Deprel::Conj if tree.is_passive(head) => self.object(head),
                Deprel::Xcomp => self.controller(head, 0),
                Deprel::Advcl => {
                    if tree.is_passive(head) {
                        self.object(head)
                    } else {
                        self.subject(head, 1)
                    }
                }
                _ => Vec::new(),
            };
        }
        for rel in [Deprel::Obj, Deprel::Iobj] {
            let own: Vec<usize> = tree.by(verb, &[rel]).map(|o| self.antecedent(o)).collect();
            if !own.is_empty() {
                return own;
            }
        }
        // "helped the army retake the town": who is helped is the subject of the bare clause.
        let helped = tree
            .by(verb, &[Deprel::Xcomp, Deprel::Ccomp])
            .find(|&c| tree.first(c, &[Deprel::Mark, Deprel::Aux]).is_none());
        if let Some(subject) = helped
            .and_then(|c| tree.first(c, &[Deprel::Nsubj]))
            .filter(|_| matches!(tree.lemma(verb), "help" | "let" | "make" | "have" | "see" | "watch"))
        {
            return vec![subject];
        }
        match (tree.rel(verb), tree.head(verb)) {
            // "the hospital they bombed": the noun is the object where the clause has none.
            (Deprel::AclRelcl, Some(head)) if self.has_subject(verb) && !self.subject_is_relative(verb) => vec![head],
            // "arrested and jailed him": the object of the last verb is shared.
            _ => self.shared_object(verb),
        }
    }

    fn subject_is_relative(&self, verb: usize) -> bool {
        self.tree.by(verb, &[Deprel::Nsubj, Deprel::NsubjPass]).any(|s| self.antecedent(s) != s)
    }

    fn shared_object(&self, verb: usize) -> Vec<usize> {
        let next = self
            .tree
            .by(verb, &[Deprel::Conj])
            .find(|&c| self.tree.upos(c) == Upos::Verb && !self.has_subject(c) && c <= verb + 4);
        let bare = self.tree.first(verb, &[Deprel::Obl, Deprel::Ccomp, Deprel::Xcomp, Deprel::Iobj]).is_none();
        next.filter(|_| bare)
            .map_or_else(Vec::new, |c| self.tree.by(c, &[Deprel::Obj]).map(|o| self.antecedent(o)).collect())
    }

    fn preposition(&self, trigger: &Trigger<'_>, word: &str) -> Vec<usize> {
        let mut found = self.prepositional(trigger.token, word);
        if let Some(governed) = trigger.governed.filter(|_| found.is_empty()) {
            found = self.prepositional(governed, word);
        }
        if found.is_empty() && trigger.pattern.kind == PatternKind::Verb && word != "of" {
            let object = self.tree.first(trigger.token, &[Deprel::Obj, Deprel::NsubjPass]);
            found = object.map_or_else(Vec::new, |o| self.prepositional(o, word));
        }
        if let Some(noun) = trigger.noun {
            found.extend(self.prepositional(noun, word));
        }
        // "spoke by telephone with him", "came under attack from gunmen": the parser hangs the phrase on the one before.
        if found.is_empty() && trigger.pattern.kind != PatternKind::Noun && matches!(word, "with" | "from" | "against")
        {
            let beside = self.tree.by(trigger.token, &[Deprel::Obl]).filter(|&o| !self.names_actor(o));
            found = beside.flat_map(|o| self.prepositional(o, word)).collect();
        }
        if trigger.pattern.kind == PatternKind::Noun {
            let top = self.partitive(trigger.token);
            if found.is_empty() && top != trigger.token {
                found = self.prepositional(top, word);
            }
            // "the shooting of two brothers by gunmen": the parser hangs the second phrase on the first.
            if found.is_empty() && word != "of" && word != "in" {
                let near = ["of", "by"].into_iter().flat_map(|w| self.prepositional(trigger.token, w));
                found = near.flat_map(|o| self.prepositional(o, word)).collect();
            }
            if found.is_empty() {
                let subject_of =
                    || self.tree.head(top).filter(|_| matches!(self.tree.rel(top), Deprel::Nsubj | Deprel::NsubjPass));
                // "The raid comes at an awkward moment": where and when are the verb's own.
                let apart = matches!(word, "at" | "in" | "for" | "of");
                let verb = self.support_verb(top).or_else(|| subject_of().filter(|_| !apart));
                found = verb.map_or(found, |verb| self.prepositional(verb, word));
            }
        }
        self.spread(found)
    }

    /// Nouns under a token with this preposition; "between" also finds "among".
    pub fn prepositional(&self, token: usize, word: &str) -> Vec<usize> {
        let tree = self.tree;
        let fits = |case: &str| {
            case == word || (word == "between" && case == "among") || (word == "with" && case == "alongside")
        };
        tree.by(
            token,
            &[Deprel::Obl, Deprel::Nmod, Deprel::OblAgent, Deprel::NmodPoss, Deprel::Advcl, Deprel::Acl, Deprel::Obj],
        )
        .filter(|&o| {
            tree.cases(o).any(fits)
                || tree
                    .by(o, &[Deprel::Mark])
                    .any(|m| matches!(tree.rel(o), Deprel::Advcl | Deprel::Acl) && fits(tree.lemma(m)) && word != "to")
        })
        .filter(|&o| !tree.entity_kind(o).is_some_and(|k| k.is_time()))
        .collect()
    }
}
