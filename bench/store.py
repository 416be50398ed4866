#!/usr/bin/env python3
"""Measure how fast event records become a store, beside the sqlite3 shell, and write "The store" of docs/performance.md.

usage: store.py RELEASE_BUILD [--rows 1000000 …] [--runs 3] [--no-import] [--keep FOLDER] [--write FILE]

Makes ROWS event records (JSON lines, deterministic), builds a new store of them with ekg, and lets the sqlite3 shell .import the
rows of that very store, dumped as CSV, into the same empty tables with the same indexes, without journal and sync as ekg does. The shell
need not parse JSON, hash, resolve or encode; its blobs come as text of the same length. Then one article is added to the store. In
turn, the best of RUNS counts. Other sections of FILE stay as they are.
"""
import argparse, csv, json, os, pathlib, random, shutil, sqlite3, subprocess, sys, tempfile, time

from report import processor, publish

TITLE = "## The store"
ARTICLE = """Norway's foreign minister met a delegation from Chad in Oslo on Tuesday. The two states signed an agreement on trade.
Protesters blocked a road near the port of Lima on Monday, police said.
"""
STATES = [("United States", "USA"), ("Russia", "RUS"), ("China", "CHN"), ("Ukraine", "UKR"), ("Germany", "DEU"), ("France", "FRA"), ("India", "IND"),
          ("Pakistan", "PAK"), ("Iran", "IRN"), ("Iraq", "IRQ"), ("Syria", "SYR"), ("Israel", "ISR"), ("Turkey", "TUR"), ("Egypt", "EGY"),
          ("Kenya", "KEN"), ("Nigeria", "NGA"), ("South Africa", "ZAF"), ("Brazil", "BRA"), ("Mexico", "MEX"), ("Japan", "JPN"),
          ("Poland", "POL"), ("Italy", "ITA"), ("Spain", "ESP"), ("Sweden", "SWE"), ("Norway", "NOR"), ("Mali", "MLI"), ("Chad", "TCD"), ("Peru", "PER")]
TYPES = "meeting appeal statement accusation rejection demand threat agreement sanction protest assault clash deployment arrest release aid".split()
GIVEN = "Anna Boris Carla David Elena Farid Greta Hassan Ilse Juan Karel Lucia Marko Nadia Omar Petra Rashid Sofia Tomas Vera".split()
LEFT, RIGHT = "An Bel Cor Dar El Fen Gor Hal Is Jor Kal Lor Mar Nor Ol".split(), "wick den ley mann ova sen ard ini escu ez".split()
BODIES = "police rebels protesters army parliament miners teachers".split()
TOWNS = ["Oslo", "Lima", "Nairobi", "Kyiv", "Kharkiv", "Aleppo", "Mosul", "Gao", "Brasmar", "Teldo", "Upper Fenwick", "Marley"]
VERBS = "met,appealed to,spoke about,accused,contradicted,demanded more of,threatened,signed an agreement with,put sanctions on,protested against,attacked,fought,sent soldiers against,arrested,released,helped".split(",")


def records(count):
    """Four to an article; every twelfth is told again by another article, in other words."""
    chance = random.Random(5)
    pick = chance.random
    last = None
    for number in range(count):
        day = f"{2005 + int(pick() * 20)}-{1 + int(pick() * 12):02}-{1 + int(pick() * 28):02}"
        sides = []
        for _ in range(2):
            state, code = STATES[int(pick() * len(STATES))]
            kind = pick()
            if kind < 0.4:
                sides.append({"name": state, "kind": "country", "country": code, "mention": state})
            elif kind < 0.7:
                name = f"{GIVEN[int(pick() * 20)]} {LEFT[int(pick() * 15)]}{RIGHT[int(pick() * 10)]}"
                sides.append({"name": name, "kind": "person", "country": code, "mention": f"President {name}"})
            else:
                name = f"{state} {BODIES[int(pick() * len(BODIES))]}"
                sides.append({"name": name, "kind": "group", "country": code, "mention": name})
        what = int(pick() * len(TYPES))
        told = {"type": TYPES[what], "time": {"start": day, "end": day, "precision": "day", "text": "on Monday"},
                "actors": sides[:1], "recipients": sides[1:], "status": "reported" if pick() < 0.3 else "asserted"}
        if pick() < 0.5:
            told["places"] = [{"name": TOWNS[int(pick() * len(TOWNS))]}]
        if pick() < 0.1:
            told["quantities"] = [{"value": int(pick() * 900) + 2, "of": "people", "text": "people"}]
        if last is not None and number % 12 == 11:
            told = last
        last = dict(told)
        sentence = f"{told['actors'][0]['mention']} {VERBS[TYPES.index(told['type'])]} {told['recipients'][0]['name']} on Monday, report {number % 977}."
        told = dict(told, doc=f"article-{number // 4:08}", sentence=number % 4, span=[0, len(sentence)], trigger=[10, 16], text=sentence,
                    confidence=round(0.4 + pick() * 0.5, 2))
        yield json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def write_records(path, count):
    with open(path, "w", encoding="utf-8") as out:
        for record in records(count):
            out.write(record + "\n")


