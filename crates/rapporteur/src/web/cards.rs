//! Claims and decisions as templates show them.

use rapporteur_core::claim::{Claim, Participant, Quadrant};
use rapporteur_core::event::ClaimRef;
use rapporteur_core::{Account, EventType, Resolution, Span};
use rapporteur_store::{Act, Decision, TargetKind};

use super::asked::encode;
use super::markup::{Mark, Piece, pieces};
use super::names;
use super::views::View;
use crate::output::{dates, phrase};
use crate::review::ClaimChange;

/// A claim with its sentence, its reading and what people decided about it.
pub(super) struct Card {
    pub(super) key: String,
    pub(super) report: String,
    pub(super) report_link: String,
    pub(super) publisher: String,
    pub(super) published: String,
    pub(super) sentence: usize,
    /// The sentence with the claim's words marked.
    pub(super) pieces: Vec<Piece>,
    pub(super) kind: EventType,
    pub(super) mode: String,
    pub(super) quadrant: &'static str,
    pub(super) trigger: String,
    pub(super) actors: Vec<Somebody>,
    pub(super) recipients: Vec<Somebody>,
    pub(super) said_by: Option<Somebody>,
    /// For people, and as a form takes it.
    pub(super) date: String,
    pub(super) iso: String,
    pub(super) place: String,
    pub(super) place_country: String,
    pub(super) reality: String,
    pub(super) condition: String,
    pub(super) frame: String,
    pub(super) runner_up: String,
    /// How sure the machine is, in per cent.
    pub(super) score: u32,
    /// Id and title of its event; empty for a rejected claim.
    pub(super) event: String,
    pub(super) event_title: String,
    pub(super) status: &'static str,
    pub(super) history: Vec<Verdict>,
}

/// Somebody in a claim.
pub(super) struct Somebody {
    pub(super) words: String,
    pub(super) name: String,
    /// With codes, as a form takes it.
    pub(super) written: String,
    pub(super) codes: String,
    /// What is not sure about it; empty when it is.
    pub(super) doubt: String,
}

/// A decision in words.
pub(super) struct Verdict {
    pub(super) id: i64,
    pub(super) when: String,
    pub(super) reviewer: String,
    pub(super) act: Act,
    pub(super) words: String,
    pub(super) comment: String,
    pub(super) in_force: bool,
}

/// The class that a type's quadrant has in the style sheet.
pub(super) fn quadrant(kind: EventType) -> &'static str {
    match kind.quadrant() {
        Quadrant::VerbalCooperation => "verbal-cooperation",
        Quadrant::MaterialCooperation => "material-cooperation",
        Quadrant::VerbalConflict => "verbal-conflict",
        Quadrant::MaterialConflict => "material-conflict",
    }
}

/// The card of a claim.
pub(super) fn card(view: &View, at: ClaimRef) -> Option<Card> {
    let (account, claim) = view.get(at)?;
    let key = view.overview.claim_id(at);
    let mut card = bare(view, account, claim, key);
    if let Some((id, event)) = view.event_of(at) {
        card.event = id.to_owned();
        card.event_title = phrase::capital(&event.title);
    }
    Some(card)
}

/// The card of a claim by its key, rejected ones too.
pub(super) fn by_key(view: &View, key: &str) -> Option<Card> {
    if let Some(at) = view.claim(key) {
        return card(view, at);
    }
    let rejected = view.rejected.iter().find(|it| it.key == key)?;
    Some(bare(view, view.overview.accounts.get(rejected.report)?, &rejected.claim, key))
}

fn bare(view: &View, account: &Account, claim: &Claim, key: &str) -> Card {
    let text = &account.report.text;
    let somebody = |them: &[Participant]| them.iter().map(|it| somebody(account, it)).collect();
    let decisions = view.decisions_on(TargetKind::Claim, key);
    let changed = view.moment.review.change(key);
    let place = claim.place.as_ref();
    let place_name = changed.and_then(|it| it.place.as_ref()).map(|it| it.name.clone());
    Card {
        key: key.to_owned(),
        report: account.report.name.clone(),
        report_link: report_link(&account.report.name),
        publisher: account.report.publisher.clone().unwrap_or_else(|| account.report.name.clone()),
        published: account.report.published.map(dates::day).unwrap_or_default(),
        sentence: claim.sentence + 1,
        pieces: sentence(account, claim, key),
        kind: claim.kind,
        mode: claim.mode.clone(),
        quadrant: quadrant(claim.kind),
        trigger: claim.trigger.of(text).to_owned(),
        actors: somebody(&claim.actors),
        recipients: somebody(&claim.recipients),
        said_by: claim.attributed_to.as_ref().map(|it| self::somebody(account, it)),
        date: claim.date.map(dates::interval).unwrap_or_default(),
        iso: claim.date.map(|date| date.to_string()).unwrap_or_default(),
        place: place_name.or(place.map(|it| it.span.of(text).to_owned())).unwrap_or_default(),
        place_country: place.map(|it| it.country.clone()).unwrap_or_default(),
        reality: claim.aux.names().join(", "),
        condition: claim.condition.map(|span| one_line(span.of(text))).unwrap_or_default(),
        frame: claim.decided.frame.clone(),
        runner_up: claim.decided.runner_up.clone().unwrap_or_default(),
        score: (claim.decided.score.clamp(0.0, 1.0) * 100.0).round() as u32,
        event: String::new(),
        event_title: String::new(),
        status: status(&decisions),
        history: decisions.into_iter().map(verdict).collect(),
    }
}

