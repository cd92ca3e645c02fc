//! What becomes one event and what stays two.

use proptest::prelude::*;

use super::*;
use crate::EventType::*;
use crate::fuse::Index;

const KABUL: More<'static> =
    More { mode: "explosives", place: "Kabul", country: "AFG", date: "", aux: &[], says: "", condition: "" };

/// Two car bombs in one city in one week; two reports tell of the first, one of those of the second too.
fn car_bombs() -> Vec<Draft> {
    let first =
        report("north", "2015-03-03", "A car bomb went off near a Kabul market on Monday. Police blamed the Taliban.")
            .claim(
                "bomb",
                Assault,
                &["Taliban|AFG|REB"],
                &["people of Kabul|AFG|CVL"],
                More { date: "2015-03-02", ..KABUL },
            );
    let second = report("south", "2015-03-08", "A car bomb hit a bank in Kabul on Saturday. It was the second blast of the week, after Monday's attack on a market.")
        .claim("bomb", Assault, &["Taliban|AFG|REB"], &["people of Kabul|AFG|CVL"], More { date: "2015-03-07", ..KABUL })
        .claim("attack", Assault, &[], &["people of Kabul|AFG|CVL"], More { date: "2015-03-02", ..KABUL });
    vec![first, second]
}

#[test]
fn two_bombs_in_a_week_are_two_events() {
    let (accounts, story) = tell(car_bombs());
    assert_eq!(groups(&accounts, &story), [vec!["north:bomb@6", "south:attack@96"], vec!["south:bomb@6"]]);
    let first = &story.events[0];
    assert_eq!((first.reports, first.publishers), (2, 2));
    assert_eq!(first.date.unwrap().to_string(), "2015-03-02");
}

/// The same two ministers meet in Vienna and three days later in Oslo.
fn ministers() -> Vec<Draft> {
    let people = ["Wang Yi|CHN|GOV", "Lee Park|KOR|GOV"];
    let monday = report("east", "2016-05-03", "Wang Yi met Lee Park in Vienna on Monday. The talks were brief.")
        .claim(
            "met",
            Consult,
            &people,
            &[],
            More { date: "2016-05-02", place: "Vienna", country: "AUT", ..More::default() },
        )
        .claim("talks", Consult, &[], &[], More::default());
    let thursday = report(
        "west",
        "2016-05-05",
        "Wang Yi sat down with Lee Park in Oslo today. It follows their Vienna meeting of Monday.",
    )
    .claim(
        "sat down",
        Consult,
        &people,
        &[],
        More { date: "2016-05-05", place: "Oslo", country: "NOR", ..More::default() },
    )
    .claim(
        "meeting",
        Consult,
        &people,
        &[],
        More { date: "2016-05-02", place: "Vienna", country: "AUT", ..More::default() },
    );
    vec![monday, thursday]
}

#[test]
fn the_same_people_meet_twice() {
    let (accounts, story) = tell(ministers());
    let expected = [vec!["east:met@8", "east:talks@46", "west:meeting@70"], vec!["west:sat down@8"]];
    assert_eq!(groups(&accounts, &story), expected);
}

#[test]
fn talks_of_strangers_are_not_one_event() {
    let chad = report("a", "2014-02-02", "Chad and Niger held talks.").claim(
        "talks",
        Consult,
        &["Chad|TCD|GOV", "Niger|NER|GOV"],
        &[],
        More::default(),
    );
    let peru = report("b", "2014-02-02", "Peru and Chile held talks.").claim(
        "talks",
        Consult,
        &["Peru|PER|GOV", "Chile|CHL|GOV"],
        &[],
        More::default(),
    );
    assert_eq!(tell(vec![chad, peru]).1.events.len(), 2);
}

