//! Accounts of many reports to one story: claims of the same happening become one event, and what follows from events.
//!
//! [`fuse`] does all at once. [`Index`] is the part that grows: it takes one account after another, and regroups only the
//! claims that a new one touches; the outcome does not depend on their order. It keeps claims on a [`Shelf`], which a record
//! is too: then [`file_claims`], [`regroup`], [`event`] and [`derive()`] are its steps. What speaks for and against two claims
//! being of one event is [`Evidence`], a sum of named points.

mod alignments;
mod cluster;
mod commitments;
mod disputes;
mod events;
mod facets;
mod figures;
mod index;
mod keys;
mod meetings;
mod parts;
mod phrases;
mod scene;
mod score;
mod shelf;
mod title;
mod truces;
mod voices;
mod weights;
mod who;
mod words;

#[cfg(test)]
mod tests;

pub use events::event;
pub use facets::{Facets, facets};
pub use index::{Index, cohesion, file_claims};
pub use parts::regroup;
pub use score::Evidence;
pub use shelf::{ClaimId, Key, Link, Shelf};
pub use voices::{Print, voices};
pub use weights::Sign;

use crate::Account;
use crate::event::{ClaimRef, Event, Story};
use crate::fuse::facets::order;
use crate::fuse::scene::Scene;
use crate::knowledge::Knowledge;

/// Puts together what reports say.
///
/// Never fails. The same accounts in another order give the same story, with the accounts' indices changed.
pub fn fuse(accounts: &[Account], knowledge: &Knowledge) -> Story {
    let mut index = Index::default();
    for (report, account) in accounts.iter().enumerate() {
        index.add(report, account, knowledge);
    }
    index.settle();
    story(accounts, &index, knowledge)
}

/// The story that an index of these accounts tells.
pub fn story(accounts: &[Account], index: &Index, knowledge: &Knowledge) -> Story {
    let voices = voices(accounts);
    let events = index.groups().into_iter().map(|claims| {
        let cohesion = index.cohesion(&claims);
        event(claims, accounts, &voices, cohesion)
    });
    derive(events.collect(), accounts, knowledge)
}

/// Puts events in order, whatever order they come in, and adds what follows from them.
///
/// Takes what a record holds as well as what was fused just now.
pub fn derive(mut events: Vec<Event>, accounts: &[Account], knowledge: &Knowledge) -> Story {
    let order = order(accounts);
    let place = |claim: &ClaimRef| {
        order
            .get(claim.report)
            .map(|&report| (report, accounts[claim.report].claims[claim.claim].trigger.start, claim.claim))
    };
    for event in &mut events {
        event.claims.sort_by_cached_key(place);
    }
    events.sort_by_cached_key(|event| {
        (event.date.is_none(), event.date.map(|date| (date.start, date.end)), event.claims.first().map(place))
    });
    let scene = Scene::new(accounts, &events, knowledge);
    let meetings = meetings::meetings(&scene);
    let figures = figures::figures(&scene);
    Story {
        disputes: disputes::disputes(&scene, &meetings, &figures),
        commitments: commitments::commitments(&scene),
        truces: truces::truces(&scene),
        alignments: alignments::alignments(&scene),
        meetings,
        figures,
        events,
    }
}
