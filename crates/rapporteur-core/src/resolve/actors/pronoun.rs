//! Pronouns: to the person, body or crowd that came before.

use super::Actors;
use crate::actor::Unresolved;
use crate::knowledge::EntryKind;
use crate::reading::{Deprel, EntityKind, Upos};
use crate::{Actor, Resolution};

impl Actors<'_> {
    /// All whom a pronoun stands for: "them" of "both governments" are two.
    pub(super) fn pronouns(&self, token: usize, depth: usize) -> Vec<Resolution<Actor>> {
        let word = self.tree.word(token).to_lowercase();
        if matches!(word.as_str(), "them" | "their" | "theirs" | "themselves")
            && let Some(all) = self.last_groups(token, depth, true)
        {
            return all;
        }
        vec![self.pronoun(token, depth)]
    }

    /// Who a pronoun stands for.
    fn pronoun(&self, token: usize, depth: usize) -> Resolution<Actor> {
        let lemma = self.tree.lemma(token).to_lowercase();
        let word = self.tree.word(token).to_lowercase();
        let none = Resolution::Unresolved(Unresolved::NoAntecedent);
        if let Some(known) = self.discourse.referent(token) {
            return known.clone();
        }
        if let Some(speaker) =
            self.reported_subject(token).filter(|_| matches!(word.as_str(), "he" | "she" | "it" | "they"))
        {
            let person = self.person_of(speaker).is_some() || self.is_someone(speaker);
            let fits = person == matches!(word.as_str(), "he" | "she");
            let actor = self.resolve_at(speaker, depth + 1).into_iter().next();
            if let Some(actor) = actor.filter(|a| fits && a.best().is_some()) {
                return actor;
            }
        }
        match (lemma.as_str(), word.as_str()) {
            (_, "i" | "me" | "my" | "mine" | "myself") => self.speaker(token, depth).map_or(none, Resolution::Resolved),
            (_, "we" | "us" | "our" | "ours" | "ourselves") => {
                self.speaker(token, depth).map_or(none, |speaker| self.side_of(&speaker))
            }
            (_, "he" | "him" | "his" | "himself" | "she" | "her" | "hers" | "herself") => {
                self.last_person(token, depth).unwrap_or(none)
            }
            (_, "they" | "them" | "their" | "theirs" | "themselves") => {
                self.last_group(token, depth, true).unwrap_or(none)
            }
            (_, "it" | "its" | "itself") => self.last_group(token, depth, false).unwrap_or(none),
            ("who" | "which" | "that" | "whom", _) | (_, "whose") => {
                let mut t = token;
                while let Some(head) = self.tree.head(t) {
                    if self.tree.rel(t) == Deprel::AclRelcl {
                        return self.resolve_at(head, depth + 1).into_iter().next().unwrap_or(none);
                    }
                    t = head;
                }
                none
            }
            _ => none,
        }
    }

    /// "The commander said *he* had sent a team": the subject of a reported clause is the one who reports.
    fn reported_subject(&self, token: usize) -> Option<usize> {
        let tree = self.tree;
        let mut clause = tree.head(token).filter(|_| matches!(tree.rel(token), Deprel::Nsubj | Deprel::NsubjPass))?;
        while tree.rel(clause) == Deprel::Conj {
            clause = tree.head(clause)?;
        }
        let verb = tree.head(clause).filter(|_| tree.rel(clause) == Deprel::Ccomp)?;
        let quoted = tree
            .reading
            .quotes
            .iter()
            .any(|q| q.contains(tree.reading.tokens[token].span) && !q.contains(tree.reading.tokens[verb].span));
        let subject = tree.first(verb, &[Deprel::Nsubj]).filter(|_| !quoted)?;
        (tree.upos(subject) != Upos::Pron || tree.word(subject).eq_ignore_ascii_case(tree.word(token)))
            .then_some(subject)
    }

    /// "the top commander", "a spokeswoman": one human being by a role word.
    pub(super) fn is_someone(&self, token: usize) -> bool {
        let tree = self.tree;
        let role = self.knowledge.role(&tree.lemma(token).to_lowercase());
        tree.upos(token) == Upos::Noun && !tree.has(token, "Number", "Plur") && role.is_some_and(|r| !r.collective)
    }

    /// Who says the words that a token stands in.
    fn speaker(&self, token: usize, depth: usize) -> Option<Actor> {
        let index = crate::code::innermost(self.tree, self.attributions, token)?;
        let source = self.attributions[index].source.filter(|&s| s != token)?;
        self.resolve_at(source, depth + 1).first()?.best().cloned()
    }

    /// "we" of a minister is the government; of a rebel, the rebels.
    fn side_of(&self, speaker: &Actor) -> Resolution<Actor> {
        let state = self.knowledge.state(&speaker.country).filter(|_| speaker.sector == "GOV");
        Resolution::Resolved(match state {
            Some(state) => Actor { name: self.titled(&speaker.country, "government"), ..state.actor.clone() },
            None => speaker.clone(),
        })
    }

    /// The person named last before a token, subjects first, in this sentence or the two before, else the five before.
    fn last_person(&self, token: usize, depth: usize) -> Option<Resolution<Actor>> {
        let others = self.doers_beside(token, depth);
        self.person_within(token, 2, &others).or_else(|| self.person_within(token, 5, &others))
    }

    /// "Police fired at them", "flew home to press him": who does what a pronoun suffers is somebody else.
    fn doers_beside(&self, token: usize, depth: usize) -> Vec<Actor> {
        let heads = self.subjects_beside(token);
        heads.into_iter().flat_map(|t| self.resolve_at(t, depth + 1)).filter_map(|a| a.best().cloned()).collect()
    }

    /// The subjects of the clause that a pronoun is an object in, the clause's own or those understood.
    fn subjects_beside(&self, token: usize) -> Vec<usize> {
        let tree = self.tree;
        let itself = tree.word(token).ends_with("self") || tree.word(token).ends_with("selves");
        if itself || matches!(tree.rel(token), Deprel::Nsubj | Deprel::NsubjPass | Deprel::NmodPoss) {
            return Vec::new();
        }
        let mut verb = tree.clause(token);
        for _ in 0..4 {
            let subjects = tree.by(verb, &[Deprel::Nsubj, Deprel::NsubjPass]);
            if let Some(subject) = subjects.filter(|&s| s < token && s != verb).last() {
                let relative = tree.has(subject, "PronType", "Rel");
                let noun = tree.head(verb).filter(|_| relative && tree.rel(verb) == Deprel::AclRelcl);
                return tree.with_conjuncts(noun.unwrap_or(subject));
            }
            let Some(above) = tree.head(verb) else { break };
            let object = tree.first(above, &[Deprel::Obj]).filter(|&o| o < verb && tree.rel(verb) == Deprel::Xcomp);
            match tree.rel(verb) {
                _ if object.is_some() => return object.into_iter().collect(),
                Deprel::Xcomp | Deprel::Advcl | Deprel::Conj => verb = above,
                Deprel::Acl => verb = tree.clause(above),
                _ => break,
            }
        }
        Vec::new()
    }

    fn person_within(&self, token: usize, sentences: usize, others: &[Actor]) -> Option<Resolution<Actor>> {
        let reading = self.tree.reading;
        let here = reading.sentence_of(token);
        let start = reading.sentences[here.saturating_sub(sentences)].tokens.start;
        let other = |p: &&super::discourse::PersonMention| p.actor.best().is_none_or(|a| !others.contains(a));
        let near = self.discourse.persons_within(start, token).chain(self.discourse.referred_within(start, token));
        let score = |p: &&super::discourse::PersonMention| {
            let sentence = reading.sentence_of(p.first);
            let head = (p.first..=p.last)
                .find(|&t| self.tree.head(t).is_none_or(|h| h < p.first || h > p.last))
                .unwrap_or(p.first);
            let subject = self.is_subject(head);
            (2 * sentence + usize::from(subject) * 3, p.first)
        };
        near.filter(other).max_by_key(score).map(|p| p.actor.clone())
    }

    fn is_subject(&self, mut token: usize) -> bool {
        for _ in 0..3 {
            match self.tree.rel(token) {
                Deprel::Nsubj | Deprel::NsubjPass => return true,
                Deprel::Flat | Deprel::Appos | Deprel::NmodDesc | Deprel::Compound => match self.tree.head(token) {
                    Some(head) => token = head,
                    None => return false,
                },
                _ => return false,
            }
        }
        false
    }

    fn last_group(&self, token: usize, depth: usize, plural: bool) -> Option<Resolution<Actor>> {
        self.last_groups(token, depth, plural)?.into_iter().next()
    }

    /// The body, state or crowd named last before a token: plural for "they", single for "it".
    fn last_groups(&self, token: usize, depth: usize, plural: bool) -> Option<Vec<Resolution<Actor>>> {
        let tree = self.tree;
        let here = tree.reading.sentence_of(token);
        let start = tree.reading.sentences[here.saturating_sub(1)].tokens.start;
        let beside = self.subjects_beside(token);
        let others = self.doers_beside(token, depth);
        // Nearness counts most for a possessive: "sanctions on Russia because of its support".
        let near = if tree.rel(token) == Deprel::NmodPoss { 4 } else { 10 };
        let score = |t: usize| {
            200 + 30 * i64::from(self.is_subject(t))
                + 20 * i64::from(tree.reading.sentence_of(t) == here)
                + 10 * i64::from(!plural && self.leads_sentence(t))
                - 15 * i64::from(!plural && self.is_whereabouts_of_act(t))
                - 10 * (token - t) as i64 / near
        };
        let mut candidates: Vec<(i64, usize)> = (start..token)
            .filter(|t| !beside.contains(t) && self.can_be_group(*t, plural))
            .map(|t| (score(t), t))
            .collect();
        candidates.sort_unstable_by(|a, b| b.cmp(a));
        for &(_, t) in candidates.iter().take(4) {
            let mut resolved = self.resolve_at(t, depth + 1);
            resolved.retain(|actor| actor.best().is_some());
            // "delegates of the Red Cross flew them out": not the Red Cross.
            let same = |a: &Actor| {
                others.iter().any(|o| o == a || o.country == a.country && matches!(&*a.country, "NGO" | "UNO" | "IGO"))
            };
            if resolved.iter().any(|actor| actor.best().is_some_and(same)) {
                continue;
            }
            return (!resolved.is_empty()).then_some(resolved);
        }
        None
    }

    /// The subject of the main clause: whom a sentence is about.
    fn leads_sentence(&self, token: usize) -> bool {
        self.is_subject(token) && self.tree.head(token).is_some_and(|verb| self.tree.rel(verb) == Deprel::Root)
    }

    /// "in Havana", "near Gori": where something happens is seldom who does the next thing.
    fn is_whereabouts_of_act(&self, token: usize) -> bool {
        matches!(
            self.tree.case(token),
            Some("in" | "at" | "near" | "into" | "around" | "outside" | "through" | "across")
        )
    }

    fn can_be_group(&self, token: usize, plural: bool) -> bool {
        let tree = self.tree;
        let known =
            self.named_around(token).is_some_and(|(entry, last)| last == token && entry.kind != EntryKind::Person);
        if matches!(
            tree.rel(token),
            Deprel::Compound | Deprel::Amod | Deprel::Flat | Deprel::NmodPoss | Deprel::NmodDesc
        ) {
            return false;
        }
        match tree.upos(token) {
            // "met in Havana": a city after "in" is a place.
            Upos::Propn if !plural && self.is_city(token) && self.is_whereabouts_of_act(token) => false,
            Upos::Propn => {
                let body = known
                    || matches!(tree.entity_kind(token), Some(EntityKind::Org | EntityKind::Gpe | EntityKind::Norp));
                // A state is never "they", whatever its name ends in.
                body && !(plural && tree.entity_kind(token) == Some(EntityKind::Gpe))
            }
            Upos::Noun => {
                tree.has(token, "Number", "Plur") == plural && self.knowledge.role(tree.lemma(token)).is_some()
            }
            _ => false,
        }
    }

    fn is_city(&self, token: usize) -> bool {
        let known = self.toponym(token).is_some_and(|place| place.kind == crate::place::PlaceKind::City);
        known
            || self.nationality_at(token).is_none()
                && self.tree.entity_kind(token) == Some(EntityKind::Gpe)
                && !self.is_state(token)
    }

    fn is_state(&self, token: usize) -> bool {
        let state = self.discourse.state_at(token).and_then(|code| self.knowledge.state(code));
        state.is_some_and(|state| {
            crate::knowledge::fold(&state.actor.name).contains(&crate::knowledge::fold(self.tree.word(token)))
        })
    }
}
