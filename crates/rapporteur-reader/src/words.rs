//! The word encoder: a vector for every word form, free of context and so computed once and cached.

use std::collections::HashMap;
use std::sync::Arc;

use crate::ReaderError;
use crate::features::{AFFIXES, Features};
use crate::kernels::{Norm, add_maxout};
use crate::network::{WIDTH, linear, norm, side_by_side};
use crate::product::Linear;
use crate::weights::{Matrix, Table, Weights};

/// A cache of this many forms takes about 36 MB; past it the cache starts anew.
const MOST_FORMS: usize = 8_000;

/// The encoder's weights.
pub(crate) struct Words {
    word: Table,
    affix: Table,
    gram: Table,
    mix: Linear,
    norm: Norm,
    bank: Vec<f32>,
    lemma: Linear,
    /// The first convolution: its norm, and its weights for the word left of a place, at it, and right of it.
    first_norm: Norm,
    first: Linear,
}

/// The encoded forms, by form.
#[derive(Default)]
pub(crate) struct Cache {
    ids: HashMap<String, u32>,
    vectors: Vec<f32>,
    lemmas: Vec<f32>,
    lemma_width: usize,
    shares: Vec<f32>,
    made: HashMap<(u32, usize), Arc<str>>,
    waiting: Vec<f32>,
    mixed: Vec<f32>,
}

impl Cache {
    /// The encoded form, with the treebank's vector added.
    pub(crate) fn vector(&self, id: u32) -> &[f32] {
        &self.vectors[id as usize * WIDTH..][..WIDTH]
    }

    /// What the form brings to the first convolution of its right neighbour (0), its own (1) or its left one's (2).
    pub(crate) fn share(&self, id: u32, part: usize) -> &[f32] {
        &self.shares[(id as usize * 3 + part) * 2 * WIDTH..][..2 * WIDTH]
    }

    /// The lemma that a script makes of a form, made once and shared.
    pub(crate) fn lemma_of(&mut self, id: u32, script: usize, make: impl FnOnce() -> Arc<str>) -> Arc<str> {
        self.made.entry((id, script)).or_insert_with(make).clone()
    }

    /// The form's own share of the lemma logits.
    pub(crate) fn lemma(&self, id: u32) -> &[f32] {
        &self.lemmas[id as usize * self.lemma_width..][..self.lemma_width]
    }
}

impl Words {
    pub(crate) fn load(weights: &Weights, lemma: &Matrix) -> Result<Words, ReaderError> {
        let mix = weights.matrix("convolutions.0.mix.weight")?.transposed();
        let third = |k: usize| {
            let values = mix.values[k * WIDTH * 2 * WIDTH..(k + 1) * WIDTH * 2 * WIDTH].to_vec();
            (Matrix { rows: WIDTH, columns: 2 * WIDTH, values }, vec![0.0; 2 * WIDTH])
        };
        Ok(Words {
            first_norm: norm(weights, "convolutions.0.norm")?,
            first: side_by_side(&[third(0), third(1), third(2)]),
            word: weights.table("types.word.weight")?,
            affix: weights.table("types.affix.weight")?,
            gram: weights.table("types.gram.weight")?,
            mix: linear(weights, "types.mix")?,
            norm: norm(weights, "types.norm")?,
            bank: weights.vector("bank")?,
            lemma: Linear::new(lemma, vec![0.0; lemma.columns]),
        })
    }

    /// Replaces `ids` by the ids of the forms; new forms are encoded together.
    pub(crate) fn look_up<'a>(
        &self,
        file: &[u8],
        forms: impl Iterator<Item = &'a str>,
        ids: &mut Vec<u32>,
        cache: &mut Cache,
    ) {
        if cache.ids.len() > MOST_FORMS {
            *cache = Cache::default();
        }
        cache.lemma_width = self.lemma.outputs();
        ids.clear();
        cache.waiting.clear();
        for form in forms {
            let id = match cache.ids.get(form) {
                Some(&id) => id,
                None => {
                    let id = cache.ids.len() as u32;
                    cache.ids.insert(form.to_owned(), id);
                    self.gather(file, &Features::of(form), &mut cache.waiting);
                    id
                }
            };
            ids.push(id);
        }
        self.encode(cache);
    }

    /// Appends the concatenated embeddings of one form to `out`.
    fn gather(&self, file: &[u8], features: &Features, out: &mut Vec<f32>) {
        let start = out.len();
        let (word, affix, gram) = (self.word.columns, self.affix.columns, self.gram.columns);
        out.resize(start + word + AFFIXES * affix + gram, 0.0);
        let row = &mut out[start..];
        for &r in &features.word {
            self.word.add_row(file, r as usize, 1.0, &mut row[..word]);
        }
        for (k, &r) in features.affix.iter().enumerate() {
            let table_row = k * crate::features::AFFIX_ROWS as usize + r as usize;
            self.affix.add_row(file, table_row, 1.0, &mut row[word + k * affix..][..affix]);
        }
        let share = 1.0 / features.grams.len() as f32;
        for &r in &features.grams {
            self.gram.add_row(file, r as usize, share, &mut row[word + AFFIXES * affix..]);
        }
    }

    fn encode(&self, cache: &mut Cache) {
        let rows = cache.waiting.len() / self.mix.inputs().max(1);
        if rows == 0 {
            return;
        }
        self.mix.apply(&cache.waiting, rows, &mut cache.mixed);
        let mut summed = vec![0.0; rows * WIDTH];
        add_maxout(&cache.mixed, WIDTH, &mut summed);
        let mut encoded = Vec::new();
        self.norm.apply(&summed, &mut encoded);
        let mut lemmas = Vec::new();
        self.lemma.apply(&encoded, rows, &mut lemmas);
        cache.lemmas.extend_from_slice(&lemmas);
        let start = cache.vectors.len();
        for row in encoded.chunks_exact(WIDTH) {
            cache.vectors.extend(row.iter().zip(&self.bank).map(|(v, b)| v + b));
        }
        self.first_norm.apply(&cache.vectors[start..], &mut encoded);
        self.first.apply(&encoded, rows, &mut summed);
        cache.shares.extend_from_slice(&summed);
    }
}
