//! Words for comparing: short stems, words that carry no meaning, and words that mean the same act.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use crate::knowledge::fold;

/// A stem as a number, so that sets of stems are small and quick to compare.
pub(super) type Stem = u64;

/// Words that say nothing about which event it is.
const EMPTY: &str = "a about after against ago all also although amid among an and any are as at away be because been \
    before being between both but by can could day days did do does during each even ever few first for friday from \
    further had has have he her here hers him his how however i if in including into is it its itself just last least \
    less many may me might monday month months more most mr mrs ms much must my near new no nor not now of off officials \
    on once one only or other our out over own said same saturday say says she should since so some still such sunday \
    than that the their them then there these they this those though three through thursday to today told too tuesday \
    two under until up upon us very was we wednesday week weeks were what when where whether which while who whom whose \
    why will with within without would year years yesterday yet you";

/// Endings that come off, longest first.
const ENDINGS: &[&str] =
    &["ations", "ation", "ments", "ions", "ings", "ment", "ion", "ing", "ors", "ers", "or", "er", "ed", "es", "s", "e"];

/// Words for one kind of act; the first stands for all. Words are folded, without spaces.
const SAME: &[&[&str]] = &[
    &["ceasefire", "truce", "armistice", "truces", "ceasefires"],
    &[
        "meet",
        "met",
        "meeting",
        "meetings",
        "talk",
        "talks",
        "summit",
        "session",
        "conference",
        "negotiation",
        "negotiations",
        "attend",
        "participate",
        "gathering",
        "convene",
        "convened",
        "dialogue",
        "discussions",
    ],
    &[
        "bomb",
        "bombing",
        "bombings",
        "bombed",
        "airstrike",
        "airstrikes",
        "bombardment",
        "bombarded",
        "blast",
        "blasts",
        "explosion",
        "explosions",
    ],
    &["shell", "shelling", "shelled"],
    &[
        "attack",
        "attacks",
        "attacked",
        "assault",
        "assaults",
        "raid",
        "raids",
        "strike",
        "strikes",
        "struck",
        "target",
        "targeted",
        "targeting",
        "violence",
        "offensive",
    ],
    &["kill", "killed", "killing", "killings", "died", "murder", "murdered", "slain", "massacre", "massacred"],
    &["arrest", "arrested", "arrests", "detain", "detained", "detention", "detentions"],
    &["fight", "fighting", "fought", "clash", "clashes", "clashed", "battle", "battles", "combat"],
    &["withdraw", "withdrew", "withdrawn", "withdrawal", "pullout", "pulled"],
    &["protest", "protests", "protested", "demonstration", "demonstrations", "demonstrated", "rally", "marched"],
    &["arms", "weapons", "munitions", "weaponry"],
    &["abduct", "abducted", "abduction", "abductions", "kidnap", "kidnapped", "kidnapping", "kidnappings", "hostage"],
    &["release", "released", "releases", "releasing", "free", "freed", "frees", "freeing", "handover"],
    &["suspend", "suspended", "suspends", "suspension", "halt", "halted", "halts", "broke", "broken", "discontinued"],
    &["mediate", "mediated", "mediates", "mediation", "broker", "brokered", "brokers", "brokering", "shuttled"],
    &["resign", "resigned", "resigns", "resignation", "quit", "quits", "stepped"],
    &["urge", "urged", "urges", "urging", "appeal", "appealed", "appeals", "asked", "asks", "called", "calls", "call"],
    &["demand", "demanded", "demands", "demanding", "insisted"],
    &["reject", "rejected", "rejects", "rejection", "refuse", "refused", "refuses", "refusal", "turned"],
    &["condemn", "condemned", "condemns", "condemnation", "denounce", "denounced", "denounces", "deplored"],
    &["accuse", "accused", "accuses", "accusation", "accusations", "accusing", "blame", "blamed", "blames", "blaming"],
    &["resume", "resumed", "resumes", "resumption", "restart", "restarted", "reopen", "reopened"],
    &["evacuate", "evacuated", "evacuates", "evacuation", "evacuations"],
    &["shoot", "shot", "shooting", "gunfire", "fired", "firing"],
    &["seize", "seized", "capture", "captured", "captures", "capturing", "seizes", "seizure", "overran", "overrun"],
    &["agree", "agreed", "agrees", "agreement", "accord", "deal", "pact"],
    &["ambush", "ambushed", "ambushes", "ambushing"],
];

/// Acts so common that sharing the word says little.
const GENERIC: &[&str] = &[
    "meet",
    "attack",
    "kill",
    "fight",
    "call",
    "urge",
    "accuse",
    "support",
    "effort",
    "ceasefire",
    "protest",
    "arrest",
    "discussion",
];

