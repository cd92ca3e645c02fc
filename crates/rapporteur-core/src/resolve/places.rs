//! Toponyms: which names in a report are places, and which places they are.
//!
//! Finding goes by the gazetteer and by the cues around a name (`evidence`), with or without a reading; choosing goes by
//! size, by what else the report names, and by what the text says outright (`choose`). "None of these" is an answer.
//! What a claim's place is, is decided last, on the tree ([`place_of`]).

use std::collections::BTreeMap;

mod choose;
mod evidence;
mod lexicon;
mod scan;
#[cfg(test)]
mod tests;

use scan::{Gap, Mention, Words};

use super::gazetteer::{Gazetteer, RowKind};
use crate::place::{PlaceKind, Toponym};
use crate::{Deprel, EntityKind, Reading, Resolution, Span, Unresolved};

/// What is known about a report beside its text.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlaceHints<'h> {
    /// ISO 3166 alpha-3 of the country the publisher writes from, where known: a local paper does not say it.
    pub home: Option<&'h str>,
    /// Whether words for a people ("Syrian") count as their country. Off: they are no places.
    pub demonyms: bool,
}

/// Finds the toponyms of a text and resolves them.
///
/// A mention is `Ambiguous` when the runner-up is nearly as likely, and `Unresolved` when the reader saw a place that
/// the gazetteer does not know. In order of the text, never overlapping. Never fails; strange text gives few toponyms.
///
/// # Example
/// ```
/// use rapporteur_core::Reading;
/// use rapporteur_core::resolve::gazetteer::Gazetteer;
/// use rapporteur_core::resolve::places::{PlaceHints, read_places};
///
/// let text = "Shells fell on Aleppo on Friday, officials in Damascus said.";
/// let toponyms = read_places(text, &Reading::default(), &Gazetteer::embedded(), PlaceHints::default());
/// let names: Vec<&str> = toponyms.iter().map(|t| t.span.of(text)).collect();
/// assert_eq!(names, ["Aleppo", "Damascus"]);
/// ```
pub fn read_places(text: &str, reading: &Reading, gazetteer: &Gazetteer<'_>, hints: PlaceHints<'_>) -> Vec<Toponym> {
    let words = Words::new(text);
    let mentions = words.mentions(gazetteer);
    let scores = scores(text, &words, &mentions, reading, gazetteer);
    let sureness: Vec<f32> = scores.iter().map(|score| 1.0 / (1.0 + (-score).exp())).collect();
    let chosen = choose::choose(gazetteer, &words, &mentions, &sureness, hints.home);
    let mut toponyms: Vec<Toponym> = Vec::new();
    for ((mention, ranked), score) in mentions.iter().zip(&chosen).zip(scores) {
        let people = mention.candidates.iter().any(|c| c.demonym);
        if people && !hints.demonyms || !people && score < THRESHOLD {
            continue;
        }
        toponyms.push(toponym(&words, mention, ranked, gazetteer));
    }
    add_unknown(reading, &mut toponyms);
    toponyms
}

/// Log-odds from which a name counts as a place.
const THRESHOLD: f32 = 0.0;
/// Below this share of the likelihood the best candidate is not the answer but one of several.
const CLEAR: f32 = 0.5;

/// Log-odds of each mention, where a clear mention of a name lifts the others of the same report.
fn scores(text: &str, words: &Words, mentions: &[Mention], reading: &Reading, gazetteer: &Gazetteer<'_>) -> Vec<f32> {
    let evidence = evidence::weigh(text, words, mentions, reading, gazetteer);
    let alone: Vec<f32> = evidence.iter().map(evidence::Evidence::score).collect();
    let mut best: BTreeMap<&str, f32> = BTreeMap::new();
    for (mention, &score) in mentions.iter().zip(&alone) {
        let best = best.entry(&mention.key).or_insert(score);
        *best = best.max(score);
    }
    let lift = |(mention, score): (&Mention, f32)| {
        let lifted = best.get(&*mention.key).is_some_and(|&best| best > LIFTING) && score > -LIFTING;
        if lifted { score + LIFT } else { score }
    };
    mentions.iter().zip(alone).map(lift).collect()
}

