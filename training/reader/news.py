"""Gathers plain news text from the corpora: one JSON line a report, `name` and `text`.

usage: news.py DATA_DIR OUT.jsonl
"""
import csv
import html
import json
import random
import re
import sys
from pathlib import Path


def polnear(data):
    for path in sorted((data / "polnear/train/text").iterdir()):
        yield path.stem, path.read_text(encoding="utf8")


def timex(data):
    for path in sorted((data / "timex/tbaq").glob("*.tml")):
        body = re.search(r"<TEXT>(.*?)</TEXT>", path.read_text(encoding="utf8"), re.S)
        if body:
            yield path.stem, html.unescape(re.sub(r"<[^>]+>", "", body[1])).strip()


def places(data):
    for name in ("lgl", "GeoVirus"):
        raw = (data / f"geo/{name}.xml").read_text(encoding="utf8")
        for n, body in enumerate(re.findall(r"<text>(.*?)</text>", raw, re.S)):
            text = re.sub(r"^<!\[CDATA\[|\]\]>$", "", body)
            yield f"{name}-{n}", html.unescape(text).strip()


def stories(data, share, rng):
    with open(data / "plover/synthetic_stories.csv", encoding="utf8", newline="") as file:
        for n, row in enumerate(csv.DictReader(file)):
            if rng.random() < share:
                yield f"story-{n}", row["text"].strip()


def ecb(data):
    """ECB+ comes as tokens; they are set together again as far as rules go."""
    doc, sentences = None, []
    for line in (data / "ecbplus/ECB_Train_corpus.txt").read_text(encoding="utf8").splitlines():
        fields = line.split("\t")
        if len(fields) < 4:
            continue
        if fields[0] != doc:
            if sentences:
                yield doc, join(sentences)
            doc, sentences = fields[0], []
        while len(sentences) <= int(fields[1]):
            sentences.append([])
        sentences[int(fields[1])].append(fields[3])
    if sentences:
        yield doc, join(sentences)


def join(sentences):
    text = "\n".join(" ".join(s) for s in sentences)
    text = re.sub(r" ([,.;:!?)\]%]|n't\b|'s\b|'re\b|'ve\b|'ll\b|'m\b|'d\b)", r"\1", text)
    return re.sub(r"([(\[$]) ", r"\1", text)


def main():
    data, rng = Path(sys.argv[1]), random.Random(1)
    with open(sys.argv[2], "w", encoding="utf8") as out:
        for source in (polnear(data), timex(data), places(data), stories(data, 0.35, rng), ecb(data)):
            count = 0
            for name, text in source:
                count += len(text.split())
                out.write(json.dumps({"name": name, "text": text}, ensure_ascii=False) + "\n")
            print(name, count, "words")


if __name__ == "__main__":
    main()
