//! What the weights look at: features of cue words, of their extent, of sources and of content.
//!
//! Training and coding share these functions, so that a weight means the same to both.

use super::scene::Scene;
use crate::reading::{Deprel, EntityKind, Upos};

/// Bits of a feature's hash.
pub const BITS: u32 = 25;

/// One of the decisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Whether a word is the head of a cue.
    Cue,
    /// Whether the next word belongs to the cue as well.
    Extent,
    /// Whether a nominal is the source of a cue.
    Source,
    /// Whether what depends on a source belongs to its words.
    Part,
    /// Whether a branch of the tree is content of a cue.
    Content,
}

impl Task {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 5] = [Self::Cue, Self::Extent, Self::Source, Self::Part, Self::Content];
}

/// Hashed features of one candidate.
#[derive(Clone, Debug, Default)]
pub struct Features {
    seed: u64,
    /// One hash for each feature.
    pub hashes: Vec<u32>,
}

const PRIME: u64 = 0x0000_0100_0000_01b3;

impl Features {
    /// Begins the features of a new candidate.
    pub fn start(&mut self, task: Task) {
        self.hashes.clear();
        self.seed = (0xcbf2_9ce4_8422_2325 ^ (task as u64 + 1)).wrapping_mul(PRIME);
        self.add("bias", &[]);
    }

    /// Adds one feature.
    pub fn add(&mut self, name: &str, values: &[&str]) {
        let mut hash = self.seed;
        for part in std::iter::once(&name).chain(values) {
            for byte in part.bytes().chain([0xff]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(PRIME);
            }
        }
        hash ^= hash >> 29;
        hash = hash.wrapping_mul(0xbf58_476d_1ce4_e5b9);
        self.hashes.push((hash >> (64 - BITS)) as u32);
    }
}

/// A cue: its head and its first and last token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cue {
    /// The word that decides.
    pub head: usize,
    /// First token.
    pub first: usize,
    /// Last token.
    pub last: usize,
}

impl Cue {
    /// Whether a token is part of it.
    pub fn has(&self, token: usize) -> bool {
        (self.first..=self.last).contains(&token)
    }
}

fn yes(condition: bool) -> &'static str {
    if condition { "1" } else { "0" }
}

fn size(n: usize) -> &'static str {
    match n {
        0 => "0",
        1 => "1",
        2 => "2",
        3 => "3",
        4..=5 => "5",
        6..=8 => "8",
        9..=14 => "14",
        15..=24 => "24",
        _ => "far",
    }
}

impl Scene<'_, '_> {
    /// Whether a token can be the head of a cue.
    pub fn may_cue(&self, token: usize) -> bool {
        match self.tree.upos(token) {
            Upos::Det | Upos::Num | Upos::Propn | Upos::Pron | Upos::Cconj | Upos::Part | Upos::Sym => false,
            Upos::Punct => self.word(token) == ":",
            Upos::Aux => self.tree.rel(token).base() != "aux",
            _ => true,
        }
    }

    fn word_at(&self, token: Option<usize>) -> &str {
        token.filter(|&t| t < self.tree.len()).map_or("-", |t| self.word(t))
    }

