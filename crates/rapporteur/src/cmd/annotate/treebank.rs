//! A treebank read anew, for scoring: its raw text, or its own words.

use rapporteur_reader::{Reader, conllu};

/// The same file with the program's lemmas, parts of speech and trees.
///
/// # Errors
/// What is wrong with the first line that is neither a comment nor ten columns.
pub(super) fn reparse(reader: &Reader, file: &str, gold_tokens: bool) -> Result<String, String> {
    check(file)?;
    let (sentences, text) = parse(file);
    if !gold_tokens {
        return Ok(conllu(&text, &reader.read(&text)));
    }
    let (_, reading) = reader.read_tokens(&sentences);
    let mut answers = reading.sentences.iter().flat_map(|s| s.tokens.clone().map(move |t| (s.tokens.start, t)));
    let mut out = String::with_capacity(file.len());
    for line in file.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let word = fields.len() >= 10 && !fields[0].contains(['-', '.']);
        match answers.next_if(word) {
            Some((base, t)) => {
                let token = &reading.tokens[t];
                let head = token.head.map_or(0, |h| h + 1 - base);
                let [number, form] = [fields[0], fields[1]];
                out.push_str(&format!(
                    "{number}\t{form}\t{}\t{}\t_\t{}\t{head}\t{}\t_\t_\n",
                    token.lemma, token.upos, token.feats, token.deprel
                ));
            }
            None => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    Ok(out)
}

fn check(file: &str) -> Result<(), String> {
    for (at, line) in file.lines().enumerate() {
        let columns = line.split('\t').count();
        if !line.is_empty() && !line.starts_with('#') && columns != 10 {
            return Err(format!("line {}: expected ten columns parted by tabs, found {columns}", at + 1));
        }
    }
    Ok(())
}

/// Takes the next item only when asked to.
trait NextIf: Iterator {
    fn next_if(&mut self, wanted: bool) -> Option<Self::Item> {
        if wanted { self.next() } else { None }
    }
}

impl<I: Iterator> NextIf for I {}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_table_of_words_is_refused_with_its_line() {
        assert_eq!(
            check("# a comment\n\nsome prose\n"),
            Err("line 3: expected ten columns parted by tabs, found 1".into())
        );
    }

    #[test]
    fn text_is_put_together_from_words() {
        let line = |n: &str, form: &str, misc: &str| format!("{n}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}\n");
        let file = format!(
            "# newpar\n{}{}{}{}\n",
            line("1-2", "can't", "SpaceAfter=No"),
            line("1", "ca", "_"),
            line("2", "n't", "_"),
            line("3", ".", "_"),
        );
        let (sentences, text) = parse(&file);
        assert_eq!(sentences, [["ca", "n't", "."]]);
        assert_eq!(text, "can't. ");
    }
}
