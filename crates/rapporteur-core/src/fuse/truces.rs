//! Cease-fires: where, how long, between whom, and what became of them.

use jiff::civil::Date;

use crate::claim::EventType;
use crate::event::{ClaimRef, Truce, TruceState};
use crate::fuse::scene::{Scene, add, clause_after};
use crate::fuse::words::words;
use crate::{Actor, Span};

/// How reports write the word.
const TRUCE_WORDS: &[&str] =
    &["cease-fire", "ceasefire", "cease fire", "truce", "armistice", "cessation of hostilities"];
/// Beginnings of words around it that tell its state; the first row that matches counts.
const CUES: &[(&[&str], TruceState)] = &[
    (
        &[
            "disintegrat",
            "collaps",
            "fell apart",
            "broke down",
            "broken down",
            "unravel",
            "in tatters",
            "end of",
            "breakdown",
            "scrapped",
            "expired",
            "shattered",
        ],
        TruceState::Collapsed,
    ),
    (&["violat", "breach", "broke the", "breaking the"], TruceState::Violated),
    (&["discuss", "propos", "draft", "offered", "negotiat", "suggest", "on the table"], TruceState::Proposed),
    (
        &["hope", "pursu", "urge", "seek", "sought", "call for", "called for", "might", "want", "appeal", "whether"],
        TruceState::HopedFor,
    ),
    (
        &[
            "in force",
            "took effect",
            "takes effect",
            "into effect",
            "in effect",
            "holding",
            "held",
            "declar",
            "agreed",
            "began",
            "announced",
            "signed",
            "reached",
        ],
        TruceState::InForce,
    ),
];
/// Words after which those are named who are left out of a truce.
const EXCEPT: &[&str] =
    &["except for ", "except ", "excluding ", "exempting ", "does not apply to ", "not covering ", "apart from "];
/// How far around the word cues are looked for, in bytes.
const AROUND: usize = 80;

/// One place where a report speaks of a truce.
struct Told {
    claim: ClaimRef,
    at: Span,
    /// The claim is of the truce itself, not only near it.
    own: bool,
    area: String,
    span: String,
    state: TruceState,
    published: Option<Date>,
}

/// Truces, in order of their first claims' events.
pub(super) fn truces(scene: &Scene<'_>) -> Vec<Truce> {
    let told: Vec<Told> = scene.claims().flat_map(|claim| told(scene, claim)).collect();
    let mut groups: Vec<Vec<Told>> = Vec::new();
    for it in told {
        match groups.iter_mut().find(|group| group.iter().any(|other| same(scene, &it, other))) {
            Some(group) => group.push(it),
            None => groups.push(vec![it]),
        }
    }
    groups.into_iter().map(|group| truce(scene, group)).collect()
}

/// Truces that a claim speaks of: its own, or, for the claim nearest to a mere mention, that mention.
fn told(scene: &Scene<'_>, it: ClaimRef) -> Vec<Told> {
    let (text, sentence) = (scene.text(it.report), scene.sentence(it));
    let mentions: Vec<Span> = mentions(text, sentence);
    let own = |claim: ClaimRef, at: Span| scene.claim(claim).trigger.overlaps(at);
    if scene.claim(it).mode == "ceasefire" {
        let trigger = scene.claim(it).trigger;
        let at = mentions.into_iter().find(|&at| own(it, at)).unwrap_or(trigger);
        return vec![one(scene, it, at, true)];
    }
    let siblings = || {
        let claims = scene.accounts[it.report].claims.iter().enumerate();
        let here = claims.filter(|(_, claim)| claim.sentence == scene.claim(it).sentence);
        here.map(|(claim, _)| ClaimRef { report: it.report, claim })
    };
    let nearest = |at: Span| siblings().min_by_key(|&c| (scene.claim(c).trigger.start.abs_diff(at.start), c));
    let taken = siblings().any(|c| scene.claim(c).mode == "ceasefire");
    mentions.into_iter().filter(|&at| !taken && nearest(at) == Some(it)).map(|at| one(scene, it, at, false)).collect()
}

fn mentions(text: &str, sentence: Span) -> Vec<Span> {
    let lower = sentence.of(text).to_ascii_lowercase();
    let found = TRUCE_WORDS.iter().flat_map(|word| lower.match_indices(word).map(|(at, word)| (at, word.len())));
    let mut spans: Vec<Span> =
        found.map(|(at, len)| Span::new(sentence.start + at, sentence.start + at + len)).collect();
    spans.sort_unstable();
    spans
}

