//! An event's own date: from its clause, else from its sentence.

use crate::{Deprel, Interval, Reading, TimeExpression, TimeKind, Upos};

/// The days on which an act happens, as far as its own sentence tells; `trigger` is the token that tells of the act.
///
/// A time counts when it hangs from the trigger, from the verb that carries a noun ("held talks on Friday"), from the
/// verb it is joined to ("met and signed on Friday"), or from a clause that describes it ("the attack that killed 20 on
/// Friday"); else the nearest of the sentence that is no other verb's. Lengths and sets date nothing, and neither do
/// bounds ("by", "until", "before", "after"); "since January" runs from its first day to the report's, where that is
/// known from a "now", and "from Monday to Wednesday" is one stretch.
///
/// Never fails: a reading without trees, or a token that is none, gives `None`.
pub fn date_of(reading: &Reading, times: &[TimeExpression], trigger: usize) -> Option<Interval> {
    let sentence = reading.sentences.get(reading.sentence_of(trigger))?;
    reading.tokens.get(trigger)?;
    let chain = clause_chain(reading, trigger);
    let mut best: Option<((usize, usize), usize)> = None;
    let first = times.partition_point(|time| time.span.end <= sentence.span.start);
    let near = times.iter().enumerate().skip(first).take_while(|(_, time)| time.span.start < sentence.span.end);
    for (index, time) in near.filter(|(_, time)| sentence.span.contains(time.span)) {
        let Some(head) = head_token(reading, time).filter(|_| dates(time)) else { continue };
        if matches!(preposition(reading, time), "by" | "until" | "till" | "before" | "after") {
            continue;
        }
        let Some(rank) = rank(reading, &chain, trigger, head) else { continue };
        let key = (rank, head.abs_diff(trigger));
        if best.is_none_or(|(known, _)| key < known) {
            best = Some((key, index));
        }
    }
    best.and_then(|(_, index)| stretch(reading, times, index))
}

/// Whether an expression can date an act.
fn dates(time: &TimeExpression) -> bool {
    matches!(time.kind, TimeKind::Date | TimeKind::Time)
        && !time.value.ends_with("_REF")
        && time.interval.resolved().is_some()
}

/// The days of an expression with the preposition before it.
fn stretch(reading: &Reading, times: &[TimeExpression], index: usize) -> Option<Interval> {
    let time = times.get(index)?;
    let days = *time.interval.resolved()?;
    match preposition(reading, time) {
        "since" => {
            let now = times.iter().find(|t| t.value == "PRESENT_REF").and_then(|t| t.interval.resolved());
            Some(now.map_or(days, |now| Interval::range(days.start, now.end.max(days.end))))
        }
        "from" | "between" => {
            let other = times.get(index + 1).filter(|t| dates(t) && t.span.start < time.span.end + 12);
            let joined =
                other.filter(|t| matches!(preposition(reading, t), "to" | "until" | "through" | "till" | "and"));
            let end = joined.and_then(|t| t.interval.resolved()).map(|other| other.end);
            Some(end.filter(|&end| end >= days.start).map_or(days, |end| Interval::range(days.start, end)))
        }
        _ => Some(days),
    }
}

/// The tokens of an expression.
fn tokens_of(reading: &Reading, time: &TimeExpression) -> std::ops::Range<usize> {
    let first = reading.tokens.partition_point(|t| t.span.end <= time.span.start);
    let end = reading.tokens.partition_point(|t| t.span.start < time.span.end);
    first..end.max(first)
}

/// The token of an expression that the rest of it hangs from.
fn head_token(reading: &Reading, time: &TimeExpression) -> Option<usize> {
    let tokens = tokens_of(reading, time);
    tokens.clone().find(|&t| reading.tokens[t].head.is_none_or(|head| !tokens.contains(&head)))
}

/// The word before an expression; none of "by Thursday's attack" is its.
fn preposition<'r>(reading: &'r Reading, time: &TimeExpression) -> &'r str {
    if head_token(reading, time).is_some_and(|head| reading.tokens[head].deprel == Deprel::NmodPoss) {
        return "";
    }
    let before = tokens_of(reading, time).start.checked_sub(1).and_then(|t| reading.tokens.get(t));
    before.map_or("", |t| &t.lemma)
}

/// Verbs that carry a noun for what is done: "hold talks", "launch an attack".
const LIGHT: &[&str] = &[
    "hold", "make", "launch", "carry", "conduct", "take", "stage", "give", "mount", "begin", "start", "open", "end",
    "sign", "issue", "hit", "have", "do", "see", "stop", "resume", "deliver", "impose", "order", "announce", "come",
    "occur", "happen", "follow", "last", "kill",
];

