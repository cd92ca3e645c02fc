//! Full-text search over the sentences of current reports.

use rusqlite::{Connection, params};

use super::load::day;
use crate::error::Inner;
use crate::{ErrorKind, ReportId, SentenceHit};

/// The words of a sentence: spans are bytes, SQLite's `substr` counts characters of text but bytes of a blob.
pub(super) const WORDS: &str = "substr(CAST(r.text AS BLOB), s.start + 1, s.\"end\" - s.start)";

/// What a person types, as FTS5 wants it: every word quoted, phrases kept, a final `*` for any ending.
pub(super) fn match_query(words: &str) -> Inner<String> {
    let mut terms = Vec::new();
    // Odd pieces stand between quotation marks; an odd one out is closed at the end.
    for (n, piece) in words.split(QUOTE).enumerate() {
        if n % 2 == 1 {
            terms.extend(term(piece, ""));
        } else {
            terms.extend(piece.split_whitespace().filter_map(|word| match word.strip_suffix('*') {
                Some(stem) => term(stem, "*"),
                None => term(word, ""),
            }));
        }
    }
    if terms.is_empty() {
        return Err(ErrorKind::Invalid(format!("expected words to search for, found `{words}`")));
    }
    Ok(terms.join(" "))
}

const QUOTE: char = '\u{22}';

fn term(words: &str, ending: &str) -> Option<String> {
    words.chars().any(char::is_alphanumeric).then(|| format!("\"{words}\"{ending}"))
}

/// The words of a blob; what is no UTF-8 can only come from a damaged row.
pub(super) fn words(blob: &[u8]) -> String {
    String::from_utf8_lossy(blob).into_owned()
}

/// Whether fewer than so many sentences have the words.
pub(super) fn is_rare(connection: &Connection, query: &str, most: usize) -> Inner<bool> {
    let sql = "SELECT count(*) FROM (SELECT 1 FROM sentence_words WHERE sentence_words MATCH $1 LIMIT $2)";
    let count: usize = connection.prepare_cached(sql)?.query_row(params![query, most], |row| row.get(0))?;
    Ok(count < most)
}

/// Of how many sentences with the words, the newest, the best are sought. Ranking all that have a common word would take
/// as long as reading them.
const RANKED: usize = 2000;

/// Sentences with all the words, best first.
pub(super) fn sentences(connection: &Connection, text: &str, limit: usize) -> Inner<Vec<SentenceHit>> {
    let query = match_query(text)?;
    let sql = format!(
        "SELECT r.id, r.label, r.published, s.idx, {WORDS} FROM \
         (SELECT id, score FROM (SELECT rowid AS id, bm25(sentence_words) AS score FROM sentence_words \
         WHERE sentence_words MATCH $1 ORDER BY rowid DESC LIMIT {}) ORDER BY score, id LIMIT $2) AS hit \
         JOIN sentences s ON s.id = hit.id JOIN reports r ON r.id = s.report ORDER BY hit.score, s.id",
        RANKED.max(limit)
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params![query, i64::try_from(limit).unwrap_or(i64::MAX)])?;
    let mut hits = Vec::new();
    while let Some(row) = rows.next()? {
        let label: String = row.get(1)?;
        let published: Option<String> = row.get(2)?;
        hits.push(SentenceHit {
            report: ReportId(row.get(0)?),
            published: day(published.as_deref(), || format!("publication date of report `{label}`"))?,
            label,
            index: row.get(3)?,
            words: words(&row.get::<_, Vec<u8>>(4)?),
        });
    }
    Ok(hits)
}

#[cfg(test)]
mod tests {
    use super::match_query;

    #[test]
    fn nothing_a_person_types_is_syntax() {
        for (typed, query) in [
            ("cease-fire", "\"cease-fire\""),
            ("Aleppo bombing", "\"Aleppo\" \"bombing\""),
            ("\"foreign ministers\" Laus*", "\"foreign ministers\" \"Laus\"*"),
            ("NOT (a OR b) ^c col:d", "\"NOT\" \"(a\" \"OR\" \"b)\" \"^c\" \"col:d\""),
            ("an \"open phrase", "\"an\" \"open phrase\""),
        ] {
            assert_eq!(match_query(typed).unwrap(), query);
        }
        assert!(match_query(" ** \"\" ").is_err());
    }
}
