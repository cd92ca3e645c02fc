//! The shelf: where an index keeps claims, in memory or in a record. It stores and finds; it does not weigh.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;

use crate::fuse::facets::Facets;

/// A claim on a shelf.
pub type ClaimId = u64;

/// What claims are filed under and looked up by: a stretch of time in the high bits, so that what is filed together lies
/// together, and a digest of the rest.
pub type Key = u64;

/// Another claim that may be of the same event, with the score of the pair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// The other claim.
    pub to: ClaimId,
    /// All points for and against.
    pub score: f32,
}

/// Keeps claims for an index.
///
/// # Errors
/// Those of whatever it keeps them in.
#[allow(clippy::missing_errors_doc)]
pub trait Shelf {
    /// What can go wrong.
    type Error;

    /// Keeps a claim under its keys.
    fn put(&mut self, facets: &Facets, keys: &[Key]) -> Result<ClaimId, Self::Error>;

    /// Links two claims, in both directions.
    fn link(&mut self, a: ClaimId, b: ClaimId, score: f32) -> Result<(), Self::Error>;

    /// Claims filed under a key.
    fn filed(&self, key: Key) -> Result<Arc<Vec<ClaimId>>, Self::Error>;

    /// What was kept of a claim.
    fn facets(&self, claim: ClaimId) -> Result<Arc<Facets>, Self::Error>;

    /// What a claim is linked with; asked for again and again.
    fn links(&self, claim: ClaimId) -> Result<Arc<Vec<Link>>, Self::Error>;
}

/// A shelf in memory.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    facets: Vec<Arc<Facets>>,
    links: Vec<Arc<Vec<Link>>>,
    keys: HashMap<Key, Arc<Vec<ClaimId>>>,
}

impl Memory {
    /// All that was kept, in order of coming in.
    pub(super) fn all(&self) -> &[Arc<Facets>] {
        &self.facets
    }
}

/// A claim's place in a list.
pub(super) fn at(claim: ClaimId) -> usize {
    usize::try_from(claim).unwrap_or(usize::MAX)
}

impl Shelf for Memory {
    type Error = Infallible;

    fn put(&mut self, facets: &Facets, keys: &[Key]) -> Result<ClaimId, Infallible> {
        let claim = self.facets.len() as ClaimId;
        self.facets.push(Arc::new(facets.clone()));
        self.links.push(Arc::default());
        for &key in keys {
            Arc::make_mut(self.keys.entry(key).or_default()).push(claim);
        }
        Ok(claim)
    }

    fn link(&mut self, a: ClaimId, b: ClaimId, score: f32) -> Result<(), Infallible> {
        Arc::make_mut(&mut self.links[at(a)]).push(Link { to: b, score });
        Arc::make_mut(&mut self.links[at(b)]).push(Link { to: a, score });
        Ok(())
    }

    fn filed(&self, key: Key) -> Result<Arc<Vec<ClaimId>>, Infallible> {
        Ok(self.keys.get(&key).cloned().unwrap_or_default())
    }

    fn facets(&self, claim: ClaimId) -> Result<Arc<Facets>, Infallible> {
        Ok(Arc::clone(&self.facets[at(claim)]))
    }

    fn links(&self, claim: ClaimId) -> Result<Arc<Vec<Link>>, Infallible> {
        Ok(Arc::clone(&self.links[at(claim)]))
    }
}
