//! The reader itself: holds the weights, cuts the text, runs the network in batches and puts the reading together.

use std::fs::File;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex};

use rapporteur_core::{Deprel, Entity, EntityKind, Feats, Reading, Sentence, Span, Token, Upos};

use crate::decode::{Script, entities, label};
use crate::network::{Logits, Network, Scratch};
use crate::sentences::{Boundaries, LONGEST, ROWS};
use crate::tokens::{Piece, tokenise};
use crate::weights::Weights;
use crate::{quotes, tree};

/// The weights that ship with the program.
static EMBEDDED: &[u8] = include_bytes!("../../../model/reader.safetensors");
/// Sentences are read together until they hold this many words.
const BATCH: usize = 384;

/// Why a model could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum ReaderError {
    /// The file could not be read.
    #[error("cannot read the model {path}: {source}")]
    Open {
        /// The file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is not a model of this version.
    #[error("the model does not fit this program: {0}")]
    Format(String),
    /// A part is not there.
    #[error("the model lacks `{0}`")]
    Missing(String),
}

/// Where the weights' bytes live.
enum Bytes {
    Embedded(&'static [u8]),
    Mapped(memmap2::Mmap),
}

impl Bytes {
    fn get(&self) -> &[u8] {
        match self {
            Bytes::Embedded(bytes) => bytes,
            Bytes::Mapped(map) => map,
        }
    }
}

/// Reads texts. Opening takes some milliseconds; a reader may be shared between threads.
pub struct Reader {
    bytes: Bytes,
    network: Network,
    boundary: Vec<f32>,
    upos: Vec<Upos>,
    feats: Vec<Feats>,
    deprel: Vec<Deprel>,
    kinds: Vec<EntityKind>,
    scripts: Vec<Script>,
    /// Buffers and caches, one set for each thread that has read so far.
    idle: Mutex<Vec<Box<Workspace>>>,
}

#[derive(Default)]
struct Workspace {
    scratch: Scratch,
    logits: Logits,
    relations: Vec<f32>,
}

impl Reader {
    /// The reader with the weights that ship with the program.
    ///
    /// # Errors
    /// Only if the program was built with a broken model file.
    pub fn embedded() -> Result<Reader, ReaderError> {
        Reader::build(Bytes::Embedded(EMBEDDED))
    }

    /// The reader with the weights in a file, which is mapped into memory and must not change meanwhile.
    ///
    /// # Errors
    /// When the file cannot be opened, or is not a model that fits this program: retrain, or take the embedded one.
    pub fn open(path: &Path) -> Result<Reader, ReaderError> {
        let wrap = |source| ReaderError::Open { path: path.display().to_string(), source };
        let file = File::open(path).map_err(wrap)?;
        // SAFETY: the map is only read, and the contract above asks that the file stay as it is.
        #[allow(unsafe_code)]
        let map = unsafe { memmap2::Mmap::map(&file) }.map_err(wrap)?;
        Reader::build(Bytes::Mapped(map))
    }

    fn build(bytes: Bytes) -> Result<Reader, ReaderError> {
        let weights = Weights::parse(bytes.get())?;
        let network = Network::load(&weights)?;
        let boundary = weights.vector("boundary")?;
        if boundary.len() != ROWS as usize {
            return Err(ReaderError::Format(format!("{} boundary weights, not {ROWS}", boundary.len())));
        }
        let labels = |name: &str| weights.labels(&format!("labels.{name}"));
        let deprel = |text: &String| {
            text.parse().unwrap_or_else(|()| Deprel::from_text(text.split(':').next().unwrap_or_default()))
        };
        let (upos, feats, lemma, relations, tags) =
            (labels("upos")?, labels("feats")?, labels("lemma")?, labels("deprel")?, labels("entity")?);
        let kinds =
            tags.iter().skip(1).step_by(4).map(|tag| EntityKind::from_text(tag.get(2..).unwrap_or_default())).collect();
        let columns = &network.columns;
        let widths = [columns.upos.len(), columns.feats.len(), columns.lemma.len(), columns.entity.len()];
        if widths != [upos.len(), feats.len(), lemma.len(), tags.len()] {
            return Err(ReaderError::Format("the heads and their labels differ in number".to_owned()));
        }
        Ok(Reader {
            upos: upos.iter().map(|text| Upos::from_text(text)).collect(),
            feats: feats.iter().map(|text| Feats::new(text)).collect(),
            deprel: relations.iter().map(deprel).collect(),
            kinds,
            scripts: lemma.iter().map(|rule| Script::parse(rule)).collect(),
            boundary,
            network,
            idle: Mutex::default(),
            bytes,
        })
    }

