//! Trains and measures who-says-what on PolNeAR; the corpus stays outside the repository.
//!
//! usage: attribution POLNEAR_DIR CACHE_DIR train OUT.bin [FIRST_ARTICLES]
//!        attribution POLNEAR_DIR CACHE_DIR write OUT.jsonl FROM TO [TABLE.bin]

mod corpus;
mod train;

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use corpus::Article;
use rapporteur_core::Span;
use rapporteur_core::code::attribution::find::{Found, find};
use rapporteur_core::code::attribution::scene::Scene;
use rapporteur_core::code::attribution::weights::Weights;
use rapporteur_core::code::tree::Tree;
use rapporteur_core::text::CodePoints;
use serde_json::json;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let articles = corpus::load(&PathBuf::from(&args[1]), &PathBuf::from(&args[2]));
    match args[3].as_str() {
        "train" => {
            let n: usize = args.get(5).map_or(560, |a| a.parse().expect("a number"));
            let started = Instant::now();
            let bytes = train::train(&articles[..n], &articles[n..700.max(n)]);
            fs::write(&args[4], bytes).expect("write");
            eprintln!("trained in {:.0?}", started.elapsed());
        }
        "write" => {
            let (from, to): (usize, usize) = (args[5].parse().expect("from"), args[6].parse().expect("to"));
            let mut bytes = args.get(7).map(|p| fs::read(p).expect("table"));
            if let (Some(bytes), Ok(shift)) = (&mut bytes, std::env::var("SHIFT")) {
                for (i, s) in shift.split(',').enumerate() {
                    let at = 4 * (i + 1)..4 * (i + 2);
                    let old = f32::from_le_bytes(bytes[at.clone()].try_into().expect("four"));
                    bytes[at].copy_from_slice(&(old + s.parse::<f32>().expect("a number")).to_le_bytes());
                }
            }
            let weights = match bytes.as_deref() {
                Some(b) => Weights::new(b).expect("size"),
                None => Weights::embedded(),
            };
            let mut out = fs::File::create(&args[4]).expect("create");
            let started = Instant::now();
            let mut words = 0;
            for article in &articles[from..to] {
                words += article.reading.tokens.len();
                let tree = Tree::new(&article.text, &article.reading);
                let scene = Scene::new(&tree);
                let found = find(&scene, &weights);
                writeln!(out, "{}", line(article, &tree, &found)).expect("write");
            }
            eprintln!("{:.0} tokens a second", words as f64 / started.elapsed().as_secs_f64());
        }
        other => eprintln!("unknown command {other}"),
    }
}

fn line(article: &Article, tree: &Tree<'_>, found: &[Found]) -> serde_json::Value {
    let points = CodePoints::new(&article.text);
    let span = |s: Span| json!([points.at(s.start), points.at(s.end)]);
    let list: Vec<_> = found
        .iter()
        .map(|a| {
            json!({
                "source": a.source.map(|(_, first, last)| span(tree.span(first, last))),
                "cue": span(tree.span(a.cue.first, a.cue.last)),
                "content": a.content.iter().map(|&c| span(c)).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({"report": article.stem, "attributions": list})
}
