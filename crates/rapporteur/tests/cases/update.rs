//! Rewrites the expectations that do not hold, keeping everything else of the file as it is.

use crate::check::Problem;
use crate::format::{Case, Kind};

/// Sections that only a person can rewrite: what is missing in them says nothing about what should stand there.
const BY_HAND: [&str; 8] =
    ["events", "disputes", "commitments", "truces", "alignments", "talks", "brief", "diagnostics"];

/// The file with what was found in place of what was expected.
pub(crate) fn update(text: &str, case: &Case, problems: &[Problem]) -> String {
    let mut lines: Vec<Vec<String>> = text.lines().map(|line| vec![line.to_owned()]).collect();
    for problem in problems {
        let section = &case.sections[problem.section];
        if BY_HAND.contains(&section.layer.as_str()) {
            continue;
        }
        match problem.line {
            Some(line) => {
                let found = problem.found.iter().filter(|found| !found.starts_with('('));
                lines[section.lines[line].0 - 1] = found.cloned().collect();
            }
            None if section.kind != Kind::None => {
                let last = section.lines.last().map_or(section.number, |(number, _)| *number);
                lines[last - 1].extend(problem.found.iter().cloned());
            }
            None => {}
        }
    }
    lines.concat().join("\n") + "\n"
}

#[test]
fn only_what_does_not_hold_is_rewritten() {
    let text = "# description: d\n# group: [x]\n--- report\nTwo died.\n--- times\n\"Two\" = 1\n\"died\" = 2\n";
    let case = Case::parse(text).expect("a good case");
    let problems = [Problem { section: 0, line: Some(1), found: vec!["\"died\" = 3".into()] }];
    assert_eq!(update(text, &case, &problems), text.replace("= 2", "= 3"));
}