    /// Reads a text.
    ///
    /// Never fails: strange input gives a strange reading. Tokens and white space tile the text; every sentence has
    /// one root. The result does not depend on what was read before or on other threads.
    pub fn read(&self, text: &str) -> Reading {
        let pieces = tokenise(text);
        let ranges = Boundaries::new(text, &pieces).sentences(&self.boundary);
        let mut reading = self.analyse(text, &pieces, &ranges);
        reading.quotes = quotes::quotes(text, &pieces);
        reading
    }

    /// Reads sentences that are cut into tokens already: the text that the spans refer to, and the reading.
    ///
    /// Sentences longer than the limit are cut; empty tokens and sentences are left out.
    pub fn read_tokens(&self, sentences: &[Vec<&str>]) -> (String, Reading) {
        let (mut text, mut pieces, mut ranges) = (String::new(), Vec::new(), Vec::new());
        for sentence in sentences {
            let first = pieces.len();
            for &word in sentence.iter().filter(|word| !word.is_empty()) {
                let start = text.len();
                text.push_str(word);
                pieces.push(Piece { span: Span::new(start, text.len()), lines: 0, space: true });
                text.push(' ');
            }
            let mut start = first;
            while start < pieces.len() {
                let end = pieces.len().min(start + LONGEST);
                ranges.push(start..end);
                start = end;
            }
            text.push('\n');
        }
        let reading = self.analyse(&text, &pieces, &ranges);
        (text, reading)
    }

    /// Runs the network over all sentences, batch by batch.
    fn analyse(&self, text: &str, pieces: &[Piece], ranges: &[Range<usize>]) -> Reading {
        let mut workspace = self.idle.lock().map(|mut idle| idle.pop()).ok().flatten().unwrap_or_default();
        let mut reading = Reading { tokens: Vec::with_capacity(pieces.len()), ..Reading::default() };
        let mut from = 0;
        while from < ranges.len() {
            let mut to = from + 1;
            while to < ranges.len() && ranges[to].end - ranges[from].start <= BATCH {
                to += 1;
            }
            self.batch(text, pieces, &ranges[from..to], &mut workspace, &mut reading);
            from = to;
        }
        if let Ok(mut idle) = self.idle.lock() {
            idle.push(workspace);
        }
        reading
    }

    fn batch(
        &self,
        text: &str,
        pieces: &[Piece],
        ranges: &[Range<usize>],
        workspace: &mut Workspace,
        reading: &mut Reading,
    ) {
        let Workspace { scratch, logits, relations } = workspace;
        let base = ranges.first().map_or(0, |range| range.start);
        let end = ranges.last().map_or(base, |range| range.end);
        let forms = pieces[base..end].iter().map(|piece| piece.span.of(text));
        let mut ids = std::mem::take(&mut scratch.ids);
        self.network.words.look_up(self.bytes.get(), forms, &mut ids, &mut scratch.words);
        scratch.ids = ids;
        let local: Vec<Range<usize>> = ranges.iter().map(|range| range.start - base..range.end - base).collect();
        self.network.run(&local, scratch, logits);
        let mut heads = Vec::with_capacity(end - base);
        let mut arcs = &logits.arcs[..];
        for range in &local {
            let (these, rest) = arcs.split_at(range.len() * (range.len() + 1));
            heads.extend(tree::heads(these, range.len()));
            arcs = rest;
        }
        self.network.relations(&local, &heads, logits, scratch, relations);
        for (range, global) in local.iter().zip(ranges) {
            self.sentence(text, pieces, range, global, &heads, logits, relations, reading);
        }
    }

