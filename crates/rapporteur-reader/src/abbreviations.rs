//! Words that keep their full stop, and prefixes that keep their hyphen.

/// After these a name or a number goes on: the stop is theirs wherever they stand.
const ALWAYS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gen", "lt", "col", "sgt", "capt", "cmdr", "adm", "maj", "brig", "pvt", "cpl",
    "rep", "reps", "sen", "sens", "gov", "govs", "pres", "rev", "hon", "st", "ste", "mt", "ft", "jr", "sr", "messrs",
    "mme", "mlle", "supt", "det", "atty", "amb", "jan", "feb", "apr", "aug", "sept", "oct", "nov", "dec", "inc",
    "corp", "ltd", "co", "cos", "llc", "bros", "vs", "etc", "dept", "univ", "assn", "est", "approx", "ave", "blvd",
    "rd", "al", "ph.d", "ed", "eds", "vol", "fig", "figs", "eq", "cf", "viz", "ca", "pp", "tel", "ext", "attn", "sq",
    "mlle", "ala", "ariz", "ark", "calif", "colo", "conn", "del", "fla", "ga", "ind", "kan", "ky", "la", "md", "mich",
    "minn", "mo", "neb", "nev", "okla", "pa", "penn", "tenn", "tex", "va", "vt", "wash", "wis", "wyo", "sts", "assoc",
    "cal", "thur", "thurs", "tues", "wed", "fri", "arrv", "ing", "eng", "spc", "ret", "gens", "cols", "lts", "profs",
    "drs", "no", "nos",
];

/// These are words as well: the stop is theirs only before a digit or, for some, a capital.
const BEFORE_DIGIT: &[&str] =
    &["no", "nos", "p", "pp", "art", "sec", "fig", "figs", "vol", "mar", "jun", "jul", "ch", "eq", "ext"];
/// These stand as words in small letters ("la", "co", "ed", "wash"): only with a capital are they abbreviations.
const CAPITAL_ONLY: &[&str] = &[
    "la", "co", "ed", "cal", "wash", "mo", "md", "pa", "va", "ga", "ind", "del", "conn", "tex", "ark", "al", "rep",
    "st", "est", "gen", "col", "det", "sen", "gov", "lt", "ala", "hon", "rev", "pres", "adm", "maj", "corp", "fri",
    "wed", "dec", "ill", "miss", "fla", "ms", "mt",
];

/// Whether a full stop after `word` belongs to it, given the next visible character.
pub(crate) fn is_abbreviation(word: &str, next: Option<char>) -> bool {
    let capital = word.starts_with(char::is_uppercase);
    let low = word.to_lowercase();
    if BEFORE_DIGIT.contains(&low.as_str()) {
        return next.is_some_and(|c| c.is_ascii_digit());
    }
    if low == "al" {
        return !capital || next.is_some_and(char::is_alphabetic);
    }
    if ALWAYS.contains(&low.as_str()) && (capital || !CAPITAL_ONLY.contains(&low.as_str())) {
        return true;
    }
    let mut letters = word.chars();
    match (letters.next(), letters.next()) {
        (Some(c), None) if c.is_uppercase() => return c != 'I' || next.is_some_and(char::is_uppercase),
        (Some(c), None) if c.is_alphabetic() => return next.is_some_and(|n| !n.is_uppercase()),
        _ => {}
    }
    is_dotted(word)
        || (next.is_some_and(char::is_lowercase) && word.chars().all(char::is_alphabetic) && word.len() <= 5 && capital)
}

/// "U.S", "a.m", "J.F": single letters with stops between.
fn is_dotted(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic))
        || matches!(word.to_ascii_lowercase().as_str(), "ph.d" | "lt.gen" | "maj.gen")
}

/// Prefixes whose hyphen the treebanks keep.
const PREFIXES: &[&str] = &[
    "e", "non", "anti", "pre", "post", "mid", "re", "co", "pro", "multi", "ex", "sub", "semi", "cross", "neo", "socio",
    "psycho", "counter", "inter", "intra", "mini", "micro", "un", "over", "uh", "arch", "super", "ultra", "trans",
    "extra", "bi", "tri", "quasi", "pseudo", "de", "under", "infra", "proto", "hyper", "macro", "eco", "geo", "bio",
    "electro", "pan",
];

/// Whether the hyphen after this prefix stays inside the token.
pub(crate) fn is_hyphenated_prefix(prefix: &str) -> bool {
    PREFIXES.contains(&prefix.to_lowercase().as_str())
}
