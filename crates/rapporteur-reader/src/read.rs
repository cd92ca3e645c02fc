//! The reader itself: holds the weights, cuts the text, runs the network in batches and puts the reading together.

use std::fs::File;
use std::ops::Range;
use std::path::Path;
use std::sync::Mutex;

use rapporteur_core::{Reading, Span};

use crate::assemble::{Labels, Scored};
use crate::network::{Logits, Network, Scratch, WIDTH};
use crate::sentences::{Boundaries, LONGEST, ROWS};
use crate::tokens::{Piece, tokenise};
use crate::weights::Weights;
use crate::{quotes, tree};

/// The weights that ship with the program.
static EMBEDDED: &[u8] = include_bytes!("../../../model/reader.safetensors");
/// How many numbers a token's vector has.
pub const VECTOR: usize = WIDTH;
/// Sentences are read together until they hold this many words.
const BATCH: usize = 768;

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
    labels: Labels,
    /// Buffers and caches, one set for each thread that has read so far.
    idle: Mutex<Vec<Workspace>>,
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
        let labels = Labels::load(&weights, &network.columns)?;
        Ok(Reader { labels, boundary, network, idle: Mutex::default(), bytes })
    }

    /// Reads a text.
    ///
    /// Never fails: strange input gives a strange reading. Tokens and white space tile the text; every sentence has
    /// one root. The result does not depend on what was read before or on other threads.
    pub fn read(&self, text: &str) -> Reading {
        let pieces = tokenise(text);
        let ranges = Boundaries::new(text, &pieces).sentences(&self.boundary);
        let mut reading = self.analyse(text, &pieces, &ranges, None);
        reading.quotes = quotes::quotes(text, &pieces);
        reading
    }

    /// Reads a text and hands out the network's vector of each token too, [`VECTOR`] numbers a token, for learned
    /// scores on top of the reading. Vectors belong to the weights: they mean nothing to another model.
    pub fn read_with_vectors(&self, text: &str) -> (Reading, Vec<f32>) {
        let pieces = tokenise(text);
        let ranges = Boundaries::new(text, &pieces).sentences(&self.boundary);
        let mut vectors = Vec::with_capacity(pieces.len() * VECTOR);
        let mut reading = self.analyse(text, &pieces, &ranges, Some(&mut vectors));
        reading.quotes = quotes::quotes(text, &pieces);
        (reading, vectors)
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
        let reading = self.analyse(&text, &pieces, &ranges, None);
        (text, reading)
    }

    /// Runs the network over all sentences, batch by batch, and appends the tokens' vectors where they are wanted.
    fn analyse(
        &self,
        text: &str,
        pieces: &[Piece],
        ranges: &[Range<usize>],
        mut vectors: Option<&mut Vec<f32>>,
    ) -> Reading {
        let mut workspace = self.idle.lock().map(|mut idle| idle.pop()).ok().flatten().unwrap_or_default();
        let mut reading = Reading { tokens: Vec::with_capacity(pieces.len()), ..Reading::default() };
        let mut from = 0;
        while from < ranges.len() {
            let mut to = from + 1;
            while to < ranges.len() && ranges[to].end - ranges[from].start <= BATCH {
                to += 1;
            }
            self.batch(text, pieces, &ranges[from..to], &mut workspace, &mut reading);
            if let Some(vectors) = &mut vectors {
                vectors.extend_from_slice(workspace.scratch.vectors());
            }
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
        self.network.words.look_up(self.bytes.get(), forms, &mut scratch.ids, &mut scratch.words);
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
        let (pieces, ids, columns) = (&pieces[base..end], &scratch.ids, &self.network.columns);
        let scored = Scored { text, pieces, ids, logits, relations, heads: &heads, columns };
        for range in &local {
            self.labels.sentence(&scored, range, &mut scratch.words, reading);
        }
    }

    /// The logits of one sentence, and of its relations for the given heads: for the parity test.
    #[cfg(test)]
    pub(crate) fn logits(&self, words: &[&str], heads: &[usize]) -> (Logits, Vec<f32>) {
        let mut workspace = Workspace::default();
        let Workspace { scratch, logits, relations } = &mut workspace;
        let range = 0..words.len();
        self.network.words.look_up(self.bytes.get(), words.iter().copied(), &mut scratch.ids, &mut scratch.words);
        let sentence = std::slice::from_ref(&range);
        self.network.run(sentence, scratch, logits);
        self.network.relations(sentence, heads, logits, scratch, relations);
        (workspace.logits, workspace.relations)
    }

    #[cfg(test)]
    pub(crate) fn columns(&self) -> &crate::network::Columns {
        &self.network.columns
    }
}

/// The boundary model's view of a text, for training: for each undecided place its end's byte offset and feature rows.
#[doc(hidden)]
pub fn boundary_features(text: &str, ends: &[usize]) -> Vec<(usize, Vec<u32>)> {
    let pieces = tokenise(text);
    let boundaries = Boundaries::new(text, &pieces);
    let mut start = 0;
    let mut out = Vec::new();
    for (i, piece) in pieces.iter().enumerate().take(pieces.len().saturating_sub(1)) {
        if boundaries.verdict(i) == crate::sentences::Verdict::Learned {
            out.push((piece.span.end, boundaries.features(i, start)));
        }
        if ends.contains(&piece.span.end) {
            start = i + 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_are_those_that_were_exported() {
        let mut sum = 0xcbf2_9ce4_8422_2325_u64;
        for chunk in EMBEDDED.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            sum = (sum ^ u64::from_le_bytes(word)).wrapping_mul(0x0100_0000_01b3);
        }
        assert_eq!(format!("{sum:016x}"), include_str!("../../../model/reader.sum").trim());
    }

    #[test]
    fn a_file_is_as_good_as_the_embedded_weights() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../model/reader.safetensors");
        let text = "Two civilians were killed near Aleppo on Saturday, police said.";
        let (file, embedded) = (Reader::open(&path).expect("opens"), Reader::embedded().expect("opens"));
        assert_eq!(file.read(text), embedded.read(text));
    }

    #[test]
    fn each_token_has_a_vector_of_its_own() {
        let text = "The rebels agreed. The army did not.";
        let reader = Reader::embedded().expect("opens");
        let (reading, vectors) = reader.read_with_vectors(text);
        assert_eq!(reading, reader.read(text));
        assert_eq!(vectors.len(), reading.tokens.len() * VECTOR);
        let rows: Vec<&[f32]> = vectors.chunks_exact(VECTOR).collect();
        assert!(rows.iter().all(|row| row.iter().all(|v| v.is_finite())));
        assert_ne!(rows[0], rows[4], "one word in two contexts");
    }

    #[test]
    fn what_is_no_model_is_refused() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        assert!(matches!(Reader::open(&path), Err(ReaderError::Format(_))));
        assert!(matches!(Reader::open(Path::new("nowhere")), Err(ReaderError::Open { .. })));
    }
}
