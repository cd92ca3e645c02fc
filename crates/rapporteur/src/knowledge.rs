//! The knowledge that a run goes by: what ships with the program, and the user's own file over it.
//!
//! The own file is the one that `--knowledge` or `RAPPORTEUR_KNOWLEDGE` names, else `rapporteur-knowledge.toml` in the current
//! folder. A folder stands for all the TOML files in it. The format is that of `knowledge/README.md`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use rapporteur_core::knowledge::{FileData, Flaw, Knowledge, KnowledgeFile, flaws};

/// The own file when nothing names another.
pub const DEFAULT_FILE: &str = "rapporteur-knowledge.toml";

static IN_USE: OnceLock<(Knowledge, String)> = OnceLock::new();

/// What this run goes by: what ships with the program until [`open`] has been called.
pub fn in_use() -> &'static Knowledge {
    IN_USE.get().map_or_else(Knowledge::embedded, |(knowledge, _)| knowledge)
}

/// Digest of what ships and of the user's own files, for the record: a reading made with other knowledge is made anew.
pub fn digest() -> String {
    let shipped = env!("RAPPORTEUR_KNOWLEDGE_DIGEST");
    IN_USE.get().map_or_else(|| shipped.to_owned(), |(_, own)| format!("{shipped}+{own}"))
}

/// Why the user's own knowledge cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KnowledgeError {
    /// It is not there, or cannot be read.
    #[error("{}: {error}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// It is no TOML, or has a key that means nothing.
    #[error("{}:{line}: {message}", path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// Entries that nobody could mean, a line each.
    #[error("{}", .0.join("\n"))]
    Flaws(Vec<String>),
}

/// Where the user's own knowledge is: as named, else by the environment, else the default where that file is.
pub fn own_path(named: Option<&Path>) -> Option<PathBuf> {
    let from_environment =
        || std::env::var_os("RAPPORTEUR_KNOWLEDGE").filter(|name| !name.is_empty()).map(PathBuf::from);
    let default = || Some(PathBuf::from(DEFAULT_FILE)).filter(|path| path.is_file());
    named.map(Path::to_owned).or_else(from_environment).or_else(default)
}

/// Lays the user's own files over what ships, for the whole run.
///
/// # Errors
/// When a file cannot be read, or says what cannot be meant.
pub fn open(path: &Path) -> Result<(), KnowledgeError> {
    let mut own = Vec::new();
    let mut digest = blake3::Hasher::new();
    for file in files(path)? {
        let text = fs::read_to_string(&file).map_err(|error| KnowledgeError::Read { path: file.clone(), error })?;
        digest.update(text.as_bytes());
        own.push(parse(&file, &text)?);
    }
    let knowledge = Knowledge::embedded().clone().extended(&own);
    let _ = IN_USE.set((knowledge, digest.finalize().to_hex()[..16].to_owned()));
    Ok(())
}

/// The TOML files that a path stands for, in order of name.
///
/// # Errors
/// When the path or folder cannot be read.
pub fn files(path: &Path) -> Result<Vec<PathBuf>, KnowledgeError> {
    let failed = |error| KnowledgeError::Read { path: path.to_owned(), error };
    if !fs::metadata(path).map_err(failed)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let entries = fs::read_dir(path).map_err(failed)?.collect::<io::Result<Vec<_>>>().map_err(failed)?;
    let mut files: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "toml"));
    files.sort();
    Ok(files)
}

/// Reads one file of knowledge and looks for what nobody could mean.
///
/// # Errors
/// With file and line of what is wrong.
pub fn parse(path: &Path, text: &str) -> Result<KnowledgeFile, KnowledgeError> {
    const TABLES: [&str; 9] = ["state", "body", "person", "group", "role", "title", "relation", "alias", "forget"];
    let wrong = |at: usize, message: String| {
        let line = 1 + text[..at.min(text.len())].matches('\n').count();
        KnowledgeError::Format { path: path.to_owned(), line, message }
    };
    let failed = |error: toml::de::Error| {
        let at = error.span().map_or(0, |span| span.start);
        wrong(at, error.message().replace('\n', ", "))
    };
    let tables: toml::Table = text.parse().map_err(failed)?;
    if let Some(unknown) = tables.keys().find(|key| !TABLES.contains(&key.as_str())) {
        let at = text.find(unknown.as_str()).unwrap_or_default();
        return Err(wrong(at, format!("expected one of {}, found `{unknown}`", TABLES.join(", "))));
    }
    let data: FileData = toml::from_str(text).map_err(failed)?;
    let file = KnowledgeFile { file: path.display().to_string(), data };
    let flaws: Vec<String> = flaws(&file, Knowledge::embedded()).iter().map(|flaw| shown(flaw, text)).collect();
    if flaws.is_empty() { Ok(file) } else { Err(KnowledgeError::Flaws(flaws)) }
}

/// `own.toml:14: Zorvan Mirdad: expected a PLOVER sector, found `GVO``.
fn shown(flaw: &Flaw, text: &str) -> String {
    let quoted = |words: &str| format!("\"{words}\"");
    let entry = text.find(&quoted(&flaw.entry)).unwrap_or_default();
    let at = text[entry..].find(&quoted(&flaw.value)).map_or(entry, |further| entry + further);
    let line = 1 + text[..at].matches('\n').count();
    format!("{}:{line}: {}: expected {}, found `{}`", flaw.file, flaw.entry, flaw.expected, flaw.value)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::parse;

    fn wrong(text: &str) -> String {
        parse(Path::new("own.toml"), text).expect_err("it is wrong").to_string()
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let person = "[[person]]\nname = \"Zorvan Mirdad\"\ncountry = \"AFG\"\nsector = \"GVO\"\n";
        insta::assert_snapshot!(wrong(person), @"own.toml:4: Zorvan Mirdad: expected a PLOVER sector such as GOV or REB, found `GVO`");
        insta::assert_snapshot!(wrong("[[boddy]]\nname = \"X\"\n"), @"own.toml:1: expected one of state, body, person, group, role, title, relation, alias, forget, found `boddy`");
        insta::assert_snapshot!(wrong("[[body]]\nname = \"X\"\nnick = \"Y\"\n"), @"own.toml:3: unknown field `nick`, expected one of `name`, `aliases`, `local`, `country`, `sector`, `from`, `to`");
        insta::assert_snapshot!(wrong("[[body]\n"), @"own.toml:1: unclosed array table, expected `]`");
    }

    #[test]
    fn the_offices_of_an_own_person_take_the_place_of_ours() {
        let text = "[[person]]\nname = \"Sergei Lavrov\"\ncountry = \"RUS\"\noffices = [{ office = \"president\", from = \"2001\" }]\n";
        let own = parse(Path::new("own.toml"), text).expect("it is right");
        let knowledge = rapporteur_core::knowledge::Knowledge::embedded().clone().extended(&[own]);
        let entry = knowledge.entry(knowledge.named("sergei lavrov")[0]);
        assert_eq!(entry.tenures.iter().map(|t| t.office.as_str()).collect::<Vec<_>>(), ["president"]);
        assert_eq!(entry.shown_file(), "own.toml");
    }
}
