//! Participants that a report names once: "the attacks", "he was kidnapped" take over whom an earlier act of the same kind named.
//!
//! The guide lets a doer be taken from elsewhere in the report where it is plain. Plain is: an act of the same type and a
//! compatible mode, and either nobody named at all by an event noun, or the same victim.

use crate::claim::{Claim, Participant};
use crate::resolve::targets::Struck;
use crate::{Actor, EventType};

/// A claim on its way, with what its trigger is.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) claim: Claim,
    /// Whether an event noun carries it that points back ("the attacks").
    pub(super) points_back: bool,
    /// Whether that noun is definite in so many words.
    pub(super) definite: bool,
    /// What it answers that was put before ("rejected the offer").
    pub(super) answers: Option<Answered>,
    /// Recipients whom the words tell no state of.
    pub(super) struck: Vec<Struck>,
    /// Whether it happened in several countries ("in Kenya and Tanzania").
    pub(super) several_places: bool,
}

/// What is refused or taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answered {
    /// "the offer", "the plan".
    Offer,
    /// "the demand".
    Demand,
    /// "He refused."
    Either,
}

impl Answered {
    /// Whether an act of this type puts it.
    fn is_put_by(self, kind: EventType) -> bool {
        match self {
            Self::Offer => matches!(kind, EventType::Agree | EventType::Concede),
            Self::Demand => matches!(kind, EventType::Request | EventType::Threaten),
            Self::Either => matches!(kind, EventType::Agree | EventType::Request | EventType::Concede),
        }
    }
}

/// How many sentences apart two tellings of one act may stand when nothing but its kind joins them.
const SAME_SCENE: usize = 6;

/// Fills empty sides from other acts of the report.
pub(super) fn inherit(drafts: &mut [Draft]) {
    for index in 0..drafts.len() {
        let draft = &drafts[index];
        if !inheriting(draft.claim.kind) && !speech(draft.claim.kind) {
            continue;
        }
        let (no_actors, no_recipients) = (draft.claim.actors.is_empty(), draft.claim.recipients.is_empty());
        let wholly = draft.points_back && no_actors && no_recipients && inheriting(draft.claim.kind);
        let partly =
            no_actors && !no_recipients && draft.claim.kind != EventType::Consult && inheriting(draft.claim.kind);
        let harmed = matches!(draft.claim.kind, EventType::Assault | EventType::Coerce);
        let told = speech(draft.claim.kind) || harmed && draft.definite && draft.claim.aux.is_asserted();
        let asked = draft.points_back && !no_actors && no_recipients && told;
        if !wholly && !partly && !asked {
            continue;
        }
        let Some(from) = antecedent(drafts, index, wholly) else { continue };
        let Claim { actors, recipients, trigger, date, place, aux, .. } = drafts[from].claim.clone();
        let elsewhere = wholly && drafts[index].claim.place.is_none();
        drafts[index].several_places |= elsewhere && drafts[from].several_places;
        let claim = &mut drafts[index].claim;
        if wholly {
            claim.date = claim.date.or(date);
            claim.place = claim.place.take().or(place);
            claim.aux.future |= aux.future && claim.aux.is_asserted() && claim.kind == EventType::Consult;
        }
        if no_actors {
            claim.actors = actors;
        }
        if no_recipients {
            claim.recipients = recipients;
        }
        claim.decided.filled_from = Some(trigger);
    }
    answer(drafts);
    share_plans(drafts);
}

/// "The government rejected the proposals": it is refused to whoever put them, in the sentences before.
fn answer(drafts: &mut [Draft]) {
    const NEAR: usize = 6;
    for index in 0..drafts.len() {
        let claim = &drafts[index].claim;
        let open = claim.recipients.is_empty() && !claim.actors.is_empty();
        let Some(answered) = drafts[index].answers.filter(|_| open) else { continue };
        let put = |other: &&Draft| {
            let from = &other.claim;
            let proposed = answered.is_put_by(from.kind);
            let known = from.actors.iter().any(|p| p.actor.best().is_some_and(|a| !a.country.is_empty()));
            let near = from.trigger.end <= claim.trigger.start && claim.sentence - from.sentence <= NEAR;
            proposed && known && near && !shares_side(&from.actors, &claim.actors)
        };
        let Some(from) = drafts.iter().rev().find(put).map(|d| d.claim.clone()) else { continue };
        drafts[index].claim.recipients = from.actors;
        drafts[index].claim.decided.filled_from = Some(from.trigger);
    }
}

