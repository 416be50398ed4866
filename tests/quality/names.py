#!/usr/bin/env python3
"""Score names on UNER English EWT dev: exact spans and kinds (person, organization, place), tokens as given.

usage: names.py EKG UNER.iob2.gz [--network PROGRAM] [--errors N]

EKG is the built program: its whole reader is scored by its `named` mentions; a state is a place here whatever it does. PROGRAM is the built tests/learned_names, which
prints what the network alone takes for names. No part of the file is copied; none of it was trained on.
"""
import argparse, collections, gzip, json, pathlib, subprocess, tempfile

CLASS = {"person": "PER", "organization": "ORG", "government": "ORG", "military": "ORG", "armed_group": "ORG", "media": "ORG",
         "country": "LOC", "place": "LOC"}


def state_names():
    """Names of states, lower case: UNER counts a state as a place also where it acts."""
    names = set()
    for line in open(pathlib.Path(__file__).parents[2] / "data/actors/states.tsv", encoding="utf-8"):
        fields = line.rstrip("\n").split("\t")
        if not line.startswith("#") and len(fields) > 2:
            names |= {name.lower() for name in [fields[2], *(fields[3].split("|") if len(fields) > 3 else [])]}
    return names


def read(path):
    """Documents: (id, sentences of [form, tag])."""
    documents, sentence = [], []
    for line in gzip.open(path, "rt", encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc"):
            documents.append((line.split("=", 1)[1].strip(), []))
        elif not line:
            if sentence:
                documents[-1][1].append(sentence)
            sentence = []
        elif not line.startswith("# ") or line.count("\t") == 4:
            fields = line.split("\t")
            sentence.append((fields[1], fields[2]))
    if sentence:
        documents[-1][1].append(sentence)
    return documents


def spans(tags):
    out, first, kind = set(), None, None
    for i, tag in enumerate([*tags, "O"]):
        if first is not None and (tag[0] != "I" or tag[2:] != kind):
            out.add((first, i, kind))
            first = None
        if tag[0] == "B" or (tag[0] == "I" and first is None):
            first, kind = i, tag[2:]
    return out


def report(name, gold, found, words, errors):
    total = collections.Counter()
    for kind in ("PER", "ORG", "LOC"):
        g, f = {s for s in gold if s[2] == kind}, {s for s in found if s[2] == kind}
        total.update(gold=len(g), found=len(f), right=len(g & f))
        print(f"  {kind} gold={len(g)} found={len(f)} F1={2 * len(g & f) / max(1, len(g) + len(f)):.3f}")
    edges = len({s[:2] for s in gold} & {s[:2] for s in found})
    print(f"{name}: gold={total['gold']} found={total['found']} precision={total['right'] / max(1, total['found']):.3f} "
          f"recall={total['right'] / max(1, total['gold']):.3f} F1={2 * total['right'] / max(1, total['gold'] + total['found']):.3f} "
          f"spans alone F1={2 * edges / max(1, total['gold'] + total['found']):.3f}")
    text = lambda s: " ".join(words[s[0]:s[1]]) + " " + s[2]
    for s in sorted(gold ^ found)[:errors]:
        print("  MISS " if s in gold else "  EXTRA", text(s), "| over:", [text(o) for o in (found if s in gold else gold) if o[0] < s[1] and s[0] < o[1]])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("names")
    parser.add_argument("--network")
    parser.add_argument("--errors", type=int, default=0)
    arguments = parser.parse_args()
    gold, words, conllu = set(), [], []
    for identifier, sentences in read(arguments.names):
        conllu.append(f"# newdoc id = {identifier}")
        for sentence in sentences:
            gold |= {(first + len(words), last + len(words), kind) for first, last, kind in spans([tag for _, tag in sentence])}
            words += [form for form, _ in sentence]
            conllu += [f"{i}\t{form}\t_\tX\tFW\t_\t{int(i > 1)}\t{'dep' if i > 1 else 'root'}\t_\t_" for i, (form, _) in enumerate(sentence, 1)]
            conllu.append("")
    with tempfile.NamedTemporaryFile("w", suffix=".conllu", encoding="utf-8") as file:
        file.write("\n".join(conllu) + "\n")
        file.flush()
        if arguments.network:
            run = subprocess.run([arguments.network, file.name], stdout=subprocess.PIPE, text=True, check=True)
            found = {(int(a), int(b), CLASS[kind]) for a, b, kind in map(str.split, run.stdout.splitlines()) if kind in CLASS}
            report("network alone", gold, found, words, 0)
        run = subprocess.run([arguments.program, "parse", "--format", "json", "--quiet", file.name], stdout=subprocess.PIPE, text=True)
    found, at, states = set(), 0, state_names()
    for row in map(json.loads, run.stdout.splitlines()):
        begins, ends = {}, {}
        for sentence in row["sentences"]:
            for token in sentence["tokens"]:
                begins.setdefault(token["span"][0], at)
                ends[token["span"][1]] = at = at + 1
        for mention in row["mentions"]:
            if mention["form"] == "named" and mention["kind"] in CLASS:
                first, last = begins[mention["span"][0]], ends[mention["span"][1]]
                is_state = " ".join(words[first:last]).lower() in states
                found.add((first, last, "LOC" if is_state else CLASS[mention["kind"]]))
    if at != len(words):
        raise SystemExit(f"the program gave {at} tokens of {len(words)}")
    report("whole reader", gold, found, words, arguments.errors)


main()
