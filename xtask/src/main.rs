//! One command for every chore.

use clap::Parser;

mod gazetteer;

/// One command for every chore.
#[derive(Parser)]
enum Chore {
    /// Compile `model/gazetteer.bin` from the packages that carry GeoNames' rows and from our own lists.
    Gazetteer(gazetteer::Args),
}

fn main() -> anyhow::Result<()> {
    match Chore::parse() {
        Chore::Gazetteer(args) => gazetteer::run(&args),
    }
}
