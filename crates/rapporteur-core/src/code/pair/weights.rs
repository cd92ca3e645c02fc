//! The learned weights of pairs: for each feature one small number a label.
//!
//! The table is a scale, a count, a bias for each label, the features' hashes in order, and a row of bytes for each. A
//! feature that is not in it weighs nothing.

use super::features::Features;
use crate::EventType;

/// What a pair can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Label {
    /// An act of a type.
    Type(EventType),
    /// CONCEDE or RETREAT: corpora from before the 2021 codebook do not tell them apart.
    Yield,
    /// No act between the two.
    NoEvent,
}

/// Columns of the table.
pub const LABELS: usize = EventType::ALL.len() + 2;

impl Label {
    /// All labels, in the order of the columns.
    pub fn all() -> impl Iterator<Item = Self> {
        EventType::ALL.into_iter().map(Self::Type).chain([Self::Yield, Self::NoEvent])
    }

    /// From the name that corpora write.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "YIELD" => Some(Self::Yield),
            "NONE" => Some(Self::NoEvent),
            _ => name.parse().ok().map(Self::Type),
        }
    }

    /// Its column.
    pub fn column(self) -> usize {
        match self {
            Self::Type(kind) => EventType::ALL.iter().position(|&k| k == kind).unwrap_or(0),
            Self::Yield => EventType::ALL.len(),
            Self::NoEvent => EventType::ALL.len() + 1,
        }
    }
}

/// A number for each label: above 0 speaks for it, below 0 against it.
pub type Margins = [f32; LABELS];

/// Weights as the program carries them.
pub struct Weights<'d> {
    scale: f32,
    biases: Margins,
    hashes: &'d [[u8; 4]],
    rows: &'d [[u8; LABELS]],
}

/// Bytes before the hashes: the scale, the number of features and the biases.
const HEAD: usize = 8 + 4 * LABELS;

impl<'d> Weights<'d> {
    /// Reads a table; `None` when its size is not what it says.
    pub fn new(bytes: &'d [u8]) -> Option<Self> {
        let (head, table) = bytes.split_at_checked(HEAD)?;
        let (numbers, _) = head.as_chunks::<4>();
        let scale = f32::from_le_bytes(numbers[0]);
        let count = u32::from_le_bytes(numbers[1]) as usize;
        let biases = std::array::from_fn(|label| f32::from_le_bytes(numbers[2 + label]));
        let (hashes, rows) = table.split_at_checked(count.checked_mul(4)?)?;
        let ((hashes, _), (rows, rest)) = (hashes.as_chunks(), rows.as_chunks());
        (rows.len() == count && rest.is_empty()).then_some(Self { scale, biases, hashes, rows })
    }

    /// The table that this program was built with.
    pub fn embedded() -> Weights<'static> {
        static BYTES: &[u8] = include_bytes!("../../../../../model/pairs.bin");
        Weights::new(BYTES).expect("a test reads the embedded table")
    }

    /// Writes weights as bytes, each a 127th part of the largest; features that weigh nothing are left out.
    pub fn pack(mut weights: Vec<(u32, Margins)>, biases: Margins) -> Vec<u8> {
        weights.sort_unstable_by_key(|w| w.0);
        let most = weights.iter().flat_map(|w| w.1).fold(0.0_f32, |most, w| most.max(w.abs()));
        let scale = if most > 0.0 { most / 127.0 } else { 1.0 };
        let small = |w: f32| ((w / scale).round() as i8).to_le_bytes()[0];
        let rows: Vec<(u32, [u8; LABELS])> = weights.into_iter().map(|(hash, row)| (hash, row.map(small))).collect();
        let rows: Vec<_> = rows.into_iter().filter(|(_, row)| row.iter().any(|&w| w != 0)).collect();
        let head = scale.to_le_bytes().into_iter().chain((rows.len() as u32).to_le_bytes());
        let head = head.chain(biases.into_iter().flat_map(f32::to_le_bytes));
        head.chain(rows.iter().flat_map(|(hash, _)| hash.to_le_bytes())).chain(rows.iter().flat_map(|r| r.1)).collect()
    }

    /// The margin of each label; the sum is divided by the length of the features' vector, so that long sentences weigh no more than short ones.
    pub fn margins(&self, features: &Features) -> Margins {
        let mut sums = [0_i32; LABELS];
        let known = features
            .hashes
            .iter()
            .filter_map(|hash| self.hashes.binary_search_by_key(hash, |bytes| u32::from_le_bytes(*bytes)).ok());
        for row in known {
            for (sum, weight) in sums.iter_mut().zip(self.rows[row]) {
                *sum += i32::from(i8::from_le_bytes([weight]));
            }
        }
        let length = (features.hashes.len().max(1) as f32).sqrt();
        std::array::from_fn(|label| sums[label] as f32 * self.scale / length + self.biases[label])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_table_has_the_size_it_says() {
        let weights = Weights::embedded();
        assert!(weights.scale > 0.0 && weights.hashes.is_sorted_by_key(|bytes| u32::from_le_bytes(*bytes)));
    }

    #[test]
    fn packed_weights_weigh_as_they_were() {
        let mut row = [0.0; LABELS];
        row[Label::NoEvent.column()] = 2.0;
        let bytes = Weights::pack(vec![(9, [-1.0; LABELS]), (7, row), (8, [0.0; LABELS])], [0.5; LABELS]);
        let weights = Weights::new(&bytes).expect("size");
        let margins = weights.margins(&Features { hashes: vec![3, 5, 6, 7] });
        assert!((margins[Label::NoEvent.column()] - 1.5).abs() < 0.02 && margins[0] == 0.5 && weights.rows.len() == 2);
        assert!(Weights::new(&bytes[..bytes.len() - 1]).is_none());
    }

    #[test]
    fn every_label_has_its_own_column() {
        let columns: Vec<usize> = Label::all().map(Label::column).collect();
        assert_eq!(columns, (0..LABELS).collect::<Vec<_>>());
        assert_eq!(Label::from_name("RETREAT"), Some(Label::Type(EventType::Retreat)));
    }
}
