#!/usr/bin/env python3
"""Measure the English reader and write the section "Reading text" of docs/performance.md.

usage: performance.py RELEASE_BUILD [--write FILE]     e.g. build/release, configured with -DEKG_BENCH=ON

Runs bench/reader_bench, and `ekg parse` and `ekg extract` on one article of 0.5 MB and one of 5 MB (the project's own test
articles repeated) for time and peak memory. Other sections of FILE stay as they are.
"""
import argparse, json, os, pathlib, subprocess, sys, tempfile, time

from report import processor, publish

ROOT = pathlib.Path(__file__).parents[1]
TITLE = "## Reading text"


def article(size):
    once = "\n\n".join((ROOT / f"tests/quality/articles/{n}.txt").read_text(encoding="utf-8") for n in ("rail-strike", "reef-standoff", "sudan-ceasefire"))
    return (once + "\n\n") * (size // len(once.encode()) + 1)


def timed(*command):
    """Seconds and peak resident memory in MB."""
    start = time.monotonic()
    child = subprocess.Popen([str(c) for c in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        sys.exit(f"{command[0]} failed")
    return time.monotonic() - start, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--write", type=pathlib.Path)
    arguments = parser.parse_args()
    done = subprocess.run([arguments.build / "bench/reader_bench", "--benchmark_format=json"], capture_output=True, text=True, check=True)
    rows = [row for row in json.loads(done.stdout)["benchmarks"] if row.get("run_type") != "aggregate"]
    lines = [TITLE, "", f"Made by `bench/performance.py {arguments.build} --write docs/performance.md` on {processor()}; 20,000 tokens of our own articles.",
             "Stages on the fastest path and one thread; the output is the same on every path and number of threads.", "",
             "| what | ms | tokens/s |", "|---|---|---|"]
    for row in rows:
        name = row["name"].replace("/real_time", "").replace("/threads:1", ", one thread").replace("/threads:2", ", two threads").replace("/", ": ")
        rate = f"{row['tokens/s']:,.0f}" if "tokens/s" in row else ""
        lines.append(f"| {name} | {row['real_time']:.2f} | {rate} |")
    lines += ["", "Whole program, one article (with `--jobs 1`): time grows with the text, not faster.", "",
              "| command | article | seconds | MB a second | peak memory, MB |", "|---|---|---|---|---|"]
    with tempfile.TemporaryDirectory() as folder:
        for verb in ("parse", "extract"):
            for size in (500_000, 5_000_000):
                path = pathlib.Path(folder) / f"{size}.txt"
                path.write_text(article(size), encoding="utf-8")
                seconds, memory = timed(arguments.build / "ekg", verb, path, "--jobs", "1", "--published", "2025-06-12")
                lines.append(f"| `ekg {verb}` | {size / 1e6:.1f} MB | {seconds:.1f} | {size / 1e6 / seconds:.2f} | {memory:.0f} |")
    publish(lines, arguments.write)


if __name__ == "__main__":
    main()
