//! The views of a record that are tables.

use anyhow::Result;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use rapporteur::output::overview::Overview;
use rapporteur::output::table::{Form, View};
use rapporteur::output::views::{self, Filter};
use rapporteur::record::{self, Whose};
use rapporteur_core::EventType;

use super::message::{self, Hinted};
use super::{RecordFile, Status};

pub(super) const EVENTS: &str = "\
Examples:
  rapporteur events
  rapporteur events --type ASSAULT,COERCE --country SYR
  rapporteur events --format json > events.json";
pub(super) const CLAIMS: &str = "\
Examples:
  rapporteur claims --actor Kerry
  rapporteur claims --search \"cease-fire Aleppo\"
  rapporteur claims --format csv > claims.csv";
pub(super) const TIMELINE: &str = "\
Examples:
  rapporteur timeline
  rapporteur timeline --from 2016-10-01 --to 2016-10-31";
pub(super) const NETWORK: &str = "\
Examples:
  rapporteur network
  rapporteur network --country SYR --format csv > ties.csv";
pub(super) const DISPUTES: &str = "\
Examples:
  rapporteur disputes
  rapporteur disputes --actor Russia";
pub(super) const COMMITMENTS: &str = "\
Examples:
  rapporteur commitments
  rapporteur commitments --actor Mistura --format json";
pub(super) const TRUCES: &str = "\
Examples:
  rapporteur truces
  rapporteur truces --country SYR";
pub(super) const MEETINGS: &str = "\
Examples:
  rapporteur meetings
  rapporteur meetings --from 2016-10-15";
pub(super) const FIGURES: &str = "\
Examples:
  rapporteur figures
  rapporteur figures --search displaced";
pub(super) const QUOTES: &str = "\
Examples:
  rapporteur quotes
  rapporteur quotes --actor Lavrov";

/// Which view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Events,
    Claims,
    Actors,
    Timeline,
    Network,
    Disputes,
    Commitments,
    Truces,
    Meetings,
    Figures,
    Quotes,
}

/// How a view is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Table,
    /// An array of objects
    Json,
    /// A line a row, with a header
    Csv,
}

impl From<Format> for Form {
    fn from(format: Format) -> Self {
        match format {
            Format::Table => Self::Table,
            Format::Json => Self::Json,
            Format::Csv => Self::Csv,
        }
    }
}

/// Arguments of all views.
#[derive(Debug, Args)]
pub(crate) struct Show {
    #[command(flatten)]
    record: RecordFile,
    #[command(flatten)]
    filter: FilterArgs,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// At most so many rows
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    #[command(flatten)]
    whose: WhoseArgs,
}

/// Whose state of the record.
#[derive(Debug, Args)]
pub(crate) struct WhoseArgs {
    /// What the machine says, without what people decided
    #[arg(long)]
    machine: bool,
}

impl WhoseArgs {
    pub(crate) fn whose(&self) -> Whose {
        if self.machine { Whose::Machine } else { Whose::Reviewed }
    }
}

/// Which rows.
#[derive(Debug, Args)]
pub(crate) struct FilterArgs {
    /// Only these event types: ASSAULT,COERCE
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    types: Vec<String>,
    /// Only with somebody of this name, or a part of it
    #[arg(long, value_name = "NAME")]
    actor: Option<String>,
    /// Only with somebody of this state or a place in it: SYR
    #[arg(long, value_name = "CODE")]
    country: Option<String>,
    /// Only on this day or later; where no day is known, the report's counts
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// Only on this day or earlier
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
    /// Only where the sentence has all these words
    #[arg(long, value_name = "WORDS")]
    search: Option<String>,
}

impl FilterArgs {
    pub(crate) fn filter(&self) -> Result<Filter> {
        let types = self.types.iter().map(|name| event_type(name)).collect::<Result<Vec<_>, _>>()?;
        Ok(Filter {
            types,
            actor: self.actor.clone(),
            country: self.country.as_ref().map(|code| code.to_uppercase()),
            place: None,
            from: self.from,
            to: self.to,
            search: self.search.clone(),
        })
    }
}

fn event_type(name: &str) -> Result<EventType, Hinted> {
    let all = || EventType::ALL.map(EventType::as_str).join(", ");
    name.trim()
        .to_uppercase()
        .parse()
        .map_err(|message: String| Hinted::new(format!("--type: {message}"), format!("one of {}", all())))
}

impl Show {
    pub(crate) fn run(&self, what: What) -> Result<Status> {
        let filter = self.filter.filter()?;
        let store = self.record.open()?;
        let whose = self.whose.whose();
        // Other views tell what follows from all events together.
        let mut overview = match what {
            What::Events | What::Claims | What::Actors | What::Timeline => {
                record::overview_within(&*store, &filter, self.limit.filter(|_| what == What::Events), whose)?
            }
            _ => record::overview(&*store, whose)?,
        };
        overview.retain(&filter);
        let mut view = view(&overview, &filter, what);
        if let Some(limit) = self.limit {
            view.truncate(limit);
        }
        message::print(&view.print(self.format.into(), message::width()))?;
        Ok(Status::Clean)
    }
}

fn view(overview: &Overview, filter: &Filter, what: What) -> View {
    match what {
        What::Events => views::events(overview),
        What::Claims => views::claims(overview, filter),
        What::Actors => views::actors(overview, filter),
        What::Timeline => views::timeline(overview),
        What::Network => views::network(overview),
        What::Disputes => views::disputes(overview),
        What::Commitments => views::commitments(overview),
        What::Truces => views::truces(overview),
        What::Meetings => views::meetings(overview),
        What::Figures => views::figures(overview, filter),
        What::Quotes => views::quotes(overview, filter),
    }
}
