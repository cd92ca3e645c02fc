"""Fine-tunes MiniLM on the treebanks: the teacher whose soft answers the reader learns from.

usage: teacher.py --ud DIR --entities ENTS.json --minilm DIR --out TEACHER.pt [--heads HEAD,...] [--epochs N] [--seed N]

One teacher answers for trees, another for names (`--heads entity`): each is better alone than both in one.
"""
import argparse
import random
import time
from collections import Counter

import torch
import torch.nn as nn
import torch.nn.functional as F
from transformers import AutoModel, AutoTokenizer

import train
from features import AFFIX_ROWS, AFFIXES

ARC, REL, FAR, AFFIX = 256, 128, 20, 16
TREES = ("upos", "feats", "arc", "deprel")


class Teacher(nn.Module):
    """`keys`: the heads it has, `TREES` or ("entity",)."""

    def __init__(self, minilm, labels, banks, keys=TREES, dropout=0.2):
        super().__init__()
        self.keys = keys
        self.encoder = AutoModel.from_pretrained(minilm, attn_implementation="eager", dtype=torch.float32)
        for p in self.encoder.embeddings.parameters():
            p.requires_grad = False
        width = self.encoder.config.hidden_size
        self.affix = nn.Embedding(AFFIXES * AFFIX_ROWS, AFFIX)
        self.bank = nn.Embedding(banks, 32)
        self.mix = nn.Linear(width + AFFIXES * AFFIX + 32, 384)
        self.norm = nn.LayerNorm(384)
        self.plain = nn.ModuleDict({k: nn.Linear(384, len(labels[k])) for k in keys if k not in ("arc", "deprel")})
        self.dropout = nn.Dropout(dropout)
        if "arc" not in keys:
            return
        self.arc_dep, self.arc_head = nn.Linear(384, ARC), nn.Linear(384, ARC)
        self.arc_root, self.arc_bias = nn.Parameter(torch.randn(ARC) * 0.1), nn.Linear(384, 1)
        self.arc_far = nn.Parameter(torch.zeros(2 * FAR + 1, ARC))
        self.rel_dep, self.rel_head = nn.Linear(384, REL), nn.Linear(384, REL)
        self.rel_root = nn.Parameter(torch.randn(REL) * 0.1)
        self.rel_both = nn.Parameter(torch.randn(len(labels["deprel"]), REL, REL) * 0.02)
        self.rel_out = nn.Linear(2 * REL, len(labels["deprel"]))

    def forward(self, batch, heads=None):
        """Logits of the heads; `heads` are those to label, or None for the best-scored ones."""
        pieces = self.encoder(input_ids=batch["pieces"], attention_mask=batch["pieces_mask"]).last_hidden_state
        b, n = batch["mask"].shape
        summed = torch.zeros(b, n + 1, pieces.shape[-1]).scatter_add_(1, batch["owner"].unsqueeze(-1).expand_as(pieces), pieces)
        words = summed[:, 1:] / batch["share"].unsqueeze(-1)
        form = self.affix(batch["affix"]).flatten(2)
        bank = self.bank(batch["bank"]) if "bank" in batch else self.bank.weight[:2].mean(0).expand(b, -1)
        x = torch.cat([words, form, bank.unsqueeze(1).expand(-1, n, -1)], -1)
        y = self.saved = self.dropout(self.norm(F.gelu(self.mix(self.dropout(x)))))
        out = {k: head(y) for k, head in self.plain.items()}
        if "arc" in self.keys:
            out["arc"] = self.arcs(y, batch["mask"])
            out["deprel"] = self.relations(y, out["arc"].argmax(-1) if heads is None else heads)
        return {k: v.float() for k, v in out.items()}

    def arcs(self, y, mask):
        place = torch.arange(mask.shape[1])
        distance = place[None, :] - place[:, None]
        dep, head = self.dropout(self.arc_dep(y)), self.dropout(self.arc_head(y))
        scores = dep @ head.transpose(1, 2) * ARC ** -0.5 + self.arc_bias(y).transpose(1, 2)
        scores = scores + (dep @ self.arc_far.T).gather(2, (distance.clamp(-FAR, FAR) + FAR).expand(len(y), -1, -1))
        scores = scores.masked_fill(~mask[:, None, :] | torch.eye(mask.shape[1], dtype=torch.bool), -1e9)
        return torch.cat([(dep @ self.arc_root)[..., None] * ARC ** -0.5, scores], -1)

    def relations(self, y, heads):
        dep, head = self.dropout(self.rel_dep(y)), self.dropout(self.rel_head(y))
        head = torch.cat([self.rel_root.expand(len(y), 1, -1), head], 1).gather(1, heads.unsqueeze(-1).expand(-1, -1, REL))
        both = torch.einsum("nh,lhk,nk->nl", dep.flatten(0, 1), self.rel_both, head.flatten(0, 1))
        return self.rel_out(torch.cat([dep, head], -1)) + both.view(*dep.shape[:2], -1)


class Pieces:
    """Word pieces of each form, looked up once."""

    def __init__(self, minilm):
        self.tokenizer, self.known = AutoTokenizer.from_pretrained(minilm), {}

    def of(self, form):
        if form not in self.known:
            self.known[form] = self.tokenizer(form, add_special_tokens=False)["input_ids"][:6] or [100]
        return self.known[form]


