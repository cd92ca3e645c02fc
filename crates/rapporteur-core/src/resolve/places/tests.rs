//! Sentences with the places that are, and are not, to be found in them.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::{Entity, Feats, Sentence, Token, Upos};

/// Shows the toponyms of a text as `words=CODE` or `words=CODE.Division`, `words=?` where there is no answer.
fn shown(text: &str, hints: PlaceHints<'_>) -> Vec<String> {
    let toponyms = read_places(text, &Reading::default(), &Gazetteer::embedded(), hints);
    let show = |toponym: &Toponym| {
        let answer = toponym.place.best().map_or("?".to_owned(), |place| {
            let within = place.kind == PlaceKind::City && place.country == "USA";
            if within { format!("{}.{}", place.country, place.division) } else { place.country.clone() }
        });
        format!("{}={answer}", toponym.span.of(text))
    };
    toponyms.iter().map(show).collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(shown(text, PlaceHints::default()), expected, "{text}");
}

#[test]
fn conflict_reports() {
    check(
        "Shells fell on Aleppo and Idlib on Friday, officials in Damascus said.",
        &["Aleppo=SYR", "Idlib=SYR", "Damascus=SYR"],
    );
    check("BAGHDAD (AP) — A car bomb killed 20 people near Mosul.", &["BAGHDAD=IRQ", "Mosul=IRQ"]);
    check("Troops withdrew from the Golan Heights and the West Bank.", &["Golan Heights=", "West Bank=PSE"]);
    check("Refugees crossed the Euphrates on their way to Zaatari.", &["Euphrates=", "Zaatari=JOR"]);
    check("Fighting spread through northern Syria and the Donbas.", &["northern Syria=SYR", "Donbas=UKR"]);
    check(
        "Boats from Libya sank in the Mediterranean Sea off Lampedusa.",
        &["Libya=LBY", "Mediterranean Sea=", "Lampedusa=ITA"],
    );
    check("Militiamen took Deir ez-Zor and al-Bab.", &["Deir ez-Zor=SYR", "al-Bab=SYR"]);
}

#[test]
fn states_that_act_are_places_and_their_people_are_not() {
    check("Syria said it would answer Israel.", &["Syria=SYR", "Israel=ISR"]);
    check("The Syrian government and Russian officials met in Geneva.", &["Geneva=CHE"]);
    let with_people = PlaceHints { demonyms: true, ..PlaceHints::default() };
    assert_eq!(shown("Russian officials met in Geneva.", with_people), ["Russian=RUS", "Geneva=CHE"]);
}

#[test]
fn the_text_says_which_one() {
    check("He was born in Paris, Texas.", &["Paris=USA.Texas", "Texas=USA"]);
    check(
        "She moved from Athens, Ga., to Columbus, Ohio.",
        &["Athens=USA.Georgia", "Ga.=USA", "Columbus=USA.Ohio", "Ohio=USA"],
    );
    check("A man from Moscow, Idaho, was held.", &["Moscow=USA.Idaho", "Idaho=USA"]);
}

#[test]
fn the_rest_of_the_report_says_which_one() {
    check(
        "Police in Athens arrested a man on Monday. He was taken to the Henderson County jail. The Athens Police \
         Department and Tyler officials are looking into it, said a spokesman for the state of Texas.",
        &["Athens=USA.Texas", "Henderson County=USA", "Athens=USA.Texas", "Tyler=USA.Texas", "Texas=USA"],
    );
    check(
        "Georgia and Russia traded fire near Tskhinvali and Gori.",
        &["Georgia=GEO", "Russia=RUS", "Tskhinvali=GEO", "Gori=GEO"],
    );
    check(
        "Talks in Tripoli failed, and Benghazi was shelled, Libya's premier said.",
        &["Tripoli=LBY", "Benghazi=LBY", "Libya=LBY"],
    );
}

#[test]
fn names_of_persons_months_and_streets_are_no_places() {
    check("Mr. Washington and Henry Paris met John Lincoln in March.", &[]);
    check("He lives at 14 Orchard Street and works on Dublin Road.", &[]);
    check("Jackson Smith, 34, of Denver, was hurt. Smith was flown to a hospital.", &["Denver=USA.Colorado"]);
}

#[test]
fn the_home_of_the_publisher_counts() {
    let at_home = PlaceHints { home: Some("CAN"), ..PlaceHints::default() };
    assert_eq!(shown("Police in Windsor closed a road.", at_home), ["Windsor=CAN"]);
}

