//! `places DIR`: the toponyms of every `*.txt` of a folder, one JSON object a line, for `score/places.py`.
//!
//! `places DIR --cues`: instead, the cues of every name that the gazetteer knows, one line each, for fitting weights.
//! `places DIR --demonyms`: words for a people count as their country.
#![allow(clippy::print_stdout, reason = "an example")]

use rapporteur_core::resolve::gazetteer::Gazetteer;
use rapporteur_core::resolve::places::{PlaceHints, cues, read_places};
use rapporteur_core::{CodePoints, Reading};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().collect();
    let has = |flag: &str| args.iter().any(|arg| arg == flag);
    let mut paths: Vec<_> =
        std::fs::read_dir(args.get(1).ok_or("which folder?")?)?.flatten().map(|e| e.path()).collect();
    paths.sort();
    let gazetteer = Gazetteer::embedded();
    let hints = PlaceHints { demonyms: has("--demonyms"), ..PlaceHints::default() };
    for path in paths {
        let report = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path)?;
        let points = CodePoints::new(&text);
        if has("--cues") {
            for (span, line) in cues(&text, &gazetteer) {
                let at = points.span(span);
                println!("{report}\t{}\t{}\t{}\t{line}", at.start, at.end, span.of(&text).replace(['\n', '\t'], " "));
            }
            continue;
        }
        let places: Vec<_> = read_places(&text, &Reading::default(), &gazetteer, hints)
            .iter()
            .map(|toponym| {
                let at = points.span(toponym.span);
                let best = toponym.place.best();
                serde_json::json!({
                    "start": at.start, "end": at.end, "text": toponym.span.of(&text),
                    "lat": best.map(|p| p.lat), "lon": best.map(|p| p.lon),
                    "country": best.map(|p| &p.country), "geonames_id": best.map(|p| p.geonames_id),
                })
            })
            .collect();
        println!("{}", serde_json::json!({ "report": report, "places": places }));
    }
    Ok(())
}
