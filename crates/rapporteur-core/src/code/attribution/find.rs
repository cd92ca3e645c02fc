//! From scores to attributions: cue heads, their extent, sources, content, and quotations that run on.

use super::features::{Branch, Cue, Features, Task};
use super::scene::Scene;
use super::weights::Score;
use crate::Span;
use crate::reading::{Deprel, Upos};

/// An attribution in tokens.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Its cue.
    pub cue: Cue,
    /// Head of the source, and its first and last token.
    pub source: Option<(usize, usize, usize)>,
    /// The content, in order.
    pub content: Vec<Span>,
}

/// All attributions of a scene, in the order of their cues.
pub fn find(scene: &Scene<'_, '_>, score: &dyn Score) -> Vec<Found> {
    let mut f = Features::default();
    let mut heads: Vec<(usize, f32)> = Vec::new();
    for t in (0..scene.tree.len()).filter(|&t| scene.may_cue(t)) {
        scene.cue(t, &mut f);
        let s = score.score(Task::Cue, &f);
        if s > 0.0 {
            heads.push((t, s));
        }
    }
    heads.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut taken = vec![false; scene.tree.len()];
    let mut found: Vec<Found> = Vec::new();
    for (head, _) in heads {
        if taken[head] {
            continue;
        }
        let cue = extent(scene, score, head, &taken);
        let source = source(scene, score, &cue);
        let content = content(scene, score, &cue, source);
        if content.is_empty() {
            continue;
        }
        taken[cue.first..=cue.last].fill(true);
        let source = source.map(|s| {
            let (first, last) = source_extent(scene, score, &cue, s);
            (s, first, last)
        });
        found.push(Found { cue, source, content });
    }
    found.sort_by_key(|a| a.cue.first);
    run_on(scene, &mut found);
    found
}

/// The words of a cue around its head.
pub fn extent(scene: &Scene<'_, '_>, score: &dyn Score, head: usize, taken: &[bool]) -> Cue {
    let sentence = scene.sentence(head);
    let mut f = Features::default();
    let mut grows = |at: usize| {
        scene.extent(head, at, &mut f);
        score.score(Task::Extent, &f) > 0.0
    };
    let (mut first, mut last) = (head, head);
    while first > sentence.start && head - first < 8 && !taken[first - 1] && grows(first - 1) {
        first -= 1;
    }
    while last + 1 < sentence.end && last - head < 10 && !taken[last + 1] && grows(last + 1) {
        last += 1;
    }
    Cue { head, first, last }
}

/// The source of a cue: the best of the nominals, if any is good enough.
pub fn source(scene: &Scene<'_, '_>, score: &dyn Score, cue: &Cue) -> Option<usize> {
    let mut f = Features::default();
    let scored = scene.source_candidates(cue).into_iter().map(|at| {
        scene.source(cue, at, &mut f);
        (score.score(Task::Source, &f), at)
    });
    scored.filter(|&(s, _)| s > 0.0).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))).map(|(_, at)| at)
}

/// First and last token of a source.
fn source_extent(scene: &Scene<'_, '_>, score: &dyn Score, cue: &Cue, source: usize) -> (usize, usize) {
    let tree = scene.tree;
    let (mut first, mut last) = (source, source);
    let mut f = Features::default();
    for &child in tree.children(source).iter().filter(|&&c| tree.rel(c) != Deprel::Punct) {
        let (from, to) = tree.subtree(child);
        if (from..=to).any(|t| cue.has(t)) {
            continue;
        }
        scene.part(cue, source, child, &mut f);
        if score.score(Task::Part, &f) > 0.0 {
            first = first.min(from);
            last = last.max(to);
        }
    }
    if cue.first > source {
        last = last.min(cue.first - 1);
    } else {
        first = first.max(cue.last + 1);
    }
    while last > source && tree.upos(last) == Upos::Punct && !matches!(tree.word(last), ")" | "”" | "\"") {
        last -= 1;
    }
    (first, last)
}

/// What is said by a cue.
fn content(scene: &Scene<'_, '_>, score: &dyn Score, cue: &Cue, source: Option<usize>) -> Vec<Span> {
    let sentence = scene.sentence(cue.head);
    let mut inside = vec![false; sentence.len()];
    let mut f = Features::default();
    for branch in scene.branches(cue, source) {
        scene.content(cue, source, branch, &mut f);
        if score.score(Task::Content, &f) > 0.0 {
            for t in scene.branch_tokens(branch) {
                inside[t - sentence.start] = true;
            }
        }
    }
    for t in (cue.first..=cue.last).chain(source).filter(|t| sentence.contains(t)) {
        inside[t - sentence.start] = false;
    }
    fill_marks(scene, sentence.clone(), cue, &mut inside);
    let mut spans = Vec::new();
    let mut open: Option<usize> = None;
    for t in sentence.clone().chain([sentence.end]) {
        let on = t < sentence.end && inside[t - sentence.start];
        match open {
            None if on => open = Some(t),
            Some(first) if !on => {
                spans.extend(trimmed(scene, first, t - 1));
                open = None;
            }
            _ => {}
        }
    }
    whole_quotes(scene, cue, &mut spans);
    spans
}

