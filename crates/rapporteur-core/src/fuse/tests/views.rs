//! What follows from events.

use super::*;
use crate::EventType::*;
use crate::account::{Counted, Figure, MeetingNote};
use crate::event::{CommitmentKind, CommitmentState, DisputeAbout, MeetingState, Tie, TruceState};

fn names(actors: &[Actor]) -> Vec<&str> {
    actors.iter().map(|actor| actor.name.as_str()).collect()
}

#[test]
fn an_offer_keeps_its_condition() {
    let (_, story) =
        tell(vec![report("a", "2012-06-01", "Norway offered to host refugees if Chad opens its border.").claim(
            "offered",
            Agree,
            &["Norway|NOR|GOV"],
            &["Chad|TCD|GOV"],
            More { condition: "if Chad opens its border", ..More::default() },
        )]);
    let [offer] = story.commitments.as_slice() else { panic!("{:?}", story.commitments) };
    assert_eq!(offer.kind, CommitmentKind::Offer);
    assert_eq!(offer.what, "host refugees");
    assert_eq!(offer.condition, "if Chad opens its border");
    assert_eq!(offer.state, CommitmentState::Open);
}

#[test]
fn a_promise_is_met_or_broken_by_what_comes_later() {
    let promise = || {
        report("a", "2012-06-01", "Kenya promised to withdraw its troops.").claim(
            "promised",
            Concede,
            &["Kenya|KEN|GOV"],
            &[],
            More::default(),
        )
    };
    let later = |aux: &'static [&'static str]| {
        report("b", "2012-07-01", "The withdrawal by Kenyan forces was told on Sunday.").claim(
            "withdrawal",
            Retreat,
            &["Kenyan forces|KEN|MIL"],
            &[],
            More { aux, date: "2012-07-01", ..More::default() },
        )
    };
    let state = |drafts| tell(drafts).1.commitments[0].state;
    assert_eq!(state(vec![promise()]), CommitmentState::Open);
    assert_eq!(state(vec![promise(), later(&[])]), CommitmentState::Met);
    assert_eq!(state(vec![promise(), later(&["negation"])]), CommitmentState::Broken);
}

#[test]
fn a_demand_is_made_of_somebody() {
    let (_, story) =
        tell(vec![report("a", "2012-06-01", "Kenya urged Chad to free the hostages, officials said.").claim(
            "urged",
            Request,
            &["Kenya|KEN|GOV"],
            &["Chad|TCD|GOV"],
            More::default(),
        )]);
    let demand = &story.commitments[0];
    assert_eq!((demand.kind, names(&demand.to)), (CommitmentKind::Demand, vec!["Chad"]));
    assert_eq!(demand.what, "free the hostages");
}

#[test]
fn two_sides_name_other_victims() {
    let text = "Chad only hit rebel posts by air, its army said. Aid workers said Chad bombed a clinic.";
    let air = |says| More { mode: "aerial", says, date: "2012-06-01", place: "", ..More::default() };
    let (accounts, story) = tell(vec![
        report("a", "2012-06-01", text)
            .claim("hit", Assault, &["Chad|TCD|GOV"], &["Boko Haram|IMG|REB"], air("Chadian army|TCD|MIL"))
            .claim("bombed", Assault, &["Chad|TCD|GOV"], &["clinic staff|TCD|MED"], air("Aid workers|NGO|")),
    ]);
    assert_eq!(story.events.len(), 1);
    let [dispute] = story.disputes.as_slice() else { panic!("{:?}", story.disputes) };
    assert_eq!(dispute.kind, DisputeAbout::Recipient);
    let said: Vec<&str> = dispute.sides.iter().map(|s| s.span.of(&accounts[s.report].report.text)).collect();
    assert_eq!(said, ["Chad only hit rebel posts by air", "Chad bombed a clinic"]);
}

