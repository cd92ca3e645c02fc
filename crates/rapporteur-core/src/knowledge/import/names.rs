//! Names as dictionaries write them (`ADEN_ABYAN_ISLAMIC_ARMY_(AAIA)_`) to names as people write them.

/// Words that stay small inside a name.
const SMALL: &[&str] = &[
    "of", "the", "for", "and", "in", "on", "to", "from", "de", "del", "da", "do", "dos", "du", "la", "le", "bin",
    "ibn", "al", "el", "ul", "ad", "az",
];

/// The name and, where brackets hold one, its abbreviation. `None` for what is no name.
pub(super) fn read(text: &str) -> Option<(String, Option<String>)> {
    let text = text.trim().trim_matches('_');
    let (name, short) = match text.split_once('(') {
        Some((name, rest)) => (name, rest.split(')').next().map(|short| short.trim_matches('_'))),
        None => (text, None),
    };
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 3 || name.contains(['!', '=', '*']) {
        return None;
    }
    let short = short.filter(|short| short.len() > 1 && short.chars().all(|c| c.is_ascii_uppercase()));
    Some((cased(name), short.map(str::to_owned)))
}

fn cased(name: &str) -> String {
    let words: Vec<&str> = name.split(['_', ' ']).filter(|word| !word.is_empty()).collect();
    // A single short word is most often an abbreviation: FARC, PFLP-GC.
    if let [one] = words[..]
        && one.len() <= 5
    {
        return one.to_owned();
    }
    let cased = words.iter().enumerate().map(|(index, word)| {
        let small = word.to_lowercase();
        if index > 0 && SMALL.contains(&small.as_str()) { small } else { hyphened(&small, index) }
    });
    cased.collect::<Vec<_>>().join(" ")
}

/// "al-qassam" to "al-Qassam", "mazar-i-sharif" to "Mazar-i-Sharif".
fn hyphened(word: &str, index: usize) -> String {
    let parts = word.split('-').enumerate().map(|(part, text)| {
        let article = text.len() <= 2 && word.contains('-') && (part > 0 || index > 0 || matches!(text, "al" | "el"));
        if article { text.to_owned() } else { capitalised(text) }
    });
    parts.collect::<Vec<_>>().join("-")
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
