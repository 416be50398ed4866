#!/usr/bin/env python3
"""What a store promises: shards and merges give one graph, nothing is counted twice, a program that dies loses no more
than its last batch.

Usage: test_store.py EKG SHIM [--full] [--articles-from FOLDER…] [unittest arguments]
  --full           (or EKG_FULL_SIZE=1) 1,000 articles in shards, 200 kills, every write fails once
  --articles-from  these too, in the test of shards; a folder that is not there is left out and said
"""
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from articles import article  # noqa: E402

EKG, SHIM = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
FULL = "--full" in sys.argv or os.environ.get("EKG_FULL_SIZE", "0") != "0"
MORE = []
if "--articles-from" in sys.argv:
    at = sys.argv.index("--articles-from")
    folders = [a for a in sys.argv[at + 1:] if not a.startswith("-")]
    del sys.argv[at:at + 1 + len(folders)]
    for folder in folders:
        if os.path.isdir(folder):
            MORE.append(os.path.abspath(folder))
        else:
            print(f"skipped, for it is not there: {folder}", file=sys.stderr)


def jsonl(numbers):
    return "".join(json.dumps({"id": i, "text": text, "published": day}) + "\n" for i, text, day in map(article, numbers))


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, content):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(content)
        return name

    def articles(self, name, numbers):
        return self.write(name, jsonl(numbers))

    def run_ekg(self, *args, **env):
        result = subprocess.run((EKG, *args), cwd=self.folder, capture_output=True, timeout=600,
                                env=os.environ | env)
        return result.returncode, result.stderr.decode()

    def ekg(self, *args):
        status, err = self.run_ekg(*args)
        self.assertIn(status, (0, 1), err)
        return err

    def graph(self, store):
        """The native JSON, and on the way: is the file whole?"""
        with sqlite3.connect(self.path(store)) as database:
            self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            database.execute("INSERT INTO mention_text(mention_text, rank) VALUES('integrity-check', 1)")
        database.close()
        self.ekg("export", store, "-o", "exported.json")
        with open(self.path("exported.json"), "rb") as file:
            return file.read()

    def built(self, *inputs):
        self.ekg("build", *inputs, "-o", "built.json")
        with open(self.path("built.json"), "rb") as file:
            return file.read()


class Shards(Case):
    def test_any_shards_in_any_order_merge_to_the_same_bytes(self):
        numbers = list(range(1000 if FULL else 40))
        files = [self.articles(f"all/{n}.jsonl", [n]) for n in numbers]
        for folder in MORE:
            files += sorted(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".txt"))
        expected = self.built(*files)
        dice = random.Random(3)
        for ways in (1, 2, 7, 50) if FULL else (1, 2, 7):
            dice.shuffle(files)
            shards = []
            for i in range(ways):
                shards.append(f"shard{i}.ekg")
                self.ekg("build", *files[i::ways], "-o", shards[-1])
            dice.shuffle(shards)
            self.ekg("merge", *shards, "-o", "merged.ekg")
            self.assertEqual(self.graph("merged.ekg"), expected, f"{ways} ways")
            # Added one to the other instead.
            if ways == 7:
                for shard in shards[1:]:
                    self.ekg("add", shards[0], shard)
                self.assertEqual(self.graph(shards[0]), expected)

    def test_shards_that_overlap_count_nothing_twice(self):
        self.articles("a.jsonl", range(12)), self.articles("b.jsonl", range(6, 20)), self.articles("all.jsonl", range(20))
        self.ekg("build", "a.jsonl", "-o", "a.ekg")
        self.ekg("build", "b.jsonl", "-o", "b.ekg")
        self.ekg("merge", "a.ekg", "b.ekg", "-o", "c.ekg")
        self.assertEqual(self.graph("c.ekg"), self.built("all.jsonl"))


