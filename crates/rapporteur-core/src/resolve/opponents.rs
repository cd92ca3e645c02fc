//! The side that is not named: a conflict has two, and a report about one tells of "a truce", of "fighting with the rebels", of
//! "mediated talks" without saying each time between whom.

use crate::claim::{Claim, Participant};
use crate::code::Act;
use crate::code::tree::Tree;
use crate::codebook::Codebook;
use crate::reading::{Deprel, Upos};
use crate::resolve::actors::Actors;
use crate::{Actor, EventType, Resolution};

/// Fills the empty sides of an act that two do to each other.
pub(super) struct Opponents<'a> {
    pub(super) tree: &'a Tree<'a>,
    pub(super) codebook: &'a Codebook,
    pub(super) actors: &'a Actors<'a>,
}

impl Opponents<'_> {
    /// Names those whom the report is about where the claim's own words leave them out.
    pub(super) fn fill(&self, act: &Act, claim: &mut Claim) {
        let before = (claim.actors.len(), claim.recipients.len());
        self.name(act, claim);
        if before != (claim.actors.len(), claim.recipients.len()) && claim.decided.filled_from.is_none() {
            let named = if claim.actors.len() > before.0 { claim.actors.first() } else { claim.recipients.first() };
            claim.decided.filled_from = named.map(|p| p.span);
        }
    }

    fn name(&self, act: &Act, claim: &mut Claim) {
        let (nobody_acts, nobody_suffers) = (claim.actors.is_empty(), claim.recipients.is_empty());
        match claim.kind {
            EventType::Retreat | EventType::Consult if nobody_acts && nobody_suffers => {
                // States may meet about a group that nobody talks to.
                let stateless = |p: &Participant| p.actor.best().is_some_and(|actor| actor.country == "IMG");
                let both = self.both(act);
                let talk = claim.kind != EventType::Consult || !both.iter().any(stateless);
                if talk && self.is_shared(act.token) && self.is_told_of(act.token) {
                    claim.actors = both;
                }
            }
            EventType::Assault if nobody_acts != nobody_suffers && self.is_mutual(act.token) => {
                let (named, empty) = match nobody_acts {
                    true => (&claim.recipients, &mut claim.actors),
                    false => (&claim.actors, &mut claim.recipients),
                };
                empty.extend(self.opponent(act, named));
            }
            // "jets bombed their bases": not the jets'.
            EventType::Assault if self.own_goal(claim) => {
                let other = self.opponent(act, &claim.actors);
                claim.recipients =
                    other.into_iter().map(|p| Participant { span: claim.recipients[0].span, ..p }).collect();
            }
            EventType::Consult if claim.mode == "third-party" && !nobody_acts && nobody_suffers => {
                claim.recipients = self.both(act);
                claim.recipients.retain(|one| !claim.actors.iter().any(|other| is_of_one_side(one, other)));
            }
            _ => {}
        }
    }

    /// "truce", "talks", "swap": what takes both.
    fn is_shared(&self, token: usize) -> bool {
        let lemma = self.tree.lemma(token);
        matches!(lemma, "talk" | "talks" | "negotiation")
            || ["ceasefire", "swaps"].iter().any(|list| self.codebook.lists(list, lemma))
    }

    /// Whether the sentence tells something of it, and it is not one that is hoped for or a kind of agreement.
    fn is_told_of(&self, token: usize) -> bool {
        let the = |t: usize| matches!(self.tree.lemma(t), "the" | "this");
        self.tree.upos(token) == Upos::Noun
            && (matches!(self.tree.rel(token), Deprel::Nsubj | Deprel::NsubjPass)
                || self.tree.by(token, &[Deprel::Det]).any(the))
    }

    /// Whether what is struck is said to be "theirs" and was taken for the attackers' own.
    fn own_goal(&self, claim: &Claim) -> bool {
        let [only] = &claim.recipients[..] else { return false };
        let words = only.span.of(self.tree.text);
        let theirs = ["their ", "its ", "his "].iter().any(|owner| words.starts_with(owner));
        theirs && claim.actors.iter().any(|actor| is_of_one_side(actor, only))
    }

    /// "fighting", "clashes": those who fight do it to each other.
    fn is_mutual(&self, token: usize) -> bool {
        self.tree.upos(token) == Upos::Noun && self.codebook.lists("mutual", self.tree.lemma(token))
    }

    fn both(&self, act: &Act) -> Vec<Participant> {
        let both = self.actors.belligerents(act.token).into_iter().flatten();
        both.map(|(span, actor)| Participant { span, actor: Resolution::Resolved(actor) }).collect()
    }

    /// The other one of the two, where one of them is named.
    fn opponent(&self, act: &Act, named: &[Participant]) -> Option<Participant> {
        let [one, two]: [Participant; 2] = self.both(act).try_into().ok()?;
        let is = |side: &Participant| named.iter().any(|p| is_of_one_side(p, side));
        match (is(&one), is(&two)) {
            (true, false) => Some(two),
            (false, true) => Some(one),
            _ => None,
        }
    }
}

/// Whether two act for the same side: one country's state and its rebels do not.
fn is_of_one_side(a: &Participant, b: &Participant) -> bool {
    let against = |actor: &Actor| matches!(actor.sector.as_str(), "REB" | "OPP" | "UAF" | "PRM");
    a.actor.best().zip(b.actor.best()).is_some_and(|(a, b)| a.country == b.country && against(a) == against(b))
}
