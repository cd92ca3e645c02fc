//! The command line.

use rapporteur::output::annotation::Annotation;
use rapporteur::pipeline::Pipeline;
use rapporteur_core::Report;

fn main() -> anyhow::Result<()> {
    let pipeline = Pipeline::embedded()?;
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