    fn kind(&self, token: usize) -> &'static str {
        self.tree.entity_kind(token).map_or(self.tree.upos(token).as_str(), EntityKind::as_str)
    }

    fn mark(&self, token: usize) -> &str {
        self.tree
            .first(token, &[Deprel::Mark])
            .or_else(|| self.tree.first(token, &[Deprel::Case]))
            .map_or("-", |m| self.word(m))
    }

    /// Features of a word as the head of a cue.
    pub fn cue(&self, t: usize, f: &mut Features) {
        f.start(Task::Cue);
        let tree = self.tree;
        let (lemma, upos, rel) = (self.lemma(t), tree.upos(t).as_str(), tree.rel(t).as_str());
        let (before, after) = (t.checked_sub(1), Some(t + 1));
        f.add("w", &[self.word(t)]);
        f.add("l", &[lemma, upos]);
        f.add("p", &[upos]);
        f.add("r", &[rel, upos]);
        f.add("lr", &[lemma, rel]);
        f.add("b", &[self.word_at(before), upos]);
        f.add("a", &[self.word_at(after), upos]);
        f.add("lb", &[lemma, self.word_at(before)]);
        f.add("la", &[lemma, self.word_at(after)]);
        f.add("laa", &[lemma, self.word_at(after), self.word_at(Some(t + 2))]);
        let word = self.word(t);
        let tail = word.char_indices().rev().nth(2).map_or(word, |(i, _)| &word[i..]);
        f.add("sx", &[tail, upos]);
        let start = lemma.char_indices().nth(5).map_or(lemma, |(i, _)| &lemma[..i]);
        f.add("px", &[start, upos]);
        f.add("px", &[start]);
        f.add("ba", &[self.word_at(before), self.word_at(after), upos]);
        f.add("form", &[&tree.reading.tokens[t].feats.to_string(), upos, rel]);
        if let Some(h) = tree.head(t) {
            f.add("h", &[self.lemma(h), rel]);
            f.add("hp", &[tree.upos(h).as_str(), rel, upos]);
            f.add("hl", &[self.lemma(h), lemma]);
            f.add("hr", &[tree.upos(h).as_str(), tree.rel(h).as_str(), rel, upos]);
            f.add("lhp", &[lemma, tree.upos(h).as_str(), rel]);
        }
        self.cue_children(t, lemma, upos, f);
        self.cue_quotes(t, lemma, upos, f);
    }

    fn cue_children(&self, t: usize, lemma: &str, upos: &str, f: &mut Features) {
        let tree = self.tree;
        let mut shape: Vec<&str> = Vec::new();
        for &c in tree.children(t) {
            let rel = tree.rel(c);
            if rel == Deprel::Punct {
                continue;
            }
            shape.push(rel.base());
            f.add("c", &[rel.as_str(), upos]);
            f.add("lc", &[lemma, rel.as_str()]);
            match rel.base() {
                "nsubj" | "obl" | "nmod" | "obj" => {
                    f.add("ck", &[rel.as_str(), self.kind(c), upos]);
                    f.add("cl", &[rel.as_str(), self.lemma(c), upos]);
                    f.add("cc", &[rel.as_str(), self.mark(c), upos]);
                    f.add("lcc", &[lemma, self.mark(c)]);
                    f.add("lck", &[lemma, rel.as_str(), self.kind(c)]);
                    f.add("lo", &[lemma, rel.as_str(), self.lemma(c)]);
                }
                "ccomp" | "xcomp" | "acl" | "advcl" | "parataxis" => {
                    f.add("cm", &[rel.as_str(), self.mark(c), upos]);
                    f.add("lcm", &[lemma, self.mark(c)]);
                    f.add("cu", &[rel.as_str(), tree.upos(c).as_str(), upos, yes(c < t)]);
                }
                "aux" | "compound" | "advmod" | "cop" | "case" | "mark" => {
                    f.add("cw", &[rel.as_str(), self.word(c), upos])
                }
                _ => {}
            }
        }
        let subject = tree.first(t, &[Deprel::Nsubj, Deprel::NsubjPass]).map_or("-", |c| self.kind(c));
        let object = tree.first(t, &[Deprel::Obj, Deprel::Ccomp, Deprel::Xcomp, Deprel::Obl]);
        let (object, mark) = object.map_or(("-", "-"), |c| (self.kind(c), self.mark(c)));
        f.add("so", &[subject, object, mark, upos]);
        f.add("lso", &[lemma, subject, object]);
        shape.sort_unstable();
        shape.dedup();
        f.add("shape", &[&shape.join("+"), upos]);
        let clause = shape.iter().any(|s| matches!(*s, "ccomp" | "xcomp"));
        f.add("clause", &[yes(clause), upos, yes(tree.is_passive(t))]);
        f.add("lclause", &[lemma, yes(clause), yes(tree.is_passive(t))]);
    }

    fn cue_quotes(&self, t: usize, lemma: &str, upos: &str, f: &mut Features) {
        let sentence = self.sentence(t);
        let quoted = self.quote_of(t).is_some();
        let any = sentence.clone().any(|x| self.quote_of(x).is_some());
        f.add("q", &[yes(quoted), yes(any), upos]);
        f.add("lq", &[yes(quoted), yes(any), lemma]);
        let near = |x: usize| sentence.contains(&x) && (self.is_mark(x) || self.quote_of(x).is_some());
        let after = (t + 1..t + 4).position(near).map_or("-", size);
        let before = (1..5).position(|d| t >= d && near(t - d)).map_or("-", size);
        if !quoted {
            f.add("qa", &[after, upos]);
            f.add("qb", &[before, upos]);
            f.add("qab", &[after, before, lemma]);
        }
        let mut up = String::new();
        for &a in self.ancestors(t).iter().take(3) {
            up.push_str(self.tree.rel(a).base());
            up.push('/');
        }
        f.add("up", &[&up, upos]);
        let root = self.ancestors(t).last().copied().unwrap_or(t);
        if root != t {
            f.add("root", &[self.lemma(root), upos]);
        }
        let first = self.tree.reading.sentence_of(t);
        let ends_quoted =
            sentence.start > 0 && (self.is_mark(sentence.start - 1) || self.quote_of(sentence.start - 1).is_some());
        let goes_quoted =
            sentence.end < self.tree.len() && self.quote_of((sentence.end + 1).min(self.tree.len() - 1)).is_some();
        f.add("around", &[yes(ends_quoted), yes(goes_quoted), yes(any), upos]);
        f.add("lnext", &[lemma, yes(goes_quoted), yes(any)]);
        f.add("place", &[if first == 0 { "title" } else { "body" }, upos]);
        f.add("len", &[size(sentence.len()), upos]);
    }

    /// Features of a word next to a cue as one more word of it.
    pub fn extent(&self, head: usize, at: usize, f: &mut Features) {
        f.start(Task::Extent);
        let tree = self.tree;
        let left = at < head;
        let side = if left { "<" } else { ">" };
        let distance = size(at.abs_diff(head));
        let (word, upos, rel) = (self.word(at), tree.upos(at).as_str(), tree.rel(at).as_str());
        let inner = if left { at + 1 } else { at - 1 };
        let outer = if left { at.checked_sub(1) } else { Some(at + 1) };
        let path = self.path(head, at);
        f.add("w", &[word, side]);
        f.add("wd", &[word, side, distance]);
        f.add("p", &[upos, side, distance]);
        f.add("path", &[&path, side]);
        f.add("pathw", &[&path, side, word]);
        f.add("pathh", &[&path, side, self.lemma(head)]);
        f.add("pathp", &[&path, side, tree.upos(head).as_str(), upos]);
        f.add("hw", &[self.lemma(head), word, side]);
        f.add("hp", &[self.lemma(head), upos, side, distance]);
        f.add("inner", &[self.word(inner), word, side]);
        f.add("innerp", &[tree.upos(inner).as_str(), upos, side]);
        f.add("outer", &[self.word_at(outer), word, side]);
        f.add("outerp", &[outer.filter(|&t| t < tree.len()).map_or("-", |t| tree.upos(t).as_str()), upos, rel, side]);
        f.add("kind", &[self.kind(at), side, rel]);
        f.add("mark", &[yes(self.quote_of(at).is_some()), side, yes(self.quote_of(head).is_some())]);
        f.add("right", &[yes(tree.by(head, &[Deprel::Ccomp]).next().is_some()), &path, side]);
        f.add("obj", &[yes(tree.by(head, &[Deprel::Obj]).next().is_some()), &path, side]);
        let clause = if left { "-" } else { self.word_at(outer) };
        f.add("next", &[&path, clause]);
    }

    /// Nominals of the cue's sentence that can be its source.
    pub fn source_candidates(&self, cue: &Cue) -> Vec<usize> {
        let nominal = |t: &usize| {
            let rel = self.tree.rel(*t);
            let inside =
                matches!(rel.base(), "compound" | "flat" | "case" | "det" | "mark" | "cc" | "goeswith" | "fixed");
            !cue.has(*t)
                && !inside
                && match self.tree.upos(*t) {
                    Upos::Noun | Upos::Propn | Upos::Pron => true,
                    Upos::Num | Upos::Det | Upos::Adj | Upos::X => rel.base() == "nsubj" || rel.base() == "obl",
                    _ => false,
                }
        };
        self.sentence(cue.head).filter(nominal).collect()
    }

    /// Features of a nominal as the source of a cue.
    pub fn source(&self, cue: &Cue, at: usize, f: &mut Features) {
        f.start(Task::Source);
        let tree = self.tree;
        let path = self.path(cue.head, at);
        let (lemma, upos) = (self.lemma(cue.head), tree.upos(at).as_str());
        let side = if at < cue.first { "<" } else { ">" };
        let passive = yes(tree.is_passive(cue.head));
        let distance = size(at.abs_diff(cue.head));
        let kind = self.kind(at);
        f.add("path", &[&path]);
        f.add("pathl", &[&path, lemma]);
        f.add("pathp", &[&path, upos, side]);
        f.add("pathk", &[&path, kind]);
        f.add("pathv", &[&path, passive, tree.upos(cue.head).as_str()]);
        f.add("case", &[self.mark(at), &path]);
        f.add("casel", &[self.mark(at), lemma]);
        f.add("dist", &[distance, side, kind]);
        f.add("l", &[self.lemma(at), side]);
        f.add("lp", &[self.lemma(at), &path]);
        f.add("k", &[kind, side, passive]);
        f.add("last", &[self.word(cue.last), &path]);
        let quoted = self.quote_of(at).is_some();
        f.add("q", &[yes(quoted), yes(self.quote_of(cue.head) == self.quote_of(at)), side]);
        f.add("rel", &[tree.rel(at).as_str(), side, distance]);
        // The nearest candidate on its side is a better one, whatever the parser thought.
        let between = if at < cue.first { at + 1..cue.first } else { cue.last + 1..at };
        let others = between.clone().filter(|&t| matches!(tree.upos(t), Upos::Noun | Upos::Propn | Upos::Pron)).count();
        f.add("between", &[size(others), side, upos]);
        let verbs = between.filter(|&t| tree.upos(t) == Upos::Verb).count();
        f.add("verbs", &[size(verbs), side, upos]);
        f.add("own", &[yes(tree.by(cue.head, &[Deprel::Nsubj]).next().is_some()), &path]);
        f.add("cuepath", &[tree.rel(cue.head).as_str(), &path]);
    }

    /// Features of a dependent of a source as part of its words.
    pub fn part(&self, cue: &Cue, source: usize, child: usize, f: &mut Features) {
        f.start(Task::Part);
        let tree = self.tree;
        let rel = tree.rel(child).as_str();
        let side = if child < source { "<" } else { ">" };
        let (first, last) = tree.subtree(child);
        let comma = first > 0 && self.word(first - 1) == ",";
        f.add("r", &[rel, side]);
        f.add("rw", &[rel, self.word(child)]);
        f.add("rp", &[rel, tree.upos(child).as_str(), tree.upos(source).as_str()]);
        f.add("rk", &[rel, self.kind(child), self.kind(source)]);
        f.add("rc", &[rel, yes(comma), side]);
        f.add("rm", &[rel, self.mark(child), side]);
        f.add("rml", &[rel, self.mark(child), self.lemma(source)]);
        f.add("rs", &[rel, size(last - first + 1), side, yes(comma)]);
        f.add("rq", &[rel, yes(self.quote_of(child).is_some())]);
        f.add(
            "rcue",
            &[
                rel,
                if child > cue.last { "after" } else { "before" },
                if source > cue.last { "after" } else { "before" },
            ],
        );
        f.add("first", &[rel, self.word(first)]);
    }

    /// The branches of the cue's sentence: single tokens on the way to the cue and the source, and all that hangs off them.
    pub fn branches(&self, cue: &Cue, source: Option<usize>) -> Vec<Branch> {
        let sentence = self.sentence(cue.head);
        let mut on_way = vec![false; sentence.len()];
        for t in (cue.first..=cue.last).chain(source) {
            for a in self.ancestors(t).into_iter().filter(|a| sentence.contains(a)) {
                on_way[a - sentence.start] = true;
            }
        }
        let mut branches = Vec::new();
        for root in sentence.clone() {
            let head_on_way = self.tree.head(root).is_none_or(|h| !sentence.contains(&h) || on_way[h - sentence.start]);
            let own = on_way[root - sentence.start];
            if cue.has(root) || Some(root) == source || self.tree.upos(root) == Upos::Punct {
                continue;
            }
            if own {
                branches.push(Branch { root, whole: false });
            } else if head_on_way || self.splits(root) {
                branches.push(Branch { root, whole: true });
            }
        }
        branches
    }

    /// Whether a clause is decided by itself even inside another branch.
    fn splits(&self, root: usize) -> bool {
        match self.tree.rel(root) {
            Deprel::Conj | Deprel::Advcl => matches!(self.tree.upos(root), Upos::Verb),
            Deprel::Parataxis => true,
            _ => false,
        }
    }

    /// Tokens of a branch.
    pub fn branch_tokens(&self, branch: Branch) -> Vec<usize> {
        if !branch.whole {
            return vec![branch.root];
        }
        let mut tokens = Vec::new();
        let mut stack = vec![branch.root];
        while let Some(t) = stack.pop() {
            tokens.push(t);
            stack.extend(self.tree.children(t).iter().copied().filter(|&c| !self.splits(c)));
        }
        tokens
    }

    /// Features of a branch as content of a cue.
    pub fn content(&self, cue: &Cue, source: Option<usize>, branch: Branch, f: &mut Features) {
        f.start(Task::Content);
        let tree = self.tree;
        let root = branch.root;
        let near = (cue.first..=cue.last)
            .min_by_key(|&c| (self.path_length(c, root), c.abs_diff(cue.head)))
            .unwrap_or(cue.head);
        let path = self.path(near, root);
        let (lemma, at) = (self.lemma(cue.head), if near == cue.head { "head" } else { "part" });
        let side = if root < cue.first { "<" } else { ">" };
        let whole = yes(branch.whole);
        let cue_upos = tree.upos(cue.head).as_str();
        let passive = yes(tree.is_passive(cue.head));
        let mark = self.mark(root);
        f.add("path", &[&path, at, whole]);
        f.add("pathl", &[&path, lemma, whole]);
        f.add("pathu", &[&path, cue_upos, whole, side, passive]);
        f.add("pathm", &[&path, mark, whole]);
        f.add("pathp", &[&path, tree.upos(root).as_str(), whole, side]);
        f.add("pathn", &[&path, self.word(near), at]);
        f.add("pathk", &[&path, self.kind(root), cue_upos]);
        f.add("lm", &[lemma, mark, side]);
        f.add("m", &[mark, side, tree.rel(root).as_str()]);
        f.add("last", &[self.word(cue.last), &path]);
        f.add("l", &[self.lemma(root), side]);
        f.add("lp", &[self.lemma(root), &path]);
        f.add("src", &[yes(source.is_some()), &path, whole, passive]);
        self.content_place(cue, source, branch, &path, f);
    }

    fn content_place(&self, cue: &Cue, source: Option<usize>, branch: Branch, path: &str, f: &mut Features) {
        let tree = self.tree;
        let root = branch.root;
        let side = if root < cue.first { "<" } else { ">" };
        let lemma = self.lemma(cue.head);
        let has = |rels: &[Deprel]| yes(tree.first(cue.head, rels).is_some());
        let (clause, object) = (has(&[Deprel::Ccomp, Deprel::Xcomp]), has(&[Deprel::Obj]));
        f.add("has", &[clause, object, path, yes(branch.whole)]);
        f.add("hasx", &[has(&[Deprel::Parataxis]), has(&[Deprel::Advcl]), path]);
        let quoted = self.quote_of(root).is_some();
        let any = self.sentence(cue.head).any(|t| self.quote_of(t).is_some());
        let cue_quoted = self.quote_of(cue.head).is_some();
        f.add("q", &[yes(quoted), yes(any), yes(cue_quoted), side]);
        f.add("qp", &[yes(quoted), yes(any), yes(cue_quoted), path]);
        f.add("ql", &[yes(quoted), yes(any), lemma, side]);
        let tokens = self.branch_tokens(branch);
        let first = tokens.iter().copied().min().unwrap_or(root);
        f.add("size", &[size(tokens.len()), side, tree.rel(root).as_str()]);
        f.add("adj", &[yes(first == cue.last + 1), path]);
        f.add("gap", &[size(first.abs_diff(cue.last)), side, tree.rel(root).as_str()]);
        f.add("first", &[self.word(first), path]);
        f.add("time", &[yes(tree.entity_kind(root).is_some_and(EntityKind::is_time)), path, lemma]);
        let place = match source {
            Some(s) if (s < root) != (s < cue.head) => "between",
            Some(s) if s > cue.head => "source-last",
            Some(_) => "source-first",
            None => "no-source",
        };
        f.add("place", &[place, path]);
        f.add("placer", &[place, side, tree.rel(root).as_str(), tree.upos(root).as_str()]);
        let comma = self.word_at(Some(cue.last + 1));
        f.add("comma", &[comma, path, side]);
        let source_path = source.map_or_else(|| "-".to_owned(), |s| self.path(s, root));
        f.add("sp", &[&source_path, path]);
        f.add("len", &[size(tokens.len()), path, yes(branch.whole)]);
    }

    fn path_length(&self, from: usize, to: usize) -> usize {
        let up = self.ancestors(from);
        let down = self.ancestors(to);
        up.iter().enumerate().find_map(|(u, t)| Some(u + down.iter().position(|d| d == t)?)).unwrap_or(99)
    }
}

/// A piece of a sentence that is content or not as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Branch {
    /// Its head.
    pub root: usize,
    /// Everything under the head, not the head alone.
    pub whole: bool,
}
