"""Reads CoNLL-U: sentences of words with their annotation, and the raw text that they came from."""
from dataclasses import dataclass, field

OUT = ("GUM_whow", "GUM_fiction")


@dataclass
class Sentence:
    id: str = ""
    doc: str = ""
    par: bool = False
    text: str = ""
    words: list = field(default_factory=list)     # (form, lemma, upos, feats, head, deprel)
    tokens: list = field(default_factory=list)    # (form, space after, [word indexes])
    misc: list = field(default_factory=list)


def read(path):
    """All sentences of a file, without the documents in `OUT`."""
    doc, par, sent, skip = "", False, Sentence(), 0
    with open(path, encoding="utf8") as file:
        for line in [*file, "\n"]:
            line = line.rstrip("\n")
            if line.startswith("# newdoc id"):
                doc = line.split("=", 1)[1].strip()
                par = True
            elif line.startswith("# newpar"):
                par = True
            elif line.startswith("# sent_id ="):
                sent.id = line.split("=", 1)[1].strip()
            elif line.startswith("# text ="):
                sent.text = line.split("=", 1)[1].strip()
            elif line.startswith("#"):
                continue
            elif not line:
                if sent.words and not doc.startswith(OUT):
                    sent.doc, sent.par = doc, par
                    yield sent
                    par = False
                sent, skip = Sentence(), 0
            else:
                f = line.split("\t")
                if "." in f[0]:
                    continue
                space = "SpaceAfter=No" not in f[9]
                if "-" in f[0]:
                    first, last = map(int, f[0].split("-"))
                    sent.tokens.append((f[1], space, list(range(first - 1, last))))
                    skip = last
                    continue
                if int(f[0]) > skip:
                    sent.tokens.append((f[1], space, [len(sent.words)]))
                sent.words.append((f[1], f[2], f[3], f[5], int(f[6]), f[7]))
                sent.misc.append(f[9])


def word_spans(sent):
    """Surface text of a sentence and the span of each word in it; words inside a token share it out by their lengths."""
    text, spans = "", [None] * len(sent.words)
    for form, space, words in sent.tokens:
        at, end = len(text), len(text) + len(form)
        text += form
        for k, w in enumerate(words):
            stop = end if k == len(words) - 1 else min(end, at + len(sent.words[w][0]))
            spans[w] = (at, stop)
            at = stop
        if space:
            text += " "
    return text, spans
