"""Puts the signs of all pairs of claims into folders for fit.py.

usage: signs.py OUT FOLDER...

A folder holds reports with `dates.tsv`, their annotations and `NAME.events.json`. For each, `OUT/NAME` gets `annotated.tsv`
(the claims as annotated) and `read.tsv` (as the program reads them). Built first:

    cargo build --release -p rapporteur
    cargo build --release -p rapporteur-core --example fuse_gold
"""
import json
import pathlib
import shutil
import subprocess
import sys

RELEASE = pathlib.Path(__file__).parents[2] / "target/release"


def signs(files, out):
    shown = subprocess.run([RELEASE / "examples/fuse_gold", "--signs", *sorted(files)], check=True, capture_output=True)
    out.write_bytes(shown.stdout)


def main():
    out, *folders = map(pathlib.Path, sys.argv[1:])
    for folder in folders:
        into = out / folder.name
        into.mkdir(parents=True, exist_ok=True)
        annotated = [path for path in folder.glob("*.json") if not path.name.endswith(".events.json")]
        signs(annotated, into / "annotated.tsv")
        command = [RELEASE / "rapporteur", "annotate", folder, "--dates", folder / "dates.tsv", "--layers", "claims"]
        found = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        read = []
        for line in found.splitlines():
            report = json.loads(line)["report"]
            read.append(into / f"{report}.json")
            read[-1].write_text(line)
            shutil.copy(folder / f"{report}.txt", into)
        signs(read, into / "read.tsv")
        for path in read:
            path.unlink()
            path.with_suffix(".txt").unlink()
        for path in folder.glob("*.json"):
            shutil.copy(path, into)


if __name__ == "__main__":
    main()
