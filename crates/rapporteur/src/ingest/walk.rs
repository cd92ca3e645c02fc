//! Which files an input stands for.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::bytes::Input;
use super::error::{IngestError, Reason};

/// Endings of the files that are read in folders.
const ENDINGS: [&str; 5] = ["txt", "md", "html", "htm", "xhtml"];

type Found = Result<Input, IngestError>;

/// The files of one input, found as they are asked for.
pub(super) fn walk(input: PathBuf) -> Box<dyn Iterator<Item = Found> + Send> {
    if input == Path::new("-") {
        return Box::new(std::iter::once(Ok(Input::Stdin)));
    }
    if input.is_dir() {
        return Box::new(folder(input));
    }
    // What cannot be looked at fails when it is opened, with the reason.
    Box::new(std::iter::once(Ok(Input::File(input))))
}

fn folder(root: PathBuf) -> impl Iterator<Item = Found> + Send {
    let entries = WalkDir::new(&root).follow_links(true).sort_by_file_name().into_iter();
    let visible = entries.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.file_name()));
    let mut found = visible.filter_map(|entry| match entry {
        Ok(entry) if entry.file_type().is_file() && has_ending(entry.path()) => {
            Some(Ok(Input::File(entry.into_path())))
        }
        Ok(_) => None,
        Err(error) => Some(Err(unreadable(&error))),
    });
    let first = found.next().unwrap_or_else(|| Err(IngestError::new(&root, Reason::NothingToRead)));
    std::iter::once(first).chain(found)
}

fn unreadable(error: &walkdir::Error) -> IngestError {
    let path = error.path().unwrap_or(Path::new(""));
    let reason = match error.io_error() {
        Some(io) => Reason::from(std::io::Error::from(io.kind())),
        None => Reason::Unreadable("it is a link to a folder that it is in".into()),
    };
    IngestError::new(path, reason)
}

fn is_hidden(name: &std::ffi::OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

fn has_ending(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    ENDINGS.contains(&ending.as_str())
}
