//! Who meets, where and when, who called it, and whether it came to be.

use std::collections::BTreeMap;

use crate::account::MeetingNote;
use crate::claim::EventType;
use crate::event::{ClaimRef, Event, Meeting, MeetingState};
use crate::fuse::phrases::meeting_noun;
use crate::fuse::scene::{Scene, add};
use crate::fuse::title::names;
use crate::time::Grain;
use crate::{Actor, Span};

/// Beginnings of words by which one calls or hosts a meeting.
pub(super) const CALLS: &[&str] = &["host", "cohost", "conven", "call", "invit", "organiz", "summon"];
/// Beginnings of words that tell that a meeting came to nothing.
const FAILS: &[&str] = &["cancel", "postpon", "collaps", "called off", "broke down", "failed", "boycott"];

/// Meetings, event by event.
pub(super) fn meetings(scene: &Scene<'_>) -> Vec<Meeting> {
    let mut meetings: Vec<Meeting> =
        scene.events.iter().enumerate().filter_map(|(number, event)| meeting(scene, number, event)).collect();
    let mut told: BTreeMap<usize, Vec<(usize, ClaimRef)>> = BTreeMap::new();
    for (number, meeting) in meetings.iter().enumerate() {
        for &claim in &meeting.claims {
            told.entry(claim.report).or_default().push((number, claim));
        }
    }
    for it in scene.claims().filter(|&it| calls_for_meeting(scene, it)) {
        if let Some(meeting) = called(scene, told.get(&it.report).map_or(&[], Vec::as_slice), it) {
            let claim = scene.claim(it);
            add(&mut meetings[meeting].called_by, scene.actors(it.report, &claim.actors));
            add(&mut meetings[meeting].claims, [it]);
        }
    }
    meetings
}

fn notes<'a>(scene: &'a Scene<'_>, event: &'a Event) -> impl Iterator<Item = (usize, &'a MeetingNote)> + 'a {
    event.claims.iter().flat_map(move |it| {
        let notes = scene.accounts[it.report].meetings.iter().filter(|note| note.claim == it.claim);
        notes.map(|note| (it.report, note))
    })
}

fn meeting(scene: &Scene<'_>, number: usize, event: &Event) -> Option<Meeting> {
    let day = event.date.is_some_and(|date| date.grain == Grain::Day);
    let named = event.claims.iter().any(|&it| noun(scene, it).is_some());
    let noted = notes(scene, event).next().is_some();
    let sure_enough = noted || (named && (day || event.place.is_some()));
    if event.kind != EventType::Consult || event.aux.historical || !sure_enough {
        return None;
    }
    let mut meeting = Meeting {
        name: name(scene, event),
        event: number,
        place: event.place.clone(),
        date: event.date,
        expected: Vec::new(),
        unsure: Vec::new(),
        called_by: Vec::new(),
        state: state(scene, event),
        claims: event.claims.clone(),
    };
    guests(scene, event, &mut meeting);
    Some(meeting)
}

/// Who is expected, who may come, who called it.
fn guests(scene: &Scene<'_>, event: &Event, meeting: &mut Meeting) {
    for (report, note) in notes(scene, event) {
        add(&mut meeting.expected, scene.actors(report, &note.expected));
        add(&mut meeting.unsure, scene.actors(report, &note.unsure));
        add(&mut meeting.called_by, scene.actors(report, &note.called_by));
    }
    // Whom one claim has come for sure, another's doubt does not keep away.
    let mut perhaps = Vec::new();
    for &it in &event.claims {
        let claim = scene.claim(it);
        let people = claim.actors.iter().chain(&claim.recipients).cloned().collect::<Vec<_>>();
        let people = scene.actors(it.report, &people);
        let list = if claim.aux.hypothetical { &mut perhaps } else { &mut meeting.expected };
        add(list, people);
        if scene.trigger_has(it, CALLS) {
            add(&mut meeting.called_by, scene.actors(it.report, &claim.actors));
        }
    }
    let unsure = &meeting.unsure;
    meeting.expected.retain(|actor| !unsure.contains(actor));
    perhaps.retain(|actor| !meeting.expected.contains(actor));
    add(&mut meeting.unsure, perhaps);
}

fn noun(scene: &Scene<'_>, it: ClaimRef) -> Option<&'static str> {
    meeting_noun(scene.trigger(it))
}

/// "Geneva talks on Yemen"; without a place, whose meeting it is.
fn name(scene: &Scene<'_>, event: &Event) -> String {
    let nouns = event.claims.iter().filter_map(|&it| noun(scene, it));
    let noun = super::events::most(nouns).unwrap_or("meeting");
    let head = match &event.place {
        Some(place) => format!("{} {noun}", place.text),
        None => {
            let all: Vec<Actor> = event.actors.iter().chain(&event.recipients).cloned().collect();
            if all.is_empty() { noun.to_owned() } else { format!("{noun} of {}", names(&all)) }
        }
    };
    match topic(scene, event) {
        Some(topic) => format!("{head} on {topic}"),
        None => head,
    }
}

/// The state that the meeting's sentences name most after "on", "about" or "in", and that does not take part.
fn topic(scene: &Scene<'_>, event: &Event) -> Option<String> {
    let takes_part = |actor: &Actor| event.actors.iter().chain(&event.recipients).any(|it| it.country == actor.country);
    let mut sentences: Vec<(usize, Span)> = event.claims.iter().map(|&it| (it.report, scene.sentence(it))).collect();
    sentences.dedup();
    let topics = sentences.into_iter().flat_map(|(report, sentence)| {
        let text = scene.text(report);
        let states = scene.states_in(report, sentence).into_iter();
        let about = states.filter(move |(span, _)| {
            let before = text.get(..span.start).unwrap_or_default();
            ["on ", "about ", "over ", "in ", "the "].iter().any(|lead| before.ends_with(lead))
        });
        about.map(|(_, state)| state).collect::<Vec<_>>()
    });
    let host = event.place.as_ref().map(|place| place.country.clone()).unwrap_or_default();
    let topics = topics.filter(|state| !takes_part(state) && state.country != host).map(|state| state.name);
    super::events::most(topics)
}

fn state(scene: &Scene<'_>, event: &Event) -> MeetingState {
    let failed = |&it: &ClaimRef| {
        let near = scene.sentence(it).of(scene.text(it.report)).to_lowercase();
        let named = scene.trigger_has(it, FAILS) || FAILS.iter().any(|fail| near.contains(&format!("{fail}ed")));
        scene.claim(it).aux.negation || named
    };
    let past = event.date.zip(scene.latest).is_none_or(|(date, latest)| date.start <= latest);
    match () {
        () if event.claims.iter().all(failed) => MeetingState::Failed,
        () if event.aux.is_asserted() && past => MeetingState::Held,
        () => MeetingState::Planned,
    }
}

/// Whether a claim is a call for a meeting.
pub(super) fn calls_for_meeting(scene: &Scene<'_>, it: ClaimRef) -> bool {
    let claim = scene.claim(it);
    claim.kind == EventType::Request && claim.mode == "meet" && !claim.aux.negation
}

/// The meeting that a call for one is about: told in the same report, nearest to it.
fn called(scene: &Scene<'_>, told: &[(usize, ClaimRef)], it: ClaimRef) -> Option<usize> {
    let here = scene.claim(it).sentence;
    let distances = told.iter().map(|&(meeting, claim)| (scene.claim(claim).sentence.abs_diff(here), meeting));
    distances.filter(|&(distance, _)| distance <= 3).min().map(|(_, meeting)| meeting)
}