def collate(batch, types, forms, pieces, trees=True):
    """Tensors for the teacher: pieces, which word owns each, and the targets."""
    n = max(len(s["types"]) for s in batch)
    rows, owners = [], []
    for s in batch:
        row, owner = [101], [0]
        for k, t in enumerate(s["types"]):
            found = pieces.of(forms[t])
            row += found
            owner += [k + 1] * len(found)
        rows.append((row + [102])[:510])
        owners.append((owner + [0])[:510])
    longest = max(map(len, rows))
    fill = lambda lists: torch.tensor([r + [0] * (longest - len(r)) for r in lists])
    pad = lambda key, value: torch.tensor([s[key] + [value] * (n - len(s[key])) for s in batch])
    ids = pad("types", -1)
    owner = fill(owners)
    share = torch.zeros(len(batch), n + 1).scatter_add_(1, owner, torch.ones(owner.shape))[:, 1:].clamp(min=1)
    out = {
        "pieces": fill(rows), "pieces_mask": torch.tensor([[1] * len(r) + [0] * (longest - len(r)) for r in rows]),
        "owner": owner, "share": share, "mask": ids >= 0,
        "affix": torch.tensor([[types.rows[t][1] for t in s["types"]] + [[0] * AFFIXES] * (n - len(s["types"])) for s in batch]),
    }
    if trees:
        out["bank"] = torch.tensor([s["bank"] for s in batch])
        for key in (*TREES, "entity"):
            out[key] = pad(key, train.IGNORE)
    return out


def amp():
    """Products in bf16: twice as fast on a core with AMX; forty times slower on one without AVX-512."""
    return torch.autocast("cpu", torch.bfloat16, enabled=torch.cpu._is_avx512_bf16_supported())


@torch.no_grad()
def evaluate(model, data, collated, labels):
    """Accuracies on gold tokens: heads by plain maximum, relations without subtypes; `names` is F1 of whole spans."""
    model.eval()
    hit, words, names = Counter(), 0, Counter()
    main = {}
    cut = torch.tensor([main.setdefault(r.split(":")[0], len(main)) for r in labels["deprel"]])
    for chunk in train.batches(data, 3000, random.Random(0)):
        batch = collated(chunk)
        gold = {k: batch[k] for k in model.keys}
        del batch["bank"]
        with amp():
            out = model(batch)
        ok = batch["mask"]
        words += ok.sum().item()
        found = {k: out[k].argmax(-1) for k in model.keys}
        for k in model.plain:
            hit[k] += ((found[k] == gold[k]) & ok).sum().item()
        if "entity" in gold:
            names += train.spans_hit(found["entity"], gold["entity"], labels["entity"])
        if "arc" in gold:
            arc = (found["arc"] == gold["arc"]) & ok
            hit["UAS"] += arc.sum().item()
            hit["LAS"] += (arc & (cut[found["deprel"]] == cut[gold["deprel"].clamp(min=0)])).sum().item()
    model.train()
    scores = {k: round(100 * v / words, 2) for k, v in hit.items()}
    return scores | ({"names": train.f1(names)} if names else {})


def main():
    parser = argparse.ArgumentParser()
    for name in ("ud", "entities", "minilm", "out"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--heads", default=",".join(TREES))
    parser.add_argument("--epochs", type=float, default=5)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    sents, tags, dev = train.load(args)
    labels, types = train.tables(sents), train.Types()
    # Two treebanks of one convention: more passes over them are worth more than passes over the others.
    own = [(s, t) for s, t in zip(sents, tags) if s[0] in train.FULL]
    data = train.encode([s for s, _ in own], [t for _, t in own], labels, types, True)
    dev = {k: train.encode(s, t, labels, types, False) for k, (s, t) in dev.items()}
    forms = {i: f for f, i in types.ids.items()}
    pieces = Pieces(args.minilm)
    collated = lambda chunk: collate(chunk, types, forms, pieces)
    model = Teacher(args.minilm, labels, len(train.BANKS), tuple(args.heads.split(",")))
    encoder = [p for p in model.encoder.parameters() if p.requires_grad]
    own = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    optimizer = torch.optim.AdamW([{"params": encoder, "lr": 1.2e-4}, {"params": own, "lr": 1.5e-3}], fused=True, weight_decay=0.01)
    base = [1.2e-4, 1.5e-3]
    queue = train.batches(data, 1000, rng)
    total = int(len(queue) * args.epochs)
    started = time.process_time()
    for step in range(total):
        if not queue:
            queue = train.batches(data, 1000, rng)
        batch = collated(queue.pop())
        rate = min(1, (step + 1) / 100) * (1 - step / total)
        for group, lr in zip(optimizer.param_groups, base):
            group["lr"] = lr * rate
        with amp():
            out = model(batch, batch["arc"].clamp(min=0))
        loss = sum(
            F.cross_entropy(out[k].flatten(0, 1), batch[k].flatten(), ignore_index=train.IGNORE,
                            label_smoothing=0.03 if k in ("upos", "deprel") else 0.0)
            for k in model.keys if (batch[k] != train.IGNORE).any())
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimizer.step()
        if step % 25 == 0:
            print(f"{step}/{total} {time.process_time() - started:.0f}s loss {loss.item():.3f}", flush=True)
        if step % 300 == 299 or step == total - 1:
            print(step, {k: evaluate(model, d, collated, labels) for k, d in dev.items()}, flush=True)
            torch.save({"model": model.state_dict(), "labels": labels, "keys": model.keys}, args.out)


if __name__ == "__main__":
    main()
