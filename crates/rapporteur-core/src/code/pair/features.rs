//! What the weights look at: words, trees and frames around a pair of participants.
//!
//! Training and coding share these functions, so that a weight means the same to both.

use super::Pair;
use crate::code::Act;
use crate::reading::{Deprel, EntityKind};

/// Hashed features of one pair.
#[derive(Clone, Debug, Default)]
pub struct Features {
    /// One hash for each feature, in order, none twice.
    pub hashes: Vec<u32>,
}

impl Features {
    fn add(&mut self, name: &str, values: &[&str]) {
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        for part in std::iter::once(&name).chain(values) {
            for byte in part.bytes().chain([0xff]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
            }
        }
        hash ^= hash >> 29;
        hash = hash.wrapping_mul(0xbf58_476d_1ce4_e5b9);
        self.hashes.push((hash >> 32) as u32);
    }
}

/// All features of a pair.
pub fn features(pair: &Pair<'_, '_>) -> Features {
    let mut f = Features::default();
    f.add("bias", &[]);
    sides(pair, &mut f);
    frames(pair, &mut f);
    path(pair, &mut f);
    for (role, head) in [("s", pair.source_head()), ("t", pair.target_head())] {
        if let Some(head) = head {
            governors(pair, role, head, &mut f);
        }
    }
    words(pair, &mut f);
    f.hashes.sort_unstable();
    f.hashes.dedup();
    f
}

fn yes(condition: bool) -> &'static str {
    if condition { "1" } else { "0" }
}

/// What kind of somebody a span names: the sector of its role word, a nationality, the kind of its name.
fn kind_of(pair: &Pair<'_, '_>, head: Option<usize>) -> String {
    let Some(head) = head else { return "none".into() };
    let tree = pair.slots.tree;
    if let Some(role) = pair.slots.knowledge.role(tree.lemma(head)) {
        return format!("role-{}", role.sector);
    }
    match tree.entity_kind(head) {
        Some(kind) => kind.as_str().into(),
        None => tree.upos(head).as_str().into(),
    }
}

fn sides(pair: &Pair<'_, '_>, f: &mut Features) {
    let tree = pair.slots.tree;
    let (source, target) = (pair.source_head(), pair.target_head());
    let kinds = (kind_of(pair, source), kind_of(pair, target));
    f.add("order", &[pair.order()]);
    f.add("kinds", &[&kinds.0, &kinds.1]);
    for (role, head, kind) in [("s", source, &kinds.0), ("t", target, &kinds.1)] {
        f.add("kind", &[role, kind]);
        let Some(head) = head else { continue };
        f.add("head", &[role, &pair.lemma(head)]);
        f.add("rel", &[role, tree.rel(head).as_str()]);
        for &child in tree.children(head) {
            f.add("dep", &[role, tree.rel(child).as_str(), &pair.word(child)]);
        }
        if let Some(case) = tree.case(head) {
            f.add("case", &[role, case]);
        }
    }
}

/// How an act lies to the pair: which of the two is among its participants.
fn fit(pair: &Pair<'_, '_>, act: &Act) -> &'static str {
    let has = |heads: &[usize], side: Option<(usize, usize)>| {
        side.is_some_and(|(first, last)| heads.iter().any(|h| (first..=last).contains(h)))
    };
    let (s, t) = (pair.source, pair.target);
    match (has(&act.actors, s), has(&act.recipients, t)) {
        (true, true) => "both",
        (true, false) => "actor",
        (false, true) => "recipient",
        _ if has(&act.recipients, s) || has(&act.actors, t) => "crossed",
        _ => "other",
    }
}

fn frames(pair: &Pair<'_, '_>, f: &mut Features) {
    for act in pair.acts {
        let how = fit(pair, act);
        let kind = act.kind.as_str();
        f.add("act", &[kind]);
        f.add("act-fit", &[kind, how]);
        f.add("frame", &[&act.frame]);
        f.add("frame-fit", &[&act.frame, how]);
        f.add("mode", &[kind, &act.mode]);
        if act.aux.future || act.aux.negation || act.aux.hypothetical {
            let aux = [yes(act.aux.future), yes(act.aux.negation), yes(act.aux.hypothetical)].concat();
            f.add("aux", &[kind, &aux]);
            f.add("aux-fit", &[&aux, how]);
        }
    }
    if pair.acts.is_empty() {
        f.add("act", &["none"]);
    }
    let ranked = pair.ranked();
    let best = ranked.first().map_or("none", |a| a.kind.as_str());
    let second = ranked.get(1).map_or("none", |a| a.kind.as_str());
    f.add("rule", &[best]);
    f.add("rule2", &[best, second]);
    f.add("rule-order", &[best, pair.order()]);
    if let Some(act) = ranked.first() {
        let tree = pair.slots.tree;
        f.add("rule-word", &[best, &pair.lemma(act.token)]);
        f.add("rule-fit", &[best, fit(pair, act)]);
        f.add("rule-upos", &[best, tree.upos(act.token).as_str()]);
    }
}