/// Where a report is shown.
pub(super) fn report_link(name: &str) -> String {
    format!("/report/{}", encode(name))
}

fn somebody(account: &Account, participant: &Participant) -> Somebody {
    let words = one_line(participant.span.of(&account.report.text));
    let (actor, doubt) = match &participant.actor {
        Resolution::Resolved(actor) => (Some(actor), String::new()),
        Resolution::Ambiguous(them) => {
            let others: Vec<&str> = them.iter().skip(1).map(|it| it.name.as_str()).collect();
            (them.first(), format!("or {}", others.join(", ")))
        }
        Resolution::Unresolved(_) => (None, "not resolved".to_owned()),
    };
    let name = actor.map_or_else(|| words.clone(), |it| it.name.clone());
    let codes = actor.map(|it| [it.country.as_str(), it.sector.as_str()].join(" ").trim().to_owned());
    Somebody {
        written: actor.map_or_else(|| name.clone(), names::written),
        words,
        name,
        codes: codes.unwrap_or_default(),
        doubt,
    }
}

/// The marks of a claim on its report's text.
pub(super) fn marks(account: &Account, claim: &Claim, key: &str) -> Vec<Mark> {
    let mark =
        |span: Span, class, title: String| Mark { span, class, title, claim: Some(key.to_owned()), leads: false };
    let people = |them: &[Participant], class, role: &str| -> Vec<Mark> {
        let title = |it: &Participant| format!("{role}: {}", somebody(account, it).written);
        them.iter().map(|it| mark(it.span, class, title(it))).collect()
    };
    let mode = if claim.mode.is_empty() { String::new() } else { format!(" {}", claim.mode) };
    let mut marks = vec![Mark { leads: true, ..mark(claim.trigger, "trigger", format!("{}{mode}", claim.kind)) }];
    marks.extend(people(&claim.actors, "actor", "actor"));
    marks.extend(people(&claim.recipients, "recipient", "recipient"));
    marks.extend(people(claim.attributed_to.as_slice(), "speaker", "said by"));
    marks.extend(claim.place.iter().map(|it| mark(it.span, "place", format!("place: {}", it.country))));
    marks.extend(claim.condition.map(|span| mark(span, "condition", "condition".to_owned())));
    marks
}

fn sentence(account: &Account, claim: &Claim, key: &str) -> Vec<Piece> {
    let within = account.sentences.get(claim.sentence).copied().unwrap_or(claim.trigger);
    pieces(&account.report.text, within, &marks(account, claim, key), &[])
}

/// What people made of a claim: `open`, `accepted`, `edited` or `rejected`.
fn status(decisions: &[&Decision]) -> &'static str {
    let last = decisions.iter().rev().filter(|it| it.in_force).find_map(|it| match it.act {
        Act::Accept => Some("accepted"),
        Act::Edit => Some("edited"),
        Act::Reject => Some("rejected"),
        _ => None,
    });
    last.unwrap_or("open")
}

/// A decision in words.
pub(super) fn verdict(decision: &Decision) -> Verdict {
    let change = decision.change.as_ref();
    let words = match decision.act {
        Act::Edit => change.and_then(|it| serde_json::from_value(it.clone()).ok()).map(|it| in_words(&it)),
        Act::Merge | Act::Split => {
            let count = change.and_then(|it| it["claims"].as_array()).map_or(0, Vec::len);
            Some(format!("{count} {}", if count == 1 { "claim" } else { "claims" }))
        }
        Act::Undo => decision.undoes.map(|id| format!("decision {}", id.0)),
        _ => None,
    };
    Verdict {
        id: decision.id.0,
        when: decision.at.strftime("%-d %b %Y, %H:%M UTC").to_string(),
        reviewer: decision.reviewer.clone(),
        act: decision.act,
        words: words.unwrap_or_default(),
        comment: decision.comment.clone().unwrap_or_default(),
        in_force: decision.in_force,
    }
}

fn in_words(change: &ClaimChange) -> String {
    let names = |them: &[rapporteur_core::Actor]| {
        let names: Vec<&str> = them.iter().map(|it| it.name.as_str()).collect();
        if names.is_empty() { "nobody known".to_owned() } else { names.join(", ") }
    };
    let or_none = |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
    let parts = [
        change.kind.map(|it| format!("type: {it}")),
        change.mode.as_ref().map(|it| format!("mode: {}", or_none(it))),
        change.actors.as_ref().map(|it| format!("actors: {}", names(it))),
        change.recipients.as_ref().map(|it| format!("recipients: {}", names(it))),
        change.date.as_ref().map(|it| format!("date: {}", or_none(it))),
        change.place.as_ref().map(|it| format!("place: {}", or_none(&it.name))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// Words on one line.
pub(super) fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
