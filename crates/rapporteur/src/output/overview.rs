//! What a record says, put together for showing: accounts, the story they make, and short keys to refer to reports by.

use std::collections::BTreeMap;

use rapporteur_core::event::{ClaimRef, Event, Story};
use rapporteur_core::fuse::{derive, fuse};
use rapporteur_core::{Account, Claim, Span};

use super::review::Reviews;
use super::views::Filter;

/// Accounts with their story.
#[derive(Clone, Debug)]
pub struct Overview {
    /// What each report says.
    pub accounts: Vec<Account>,
    /// What they say together.
    pub story: Story,
    /// Ids of the claims of each account, as `explain` takes them.
    pub claim_ids: Vec<Vec<String>>,
    /// Ids of the events, as `explain` takes them.
    pub event_ids: Vec<String>,
    /// What people decided about claims and events.
    pub reviews: Reviews,
    keys: Vec<String>,
}

/// A sentence of a report: what the `[a:14]` at the end of a line points to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    /// Index of the account.
    pub report: usize,
    /// Number of the sentence, from 1.
    pub sentence: usize,
}

impl Overview {
    /// Fuses accounts; claims and events get ids by their place until a record gives them better ones.
    pub fn new(accounts: Vec<Account>) -> Self {
        let story = fuse(&accounts, crate::knowledge::in_use());
        let names: Vec<&str> = accounts.iter().map(|a| a.report.name.as_str()).collect();
        let keys = short_keys(&names);
        let claim_ids = accounts
            .iter()
            .zip(&keys)
            .map(|(account, key)| (1..=account.claims.len()).map(|n| format!("{key}.{n}")).collect())
            .collect();
        let event_ids = (1..=story.events.len()).map(|n| format!("e{n}")).collect();
        Self { accounts, story, claim_ids, event_ids, reviews: Reviews::default(), keys }
    }

    /// Accounts with events that were fused before, each with its id; `keys` are short keys of the reports where they are
    /// some of more.
    pub fn of_events(
        accounts: Vec<Account>,
        events: Vec<(Event, String)>,
        claim_ids: Vec<Vec<String>>,
        keys: Option<Vec<String>>,
    ) -> Self {
        let ids: BTreeMap<ClaimRef, String> =
            events.iter().flat_map(|(event, id)| event.claims.iter().map(|&claim| (claim, id.clone()))).collect();
        let story = derive(events.into_iter().map(|(event, _)| event).collect(), &accounts, crate::knowledge::in_use());
        let id = |event: &Event| event.claims.first().and_then(|claim| ids.get(claim)).cloned().unwrap_or_default();
        let event_ids = story.events.iter().map(id).collect();
        let names: Vec<&str> = accounts.iter().map(|a| a.report.name.as_str()).collect();
        let keys = keys.unwrap_or_else(|| short_keys(&names));
        Self { accounts, story, claim_ids, event_ids, reviews: Reviews::default(), keys }
    }

    /// The short key of a report.
    pub fn key(&self, report: usize) -> &str {
        self.keys.get(report).map_or("?", String::as_str)
    }

    /// A claim with its account; `None` when the reference is of other accounts.
    pub fn claim(&self, claim: ClaimRef) -> Option<(&Account, &Claim)> {
        let account = self.accounts.get(claim.report)?;
        Some((account, account.claims.get(claim.claim)?))
    }

    /// The id of a claim.
    pub fn claim_id(&self, claim: ClaimRef) -> &str {
        self.claim_ids.get(claim.report).and_then(|ids| ids.get(claim.claim)).map_or("?", String::as_str)
    }

    /// The sentence of a claim.
    pub fn reference(&self, claim: ClaimRef) -> Reference {
        let sentence = self.claim(claim).map_or(0, |(_, claim)| claim.sentence);
        Reference { report: claim.report, sentence: sentence + 1 }
    }

    /// The sentence that holds a span.
    pub fn reference_at(&self, report: usize, span: Span) -> Reference {
        let before = |a: &Account| a.sentences.partition_point(|s| s.end <= span.start);
        Reference { report, sentence: self.accounts.get(report).map_or(0, before) + 1 }
    }

