//! Dictionaries of other coders to knowledge files: actors and agents of TABARI and PETRARCH, with CAMEO codes.
//!
//! What ships with the program is better dated than most dictionaries, so an entry that is known already only gives its
//! further names; one that says something else than ours is left for a person to decide. Reads text, writes nothing.

mod actors;
mod agents;
mod cameo;
mod names;

use super::{FileData, Knowledge};

/// What a dictionary holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dictionary {
    /// Names with codes and dates (`.actors.txt`).
    Actors,
    /// Role words with sectors (`.agents.txt`).
    Agents,
}

/// A dictionary in our format, and what could not be taken.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// Entries that are new, and new names of entries that are known.
    pub data: FileData,
    /// Entries and words that say what ours say.
    pub known: usize,
    /// Lines that were left out.
    pub skipped: Vec<Skipped>,
}

/// A line that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its number, from 1.
    pub line: usize,
    /// The words.
    pub what: String,
    /// The reason.
    pub why: String,
}

/// What an importer asks of the world.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// What the program knows.
    pub knowledge: &'a Knowledge,
    /// Whether a name is a place.
    pub is_place: &'a dyn Fn(&str) -> bool,
}

impl Dictionary {
    /// By the name of the file, else by its codes: those of agents have a tilde. `None` when it has no codes at all.
    pub fn of(file: &str, text: &str) -> Option<Self> {
        if !text.lines().any(|line| codes(line).next().is_some()) {
            return None;
        }
        let file = file.to_lowercase();
        if file.contains("agents") {
            return Some(Self::Agents);
        }
        if file.contains("actors") {
            return Some(Self::Actors);
        }
        let (mut tilde, mut plain) = (0, 0);
        for code in text.lines().flat_map(codes) {
            if code.contains('~') {
                tilde += 1;
            } else {
                plain += 1;
            }
        }
        Some(if tilde > plain { Self::Agents } else { Self::Actors })
    }

    /// Reads a dictionary of this kind. Never fails: what makes no sense is in `skipped`.
    pub fn read(self, text: &str, known: Known<'_>) -> Imported {
        match self {
            Self::Actors => actors::read(text, known),
            Self::Agents => agents::read(text, known),
        }
    }
}

/// A line without its comment.
fn content(line: &str) -> &str {
    line.split(['#', ';']).next().unwrap_or_default().trim_end()
}

/// The insides of the brackets of a line that look like CAMEO codes.
fn codes(line: &str) -> impl Iterator<Item = &str> {
    let blocks = content(line).split('[').skip(1).filter_map(|rest| rest.split_once(']')).map(|(code, _)| code);
    blocks.filter(|code| code.chars().any(|c| c.is_ascii_uppercase()))
}

#[cfg(test)]
mod tests;
