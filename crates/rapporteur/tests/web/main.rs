//! The page without a socket: what visitors see, what they can change, and what attackers cannot.
#![cfg(feature = "serve")]

mod api;
mod decisions;
mod harm;
mod large;
mod looks;
mod visitor;
