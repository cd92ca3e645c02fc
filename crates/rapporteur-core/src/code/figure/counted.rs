//! What an amount counts: by its own noun, by the participle after it, by the verb or noun that it depends on.

use super::super::tree::Tree;
use super::amount::Amount;
use crate::account::Counted;
use crate::reading::{Deprel, EntityKind, Upos};

/// Lemmas and words that decide, wherever they stand over a number.
const DECIDING: &[(Counted, &[&str])] = &[
    (
        Counted::Killed,
        &[
            "kill",
            "die",
            "died",
            "dead",
            "death",
            "fatality",
            "perish",
            "slay",
            "slaughter",
            "massacre",
            "murder",
            "execute",
            "killing",
            "toll",
            "assassinate",
            "drown",
            "behead",
            "lynch",
        ],
    ),
    (Counted::Wounded, &["wound", "wounded", "injure", "injured", "injury", "hurt", "maim", "wounding"]),
    (
        Counted::Displaced,
        &[
            "displace",
            "displaced",
            "flee",
            "fled",
            "uproot",
            "refugee",
            "evacuate",
            "homeless",
            "displacement",
            "evacuee",
            "exodus",
            "migrant",
            "asylum-seeker",
        ],
    ),
    (
        Counted::Detained,
        &[
            "arrest",
            "detain",
            "jail",
            "imprison",
            "capture",
            "kidnap",
            "abduct",
            "hostage",
            "prisoner",
            "detainee",
            "captive",
            "detention",
            "captured",
            "custody",
            "inmate",
        ],
    ),
    (Counted::Missing, &["missing", "unaccounted", "disappear", "vanish", "disappearance"]),
    (
        Counted::Participants,
        &[
            "protester",
            "demonstrator",
            "marcher",
            "protest",
            "march",
            "attend",
            "participant",
            "delegate",
            "demonstrate",
            "rally",
            "striker",
            "participate",
            "attendee",
            "gather",
            "mourner",
        ],
    ),
];

/// Nouns of fighting men and women.
const TROOPS: &[&str] = &[
    "troop",
    "soldier",
    "peacekeeper",
    "marine",
    "force",
    "men",
    "fighter",
    "personnel",
    "militiaman",
    "reservist",
    "commando",
    "paratrooper",
    "army",
    "battalion",
    "gendarme",
    "adviser",
    "serviceman",
    "guardsman",
    "warplane-crew",
];
/// Nouns of people who are counted though nothing befalls them.
const PEOPLE: &[&str] = &[
    "people",
    "person",
    "civilian",
    "guerrilla",
    "rebel",
    "militant",
    "insurgent",
    "agent",
    "policeman",
    "officer",
    "worker",
    "observer",
    "monitor",
    "resident",
    "villager",
    "member",
    "family",
    "child",
    "woman",
    "student",
    "victim",
    "casualty",
    "extremist",
    "terrorist",
    "gunman",
    "inspector",
    "diplomat",
    "expert",
    "volunteer",
    "team",
];
/// Nouns of weapons and craft.
const ARMS: &[&str] = &[
    "tank",
    "aircraft",
    "jet",
    "fighter",
    "missile",
    "rocket",
    "warplane",
    "helicopter",
    "ship",
    "warship",
    "plane",
    "vehicle",
    "bomb",
    "warhead",
    "rifle",
    "gun",
    "shell",
    "drone",
    "bomber",
    "submarine",
    "boat",
    "truck",
    "carrier",
];
/// Units of time, length and the like: what they count is no figure.
const UNITS: &[&str] = &[
    "day",
    "week",
    "month",
    "year",
    "hour",
    "minute",
    "second",
    "decade",
    "century",
    "mile",
    "kilometer",
    "kilometre",
    "km",
    "meter",
    "metre",
    "foot",
    "inch",
    "acre",
    "hectare",
    "ton",
    "tonne",
    "kilogram",
    "pound",
    "gallon",
    "barrel",
    "degree",
    "point",
    "time",
    "vote",
    "seat",
    "percent",
    "year-old",
    "hour-long",
];

/// Whether a list has a lemma, or the singular of a word that the reader left in the plural.
fn listed(list: &[&str], lemma: &str) -> bool {
    list.contains(&lemma) || lemma.strip_suffix('s').is_some_and(|one| list.contains(&one))
}

/// What a word says that a number counts, if it is one of the deciding words.
pub(super) fn by_word(tree: &Tree<'_>, token: usize) -> Option<Counted> {
    let (lemma, word) = (tree.lemma(token).to_lowercase(), tree.word(token).to_lowercase());
    DECIDING.iter().find(|(_, words)| words.iter().any(|w| *w == lemma || *w == word)).map(|(what, _)| *what)
}