#[test]
fn a_denial_faces_what_it_denies() {
    let text = "Niger says that Chad shelled a village. Chad says that it never shelled it.";
    let day = |says, aux| More { says, aux, date: "2012-06-01", mode: "heavy-weapons", ..More::default() };
    let (_, story) = tell(vec![
        report("a", "2012-06-02", text)
            .claim("shelled a village", Assault, &["Chad|TCD|GOV"], &["Niger|NER|CVL"], day("Niger|NER|GOV", &[]))
            .claim("shelled it", Assault, &["Chad|TCD|GOV"], &["Niger|NER|CVL"], day("Chad|TCD|GOV", &["negation"])),
    ]);
    assert_eq!(story.disputes.len(), 1);
    assert_eq!(story.disputes[0].kind, DisputeAbout::Denial);
    assert_eq!(story.disputes[0].sides.len(), 2);
}

/// A truce that holds, is broken, and is made anew.
fn truces() -> Vec<Draft> {
    let sides = ["Sudan|SDN|GOV", "Darfur rebels|SDN|REB"];
    let more = |date| More { mode: "ceasefire", date, place: "Darfur", country: "SDN", ..More::default() };
    vec![
        report("a", "2005-01-02", "A 30-day truce in Darfur took effect on Saturday.").claim(
            "truce",
            Retreat,
            &sides,
            &[],
            more("2005-01-01"),
        ),
        report("b", "2005-01-11", "Sudan bombed camps in Darfur on Monday.").claim(
            "bombed",
            Assault,
            &["Sudan|SDN|GOV"],
            &["Darfur rebels|SDN|REB"],
            More { mode: "aerial", date: "2005-01-10", place: "Darfur", country: "SDN", ..More::default() },
        ),
        report("c", "2005-03-02", "A new cease-fire in Darfur took effect on Tuesday.").claim(
            "cease-fire",
            Retreat,
            &sides,
            &[],
            more("2005-03-01"),
        ),
    ]
}

#[test]
fn a_truce_is_violated_and_another_holds() {
    let (_, story) = tell(truces());
    let told: Vec<_> = story.truces.iter().map(|t| (t.span.as_str(), t.state, t.violations.len())).collect();
    assert_eq!(told, [("30 days", TruceState::Violated, 1), ("", TruceState::InForce, 0)]);
    assert_eq!(story.truces[0].area, "Darfur");
    assert_eq!(names(&story.truces[0].parties), ["Sudan", "Darfur rebels"]);
}

#[test]
fn a_truce_is_known_from_the_words_around_it() {
    let text = "Chad cut relations with Niger after the collapse of a truce in Mali.";
    let (_, story) = tell(vec![report("a", "2012-06-01", text).claim(
        "cut relations",
        Sanction,
        &["Chad|TCD|GOV"],
        &["Niger|NER|GOV"],
        More::default(),
    )]);
    let [truce] = story.truces.as_slice() else { panic!("{:?}", story.truces) };
    assert_eq!((truce.area.as_str(), truce.state), ("Mali", TruceState::Collapsed));
}

#[test]
fn a_meeting_has_guests_a_topic_and_a_quarrel_over_who_called_it() {
    let text = "Chad and Niger will meet in Geneva on Friday for talks on Mali. Chad says that it hosts the session. \
                Niger says that Niger called for a meeting.";
    let geneva = More { date: "2012-06-08", place: "Geneva", country: "CHE", aux: &["future"], ..More::default() };
    let mut draft = report("a", "2012-06-01", text)
        .claim("meet", Consult, &["Chad|TCD|GOV", "Niger|NER|GOV"], &[], More { mode: "multilateral", ..geneva })
        .claim(
            "hosts",
            Consult,
            &["Chad|TCD|GOV"],
            &[],
            More {
                mode: "multilateral",
                says: "Chad|TCD|GOV",
                date: "2012-06-08",
                place: "Geneva",
                country: "CHE",
                aux: &["future"],
                ..More::default()
            },
        )
        .claim(
            "called for",
            Request,
            &["Niger|NER|GOV"],
            &[],
            More { mode: "meet", says: "Niger|NER|GOV", ..More::default() },
        );
    let unsure = draft.people(&["Togo|TGO|GOV"]);
    draft.0.meetings.push(MeetingNote { claim: 0, expected: vec![], unsure, called_by: vec![] });
    let (_, story) = tell(vec![draft]);
    let [meeting] = story.meetings.as_slice() else { panic!("{:?}", story.meetings) };
    assert_eq!(meeting.name, "Geneva meeting on Mali");
    assert_eq!(meeting.state, MeetingState::Planned);
    assert_eq!((names(&meeting.expected), names(&meeting.unsure)), (vec!["Chad", "Niger"], vec!["Togo"]));
    assert_eq!(names(&meeting.called_by), ["Chad", "Niger"]);
    assert_eq!(story.disputes.iter().map(|d| d.kind).collect::<Vec<_>>(), [DisputeAbout::Caller]);
}

