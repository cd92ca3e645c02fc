//! The index: finds for a new claim the few that may be of the same event, and regroups only what it touches.
//!
//! Claims whose pair reaches the threshold are linked. A group never reaches across parts that no link joins (an average
//! at the threshold needs a pair at the threshold), so each connected part is grouped on its own, from its claims alone.
//! That makes the outcome the same in whatever order, and in how many steps, the reports come in.

use std::collections::{BTreeMap, BTreeSet};

use crate::claim::EventType;
use crate::event::ClaimRef;
use crate::fuse::cluster::group;
use crate::fuse::facets::{Facets, facets};
use crate::fuse::score::{Evidence, THRESHOLD, may_match, related, weigh};
use crate::knowledge::Knowledge;
use crate::{Account, Interval};

/// What claims are looked up by: type, states, and a stretch of time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    kind: EventType,
    states: States,
    time: i32,
}

/// Which states a claim names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum States {
    /// Two of those that it names.
    Pair(String, String),
    /// One of those that it names.
    Any(String),
    /// The only one that it names.
    Only(String),
    /// It names none.
    None,
}

/// Months since year 0 for times known to the quarter; years, below zero, for coarser ones.
type Bucket = i32;

/// Claims, what links them, and which event each is of.
#[derive(Clone, Debug, Default)]
pub struct Index {
    facets: Vec<Facets>,
    links: Vec<Vec<usize>>,
    keys: BTreeMap<Key, Vec<usize>>,
    /// For each claim the one that stands for its event.
    event: Vec<usize>,
    fresh: Vec<usize>,
    place: BTreeMap<ClaimRef, usize>,
}

impl Index {
    /// Adds the claims of one account, under its index among the accounts; [`settle`](Self::settle) then groups them.
    pub fn add(&mut self, report: usize, account: &Account, knowledge: &Knowledge) {
        let first = self.facets.len();
        for facets in facets(report, account, knowledge) {
            self.insert(facets, first);
        }
    }

    /// Regroups what was touched since the last call; gives the claims whose events may have changed.
    pub fn settle(&mut self) -> Vec<ClaimRef> {
        let mut seen = BTreeSet::new();
        for seed in std::mem::take(&mut self.fresh) {
            if seen.contains(&seed) {
                continue;
            }
            let mut part = self.part(seed);
            seen.extend(part.iter().copied());
            part.sort_by(|&a, &b| self.facets[a].order.cmp(&self.facets[b].order));
            for members in group(part.len(), |a, b| self.score(part[a], part[b])) {
                for &member in &members {
                    self.event[part[member]] = part[members[0]];
                }
            }
        }
        let mut touched: Vec<ClaimRef> = seen.into_iter().map(|it| self.facets[it].claim).collect();
        touched.sort_unstable();
        touched
    }

    /// Claims of each event, in an order that does not depend on how the reports came in.
    pub fn groups(&self) -> Vec<Vec<ClaimRef>> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (claim, &event) in self.event.iter().enumerate() {
            groups.entry(event).or_default().push(claim);
        }
        let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
        for members in &mut groups {
            members.sort_by(|&a, &b| self.facets[a].order.cmp(&self.facets[b].order));
        }
        groups.sort_by(|a, b| self.facets[a[0]].order.cmp(&self.facets[b[0]].order));
        groups.into_iter().map(|members| members.into_iter().map(|it| self.facets[it].claim).collect()).collect()
    }

    /// What speaks for and against two claims being of one event.
    pub fn evidence(&self, a: ClaimRef, b: ClaimRef) -> Option<Evidence> {
        let find = |claim| self.place.get(&claim).map(|&at| &self.facets[at]);
        Some(weigh(find(a)?, find(b)?))
    }

    /// Mean score of all pairs of an event's claims, above the threshold; 0 for one claim.
    pub fn cohesion(&self, claims: &[ClaimRef]) -> f32 {
        let members: Vec<&Facets> =
            claims.iter().filter_map(|claim| self.place.get(claim)).map(|&at| &self.facets[at]).collect();
        let pairs =
            members.iter().enumerate().flat_map(|(n, a)| members[n + 1..].iter().map(move |b| weigh(a, b).total()));
        let (sum, count) = pairs.fold((0.0, 0u32), |(sum, count), score| (sum + score, count + 1));
        if count == 0 { 0.0 } else { sum / count as f32 - THRESHOLD }
    }

    fn score(&self, a: usize, b: usize) -> f32 {
        weigh(&self.facets[a], &self.facets[b]).total()
    }

    fn insert(&mut self, facets: Facets, first_of_report: usize) {
        let new = self.facets.len();
        // Within a report every pair is weighed; across reports those that share a key.
        let mut others: BTreeSet<usize> = (first_of_report..new).collect();
        for key in wanted(&facets) {
            others.extend(self.keys.get(&key).into_iter().flatten());
        }
        for key in kept(&facets) {
            self.keys.entry(key).or_default().push(new);
        }
        self.place.insert(facets.claim, new);
        self.facets.push(facets);
        self.links.push(Vec::new());
        self.event.push(new);
        self.fresh.push(new);
        for other in others {
            let near = other >= first_of_report || may_match(&self.facets[new], &self.facets[other]);
            if near && self.score(new, other) >= THRESHOLD {
                self.links[new].push(other);
                self.links[other].push(new);
            }
        }
    }

    /// All claims that links lead to from one.
    fn part(&self, seed: usize) -> Vec<usize> {
        let mut seen = BTreeSet::from([seed]);
        let mut open = vec![seed];
        while let Some(claim) = open.pop() {
            for &next in &self.links[claim] {
                if seen.insert(next) {
                    open.push(next);
                }
            }
        }
        seen.into_iter().collect()
    }
}

