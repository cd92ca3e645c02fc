//! What cannot all be so: claims on one event, held by different sides, that differ in who, at whom, when, whether or how many.

use crate::claim::EventType;
use crate::event::{ClaimRef, Dispute, DisputeAbout, Event, FigureGroup, Meeting, Side};
use crate::fuse::meetings::{CALLS, calls_for_meeting};
use crate::fuse::scene::{Scene, clause_around};
use crate::fuse::who::actor_of;
use crate::{Actor, Interval, Span};

/// One claim with who holds it.
struct Held {
    claim: ClaimRef,
    holder: Option<Actor>,
}

/// Disputes, event by event.
pub(super) fn disputes(scene: &Scene<'_>, meetings: &[Meeting], figures: &[FigureGroup]) -> Vec<Dispute> {
    let mut disputes = Vec::new();
    for (number, event) in scene.events.iter().enumerate() {
        let held: Vec<Held> = event.claims.iter().map(|&claim| Held { claim, holder: holder(scene, claim) }).collect();
        disputes.extend(denial(scene, number, event, &held));
        disputes.extend(who(scene, number, event, &held, DisputeAbout::Actor));
        disputes.extend(who(scene, number, event, &held, DisputeAbout::Recipient));
        disputes.extend(when(scene, number, event, &held));
    }
    disputes.extend(meetings.iter().filter_map(|meeting| caller(scene, meeting)));
    disputes.extend(figures.iter().filter_map(|group| figure(scene, group)));
    disputes.sort_by_key(|dispute| (dispute.event, dispute.kind));
    disputes
}

/// Who holds a claim: the one it is attributed to.
fn holder(scene: &Scene<'_>, it: ClaimRef) -> Option<Actor> {
    scene.claim(it).attributed_to.as_ref().map(|p| actor_of(scene.text(it.report), p))
}

/// Whether two claims come from different mouths: other holders who are not of one side, or the voices of two reports.
fn differ(scene: &Scene<'_>, a: &Held, b: &Held) -> bool {
    match (&a.holder, &b.holder) {
        (Some(left), Some(right)) => scene.who(left).kin(&scene.who(right)) < 0.3,
        (None, None) => a.claim.report != b.claim.report,
        _ => true,
    }
}

fn side(scene: &Scene<'_>, held: &Held) -> Side {
    let text = scene.text(held.claim.report);
    let (claim, sentence) = (scene.claim(held.claim), scene.sentence(held.claim));
    let mut around = clause_around(text, sentence, claim.trigger);
    // "X, which officials say was Y": what the officials say begins with them.
    let speaker = claim.attributed_to.as_ref().map(|p| p.span.start);
    around.start = speaker.filter(|&at| at > around.start && at < claim.trigger.start).unwrap_or(around.start);
    let after = claim.recipients.iter().map(|p| p.span).filter(|p| sentence.contains(*p) && p.start > around.start);
    let span = after.fold(around, Span::cover);
    Side { holder: held.holder.clone(), report: held.claim.report, span, claim: held.claim }
}

fn dispute(scene: &Scene<'_>, event: usize, kind: DisputeAbout, sides: &[&Held]) -> Dispute {
    let mut told: Vec<Side> = Vec::new();
    for it in sides.iter().map(|held| side(scene, held)) {
        if !told.iter().any(|known| known.report == it.report && known.span == it.span) {
            told.push(it);
        }
    }
    Dispute { about: format!("{kind}: {}", scene.events[event].title), kind, event, sides: told }
}

/// One says that it happened, another that it did not.
fn denial(scene: &Scene<'_>, number: usize, event: &Event, held: &[Held]) -> Option<Dispute> {
    let real = |it: &&Held| !scene.claim(it.claim).aux.future && !scene.claim(it.claim).aux.hypothetical;
    let (deny, assert): (Vec<&Held>, Vec<&Held>) =
        held.iter().filter(real).partition(|it| scene.claim(it.claim).aux.negation);
    let facing: Vec<&Held> = assert.into_iter().filter(|a| deny.iter().any(|d| differ(scene, a, d))).collect();
    let sides: Vec<&Held> = facing.iter().chain(&deny).copied().collect();
    let both = !deny.is_empty() && !facing.is_empty() && event.kind != EventType::Request;
    both.then(|| dispute(scene, number, DisputeAbout::Denial, &sides))
}

