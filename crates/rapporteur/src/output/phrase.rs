//! Claims as sentences that stand alone: the report's own words, cut to the clause of the act, with pronouns named and
//! relative times dated.
//!
//! An extract keeps closer to the report than a sentence made up from roles would; where no clause can be cut, the caller
//! falls back on the event's title.

use rapporteur_core::claim::{Claim, Participant};
use rapporteur_core::{Account, Grain, Interval, Span, TimeExpression, TimeKind};

use super::dates;

/// Longest extract, in bytes; longer ones are cut at a word and end in an ellipsis.
const LONGEST: usize = 190;
/// Farthest that the doer may stand before the act, in bytes.
const FARTHEST: usize = 110;
/// Words after a comma that begin another thought.
const BREAKS: &[&str] = &[
    "while",
    "but",
    "and",
    "which",
    "who",
    "whom",
    "whose",
    "where",
    "as",
    "saying",
    "adding",
    "accusing",
    "according",
    "although",
    "though",
    "or",
    "an",
    "a",
    "amid",
    "citing",
    "noting",
    "leaving",
    "killing",
    "wounding",
    "including",
    "so",
];
/// Pronouns whose reader outside the report would ask "who?".
const PRONOUNS: &[&str] =
    &["he", "she", "it", "they", "him", "her", "them", "his", "its", "their", "who", "which", "that"];

/// The clause of an act in the words of its report, and who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// The clause, in the letters of the report, no full stop.
    pub clause: String,
    /// Who says so, in words, when it is somebody other than the report or the doer.
    pub speaker: Option<String>,
}

impl Phrase {
    /// The whole as one sentence: "American officials say: ...".
    pub fn sentence(&self) -> String {
        match &self.speaker {
            Some(speaker) => format!("{} {} {}", capital(speaker), says(speaker), lower_first(&self.clause)),
            None => capital(&self.clause),
        }
    }
}

/// Cuts the clause of a claim from its report; `None` when the words around the trigger make no clause.
///
/// `lead` is the date that the line already shows: it is not said again.
pub fn phrase(account: &Account, claim: &Claim, lead: Option<Interval>) -> Option<Phrase> {
    let sentence = *account.sentences.get(claim.sentence)?;
    let (start, gap) = opening(account, claim, sentence)?;
    let end = closing(account, claim, sentence, gap.is_some())?;
    if end <= claim.trigger.start.max(start) {
        return None;
    }
    let text = &account.report.text;
    if names_an_act(account, claim, start) && !has_verb(Span { start: claim.trigger.end, end }.of(text)) {
        return None;
    }
    let speaker = speaker(account, claim);
    let mut edits = names(account, claim, Span { start, end });
    edits.extend(gap.map(|gap| (gap, String::new())));
    edits.extend(times(account, Span { start, end }, lead));
    let clause = tidy(&apply(text, Span { start, end }, edits));
    let words = clause.split_whitespace().count();
    (words >= 3).then(|| Phrase { clause: shorten(&clause), speaker })
}

/// Whether the act is a noun with its possessor, "Russia's bombing": no clause unless a verb follows.
fn names_an_act(account: &Account, claim: &Claim, start: usize) -> bool {
    let before = Span { start, end: claim.trigger.start }.of(&account.report.text);
    let own = |word: &str| {
        matches!(word, "his" | "her" | "its" | "their" | "whose") || word.ends_with("’s") || word.ends_with("'s")
    };
    before.split_whitespace().rev().take(4).any(|word| own(&word.to_lowercase()))
}

/// Words that make what follows a noun a clause.
const VERBS: &[&str] = &[
    "is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "could", "may", "might", "did", "does",
    "do",
];

fn has_verb(rest: &str) -> bool {
    rest.split_whitespace().take(12).any(|word| VERBS.contains(&word))
}

/// Where the clause begins: at the doer, or at the recipient of a passive; and what to leave out between it and the act.
fn opening(account: &Account, claim: &Claim, sentence: Span) -> Option<(usize, Option<Span>)> {
    let text = &account.report.text;
    let before = |p: &&Participant| {
        sentence.contains(p.span) && p.span.end <= claim.trigger.start && claim.trigger.start - p.span.end <= FARTHEST
    };
    let doers: Vec<&Participant> = claim.actors.iter().filter(before).collect();
    let whole = if doers.is_empty() { claim.recipients.iter().filter(before).collect() } else { doers };
    let first = whole.iter().map(|p| p.span.start).min()?;
    let last = whole.iter().map(|p| p.span.end).max()?;
    let between = Span { start: last, end: claim.trigger.start }.of(text);
    // "Turkey, an ally that has intervened": the relative clause goes on as the sentence.
    let relative =
        [" that ", " which ", " who "].iter().filter_map(|word| Some((between.rfind(word)?, word.len()))).max();
    let gap = relative.map(|(at, len)| Span { start: last, end: last + at + len - 1 });
    if !goes_on(between, gap.is_some()) || (claim.actors.is_empty() && between.trim().is_empty()) {
        return None;
    }
    Some((determiner(text, first, sentence.start), gap))
}