/// Punctuation belongs to the content that stands on both sides of it; quotation marks to what they enclose.
fn fill_marks(scene: &Scene<'_, '_>, sentence: std::ops::Range<usize>, cue: &Cue, inside: &mut [bool]) {
    let punct = |t: usize| scene.tree.upos(t) == Upos::Punct && !cue.has(t);
    let mut before = false;
    let mut run: Vec<usize> = Vec::new();
    for t in sentence.clone() {
        if punct(t) {
            run.push(t);
            continue;
        }
        let after = inside[t - sentence.start];
        for &p in &run {
            let quote = scene.is_mark(p);
            let opens = quote && p + 1 < sentence.end && scene.quote_of(p + 1).is_some();
            let closes = quote && !opens;
            inside[p - sentence.start] = (before && after) || (opens && after && p + 1 == t) || (closes && before);
        }
        // A closing mark after a comma belongs to what the comma ends.
        if before && run.len() == 2 && scene.is_mark(run[1]) && inside[run[1] - sentence.start] {
            inside[run[0] - sentence.start] = true;
        }
        run.clear();
        before = after;
    }
    for p in run {
        inside[p - sentence.start] = before;
    }
}

/// Without commas and full stops at the ends, unless a quotation mark follows them inside.
fn trimmed(scene: &Scene<'_, '_>, mut first: usize, mut last: usize) -> Option<Span> {
    let cut = |t: usize| matches!(scene.tree.word(t), "," | "." | ";" | ":" | "--" | "—" | "–" | "-");
    while first < last && cut(first) {
        first += 1;
    }
    while last > first && cut(last) {
        last -= 1;
    }
    (scene.tree.upos(first) != Upos::Punct || first < last).then(|| scene.tree.span(first, last))
}

/// A quotation that the content touches belongs to it to its ends, also where it runs over several sentences.
fn whole_quotes(scene: &Scene<'_, '_>, cue: &Cue, spans: &mut Vec<Span>) {
    let own = scene.quote_of(cue.head);
    let sentence = scene.tree.reading.sentences[scene.tree.reading.sentence_of(cue.head)].span;
    let first = scene.quotes.partition_point(|q| q.end <= sentence.start);
    for (index, quote) in scene.quotes.iter().enumerate().skip(first).take_while(|(_, q)| q.start < sentence.end) {
        let beyond = quote.start < sentence.start || quote.end > sentence.end;
        if beyond && own != Some(index) && spans.iter().any(|s| s.overlaps(*quote)) {
            spans.push(with_marks(scene.tree.text, *quote));
        }
    }
    merge(spans);
}

/// Sorts spans and joins those that touch.
fn merge(spans: &mut Vec<Span>) {
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::new();
    for span in spans.drain(..) {
        match joined.last_mut() {
            Some(last) if span.start <= last.end => *last = last.cover(span),
            _ => joined.push(span),
        }
    }
    *spans = joined;
}

/// A quotation with the marks around it.
pub fn with_marks(text: &str, quote: Span) -> Span {
    let mark = |c: &char| matches!(c, '"' | '“' | '”' | '\'' | '‘' | '’' | '`' | '«' | '»' | '„');
    let start = text[..quote.start].chars().next_back().filter(mark).map_or(0, char::len_utf8);
    let end = text[quote.end..].chars().next().filter(mark).map_or(0, char::len_utf8);
    Span { start: quote.start - start, end: quote.end + end }
}

/// A quotation that no attribution covers, straight after one that is somebody's: the same speaker goes on.
fn run_on(scene: &Scene<'_, '_>, found: &mut [Found]) {
    let reading = scene.tree.reading;
    let sentence_at = |at: usize| reading.sentences.partition_point(|s| s.span.end <= at);
    // The attribution whose quotation came last, and the sentence that its content or cue ended in.
    let mut last: Option<(usize, usize)> = None;
    for quote in &scene.quotes {
        let owner = owner(scene, found, *quote);
        let first = sentence_at(quote.start);
        let end = sentence_at(quote.end.saturating_sub(1));
        if let Some(owner) = owner {
            let cue = sentence_at(reading.tokens[found[owner].cue.last].span.start);
            last = Some((owner, end.max(cue)));
            continue;
        }
        let token_at = |at: usize| reading.tokens.partition_point(|t| t.span.start < at);
        let words = token_at(quote.end) - token_at(quote.start);
        let opens = reading.sentences.get(first).is_some_and(|s| quote.start <= s.span.start + 4);
        if let Some((owner, until)) = last.filter(|&(_, until)| opens && words >= 4 && first <= until + 1) {
            found[owner].content.push(with_marks(scene.tree.text, *quote));
            merge(&mut found[owner].content);
            last = Some((owner, end.max(until)));
        }
    }
}

/// The attribution with the most content among those that cover some of a quotation; only cues near it are looked at.
fn owner(scene: &Scene<'_, '_>, found: &[Found], quote: Span) -> Option<usize> {
    const REACH: usize = 2000;
    let at = |a: &Found| scene.tree.reading.tokens[a.cue.first].span.start;
    let first = found.partition_point(|a| at(a) + REACH < quote.start);
    let near = found.iter().enumerate().skip(first).take_while(|(_, a)| at(a) < quote.end + REACH);
    let covering = near.filter(|(_, a)| a.content.iter().any(|c| c.overlaps(quote)));
    covering.max_by_key(|(_, a)| a.content.iter().map(|c| c.len()).sum::<usize>()).map(|(i, _)| i)
}

/// Whether most words of a branch lie in some spans: what training takes as its label.
#[doc(hidden)]
pub fn mostly_in(scene: &Scene<'_, '_>, branch: Branch, spans: &[Span]) -> bool {
    let tokens = scene.branch_tokens(branch);
    let words = tokens.iter().filter(|&&t| scene.tree.upos(t) != Upos::Punct);
    let (all, inside) = words.fold((0, 0), |(all, inside), &t| {
        let span = scene.tree.reading.tokens[t].span;
        (all + 1, inside + usize::from(spans.iter().any(|s| s.overlaps(span))))
    });
    all > 0 && inside * 2 > all
}
