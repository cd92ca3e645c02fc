//! Side files of dates: `dates.tsv` in the folder of the reports, lines `stem<TAB>date`, `#` for remarks.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use rapporteur_core::Diagnostic;

use super::bytes::Input;
use super::date;
use super::error::{IngestError, Reason};
use super::metadata::bad_date;

/// The name of the side file in a folder.
const NAME: &str = "dates.tsv";

/// One side file: what it says for each stem, not yet read as dates.
#[derive(Debug, Default)]
pub(super) struct Dates(HashMap<String, String>);

impl Dates {
    /// Reads one.
    pub(super) fn read(path: &Path) -> Result<Self, IngestError> {
        let fail = |reason| IngestError::new(path, reason);
        let bytes = Input::File(path.to_owned()).read(10_000_000).map_err(fail)?;
        let text = String::from_utf8(bytes).map_err(|_| fail(Reason::NotDates("text that is not UTF-8".into())))?;
        let mut dates = HashMap::new();
        for (n, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let Some((stem, date)) = line.split_once('\t') else {
                return Err(fail(Reason::NotDates(format!("no tabulator in line {}", n + 1))));
            };
            let date = date.split('\t').next().unwrap_or_default();
            dates.entry(stem.trim().to_owned()).or_insert_with(|| date.trim().to_owned());
        }
        Ok(Self(dates))
    }
}

/// Side files as they are needed: the one that was named, or the one of the folder last read in.
#[derive(Debug)]
pub(super) struct SideFiles {
    named: Option<Dates>,
    folder: Option<PathBuf>,
    dates: Result<Dates, IngestError>,
}

impl SideFiles {
    /// With the side file that was named, if one was.
    pub(super) fn new(named: Option<Dates>) -> Self {
        Self { named, folder: None, dates: Ok(Dates::default()) }
    }

    /// What a side file says of an input, and what is wrong with it.
    pub(super) fn of(&mut self, input: &Input) -> (Option<Date>, Vec<Diagnostic>) {
        if self.named.is_none() {
            self.look_in(input.path().parent().filter(|_| *input != Input::Stdin));
        }
        let dates = match (&self.named, &self.dates) {
            (Some(dates), _) | (None, Ok(dates)) => dates,
            (None, Err(error)) => {
                let warning = Diagnostic::warning(error.reason.name(), error.to_string()).hint(error.hint());
                return (None, vec![warning]);
            }
        };
        match dates.0.get(&input.name()) {
            None => (None, Vec::new()),
            Some(value) => match date::parse(value) {
                Some(date) => (Some(date), Vec::new()),
                None => (None, vec![bad_date("side file of dates", value)]),
            },
        }
    }

    fn look_in(&mut self, folder: Option<&Path>) {
        if self.folder.as_deref() == folder {
            return;
        }
        self.folder = folder.map(Path::to_owned);
        let path = folder.map(|folder| folder.join(NAME)).filter(|path| path.exists());
        self.dates = path.map_or_else(|| Ok(Dates::default()), |path| Dates::read(&path));
    }
}
