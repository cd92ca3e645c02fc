//! Sentences by their words, with FTS5.

use rusqlite::{ToSql, params};

use crate::database::{Asked, Database, Search};
use crate::error::Inner;

/// The table `sentence_words`, whose row is that of `sentences`.
pub(super) struct Fts5;

impl Search for Fts5 {
    /// SQLite's `substr` counts characters of text but bytes of a blob.
    fn words(&self) -> &'static str {
        "substr(CAST(r.text AS BLOB), s.start + 1, s.\"end\" - s.start)"
    }

    /// Every word quoted, so that nothing is syntax.
    fn query(&self, asked: &[Asked<'_>]) -> String {
        let term = |it: &Asked<'_>| format!("\"{}\"{}", it.words, if it.open { "*" } else { "" });
        asked.iter().map(term).collect::<Vec<_>>().join(" ")
    }

    fn tables(&self) -> [&'static str; 2] {
        [
            "sentence_words w CROSS JOIN sentences s ON s.id = w.rowid",
            "sentences s CROSS JOIN sentence_words w ON w.rowid = s.id",
        ]
    }

    fn meets(&self) -> &'static str {
        "w.sentence_words MATCH ?"
    }

    fn ranked(&self, newest: usize) -> String {
        format!(
            "(SELECT id, score FROM (SELECT rowid AS id, bm25(sentence_words) AS score FROM sentence_words \
             WHERE sentence_words MATCH $1 ORDER BY rowid DESC LIMIT {newest}) ORDER BY score, id LIMIT $2)"
        )
    }

    fn counted(&self) -> &'static str {
        "SELECT count(*) FROM (SELECT 1 FROM sentence_words WHERE sentence_words MATCH $1 LIMIT $2)"
    }

    fn keep(&self, db: &dyn Database, sentence: &[&dyn ToSql; 5], words: &str) -> Inner<()> {
        let keep = "INSERT INTO sentences (report, idx, start, \"end\", run) VALUES ($1, $2, $3, $4, $5) RETURNING id";
        let id: i64 = db.only(keep, sentence)?;
        db.change("INSERT INTO sentence_words (rowid, words) VALUES ($1, $2)", params![id, words]).map(drop)
    }

    fn hide(&self, db: &dyn Database, series: i64) -> Inner<()> {
        let sql = "DELETE FROM sentence_words WHERE rowid IN (SELECT s.id FROM sentences s \
                   JOIN reports r ON r.id = s.report WHERE r.series = $1 AND r.current = 1)";
        db.change(sql, params![series]).map(drop)
    }

    fn known(&self) -> &'static str {
        "SELECT count(*) FROM sentence_words"
    }
}

#[cfg(test)]
mod tests {
    use super::Fts5;
    use crate::database::Search;
    use crate::record::asked;

    #[test]
    fn nothing_a_person_types_is_syntax() {
        for (typed, query) in [
            ("cease-fire", "\"cease-fire\""),
            ("Aleppo bombing", "\"Aleppo\" \"bombing\""),
            ("\"foreign ministers\" Laus*", "\"foreign ministers\" \"Laus\"*"),
            ("NOT (a OR b) ^c col:d", "\"NOT\" \"(a\" \"OR\" \"b)\" \"^c\" \"col:d\""),
            ("an \"open phrase", "\"an\" \"open phrase\""),
        ] {
            assert_eq!(Fts5.query(&asked(typed).unwrap()), query);
        }
        assert!(asked(" ** \"\" ").is_err());
    }
}