/// The stretch of time that a claim is filed under: its own, or that around its report.
fn time(facets: &Facets) -> Option<Interval> {
    facets.date.or(facets.published.map(Interval::day))
}

fn month(date: jiff::civil::Date) -> i32 {
    i32::from(date.year()) * 12 + i32::from(date.month())
}

/// Buckets that a claim stands in.
fn buckets(facets: &Facets) -> Vec<Bucket> {
    let Some(time) = time(facets) else { return vec![0] };
    let (first, last) = (month(time.start), month(time.end));
    if last - first < 4 {
        return (first..=last).collect();
    }
    (time.start.year()..=time.end.year()).take(100).map(|year| -i32::from(year)).collect()
}

/// Buckets where a claim's like may stand.
fn reach(facets: &Facets) -> Vec<Bucket> {
    let Some(time) = time(facets) else { return vec![0] };
    let (first, last) = (month(time.start), month(time.end));
    let years = (time.start.year()..=time.end.year()).take(100).map(|year| -i32::from(year));
    // Undated claims are filed under the day of printing, so the neighbouring months count; a decade's months do not.
    let months = (last - first < 24).then_some(first - 2..=last + 2);
    months.into_iter().flatten().chain(years).collect()
}

/// Keys that a claim is filed under.
fn kept(facets: &Facets) -> Vec<Key> {
    let states = &facets.states;
    let mut filed: Vec<States> = states.iter().cloned().map(States::Any).collect();
    match states.first() {
        None => filed.push(States::None),
        Some(only) if states.len() == 1 => filed.push(States::Only(only.clone())),
        Some(_) => filed.extend(pairs(states)),
    }
    let keys = buckets(facets)
        .into_iter()
        .flat_map(|time| filed.iter().map(move |states| Key { kind: facets.kind, states: states.clone(), time }));
    keys.collect()
}

/// Keys under which a claim's like may be filed.
fn wanted(facets: &Facets) -> Vec<Key> {
    let states = &facets.states;
    let mut filed = vec![States::None];
    match states.first() {
        None => {}
        Some(only) if states.len() == 1 => filed.push(States::Any(only.clone())),
        Some(_) => {
            filed.extend(pairs(states));
            filed.extend(states.iter().cloned().map(States::Only));
        }
    }
    let mut keys = Vec::new();
    for kind in related(facets.kind) {
        for time in reach(facets) {
            keys.extend(filed.iter().map(|states| Key { kind, states: states.clone(), time }));
        }
    }
    keys
}

fn pairs(states: &BTreeSet<String>) -> Vec<States> {
    let states: Vec<&String> = states.iter().collect();
    let pairs = states.iter().enumerate();
    pairs.flat_map(|(n, a)| states[n + 1..].iter().map(|b| States::Pair((*a).clone(), (*b).clone()))).collect()
}
