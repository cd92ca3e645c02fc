//! `explain`: why a line is there.

use anyhow::Result;
use clap::Args;
use rapporteur::output::explain::explain;
use rapporteur::output::overview::Overview;
use rapporteur::pipeline::Pipeline;
use rapporteur::record::{self, Whose};
use rapporteur_core::codebook::Codebook;
use rapporteur_core::event::ClaimRef;

use super::message::{self, Hinted};
use super::{RecordFile, Status};

/// Say why a line is there: sentence, tree, frame, runner-up, and how each actor, place and date was resolved
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Explain {
    /// A claim's id or its beginning, an event's (e12), or a sentence as the brief cites it (a:14, lausanne-b:14)
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    record: RecordFile,
}

const EXAMPLES: &str = "\
Examples:
  rapporteur explain lausanne-b:3
  rapporteur explain e12
  rapporteur explain 5f0c";

impl Explain {
    pub(crate) fn run(&self) -> Result<Status> {
        let (store, id) = (self.record.open()?, self.id.trim_matches(['[', ']']));
        let mut overview = record::overview(&*store, Whose::Reviewed)?;
        let mut claims = find(&overview, id);
        if claims.is_empty() {
            // What people rejected is explained as well.
            overview = record::overview(&*store, Whose::Machine)?;
            claims = find(&overview, id);
        }
        if claims.is_empty() {
            let hint = "take an id from `rapporteur claims` or `rapporteur events`, or a sentence such as lausanne-b:3";
            return Err(Hinted::new(format!("the record has no claim, event or sentence `{}`", self.id), hint).into());
        }
        let pipeline = Pipeline::embedded()?;
        let mut out = Vec::new();
        for at in claims {
            let Some((account, claim)) = overview.claim(at) else { continue };
            let annotated = pipeline.annotate(account.report.clone());
            let id = overview.claim_id(at);
            let gone = !annotated.resolved.claims.iter().any(|c| c.trigger == claim.trigger);
            let note =
                if gone { "           this program would not find it any more: read the report again\n" } else { "" };
            out.push(format!("id         {id}\n{note}{}", explain(&annotated, claim, Codebook::embedded())));
        }
        message::print(&out.join("\n"))?;
        Ok(Status::Clean)
    }
}

/// The claims that an id stands for.
fn find(overview: &Overview, id: &str) -> Vec<ClaimRef> {
    if let Some((report, sentence)) = id.rsplit_once(':') {
        return in_sentence(overview, report, sentence.parse().unwrap_or(0));
    }
    if let Some(event) = overview.event_ids.iter().position(|known| known == id) {
        return overview.story.events[event].claims.clone();
    }
    let all =
        overview.claim_ids.iter().enumerate().flat_map(|(report, ids)| {
            ids.iter().enumerate().map(move |(claim, key)| (ClaimRef { report, claim }, key))
        });
    all.filter(|(_, key)| id.len() >= 4 && key.starts_with(id)).map(|(at, _)| at).collect()
}

fn in_sentence(overview: &Overview, report: &str, sentence: usize) -> Vec<ClaimRef> {
    let named = |n: &usize| overview.accounts[*n].report.name == report;
    let short = |n: &usize| overview.key(*n) == report;
    let all = 0..overview.accounts.len();
    let Some(report) = all.clone().find(named).or_else(|| all.clone().find(short)) else { return Vec::new() };
    let claims = overview.accounts[report].claims.iter().enumerate();
    claims.filter(|(_, c)| c.sentence + 1 == sentence).map(|(claim, _)| ClaimRef { report, claim }).collect()
}
