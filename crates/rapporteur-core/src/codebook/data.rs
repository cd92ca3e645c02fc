//! The codebook's files as TOML gives them.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Deserialize;

/// One file with its name.
#[derive(Clone, Debug, Deserialize)]
pub struct CodebookFile {
    /// Path below `codebook/`.
    pub file: String,
    /// What stands in it.
    pub data: FileData,
}

/// What stands in one file: a type's frames, or word lists alone.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FileData {
    /// PLOVER type; empty for a file of word lists.
    #[serde(rename = "type")]
    pub kind: String,
    /// Default slots of the doer.
    pub actor: Vec<String>,
    /// Default slots of the recipient.
    pub recipient: Vec<String>,
    /// Default of the frames' `embeds`.
    pub embeds: bool,
    /// Named word lists.
    pub words: BTreeMap<String, Vec<String>>,
    /// Words that tell a mode.
    pub mode_cue: Vec<ModeCueData>,
    /// The frames.
    pub frame: Vec<FrameData>,
}

/// Words that tell a mode.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModeCueData {
    /// The mode.
    pub mode: String,
    /// Lemmas or lists.
    pub words: Vec<String>,
}

/// One frame.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FrameData {
    /// Unique name.
    pub id: String,
    /// Mode, or empty.
    pub mode: String,
    /// Verbs, with particle or preposition.
    pub verbs: Vec<String>,
    /// Event nouns, with the compounds before them.
    pub nouns: Vec<String>,
    /// Verb and object noun.
    pub light: Vec<String>,
    /// Slots that must hold one of these.
    #[serde(rename = "where")]
    pub tests: BTreeMap<String, Vec<String>>,
    /// Slots that must not.
    pub unless: BTreeMap<String, Vec<String>>,
    /// Slots of the doer, when not the file's.
    pub actor: Option<Vec<String>>,
    /// Slots of the recipient, when not the file's.
    pub recipient: Option<Vec<String>>,
    /// Whether acts inside its complement are part of it.
    pub embeds: Option<bool>,
    /// Sentences that must match.
    #[serde(rename = "match")]
    pub accepts: Vec<String>,
    /// Sentences that must not.
    #[serde(rename = "reject")]
    pub rejects: Vec<String>,
}

/// Gathers the word lists of all files and puts lists inside lists in place.
pub(super) fn word_lists(files: &[CodebookFile]) -> Result<HashMap<String, HashSet<String>>, String> {
    let mut raw: BTreeMap<&str, &[String]> = BTreeMap::new();
    for file in files {
        for (name, words) in &file.data.words {
            if raw.insert(name, words).is_some() {
                return Err(format!("codebook/{}: the word list `{name}` is defined twice", file.file));
            }
        }
    }
    raw.keys().map(|name| Ok(((*name).to_owned(), flatten(name, &raw, 0)?))).collect()
}

fn flatten(name: &str, raw: &BTreeMap<&str, &[String]>, depth: usize) -> Result<HashSet<String>, String> {
    let words = raw.get(name).ok_or_else(|| format!("codebook: unknown word list `@{name}`"))?;
    if depth > 8 {
        return Err(format!("codebook: the word list `@{name}` holds itself"));
    }
    let mut all = HashSet::new();
    for word in *words {
        match word.strip_prefix('@') {
            Some(list) => all.extend(flatten(list, raw, depth + 1)?),
            None => {
                all.insert(word.clone());
            }
        }
    }
    Ok(all)
}
