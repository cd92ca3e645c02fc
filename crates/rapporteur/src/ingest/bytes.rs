//! Getting the bytes of an input, within the limit.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::error::Reason;
use super::stem;

/// Where bytes come from.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Input {
    /// A file.
    File(PathBuf),
    /// Standard input.
    Stdin,
    /// Sent under this file name; there is no file.
    Sent(PathBuf),
}

impl Input {
    /// How messages name it.
    pub(super) fn path(&self) -> &Path {
        match self {
            Self::File(path) | Self::Sent(path) => path,
            Self::Stdin => Path::new("-"),
        }
    }

    /// How the report is called.
    pub(super) fn name(&self) -> String {
        match self {
            Self::File(path) | Self::Sent(path) => stem(path),
            Self::Stdin => "stdin".into(),
        }
    }

    /// Whole path, so that the record can tell two files of one name apart.
    pub(super) fn origin(&self) -> String {
        match self {
            Self::File(path) => {
                std::path::absolute(path).unwrap_or_else(|_| path.clone()).to_string_lossy().into_owned()
            }
            Self::Sent(path) => path.to_string_lossy().into_owned(),
            Self::Stdin => "-".into(),
        }
    }

    /// Whether it is a page: by its ending, or by its first words when the ending says nothing.
    pub(super) fn is_page(&self, bytes: &[u8]) -> bool {
        let ending = self.path().extension().unwrap_or_default().to_string_lossy().to_lowercase();
        match ending.as_str() {
            "html" | "htm" | "xhtml" => true,
            "txt" | "md" | "text" | "markdown" => false,
            _ => {
                let head: String = bytes.iter().take(512).filter(|&&b| b != 0).map(|&b| char::from(b)).collect();
                let head = head.trim_start_matches(['\u{ef}', '\u{bb}', '\u{bf}', '\u{fe}', '\u{ff}']).trim_start();
                let head = head.to_ascii_lowercase();
                ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| head.starts_with(tag))
            }
        }
    }

    /// All bytes, when they are not more than the limit.
    pub(super) fn read(&self, limit: u64) -> Result<Vec<u8>, Reason> {
        match self {
            Self::File(path) => {
                let file = File::open(path)?;
                let meta = file.metadata()?;
                // A device or a pipe has no size; it is read up to the limit.
                if meta.is_file() && meta.len() > limit {
                    return Err(Reason::TooLarge { found: Some(meta.len()), limit });
                }
                read_up_to(file, meta.len(), limit)
            }
            Self::Stdin => read_up_to(std::io::stdin().lock(), 0, limit),
            Self::Sent(_) => Err(Reason::NotFound),
        }
    }
}

/// Reads to the end, or fails one byte after the limit.
pub(super) fn read_up_to(input: impl Read, expected: u64, limit: u64) -> Result<Vec<u8>, Reason> {
    let mut bytes = Vec::with_capacity(usize::try_from(expected.min(limit)).unwrap_or_default() + 1);
    input.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(Reason::TooLarge { found: None, limit });
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endless_input_is_cut_at_the_limit() {
        let error = read_up_to(std::io::repeat(b'x'), 0, 1000).unwrap_err();
        assert_eq!(error.to_string(), "expected at most 1 kB, found more");
        assert_eq!(read_up_to(&b"four"[..], 0, 4).unwrap(), b"four");
    }

    #[test]
    fn a_page_is_known_by_ending_or_first_words() {
        let is_page = |path: &str, bytes: &[u8]| Input::File(path.into()).is_page(bytes);
        assert!(is_page("a.HTM", b"words"));
        assert!(!is_page("a.txt", b"<html>"));
        assert!(is_page("a", b"\xef\xbb\xbf \n<!DOCTYPE html><p>"));
        assert!(is_page("a", b"<\0h\0t\0m\0l\0>\0"));
        assert!(!is_page("a", b"words of <html>"));
        assert!(Input::Stdin.is_page(b"<html lang=en>"));
    }
}
