//! Actors by what a person types: those of the record first, then those that the program knows, else a new one.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rapporteur_core::Actor;
use rapporteur_core::knowledge::{Knowledge, fold};
use rapporteur_store::Result;

use super::views::{View, Views};

/// Where names come from: what a view shows, or of a large record the record itself.
pub(super) struct Recorded<'r> {
    pub(super) view: &'r View,
    pub(super) views: &'r Views,
}

impl Recorded<'_> {
    /// Actors with a name in which a word begins like this, those named most first; at most so many of a large record.
    fn beginning(&self, letters: &str, most: usize) -> Result<Vec<Actor>> {
        if self.view.moment.large {
            return self.views.named(letters, most);
        }
        let folded = fold(letters);
        let mut found: Vec<(&Actor, usize)> =
            counts(self.view).into_iter().filter(|(actor, _)| begins(actor, &folded)).collect();
        found.sort_by_key(|(actor, count)| (std::cmp::Reverse(*count), *actor));
        Ok(found.into_iter().map(|(actor, _)| actor.clone()).collect())
    }
}

/// Whether a word of an actor's name begins with these letters, folded.
fn begins(actor: &Actor, folded: &str) -> bool {
    let name = fold(&actor.name);
    name.starts_with(folded) || name.contains(&format!(" {folded}"))
}

/// The actor that a line means: `Syrian rebels`, or with its codes, `Syrian rebels (SYR REB)`.
///
/// # Errors
/// When the record cannot be read.
pub(super) fn actor(recorded: &Recorded<'_>, line: &str, on: Option<Date>) -> Result<Actor> {
    let (name, codes) = split(line.trim());
    if let Some((country, sector)) = codes {
        return Ok(Actor { name: name.to_owned(), country: country.to_owned(), sector: sector.to_owned() });
    }
    let folded = fold(name);
    let known = recorded.beginning(name, SUGGESTED)?.into_iter().find(|actor| fold(&actor.name) == folded);
    if let Some(actor) = known {
        return Ok(actor);
    }
    let knowledge = Knowledge::embedded();
    Ok(match knowledge.named(&folded) {
        [entry] => knowledge.entry(*entry).actor_on(on),
        _ => Actor { name: name.to_owned(), ..Actor::default() },
    })
}

/// How many names are suggested at most.
pub(super) const SUGGESTED: usize = 12;

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
///
/// # Errors
/// When the record cannot be read.
pub(super) fn suggest(recorded: &Recorded<'_>, letters: &str, most: usize) -> Result<Vec<Actor>> {
    let folded = fold(letters.trim());
    if folded.is_empty() {
        return Ok(Vec::new());
    }
    let mut names = recorded.beginning(letters.trim(), most)?;
    names.truncate(most);
    let known = Knowledge::embedded().entries().iter().map(|entry| &entry.actor).filter(|it| begins(it, &folded));
    for actor in known {
        if names.len() >= most {
            break;
        }
        if !names.contains(actor) {
            names.push(actor.clone());
        }
    }
    Ok(names)
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
