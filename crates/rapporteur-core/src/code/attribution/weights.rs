//! The learned weights of attributions: one table of small slots, looked up by hashed features.
//!
//! A slot is two bytes: eight bits of the feature's hash, and its weight. A feature may lie in either of two slots, so that a
//! table of 131,072 slots holds most of the features worth keeping, and a feature never seen in training weighs nothing.

use super::features::{BITS, Features, Task};

/// Says how likely a candidate is; above 0 it is taken.
pub trait Score {
    /// The score of a candidate for a decision.
    fn score(&self, task: Task, features: &Features) -> f32;
}

/// Weights as the program carries them.
pub struct Weights<'d> {
    scale: f32,
    biases: [f32; 5],
    table: &'d [u8],
}

/// Bytes before the table: the scale and a bias for each decision, as little-endian floats.
const HEAD: usize = 4 * 6;
/// Bits of a hash that name a slot; the rest is kept in it.
const SLOT_BITS: u32 = 17;

/// The two slots of a feature, and what is kept of its hash; never 0, which marks an empty slot.
fn slots(hash: u32) -> ([usize; 2], u8) {
    let mask = (1 << SLOT_BITS) - 1;
    let kept = (hash >> SLOT_BITS) & ((1 << (BITS - SLOT_BITS)) - 1);
    let first = hash & mask;
    let second = (first ^ (kept + 1).wrapping_mul(0x5bd1)) & mask;
    ([first as usize, second as usize], kept.max(1) as u8)
}

impl<'d> Weights<'d> {
    /// Reads a table; `None` when it has another size.
    pub fn new(bytes: &'d [u8]) -> Option<Self> {
        let table = bytes.get(HEAD..).filter(|t| t.len() == 2 << SLOT_BITS)?;
        let float = |i: usize| bytes[4 * i..4 * i + 4].try_into().map_or(0.0, f32::from_le_bytes);
        Some(Self { scale: float(0), biases: std::array::from_fn(|i| float(i + 1)), table })
    }

    /// The table that this program was built with.
    pub fn embedded() -> Weights<'static> {
        static BYTES: &[u8] = include_bytes!("../../../../../model/attribution.bin");
        Weights::new(BYTES).expect("a test reads the embedded table")
    }

    /// Writes weights as bytes; those that come first get the slots.
    pub fn pack(weights: &[(u32, f32)], biases: [f32; 5]) -> Vec<u8> {
        let most = weights.iter().fold(0.0_f32, |m, w| m.max(w.1.abs()));
        let scale = if most > 0.0 { most / 127.0 } else { 1.0 };
        let mut table = vec![0_u8; 2 << SLOT_BITS];
        for &(hash, weight) in weights {
            let (pair, kept) = slots(hash);
            if let Some(free) = pair.into_iter().find(|&s| table[2 * s] == 0 || table[2 * s] == kept) {
                table[2 * free] = kept;
                table[2 * free + 1] = ((weight / scale).round() as i8).to_le_bytes()[0];
            }
        }
        std::iter::once(scale).chain(biases).flat_map(f32::to_le_bytes).chain(table).collect()
    }

    fn weight(&self, hash: u32) -> i32 {
        let (pair, kept) = slots(hash);
        let slot = pair.into_iter().find(|&s| self.table[2 * s] == kept);
        slot.map_or(0, |s| i32::from(i8::from_le_bytes([self.table[2 * s + 1]])))
    }
}

impl Score for Weights<'_> {
    fn score(&self, task: Task, features: &Features) -> f32 {
        let sum: i32 = features.hashes.iter().map(|&h| self.weight(h)).sum();
        sum as f32 * self.scale + self.biases[task as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_table_has_its_size() {
        let weights = Weights::embedded();
        assert!(weights.scale > 0.0 && weights.table.iter().any(|&b| b != 0));
    }

    #[test]
    fn packed_weights_score_as_they_were() {
        let mut features = Features::default();
        features.start(Task::Cue);
        let bytes = Weights::pack(&[(features.hashes[0], 2.0)], [0.5, 0.0, 0.0, 0.0, 0.0]);
        let weights = Weights::new(&bytes).expect("size");
        assert!((weights.score(Task::Cue, &features) - 2.5).abs() < 0.02);
        features.start(Task::Source);
        assert!(weights.score(Task::Source, &features).abs() < 0.01);
    }
}
