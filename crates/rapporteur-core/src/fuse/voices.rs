//! Voices: reprints and updates of one text are one voice, however many publishers carry it.
//!
//! Two texts are held to be one when they share two fifths of their five-word shingles (Broder 1997), which MinHash estimates
//! from a short signature; bands of the signature find those worth comparing (Leskovec, Rajaraman, Ullman, "Mining of
//! Massive Datasets", chapter 3). Reports on one event that were written apart share a twentieth.

use std::collections::BTreeMap;

use crate::Account;
use crate::fuse::words::{feed, hash, words};

/// Words of a shingle.
const SHINGLE: usize = 5;
/// Length of a signature: 32 bands of 3 find 88 of 100 pairs at the bar, and 99 where half of the shingles are shared.
const LENGTH: usize = 96;
/// Rows of a band.
const ROWS: usize = 3;
/// From which share of their shingles on two texts are one.
const ALIKE: f32 = 0.4;

/// What is kept of a text to know it again: the least of its shingles' digests under 96 permutations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Print(Vec<u32>);

impl Print {
    /// Of a text; `None` when it has too few words to tell.
    pub fn of(text: &str) -> Option<Self> {
        let digests: Vec<u64> = words(text).iter().map(|word| hash(word)).collect();
        let mut least = vec![u32::MAX; LENGTH];
        for shingle in digests.windows(SHINGLE) {
            let digest = shingle.iter().flat_map(|word| word.to_le_bytes()).fold(hash(""), feed);
            for (n, least) in least.iter_mut().enumerate() {
                *least = (*least).min(permuted(digest, n));
            }
        }
        (digests.len() >= 4 * SHINGLE).then_some(Self(least))
    }

    /// As bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|least| least.to_le_bytes()).collect()
    }

    /// From bytes; `None` when they are no print.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (least, rest) = bytes.as_chunks::<4>();
        let least: Vec<u32> = least.iter().map(|&it| u32::from_le_bytes(it)).collect();
        (rest.is_empty() && least.len() == LENGTH).then_some(Self(least))
    }

    /// Digests of its bands: texts that share one are worth comparing.
    pub fn bands(&self) -> impl Iterator<Item = u64> + '_ {
        self.0.chunks(ROWS).enumerate().map(|(n, rows)| {
            let bytes = rows.iter().flat_map(|least| least.to_le_bytes());
            [n as u8].into_iter().chain(bytes).fold(hash(""), feed)
        })
    }

    /// Whether two texts are one: a reprint, or an update that keeps most of it.
    pub fn is_reprint_of(&self, other: &Self) -> bool {
        let same = self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count();
        same as f32 >= ALIKE * LENGTH as f32
    }
}

/// The nth of a family of permutations: an odd factor and a shift mix the bits, the upper half counts.
fn permuted(digest: u64, n: usize) -> u32 {
    let salted = digest ^ (n as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (salted ^ (salted >> 31)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    ((mixed ^ (mixed >> 29)) >> 32) as u32
}

/// For each account the first one whose text it carries, itself when its text is its own.
pub fn voices(accounts: &[Account]) -> Vec<usize> {
    let prints: Vec<Option<Print>> = accounts.iter().map(|account| Print::of(&account.report.text)).collect();
    let mut bands: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    let mut voices = Joined::new(accounts.len());
    for (at, print) in prints.iter().enumerate() {
        let Some(print) = print else { continue };
        for band in print.bands() {
            let same_band = bands.entry(band).or_default();
            for &other in same_band.iter() {
                if prints[other].as_ref().is_some_and(|other| print.is_reprint_of(other)) {
                    voices.join(at, other);
                }
            }
            same_band.push(at);
        }
    }
    (0..accounts.len()).map(|at| voices.first(at)).collect()
}

/// How many of some reports are independent: those of one publisher are not, nor those of one voice. Each is given by
/// its publisher, if known, and its voice.
pub(super) fn independent(reports: &[(Option<&str>, usize)]) -> usize {
    let mut joined = Joined::new(reports.len());
    for (at, (publisher, voice)) in reports.iter().enumerate() {
        for (other, (other_publisher, other_voice)) in reports[..at].iter().enumerate() {
            if voice == other_voice || (publisher.is_some() && publisher == other_publisher) {
                joined.join(at, other);
            }
        }
    }
    (0..reports.len()).filter(|&at| joined.first(at) == at).count()
}

/// Sets that grow together, each known by its first member.
struct Joined(Vec<usize>);

impl Joined {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    fn first(&mut self, at: usize) -> usize {
        while self.0[at] != self.0[self.0[at]] {
            self.0[at] = self.0[self.0[at]];
        }
        self.0[at]
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.first(a), self.first(b));
        self.0[a.max(b)] = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIRE: &str = "Two patrol boats ran aground off the northern cape on Tuesday after a night of heavy storms, the \
        coast guard said, and eleven sailors were brought ashore by a fishing crew that had heard their calls.";
    const APART: &str = "Eleven sailors were saved by fishermen when a storm drove two boats of the coast guard onto rocks \
        near the northern cape; a spokesman said that the crews had called for help for most of the night.";

    fn reprint(a: &str, b: &str) -> bool {
        Print::of(a).unwrap().is_reprint_of(&Print::of(b).unwrap())
    }

    #[test]
    fn a_reprint_and_an_update_are_one_voice_and_another_report_is_not() {
        assert!(reprint(WIRE, &WIRE.replace("Tuesday", "Tuesday (local time)")));
        assert!(reprint(WIRE, &format!("{WIRE} The boats will be towed to the port once the weather allows.")));
        assert!(!reprint(WIRE, APART));
        assert_eq!(Print::of("Two boats ran aground."), None);
    }

    #[test]
    fn prints_outlive_bytes_and_reprints_share_bands() {
        let print = Print::of(WIRE).unwrap();
        assert_eq!(Print::from_bytes(&print.to_bytes()), Some(print.clone()));
        assert_eq!(Print::from_bytes(&[1, 2, 3]), None);
        let other = Print::of(&WIRE.replace("eleven", "ten")).unwrap();
        assert!(print.bands().any(|band| other.bands().any(|it| it == band)));
    }

    #[test]
    fn publishers_and_reprints_join_what_is_not_independent() {
        assert_eq!(independent(&[(Some("A"), 0), (Some("B"), 1), (None, 2)]), 3);
        assert_eq!(independent(&[(Some("A"), 0), (Some("B"), 0), (Some("B"), 3)]), 1);
        assert_eq!(independent(&[(None, 0), (None, 1)]), 2);
    }
}
