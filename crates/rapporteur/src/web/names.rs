//! Actors by what a person types: those of the record first, then those that the program knows, else a new one.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rapporteur_core::Actor;
use rapporteur_core::knowledge::{Knowledge, fold};

use super::views::View;

/// The actor that a line means: `Syrian rebels`, or with its codes, `Syrian rebels (SYR REB)`.
pub(super) fn actor(view: &View, line: &str, on: Option<Date>) -> Actor {
    let (name, codes) = split(line.trim());
    if let Some((country, sector)) = codes {
        return Actor { name: name.to_owned(), country: country.to_owned(), sector: sector.to_owned() };
    }
    let folded = fold(name);
    let recorded = counts(view).into_iter().filter(|(actor, _)| fold(&actor.name) == folded);
    if let Some((actor, _)) = recorded.max_by_key(|(_, count)| *count) {
        return actor.clone();
    }
    let knowledge = Knowledge::embedded();
    match knowledge.named(&folded) {
        [entry] => knowledge.entry(*entry).actor_on(on),
        _ => Actor { name: name.to_owned(), ..Actor::default() },
    }
}

/// A name with its codes, as suggestions and forms write it.
pub(super) fn written(actor: &Actor) -> String {
    let codes = [actor.country.as_str(), actor.sector.as_str()].join(" ");
    let codes = codes.trim();
    if codes.is_empty() { actor.name.clone() } else { format!("{} ({codes})", actor.name) }
}

/// Codes that stand where a state's would.
const BODIES: [&str; 7] = ["UNO", "EUR", "IGO", "NGO", "IMG", "MNC", "ISM"];

/// Parts a name from the codes in parentheses after it.
fn split(line: &str) -> (&str, Option<(&str, &str)>) {
    let Some((name, codes)) = line.strip_suffix(')').and_then(|line| line.rsplit_once(" (")) else {
        return (line, None);
    };
    let code = |word: &&str| word.len() == 3 && word.bytes().all(|b| b.is_ascii_uppercase());
    match codes.split(' ').collect::<Vec<_>>()[..] {
        [country, sector] if code(&country) && code(&sector) => (name, Some((country, sector))),
        [one] if code(&one) => {
            let first = BODIES.contains(&one) || Knowledge::embedded().state(one).is_some();
            (name, Some(if first { (one, "") } else { ("", one) }))
        }
        _ => (line, None),
    }
}

/// Names that go on as the letters do, those most named in the record first.
pub(super) fn suggest(view: &View, letters: &str, most: usize) -> Vec<Actor> {
    let folded = fold(letters.trim());
    if folded.is_empty() {
        return Vec::new();
    }
    let fits = |actor: &Actor| {
        let name = fold(&actor.name);
        name.starts_with(&folded) || name.contains(&format!(" {folded}"))
    };
    let mut recorded: Vec<(&Actor, usize)> = counts(view).into_iter().filter(|(actor, _)| fits(actor)).collect();
    recorded.sort_by_key(|(actor, count)| (std::cmp::Reverse(*count), *actor));
    let mut names: Vec<Actor> = recorded.into_iter().map(|(actor, _)| actor.clone()).take(most).collect();
    let known = Knowledge::embedded().entries().iter().map(|entry| &entry.actor).filter(|actor| fits(actor));
    for actor in known {
        if names.len() >= most {
            break;
        }
        if !names.contains(actor) {
            names.push(actor.clone());
        }
    }
    names
}

/// How often each actor takes part.
fn counts(view: &View) -> BTreeMap<&Actor, usize> {
    let mut counts = BTreeMap::new();
    for event in &view.overview.story.events {
        for actor in event.actors.iter().chain(&event.recipients) {
            *counts.entry(actor).or_default() += 1;
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn codes_part_from_names() {
        assert_eq!(split("Syrian rebels (SYR REB)"), ("Syrian rebels", Some(("SYR", "REB"))));
        assert_eq!(split("Syria (SYR)"), ("Syria", Some(("SYR", ""))));
        assert_eq!(split("League (IGO)"), ("League", Some(("IGO", ""))));
        assert_eq!(split("fighters (GUN)"), ("fighters", Some(("", "GUN"))));
        assert_eq!(split("Front (of the people)"), ("Front (of the people)", None));
    }
}
