//! The arithmetic beside products: layer norms, softmax and their like, on plain slices of `f32`.
//! Every output row depends on its own input row alone, so results do not change with the size of a batch.

/// Compiles a function three times, for any processor, for those with AVX2 and for those with AVX-512, and picks at run
/// time. The arithmetic is the same in all, lane by lane, and so are the results.
macro_rules! vectorised {
    ($(#[$doc:meta])* $visible:vis fn $name:ident($($argument:ident: $type:ty),* $(,)?) $body:block) => {
        $(#[$doc])*
        $visible fn $name($($argument: $type),*) {
            #[inline(always)]
            fn plain($($argument: $type),*) $body

            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx2")]
                fn wide($($argument: $type),*) {
                    plain($($argument),*)
                }
                #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl")]
                fn widest($($argument: $type),*) {
                    plain($($argument),*)
                }
                if is_x86_feature_detected!("avx512bw")
                    && is_x86_feature_detected!("avx512dq")
                    && is_x86_feature_detected!("avx512vl")
                {
                    // SAFETY: the processor has AVX-512 with these parts, as just asked.
                    #[allow(unsafe_code)]
                    return unsafe { widest($($argument),*) };
                }
                if is_x86_feature_detected!("avx2") {
                    // SAFETY: the processor has AVX2, as just asked.
                    #[allow(unsafe_code)]
                    return unsafe { wide($($argument),*) };
                }
            }
            plain($($argument),*)
        }
    };
}

/// Layer norm with learned scale and shift.
#[derive(Debug, Clone, Default)]
pub(crate) struct Norm {
    pub(crate) scale: Vec<f32>,
    pub(crate) shift: Vec<f32>,
}

impl Norm {
    /// Normalises each row of `x` into `out`.
    pub(crate) fn apply(&self, x: &[f32], out: &mut Vec<f32>) {
        out.resize(x.len(), 0.0);
        normalise_rows(x, &self.scale, &self.shift, out);
    }
}

vectorised! {
    fn normalise_rows(x: &[f32], scale: &[f32], shift: &[f32], out: &mut [f32]) {
        let width = scale.len();
        for (row, target) in x.chunks_exact(width).zip(out.chunks_exact_mut(width)) {
            let mean = sum(row) / width as f32;
            target.iter_mut().zip(row).for_each(|(t, v)| *t = v - mean);
            let inverse = 1.0 / (squares(target) / width as f32 + 1e-5).sqrt();
            for ((t, g), b) in target.iter_mut().zip(scale).zip(shift) {
                *t = *t * inverse * g + b;
            }
        }
    }
}

/// A sum in eight lanes, which compilers turn into vector instructions.
#[inline(always)]
fn sum(row: &[f32]) -> f32 {
    let mut lanes = [0.0f32; 8];
    for chunk in row.chunks_exact(8) {
        lanes.iter_mut().zip(chunk).for_each(|(lane, v)| *lane += v);
    }
    lanes.iter().sum::<f32>() + row.chunks_exact(8).remainder().iter().sum::<f32>()
}

#[inline(always)]
fn squares(row: &[f32]) -> f32 {
    let mut lanes = [0.0f32; 8];
    for chunk in row.chunks_exact(8) {
        lanes.iter_mut().zip(chunk).for_each(|(lane, v)| *lane += v * v);
    }
    lanes.iter().sum::<f32>() + row.chunks_exact(8).remainder().iter().map(|v| v * v).sum::<f32>()
}

vectorised! {
    /// The greater of the two halves of each row of `pairs` (2 × `width`), added to `out`.
    pub(crate) fn add_maxout(pairs: &[f32], width: usize, out: &mut [f32]) {
        for (pair, target) in pairs.chunks_exact(2 * width).zip(out.chunks_exact_mut(width)) {
            let (left, right) = pair.split_at(width);
            for ((t, a), b) in target.iter_mut().zip(left).zip(right) {
                *t += if a > b { a } else { b };
            }
        }
    }
}

vectorised! {
    /// Adds `y` to `x`.
    pub(crate) fn add(x: &mut [f32], y: &[f32]) {
        x.iter_mut().zip(y).for_each(|(x, y)| *x += y);
    }
}

/// `e^x` by a polynomial on the fractional part: within 1e-5 relative, branch-free so that loops vectorise.
#[inline(always)]
pub(crate) fn exp(x: f32) -> f32 {
    let scaled = (x * std::f32::consts::LOG2_E).clamp(-126.0, 126.0);
    let whole = (scaled + 12_582_912.0) - 12_582_912.0;
    let part = (scaled - whole) * std::f32::consts::LN_2;
    let mut power = 1.0 / 5040.0;
    for factor in [1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0] {
        power = power * part + factor;
    }
    power * f32::from_bits(((whole as i32 + 127) as u32) << 23)
}

vectorised! {
    /// Adds to each score of a square matrix (`n` × `n`) the bias of its distance, then takes the softmax of each row.
    /// `bias` holds those of the distances from `-(n - 1)` to `n - 1`.
    pub(crate) fn softmax_near(scores: &mut [f32], n: usize, bias: &[f32]) {
        for (i, row) in scores.chunks_exact_mut(n).enumerate() {
            let mut top = [f32::NEG_INFINITY; 8];
            row.iter_mut().zip(&bias[n - 1 - i..]).for_each(|(v, b)| *v += b);
            for (k, v) in row.iter().enumerate() {
                top[k % 8] = if *v > top[k % 8] { *v } else { top[k % 8] };
            }
            let top = top.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            row.iter_mut().for_each(|v| *v = exp(*v - top));
            let scale = 1.0 / sum(row);
            row.iter_mut().for_each(|v| *v *= scale);
        }
    }
}

/// `silu(a) · b` over the halves of each row (2 × `width`) into `out`.
pub(crate) fn gate(pairs: &[f32], width: usize, out: &mut Vec<f32>) {
    out.resize(pairs.len() / 2, 0.0);
    gate_rows(pairs, width, out);
}

vectorised! {
    fn gate_rows(pairs: &[f32], width: usize, out: &mut [f32]) {
        for (pair, target) in pairs.chunks_exact(2 * width).zip(out.chunks_exact_mut(width)) {
            let (left, right) = pair.split_at(width);
            for ((t, a), b) in target.iter_mut().zip(left).zip(right) {
                *t = a / (1.0 + exp(-a)) * b;
            }
        }
    }
}

/// The index of the greatest value; the first of equals; 0 for an empty row.
pub(crate) fn best(row: &[f32]) -> usize {
    let mut at = 0;
    for (i, v) in row.iter().enumerate() {
        if *v > row[at] {
            at = i;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_close_everywhere() {
        for i in -8_000..=200 {
            let x = i as f32 * 0.01;
            assert!((exp(x) - x.exp()).abs() <= 1e-5 * x.exp() + 1e-37, "exp({x}) = {}", exp(x));
        }
    }

    #[test]
    fn norm_gives_zero_mean_and_unit_variance() {
        let norm = Norm { scale: vec![1.0; 16], shift: vec![0.0; 16] };
        let x: Vec<f32> = (0..16).map(|i| i as f32).collect();
        let mut out = Vec::new();
        norm.apply(&x, &mut out);
        assert!(sum(&out).abs() < 1e-4);
        assert!((squares(&out) / 16.0 - 1.0).abs() < 1e-3);
    }
}
