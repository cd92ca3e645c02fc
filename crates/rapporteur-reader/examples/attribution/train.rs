//! Logistic regression over hashed features, one decision at a time, in one shared table.

use rapporteur_core::Span;
use rapporteur_core::code::attribution::features::{BITS, Cue, Features, Task};
use rapporteur_core::code::attribution::find::mostly_in;
use rapporteur_core::code::attribution::scene::Scene;
use rapporteur_core::code::attribution::weights::Weights;
use rapporteur_core::code::tree::Tree;

use crate::corpus::{Article, Gold};

/// Passes over the examples.
const EPOCHS: usize = 8;
/// Step of AdaGrad for each decision.
const STEP: [f32; 5] = [0.05, 0.1, 0.25, 0.25, 0.1];
/// Share of features hidden from each example.
const DROP: f32 = 0.3;
/// Pull towards zero, per seen example.
const DECAY: f32 = 2e-3;

struct Example {
    task: Task,
    positive: bool,
    hashes: Vec<u32>,
}

/// Trains on the first articles, chooses the bias of each decision on the others, and packs the table.
pub(crate) fn train(articles: &[Article], choose: &[Article]) -> Vec<u8> {
    let mut examples = examples(articles);
    for task in Task::ALL {
        let of = |p: bool| examples.iter().filter(|e| e.task == task && e.positive == p).count();
        eprintln!("{task:?}: {} of {}", of(true), of(true) + of(false));
    }
    let counts = count(&examples);
    examples.iter_mut().for_each(|e| e.hashes.retain(|&h| counts[h as usize] >= SEEN));
    let weights = fit(&mut examples, env("EPOCHS", EPOCHS as f32) as usize);
    // The features that matter most, by how much and how often they speak, are kept; the rest is trained again without.
    let mut ranked: Vec<(f32, u32)> =
        (0..1 << BITS).filter(|&h| counts[h] >= SEEN).map(|h| (worth(weights[h], counts[h]), h as u32)).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    eprintln!("{} features, {} kept", ranked.len(), KEPT.min(ranked.len()));
    ranked.truncate(KEPT);
    let mut kept = vec![false; 1 << BITS];
    ranked.iter().for_each(|&(_, h)| kept[h as usize] = true);
    examples.iter_mut().for_each(|e| e.hashes.retain(|&h| kept[h as usize]));
    let weights = fit(&mut examples, env("EPOCHS", EPOCHS as f32) as usize);
    let table: Vec<(u32, f32)> = ranked.iter().map(|&(_, h)| (h, weights[h as usize])).collect();
    let mut biases = BIASES;
    if !choose.is_empty() {
        let held = self::examples(choose);
        for task in Task::ALL {
            let (bias, f1) = best_bias(&weights, held.iter().filter(|e| e.task == task));
            eprintln!("{task:?}: bias {bias:.2}, F1 {:.1}", 100.0 * f1);
            biases[task as usize] = bias;
        }
    }
    Weights::pack(&table, biases)
}

/// What choosing on the articles 560 to 700 gave; used when training on all 700.
const BIASES: [f32; 5] = [0.6, 0.29, 0.19, 0.14, 0.44];
/// A feature seen less often is not learned.
const SEEN: u32 = 3;
/// Features kept in the table.
const KEPT: usize = 105_000;

fn env(name: &str, default: f32) -> f32 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}

fn random(seed: &mut u64) -> f32 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 40) as f32 / (1_u64 << 24) as f32
}

fn worth(weight: f32, count: u32) -> f32 {
    weight.abs() * (count as f32).sqrt().min(12.0)
}

fn count(examples: &[Example]) -> Vec<u32> {
    let mut counts = vec![0; 1 << BITS];
    examples.iter().flat_map(|e| &e.hashes).for_each(|&h| counts[h as usize] += 1);
    counts
}

fn score(weights: &[f32], hashes: &[u32]) -> f32 {
    hashes.iter().map(|&h| weights[h as usize]).sum()
}

fn fit(examples: &mut [Example], epochs: usize) -> Vec<f32> {
    let mut weights = vec![0.0_f32; 1 << BITS];
    let mut squares = vec![1e-2_f32; 1 << BITS];
    let mut total = vec![0.0_f32; 1 << BITS];
    let mut seed = 7_u64;
    let mut shown = Vec::new();
    let (drop, step, decay) = (env("DROP", DROP), env("STEP", 1.0), env("DECAY", DECAY));
    for epoch in 0..epochs {
        for i in (1..examples.len()).rev() {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            examples.swap(i, (seed >> 33) as usize % (i + 1));
        }
        for e in examples.iter() {
            // A random part of the features is hidden, so that the others learn to speak without them.
            shown.clear();
            shown.extend(e.hashes.iter().copied().filter(|_| random(&mut seed) >= drop));
            let sum = score(&weights, &shown) / (1.0 - drop);
            let error = 1.0 / (1.0 + (-sum).exp()) - if e.positive { 1.0 } else { 0.0 };
            if error.abs() < 0.01 {
                continue;
            }
            for &h in &shown {
                let h = h as usize;
                let gradient = error + decay * weights[h];
                squares[h] += gradient * gradient;
                weights[h] -= step * STEP[e.task as usize] * gradient / squares[h].sqrt();
            }
        }
        if epoch + 3 >= epochs {
            total.iter_mut().zip(&weights).for_each(|(t, w)| *t += w / 3.0);
        }
    }
    total.iter().map(|t| t.clamp(-4.0, 4.0)).collect()
}