class Adding(Case):
    def test_the_same_folder_twice_changes_no_byte(self):
        for n in range(8):
            self.articles(f"in/{n}.jsonl", [n])
        self.ekg("add", "s.ekg", "in")
        once = self.graph("s.ekg")
        self.assertEqual(once, self.built("in"))
        self.assertIn("8 known already", self.ekg("add", "s.ekg", "in"))
        self.assertEqual(self.graph("s.ekg"), once)

    def test_event_records_and_graphs_are_added_as_a_build_reads_them(self):
        self.articles("a.jsonl", range(6)), self.articles("b.jsonl", range(6, 9))
        self.ekg("extract", "a.jsonl", "-o", "events.jsonl")
        self.ekg("build", "b.jsonl", "-o", "graph.json")
        self.ekg("add", "s.ekg", "events.jsonl")
        self.assertEqual(self.graph("s.ekg"), self.built("events.jsonl"))
        self.ekg("add", "s.ekg", "graph.json", "events.jsonl")
        self.assertEqual(self.graph("s.ekg"), self.built("events.jsonl", "graph.json"))
        self.ekg("build", "graph.json", "-o", "g.ekg")
        self.assertEqual(self.graph("g.ekg"), self.built("graph.json"))

    def test_a_store_may_be_any_input(self):
        self.articles("a.jsonl", range(6)), self.articles("b.jsonl", range(6, 9))
        self.ekg("add", "s.ekg", "a.jsonl")
        self.assertEqual(self.built("s.ekg", "b.jsonl"), self.built("a.jsonl", "b.jsonl"))

    def test_a_part_of_a_graph_can_be_a_store(self):
        self.articles("a.jsonl", range(20))
        self.ekg("build", "a.jsonl", "-o", "s.ekg")
        self.ekg("export", "s.ekg", "--from", "2024-05-03", "--to", "2024-05-09", "-o", "part.ekg", "-o", "part.json")
        with open(self.path("part.json"), "rb") as file:
            self.assertEqual(self.graph("part.ekg"), file.read())

    def test_readers_do_not_disturb_and_see_whole_batches(self):
        self.articles("a.jsonl", range(10)), self.articles("b.jsonl", range(10, 60))
        self.ekg("add", "s.ekg", "a.jsonl")
        reader = sqlite3.connect(f"file:{self.path('s.ekg')}?mode=ro", uri=True, isolation_level=None)
        self.addCleanup(reader.close)
        reader.execute("BEGIN")
        events = reader.execute("SELECT count(*) FROM v_events").fetchone()
        self.ekg("add", "s.ekg", "b.jsonl")
        self.assertEqual(reader.execute("SELECT count(*) FROM v_events").fetchone(), events)
        reader.execute("COMMIT")
        self.assertGreater(reader.execute("SELECT count(*) FROM v_events").fetchone(), events)
        self.assertEqual(self.graph("s.ekg"), self.built("a.jsonl", "b.jsonl"))

    def test_a_build_can_be_added_to_while_it_is_read(self):
        self.articles("a.jsonl", range(3)), self.articles("b.jsonl", range(3, 6))
        self.ekg("build", "a.jsonl", "-o", "s.ekg")
        self.ekg("export", "s.ekg", "-o", "t.ekg")
        for name in ("s.ekg", "t.ekg"):
            reader = sqlite3.connect(f"file:{self.path(name)}?mode=ro", uri=True, isolation_level=None)
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM v_events").fetchone()
            self.ekg("add", name, "b.jsonl")
            reader.close()

    def test_a_store_can_be_read_where_nobody_may_write(self):
        self.articles("a.jsonl", range(3))
        os.makedirs(self.path("d"))
        self.ekg("build", "a.jsonl", "-o", "d/s.ekg")
        os.chmod(self.path("d/s.ekg"), 0o444), os.chmod(self.path("d"), 0o555)
        self.addCleanup(os.chmod, self.path("d"), 0o755)
        self.ekg("export", "d/s.ekg", "-o", "x.json")
        self.assertEqual(os.listdir(self.path("d")), ["s.ekg"])

    def test_what_is_no_store_is_left_alone(self):
        self.write("text.ekg", "not a store, and long enough to be looked at" * 20)
        before = os.stat(self.path("text.ekg")).st_mtime_ns
        self.articles("a.jsonl", [1])
        with sqlite3.connect(self.path("other.ekg")) as other:
            other.execute("CREATE TABLE mine(x)")
        other.close()
        for name in ("text.ekg", "other.ekg"):
            self.assertEqual(self.run_ekg("add", name, "a.jsonl")[0], 2)
            self.assertEqual(self.run_ekg("remove", name, "d")[0], 2)
            self.assertEqual(self.run_ekg("merge", name, "-o", "c.ekg")[0], 2)
        self.assertEqual(os.stat(self.path("text.ekg")).st_mtime_ns, before)
        self.assertFalse(os.path.exists(self.path("c.ekg")))


