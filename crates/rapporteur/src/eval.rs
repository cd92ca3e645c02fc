//! Accuracy: how the program does on reports whose answer is known.

pub mod claims;
