#!/usr/bin/env python3
"""Learn the weights of the event coder's confidence from our own annotated sentences.

usage: learn_confidence.py EKG [--write data/confidence.tsv]     EKG: the program

Every event that the coder finds in the train split of data/training (ids that end in neither 0 nor 5), with no threshold,
is an example: right when its trigger and type are annotated. A logistic model with quadratic penalty is fitted to the features
that `ekg extract --explain` shows; the penalty is the one of least log loss in five-fold cross-validation. The threshold is the
highest at which KEEP of the right examples stay, each scored by a model that did not see it: the sentences tell of one event each
where news tells of three, so a threshold chosen for their F1 would silence the lesser events of long sentences.
Nothing is random: the same sentences and program give the same file. Takes under a minute.
"""
import argparse, collections, math, pathlib, tempfile

from own_sentences import extract, pairs, right_type, sentences

RARE = 6            # features of fewer examples are left out
FOLDS = 5
KEEP = 0.97
PENALTIES = (1, 2, 4, 8, 16)


def logistic(x):
    return 1 / (1 + math.exp(-max(-30, min(30, x))))


def fit(examples, penalty, sweeps=60):
    """Newton's method a coordinate at a time; the bias is not penalised."""
    columns = collections.defaultdict(list)
    for i, (features, _) in enumerate(examples):
        for name in features:
            columns[name].append(i)
    columns = {"bias": range(len(examples))} | {k: v for k, v in sorted(columns.items()) if len(v) >= RARE}
    weights, sums = dict.fromkeys(columns, 0.0), [0.0] * len(examples)
    for _ in range(sweeps):
        largest = 0
        for name, rows in columns.items():
            cost = 1e-6 if name == "bias" else penalty
            slope, bend = cost * weights[name], cost
            for i in rows:
                p = logistic(sums[i])
                slope += p - examples[i][1]
                bend += p * (1 - p)
            step = max(-1, min(1, slope / bend))
            weights[name] -= step
            largest = max(largest, abs(step))
            for i in rows:
                sums[i] -= step
        if largest < 1e-4:
            break
    return weights


def score(weights, features):
    return logistic(weights["bias"] + sum(weights.get(name, 0) for name in features))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ekg", type=pathlib.Path)
    parser.add_argument("--write", type=pathlib.Path)
    a = parser.parse_args()
    rows = list(sentences("train"))
    with tempfile.TemporaryDirectory() as folder:
        blank = pathlib.Path(folder) / "blank.tsv"
        blank.write_text("bias\t0\nthreshold\t0\n")
        lines = extract(a.ekg, rows, "--explain", "--json", "--confidence", blank)
    found, features_of = collections.defaultdict(list), {}
    for line in lines:
        record = line["record"]
        found[record["doc"]].append(record)
        features_of[record["id"]] = sorted({f["name"] for f in line["features"]} - {"bias"})
    examples, fold_of, annotated = [], [], 0
    for number, row in enumerate(rows):
        for event, got in pairs(row, found[row["id"]]):
            annotated += event is not None
            if got is not None:
                examples.append((features_of[got["id"]], int(event is not None and right_type(event, got))))
                fold_of.append(number % FOLDS)
    losses, held = {}, {}
    for penalty in PENALTIES:
        models = [fit([e for e, f in zip(examples, fold_of) if f != k], penalty) for k in range(FOLDS)]
        held[penalty] = [score(models[f], e[0]) for e, f in zip(examples, fold_of)]
        losses[penalty] = -sum(math.log(p if e[1] else 1 - p) for p, e in zip(held[penalty], examples)) / len(examples)
    penalty = min(PENALTIES, key=losses.get)

    def f1(threshold):
        kept = [e[1] for p, e in zip(held[penalty], examples) if p >= threshold]
        return 2 * sum(kept) / (len(kept) + annotated)

    right = sorted(p for p, e in zip(held[penalty], examples) if e[1])
    threshold = math.floor(100 * right[math.floor((1 - KEEP) * len(right))]) / 100
    weights = fit(examples, penalty)
    print(f"{len(examples)} examples, {sum(e[1] for e in examples)} right; log loss held out: " +
          ", ".join(f"{losses[p]:.4f} at penalty {p}" for p in PENALTIES))
    print(f"F1 of the types held out: {f1(0):.3f} without a threshold, {f1(threshold):.3f} at {threshold:.2f}")
    if a.write:
        shown = sorted((k, w) for k, w in weights.items() if k != "bias" and abs(w) >= 0.005)
        a.write.write_text("# Weights of the event coder's confidence: feature, weight. Learned by tests/quality/learn_confidence.py.\n"
                           f"bias\t{weights['bias']:.3f}\nthreshold\t{threshold:.2f}\n" + "".join(f"{k}\t{w:.3f}\n" for k, w in shown), encoding="utf-8")


if __name__ == "__main__":
    main()
