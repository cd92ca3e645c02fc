//! A tree with what looking for attributions asks of it again and again: words in lower case, what is quoted.

use super::super::tree::Tree;
use crate::Span;
use crate::reading::{Deprel, Upos};

/// A report ready for looking for attributions.
pub struct Scene<'t, 'r> {
    /// Its tree.
    pub tree: &'t Tree<'r>,
    /// What stands between quotation marks, single ones included, without the marks.
    pub quotes: Vec<Span>,
    quoted: Vec<Option<usize>>,
    lower: Vec<String>,
}

impl<'t, 'r> Scene<'t, 'r> {
    /// Prepares a tree.
    pub fn new(tree: &'t Tree<'r>) -> Self {
        let quotes = quotes(tree);
        let mut quoted = vec![None; tree.len()];
        for (index, quote) in quotes.iter().enumerate() {
            let first = tree.reading.tokens.partition_point(|t| t.span.start < quote.start);
            let last = tree.reading.tokens.partition_point(|t| t.span.start < quote.end);
            quoted[first..last].fill(Some(index));
        }
        let lower = (0..tree.len()).map(|t| tree.word(t).to_lowercase()).collect();
        Self { tree, quotes, quoted, lower }
    }

    /// The quotation a token stands in, as an index into `quotes`.
    pub fn quote_of(&self, token: usize) -> Option<usize> {
        self.quoted[token]
    }

    /// The quotations that lie wholly inside a span.
    pub fn quotes_in(&self, span: Span) -> impl Iterator<Item = Span> + '_ {
        let first = self.quotes.partition_point(|q| q.start < span.start);
        self.quotes[first..].iter().copied().take_while(move |q| q.start < span.end).filter(move |q| q.end <= span.end)
    }

    /// The word in lower case.
    pub fn word(&self, token: usize) -> &str {
        &self.lower[token]
    }

    /// The reader's own lemma: the weights were trained on it.
    pub fn lemma(&self, token: usize) -> &str {
        &self.tree.reading.tokens[token].lemma
    }

    /// Tokens of the sentence that holds a token.
    pub fn sentence(&self, token: usize) -> std::ops::Range<usize> {
        self.tree.reading.sentences[self.tree.reading.sentence_of(token)].tokens.clone()
    }

    /// Whether a token is a quotation mark.
    pub fn is_mark(&self, token: usize) -> bool {
        matches!(self.tree.word(token), "\"" | "“" | "”" | "``" | "''" | "'" | "‘" | "’" | "«" | "»" | "„")
            && self.tree.upos(token) == Upos::Punct
    }

    /// The relations from one token to another: up from the first to what they share, then down.
    pub fn path(&self, from: usize, to: usize) -> String {
        let up = self.ancestors(from);
        let down = self.ancestors(to);
        let Some((u, d)) =
            up.iter().enumerate().find_map(|(u, token)| Some((u, down.iter().position(|t| t == token)?)))
        else {
            return "none".to_owned();
        };
        if u + d > 5 {
            return "far".to_owned();
        }
        let mut path = String::new();
        for &token in &up[..u] {
            path.push('^');
            path.push_str(rel_name(self.tree.rel(token)));
        }
        for &token in down[..d].iter().rev() {
            path.push('>');
            path.push_str(rel_name(self.tree.rel(token)));
        }
        path
    }

    /// A token, its head, the head of that, up to the root.
    pub fn ancestors(&self, token: usize) -> Vec<usize> {
        std::iter::successors(Some(token), |&t| self.tree.head(t)).take(40).collect()
    }
}

fn rel_name(rel: Deprel) -> &'static str {
    match rel {
        Deprel::NsubjPass | Deprel::AclRelcl | Deprel::OblAgent | Deprel::NmodPoss => rel.as_str(),
        other => other.base(),
    }
}

/// The reader's quotations, and those between single or doubled marks outside of them.
fn quotes(tree: &Tree<'_>) -> Vec<Span> {
    let mut all = tree.reading.quotes.clone();
    all.extend(single(tree).into_iter().filter(|s| !tree.reading.quotes.iter().any(|q| q.overlaps(*s))));
    all.sort_unstable();
    all
}

/// Quotations between single marks: one opens before a word, closes after one, and holds no blank line.
fn single(tree: &Tree<'_>) -> Vec<Span> {
    let text = tree.text;
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |&(_, n)| n);
        if c == '\n' && next == '\n' {
            open = None;
        }
        if matches!(c, '\'' | '‘' | '’') {
            let opens = matches!(before, ' ' | '\n' | '(' | '[' | '-' | '—' | '\'') && !next.is_whitespace();
            let closes = !before.is_whitespace() && !next.is_alphanumeric();
            let begins = open.is_none() && c != '’' && (next.is_alphabetic() || next == '\'' || next == '.');
            if opens && (begins || open == Some(at)) {
                open = Some(at + c.len_utf8());
            } else if let Some(start) = open.filter(|_| closes && c != '‘') {
                // A plural's apostrophe closes nothing when the words so far are few and no stop stands before it.
                let stop = matches!(before, ',' | '.' | '?' | '!');
                let rest = &text[at + c.len_utf8()..];
                let more = rest.split("\n\n").next().is_some_and(|r| r.contains([',', '.']) && r.contains(['\'', '’']));
                if stop || !more || before != 's' {
                    found.push(Span { start, end: at });
                    open = None;
                }
            }
        }
        before = c;
    }
    found.retain(|s| s.len() > 1 && s.len() < 3000);
    found
}