    /// The sentences of claims, sorted, each once.
    pub fn references(&self, claims: &[ClaimRef]) -> Vec<Reference> {
        let mut references: Vec<Reference> = claims.iter().map(|&claim| self.reference(claim)).collect();
        references.sort_unstable();
        references.dedup();
        references
    }

    /// References as lines end with them: `[a:14, b:3]`, at most `most` and how many more.
    pub fn cite(&self, references: &[Reference], most: usize) -> String {
        let shown: Vec<String> =
            references.iter().take(most).map(|r| format!("{}:{}", self.key(r.report), r.sentence)).collect();
        match references.len().saturating_sub(most) {
            0 if shown.is_empty() => String::new(),
            0 => format!("[{}]", shown.join(", ")),
            more => format!("[{} +{more}]", shown.join(", ")),
        }
    }

    /// Keeps only events that pass a filter, with what hangs on them.
    pub fn retain(&mut self, filter: &Filter) {
        if filter.is_empty() {
            return;
        }
        let kept: Vec<bool> = self.story.events.iter().map(|event| filter.event(self, event)).collect();
        let mut renumbered = Vec::with_capacity(kept.len());
        let mut next = 0;
        for &keep in &kept {
            renumbered.push(keep.then_some(next));
            next += usize::from(keep);
        }
        let new_index = |event: &mut usize| match renumbered.get(*event).copied().flatten() {
            Some(index) => {
                *event = index;
                true
            }
            None => false,
        };
        let story = &mut self.story;
        story.disputes.retain_mut(|d| new_index(&mut d.event));
        story.meetings.retain_mut(|m| new_index(&mut m.event));
        let mut flags = kept.iter();
        story.events.retain(|_| *flags.next().unwrap_or(&false));
        let mut flags = kept.iter();
        self.event_ids.retain(|_| *flags.next().unwrap_or(&false));
        let claims: std::collections::BTreeSet<ClaimRef> =
            story.events.iter().flat_map(|e| e.claims.iter().copied()).collect();
        story.commitments.retain(|c| c.claims.iter().any(|claim| claims.contains(claim)));
        story.truces.retain(|t| t.claims.iter().any(|claim| claims.contains(claim)));
        story.alignments.retain(|a| a.claims.iter().any(|claim| claims.contains(claim)));
        story.figures.retain_mut(|f| match &mut f.event {
            Some(event) => new_index(event),
            None => true,
        });
    }
}

/// Short keys for report names: what is left of them without their common beginning where that is short; else letters, or
/// numbers where there are many.
pub(crate) fn short_keys(names: &[&str]) -> Vec<String> {
    let common = common_beginning(names);
    let rest: Vec<&str> = names.iter().map(|name| name.get(common..).unwrap_or(name)).collect();
    let mut sorted = rest.clone();
    sorted.sort_unstable();
    sorted.dedup();
    let good = |key: &&str| !key.is_empty() && key.len() <= 8 && !key.contains([':', ',', ' ', ']']);
    if sorted.len() == names.len() && rest.iter().all(good) {
        return rest.into_iter().map(str::to_owned).collect();
    }
    let letter = |n: usize| char::from(b'a' + n as u8).to_string();
    (0..names.len()).map(|n| if names.len() <= 26 { letter(n) } else { (n + 1).to_string() }).collect()
}

/// Bytes that all names begin with, up to a separator.
fn common_beginning(names: &[&str]) -> usize {
    let [first, others @ ..] = names else { return 0 };
    if others.is_empty() {
        return first.rfind(['-', '_', '.']).map_or(0, |at| at + 1);
    }
    let same = |other: &&str| first.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let shared = others.iter().map(same).min().unwrap_or(0);
    first.get(..shared).and_then(|beginning| beginning.rfind(['-', '_', '.'])).map_or(0, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_short_and_each_for_one_report() {
        assert_eq!(short_keys(&["lausanne-a", "lausanne-b"]), ["a", "b"]);
        assert_eq!(short_keys(&["a-long-report-name", "another-long-report-name"]), ["a", "b"]);
        assert_eq!(short_keys(&["XIE19980808.0031", "XIE19980808.0049"]), ["0031", "0049"]);
        assert_eq!(short_keys(&["talks-in-the-capital"]), ["capital"]);
        let many: Vec<String> = (0..40).map(|n| format!("report number {n}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(short_keys(&many)[39], "40");
    }
}
