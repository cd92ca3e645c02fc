//! `review`: what people decide about the machine's work.

use anyhow::Result;
use clap::{Args, Subcommand};
use rapporteur::output::review;
use rapporteur_store::{Act, ClaimKey, DecisionFilter, DecisionId, NewDecision, Target, TargetKind};
use serde_json::{Map, Value};

use super::message::{self, Hinted};
use super::view::Format;
use super::{RecordFile, Status, read};

/// Accept, correct or reject what the record says; list what was decided, and what no longer fits
///
/// Decisions are kept beside what the machine found and never overwritten; an undo is one more. Reading reports again with
/// a newer program keeps them: `--stale` lists those whose claim or event is gone or is another than the reviewer saw.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
pub(crate) struct Review {
    #[command(subcommand)]
    act: Option<Decide>,
    #[command(flatten)]
    record: RecordFile,
    /// Only decisions that no longer fit
    #[arg(long)]
    stale: bool,
    /// How to print them
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  rapporteur review accept e12 --by \"R. Weber\"
  rapporteur review edit c979a1a8fa0995cf --set type=COERCE --by \"R. Weber\" --comment \"an arrest\"
  rapporteur review undo 4 --by \"A. Rossi\"
  rapporteur review --stale

An id is a claim's (from `rapporteur claims`), an event's (e12), or a kind and a name: report:lausanne-a, actor:Russia.";

#[derive(Debug, Subcommand)]
enum Decide {
    /// It is right
    Accept(Decision),
    /// It is wrong
    Reject(Decision),
    /// It is this instead
    Edit {
        #[command(flatten)]
        decision: Decision,
        /// What a field should be; several times for several fields
        #[arg(long = "set", value_name = "FIELD=VALUE", required = true)]
        set: Vec<String>,
    },
    /// A remark
    Comment(Decision),
    /// Take a decision back
    Undo {
        /// Its number
        #[arg(value_name = "NUMBER")]
        number: i64,
        #[command(flatten)]
        signed: Signed,
    },
}

#[derive(Debug, Args)]
struct Decision {
    /// What it is about
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    signed: Signed,
}

#[derive(Debug, Args)]
struct Signed {
    /// Who decides
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Why
    #[arg(long, value_name = "WORDS")]
    comment: Option<String>,
    #[command(flatten)]
    record: RecordFile,
}

impl Review {
    pub(crate) fn run(&self) -> Result<Status> {
        let number = match &self.act {
            None => return self.list(),
            Some(Decide::Undo { number, signed }) => signed.undo(*number)?,
            Some(Decide::Accept(it)) => it.keep(Act::Accept, None)?,
            Some(Decide::Reject(it)) => it.keep(Act::Reject, None)?,
            Some(Decide::Comment(it)) => it.keep(Act::Comment, None)?,
            Some(Decide::Edit { decision, set }) => decision.keep(Act::Edit, Some(change(set)?))?,
        };
        message::print(&format!("decision {number}\n"))?;
        Ok(Status::Clean)
    }

    fn list(&self) -> Result<Status> {
        let store = self.record.open()?;
        let view = if self.stale {
            review::stale(&store.stale_decisions()?)
        } else {
            review::decisions(&store.decisions(&DecisionFilter::default())?)
        };
        message::print(&view.print(self.format.into(), message::width()))?;
        Ok(Status::Clean)
    }
}

impl Decision {
    #[allow(clippy::disallowed_methods)] // the binary alone may ask for the time
    fn keep(&self, act: Act, change: Option<Value>) -> Result<i64> {
        let target = target(&self.id)?;
        let mut store = self.signed.record.open_to_write()?;
        let run = read::begin(&mut *store)?;
        let (reviewer, comment) = (self.signed.by.clone(), self.signed.comment.clone());
        let decision = NewDecision { at: jiff::Timestamp::now(), reviewer, act, target, change, comment };
        Ok(store.decide(&decision, run)?.0)
    }
}

impl Signed {
    #[allow(clippy::disallowed_methods)] // the binary alone may ask for the time
    fn undo(&self, number: i64) -> Result<i64> {
        let mut store = self.record.open_to_write()?;
        let run = read::begin(&mut *store)?;
        Ok(store.undo(DecisionId(number), &self.by, jiff::Timestamp::now(), self.comment.as_deref(), run)?.0)
    }
}

/// What an id stands for.
fn target(id: &str) -> Result<Target, Hinted> {
    let unknown = || {
        let hint = "a claim's id from `rapporteur claims`, an event's such as e12, or report:NAME, actor:NAME";
        Hinted::new(format!("expected something to decide on, found `{id}`"), hint)
    };
    if let Some((kind, name)) = id.split_once(':') {
        return Ok(Target::new(kind.parse::<TargetKind>().map_err(|_| unknown())?, name));
    }
    if let Some(number) = id.strip_prefix('e').and_then(|number| number.parse::<i64>().ok()) {
        return Ok(Target::new(TargetKind::Event, number));
    }
    match id.parse::<ClaimKey>() {
        Ok(key) if id.len() == 16 => Ok(Target::new(TargetKind::Claim, key)),
        _ => Err(unknown()),
    }
}

/// `type=COERCE` as `{"type": "COERCE"}`; a value that is JSON is taken as such.
fn change(set: &[String]) -> Result<Value, Hinted> {
    let mut change = Map::new();
    for field in set {
        let Some((name, value)) = field.split_once('=').filter(|(name, _)| !name.is_empty()) else {
            return Err(Hinted::new(format!("expected FIELD=VALUE, found `{field}`"), "such as --set type=COERCE"));
        };
        let value = serde_json::from_str(value).unwrap_or_else(|_| Value::String(value.to_owned()));
        change.insert(name.to_owned(), value);
    }
    Ok(Value::Object(change))
}
