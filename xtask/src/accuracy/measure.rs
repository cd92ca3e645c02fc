//! One function a group of figures.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use jiff::civil::Date;
use rapporteur_core::codebook::{Codebook, check};
use rapporteur_core::knowledge::{Knowledge, fold};
use rapporteur_reader::Reader;

use super::scorer::{number, percent};
use super::{Bench, Figures, ecb, files, muc, names, reports};
use crate::step;

type Measure = fn(&Bench) -> Result<Figures>;

/// All groups, in the order of the table.
pub(crate) const GROUPS: &[(&str, Measure)] = &[
    ("claims", claims),
    ("events", events),
    ("syntax", syntax),
    ("names", names::measure),
    ("times", times),
    ("places", places),
    ("attributions", attributions),
    ("pairs", pairs),
    ("muc", muc::measure),
    ("ecb", ecb::measure),
    ("codebook", codebook),
    ("knowledge", knowledge),
    ("speed", speed),
];

fn claims(bench: &Bench) -> Result<Figures> {
    let gold = bench.shared.join("cases/gold");
    let dates = gold.join("dates.tsv");
    let system = bench.program("claims.jsonl", &[&"annotate", &gold, &"--dates", &dates, &"--layers", &"claims"])?;
    let printed = bench.score("claims.py", &[&gold, &system])?;
    let mut figures = Figures::new();
    for row in ["found", "type", "actor", "whom", "full"] {
        figures.insert(format!("claims.{row}"), number(&printed, row, "F1")?);
    }
    for row in ["mode", "sector", "attributed_to", "date"] {
        figures.insert(format!("claims.{row}"), number(&printed, row, "")?);
    }
    // Both rows are of the same claims: what they differ by is the share of pairs.
    figures.insert("claims.countries".into(), 100.0 * figures["claims.whom"] / figures["claims.type"]);
    figures.extend(reports::claims(bench)?);
    Ok(figures)
}

fn events(bench: &Bench) -> Result<Figures> {
    let gold = bench.shared.join("cases/gold");
    let record = bench.folder("events")?.join("pair.db");
    let [a, b] = ["lausanne-a.txt", "lausanne-b.txt"].map(|name| gold.join(name));
    let dates = gold.join("dates.tsv");
    bench.program("brief.txt", &[&"read", &a, &b, &"--dates", &dates, &"--record", &record])?;
    let system = bench.program("events.json", &[&"events", &"--format", &"json", &"--record", &record])?;
    let printed = bench.score("events.py", &[&gold.join("lausanne.events.json"), &gold, &system])?;
    let mut figures = reports::events(bench)?;
    figures.extend([
        ("events.matched".into(), number(&printed, "B-cubed on matched", "F1")?),
        ("events.all".into(), number(&printed, "B-cubed, unmatched missed", "F1")?),
        ("events.across".into(), number(&printed, "pairs across reports", "F1")?),
    ]);
    Ok(figures)
}

fn syntax(bench: &Bench) -> Result<Figures> {
    let mut figures = Figures::new();
    for bank in ["ewt", "gum"] {
        let gold = bench.data(&format!("ud/{bank}/en_{bank}-ud-test.conllu"));
        for tokens in ["gold", "raw"] {
            let mut arguments: Vec<&dyn AsRef<std::ffi::OsStr>> = vec![&"annotate", &gold, &"--format", &"conllu"];
            if tokens == "gold" {
                arguments.push(&"--gold-tokens");
            }
            let system = bench.program(&format!("{bank}-{tokens}.conllu"), &arguments)?;
            let printed = bench.score("syntax.py", &[&gold, &system])?;
            for row in ["sentences", "words", "UPOS", "lemma", "UAS", "LAS"] {
                let key = format!("syntax.{bank}.{tokens}.{}", row.to_lowercase());
                figures.insert(key, number(&printed, row, "F1")?);
            }
        }
    }
    Ok(figures)
}

fn times(bench: &Bench) -> Result<Figures> {
    let (gold, texts) = (bench.data("timex/tbaq"), bench.folder("times")?);
    bench.score("times.py", &[&"--texts", &gold, &texts])?;
    let dates = texts.join("dates.tsv");
    let system = bench.program("times.jsonl", &[&"annotate", &texts, &"--dates", &dates, &"--layers", &"times"])?;
    let mut figures = Figures::new();
    let half = |parity: usize| -> Result<_> {
        let folder = bench.folder(&format!("times-{parity}"))?;
        for path in files(&gold, "tml")?.iter().skip(parity).step_by(2) {
            std::fs::copy(path, folder.join(path.file_name().unwrap_or_default()))?;
        }
        Ok(folder)
    };
    for (part, folder) in [("all", gold.clone()), ("even", half(0)?), ("odd", half(1)?)] {
        let printed = bench.score("times.py", &[&folder, &system])?;
        for (key, row) in [("strict", "time span, strict"), ("relaxed", "time span, relaxed"), ("value", "time value")]
        {
            figures.insert(format!("times.{part}.{key}"), number(&printed, row, "F1")?);
        }
    }
    Ok(figures)
}