/// The noun that holds a counted noun by "of": "the death of 800,000 people", "a force of 500".
pub(super) fn head_of_phrase(tree: &Tree<'_>, noun: usize) -> Option<usize> {
    let head = tree.head(noun).filter(|_| tree.rel(noun) == Deprel::Nmod && tree.case(noun) == Some("of"))?;
    let tells = by_word(tree, head).is_some() || listed(TROOPS, tree.lemma(head));
    tells.then_some(head)
}

/// What an amount counts; `None` when it is no figure.
pub(super) fn what(tree: &Tree<'_>, amount: &Amount, noun: usize) -> Option<Counted> {
    if amount.money || tree.entity_kind(amount.number) == Some(EntityKind::Money) {
        return Some(Counted::Money);
    }
    let own = tree.lemma(noun).to_lowercase();
    if let Some(tail) = &amount.hyphened {
        let crew = matches!(tail.as_str(), "member" | "man" | "strong" | "person" | "men");
        return crew.then(|| {
            befalls(tree, amount, noun).unwrap_or(if listed(TROOPS, &own) { Counted::Troops } else { Counted::Other })
        });
    }
    if let Some((what, _)) = straight(tree, amount) {
        return Some(what);
    }
    if listed(UNITS, &own) || tree.entity_kind(noun).is_some_and(EntityKind::is_time) {
        return None;
    }
    // "half of the population displaced": a participle right after the phrase.
    let after = tree.subtree(noun).1 + 1;
    if after < tree.len()
        && tree.has(after, "VerbForm", "Part")
        && tree.reading.sentence_of(after) == tree.reading.sentence_of(noun)
        && let Some(what) = by_word(tree, after)
    {
        return Some(what);
    }
    let bare = (amount.first..=amount.last).contains(&noun);
    let person = is_person(tree, noun, &own);
    if let Some(what) = by_word(tree, noun).filter(|_| !bare) {
        return Some(
            befalls(tree, amount, noun).filter(|w| *w == Counted::Killed || *w == Counted::Wounded).unwrap_or(what),
        );
    }
    if bare || person || matches!(own.as_str(), "other" | "others") || own == "life" {
        // "dozens of people were killed": the verb stands over the dozens.
        if let Some(what) = befalls(tree, amount, noun).or_else(|| befalls(tree, amount, top(tree, amount))) {
            return Some(what);
        }
    }
    if own == "life" || bare && !of_people(tree, amount) {
        return None;
    }
    let word = tree.word(noun).to_lowercase();
    if (listed(TROOPS, &own) || word == "men") && !has_modifier(tree, noun, &["jet"]) {
        return Some(Counted::Troops);
    }
    let share = amount.low.is_none() && amount.high.is_none();
    ((listed(PEOPLE, &own) || listed(ARMS, &own)) && !share).then_some(Counted::Other)
}

/// "1,700 injured", "1,000 others wounded", "the number injured topped 2,200": read off the words, whatever the tree says.
pub(super) fn straight(tree: &Tree<'_>, amount: &Amount) -> Option<(Counted, Option<usize>)> {
    let after = (amount.last + 1..tree.len().min(amount.last + 3))
        .find(|&t| !matches!(tree.word(t), "others" | "people" | "more"))?;
    let participle = matches!(
        tree.word(after),
        "injured"
            | "wounded"
            | "dead"
            | "missing"
            | "displaced"
            | "homeless"
            | "killed"
            | "arrested"
            | "detained"
            | "hurt"
    );
    if participle {
        return by_word(tree, after).map(|what| (what, Some(after)));
    }
    numbered(tree, amount).map(|what| (what, None))
}

/// The token of an amount that stands highest.
pub(super) fn top(tree: &Tree<'_>, amount: &Amount) -> usize {
    let inside = |t: &usize| (amount.first..=amount.last).contains(t);
    std::iter::successors(Some(amount.number), |&t| tree.head(t).filter(inside)).take(8).last().unwrap_or(amount.number)
}

fn numbered(tree: &Tree<'_>, amount: &Amount) -> Option<Counted> {
    let before = amount.first.checked_sub(1)?;
    let counted = before.checked_sub(1).is_some_and(|n| matches!(tree.lemma(n), "number" | "toll" | "total"));
    by_word(tree, before).filter(|_| counted)
}

/// Whether the amount stands after "the number injured".
pub(super) fn has_straight_count(tree: &Tree<'_>, amount: &Amount) -> bool {
    numbered(tree, amount).is_some()
}

fn of_people(tree: &Tree<'_>, amount: &Amount) -> bool {
    head_of_phrase(tree, amount.number).is_some()
}

