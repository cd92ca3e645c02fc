"""Puts names read by people in the place of spaCy's: EWT as annotated in `../names`, GUM from its own entity layer.

usage: names.py --ud DIR --uner DIR --entities ENTS.json --out NAMED.json

Only persons, organisations and places change; dates, numbers, nationalities and the rest stay as `entities.py` found
them. Where spaCy saw a place at the same words, its finer kind (GPE, LOC, FAC) is kept. EWT dev takes its names from UNER
(dev), to choose by.
"""
import argparse
import json
import re
from pathlib import Path

import treebank

KINDS = {"PER": "PERSON", "ORG": "ORG", "LOC": "GPE", "person": "PERSON", "organization": "ORG", "place": "GPE"}
PLACES = ("GPE", "LOC", "FAC")
OPEN_OR_CLOSE = re.compile(r"\((\d+)-([a-z]+)[^()]*(\))?|(\d+)\)")
LINKS = {"of", "the", "and", "for", "de", "la", "al", "el", "bin", "von", "van", "-", "'", "&", "."}
TITLES = {
    "mr", "mrs", "ms", "miss", "dr", "prof", "professor", "president", "senator", "sen", "rep", "gov", "governor", "general", "gen",
    "captain", "capt", "colonel", "col", "king", "queen", "prince", "princess", "sir", "lord", "lady", "pope", "saint", "judge",
    "justice", "minister", "chancellor", "mayor", "sheikh", "emperor", "secretary", "ambassador", "reverend", "rev", "father",
}


def main():
    parser = argparse.ArgumentParser()
    for name in ("ud", "uner", "entities", "out"):
        parser.add_argument("--" + name, required=True)
    args = parser.parse_args()
    tags = json.load(open(args.entities))
    by_hand = dict(annotated(Path(__file__).parent.parent / "names" / "ewt-train.tsv"))
    for part in ("ewt-ud-train", "ewt-ud-dev", "gum-ud-train", "gum-ud-dev"):
        file = f"en_{part}.conllu"
        sents = list(treebank.read(f"{args.ud}/{file[3:6]}/{file}"))
        if part == "ewt-ud-train":
            spans = [by_hand.get(n + 1, []) for n in range(len(sents))]
        elif part == "ewt-ud-dev":
            found = dict(uner(f"{args.uner}/en_{part}.iob2"))
            spans = [found[s.id] for s in sents]
        else:
            spans = layer(sents)
        spans = [with_article(s.words, names) for s, names in zip(sents, spans, strict=True)]
        tags[file] = [merged(old, new) for old, new in zip(tags[file], spans, strict=True)]
        assert all(len(t) == len(s.words) for t, s in zip(tags[file], sents)), file
        print(file, sum(map(len, spans)), "names")
    with open(args.out, "w") as file:
        json.dump(tags, file)


def annotated(path):
    """(sentence number from 1, spans) of the lines of an annotation: `NUMBER<TAB>PER 0-1<TAB>ORG 5-5`, words from 0."""
    for line in open(path, encoding="utf8"):
        if line.startswith("#"):
            continue
        number, *names = line.rstrip("\n").split("\t")
        spans = []
        for name in names:
            kind, words = name.split(" ")
            first, last = map(int, words.split("-"))
            spans.append((first, last, KINDS[kind]))
        yield int(number), spans


def uner(path):
    """(id, spans) of each sentence of an IOB2 file of Universal NER."""
    for block in open(path, encoding="utf8").read().split("\n\n"):
        number = next((line.split("=", 1)[1].strip() for line in block.splitlines() if line.startswith("# sent_id")), "")
        rows = [line.split("\t")[1:3] for line in block.splitlines() if line and not line.startswith("#")]
        spans = []
        for i, (_, tag) in enumerate(rows):
            if tag.startswith("B-"):
                spans.append([i, i, KINDS.get(tag[2:])])
            elif tag.startswith("I-") and spans:
                spans[-1][1] = i
        if rows:
            yield number, [tuple(s) for s in spans if s[2]]


def layer(sents):
    """The named among GUM's entities, each cut down to its name. Entities may cross sentences; names do not."""
    out = []
    for sent in sents:
        found, open_at = [], {}
        for i, misc in enumerate(sent.misc):
            value = next((m[7:] for m in misc.split("|") if m.startswith("Entity=")), "")
            for number, kind, closed, close in OPEN_OR_CLOSE.findall(value):
                if close:
                    start, kind = open_at.pop(close, (None, None))
                    if start is not None:
                        found.append((start, i, kind))
                elif closed:
                    found.append((i, i, kind))
                else:
                    open_at[number] = (i, kind)
        names = [(*cut, KINDS[kind]) for start, end, kind in found if kind in KINDS and (cut := name_of(sent.words, start, end, kind))]
        names.sort(key=lambda n: (n[0] - n[1], n))
        taken, kept = set(), []
        for start, end, kind in names:
            if not taken & set(range(start, end + 1)):
                taken |= set(range(start, end + 1))
                kept.append((start, end, kind))
        out.append(sorted(kept))
    return out


def name_of(words, start, end, kind):
    """First and last word of the name that heads an entity, or None."""
    heads = [i for i in range(start, end + 1) if not start <= words[i][4] - 1 <= end]
    if not heads or words[heads[0]][2] != "PROPN":
        return None
    proper = lambda i: words[i][2] == "PROPN" or words[i][0][:1].isupper() and words[i][2] in ("ADJ", "NOUN", "VERB", "NUM")
    link = lambda i: words[i][0].lower() in LINKS and not (kind == "person" and words[i][0] in ("of", "the", "and", "for"))
    first = last = heads[0]
    while True:
        back = next((k for k in (1, 2, 3) if first - k >= start and proper(first - k) and all(link(first - j) for j in range(1, k))), 0)
        ahead = next((k for k in (1, 2, 3) if last + k <= end and proper(last + k) and all(link(last + j) for j in range(1, k))), 0)
        if not back and not ahead:
            break
        first, last = first - back, last + ahead
    while kind == "person" and first < last and words[first][0].rstrip(".").lower() in TITLES:
        first += 1
    alone = first == last and kind == "person" and words[first][0].rstrip(".").lower() in TITLES
    return None if alone else (first, last)


def with_article(words, spans):
    """Takes the article of a name into it, as OntoNotes does: "the United Nations", but not in "the Enron deal"."""
    own = lambda start, end: start > 0 and words[start - 1][0].lower() == "the" and start <= words[start - 1][4] - 1 <= end
    return [(start - own(start, end), end, kind) for start, end, kind in spans]


def merged(tags, spans):
    """BILOU tags with `spans` for the names and the old tags for everything else that they leave free."""
    old, start = [], 0
    for i, tag in enumerate(tags):
        if tag[0] in "BU":
            start = i
        if tag[0] in "LU":
            old.append((start, i, tag[2:]))
    taken = set()
    for start, end, _ in spans:
        taken |= set(range(start, end + 1))
    out = ["O"] * len(tags)
    kept = [(s, e, k) for s, e, k in old if k not in ("PERSON", "ORG", *PLACES) and not taken & set(range(s, e + 1))]
    for s, e, kind in kept + [(s, e, finer(s, e, k, old)) for s, e, k in spans]:
        out[s:e + 1] = [f"U-{kind}"] if s == e else [f"B-{kind}", *[f"I-{kind}"] * (e - s - 1), f"L-{kind}"]
    return out


def finer(start, end, kind, old):
    if kind != "GPE":
        return kind
    return next((k for s, e, k in old if k in PLACES and s <= end and e >= start), "GPE")


if __name__ == "__main__":
    main()
