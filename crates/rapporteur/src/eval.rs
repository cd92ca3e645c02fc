//! Accuracy: how the program does on examples whose answer is known.

pub mod claims;
pub mod frames;
