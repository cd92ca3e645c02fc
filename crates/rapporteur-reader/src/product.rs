//! Products of matrices, `a · b`, with the right-hand side laid out beforehand in panels of columns: weights once when the
//! model is opened, keys and values once a sentence. A block of rows of `a` meets a panel with all its sums in registers.
//!
//! A row of the outcome depends on its own row of `a` alone, added up in the order of `b`'s rows: results do not change
//! with the size of a batch.

use crate::weights::Matrix;

/// A strided view of a matrix: `values[r * row + c * column]`.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) values: &'a [f32],
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    pub(crate) row: usize,
    pub(crate) column: usize,
}

impl<'a> View<'a> {
    /// Rows of `columns` numbers that lie `row` apart.
    pub(crate) fn new(values: &'a [f32], rows: usize, columns: usize, row: usize) -> View<'a> {
        View { values, rows, columns, row, column: 1 }
    }

    /// The same numbers with rows and columns exchanged.
    pub(crate) fn transposed(self) -> View<'a> {
        View { values: self.values, rows: self.columns, columns: self.rows, row: self.column, column: self.row }
    }
}

/// What becomes of a product.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    /// It stands in place of what was there.
    Put,
    /// It is added to what was there.
    Added,
}

/// Columns in a panel and rows in a block, so that the sums fill the processor's registers and leave some free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// AVX-512: 12 rows by 32 columns.
    Widest,
    /// AVX2 with fused multiply and add: 6 rows by 16 columns.
    Wide,
    /// Anything else: the same, by whatever the compiler makes of it.
    Plain,
}

impl Shape {
    fn of_machine() -> Shape {
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512f") {
                return Shape::Widest;
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                return Shape::Wide;
            }
        }
        Shape::Plain
    }

    fn columns(self) -> usize {
        match self {
            Shape::Widest => 32,
            Shape::Wide | Shape::Plain => 16,
        }
    }
}

/// The right-hand side of products: panel by panel, and within a panel row by row; the last panel is padded with zeros.
#[derive(Clone, Debug)]
pub(crate) struct Panels {
    shape: Shape,
    rows: usize,
    columns: usize,
    values: Vec<f32>,
}

impl Default for Panels {
    fn default() -> Panels {
        Panels { shape: Shape::of_machine(), rows: 0, columns: 0, values: Vec::new() }
    }
}

impl Panels {
    /// Lays out `scale · b` in place of what was here.
    pub(crate) fn fill(&mut self, b: View, scale: f32) {
        let width = self.shape.columns();
        (self.rows, self.columns) = (b.rows, b.columns);
        self.values.clear();
        self.values.resize(b.columns.div_ceil(width) * b.rows * width, 0.0);
        if b.rows == 0 {
            return;
        }
        for (p, panel) in self.values.chunks_exact_mut(b.rows * width).enumerate() {
            let columns = width.min(b.columns - p * width);
            for (r, row) in panel.chunks_exact_mut(width).enumerate() {
                let from = b.values[r * b.row + p * width * b.column..].iter().step_by(b.column);
                row[..columns].iter_mut().zip(from).for_each(|(value, from)| *value = scale * from);
            }
        }
    }

    /// `out = a · b` for `rows` rows of `a` and of `out`, which lie `a_stride` and `stride` apart.
    pub(crate) fn multiply(&self, a: &[f32], a_stride: usize, rows: usize, out: &mut [f32], stride: usize) {
        self.apply(Left { values: a, stride: a_stride, rows }, None, Then::Put, out, stride);
    }

    /// The same, with a bias for each column, padded with zeros to whole panels.
    fn apply(&self, left: Left, bias: Option<&[f32]>, then: Then, out: &mut [f32], stride: usize) {
        if left.rows == 0 || self.columns == 0 {
            return;
        }
        match self.shape {
            #[cfg(target_arch = "x86_64")]
            // SAFETY: this shape is chosen only where the processor has AVX-512.
            #[allow(unsafe_code)]
            Shape::Widest => unsafe { widest(left, self, bias, then, out, stride) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: this shape is chosen only where the processor has AVX2 and FMA.
            #[allow(unsafe_code)]
            Shape::Wide => unsafe { wide(left, self, bias, then, out, stride) },
            _ => panels::<16, 6, { cfg!(target_arch = "aarch64") }>(left, self, bias, then, out, stride),
        }
    }
}

/// `x · weight + bias`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Linear {
    weight: Panels,
    bias: Vec<f32>,
}