/// Whether the words between the doer and the act leave them one clause: no "Russia *of* bombing", no quotation between.
fn goes_on(between: &str, aside: bool) -> bool {
    let last = between.trim_end().rsplit(' ').next().unwrap_or_default();
    let broken = !aside && between.contains(['“', '”', '"', ';']);
    let preposition =
        matches!(last, "of" | "for" | "by" | "in" | "with" | "without" | "from" | "about" | "against" | "on");
    let first = between.split_whitespace().next().unwrap_or_default();
    !broken && !preposition && first != "of" && between.trim() != "to" && between.trim() != ","
}

/// Takes a determiner or number before a phrase along.
fn determiner(text: &str, start: usize, least: usize) -> usize {
    let before = Span { start: least, end: start }.of(text);
    let word = before.trim_end().rsplit(' ').next().unwrap_or_default();
    let taken = matches!(word.to_lowercase().as_str(), "the" | "a" | "an" | "both" | "some" | "many" | "several");
    if taken { start - (before.len() - before.trim_end().len()) - word.len() } else { start }
}

/// Where the clause ends: after all that belongs to the act, at the next break; an aside ends at its comma.
fn closing(account: &Account, claim: &Claim, sentence: Span, aside: bool) -> Option<usize> {
    let text = &account.report.text;
    let inside = |span: &Span| sentence.contains(*span) && span.start >= claim.trigger.start;
    let belongs = claim.recipients.iter().chain(&claim.actors).map(|p| p.span);
    let near = belongs.filter(inside).filter(|s| s.start < claim.trigger.end + 60);
    let least = near.map(|s| s.end).max().unwrap_or(claim.trigger.end).max(claim.trigger.end);
    let least = claim.condition.filter(inside).map_or(least, |c| c.end.max(least));
    let said = claim.attributed_to.as_ref().map(|p| p.span).filter(|s| s.start >= least && sentence.contains(*s));
    let end = hard_end(text.get(least..sentence.end)?, aside, said.map(|s| s.start - least)) + least;
    Some(soft_end(text, claim.trigger.start, least, end))
}

/// Words that begin what a long clause can do without.
const ASIDES: &[&str] = &[
    " after ",
    " because ",
    " in what ",
    " as ",
    " by ",
    " so ",
    " even ",
    " amid ",
    " in order ",
    " in the hope ",
    " during ",
    " before ",
    " that ",
];
/// From here on, a clause is long, in bytes from its act.
const LONG: usize = 90;

/// Cuts a long clause at the first aside after what belongs to the act.
fn soft_end(text: &str, act: usize, least: usize, end: usize) -> usize {
    let rest = text.get(least..end).unwrap_or_default();
    if end.saturating_sub(act) <= LONG {
        return end;
    }
    let cut = ASIDES.iter().filter_map(|aside| rest.find(aside)).filter(|at| least + at >= act + 25).min();
    cut.map_or(end, |at| least + at)
}

/// Where another thought begins, counted from the start of `rest`; `said` is where the speaker stands.
fn hard_end(rest: &str, aside: bool, said: Option<usize>) -> usize {
    for (at, c) in rest.char_indices() {
        let next = || rest[at + c.len_utf8()..].trim_start();
        let stop = match c {
            ';' | '“' | '”' | '"' | '\n' => true,
            '—' | '–' => true,
            ',' => {
                let word = next().split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
                let speech = said.is_some_and(|s| at < s && s <= at + 8);
                aside || speech || BREAKS.contains(&word)
            }
            _ => false,
        };
        if stop {
            return at;
        }
    }
    rest.len()
}

/// Who says so, when it is not the doer.
fn speaker(account: &Account, claim: &Claim) -> Option<String> {
    let said = claim.attributed_to.as_ref()?;
    let name = words_for(account, said);
    let doer = |p: &Participant| p.span == said.span || p.actor.best().is_some_and(|a| said.actor.best() == Some(a));
    if claim.actors.iter().any(doer) { None } else { Some(name) }
}

/// A participant in words: its own where they name somebody, else the name of who it stands for.
pub fn words_for(account: &Account, participant: &Participant) -> String {
    let words = participant.span.of(&account.report.text).trim_matches(|c: char| c == ',' || c.is_whitespace());
    let named = words.chars().any(char::is_uppercase) && !is_pronoun(words) && words.len() <= 60;
    let short = words.strip_prefix("Mr. ").or(words.strip_prefix("Mrs. ")).or(words.strip_prefix("Ms. "));
    match participant.actor.best() {
        Some(actor) if !named || short.is_some_and(|s| actor.name.ends_with(s)) => actor.name.clone(),
        _ => words.to_owned(),
    }
}