fn path(pair: &Pair<'_, '_>, f: &mut Features) {
    let (Some(source), Some(target)) = (pair.source_head(), pair.target_head()) else {
        f.add("path", &["-"]);
        return;
    };
    let tree = pair.slots.tree;
    let Some((up, top, down)) = pair.path(source, target) else {
        f.add("path", &["apart"]);
        return;
    };
    let ups: Vec<&str> = up.iter().map(|&t| tree.rel(t).as_str()).collect();
    let downs: Vec<&str> = down.iter().map(|&t| tree.rel(t).as_str()).collect();
    let rels = format!("{}^{}", ups.join("<"), downs.join(">"));
    f.add("path", &[&rels]);
    f.add("path-top", &[&rels, &pair.word(top)]);
    f.add("top", &[&pair.word(top), tree.upos(top).as_str()]);
    f.add("top-s", &[&pair.word(top), ups.last().copied().unwrap_or("-")]);
    f.add("top-t", &[&pair.word(top), downs.first().copied().unwrap_or("-")]);
    let inner = up
        .iter()
        .skip(1)
        .chain([&top].into_iter().filter(|&&t| t != source))
        .chain(down.iter().take(down.len().saturating_sub(1)));
    let words: Vec<String> = inner.map(|&t| pair.word(t)).collect();
    f.add("path-words", &[&words.join(" ")]);
    for word in &words {
        f.add("on-path", &[word]);
    }
    for two in words.windows(2) {
        f.add("on-path2", &[&two[0], &two[1]]);
    }
    for (t, side) in up.iter().map(|t| (*t, "up")).chain([(top, "top")]).chain(down.iter().map(|t| (*t, "down"))) {
        around(pair, "pd", side, t, f);
    }
}

/// The words that hang on one word: negation, auxiliaries, particles, objects, prepositions with their nouns.
fn around(pair: &Pair<'_, '_>, name: &str, side: &str, token: usize, f: &mut Features) {
    let tree = pair.slots.tree;
    if pair.inside(token).is_some() {
        return;
    }
    let own = pair.word(token);
    for &child in tree.children(token) {
        if tree.rel(child) == Deprel::Punct {
            continue;
        }
        let word = pair.word(child);
        f.add(name, &[side, tree.rel(child).base(), &word]);
        f.add("pair", &[&own, tree.rel(child).base(), &word]);
        if let Some(case) = tree.case(child) {
            f.add("pair-case", &[&own, case]);
            f.add("pair-case-word", &[&own, case, &word]);
        }
    }
}

/// The verbs and nouns that a participant stands under, up to the root.
fn governors(pair: &Pair<'_, '_>, role: &str, head: usize, f: &mut Features) {
    let tree = pair.slots.tree;
    let mut t = head;
    let mut rels = String::new();
    for step in ["1", "2", "3", "4"] {
        let Some(up) = tree.head(t) else { break };
        rels.push_str(tree.rel(t).base());
        let word = pair.word(up);
        f.add("gov", &[role, &word]);
        f.add("gov-step", &[role, step, &word]);
        f.add("gov-rel", &[role, &rels, &word]);
        rels.push('<');
        t = up;
    }
    let clause = tree.clause(head);
    f.add("clause", &[role, &pair.word(clause), yes(tree.is_passive(clause))]);
    around(pair, "cd", role, clause, f);
    if let Some(inner) = pair.slots.complement(clause) {
        f.add("comp", &[role, &pair.word(inner)]);
        f.add("clause-comp", &[role, &pair.word(clause), &pair.word(inner)]);
        around(pair, "xd", role, inner, f);
    }
}

fn words(pair: &Pair<'_, '_>, f: &mut Features) {
    let masked = pair.masked();
    let order = pair.order();
    for (zone, word) in &masked {
        f.add("w", &[word]);
        f.add("zone", &[zone, order, word]);
    }
    for two in masked.windows(2) {
        f.add("w2", &[&two[0].1, &two[1].1]);
        if two[0].0 == two[1].0 {
            f.add("zone2", &[two[0].0, &two[0].1, &two[1].1]);
        }
    }
    for three in masked.windows(3) {
        f.add("w3", &[&three[0].1, &three[1].1, &three[2].1]);
    }
}

impl Pair<'_, '_> {
    /// Lemma in lower case.
    fn lemma(&self, token: usize) -> String {
        self.slots.tree.lemma(token).to_lowercase()
    }

    /// A word as the weights see it: participants and names masked, else the lemma.
    fn word(&self, token: usize) -> String {
        match (self.inside(token), self.slots.tree.entity_kind(token)) {
            (Some(side), _) => side.into(),
            (None, Some(kind)) if kind != EntityKind::Event => kind.as_str().into(),
            _ => self.lemma(token),
        }
    }

    /// The words of the text with the part they stand in; a run of one mask is one word.
    fn masked(&self) -> Vec<(&'static str, String)> {
        let mut masked: Vec<(&'static str, String)> = Vec::new();
        let tree = self.slots.tree;
        for t in 0..tree.len() {
            let word = self.word(t);
            let mask = self.inside(t).is_some() || tree.entity_kind(t).is_some();
            if mask && masked.last().is_some_and(|(_, last)| *last == word) {
                continue;
            }
            masked.push((self.zone(t), word));
        }
        masked
    }
}
