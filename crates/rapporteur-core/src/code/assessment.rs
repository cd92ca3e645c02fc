//! Assessments: what somebody expects, hopes, aims at or doubts, and what the report itself weighs.
//!
//! Few and sure: a clause becomes an assessment only where a word of weighing governs it. Whether it came true is not asked.

use super::attribution::{Attribution, innermost};
use super::slots::Slots;
use super::tree::Tree;
use crate::Span;
use crate::reading::{Deprel, Upos};

/// An assessment whose holder is given as a token.
#[derive(Clone, Debug, PartialEq)]
pub struct CodedAssessment {
    /// The words.
    pub span: Span,
    /// The word of weighing that decided.
    pub token: usize,
    /// Head token of whose it is; `None`: the report's own.
    pub holder: Option<usize>,
}

/// Verbs whose clause is what their subject expects, hopes or doubts.
const HELD: &[&str] = &[
    "hope",
    "expect",
    "fear",
    "believe",
    "doubt",
    "think",
    "predict",
    "worry",
    "anticipate",
    "suspect",
    "foresee",
    "reckon",
];
/// Nouns of the same kind.
const NOUNS: &[&str] = &[
    "hope",
    "expectation",
    "fear",
    "doubt",
    "prospect",
    "belief",
    "concern",
    "confidence",
    "worry",
    "goal",
    "aim",
    "objective",
    "leverage",
    "chance",
];
/// Verbs and adjectives by which somebody says how things look.
const LOOKS: &[&str] = &["appear", "seem", "look"];
/// Adjectives that weigh a clause.
const WEIGHING: &[&str] = &[
    "likely",
    "unlikely",
    "clear",
    "unclear",
    "uncertain",
    "doubtful",
    "confident",
    "hopeful",
    "optimistic",
    "pessimistic",
    "sceptical",
    "skeptical",
    "afraid",
    "certain",
    "unsure",
    "reluctant",
];
/// Adverbs that weigh the clause they stand in.
const ADVERBS: &[&str] = &["probably", "apparently", "presumably", "possibly", "reportedly-likely"];

/// The assessments of a reading, in order; where one lies inside another, the outer one.
pub fn assessments(slots: &Slots<'_, '_>, attributions: &[Attribution]) -> Vec<CodedAssessment> {
    let tree = slots.tree;
    let mut all: Vec<CodedAssessment> =
        (0..tree.len()).filter_map(|t| assessment(slots, attributions, t)).filter(|a| a.span.len() >= 12).collect();
    all.sort_by_key(|a| (a.span.start, std::cmp::Reverse(a.span.end)));
    let mut kept: Vec<CodedAssessment> = Vec::new();
    for one in all {
        if !kept.last().is_some_and(|k| k.span.overlaps(one.span)) {
            kept.push(one);
        }
    }
    kept
}

fn assessment(slots: &Slots<'_, '_>, attributions: &[Attribution], t: usize) -> Option<CodedAssessment> {
    let tree = slots.tree;
    let lemma = tree.lemma(t).to_lowercase();
    let lemma = lemma.as_str();
    match tree.upos(t) {
        Upos::Verb if HELD.contains(&lemma) => held(slots, attributions, t),
        Upos::Verb if LOOKS.contains(&lemma) => whole(slots, attributions, t, t),
        Upos::Noun if NOUNS.contains(&lemma) => noun(slots, attributions, t),
        Upos::Adj if WEIGHING.contains(&lemma) => {
            adjective(slots, attributions, t).or_else(|| open_question(tree, attributions, t))
        }
        Upos::Adv if ADVERBS.contains(&lemma) => {
            let clause = tree.clause(t);
            (tree.upos(clause) == Upos::Verb).then(|| whole(slots, attributions, clause, t)).flatten()
        }
        _ => None,
    }
}

