//! What the program prints: JSON for other tools, tables and pages for people.

pub mod annotation;
