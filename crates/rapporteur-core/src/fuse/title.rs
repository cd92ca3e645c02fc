//! Titles: one line for an event, from who, what, to whom and where.

use crate::claim::{Claim, EventType, Quadrant};
use crate::event::Event;
use crate::fuse::events::most;
use crate::fuse::phrases::{Phrase, meeting_noun, phrase, present};
use crate::fuse::who::{acts_for_state, is_state_code};
use crate::{Account, Actor, Span};

/// Most names in a row before "and others".
const NAMES: usize = 3;

/// A title for an event.
pub(super) fn title(event: &Event, told: &[(&Account, &Claim)]) -> String {
    let (sides, others) = (distinct(&event.actors), distinct(&event.recipients));
    if event.kind == EventType::Consult && sides.len() + others.len() > NAMES {
        return gathering(event, told, &sides, &others);
    }
    let (actors, recipients) = (names(&sides), names(&others));
    let plural = sides.len() > 1 || sides.first().is_some_and(|a| is_plural(&a.name));
    let said = told.iter().filter(|(_, claim)| claim.kind == event.kind && claim.aux.is_asserted());
    let words = said.clone().find_map(|(account, claim)| bridge(&account.report.text, claim));
    let verb = said.clone().find_map(|(account, claim)| alone(account.report.text.as_str(), claim));
    let phrase = phrase(event.kind, &event.mode);
    let body = match (actors.is_empty(), words, verb) {
        (false, Some((act, recipient)), _) => format!("{actors} {} {recipient}", present(&act, plural)),
        (false, None, Some(verb)) if recipients.is_empty() => format!("{actors} {}", present(&verb, plural)),
        (false, ..) => active(event, &phrase, &actors, &recipients, plural),
        (true, ..) => passive(event, &phrase, &recipients, told),
    };
    let place = event.place.as_ref().map(|p| p.text.as_str()).filter(|place| !body.contains(place));
    let title = place.map_or_else(|| body.clone(), |place| format!("{body} in {place}"));
    capital(&title)
}

/// A meeting of many: "Geneva talks of A, B and 4 others".
fn gathering(event: &Event, told: &[(&Account, &Claim)], sides: &[Actor], others: &[Actor]) -> String {
    let nouns = told.iter().filter_map(|(account, claim)| meeting_noun(claim.trigger.of(&account.report.text)));
    let noun = most(nouns).unwrap_or("meeting");
    let all: Vec<Actor> = sides.iter().chain(others).cloned().collect();
    let place = event.place.as_ref().map_or_else(String::new, |place| format!("{} ", place.text));
    capital(&format!("{place}{noun} of {}", names(&distinct(&all))))
}

/// Actors without those who only act for a state that is named too, or that was named before them.
fn distinct(actors: &[Actor]) -> Vec<Actor> {
    let mut list: Vec<Actor> = Vec::new();
    for actor in actors {
        let for_state = |it: &Actor| acts_for_state(&it.sector) && is_state_code(&it.country);
        if !list.iter().any(|known| for_state(known) && for_state(actor) && known.country == actor.country) {
            list.push(actor.clone());
        }
    }
    list
}

fn active(event: &Event, phrase: &Phrase, actors: &str, recipients: &str, plural: bool) -> String {
    let verb = if plural { phrase.many } else { phrase.one };
    let aux = event.aux;
    let act = match () {
        () if aux.negation && plural => format!("do not {}", phrase.many),
        () if aux.negation => format!("does not {}", phrase.many),
        () if aux.hypothetical => format!("may {}", phrase.many),
        () if aux.future => format!("to {}", phrase.many),
        () => verb.to_owned(),
    };
    let rest = if recipients.is_empty() { [phrase.bare, ""] } else { [phrase.joint, recipients] };
    let words = [actors, act.as_str()].into_iter().chain(rest).filter(|part| !part.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Nobody is known to do it: "Three towns besieged", "Bombing: people of X".
fn passive(event: &Event, phrase: &Phrase, recipients: &str, told: &[(&Account, &Claim)]) -> String {
    let word = told.first().map_or("", |(account, claim)| claim.trigger.of(&account.report.text)).to_lowercase();
    let aux = match () {
        () if event.aux.negation => "no ",
        () if event.aux.hypothetical => "possible ",
        () if event.aux.future => "planned ",
        () => "",
    };
    let done = word.ends_with("ed") && !word.contains(' ');
    match (recipients.is_empty(), done) {
        (false, true) if aux.is_empty() => format!("{recipients} {word}"),
        (true, true) => format!("{aux}{}", phrase.noun),
        (true, false) => format!("{aux}{word}"),
        (false, _) => {
            let noun = if done || word.is_empty() { phrase.noun } else { word.as_str() };
            let against = matches!(event.kind.quadrant(), Quadrant::MaterialConflict);
            format!("{aux}{noun}{} {recipients}", if against { " against" } else { ":" })
        }
    }
}

/// Words from the trigger up to the recipient that follows close by, and that recipient's name: "suspended talks with", "Mali".
fn bridge(text: &str, claim: &Claim) -> Option<(String, String)> {
    let [recipient] = claim.recipients.as_slice() else { return None };
    if claim.trigger.end > recipient.span.start {
        return None;
    }
    let between = Span::new(claim.trigger.start, recipient.span.start);
    let words = between.of(text).trim();
    let words = words.strip_suffix(" the").unwrap_or(words);
    let plain = words.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '-') && words.split(' ').count() <= 5;
    (plain && is_past(words)).then(|| Some((words.to_owned(), recipient.actor.best()?.name.clone())))?
}

/// The trigger itself, where it is a verb that says enough without an object.
fn alone(text: &str, claim: &Claim) -> Option<String> {
    let words = claim.trigger.of(text);
    let last = words.split(' ').next_back().unwrap_or_default();
    let hangs = ["for", "on", "to", "with", "of", "in", "at", "against"].contains(&last);
    (claim.recipients.is_empty() && is_past(words) && !hangs).then(|| words.to_owned())
}

fn is_past(words: &str) -> bool {
    words.split(' ').next().is_some_and(|word| word.len() > 4 && word.ends_with("ed"))
}

/// "A", "A and B", "A, B and C", "A, B and 2 others".
pub(super) fn names(actors: &[Actor]) -> String {
    let names: Vec<&str> = actors.iter().map(|actor| actor.name.as_str()).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] if names.len() <= NAMES => format!("{} and {last}", most.join(", ")),
        _ => format!("{} and {} others", names[..NAMES - 1].join(", "), names.len() - NAMES + 1),
    }
}

fn is_plural(name: &str) -> bool {
    const PLURALS: &[&str] = &[
        "forces",
        "rebels",
        "officials",
        "fighters",
        "militias",
        "troops",
        "protesters",
        "gunmen",
        "people",
        "ministers",
        "experts",
        "diplomats",
        "partners",
        "powers",
        "allies",
        "police",
        "militants",
        "soldiers",
    ];
    let last = name.split(' ').next_back().unwrap_or_default();
    PLURALS.contains(&last) || name.split(" of ").next().is_some_and(|head| PLURALS.contains(&head))
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
