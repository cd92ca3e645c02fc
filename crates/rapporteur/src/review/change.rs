//! A reviewer's version of a claim, and how it goes into the claim's place.

use rapporteur_core::claim::{ClaimPlace, Participant};
use rapporteur_core::{Account, Actor, EventType, Interval, Resolution, Span};
use serde::{Deserialize, Serialize};

/// A reviewer's version of a claim: `None` leaves a part as the machine has it. The `change` of an
/// [`Act::Edit`](rapporteur_store::Act::Edit) on a claim.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ClaimChange {
    /// Type of the act.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<EventType>,
    /// PLOVER mode, or empty for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// Who does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actors: Option<Vec<Actor>>,
    /// To, with or for whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipients: Option<Vec<Actor>>,
    /// When, ISO 8601; empty for "not known".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Where; an empty name for "nowhere told".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceChange>,
}

/// A reviewer's place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlaceChange {
    /// Its name.
    pub name: String,
    /// ISO 3166 alpha-3, or empty.
    #[serde(default)]
    pub country: String,
}

impl ClaimChange {
    /// Takes over what a later change says.
    pub(super) fn take(&mut self, later: Self) {
        let Self { kind, mode, actors, recipients, date, place } = later;
        self.kind = kind.or(self.kind);
        self.mode = mode.or(self.mode.take());
        self.actors = actors.or(self.actors.take());
        self.recipients = recipients.or(self.recipients.take());
        self.date = date.or(self.date.take());
        self.place = place.or(self.place.take());
    }

    /// Changes one claim of an account.
    pub(super) fn apply(&self, account: &mut Account, index: usize) {
        let text = account.report.text.as_str();
        let Some(claim) = account.claims.get_mut(index) else { return };
        let sentence = account.sentences.get(claim.sentence).copied().unwrap_or(claim.trigger);
        claim.kind = self.kind.unwrap_or(claim.kind);
        if let Some(mode) = &self.mode {
            claim.mode.clone_from(mode);
        }
        if let Some(actors) = &self.actors {
            claim.actors = participants(&claim.actors, actors, text, sentence, claim.trigger);
        }
        if let Some(recipients) = &self.recipients {
            claim.recipients = participants(&claim.recipients, recipients, text, sentence, claim.trigger);
        }
        if let Some(date) = &self.date {
            claim.date = date.parse::<Interval>().ok();
        }
        if let Some(place) = &self.place {
            let before = claim.place.as_ref().map(|place| place.span);
            let span = find(text, sentence, &place.name).or(before).unwrap_or(claim.trigger);
            claim.place = (!place.name.is_empty()).then(|| ClaimPlace { span, country: place.country.clone() });
        }
    }
}

/// A reviewer's actors, with the words that the report has for them: those of the machine's actor of the same name, of
/// the one in the same position, the name itself where the sentence has it, or else the act.
fn participants(
    before: &[Participant],
    actors: &[Actor],
    text: &str,
    sentence: Span,
    trigger: Span,
) -> Vec<Participant> {
    let same = |actor: &Actor| before.iter().find(|p| p.actor.best().is_some_and(|known| known.name == actor.name));
    let one = |(n, actor): (usize, &Actor)| {
        let words = same(actor).or(before.get(n)).map(|p| p.span);
        let span = words.or_else(|| find(text, sentence, &actor.name)).unwrap_or(trigger);
        Participant { span, actor: Resolution::Resolved(actor.clone()) }
    };
    actors.iter().enumerate().map(one).collect()
}

/// Words in a stretch of a text.
fn find(text: &str, within: Span, words: &str) -> Option<Span> {
    let at = within.of(text).find(words).filter(|_| !words.is_empty())?;
    Some(Span::new(within.start + at, within.start + at + words.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_edit_keeps_what_it_does_not_name() {
        let mut change = ClaimChange { mode: Some("aerial".into()), date: Some("2016".into()), ..Default::default() };
        change.take(ClaimChange { date: Some("2016-10-15".into()), ..Default::default() });
        assert_eq!((change.mode.as_deref(), change.date.as_deref()), (Some("aerial"), Some("2016-10-15")));
    }
}