fn is_pronoun(words: &str) -> bool {
    PRONOUNS.contains(&words.to_lowercase().as_str())
}

/// Names in place of pronouns and of "Mr. So-and-so", for the claim's own participants.
fn names(account: &Account, claim: &Claim, within: Span) -> Vec<(Span, String)> {
    let text = &account.report.text;
    let mut edits: Vec<(Span, String)> = Vec::new();
    for participant in claim.actors.iter().chain(&claim.recipients) {
        let words = participant.span.of(text);
        let short = words.starts_with("Mr. ") || words.starts_with("Mrs. ") || words.starts_with("Ms. ");
        if !within.contains(participant.span) || !(is_pronoun(words) || short) {
            continue;
        }
        let Some(actor) = participant.actor.best() else { continue };
        let own = matches!(words.to_lowercase().as_str(), "his" | "its" | "their");
        let name = if own { possessive(&actor.name) } else { actor.name.clone() };
        if !edits.iter().any(|(span, _)| span.overlaps(participant.span)) {
            edits.push((participant.span, name));
        }
    }
    edits
}

fn possessive(name: &str) -> String {
    if name.ends_with('s') { format!("{name}’") } else { format!("{name}’s") }
}

/// Days in place of relative times; a time that the line leads with goes.
fn times(account: &Account, within: Span, lead: Option<Interval>) -> Vec<(Span, String)> {
    let dated = account.times.iter().filter(|t| t.kind == TimeKind::Date && within.contains(t.span));
    dated.filter_map(|t| date(account, t, within, lead)).collect()
}

fn date(account: &Account, time: &TimeExpression, within: Span, lead: Option<Interval>) -> Option<(Span, String)> {
    let text = &account.report.text;
    let words = time.span.of(text);
    let interval = *time.interval.resolved()?;
    if words.chars().filter(char::is_ascii_digit).count() >= 4 && lead.is_none_or(|lead| !lead.overlaps(interval)) {
        return None;
    }
    let before = text.get(within.start..time.span.start).unwrap_or_default();
    let preposition = before.trim_end().rsplit(' ').next().unwrap_or_default().to_lowercase();
    let with = |word: &str| time.span.start - (before.len() - before.trim_end().len()) - word.len();
    let plain = matches!(preposition.as_str(), "on" | "in" | "at");
    let bound = matches!(
        preposition.as_str(),
        "since" | "until" | "till" | "by" | "before" | "after" | "from" | "of" | "for" | "to" | "between" | "’s" | "'s"
    );
    let whole = Span { start: if plain { with(&preposition) } else { time.span.start }, end: time.span.end };
    if lead.is_some_and(|lead| interval.contains(lead) || lead.contains(interval)) && !bound {
        return Some((whole, String::new()));
    }
    let said = dates::interval(interval);
    let replacement = match interval.grain {
        _ if bound => said,
        Grain::Day => format!("on {said}"),
        Grain::Month | Grain::Year => format!("in {said}"),
        Grain::Week => format!("in the week of {}", dates::day(interval.start)),
        _ => return None,
    };
    Some((whole, replacement))
}

fn apply(text: &str, within: Span, mut edits: Vec<(Span, String)>) -> String {
    edits.sort_by_key(|(span, _)| *span);
    let (mut out, mut at) = (String::new(), within.start);
    for (span, replacement) in edits {
        if span.start < at || span.end > within.end {
            continue;
        }
        out.push_str(text.get(at..span.start).unwrap_or_default());
        if !out.is_empty() && !replacement.is_empty() && !out.ends_with(char::is_whitespace) {
            out.push(' ');
        }
        out.push_str(&replacement);
        at = span.end;
    }
    out.push_str(text.get(at..within.end).unwrap_or_default());
    out
}

/// One line, single spaces, no marks left hanging.
fn tidy(text: &str) -> String {
    let mut out = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for (from, to) in [(" ,", ","), (",,", ","), (" .", "."), (" ’s", "’s"), (" 's", "'s"), (" )", ")"), ("( ", "(")]
    {
        out = out.replace(from, to);
    }
    let opened = out.matches('(').count();
    if opened != out.matches(')').count() {
        out = out.replace(['(', ')'], "");
    }
    out.trim_matches(|c: char| matches!(c, '.' | ',' | ':' | ';' | '“' | '”' | '"' | '-' | '—') || c.is_whitespace())
        .to_owned()
}

