//! Writes a reading as CoNLL-U (<https://universaldependencies.org/format.html>), with a range line for each
//! written word that holds several syntactic ones ("don't": `do`, `n't`).

use std::borrow::Cow;
use std::fmt::Write;

use rapporteur_core::{EntityKind, Reading, Upos};

use crate::chars::normalise;

/// The reading in CoNLL-U, one block a sentence; entities stand in MISC as `Entity=B-PERSON`, `Entity=I-PERSON`.
///
/// Never fails: spans that are not of this text print as `_`.
pub fn conllu(text: &str, reading: &Reading) -> String {
    let mut out = String::with_capacity(reading.tokens.len() * 56);
    let names = names(reading);
    for (n, sentence) in reading.sentences.iter().enumerate() {
        let _ = writeln!(out, "# sent_id = {}", n + 1);
        let _ = writeln!(out, "# text = {}", sentence.span.of(text).split_whitespace().collect::<Vec<_>>().join(" "));
        let mut within = sentence.tokens.start;
        for t in sentence.tokens.clone() {
            if t >= within {
                within = word_end(text, reading, t, sentence.tokens.end);
                if within > t + 1 {
                    range_line(&mut out, text, reading, sentence.tokens.start, t..within);
                }
            }
            token_line(&mut out, text, reading, sentence.tokens.start, t, names[t], t + 1 == within && within - t == 1);
        }
        out.push('\n');
    }
    out
}

/// The end of the written word that begins at token `t`: clitics glued to it belong to it.
fn word_end(text: &str, reading: &Reading, t: usize, end: usize) -> usize {
    let mut next = t + 1;
    while next < end
        && reading.tokens[next].span.start == reading.tokens[next - 1].span.end
        && is_glued(text, reading, next)
    {
        next += 1;
    }
    next
}

fn is_glued(text: &str, reading: &Reading, t: usize) -> bool {
    let before = normalise(reading.word(text, t - 1)).to_lowercase();
    if !before.ends_with(char::is_alphanumeric) && !before.ends_with('.') {
        return false;
    }
    let word = normalise(reading.word(text, t)).to_lowercase();
    match word.as_str() {
        "n't" | "'s" | "'m" | "'re" | "'ve" | "'ll" | "'d" => true,
        "'" => reading.tokens[t].upos == Upos::Part,
        "not" => before == "can",
        "na" => matches!(before.as_str(), "gon" | "wan"),
        "ta" => before == "got",
        "me" => matches!(before.as_str(), "gim" | "lem"),
        "nno" => before == "du",
        _ => false,
    }
}

fn range_line(out: &mut String, text: &str, reading: &Reading, base: usize, tokens: std::ops::Range<usize>) {
    let span = reading.tokens[tokens.start].span.cover(reading.tokens[tokens.end - 1].span);
    let (first, last) = (tokens.start - base + 1, tokens.end - base);
    let misc = if space_after(text, span.end) { "_" } else { "SpaceAfter=No" };
    let _ = writeln!(out, "{first}-{last}\t{}\t_\t_\t_\t_\t_\t_\t_\t{misc}", visible(span.of(text)));
}

fn token_line(out: &mut String, text: &str, reading: &Reading, base: usize, t: usize, name: Name, alone: bool) {
    let token = &reading.tokens[t];
    let head = token.head.map_or(0, |h| h + 1 - base.min(h));
    let _ = write!(
        out,
        "{}\t{}\t{}\t{}\t_\t{}\t{head}\t{}\t_\t",
        t - base + 1,
        visible(token.span.of(text)),
        visible(&token.lemma),
        token.upos,
        token.feats,
        token.deprel,
    );
    let glued = alone && !space_after(text, token.span.end);
    if let Some((place, kind)) = name {
        let _ = write!(out, "Entity={place}-{kind}");
    }
    out.push_str(match (name.is_some(), glued) {
        (true, true) => "|SpaceAfter=No\n",
        (true, false) => "\n",
        (false, true) => "SpaceAfter=No\n",
        (false, false) => "_\n",
    });
}

fn visible(text: &str) -> Cow<'_, str> {
    let hidden = |c: char| c.is_whitespace() || c.is_control();
    match text {
        "" => "_".into(),
        text if !text.contains(hidden) => text.into(),
        text if text.chars().all(hidden) => "_".into(),
        text => text.replace(hidden, "").into(),
    }
}

fn space_after(text: &str, at: usize) -> bool {
    text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(char::is_whitespace)
}

/// Whether a token begins (`B`) or goes on (`I`) with a name, and of what kind.
type Name = Option<(char, EntityKind)>;

fn names(reading: &Reading) -> Vec<Name> {
    let mut names = vec![None; reading.tokens.len()];
    for entity in &reading.entities {
        for (k, t) in entity.tokens.clone().enumerate() {
            if let Some(name) = names.get_mut(t) {
                *name = Some((if k == 0 { 'B' } else { 'I' }, entity.kind));
            }
        }
    }
    names
}
