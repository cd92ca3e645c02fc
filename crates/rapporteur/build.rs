//! Digests of the model, the codebook and the knowledge, for the record: a reading made with others is made anew.

use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    let root = Path::new("../..");
    for (name, folder) in [("MODEL", "model"), ("CODEBOOK", "codebook"), ("KNOWLEDGE", "knowledge")] {
        let folder = root.join(folder);
        println!("cargo::rerun-if-changed={}", folder.display());
        let mut files = Vec::new();
        gather(&folder, &mut files);
        files.sort();
        let mut digest = 0xcbf2_9ce4_8422_2325_u64;
        for file in files {
            for byte in fs::read(&file).unwrap_or_default() {
                digest = (digest ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
            }
        }
        println!("cargo::rustc-env=RAPPORTEUR_{name}_DIGEST={digest:016x}");
    }
}

/// All files below a folder that are data: not the notes about them.
fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            gather(&path, files);
        } else if path.extension().is_none_or(|ending| ending != "md") {
            files.push(path);
        }
    }
}
