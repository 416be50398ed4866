#!/usr/bin/env python3
"""Score times on sentences of our own and on the date markup of UD English GUM.

usage: times.py EKG [--gum FILE.conllu.gz …] [--errors N]

EKG is the built program. times_own.tsv beside this script holds our own sentences. The GUM files stay where they are
(../shared/data/treebank/en_gum-dev.conllu.gz); nothing of them is copied. Of GUM's markup, only dates with a `when` are taken,
in documents with a date of creation; years before the year 1000 and partial dates ("--10") are left out, and a time of a day
counts as right when its day is. Value accuracy: an overlapping expression has the expected value.
"""
import argparse, gzip, json, os, re, subprocess, sys, tempfile

EXPRESSION = re.compile(r"\{([^|{}]+)\|([DTPS])\|([^}|]+)\}")


def own_documents(path):
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        if line.startswith("#") or not line.strip():
            continue
        published, marked = line.rstrip("\n").split("\t")
        text, gold, at = "", [], 0
        for match in EXPRESSION.finditer(marked):
            text += marked[at:match.start()]
            gold.append((len(text), len(text) + len(match[1]), match[3]))
            text += match[1]
            at = match.end()
        yield f"own-{number}", published, text + marked[at:], gold


def gum_documents(path):
    documents, current, paragraph = [], None, False
    for line in gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc"):
            current = {"id": line.split("=")[1].strip(), "date": None, "text": "", "gold": [], "open": [], "glued": True}
            documents.append(current)
        elif line.startswith("# meta::dateCreated"):
            current["date"] = line.split("=")[1].strip()
        elif line.startswith("# newpar"):
            paragraph = True
        elif line.startswith("# text = "):
            if current["text"]:
                current["text"] += "\n\n" if paragraph else "" if current["glued"] else " "
            current["at"] = len(current["text"])
            current["text"] += line[9:]
            paragraph = False
        elif line and line[0] != "#":
            fields = line.split("\t")
            if not fields[0].isdigit():
                continue
            begin = current["text"].find(fields[1], current["at"])
            if begin < 0:
                continue
            current["at"] = end = begin + len(fields[1])
            current["glued"] = "SpaceAfter=No" in fields[9]
            for tag in re.findall(r"<[^>]*>", (re.search(r"XML=([^|]*)", fields[9]) or ["", ""])[1]):
                if tag.startswith("<date "):
                    current["open"].append((begin, tag))
                elif tag == "</date>" and current["open"]:
                    start, opened = current["open"].pop()
                    when = re.search(r'when:::"(\d{4}(-\d\d){0,2})"', opened)
                    if when and when[1] >= "1000":
                        current["gold"].append((start, end, when[1]))
    for document in documents:
        if document["date"] and re.fullmatch(r"\d{4}-\d\d-\d\d", document["date"]):
            yield document["id"], document["date"], document["text"], document["gold"]


def score(name, documents, program, errors, days):
    documents = list(documents)
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for identifier, published, text, _ in documents:
            file.write(json.dumps({"id": identifier, "published": published, "language": "en", "text": text}) + "\n")
        file.flush()
        run = subprocess.run([program, "parse", "--format", "json", "--quiet", file.name], stdout=subprocess.PIPE, text=True)
    found = {row["doc"]: row["times"] for row in map(json.loads, run.stdout.splitlines())}
    gold_count = value = strict = relaxed = predicted = 0
    for identifier, _, text, gold in documents:
        times = found.get(identifier, [])
        predicted += len(times)
        for begin, end, wanted in gold:
            over = [time for time in times if time["span"][0] < end and begin < time["span"][1]]
            right = any(time["value"] == wanted or (days and time["value"].split("T")[0] == wanted) for time in over)
            gold_count += 1
            value += right
            relaxed += bool(over)
            strict += any(time["span"] == [begin, end] for time in over)
            if not right and errors > 0:
                errors -= 1
                print("  MISS", identifier, repr(text[begin:end]), wanted, "got", [(time["text"], time["value"]) for time in over])
    share = lambda count: count / gold_count if gold_count else 0.0
    print(f"{name}: expressions={gold_count} found={share(relaxed):.3f} exact span={share(strict):.3f} value accuracy={share(value):.3f} predicted={predicted}")
    return gold_count, value


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--gum", nargs="*", default=[])
    parser.add_argument("--errors", type=int, default=0)
    arguments = parser.parse_args()
    own = os.path.join(os.path.dirname(os.path.abspath(__file__)), "times_own.tsv")
    totals = [score("own", own_documents(own), arguments.program, arguments.errors, False)]
    for path in arguments.gum:
        if os.path.exists(path):
            totals.append(score(os.path.basename(path), gum_documents(path), arguments.program, arguments.errors, True))
        else:
            print(f"skipped: {path} is not there")
    print(f"all: value accuracy={sum(v for _, v in totals) / sum(n for n, _ in totals):.3f}")


main()