fn inheriting(kind: EventType) -> bool {
    matches!(
        kind,
        EventType::Assault | EventType::Coerce | EventType::Sanction | EventType::Consult | EventType::Retreat
    )
}

/// "the Kuwaiti request": to whom it was put is told where it was told first.
fn speech(kind: EventType) -> bool {
    matches!(kind, EventType::Request | EventType::Agree | EventType::Threaten | EventType::Accuse)
}

/// The nearest act before, else after, that an act repeats.
fn antecedent(drafts: &[Draft], index: usize, wholly: bool) -> Option<usize> {
    let claim = &drafts[index].claim;
    let fits = |&other: &usize| {
        let from = &drafts[other].claim;
        let modes = from.mode == claim.mode || from.mode.is_empty() || claim.mode.is_empty();
        let told = from.actors.iter().chain(&from.recipients).any(|p| p.actor.best().is_some());
        let same_time = from.aux.is_asserted() == claim.aux.is_asserted() || claim.kind == EventType::Consult;
        let near = from.sentence.abs_diff(claim.sentence) <= if wholly { 12 } else { 40 };
        if from.kind != claim.kind || !modes || !told || !near || other == index {
            return false;
        }
        if wholly && elsewhere(from, claim) {
            return false;
        }
        if wholly {
            return same_time || claim.kind == EventType::Assault;
        }
        if claim.actors.is_empty() {
            let victim = shares(&claim.recipients, &from.recipients)
                || is_told_again(from, claim)
                || other < index && is_toll(from, claim)
                || drafts[index].points_back && is_harm_told(from, claim);
            !from.actors.is_empty() && victim
        } else if !speech(claim.kind) {
            // "Gunmen shot a judge. Police blamed the killing on the rebels": whom they are said to have killed.
            let known = from.actors.iter().any(|p| p.actor.best().is_some_and(|a| !a.country.is_empty()));
            let near = from.sentence.abs_diff(claim.sentence) <= SAME_SCENE;
            near && !from.recipients.is_empty() && (!known || shares_country(&claim.actors, &from.actors))
        } else {
            !from.recipients.is_empty() && shares_country(&claim.actors, &from.actors)
        }
    };
    let here = |other: &usize| fits(other) && claim.place.is_some() && same_place(&drafts[*other].claim, claim);
    // Acts stand in the order of the text: what lies far back is not what "the attack" means.
    let before = (index.saturating_sub(200)..index).rev();
    before
        .clone()
        .find(here)
        .or_else(|| before.clone().find(fits))
        .or_else(|| (index + 1..drafts.len().min(index + 200)).find(fits))
}

/// "rebels seized a general ... General Alzate was abducted": a harm of one mode to one kind of people, told twice.
fn is_told_again(from: &Claim, claim: &Claim) -> bool {
    let near = from.sentence.abs_diff(claim.sentence) <= SAME_SCENE;
    let same_mode = !claim.mode.is_empty() && claim.mode == from.mode && claim.kind == EventType::Assault;
    near && same_mode && shares_side(&claim.recipients, &from.recipients)
}

/// "Jets bombed the factory. Two workers were killed": the dead of an attack that the sentences before tell.
fn is_toll(from: &Claim, claim: &Claim) -> bool {
    const NEAR: usize = 2;
    let toll = claim.decided.frame.starts_with("assault-kill") && claim.sentence - from.sentence <= NEAR;
    toll && from.aux.is_asserted() && !elsewhere(from, claim) && !shares_side(&claim.recipients, &from.actors)
}

