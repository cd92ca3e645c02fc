//! Whose side the people of a phrase are on: "Hezbollah fighters", "a spokesman for the rebels", "his Syrian counterpart".
//!
//! A role word alone tells a sector ("fighters" are rebels, "officials" a government's); whom they belong to tells more.

use super::Actors;
use super::describe::Description;
use super::discourse::REACH;
use crate::knowledge::{Entry, EntryKind, Relation, Role};
use crate::reading::{Deprel, EntityKind, Upos};
use crate::{Actor, Resolution};

/// Sectors of sides that are no government: their members are not officials or soldiers of the state.
pub(super) const FACTIONS: &[&str] = &["REB", "PRM", "CRM", "UAF", "OPP", "PTY"];

impl Actors<'_> {
    /// Lets the people of a phrase take sector and country from whom they belong to.
    ///
    /// `word_country` is what the role word itself tells ("European counterpart").
    pub(super) fn take_side(
        &self,
        token: usize,
        depth: usize,
        word_country: Option<&str>,
        description: &mut Description,
    ) {
        match self.knowledge.relation(self.tree.lemma(token)) {
            Some(Relation::Member) => {
                if let Some(side) = self.side(token, depth, description) {
                    description.sector = side.sector;
                    if description.country.is_empty() {
                        description.country = side.country;
                    }
                } else if description.country.is_empty()
                    && let Some(government) = self.of_whom(token, depth)
                {
                    // "the leader of the government's team".
                    description.country = government.country;
                }
            }
            Some(relation @ (Relation::Counterpart | Relation::Other)) => {
                let owned = self.tree.first(token, &[Deprel::NmodPoss]).is_some();
                let own = self.own_nationality(token).filter(|_| owned || relation != Relation::Other);
                description.country = own.or_else(|| word_country.map(str::to_owned)).unwrap_or_default();
                if relation == Relation::Counterpart && description.sector.is_empty() {
                    let owner = self.tree.first(token, &[Deprel::NmodPoss]);
                    let owner = owner.and_then(|owner| self.resolve_at(owner, depth + 1).into_iter().next());
                    description.sector = owner.and_then(|o| o.best().map(|a| a.sector.clone())).unwrap_or_default();
                }
            }
            _ => {}
        }
    }

    /// The body named in the phrase, the people it is "of" or "for", or the owner.
    fn side(&self, token: usize, depth: usize, description: &Description) -> Option<Actor> {
        let body = description.body.clone();
        body.or_else(|| self.stands_for(token, depth)).or_else(|| self.belongs_to(token, depth))
    }

    /// "a spokesman for the rebels", "the chief of police": the people behind a word of membership.
    ///
    /// Those of an organisation that we do not know ("a representative of Acme") are no officials.
    pub(super) fn stands_for(&self, token: usize, depth: usize) -> Option<Actor> {
        let whole = self.whole(token)?;
        match self.resolve_at(whole, depth + 1).first()?.best() {
            Some(actor) if actor.sector == "GOV" => None,
            Some(actor) if actor.sector.is_empty() && actor.country.is_empty() => Some(Actor::default()),
            Some(actor) => (!actor.sector.is_empty()).then(|| actor.clone()),
            None => self.entity_text(whole).filter(|(_, kind)| *kind == EntityKind::Org).map(|_| Actor::default()),
        }
    }

    /// What a part is "of".
    fn whole(&self, token: usize) -> Option<usize> {
        let tree = self.tree;
        tree.by(token, &[Deprel::Nmod]).find(|&n| matches!(tree.case(n), Some("of" | "for" | "from")))
    }

    /// Whom a part is of, whoever that is.
    fn of_whom(&self, token: usize, depth: usize) -> Option<Actor> {
        self.resolve_at(self.whole(token)?, depth + 1).first()?.best().cloned()
    }

    /// "the family's spokesman", "its leaders", "his men": the owner; a statesman's men are soldiers, whatever he is.
    fn belongs_to(&self, token: usize, depth: usize) -> Option<Actor> {
        let owner = self.tree.by(token, &[Deprel::NmodPoss]).next()?;
        let actor = self.resolve_at(owner, depth + 1).first()?.best()?.clone();
        let civil = matches!(self.tree.lemma(token), "team" | "delegation" | "negotiator" | "aide" | "spokesman");
        (!matches!(actor.sector.as_str(), "GOV" | "") || civil && actor.sector == "GOV").then_some(actor)
    }

    /// The nationality that stands as an adjective before a noun, not as its owner.
    pub(super) fn own_nationality(&self, token: usize) -> Option<String> {
        let tree = self.tree;
        let sentence = tree.reading.sentences[tree.reading.sentence_of(token)].tokens.start;
        let before = (sentence.max(token.saturating_sub(6))..token).filter(|&t| tree.is_under(t, token));
        let owned = |t: usize| {
            let mut owner = t;
            while owner != token && tree.rel(owner) != Deprel::NmodPoss {
                owner = tree.head(owner).unwrap_or(token);
            }
            owner != token
        };
        before.filter(|&t| !owned(t)).find_map(|t| self.nationality_at(t).map(|(code, _)| code))
    }

    /// "the country": the state that the report is about just there.
    pub(super) fn the_country(&self, token: usize) -> Option<Actor> {
        let tree = self.tree;
        let again = matches!(tree.lemma(token), "country" | "nation" | "kingdom" | "republic");
        let definite = tree.by(token, &[Deprel::Det]).any(|d| matches!(tree.lemma(d), "the" | "this"));
        let other = tree.by(token, &[Deprel::Amod, Deprel::Nummod, Deprel::AclRelcl]).next().is_some();
        if !(again && definite) || other || tree.has(token, "Number", "Plur") {
            return None;
        }
        self.knowledge.state(self.discourse.focus(token)?).map(|state| state.actor.clone())
    }

    /// "the group", "the movement": the armed group or the body that was named last.
    pub(super) fn the_group(&self, token: usize) -> Option<Actor> {
        let tree = self.tree;
        let again = matches!(
            tree.lemma(token),
            "group" | "movement" | "organization" | "organisation" | "outfit" | "party" | "front" | "militia"
        );
        let definite = tree.by(token, &[Deprel::Det]).any(|d| matches!(tree.lemma(d), "the" | "this"));
        // "asked the group to return": what it is to do says nothing of which it is.
        let to = |&c: &usize| tree.by(c, &[Deprel::Mark]).any(|m| tree.lemma(m) == "to");
        let there = |&c: &usize| matches!(tree.case(c), Some("in" | "at" | "near"));
        let more = tree.by(token, &[Deprel::Nmod, Deprel::NmodPoss, Deprel::AclRelcl, Deprel::Acl]);
        let whose = more.into_iter().any(|c| !to(&c) && !there(&c));
        if !(again && definite) || whose || tree.has(token, "Number", "Plur") || self.own_nationality(token).is_some() {
            return None;
        }
        let before = self.names.partition_point(|n| n.last < token);
        let near = self.names[..before].iter().rev().take_while(|n| n.last + REACH > token);
        let entries = near.filter_map(|n| self.choose_named(&n.folded));
        let group = |e: &&Entry| e.kind == EntryKind::Group || FACTIONS.contains(&e.actor.sector.as_str());
        entries.filter(|e| e.kind != EntryKind::Person).find(group).map(|e| e.actor_on(self.on))
    }

    /// "the coalition" after "the Saudi-led coalition": who the same word stood for when it said more.
    pub(super) fn the_same(&self, token: usize, depth: usize) -> Option<Actor> {
        const AGAIN: usize = 400;
        let tree = self.tree;
        let told = |t: usize| {
            tree.by(t, &[Deprel::Amod, Deprel::Compound, Deprel::Nmod, Deprel::NmodPoss, Deprel::NmodDesc])
                .next()
                .is_some()
        };
        let definite = tree.by(token, &[Deprel::Det]).any(|d| matches!(tree.lemma(d), "the" | "this"));
        if !definite || told(token) || tree.upos(token) != Upos::Noun || depth > 1 {
            return None;
        }
        let (lemma, plural) = (tree.lemma(token), tree.has(token, "Number", "Plur"));
        let same = |t: &usize| tree.lemma(*t).eq_ignore_ascii_case(lemma) && tree.has(*t, "Number", "Plur") == plural;
        let before = (token.saturating_sub(AGAIN)..token).rev().filter(same).find(|&t| told(t))?;
        let actor = self.resolve_at(before, depth + 2).into_iter().next()?.best()?.clone();
        (!actor.country.is_empty()).then_some(actor)
    }

    /// "the peacekeepers", "the special envoy": the body beyond states that was named last and has sent them.
    pub(super) fn sent_by(&self, token: usize, role: Option<&Role>) -> Option<Actor> {
        let tree = self.tree;
        let definite = tree.by(token, &[Deprel::Det]).any(|d| tree.lemma(d) == "the");
        let envoy = role.is_some_and(|r| r.office.as_deref() == Some("envoy"));
        if !(envoy || self.knowledge.relation(tree.lemma(token)) == Some(Relation::Sent)) || !definite {
            return None;
        }
        let body = self.body_before(token)?;
        Some(Actor { name: format!("{} {}", body.country, tree.word(token).to_lowercase()), ..body })
    }

    /// The body beyond states that was named last.
    pub(super) fn body_before(&self, token: usize) -> Option<Actor> {
        let before = self.names.partition_point(|n| n.last < token);
        let near = self.names[..before].iter().rev().take_while(|n| n.last + REACH > token);
        let mut bodies = near.filter_map(|n| self.choose_named(&n.folded)).map(|e| e.actor_on(self.on));
        bodies.find(|a| matches!(a.country.as_str(), "UNO" | "EUR" | "IGO"))
    }

    /// "the gunmen", "the attackers": the armed people that were told of just before, by a name or a word that says more.
    pub(super) fn the_gunmen(&self, token: usize, depth: usize, description: &Description) -> Option<Actor> {
        let tree = self.tree;
        let definite = tree.by(token, &[Deprel::Det]).any(|d| matches!(tree.lemma(d), "the" | "these" | "those"));
        let whose = tree.by(token, &[Deprel::Amod, Deprel::Nmod, Deprel::NmodPoss, Deprel::AclRelcl]).next().is_some();
        if description.sector != "UAF" || !description.country.is_empty() || !definite || whose {
            return None;
        }
        let here = tree.reading.sentence_of(token);
        let start = tree.reading.sentences[here.saturating_sub(2)].tokens.start;
        let armed = |t: &usize| {
            let role = self.knowledge.role(tree.lemma(*t)).filter(|_| tree.upos(*t) == Upos::Noun);
            let named = || self.named_around(*t).is_some_and(|(e, last)| last == *t && e.kind == EntryKind::Group);
            role.is_some_and(|r| matches!(r.sector.as_str(), "REB" | "PRM" | "CRM")) || named()
        };
        let before = (start..token).rev().find(armed)?;
        self.resolve_at(before, depth + 1).first()?.best().filter(|a| FACTIONS.contains(&a.sector.as_str())).cloned()
    }

    /// "Arab states, including Saudi Arabia": the states and bodies named as examples act too.
    pub(super) fn examples(&self, token: usize, depth: usize) -> Option<Vec<Resolution<Actor>>> {
        let tree = self.tree;
        let examples: Vec<usize> = tree
            .by(token, &[Deprel::Nmod])
            .filter(|&n| matches!(tree.case(n), Some("including" | "include")))
            .flat_map(|n| tree.with_conjuncts(n))
            .collect();
        let named = examples.into_iter().flat_map(|t| self.resolve_at(t, depth + 1));
        let named: Vec<Resolution<Actor>> =
            named.filter(|actor| actor.best().is_some_and(|a| !a.country.is_empty())).collect();
        if named.is_empty() {
            return None;
        }
        let whole = self.described(token, depth);
        let known = matches!(&whole, Resolution::Resolved(_));
        Some(known.then_some(whole).into_iter().chain(named).collect())
    }

    /// "Iraq's third option", "Kerry's plan": a thing that acts stands for its owner.
    pub(super) fn owner_of_thing(&self, token: usize, depth: usize) -> Option<Resolution<Actor>> {
        let tree = self.tree;
        let thing = tree.upos(token) == Upos::Noun && tree.entity_kind(token).is_none_or(|k| !k.is_name());
        let owner = tree.by(token, &[Deprel::NmodPoss]).next().filter(|_| thing)?;
        let resolved = self.resolve_at(owner, depth + 1).into_iter().next()?;
        resolved.best().is_some_and(|a| !a.country.is_empty() && !a.sector.is_empty()).then_some(resolved)
    }
}