fn best_bias<'e>(weights: &[f32], examples: impl Iterator<Item = &'e Example>) -> (f32, f32) {
    let mut scored: Vec<(f32, bool)> = examples.map(|e| (score(weights, &e.hashes), e.positive)).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let all = scored.iter().filter(|s| s.1).count() as f32;
    let (mut hit, mut best) = (0.0, (0.0, 0.0));
    for (n, (s, positive)) in scored.iter().enumerate() {
        hit += f32::from(u8::from(*positive));
        let f1 = 2.0 * hit / (all + n as f32 + 1.0);
        if f1 > best.1 {
            best = (-s + 1e-4, f1);
        }
    }
    best
}

fn examples(articles: &[Article]) -> Vec<Example> {
    let mut out = Vec::new();
    for article in articles {
        let tree = Tree::new(&article.text, &article.reading);
        let scene = Scene::new(&tree);
        let golds: Vec<(Cue, &Gold)> = article.gold.iter().filter_map(|g| Some((cue_of(&scene, &g.cue)?, g))).collect();
        cues(&scene, &golds, &mut out);
        for (cue, gold) in &golds {
            extents(&scene, cue, gold, &mut out);
            roles(&scene, cue, gold, &mut out);
        }
    }
    out
}

fn push(out: &mut Vec<Example>, task: Task, positive: bool, f: &Features) {
    out.push(Example { task, positive, hashes: f.hashes.clone() });
}

fn cues(scene: &Scene<'_, '_>, golds: &[(Cue, &Gold)], out: &mut Vec<Example>) {
    let mut f = Features::default();
    for t in (0..scene.tree.len()).filter(|&t| scene.may_cue(t)) {
        let head = golds.iter().any(|(c, _)| c.head == t);
        scene.cue(t, &mut f);
        push(out, Task::Cue, head, &f);
    }
}

fn extents(scene: &Scene<'_, '_>, cue: &Cue, gold: &Gold, out: &mut Vec<Example>) {
    let sentence = scene.sentence(cue.head);
    let mut f = Features::default();
    let inside = |t: usize| over(scene, t, &gold.cue);
    let left = (sentence.start..cue.head).rev();
    let right = cue.head + 1..sentence.end;
    for at in left.scan(true, |on, t| std::mem::replace(on, inside(t)).then_some(t)) {
        scene.extent(cue.head, at, &mut f);
        push(out, Task::Extent, inside(at), &f);
    }
    for at in right.scan(true, |on, t| std::mem::replace(on, inside(t)).then_some(t)) {
        scene.extent(cue.head, at, &mut f);
        push(out, Task::Extent, inside(at), &f);
    }
}

fn roles(scene: &Scene<'_, '_>, cue: &Cue, gold: &Gold, out: &mut Vec<Example>) {
    let mut f = Features::default();
    let candidates = scene.source_candidates(cue);
    let source = head_of(scene, &gold.source).filter(|s| candidates.contains(s));
    for at in candidates {
        // Another word of the source's own phrase is neither right nor wrong.
        if Some(at) == source || !over(scene, at, &gold.source) {
            scene.source(cue, at, &mut f);
            push(out, Task::Source, Some(at) == source, &f);
        }
    }
    if let Some(s) = source {
        for &child in scene.tree.children(s) {
            let (first, last) = scene.tree.subtree(child);
            if scene.tree.upos(child).as_str() != "PUNCT" && !(first..=last).any(|t| cue.has(t)) {
                scene.part(cue, s, child, &mut f);
                push(out, Task::Part, over(scene, child, &gold.source), &f);
            }
        }
    }
    for branch in scene.branches(cue, source) {
        scene.content(cue, source, branch, &mut f);
        push(out, Task::Content, mostly_in(scene, branch, &gold.content), &f);
    }
}

fn over(scene: &Scene<'_, '_>, token: usize, spans: &[Span]) -> bool {
    let span = scene.tree.reading.tokens[token].span;
    spans.iter().any(|s| s.overlaps(span))
}

/// The token of some spans that stands highest in its tree.
fn head_of(scene: &Scene<'_, '_>, spans: &[Span]) -> Option<usize> {
    let tokens = tokens_in(scene, spans);
    tokens.iter().copied().min_by_key(|&t| scene.ancestors(t).len())
}

fn tokens_in(scene: &Scene<'_, '_>, spans: &[Span]) -> Vec<usize> {
    let tokens = &scene.tree.reading.tokens;
    let mut all = Vec::new();
    for span in spans {
        let first = tokens.partition_point(|t| t.span.end <= span.start);
        all.extend((first..tokens.len()).take_while(|&t| tokens[t].span.start < span.end));
    }
    all
}

fn cue_of(scene: &Scene<'_, '_>, spans: &[Span]) -> Option<Cue> {
    let tokens = tokens_in(scene, spans);
    let best = tokens.iter().copied().filter(|&t| scene.may_cue(t)).min_by_key(|&t| scene.ancestors(t).len());
    let head = best?;
    let (mut first, mut last) = (head, head);
    while first > 0 && tokens.contains(&(first - 1)) {
        first -= 1;
    }
    while tokens.contains(&(last + 1)) {
        last += 1;
    }
    Some(Cue { head, first, last })
}
