//! The small pattern language of frames: trigger patterns, slots, and tests on what a slot holds.

use std::collections::{HashMap, HashSet};

/// Which words of a sentence name the act.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// Lemma of the word that carries it: the verb, or the noun.
    pub head: String,
    /// Particles and prepositions after a verb, or modifiers before a noun.
    pub rest: Vec<String>,
    /// For a light verb: lemmas of its object noun (perhaps with a modifier before, "peace talk").
    pub object: HashSet<String>,
    /// What it is.
    pub kind: PatternKind,
    /// The frame it belongs to, as an index.
    pub frame: usize,
    /// `where` slots and words beyond the first: the more a pattern asks for, the better it fits.
    pub weight: usize,
}

/// What the head of a pattern is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatternKind {
    /// A verb.
    Verb,
    /// A verb together with its object.
    Light,
    /// An event noun.
    Noun,
}

impl Pattern {
    /// Compiles "call for", "hold @talks", "air strike".
    pub(super) fn new(
        text: &str,
        kind: PatternKind,
        frame: usize,
        tests: usize,
        lists: &HashMap<String, HashSet<String>>,
    ) -> Result<Self, String> {
        let mut words: Vec<&str> = text.split_whitespace().collect();
        // "be willing": the predicate carries it.
        if words.len() > 1 && words[0] == "be" && kind == PatternKind::Verb {
            words.remove(0);
        }
        let mut object = HashSet::new();
        let weight = 3 * tests + 2 * words.len().saturating_sub(1);
        if kind == PatternKind::Light {
            object = light_object(text, &mut words, lists)?;
        }
        let head = match kind {
            PatternKind::Noun => words.pop(),
            _ => (!words.is_empty()).then(|| words.remove(0)),
        };
        let head = head.ok_or("an empty pattern")?.to_owned();
        let rest = words.into_iter().map(str::to_owned).collect();
        Ok(Self { head, rest, object, kind, frame, weight })
    }
}

/// Words between a verb and its object noun that belong to the verb ("carry *out* attack"); others modify the noun ("form *human* chain").
const PARTICLES: [&str; 22] = [
    "up", "down", "out", "in", "back", "over", "for", "into", "aside", "at", "on", "forward", "away", "off", "to",
    "with", "part", "under", "from", "of", "through", "against",
];

/// Takes the object noun off a light pattern, with the modifier before it.
fn light_object(
    text: &str,
    words: &mut Vec<&str>,
    lists: &HashMap<String, HashSet<String>>,
) -> Result<HashSet<String>, String> {
    let last = words
        .pop()
        .filter(|_| !words.is_empty())
        .ok_or_else(|| format!("light pattern `{text}` needs a verb and a noun"))?;
    let own = 1 + words[1..].iter().take_while(|w| PARTICLES.contains(*w)).count();
    match words.split_off(own).last() {
        Some(modifier) if !last.starts_with('@') => Ok(HashSet::from([format!("{modifier} {last}")])),
        _ => values([last], lists),
    }
}

fn values<'w>(
    words: impl IntoIterator<Item = &'w str>,
    lists: &HashMap<String, HashSet<String>>,
) -> Result<HashSet<String>, String> {
    let mut all = HashSet::new();
    for word in words {
        match word.strip_prefix('@') {
            Some(list) => {
                all.extend(lists.get(list).ok_or_else(|| format!("unknown word list `@{list}`"))?.iter().cloned())
            }
            None => {
                all.insert(word.to_owned());
            }
        }
    }
    Ok(all)
}

/// A grammatical place around a trigger.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    /// Who does it.
    Subject,
    /// What it is done to.
    Object,
    /// To whom something is given.
    Iobject,
    /// A possessive, nationality or name before an event noun.
    Poss,
    /// The head of a clause it takes.
    Complement,
    /// Who is to do what that clause says.
    ComplementSubject,
    /// What that clause's act is done to.
    ComplementObject,
    /// A preposition's noun.
    Prep(String),
    /// A slot of the object noun: `object.with`.
    OfObject(Box<Slot>),
}

impl Slot {
    /// Reads a slot's name; any other word is a preposition.
    pub fn new(name: &str) -> Self {
        match name {
            "subject" => Self::Subject,
            "object" => Self::Object,
            "iobject" => Self::Iobject,
            "poss" => Self::Poss,
            "complement" => Self::Complement,
            "complement-subject" => Self::ComplementSubject,
            "complement-object" => Self::ComplementObject,
            _ => match name.strip_prefix("object.") {
                Some(rest) => Self::OfObject(Box::new(Self::new(rest))),
                None => Self::Prep(name.to_owned()),
            },
        }
    }
}

/// What a slot must hold.
#[derive(Clone, Debug, Default)]
pub struct Test {
    /// Head lemmas, or "modifier head".
    pub lemmas: HashSet<String>,
    /// Kinds of filler.
    pub values: Vec<Value>,
}

/// A kind of filler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// A proper noun or a pronoun.
    Name,
    /// An amount of money.
    Money,
    /// A number.
    Number,
    /// Any clause.
    Clause,
    /// Anything.
    Any,
    /// Nothing: the slot is empty.
    None,
}

impl Value {
    fn new(name: &str) -> Option<Self> {
        Some(match name {
            "NAME" => Self::Name,
            "MONEY" => Self::Money,
            "NUMBER" => Self::Number,
            "CLAUSE" => Self::Clause,
            "ANY" => Self::Any,
            "NONE" => Self::None,
            _ => return None,
        })
    }
}

impl Test {
    pub(super) fn new(texts: &[String], lists: &HashMap<String, HashSet<String>>) -> Result<Self, String> {
        let mut test = Self::default();
        // A kind of filler counts inside a list too.
        let mut words: Vec<String> = values(texts.iter().map(String::as_str), lists)?.into_iter().collect();
        words.sort_unstable();
        for word in words {
            match Value::new(&word) {
                Some(value) => test.values.push(value),
                None => {
                    test.lemmas.insert(word);
                }
            }
        }
        Ok(test)
    }
}
