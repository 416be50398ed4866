#!/usr/bin/env python3
"""Measure what writing and reading a graph costs beside other tools, and write the section "Writing" of docs/performance.md.

usage: writing.py RELEASE_BUILD [--write FILE] [--edges N] [--runs N]     e.g. build/release, configured with -DEKG_BENCH=ON

CPU seconds, edges with six attributes. networkx writes a tenth of the edges (it would take minutes) and is counted by the edge.
"""
import argparse, json, pathlib, subprocess, sys, tempfile

from report import processor, publish

HERE = pathlib.Path(__file__).parent / "side_by_side"
TITLE = "## Writing"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--write", type=pathlib.Path)
    parser.add_argument("--edges", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=1, help="of each the best of so many")
    arguments = parser.parse_args()
    edges, tenth = arguments.edges, arguments.edges // 10
    rows = {}

    def run(name, *command):
        for _ in range(arguments.runs):
            done = subprocess.run([str(c) for c in command], capture_output=True, text=True, check=True)
            row = json.loads(done.stdout)
            if name not in rows or row["cpu_s"] < rows[name]["cpu_s"]:
                rows[name] = row
        print(rows[name], file=sys.stderr)

    memory_files = "/dev/shm" if pathlib.Path("/dev/shm").is_dir() else None  # the disk is not what is measured
    with tempfile.TemporaryDirectory(dir=memory_files) as folder:
        path = lambda name: pathlib.Path(folder) / name
        mine = arguments.build / "bench/ekg-bench-write"
        for form in ("graphml", "gexf", "node-link", "jsonl"):
            run(f"ekg {form}", mine, f"ekg-{form}", edges, path(form))
            run(f"ekg {form} small", mine, f"ekg-{form}", tenth, path("small"))
        run("fwrite", mine, "fwrite", edges, path("graphml"))
        run("Boost graphml", mine, "boost-graphml", edges, path("boost"))
        run("nlohmann node-link", mine, "nlohmann-node-link", edges, path("nlohmann"))
        run("igraph graphml", "/usr/bin/python3", HERE / "write_python.py", "igraph", "graphml", edges, path("igraph"))
        for form in ("graphml", "gexf"):
            run(f"networkx {form}", "/usr/bin/python3", HERE / "write_python.py", "networkx", form, tenth, path("networkx"))
            rows[f"networkx {form}"]["cpu_s"] *= 10
        run("read jsonl", mine, "read-jsonl", edges, path("jsonl"))
        run("nlohmann read", mine, "nlohmann-read", edges, path("jsonl"))

    def times(slow, fast):
        return rows[slow]["cpu_s"] / rows[fast]["cpu_s"]

    lines = [TITLE, "", f"Made by `bench/writing.py {arguments.build} --write docs/performance.md` on {processor()}: {edges:,} edges with six attributes,",
             f"CPU seconds, the best of {arguments.runs}, files in memory. networkx wrote a tenth and is counted by the edge. Memory: how much more than before was in use at",
             "the peak while writing.", "",
             "| what | CPU s | MB | MB/s | memory, MB (a tenth of the edges) |", "|---|---|---|---|---|"]
    for name, row in rows.items():
        if name.endswith("small"):
            continue
        size = row["bytes"] / 1e6 * (10 if name.startswith("networkx") else 1)
        memory = f"{row['grew_mb']:.1f} ({rows[name + ' small']['grew_mb']:.1f})" if name + " small" in rows else ""
        lines.append(f"| {name} | {row['cpu_s']:.2f} | {size:.0f} | {size / row['cpu_s']:.0f} | {memory} |")
    lines += ["", "| ratio of CPU seconds | got | goal |", "|---|---|---|"]
    for label, slow, fast, goal in (("GraphML, igraph / ekg", "igraph graphml", "ekg graphml", "≥ 4"), ("GraphML, Boost / ekg", "Boost graphml", "ekg graphml", "≥ 4.5"),
                                    ("GraphML, networkx / ekg", "networkx graphml", "ekg graphml", "≥ 40"), ("GraphML, ekg / fwrite", "ekg graphml", "fwrite", "≤ 6"),
                                    ("GEXF, networkx / ekg", "networkx gexf", "ekg gexf", "≥ 40"), ("node-link, nlohmann / ekg", "nlohmann node-link", "ekg node-link", "≥ 10"),
                                    ("reading JSONL, nlohmann's DOM / ekg", "nlohmann read", "read jsonl", "≥ 10")):
        lines.append(f"| {label} | {times(slow, fast):.1f} | {goal} |")
    publish(lines, arguments.write)


if __name__ == "__main__":
    main()
