#!/usr/bin/env python3
"""Check data/training/*.jsonl: ids are unique, types and roots are the ontology's, every mention stands in its text.

usage: check_training.py [DATA]       exit status 1 when something is wrong; prints sentences by root of the main event
"""
import collections, datetime, json, pathlib, sys

data = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2] / "data")
STATUS = set("asserted reported confirmed denied unverified planned hypothetical negated".split())
table = lambda name: [l.split("\t") for l in (data / name).read_text(encoding="utf-8").splitlines() if l and l[0] != "#"]
types = {f[0] for f in table("ontology.tsv")}
roots = {f[2] for f in table("ontology.tsv")} - {"-"}

bad, ids, texts, by_root, test = [], set(), set(), collections.Counter(), 0
for path in sorted((data / "training").glob("*.jsonl")):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        at, s = f"{path.name}:{number}", json.loads(line)
        if s["id"] in ids or s["text"] in texts:
            bad.append((at, "id or text stands twice"))
        ids.add(s["id"])
        texts.add(s["text"])
        test += s["id"][-1] in "05"
        try:
            datetime.date.fromisoformat(s["published"])
        except (KeyError, ValueError):
            bad.append((at, "published"))
        for e in s["events"]:
            if e["type"] not in types or e.get("plover", "-") not in roots | {"-"} or e["status"] not in STATUS:
                bad.append((at, "type, root or status"))
            for words in [e["trigger"], *e.get("actors", []), *e.get("recipients", []), *e.get("by", [])]:
                if words not in s["text"]:
                    bad.append((at, f"not in the text: {words}"))
        if s["events"] and s.get("main", 0) not in range(len(s["events"])):
            bad.append((at, "main"))
        main = s["events"][s.get("main", 0)] if s["events"] else None
        by_root["no event" if main is None else main.get("plover", "no root")] += 1

for root, n in sorted(by_root.items()):
    print(f"{root:10s} {n}")
print(f"sentences={len(ids)} test={test}")
for at, what in bad[:40]:
    print(at, what, file=sys.stderr)
sys.exit(bool(bad))