fn one(scene: &Scene<'_>, claim: ClaimRef, at: Span, own: bool) -> Told {
    let published = scene.accounts[claim.report].report.published;
    Told {
        area: area(scene, claim),
        span: length(scene, claim, at),
        state: state(scene, claim, at, own),
        claim,
        at,
        own,
        published,
    }
}

/// The claim's place, or a state that the sentence is about.
fn area(scene: &Scene<'_>, it: ClaimRef) -> String {
    let text = scene.text(it.report);
    if let Some(place) = &scene.claim(it).place {
        return place.span.of(text).to_owned();
    }
    let people = scene.named_in(it.report, scene.sentence(it));
    let states = scene.states_in(it.report, scene.sentence(it));
    let about = states.into_iter().find(|(span, _)| {
        let before = text.get(..span.start).unwrap_or_default();
        let named = people.iter().any(|(person, _)| person.overlaps(*span));
        !named && ["in ", "on ", "for ", "across ", "over "].iter().any(|lead| before.ends_with(lead))
    });
    about.map(|(span, _)| span.of(text).to_owned()).unwrap_or_default()
}

/// "72 hours", from a number and a unit just before or after the word.
fn length(scene: &Scene<'_>, it: ClaimRef, at: Span) -> String {
    let (text, sentence) = (scene.text(it.report), scene.sentence(it));
    let from = floor(text, at.start.saturating_sub(24).max(sentence.start));
    let upto = floor(text, (at.end + 40).min(sentence.end));
    let near = words(text.get(from..upto).unwrap_or_default());
    let pair = near.windows(2).find(|pair| {
        let unit = ["hour", "day", "week", "month"].contains(&pair[1].trim_end_matches('s'));
        unit && (pair[0].chars().all(|c| c.is_ascii_digit()) || NUMBERS.contains(&pair[0].as_str()))
    });
    pair.map_or_else(String::new, |pair| {
        let unit = pair[1].trim_end_matches('s');
        if matches!(pair[0].as_str(), "1" | "one") {
            format!("{} {unit}", pair[0])
        } else {
            format!("{} {unit}s", pair[0])
        }
    })
}

const NUMBERS: &[&str] = &["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve"];

/// The nearest character boundary at or before an offset.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

fn state(scene: &Scene<'_>, it: ClaimRef, at: Span, own: bool) -> TruceState {
    let (text, sentence, aux) = (scene.text(it.report), scene.sentence(it), scene.claim(it).aux);
    let from = floor(text, at.start.saturating_sub(AROUND).max(sentence.start));
    let upto = floor(text, (at.end + AROUND).min(sentence.end));
    let near = text.get(from..upto).unwrap_or_default().to_ascii_lowercase();
    let open = own && !aux.is_asserted();
    let told = CUES.iter().filter(|(_, state)| !open || *state != TruceState::InForce);
    let middle = at.start - from;
    // The cue nearest to the word counts; of two as near, the one that comes first in the table.
    let found = told.flat_map(|(cues, state)| {
        cues.iter().flat_map(|cue| near.match_indices(cue)).map(|(at, cue)| (distance(at, cue.len(), middle), *state))
    });
    match found.min_by_key(|&(distance, _)| distance) {
        Some((_, state)) => state,
        None if own && aux.is_asserted() => TruceState::InForce,
        None if own && aux.future => TruceState::Proposed,
        None => TruceState::HopedFor,
    }
}

/// Bytes between a cue and the word in the middle.
fn distance(at: usize, len: usize, middle: usize) -> usize {
    if at + len <= middle { middle - at - len } else { at.saturating_sub(middle) }
}

/// Whether two places speak of one truce: one event, or the same area, length and state.
fn same(scene: &Scene<'_>, a: &Told, b: &Told) -> bool {
    let event = |it: &Told| scene.event_of(it.claim).filter(|_| it.own);
    if a.own && b.own {
        return event(a) == event(b);
    }
    let near = a.claim.report == b.claim.report && a.at == b.at;
    near || (a.area == b.area && a.span == b.span && a.state == b.state)
}

