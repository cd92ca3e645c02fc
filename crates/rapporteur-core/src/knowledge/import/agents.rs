//! Agent dictionaries: role words with the sector that they tell.
//!
//! ```text
//! !PERSON! = MAN, MEN, WOMAN, WOMEN, PERSON
//! CATTLE!PERSON! [~AGR]
//! THIEF {THIEVES} [~CRM]
//! ```

use std::collections::BTreeMap;

use super::cameo;
use super::{Imported, Known, Skipped, content};
use crate::knowledge::RoleData;

/// Reads a dictionary of agents.
pub(super) fn read(text: &str, known: Known<'_>) -> Imported {
    let mut imported = Imported::default();
    let mut sets: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut roles: BTreeMap<(Option<String>, String), Vec<String>> = BTreeMap::new();
    for (index, whole) in text.lines().enumerate() {
        let line = content(whole).trim();
        if line.is_empty() || line.starts_with('<') {
            continue;
        }
        if let Some((set, words)) = line.split_once('=').filter(|(set, _)| set.trim().starts_with('!')) {
            sets.insert(set.trim().to_owned(), words.split(',').map(|word| word.trim().to_owned()).collect());
            continue;
        }
        match entry(line, &sets, known) {
            Ok((told, words)) => {
                for word in words {
                    let same = known.knowledge.role(&word).is_some_and(|role| role.sector == told.1);
                    let list = roles.entry(told.clone()).or_default();
                    if same || list.contains(&word) {
                        imported.known += 1;
                    } else {
                        list.push(word);
                    }
                }
            }
            Err(why) => imported.skipped.push(Skipped { line: index + 1, what: line.to_owned(), why }),
        }
    }
    let filled = roles.into_iter().filter(|(_, words)| !words.is_empty());
    imported.data.role =
        filled.map(|((country, sector), words)| RoleData { words, country, sector, ..RoleData::default() }).collect();
    imported
}

/// Country and sector, and the words that tell them.
type Told = ((Option<String>, String), Vec<String>);

fn entry(line: &str, sets: &BTreeMap<String, Vec<String>>, known: Known<'_>) -> Result<Told, String> {
    let (words, rest) = line.split_once('[').ok_or("no code")?;
    let (code, _) = rest.split_once(']').ok_or("a bracket that is not closed")?;
    let (phrase, plural) = words.split_once('{').map_or((words, ""), |(phrase, plural)| (phrase, plural));
    let plural = plural.split('}').next().unwrap_or_default();
    let mut phrases = expand(phrase.trim(), sets)?;
    if !plural.trim().is_empty() {
        phrases.push(plural.to_owned());
    }
    let words: Vec<String> = phrases.iter().map(|p| spaced(p)).filter(|word| word.len() > 2).collect();
    if words.is_empty() {
        return Err("expected words before the code".into());
    }
    Ok((told(code, known)?, words))
}

/// What a code tells: a sector behind a tilde, else a country or kind of body as well.
fn told(code: &str, known: Known<'_>) -> Result<(Option<String>, String), String> {
    let code = code.trim();
    if !code.contains('~') {
        let read = cameo::read(code, known.knowledge)?;
        return Ok((Some(read.country).filter(|country| !country.is_empty()), read.sector));
    }
    let bare = code.trim_matches('~');
    if !bare.len().is_multiple_of(3) || !bare.is_ascii() {
        return Err(format!("expected a CAMEO code of three-letter parts, found `{bare}`"));
    }
    let parts: Vec<&str> = (0..bare.len()).step_by(3).map(|at| &bare[at..at + 3]).collect();
    match cameo::sector(&parts) {
        Some(sector) => Ok((None, sector)),
        None => Err(format!("no sector of PLOVER's for `{bare}`")),
    }
}

/// `CATTLE!PERSON!` to CATTLE_MAN, CATTLE_WOMAN and so on: joined as one word, as dictionaries mean it.
fn expand(phrase: &str, sets: &BTreeMap<String, Vec<String>>) -> Result<Vec<String>, String> {
    let Some((before, rest)) = phrase.split_once('!') else { return Ok(vec![phrase.to_owned()]) };
    let (set, after) = rest.split_once('!').ok_or("an exclamation mark that is not closed")?;
    let words = sets.get(&format!("!{set}!")).ok_or_else(|| format!("the set `!{set}!` is defined nowhere"))?;
    Ok(words.iter().map(|word| format!("{before}{word}{after}")).collect())
}

fn spaced(phrase: &str) -> String {
    let words: Vec<&str> = phrase.split(['_', ' ']).filter(|word| !word.is_empty()).collect();
    words.join(" ").to_lowercase()
}
