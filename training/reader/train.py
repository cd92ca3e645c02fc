"""Trains the reader on the UD train files: gold trees, silver entity tags.

usage: train.py --ud DIR --entities ENTS.json --out MODEL.pt [--epochs N] [--seed N]
"""
import argparse
import json
import random
import time
from collections import Counter

import torch
import torch.nn.functional as F

import features
import treebank
from entities import TYPES
from model import Reader

BANKS = ["ewt", "gum", "lines", "partut"]
FULL = ("ewt", "gum")  # only these follow one convention for lemmas and features
IGNORE = -100
WEIGHTS = {"upos": 1.0, "feats": 0.5, "lemma": 0.5, "entity": 0.7, "arc": 1.0, "deprel": 1.0}


class Types:
    """The features of every word form seen, looked up by form."""

    def __init__(self):
        self.ids, self.rows, self.count = {}, [], Counter()

    def id(self, form):
        if form not in self.ids:
            self.ids[form] = len(self.rows)
            self.rows.append(features.features(form))
        return self.ids[form]


def tables(sents):
    """Label tables of all heads from the train sentences [(bank, sentence)]."""
    seen = {k: Counter() for k in ("upos", "feats", "lemma", "deprel")}
    for bank, s in sents:
        for form, lemma, upos, feats, _, rel in s.words:
            seen["upos"][upos] += 1
            seen["deprel"][rel] += 1
            if bank in FULL:
                seen["feats"][feats] += 1
                seen["lemma"][features.script(form, lemma)] += 1
    least = {"upos": 1, "feats": 4, "lemma": 4, "deprel": 5}
    out = {k: [x for x, n in sorted(c.items(), key=lambda p: (-p[1], p[0])) if n >= least[k]] for k, c in seen.items()}
    out["entity"] = ["O"] + [p + "-" + t for t in TYPES for p in "BILU"]
    return out


def encode(sents, entities, labels, types, train):
    """Sentences as lists of numbers."""
    index = {k: {x: i for i, x in enumerate(v)} for k, v in labels.items()}
    out = []
    for (bank, s), tags in zip(sents, entities):
        full = bank in FULL
        forms = [features.normalise(w[0]) for w in s.words]
        ids = [types.id(f) for f in forms]
        if train:
            types.count.update(ids)
        rel = [index["deprel"].get(w[5], index["deprel"].get(w[5].split(":")[0], IGNORE)) for w in s.words]
        out.append({
            "bank": BANKS.index(bank), "types": ids, "arc": [w[4] for w in s.words], "deprel": rel,
            "upos": [index["upos"].get(w[2], IGNORE) for w in s.words],
            "feats": [index["feats"].get(w[3], IGNORE) if full else IGNORE for w in s.words],
            "lemma": [index["lemma"].get(features.script(w[0], w[1]), IGNORE) if full else IGNORE for w in s.words],
            "entity": [index["entity"][t] for t in tags],
        })
    return out


def batches(data, size, rng):
    """Batches of like length, at most `size` padded words."""
    order = sorted(range(len(data)), key=lambda i: (len(data[i]["types"]) + rng.random() * 2, rng.random()))
    out, batch, longest = [], [], 0
    for i in order:
        longest_now = max(longest, len(data[i]["types"]))
        if batch and longest_now * (len(batch) + 1) > size:
            out.append(batch)
            batch, longest_now = [], len(data[i]["types"])
        batch.append(data[i])
        longest = longest_now
    if batch:
        out.append(batch)
    rng.shuffle(out)
    return out


def collate(batch, types, rng=None):
    """Tensors of a batch; with `rng` (training) rare words lose their own vector now and then."""
    n = max(len(s["types"]) for s in batch)
    pad = lambda key, fill: torch.tensor([s[key] + [fill] * (n - len(s[key])) for s in batch])
    ids = pad("types", -1)
    mask = ids >= 0
    unique, index = torch.unique(ids.clamp(min=0), return_inverse=True)
    unique = unique.tolist()
    rows = [types.rows[u] for u in unique]
    grams, offsets = [], []
    for r in rows:
        offsets.append(len(grams))
        grams.extend(r[2])
    keep = [1.0 if rng is None or rng.random() > 0.5 / (0.5 + types.count[u]) else 0.0 for u in unique]
    out = {
        "types": (torch.tensor([r[0] for r in rows]), torch.tensor([r[1] for r in rows]), torch.tensor(grams), torch.tensor(offsets)),
        "keep": torch.tensor(keep).unsqueeze(1), "index": index, "mask": mask,
        "bank": torch.tensor([s.get("bank", 0) for s in batch]),
    }
    if "soft" in batch[0]:
        out["soft"] = soften(batch, n)
        out["bank"] = None
    for key in WEIGHTS:
        out[key] = pad(key, IGNORE)
    return out


def soften(batch, n):
    """The teachers' probabilities, padded: a row a word."""
    sizes = {k: n + 1 if k == "arc" else v.shape[1] for k, v in batch[0]["soft"].items()}
    out = {k: torch.zeros(len(batch), n, size) for k, size in sizes.items()}
    for i, s in enumerate(batch):
        for k, padded in out.items():
            found = s["soft"][k]
            padded[i, :found.shape[0], :found.shape[1]] = found.float()
    return out


