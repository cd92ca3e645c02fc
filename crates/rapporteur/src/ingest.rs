//! Ingest: files, folders and standard input become [`Report`]s. One bad file is an [`IngestError`]; the rest goes on.
//!
//! Plain text and Markdown are kept as they are, line ends and leading blanks too, so that offsets are true to the
//! file; only a byte-order mark and front matter are taken off. Of a page the main text is kept, a blank line between
//! paragraphs.
//!
//! What is said in several places is taken from the first of these: front matter of the file, the side file of dates
//! (`dates.tsv` beside the file, or the one in [`IngestOptions::dates`]), metadata of the page, the defaults in
//! [`IngestOptions`]. Nothing here reads a feed or opens a connection.

mod bytes;
mod charset;
mod date;
mod dates;
mod error;
mod front_matter;
mod html;
mod metadata;
mod nesting;
#[cfg(test)]
mod tests;
mod walk;

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::civil::Date;
use rapporteur_core::{Diagnostic, Report};

pub use error::{IngestError, Reason};

use bytes::Input;
use dates::{Dates, SideFiles};
use metadata::Metadata;

/// Defaults and limits.
#[derive(Clone, Debug)]
pub struct IngestOptions {
    /// Publication date of reports that do not tell one.
    pub date: Option<Date>,
    /// Publisher of reports that do not tell one.
    pub publisher: Option<String>,
    /// Side file of dates, `stem<TAB>date`, in place of the `dates.tsv` beside each file.
    pub dates: Option<PathBuf>,
    /// Largest file, in bytes.
    pub max_bytes: u64,
    /// How deep the elements of a page may stand inside each other.
    pub max_depth: usize,
    /// How many elements a page may have.
    pub max_elements: usize,
    /// How long finding the main text of one page may take.
    pub time_limit: Duration,
}

impl Default for IngestOptions {
    fn default() -> Self {
        Self {
            date: None,
            publisher: None,
            dates: None,
            max_bytes: 20_000_000,
            max_depth: 256,
            max_elements: 50_000,
            time_limit: Duration::from_secs(10),
        }
    }
}

/// A report, and what was odd about its file.
#[derive(Clone, Debug, PartialEq)]
pub struct Ingested {
    /// The report.
    pub report: Report,
    /// Warnings: the report could be read, with a guess or a loss.
    pub diagnostics: Vec<Diagnostic>,
}

/// What one input gives.
pub type Outcome = Result<Ingested, IngestError>;

/// Reads files, folders (with all in them, sorted by name, hidden ones left out) and `-`, standard input.
///
/// Lazy: one report at a time is in memory. Files in folders are read when they end in `.txt`, `.md`, `.html`,
/// `.htm` or `.xhtml`; a file that is named is read whatever its ending.
///
/// # Errors
/// Each item may fail alone: see [`Reason`].
pub fn ingest(inputs: &[PathBuf], options: &IngestOptions) -> impl Iterator<Item = Outcome> + Send + use<> {
    let options = options.clone();
    let (dates, bad_dates) = match options.dates.as_deref().map(Dates::read).transpose() {
        Ok(dates) => (dates, None),
        Err(error) => (None, Some(Err(error))),
    };
    let mut side_files = SideFiles::new(dates);
    let inputs = inputs.to_vec();
    let found = inputs.into_iter().flat_map(walk::walk);
    bad_dates.into_iter().chain(found.map(move |found| read(found?, &mut side_files, &options)))
}

/// Reads a report that came as bytes, from a form or over a connection; only the last part of `name` counts.
///
/// # Errors
/// As [`ingest`], for one report.
pub fn ingest_bytes(name: &str, bytes: &[u8], options: &IngestOptions) -> Outcome {
    let last = name.rsplit(['/', '\\']).next().map(str::trim).filter(|last| !last.is_empty());
    let input = Input::Sent(last.unwrap_or("report").into());
    let fail = |reason| IngestError::new(input.path(), reason);
    if bytes.len() as u64 > options.max_bytes {
        let found = Some(bytes.len() as u64);
        return Err(fail(Reason::TooLarge { found, limit: options.max_bytes }));
    }
    report(&input, bytes, (None, Vec::new()), options).map_err(fail)
}

/// One file, or standard input.
fn read(input: Input, side_files: &mut SideFiles, options: &IngestOptions) -> Outcome {
    let fail = |reason| IngestError::new(input.path(), reason);
    let bytes = input.read(options.max_bytes).map_err(fail)?;
    let named = |text: Result<Ingested, Reason>| text.map_err(fail);
    let side = side_files.of(&input);
    named(report(&input, &bytes, side, options))
}

/// A report from a file's bytes.
fn report(
    input: &Input,
    bytes: &[u8],
    (side_date, mut diagnostics): (Option<Date>, Vec<Diagnostic>),
    options: &IngestOptions,
) -> Result<Ingested, Reason> {
    let is_page = input.is_page(bytes);
    let decoded = charset::decode(bytes, is_page)?;
    diagnostics.extend(decoded.diagnostic);
    let (front, body) = front_matter::split(&decoded.text);
    let (text, page) = if is_page {
        let page = html::read(body, options)?;
        diagnostics.extend(page.diagnostics);
        (page.text, page.metadata)
    } else {
        (body.to_owned(), Metadata::default())
    };
    if text.trim().is_empty() {
        return Err(Reason::Empty);
    }
    let (front_date, page_date) = (front.published(&mut diagnostics), page.published(&mut diagnostics));
    let report = Report {
        name: input.name(),
        title: front.title.or(page.title),
        publisher: front.publisher.or(page.publisher).or_else(|| options.publisher.clone()),
        published: front_date.or(side_date).or(page_date).or(options.date),
        origin: input.origin(),
        text,
    };
    Ok(Ingested { report, diagnostics })
}

/// The last part of a path, without its ending.
fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