/// "officials fear that ...": the clause, held by the subject; "the toll is expected to rise": the sentence, held by who says so.
fn held(slots: &Slots<'_, '_>, attributions: &[Attribution], verb: usize) -> Option<CodedAssessment> {
    let tree = slots.tree;
    if tree.is_passive(verb) {
        let clause = tree.first(verb, &[Deprel::Xcomp, Deprel::Ccomp])?;
        return (tree.upos(clause) == Upos::Verb).then(|| whole(slots, attributions, verb, verb)).flatten();
    }
    let clause = tree.first(verb, &[Deprel::Ccomp, Deprel::Xcomp])?;
    let subject = slots.subject(verb, 0).first().copied()?;
    let speaker = matches!(tree.lemma(subject), "I" | "we");
    let holder = if speaker { said_by(tree, attributions, verb).or(Some(subject)) } else { Some(subject) };
    // "he hopes to recover the remains": with an infinitive the verb is needed to read it.
    let span =
        if tree.rel(clause) == Deprel::Xcomp || speaker { clause_span(tree, verb) } else { clause_span(tree, clause) };
    Some(CodedAssessment { span: span?, token: verb, holder })
}

/// "in the hope that ...", "the prospects for ... do not appear high", "I have no special expectations".
fn noun(slots: &Slots<'_, '_>, attributions: &[Attribution], noun: usize) -> Option<CodedAssessment> {
    let tree = slots.tree;
    let under = tree.by(noun, &[Deprel::Acl, Deprel::Ccomp, Deprel::AclRelcl]);
    let clause = under
        .filter(|_| !matches!(tree.lemma(noun), "leverage" | "chance"))
        .find(|&c| tree.by(c, &[Deprel::Mark]).any(|m| tree.lemma(m) == "that"));
    if let Some(clause) = clause {
        let possessor = tree.first(noun, &[Deprel::NmodPoss]);
        let subject =
            tree.head(noun).filter(|&v| tree.upos(v) == Upos::Verb).and_then(|v| slots.subject(v, 0).first().copied());
        let holder = possessor.or(subject.filter(|&s| s != noun)).or_else(|| said_by(tree, attributions, noun));
        return Some(CodedAssessment { span: clause_span(tree, clause)?, token: noun, holder });
    }
    let verb = tree.head(noun)?;
    let had = tree.rel(noun) == Deprel::Obj && matches!(tree.lemma(verb), "have" | "express" | "voice" | "see");
    if had {
        let subject = slots.subject(verb, 0).first().copied()?;
        let speaker = matches!(tree.lemma(subject), "I" | "we");
        let holder = if speaker { said_by(tree, attributions, verb).or(Some(subject)) } else { Some(subject) };
        return Some(CodedAssessment { span: clause_span(tree, verb)?, token: noun, holder });
    }
    // "the goal is to take the city".
    let predicate = tree.rel(noun) == Deprel::Nsubj && matches!(tree.lemma(noun), "goal" | "aim" | "objective");
    let stated = predicate && tree.first(verb, &[Deprel::Cop, Deprel::Xcomp]).is_some();
    let verb = if tree.upos(verb) == Upos::Verb || stated { verb } else { return None };
    stated.then(|| whole(slots, attributions, verb, noun)).flatten()
}

/// "it is not clear whether ...", "X is unlikely to ...", "officials are confident that ...".
fn adjective(slots: &Slots<'_, '_>, attributions: &[Attribution], adjective: usize) -> Option<CodedAssessment> {
    let tree = slots.tree;
    let predicate = tree.first(adjective, &[Deprel::Cop]).is_some() || tree.rel(adjective) == Deprel::Xcomp;
    let clause = tree.first(adjective, &[Deprel::Ccomp, Deprel::Csubj, Deprel::Xcomp, Deprel::Advcl]);
    if !predicate || (clause.is_none() && !matches!(tree.lemma(adjective), "likely" | "unlikely")) {
        return None;
    }
    let personal = matches!(
        tree.lemma(adjective),
        "confident"
            | "hopeful"
            | "optimistic"
            | "pessimistic"
            | "sceptical"
            | "skeptical"
            | "afraid"
            | "unsure"
            | "certain"
    );
    let subject = tree.first(adjective, &[Deprel::Nsubj]).filter(|&s| tree.lemma(s) != "it" && personal);
    match (subject, clause) {
        (Some(holder), Some(clause)) => Some(CodedAssessment {
            span: clause_span(tree, clause)?,
            token: adjective,
            holder: Some(slots.antecedent(holder)),
        }),
        (Some(_), None) => None,
        // "remains reluctant to intervene": the verb holds the subject.
        _ if tree.rel(adjective) == Deprel::Xcomp => whole(slots, attributions, tree.head(adjective)?, adjective),
        _ => whole(slots, attributions, adjective, adjective),
    }
}

