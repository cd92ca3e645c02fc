//! The language model's runtime: text in, a `Reading` out.