/// The trigger, then the verbs above it whose times are also its own.
fn clause_chain(reading: &Reading, trigger: usize) -> Vec<usize> {
    let mut chain = vec![trigger];
    let mut at = trigger;
    for _ in 0..8 {
        let token = &reading.tokens[at];
        let Some(head) = token.head.filter(|&head| head < reading.tokens.len() && !chain.contains(&head)) else {
            break;
        };
        let above = &reading.tokens[head];
        let shares = match token.deprel.base() {
            "conj" | "xcomp" | "aux" | "cop" | "compound" | "flat" | "fixed" => true,
            "obj" | "nsubj" | "obl" | "nmod" | "appos" => {
                !is_verb(reading, at)
                    && (above.upos != Upos::Verb || LIGHT.contains(&&*above.lemma) || chain.len() == 1)
            }
            _ => false,
        };
        if !shares {
            break;
        }
        chain.push(head);
        at = head;
    }
    chain
}

fn is_verb(reading: &Reading, token: usize) -> bool {
    matches!(reading.tokens[token].upos, Upos::Verb | Upos::Aux)
}

/// How near a time is to the act in the tree: 0 its own, higher further, `None` when it is another verb's.
fn rank(reading: &Reading, chain: &[usize], trigger: usize, head: usize) -> Option<usize> {
    let mut at = head;
    for _ in 0..32 {
        if let Some(steps) = chain.iter().position(|&t| t == at) {
            return Some(steps);
        }
        let token = &reading.tokens[at];
        if at != head && (is_verb(reading, at) || token.deprel == Deprel::AclRelcl) {
            let describes = matches!(token.deprel, Deprel::Acl | Deprel::AclRelcl) && token.head == Some(trigger);
            return describes.then_some(chain.len());
        }
        match token.head.filter(|&above| above < reading.tokens.len()) {
            Some(above) => at = above,
            None => return Some(chain.len() + 1),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::read_times;
    use super::super::trees::reading;
    use super::*;

    fn check(words: &str, trigger: &str, expect: Option<&str>) {
        let (text, reading) = reading(words);
        let times = read_times(&text, &reading, "2016-10-19".parse().ok());
        let token = (0..reading.tokens.len()).find(|&t| reading.word(&text, t) == trigger).unwrap();
        assert_eq!(date_of(&reading, &times, token).map(|d| d.to_string()).as_deref(), expect, "{trigger} in {text}");
    }

    #[test]
    fn a_time_belongs_to_its_own_verb() {
        let words = "Officials/NOUN/2/nsubj said/VERB/0/root Tuesday/PROPN/2/obl:unmarked that/SCONJ/6/mark \
                     rebels/NOUN/6/nsubj attacked/VERB/2/ccomp the/DET/8/det base/NOUN/6/obj on/ADP/10/case \
                     Sunday/PROPN/6/obl";
        check(words, "attacked", Some("2016-10-16"));
        check(words, "said", Some("2016-10-18"));
    }

    #[test]
    fn another_verbs_time_is_not_taken() {
        let words = "Officials/NOUN/2/nsubj said/VERB/0/root Tuesday/PROPN/2/obl:unmarked rebels/NOUN/5/nsubj \
                     attacked/VERB/2/ccomp";
        check(words, "attacked", None);
    }

    #[test]
    fn nouns_take_the_time_of_the_verb_that_carries_them() {
        let words = "Ministers/NOUN/2/nsubj held/VERB/0/root talks/NOUN/2/obj last/ADJ/5/amod week/NOUN/2/obl:unmarked";
        check(words, "talks", Some("2016-10-10/2016-10-16"));
        let words = "the/DET/2/det attack/NOUN/0/root that/PRON/4/nsubj killed/VERB/2/acl:relcl 20/NUM/4/obj \
                     on/ADP/7/case Friday/PROPN/4/obl";
        check(words, "attack", Some("2016-10-14"));
    }

    #[test]
    fn bounds_and_lengths_date_nothing_and_ranges_are_one() {
        check("They/PRON/2/nsubj fought/VERB/0/root for/ADP/5/case two/NUM/5/nummod days/NOUN/2/obl", "fought", None);
        check("They/PRON/2/nsubj left/VERB/0/root before/ADP/4/case Monday/PROPN/2/obl", "left", None);
        let words = "They/PRON/2/nsubj met/VERB/0/root from/ADP/4/case Monday/PROPN/2/obl to/ADP/6/case \
                     Tuesday/PROPN/4/nmod";
        check(words, "met", Some("2016-10-17/2016-10-18"));
    }

    #[test]
    fn nothing_without_a_tree() {
        assert_eq!(date_of(&Reading::default(), &[], 3), None);
    }
}