/// Different holders name actors, or recipients, that have nothing to do with each other.
fn who(scene: &Scene<'_>, number: usize, event: &Event, held: &[Held], kind: DisputeAbout) -> Option<Dispute> {
    // At a meeting everybody names whom he likes; only acts done to somebody have one doer and one aim.
    if matches!(event.kind, EventType::Consult | EventType::Cooperate | EventType::Agree) || event.aux.historical {
        return None;
    }
    let named = |it: &Held| {
        let claim = scene.claim(it.claim);
        let side = if kind == DisputeAbout::Actor { &claim.actors } else { &claim.recipients };
        scene.actors(it.claim.report, side)
    };
    let naming: Vec<&Held> = held.iter().filter(|it| !named(it).is_empty()).collect();
    let at_odds = |a: &Held, b: &Held| differ(scene, a, b) && scene.kin(&named(a), &named(b)) < 0.3;
    let sides: Vec<&Held> = naming.iter().filter(|a| naming.iter().any(|b| at_odds(a, b))).copied().collect();
    let spoken = sides.iter().any(|it| it.holder.is_some());
    (sides.len() > 1 && spoken).then(|| dispute(scene, number, kind, &sides))
}

/// Days that do not meet.
fn when(scene: &Scene<'_>, number: usize, event: &Event, held: &[Held]) -> Option<Dispute> {
    let date = |it: &Held| scene.claim(it.claim).date;
    let apart = |a: Interval, b: Interval| !a.overlaps(b);
    let at_odds = |a: &Held, b: &Held| differ(scene, a, b) && date(a).zip(date(b)).is_some_and(|(a, b)| apart(a, b));
    let sides: Vec<&Held> = held.iter().filter(|a| held.iter().any(|b| at_odds(a, b))).collect();
    (sides.len() > 1 && !event.aux.historical).then(|| dispute(scene, number, DisputeAbout::Date, &sides))
}

/// Two who both called, or both host, a meeting, by different mouths.
fn caller(scene: &Scene<'_>, meeting: &Meeting) -> Option<Dispute> {
    let calls = |&it: &ClaimRef| calls_for_meeting(scene, it) || scene.trigger_has(it, CALLS);
    let held: Vec<Held> = meeting
        .claims
        .iter()
        .copied()
        .filter(calls)
        .map(|claim| Held { claim, holder: holder(scene, claim) })
        .collect();
    let actors = |it: &Held| scene.actors(it.claim.report, &scene.claim(it.claim).actors);
    let at_odds = |a: &Held, b: &Held| differ(scene, a, b) && scene.kin(&actors(a), &actors(b)) < 0.3;
    let sides: Vec<&Held> = held.iter().filter(|a| held.iter().any(|b| at_odds(a, b))).collect();
    (sides.len() > 1).then(|| {
        let mut it = dispute(scene, meeting.event, DisputeAbout::Caller, &sides);
        it.about = format!("{}: {}", DisputeAbout::Caller, meeting.name);
        it
    })
}

/// Counts of one event whose ranges do not meet.
fn figure(scene: &Scene<'_>, group: &FigureGroup) -> Option<Dispute> {
    let event = group.event?;
    let apart = |a: usize, b: usize| {
        let (a, b) = (&group.counts[a], &group.counts[b]);
        let below = |high: Option<f64>, low: Option<f64>| high.zip(low).is_some_and(|(high, low)| high < low);
        (a.report != b.report || a.whose != b.whose) && (below(a.high, b.low) || below(b.high, a.low))
    };
    let all = 0..group.counts.len();
    let at_odds = all.clone().filter(|&a| all.clone().any(|b| apart(a, b)));
    let first = scene.events[event].claims.first().copied()?;
    let sides: Vec<Side> = at_odds
        .map(|at| {
            let count = &group.counts[at];
            let span = scene.accounts[count.report].figures[count.figure].span;
            let own = scene.events[event].claims.iter().copied().find(|claim| claim.report == count.report);
            Side { holder: count.whose.clone(), report: count.report, span, claim: own.unwrap_or(first) }
        })
        .collect();
    let about = format!("{}: {}", DisputeAbout::Figure, scene.events[event].title);
    (sides.len() > 1).then_some(Dispute { about, kind: DisputeAbout::Figure, event, sides })
}