impl Linear {
    /// A layer of weights `[in, out]`.
    pub(crate) fn new(weight: &Matrix, mut bias: Vec<f32>) -> Linear {
        let mut panels = Panels::default();
        panels.fill(View::new(&weight.values, weight.rows, weight.columns, weight.columns), 1.0);
        bias.resize(weight.columns.next_multiple_of(panels.shape.columns()), 0.0);
        Linear { weight: panels, bias }
    }

    pub(crate) fn inputs(&self) -> usize {
        self.weight.rows
    }

    pub(crate) fn outputs(&self) -> usize {
        self.weight.columns
    }

    /// Fills `out` (`rows` × outputs) from `x` (`rows` × inputs).
    pub(crate) fn apply(&self, x: &[f32], rows: usize, out: &mut Vec<f32>) {
        self.apply_strided(x, self.inputs(), rows, out);
    }

    /// The same for rows of `x` that lie `stride` apart.
    pub(crate) fn apply_strided(&self, x: &[f32], stride: usize, rows: usize, out: &mut Vec<f32>) {
        out.resize(rows * self.outputs(), 0.0);
        let left = Left { values: x, stride, rows };
        self.weight.apply(left, Some(&self.bias), Then::Put, out, self.outputs());
    }

    /// Adds to `out` (`rows` × outputs) what comes of `x` (`rows` × inputs).
    pub(crate) fn add(&self, x: &[f32], rows: usize, out: &mut [f32]) {
        let left = Left { values: x, stride: self.inputs(), rows };
        self.weight.apply(left, Some(&self.bias), Then::Added, out, self.outputs());
    }
}