fn places(bench: &Bench) -> Result<Figures> {
    let mut figures = Figures::new();
    for (corpus, file) in [("lgl", "geo/lgl.xml"), ("geovirus", "geo/GeoVirus.xml")] {
        let (gold, texts) = (bench.data(file), bench.folder(corpus)?);
        bench.score("places.py", &[&"--texts", &gold, &texts])?;
        let system = bench.program(&format!("{corpus}.jsonl"), &[&"annotate", &texts, &"--layers", &"places"])?;
        let printed = bench.score("places.py", &[&gold, &system])?;
        figures.insert(format!("places.{corpus}.recognised"), number(&printed, "place recognised", "F1")?);
        figures.insert(format!("places.{corpus}.near"), number(&printed, "within 161 km", "")?);
        figures.insert(format!("places.{corpus}.end"), number(&printed, "within 161 km", "recognised,")?);
    }
    Ok(figures)
}

/// Articles held back from training: the last of PolNeAR's training part.
const HELD_BACK: usize = 140;

fn attributions(bench: &Bench) -> Result<Figures> {
    let folder = bench.folder("attributions")?;
    let texts = files(&bench.data("polnear/train/text"), "txt")?;
    for path in &texts[texts.len().saturating_sub(HELD_BACK)..] {
        std::fs::copy(path, folder.join(path.file_name().unwrap_or_default()))?;
    }
    let system = bench.program("attributions.jsonl", &[&"annotate", &folder, &"--layers", &"attributions"])?;
    let printed = bench.score("attributions.py", &[&bench.data("polnear/train"), &system])?;
    let mut figures = Figures::new();
    for role in ["source", "cue", "content"] {
        figures.insert(format!("attributions.{role}"), number(&printed, &format!("{role} tokens"), "F1")?);
    }
    figures.insert("attributions.linked".into(), number(&printed, "linked source", "")?);
    Ok(figures)
}

/// Five folds of PLV, each coded by what was learned from the other four and our own examples; and the speed of
/// `code-pairs` on one thread, its start included, in the best of three runs.
fn pairs(bench: &Bench) -> Result<Figures> {
    let gold = bench.data("plover/PLV_train.tsv");
    let mut folds = step::cargo();
    folds.args(["run", "--release", "--quiet", "--package", "rapporteur-reader", "--example", "pairs", "--", "folds"]);
    let types = bench.scratch.join("pairs.tsv");
    std::fs::write(&types, step::output(folds.arg(&gold).arg("training/examples"))?)?;
    let printed = bench.score("pairs.py", &[&gold, &types])?;
    let mut speed: f64 = 0.0;
    for _ in 0..3 {
        let started = std::time::Instant::now();
        let coded = bench.program("code-pairs.tsv", &[&"code-pairs", &gold, &"--threads", &"1"])?;
        let seconds = started.elapsed().as_secs_f64();
        speed = speed.max(std::fs::read_to_string(coded)?.lines().count() as f64 / seconds);
    }
    Ok(Figures::from([
        ("pairs.root.macro".into(), number(&printed, "root", "macro F1")?),
        ("pairs.root.micro".into(), number(&printed, "root", "micro F1")?),
        ("pairs.quad.macro".into(), number(&printed, "quad", "macro F1")?),
        ("pairs.speed".into(), speed.round()),
    ]))
}

fn codebook(_: &Bench) -> Result<Figures> {
    let reader = Reader::embedded()?;
    let outcome = check::check(&|text| reader.read(text), Codebook::embedded(), Knowledge::embedded());
    Ok(Figures::from([
        ("codebook.right".into(), percent(outcome.right, outcome.sentences)),
        ("codebook.type".into(), percent(outcome.right_type, outcome.sentences)),
    ]))
}

/// The questions of `cases/knowledge/offices.tsv`, asked as `crates/rapporteur-core/tests/offices.rs` asks them.
fn knowledge(_: &Bench) -> Result<Figures> {
    let path = Path::new("cases/knowledge/offices.tsv");
    let questions = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let knowledge = Knowledge::embedded();
    let (mut asked, mut right) = (0, 0);
    for line in questions.lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [owner, office, day, person] = columns[..] else { continue };
        let holder = knowledge.holder(owner, office, day.parse::<Date>()?);
        let mut known = knowledge.named(&fold(person)).iter().map(|&entry| &knowledge.entry(entry).actor);
        asked += 1;
        right += usize::from(holder.is_some_and(|holder| known.any(|actor| *actor == holder.actor)));
    }
    Ok(Figures::from([("knowledge.offices".into(), percent(right, asked))]))
}

/// Runs a command without its output and prints seconds and peak memory in KiB.
const WATCH: &str = "import resource, subprocess, sys, time
start = time.time()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(time.time() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)";

fn speed(bench: &Bench) -> Result<Figures> {
    let texts = bench.data("polnear/train/text");
    let record = bench.folder("speed")?.join("speed.db");
    let mut words = 0;
    for path in files(&texts, "txt")? {
        let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
        words += String::from_utf8_lossy(&bytes).split_whitespace().count();
    }
    let mut command = Command::new("python3");
    command.args(["-c", WATCH]).arg(&bench.program).arg("read").arg(&texts).arg("--record").arg(&record);
    let printed = step::output(&mut command)?;
    let numbers: Vec<f64> = printed.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    ensure!(numbers.len() == 2, "expected seconds and memory, found `{printed}`");
    Ok(Figures::from([
        ("speed.words".into(), (words as f64 / numbers[0]).round()),
        ("speed.memory".into(), (numbers[1] / 1024.0).round()),
    ]))
}