/// "It is not clear whether ...", whatever the tree says: the sentence.
fn open_question(tree: &Tree<'_>, attributions: &[Attribution], adjective: usize) -> Option<CodedAssessment> {
    let sentence = &tree.reading.sentences[tree.reading.sentence_of(adjective)];
    let doubts = matches!(tree.lemma(adjective), "clear" | "unclear" | "uncertain" | "certain");
    let asks = adjective + 1 < sentence.tokens.end
        && matches!(tree.lemma(adjective + 1), "whether" | "if" | "who" | "how" | "when" | "what" | "where");
    let impersonal = (sentence.tokens.start..adjective).rev().take(4).find(|&t| tree.lemma(t) == "it");
    let first = impersonal.filter(|_| doubts && asks)?;
    let last = sentence.tokens.end - 1;
    let last = if tree.upos(last) == Upos::Punct { last - 1 } else { last };
    Some(CodedAssessment {
        span: tree.span(first, last),
        token: adjective,
        holder: said_by(tree, attributions, adjective),
    })
}

/// The whole clause of a word, held by who says it; of a direct quotation, the sentence as it was said.
fn whole(slots: &Slots<'_, '_>, attributions: &[Attribution], clause: usize, token: usize) -> Option<CodedAssessment> {
    let tree = slots.tree;
    let own = tree.reading.tokens[token].span;
    let sentence = tree.reading.sentences[tree.reading.sentence_of(token)].span;
    let quote = tree.reading.quotes.iter().find(|q| q.contains(own)).filter(|q| q.len() > 30);
    let spoken = quote.map(|q| Span { start: q.start.max(sentence.start), end: q.end.min(sentence.end) });
    let span = spoken.map_or_else(|| clause_span(tree, clause), |s| Some(without_stop(tree.text, s)))?;
    Some(CodedAssessment { span, token, holder: said_by(tree, attributions, token) })
}

fn without_stop(text: &str, span: Span) -> Span {
    let words = span.of(text).trim_end_matches([',', '.', ' ', '\n', '”', '"', '\'']);
    Span { start: span.start, end: span.start + words.len() }
}

fn said_by(tree: &Tree<'_>, attributions: &[Attribution], token: usize) -> Option<usize> {
    innermost(tree, attributions, token).and_then(|a| attributions[a].source)
}

/// A clause as words: without its conjunction, the reporting clause beside it and the stops around it.
fn clause_span(tree: &Tree<'_>, clause: usize) -> Option<Span> {
    let keep = |c: usize| {
        let outer = tree.head(c) == Some(clause);
        let joins =
            matches!(tree.rel(c), Deprel::Cc | Deprel::Parataxis) || (tree.rel(c) == Deprel::Conj && c > clause + 12);
        let that = tree.rel(c) == Deprel::Mark && tree.lemma(c) == "that";
        !(outer && (joins || that || tree.rel(c) == Deprel::Punct))
    };
    let (mut first, mut last) = tree.extent(clause, &keep);
    while first < last && tree.upos(first) == Upos::Punct {
        first += 1;
    }
    while first < last && tree.upos(last) == Upos::Punct {
        last -= 1;
    }
    (first < last).then(|| tree.span(first, last))
}
