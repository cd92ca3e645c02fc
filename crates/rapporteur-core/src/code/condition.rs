//! Conditions: the if-clause that an offer, a promise or a threat hangs on.

use super::tree::Tree;
use crate::Span;
use crate::reading::Deprel;

const MARKS: &[&str] = &["if", "unless", "provided", "providing", "whether"];

/// Whether a clause is introduced by a word of condition.
fn is_conditional(tree: &Tree<'_>, clause: usize) -> bool {
    tree.by(clause, &[Deprel::Mark, Deprel::Advmod]).any(|m| m < clause && MARKS.contains(&tree.lemma(m)))
}

/// Whether a clause is one with "to". Behind a day or a place ("offered on Thursday to escort them") it looks like a purpose.
fn is_infinitive(tree: &Tree<'_>, clause: usize) -> bool {
    tree.by(clause, &[Deprel::Mark]).any(|m| tree.lemma(m) == "to")
}

/// Whether a token stands inside a condition, where nothing is coded.
pub(super) fn inside(tree: &Tree<'_>, token: usize) -> bool {
    let mut t = token;
    loop {
        if matches!(tree.rel(t), Deprel::Advcl | Deprel::Ccomp | Deprel::Xcomp) && is_conditional(tree, t) {
            return true;
        }
        match tree.head(t) {
            Some(head) => t = head,
            None => return false,
        }
    }
}

/// The words of the condition on an act: an if-clause of its own clause, or of one its clause completes.
pub(super) fn of(tree: &Tree<'_>, token: usize) -> Option<Span> {
    let (first, last) = tree.subtree(clause_of(tree, token)?);
    let last = if tree.rel(last) == Deprel::Punct { last.saturating_sub(1).max(first) } else { last };
    Some(tree.span(first, last))
}

/// The verb of the condition on an act.
pub(super) fn clause_of(tree: &Tree<'_>, token: usize) -> Option<usize> {
    let mut t = token;
    for _ in 0..3 {
        if let Some(clause) = tree.by(t, &[Deprel::Advcl]).find(|&c| is_conditional(tree, c)) {
            return Some(clause);
        }
        // Look in the clause below ("offered to escort them out if ...") and above ("said it would ... if").
        if let Some(below) = tree
            .by(t, &[Deprel::Xcomp, Deprel::Ccomp, Deprel::Acl, Deprel::Advcl])
            .filter(|&c| tree.rel(c) != Deprel::Advcl || is_infinitive(tree, c))
            .find(|&c| tree.by(c, &[Deprel::Advcl]).any(|a| is_conditional(tree, a)))
        {
            t = below;
            continue;
        }
        match (tree.rel(t), tree.head(t)) {
            (Deprel::Xcomp | Deprel::Obj | Deprel::Obl | Deprel::Conj, Some(head)) => t = head,
            _ => return None,
        }
    }
    None
}
