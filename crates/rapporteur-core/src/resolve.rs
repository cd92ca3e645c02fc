//! Mentions, toponyms and time expressions to actors, places and dates.

pub mod gazetteer;
pub mod places;
pub mod times;
