//! Expectations against what was found.

use rapporteur_core::{Report, Span};

use crate::format::{Case, Kind, Section};
use crate::line::{Anchor, Line};
use crate::observe::{Found, Mention, STRICT, Told, Value};
use crate::story;

/// An expectation that does not hold.
#[derive(Debug)]
pub(crate) struct Problem {
    /// Index of the section.
    pub(crate) section: usize,
    /// Index of the line in it; `None`: something was found that no line lists.
    pub(crate) line: Option<usize>,
    /// What was found in its place, as lines.
    pub(crate) found: Vec<String>,
}

/// All expectations of a case that do not hold, in order.
pub(crate) fn check(case: &Case, told: &Told) -> Vec<Problem> {
    let of = |(index, section): (usize, &Section)| section_problems(case, told, index, section);
    case.sections.iter().enumerate().flat_map(of).collect()
}

fn section_problems(case: &Case, told: &Told, index: usize, section: &Section) -> Vec<Problem> {
    let report = &case.reports[section.report];
    match section.layer.as_str() {
        "sentences" => {
            let account = &told.accounts[section.report];
            whole(index, section, account.sentences.iter().map(|s| s.of(&report.text).to_owned()).collect())
        }
        "diagnostics" => {
            let kinds = told.accounts[section.report].diagnostics.iter().map(|d| d.kind.clone());
            story::fragments(index, section, &kinds.collect::<Vec<_>>())
        }
        "events" => story::events(case, told, index, section),
        layer => match told.telling.lines(layer) {
            Some(lines) => story::fragments(index, section, lines),
            None => anchored(told, index, section, report),
        },
    }
}

/// Sections that say the whole of a layer, line by line.
fn whole(index: usize, section: &Section, found: Vec<String>) -> Vec<Problem> {
    let listed: Vec<&str> = section.lines.iter().map(|(_, line)| line.as_str()).collect();
    let first = listed.iter().zip(&found).take_while(|(a, b)| *a == b).count();
    if first == listed.len() && first == found.len() {
        return Vec::new();
    }
    vec![Problem {
        section: index,
        line: (first < listed.len()).then_some(first),
        found: found.into_iter().skip(first).take(2).collect(),
    }]
}

/// Sections whose lines stand on words of the report.
fn anchored(told: &Told, index: usize, section: &Section, report: &Report) -> Vec<Problem> {
    let problem = |line: Option<usize>, found: Vec<String>| Problem { section: index, line, found };
    let mut problems = Vec::new();
    let mut lines: Vec<(usize, Line, Span)> = Vec::new();
    for (n, (_, text)) in section.lines.iter().enumerate() {
        let line = Line::parse(text);
        let span = line.as_ref().ok().and_then(|l| l.anchors.first()).and_then(|a| a.find(report));
        match (line, span) {
            (Ok(line), Some(span)) => lines.push((n, line, span)),
            (Ok(_), None) => problems.push(problem(Some(n), vec!["(these words are not in the report)".into()])),
            (Err(error), _) => problems.push(problem(Some(n), vec![format!("({error})")])),
        }
    }
    let asked: Vec<Span> = lines.iter().map(|(_, _, span)| *span).collect();
    let found = told.layer(&section.layer, section.report, &asked).unwrap_or_default();
    let write = |f: &Found| f.write(&section.layer, report);
    if section.kind == Kind::None || section.lines.is_empty() {
        return if found.is_empty() { problems } else { vec![problem(None, found.iter().map(write).collect())] };
    }
    let mut used = vec![false; found.len()];
    for (n, line, span) in &lines {
        let fits = |f: &&Found| fits(line, *span, f, &section.layer, report);
        match found.iter().position(|f| fits(&f) && !line.forbidden) {
            Some(at) => used[at] = true,
            None if line.forbidden => {
                let all: Vec<String> = found.iter().filter(fits).map(write).collect();
                problems.extend((!all.is_empty()).then(|| problem(Some(*n), all)));
            }
            None => {
                let near = found.iter().enumerate().filter(|(_, f)| f.anchor.overlaps(*span));
                let mut near: Vec<String> = near.map(|(at, f)| (used[at] = true, write(f)).1).collect();
                if near.is_empty() {
                    near.extend(found.iter().map(|f| format!("(elsewhere: {})", write(f))));
                }
                problems.push(problem(Some(*n), near));
            }
        }
    }
    if section.kind == Kind::Exactly {
        let more: Vec<String> = found.iter().zip(used).filter(|(_, used)| !used).map(|(f, _)| write(f)).collect();
        problems.extend((!more.is_empty()).then(|| problem(None, more)));
    }
    problems
}

