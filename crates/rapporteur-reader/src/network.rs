//! The network: from word forms to the logits of every head. It mirrors `training/reader/model.py` layer by layer;
//! `model/parity.json` holds logits of both for a few sentences. It decides nothing: `decode` does.

use std::ops::Range;

use crate::ReaderError;
use crate::kernels::{Norm, add, add_maxout, gate, softmax_near};
use crate::product::{Linear, Panels, View};
use crate::weights::{Matrix, Weights};
use crate::words::Words;

pub(crate) const WIDTH: usize = 128;
const HEADS: usize = 4;
const NEAR: isize = 24;
const FAR: isize = 20;
const REL: usize = 96;

struct Attention {
    norm: Norm,
    qkv: Linear,
    near: Matrix,
    out: Linear,
    gate_norm: Norm,
    up: Linear,
    down: Linear,
}

/// Where each head's logits lie in a row of `Logits::heads`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Columns {
    pub(crate) upos: Range<usize>,
    pub(crate) feats: Range<usize>,
    pub(crate) lemma: Range<usize>,
    pub(crate) entity: Range<usize>,
    dep: Range<usize>,
    head: Range<usize>,
    bias: Range<usize>,
    rel_dep: Range<usize>,
    rel_head: Range<usize>,
    pub(crate) width: usize,
    /// How many relations there are; their scores stand apart.
    pub(crate) relations: usize,
}

/// All weights but those of the word encoder.
pub(crate) struct Network {
    pub(crate) words: Words,
    /// Of the first convolution only the bias is left: its products lie in the cache of words.
    first_bias: Vec<f32>,
    second: (Norm, Linear),
    attentions: Vec<Attention>,
    norm: Norm,
    heads: Linear,
    pub(crate) columns: Columns,
    /// What speaks for the root (the first column), and for each distance to a head.
    arc_root_and_far: Linear,
    rel_root: Vec<f32>,
    rel_out: Linear,
}

/// Buffers of one pass, kept between passes.
#[derive(Default)]
pub(crate) struct Scratch {
    x: Vec<f32>,
    y: Vec<f32>,
    wide: Vec<f32>,
    mixed: Vec<f32>,
    scores: Vec<f32>,
    /// The keys, values or heads of one sentence.
    panels: Panels,
    far: Vec<f32>,
    pairs: Vec<f32>,
    pub(crate) ids: Vec<u32>,
    pub(crate) words: crate::words::Cache,
}

impl Scratch {
    /// The vectors of the words of the last batch, `WIDTH` numbers each: what all heads look at.
    pub(crate) fn vectors(&self) -> &[f32] {
        &self.y
    }
}

/// Scores of one batch; rows follow the words of its sentences.
#[derive(Debug, Default)]
pub(crate) struct Logits {
    /// One row a word, `Columns::width` wide.
    pub(crate) heads: Vec<f32>,
    /// For each sentence of n words, n rows of 1 + n scores: the root first, then each word as the head.
    pub(crate) arcs: Vec<f32>,
}

/// Weights `[in, out]` and bias of a linear layer.
pub(crate) type Layer = (Matrix, Vec<f32>);

pub(crate) fn layer(weights: &Weights, name: &str) -> Result<Layer, ReaderError> {
    let weight = weights.matrix(&format!("{name}.weight"))?.transposed();
    Ok((weight, weights.vector(&format!("{name}.bias"))?))
}

pub(crate) fn linear(weights: &Weights, name: &str) -> Result<Linear, ReaderError> {
    let (weight, bias) = layer(weights, name)?;
    Ok(Linear::new(&weight, bias))
}

pub(crate) fn norm(weights: &Weights, name: &str) -> Result<Norm, ReaderError> {
    Ok(Norm { scale: weights.vector(&format!("{name}.weight"))?, shift: weights.vector(&format!("{name}.bias"))? })
}

impl Attention {
    fn load(weights: &Weights, i: usize) -> Result<Attention, ReaderError> {
        Ok(Attention {
            norm: norm(weights, &format!("attentions.{i}.norm"))?,
            qkv: linear(weights, &format!("attentions.{i}.qkv"))?,
            near: weights.matrix(&format!("attentions.{i}.near"))?,
            out: linear(weights, &format!("attentions.{i}.out"))?,
            gate_norm: norm(weights, &format!("gates.{i}.norm"))?,
            up: linear(weights, &format!("gates.{i}.up"))?,
            down: linear(weights, &format!("gates.{i}.down"))?,
        })
    }
}

/// Lays several linear layers with the same input side by side, so that one product serves all heads.
pub(crate) fn side_by_side(parts: &[Layer]) -> Linear {
    let columns: usize = parts.iter().map(|(weight, _)| weight.columns).sum();
    let mut values = Vec::with_capacity(WIDTH * columns);
    for row in 0..WIDTH {
        for (weight, _) in parts {
            values.extend_from_slice(&weight.values[row * weight.columns..(row + 1) * weight.columns]);
        }
    }
    let bias = parts.iter().flat_map(|(_, bias)| bias.iter().copied()).collect();
    Linear::new(&Matrix { rows: WIDTH, columns, values }, bias)
}

