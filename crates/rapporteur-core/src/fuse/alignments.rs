//! Who backs, arms, fights, allies with and talks to whom, from claims told as real and from how reports describe actors.

use std::collections::BTreeMap;

use crate::claim::{Claim, EventType};
use crate::event::{Alignment, ClaimRef, Tie};
use crate::fuse::scene::{Scene, add, clause_after};
use crate::fuse::words::words;
use crate::knowledge::fold;
use crate::{Actor, Interval, Span};

/// Beginnings of words for arms.
const ARMS: &[&str] = &["arm", "arms", "armed", "arming", "weapon", "munition", "missile", "rifle", "ammunition"];
/// Beginnings of words for going into another's country with force.
const ENTERS: &[&str] = &["interven", "invad", "invasion", "incursion", "cross", "entered"];
/// Words after an act of force that name the side it is done for.
const ON_BEHALF: &[&str] =
    &["on behalf of ", "alongside ", "in support of ", "on the side of ", "in defense of ", "in defence of "];
/// Descriptions that make two allies, when a name follows.
const AFFILIATE: &[&str] = &[
    ", an affiliate of ",
    ", an ally of ",
    ", a close ally of ",
    ", allied with ",
    ", affiliated with ",
    ", a member of ",
];

type Key = (Actor, Actor, Tie);

/// Ties, in order of the actors' names.
pub(super) fn alignments(scene: &Scene<'_>) -> Vec<Alignment> {
    let mut ties: BTreeMap<Key, Vec<ClaimRef>> = BTreeMap::new();
    for it in scene.claims() {
        let claim = scene.claim(it);
        let mut found = described(scene, it);
        if claim.aux.is_asserted() && !claim.aux.historical {
            found.extend(acted(scene, it, claim));
        }
        if claim.kind == EventType::Consult && !claim.aux.negation && !claim.aux.historical {
            found.extend(talked(scene, it, claim));
        }
        for (actor, recipient, tie) in found {
            let (actor, recipient) = (scene.side(&actor), scene.side(&recipient));
            if actor != recipient && !actor.name.is_empty() && !recipient.name.is_empty() {
                add(ties.entry((actor, recipient, tie)).or_default(), [it]);
            }
        }
    }
    ties.into_iter().map(|(key, claims)| alignment(scene, key, claims)).collect()
}

fn alignment(scene: &Scene<'_>, (actor, recipient, tie): Key, claims: Vec<ClaimRef>) -> Alignment {
    let days: Vec<Interval> = claims.iter().filter_map(|&it| scene.when(it)).collect();
    let start = days.iter().map(|day| day.start).min();
    let end = days.iter().map(|day| day.end).max();
    let seen = start.zip(end).map(|(start, end)| Interval::range(start, end));
    let recipient = if tie == Tie::IntervenesIn { recipient } else { scene.shown(recipient) };
    let actor = scene.shown(actor);
    Alignment { actor, recipient, tie, sign: tie.sign(), seen, claims }
}

fn pairs(actors: &[Actor], recipients: &[Actor], tie: Tie) -> Vec<Key> {
    actors.iter().flat_map(|a| recipients.iter().map(move |b| (a.clone(), b.clone(), tie))).collect()
}

/// Ties that an act shows.
fn acted(scene: &Scene<'_>, it: ClaimRef, claim: &Claim) -> Vec<Key> {
    let (actors, recipients) = (scene.actors(it.report, &claim.actors), scene.actors(it.report, &claim.recipients));
    match claim.kind {
        EventType::Aid if gives_arms(scene, it) => pairs(&actors, &recipients, Tie::Arms),
        EventType::Aid if is_party(&recipients) => pairs(&actors, &recipients, Tie::Backs),
        EventType::Support => pairs(&actors, &recipients, Tie::Backs),
        EventType::Assault => fought(scene, it, claim, &actors, &recipients),
        _ => Vec::new(),
    }
}

fn gives_arms(scene: &Scene<'_>, it: ClaimRef) -> bool {
    let (text, trigger) = (scene.text(it.report), scene.claim(it).trigger);
    let after = clause_after(text, scene.sentence(it), trigger.end);
    let near = words(text.get(trigger.start..after.end.max(trigger.end)).unwrap_or_default());
    near.iter().take(5).any(|word| ARMS.iter().any(|arm| word == arm || (arm.len() > 4 && word.starts_with(arm))))
}

