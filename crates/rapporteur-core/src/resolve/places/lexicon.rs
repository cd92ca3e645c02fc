//! Word classes that tell a place name from other names, read from `knowledge/place-words.txt`.

use std::collections::HashMap;
use std::sync::OnceLock;

static TEXT: &str = include_str!("../../../../../knowledge/place-words.txt");

/// Classes of words, one bit each, in the order of [`SECTIONS`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Classes(u16);

const SECTIONS: [&str; 12] = [
    "common",
    "first-name",
    "title",
    "street",
    "body",
    "team",
    "locative",
    "directional",
    "kind",
    "speech",
    "never",
    "family-name",
];

macro_rules! classes {
    ($($name:ident = $bit:literal),+ $(,)?) => {
        impl Classes {
            $(pub(super) fn $name(self) -> bool { self.0 & (1 << $bit) != 0 })+
        }
    };
}

classes! {
    common = 0, first_name = 1, title = 2, street = 3, body = 4, team = 5, locative = 6, directional = 7, kind = 8,
    speech = 9, never = 10, family_name = 11,
}

/// Classes of a word in lower case.
pub(super) fn classes(word: &str) -> Classes {
    static WORDS: OnceLock<HashMap<&'static str, u16>> = OnceLock::new();
    Classes(WORDS.get_or_init(read).get(word).copied().unwrap_or_default())
}

fn read() -> HashMap<&'static str, u16> {
    let mut words = HashMap::with_capacity(4096);
    let mut bit = 0;
    for line in TEXT.lines().filter(|line| !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            bit = SECTIONS.iter().position(|&section| section == name).map_or(0, |n| 1 << n);
            continue;
        }
        for word in line.split_ascii_whitespace() {
            *words.entry(word).or_insert(0) |= bit;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_is_read() {
        for section in SECTIONS {
            assert!(TEXT.contains(&format!("\n[{section}]\n")), "no section `{section}`");
        }
        assert_eq!(TEXT.lines().filter(|line| line.starts_with('[')).count(), SECTIONS.len());
        assert!(classes("tim").first_name() && classes("mayor").title() && classes("near").locative());
        assert!(!classes("aleppo").common());
    }
}