/// FNV-1a of a word.
pub(super) fn hash(word: &str) -> Stem {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, feed)
}

/// One step of FNV-1a.
pub(super) fn feed(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
}

/// Whether a folded word carries meaning.
fn carries(word: &str) -> bool {
    static SET: OnceLock<HashSet<&str>> = OnceLock::new();
    word.len() > 1 && !SET.get_or_init(|| EMPTY.split_ascii_whitespace().collect()).contains(word)
}

/// The word that stands for a word's kind of act.
fn kind_of_act(word: &str) -> Option<&'static str> {
    static KINDS: OnceLock<HashMap<&str, &str>> = OnceLock::new();
    // Backwards, so that of two groups with a word the first holds.
    let kinds = || SAME.iter().rev().flat_map(|group| group.iter().map(|&word| (word, group[0]))).collect();
    KINDS.get_or_init(kinds).get(word).copied()
}

/// The first six letters of a word without its ending, or the word that stands for its kind of act.
pub(super) fn stem(word: &str) -> &str {
    if let Some(kind) = kind_of_act(word) {
        return kind;
    }
    let bare = ENDINGS
        .iter()
        .find_map(|ending| word.strip_suffix(ending).filter(|rest| rest.chars().nth(2).is_some()))
        .unwrap_or(word);
    bare.char_indices().nth(6).map_or(bare, |(end, _)| &bare[..end])
}

/// Folded words of a text, with "cease-fire" and "cease fire" as one word; digits keep their hyphenated unit apart.
pub(super) fn words(text: &str) -> Vec<String> {
    let folded = fold(text).replace("cessation of hostilities", "ceasefire").replace("cease fire", "ceasefire");
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Stems of the words that carry meaning, sorted, each once.
pub(super) fn stems(text: &str) -> Vec<Stem> {
    let mut stems: Vec<Stem> = words(text).iter().filter(|w| carries(w)).map(|w| hash(stem(w))).collect();
    stems.sort_unstable();
    stems.dedup();
    stems
}

/// How many stems two sorted sets share.
pub(super) fn shared(a: &[Stem], b: &[Stem]) -> usize {
    a.iter().filter(|stem| b.binary_search(stem).is_ok()).count()
}

/// Dice's measure of two sorted sets: 0 nothing shared, 1 the same.
pub(super) fn dice(a: &[Stem], b: &[Stem]) -> f32 {
    match a.len() + b.len() {
        0 => 0.0,
        sum => 2.0 * shared(a, b) as f32 / sum as f32,
    }
}

/// Whether a stem is that of a common act.
pub(super) fn is_generic(stem: Stem) -> bool {
    static STEMS: OnceLock<Vec<Stem>> = OnceLock::new();
    STEMS.get_or_init(|| GENERIC.iter().map(|word| hash(self::stem(word))).collect()).contains(&stem)
}

/// Whether a stem is that of killing or dying.
pub(super) fn is_killing(stem: Stem) -> bool {
    static KILL: OnceLock<Stem> = OnceLock::new();
    stem == *KILL.get_or_init(|| hash(self::stem("kill")))
}

/// Units that may stand between a number and what it measures.
const UNITS: &[&str] = &["hour", "hours", "day", "days", "week", "weeks", "month", "months"];

/// A number just before a trigger: the 72 of "72-hour cease-fire".
pub(super) fn number_before(text: &str, at: usize) -> Option<String> {
    let before = text.get(..at)?;
    let start = before.char_indices().rev().nth(23).map_or(0, |(i, _)| i);
    let tail = words(before.get(start..)?);
    let mut tail = tail.iter().rev().skip_while(|word| UNITS.contains(&word.as_str()));
    tail.next().filter(|word| word.chars().all(|c| c.is_ascii_digit())).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word_share_a_stem() {
        for (a, b) in
            [("suspended", "suspension"), ("accusing", "accusations"), ("truce", "ceasefire"), ("talks", "met")]
        {
            assert_eq!(stem(a), stem(b), "{a} {b}");
        }
        assert_ne!(stem("bombing"), stem("meeting"));
    }

    #[test]
    fn spellings_of_ceasefire_are_one_word() {
        assert_eq!(words("A Cease-fire, a cease fire"), ["a", "ceasefire", "a", "ceasefire"]);
    }

    #[test]
    fn a_number_belongs_to_the_trigger_it_precedes() {
        let text = "They drafted a 48-hour cease-fire and left in 1999. A truce followed.";
        assert_eq!(number_before(text, text.find("cease").unwrap()).as_deref(), Some("48"));
        assert_eq!(number_before(text, text.find("truce").unwrap()), None);
    }
}