impl Network {
    /// Takes the weights apart and lays them out for the passes to come.
    pub(crate) fn load(weights: &Weights) -> Result<Network, ReaderError> {
        let names = [
            "heads.upos",
            "heads.feats",
            "heads.lemma",
            "heads.entity",
            "arc_dep",
            "arc_head",
            "arc_bias",
            "rel_dep",
            "rel_head",
        ];
        let mut parts = names.iter().map(|n| layer(weights, n)).collect::<Result<Vec<_>, _>>()?;
        // The lemma head sees the context and the word itself; the word's part is added from the cache of words.
        let (lemma, _) = &mut parts[2];
        let own = Matrix { rows: WIDTH, columns: lemma.columns, values: lemma.values.split_off(WIDTH * lemma.columns) };
        lemma.rows = WIDTH;
        let mut at = 0;
        let mut next = |i: usize| {
            let start = at;
            at += parts[i].0.columns;
            start..at
        };
        let columns = Columns {
            upos: next(0),
            feats: next(1),
            lemma: next(2),
            entity: next(3),
            dep: next(4),
            head: next(5),
            bias: next(6),
            rel_dep: next(7),
            rel_head: next(8),
            width: 0,
            relations: 0,
        };
        let heads = side_by_side(&parts);
        let rel_out = linear(weights, "rel_out")?;
        Ok(Network {
            words: Words::load(weights, &own)?,
            first_bias: weights.vector("convolutions.0.mix.bias")?,
            second: (norm(weights, "convolutions.1.norm")?, linear(weights, "convolutions.1.mix")?),
            attentions: (0..)
                .take_while(|i| weights.has(&format!("attentions.{i}.norm.weight")))
                .map(|i| Attention::load(weights, i))
                .collect::<Result<_, _>>()?,
            norm: norm(weights, "norm")?,
            columns: Columns { width: heads.outputs(), relations: rel_out.outputs(), ..columns },
            heads,
            arc_root_and_far: root_and_far(weights.vector("arc_root")?, &weights.matrix("arc_far")?),
            rel_root: weights.vector("rel_root")?,
            rel_out,
        })
    }

    /// Reads a batch: `scratch.ids` holds the cached words of all sentences, `sentences` their ranges.
    pub(crate) fn run(&self, sentences: &[Range<usize>], scratch: &mut Scratch, logits: &mut Logits) {
        let n = scratch.ids.len();
        scratch.x.clear();
        for &id in &scratch.ids {
            scratch.x.extend_from_slice(scratch.words.vector(id));
        }
        self.first_convolution(sentences, scratch);
        self.second.0.apply(&scratch.x, &mut scratch.y);
        neighbours(&scratch.y, sentences, &mut scratch.wide);
        self.second.1.apply(&scratch.wide, n, &mut scratch.mixed);
        add_maxout(&scratch.mixed, WIDTH, &mut scratch.x);
        for layer in &self.attentions {
            self.attend(layer, sentences, scratch);
            layer.gate_norm.apply(&scratch.x, &mut scratch.y);
            layer.up.apply(&scratch.y, n, &mut scratch.wide);
            gate(&scratch.wide, 2 * WIDTH, &mut scratch.y);
            layer.down.add(&scratch.y, n, &mut scratch.x);
        }
        self.norm.apply(&scratch.x, &mut scratch.y);
        self.heads.apply(&scratch.y, n, &mut logits.heads);
        for (row, &id) in logits.heads.chunks_exact_mut(self.columns.width).zip(&scratch.ids) {
            row[self.columns.lemma.clone()].iter_mut().zip(scratch.words.lemma(id)).for_each(|(l, own)| *l += own);
        }
        self.arcs(sentences, scratch, logits);
    }

    /// Adds up what each word and its neighbours bring to the first convolution.
    fn first_convolution(&self, sentences: &[Range<usize>], scratch: &mut Scratch) {
        scratch.mixed.clear();
        for sentence in sentences {
            let ids = &scratch.ids[sentence.clone()];
            for i in 0..ids.len() {
                let start = scratch.mixed.len();
                scratch.mixed.extend_from_slice(&self.first_bias);
                let out = &mut scratch.mixed[start..];
                add(out, scratch.words.share(ids[i], 1));
                if i > 0 {
                    add(out, scratch.words.share(ids[i - 1], 0));
                }
                if i + 1 < ids.len() {
                    add(out, scratch.words.share(ids[i + 1], 2));
                }
            }
        }
        add_maxout(&scratch.mixed, WIDTH, &mut scratch.x);
    }

