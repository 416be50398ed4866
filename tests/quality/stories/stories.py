#!/usr/bin/env python3
"""What is one across documents: B³ for entities and events on stories.txt.

usage: stories.py EKG [--errors] [--stories FILE] [--min-entities F1] [--min-events F1]

Builds one store of all articles and compares its entities and events with the labels. An item is a name, or a word that
tells of an event, in one article. B³ (Bagga and Baldwin 1998): for each item the share of its cluster that belongs there
(precision) and of its true cluster that is in it (recall), averaged over the items. "found" counts the items that the reader
found, and says how well they were put together; "all" makes of each that it did not find a cluster of its own, and says what
a user gets (the minima are of this one); "alone" is what nobody's putting anything together would get.
"""
import argparse
import collections
import json
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile
import unicodedata

MARK = re.compile(r"\[([^|\]]+)\|([^\]]+)\]|<([^|>]+)\|([^>]+)>")
TITLE = re.compile(r"^(the|mr|mrs|ms|general|president|former president|prime minister) ")


def articles(path):
    """(id, published, outlet, text, names, events); names and events are (begin, end, label), in code points."""
    out, head = [], None
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("=="):
            head = [part.strip() for part in line[2:].split("|")]
        elif line and not line.startswith("#"):
            text, at, names, events = "", 0, [], []
            for mark in MARK.finditer(line):
                text += line[at:mark.start()]
                words, label = (mark[1], mark[2]) if mark[1] else (mark[3], mark[4])
                (names if mark[1] else events).append((len(text), len(text) + len(words), label))
                text, at = text + words, mark.end()
            out.append((*head, text + line[at:], names, events))
    return out


def fold(name):
    plain = unicodedata.normalize("NFKD", name.casefold())
    key = " ".join(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c))))
    while TITLE.match(key):
        key = TITLE.sub("", key)
    return key


def b_cubed(items, found_only):
    """items: (true label, cluster or None)."""
    if found_only:
        items = [item for item in items if item[1] is not None]
    items = [(label, cluster if cluster is not None else ("alone", i)) for i, (label, cluster) in enumerate(items)]
    labels, clusters, both = (collections.Counter(of) for of in
                              ((i[0] for i in items), (i[1] for i in items), items))
    precision = sum(both[i] / clusters[i[1]] for i in items) / len(items)
    recall = sum(both[i] / labels[i[0]] for i in items) / len(items)
    return precision, recall, 2 * precision * recall / (precision + recall), len(items)


class Built:
    def __init__(self, ekg, told):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            with open(folder / "stories.jsonl", "w", encoding="utf-8") as file:
                for doc, day, outlet, text, _, _ in told:
                    file.write(json.dumps({"id": doc, "published": day, "outlet": outlet, "text": text}) + "\n")
            for command in (["build", "stories.jsonl", "-o", "stories.ekg"], ["extract", "stories.jsonl", "-o", "events.jsonl"]):
                done = subprocess.run([ekg, *command], cwd=folder, capture_output=True, text=True)
                if done.returncode != 0:
                    sys.exit(done.stderr)
            database = sqlite3.connect(folder / "stories.ekg")
            self.names = dict(database.execute("SELECT row, name FROM entities"))
            forms = collections.defaultdict(set)
            for row, name in database.execute("SELECT row, name FROM entities UNION SELECT entity, alias FROM aliases"):
                forms[row].add(name)
            # (document, folded form) → entities of the document that are called so
            self.called = collections.defaultdict(set)
            said = collections.defaultdict(lambda: collections.defaultdict(set))  # document → name → words of the text
            for line in open(folder / "events.jsonl", encoding="utf-8"):
                event = json.loads(line)
                for side in ("actors", "recipients", "places"):
                    for party in event.get(side, []):
                        said[event["doc"]][party["name"]] |= {party["name"], party.get("mention", party["name"])}
                for attribution in event.get("attribution", []):
                    by = attribution.get("by") or {}
                    if by.get("name"):
                        said[event["doc"]][by["name"]] |= {by["name"], by.get("mention", by["name"])}
            rows = database.execute(
                "SELECT DISTINCT d.id, p.entity FROM mentions m JOIN documents d ON d.row = m.document "
                "JOIN participants p ON p.event = m.event").fetchall()
            for doc, entity in rows:
                for form in forms[entity]:
                    self.called[doc, fold(form)].add(entity)
                    for words in said[doc].get(form, ()):
                        self.called[doc, fold(words)].add(entity)
            self.events = [row for row in database.execute(
                "SELECT d.id, m.trigger_begin, m.trigger_end, m.event, e.type FROM mentions m "
                "JOIN documents d ON d.row = m.document JOIN events e ON e.row = m.event WHERE m.trigger_begin NOT NULL")]
            database.close()

    def entity(self, doc, words):
        found = self.called[doc, fold(words)]
        return min(found) if found else None

    def event(self, doc, begin, end):
        found = [row[3] for row in self.events if row[0] == doc and row[1] < end and begin < row[2]]
        return min(found) if found else None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ekg")
    parser.add_argument("--errors", action="store_true", help="list what was cut apart, put together or not found")
    parser.add_argument("--stories", default="stories.txt", help="of this folder: stories.txt, or later_stories.txt")
    parser.add_argument("--min-entities", type=float, default=0)
    parser.add_argument("--min-events", type=float, default=0)
    a = parser.parse_args()
    told = articles(pathlib.Path(__file__).with_name(a.stories))
    built = Built(str(pathlib.Path(a.ekg).resolve()), told)
    entities, events = [], []  # (label, cluster, where)
    for doc, _, _, text, names, words in told:
        seen = set()
        for begin, end, label in names:
            if (text[begin:end], label) not in seen:  # a form counts once in an article
                seen.add((text[begin:end], label))
                entities.append((label, built.entity(doc, text[begin:end]), f"{doc} {text[begin:end]}"))
        for begin, end, label in words:
            events.append((label, built.event(doc, begin, end), f"{doc} {text[begin:end]}"))
    print(f"{len(told)} articles")
    short = False
    for what, items, least in (("entities", entities, a.min_entities), ("events", events, a.min_events)):
        for found_only in (True, False):
            precision, recall, f1, count = b_cubed([item[:2] for item in items], found_only)
            print(f"{what:9}{'found' if found_only else 'all':6} {count:4} items  B3 P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}")
            short = short or (not found_only and f1 < least)
        alone = b_cubed([(label, None) for label, _, _ in items], False)
        print(f"{what:9}alone  {alone[3]:4} items  B3 P {alone[0]:.3f}  R {alone[1]:.3f}  F1 {alone[2]:.3f}")
        if a.errors:
            for side, other, says in ((0, 1, "apart"), (1, 0, "together")):
                groups = collections.defaultdict(lambda: collections.defaultdict(list))
                for item in items:
                    if item[1] is not None:
                        groups[item[side]][item[other]].append(item[2])
                for group, parts in sorted(groups.items(), key=str):
                    if len(parts) > 1:
                        name = group if side == 0 else built.names.get(group, group)
                        print(f"  {says} {name}: " + " | ".join(f"{k}: {', '.join(v)}" for k, v in parts.items()))
            for item in items:
                if item[1] is None:
                    print(f"  not found: {item[2]} ({item[0]})")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
