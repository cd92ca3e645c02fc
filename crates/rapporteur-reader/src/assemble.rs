//! Puts a reading together: the label tables, and tokens, entities and sentences from the scores of a batch.

use std::ops::Range;
use std::sync::Arc;

use rapporteur_core::{Deprel, Entity, EntityKind, Feats, Reading, Sentence, Span, Token, Upos};

use crate::ReaderError;
use crate::decode::{Script, entities, label};
use crate::network::{Columns, Logits};
use crate::tokens::Piece;
use crate::weights::Weights;
use crate::words::Cache;

/// What the columns of each head mean.
pub(crate) struct Labels {
    upos: Vec<Upos>,
    feats: Vec<Feats>,
    deprel: Vec<Deprel>,
    kinds: Vec<EntityKind>,
    scripts: Vec<Script>,
}

/// The scores of some sentences, with what they were made from.
pub(crate) struct Scored<'b> {
    pub(crate) text: &'b str,
    /// The tokens of the batch alone.
    pub(crate) pieces: &'b [Piece],
    pub(crate) ids: &'b [u32],
    pub(crate) logits: &'b Logits,
    pub(crate) relations: &'b [f32],
    /// Each word's head: 0 for the root, else its place in the sentence, from 1.
    pub(crate) heads: &'b [usize],
    pub(crate) columns: &'b Columns,
}

impl Labels {
    /// The tables from the model's metadata; their lengths must be those of the heads.
    pub(crate) fn load(weights: &Weights, columns: &Columns) -> Result<Labels, ReaderError> {
        let read = |name: &str| weights.labels(name);
        let (upos, feats, lemma, relations, tags) =
            (read("upos")?, read("feats")?, read("lemma")?, read("deprel")?, read("entity")?);
        let widths =
            [columns.upos.len(), columns.feats.len(), columns.lemma.len(), columns.entity.len(), columns.relations];
        if widths != [upos.len(), feats.len(), lemma.len(), tags.len(), relations.len()] {
            return Err(ReaderError::Format("the heads and their labels differ in number".to_owned()));
        }
        // A subtype that the core does not know counts as its main relation.
        let deprel = |text: &String| {
            text.parse().unwrap_or_else(|()| Deprel::from_text(text.split(':').next().unwrap_or_default()))
        };
        let kind = |tag: &String| EntityKind::from_text(tag.get(2..).unwrap_or_default());
        Ok(Labels {
            upos: upos.iter().map(|text| Upos::from_text(text)).collect(),
            feats: feats.iter().map(|text| Feats::new(text)).collect(),
            deprel: relations.iter().map(deprel).collect(),
            kinds: tags.iter().skip(1).step_by(4).map(kind).collect(),
            scripts: lemma.iter().map(|rule| Script::parse(rule)).collect(),
        })
    }

    /// Appends one sentence, the words `range` of the batch, to the reading.
    pub(crate) fn sentence(&self, scored: &Scored, range: &Range<usize>, cache: &mut Cache, reading: &mut Reading) {
        let columns = scored.columns;
        let first = reading.tokens.len();
        for i in range.clone() {
            let (head, scores, piece) = (scored.heads[i], scored.row(i), &scored.pieces[i]);
            let script = label(scores, &columns.lemma);
            let lemma = cache
                .lemma_of(scored.ids[i], script, || Arc::from(self.scripts[script].apply(piece.span.of(scored.text))));
            reading.tokens.push(Token {
                span: piece.span,
                lemma,
                upos: self.upos[label(scores, &columns.upos)],
                feats: self.feats[label(scores, &columns.feats)].clone(),
                head: (head > 0).then(|| first + head - 1),
                deprel: self.relation(&scored.relations[i * columns.relations..(i + 1) * columns.relations], head == 0),
            });
        }
        let tags = range.clone().map(|i| &scored.row(i)[columns.entity.clone()]);
        for (start, end, kind) in entities(tags, columns.entity.len()) {
            let tokens = first + start..first + end;
            let span = reading.tokens[tokens.start].span.cover(reading.tokens[tokens.end - 1].span);
            reading.entities.push(Entity { span, kind: self.kinds[kind], tokens });
        }
        let span = Span::new(scored.pieces[range.start].span.start, scored.pieces[range.end - 1].span.end);
        reading.sentences.push(Sentence { span, tokens: first..reading.tokens.len() });
    }

    /// The best relation; `root` for the root and for no other word.
    fn relation(&self, scores: &[f32], root: bool) -> Deprel {
        if root {
            return Deprel::Root;
        }
        let mut top: Option<(f32, Deprel)> = None;
        for (&score, &relation) in scores.iter().zip(&self.deprel) {
            if relation != Deprel::Root && top.is_none_or(|(best, _)| score > best) {
                top = Some((score, relation));
            }
        }
        top.map_or(Deprel::Dep, |(_, relation)| relation)
    }
}

impl Scored<'_> {
    fn row(&self, i: usize) -> &[f32] {
        &self.logits.heads[i * self.columns.width..(i + 1) * self.columns.width]
    }
}
