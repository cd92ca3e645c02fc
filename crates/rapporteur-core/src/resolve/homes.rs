//! Of which country people are whom no word gives one: of the place where it happens, else of the state that a report is about;
//! and who did what a claim only points at.

use std::collections::BTreeSet;

use crate::claim::{Claim, ClaimPlace, Participant};
use crate::code::Act;
use crate::code::tree::Tree;
use crate::reading::Deprel;
use crate::resolve::actors::Actors;
use crate::resolve::claims::{PEOPLE, is_same};
use crate::resolve::inherit::Draft;
use crate::{Actor, EventType, Resolution};

/// Those whom nobody knows but by what they do there.
const STRANGERS: &[&str] = &["UAF", "CRM", "BUS"];

/// Those of the state that guard its people.
const GUARDS: &[&str] = &["MIL", "COP"];

/// "condemned the bombing": whom it is aimed at is who did that, once it is known.
pub(super) fn accuse_doers(tree: &Tree<'_>, acts: &[Act], drafts: &mut [Draft]) {
    for index in 0..drafts.len() {
        let claim = &drafts[index].claim;
        if claim.kind != EventType::Accuse || !claim.recipients.is_empty() {
            continue;
        }
        let accused = |deed: &Act| {
            let object = matches!(tree.rel(deed.token), Deprel::Obj | Deprel::NsubjPass);
            tree.head(deed.token) == Some(acts[index].token) && object
        };
        let deed = acts.iter().position(accused).filter(|&deed| !drafts[deed].claim.aux.negation);
        let Some(Claim { actors: doers, trigger, .. }) = deed.map(|deed| drafts[deed].claim.clone()) else { continue };
        let claim = &mut drafts[index].claim;
        claim.recipients = doers.into_iter().filter(|p| !claim.actors.iter().any(|own| is_same(own, p))).collect();
        claim.decided.filled_from = Some(trigger).filter(|_| !claim.recipients.is_empty());
    }
}

/// "Nine people were killed": where it is not told again, the attack is the one told in the sentences before.
pub(super) fn place_victims(drafts: &mut [Draft]) {
    const NEAR: usize = 2;
    let mut last: Option<(usize, Option<ClaimPlace>, String)> = None;
    for draft in drafts {
        if draft.claim.kind != EventType::Assault {
            continue;
        }
        if draft.several_places {
            last = None;
            continue;
        }
        let claim = &mut draft.claim;
        let nobody = claim.recipients.is_empty() && claim.aux.is_asserted();
        let victims = (claim.actors.is_empty() && !claim.recipients.is_empty() || nobody) && claim.place.is_none();
        if let Some((_, place, country)) = last.as_ref().filter(|(at, ..)| victims && claim.sentence - at <= NEAR) {
            claim.place.clone_from(place);
            settle(&mut claim.recipients, country);
        }
        let place = claim.place.clone().filter(|place| !place.country.is_empty());
        let target = || claim.recipients.iter().find_map(|p| p.actor.best().map(|a| a.country.clone()));
        let country = place.as_ref().map(|place| place.country.clone()).or_else(target).unwrap_or_default();
        if country.len() == 3 {
            last = Some((claim.sentence, place, country));
        }
    }
}

/// People of no nationality are of this country, and so are soldiers and policemen of none.
pub(super) fn settle(people: &mut [Participant], country: &str) {
    for participant in people {
        if let Resolution::Resolved(actor) = &mut participant.actor
            && actor.country.is_empty()
            && PEOPLE.iter().chain(GUARDS).chain(STRANGERS).any(|sector| *sector == actor.sector)
        {
            country.clone_into(&mut actor.country);
        }
    }
}

/// People without a nationality who suffer an act are those of the place where it happens.
pub(super) fn locate_people(claim: &mut Claim, actors: &Actors<'_>, token: usize) {
    let Some(place) = claim.place.as_ref().map(|p| p.country.clone()).filter(|c| !c.is_empty()) else { return };
    // A hamlet of which there are many: not the one in a state that the report does not name.
    let home = actors.home(token).filter(|home| *home != place && !actors.names_state(&place));
    let country = home.map_or(place, str::to_owned);
    settle(&mut claim.recipients, &country);
    let stranger = |p: &Participant| p.actor.best().is_some_and(|a| STRANGERS.contains(&a.sector.as_str()));
    if claim.actors.iter().all(stranger) {
        settle(&mut claim.actors, &country);
    }
}

/// People of no nationality in an act that is told of no place: whom a state's police or courts hold are its own; else they
/// are those of the one country that the report is about.
pub(super) fn at_home(claim: &mut Claim, home: Option<&str>) {
    if claim.place.as_ref().is_some_and(|place| !place.country.is_empty()) {
        return;
    }
    let law = |a: &&Actor| matches!(a.sector.as_str(), "COP" | "JUD") && a.country.len() == 3;
    let holder = claim.actors.iter().filter_map(|p| p.actor.best()).find(law).map(|a| a.country.clone());
    let Some(country) = holder.or_else(|| home.map(str::to_owned)) else { return };
    settle(&mut claim.actors, &country);
    settle(&mut claim.recipients, &country);
    settle_names(claim, &country);
}

/// "Russia and its Syrian ally bombed the town": of which of the two it is, or of neither, is not told.
pub(super) fn is_foreign_deed(claim: &Claim) -> bool {
    let states =
        claim.actors.iter().filter_map(|p| p.actor.best()).map(|a| a.country.as_str()).filter(|c| c.len() == 3);
    claim.kind == EventType::Assault && states.collect::<BTreeSet<_>>().len() > 1
}

/// Names of which a report tells nothing more ("the Nasa") are of the country that it is about.
pub(super) fn settle_names(claim: &mut Claim, country: &str) {
    for participant in claim.actors.iter_mut().chain(&mut claim.recipients) {
        if let Resolution::Resolved(actor) = &mut participant.actor
            && actor.country.is_empty()
            && actor.sector.is_empty()
            && actor.name.starts_with(char::is_uppercase)
        {
            country.clone_into(&mut actor.country);
        }
    }
}

/// An opposition that fights is armed: "the opposition, which has been fighting the government".
pub(super) fn arm_opposition(claim: &mut Claim) {
    if claim.kind != EventType::Assault || claim.mode == "primitive" {
        return;
    }
    for participant in &mut claim.actors {
        if let Resolution::Resolved(actor) = &mut participant.actor
            && actor.sector == "OPP"
            && actor.name.ends_with("opposition")
        {
            "REB".clone_into(&mut actor.sector);
        }
    }
}
