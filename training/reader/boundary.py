"""Trains the sentence boundary model: logistic regression over the hashed features that the runtime computes.

usage: boundary.py --ud DIR --tool PATH/TO/examples/boundaries --out BOUNDARY.pt
"""
import argparse
import json
import random
import subprocess

import torch
import torch.nn.functional as F

import treebank

ROWS = 65_536


def texts(path, rng=None):
    """(text, byte offsets of sentence ends) of each document; with `rng` some are wrapped into lines."""
    docs = []
    for s in treebank.read(path):
        if not docs or docs[-1][0] != s.doc:
            docs.append((s.doc, []))
        if s.par or not docs[-1][1]:
            docs[-1][1].append([])
        docs[-1][1][-1].append(treebank.word_spans(s)[0])
    for _, paragraphs in docs:
        width = rng.choice([0, 0, 60, 65, 70, 75, 80]) if rng else 0
        text, ends = "", []
        for sentences in paragraphs:
            text = text.rstrip() + ("\n\n" if text else "")
            start = len(text)
            for s in sentences:
                text += s
                ends.append(len(text.rstrip()))
            if width:
                text = text[:start] + wrap(text[start:], width)
        yield text, [len(text[:e].encode()) for e in ends]


def wrap(paragraph, width):
    """Line ends instead of some spaces, so that no offset moves."""
    out, line = list(paragraph), 0
    last = -1
    for i, c in enumerate(paragraph):
        if c == " ":
            if i - line > width and last > line:
                out[last] = "\n"
                line = last + 1
            last = i
    return "".join(out)


def examples(tool, docs):
    lines = "".join(json.dumps({"text": t, "ends": e}) + "\n" for t, e in docs)
    out = subprocess.run([tool], input=lines, capture_output=True, text=True, check=True).stdout
    rows = [list(map(int, line.split())) for line in out.splitlines() if line]
    data = torch.tensor(rows)
    return data[:, 0].float(), data[:, 1:]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ud", required=True)
    parser.add_argument("--tool", required=True)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    rng = random.Random(1)
    bank = lambda name, part: f"{args.ud}/{name}/en_{name}-ud-{part}.conllu"
    docs = [d for _ in range(4) for name in ("ewt", "gum") for d in texts(bank(name, "train"), rng)]
    gold, rows = examples(args.tool, docs)
    dev = {name: examples(args.tool, list(texts(bank(name, "dev")))) for name in ("ewt", "gum")}
    weight = torch.zeros(ROWS, requires_grad=True)
    optimizer = torch.optim.Adam([weight], lr=0.02)
    for epoch in range(12):
        for part in torch.randperm(len(gold)).split(512):
            loss = F.binary_cross_entropy_with_logits(weight[rows[part]].sum(1), gold[part])
            loss = loss + 1e-5 * weight.square().sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        for group in optimizer.param_groups:
            group["lr"] *= 0.8
        with torch.no_grad():
            right = {k: ((weight[r].sum(1) > 0) == (g > 0)).float().mean().item() for k, (g, r) in dev.items()}
        print(epoch, round(loss.item(), 4), {k: round(100 * v, 2) for k, v in right.items()}, flush=True)
    torch.save(weight.detach(), args.out)


if __name__ == "__main__":
    main()
