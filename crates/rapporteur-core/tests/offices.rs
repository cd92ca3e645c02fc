//! Questions about office holders from public record against the knowledge.

use jiff::civil::Date;
use rapporteur_core::knowledge::{Knowledge, fold};

/// Share of questions, in percent, that must be answered right.
const MUST: usize = 97;

#[test]
fn office_holders_are_known() {
    let questions = include_str!("../../../cases/knowledge/offices.tsv");
    let knowledge = Knowledge::embedded();
    let (mut asked, mut wrong) = (0, Vec::new());
    for line in questions.lines().filter(|line| !line.starts_with('#')) {
        let [owner, office, day, person] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("cases/knowledge/offices.tsv: expected four columns, found `{line}`")
        };
        let day: Date = day.parse().unwrap_or_else(|_| panic!("cases/knowledge/offices.tsv: no day in `{line}`"));
        let holder = knowledge.holder(owner, office, day);
        let goes_by = |name: &str| knowledge.named(&fold(name)).iter().map(|&entry| &knowledge.entry(entry).actor);
        let right = holder.is_some_and(|holder| goes_by(person).any(|actor| *actor == holder.actor));
        asked += 1;
        if !right {
            let found = holder.map_or("nobody", |holder| holder.actor.name.as_str());
            wrong.push(format!("{owner} {office} on {day}: expected {person}, found {found}"));
        }
    }
    let right = asked - wrong.len();
    println!("{right} of {asked} questions about office holders are answered right\n{}", wrong.join("\n"));
    assert!(asked >= 400, "expected 400 questions or more, found {asked}");
    assert!(100 * right >= MUST * asked, "{right} of {asked}\n{}", wrong.join("\n"));
}