/// From these log-odds on a mention lifts the others of its name.
const LIFTING: f32 = 2.0;
/// By how much.
const LIFT: f32 = 1.5;

fn toponym(words: &Words, mention: &Mention, ranked: &[(u32, f32)], gazetteer: &Gazetteer<'_>) -> Toponym {
    let Some(&(row, chance)) = ranked.first() else {
        return Toponym { span: mention.span, place: Resolution::Unresolved(Unresolved::Unknown) };
    };
    if chance < CLEAR {
        let several = ranked.iter().take(5).map(|&(row, _)| gazetteer.place(row)).collect();
        return Toponym { span: mention.span, place: Resolution::Ambiguous(several) };
    }
    let mut toponym = Toponym { span: mention.span, place: Resolution::Resolved(gazetteer.place(row)) };
    if gazetteer.row(row).kind == RowKind::Country {
        narrow_by_direction(words, mention, &mut toponym);
    }
    toponym
}

/// "Northern Syria" is a region of Syria.
fn narrow_by_direction(words: &Words, mention: &Mention, toponym: &mut Toponym) {
    let Some(before) = words.before(mention.words.0, Gap::Space) else { return };
    let key = words.key(before);
    let Some(direction) = DIRECTIONS.iter().find(|&&direction| direction == key) else { return };
    let Resolution::Resolved(place) = &mut toponym.place else { return };
    place.name = format!("{direction} {}", place.name);
    place.kind = PlaceKind::Region;
    place.geonames_id = 0;
    toponym.span = words.list[before].span.cover(toponym.span);
}

const DIRECTIONS: [&str; 17] = [
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
    "northeastern",
    "northwestern",
    "southeastern",
    "southwestern",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
    "north",
    "south",
    "east",
    "west",
];

/// Places that the reader saw and the gazetteer does not know.
fn add_unknown(reading: &Reading, toponyms: &mut Vec<Toponym>) {
    let known = toponyms.len();
    for entity in &reading.entities {
        let at = toponyms[..known].partition_point(|toponym| toponym.span.end <= entity.span.start);
        let taken = toponyms[..known].get(at).is_some_and(|toponym| toponym.span.overlaps(entity.span));
        if matches!(entity.kind, EntityKind::Gpe | EntityKind::Loc) && !taken {
            toponyms.push(Toponym { span: entity.span, place: Resolution::Unresolved(Unresolved::Unknown) });
        }
    }
    if toponyms.len() > known {
        toponyms.sort_by_key(|toponym| toponym.span);
    }
}

/// The cues of every mention as `name=value` words, for fitting their weights: `(span, words)`.
#[doc(hidden)]
pub fn cues(text: &str, gazetteer: &Gazetteer<'_>) -> Vec<(Span, String)> {
    let words = Words::new(text);
    let mentions = words.mentions(gazetteer);
    let evidence = evidence::weigh(text, &words, &mentions, &Reading::default(), gazetteer);
    let line = |evidence: &evidence::Evidence| {
        let shown = evidence::NAMES.iter().zip(evidence.0).filter(|(_, value)| *value != 0.0);
        shown.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
    };
    mentions
        .iter()
        .zip(&evidence)
        .filter(|(mention, _)| !mention.candidates.iter().any(|c| c.demonym))
        .map(|(mention, evidence)| (mention.span, line(evidence)))
        .collect()
}

/// Prepositions whose phrase says where something happens.
const WHERE: &[&str] = &[
    "in",
    "at",
    "near",
    "outside",
    "inside",
    "around",
    "across",
    "throughout",
    "within",
    "on",
    "off",
    "along",
    "over",
    "above",
    "under",
    "beneath",
    "between",
    "through",
    "into",
    "to",
    "toward",
    "towards",
    "from",
    "by",
    "against",
];
/// Those that say it most directly, best first.
const BEST_WHERE: usize = 9;