#[test]
fn a_minister_speaks_for_his_state() {
    let one = report("a", "2014-02-03", "France suspended aid to Mali on Sunday.").claim(
        "suspended",
        Sanction,
        &["France|FRA|GOV"],
        &["Mali|MLI|GOV"],
        More { date: "2014-02-02", mode: "discontinue", ..More::default() },
    );
    let two = report("b", "2014-02-04", "The suspension of aid by Laurent Fabius came on Sunday.").claim(
        "suspension",
        Sanction,
        &["Laurent Fabius|FRA|GOV"],
        &["Malian government|MLI|GOV"],
        More { date: "2014-02-02", mode: "discontinue", ..More::default() },
    );
    let (_, story) = tell(vec![one, two]);
    assert_eq!(story.events.len(), 1);
    assert_eq!(story.events[0].title, "France suspends aid to Mali");
}

#[test]
fn who_attacks_and_who_is_attacked_do_not_change_places() {
    let text = "Chad attacked Niger. Niger attacked Chad.";
    let one = report("a", "2014-02-02", text)
        .claim("attacked Niger", Assault, &["Chad|TCD|GOV"], &["Niger|NER|GOV"], More::default())
        .claim("attacked Chad", Assault, &["Niger|NER|GOV"], &["Chad|TCD|GOV"], More::default());
    assert_eq!(tell(vec![one]).1.events.len(), 2);
}

#[test]
fn months_later_it_is_another_event() {
    let raid = |name, published| {
        report(name, published, "Rebels raided a post in Niger.").claim(
            "raided",
            Assault,
            &["Rebels|NER|REB"],
            &["Niger|NER|GOV"],
            More::default(),
        )
    };
    assert_eq!(tell(vec![raid("a", "2014-02-02"), raid("b", "2014-02-03")]).1.events.len(), 1);
    assert_eq!(tell(vec![raid("a", "2014-02-02"), raid("b", "2014-09-03")]).1.events.len(), 2);
}

#[test]
fn evidence_adds_up_to_why_two_are_one() {
    let accounts: Vec<Account> = car_bombs().into_iter().map(|draft| draft.0).collect();
    let mut index = Index::default();
    for (report, account) in accounts.iter().enumerate() {
        index.add(report, account, Knowledge::embedded());
    }
    let at = |report, claim| crate::ClaimRef { report, claim };
    let (same, other) = (index.evidence(at(0, 0), at(1, 1)).unwrap(), index.evidence(at(0, 0), at(1, 0)).unwrap());
    assert!(same.date > 0.0 && same.total() > other.total());
    assert!(other.date < 0.0);
}

#[test]
fn a_new_report_touches_only_what_it_speaks_of() {
    let accounts: Vec<Account> = car_bombs().into_iter().chain(ministers()).map(|draft| draft.0).collect();
    let mut index = Index::default();
    for (report, account) in accounts.iter().enumerate().take(3) {
        index.add(report, account, Knowledge::embedded());
    }
    index.settle();
    index.add(3, &accounts[3], Knowledge::embedded());
    let touched = index.settle();
    assert!(touched.iter().all(|claim| claim.report >= 2), "{touched:?}");
    assert!(index.settle().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn order_and_steps_do_not_matter(order in Just((0..4).collect::<Vec<usize>>()).prop_shuffle(), stop in 0usize..4) {
        let all = || car_bombs().into_iter().chain(ministers()).map(|draft| draft.0).collect::<Vec<_>>();
        let plain = all();
        let expected = groups(&plain, &fuse(&plain, Knowledge::embedded()));
        let shuffled: Vec<Account> = order.iter().map(|&at| plain[at].clone()).collect();
        let story = fuse(&shuffled, Knowledge::embedded());
        prop_assert_eq!(&groups(&shuffled, &story), &expected);
        prop_assert_eq!(&fuse(&shuffled, Knowledge::embedded()), &story);
        let mut index = Index::default();
        for (report, account) in shuffled.iter().enumerate() {
            index.add(report, account, Knowledge::embedded());
            if report == stop {
                index.settle();
            }
        }
        index.settle();
        prop_assert_eq!(crate::fuse::story(&shuffled, &index, Knowledge::embedded()), story);
    }
}
