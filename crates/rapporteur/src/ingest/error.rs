//! Why a file could not be read: its path, what was expected, what was found, what to do.

use std::fmt;
use std::path::{Path, PathBuf};

use rapporteur_core::{Diagnostic, Severity};

/// One input that gave no report.
#[derive(Debug)]
pub struct IngestError {
    /// The file or folder; `-` for standard input.
    pub path: PathBuf,
    /// Why.
    pub reason: Reason,
}

/// Why an input gave no report.
#[derive(Debug, thiserror::Error)]
pub enum Reason {
    /// Nothing there.
    #[error("expected a file or folder, found nothing of this name")]
    NotFound,
    /// The operating system refuses.
    #[error("expected a file that may be read, found one without read permission")]
    NoPermission,
    /// Another failure of reading.
    #[error("it could not be read: {0}")]
    Unreadable(String),
    /// A folder without reports.
    #[error("expected .txt, .md, .html or .htm files in this folder, found none")]
    NothingToRead,
    /// Over the limit of size.
    #[error("expected at most {}, found {}", Size(*limit), found.map_or("more".to_owned(), |found| Size(found).to_string()))]
    TooLarge {
        /// Size of the file, where it can be told.
        found: Option<u64>,
        /// The limit.
        limit: u64,
    },
    /// No words.
    #[error("expected a report, found no words")]
    Empty,
    /// Not text.
    #[error("expected text, found {0}")]
    Binary(String),
    /// Over the limit of depth.
    #[error("expected a page with elements at most {limit} deep inside each other, found them deeper")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// Over the limit of elements.
    #[error("expected a page of at most {limit} elements, found more")]
    TooManyElements {
        /// The limit.
        limit: usize,
    },
    /// Over the limit of time.
    #[error("expected to find the page's main text within {seconds} s, gave up")]
    TooSlow {
        /// The limit.
        seconds: u64,
    },
    /// A page without words.
    #[error("expected a page with text in its body, found none")]
    NoText,
    /// A fault of ours, or of a library.
    #[error("reading this page failed inside the program: {0}")]
    Internal(String),
    /// A side file of dates that is none.
    #[error("expected a file with lines `name<TAB>date`, found {0}")]
    NotDates(String),
}

impl Reason {
    /// Stable name in kebab case, that documentation lists.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::NoPermission => "no-permission",
            Self::Unreadable(_) => "unreadable",
            Self::NothingToRead => "nothing-to-read",
            Self::TooLarge { .. } => "too-large",
            Self::Empty => "empty",
            Self::Binary(_) => "binary",
            Self::TooDeep { .. } => "too-deep",
            Self::TooManyElements { .. } => "too-many-elements",
            Self::TooSlow { .. } => "too-slow",
            Self::NoText => "no-text",
            Self::Internal(_) => "internal",
            Self::NotDates(_) => "not-dates",
        }
    }

    /// What the user can do.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NotFound => "check the path",
            Self::NoPermission => "allow reading it, such as with `chmod u+r`",
            Self::Unreadable(_) => "check the disk and the path",
            Self::NothingToRead => "name the files themselves when they have other endings",
            Self::TooLarge { .. } => "split it into one file a report",
            Self::Empty => "check that the file was saved in full",
            Self::Binary(_) => "save the report as plain text or HTML first",
            Self::TooDeep { .. } | Self::TooManyElements { .. } | Self::TooSlow { .. } | Self::Internal(_) => {
                "save the page's words as plain text and read that"
            }
            Self::NoText => "pages that a script fills must be saved after they have loaded",
            Self::NotDates(_) => "write lines such as `lausanne<TAB>2016-10-14`",
        }
    }
}

impl From<std::io::Error> for Reason {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::NotFound => Self::NotFound,
            std::io::ErrorKind::PermissionDenied => Self::NoPermission,
            _ => Self::Unreadable(error.to_string()),
        }
    }
}

impl IngestError {
    /// Names the input.
    pub(super) fn new(path: &Path, reason: Reason) -> Self {
        Self { path: path.to_owned(), reason }
    }

    /// What the user can do.
    pub fn hint(&self) -> &'static str {
        self.reason.hint()
    }

    /// The same as a diagnostic, for JSON.
    pub fn diagnostic(&self) -> Diagnostic {
        Diagnostic {
            severity: Severity::Error,
            kind: self.reason.name().into(),
            message: self.to_string(),
            hint: Some(self.hint().into()),
            span: None,
        }
    }
}

impl fmt::Display for IngestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display().to_string();
        let path = if path == "-" { "standard input" } else { &path };
        write!(f, "{path}: {}", self.reason)
    }
}

impl std::error::Error for IngestError {}

/// Bytes for people: "20 MB", "53.4 MB", "512 bytes".
struct Size(u64);

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: [(u64, &str); 3] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
        let Some((unit, name)) = UNITS.into_iter().find(|(unit, _)| self.0 >= *unit) else {
            return write!(f, "{} bytes", self.0);
        };
        // Rounded up, so that what is over a limit never reads as the limit.
        let tenths = self.0.div_ceil(unit / 10);
        match tenths % 10 {
            0 => write!(f, "{} {name}", tenths / 10),
            rest => write!(f, "{}.{rest} {name}", tenths / 10),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Size;

    #[test]
    fn sizes_read_well() {
        for (bytes, words) in [
            (0, "0 bytes"),
            (999, "999 bytes"),
            (1_000, "1 kB"),
            (20_000_000, "20 MB"),
            (20_000_001, "20.1 MB"),
            (53_350_000, "53.4 MB"),
            (u64::MAX, "18446744073.8 GB"),
        ] {
            assert_eq!(Size(bytes).to_string(), words);
        }
    }
}
