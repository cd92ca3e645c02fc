//! Accounts of many reports to one story: claims of the same happening become one event, and what follows from events.
//!
//! [`fuse`] does all at once. [`Index`] is the part that grows: it takes one account after another, and regroups only the
//! claims that a new one touches; the outcome does not depend on their order. What speaks for and against two claims being
//! of one event is [`Evidence`], a sum of named points.

mod alignments;
mod cluster;
mod commitments;
mod disputes;
mod events;
mod facets;
mod figures;
mod index;
mod meetings;
mod phrases;
mod scene;
mod score;
mod title;
mod truces;
mod who;
mod words;

#[cfg(test)]
mod tests;

pub use index::Index;
pub use score::Evidence;

use crate::Account;
use crate::event::{Event, Story};
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
    let groups = index.groups().into_iter();
    let mut events: Vec<Event> = groups
        .map(|claims| {
            let cohesion = index.cohesion(&claims);
            events::event(claims, accounts, cohesion)
        })
        .collect();
    events.sort_by_key(|event| (event.date.is_none(), event.date.map(|date| (date.start, date.end))));
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
