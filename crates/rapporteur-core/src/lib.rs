//! What Rapporteur knows and decides, from a reading of a report to events told by many.
//!
//! The core is pure: it opens no file, asks no clock and no network, and cannot fail on a report. What it could not
//! do it says in [`Diagnostic`]s. Text is addressed by byte offsets ([`Span`]); code points exist only at the edge.

pub mod account;
pub mod actor;
pub mod casing;
pub mod claim;
pub mod code;
pub mod codebook;
pub mod diagnostic;
pub mod event;
pub mod fuse;
pub mod knowledge;
pub mod place;
pub mod reading;
pub mod report;
pub mod resolve;
pub mod text;
pub mod time;

pub use account::Account;
pub use actor::{Actor, Resolution, Unresolved};
pub use claim::{Aux, Claim, EventType, Participant};
pub use diagnostic::{Diagnostic, Severity};
pub use event::{ClaimRef, Event, Story};
pub use place::Place;
pub use reading::{Deprel, Entity, EntityKind, Feats, Reading, Sentence, Token, Upos};
pub use report::Report;
pub use text::{CodePoints, Span};
pub use time::{Grain, Interval, TimeExpression, TimeKind};