class Deciding(Case):
    def setUp(self):
        super().setUp()
        texts = ["Tomas Reeve met Karel Dust in Oslo on Monday.", "Tomas Rieve accused Norway on Tuesday.",
                 "Tamara Reeve thanked Norway on Tuesday.", "Reeve criticized Chad on Friday."]
        self.write("a.jsonl", "".join(json.dumps({"id": f"d{i}", "text": text, "published": "2024-05-11"}) + "\n"
                                      for i, text in enumerate(texts)))
        self.ekg("build", "a.jsonl", "-o", "s.ekg")

    def persons(self, store):
        with sqlite3.connect(self.path(store)) as database:
            rows = database.execute("SELECT name, (SELECT group_concat(alias, '|') FROM aliases WHERE entity = row) "
                                    "FROM entities WHERE kind = 'person' ORDER BY name").fetchall()
        database.close()
        return rows

    def test_a_name_that_fits_two_stays_apart_and_says_so(self):
        listed = subprocess.run((EKG, "actors", "s.ekg", "--ambiguous", "--format", "jsonl"), cwd=self.folder,
                                capture_output=True, check=True).stdout.decode()
        rows = [json.loads(line) for line in listed.splitlines()]
        self.assertEqual([(row["name"], row["candidate"]) for row in rows],
                         [("Reeve", "Tomas Reeve"), ("Reeve", "Tamara Reeve")])

    def test_decisions_win_and_stay_whatever_is_added_or_merged(self):
        self.assertEqual([name for name, _ in self.persons("s.ekg")], ["Karel Dust", "Reeve", "Tamara Reeve", "Tomas Reeve"])
        self.ekg("same", "s.ekg", "Reeve", "Tamara Reeve")
        self.ekg("different", "s.ekg", "Tomas Reeve", "Tomas Rieve")
        expected = [("Karel Dust", None), ("Tamara Reeve", "Reeve"), ("Tomas Reeve", None), ("Tomas Rieve", None)]
        self.assertEqual(self.persons("s.ekg"), expected)
        whole = self.graph("s.ekg")
        self.ekg("add", "s.ekg", "a.jsonl")
        self.assertEqual(self.graph("s.ekg"), whole)
        self.ekg("build", "a.jsonl", "-o", "t.ekg")
        for order in (("s.ekg", "t.ekg"), ("t.ekg", "s.ekg")):
            self.ekg("merge", *order, "-o", "m.ekg")
            self.assertEqual(self.graph("m.ekg"), whole)
        self.ekg("add", "t.ekg", "s.ekg")
        self.assertEqual(self.graph("t.ekg"), whole)
        # The last word on a pair counts.
        self.ekg("same", "s.ekg", "Tomas Reeve", "Tomas Rieve")
        self.assertEqual(len(self.persons("s.ekg")), 3)

    def test_what_cannot_be_decided_changes_nothing(self):
        whole = self.graph("s.ekg")
        for decision in (("same", "Reeve", "nobody at all"), ("different", "Tomas Reeve", "tomas reeve"),
                         ("same", "Reeve", "Reeve")):
            self.assertEqual(self.run_ekg(decision[0], "s.ekg", *decision[1:])[0], 2)
        self.assertEqual(self.graph("s.ekg"), whole)

    def test_the_users_own_list_comes_before_all_that_is_found_out(self):
        self.write("who.csv", 'id,name,aliases,kind,country,wikidata\nr1,"Reeve, Tamara",Tamara Reeve|Reeve,person,,Q42\n'
                              "r2,Nobody,,king,,\n")
        status, err = self.run_ekg("build", "a.jsonl", "--authority", "who.csv", "-o", "w.ekg", "-o", "w.json")
        self.assertEqual(status, 1)
        self.assertIn("who.csv:3: error: unknown kind: king [authority-row]", err)
        self.assertIn(("Reeve, Tamara", "Reeve|Tamara Reeve"), self.persons("w.ekg"))
        with open(self.path("w.json"), "rb") as file:
            whole = file.read()
        self.assertIn(b"Q42", whole)
        self.assertEqual(self.graph("w.ekg"), whole)
        # Kept in the store, and the same when it comes later.
        self.ekg("add", "s.ekg", "a.jsonl", "--authority", "who.csv")
        self.assertEqual(self.graph("s.ekg"), whole)
        self.write("who.jsonl", '{"id": "r1", "name": "Reeve, Tamara", "aliases": ["Tamara Reeve", "Reeve"], "kind": "person", '
                                '"wikidata": "Q42"}\n')
        self.ekg("build", "a.jsonl", "--authority", "who.jsonl", "-o", "j.ekg")
        self.assertEqual(self.graph("j.ekg"), whole)


