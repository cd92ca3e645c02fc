//! What each stage costs: `cargo run --release -p rapporteur --example stages -- FOLDER` over the text files of a folder.
//!
//! One thread; processor work of the whole folder, stage by stage, the knowledge loaded apart.

use std::fs;
use std::time::{Duration, Instant};

use rapporteur_core::Report;
use rapporteur_core::code::code;
use rapporteur_core::codebook::Codebook;
use rapporteur_core::knowledge::Knowledge;
use rapporteur_core::resolve::gazetteer::Gazetteer;
use rapporteur_core::resolve::places::{PlaceHints, read_places};
use rapporteur_core::resolve::resolve;
use rapporteur_core::resolve::times::read_times;
use rapporteur_reader::Reader;

/// Runs a stage and adds its time.
fn timed<T>(total: &mut Duration, stage: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let out = stage();
    *total += start.elapsed();
    out
}

/// Memory of the process that is in use, in MB; Linux only.
fn resident() -> f64 {
    let statm = fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: f64 = statm.split(' ').nth(1).and_then(|n| n.parse().ok()).unwrap_or_default();
    pages * 4096.0 / 1e6
}

fn main() {
    let folder = std::env::args().nth(1).expect("usage: stages FOLDER");
    let before = resident();
    let mut loading = Duration::ZERO;
    let knowledge = timed(&mut loading, Knowledge::embedded);
    println!("knowledge loaded in {:.0} ms, {:.0} MB", loading.as_secs_f64() * 1e3, resident() - before);
    let (reader, codebook, gazetteer) =
        (Reader::embedded().expect("the model"), Codebook::embedded(), Gazetteer::embedded());
    let [mut read, mut coded, mut places, mut times, mut resolved] = [Duration::ZERO; 5];
    let mut words = 0;
    let mut files: Vec<_> = fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "txt"));
    files.sort();
    for file in files {
        let text = fs::read_to_string(&file).expect("UTF-8");
        let published = "2016-01-14".parse().ok();
        let report = Report { text, published, ..Report::default() };
        let reading = timed(&mut read, || reader.read(&report.text));
        let coding = timed(&mut coded, || code(&report.text, &reading, codebook, knowledge));
        let toponyms = timed(&mut places, || read_places(&report.text, &reading, &gazetteer, PlaceHints::default()));
        let found = timed(&mut times, || read_times(&report.text, &reading, report.published));
        words += reading.tokens.len();
        timed(&mut resolved, || resolve(&report, &reading, &coding, codebook, knowledge, toponyms, found));
    }
    let share = |stage: Duration| 100.0 * stage.as_secs_f64() / read.as_secs_f64();
    println!(
        "{words} words; reading {:.2} s, {:.0} words a second",
        read.as_secs_f64(),
        words as f64 / read.as_secs_f64()
    );
    for (name, stage) in [("coding", coded), ("places", places), ("times", times), ("actors and claims", resolved)] {
        println!("{name} {:.3} s, {:.1} % of reading", stage.as_secs_f64(), share(stage));
    }
}