def timed(command, **options):
    """Seconds, those of all processors, and peak resident memory in MB."""
    start = time.monotonic()
    child = subprocess.Popen([str(c) for c in command], stderr=subprocess.PIPE, text=True, **options)
    err = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        sys.exit(f"{command[0]} failed: {err}")
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def dump(store, folder):
    """The rows of every table as CSV, and the script that imports them into the same tables."""
    printable = bytes.maketrans(bytes(range(256)), bytes(48 + i % 43 for i in range(256)))
    database = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
    schema = database.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql NOT NULL AND name NOT LIKE 'sqlite_%' AND "
                              "name NOT LIKE 'mention_text_%' ORDER BY type = 'table' DESC, rowid").fetchall()
    script = ["PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536;"]
    script += [sql + ";" for _, _, sql in schema]
    imports = []
    for kind, name, _ in schema:
        if kind != "table" or name == "mention_text":
            continue
        path = pathlib.Path(folder) / f"{name}.csv"
        with open(path, "w", newline="", encoding="utf-8") as out:
            rows = csv.writer(out, lineterminator="\n")
            for row in database.execute(f"SELECT * FROM {name}"):
                rows.writerow([value.translate(printable).decode() if isinstance(value, bytes) else value for value in row])
        imports.append(f".import --csv {path} {name}")
    database.close()
    script += ["BEGIN;", *imports, "INSERT INTO mention_text(mention_text) VALUES('rebuild');", "COMMIT;"]
    path = pathlib.Path(folder) / "import.sql"
    path.write_text("\n".join(script) + "\n", encoding="utf-8")
    return path


def measure(ekg, folder, rows, runs, with_import):
    """Rows of the table."""
    source, store, other = (folder / name for name in ("records.jsonl", "new.ekg", "imported.db"))
    write_records(source, rows)
    best, script = {}, None

    def note(tool, done):
        best[tool] = min(done, best.get(tool, done))
        print(f"{rows:,} {tool}: {done[0]:.2f} s, {done[1]:.2f} s of processors, {done[2]:.0f} MB", file=sys.stderr, flush=True)

    def fresh(path):
        for end in ("", "-wal", "-shm", "-columns"):
            path.with_name(path.name + end).unlink(missing_ok=True)

    for _ in range(runs):
        fresh(store)
        note("`ekg build`", timed((ekg, "build", source, "-o", store)))
        if with_import:
            script = script or dump(store, folder)
            fresh(other)
            with open(script, encoding="utf-8") as commands:
                note("sqlite3 `.import`", timed(("sqlite3", other), stdin=commands, stdout=subprocess.DEVNULL))
    with sqlite3.connect(store) as database:
        counts = ", ".join(f"{database.execute(f'SELECT count(*) FROM {table}').fetchone()[0]:,} {table}"
                           for table in ("documents", "entities", "events", "mentions"))
        assert database.execute("PRAGMA quick_check").fetchone() == ("ok",)
    database.close()
    for run in range(runs):
        article = folder / f"article-{run}.txt"
        article.write_text(ARTICLE.replace("Tuesday", ("Tuesday", "Wednesday", "Thursday", "Friday", "Sunday")[run % 5]), encoding="utf-8")
        note("`ekg add`, one article", timed((ekg, "add", store, article, "--published", "2024-05-22")))
    size = source.stat().st_size / 1e6
    shell = best.get("sqlite3 `.import`", (None,))[0]
    for tool, (seconds, processors, memory) in best.items():
        ratio = f"{shell / seconds:.2f}" if shell and "article" not in tool else ""
        yield f"| {rows:,} ({size:,.0f} MB; {counts}) | {tool} | {seconds:.2f} | {processors:.2f} | {memory:,.0f} | {ratio} |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--no-import", action="store_true", help="without the sqlite3 shell")
    parser.add_argument("--keep", type=pathlib.Path, help="work in this folder and leave everything there")
    parser.add_argument("--write", type=pathlib.Path)
    arguments = parser.parse_args()
    with_import = not arguments.no_import and shutil.which("sqlite3") is not None
    lines = [TITLE, "", f"Made by `bench/store.py {arguments.build} --write docs/performance.md` on {processor()}. The best of {arguments.runs} runs. `ekg build` reads event",
             "records (JSON lines), resolves them and writes a new store; the sqlite3 shell gets the rows of that store as CSV and puts them into",
             "the same tables with the same indexes. \"× sqlite3\" is the shell's time by this one's.", "", "| records | | seconds | of processors | peak memory, MB | × sqlite3 |", "|---|---|---|---|---|---|"]
    for rows in arguments.rows:
        with tempfile.TemporaryDirectory() as temporary:
            folder = arguments.keep or pathlib.Path(temporary)
            folder.mkdir(parents=True, exist_ok=True)
            lines += measure(arguments.build / "ekg", folder, rows, arguments.runs, with_import)
    publish(lines, arguments.write)


if __name__ == "__main__":
    main()
