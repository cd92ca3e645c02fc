"""Writes the trained reader for the runtime: half-precision safetensors, labels in the metadata, and the parity fixture.

usage: export.py MODEL.pt BOUNDARY.pt OUT.safetensors PARITY.json
"""
import hashlib
import json
import struct
import sys

import torch
from safetensors.torch import save_file

import train
from model import Reader

SENTENCES = [
    "Two civilians were killed in a bomb blast near Aleppo on Saturday , police said .".split(),
    "“ We do n’t expect al - Assad to leave , ” Gen. Smith told the U.N. on Jan. 5 .".split(),
    "Talks".split(),
    "The rebels , who had agreed to a 72 - hour cease - fire — their third — accused the Kremlin 's envoys of shelling hospitals .".split(),
]


def main():
    source, boundary, target, fixture = sys.argv[1:]
    saved = torch.load(source)
    labels = saved["labels"]
    model = Reader({k: len(v) for k, v in labels.items()}, saved["model"]["bank.weight"].shape[0], saved["attentions"])
    state = {k: v.half() for k, v in saved["model"].items()}
    model.load_state_dict({k: v.float() for k, v in state.items()})
    model.eval()
    bank = model.bank.weight[:2].mean(0).half()
    tensors = {k: v.contiguous() for k, v in state.items() if k != "bank.weight"}
    tensors |= {"bank": bank, "boundary": torch.load(boundary).half()}
    save_file(tensors, target, metadata={"labels": json.dumps(labels, ensure_ascii=False)})
    write_parity(model, bank.float(), labels, fixture)
    with open(target.replace(".safetensors", ".sum"), "w") as file:
        file.write(f"{checksum(open(target, 'rb').read()):016x}\n")
    print(target, hashlib.sha256(open(target, "rb").read()).hexdigest())


def checksum(data):
    """FNV-1a, 64 bits, over little-endian words of eight bytes (the last padded with zeros)."""
    data += bytes(-len(data) % 8)
    h = 0xCBF29CE484222325
    for (word,) in struct.iter_unpack("<Q", data):
        h = ((h ^ word) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return h


@torch.no_grad()
def write_parity(model, bank, labels, path):
    """Logits of a few sentences, each alone, for the runtime's parity test."""
    types, cases = train.Types(), []
    for words in SENTENCES:
        row = {"bank": 0, "types": [types.id(train.features.normalise(w)) for w in words]}
        batch = train.collate([row | {k: [0] * len(words) for k in train.WEIGHTS}], types)
        out = model(batch, bank)
        pick = lambda t: [[round(x, 4) for x in r] for r in t[0].tolist()]
        cases.append({"words": words, "heads": out["arc"].argmax(-1)[0].tolist()} | {
            "upos": pick(out["upos"]), "arc": pick(out["arc"]), "deprel": pick(out["deprel"][..., :8]),
            "feats": pick(out["feats"][..., :8]), "lemma": pick(out["lemma"][..., :8]), "entity": pick(out["entity"][..., :8])})
    with open(path, "w") as file:
        json.dump(cases, file, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    main()
