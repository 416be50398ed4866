#!/usr/bin/env python3
"""Measure the reader and the event coder on development data and write docs/quality.md.

usage: measure.py EKG SHARED [--write FILE]     EKG: the program; SHARED: the folder with articles/, data/ and score/

Runs `ekg extract` on the PLOVER gold sentences and on the annotated articles (those of SHARED and our own), scores them with
the scorers of SHARED, adds a reliability table of the confidence and the error classes with counts, and scores trees,
sentences, names, mentions and times (reading.py).
"""
import argparse, collections, json, pathlib, subprocess, sys, tempfile

from own_sentences import extract, pairs, right_type, sentences
from reading import section as reading

NEW_NAME = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
NO_STATE = {"IGO", "NGO", "MNC", "IMG", "", "---", "INT", "WST", "AFR", "ARB", "ASA", "EUR", "EEU", "SAF", "MEA", "CRB"}


def run(*command):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"{command[0]} failed: {done.stderr}")
    return done.stdout


def states(parties):
    return {p.get("code", "") for p in parties or [] if isinstance(p, dict)} - NO_STATE


def found(event, side):
    return {p.get("country") for p in event.get(side) or []} - {None, ""}


def reliability(cases):
    """Rows of a table: of the (confidence, right) of each fifth, how many there are, their mean confidence, how many are right."""
    bins = collections.defaultdict(list)
    for confidence, right in cases:
        bins[min(int(confidence * 5), 4)].append((confidence, right))
    rows = ["| confidence | events | mean | right |", "|---|---|---|---|"]
    for b, of in sorted(bins.items()):
        rows.append(f"| {b / 5:.1f} to {b / 5 + 0.2:.1f} | {len(of)} | {sum(c for c, _ in of) / len(of):.2f} | {sum(r for _, r in of) / len(of):.2f} |")
    return rows


def own_cases(ekg):
    """(confidence, right) of every event in the sentences that the weights were not learned from."""
    rows, found = list(sentences("test")), collections.defaultdict(list)
    for event in extract(ekg, rows):
        found[event["doc"]].append(event)
    return [(got["confidence"], event is not None and right_type(event, got))
            for row in rows for event, got in pairs(row, found[row["id"]]) if got is not None]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ekg", type=pathlib.Path)
    parser.add_argument("shared", type=pathlib.Path)
    parser.add_argument("--write", type=pathlib.Path)
    a = parser.parse_args()
    here = pathlib.Path(__file__).parent
    lines = ["# How well texts are read and events found", "",
             "Made by `tests/quality/measure.py build/dev/ekg ../shared --write docs/quality.md`; all sentences and articles below are",
             "development data: rules were written with a view of them, so expect less on unseen text.", "", "## PLOVER gold sentences", "", "```"]
    gold = [g for g in json.load(open(a.shared / "data/plover/gsr_dev.json", encoding="utf-8")) if "text" in g]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        known, source, number = set(), folder / "plover.jsonl", {}
        with open(source, "w", encoding="utf-8") as out:
            for g in gold:
                if g["id"] not in known:
                    out.write(json.dumps({"id": g["id"], "text": g["text"]}) + "\n")
                known.add(g["id"])
        events = folder / "plover.events"
        events.write_text(run(a.ekg, "extract", source), encoding="utf-8")
        lines += [run(sys.executable, a.shared / "score/score_plover.py", a.shared / "data/plover/gsr_dev.json", events).rstrip(), "```", ""]
        by_doc = collections.defaultdict(list)
        for line in events.read_text(encoding="utf-8").splitlines():
            event = json.loads(line)
            if event.get("plover"):
                by_doc[event["doc"]].append(event)
        cases, errors = [], collections.Counter()
        for g in gold:
            want, src, tgt, got = NEW_NAME.get(g["event"], g["event"]), states(g.get("source")), states(g.get("target")), by_doc[g["id"]]
            if got:
                top = max(got, key=lambda e: e["confidence"])
                cases.append((top["confidence"], top["plover"] == want))
            same = [e for e in got if e["plover"] == want]
            if not got:
                errors["no event at all"] += 1
            elif not same:
                errors[f"{want} told as {max(got, key=lambda e: e['confidence'])['plover']}"] += 1
            else:
                if src and not any(src <= found(e, "actors") for e in same):
                    errors["actor without its state" if any(e.get("actors") for e in same) else "actor not found"] += 1
                if tgt and not any(tgt <= found(e, "recipients") for e in same):
                    errors["recipient without its state or the wrong one" if any(e.get("recipients") for e in same) else "recipient not found"] += 1
        lines += ["The main event's confidence, and how often its type is the gold one:", ""] + reliability(cases)
        lines += ["", "The confidence of all events in our own sentences of the test split, which the weights were not learned from, and how often",
                  "trigger and type are annotated (`tests/quality/learn_confidence.py EKG --write data/confidence.tsv` learns them from the train split):", ""]
        lines += reliability(own_cases(a.ekg))
        lines += ["", "The ten commonest errors:", "", "| error | count |", "|---|---|"] + [f"| {e} | {n} |" for e, n in errors.most_common(10)]
        lines += ["", "## Articles", "", "```"]
        for path in sorted([*(a.shared / "articles").glob("*.gold.json"), *(here / "articles").glob("*.gold.json")]):
            article = json.load(open(path, encoding="utf-8"))
            text = path.with_name(path.name.replace(".gold.json", ".txt"))
            events = folder / "article.events"
            events.write_text(run(a.ekg, "extract", text, "--published", article["published"]), encoding="utf-8")
            lines.append(f"{text.stem:20s} " + run(sys.executable, a.shared / "score/score_article.py", path, events).strip())
        lines += ["```", ""]
    lines += reading(a.ekg, a.shared)
    page = "\n".join(lines)
    if a.write:
        a.write.write_text(page, encoding="utf-8")
    print(page)


main()