/// Where an act happens: the toponym in a locative phrase of the trigger's clause; else the only one in a locative
/// phrase of its sentence that belongs to no other clause; else none.
pub fn place_of<'t>(reading: &Reading, toponyms: &'t [Toponym], trigger: usize) -> Option<&'t Toponym> {
    let sentence = reading.sentences.get(reading.sentence_of(trigger))?;
    let located = |toponym: &'t Toponym| {
        let token = sentence.tokens.clone().find(|&t| reading.tokens[t].span.overlaps(toponym.span))?;
        let head = head_within(reading, token, toponym.span);
        Some((toponym, head, preposition_rank(reading, head)?))
    };
    let first = toponyms.partition_point(|toponym| toponym.span.end <= sentence.span.start);
    let inside = toponyms[first..].iter().take_while(|toponym| toponym.span.start < sentence.span.end);
    let located: Vec<_> = inside.filter_map(located).collect();
    let own = clause_of(reading, trigger);
    located
        .iter()
        .filter(|(_, head, _)| hangs_on(reading, *head, trigger) || clause_of(reading, *head) == own)
        .min_by_key(|(_, head, rank)| (!hangs_on(reading, *head, trigger), *rank, head.abs_diff(trigger)))
        .or_else(|| {
            let root = sentence.tokens.clone().find(|&t| reading.tokens[t].head.is_none());
            located.iter().find(|(_, head, rank)| {
                *rank < BEST_WHERE && root.is_some_and(|root| clause_of(reading, *head) == root)
            })
        })
        .map(|&(toponym, _, _)| toponym)
}

/// The token of a name that the rest of it depends on.
fn head_within(reading: &Reading, token: usize, span: Span) -> usize {
    let mut at = token;
    while let Some(head) = reading.tokens[at].head.filter(|&head| reading.tokens[head].span.overlaps(span)) {
        at = head;
    }
    at
}

/// Which preposition marks the phrase of a name; names that hang on another noun take that noun's ("in the city of Homs").
fn preposition_rank(reading: &Reading, head: usize) -> Option<usize> {
    let mut at = head;
    for _ in 0..4 {
        let case = reading.children(at).find(|&child| reading.tokens[child].deprel == Deprel::Case);
        let rank = case.and_then(|case| WHERE.iter().position(|&word| word == &*reading.tokens[case].lemma));
        if rank.is_some()
            && matches!(reading.tokens[at].deprel.base(), "obl" | "nmod" | "root" | "advcl" | "conj" | "obj" | "nsubj")
        {
            return rank;
        }
        let climbs = matches!(reading.tokens[at].deprel.base(), "nmod" | "compound" | "appos" | "conj" | "flat");
        at = reading.tokens[at].head.filter(|_| climbs)?;
    }
    None
}

/// The word that opens the clause of a token: the nearest verb-like head above or at it.
fn clause_of(reading: &Reading, token: usize) -> usize {
    let mut at = token;
    for _ in 0..reading.tokens.len() {
        let opens = matches!(
            reading.tokens[at].deprel.base(),
            "root" | "ccomp" | "advcl" | "acl" | "csubj" | "parataxis" | "xcomp"
        ) || reading.tokens[at].deprel == Deprel::Conj
            && matches!(reading.tokens[at].upos, crate::Upos::Verb | crate::Upos::Aux);
        match reading.tokens[at].head {
            Some(head) if !opens => at = head,
            _ => break,
        }
    }
    at
}

/// Whether a token stands below another without a clause between.
fn hangs_on(reading: &Reading, token: usize, above: usize) -> bool {
    let mut at = token;
    for _ in 0..8 {
        match reading.tokens[at].head {
            Some(head) if head == above => return true,
            Some(head)
                if matches!(
                    reading.tokens[at].deprel.base(),
                    "obl" | "nmod" | "compound" | "appos" | "conj" | "flat"
                ) =>
            {
                at = head
            }
            _ => return false,
        }
    }
    false
}
