//! What the scorers print, read back: a label, then letters with numbers behind them.

use anyhow::{Context, Result};

/// The number behind a mark, in the line that begins with a label: `F1` in `claims   P 60.0  R 40.0  F1 48.0`.
///
/// # Errors
/// When there is no such line or number.
pub(crate) fn number(printed: &str, label: &str, mark: &str) -> Result<f64> {
    let of_label = |line: &&str| line.strip_prefix(label).is_some_and(|rest| rest.starts_with(' '));
    let line = printed.lines().find(of_label).with_context(|| format!("the scorer printed no line `{label}`"))?;
    let rest = &line[label.len()..];
    let after = if mark.is_empty() { Some(rest) } else { rest.find(mark).map(|at| &rest[at + mark.len()..]) };
    let word = after.and_then(|after| after.split_whitespace().next());
    word.and_then(|word| word.parse().ok()).with_context(|| format!("no number behind `{mark}` in `{line}`"))
}

/// F1 in percent from counts; 0 when nothing is right.
pub(crate) fn f1(hits: usize, gold: usize, system: usize) -> f64 {
    if gold + system == 0 { 0.0 } else { 200.0 * hits as f64 / (gold + system) as f64 }
}

/// A share in percent.
pub(crate) fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}

#[test]
fn numbers_are_read() {
    let printed =
        "found                        P  60.0  R  40.0  F1  48.0   gold   10  system   12\nmode    88.5 % of 9 pairs\n";
    assert_eq!(number(printed, "found", "F1").unwrap(), 48.0);
    assert_eq!(number(printed, "mode", "").unwrap(), 88.5);
    assert!(number(printed, "fou", "F1").is_err());
}
