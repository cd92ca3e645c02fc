"""Learns how many points each sign of fusing is worth, and prints the table for `crates/rapporteur-core/src/fuse/weights.rs`.

usage: fit.py [--ridge 20] [--annotated 0.3] [--read 4] WEIGHTS.rs FOLDER...

A folder is one of those that `signs.py` makes. Logistic regression over pairs of claims,
each sign a weight, held to the table as it stands by a ridge, rounded to quarters. Pairs on days that do not meet are left out.
"""
import argparse
import json
import pathlib
import re

import numpy as np

EVEN = 1.25  # points at which a pair is as likely of one event as not
NEAR = 12  # characters between a claim found and the one annotated


def table(path):
    return {name: float(points) for name, points in re.findall(r"^    (\w+): \w+ (-?[\d.]+),", path.read_text(), re.M)}


def labels(folder):
    """Event of each annotated claim (itself where it stands alone), by report and offset, and its type."""
    events, kinds = {}, {}
    for path in folder.glob("*.json"):
        data = json.loads(path.read_text())
        if path.name.endswith(".events.json"):
            for number, event in enumerate(data["events"] if isinstance(data, dict) else data):
                events.update({(claim["report"], claim["start"]): number for claim in event["claims"]})
        else:
            kinds.update({(data["report"], claim["trigger"]["start"]): claim["type"] for claim in data["claims"]})
    return {key: events.get(key, key) for key in kinds}, kinds


def pairs(path, names, events, kinds):
    """Signs of the pairs of which both claims are annotated, and whether they are of one event."""
    claims, rows, same = {}, [], []
    for line in path.read_text().splitlines():
        what, *fields = line.split("\t")
        if what == "claim":
            number, report, start, kind = fields
            near = [(abs(at - int(start)), (r, at)) for r, at in events if r == report and abs(at - int(start)) <= NEAR]
            gold = min(near)[1] if near else None
            claims[number] = gold if gold and kinds[gold] == kind else None
        elif (gold := claims[fields[0]]) and (other := claims[fields[1]]) and "Apart=" not in fields[2]:
            row = np.zeros(len(names))
            for sign in fields[2].split():
                name, times = sign.split("=")
                row[names[name]] += float(times)
            rows.append(row)
            same.append(float(events[gold] == events[other]))
    return np.array(rows).reshape(-1, len(names)), np.array(same)


def fit(rows, same, weight, prior, fixed, ridge):
    points = prior.copy()
    free = ~fixed
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(rows @ points - EVEN, -30, 30)))
        slope = rows.T @ (weight * (same - chance)) - ridge * (points - prior)
        bend = (rows * (weight * chance * (1 - chance))[:, None]).T @ rows + ridge * np.eye(len(points))
        step = np.zeros_like(points)
        step[free] = np.linalg.solve(bend[np.ix_(free, free)], slope[free])
        points += step
        if abs(step).max() < 1e-4:
            break
    return np.round(points * 4) / 4


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ridge", type=float, default=20)
    parser.add_argument("--annotated", type=float, default=0.3, help="what a pair as annotated counts")
    parser.add_argument("--read", type=float, default=4, help="what a pair as the program reads it counts")
    parser.add_argument("weights", type=pathlib.Path)
    parser.add_argument("folders", type=pathlib.Path, nargs="+")
    args = parser.parse_args()
    known = table(args.weights)
    names = {name: at for at, name in enumerate(known)}
    rows, same, weight = [], [], []
    for folder in args.folders:
        events, kinds = labels(folder)
        for file, counts in [("annotated.tsv", args.annotated), ("read.tsv", args.read)]:
            signs, one = pairs(folder / file, names, events, kinds)
            rows.append(signs)
            same.append(one)
            weight.append(np.full(len(one), counts))
    fixed = np.array([name in ("Apart", "NextDayWithin", "Swapped", "OneReport") for name in names])
    prior = np.array(list(known.values()))
    points = fit(np.vstack(rows), np.concatenate(same), np.concatenate(weight), prior, fixed, args.ridge)
    text = args.weights.read_text()
    for name, value in zip(names, points):
        text = re.sub(rf"(    {name}: \w+ )-?[\d.]+,", rf"\g<1>{float(value) + 0.0},", text)
    print(text, end="")


if __name__ == "__main__":
    main()
