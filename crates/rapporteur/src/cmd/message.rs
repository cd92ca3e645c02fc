//! What goes to standard error and to standard output: errors with their hints, warnings, text.

use std::io::{ErrorKind, IsTerminal, Write};

use anyhow::{Context, Result};
use rapporteur_core::{Diagnostic, Severity};
use rapporteur_store::StoreError;

/// An error that knows what the user can do.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(crate) struct Hinted {
    message: String,
    hint: String,
}

impl Hinted {
    /// What went wrong, with the path, and what to do.
    pub(crate) fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into() }
    }
}

/// Says why the run was stopped.
pub(crate) fn stopped(error: &anyhow::Error) {
    let hint = error.chain().find_map(|cause| {
        let store = cause.downcast_ref::<StoreError>().and_then(StoreError::hint);
        cause.downcast_ref::<Hinted>().map(|h| h.hint.as_str()).or(store)
    });
    line("error", &format!("{error:#}"), hint);
}

/// Says that one report could not be read; the run goes on.
pub(crate) fn unread(message: &str, hint: &str) {
    line("error", message, Some(hint));
}

/// Says what is odd about a report.
pub(crate) fn diagnostic(report: &str, diagnostic: &Diagnostic) {
    let word = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    line(
        &format!("{word}[{}]", diagnostic.kind),
        &format!("{report}: {}", diagnostic.message),
        diagnostic.hint.as_deref(),
    );
}

/// Says something worth knowing.
pub(crate) fn note(message: &str) {
    eprintln!("{message}");
}

fn line(word: &str, message: &str, hint: Option<&str>) {
    let (bold, reset) = if std::io::stderr().is_terminal() {
        let red = anstyle::Style::new().bold().fg_color(Some(anstyle::AnsiColor::Red.into()));
        (red.render().to_string(), red.render_reset().to_string())
    } else {
        (String::new(), String::new())
    };
    eprintln!("{bold}{word}{reset}: {message}");
    if let Some(hint) = hint {
        eprintln!("  hint: {hint}");
    }
}

/// Writes to standard output. A reader that has had enough (`| head`) is no error.
pub(crate) fn print(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => std::process::exit(0),
        other => other.context("standard output"),
    }
}

/// Columns of the terminal; 100 when there is none.
pub(crate) fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let table = || comfy_table::Table::new().width().map(usize::from);
    columns.or_else(table).unwrap_or(100)
}