/// The left-hand side.
#[derive(Clone, Copy)]
struct Left<'a> {
    values: &'a [f32],
    stride: usize,
    rows: usize,
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx2,fma")]
fn widest(left: Left, right: &Panels, bias: Option<&[f32]>, then: Then, out: &mut [f32], stride: usize) {
    panels::<32, 12, true>(left, right, bias, then, out, stride);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn wide(left: Left, right: &Panels, bias: Option<&[f32]>, then: Then, out: &mut [f32], stride: usize) {
    panels::<16, 6, true>(left, right, bias, then, out, stride);
}

/// All panels, each with all rows in blocks of much the same height: a panel stays in the nearest cache.
#[inline(always)]
fn panels<const W: usize, const R: usize, const FUSED: bool>(
    left: Left,
    right: &Panels,
    bias: Option<&[f32]>,
    then: Then,
    out: &mut [f32],
    stride: usize,
) {
    let blocks = left.rows.div_ceil(R);
    let biases = bias.map(|bias| bias.as_chunks::<W>().0);
    for (p, panel) in right.values.as_chunks::<W>().0.chunks_exact(right.rows).enumerate() {
        let place = Place { then, stride, columns: W.min(right.columns - p * W) };
        let bias = biases.map_or(&[0.0; W], |biases| &biases[p]);
        for block in 0..blocks {
            let (from, to) = (block * left.rows / blocks, (block + 1) * left.rows / blocks);
            let left = Left { values: &left.values[from * left.stride..], ..left };
            let out = &mut out[from * stride + p * W..];
            match to - from {
                1 => rows::<W, 1, FUSED>(left, panel, bias, place, out),
                2 => rows::<W, 2, FUSED>(left, panel, bias, place, out),
                3 => rows::<W, 3, FUSED>(left, panel, bias, place, out),
                4 => rows::<W, 4, FUSED>(left, panel, bias, place, out),
                5 => rows::<W, 5, FUSED>(left, panel, bias, place, out),
                6 => rows::<W, 6, FUSED>(left, panel, bias, place, out),
                7 => rows::<W, 7, FUSED>(left, panel, bias, place, out),
                8 => rows::<W, 8, FUSED>(left, panel, bias, place, out),
                9 => rows::<W, 9, FUSED>(left, panel, bias, place, out),
                10 => rows::<W, 10, FUSED>(left, panel, bias, place, out),
                11 => rows::<W, 11, FUSED>(left, panel, bias, place, out),
                _ => rows::<W, 12, FUSED>(left, panel, bias, place, out),
            }
        }
    }
}

/// Where sums go.
#[derive(Clone, Copy)]
struct Place {
    then: Then,
    stride: usize,
    columns: usize,
}

/// A block of `R` rows with one panel.
#[inline(always)]
fn rows<const W: usize, const R: usize, const FUSED: bool>(
    left: Left,
    panel: &[[f32; W]],
    bias: &[f32; W],
    place: Place,
    out: &mut [f32],
) {
    let a: [&[f32]; R] = std::array::from_fn(|r| &left.values[r * left.stride..][..panel.len()]);
    let sums = sums::<W, R, FUSED>(bias, a, panel);
    if place.columns == W && place.then == Then::Put {
        for r in 0..R {
            out[r * place.stride..][..W].copy_from_slice(&sums[r]);
        }
    } else {
        let kept = sums;
        finish(&kept, place, out);
    }
}

/// The innermost loops. They reach the sums by constant places alone, so that the compiler keeps all of them in registers.
#[inline(always)]
fn sums<const W: usize, const R: usize, const FUSED: bool>(
    bias: &[f32; W],
    a: [&[f32]; R],
    panel: &[[f32; W]],
) -> [[f32; W]; R] {
    let mut sums = [*bias; R];
    for (i, weights) in panel.iter().enumerate() {
        for r in 0..R {
            let value = a[r][i];
            for c in 0..W {
                let (weight, sum) = (weights[c], sums[r][c]);
                sums[r][c] = if FUSED { value.mul_add(weight, sum) } else { value * weight + sum };
            }
        }
    }
    sums
}

/// Puts or adds the first columns of a block where they belong. Not inlined: it reaches them by places not known before,
/// which would take them out of their registers.
#[inline(never)]
fn finish<const W: usize>(sums: &[[f32; W]], place: Place, out: &mut [f32]) {
    let columns = place.columns;
    for (sums, row) in sums.iter().zip(out.chunks_mut(place.stride)) {
        match place.then {
            Then::Put => row[..columns].copy_from_slice(&sums[..columns]),
            Then::Added => row[..columns].iter_mut().zip(sums).for_each(|(value, sum)| *value += sum),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(count: usize, step: usize) -> Vec<f32> {
        (0..count).map(|i| ((i * step + 3) % 19) as f32 - 9.0).collect()
    }

    #[test]
    fn any_shape_gives_the_plain_product() {
        for (rows, inner, columns) in [(1, 1, 1), (2, 5, 3), (7, 16, 33), (13, 32, 32), (25, 3, 100), (40, 9, 47)] {
            let (a, b) = (numbers(rows * inner, 7), numbers(inner * columns, 5));
            let plain = |r: usize, c: usize| (0..inner).map(|i| a[r * inner + i] * b[i * columns + c]).sum::<f32>();
            for shape in [Shape::of_machine(), Shape::Plain] {
                let mut panels = Panels { shape, ..Panels::default() };
                panels.fill(View::new(&b, inner, columns, columns), 1.0);
                let mut out = vec![1.0; rows * columns];
                panels.apply(Left { values: &a, stride: inner, rows }, None, Then::Added, &mut out, columns);
                for (i, value) in out.iter().enumerate() {
                    assert_eq!(
                        *value,
                        1.0 + plain(i / columns, i % columns),
                        "{shape:?} {rows} {inner} {columns} at {i}"
                    );
                }
            }
        }
    }

    #[test]
    fn transposed_views_multiply() {
        let (a, b) = ([1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]);
        let mut panels = Panels::default();
        panels.fill(View::new(&b, 2, 2, 2).transposed(), 2.0);
        let mut out = [0.0; 4];
        panels.multiply(&a, 2, 2, &mut out, 2);
        assert_eq!(out, [34.0, 46.0, 78.0, 106.0]);
    }

    #[test]
    fn layers_add_their_bias_once() {
        let weight = Matrix { rows: 2, columns: 3, values: vec![1.0, 0.0, 2.0, 0.0, 1.0, 3.0] };
        let layer = Linear::new(&weight, vec![0.5, 0.25, 0.0]);
        let (x, mut out) = ([1.0, 2.0], Vec::new());
        layer.apply(&x, 1, &mut out);
        assert_eq!(out, [1.5, 2.25, 8.0]);
        layer.add(&x, 1, &mut out);
        assert_eq!(out, [3.0, 4.5, 16.0]);
    }
}
