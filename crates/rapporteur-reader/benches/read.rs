//! name: read
//! description: words a second of the reader alone, one thread, on a short and a long report; the machine's own peak beside it
//! group: reader
//!
//! `cargo bench -p rapporteur-reader --bench read [-- FILE...]` reads the given files instead of the examples.

use std::path::Path;
use std::time::Instant;

use rapporteur_reader::Reader;

/// How often a text is read; the best round counts, because other work on the machine only ever slows.
const ROUNDS: usize = 7;

fn main() {
    let files: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let start = Instant::now();
    let reader = Reader::embedded().expect("the embedded model opens");
    println!("open               {:9.1} ms", start.elapsed().as_secs_f64() * 1e3);
    println!("matrix product     {:9.1} GFLOP/s, 384 x 128 x 512, one thread", peak());
    let cases = if files.is_empty() { examples() } else { vec![("given".to_owned(), read_all(&files))] };
    for (name, texts) in cases {
        let tokens: usize = texts.iter().map(|text| reader.read(text).tokens.len()).sum();
        let cold = rate(&Reader::embedded().expect("opens"), &texts, 1);
        let warm = rate(&reader, &texts, ROUNDS);
        println!("{name:<18} {warm:9.0} words/s warm, {cold:.0} with no word cached; {tokens} words");
        assert!(tokens > 0, "{name} has no words");
    }
}

/// Words a second over all texts, the best of some rounds.
fn rate(reader: &Reader, texts: &[String], rounds: usize) -> f64 {
    let round = |_| {
        let start = Instant::now();
        let words: usize = texts.iter().map(|text| reader.read(text).tokens.len()).sum();
        words as f64 / start.elapsed().as_secs_f64()
    };
    (0..rounds).map(round).fold(0.0, f64::max)
}

/// What one thread reaches on a product of the network's typical shape.
fn peak() -> f64 {
    const SHAPE: (usize, usize, usize) = (384, 128, 512);
    let (m, k, n) = SHAPE;
    let (a, b) = (vec![0.5f32; m * k], vec![0.25f32; k * n]);
    let mut c = vec![0.0f32; m * n];
    let mut best: f64 = 0.0;
    for _ in 0..200 {
        let start = Instant::now();
        // SAFETY: the three matrices are dense and exactly of the given shapes.
        #[allow(unsafe_code)]
        unsafe {
            let (kk, nn) = (k as isize, n as isize);
            matrixmultiply::sgemm(m, k, n, 1.0, a.as_ptr(), kk, 1, b.as_ptr(), nn, 1, 0.0, c.as_mut_ptr(), nn, 1);
        }
        best = best.max(2.0 * (m * k * n) as f64 / start.elapsed().as_secs_f64() / 1e9);
    }
    assert_eq!(c[0], 0.5 * 0.25 * k as f32);
    best
}

/// One short report of the examples, and all of them over and over.
fn examples() -> Vec<(String, Vec<String>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/lausanne");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("the examples are there")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .map(|path| path.display().to_string())
        .collect();
    paths.sort();
    let texts = read_all(&paths);
    let long = vec![texts.join("\n\n").repeat(20)];
    vec![("short report".to_owned(), vec![texts[0].clone()]), ("long report".to_owned(), long)]
}

fn read_all(paths: &[String]) -> Vec<String> {
    paths.iter().map(|p| std::fs::read_to_string(p).unwrap_or_else(|e| panic!("{p}: {e}"))).collect()
}
