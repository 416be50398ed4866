#!/usr/bin/env python3
"""F1 of sentences and tokens from raw text against a UD treebank, spans exact, as CoNLL 2018 counts them.

usage: sentences_tokens.py EKG FILE.conllu.gz … [--genres news,bio] [--errors N]

The raw text is the treebank's `# text` lines: paragraphs (`# newpar`) apart by an empty line, sentences by a blank unless
SpaceAfter=No. Genres are the part of GUM's document ids after "GUM_".
"""
import argparse, gzip, json, subprocess, tempfile


def documents(path):
    current, paragraph = None, False
    for line in gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc"):
            if current:
                yield current
            current = {"id": line.split("=")[1].strip(), "text": "", "tokens": [], "sentences": [], "glued": True}
        elif line.startswith("# newpar"):
            paragraph = True
        elif line.startswith("# text = "):
            if current["text"]:
                current["text"] += "\n\n" if paragraph else "" if current["glued"] else " "
            current["at"] = len(current["text"])
            current["text"] += line[9:]
            current["sentences"].append((current["at"], len(current["text"])))
            paragraph = False
        elif line and line[0] != "#":
            fields = line.split("\t")
            if fields[0].isdigit():
                begin = current["at"]
                while current["text"][begin:begin + 1].isspace():
                    begin += 1
                current["at"] = begin + len(fields[1])
                current["tokens"].append((begin, current["at"]))
                current["glued"] = "SpaceAfter=No" in fields[9]
    if current:
        yield current


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("treebanks", nargs="+")
    parser.add_argument("--genres", default="")
    parser.add_argument("--errors", type=int, default=0)
    arguments = parser.parse_args()
    genres = [f"_{genre}_" for genre in arguments.genres.split(",") if genre]
    gold = [d for path in arguments.treebanks for d in documents(path) if not genres or any(g in d["id"] for g in genres)]
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for document in gold:
            file.write(json.dumps({"id": document["id"], "language": "en", "text": document["text"]}) + "\n")
        file.flush()
        run = subprocess.run([arguments.program, "parse", "--format", "json", "--quiet", file.name], stdout=subprocess.PIPE, text=True)
    found = {row["doc"]: row["sentences"] for row in map(json.loads, run.stdout.splitlines())}
    errors = arguments.errors
    for level in ("sentence", "token"):
        right = wanted = given = 0
        for document in gold:
            sentences = found.get(document["id"], [])
            spans = [s["span"] for s in sentences] if level == "sentence" else [t["span"] for s in sentences for t in s["tokens"]]
            have = {tuple(span) for span in spans}
            want = set(document[level + "s"])
            right, wanted, given = right + len(have & want), wanted + len(want), given + len(have)
            for begin, end in sorted(want - have)[:errors]:
                print("  MISS", document["id"], level, repr(document["text"][begin:end][:100]))
        print(f"{level}: gold={wanted} precision={right / given if given else 0:.4f} recall={right / wanted if wanted else 0:.4f} "
              f"F1={2 * right / (wanted + given) if wanted + given else 0:.4f}")


main()
