#!/usr/bin/env python3
"""Score the event coder on our own annotated sentences (data/training/*.jsonl).

usage: own_sentences.py EKG [--split test|train] [--errors extra|missed|type|actor|recipient|status] [--limit N]

Ids that end in 0 or 5 are the test split: rules and weights must not be made with a view of it, so --errors is refused
there. A predicted event matches an annotated one when their triggers overlap. Statements are left out of `extra`
where the annotation holds none: the sentences annotate the events told, not always who tells them.
"""
import argparse, collections, json, pathlib, subprocess, sys, tempfile

root = pathlib.Path(__file__).resolve().parents[2]


def sentences(split):
    for file in sorted((root / "data/training").glob("*.jsonl")):
        for line in file.open(encoding="utf-8"):
            row = json.loads(line)
            if (row["id"][-1] in "05") == (split == "test"):
                yield row


def triggers(row, event):
    """Where the trigger's words stand; each word apart, so that particles away from their verb count."""
    spans, text = [], row["text"]
    for word in event["trigger"].replace("…", " ").split():
        at = text.find(word)
        while at >= 0:
            spans.append((at, at + len(word)))
            at = text.find(word, at + 1)
    whole = text.find(event["trigger"])
    return [(whole, whole + len(event["trigger"]))] if whole >= 0 else spans


def pairs(row, found):
    """(annotated event or None, found event or None), each found event once."""
    used = set()
    for event in row["events"]:
        spans = triggers(row, event)
        best = None
        for i, got in enumerate(found):
            if i in used or not any(m["trigger"][0] < e and b < m["trigger"][1] for m in got.get("mentions", [got]) for b, e in spans):
                continue
            if best is None or got["type"] == event["type"]:
                best = i
        used.add(best)
        yield event, None if best is None else found[best]
    tells = any(e["type"] in ("statement", "denial") for e in row["events"])
    for i, got in enumerate(found):
        if i not in used and (got["type"] != "statement" or tells):
            yield None, got


def right_type(event, got):
    return got["type"] == event["type"] or bool(event.get("plover")) and got.get("plover") == event.get("plover")


def extract(ekg, rows, *options):
    """The lines that `ekg extract` writes for the rows."""
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "own.jsonl"
        source.write_text("".join(json.dumps({"id": r["id"], "language": "en", "published": r["published"], "text": r["text"]}) + "\n" for r in rows))
        done = subprocess.run([ekg, "extract", source, *options], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr)
    return [json.loads(line) for line in done.stdout.splitlines()]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ekg", type=pathlib.Path)
    parser.add_argument("--split", choices=["test", "train"], default="test")
    parser.add_argument("--errors", choices=["extra", "missed", "type", "actor", "recipient", "status"])
    parser.add_argument("--limit", type=int, default=40)
    a = parser.parse_args()
    if a.errors and a.split == "test":
        sys.exit("own_sentences.py: the test split's errors are not to be read; use --split train")
    rows = list(sentences(a.split))
    found = collections.defaultdict(list)
    for event in extract(a.ekg, rows):
        found[event["doc"]].append(event)
    n = collections.Counter()
    shown = []
    for row in rows:
        for event, got in pairs(row, found[row["id"]]):
            n["annotated"] += event is not None
            if event is None or got is None:
                kind = "extra" if event is None else "missed"
                n[kind] += 1
                shown.append((kind, row, event, got))
                continue
            n["matched"] += 1
            checks = {
                "type": right_type(event, got),
                "actor": set(event.get("actor_countries", [])) <= {p.get("country") for p in got.get("actors", [])},
                "recipient": set(event.get("recipient_countries", [])) <= {p.get("country") for p in got.get("recipients", [])},
                "status": got["status"] == event["status"],
            }
            for name, right in checks.items():
                n[name] += right
                if not right:
                    shown.append((name, row, event, got))
            n["right"] += checks["type"]
            n["strict"] += all(checks.values())
    predicted = n["matched"] + n["extra"]
    precision, recall = n["right"] / max(1, predicted), n["right"] / max(1, n["annotated"])
    strict_p, strict_r = n["strict"] / max(1, predicted), n["strict"] / max(1, n["annotated"])
    f1 = lambda p, r: 2 * p * r / (p + r) if p + r else 0
    print(f"{a.split}: {len(rows)} sentences, {n['annotated']} events; found {n['matched']}, extra {n['extra']}, missed {n['missed']}")
    print(f"type P {precision:.3f} R {recall:.3f} F1 {f1(precision, recall):.3f}; strict F1 {f1(strict_p, strict_r):.3f}; of the found: " +
          ", ".join(f"{k} {n[k] / max(1, n['matched']):.3f}" for k in ("type", "actor", "recipient", "status")))
    if a.errors:
        for kind, row, event, got in [s for s in shown if s[0] == a.errors][:a.limit]:
            print(f"\n{row['id']}: {row['text']}")
            if event:
                print("  want", {k: event.get(k) for k in ("trigger", "type", "actor_countries", "recipient_countries", "status")})
            if got:
                name = lambda side: [(p["name"], p.get("country")) for p in got.get(side, [])]
                words = row["text"][slice(*got["trigger"])]
                print("  got ", words, got["type"], got["status"], got.get("confidence"), name("actors"), "->", name("recipients"))


if __name__ == "__main__":
    main()
