#!/usr/bin/env python3
"""What ./dev check runs after the build: each check prints its findings, the last line counts them.

Usage: check.py [NAME…]   (format, tidy, headers, includes, sizes, paths, problems, docs; all of them by default)
"""
import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ROOMS = ("graph", "ingest", "export", "cli")
MAY_INCLUDE = {"graph": {"graph"}, "ingest": {"graph", "ingest"}, "export": {"graph", "export"}, "cli": set(ROOMS)}
CPP_ONLY = ("nlohmann/", "unicode/", "gumbo.h", "zstd.h", "zlib.h", "simdjson.h", "pugixml.hpp", "sqlite3.h", "openssl/")
LINE_LIMIT = 600


def git(*args):
    return subprocess.run(("git", "-C", ROOT, *args), capture_output=True, text=True).stdout


def sources(*suffixes):
    """Tracked and new files; without git, what lies in the rooms."""
    listed = git("ls-files", "--cached", "--others", "--exclude-standard").splitlines()
    if not listed:
        for room in ROOMS + ("tests", "examples", "bench", "docs"):
            for folder, _, files in os.walk(os.path.join(ROOT, room)):
                listed += [os.path.relpath(os.path.join(folder, f), ROOT) for f in files]
    return sorted(f for f in set(listed) if f.endswith(suffixes) and os.path.exists(os.path.join(ROOT, f)))


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8", errors="replace") as file:
        return file.read()


def changed(*suffixes):
    """What differs from the main branch, or, on it, what the last commit changed; the working tree counts."""
    base = git("merge-base", "HEAD", "main").strip()
    if not base or base == git("rev-parse", "HEAD").strip():
        base = git("rev-parse", "HEAD~1").strip()
    names = set(git("diff", "--name-only", base).splitlines()) if base else set()
    names |= set(git("ls-files", "--others", "--exclude-standard").splitlines())
    return [f for f in sources(*suffixes) if f in names]


def run(command):
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def in_parallel(function, items):
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return [finding for findings in pool.map(function, items) for finding in findings]


def check_format():
    """clang-format on changed files."""
    def one(path):
        bad = run(("clang-format", "--dry-run", "--Werror", path)).returncode != 0
        return [f"{path}: run clang-format -i"] if bad else []
    return in_parallel(one, [f for f in changed(".cpp", ".hpp") if f.split("/")[0] in ROOMS + ("tests", "examples")])


def check_tidy():
    """clang-tidy on changed sources of the rooms."""
    database = os.path.join(ROOT, "build/dev")
    with open(os.path.join(database, "compile_commands.json"), encoding="utf-8") as file:
        entries = json.load(file)
    known = {os.path.relpath(entry["file"], ROOT) for entry in entries}
    # GCC's precompiled headers are nothing to clang, which would stop at them.
    for entry in entries:
        entry["command"] = re.sub(r"-Winvalid-pch |-include \S*cmake_pch\.hxx ", "", entry["command"])
    database = os.path.join(database, "check", "tidy")
    os.makedirs(database, exist_ok=True)
    with open(os.path.join(database, "compile_commands.json"), "w", encoding="utf-8") as file:
        json.dump(entries, file)

    def one(path):
        result = run(("clang-tidy", "--quiet", "-p", database, path))
        return sorted(set(line for line in result.stdout.splitlines() if re.search(r"(^| )(warning|error): ", line)))
    return in_parallel(one, [f for f in changed(".cpp") if f in known and f.split("/")[0] in ROOMS])


def check_headers():
    """Each changed header compiles alone."""
    def one(path):
        command = ("g++", "-std=c++20", "-fsyntax-only", "-Wall", "-I", ROOT, "-x", "c++",
                   '-DEKG_VERSION="0"', "-include", os.path.join(ROOT, path), "/dev/null")
        result = run(command)
        return [f"{path}: does not compile alone\n{result.stderr}"] if result.returncode else []
    return in_parallel(one, [f for f in changed(".hpp") if f.split("/")[0] in ROOMS])


def check_includes():
    """graph <- ingest, export <- cli; heavy headers in .cpp only; includes from the root."""
    findings = []
    for path in sources(".cpp", ".hpp"):
        room = path.split("/")[0]
        if room not in ROOMS:
            continue
        for number, line in enumerate(read(path).splitlines(), 1):
            match = re.match(r'\s*#\s*include\s*([<"])([^>"]+)', line)
            if not match:
                continue
            quoted, name = match.group(1) == '"', match.group(2)
            first = name.split("/")[0]
            if quoted and first in ROOMS and first not in MAY_INCLUDE[room]:
                findings.append(f"{path}:{number}: {room} may not include {first}")
            if quoted and "/" not in name and not name.endswith((".def", ".inc")):
                findings.append(f'{path}:{number}: write includes from the root, not "{name}"')
            if path.endswith(".hpp") and name.startswith(CPP_ONLY):
                findings.append(f"{path}:{number}: {name} belongs in .cpp files only")
    return findings


