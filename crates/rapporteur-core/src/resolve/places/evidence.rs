//! Whether a name that the gazetteer knows is a place where it stands: cues around it, weighed.
//!
//! A linear score over readable cues. The weights were fitted by logistic regression on half of two public corpora of
//! local and world news (`examples/places.rs --cues` writes the cues, one line a name).

use super::scan::{Gap, Mention, Word, Words, listed};
use crate::resolve::gazetteer::{Gazetteer, RowKind};
use crate::{EntityKind, Reading, Span};

macro_rules! cues {
    ($($name:ident = $weight:literal),+ $(,)?) => {
        /// What speaks for or against a place.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(usize)]
        pub(super) enum Cue { $($name),+ }

        /// Names of the cues, in the order of their values.
        pub(super) const NAMES: &[&str] = &[$(stringify!($name)),+];
        const WEIGHTS: &[f32] = &[$($weight),+];
    };
}

cues! {
    Always = -1.40,
    CitySize = 1.92,
    Country = 3.17,
    Division = 2.42,
    Capital = 1.28,
    County = 0.69,
    Feature = 2.00,
    ManyWords = 1.15,
    Locative = 1.79,
    Directional = 0.90,
    KindOf = 2.29,
    BeforeContainer = 3.83,
    IsContainer = 2.44,
    BeforeBody = 0.84,
    BeforeTeam = 1.05,
    BeforeStreet = -3.30,
    AfterNumber = -2.12,
    InitialCommon = -3.88,
    Common = -2.45,
    Initial = -0.11,
    AfterFirstName = -3.95,
    AfterTitle = -2.83,
    AfterUnknown = -1.32,
    BeforeUnknown = -0.52,
    BeforeAge = -2.20,
    AfterLetter = -1.57,
    FamilyName = -3.34,
    BeforeSpeech = -0.88,
    AfterSpeech = -0.51,
    OtherName = -1.19,
    Acronym = -0.09,
    Dateline = 2.80,
    AfterThe = -0.38,
    Possessive = 0.10,
    FirstName = -1.98,
    InList = 1.08,
    AllCapitals = 0.68,
    Hyphen = -0.04,
    NamesCounty = 3.11,
    Region = 2.00,
    AfterComma = 0.07,
    BeforeComma = 0.33,
    AfterCapitalAny = -0.63,
    BeforeCapitalAny = -0.71,
    FamilyWord = -1.11,
    FamilyWordLocated = 0.45,
    BeforeGovernment = 1.82,
    Alone = 0.25,
    SecondOfTwo = -0.42,
    FirstOfTwo = -0.11,
    EntityPlace = 0.0,
    EntityPerson = 0.0,
    EntityBody = 0.0,
    EntityOther = 0.0,
    EntityNone = 0.0,
}

/// Bodies that only a place has.
const GOVERNMENT: &str = " police county counties city council township fire residents resident area man woman mayor teen \
    officials authorities native courthouse jail sheriff sheriffs district public parish ";

/// Weights of what the reader says; not fitted with the rest, since the cues must stand without a reader.
const ENTITY_WEIGHTS: [(Cue, f32); 5] = [
    (Cue::EntityPlace, 3.0),
    (Cue::EntityPerson, -4.0),
    (Cue::EntityBody, -0.5),
    (Cue::EntityOther, -2.0),
    (Cue::EntityNone, -1.0),
];

/// Values of all cues for one mention.
#[derive(Clone, Debug)]
pub(super) struct Evidence(pub(super) [f32; NAMES.len()]);

impl Evidence {
    /// Log-odds of a place.
    pub(super) fn score(&self) -> f32 {
        let fitted: f32 = self.0.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
        fitted + ENTITY_WEIGHTS.iter().map(|&(cue, weight)| self.0[cue as usize] * weight).sum::<f32>()
    }

    /// Whether a cue is there.
    pub(super) fn has(&self, cue: Cue) -> bool {
        self.0[cue as usize] != 0.0
    }

    fn set(&mut self, cue: Cue, there: bool) {
        self.0[cue as usize] = f32::from(u8::from(there));
    }
}