    fn attend(&self, layer: &Attention, sentences: &[Range<usize>], scratch: &mut Scratch) {
        let n = scratch.ids.len();
        layer.norm.apply(&scratch.x, &mut scratch.y);
        layer.qkv.apply(&scratch.y, n, &mut scratch.wide);
        for sentence in sentences {
            let rows = sentence.len();
            let base = sentence.start * 3 * WIDTH;
            for head in 0..HEADS {
                let part = WIDTH / HEADS;
                let at = |k: usize| &scratch.wide[base + k * WIDTH + head * part..];
                let view = |k: usize| View::new(at(k), rows, part, 3 * WIDTH);
                scratch.scores.resize(rows * rows, 0.0);
                scratch.panels.fill(view(1).transposed(), (part as f32).powf(-0.5));
                scratch.panels.multiply(at(0), 3 * WIDTH, rows, &mut scratch.scores, rows);
                let near = &layer.near.values[head * layer.near.columns..(head + 1) * layer.near.columns];
                scratch.far.clear();
                let distances = 1 - rows as isize..rows as isize;
                scratch.far.extend(distances.map(|d| near[(d.clamp(-NEAR, NEAR) + NEAR) as usize]));
                softmax_near(&mut scratch.scores[..rows * rows], rows, &scratch.far);
                let out = &mut scratch.y[sentence.start * WIDTH + head * part..];
                scratch.panels.fill(view(2), 1.0);
                scratch.panels.multiply(&scratch.scores, rows, rows, out, WIDTH);
            }
        }
        layer.out.add(&scratch.y, n, &mut scratch.x);
    }

    fn arcs(&self, sentences: &[Range<usize>], scratch: &mut Scratch, logits: &mut Logits) {
        let (width, scale) = (self.columns.width, (WIDTH as f32).powf(-0.5));
        logits.arcs.clear();
        for sentence in sentences {
            let rows = sentence.len();
            let words = &logits.heads[sentence.start * width..sentence.end * width];
            let dep = &words[self.columns.dep.start..];
            let start = logits.arcs.len();
            logits.arcs.resize(start + rows * (rows + 1), 0.0);
            let arcs = &mut logits.arcs[start..];
            let head = View::new(&words[self.columns.head.start..], rows, WIDTH, width);
            scratch.panels.fill(head.transposed(), scale);
            scratch.panels.multiply(dep, width, rows, &mut arcs[1..], rows + 1);
            self.arc_root_and_far.apply_strided(dep, width, rows, &mut scratch.far);
            let far = scratch.far.chunks_exact(self.arc_root_and_far.outputs());
            for (i, (row, far)) in arcs.chunks_exact_mut(rows + 1).zip(far).enumerate() {
                row[0] = far[0];
                for (j, score) in row[1..].iter_mut().enumerate() {
                    let distance = (j as isize - i as isize).clamp(-FAR, FAR) + FAR;
                    *score += far[1 + distance as usize] + words[j * width + self.columns.bias.start];
                }
                row[i + 1] = -1e9;
            }
        }
    }

    /// The relation logits of each word for the head chosen for it (0 = root, else its place in the sentence, from 1).
    pub(crate) fn relations(
        &self,
        sentences: &[Range<usize>],
        heads: &[usize],
        logits: &Logits,
        scratch: &mut Scratch,
        out: &mut Vec<f32>,
    ) {
        let width = self.columns.width;
        scratch.pairs.clear();
        for sentence in sentences {
            for i in sentence.clone() {
                let dep = &logits.heads[i * width..][self.columns.rel_dep.clone()];
                let head = match heads[i] {
                    0 => &self.rel_root[..],
                    place => &logits.heads[(sentence.start + place - 1) * width..][self.columns.rel_head.clone()],
                };
                scratch.pairs.extend_from_slice(dep);
                scratch.pairs.extend_from_slice(head);
                scratch.pairs.extend(dep.iter().zip(head).map(|(d, h)| d * h));
            }
        }
        debug_assert_eq!(scratch.pairs.len(), heads.len() * 3 * REL);
        self.rel_out.apply(&scratch.pairs, heads.len(), out);
    }
}

/// The weights of the root and of the distances, side by side.
fn root_and_far(root: Vec<f32>, far: &Matrix) -> Linear {
    let scale = (WIDTH as f32).powf(-0.5);
    let mut rows: Vec<f32> = root.iter().map(|weight| weight * scale).collect();
    rows.extend_from_slice(&far.values);
    let weight = Matrix { rows: 1 + far.rows, columns: WIDTH, values: rows }.transposed();
    let bias = vec![0.0; weight.columns];
    Linear::new(&weight, bias)
}

/// Each row with its left and right neighbour inside the sentence, zeros beyond its ends: [left, self, right].
fn neighbours(x: &[f32], sentences: &[Range<usize>], out: &mut Vec<f32>) {
    out.clear();
    out.reserve(3 * x.len());
    const NONE: [f32; WIDTH] = [0.0; WIDTH];
    let row = |i: usize| &x[i * WIDTH..(i + 1) * WIDTH];
    for sentence in sentences {
        for i in sentence.clone() {
            out.extend_from_slice(if i > sentence.start { row(i - 1) } else { &NONE });
            out.extend_from_slice(row(i));
            out.extend_from_slice(if i + 1 < sentence.end { row(i + 1) } else { &NONE });
        }
    }
}