/// Relief to people makes no tie, nor does what befalls a state's things, of which no sector is told.
fn is_party(recipients: &[Actor]) -> bool {
    let people = |it: &Actor| matches!(it.sector.as_str(), "CVL" | "REF" | "MED" | "EDU" | "REL" | "JRN");
    let thing = |it: &Actor| it.sector.is_empty() && !matches!(it.country.as_str(), "UNO" | "EUR" | "IGO" | "IMG");
    recipients.iter().any(|it| !people(it) && !thing(it))
}

fn fought(scene: &Scene<'_>, it: ClaimRef, claim: &Claim, actors: &[Actor], recipients: &[Actor]) -> Vec<Key> {
    let mut ties = pairs(
        actors,
        &recipients.iter().filter(|r| is_party(std::slice::from_ref(r))).cloned().collect::<Vec<_>>(),
        Tie::Fights,
    );
    let text = scene.text(it.report);
    let rest = Span::new(
        claim.trigger.end,
        clause_after(text, scene.sentence(it), claim.trigger.end).end.max(claim.trigger.end),
    );
    if let Some(at) = ON_BEHALF.iter().find_map(|mark| rest.of(text).find(mark).map(|at| rest.start + at + mark.len()))
    {
        let named = scene.named_in(it.report, Span::new(at, rest.end));
        ties.extend(named.into_iter().take(1).flat_map(|(_, side)| pairs(actors, &[side], Tie::Backs)));
    }
    let country = claim.place.as_ref().and_then(|place| scene.knowledge.state(&place.country));
    if let Some(state) = country.filter(|_| recipients.is_empty() && scene.trigger_has(it, ENTERS)) {
        let abroad: Vec<Actor> = actors.iter().filter(|a| a.country != state.actor.country).cloned().collect();
        ties.extend(pairs(&abroad, std::slice::from_ref(&state.actor), Tie::IntervenesIn));
    }
    ties
}

/// Every two of different countries that sit at one table, where that is not a gathering of many.
fn talked(scene: &Scene<'_>, it: ClaimRef, claim: &Claim) -> Vec<Key> {
    let all: Vec<_> = claim.actors.iter().chain(&claim.recipients).cloned().collect();
    let mut sides: Vec<Actor> = scene.actors(it.report, &all).iter().map(|actor| scene.side(actor)).collect();
    sides.sort();
    sides.dedup();
    match sides.as_slice() {
        [a, b] if a.country != b.country && !a.country.is_empty() && !b.country.is_empty() => {
            vec![(a.clone(), b.clone(), Tie::TalksWith)]
        }
        _ => Vec::new(),
    }
}

/// Ties in how the report describes the claim's participants: "X, an affiliate of Y", "Turkey, a NATO ally", "and its Syrian ally".
fn described(scene: &Scene<'_>, it: ClaimRef) -> Vec<Key> {
    let claim = scene.claim(it);
    let text = scene.text(it.report);
    let people = claim.actors.iter().chain(&claim.recipients).filter(|p| !p.span.is_empty());
    let mut ties = Vec::new();
    for participant in people {
        let Some(actor) = participant.actor.best() else { continue };
        let rest = text.get(participant.span.end..).unwrap_or_default();
        let partner = AFFILIATE.iter().find_map(|mark| rest.strip_prefix(mark)).and_then(|name| known(scene, name));
        let ally = rest.strip_prefix(", a ").or_else(|| rest.strip_prefix(", an ")).and_then(|name| {
            let partner = known(scene, name)?;
            let after = name.split(' ').take(5).find(|word| word.starts_with("ally") || word.ends_with(','))?;
            after.starts_with("ally").then_some(partner)
        });
        let its =
            rest.strip_prefix(" and its ").filter(|rest| rest.split(' ').nth(1).is_some_and(|w| w.starts_with("ally")));
        let its = its.and_then(|rest| {
            let code = scene.knowledge.demonym(rest.split(' ').next()?)?;
            scene.knowledge.state(code).map(|state| state.actor.clone())
        });
        ties.extend(partner.or(ally).or(its).map(|partner| (actor.clone(), partner, Tie::AlliedWith)));
    }
    ties
}

/// The longest known name that a text begins with.
fn known(scene: &Scene<'_>, text: &str) -> Option<Actor> {
    let ends = text.char_indices().filter(|(_, c)| !c.is_alphanumeric() && *c != '-').map(|(at, _)| at).take(5);
    let names: Vec<&str> = ends.map(|end| &text[..end]).filter(|name| name.starts_with(char::is_uppercase)).collect();
    names.iter().rev().find_map(|name| {
        let entries = scene.knowledge.named(&fold(name));
        entries.first().map(|&entry| scene.knowledge.entry(entry).actor.clone())
    })
}
