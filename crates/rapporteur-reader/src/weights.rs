//! Opens the weights: a safetensors file of half-precision numbers with the label tables in its metadata.
//! The embedding tables stay as they are in the file; rows are widened when a new word form is met.

use std::collections::HashMap;

use safetensors::{Dtype, SafeTensors};

use crate::ReaderError;

/// A matrix or a vector, widened to `f32`, row by row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Matrix {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    pub(crate) values: Vec<f32>,
}

impl Matrix {
    /// The transpose: `y = x · m` wants PyTorch's `[out, in]` weights as `[in, out]`.
    pub(crate) fn transposed(&self) -> Matrix {
        let mut values = vec![0.0; self.values.len()];
        for r in 0..self.rows {
            for c in 0..self.columns {
                values[c * self.rows + r] = self.values[r * self.columns + c];
            }
        }
        Matrix { rows: self.columns, columns: self.rows, values }
    }
}

/// An embedding table kept in half precision: where its bytes lie in the file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Table {
    pub(crate) start: usize,
    pub(crate) rows: usize,
    pub(crate) columns: usize,
}

impl Table {
    /// Adds `scale` times the given row to `out`.
    pub(crate) fn add_row(&self, file: &[u8], row: usize, scale: f32, out: &mut [f32]) {
        let at = self.start + row.min(self.rows.saturating_sub(1)) * self.columns * 2;
        let Some(bytes) = file.get(at..at + self.columns * 2) else { return };
        for (value, pair) in out.iter_mut().zip(bytes.chunks_exact(2)) {
            *value += scale * widen(u16::from_le_bytes([pair[0], pair[1]]));
        }
    }
}

/// The parsed file: views of the tensors by name, and the label tables.
pub(crate) struct Weights<'a> {
    file: &'a [u8],
    tensors: SafeTensors<'a>,
    labels: HashMap<String, Vec<String>>,
}

impl<'a> Weights<'a> {
    /// Parses the header; nothing is widened yet.
    pub(crate) fn parse(file: &'a [u8]) -> Result<Weights<'a>, ReaderError> {
        let broken = |error: safetensors::SafeTensorError| ReaderError::Format(error.to_string());
        let tensors = SafeTensors::deserialize(file).map_err(broken)?;
        let (_, header) = SafeTensors::read_metadata(file).map_err(broken)?;
        let text = header.metadata().as_ref().and_then(|metadata| metadata.get("labels"));
        let text = text.ok_or_else(|| ReaderError::Missing("labels".to_owned()))?;
        let labels = serde_json::from_str(text).map_err(|error| ReaderError::Format(format!("labels: {error}")))?;
        Ok(Weights { file, tensors, labels })
    }

    /// Whether there is a tensor of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.tensors.tensor(name).is_ok()
    }

    /// A tensor of one or two dimensions, widened.
    pub(crate) fn matrix(&self, name: &str) -> Result<Matrix, ReaderError> {
        let (bytes, rows, columns) = self.view(name)?;
        let values = bytes.chunks_exact(2).map(|p| widen(u16::from_le_bytes([p[0], p[1]]))).collect();
        Ok(Matrix { rows, columns, values })
    }

    /// A tensor of one dimension, or of two read as one, widened.
    pub(crate) fn vector(&self, name: &str) -> Result<Vec<f32>, ReaderError> {
        Ok(self.matrix(name)?.values)
    }

    /// An embedding table, left in half precision.
    pub(crate) fn table(&self, name: &str) -> Result<Table, ReaderError> {
        let (bytes, rows, columns) = self.view(name)?;
        let start = bytes.as_ptr() as usize - self.file.as_ptr() as usize;
        Ok(Table { start, rows, columns })
    }

    /// A list of strings from the metadata: the labels of a head.
    pub(crate) fn labels(&self, name: &str) -> Result<Vec<String>, ReaderError> {
        self.labels.get(name).cloned().ok_or_else(|| ReaderError::Missing(format!("labels of {name}")))
    }

    fn view(&self, name: &str) -> Result<(&'a [u8], usize, usize), ReaderError> {
        let view = self.tensors.tensor(name).map_err(|_| ReaderError::Missing(name.to_owned()))?;
        if view.dtype() != Dtype::F16 {
            return Err(ReaderError::Format(format!("tensor `{name}` is not in half precision")));
        }
        let (rows, columns) = match *view.shape() {
            [n] => (1, n),
            [rows, columns] => (rows, columns),
            _ => return Err(ReaderError::Format(format!("tensor `{name}` has neither one dimension nor two"))),
        };
        Ok((view.data(), rows, columns))
    }
}

/// IEEE half precision to single.
pub(crate) fn widen(half: u16) -> f32 {
    let sign = u32::from(half & 0x8000) << 16;
    let magnitude = u32::from(half & 0x7fff) << 13;
    // Multiplying by 2^112 moves the exponent's bias from 15 to 127 and is exact for subnormals too.
    let value = f32::from_bits(magnitude) * f32::from_bits(0x7780_0000);
    f32::from_bits(value.to_bits() | sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_widen_exactly() {
        for (half, single) in
            [(0x3c00, 1.0), (0xc000, -2.0), (0x0001, 5.960_464_5e-8), (0x0000, 0.0), (0x3555, 0.333_251_95)]
        {
            assert_eq!(widen(half), single);
        }
    }
}