/// Family names that a text gives with a first name or a title, sorted, folded.
pub(super) fn family_names(words: &Words) -> Vec<&str> {
    let mut names = Vec::new();
    for (at, word) in words.list.iter().enumerate() {
        let opens = word.capital
            && !word.possessive
            && (word.classes.first_name() || word.classes.title() && word.span.len() > 1);
        if !opens || word.gap != Gap::Space {
            continue;
        }
        let mut last = at;
        while last < at + 3
            && let Some(next) = words.after(last, Gap::Space).filter(|&n| words.list[n].capital)
        {
            if words.list[next].classes.body() || words.list[next].classes.street() || words.list[next].classes.team() {
                break;
            }
            last = next;
        }
        let letter = last > at && words.key(last).len() == 1;
        if last > at && !letter && (word.classes.first_name() && !word.classes.title() || last - at <= 2) {
            names.push(words.key(last));
        }
    }
    names.extend(names_with_age_or_speech(words));
    names.sort_unstable();
    names.dedup();
    names
}

/// "Marcin Przydacz, 23, ..." and "... Przydacz Brown said": two unknown words in capitals that age or speak.
fn names_with_age_or_speech(words: &Words) -> impl Iterator<Item = &str> {
    let plain = |at: usize| {
        let (word, key) = (&words.list[at], words.key(at));
        word.capital
            && !word.upper
            && key.len() > 1
            && !word.possessive
            && !word.classes.common()
            && !word.classes.body()
    };
    (1..words.list.len())
        .filter(move |&at| {
            let pair = words
                .before(at, Gap::Space)
                .is_some_and(|before| plain(before) && !words.list[before].initial && plain(at));
            let age = words
                .after(at, Gap::Comma)
                .is_some_and(|n| words.list[n].digits && words.key(n).len() <= 2 && words.list[n].gap == Gap::Comma);
            let speech = words.after(at, Gap::Space).is_some_and(|n| words.list[n].classes.speech());
            pair && (age || speech)
        })
        .map(|at| words.key(at))
}

/// Weighs the cues of each mention.
pub(super) fn weigh(
    text: &str,
    words: &Words,
    mentions: &[Mention],
    reading: &Reading,
    gazetteer: &Gazetteer<'_>,
) -> Vec<Evidence> {
    let family = family_names(words);
    let context = Context { text, words, mentions, family: &family, reading, gazetteer };
    (0..mentions.len()).map(|n| context.evidence(n)).collect()
}

struct Context<'c> {
    text: &'c str,
    words: &'c Words,
    mentions: &'c [Mention],
    family: &'c [&'c str],
    reading: &'c Reading,
    gazetteer: &'c Gazetteer<'c>,
}

