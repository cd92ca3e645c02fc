//! Which rows of a view to show.

use jiff::civil::Date;
use rapporteur_core::claim::Participant;
use rapporteur_core::event::Event;
use rapporteur_core::{Account, Actor, Claim, EventType, Interval, Span};
use rapporteur_store::{ClaimFilter, EventFilter};

use crate::output::overview::Overview;
use crate::review::ClaimChange;

/// Conditions that must all hold; empty ones always do.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// One of these types.
    pub types: Vec<EventType>,
    /// Somebody in it has this in the name, any case.
    pub actor: Option<String>,
    /// Somebody in it, or its place, has this country code.
    pub country: Option<String>,
    /// The words for its place have this in them, any case.
    pub place: Option<String>,
    /// Happens on this day or later; told on it or later where no date is known.
    pub from: Option<Date>,
    /// Happens on this day or earlier.
    pub to: Option<Date>,
    /// Its sentence has all these words.
    pub search: Option<String>,
}

impl Filter {
    /// Whether everything passes.
    pub fn is_empty(&self) -> bool {
        self.types.is_empty()
            && [&self.actor, &self.country, &self.place, &self.search].iter().all(|it| it.is_none())
            && self.from.is_none()
            && self.to.is_none()
    }

    /// The same as a record is asked: finds all claims that pass, as long as words are whole words. A place's words stand in
    /// the sentence.
    pub fn of_claims(&self) -> ClaimFilter {
        let words = [&self.search, &self.place].into_iter().flatten().cloned().collect::<Vec<_>>().join(" ");
        ClaimFilter {
            kinds: self.types.clone(),
            anybody: self.actor.clone(),
            anywhere: self.country.clone(),
            from: self.from,
            to: self.to,
            or_printed: true,
            text: Some(words).filter(|words| words.chars().any(char::is_alphanumeric)),
            ..ClaimFilter::default()
        }
    }

    /// The same as a record is asked for events: finds those whose own type, actors and day pass. `None`: it knows no events
    /// by words.
    pub fn of_events(&self) -> Option<EventFilter> {
        (self.search.is_none() && self.place.is_none()).then(|| EventFilter {
            kinds: self.types.clone(),
            anybody: self.actor.clone(),
            country: self.country.clone(),
            from: self.from,
            to: self.to,
            ..EventFilter::default()
        })
    }

    /// Whether a claim passes.
    pub fn claim(&self, account: &Account, claim: &Claim) -> bool {
        self.covers(claim.date, account.report.published) && self.says(account, claim)
    }

    /// Whether a claim could pass for what people changed about it, though it did not before.
    pub fn may_pass(&self, change: &ClaimChange) -> bool {
        let people = || change.actors.iter().chain(&change.recipients).flatten();
        let place = change.place.as_ref();
        change.kind.is_some_and(|kind| self.types.contains(&kind))
            || self.actor.is_some() && people().any(|actor| self.names(actor))
            || self.country.as_ref().is_some_and(|code| {
                people().any(|actor| actor.country == *code) || place.is_some_and(|place| place.country == *code)
            })
            || self.place.is_some() && place.is_some()
            || (self.from.is_some() || self.to.is_some()) && change.date.is_some()
    }

    /// Whether an event passes: its day does, or where it has none that of one of its reports, and one of its claims.
    pub fn event(&self, overview: &Overview, event: &Event) -> bool {
        let claims = || event.claims.iter().filter_map(|&at| overview.claim(at));
        self.is_empty()
            || (event.date.is_none_or(|date| self.covers(Some(date), None))
                && claims().any(|(a, c)| match event.date {
                    Some(_) => self.says(a, c),
                    None => self.claim(a, c),
                }))
    }

    /// Whether a time, or else the day on which it was told, lies within the days asked for.
    fn covers(&self, date: Option<Interval>, told: Option<Date>) -> bool {
        self.from.is_none_or(|from| date.map(|d| d.end).or(told).is_some_and(|day| day >= from))
            && self.to.is_none_or(|to| date.map(|d| d.start).or(told).is_some_and(|day| day <= to))
    }

    /// Whether a claim passes, its time apart.
    fn says(&self, account: &Account, claim: &Claim) -> bool {
        let everybody = || claim.actors.iter().chain(&claim.recipients).chain(&claim.attributed_to);
        let known = || everybody().filter_map(|p| p.actor.best());
        let sentence = || account.sentences.get(claim.sentence).copied().unwrap_or_default().of(&account.report.text);
        (self.types.is_empty() || self.types.contains(&claim.kind))
            && (self.actor.is_none() || known().any(|a| self.names(a)))
            && self.country.as_ref().is_none_or(|code| {
                known().any(|a| a.country == *code) || claim.place.as_ref().is_some_and(|p| p.country == *code)
            })
            && self.place.as_ref().is_none_or(|place| {
                let words = |span: Span| span.of(&account.report.text).to_lowercase();
                claim.place.as_ref().is_some_and(|p| words(p.span).contains(&place.to_lowercase()))
            })
            && self.has_words(sentence())
    }

    /// Whether an actor has the name asked for, when one is.
    pub fn names(&self, actor: &Actor) -> bool {
        let folded = |text: &str| text.to_lowercase();
        self.actor.as_ref().is_none_or(|name| folded(&actor.name).contains(&folded(name)))
    }

    /// Whether a figure or quote passes: who it is from, when it was told, its words.
    pub fn note(&self, account: &Account, span: Span, whose: Option<&Participant>) -> bool {
        let actor = whose.and_then(|p| p.actor.best());
        let told = account.report.published;
        self.place.is_none()
            && (self.actor.is_none() || actor.is_some_and(|a| self.names(a)))
            && self.country.as_ref().is_none_or(|code| actor.is_some_and(|a| a.country == *code))
            && self.covers(None, told)
            && self.has_words(span.of(&account.report.text))
    }

    fn has_words(&self, text: &str) -> bool {
        let Some(search) = &self.search else { return true };
        let text = text.to_lowercase();
        search.to_lowercase().split_whitespace().all(|word| text.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_filter_lets_all_pass_and_words_must_all_be_there() {
        assert!(Filter::default().is_empty());
        let filter = Filter { search: Some("Talks oslo".into()), ..Filter::default() };
        assert!(filter.has_words("The talks in Oslo ended."));
        assert!(!filter.has_words("The talks in Bergen ended."));
    }
}
