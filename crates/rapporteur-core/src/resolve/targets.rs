//! Whom an attack strikes where the words tell no state: people and things of the place, else of the state that the report is about.
//!
//! "Terrorists dynamited two bridges": what is struck is the people's whose land it is (`cases/GUIDELINES.md` has hospitals as
//! civilians of their country). An act that may have happened in several countries is left open, and so is one in a report about several.

use crate::actor::Unresolved;
use crate::claim::{Claim, Participant};
use crate::code::Act;
use crate::code::tree::Tree;
use crate::codebook::Codebook;
use crate::reading::{Deprel, EntityKind, Upos};
use crate::resolve::actors::Actors;
use crate::resolve::homes::settle;
use crate::resolve::inherit::Draft;
use crate::{Actor, EventType, Resolution, Span};

/// Things that stand for those who hold them.
const OF_SOLDIERS: &[&str] =
    &["base", "barracks", "barrack", "outpost", "garrison", "checkpoint", "bunker", "arsenal", "airfield"];

/// What is struck that is nobody: with its owner if one is told, else a site that has people.
pub(super) struct Targets<'a> {
    pub(super) tree: &'a Tree<'a>,
    pub(super) codebook: &'a Codebook,
    pub(super) actors: &'a Actors<'a>,
}

/// Sites of those who fight, whoever they are.
const OF_FIGHTERS: &[&str] =
    &["position", "line", "front", "stronghold", "hideout", "border", "launcher", "target", "column", "territory"];

/// One whom the words tell no state of, among the recipients of an act.
#[derive(Clone, Copy, Debug)]
pub(super) struct Struck {
    span: Span,
    /// A person of whom only the name is told.
    person: bool,
}

impl Targets<'_> {
    /// Adds the things that an act strikes to its recipients, and takes unknown persons whom fighters strike for civilians.
    pub(super) fn add(&self, act: &Act, by_fighters: bool, recipients: &mut Vec<Participant>) -> Vec<Struck> {
        let mut struck = Vec::new();
        // Of what is held up or seized only the owner counts; what is struck has people as well.
        let struck_or_held = matches!(act.kind, EventType::Assault | EventType::Coerce);
        for &token in act.recipients.iter().filter(|_| struck_or_held) {
            let unknown =
                matches!(self.actors.resolve(token).as_slice(), [Resolution::Unresolved(Unresolved::Unknown)]);
            let person = self.tree.entity_kind(token) == Some(EntityKind::Person);
            let actor = match person {
                _ if !unknown => None,
                true => by_fighters.then(|| self.called(token, "CVL")),
                false if act.kind == EventType::Coerce => self.owner(token),
                false => self.thing(token),
            };
            let Some(actor) = actor else { continue };
            let span = self.tree.noun_phrase(token);
            recipients.retain(|p| p.span != span);
            recipients.push(Participant { span, actor: Resolution::Resolved(actor) });
            struck.push(Struck { span, person });
        }
        struck
    }

    fn thing(&self, token: usize) -> Option<Actor> {
        let lemma = self.tree.lemma(token);
        if self.tree.upos(token) != Upos::Noun {
            return None;
        }
        if OF_FIGHTERS.contains(&lemma) {
            return self.owner(token);
        }
        let site = ["assault_site", "assault_part"].iter().any(|list| self.codebook.lists(list, lemma));
        let sector = if OF_SOLDIERS.contains(&lemma) { "MIL" } else { "CVL" };
        self.owner(token).or_else(|| site.then(|| self.called(token, sector)))
    }

    /// Somebody without a country by the words that stand for them.
    fn called(&self, token: usize, sector: &str) -> Actor {
        let words = self.tree.noun_phrase(token).of(self.tree.text);
        let name = words.split_whitespace().collect::<Vec<_>>().join(" ");
        Actor { name, country: String::new(), sector: sector.into() }
    }

    /// "the windows of the Salvadoran consulate", "the mayor's house": whose the thing is.
    fn owner(&self, token: usize) -> Option<Actor> {
        let tree = self.tree;
        let of = || tree.by(token, &[Deprel::Nmod]).find(|&n| tree.case(n) == Some("of"));
        let of = tree.by(token, &[Deprel::NmodPoss]).next().or_else(of)?;
        let actor = self.actors.resolve(of).into_iter().next()?.best()?.clone();
        // Bodies beyond states have no sector.
        let placed = !actor.sector.is_empty() || matches!(actor.country.as_str(), "UNO" | "IGO" | "EUR" | "NGO");
        (!actor.country.is_empty() && placed).then_some(actor)
    }
}

/// Gives those who are struck and have no state that of the report; things without one are nobody again.
pub(super) fn settle_struck(text: &str, draft: &mut Draft, home: Option<&str>) {
    let claim = &mut draft.claim;
    if claim.kind != EventType::Assault {
        return;
    }
    let foreign = claim.recipients.iter().any(|p| is_foreign(p.span.of(text)));
    if let Some(home) = home.filter(|_| !draft.several_places && !foreign) {
        settle(&mut claim.recipients, home);
    }
    drop_homeless(claim, &draft.struck);
}

/// "Western targets", "foreign residents": of another state than the report is about, whichever it is.
fn is_foreign(words: &str) -> bool {
    const ELSEWHERE: &[&str] = &[
        "foreign",
        "foreigner",
        "foreigners",
        "western",
        "westerners",
        "international",
        "european",
        "arab",
        "tourists",
    ];
    let mut words = words.split(|c: char| !c.is_alphabetic());
    words.any(|word| ELSEWHERE.contains(&&*word.to_lowercase()))
}

/// Takes back what was said of those for whom no state was found.
fn drop_homeless(claim: &mut Claim, struck: &[Struck]) {
    let of = |p: &Participant| struck.iter().find(|s| s.span == p.span).copied();
    let homeless = |p: &Participant| p.actor.best().is_some_and(|actor| actor.country.is_empty());
    claim.recipients.retain(|p| !(homeless(p) && of(p).is_some_and(|s| !s.person)));
    for participant in &mut claim.recipients {
        if homeless(participant) && of(participant).is_some() {
            participant.actor = Resolution::Unresolved(Unresolved::Unknown);
        }
    }
}