/// Whether something found is what a line expects.
fn fits(line: &Line, span: Span, found: &Found, layer: &str, report: &Report) -> bool {
    let words =
        found.words.len() >= line.words.len() && found.words.iter().zip(&line.words).all(|(f, l)| f == l || l == "*");
    let known = |name: &str| found.fields.iter().any(|(field, _)| *field == name);
    let field = |(name, value): &(&'static str, Value)| match line.fields.get(*name) {
        Some(expected) => expected == "*" || same(expected, value, report),
        None => value.is_empty() || line.forbidden || !STRICT.contains(name),
    };
    stands_on(found.anchor, span, layer, report)
        && words
        && line.fields.keys().all(|name| known(name))
        && found.fields.iter().all(field)
}

/// Whether what was found stands on the quoted words: for acts, counts and attributions the same spot will do, for names
/// and dates the words must be the same but for an article or a mark.
fn stands_on(found: Span, span: Span, layer: &str, report: &Report) -> bool {
    let core = |span: Span| {
        let words = span.of(&report.text).trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        ["the ", "a ", "an "].iter().find_map(|det| words.strip_prefix(det).map(str::to_owned)).unwrap_or(words)
    };
    let spot = matches!(layer, "claims" | "figures" | "attributions" | "meetings");
    found == span || found.overlaps(span) && (spot || core(found) == core(span))
}

fn same(expected: &str, value: &Value, report: &Report) -> bool {
    match value {
        Value::Text(text) => {
            let sorted = |list: &str| {
                let mut names: Vec<String> = list.split(',').map(str::to_owned).collect();
                names.sort();
                names
            };
            sorted(expected) == sorted(text)
        }
        Value::Words(span) => span.of(&report.text).contains(expected) && !expected.is_empty(),
        Value::Mentions(mentions) => same_mentions(expected, mentions, report),
    }
}

fn same_mentions(expected: &str, mentions: &[Mention], report: &Report) -> bool {
    let mut left: Vec<&Mention> = mentions.iter().collect();
    for one in expected.split(';').map(str::trim).filter(|one| !one.is_empty()) {
        let Some(at) = left.iter().position(|m| same_mention(one, m, report)) else { return false };
        let span = left.remove(at).span;
        // Words alone stand for all whom they stand for: "the leaders of Uganda and Rwanda" are two.
        if !one.contains(['=', '[']) {
            left.retain(|mention| mention.span != span);
        }
    }
    left.is_empty()
}

/// `words`, `words = Name`, `words [SYR GOV]`, `words = Name [SYR GOV]`.
fn same_mention(expected: &str, mention: &Mention, report: &Report) -> bool {
    let (rest, codes) = match expected.strip_suffix(']').and_then(|e| e.rsplit_once('[')) {
        Some((rest, codes)) => (rest.trim(), Some(codes.trim())),
        None => (expected, None),
    };
    let (words, name) = match rest.split_once(" = ") {
        Some((words, name)) => (words.trim(), Some(name.trim())),
        None => (rest, None),
    };
    let stands = mention.span.of(&report.text);
    let actor = mention.actor.clone().unwrap_or_default();
    (stands.contains(words) || words.contains(stands))
        && name.is_none_or(|name| name == actor.name)
        && codes.is_none_or(|codes| codes == format!("{} {}", actor.country, actor.sector).trim())
}

/// A quoted word with its report, found in the case.
pub(crate) fn place(case: &Case, section: &Section, anchor: &Anchor) -> Option<(usize, Span)> {
    let named = case.reports.iter().position(|r| r.name == anchor.report);
    let report = if anchor.report.is_empty() { section.report } else { named? };
    Some((report, anchor.find(&case.reports[report])?))
}
