//! The language model's runtime: text in, a [`Reading`](rapporteur_core::Reading) out.
//!
//! [`Reader::embedded`] holds the weights that ship with the program; [`Reader::read`] cuts a text into tokens and
//! sentences, and reads every sentence with one small network: parts of speech, features, lemmas, trees and names.
//! Reading never fails and never panics, whatever the text; memory is bounded by cutting long sentences.
//! Nothing here knows about events: that is `rapporteur-core`'s work.

mod abbreviations;
mod assemble;
mod chars;
mod conllu;
mod decode;
mod features;
mod kernels;
mod marks;
mod network;
#[cfg(test)]
mod parity;
mod product;
mod quotes;
mod read;
mod sentences;
mod tokens;
mod tree;
mod weights;
mod words;

pub use conllu::conllu;
#[doc(hidden)]
pub use read::boundary_features;
pub use read::{Reader, ReaderError, VECTOR};
