//! Counting and checking a record.

use super::load::day;
use crate::Stats;
use crate::database::Database;
use crate::error::Inner;

/// Counts.
pub(super) fn stats(db: &dyn Database) -> Inner<Stats> {
    let number = |sql: &str| db.only::<usize>(sql, &[]);
    let of_current = |table: &str| {
        number(&format!("SELECT count(*) FROM {table} t JOIN reports r ON r.id = t.report WHERE r.current = 1"))
    };
    let date = |what: &str| -> Inner<_> {
        let sql = format!("SELECT {what}(published) FROM reports WHERE current = 1");
        let text: Option<String> = db.only(&sql, &[])?;
        day(text.as_deref(), || "a publication date".into())
    };
    Ok(Stats {
        schema: db.schema()?,
        reports: number("SELECT count(*) FROM reports WHERE current = 1")?,
        superseded: number("SELECT count(*) FROM reports WHERE current = 0")?,
        publishers: number("SELECT count(DISTINCT publisher) FROM reports WHERE current = 1")?,
        first: date("min")?,
        last: date("max")?,
        sentences: of_current("sentences")?,
        claims: of_current("claims")?,
        quotes: of_current("quotes")?,
        figures: of_current("figures")?,
        assessments: of_current("assessments")?,
        meetings: of_current("meetings")?,
        diagnostics: of_current("diagnostics")?,
        events: number("SELECT count(*) FROM events")?,
        decisions: number("SELECT count(*) FROM decisions")?,
        runs: number("SELECT count(*) FROM runs")?,
        bytes: db.bytes()?,
    })
}

/// Looks the whole record over: what the database finds, and what the schema cannot say.
pub(super) fn check(db: &dyn Database) -> Inner<Vec<String>> {
    let mut problems = db.damage()?;
    let searched = format!(
        "SELECT abs((SELECT count(*) FROM sentences s JOIN reports r ON r.id = s.report WHERE r.current = 1) - ({}))",
        db.search().known()
    );
    let known = (searched.as_str(), "sentences that search misses or has too many");
    for (sql, what) in INVARIANTS.iter().copied().chain([known]) {
        let count: i64 = db.only(sql, &[])?;
        if count > 0 {
            problems.push(format!("{count} {what}"));
        }
    }
    Ok(problems)
}

/// What must count to nothing, and what it is called.
const INVARIANTS: &[(&str, &str)] = &[
    (
        "SELECT count(*) FROM (SELECT series FROM reports GROUP BY series HAVING sum(current) <> 1) AS wrong",
        "reports without one current version",
    ),
    (
        "SELECT count(*) FROM sentences s JOIN reports r ON r.id = s.report \
         WHERE s.start > s.\"end\" OR s.\"end\" > octet_length(r.text)",
        "sentences outside of their report's text",
    ),
    (
        "SELECT count(*) FROM claims c JOIN reports r ON r.id = c.report \
         WHERE c.trigger_start > c.trigger_end OR c.trigger_end > octet_length(r.text)",
        "claims outside of their report's text",
    ),
    (
        "SELECT count(*) FROM claims c LEFT JOIN sentences s ON s.report = c.report AND s.idx = c.sentence \
         WHERE s.id IS NULL",
        "claims without a sentence",
    ),
    (
        "SELECT count(*) FROM (SELECT c.key FROM claims c JOIN reports r ON r.id = c.report WHERE r.current = 1 \
         GROUP BY c.key HAVING count(*) > 1) AS shared",
        "claims that share a key",
    ),
    (
        "SELECT abs((SELECT count(*) FROM claims c JOIN reports r ON r.id = c.report WHERE r.current = 1) \
         - (SELECT count(*) FROM claim_terms d JOIN terms t ON t.id = d.term WHERE t.term = 'all'))",
        "claims that questions miss or have too many",
    ),
    (
        "SELECT count(*) FROM fuse_claims f JOIN claims c ON c.id = f.claim \
         WHERE NOT EXISTS (SELECT 1 FROM event_claims m WHERE m.claim = c.key)",
        "claims that are fused and of no event",
    ),
    (
        "SELECT count(*) FROM fuse_links l LEFT JOIN fuse_links m ON m.claim = l.other AND m.other = l.claim \
         WHERE m.score IS DISTINCT FROM l.score",
        "links that lead one way only",
    ),
];
