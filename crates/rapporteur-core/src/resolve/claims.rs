//! Acts to claims: participants resolved, date and place found, background told apart, the private left out.

use crate::account::{Assessment, Figure, MeetingNote, Quote};
use crate::actor::Actor;
use crate::claim::{Claim, ClaimPlace, Decided, Participant};
use crate::code::tree::Tree;
use crate::code::{Act, Coding};
use crate::codebook::Codebook;
use crate::knowledge::Knowledge;
use crate::place::{PlaceKind, Toponym};
use crate::reading::{Deprel, Reading, Upos};
use crate::report::Report;
use crate::resolve::actors::Actors;
use crate::resolve::homes::{accuse_doers, arm_opposition, at_home, is_foreign_deed, locate_people, place_victims};
use crate::resolve::inherit::{Answered, Draft, inherit};
use crate::resolve::notes::People;
use crate::resolve::opponents::Opponents;
use crate::resolve::places::place_of;
use crate::resolve::targets::{Targets, settle_struck};
use crate::resolve::times::date_of;
use crate::time::{Interval, TimeExpression};
use crate::{EventType, Resolution, Unresolved};
use jiff::civil::Date;

/// What a report says, resolved, with the place names it was resolved by.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    /// What happened, was promised, may happen.
    pub claims: Vec<Claim>,
    /// Exact words and who said them.
    pub quotes: Vec<Quote>,
    /// Counts and whose they are.
    pub figures: Vec<Figure>,
    /// What somebody expects, aims at or doubts.
    pub assessments: Vec<Assessment>,
    /// Meetings with who is expected.
    pub meetings: Vec<MeetingNote>,
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
    codebook: &Codebook,
    knowledge: &Knowledge,
    toponyms: Vec<Toponym>,
    times: Vec<TimeExpression>,
) -> Resolved {
    let tree = Tree::new(&report.text, reading).with_roles(|lemma| knowledge.role(lemma).is_some());
    let actors = Actors::new(&tree, knowledge, &toponyms, &coding.attributions, report.published);
    let context =
        Context { codebook, report, tree: &tree, actors: &actors, coding, toponyms: &toponyms, times: &times };
    let mut drafts: Vec<Draft> = coding.acts.iter().map(|act| context.draft(act)).collect();
    inherit(&mut drafts);
    let opponents = Opponents { tree: &tree, codebook, actors: &actors };
    drafts.iter_mut().zip(&coding.acts).for_each(|(draft, act)| opponents.fill(act, &mut draft.claim));
    accuse_doers(&tree, &coding.acts, &mut drafts);
    place_victims(&mut drafts);
    // Whose the dead are of bombs that went off in two countries is not told.
    let apart = drafts.iter().any(|draft| draft.several_places && draft.claim.kind == EventType::Assault);
    for (draft, act) in drafts.iter_mut().zip(&coding.acts) {
        draft.several_places |= apart && draft.claim.kind == EventType::Assault && draft.claim.place.is_none();
        let home = actors.home(act.token);
        let home = home.filter(|home| !is_foreign_deed(&draft.claim) || actors.speaks_of(home) >= OFTEN);
        if !draft.several_places {
            locate_people(&mut draft.claim, &actors, act.token);
            // Who lives where an act happens makes nothing political of it.
            if is_coded(&draft.claim) {
                at_home(&mut draft.claim, home);
            }
        }
        settle_struck(&report.text, draft, home);
        arm_opposition(&mut draft.claim);
    }
    let mut claims = Vec::new();
    let mut claim_of = vec![None; drafts.len()];
    for (act, claim) in drafts.into_iter().map(|d| d.claim).enumerate().filter(|(_, claim)| is_coded(claim)) {
        claim_of[act] = Some(claims.len());
        claims.push(claim);
    }
    let resolve = |token: usize| context.participants(&[token]);
    let historical = |token: usize| context.tells_of_the_past(token);
    let people = People { resolve: &resolve, historical: &historical };
    Resolved {
        quotes: people.quotes(&coding.quotations),
        figures: people.figures(&coding.figures),
        assessments: people.assessments(&coding.assessments),
        meetings: people.meetings(&coding.meetings, &|act| claim_of.get(act).copied().flatten()),
        claims,
        toponyms: toponyms.clone(),
        times: times.clone(),
    }
}

/// How often a report speaks of a state where a deed of several states is done.
const OFTEN: usize = 4;

struct Context<'a> {
    codebook: &'a Codebook,
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
pub(super) const PEOPLE: &[&str] = &["CVL", "REF", "JRN", "MED", "REL", "EDU", "LAB", "SOC"];

