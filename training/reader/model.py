"""The reader's network: a context-free encoder of word forms, two convolutions, some attention layers, and the heads."""
import torch
import torch.nn as nn
import torch.nn.functional as F

from features import AFFIX_ROWS, AFFIXES, GRAM_ROWS, WORD_ROWS

WIDTH, AFFIX, GRAM, HEADS, NEAR, FAR, REL = 128, 48, 64, 4, 24, 20, 96


class TypeEncoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.word = nn.Embedding(WORD_ROWS, WIDTH)
        self.affix = nn.Embedding(AFFIXES * AFFIX_ROWS, AFFIX)
        self.gram = nn.EmbeddingBag(GRAM_ROWS, GRAM, mode="mean")
        for table in (self.word, self.affix, self.gram):
            nn.init.normal_(table.weight, std=0.1)
        self.mix = nn.Linear(WIDTH + AFFIXES * AFFIX + GRAM, 2 * WIDTH)
        self.norm = nn.LayerNorm(WIDTH)

    def forward(self, types, keep):
        """types: (word rows [n,2], affix rows [n,8], gram rows, gram offsets); keep [n,1] drops the word's own vector."""
        word, affix, gram, offsets = types
        parts = [self.word(word).sum(1) * keep, self.affix(affix).flatten(1), self.gram(gram, offsets)]
        return self.norm(self.mix(torch.cat(parts, 1)).unflatten(1, (2, WIDTH)).amax(1))


class Convolution(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(WIDTH)
        self.mix = nn.Linear(3 * WIDTH, 2 * WIDTH)

    def forward(self, x, mask):
        y = self.norm(x) * mask
        y = torch.cat([F.pad(y, (0, 0, 1, 0))[:, :-1], y, F.pad(y, (0, 0, 0, 1))[:, 1:]], -1)
        return self.mix(y).unflatten(-1, (2, WIDTH)).amax(-2)


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(WIDTH)
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.near = nn.Parameter(torch.zeros(HEADS, 2 * NEAR + 1))
        self.out = nn.Linear(WIDTH, WIDTH)

    def forward(self, x, mask, distance):
        b, n, _ = x.shape
        q, k, v = self.qkv(self.norm(x)).view(b, n, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-1, -2) * (WIDTH // HEADS) ** -0.5
        scores = scores + self.near[:, distance.clamp(-NEAR, NEAR) + NEAR]
        scores = scores.masked_fill(~mask.view(b, 1, 1, n), -1e9)
        return self.out((scores.softmax(-1) @ v).transpose(1, 2).reshape(b, n, WIDTH))


class Gated(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(WIDTH)
        self.up = nn.Linear(WIDTH, 4 * WIDTH)
        self.down = nn.Linear(2 * WIDTH, WIDTH)

    def forward(self, x):
        a, b = self.up(self.norm(x)).chunk(2, -1)
        return self.down(F.silu(a) * b)


class Reader(nn.Module):
    """`labels`: sizes of the linear heads (upos, feats, lemma, entity) and of `deprel`; `banks`: how many treebanks."""

    def __init__(self, labels, banks, attentions=2, dropout=0.15):
        super().__init__()
        self.types = TypeEncoder()
        self.bank = nn.Embedding(banks, WIDTH)
        nn.init.normal_(self.bank.weight, std=0.05)
        self.convolutions = nn.ModuleList(Convolution() for _ in range(2))
        self.attentions = nn.ModuleList(Attention() for _ in range(attentions))
        self.gates = nn.ModuleList(Gated() for _ in range(attentions))
        self.norm = nn.LayerNorm(WIDTH)
        self.heads = nn.ModuleDict({
            name: nn.Linear((2 if name == "lemma" else 1) * WIDTH, size) for name, size in labels.items() if name != "deprel"})
        self.arc_dep, self.arc_head = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.arc_root = nn.Parameter(torch.randn(WIDTH) * 0.1)
        self.arc_far = nn.Parameter(torch.zeros(2 * FAR + 1, WIDTH))
        self.arc_bias = nn.Linear(WIDTH, 1)
        self.rel_dep, self.rel_head = nn.Linear(WIDTH, REL), nn.Linear(WIDTH, REL)
        self.rel_root = nn.Parameter(torch.randn(REL) * 0.1)
        self.rel_out = nn.Linear(3 * REL, labels["deprel"])
        self.dropout = nn.Dropout(dropout)

    def forward(self, batch, bank, heads=None):
        """Logits of every head; `heads` [b,n] (0 = root) are the heads to label, or None for the best-scored ones.

        batch: types, keep, index [b,n] into the types, mask [b,n].
        """
        types = self.types(batch["types"], batch["keep"])
        form = types[batch["index"]]
        mask = batch["mask"]
        wide = mask.unsqueeze(-1)
        x = self.dropout(form + bank) * wide
        for layer in self.convolutions:
            x = x + self.dropout(layer(x, wide)) * wide
        n = mask.shape[1]
        place = torch.arange(n)
        distance = place[None, :] - place[:, None]
        for attention, gate in zip(self.attentions, self.gates):
            x = x + self.dropout(attention(x, mask, distance))
            x = x + self.dropout(gate(x))
        x = self.norm(x)
        y = self.saved = self.dropout(x)
        out = {name: head(torch.cat([y, self.dropout(form)], -1) if name == "lemma" else y) for name, head in self.heads.items()}
        out["arc"] = self.arcs(y, mask, distance)
        if heads is None:
            heads = out["arc"].argmax(-1)
        out["deprel"] = self.relations(y, heads)
        return out

    def arcs(self, y, mask, distance):
        """[b, n, 1+n]: score of each head, the root first."""
        dep, head = self.dropout(self.arc_dep(y)), self.dropout(self.arc_head(y))
        scores = dep @ head.transpose(1, 2) * WIDTH ** -0.5 + self.arc_bias(y).transpose(1, 2)
        far = dep @ self.arc_far.T
        scores = scores + far.gather(2, (distance.clamp(-FAR, FAR) + FAR).expand(len(y), -1, -1))
        diagonal = torch.eye(mask.shape[1], dtype=torch.bool)
        scores = scores.masked_fill(~mask[:, None, :] | diagonal, -1e9)
        return torch.cat([(dep @ self.arc_root)[..., None] * WIDTH ** -0.5, scores], -1)

    def relations(self, y, heads):
        """[b, n, relations] for the given heads (0 = root)."""
        dep, head = self.rel_dep(y), self.rel_head(y)
        head = torch.cat([self.rel_root.expand(len(y), 1, -1), head], 1)
        head = head.gather(1, heads.unsqueeze(-1).expand(-1, -1, REL))
        return self.rel_out(self.dropout(torch.cat([dep, head, dep * head], -1)))
