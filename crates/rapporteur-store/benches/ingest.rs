//! How long a report takes to come into a record, and a question to be answered, as the record grows.
//!
//! `cargo bench -p rapporteur-store --bench ingest -- [CLAIMS]`: the record grows to so many claims (10,000 unless told), and
//! at 10,000, 100,000 and 1,000,000 of them fifty reports of thirty claims are timed, each added and fused in transactions
//! of their own, and each question ten times. Prints medians in milliseconds. A run of `cargo test` only tries it out.
#![allow(missing_docs, clippy::disallowed_methods)]

mod desk;

use std::time::Instant;

use jiff::Timestamp;
use rapporteur_core::knowledge::Knowledge;
use rapporteur_store::{ClaimFilter, EventFilter, RunId, SqliteStore, Store, Versions};

const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];

fn main() {
    let wanted = std::env::args().skip(1).find_map(|word| word.parse().ok());
    let bench = std::env::args().any(|word| word == "--bench");
    let most: usize = wanted.unwrap_or(if bench { 10_000 } else { 600 });
    let folder = tempfile::tempdir().expect("a folder");
    let path =
        std::env::var_os("RAPPORTEUR_BENCH_RECORD").map_or_else(|| folder.path().join("desk.record"), Into::into);
    let mut store = SqliteStore::create(path).expect("a record");
    let run = store.begin_run(Timestamp::UNIX_EPOCH, &Versions::default()).expect("a run");
    let mut next = store.labels().expect("labels").len() as u64;
    println!("claims\twhat\tms");
    for size in SIZES.into_iter().chain([most]).filter(|size| *size <= most) {
        let began = Instant::now();
        let first = next;
        while (next as usize) < size / desk::CLAIMS {
            grow(&mut store, &mut next, run);
        }
        let claims = (next - first).max(1) as f64 * desk::CLAIMS as f64;
        line(size, "to grow, a claim", began.elapsed().as_secs_f64() * 1e3 / claims);
        additions(&mut store, &mut next, run, size);
        questions(&store, size);
    }
    assert!(store.check().expect("a check").is_empty(), "the record is sound");
}

/// Sixteen reports at once, as `read` takes them in.
fn grow(store: &mut SqliteStore, next: &mut u64, run: RunId) {
    for _ in 0..16 {
        store.add_account(&desk::report(*next), run).expect("added");
        *next += 1;
    }
    while store.needs_fuse().expect("an answer") {
        store.fuse(Knowledge::embedded(), 16, run).expect("fused");
    }
}

fn additions(store: &mut SqliteStore, next: &mut u64, run: RunId, size: usize) {
    let (mut adding, mut fusing, mut both) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..if size > 1000 { 50 } else { 2 } {
        let account = desk::report(*next);
        *next += 1;
        let began = Instant::now();
        store.add_account(&account, run).expect("added");
        let added = began.elapsed();
        store.fuse(Knowledge::embedded(), 1, run).expect("fused");
        let fused = began.elapsed();
        adding.push(added.as_secs_f64() * 1e3);
        fusing.push((fused - added).as_secs_f64() * 1e3);
        both.push(fused.as_secs_f64() * 1e3);
    }
    line(size, "add a report of 30 claims", median(&mut adding));
    line(size, "fuse it", median(&mut fusing));
    line(size, "both", median(&mut both));
    line(size, "both, the slowest", both.last().copied().unwrap_or_default());
}

fn questions(store: &SqliteStore, size: usize) {
    let page = |filter: ClaimFilter| ClaimFilter { limit: Some(50), ..filter };
    let common = page(ClaimFilter { actor: Some("Syria".into()), ..ClaimFilter::default() });
    let prefix = page(ClaimFilter { actor: Some("Syria*".into()), ..ClaimFilter::default() });
    let country = page(ClaimFilter { country: Some("SYR".into()), ..ClaimFilter::default() });
    let words = page(ClaimFilter { text: Some("officials shelled".into()), ..ClaimFilter::default() });
    let both = page(ClaimFilter { country: Some("BDI".into()), ..words.clone() });
    let event = EventFilter { actor: Some("Syria".into()), limit: Some(50), ..EventFilter::default() };
    assert!(!store.claims(&common).expect("claims").is_empty());
    let mut ask = |what: &str, question: &dyn Fn() -> usize| {
        let mut times: Vec<f64> = (0..10)
            .map(|_| {
                let began = Instant::now();
                std::hint::black_box(question());
                began.elapsed().as_secs_f64() * 1e3
            })
            .collect();
        line(size, what, median(&mut times));
    };
    ask("search: a rare word", &|| store.search("grishezatado", 20).expect("hits").len());
    ask("search: a common word", &|| store.search("officials", 20).expect("hits").len());
    ask("search: two common words", &|| store.search("officials seen", 20).expect("hits").len());
    ask("claims of an actor", &|| store.claims(&common).expect("claims").len());
    ask("claims of names that begin so", &|| store.claims(&prefix).expect("claims").len());
    ask("claims of a country", &|| store.claims(&country).expect("claims").len());
    ask("claims with common words", &|| store.claims(&words).expect("claims").len());
    ask("claims with common words, of a country", &|| store.claims(&both).expect("claims").len());
    ask("how many claims of a country", &|| store.count_claims(&country).expect("a number"));
    ask("events of an actor", &|| store.events(&event).expect("events").len());
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn line(size: usize, what: &str, milliseconds: f64) {
    println!("{size}\t{what}\t{milliseconds:.3}");
}