#[test]
fn ties_come_from_acts_and_from_descriptions() {
    let text = "Qatar sent weapons to Libyan rebels. Chad, a NATO ally, intervened in Libya. \
                Hezbollah fought in Libya on behalf of Libyan rebels.";
    let libya = || More { place: "Libya", country: "LBY", ..More::default() };
    let (_, story) = tell(vec![
        report("a", "2012-06-01", text)
            .claim("sent weapons", Aid, &["Qatar|QAT|GOV"], &["Libyan rebels|LBY|REB"], More::default())
            .claim("intervened", Assault, &["Chad|TCD|GOV"], &[], libya())
            .claim("fought", Assault, &["Hezbollah|IMG|REB"], &[], libya())
            .claim(
                "on behalf",
                Support,
                &["Hezbollah|IMG|REB"],
                &["Libyan rebels|LBY|REB"],
                More { aux: &["hypothetical"], ..More::default() },
            ),
    ]);
    let ties: Vec<_> =
        story.alignments.iter().map(|a| (a.actor.name.as_str(), a.tie, a.recipient.name.as_str())).collect();
    assert!(ties.contains(&("Qatar", Tie::Arms, "Libyan rebels")), "{ties:?}");
    assert!(ties.contains(&("Chad", Tie::IntervenesIn, "Libya")), "{ties:?}");
    assert!(ties.iter().any(|&(actor, tie, _)| actor == "Chad" && tie == Tie::AlliedWith), "{ties:?}");
    assert!(!ties.iter().any(|&(_, tie, _)| tie == Tie::Fights), "{ties:?}");
}

#[test]
fn a_tie_fades_with_the_years() {
    let text = "Qatar backed Chad in 2010.";
    let (_, story) = tell(vec![report("a", "2012-06-01", text).claim(
        "backed",
        Support,
        &["Qatar|QAT|GOV"],
        &["Chad|TCD|GOV"],
        More { date: "2010-06-01", ..More::default() },
    )]);
    let tie = &story.alignments[0];
    let at = |day: &str| tie.strength(day.parse().unwrap());
    assert_eq!((at("2009-01-01"), at("2010-06-01")), (0.0, 1.0));
    assert!(at("2011-06-01") < 0.51 && at("2011-06-01") > 0.49);
}

#[test]
fn counts_stand_side_by_side_and_may_be_in_dispute() {
    let count = |name, words: &str, number: f64| {
        let text = format!("A raid killed {words} in Niger on Sunday.");
        let mut draft = report(name, "2012-06-04", &text).claim(
            "raid",
            Assault,
            &[],
            &["people of Niger|NER|CVL"],
            More { date: "2012-06-03", place: "Niger", country: "NER", ..More::default() },
        );
        let span = draft.span(words);
        let figure = Figure {
            span,
            low: Some(number),
            high: Some(number),
            what: Counted::Killed,
            whose: None,
            historical: false,
        };
        draft.0.figures.push(figure);
        draft
    };
    let (_, story) = tell(vec![count("a", "12 people", 12.0), count("b", "40 people", 40.0)]);
    let [group] = story.figures.as_slice() else { panic!("{:?}", story.figures) };
    assert_eq!((group.counts.len(), group.low, group.high), (2, Some(12.0), Some(40.0)));
    assert_eq!(story.disputes[0].kind, DisputeAbout::Figure);
}
