//! What the reader sees in a text: sentences, tokens, trees, names, quotations.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::Span;

/// A text with its structure. Tokens of all sentences lie in one vector, in order of the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Sentences, in order; their tokens tile `tokens`.
    pub sentences: Vec<Sentence>,
    /// All tokens.
    pub tokens: Vec<Token>,
    /// Names and numbers, in order, never overlapping.
    pub entities: Vec<Entity>,
    /// What stands between quotation marks, without the marks, in order.
    pub quotes: Vec<Span>,
}

/// One sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// From its first token to its last.
    pub span: Span,
    /// Its tokens, as indices into [`Reading::tokens`].
    pub tokens: Range<usize>,
}

/// One syntactic word ("don't" is two: "do", "n't").
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Dictionary form, lower case except for names.
    pub lemma: Arc<str>,
    /// Universal part of speech.
    pub upos: Upos,
    /// Morphology.
    pub feats: Feats,
    /// The token it depends on, as an index into [`Reading::tokens`]; `None` for the root of its sentence.
    pub head: Option<usize>,
    /// How it depends on it.
    pub deprel: Deprel,
}

/// A name or number with its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: EntityKind,
    /// Its tokens, as indices into [`Reading::tokens`].
    pub tokens: Range<usize>,
}

/// Universal Dependencies morphology, `Number=Plur|Tense=Past`; shared between tokens.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Feats(Option<Arc<str>>);

impl Feats {
    /// Features as the treebanks write them; `_` and the empty string are none.
    pub fn new(feats: &str) -> Self {
        Self((!matches!(feats, "" | "_")).then(|| feats.into()))
    }

    /// The value of one feature.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.as_deref()?.split('|').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    }

    /// Whether a feature has this value.
    pub fn is(&self, name: &str, value: &str) -> bool {
        self.get(name) == Some(value)
    }
}

impl fmt::Display for Feats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_deref().unwrap_or("_"))
    }
}

/// Makes an enum whose variants have a written form, with `as_str`, `FromStr` and `Display`.
macro_rules! written {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal),+ $(,)? } else $other:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[allow(missing_docs)]
        pub enum $name { $(#[serde(rename = $text)] $variant),+ }

        impl $name {
            /// Every value, in a fixed order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// As the standard writes it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// From its written form; an unknown one gives the catch-all.
            pub fn from_text(text: &str) -> Self {
                text.parse().unwrap_or(Self::$other)
            }
        }

        impl FromStr for $name {
            type Err = ();
            fn from_str(text: &str) -> Result<Self, ()> {
                match text { $($text => Ok(Self::$variant),)+ _ => Err(()) }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(self.as_str()) }
        }
    };
}

written! {
    /// Universal part of speech (<https://universaldependencies.org/u/pos/>).
    Upos {
        Adj = "ADJ", Adp = "ADP", Adv = "ADV", Aux = "AUX", Cconj = "CCONJ", Det = "DET", Intj = "INTJ", Noun = "NOUN",
        Num = "NUM", Part = "PART", Pron = "PRON", Propn = "PROPN", Punct = "PUNCT", Sconj = "SCONJ", Sym = "SYM",
        Verb = "VERB", X = "X",
    } else X
}

written! {
    /// Universal dependency relation with the subtypes that coding needs (<https://universaldependencies.org/en/dep/>).
    Deprel {
        Acl = "acl", AclRelcl = "acl:relcl", Advcl = "advcl", AdvclRelcl = "advcl:relcl", Advmod = "advmod", Amod = "amod",
        Appos = "appos", Aux = "aux", AuxPass = "aux:pass", Case = "case", Cc = "cc", CcPreconj = "cc:preconj",
        Ccomp = "ccomp", Compound = "compound", CompoundPrt = "compound:prt", Conj = "conj", Cop = "cop", Csubj = "csubj",
        CsubjOuter = "csubj:outer", CsubjPass = "csubj:pass", Dep = "dep", Det = "det", DetPredet = "det:predet",
        Discourse = "discourse", Dislocated = "dislocated", Expl = "expl", Fixed = "fixed", Flat = "flat",
        Goeswith = "goeswith", Iobj = "iobj", List = "list", Mark = "mark", Nmod = "nmod", NmodDesc = "nmod:desc",
        NmodPoss = "nmod:poss", NmodUnmarked = "nmod:unmarked", Nsubj = "nsubj", NsubjOuter = "nsubj:outer",
        NsubjPass = "nsubj:pass", Nummod = "nummod", Obj = "obj", Obl = "obl", OblAgent = "obl:agent",
        OblUnmarked = "obl:unmarked", Orphan = "orphan", Parataxis = "parataxis", Punct = "punct",
        Reparandum = "reparandum", Root = "root", Vocative = "vocative", Xcomp = "xcomp",
    } else Dep
}

