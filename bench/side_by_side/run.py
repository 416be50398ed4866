#!/usr/bin/env python3
"""The same questions on the same generated events to ekg and to others, and the section "Queries" of docs/performance.md.

usage: run.py RELEASE_BUILD [--events 1000000,10000000] [--tools …] [--modules FOLDER] [--rounds N] [--cold N] [--write FILE]

RELEASE_BUILD is configured with -DEKG_BENCH=ON. duckdb needs `npm install @duckdb/node-api` in the folder that --modules names;
networkx, igraph and graph-tool are Debian's packages. Tools run one after the other, each --rounds times in turn, and the best run
counts, so that what else the machine does counts little. Above 2,000,000 events only ekg, duckdb and sqlite are asked. Answers are
compared: a tool that answers otherwise ends the run with 1. --cold N builds a store of N of the events (0: none) and opens it.

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
import time

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
from report import processor, publish

TITLE = "## Queries"
QUERIES = ("Q1", "Q2", "Q3", "Q4", "Q5", "Q6")
TOOLS = ("ekg", "duckdb", "sqlite", "boost", "networkx", "igraph", "graph-tool")
FOR_MANY = ("ekg", "duckdb", "sqlite")
GRAPH_LIBRARIES = ("igraph", "graph-tool", "boost")
MANY = 2_000_000
PYTHON = "/usr/bin/python3"  # the one that Debian's packages are for


def parameters():
    text = (HERE / "parameters.hpp").read_text()
    return {name: int(value) for name, value in re.findall(r"constexpr long (\w+) = (\d+);", text)}


def better(known, row):
    return row if known is None or row["ms"] < known["ms"] else known


def ask(tools, rounds, events, bench, modules):
    """By tool and query, the best row."""
    chosen, found = json.dumps(parameters()), {}
    for _ in range(rounds):
        for tool in tools:
            command = {
                "duckdb": ("node", HERE / "duckdb.mjs", events, chosen, os.path.abspath(modules)),
                "ekg": (bench / "ekg-bench-queries", events, "ekg"),
                "boost": (bench / "ekg-bench-queries", events, "boost"),
            }.get(tool, (PYTHON, HERE / "others.py", tool, events, chosen))
            try:
                done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
            except FileNotFoundError as missing:
                print(f"{tool}: {missing}", file=sys.stderr)
                continue
            if done.returncode != 0:
                print(f"{tool}: {done.stderr.strip()[-300:]}", file=sys.stderr)
            rows = found.setdefault(tool, {})
            for row in map(json.loads, done.stdout.splitlines()):
                rows[row["query"]] = better(rows.get(row["query"]), row)
                print(tool, row["query"], f"{row['ms']:.4f} ms", row["answer"], file=sys.stderr, flush=True)
    return found


def disagreements(found):
    for query in QUERIES:
        answers = {rows[query]["answer"] for rows in found.values() if query in rows}
        if len(answers) > 1:
            yield f"{query}: the tools do not agree: {sorted(answers)}"


def table(count, found):
    names = ("load",) + QUERIES
    yield f"{count:,} events, milliseconds:"
    yield ""
    yield "| tool | " + " | ".join(names) + " | peak memory |"
    yield "|---" * (len(names) + 2) + "|"
    for tool, rows in found.items():
        if rows:
            cells = [f"{rows[q]['ms']:.4g}" if q in rows else "" for q in names]
            yield f"| {tool} | " + " | ".join(cells) + f" | {rows.get('peak memory', {}).get('answer', '')} |"
    yield ""


def ratios(count, found):
    """Rows of what is got and what is the goal, of the sizes that the goals are for."""
    mine = found.get("ekg", {})

    def times(tool, query):
        row = found.get(tool, {}).get(query)
        return row["ms"] / mine[query]["ms"] if row and query in mine else None

    if count > MANY:
        for tool, goals in (("duckdb", (300, 12, 50, 3)), ("sqlite", (50, 50, 50, 50))):
            for query, goal in zip(QUERIES, goals):
                if (got := times(tool, query)) is not None:
                    yield f"| {query}, {tool} / ekg, {count:,} | {got:,.1f} | ≥ {goal} |"
    else:
        for query, goal in (("Q5", 20), ("Q6", 100)):
            got = [(ratio, tool) for tool in GRAPH_LIBRARIES if (ratio := times(tool, query)) is not None]
            if got:
                ratio, tool = min(got)
                yield f"| {query}, {tool} (the best of {', '.join(t for _, t in got)}) / ekg, {count:,} | {ratio:,.1f} | ≥ {goal} |"
    if "bytes an event" in mine:
        yield f"| columns and indexes, bytes an event, {count:,} | {mine['bytes an event']['answer']} | ≤ 64 |"


def record(line):
    number, first, last, actor, recipient, kind, quad, intensity, doc = map(int, line.split(","))
    day = lambda at: time.strftime("%Y-%m-%d", time.gmtime(at * 86400))
    party = lambda who: [{"id": f"en-{who:016x}", "name": f"Party {who}", "kind": "organization"}]
    return {"id": f"ev-{number:016x}", "type": f"type{kind:02}", "status": "asserted", "intensity": intensity,
            "quad": ("verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict")[quad],
            "time": {"start": day(first), "end": day(last - 1), "precision": "day"},
            "actors": party(actor), "recipients": party(recipient), "doc": f"d{doc}"}


def forget_pages(*paths):
    """The next reader finds them on the disk and not in memory."""
    os.sync()
    for path in paths:
        if os.path.exists(path):
            file = os.open(path, os.O_RDONLY)
            os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(file)


def open_cold(ekg, count, bench, folder):
    """Rows of how long a new process takes for `ekg pairs` on a store of `count` events."""
    events, lines, store = (os.path.join(folder, name) for name in ("cold.csv", "cold.jsonl", "cold.ekg"))
    subprocess.run((str(bench / "ekg-bench-events"), str(count), events), check=True)
    with open(events, encoding="ascii") as rows, open(lines, "w", encoding="ascii") as out:
        next(rows)
        out.writelines(json.dumps(record(line)) + "\n" for line in rows)
    os.remove(events)
    start = time.monotonic()
    subprocess.run((str(ekg), "build", lines, "-o", store, "--quiet"), check=True)
    print(f"{count:,} events built in {time.monotonic() - start:.0f} s", file=sys.stderr)
    os.remove(lines)
    for what, cold in (("from the disk", True), ("its pages in memory", False)):
        seconds = []
        for _ in range(5):
            if cold:
                forget_pages(store, store + "-columns")
            start = time.monotonic()
            subprocess.run((str(ekg), "pairs", store, "--limit", "20", "--format", "table"), check=True, stdout=subprocess.DEVNULL)
            seconds.append(time.monotonic() - start)
        yield f"| a new `ekg pairs` on a store of {count:,}, {what}, seconds | {min(seconds):.2f} | ≤ 0.5 |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--events", default="1000000,10000000")
    parser.add_argument("--tools", default=",".join(TOOLS))
    parser.add_argument("--modules", default=".")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--cold", type=int, default=2_000_000)
    parser.add_argument("--write", type=pathlib.Path)
    arguments = parser.parse_args()
    bench, wanted = arguments.build / "bench", arguments.tools.split(",")
    lines = [TITLE, "", f"Made by `bench/side_by_side/run.py {arguments.build} --write docs/performance.md` on {processor()}. Ten years of generated",
             "events, by day, among a fiftieth as many parties whose frequencies follow Zipf's law; the best of many runs, warm. ekg, SQLite (in",
             "memory, with indexes on pairs, parties and times), Boost's adjacency_list and the others use one thread, DuckDB and graph-tool all that there are.", "",
             "Q1 events between the two most frequent parties in 90 days · Q2 weekly counts of the most frequent one over all ten years · Q3 its",
             "partners in 90 days · Q4 the 20 busiest pairs of a year · Q5 weak components of a year, slicing included · Q6 earliest arrival.", ""]
    goals, wrong = [], []
    with tempfile.TemporaryDirectory() as folder:
        for count in map(int, arguments.events.split(",")):
            events = os.path.join(folder, "events.csv")
            subprocess.run((str(bench / "ekg-bench-events"), str(count), events), check=True)
            tools = [tool for tool in wanted if count <= MANY or tool in FOR_MANY]
            found = ask(tools, arguments.rounds, events, bench, arguments.modules)
            os.remove(events)
            lines += table(count, found)
            goals += ratios(count, found)
            wrong += disagreements(found)
        if arguments.cold:
            goals += open_cold(arguments.build / "ekg", arguments.cold, bench, folder)
    lines += ["| what | got | goal |", "|---|---|---|"] + goals
    publish(lines, None if wrong else arguments.write)
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
