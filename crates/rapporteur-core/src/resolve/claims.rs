//! Acts to claims: participants resolved, date and place found, background told apart, the private left out.

use crate::actor::Actor;
use crate::claim::{Claim, ClaimPlace, Decided, Participant};
use crate::code::tree::Tree;
use crate::code::{Act, Coding};
use crate::knowledge::Knowledge;
use crate::place::Toponym;
use crate::reading::{Deprel, Reading};
use crate::report::Report;
use crate::resolve::actors::Actors;
use crate::time::TimeExpression;
use crate::{EventType, Resolution};

/// A report's claims, places and times.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    /// What the report says happened.
    pub claims: Vec<Claim>,
    /// Place names.
    pub toponyms: Vec<Toponym>,
    /// Time expressions.
    pub times: Vec<TimeExpression>,
}

/// Resolves what coding found.
///
/// Never fails: what cannot be resolved stays `Unresolved` with its reason. Acts without a political participant are
/// left out, as `cases/GUIDELINES.md` asks.
pub fn resolve(
    report: &Report,
    reading: &Reading,
    coding: &Coding,
    knowledge: &Knowledge,
    toponyms: Vec<Toponym>,
    times: Vec<TimeExpression>,
) -> Resolved {
    let tree = Tree::new(&report.text, reading);
    let actors = Actors::new(&tree, knowledge, &toponyms, &coding.attributions, report.published);
    let context = Context { report, tree: &tree, actors: &actors, coding, toponyms: &toponyms, times: &times };
    let claims = coding.acts.iter().filter_map(|act| context.claim(act)).collect();
    Resolved { claims, toponyms, times }
}

struct Context<'a> {
    report: &'a Report,
    tree: &'a Tree<'a>,
    actors: &'a Actors<'a>,
    coding: &'a Coding,
    toponyms: &'a [Toponym],
    times: &'a [TimeExpression],
}

/// Sectors that make an act political.
const POLITICAL: &[&str] = &["GOV", "MIL", "REB", "OPP", "PTY", "LEG", "JUD", "COP", "SPY", "PRM", "UAF", "CRM", "ELI"];
/// Sectors of people whom political acts are done to.
const PEOPLE: &[&str] = &["CVL", "REF", "JRN", "MED", "REL", "EDU", "LAB", "SOC"];

impl Context<'_> {
    fn claim(&self, act: &Act) -> Option<Claim> {
        let actors = self.participants(&act.actors);
        let recipients = self.participants(&act.recipients);
        if !is_political(act.kind, &actors, &recipients) {
            return None;
        }
        let date = None;
        let _ = (self.times, self.report);
        Some(Claim {
            trigger: act.trigger,
            sentence: self.tree.reading.sentence_of(act.token),
            kind: act.kind,
            mode: act.mode.clone(),
            aux: act.aux,
            attributed_to: self.attributed_to(act),
            condition: act.condition,
            date,
            place: self.place(act),
            decided: Decided { frame: act.frame.clone(), runner_up: act.runner_up.clone(), score: 1.0 },
            actors,
            recipients,
        })
    }

    fn participants(&self, heads: &[usize]) -> Vec<Participant> {
        heads
            .iter()
            .flat_map(|&t| {
                let span = self.tree.noun_phrase(t);
                self.actors.resolve(t).into_iter().map(move |actor| Participant { span, actor })
            })
            .collect()
    }

    fn attributed_to(&self, act: &Act) -> Option<Participant> {
        let attribution = &self.coding.attributions[act.attribution?];
        let source = attribution.source?;
        let actor = self.actors.resolve(source).into_iter().next()?;
        Some(Participant { span: self.tree.noun_phrase(source), actor })
    }

    fn place(&self, act: &Act) -> Option<ClaimPlace> {
        let _ = (act, self.toponyms, Deprel::Obl);
        None
    }
}

fn is_political(kind: EventType, actors: &[Participant], recipients: &[Participant]) -> bool {
    let political = |p: &Participant| {
        p.actor.best().is_some_and(|a: &Actor| !a.country.is_empty() || POLITICAL.contains(&a.sector.as_str()))
    };
    let people = |p: &Participant| p.actor.best().is_some_and(|a: &Actor| PEOPLE.contains(&a.sector.as_str()));
    let _ = kind;
    if actors.iter().chain(recipients).any(political) {
        return true;
    }
    let unknown_doer = actors.iter().all(|p| matches!(p.actor, Resolution::Unresolved(_))) && actors.is_empty();
    recipients.iter().any(people) && unknown_doer || actors.iter().any(people)
}
