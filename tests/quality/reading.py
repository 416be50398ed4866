"""Measures of the language core on the dev files of SHARED: trees, sentences, names, mentions, times. For measure.py."""
import json, pathlib, subprocess, sys, tempfile

HERE = pathlib.Path(__file__).parent
HELD_OUT = "0123"  # re3d documents whose id ends so were never trained on


def run(*command):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"{command[0]} failed: {done.stderr}")
    return done.stdout.rstrip()


def re3d(ekg, shared):
    """score_mentions.py on the held-out documents of all parts together."""
    with tempfile.TemporaryDirectory() as folder:
        folder, ids = pathlib.Path(folder), set()
        with open(folder / "documents.jsonl", "w", encoding="utf-8") as documents, open(folder / "in.jsonl", "w", encoding="utf-8") as texts:
            for part in sorted((shared / "data/re3d").glob("*/documents.jsonl")):
                for row in map(json.loads, open(part, encoding="utf-8")):
                    if row["_id"][-1] in HELD_OUT:
                        ids.add(row["_id"])
                        documents.write(json.dumps(row) + "\n")
                        texts.write(json.dumps({"id": row["_id"], "text": row["text"]}) + "\n")
        with open(folder / "entities.jsonl", "w", encoding="utf-8") as entities:
            for part in sorted((shared / "data/re3d").glob("*/entities.jsonl")):
                entities.writelines(line for line in open(part, encoding="utf-8") if line.strip() and json.loads(line)["documentId"] in ids)
        (folder / "parse.jsonl").write_text(run(ekg, "parse", "--quiet", folder / "in.jsonl") + "\n", encoding="utf-8")
        return run(sys.executable, shared / "score/score_mentions.py", folder, folder / "parse.jsonl")


def section(ekg, shared):
    """Lines of markdown."""
    treebank, lines = shared / "data/treebank", ["## Reading", ""]
    lines += ["Dev files, which no training saw. Tags and trees with given tokens (`ekg eval`, CoNLL 2018, universal relations, all tokens):", "", "```"]
    for name in ("en_ewt-dev", "en_gum-dev"):
        figures = [f for f in run(ekg, "eval", treebank / f"{name}.conllu.gz").split() if not f.startswith("tokens/s")]
        lines.append(f"{name:12s} " + " ".join(figures))
    lines += ["```", "", "Sentences and tokens from raw text (`sentences_tokens.py`; GUM's news, interviews and speeches, then all):", "", "```"]
    for genres in (["--genres", "news,interview,speech"], []):
        lines.append(run(sys.executable, HERE / "sentences_tokens.py", ekg, treebank / "en_gum-dev.conllu.gz", *genres))
    names = [sys.executable, HERE / "names.py", ekg, shared / "data/names/uner_en_ewt-dev.iob2.gz"]
    network = ekg.parent / "tests/quality/learned_names"
    lines += ["```", "", "Names of UNER English EWT dev, exact spans and kinds (`names.py`):", "", "```"]
    lines.append(run(*names, *(["--network", network] if network.exists() else [])))
    lines += ["```", "", "Mentions of re3d, documents kept out of training (`score_mentions.py`):", "", "```", re3d(ekg, shared)]
    lines += ["```", "", "Values of times, on sentences of our own and on GUM's date markup (`times.py`):", "", "```"]
    lines.append(run(sys.executable, HERE / "times.py", ekg, "--gum", treebank / "en_gum-dev.conllu.gz"))
    return lines + ["```", ""]
