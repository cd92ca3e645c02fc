//! Digests: what makes a report the same report, and a claim the same claim.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use rapporteur_core::{Account, Report};

/// BLAKE3 over text, day and publisher of a report: reading the same report twice changes nothing.
///
/// Name, title and path are not in it: the same words from the same publisher on the same day are the same report
/// wherever the file lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ContentHash([u8; 32]);

impl ContentHash {
    /// Of a report.
    pub fn of(report: &Report) -> Self {
        let mut hasher = blake3::Hasher::new();
        feed(&mut hasher, report.text.as_bytes());
        feed(&mut hasher, report.published.map(|date| date.to_string()).unwrap_or_default().as_bytes());
        feed(&mut hasher, report.publisher.as_deref().unwrap_or_default().as_bytes());
        Self(*hasher.finalize().as_bytes())
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Names a claim for decisions and for `explain`: sixteen hexadecimal digits.
///
/// Made of the report's series, the words of the sentence and the place of the trigger in it. So it stays the same when
/// a newer model reads the report again, and when the publisher changes another sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClaimKey(pub u64);

impl ClaimKey {
    /// Keys of an account's claims, in order. `series` is the hash of the first version of the report.
    pub(crate) fn of_account(series: &str, account: &Account) -> Vec<Self> {
        let text = account.report.text.as_str();
        let nth_sentence = nths(account.sentences.iter().map(|span| span.of(text)));
        let mut seen: HashMap<Self, u64> = HashMap::new();
        account
            .claims
            .iter()
            .map(|claim| {
                let sentence = account.sentences.get(claim.sentence).copied().unwrap_or_default();
                let nth = nth_sentence.get(claim.sentence).copied().unwrap_or_default();
                let parts = [nth, claim.trigger.start.wrapping_sub(sentence.start), claim.trigger.len()];
                let base = Self::digest(series, sentence.of(text), parts, 0);
                let count = seen.entry(base).or_default();
                *count += 1;
                if *count == 1 { base } else { Self::digest(series, sentence.of(text), parts, *count) }
            })
            .collect()
    }

    fn digest(series: &str, sentence: &str, parts: [usize; 3], count: u64) -> Self {
        let mut hasher = blake3::Hasher::new();
        feed(&mut hasher, series.as_bytes());
        feed(&mut hasher, sentence.as_bytes());
        for part in parts {
            hasher.update(&(part as u64).to_le_bytes());
        }
        hasher.update(&count.to_le_bytes());
        let mut head = [0; 8];
        head.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
        Self(u64::from_le_bytes(head))
    }

    /// As the database holds it.
    pub(crate) fn to_row(self) -> i64 {
        self.0.cast_signed()
    }

    /// From the database.
    pub(crate) fn from_row(row: i64) -> Self {
        Self(row.cast_unsigned())
    }
}

impl fmt::Display for ClaimKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for ClaimKey {
    type Err = std::num::ParseIntError;

    /// Reads sixteen hexadecimal digits.
    ///
    /// # Errors
    /// When it is no hexadecimal number of 64 bits.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u64::from_str_radix(text, 16).map(Self)
    }
}

/// For each item, how many equal ones stand before it.
fn nths<'t>(items: impl Iterator<Item = &'t str>) -> Vec<usize> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    items
        .map(|item| {
            let count = counts.entry(item).or_default();
            *count += 1;
            *count - 1
        })
        .collect()
}

/// Length first, so that no two lists of parts give the same bytes.
fn feed(hasher: &mut blake3::Hasher, bytes: &[u8]) {
    hasher.update(&(bytes.len() as u64).to_le_bytes());
    hasher.update(bytes);
}