written! {
    /// Kind of a name or number (the labels of OntoNotes).
    EntityKind {
        Person = "PERSON", Norp = "NORP", Fac = "FAC", Org = "ORG", Gpe = "GPE", Loc = "LOC", Product = "PRODUCT",
        Event = "EVENT", WorkOfArt = "WORK_OF_ART", Law = "LAW", Language = "LANGUAGE", Date = "DATE", Time = "TIME",
        Percent = "PERCENT", Money = "MONEY", Quantity = "QUANTITY", Ordinal = "ORDINAL", Cardinal = "CARDINAL",
    } else Org
}

impl Deprel {
    /// Without its subtype: `nsubj:pass` is an `nsubj`.
    pub fn base(self) -> &'static str {
        self.as_str().split(':').next().unwrap_or_default()
    }
}

impl EntityKind {
    /// Whether it is a date or a time of day.
    pub fn is_time(self) -> bool {
        matches!(self, Self::Date | Self::Time)
    }

    /// Whether it names somebody or something, not an amount or a date.
    pub fn is_name(self) -> bool {
        matches!(self, Self::Person | Self::Norp | Self::Fac | Self::Org | Self::Gpe | Self::Loc)
    }
}

impl Reading {
    /// The sentence that holds a token.
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentences.partition_point(|s| s.tokens.end <= token)
    }

    /// Tokens that depend on this one, in order.
    pub fn children(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        let range = self.sentences.get(self.sentence_of(token)).map_or(0..0, |s| s.tokens.clone());
        range.filter(move |&t| self.tokens[t].head == Some(token))
    }

    /// The reading of one stretch of the text, with spans that count from its start, as if it had been read alone.
    ///
    /// The stretch must begin and end between sentences.
    pub fn part(&self, stretch: Span) -> Self {
        let first = self.tokens.partition_point(|t| t.span.start < stretch.start);
        let end = self.tokens.partition_point(|t| t.span.end <= stretch.end).max(first);
        let within = |tokens: &Range<usize>| tokens.start >= first && tokens.end <= end;
        let moved = |span: Span| Span::new(span.start - stretch.start, span.end - stretch.start);
        let indices = |tokens: &Range<usize>| tokens.start - first..tokens.end - first;
        let token = |token: &Token| Token {
            span: moved(token.span),
            head: token.head.and_then(|head| head.checked_sub(first)),
            ..token.clone()
        };
        let sentences = self.sentences.iter().filter(|s| within(&s.tokens));
        let entities = self.entities.iter().filter(|e| within(&e.tokens));
        Self {
            tokens: self.tokens[first..end].iter().map(token).collect(),
            sentences: sentences.map(|s| Sentence { span: moved(s.span), tokens: indices(&s.tokens) }).collect(),
            entities: entities
                .map(|e| Entity { span: moved(e.span), tokens: indices(&e.tokens), ..e.clone() })
                .collect(),
            quotes: self.quotes.iter().filter(|quote| stretch.contains(**quote)).map(|&quote| moved(quote)).collect(),
        }
    }

    /// The word as written.
    pub fn word<'t>(&self, text: &'t str, token: usize) -> &'t str {
        self.tokens[token].span.of(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_are_found_by_name() {
        let feats = Feats::new("Number=Plur|Tense=Past");
        assert!(feats.is("Tense", "Past") && feats.is("Number", "Plur") && feats.get("Mood").is_none());
        assert_eq!(Feats::new("_").to_string(), "_");
    }

    #[test]
    fn relations_round_trip() {
        for &rel in Deprel::ALL {
            assert_eq!(Deprel::from_text(rel.as_str()), rel);
        }
        assert_eq!(Deprel::NsubjPass.base(), "nsubj");
    }
}
