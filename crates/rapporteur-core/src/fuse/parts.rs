//! Parts: claims that links join, and which of them must be grouped anew when some come in.
//!
//! A group never reaches across parts that no link joins (the best pair of two groups that join is at the threshold), so
//! each part is grouped on its own, from its claims alone. Where a part is larger than [`LARGE`] only its stronger links
//! count, and where those still make a large part, only the strongest of them. So what a claim is grouped with depends on
//! the claims alone, not on the order in which they came, and the work for a new report does not grow with the record.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

use crate::fuse::cluster::group;
use crate::fuse::facets::Facets;
use crate::fuse::score::{THRESHOLD, score};
use crate::fuse::shelf::{ClaimId, Link, Shelf};

/// Up to how many claims a part is grouped by all its links.
const LARGE: usize = 128;
/// How many points more a link must have in a part that is too large, and again, and again.
const STEP: f32 = 1.0;
/// How often the bar is raised; a part that is large even then is one event.
const LAST: usize = 6;

/// Groups anew the parts that new claims and others touch; `touched` are claims whose links or events changed otherwise.
/// Gives the groups, each in its fixed order.
///
/// # Errors
/// Those of the shelf.
pub fn regroup<S: Shelf>(shelf: &S, new: &[ClaimId], touched: &[ClaimId]) -> Result<Vec<Vec<ClaimId>>, S::Error> {
    let mut seeds: BTreeSet<ClaimId> = new.iter().chain(touched).copied().collect();
    let mut before = Walk::new(shelf, new.iter().copied().collect());
    for &claim in new {
        for link in shelf.links(claim)?.iter() {
            seeds.extend(before.parted_from(*link)?.iter());
        }
    }
    let mut after = Walk::new(shelf, HashSet::new());
    let mut done = BTreeSet::new();
    let mut groups = Vec::new();
    for seed in seeds {
        if done.contains(&seed) {
            continue;
        }
        let part = after.settled(seed)?;
        done.extend(part.iter().copied());
        groups.extend(grouped(shelf, &part)?);
    }
    Ok(groups)
}

/// The events that a part falls into.
fn grouped<S: Shelf>(shelf: &S, part: &[ClaimId]) -> Result<Vec<Vec<ClaimId>>, S::Error> {
    let facets = part.iter().map(|&claim| Ok((claim, shelf.facets(claim)?)));
    let mut members = facets.collect::<Result<Vec<(ClaimId, Arc<Facets>)>, S::Error>>()?;
    members.sort_by(|(_, a), (_, b)| a.order.cmp(&b.order));
    if members.len() > LARGE {
        return Ok(vec![members.into_iter().map(|(claim, _)| claim).collect()]);
    }
    let groups = group(members.len(), |a, b| score(&members[a].1, &members[b].1));
    Ok(groups.into_iter().map(|group| group.into_iter().map(|it| members[it].0).collect()).collect())
}

/// Walks along links, some claims left out.
struct Walk<'s, S> {
    shelf: &'s S,
    without: HashSet<ClaimId>,
    /// For levels and claims the part that the claim stands in; `None` where it is too large.
    known: HashMap<(usize, ClaimId), Option<Rc<[ClaimId]>>>,
}

impl<'s, S: Shelf> Walk<'s, S> {
    fn new(shelf: &'s S, without: HashSet<ClaimId>) -> Self {
        Self { shelf, without, known: HashMap::new() }
    }

    /// The part around a claim by the links of a level; `None` when it is too large for that level.
    fn part(&mut self, seed: ClaimId, level: usize) -> Result<Option<Rc<[ClaimId]>>, S::Error> {
        if let Some(part) = self.known.get(&(level, seed)) {
            return Ok(part.clone());
        }
        let mut seen = HashSet::from([seed]);
        let mut open = vec![seed];
        let mut large = false;
        while let Some(claim) = open.pop().filter(|_| !large) {
            for link in self.shelf.links(claim)?.iter().filter(|link| link.score >= bar(level)) {
                if !self.without.contains(&link.to) && seen.insert(link.to) {
                    open.push(link.to);
                }
            }
            large = level < LAST && (seen.len() > LARGE || self.known.get(&(level, claim)) == Some(&None));
        }
        let mut seen: Vec<ClaimId> = seen.into_iter().collect();
        seen.sort_unstable();
        let part: Option<Rc<[ClaimId]>> = (!large).then(|| seen.as_slice().into());
        self.known.extend(seen.into_iter().map(|claim| ((level, claim), part.clone())));
        Ok(part)
    }

    /// The part in which a claim is grouped: by the first level at which it is not too large.
    fn settled(&mut self, seed: ClaimId) -> Result<Rc<[ClaimId]>, S::Error> {
        for level in 0..=LAST {
            if let Some(part) = self.part(seed, level)? {
                return Ok(part);
            }
        }
        Ok(Rc::from([seed]))
    }

    /// The claims whose part a link from a new claim changes: that in which the linked claim was grouped before, if the
    /// link counts there.
    fn parted_from(&mut self, link: Link) -> Result<Rc<[ClaimId]>, S::Error> {
        if !self.without.contains(&link.to) {
            for level in (0..=LAST).take_while(|&level| link.score >= bar(level)) {
                if let Some(part) = self.part(link.to, level)? {
                    return Ok(part);
                }
            }
        }
        Ok(Rc::from([]))
    }
}

/// From how many points on a link counts at a level.
fn bar(level: usize) -> f32 {
    THRESHOLD + STEP * level as f32
}