#[test]
fn none_of_these_is_an_answer() {
    check("The fire station is in Kandahar, Ohio.", &["Kandahar=AFG", "Ohio=USA"]);
    check("The fire station is in Tikrit, Tex.", &["Tikrit=?", "Tex.=USA"]);
    let text = "They met in Rapporteurville.";
    let reading = Reading {
        entities: vec![Entity { span: Span::new(12, 27), kind: EntityKind::Gpe, tokens: 0..0 }],
        ..Reading::default()
    };
    let toponyms = read_places(text, &reading, &Gazetteer::embedded(), PlaceHints::default());
    assert_eq!(toponyms.len(), 1);
    assert_eq!(toponyms[0].place, Resolution::Unresolved(Unresolved::Unknown));
}

#[test]
fn the_reader_is_believed() {
    let text = "Aleppo spoke first.";
    let reading =
        |kind| Reading { entities: vec![Entity { span: Span::new(0, 6), kind, tokens: 0..1 }], ..Reading::default() };
    let found = |kind| read_places(text, &reading(kind), &Gazetteer::embedded(), PlaceHints::default()).len();
    assert_eq!((found(EntityKind::Gpe), found(EntityKind::Person)), (1, 0));
}

/// A reading of one sentence from `word upos head deprel` lines; heads count from 1, 0 is the root.
fn parsed(lines: &str) -> (String, Reading) {
    let (mut text, mut tokens) = (String::new(), Vec::new());
    for line in lines.trim().lines() {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let start = text.len();
        text.push_str(cells[0]);
        tokens.push(Token {
            span: Span::new(start, text.len()),
            lemma: Arc::from(cells[0].to_lowercase()),
            upos: Upos::from_text(cells[1]),
            feats: Feats::default(),
            head: cells[2].parse::<usize>().unwrap().checked_sub(1),
            deprel: Deprel::from_text(cells[3]),
        });
        text.push(' ');
    }
    let sentence = Sentence { span: Span::new(0, text.len() - 1), tokens: 0..tokens.len() };
    (text, Reading { sentences: vec![sentence], tokens, ..Reading::default() })
}

#[track_caller]
fn check_place_of(lines: &str, expected: &[(&str, Option<&str>)]) {
    let (text, reading) = parsed(lines);
    let toponyms = read_places(&text, &Reading::default(), &Gazetteer::embedded(), PlaceHints::default());
    for &(trigger, place) in expected {
        let token = (0..reading.tokens.len()).find(|&t| reading.word(&text, t) == trigger).unwrap();
        assert_eq!(place_of(&reading, &toponyms, token).map(|t| t.span.of(&text)), place, "{trigger}");
    }
}

#[test]
fn a_claim_happens_where_its_own_clause_says() {
    check_place_of(
        "Officials NOUN 4 nsubj
         in ADP 3 case
         Damascus PROPN 1 nmod
         said VERB 0 root
         rebels NOUN 6 nsubj
         shelled VERB 4 ccomp
         a DET 8 det
         school NOUN 6 obj
         near ADP 10 case
         Homs PROPN 6 obl",
        &[("shelled", Some("Homs")), ("said", Some("Damascus"))],
    );
    check_place_of(
        "Israel PROPN 2 nsubj
         threatened VERB 0 root
         Iran PROPN 2 obj",
        &[("threatened", None)],
    );
    check_place_of(
        "In ADP 2 case
         Geneva PROPN 5 obl
         the DET 4 det
         envoy NOUN 5 nsubj
         urged VERB 0 root
         both DET 7 det
         sides NOUN 5 obj
         to PART 9 mark
         withdraw VERB 5 xcomp",
        &[("urged", Some("Geneva")), ("withdraw", Some("Geneva"))],
    );
}

proptest! {
    #[test]
    fn any_text_gives_toponyms_in_order_on_its_characters(text in "(\\PC|Paris|Syria|U\\.S\\.|al-|St\\. |, Texas|'s |\n| ){0,60}") {
        let toponyms = read_places(&text, &Reading::default(), &Gazetteer::embedded(), PlaceHints { demonyms: true, home: None });
        let mut last = 0;
        for toponym in &toponyms {
            prop_assert!(toponym.span.start >= last && toponym.span.start < toponym.span.end);
            prop_assert!(text.get(toponym.span.start..toponym.span.end).is_some());
            last = toponym.span.end;
        }
    }

    #[test]
    fn any_bytes_are_a_gazetteer_or_none(bytes in proptest::collection::vec(any::<u8>(), 0..200), name in "\\PC{0,12}") {
        let mut file = super::super::gazetteer::MAGIC.to_vec();
        file.extend(bytes);
        if let Some(gazetteer) = Gazetteer::new(&file) {
            gazetteer.find(&name).for_each(|candidate| drop(gazetteer.place(candidate.row)));
        }
    }
}
