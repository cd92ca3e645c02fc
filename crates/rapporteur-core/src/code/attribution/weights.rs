//! The learned weights of attributions: one table of bytes, looked up by hashed features.

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

impl<'d> Weights<'d> {
    /// Reads a table; `None` when it has another size.
    pub fn new(bytes: &'d [u8]) -> Option<Self> {
        let table = bytes.get(HEAD..).filter(|t| t.len() == 1 << BITS)?;
        let float = |i: usize| bytes[4 * i..4 * i + 4].try_into().map_or(0.0, f32::from_le_bytes);
        Some(Self { scale: float(0), biases: std::array::from_fn(|i| float(i + 1)), table })
    }

    /// The table that this program was built with.
    pub fn embedded() -> Weights<'static> {
        static BYTES: &[u8] = include_bytes!("../../../../../model/attribution.bin");
        Weights::new(BYTES).expect("a test reads the embedded table")
    }

    /// Writes weights as bytes.
    pub fn pack(weights: &[f32], biases: [f32; 5]) -> Vec<u8> {
        let most = weights.iter().fold(0.0_f32, |m, w| m.max(w.abs()));
        let scale = if most > 0.0 { most / 127.0 } else { 1.0 };
        let mut bytes = Vec::with_capacity(HEAD + weights.len());
        bytes.extend(std::iter::once(scale).chain(biases).flat_map(f32::to_le_bytes));
        bytes.extend(weights.iter().map(|w| ((w / scale).round() as i8).to_le_bytes()[0]));
        bytes
    }
}

impl Score for Weights<'_> {
    fn score(&self, task: Task, features: &Features) -> f32 {
        let sum: i32 = features.buckets.iter().map(|&b| i32::from(i8::from_le_bytes([self.table[b as usize]]))).sum();
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
        let mut weights = vec![0.0; 1 << BITS];
        weights[features.buckets[0] as usize] = 2.0;
        let bytes = Weights::pack(&weights, [0.5, 0.0, 0.0, 0.0, 0.0]);
        let score = Weights::new(&bytes).expect("size").score(Task::Cue, &features);
        assert!((score - 2.5).abs() < 0.02, "{score}");
    }
}
