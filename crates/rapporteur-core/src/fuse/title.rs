//! Titles: one line for an event, from who, what, to whom and where.

use crate::Account;
use crate::claim::{Claim, Participant};
use crate::event::Event;
use crate::fuse::phrases::{Phrase, phrase, present};
use crate::{Actor, Span};

/// Most names in a row before "and others".
const NAMES: usize = 3;

/// A title for an event.
pub(super) fn title(event: &Event, told: &[(&Account, &Claim)]) -> String {
    let actors = names(&event.actors);
    let plural = event.actors.len() > 1 || event.actors.first().is_some_and(|a| is_plural(&a.name));
    let recipients = names(&event.recipients);
    let bridge = told.iter().find_map(|(account, claim)| bridge(event, &account.report.text, claim));
    let phrase = phrase(event.kind, &event.mode);
    let body = match (actors.is_empty(), bridge) {
        (false, Some((act, recipient))) if event.aux.is_asserted() => {
            format!("{actors} {} {recipient}", present(&act, plural))
        }
        (false, _) => active(event, &phrase, &actors, &recipients, plural),
        (true, _) => passive(event, &phrase, &recipients, told),
    };
    let place = event.place.as_ref().map(|p| p.text.as_str()).filter(|place| !body.contains(place));
    let title = place.map_or_else(|| body.clone(), |place| format!("{body} in {place}"));
    capital(&title)
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

fn passive(event: &Event, phrase: &Phrase, recipients: &str, told: &[(&Account, &Claim)]) -> String {
    let word = told.first().map_or("", |(account, claim)| claim.trigger.of(&account.report.text)).to_lowercase();
    let aux = match () {
        () if event.aux.negation => "no ",
        () if event.aux.hypothetical => "possible ",
        () if event.aux.future => "planned ",
        () => "",
    };
    let noun = if word.ends_with("ed") || word.is_empty() { phrase.noun } else { word.as_str() };
    if recipients.is_empty() { format!("{aux}{noun}") } else { format!("{aux}{noun}: {recipients}") }
}

/// Words from the trigger up to the recipient that follows close by, and that recipient's name: "suspended talks with", "Mali".
fn bridge(event: &Event, text: &str, claim: &Claim) -> Option<(String, String)> {
    let recipient: &Participant = claim.recipients.first()?;
    let told = claim.kind == event.kind && claim.aux.is_asserted() && claim.recipients.len() == 1;
    let between = Span { start: claim.trigger.start, end: recipient.span.start };
    let words = (told && claim.trigger.end <= recipient.span.start).then(|| between.of(text).trim())?;
    let plain = words.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '-') && words.split(' ').count() <= 5;
    let words = words.strip_suffix(" the").unwrap_or(words);
    let verbal = words.split(' ').next().is_some_and(|word| word.ends_with("ed"));
    let actor: &Actor = recipient.actor.best()?;
    (plain && verbal).then(|| (words.to_owned(), actor.name.clone()))
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
    const PLURALS: &[&str] = &["forces", "rebels", "officials", "fighters", "militias", "troops", "protesters", "gunmen",
        "people", "ministers", "experts", "diplomats", "partners", "powers", "allies", "police", "militants", "soldiers"];
    let last = name.split(' ').next_back().unwrap_or_default();
    PLURALS.contains(&last) || name.split(" of ").next().is_some_and(|head| PLURALS.contains(&head))
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