impl Context<'_> {
    fn draft(&self, act: &Act) -> Draft {
        let seat = self.seat(act);
        let doer = |t: &usize| Some(*t) != seat && !self.is_kind_of_act(*t);
        let named: Vec<usize> = act.actors.iter().copied().filter(doer).collect();
        let actors = self.participants(&named);
        let mut recipients = self.participants(&act.recipients);
        if is_speech(act.kind) {
            recipients.retain(|other| !actors.iter().any(|own| is_same(own, other)));
        }
        let by_fighters = actors.iter().any(|p| p.actor.best().is_some_and(|a| POLITICAL.contains(&a.sector.as_str())));
        let targets = Targets { tree: self.tree, codebook: self.codebook, actors: self.actors };
        let struck = targets.add(act, by_fighters, &mut recipients);
        if recipients.is_empty()
            && let Some(proposer) = self.proposer(act)
        {
            recipients = self.participants(&[proposer]);
        }
        let date = self.date(act);
        let mut aux = act.aux;
        aux.historical =
            date.zip(self.report.published).is_some_and(|(date, published)| is_background(date, published));
        let claim = Claim {
            trigger: act.trigger,
            sentence: self.tree.reading.sentence_of(act.token),
            kind: act.kind,
            mode: act.mode.clone(),
            aux,
            attributed_to: self.attributed_to(act),
            condition: act.condition,
            date,
            place: self.place(act),
            decided: Decided {
                frame: act.frame.clone(),
                runner_up: act.runner_up.clone(),
                score: 1.0,
                filled_from: None,
            },
            actors,
            recipients,
        };
        let several_places = claim.place.as_ref().is_some_and(|place| self.is_one_of_several(place));
        Draft {
            several_places,
            claim,
            points_back: self.points_back(act.token) || self.breaks_off(act),
            definite: self.is_definite(act.token),
            answers: self.answers(act),
            struck,
        }
    }

    /// "terrorist attacks": what kind of attack it is, not who did it.
    fn is_kind_of_act(&self, token: usize) -> bool {
        let before = matches!(self.tree.rel(token), Deprel::Compound | Deprel::Amod | Deprel::NmodDesc);
        before && matches!(self.tree.lemma(token).to_lowercase().as_str(), "terrorist" | "terror")
    }

    /// When: by the act's own clause, its noun's, or the clause that it tells the means of ("on Saturday ... by meeting").
    fn date(&self, act: &Act) -> Option<Interval> {
        let tree = self.tree;
        let at = |token: usize| date_of(tree.reading, self.times, token);
        let by = |t: usize| t.checked_sub(1).is_some_and(|before| tree.lemma(before) == "by");
        let means = || {
            let mut t = Some(act.token).filter(|&t| by(t) && tree.word(t).ends_with("ing"))?;
            while let Some(head) = tree.head(t) {
                if let Some(date) = (tree.upos(head) == Upos::Verb).then(|| at(head)).flatten() {
                    return Some(date);
                }
                t = head;
            }
            None
        };
        at(act.token).or_else(|| at(act.noun?)).or_else(means)
    }

    fn is_definite(&self, token: usize) -> bool {
        let definite = |d: usize| matches!(self.tree.lemma(d), "the" | "this" | "these" | "that" | "those");
        self.tree.by(token, &[Deprel::Det]).any(definite)
    }

    /// Whether a trigger is an event noun that speaks of an act told before: "the blast", "these attacks".
    fn points_back(&self, token: usize) -> bool {
        let tree = self.tree;
        let repeats = self.codebook.lists("repeats", tree.lemma(token));
        let definite = self.is_definite(token);
        let plural = tree.has(token, "Number", "Plur");
        let the = |t: usize| tree.by(t, &[Deprel::Det]).any(|d| tree.lemma(d) == "the");
        let host = tree
            .by(token, &[Deprel::Nmod])
            .any(|n| tree.case(n) == Some("of") && the(n) && self.codebook.lists("talks", tree.lemma(n)));
        tree.upos(token) == Upos::Noun && (host || repeats && (definite || plural))
    }

    /// "The talks were broken off": by whom, and with whom, is told before.
    fn breaks_off(&self, act: &Act) -> bool {
        let talks = |t: usize| self.codebook.lists("talks", self.tree.lemma(t)) && self.is_definite(t);
        act.kind == EventType::Sanction && self.tree.by(act.token, &[Deprel::NsubjPass, Deprel::Nsubj]).any(talks)
    }

    /// "turned down the rebels' demand": who put what is refused.
    fn proposer(&self, act: &Act) -> Option<usize> {
        let tree = self.tree;
        let mut refused =
            tree.by(act.token, &[Deprel::Obj, Deprel::NsubjPass]).filter(|_| act.kind == EventType::Reject);
        let proposal = refused.find(|&t| self.codebook.lists("proposals", tree.lemma(t)))?;
        let by = |t: &usize| matches!(tree.case(*t), Some("of" | "from" | "by"));
        let owner = tree.by(proposal, &[Deprel::NmodPoss]).next();
        // "a draft that Britain had put forward".
        let put = |clause: usize| tree.by(clause, &[Deprel::Nsubj]).find(|&s| !tree.has(s, "PronType", "Rel"));
        let owner = owner.or_else(|| tree.by(proposal, &[Deprel::Nmod]).find(by));
        owner.or_else(|| tree.by(proposal, &[Deprel::AclRelcl]).find_map(put)).filter(|&t| tree.upos(t) != Upos::Pron)
    }

    /// "rejected the offer", "He refused": what is answered was put by somebody before.
    fn answers(&self, act: &Act) -> Option<Answered> {
        const WHAT: &[Deprel] = &[Deprel::Obj, Deprel::NsubjPass, Deprel::Xcomp, Deprel::Ccomp];
        let tree = self.tree;
        let told = |t: &usize| self.codebook.lists("proposals", tree.lemma(*t)) && self.is_definite(*t);
        let refused = || tree.by(act.token, &[Deprel::Obj, Deprel::NsubjPass]).find(told).map(|t| tree.lemma(t));
        let bare = tree.upos(act.token) == Upos::Verb && tree.first(act.token, WHAT).is_none();
        match refused().filter(|_| act.kind == EventType::Reject) {
            Some("demand" | "request" | "call" | "appeal" | "ultimatum") => Some(Answered::Demand),
            Some("offer" | "invitation" | "overture" | "proposal" | "initiative") => Some(Answered::Offer),
            Some(_) => Some(Answered::Either),
            None => (bare && act.kind == EventType::Reject).then_some(Answered::Either),
        }
    }

    /// "the Geneva talks", "the Nairobi bombing", "a Tel Aviv rally": a city before such a noun is where, not who.
    fn seat(&self, act: &Act) -> Option<usize> {
        let tree = self.tree;
        let talks = matches!(
            act.kind,
            EventType::Consult
                | EventType::Agree
                | EventType::Support
                | EventType::Retreat
                | EventType::Assault
                | EventType::Protest
                | EventType::Coerce
        );
        let before =
            tree.by(act.token, &[Deprel::Compound, Deprel::NmodDesc, Deprel::NmodUnmarked]).filter(|&t| t < act.token);
        let city =
            |t: &usize| self.toponym_at(*t).is_some_and(|p| p.place.best().is_some_and(|p| p.kind == PlaceKind::City));
        before.into_iter().find(city).filter(|_| talks && tree.upos(act.token) == Upos::Noun)
    }

    fn toponym_at(&self, token: usize) -> Option<&Toponym> {
        let span = self.tree.reading.tokens[token].span;
        self.toponyms.iter().find(|t| t.span.overlaps(span))
    }

    /// "in Kenya and Tanzania": the people of which of them is not told.
    fn is_one_of_several(&self, place: &ClaimPlace) -> bool {
        let index = self.toponyms.partition_point(|t| t.span.start <= place.span.start);
        let mut end = place.span.end;
        for next in self.toponyms[index..].iter().filter(|t| t.span.start >= place.span.end) {
            let between = self.report.text[end..next.span.start].trim();
            let country = next.place.best().map(|p| p.country.as_str()).unwrap_or_default();
            match between {
                // "in Nairobi, Kenya, and Dar es Salaam"
                "," if country == place.country => end = next.span.end,
                "and" | ", and" => return !country.is_empty() && country != place.country,
                _ => return false,
            }
        }
        false
    }

    /// "75 people were killed *there*": the place named last, here or in the two sentences before.
    fn there(&self, token: usize) -> Option<&Toponym> {
        let tree = self.tree;
        let there = tree.children(token).iter().copied().find(|&c| tree.word(c).eq_ignore_ascii_case("there"))?;
        let placed = tree.rel(there) == Deprel::Advmod;
        let here = tree.reading.sentence_of(there);
        let from = tree.reading.sentences[here.saturating_sub(2)].span.start;
        let before = tree.reading.tokens[there].span.start;
        let near = self.toponyms.iter().rev().filter(|t| t.span.end <= before && t.span.start >= from);
        near.filter(|_| placed).find(|t| t.place.best().is_some())
    }

    /// "He was shot in Bogota. The *attack* ...": where the sentence before plays, in a report that is about that state.
    fn scene(&self, act: &Act) -> Option<&Toponym> {
        let reading = self.tree.reading;
        let before = reading.sentence_of(act.token).checked_sub(1).filter(|_| act.kind == EventType::Assault)?;
        let root = reading.sentences[before].tokens.clone().find(|&t| reading.tokens[t].head.is_none())?;
        let home = self.actors.home(act.token)?;
        let there = |t: &&Toponym| act.recipients.is_empty() && t.place.best().is_some_and(|p| p.country == home);
        place_of(reading, self.toponyms, root).filter(there)
    }

    fn participants(&self, heads: &[usize]) -> Vec<Participant> {
        heads
            .iter()
            .flat_map(|&t| {
                let span = self.tree.noun_phrase(t);
                // An abstraction ("the strategy is to draw in ...") is nobody.
                let common = self.tree.upos(t) == Upos::Noun;
                let somebody = move |actor: &Resolution<Actor>| {
                    !(common && matches!(actor, Resolution::Unresolved(Unresolved::Unknown)))
                };
                self.actors.resolve(t).into_iter().filter(somebody).map(move |actor| Participant { span, actor })
            })
            .collect()
    }

    /// Whether the sentence of a token names a day that makes it background.
    fn tells_of_the_past(&self, token: usize) -> bool {
        let Some(published) = self.report.published else { return false };
        let sentence = self.tree.reading.sentences[self.tree.reading.sentence_of(token)].span;
        let inside = self.times.iter().filter(|t| sentence.contains(t.span)).filter_map(|t| t.interval.resolved());
        inside.into_iter().any(|&interval| is_background(interval, published))
    }

    fn attributed_to(&self, act: &Act) -> Option<Participant> {
        let attribution = &self.coding.attributions[act.attribution?];
        let source = attribution.source?;
        let actor = self.actors.resolve(source).into_iter().next()?;
        Some(Participant { span: self.tree.noun_phrase(source), actor })
    }

    fn place(&self, act: &Act) -> Option<ClaimPlace> {
        let seat = self.seat(act).and_then(|t| self.toponym_at(t));
        let toponym = seat
            .or_else(|| place_of(self.tree.reading, self.toponyms, act.token))
            .or_else(|| self.there(act.token))
            .or_else(|| self.scene(act))?;
        Some(ClaimPlace {
            span: toponym.span,
            country: toponym.place.best().map(|p| p.country.clone()).unwrap_or_default(),
        })
    }
}

