//! What a reviewer should look at first: where the machine doubts, and where it matters.

use std::collections::BTreeSet;
use std::sync::Arc;

use rapporteur_core::Resolution;
use rapporteur_core::claim::{Claim, EventType, Participant};
use rapporteur_core::event::ClaimRef;
use rapporteur_store::{Act, TargetKind};

use super::views::View;
use crate::output::views::Filter;

/// A claim to be looked at.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Task {
    /// Which one.
    pub(super) at: ClaimRef,
    /// 0 to 1.
    pub(super) doubt: f32,
    /// How much hangs on it.
    pub(super) weight: f32,
    /// What the doubt is about.
    pub(super) why: Vec<&'static str>,
}

/// Claims that nobody decided about yet and that pass a filter, which `carried` names; those with most doubt times weight
/// first.
pub(super) fn queue(view: &View, filter: &Filter, carried: &str) -> Arc<Vec<Task>> {
    view.keep(format!("queue {carried}"), || tasks(view, filter))
}

fn tasks(view: &View, filter: &Filter) -> Vec<Task> {
    let decided: BTreeSet<&str> = view
        .moment
        .decisions
        .iter()
        .filter(|it| it.in_force && it.target.kind == TargetKind::Claim)
        .filter(|it| matches!(it.act, Act::Accept | Act::Edit | Act::Reject))
        .map(|it| it.target.id.as_str())
        .collect();
    let disputed: BTreeSet<usize> = view.overview.story.disputes.iter().map(|it| it.event).collect();
    let mut tasks = Vec::new();
    for (index, event) in view.overview.story.events.iter().enumerate() {
        let weight = matters(event.kind) * (1.0 + (event.reports as f32).ln());
        let weight = if disputed.contains(&index) { 1.5 * weight } else { weight };
        for &at in &event.claims {
            let Some((account, claim)) = view.get(at) else { continue };
            if decided.contains(view.overview.claim_id(at)) || !filter.claim(account, claim) {
                continue;
            }
            let (doubt, why) = doubt(claim);
            tasks.push(Task { at, doubt, weight, why });
        }
    }
    tasks.sort_by(|a, b| (b.doubt * b.weight).total_cmp(&(a.doubt * a.weight)).then_with(|| a.at.cmp(&b.at)));
    tasks
}

/// How much the machine doubts a claim, and what about.
fn doubt(claim: &Claim) -> (f32, Vec<&'static str>) {
    let everybody = || claim.actors.iter().chain(&claim.recipients).chain(&claim.attributed_to);
    let any = |test: fn(&Participant) -> bool| everybody().any(test);
    let reasons = [
        (0.25, "nobody known to act", claim.actors.is_empty()),
        (0.20, "a name with several readings", any(|it| matches!(it.actor, Resolution::Ambiguous(_)))),
        (0.20, "a name not resolved", any(|it| matches!(it.actor, Resolution::Unresolved(_)))),
        (0.15, "no date", claim.date.is_none()),
        (0.10, "another frame came close", claim.decided.runner_up.is_some()),
        (0.10, "actors taken over from an earlier sentence", claim.decided.filled_from.is_some()),
    ];
    let unsure = 0.5 * (1.0 - claim.decided.score.clamp(0.0, 1.0));
    let holding = || reasons.iter().filter(|(.., holds)| *holds);
    let sum = unsure + holding().map(|(doubt, ..)| doubt).sum::<f32>();
    (sum.min(1.0), holding().map(|(_, why, _)| *why).collect())
}

/// How much a type of act changes things.
fn matters(kind: EventType) -> f32 {
    use EventType as T;
    match kind {
        T::Assault | T::Agree | T::Retreat | T::Concede | T::Sanction => 1.0,
        T::Coerce | T::Mobilize | T::Consult | T::Threaten | T::Reject | T::Aid => 0.8,
        T::Accuse | T::Request | T::Support | T::Cooperate | T::Protest => 0.6,
    }
}
