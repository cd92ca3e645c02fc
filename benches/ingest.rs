//! How long a report takes to come into a record, and a question to be answered, as the record grows.
//!
//! `cargo bench -p rapporteur-store --bench ingest -- [CLAIMS]`: the record grows to so many claims (10,000 unless told), and
//! at 10,000, 100,000, 1,000,000 and so many of them fifty reports of thirty claims are timed, each added and fused in transactions
//! of their own, and each question ten times. Prints medians in milliseconds: of the processor, so that other work on the
//! machine does not count, and by the clock, so that waiting for the disk does. `cargo test` only tries it out.
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
    println!("claims\twhat\tms of processor\tms by the clock");
    let there = next as usize * desk::CLAIMS;
    for size in SIZES.into_iter().filter(|&size| size > there && size < most).chain([most]) {
        let (first, watch) = (next, Watch::start());
        while (next as usize) < size / desk::CLAIMS {
            grow(&mut store, &mut next, run);
        }
        let claims = (next - first).max(1) as f64 * desk::CLAIMS as f64;
        line(size, "to grow, a claim", watch.lap().map(|ms| ms / claims));
        additions(&mut store, &mut next, run, size);
        questions(&store, size);
    }
    if most <= SIZES[1] {
        assert!(store.check().expect("a check").is_empty(), "the record is sound");
    }
}

/// Milliseconds of the processor and by the clock.
type Taken = [f64; 2];

/// Measures both.
struct Watch {
    processor: f64,
    clock: Instant,
}

impl Watch {
    fn start() -> Self {
        Self { processor: processor(), clock: Instant::now() }
    }

    fn lap(&self) -> Taken {
        [processor() - self.processor, self.clock.elapsed().as_secs_f64() * 1e3]
    }
}

/// Milliseconds that the processor gave to this program, where the system tells them.
fn processor() -> f64 {
    let told = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    told.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).unwrap_or_default() / 1e6
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
    let (mut adding, mut both) = (Vec::new(), Vec::new());
    for _ in 0..if size > 1000 { 50 } else { 2 } {
        let account = desk::report(*next);
        *next += 1;
        let watch = Watch::start();
        store.add_account(&account, run).expect("added");
        adding.push(watch.lap());
        store.fuse(Knowledge::embedded(), 1, run).expect("fused");
        both.push(watch.lap());
    }
    line(size, "add a report of 30 claims", median(&adding));
    line(size, "add and fuse it", median(&both));
    line(size, "add and fuse it, 9 of 10", quantile(&both, 0.9));
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
    let ask = |what: &str, question: &dyn Fn() -> usize| {
        let taken = (0..10).map(|_| {
            let watch = Watch::start();
            std::hint::black_box(question());
            watch.lap()
        });
        line(size, what, median(&taken.collect::<Vec<_>>()));
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

fn median(taken: &[Taken]) -> Taken {
    quantile(taken, 0.5)
}

fn quantile(taken: &[Taken], share: f64) -> Taken {
    [0, 1].map(|kind| {
        let mut times: Vec<f64> = taken.iter().map(|it| it[kind]).collect();
        times.sort_by(f64::total_cmp);
        times[(times.len() as f64 * share) as usize]
    })
}

fn line(size: usize, what: &str, [processor, clock]: Taken) {
    println!("{size}\t{what}\t{processor:.3}\t{clock:.3}");
}