fn truce(scene: &Scene<'_>, group: Vec<Told>) -> Truce {
    let latest = group.iter().map(|it| it.published).max().flatten();
    let current = group.iter().filter(|it| it.published == latest).map(|it| it.state);
    let state = super::events::most(current).unwrap_or(TruceState::HopedFor);
    let mut parties: Vec<Actor> = Vec::new();
    let mut claims: Vec<ClaimRef> = Vec::new();
    for it in &group {
        let claim = scene.claim(it.claim);
        if it.own {
            add(&mut parties, scene.actors(it.claim.report, &claim.actors));
            add(&mut parties, scene.actors(it.claim.report, &claim.recipients));
        }
        add(&mut claims, [it.claim]);
        add(&mut claims, discussed(scene, it));
    }
    let first = |of: fn(&Told) -> &String| super::events::most(group.iter().map(of).filter(|s| !s.is_empty()).cloned());
    let dates = claims.iter().filter_map(|&it| scene.claim(it).date);
    let mut truce = Truce {
        area: first(|it| &it.area).unwrap_or_default(),
        span: first(|it| &it.span).unwrap_or_default(),
        parties,
        exempted: group.iter().find_map(|it| exempted(scene, it)).unwrap_or_default(),
        date: super::events::date(dates),
        state,
        claims,
        violations: Vec::new(),
    };
    truce.violations = violations(scene, &truce);
    if truce.state == TruceState::InForce && !truce.violations.is_empty() {
        truce.state = TruceState::Violated;
    }
    truce
}

/// Talks in the same sentence that are about the truce.
fn discussed(scene: &Scene<'_>, it: &Told) -> Vec<ClaimRef> {
    let own = scene.claim(it.claim);
    let claims = scene.accounts[it.claim.report].claims.iter().enumerate();
    let about = claims.filter(|(_, claim)| {
        claim.sentence == own.sentence && claim.kind == EventType::Consult && it.state == TruceState::Proposed
    });
    let refs = about.map(|(claim, _)| ClaimRef { report: it.claim.report, claim });
    refs.filter(|&claim| it.own && scene.trigger_has(claim, &["discuss"])).collect()
}

fn exempted(scene: &Scene<'_>, it: &Told) -> Option<String> {
    let (text, sentence) = (scene.text(it.claim.report), scene.sentence(it.claim));
    let rest = text.get(it.at.end..sentence.end.max(it.at.end))?;
    let at = EXCEPT.iter().find_map(|mark| rest.find(mark).map(|at| at + mark.len()))?;
    Some(clause_after(text, sentence, it.at.end + at).of(text).to_owned())
}

/// Later violence between the parties of a truce that was in force, in its area and time.
fn violations(scene: &Scene<'_>, truce: &Truce) -> Vec<ClaimRef> {
    let spoken = truce.claims.iter().filter_map(|&it| scene.when(it)).map(|when| when.start).min();
    let Some(from) = truce.date.map(|date| date.start).or(spoken) else { return Vec::new() };
    if !matches!(truce.state, TruceState::InForce | TruceState::Violated) || truce.parties.is_empty() {
        return Vec::new();
    }
    let fights = scene.claims().filter(|&it| {
        let claim = scene.claim(it);
        let after =
            claim.date.is_some_and(|date| date.start > from && ends(truce, from).is_none_or(|end| date.start <= end));
        let by = scene.actors(it.report, &claim.actors);
        let place = claim.place.as_ref().map_or("", |place| place.span.of(scene.text(it.report)));
        let there =
            truce.area.is_empty() || place.is_empty() || place.contains(&truce.area) || truce.area.contains(place);
        claim.kind == EventType::Assault
            && claim.aux.is_asserted()
            && after
            && there
            && scene.kin(&by, &truce.parties) >= 0.5
    });
    fights.collect()
}

/// Last day of a truce whose length is told.
fn ends(truce: &Truce, from: Date) -> Option<Date> {
    let (number, unit) = truce.span.split_once(' ')?;
    let number = number.parse::<i64>().ok().or_else(|| {
        NUMBERS.iter().position(|&word| word == number).map(|at| if at == 10 { 12 } else { at as i64 + 1 })
    })?;
    let days = match unit.trim_end_matches('s') {
        "hour" => number / 24 + i64::from(number % 24 > 0),
        "day" => number,
        "week" => number.checked_mul(7)?,
        _ => number.checked_mul(31)?,
    };
    from.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}
