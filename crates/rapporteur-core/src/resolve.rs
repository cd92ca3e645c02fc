//! Mentions, toponyms and time expressions to actors, places and dates.

pub mod actors;
mod claims;
pub mod gazetteer;
mod homes;
mod inherit;
pub mod notes;
mod opponents;
pub mod places;
mod targets;
pub mod times;

pub use claims::{Resolved, resolve};