/// Cuts what is too long at a word.
pub fn shorten(text: &str) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    let fits = text.char_indices().take_while(|(at, _)| *at <= LONGEST).filter(|(_, c)| *c == ' ').last();
    let cut = text.get(..fits.map_or(LONGEST, |(at, _)| at)).unwrap_or(text);
    format!("{} …", cut.trim_end_matches([',', ' ']))
}

/// With a capital first letter.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// With a small first letter, where the first word is an article or the like.
pub fn lower_first(text: &str) -> String {
    let first = text.split(' ').next().unwrap_or_default();
    let common = matches!(
        first,
        "The"
            | "A"
            | "An"
            | "Some"
            | "Many"
            | "Several"
            | "Both"
            | "It"
            | "He"
            | "She"
            | "They"
            | "There"
            | "One"
            | "Two"
            | "Three"
            | "Four"
            | "Five"
            | "His"
            | "Her"
            | "Its"
            | "Their"
            | "Civilians"
            | "People"
            | "Rebels"
            | "Troops"
    );
    if common {
        text.to_lowercase().chars().next().into_iter().chain(text.chars().skip(1)).collect()
    } else {
        text.to_owned()
    }
}

/// Whether words name several: "American officials", "the police", "Iran and Russia".
pub fn is_many(name: &str) -> bool {
    let last = name.rsplit(' ').next().unwrap_or_default();
    let plural = last.ends_with('s') && !last.ends_with("ss") && last.chars().next().is_some_and(char::is_lowercase);
    plural || name.contains(" and ") || matches!(last, "police" | "people" | "media")
}

/// "say" for several, "says" for one.
pub fn says(speaker: &str) -> &'static str {
    if is_many(speaker) { "say" } else { "says" }
}

#[cfg(test)]
mod tests {
    use rapporteur_core::claim::{Aux, Decided};
    use rapporteur_core::{Actor, EventType, Report, Resolution};

    use super::*;

    /// A claim over one sentence, its parts given as words.
    fn check(
        text: &str,
        actor: &str,
        name: &str,
        trigger: &str,
        lead: Option<&str>,
        time: Option<(&str, &str)>,
    ) -> String {
        let span =
            |words: &str| text.find(words).map(|at| Span::new(at, at + words.len())).expect("words of the sentence");
        let actor = Participant {
            span: span(actor),
            actor: Resolution::Resolved(Actor { name: name.into(), ..Actor::default() }),
        };
        let claim = Claim {
            trigger: span(trigger),
            sentence: 0,
            kind: EventType::Consult,
            mode: String::new(),
            actors: vec![actor],
            recipients: Vec::new(),
            aux: Aux::default(),
            attributed_to: None,
            condition: None,
            date: None,
            place: None,
            decided: Decided::default(),
        };
        let times = time.map(|(words, value)| TimeExpression {
            span: span(words),
            kind: TimeKind::Date,
            value: value.into(),
            interval: Resolution::Resolved(value.parse().expect("a date")),
        });
        let account = Account {
            report: Report { text: text.into(), ..Report::default() },
            sentences: vec![Span::new(0, text.len())],
            times: times.into_iter().collect(),
            ..Account::default()
        };
        phrase(&account, &claim, lead.map(|l| l.parse().expect("a date"))).map(|p| p.sentence()).unwrap_or_default()
    }

    #[test]
    fn a_clause_ends_where_another_thought_begins() {
        let text = "Norway has hosted the talks since spring, while Sweden pays for them.";
        assert_eq!(check(text, "Norway", "Norway", "hosted", None, None), "Norway has hosted the talks since spring");
    }

    #[test]
    fn pronouns_are_named_and_titles_go() {
        assert_eq!(check("He met the rebels.", "He", "Ban Ki-moon", "met", None, None), "Ban Ki-moon met the rebels");
        let text = "But Mr. Annan met the rebels.";
        assert_eq!(check(text, "Mr. Annan", "Kofi Annan", "met", None, None), "Kofi Annan met the rebels");
    }

    #[test]
    fn relative_times_become_days_and_the_lead_is_not_said_again() {
        let text = "Norway will host talks on Saturday.";
        let time = Some(("Saturday", "2016-10-15"));
        assert_eq!(check(text, "Norway", "Norway", "host", None, time), "Norway will host talks on 15 Oct 2016");
        assert_eq!(check(text, "Norway", "Norway", "host", Some("2016-10-15"), time), "Norway will host talks");
    }

    #[test]
    fn a_relative_clause_goes_on_as_the_sentence() {
        let text = "Norway, a neighbour that has hosted talks, is wary.";
        assert_eq!(check(text, "Norway", "Norway", "hosted", None, None), "Norway has hosted talks");
    }
}
