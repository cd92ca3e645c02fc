//! What fusing costs a claim, in memory, as the reports grow.
//!
//! `cargo bench -p rapporteur-store --bench fuse -- [CLAIMS]`: from 10,000 to so many (100,000 unless told), tenfold each
//! time. Prints microseconds a claim: to file and link it, and to group what it touches. `cargo test` only tries it out.
#![allow(missing_docs, clippy::disallowed_methods)]

mod desk;

use std::time::Instant;

use rapporteur_core::fuse::Index;
use rapporteur_core::knowledge::Knowledge;

fn main() {
    let wanted = std::env::args().skip(1).find_map(|word| word.parse().ok());
    let bench = std::env::args().any(|word| word == "--bench");
    let most: usize = wanted.unwrap_or(if bench { 100_000 } else { 600 });
    let sizes = std::iter::successors(Some(most.min(10_000)), |size| Some(size * 10)).take_while(|size| *size <= most);
    let mut index = Index::default();
    let mut next = 0;
    println!("claims\tus a claim\tevents");
    for size in sizes {
        let (first, began) = (next, Instant::now());
        while next < size / desk::CLAIMS {
            index.add(next, &desk::report(next as u64), Knowledge::embedded());
            index.settle();
            next += 1;
        }
        let each = began.elapsed().as_secs_f64() * 1e6 / ((next - first) * desk::CLAIMS) as f64;
        let events = index.groups();
        println!("{size}\t{each:.1}\t{}", events.len());
        assert!(events.len() * 2 < size, "what many reports tell is put together");
    }
}
