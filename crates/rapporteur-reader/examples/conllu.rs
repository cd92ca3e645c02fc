//! Reads a treebank's text and prints CoNLL-U, for `score/syntax.py`.
//!
//! usage: conllu [--gold-tokens] FILE.conllu

use rapporteur_reader::{Reader, conllu};

/// The words of every sentence, and the raw text: paragraphs parted by blank lines.
fn parse(file: &str) -> (Vec<Vec<&str>>, String) {
    let (mut sentences, mut text) = (Vec::new(), String::new());
    for block in file.split("\n\n") {
        let (mut words, mut range_end) = (Vec::new(), 0);
        for line in block.lines() {
            if line.starts_with("# newpar") || line.starts_with("# newdoc") {
                text.truncate(text.trim_end().len());
                text.push_str("\n\n");
                continue;
            }
            let fields: Vec<&str> = line.split('\t').collect();
            if fields.len() < 10 || fields[0].contains('.') {
                continue;
            }
            if let Some((_, last)) = fields[0].split_once('-') {
                range_end = last.parse().unwrap_or(0);
            } else {
                words.push(fields[1]);
                if fields[0].parse().unwrap_or(0) <= range_end {
                    continue;
                }
            }
            text.push_str(fields[1]);
            if !fields[9].contains("SpaceAfter=No") {
                text.push(' ');
            }
        }
        if !words.is_empty() {
            sentences.push(words);
        }
    }
    (sentences, text.trim_start().to_owned())
}

/// With gold tokens, range lines follow the treebank; words are all that is scored, so they go without.
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let gold = arguments.iter().position(|a| a == "--gold-tokens").map(|at| arguments.remove(at)).is_some();
    let path = arguments.first().ok_or("usage: conllu [--gold-tokens] FILE.conllu")?;
    let file = std::fs::read_to_string(path)?;
    let reader = Reader::embedded()?;
    let (sentences, text) = parse(&file);
    if !gold {
        print!("{}", conllu(&text, &reader.read(&text)));
        return Ok(());
    }
    let (_, reading) = reader.read_tokens(&sentences);
    let mut answers = reading.sentences.iter().flat_map(|s| s.tokens.clone().map(move |t| (s.tokens.start, t)));
    for line in file.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        if fields.len() < 10 || fields[0].contains(['-', '.']) {
            println!("{line}");
        } else if let Some((base, t)) = answers.next() {
            let token = &reading.tokens[t];
            let head = token.head.map_or(0, |h| h + 1 - base);
            println!(
                "{}\t{}\t{}\t{}\t_\t{}\t{head}\t{}\t_\t_",
                fields[0], fields[1], token.lemma, token.upos, token.feats, token.deprel
            );
        }
    }
    Ok(())
}
