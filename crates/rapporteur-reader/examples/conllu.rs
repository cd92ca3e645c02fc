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

/// With gold tokens, the treebank's own lines are kept and their annotation is replaced.
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
    let (spaced, reading) = reader.read_tokens(&sentences);
    let answers = conllu(&spaced, &reading);
    let mut answers = answers.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit()));
    for line in file.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        if fields.len() < 10 || fields[0].contains(['-', '.']) {
            println!("{line}");
        } else if let Some(answer) = answers.next() {
            let rest: Vec<&str> = answer.split('\t').skip(2).collect();
            println!("{}\t{}\t{}", fields[0], fields[1], rest.join("\t"));
        }
    }
    Ok(())
}