def loss_of(out, batch):
    total = 0.0
    words = batch["mask"].sum()
    for key, weight in WEIGHTS.items():
        if key in batch.get("soft", ()):
            total = total - weight * (batch["soft"][key] * out[key].log_softmax(-1)).sum() / words
            continue
        smooth = 0.03 if key in ("upos", "deprel") else 0.0
        gold = batch[key].flatten()
        if (gold != IGNORE).any():
            total = total + weight * F.cross_entropy(out[key].flatten(0, 1), gold, ignore_index=IGNORE, label_smoothing=smooth)
    return total


def spans_hit(found, gold, labels):
    """Counts of name spans found, in gold, and in both; padding and `IGNORE` count as outside."""
    def spans(row):
        out, start = set(), None
        for i, t in enumerate(row):
            tag = labels[t] if t >= 0 else "O"
            if tag[0] in "BU" or tag == "O":
                start = i if tag[0] == "B" else None
                if tag[0] == "U":
                    out.add((i, i, tag[2:]))
            elif tag[0] == "L" and start is not None:
                out.add((start, i, tag[2:]))
                start = None
        return out
    count = Counter()
    for f, g in zip(found.tolist(), gold.tolist()):
        f = [t if k >= 0 else -1 for t, k in zip(f, g)]
        a, b = spans(f), spans(g)
        count += Counter(found=len(a), gold=len(b), both=len(a & b))
    return count


def f1(count):
    return round(200 * count["both"] / max(1, count["found"] + count["gold"]), 2)


@torch.no_grad()
def evaluate(model, data, types, labels):
    """Accuracies on gold tokens, heads by plain maximum: UPOS, UAS, LAS (main relations), feats, lemma; F1 of names."""
    model.eval()
    main = {}
    cut = torch.tensor([main.setdefault(r.split(":")[0], len(main)) for r in labels["deprel"]])
    hit, words, names = Counter(), 0, Counter()
    bank = model.bank.weight[:2].mean(0)
    for chunk in batches(data, 3000, random.Random(0)):
        batch = collate(chunk, types)
        out = model(batch, bank)
        ok = batch["mask"]
        words += ok.sum().item()
        arc = out["arc"].argmax(-1) == batch["arc"]
        rel = cut[out["deprel"].argmax(-1)] == cut[batch["deprel"].clamp(min=0)]
        hit["UAS"] += (arc & ok).sum().item()
        hit["LAS"] += (arc & rel & ok).sum().item()
        for key in ("upos", "feats", "lemma"):
            hit[key] += ((out[key].argmax(-1) == batch[key]) & ok).sum().item()
        names += spans_hit(out["entity"].argmax(-1), batch["entity"], labels["entity"])
    model.train()
    return {k: round(100 * v / words, 2) for k, v in hit.items()} | {"names": f1(names)}


def load(args):
    entities = json.load(open(args.entities))
    pick = lambda bank, part: ([(bank, s) for s in treebank.read(f"{args.ud}/{bank}/en_{bank}-ud-{part}.conllu")],
                               entities[f"en_{bank}-ud-{part}.conllu"])
    train, tags = [], []
    for bank in BANKS:
        sents, found = pick(bank, "train")
        train += sents
        tags += found
    return train, tags, {bank: pick(bank, "dev") for bank in FULL}


def finish(args, model, dev, types, labels, step):
    torch.save({"model": model.state_dict(), "labels": labels, "attentions": args.attentions}, args.out)
    print(step, {k: evaluate(model, d, types, labels) for k, d in dev.items()}, flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ud", required=True)
    parser.add_argument("--entities", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--epochs", type=float, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--init", help="weights to start from")
    parser.add_argument("--silver", nargs="*", default=[], help="what answers.py wrote: news with the teachers' soft answers")
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--attentions", type=int, default=2)
    parser.add_argument("--dropout", type=float, default=0.15)
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)

    sents, tags, dev = load(args)
    labels, types = tables(sents), Types()
    train = encode(sents, tags, labels, types, True)
    dev = {k: encode(s, t, labels, types, False) for k, (s, t) in dev.items()}
    print({k: len(v) for k, v in labels.items()}, len(train), "sentences", len(types.rows), "forms", flush=True)

    model = Reader({k: len(v) for k, v in labels.items()}, len(BANKS), args.attentions, args.dropout)
    if args.init:
        model.load_state_dict(torch.load(args.init)["model"])
    optimizer = torch.optim.AdamW(model.parameters(), lr=args.rate, fused=True, weight_decay=0.01)
    silver = [s for path in args.silver for s in torch.load(path)]
    for s in silver:
        s["types"] = [types.id(features.normalise(w)) for w in s["words"]]
        types.count.update(s["types"])
    fill = lambda: [*batches(train, 1500, rng), *batches(silver, 1500, rng)]
    queue = fill()
    rng.shuffle(queue)
    total = int(len(queue) * args.epochs)
    started = time.process_time()
    for step in range(total):
        if not queue:
            queue = fill()
            rng.shuffle(queue)
        batch = collate(queue.pop(), types, rng)
        share = min(1, (step + 1) / 200)
        for group in optimizer.param_groups:
            group["lr"] = share * args.rate * (1 - step / total)
        bank = model.bank.weight[:2].mean(0) if batch["bank"] is None else model.bank(batch["bank"]).unsqueeze(1)
        out = model(batch, bank, batch["arc"].clamp(min=0))
        loss = loss_of(out, batch)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimizer.step()
        if step % 50 == 0:
            print(f"{step}/{total} {time.process_time() - started:.0f}s loss {loss.item():.3f}", flush=True)
        if step % 1000 == 999:
            finish(args, model, dev, types, labels, step)
    finish(args, model, dev, types, labels, total)


if __name__ == "__main__":
    main()
