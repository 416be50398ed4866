#!/usr/bin/env python3
"""Check the event lexicon: every row parses, every type and class exists, no trigger stands twice.

usage: check_lexicon.py [DATA]        exit status 1 when something is wrong; prints rows by PLOVER root
"""
import collections, pathlib, sys

data = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2] / "data")
ROLES = {"actor", "recipient", "place", "item", "content", "instrument"}
KINDS = set("person organization government military armed_group country place media group other weapon vehicle "
            "nationality quantity money none".split())
EFFECTS = set("planned commit hypothetical negated denied unverified reported requested confirmed begun factual".split())
bad = []


def rows(path):
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line.strip() and not line.startswith("#"):
            yield f"{path.name}:{number}", line.split("\t")


root = {}
for where, f in rows(data / "ontology.tsv"):
    if len(f) != 9:
        bad.append((where, "nine columns"))
    root[f[0]] = f[2]
for where, f in rows(data / "modes.tsv"):
    if f[0].split(".")[0] not in root or len(f) not in (4, 5):
        bad.append((where, "mode of an unknown type, or not four or five columns"))
    root[f[0]] = f[4] if len(f) == 5 else root[f[0].split(".")[0]]
classes = {f[0].split(" ")[0] for path in (data / "lexicon").glob("*.tsv") for _, f in rows(path) if f[0][0] == "@"}

seen, by_root, lemmas = {}, collections.Counter(), collections.defaultdict(set)
for path in sorted((data / "lexicon").glob("*.tsv")):
    for where, f in rows(path):
        if f[0][0] == "@":
            continue
        operator = path.name == "operators.tsv"
        words = f[0].split(" ")
        if not words[0] or any(w[:1] not in "+=>" or len(w) < 2 for w in words[1:]):
            bad.append((where, "trigger " + f[0]))
        for w in words[1:]:
            if w[1] == "@" and w[1:] not in classes:
                bad.append((where, "unknown class " + w[1:]))
        if f[1] not in (("v", "n", "a", "r", "m", "c") if operator else ("v", "n", "a")):
            bad.append((where, "part of speech"))
        if operator:
            if f[2] not in EFFECTS or len(f) not in (4, 5):
                bad.append((where, "effect or columns"))
            continue
        f += [""] * (6 - len(f))
        if len(f) > 6 or any(x != x.strip() for x in f):
            bad.append((where, "columns or blanks"))
        if f[2] != "-" and f[2] not in root:
            bad.append((where, "unknown type " + f[2]))
        for part in filter(None, f[3].split(",")):
            if part != "reciprocal" and (part.split("=")[0] not in ROLES or not part.split("=", 1)[1:]):
                bad.append((where, "role " + part))
        for test in (t.lstrip("!") for c in filter(None, f[4].split(";")) for t in c.split("|")):
            if test in ("passive",) or test.startswith("has:"):
                continue
            function, _, word = test.partition(":")
            if not function or not (word[:1] == "=" and word[1:] or word in KINDS or word in classes):
                bad.append((where, "condition " + test))
        key = (f[0], f[1], f[4])
        if key in seen:
            bad.append((where, f"stands already in {seen[key]}"))
        seen[key] = where
        kind = "blocked" if f[2] == "-" else root.get(f[2], "?")
        by_root[kind] += 1
        lemmas[kind].add((f[0], f[1]))

for kind, n in sorted(by_root.items()):
    print(f"{'none' if kind == '-' else kind:10s} rows={n:5d} predicates={len(lemmas[kind])}")
print(f"rows={sum(by_root.values())} predicates={len(set().union(*lemmas.values()))}")
for where, what in bad[:40]:
    print(where, what, file=sys.stderr)
sys.exit(bool(bad))
