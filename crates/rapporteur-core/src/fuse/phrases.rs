//! What an act is called in a title, by type and mode, and verbs put into the present.

use crate::claim::EventType::{self, *};
use crate::fuse::words::words;

/// How to say an act.
#[derive(Clone, Copy, Debug)]
pub(super) struct Phrase {
    /// Third person singular.
    pub(super) one: &'static str,
    /// Plural, which is the infinitive too.
    pub(super) many: &'static str,
    /// What stands between verb and recipient.
    pub(super) joint: &'static str,
    /// What stands after the verb when there is no recipient.
    pub(super) bare: &'static str,
    /// The act as a noun.
    pub(super) noun: &'static str,
}

type Row = (EventType, &'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

/// Type, mode ("" for any), and the phrase.
#[rustfmt::skip]
const PHRASES: &[Row] = &[
    (Consult, "visit", "visits", "visit", "", "abroad", "visit"),
    (Consult, "phone", "phones", "phone", "", "others", "phone call"),
    (Consult, "third-party", "mediates", "mediate", "between", "", "mediation"),
    (Consult, "", "meets", "meet", "with", "", "talks"),
    (Agree, "", "offers to cooperate", "offer to cooperate", "with", "", "agreement"),
    (Support, "", "supports", "support", "", "others", "support"),
    (Concede, "", "concedes", "concede", "to", "", "concession"),
    (Cooperate, "", "cooperates", "cooperate", "with", "", "cooperation"),
    (Aid, "", "aids", "aid", "", "others", "aid"),
    (Retreat, "ceasefire", "observes a cease-fire", "observe a cease-fire", "with", "", "cease-fire"),
    (Retreat, "", "gives way", "give way", "to", "", "retreat"),
    (Request, "", "makes a demand", "make a demand", "of", "", "demand"),
    (Accuse, "", "accuses", "accuse", "", "others", "accusations"),
    (Reject, "", "refuses", "refuse", "", "to yield", "refusal"),
    (Threaten, "", "threatens", "threaten", "", "others", "threat"),
    (Protest, "", "protests", "protest", "against", "", "protest"),
    (Sanction, "expel", "expels", "expel", "", "people", "expulsion"),
    (Sanction, "convict", "convicts", "convict", "", "people", "conviction"),
    (Sanction, "withdraw", "withdraws", "withdraw", "from", "", "withdrawal"),
    (Sanction, "discontinue", "cuts ties", "cut ties", "with", "", "break"),
    (Sanction, "", "imposes sanctions", "impose sanctions", "on", "", "sanctions"),
    (Mobilize, "", "moves forces", "move forces", "against", "", "mobilization"),
    (Coerce, "arrest", "arrests", "arrest", "", "people", "arrests"),
    (Coerce, "seize", "seizes", "seize", "", "property", "seizure"),
    (Coerce, "", "coerces", "coerce", "", "others", "coercion"),
    (Assault, "abduct", "abducts", "abduct", "", "people", "abduction"),
    (Assault, "aerial", "bombs", "bomb", "", "targets", "bombing"),
    (Assault, "explosives", "bombs", "bomb", "", "targets", "bombing"),
    (Assault, "heavy-weapons", "shells", "shell", "", "targets", "shelling"),
    (Assault, "", "attacks", "attack", "", "", "attack"),
];

/// How to say an act of this type and mode.
pub(super) fn phrase(kind: EventType, mode: &str) -> Phrase {
    let rows = || PHRASES.iter().filter(|row| row.0 == kind);
    let row = rows().find(|row| row.1 == mode).or_else(|| rows().find(|row| row.1.is_empty()));
    row.map_or(Phrase { one: "acts", many: "act", joint: "on", bare: "", noun: "act" }, |row| Phrase {
        one: row.2,
        many: row.3,
        joint: row.4,
        bare: row.5,
        noun: row.6,
    })
}

/// What a meeting may be called, by the beginning of the word in the report; the first that a trigger has is taken.
const MEETINGS: &[(&str, &str)] = &[
    ("summit", "summit"),
    ("conference", "conference"),
    ("meet", "meeting"),
    ("session", "meeting"),
    ("talk", "talks"),
    ("negotiat", "negotiations"),
    ("consult", "consultation"),
    ("visit", "visit"),
];

/// What kind of meeting a trigger names, if any.
pub(super) fn meeting_noun(trigger: &str) -> Option<&'static str> {
    let trigger = words(trigger);
    MEETINGS.iter().find(|(start, _)| trigger.iter().any(|word| word.starts_with(start))).map(|&(_, noun)| noun)
}

/// Endings of a past tense without its "ed" that want an "e": accus-e, provid-e, negotiat-e.
const SILENT_E: &[&str] = &[
    "at", "iz", "is", "us", "nc", "rc", "uc", "rg", "dg", "v", "os", "ok", "vid", "vad", "lud", "clud", "clar", "par",
    "tir", "pir", "mir", "nounc", "as", "ens", "rs", "ven", "u", "eas", "duc", "ang", "tl", "bl", "gl", "pl", "ut",
    "uk", "iv", "cid", "gre", "quir", "seiz", "hir", "fus", "sur", "cur", "ur", "leg", "sieg", "rais",
];

/// Puts the first word of a past-tense phrase into the present: "suspended talks with" gives "suspends talks with".
pub(super) fn present(phrase: &str, plural: bool) -> String {
    let (verb, rest) = phrase.split_once(' ').unwrap_or((phrase, ""));
    let Some(bare) = verb.strip_suffix("ed") else { return phrase.to_owned() };
    let stem = base(bare);
    let verb = match () {
        () if plural => stem,
        () if stem.ends_with('y') && !stem.ends_with(['a', 'e', 'o']) => match stem.strip_suffix('y') {
            Some(root) if !root.ends_with(['a', 'e', 'o', 'u']) => format!("{root}ies"),
            _ => format!("{stem}s"),
        },
        () if ["s", "x", "z", "ch", "sh"].iter().any(|end| stem.ends_with(end)) => format!("{stem}es"),
        () => format!("{stem}s"),
    };
    if rest.is_empty() { verb } else { format!("{verb} {rest}") }
}

fn base(bare: &str) -> String {
    let doubled = ["nn", "tt", "pp", "gg", "mm", "rr", "bb", "dd"].iter().any(|pair| bare.ends_with(pair));
    match bare.strip_suffix('i') {
        Some(root) => format!("{root}y"),
        None if doubled => bare[..bare.len() - 1].to_owned(),
        None if bare.ends_with("ss") => bare.to_owned(),
        None if SILENT_E.iter().any(|end| bare.ends_with(end)) => format!("{bare}e"),
        None => bare.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn past_verbs_become_present() {
        for (past, now) in [
            ("suspended talks with", "suspends talks with"),
            ("accused", "accuses"),
            ("urged", "urges"),
            ("denied", "denies"),
            ("banned", "bans"),
            ("invaded", "invades"),
            ("backed", "backs"),
            ("pressed", "presses"),
            ("attacked", "attacks"),
            ("bombed", "bombs"),
            ("supported", "supports"),
        ] {
            assert_eq!(present(past, false), now);
        }
        assert_eq!(present("backed", true), "back");
    }

    #[test]
    fn every_type_has_a_phrase() {
        for kind in EventType::ALL {
            assert_ne!(phrase(kind, "").one, "acts", "{kind}");
        }
    }
}