/// "Troops shot dead scores of protesters ... condemned the killing of civilians": the harm done to people that a report tells
/// of, as a noun.
fn is_harm_told(from: &Claim, claim: &Claim) -> bool {
    let people = |side: &[Participant]| {
        let all =
            side.iter().all(|p| p.actor.best().is_some_and(|a| matches!(a.sector.as_str(), "CVL" | "LAB" | "EDU")));
        all && !side.is_empty()
    };
    let near = from.sentence.abs_diff(claim.sentence) <= SAME_SCENE && from.aux.is_asserted();
    near && claim.kind == EventType::Assault
        && people(&claim.recipients)
        && people(&from.recipients)
        && !elsewhere(from, claim)
}

/// Whether somebody of one country and sector stands on both: a government and its rebels do not.
fn shares_side(a: &[Participant], b: &[Participant]) -> bool {
    let sides = |side: &[Participant]| -> Vec<(String, String)> {
        let actors = side.iter().filter_map(|p| p.actor.best());
        actors.filter(|a| !a.country.is_empty()).map(|a| (a.country.clone(), a.sector.clone())).collect()
    };
    let others = sides(b);
    sides(a).iter().any(|side| others.contains(side))
}

fn same_place(a: &Claim, b: &Claim) -> bool {
    a.place.as_ref().zip(b.place.as_ref()).is_some_and(|(a, b)| a.country == b.country)
}

/// Meetings still to come that one report tells in several sentences: the day said in one and the place said in another
/// are those of all, as long as nothing speaks against it.
fn share_plans(drafts: &mut [Draft]) {
    let planned = |c: &Claim| c.kind == EventType::Consult && c.aux.future && !c.aux.historical && c.mode != "visit";
    for index in 0..drafts.len() {
        let claim = &drafts[index].claim;
        // "the session", "host of the talks": whoever is named, the meeting is the one told of.
        let back = drafts[index].points_back && claim.kind == EventType::Consult;
        if !(planned(claim) || back) || (claim.date.is_some() && claim.place.is_some()) {
            continue;
        }
        let fits = |other: &&Draft| {
            let from = &other.claim;
            let dates = claim.date.zip(from.date).is_none_or(|(a, b)| a.overlaps(b));
            let company = back || shares_country(&all(claim), &all(from));
            planned(from) && from.trigger != claim.trigger && dates && !elsewhere(from, claim) && company
        };
        let window = index.saturating_sub(200)..drafts.len().min(index + 200);
        let others: Vec<&Draft> = drafts[window].iter().filter(fits).collect();
        let nearest = |has: &dyn Fn(&Claim) -> bool| {
            others
                .iter()
                .filter(|d| has(&d.claim))
                .min_by_key(|d| d.claim.sentence.abs_diff(claim.sentence))
                .map(|d| d.claim.clone())
        };
        let date = nearest(&|c| c.date.is_some()).and_then(|c| c.date);
        let place = nearest(&|c| c.place.is_some()).and_then(|c| c.place);
        let claim = &mut drafts[index].claim;
        claim.aux.future |= back && date.is_some() && claim.date.is_none() && claim.aux.is_asserted();
        claim.date = claim.date.or(date);
        claim.place = claim.place.take().or(place);
    }
}

fn all(claim: &Claim) -> Vec<Participant> {
    claim.actors.iter().chain(&claim.recipients).cloned().collect()
}

/// Whether two acts are told of different countries.
fn elsewhere(a: &Claim, b: &Claim) -> bool {
    a.place.as_ref().zip(b.place.as_ref()).is_some_and(|(a, b)| a.country != b.country)
}

/// Whether two sides name the same body or person.
fn shares(a: &[Participant], b: &[Participant]) -> bool {
    let names = |side: &[Participant]| -> Vec<Actor> { side.iter().filter_map(|p| p.actor.best().cloned()).collect() };
    let others = names(b);
    names(a).iter().any(|actor| {
        !actor.name.is_empty() && others.iter().any(|o| o.name == actor.name && o.country == actor.country)
    })
}

/// Whether two sides act for the same country: "the Kuwaiti request" was put by Kuwait's government.
fn shares_country(a: &[Participant], b: &[Participant]) -> bool {
    let countries = |side: &[Participant]| -> Vec<String> {
        side.iter().filter_map(|p| p.actor.best()).map(|a| a.country.clone()).filter(|c| !c.is_empty()).collect()
    };
    let others = countries(b);
    countries(a).iter().any(|c| others.contains(c))
}
