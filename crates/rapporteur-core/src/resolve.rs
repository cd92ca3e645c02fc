//! Mentions, toponyms and time expressions to actors, places and dates.

pub mod times;
