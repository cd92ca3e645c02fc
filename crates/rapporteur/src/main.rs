//! The command line.

use rapporteur::output::annotation::Annotation;
use rapporteur::pipeline::Pipeline;
use rapporteur_core::Report;

fn main() -> anyhow::Result<()> {
    let pipeline = Pipeline::embedded()?;
    if std::env::args().nth(1).as_deref() == Some("--frames") {
        let reader = rapporteur_reader::Reader::embedded()?;
        let out = rapporteur::eval::frames::check(
            &reader,
            rapporteur_core::codebook::Codebook::embedded(),
            rapporteur_core::knowledge::Knowledge::embedded(),
        );
        for f in &out.failures {
            println!("{}\t{}\t{}", f.frame, f.found, f.sentence);
        }
        println!("{} sentences, type {} all {}", out.sentences, out.right_type, out.right);
        return Ok(());
    }
    if std::env::args().nth(1).as_deref() == Some("--dbg") {
        let text = std::env::args().nth(2).unwrap();
        let a = pipeline.annotate(Report { text: text.clone(), ..Report::default() });
        for (i, t) in a.reading.tokens.iter().enumerate() {
            println!("{i}\t{}\t{}\t{}\t{}\t{:?}\t{}", t.span.of(&text), t.lemma, t.upos, t.feats, t.head, t.deprel);
        }
        for e in &a.reading.entities {
            println!("{} {}", e.kind, e.span.of(&text));
        }
        for act in &a.coding.acts {
            println!("{act:?}");
        }
        for c in &a.resolved.claims {
            println!("{c:?}");
        }
        return Ok(());
    }
    let mut dates = std::collections::HashMap::new();
    for path in std::env::args().skip(1) {
        let path = std::path::PathBuf::from(path);
        if path.ends_with("dates.tsv") {
            for line in std::fs::read_to_string(&path)?.lines() {
                if let Some((a, b)) = line.split_once('\t') {
                    dates.insert(a.to_owned(), b.to_owned());
                }
            }
            continue;
        }
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path)?;
        let published = dates.get(&name).and_then(|d| d.parse().ok());
        let annotated = pipeline.annotate(Report { name, text, published, ..Report::default() });
        println!("{}", Annotation::new(&annotated).json());
    }
    Ok(())
}
