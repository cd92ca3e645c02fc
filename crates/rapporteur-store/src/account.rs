//! Accounts as the record holds them.

use rapporteur_core::Account;

use crate::{ClaimKey, RunId};

/// Identifies one version of a report in one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReportId(pub i64);

/// Whether a report needs reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// Not in the record, or an earlier version of a report that has changed since.
    New,
    /// In the record, read with other versions of program, model, codebook or knowledge.
    Outdated,
    /// In the record, read with these versions: nothing to do.
    Current,
}

/// What adding an account did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The report's row.
    pub report: ReportId,
    /// The name by which the record knows it: the report's own, or `name-2` when a report from elsewhere has that name.
    pub label: String,
    /// What happened.
    pub how: How,
}

/// How an account came into the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// A report that was not there.
    New,
    /// Other content of the same name from the same origin: this version replaces the last, which is kept but no longer
    /// shown. Also when an earlier version comes back.
    Version(i64),
    /// The same report read with other versions: claims and all are replaced, decisions kept.
    Reread,
    /// The same report read with the same versions: nothing changed.
    Already,
    /// Text, day and publisher of a report that the record knows by another name: nothing changed.
    Duplicate,
}

/// An account with its place in the record.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredAccount {
    /// Its row.
    pub id: ReportId,
    /// Version of the report, from 1.
    pub version: i64,
    /// Content hash, as hexadecimal digits.
    pub hash: String,
    /// The run that read it.
    pub run: RunId,
    /// Keys of its claims, in order.
    pub keys: Vec<ClaimKey>,
    /// What it says. `report.name` is the record's label, which no other report has.
    pub account: Account,
}