/// Acts of words, which nobody addresses to himself: "complained that his efforts had failed".
fn is_speech(kind: EventType) -> bool {
    use EventType::{Accuse, Agree, Concede, Reject, Request, Threaten};
    matches!(kind, Accuse | Agree | Concede | Reject | Request | Threaten)
}

/// Whether two participants are one known actor.
pub(super) fn is_same(a: &Participant, b: &Participant) -> bool {
    a.actor.best().is_some_and(|a| !a.country.is_empty() && Some(a) == b.actor.best())
}

/// Whether a date lies so far back that the act is told as background: a year and a half before the report, or more.
fn is_background(date: Interval, published: Date) -> bool {
    date.end.saturating_add(jiff::Span::new().months(18)) < published
}

/// Whether the guide codes it: somebody political takes part, or people suffer what nobody or somebody unknown did.
fn is_coded(claim: &Claim) -> bool {
    let political = |a: &Actor| !a.country.is_empty() || POLITICAL.contains(&a.sector.as_str());
    let people = |a: &Actor| PEOPLE.contains(&a.sector.as_str());
    let any =
        |side: &[Participant], test: &dyn Fn(&Actor) -> bool| side.iter().any(|p| p.actor.best().is_some_and(test));
    if claim.kind == EventType::Consult && claim.mode == "visit" && stays_home(claim) {
        return false;
    }
    any(&claim.actors, &political)
        || any(&claim.recipients, &political)
        || any(&claim.actors, &people)
        || (claim.actors.is_empty() && any(&claim.recipients, &people))
}

/// A visit within one's own country is travel, not consultation.
fn stays_home(claim: &Claim) -> bool {
    let countries = |side: &[Participant]| -> Vec<String> {
        side.iter().filter_map(|p| p.actor.best()).map(|a| a.country.clone()).filter(|c| !c.is_empty()).collect()
    };
    let (guests, hosts) = (countries(&claim.actors), countries(&claim.recipients));
    !hosts.is_empty() && hosts.iter().all(|h| guests.contains(h))
}
