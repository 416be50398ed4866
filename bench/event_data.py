#!/usr/bin/env python3
"""Measure how fast event data becomes a graph, beside DuckDB and the sqlite3 shell, and write "Event data" of docs/performance.md.

usage: event_data.py RELEASE_BUILD [--rows 1000000 10000000] [--formats petrarch,gdelt] [--modules NODE_MODULES_PARENT] [--runs 3] [--write FILE]

RELEASE_BUILD is configured with -DEKG_BENCH=ON. The files are made by coded_rows.py: petrarch has 8 columns, gdelt the 58 of 1.0. ekg
reads, checks, resolves the names, merges what is told twice, sorts and indexes; the others put the columns into a table without an
index. Each runs three times unless told, in turn; the best counts. Without --modules DuckDB (npm install @duckdb/node-api) is left out. Other
sections of FILE stay as they are.
"""
import argparse, json, os, pathlib, shutil, subprocess, sys, tempfile, time

from report import processor, publish

ROOT = pathlib.Path(__file__).parents[1]
HERE = ROOT / "bench/side_by_side"
TITLE = "## Event data"


def run(command):
    """Seconds as the program says, else of the whole program; peak resident memory in MB."""
    start = time.monotonic()
    child = subprocess.Popen([str(c) for c in command], stdout=subprocess.PIPE, text=True)
    out = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{command[0]} failed")
    told = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
    seconds = told[0]["ms"] / 1000 if told else time.monotonic() - start
    return seconds, usage.ru_maxrss / 1024, told[0]["answer"] if told else ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--formats", default="petrarch,gdelt")
    parser.add_argument("--modules")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--write", type=pathlib.Path)
    arguments = parser.parse_args()
    lines = [TITLE, "", f"Made by `bench/event_data.py {arguments.build} --write docs/performance.md` on {processor()}. The best of {arguments.runs} runs.",
             "`ekg` is the whole way to a graph: read, names resolved, events told twice merged, sorted by time and indexed by party; documents",
             "and the order of ids are found, and records decoded, when somebody asks. `ekg, read` makes a record of every row, as for formats",
             "without a fast lane, and throws it away. DuckDB and sqlite3 put the columns into a table without an index. \"× DuckDB\" is DuckDB's",
             "time by this one's.", "",
             "| format | rows | tool | seconds | rows/s | MB/s | peak memory, MB | × DuckDB |", "|---|---|---|---|---|---|---|---|"]
    for kind in arguments.formats.split(","):
        for rows in arguments.rows:
            with tempfile.TemporaryDirectory() as folder:
                path = pathlib.Path(folder) / "events.tsv"
                with open(path, "wb") as out:
                    subprocess.run((sys.executable, ROOT / "bench/coded_rows.py", kind, str(rows)), stdout=out, check=True)
                size = path.stat().st_size
                load = arguments.build / "bench/ekg-bench-load"
                tools = {"ekg": (load, path), "ekg, read": (load, path, kind)}
                if arguments.modules:
                    tools["DuckDB"] = ("node", HERE / "load_duckdb.mjs", path, os.path.abspath(arguments.modules))
                if shutil.which("sqlite3"):
                    width = len(path.open(encoding="utf-8").readline().split("\t"))
                    table = "create table e (" + ", ".join(f"c{i}" for i in range(width)) + ")"
                    tools["sqlite3"] = ("sqlite3", ":memory:", table, ".mode ascii", '.separator "\\t" "\\n"', f".import {path} e", "select count(*) from e")
                best = {}
                for _ in range(arguments.runs):
                    for tool, command in tools.items():
                        done = run(command)
                        if tool not in best or done < best[tool]:
                            best[tool] = done
                for tool, (seconds, memory, answer) in best.items():
                    ratio = f"{best['DuckDB'][0] / seconds:.2f}" if "DuckDB" in best else ""
                    lines.append(f"| {kind} | {rows:,} | {tool} | {seconds:.2f} | {rows / seconds:,.0f} | {size / 1e6 / seconds:.0f} | {memory:.0f} | {ratio} |")
                    print(lines[-1], answer, file=sys.stderr, flush=True)
    publish(lines, arguments.write)


main()
