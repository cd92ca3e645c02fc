//! Who counts how many: figures of one thing side by side, never summed.

use std::collections::BTreeMap;

use crate::account::{Counted, Figure};
use crate::event::{ClaimRef, FigureGroup, FigureRef};
use crate::fuse::scene::Scene;
use crate::fuse::who::actor_of;

/// Groups figures by what they count and by the event, or else the country, that they belong to.
pub(super) fn figures(scene: &Scene<'_>) -> Vec<FigureGroup> {
    let mut groups: BTreeMap<(bool, Option<usize>, Counted, String), Vec<FigureRef>> = BTreeMap::new();
    for (report, account) in scene.accounts.iter().enumerate() {
        for (number, figure) in account.figures.iter().enumerate() {
            let near = nearest(scene, report, figure);
            let event = near.and_then(|claim| scene.event_of(claim));
            let country = near.map_or_else(String::new, |claim| country(scene, claim));
            let historical = figure.historical || near.is_some_and(|claim| scene.claim(claim).aux.historical);
            let whose = figure.whose.as_ref().map(|p| actor_of(scene.text(report), p));
            let count = FigureRef { report, figure: number, whose, low: figure.low, high: figure.high };
            groups.entry((historical, event, figure.what, country)).or_default().push(count);
        }
    }
    let groups = groups.into_iter().map(|((historical, event, what, country), counts)| FigureGroup {
        what,
        event,
        country,
        historical,
        low: counts.iter().filter_map(|c| c.low).min_by(f64::total_cmp),
        high: counts.iter().filter_map(|c| c.high).max_by(f64::total_cmp),
        counts,
    });
    groups.collect()
}

/// The claim of the figure's sentence that it counts for: violence for the dead, else the nearest.
fn nearest(scene: &Scene<'_>, report: usize, figure: &Figure) -> Option<ClaimRef> {
    use crate::EventType::{Assault, Coerce, Mobilize, Sanction};
    let account = &scene.accounts[report];
    let sentence = account.sentences.iter().position(|s| s.overlaps(figure.span))?;
    let suits = |kind| match figure.what {
        Counted::Killed | Counted::Wounded | Counted::Missing => kind == Assault,
        Counted::Displaced => matches!(kind, Sanction | Assault),
        Counted::Detained => kind == Coerce,
        Counted::Troops => matches!(kind, Mobilize | Assault),
        _ => false,
    };
    let claims = account.claims.iter().enumerate().filter(|(_, claim)| claim.sentence == sentence);
    let distance = |span: crate::Span| span.start.abs_diff(figure.span.start);
    let nearest = claims.min_by_key(|(_, claim)| (!suits(claim.kind), distance(claim.trigger)));
    nearest.map(|(claim, _)| ClaimRef { report, claim })
}

/// Where a claim is, or whom it is done to.
fn country(scene: &Scene<'_>, claim: ClaimRef) -> String {
    let it = scene.claim(claim);
    let place = it.place.as_ref().map(|place| place.country.clone());
    let first = it.recipients.first().and_then(|p| p.actor.best()).map(|actor| actor.country.clone());
    place.or(first).unwrap_or_default()
}
