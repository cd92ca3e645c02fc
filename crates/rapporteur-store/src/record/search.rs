//! Full-text search over the sentences of current reports.

use rusqlite::params;

use super::load::day;
use crate::database::{Asked, Database, Words};
use crate::error::Inner;
use crate::{ErrorKind, ReportId, SentenceHit};

/// What a person types: words and "phrases", each with or without a final `*` for any ending.
pub(crate) fn asked(typed: &str) -> Inner<Vec<Asked<'_>>> {
    let mut asked = Vec::new();
    // Odd pieces stand between quotation marks; an odd one out is closed at the end.
    for (n, piece) in typed.split(QUOTE).enumerate() {
        if n % 2 == 1 {
            asked.push(Asked { words: piece, open: false });
        } else {
            asked.extend(piece.split_whitespace().map(|word| match word.strip_suffix('*') {
                Some(stem) => Asked { words: stem, open: true },
                None => Asked { words: word, open: false },
            }));
        }
    }
    asked.retain(|it| it.words.chars().any(char::is_alphanumeric));
    if asked.is_empty() {
        return Err(ErrorKind::Invalid(format!("expected words to search for, found `{typed}`")));
    }
    Ok(asked)
}

const QUOTE: char = '\u{22}';

/// Whether fewer than so many sentences have the words.
pub(super) fn is_rare(db: &dyn Database, query: &str, most: usize) -> Inner<bool> {
    Ok(db.only::<usize>(db.search().counted(), params![query, most])? < most)
}

/// Of how many sentences with the words, the newest, the best are sought. Ranking all that have a common word would take
/// as long as reading them.
const RANKED: usize = 2000;

/// Sentences with all the words, best first.
pub(super) fn sentences(db: &dyn Database, text: &str, limit: usize) -> Inner<Vec<SentenceHit>> {
    let search = db.search();
    let query = search.query(&asked(text)?);
    let sql = format!(
        "SELECT r.id, r.label, r.published, s.idx, {} FROM {} AS hit \
         JOIN sentences s ON s.id = hit.id JOIN reports r ON r.id = s.report ORDER BY hit.score, s.id",
        search.words(),
        search.ranked(RANKED.max(limit))
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    db.list(&sql, params![query, limit], |row| {
        let label: String = row.get(1)?;
        let published: Option<String> = row.get(2)?;
        Ok(SentenceHit {
            report: ReportId(row.get(0)?),
            published: day(published.as_deref(), || format!("publication date of report `{label}`"))?,
            label,
            index: row.get(3)?,
            words: row.get::<Words>(4)?.0,
        })
    })
}
