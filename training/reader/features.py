"""Hashed features of a word form, and edit scripts between a form and its lemma.

The Rust runtime (`crates/rapporteur-reader/src/features.rs`) computes the same numbers; `model/parity.json` holds the two together.
"""

WORD_ROWS, AFFIX_ROWS, GRAM_ROWS = 30_000, 5_000, 20_000
AFFIXES = 8

QUOTES = {
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "`": "'", "\u00b4": "'", "\u2032": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u00ab": '"', "\u00bb": '"', "\u2033": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2212": "-", "\u2014": "--", "\u2015": "--",
    "\u2026": "...", "\u00a0": " ",
}


def normalise(form):
    """Typographic quotes, dashes and dots as ASCII; doubled ASCII quotes as one."""
    plain = "".join(QUOTES.get(c, c) for c in form)
    return '"' if plain == "''" else plain


def fnv(text, seed):
    """FNV-1a on the UTF-8 bytes, with the seed as a first byte, then a final mix."""
    h = ((0x811C9DC5 ^ seed) * 0x01000193) & 0xFFFFFFFF
    for b in text.encode("utf8"):
        h = ((h ^ b) * 0x01000193) & 0xFFFFFFFF
    h ^= h >> 16
    h = (h * 0x85EBCA6B) & 0xFFFFFFFF
    return h ^ (h >> 13)


def shape(form):
    """`Xxxx-dd` with runs cut at four; any other character stands for itself."""
    out, last, run = [], "", 0
    for c in form:
        k = "d" if c in "0123456789" else "X" if c.isupper() else "x" if c.isalpha() else c
        run = run + 1 if k == last else 1
        last = k
        if run <= 4:
            out.append(k)
    return "".join(out)


def features(form):
    """(two word rows, eight affix rows, rows of the 3- to 5-grams) of a form."""
    form = normalise(form)
    low = form.lower()
    word = "".join("0" if c in "0123456789" else c for c in low)
    affixes = [low[:1], low[:2], low[:3], low[-1:], low[-2:], low[-3:], low[-4:], shape(form)]
    padded = "<" + word + ">"
    padded = padded[:40]
    grams = [padded[i:i + n] for n in (3, 4, 5) for i in range(len(padded) - n + 1)] or [padded]
    return (
        [fnv(word, 1) % WORD_ROWS, fnv(word, 2) % WORD_ROWS],
        [k * AFFIX_ROWS + fnv(a, 3 + k) % AFFIX_ROWS for k, a in enumerate(affixes)],
        [fnv(g, 20) % GRAM_ROWS for g in grams],
    )


def common(a, b):
    n = 0
    while n < len(a) and n < len(b) and a[n] == b[n]:
        n += 1
    return n


def script(form, lemma):
    """How to get from form to lemma: `K` keep case or `L` lower it, then strip n characters and append; or `=` the whole lemma."""
    form, lemma = normalise(form), normalise(lemma)
    low = form.lower()
    if lemma == low:
        return "L0"
    if lemma == form:
        return "K0"
    kept, lowered = common(form, lemma), common(low, lemma)
    if max(kept, lowered) == 0:
        return "=" + lemma
    base, case, p = (form, "K", kept) if kept > lowered else (low, "L", lowered)
    return f"{case}{len(base) - p}{lemma[p:]}"


def apply(rule, form):
    """The lemma of `form` by `rule`; a rule that does not fit leaves the form, lower-cased."""
    form = normalise(form)
    if rule.startswith("="):
        return rule[1:]
    base = form if rule[0] == "K" else form.lower()
    digits = 1
    while digits < len(rule) and rule[digits].isdigit() and digits < 3:
        digits += 1
    strip = int(rule[1:digits])
    if strip > len(base) - 0 or (strip == len(base) and digits == len(rule)):
        return form.lower()
    return base[:len(base) - strip] + rule[digits:]