def check_sizes():
    """Files of over 600 lines (warned of only)."""
    for path in sources(".cpp", ".hpp", ".ts", ".py"):
        lines = read(path).count("\n")
        if lines > LINE_LIMIT:
            print(f"  warning: {path}: {lines} lines; is there a wall missing?")
    return []


def check_paths():
    """No path of one machine in what is tracked."""
    forbidden = re.compile(r"(?<![\w.])/(?:work|root|home|Users)/[\w.-]+/")
    findings = []
    for path in sources(".cpp", ".hpp", ".py", ".md", ".txt", ".cmake", ".json", ".ts", ".mjs", ".sh", "dev", ".ci/run"):
        if path.endswith("package-lock.json"):
            continue
        for number, line in enumerate(read(path).splitlines(), 1):
            if forbidden.search(line):
                findings.append(f"{path}:{number}: a path of one machine: {line.strip()[:80]}")
    return findings


def check_problems():
    """Every problem code in the sources has its line in docs/problems.md, and every line there is used."""
    used = set()
    for path in sources(".cpp"):
        if path.split("/")[0] in ROOMS:
            used |= set(re.findall(r'"([a-z0-9]+(?:-[a-z0-9]+)+)",\s*Severity::', read(path)))
            used |= set(re.findall(r'\? "([a-z-]+)" : "[a-z-]+",\s*Severity::', read(path)))
            used |= set(re.findall(r'\bcode = "([a-z0-9]+(?:-[a-z0-9]+)+)"', read(path)))
            used |= set(re.findall(r'(?:problem|fail|drop|broken|report)\(\s*"([a-z0-9]+(?:-[a-z0-9]+)+)"', read(path)))
    listed = set(re.findall(r"^\| `([a-z0-9-]+)`", read("docs/problems.md"), re.M))
    return [f"docs/problems.md: no line for {code}" for code in sorted(used - listed)] + [
        f"docs/problems.md: nothing reports {code}" for code in sorted(listed - used)]


def check_docs():
    """The commands of fenced ```console blocks in README and docs run, with ekg being the one of build/dev or of $EKG_BUILD;
    the questions of docs/queries.md have answers."""
    findings = []
    build = os.environ.get("EKG_BUILD", os.path.join(ROOT, "build/dev"))
    scratch = os.path.join(build, "check")
    shutil.rmtree(scratch, ignore_errors=True)
    os.makedirs(scratch)
    shutil.copytree(os.path.join(ROOT, "examples"), os.path.join(scratch, "examples"))
    environment = dict(os.environ, PATH=build + os.pathsep + os.environ["PATH"])
    for path in sources(".md"):
        if path != "README.md" and not path.startswith("docs/"):
            continue
        for block in re.findall(r"^```console\n(.*?)^```", read(path), re.M | re.S):
            folder = scratch
            for line in block.splitlines():
                if not line.startswith("$ "):
                    continue
                if line.startswith("$ cd "):
                    folder = os.path.join(folder, line[5:])
                    continue
                result = subprocess.run(("bash", "-c", line[2:]), cwd=folder, env=environment, capture_output=True,
                                        text=True, stdin=subprocess.DEVNULL)
                if result.returncode > 1:
                    findings.append(f"{path}: `{line[2:]}` ended with {result.returncode}\n{result.stderr[-500:]}")
                asks = path == "docs/queries.md" and " -o " not in line and not line.startswith("$ ekg add ")
                if asks and not result.stdout.strip():
                    findings.append(f"{path}: `{line[2:]}` has no answer")
    return findings


CHECKS = {name[6:]: function for name, function in list(globals().items()) if name.startswith("check_")}


def main():
    names = sys.argv[1:] or list(CHECKS)
    passed = 0
    for name in names:
        print(f"{name}: {CHECKS[name].__doc__}", flush=True)
        findings = CHECKS[name]()
        for finding in findings:
            print("  " + finding)
        passed += not findings
    print(f"checks: {passed} passed, {len(names) - passed} failed")
    return 0 if passed == len(names) else 1


if __name__ == "__main__":
    sys.exit(main())