class Forgetting(Case):
    def test_a_build_does_not_throw_decisions_away(self):
        self.write("a.jsonl", '{"type":"clash","actors":[{"name":"Ana"}],"recipients":[{"name":"Bo"}]}\n')
        self.ekg("build", "a.jsonl", "-o", "a.ekg")
        self.ekg("build", "a.jsonl", "-o", "a.ekg")  # nothing was decided: the graph can be made again
        self.ekg("same", "a.ekg", "Ana", "Bo")
        refused = subprocess.run((EKG, "build", "a.jsonl", "-o", "a.ekg"), cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(refused.returncode, 2)
        self.assertIn("keeps decisions", refused.stderr)


class Removing(Case):
    def test_what_is_left_is_a_build_without_it(self):
        numbers = list(range(24))
        self.articles("all.jsonl", numbers)
        self.ekg("build", "all.jsonl", "-o", "s.ekg")
        dice = random.Random(5)
        while len(numbers) > 3:
            gone = dice.sample(numbers, min(len(numbers) - 2, dice.randint(1, 9)))
            numbers = [n for n in numbers if n not in gone]
            self.ekg("remove", "s.ekg", *(article(n)[0] for n in gone))
            self.articles("left.jsonl", numbers)
            self.assertEqual(self.graph("s.ekg"), self.built("left.jsonl"))

    def test_an_unknown_document_is_a_problem_and_the_others_go(self):
        self.articles("a.jsonl", range(4)), self.articles("b.jsonl", range(3))
        self.ekg("build", "a.jsonl", "-o", "s.ekg")
        status, err = self.run_ekg("remove", "s.ekg", "nobody", article(3)[0])
        self.assertEqual(status, 1)
        self.assertIn("[unknown-document]", err)
        self.assertEqual(self.graph("s.ekg"), self.built("b.jsonl"))


class Dying(Case):
    def setUp(self):
        super().setUp()
        for n in range(20):
            self.articles(f"in/{n:02}.jsonl", [n])
        self.articles("first.jsonl", [100, 101])
        self.ekg("add", "first.ekg", "first.jsonl")
        shutil.copy(self.path("first.ekg"), self.path("whole.ekg"))
        start = time.monotonic()
        self.ekg("add", "whole.ekg", "in")
        self.seconds = time.monotonic() - start
        self.expected = self.graph("whole.ekg")
        self.assertEqual(self.expected, self.built("first.jsonl", "in"))

    def fresh(self):
        for name in os.listdir(self.folder):
            if name.startswith("s.ekg"):
                os.remove(self.path(name))
        shutil.copy(self.path("first.ekg"), self.path("s.ekg"))

    def ends_well(self, what):
        with self.subTest(what):
            # As it was left: what was committed is whole. In a copy, so that it is ekg that takes up the log.
            for name in [name for name in os.listdir(self.folder) if name.startswith("s.ekg")]:
                shutil.copy(self.path(name), self.path(name.replace("s.ekg", "left.ekg", 1)))
            with sqlite3.connect(self.path("left.ekg")) as left:
                self.assertEqual(left.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            left.close()
            for name in [name for name in os.listdir(self.folder) if name.startswith("left.ekg")]:
                os.remove(self.path(name))
            self.ekg("add", "s.ekg", "in")
            self.assertEqual(self.graph("s.ekg"), self.expected)

    def test_killed_at_any_moment_it_goes_on_where_it_was(self):
        dice = random.Random(11)
        for kill in range(200 if FULL else 4):
            self.fresh()
            process = subprocess.Popen((EKG, "add", "s.ekg", "in", "--batch", "8"), cwd=self.folder,
                                       stderr=subprocess.DEVNULL)
            time.sleep(dice.random() * self.seconds)
            process.send_signal(signal.SIGKILL)
            process.wait()
            self.ends_well(f"kill {kill}")

    @unittest.skipIf("EKG_NO_PRELOAD" in os.environ, "preloading does not work here")
    def test_whichever_write_fails_it_goes_on_where_it_was(self):
        self.fresh()
        add = ("add", "s.ekg", "in", "--batch", "8")
        self.assertIn(self.run_ekg(*add, LD_PRELOAD=SHIM, COUNT_TO=self.path("count"))[0], (0, 1))
        with open(self.path("count"), encoding="ascii") as file:
            writes = int(file.read())
        self.assertGreater(writes, 50)
        chosen = range(1, writes + 1) if FULL else sorted(random.Random(2).sample(range(1, writes + 1), 2))
        for how in ("kill", "torn", "error"):
            for write in chosen:
                self.fresh()
                status, err = self.run_ekg(*add, LD_PRELOAD=SHIM, FAIL_AT=str(write), FAIL_HOW=how)
                if how == "error":
                    # After the last commit a write that fails only leaves the journal behind.
                    self.assertIn(status, (0, 1, 2), err)
                else:
                    self.assertEqual(status, -signal.SIGKILL, err)
                self.ends_well(f"{how} at write {write} of {writes}")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + [a for a in sys.argv[3:] if a != "--full"])
