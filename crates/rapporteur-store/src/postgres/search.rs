//! Sentences by their words, with text search vectors.

use rusqlite::{ToSql, params};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::database::{Asked, Database, Search};
use crate::error::Inner;

/// The column `sentences.words`, made by the configuration `rapporteur`.
pub(super) struct Vectors;

/// As many letters of a sentence as are searched; a vector holds no more than a mebibyte.
const SEARCHED: usize = 200_000;

/// Words as search compares them: lower case, no diacritics, nothing between them but spaces. PostgreSQL would take
/// `a.txt` for a host, and `cease-fire` for three words.
fn folded(words: &str) -> String {
    let letters = words.nfd().filter(|&letter| !is_combining_mark(letter)).flat_map(char::to_lowercase);
    letters.map(|letter| if letter.is_alphanumeric() { letter } else { ' ' }).take(SEARCHED).collect()
}

/// A word or a phrase in the language of `to_tsquery`.
fn term(asked: &Asked<'_>) -> Option<String> {
    let folded = folded(asked.words);
    let words: Vec<&str> = folded.split_whitespace().collect();
    (!words.is_empty()).then(|| format!("({}{})", words.join(" <-> "), if asked.open { ":*" } else { "" }))
}

impl Search for Vectors {
    fn words(&self) -> &'static str {
        "substr(r.text, s.start + 1, s.\"end\" - s.start)"
    }

    fn query(&self, asked: &[Asked<'_>]) -> String {
        asked.iter().filter_map(term).collect::<Vec<_>>().join(" & ")
    }

    fn tables(&self) -> [&'static str; 2] {
        ["sentences s"; 2]
    }

    fn meets(&self) -> &'static str {
        "s.words @@ to_tsquery('rapporteur', ?)"
    }

    fn ranked(&self, newest: usize) -> String {
        format!(
            "(SELECT id, score FROM (SELECT w.id, -ts_rank(w.words, query, 1) AS score \
             FROM sentences w, to_tsquery('rapporteur', $1) AS query WHERE w.words @@ query \
             ORDER BY w.id DESC LIMIT {newest}) AS newest ORDER BY score, id LIMIT $2)"
        )
    }

    fn counted(&self) -> &'static str {
        "SELECT count(*) FROM (SELECT 1 FROM sentences WHERE words @@ to_tsquery('rapporteur', $1) LIMIT $2) AS counted"
    }

    fn keep(&self, db: &dyn Database, sentence: &[&dyn ToSql; 5], words: &str) -> Inner<()> {
        let keep = "INSERT INTO sentences (report, idx, start, \"end\", run, words) \
                    VALUES ($1, $2, $3, $4, $5, to_tsvector('rapporteur', $6))";
        let folded = folded(words);
        let mut row = sentence.to_vec();
        row.push(&folded);
        db.change(keep, &row).map(drop)
    }

    fn hide(&self, db: &dyn Database, series: i64) -> Inner<()> {
        let sql = "UPDATE sentences SET words = NULL \
                   WHERE report IN (SELECT id FROM reports WHERE series = $1 AND current = 1)";
        db.change(sql, params![series]).map(drop)
    }

    fn known(&self) -> &'static str {
        "SELECT count(*) FROM sentences WHERE words IS NOT NULL"
    }
}

#[cfg(test)]
mod tests {
    use super::Vectors;
    use crate::database::Search;
    use crate::record::asked;

    #[test]
    fn nothing_a_person_types_is_syntax() {
        for (typed, query) in [
            ("cease-fire", "(cease <-> fire)"),
            ("\"foreign ministers\" Laus*", "(foreign <-> ministers) & (laus:*)"),
            ("NOT (a OR b) ^c général:*", "(not) & (a) & (or) & (b) & (c) & (general:*)"),
            ("it's !x & 'y", "(it <-> s) & (x) & (y)"),
        ] {
            assert_eq!(Vectors.query(&asked(typed).unwrap()), query);
        }
    }
}
