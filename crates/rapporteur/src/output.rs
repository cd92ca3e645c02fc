//! What the program prints: JSON for other tools, tables and pages for people.

pub mod annotation;
pub mod brief;
pub mod dates;
pub mod explain;
pub mod overview;
pub mod phrase;
pub mod review;
pub mod table;
pub mod views;
