//! Whose somebody is of whom no nationality is told: "the police", "residents", "the Saudis", "officials" named again.

use super::Actors;
use super::describe::{DOMESTIC, Description};
use super::discourse::REACH;
use crate::knowledge::Relation;
use crate::reading::{Deprel, EntityKind, Upos};
use crate::{Actor, Resolution};

impl Actors<'_> {
    /// "17 staff members of a French agency": people of the place, whoever pays them.
    pub(super) fn is_staff(&self, token: usize, description: &Description) -> bool {
        let tree = self.tree;
        let staff = |t: usize| matches!(tree.lemma(t), "staff" | "employee" | "worker");
        let compound = tree.by(token, &[Deprel::Compound]).any(staff) && tree.lemma(token) == "member";
        description.country == "NGO" && tree.has(token, "Number", "Plur") && (staff(token) || compound)
    }

    /// "the army", "Kachin rebel positions": what belongs to the country that the report is about, by its role or by a role word
    /// before a common noun or an organisation's name.
    pub(super) fn is_domestic(&self, token: usize, role: bool, sector: &str) -> bool {
        let thing = self.tree.upos(token) == Upos::Noun || self.tree.entity_kind(token) == Some(EntityKind::Org);
        DOMESTIC.contains(&sector) && (role || thing)
    }

    /// Whose a role without a nationality is: officials are of the state spoken of just there, soldiers and protesters of the
    /// one where things happen.
    pub(super) fn state_of_role(&self, token: usize, sector: &str) -> Option<&str> {
        match sector {
            "GOV" | "LEG" | "JUD" | "ELI" | "SPY" | "OPP" | "PTY" => self.discourse.focus(token),
            // "the militants", in a report about a group that is of no one state; rebels are of the country.
            "REB" if self.is_militant(token) && self.leads_abroad(token) => Some("IMG"),
            _ => self.town_beside(token).or_else(|| self.discourse.scene(token)),
        }
    }

    /// "Islamist fighters", "militants".
    pub(super) fn is_militant(&self, token: usize) -> bool {
        let militant = |t: usize| {
            matches!(&*self.tree.lemma(t).to_lowercase(), "islamist" | "jihadist" | "jihadi" | "militant" | "extremist")
        };
        militant(token) || self.tree.by(token, &[Deprel::Amod, Deprel::Compound]).any(militant)
    }

    /// "the police fired on a crowd in Monywa": the state of the town that the clause tells.
    pub(super) fn town_beside(&self, token: usize) -> Option<&str> {
        let tree = self.tree;
        let clause = tree.clause(token);
        let there = |&t: &usize| matches!(tree.case(t), Some("in" | "at" | "near" | "outside"));
        let own = tree.by(clause, &[Deprel::Obl]).chain(
            tree.by(clause, &[Deprel::Obj, Deprel::Obl]).flat_map(|o| tree.by(o, &[Deprel::Nmod]).collect::<Vec<_>>()),
        );
        let town =
            |t: usize| self.toponym(t).filter(|p| p.kind == crate::place::PlaceKind::City && p.country.len() == 3);
        own.into_iter().filter(there).find_map(town).map(|place| place.country.as_str())
    }

    /// "residents", "the parish priest", "protesters": people of the place.
    pub(super) fn is_local(&self, token: usize) -> bool {
        self.knowledge.relation(self.tree.lemma(token)) == Some(Relation::Local)
    }

    /// "the Saudis", "Iraqi" before an act: the state; "11 Americans", "thousands of Syrians": its people.
    pub(super) fn nationals(&self, token: usize) -> Option<Resolution<Actor>> {
        let tree = self.tree;
        let code = self.nationality_at(token).filter(|&(_, last)| last == token).or_else(|| {
            let before = token.checked_sub(1)?;
            self.nationality_at(before).filter(|&(_, last)| last == token)
        });
        let state = self.knowledge.state(&code?.0)?;
        let counted = tree.by(token, &[Deprel::Nummod, Deprel::Amod]).next().is_some()
            || (tree.rel(token) == Deprel::Nmod && tree.case(token) == Some("of"));
        let actor = if counted {
            Actor { name: format!("people of {}", state.actor.name), sector: "CVL".into(), ..state.actor.clone() }
        } else {
            state.actor.clone()
        };
        Some(Resolution::Resolved(actor))
    }

    /// "ethnic Albanians": people of the country that the report is about.
    pub(super) fn ethnic(&self, token: usize) -> Option<Resolution<Actor>> {
        let tree = self.tree;
        let named = self.knowledge.demonym(tree.word(token)).is_some();
        token.checked_sub(1).filter(|&t| named && tree.lemma(t) == "ethnic")?;
        let country = self.discourse.focus(token).unwrap_or_default().to_owned();
        let name = format!("ethnic {}", tree.word(token));
        Some(Resolution::Resolved(Actor { name, country, sector: "CVL".into() }))
    }

    /// "officials" after "American officials": the nationality that the same word had last.
    pub(super) fn nationality_before(&self, token: usize) -> Option<String> {
        let tree = self.tree;
        // "federal troops" are not the "Eritrean troops" of before.
        if tree.by(token, &[Deprel::Amod, Deprel::Compound]).next().is_some() {
            return None;
        }
        let same = |&t: &usize| tree.lemma(t) == tree.lemma(token) && tree.upos(t) == Upos::Noun;
        (token.saturating_sub(REACH)..token).rev().filter(same).find_map(|t| {
            let modifiers = tree.by(t, &[Deprel::Amod, Deprel::Compound, Deprel::NmodPoss]).filter(|&m| m < t);
            modifiers.into_iter().find_map(|m| self.discourse.state_at(m).map(str::to_owned))
        })
    }
}
