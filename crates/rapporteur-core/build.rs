//! Packs `codebook/` and `knowledge/` into two JSON files that the crate embeds: TOML is for people, JSON loads ten times faster.

use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    for folder in ["codebook", "knowledge"] {
        let top = root.join(folder);
        println!("cargo::rerun-if-changed={}", top.display());
        let mut paths = Vec::new();
        collect(&top, &mut paths);
        paths.sort();
        let files: Vec<serde_json::Value> = paths.iter().map(|path| pack(&top, path)).collect();
        let json = serde_json::to_string(&files).expect("TOML values are JSON values");
        fs::write(out.join(folder).with_extension("json"), json).expect("OUT_DIR can be written");
    }
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())).flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|e| e == "toml") {
            paths.push(path);
        }
    }
}

fn pack(top: &Path, path: &Path) -> serde_json::Value {
    println!("cargo::rerun-if-changed={}", path.display());
    let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let data: toml::Table = text.parse().unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let name = path.strip_prefix(top).unwrap_or(path).display().to_string();
    serde_json::json!({ "file": name, "data": data })
}