    /// The logits of one sentence, and of its relations for the given heads: for the parity test.
    #[cfg(test)]
    pub(crate) fn logits(&self, words: &[&str], heads: &[usize]) -> (Logits, Vec<f32>) {
        let mut workspace = Workspace::default();
        let Workspace { scratch, logits, relations } = &mut workspace;
        let mut ids = Vec::new();
        self.network.words.look_up(self.bytes.get(), words.iter().copied(), &mut ids, &mut scratch.words);
        scratch.ids = ids;
        let sentence = [0..words.len()];
        self.network.run(&sentence, scratch, logits);
        self.network.relations(&sentence, heads, logits, scratch, relations);
        (workspace.logits, workspace.relations)
    }

    #[cfg(test)]
    pub(crate) fn columns(&self) -> &crate::network::Columns {
        &self.network.columns
    }

    /// Appends one sentence to the reading.
    #[allow(clippy::too_many_arguments)]
    fn sentence(
        &self,
        text: &str,
        pieces: &[Piece],
        local: &Range<usize>,
        global: &Range<usize>,
        heads: &[usize],
        logits: &Logits,
        relations: &[f32],
        reading: &mut Reading,
    ) {
        let columns = &self.network.columns;
        let row = |i: usize| &logits.heads[i * columns.width..(i + 1) * columns.width];
        let first = reading.tokens.len();
        for (i, piece) in local.clone().zip(&pieces[global.clone()]) {
            let (head, scores) = (heads[i], row(i));
            let script = &self.scripts[label(scores, &columns.lemma)];
            reading.tokens.push(Token {
                span: piece.span,
                lemma: Arc::from(script.apply(piece.span.of(text))),
                upos: self.upos[label(scores, &columns.upos)],
                feats: self.feats[label(scores, &columns.feats)].clone(),
                head: (head > 0).then(|| first + head - 1),
                deprel: self.relation(&relations[i * self.deprel.len()..(i + 1) * self.deprel.len()], head == 0),
            });
        }
        for (start, end, kind) in entities(local.clone().map(|i| &row(i)[columns.entity.clone()]), columns.entity.len())
        {
            let tokens = first + start..first + end;
            let span = reading.tokens[tokens.start].span.cover(reading.tokens[tokens.end - 1].span);
            reading.entities.push(Entity { span, kind: self.kinds[kind], tokens });
        }
        let span = Span::new(pieces[global.start].span.start, pieces[global.end - 1].span.end);
        reading.sentences.push(Sentence { span, tokens: first..reading.tokens.len() });
    }

    /// The best relation; `root` for the root and for no other word.
    fn relation(&self, scores: &[f32], root: bool) -> Deprel {
        if root {
            return Deprel::Root;
        }
        let mut top: Option<(f32, Deprel)> = None;
        for (&score, &relation) in scores.iter().zip(&self.deprel) {
            if relation != Deprel::Root && top.is_none_or(|(best, _)| score > best) {
                top = Some((score, relation));
            }
        }
        top.map_or(Deprel::Dep, |(_, relation)| relation)
    }
}

/// The boundary model's view of a text, for training: for each undecided place its end's byte offset and feature rows.
#[doc(hidden)]
pub fn boundary_features(text: &str, ends: &[usize]) -> Vec<(usize, Vec<u32>)> {
    let pieces = tokenise(text);
    let boundaries = Boundaries::new(text, &pieces);
    let mut start = 0;
    let mut out = Vec::new();
    for i in 0..pieces.len().saturating_sub(1) {
        if boundaries.verdict(i) == crate::sentences::Verdict::Learned {
            out.push((pieces[i].span.end, boundaries.features(i, start)));
        }
        if ends.contains(&pieces[i].span.end) {
            start = i + 1;
        }
    }
    out
}