impl Context<'_> {
    fn evidence(&self, n: usize) -> Evidence {
        let mut evidence = Evidence([0.0; NAMES.len()]);
        evidence.set(Cue::Always, true);
        self.what_it_may_be(&self.mentions[n], &mut evidence);
        self.what_it_looks_like(&self.mentions[n], &mut evidence);
        self.what_stands_before(n, &mut evidence);
        self.what_stands_after(n, &mut evidence);
        self.what_the_reader_says(self.mentions[n].span, &mut evidence);
        let located = evidence.has(Cue::Locative) || evidence.has(Cue::KindOf) || evidence.has(Cue::BeforeContainer);
        evidence.set(Cue::FamilyWordLocated, located && evidence.has(Cue::FamilyWord));
        let (before, after) = (evidence.has(Cue::AfterCapitalAny), evidence.has(Cue::BeforeCapitalAny));
        evidence.set(Cue::Alone, !before && !after);
        evidence.set(Cue::SecondOfTwo, before && !after);
        evidence
            .set(Cue::FirstOfTwo, !before && after && !evidence.has(Cue::BeforeBody) && !evidence.has(Cue::BeforeTeam));
        evidence
    }

    fn what_it_may_be(&self, mention: &Mention, evidence: &mut Evidence) {
        let mut size = 0.0_f32;
        for candidate in &mention.candidates {
            let row = self.gazetteer.row(candidate.row);
            let small = candidate.other_name && row.population < 50_000;
            match row.kind {
                RowKind::City | RowKind::Capital => {
                    size = size.max((row.population as f32 + 10.0).log10() / 7.0 - if small { 0.15 } else { 0.0 });
                    if row.kind == RowKind::Capital && !candidate.other_name {
                        evidence.set(Cue::Capital, true);
                    }
                }
                RowKind::Country | RowKind::Continent => evidence.set(Cue::Country, true),
                RowKind::Division => evidence.set(Cue::Division, !candidate.other_name || row.population > 1_000_000),
                RowKind::Region => evidence.set(Cue::Region, true),
                RowKind::Feature => evidence.set(Cue::Feature, true),
                RowKind::County => evidence.set(Cue::County, true),
            }
        }
        evidence.0[Cue::CitySize as usize] = size;
        evidence.set(Cue::OtherName, mention.candidates.iter().all(|c| c.other_name));
    }

    fn what_it_looks_like(&self, mention: &Mention, evidence: &mut Evidence) {
        let (start, end) = mention.words;
        let word = &self.words.list[start];
        let single = end == start + 1;
        let last = &self.words.list[end - 1];
        evidence.set(Cue::ManyWords, !single);
        evidence.set(Cue::InitialCommon, single && word.initial && word.classes.common());
        evidence.set(Cue::Common, single && !word.initial && word.classes.common());
        evidence.set(Cue::Initial, word.initial && !(single && word.classes.common()));
        evidence.set(Cue::FirstName, single && word.classes.first_name());
        evidence.set(Cue::FamilyWord, single && word.classes.family_name());
        evidence.set(Cue::FamilyName, single && self.family.binary_search(&self.words.key(start)).is_ok());
        evidence.set(Cue::Acronym, single && word.span.len() <= 5 && (word.upper || word.dotted));
        evidence.set(Cue::AllCapitals, word.upper && word.span.len() > 4);
        evidence.set(Cue::Possessive, last.possessive);
        evidence.set(Cue::Dateline, self.words.is_dateline(start));
        evidence.set(
            Cue::NamesCounty,
            ["county", "parish"].iter().any(|kind| mention.key.ends_with(kind)) && mention.key.contains(' '),
        );
    }

    fn word(&self, at: Option<usize>) -> Option<&Word> {
        self.words.list.get(at?)
    }

    fn what_stands_before(&self, n: usize, evidence: &mut Evidence) {
        let (start, _) = self.mentions[n].words;
        let near = self.words.before(start, Gap::Space);
        let Some(word) = self.word(near) else {
            let comma = self.words.before(start, Gap::Comma);
            evidence.set(Cue::AfterComma, comma.is_some());
            let neighbour =
                n.checked_sub(1).map(|p| &self.mentions[p]).filter(|p| comma.is_some_and(|c| c + 1 == p.words.1));
            if let Some(before) = neighbour {
                evidence.set(Cue::InList, true);
                evidence.set(Cue::IsContainer, contains_any(self.gazetteer, &self.mentions[n], before));
            } else if comma.is_some_and(|c| self.words.list[c].capital) {
                evidence.set(Cue::IsContainer, evidence.has(Cue::Division) || evidence.has(Cue::Country));
            }
            evidence.set(Cue::Hyphen, self.words.before(start, Gap::Hyphen).is_some());
            return;
        };
        let (key, classes) = (self.words.key(start - 1), word.classes);
        let name = word.capital && !word.initial;
        let lead = if key == "the" {
            self.word(self.words.before(start - 1, Gap::Space)).map_or(classes, |w| w.classes)
        } else {
            classes
        };
        evidence.set(Cue::Locative, lead.locative());
        evidence.set(Cue::Directional, lead.directional());
        let kind = key == "of" && self.word(self.words.before(start - 1, Gap::Space)).is_some_and(|w| w.classes.kind());
        evidence.set(Cue::KindOf, kind || classes.kind() && !word.capital);
        evidence.set(Cue::AfterNumber, word.digits);
        evidence.set(Cue::AfterThe, key == "the");
        evidence.set(Cue::AfterSpeech, classes.speech());
        evidence.set(Cue::AfterTitle, classes.title() && (word.capital || key.len() > 3));
        evidence.set(Cue::AfterLetter, word.capital && key.len() == 1);
        let first_name = word.capital && classes.first_name() && !word.possessive && !self.in_mention(n, start - 1);
        evidence.set(Cue::AfterFirstName, first_name);
        let known = classes.locative()
            || classes.directional()
            || classes.title()
            || classes.common()
            || first_name
            || classes.body();
        evidence.set(Cue::AfterUnknown, word.capital && !known && !word.possessive && key.len() > 1);
        evidence.set(Cue::AfterCapitalAny, name && !word.possessive);
        let listing = key == "and" && n > 0 && self.mentions[n - 1].words.1 == start - 1;
        evidence.set(Cue::InList, listing);
    }

    fn what_stands_after(&self, n: usize, evidence: &mut Evidence) {
        let (_, end) = self.mentions[n].words;
        let next = self.mentions.get(n + 1).filter(|next| next.words.0 == end);
        let gap = self.words.list[end - 1].gap;
        let Some(word) = self.words.list.get(end).filter(|_| gap != Gap::Stop) else { return };
        let key = self.words.key(end);
        match gap {
            Gap::Space => {
                evidence.set(Cue::BeforeBody, word.classes.body());
                evidence.set(Cue::BeforeGovernment, word.classes.body() && listed(GOVERNMENT, key));
                evidence.set(Cue::BeforeTeam, word.capital && word.classes.team());
                evidence.set(
                    Cue::BeforeStreet,
                    word.capital && word.classes.street() || word.dotted && word.classes.street(),
                );
                evidence.set(Cue::BeforeSpeech, word.classes.speech());
                let known =
                    word.classes.body() || word.classes.team() || word.classes.street() || word.classes.common();
                evidence.set(Cue::BeforeUnknown, word.capital && !known && next.is_none());
                evidence.set(Cue::BeforeCapitalAny, word.capital);
            }
            Gap::Comma => {
                let inside = next.is_some_and(|next| contains_any(self.gazetteer, next, &self.mentions[n]));
                evidence.set(Cue::BeforeContainer, inside);
                evidence.set(Cue::BeforeAge, word.digits && key.len() <= 2);
                evidence.set(Cue::BeforeComma, true);
            }
            Gap::Hyphen => evidence.set(Cue::Hyphen, !word.classes.body()),
            _ => {}
        }
    }

    fn in_mention(&self, n: usize, word: usize) -> bool {
        n > 0 && self.mentions[n - 1].words.1 > word
    }

    fn what_the_reader_says(&self, span: Span, evidence: &mut Evidence) {
        let entities = &self.reading.entities;
        if entities.is_empty() {
            return;
        }
        let at = entities.partition_point(|entity| entity.span.end <= span.start);
        let entity = entities.get(at).filter(|entity| entity.span.overlaps(span) && span.end <= self.text.len());
        let cue = match entity.map(|entity| entity.kind) {
            Some(EntityKind::Gpe | EntityKind::Loc | EntityKind::Fac) => Cue::EntityPlace,
            // "met in Lausanne": whom one can be in is seldom a person, though the reader may take a rare name for one.
            Some(EntityKind::Person) if evidence.has(Cue::Locative) => Cue::EntityOther,
            Some(EntityKind::Person) => Cue::EntityPerson,
            Some(EntityKind::Org) => Cue::EntityBody,
            Some(_) => Cue::EntityOther,
            None => Cue::EntityNone,
        };
        evidence.set(cue, true);
    }
}

/// Whether some reading of `outer` holds some reading of `inner`: "Paris, Texas".
pub(super) fn contains_any(gazetteer: &Gazetteer<'_>, outer: &Mention, inner: &Mention) -> bool {
    outer
        .candidates
        .iter()
        .take(12)
        .any(|o| !o.demonym && inner.candidates.iter().any(|i| super::choose::holds(gazetteer, o.row, i.row)))
}
