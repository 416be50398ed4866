#!/usr/bin/env python3
"""The same questions on the same generated events to ekg and to others, one after the other, and a table of milliseconds.

usage: run.py RELEASE_BUILD [--events 1000000] [--tools ekg,duckdb,sqlite,boost,networkx,igraph] [--modules NODE_MODULES_PARENT]

RELEASE_BUILD is configured with -DEKG_BENCH=ON. duckdb needs `npm install @duckdb/node-api` in the folder that --modules names.
Answers are compared: a tool that answers otherwise ends the run.

Q1 events between the two most frequent parties in 90 days · Q2 weekly counts of the most frequent one over all ten years · Q3 its
partners in 90 days · Q4 the 20 busiest pairs of a year · Q5 weak components of a year, slicing included · Q6 earliest arrival.
"""
import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
QUERIES = ("load", "Q1", "Q2", "Q3", "Q4", "Q5", "Q6")


def parameters():
    text = (HERE / "parameters.hpp").read_text()
    return {name: int(value) for name, value in re.findall(r"constexpr long (\w+) = (\d+);", text)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--tools", default="ekg,duckdb,sqlite,boost,networkx,igraph")
    parser.add_argument("--modules", default=".")
    arguments = parser.parse_args()
    bench = arguments.build / "bench"
    chosen = json.dumps(parameters())
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        events = os.path.join(folder, "events.csv")
        subprocess.run((bench / "ekg-bench-events", str(arguments.events), events), check=True)
        for tool in arguments.tools.split(","):
            command = {
                "duckdb": ("node", HERE / "duckdb.mjs", events, chosen, os.path.abspath(arguments.modules)),
                "ekg": (bench / "ekg-bench-queries", events, "ekg"),
                "boost": (bench / "ekg-bench-queries", events, "boost"),
            }.get(tool, (sys.executable, HERE / "others.py", tool, events, chosen))
            done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
            if done.returncode != 0:
                print(f"{tool}: {done.stderr.strip()[-300:]}", file=sys.stderr)
            found[tool] = {row["query"]: row for row in map(json.loads, done.stdout.splitlines())}
            for query, row in found[tool].items():
                print(tool, query, f"{row['ms']:.4f} ms", row["answer"], file=sys.stderr, flush=True)
    print(f"{arguments.events:,} events, milliseconds (the best of many runs, warm, so that what else the machine does counts little):\n\n| tool | " + " | ".join(QUERIES) + " | peak memory |")
    print("|---" * (len(QUERIES) + 2) + "|")
    for tool, rows in found.items():
        cells = [f"{rows[q]['ms']:.4g}" if q in rows else "" for q in QUERIES]
        print(f"| {tool} | " + " | ".join(cells) + f" | {rows.get('peak memory', {}).get('answer', '')} |")
    ok = True
    for query in QUERIES[1:]:
        answers = {rows[query]["answer"] for rows in found.values() if query in rows}
        if len(answers) > 1:
            ok = False
            print(f"\n{query}: the tools do not agree: {sorted(answers)}")
    if "bytes an event" in found.get("ekg", {}):
        print(f"\nekg columns and indexes: {found['ekg']['bytes an event']['answer']} bytes an event")
    return 0 if ok else 1


sys.exit(main())
