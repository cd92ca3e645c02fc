//! What a file says about itself.

use jiff::civil::Date;
use rapporteur_core::Diagnostic;

use super::date;

/// Title, publisher and date as a file states them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Metadata {
    pub(super) title: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) published: Option<Stated>,
}

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stated {
    pub(super) value: String,
    pub(super) place: &'static str,
}

impl Metadata {
    /// The date, or a warning when what is stated is none.
    pub(super) fn published(&self, diagnostics: &mut Vec<Diagnostic>) -> Option<Date> {
        let stated = self.published.as_ref()?;
        let date = date::parse(&stated.value);
        if date.is_none() {
            diagnostics.push(bad_date(stated.place, &stated.value));
        }
        date
    }
}

/// A date that is none.
pub(super) fn bad_date(place: &str, value: &str) -> Diagnostic {
    let shown: String = value.chars().take(40).collect();
    Diagnostic::warning("bad-date", format!("expected a date such as 2016-10-14 in the {place}, found `{shown}`"))
        .hint("write dates as YYYY-MM-DD")
}
