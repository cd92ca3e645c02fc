//! Prints the side notes of reports in the lines of `cases/notes`: figures, quotes, attributions, assessments, meetings.
//!
//! usage: notes FILE...

use std::fs;

use rapporteur_core::Span;
use rapporteur_core::code::tree::Tree;
use rapporteur_core::code::{Slots, assessments, code, figures, meetings};
use rapporteur_core::codebook::Codebook;
use rapporteur_core::knowledge::Knowledge;
use rapporteur_reader::Reader;

fn main() {
    let reader = Reader::embedded().expect("the embedded model reads");
    let (codebook, knowledge) = (Codebook::embedded(), Knowledge::embedded());
    for path in std::env::args().skip(1) {
        let whole = fs::read_to_string(&path).expect("a readable file");
        let text = report(&whole);
        let reading = reader.read(text);
        let coding = code(text, &reading, codebook, knowledge);
        let tree = Tree::new(text, &reading).with_vocabulary(|lemma| codebook.knows(lemma));
        let slots = Slots { tree: &tree, codebook, knowledge };
        let words = |s: Span| format!("{:?}", s.of(text));
        let who = |name: &str, t: Option<usize>| {
            t.map_or(String::new(), |t| format!("  {name}={}", words(tree.noun_phrase(t))))
        };
        let list = |name: &str, ts: &[usize]| {
            let all: Vec<String> = ts.iter().map(|&t| words(tree.noun_phrase(t))).collect();
            if all.is_empty() { String::new() } else { format!("  {name}={}", all.join(", ")) }
        };
        println!("# {path}\n--- figures");
        for f in figures(&slots, &coding.attributions) {
            let end = |n: Option<f64>| n.map_or(String::new(), |n| n.to_string());
            let what = format!("{:?}", f.what).to_lowercase();
            println!("{what} {}..{}  {}{}", end(f.low), end(f.high), words(f.span), who("whose", f.whose));
        }
        println!("--- quotes");
        for q in &coding.quotations {
            println!("{}{}", words(q.span), who("speaker", q.speaker));
        }
        println!("--- attributions");
        for a in &coding.attributions {
            let kind = if a.asserts { "says" } else { "stance" };
            let source = a.source_span.map_or(String::new(), |s| format!("  source={}", words(s)));
            let content: Vec<String> = a.content.iter().map(|&c| words(c)).collect();
            println!("{kind} {}{source}  content={}", words(a.cue_span), content.join(" + "));
        }
        println!("--- assessments");
        for a in assessments(&slots, &coding.attributions) {
            println!("{}{}", words(a.span), who("holder", a.holder));
        }
        println!("--- meetings");
        for m in meetings(&slots, &coding.acts) {
            let name = words(tree.noun_phrase(m.token));
            let people = [("expected", &m.expected), ("unsure", &m.unsure), ("called_by", &m.called_by)];
            println!("{name}{}", people.map(|(role, ts)| list(role, ts)).concat());
        }
    }
}

/// The report of a case; a file that is no case is one report.
fn report(whole: &str) -> &str {
    let Some((_, rest)) = whole.split_once("--- report\n") else { return whole };
    let text = rest.split("\n--- ").next().unwrap_or(rest);
    let mut at = 0;
    for line in text.lines().take_while(|l| l.starts_with("published:") || l.starts_with("publisher:")) {
        at += line.len() + 1;
    }
    &text[at.min(text.len())..]
}