fn has_modifier(tree: &Tree<'_>, noun: usize, words: &[&str]) -> bool {
    tree.by(noun, &[Deprel::Compound, Deprel::Amod]).any(|m| words.contains(&tree.lemma(m)))
}

fn is_person(tree: &Tree<'_>, noun: usize, lemma: &str) -> bool {
    let known = listed(PEOPLE, lemma) || listed(TROOPS, lemma);
    let national = matches!(tree.entity_kind(noun), Some(EntityKind::Norp));
    // Nouns of people are many ("bakers", "nurses"); things that get killed or wounded are few.
    known || national || matches!(tree.upos(noun), Upos::Noun | Upos::Adj | Upos::Propn) && !listed(ARMS, lemma)
}

/// What befalls the people counted: the participle or adjective beside them, else the verb or noun above.
fn befalls(tree: &Tree<'_>, amount: &Amount, noun: usize) -> Option<Counted> {
    let beside = [Deprel::Acl, Deprel::Amod, Deprel::AclRelcl, Deprel::Xcomp, Deprel::Conj];
    let modifier = tree.by(noun, &beside[..4]).find_map(|c| by_word(tree, c));
    if modifier.is_some() {
        return modifier;
    }
    let mut t = noun;
    for _ in 0..4 {
        let head = tree.head(t)?;
        match tree.rel(t) {
            Deprel::Conj | Deprel::Appos => {
                if let Some(what) = by_word(tree, head).filter(|_| tree.upos(t) == Upos::Verb) {
                    return Some(what);
                }
            }
            Deprel::Nmod | Deprel::Nummod | Deprel::Compound | Deprel::NmodUnmarked => {
                return by_word(tree, head).or_else(|| toll(tree, head));
            }
            Deprel::Obj | Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obl | Deprel::OblUnmarked | Deprel::Dep => {
                return by_verb(tree, amount, head, t);
            }
            _ => return None,
        }
        t = head;
    }
    None
}

/// "killed 40 people", "40 people were killed", "left 40 people dead", "the toll rose to 40".
fn by_verb(tree: &Tree<'_>, amount: &Amount, verb: usize, slot: usize) -> Option<Counted> {
    // "wounded about 120 people": what qualifies the number is no preposition, even where the parser took it for one.
    let qualified = tree.by(slot, &[Deprel::Case]).all(|c| (amount.first..=amount.last).contains(&c));
    let rel = if qualified && tree.rel(slot) == Deprel::Obl { Deprel::Obj } else { tree.rel(slot) };
    let done_to = matches!(rel, Deprel::Obj | Deprel::NsubjPass) || tree.is_passive(verb);
    let decided = by_word(tree, verb).filter(|what| {
        let word = tree.word(verb).to_lowercase();
        let does = matches!(tree.lemma(verb), "die" | "perish" | "flee" | "drown" | "disappear" | "vanish" | "dead")
            || matches!(word.as_str(), "missing" | "dead" | "fled");
        let joins = *what == Counted::Participants;
        let adjective = tree.upos(verb) != Upos::Verb;
        rel != Deprel::Obl && (done_to || does || joins || adjective)
    });
    if decided.is_some() {
        return decided;
    }
    let complement = tree.by(verb, &[Deprel::Xcomp, Deprel::Obl, Deprel::Advcl]).filter(|&c| c != slot && c > slot);
    if tree.lemma(verb) == "leave" || tree.lemma(verb) == "be" {
        return complement.filter(|&c| c <= slot + 6).find_map(|c| by_word(tree, c));
    }
    if matches!(tree.lemma(verb), "take" | "hold") && rel != Deprel::Obl {
        let captive = tree
            .by(verb, &[Deprel::Xcomp, Deprel::Obj, Deprel::Obl])
            .any(|c| by_word(tree, c) == Some(Counted::Detained));
        return captive.then_some(Counted::Detained);
    }
    let lives = matches!(tree.lemma(verb), "claim" | "cost" | "lose") && tree.lemma(slot) == "life";
    lives
        .then_some(Counted::Killed)
        .or_else(|| tree.first(verb, &[Deprel::Nsubj]).filter(|&s| s != slot).and_then(|s| toll(tree, s)))
}

/// "the death toll", "the number of dead", "the number injured".
fn toll(tree: &Tree<'_>, noun: usize) -> Option<Counted> {
    if tree.lemma(noun) == "death" && tree.first(noun, &[Deprel::Compound]).is_none() {
        return Some(Counted::Killed);
    }
    if !matches!(tree.lemma(noun), "toll" | "number" | "total" | "figure" | "count") {
        return None;
    }
    let inner =
        tree.by(noun, &[Deprel::Nmod, Deprel::Amod, Deprel::Acl, Deprel::Compound]).find_map(|c| by_word(tree, c));
    inner.or(by_word(tree, noun))
}
