#!/usr/bin/env python3
"""Runs ekg as a user does. Usage: test_cli.py EKG SOURCE_DIR [unittest arguments]"""
import gzip
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

from terminal import terminal

EKG, SOURCE = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])

EVENT = {"type": "clash", "time": {"start": "2024-11-05", "end": "2024-11-05", "precision": "day"},
         "actors": [{"name": "Chad", "kind": "country", "country": "TCD"}],
         "recipients": [{"name": "Lake Front", "kind": "armed_group"}], "status": "asserted", "doc": "d"}


def lines(*objects):
    return "".join(json.dumps(o, ensure_ascii=False) + "\n" for o in objects)


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, content):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return path

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def ekg(self, *args, stdin=b"", **more):
        result = subprocess.run((EKG, *args), cwd=self.folder, input=stdin, capture_output=True, timeout=300, **more)
        return result.returncode, result.stdout.decode(), result.stderr.decode()

    def left_over(self):
        return sorted(name for name in os.listdir(self.folder) if re.search(r"\.\w{6}$", name))


class BadInput(Case):
    """Issue by issue: one clear line, the status, no half-written file, the other inputs are still read."""

    def build_with_good(self, *bad, code, **more):
        self.write("good.jsonl", lines(EVENT))
        status, _, err = self.ekg("build", *bad, "good.jsonl", "-o", "out.json", **more)
        self.assertEqual(status, 1, err)
        self.assertEqual(err.count(f"[{code}]"), 1, err)
        self.assertEqual(len(json.loads(self.read("out.json"))["events"]), 1)
        self.assertEqual(self.left_over(), [])
        counts = re.search(r"read (\d+) records? of \d+ files?, kept (\d+), dropped (\d+)", err)
        self.assertEqual(int(counts[1]), int(counts[2]) + int(counts[3]))
        return err

    def test_an_empty_file(self):
        self.write("empty.txt", "")
        self.assertIn("empty.txt: error: nothing in it", self.build_with_good("empty.txt", code="empty-file"))

    def test_a_folder_without_files(self):
        os.mkdir(self.path("nothing"))
        self.build_with_good("nothing", code="empty-folder")

    def test_invalid_utf8_is_told_with_line_and_column(self):
        self.write("latin.txt", b"Line one.\nCaf\xe9 here.\n")
        self.assertIn("latin.txt:2:4: error: not UTF-8", self.build_with_good("latin.txt", code="invalid-utf8"))

    def test_a_nul_byte(self):
        self.write("nul.txt", b"A\0B")
        self.build_with_good("nul.txt", code="nul-byte")

    def test_a_line_of_100_megabytes(self):
        self.write("long.jsonl", b'{"id": "x", "text": "' + b"a" * 100_000_000 + b'"}\n')
        self.assertIn("long.jsonl:1: error", self.build_with_good("long.jsonl", code="line-too-long"))

    def test_a_text_of_100_megabytes(self):
        self.write("long.txt", b"a" * 100_000_000)
        self.build_with_good("long.txt", code="too-large")

    def test_a_record_cut_in_the_middle(self):
        self.write("cut.jsonl", lines(EVENT | {"doc": "e"})[:-20])
        self.assertIn("cut.jsonl:1: error", self.build_with_good("cut.jsonl", code="bad-json"))

    def test_an_unknown_suffix(self):
        self.write("notes.xyz", "Chad denied it.")
        self.assertIn("--from-format", self.build_with_good("notes.xyz", code="unknown-format"))

    def test_a_missing_file(self):
        self.build_with_good("nowhere.txt", code="cannot-open")

    def test_an_unreadable_file(self):
        if os.getuid() == 0:
            self.build_with_good("/proc/self/mem", code="cannot-read")
        else:
            os.chmod(self.write("secret.txt", "x"), 0)
            self.build_with_good("secret.txt", code="cannot-open")

    def test_broken_compression(self):
        self.write("cut.txt.gz", gzip.compress(b"Chad denied it. " * 100)[:40])
        self.build_with_good("cut.txt.gz", code="broken-compression")

    def test_a_bomb(self):
        self.write("bomb.jsonl.gz", gzip.compress(b"\n" * 300_000_000))
        self.build_with_good("bomb.jsonl.gz", code="unpacks-too-large")

    def test_broken_xml(self):
        self.write("feed.rss", "<rss><channel>\n<item>")
        self.assertIn("feed.rss:2: error", self.build_with_good("feed.rss", code="bad-xml"))

    def test_xml_that_declares_entities(self):
        entity = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>\n'
        self.write("bad.graphml", entity + '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"/>')
        self.write("bad.rss", entity + '<rss version="2.0"><channel><item><title>&secret;</title></item></channel></rss>')
        for name in ("bad.graphml", "bad.rss"):
            err = self.build_with_good(name, code="bad-xml")
            self.assertIn("declares entities", err)

    def test_nothing_readable_stops(self):
        status, out, err = self.ekg("build", "nowhere.txt", "-o", "out.json")
        self.assertEqual((status, out), (2, ""))
        self.assertIn("nowhere.txt", err)
        self.assertFalse(os.path.exists(self.path("out.json")))


class Output(Case):
    def setUp(self):
        super().setUp()
        self.write("e.jsonl", lines(EVENT))

    def test_a_full_disk_stops_and_keeps_nothing(self):
        status, _, err = self.ekg("build", "e.jsonl", "-o", "a.json", "-o", "/dev/full")
        self.assertEqual(status, 2)
        self.assertRegex(err, "/dev/full: .*disk is full")
        self.assertEqual(self.left_over(), [])
        self.assertFalse(os.path.exists(self.path("a.json")))
        with open("/dev/full", "wb") as full:
            result = subprocess.run((EKG, "formats"), stdout=full, stderr=subprocess.PIPE)
        self.assertEqual(result.returncode, 2)

    def test_an_existing_output_is_replaced_whole_and_keeps_its_mode(self):
        os.chmod(self.write("out.json", "old"), 0o640)
        self.assertEqual(self.ekg("build", "e.jsonl", "-o", "out.json")[0], 0)
        self.assertIn(b'"ekg"', self.read("out.json"))
        self.assertEqual(os.stat(self.path("out.json")).st_mode & 0o777, 0o640)

    def test_an_output_that_fails_leaves_the_old_one(self):
        self.write("out.json", "old")
        self.assertEqual(self.ekg("build", "nowhere", "-o", "out.json")[0], 2)
        self.assertEqual(self.read("out.json"), b"old")

    def test_an_unknown_output_format_stops_before_any_work(self):
        status, _, err = self.ekg("build", "e.jsonl", "-o", "out.docx")
        self.assertEqual(status, 2)
        self.assertIn("--format", err)

    def test_a_missing_folder_for_the_output(self):
        status, _, err = self.ekg("build", "e.jsonl", "-o", "no/out.json")
        self.assertEqual(status, 2)
        self.assertIn("does its folder exist", err)

    def test_standard_output_and_compressed_files(self):
        plain = self.ekg("build", "e.jsonl", "-o", "-")[1]
        self.assertEqual(json.loads(plain)["format"], "ekg")
        self.assertEqual(self.ekg("build", "e.jsonl", "-o", "/dev/stdout", "--format", "json")[1], plain)
        self.ekg("build", "e.jsonl", "-o", "o.json.gz", "-o", "o.json.zst")
        self.assertEqual(gzip.decompress(self.read("o.json.gz")).decode(), plain)
        for packed in ("o.json.gz", "o.json.zst"):
            self.assertEqual(self.ekg("export", packed, "-o", "-", "--format", "json")[1], plain)

    def test_a_signal_leaves_no_temporary_file(self):
        reader, writer = os.pipe()
        process = subprocess.Popen((EKG, "extract", "-", "-o", "out.jsonl"), cwd=self.folder, stdin=reader,
                                   stderr=subprocess.DEVNULL)
        for _ in range(1000):
            if self.left_over():
                break
            time.sleep(0.01)
        self.assertEqual(len(self.left_over()), 1)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(60), -signal.SIGINT)
        os.close(reader), os.close(writer)
        self.assertEqual(os.listdir(self.folder), ["e.jsonl"])

    def test_a_reader_that_goes_away_ends_it_quietly(self):
        self.write("many.jsonl", lines(*(EVENT | {"doc": f"d{i}"} for i in range(5000))))
        result = subprocess.run(("bash", "-c", f"'{EKG}' extract many.jsonl | head -1"), cwd=self.folder, capture_output=True)
        self.assertEqual(result.stdout.count(b"\n"), 1)
        self.assertEqual(result.stderr, b"")


class Mistakes(Case):
    """What a newcomer does wrong costs nothing that was there before."""

    def test_nothing_readable_leaves_the_old_graph_alone(self):
        self.write("good.jsonl", lines(EVENT))
        self.ekg("build", "good.jsonl", "-o", "graph.json")
        before = self.read("graph.json")
        for name, content in (("empty.txt", ""), ("cut.json", before[:-40]), ("no.jsonl", "not json\n")):
            self.write(name, content)
            status, _, err = self.ekg("build", name, "-o", "graph.json")
            self.assertEqual((status, self.read("graph.json")), (2, before), err)

    def test_an_output_takes_one_name_and_never_an_input(self):
        self.write("a.jsonl", lines(EVENT))
        self.write("b.jsonl", lines(EVENT | {"doc": "e"}))
        before = self.read("b.jsonl")
        self.assertEqual(self.ekg("build", "a.jsonl", "-o", "out.json", "b.jsonl")[0], 0)
        self.assertEqual(len(json.loads(self.read("out.json"))["documents"]), 2)
        status, _, err = self.ekg("build", "a.jsonl", "b.jsonl", "-o", "b.jsonl")
        self.assertEqual((status, self.read("b.jsonl")), (2, before))
        self.assertIn("b.jsonl: is an input too", err)
        self.assertEqual(self.ekg("build", "a.jsonl", "-o", "x.json", "--problems", "x.json")[0], 2)

    def test_a_folder_is_read_without_its_own_output(self):
        self.write("news/a.jsonl", lines(EVENT))
        for _ in range(2):
            status, _, err = self.ekg("build", "news", "-o", "news/graph.jsonl")
            self.assertEqual(status, 0, err)
            self.assertIn("read 1 record", err)

    def test_a_number_below_zero_is_no_count(self):
        self.write("a.jsonl", lines(EVENT))
        for option in (("pairs", "--limit", "-3"), ("path", "Chad", "Front", "--alternatives", "-1"), ("pairs", "--jobs", "-1")):
            status, _, err = self.ekg(option[0], "a.jsonl", *option[1:])
            self.assertEqual(status, 2, option)
            self.assertIn("is below zero", err)

    def test_what_a_spreadsheet_would_compute_is_text(self):
        self.write("a.jsonl", lines(EVENT | {"actors": [{"name": "=cmd|' /C calc'!A0"}], "intensity": -10.0}))
        out = self.ekg("pairs", "a.jsonl", "--csv")[1]
        self.assertIn("\"'=cmd|' /C calc'!A0\"", out)
        self.assertIn(",-10,", out)  # a number stays one

    def test_a_name_of_several_is_told(self):
        self.write("a.jsonl", lines(*(EVENT | {"actors": [{"name": "rebels", "kind": "armed_group"}], "doc": doc} for doc in "de")))
        status, _, err = self.ekg("ego", "a.jsonl", "rebels")
        self.assertEqual(status, 0, err)
        self.assertIn("[several-of-a-name]", err)

    def test_a_long_text_is_one_that_graphviz_reads(self):
        self.write("a.jsonl", lines(EVENT | {"quote": "many \"words\" " * 3000}))
        self.assertEqual(self.ekg("build", "a.jsonl", "-o", "a.dot")[0], 0)
        if shutil.which("dot"):
            subprocess.run(("dot", "-Tplain", self.path("a.dot")), check=True, capture_output=True)
        self.assertLess(max(map(len, re.findall(r'"(?:[^"\\\\]|\\\\.)*"', self.read("a.dot").decode()))), 16384)

    def test_an_empty_date_and_a_window_that_ends_before_it_begins(self):
        self.write("a.jsonl", lines(EVENT))
        self.assertEqual(self.ekg("build", "a.jsonl", "-o", "x.json", "--published", "")[0], 2)
        status, _, err = self.ekg("events", "a.jsonl", "--from", "2025", "--to", "2024")
        self.assertEqual(status, 2)
        self.assertIn("--from 2025 is not before --to 2024", err)

    def test_problems_are_told_though_the_output_fails(self):
        self.write("a.jsonl", lines(EVENT))
        self.write("nul.txt", "a\0b")
        status, _, err = self.ekg("build", "nul.txt", "a.jsonl", "--problems", "p.jsonl", "-o", "/dev/full")
        self.assertEqual(status, 2)
        self.assertIn("nul.txt", err)
        self.assertIn(b"nul.txt", self.read("p.jsonl"))

    def test_all_outputs_or_none_where_a_file_may_not_grow(self):
        self.write("a.jsonl", lines(*(EVENT | {"doc": f"d{i}"} for i in range(400))))
        limited = "trap '' XFSZ; ulimit -f 1; exec \"$0\" build a.jsonl -o p.geojson -o p.jsonl"
        result = subprocess.run(("bash", "-c", limited, EKG), cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(result.returncode, 2, result.stderr)
        self.assertEqual(sorted(os.listdir(self.folder)), ["a.jsonl"])

    def test_links_to_folders_are_followed_once(self):
        self.write("real/a.jsonl", lines(EVENT))
        os.mkdir(self.path("news"))
        os.symlink(self.path("real"), self.path("news/link"))
        os.symlink(self.path("news"), self.path("real/back"))
        status, _, err = self.ekg("build", "news", "-o", "x.json")
        self.assertEqual(status, 0, err)
        self.assertIn("read 1 record of 1 file", err)
        status, _, err = self.ekg("build", "news/link/a.jsonl", "news/link", "-o", "x.json")
        self.assertEqual(status, 0, err)


class Repeated(Case):
    def test_one_document_with_other_facts_does_not_depend_on_the_order(self):
        text = {"id": "u", "text": "Russia deployed 500 soldiers to Mali on Tuesday."}
        self.write("a.jsonl", lines(text | {"outlet": "A", "published": "2024-08-28"}))
        self.write("b.jsonl", lines(text | {"outlet": "B", "published": "2024-09-04"}))
        status, _, err = self.ekg("build", "a.jsonl", "b.jsonl", "-o", "x.json")
        self.assertEqual(status, 1)
        self.assertIn("[duplicate-document]", err)
        self.ekg("build", "b.jsonl", "a.jsonl", "-o", "y.json")
        self.assertEqual(self.read("x.json"), self.read("y.json"))

    def test_a_record_that_comes_again_adds_its_mention(self):
        self.write("a.jsonl", lines(EVENT | {"id": "ev-1"}, EVENT | {"id": "ev-1", "doc": "other"}))
        status, _, err = self.ekg("build", "a.jsonl", "-o", "x.json")
        self.assertEqual(status, 0, err)
        graph = json.loads(self.read("x.json"))
        self.assertEqual((len(graph["events"]), len(graph["documents"])), (1, 2))

    def test_one_id_for_two_events_is_told(self):
        self.write("a.jsonl", lines(EVENT | {"id": "ev-1"}, EVENT | {"id": "ev-1", "type": "meeting"}))
        status, _, err = self.ekg("build", "a.jsonl", "-o", "x.json")
        self.assertEqual(status, 1)
        self.assertRegex(err, r"a\.jsonl:2: warning: .*\[contradicting-records\]")
        self.write("b.jsonl", lines(EVENT | {"id": "ev-2"}, EVENT | {"id": "ev-1", "type": "protest"}))
        _, _, err = self.ekg("build", "a.jsonl", "b.jsonl", "-o", "x.json")
        self.assertRegex(err, r"b\.jsonl:2: warning: .*\[contradicting-records\]")
        self.assertEqual(err.count("[contradicting-records]"), 1)


class Graph(Case):
    def test_native_json_read_back_is_the_same_bytes(self):
        self.write("e.jsonl", lines(EVENT, EVENT | {"doc": "e", "type": "statement"}))
        self.ekg("build", "e.jsonl", "-o", "a.json")
        self.ekg("export", "a.json", "-o", "b.json")
        self.assertEqual(self.read("a.json"), self.read("b.json"))
        self.ekg("build", "b.json", "-o", "c.json")
        self.assertEqual(self.read("a.json"), self.read("c.json"))

    def test_order_and_threads_do_not_change_a_byte(self):
        texts = os.path.join(SOURCE, "examples/articles")
        files = [os.path.join(texts, name) for name in os.listdir(texts) if name != "manifest.jsonl"]
        expected = None
        for jobs in ("1", "2", "2"):
            random.Random(int(jobs)).shuffle(files)
            status, out, err = self.ekg("build", *files, "--jobs", jobs, "-o", "-")
            self.assertIn(status, (0, 1), err)
            expected = expected or out
            self.assertEqual(out, expected)
        self.assertEqual(len(json.loads(expected)["documents"]), 23)

    def test_the_same_document_twice_is_read_once(self):
        self.write("a/x.jsonl", lines({"id": "d", "published": "2024-11-05", "text": "Chad denied it."}))
        shutil.copytree(self.path("a"), self.path("b"))
        status, _, err = self.ekg("build", "a", "b", "-o", "out.json")
        self.assertEqual(status, 0, err)
        self.assertIn("1 known already", err)

    def test_two_files_of_one_name_get_ids_of_their_own(self):
        self.write("a/x.txt", "Chad denied it.")
        self.write("b/x.txt", "Niger denied it.")
        self.ekg("build", "a", "b", "-o", "out.json", "--published", "2024-11-05")
        ids = [d["id"] for d in json.loads(self.read("out.json"))["documents"]]
        self.assertEqual(len(ids), 2)
        self.assertTrue(all(re.fullmatch(r"x-[0-9a-f]{8}", i) for i in ids), ids)

    def test_a_manifest_tells_of_the_files_beside_it(self):
        self.write("a/x.txt", "Chad denied it.")
        self.write("a/manifest.jsonl", lines({"file": "x.txt", "id": "doc-x", "outlet": "O", "published": "2024-11-05"}))
        status, _, err = self.ekg("build", "a", "-o", "out.json")
        self.assertEqual(status, 0, err)
        document = json.loads(self.read("out.json"))["documents"][0]
        self.assertEqual((document["id"], document["outlet"], document["published"]), ("doc-x", "O", "2024-11-05"))

    def test_standard_input(self):
        status, out, err = self.ekg("build", "-", "-o", "-", "--published", "2024-11-05", stdin=b"Chad denied it.\n")
        self.assertEqual(status, 0, err)
        self.assertEqual(len(json.loads(out)["documents"]), 1)


class Manners(Case):
    def test_help_of_every_verb_ends_with_an_example(self):
        status, out, _ = self.ekg("--help")
        self.assertEqual(status, 0)
        verbs = re.findall(r"^  ([a-z][a-z-]*) ", out, re.M)
        self.assertIn("build", verbs)
        for verb in verbs:
            if verb == "ekg":
                continue
            status, out, _ = self.ekg(verb, "--help")
            self.assertEqual(status, 0)
            self.assertRegex(out.split("Example:")[-1], rf"ekg {verb}", verb)

    def test_without_a_verb_the_help_is_shown(self):
        status, out, err = self.ekg()
        self.assertEqual((status, out), (2, ""))
        self.assertEqual(err, self.ekg("--help")[1])

    def completed(self, *words):
        """What bash offers for the last of the words."""
        script = self.write("completion.bash", self.ekg("completion", "bash")[1])
        asked = f'source {script}; COMP_WORDS=({" ".join(repr(word) for word in words)}); COMP_CWORD={len(words) - 1}; _ekg; echo "${{COMPREPLY[@]}}"'
        return subprocess.run(("bash", "-c", asked), capture_output=True, text=True, check=True).stdout.split()

    def test_bash_completes_verbs_and_options(self):
        self.assertEqual(self.completed("ekg", "buil"), ["build"])
        self.assertEqual(self.completed("ekg", "pairs", "--min-c"), ["--min-confidence"])
        self.assertEqual(self.completed("ekg", "pairs", "wa"), [])  # files, by bash itself
        self.assertEqual(self.ekg("completion", "zsh")[1], self.ekg("completion", "bash")[1])
        self.assertIn("complete -c ekg -n '__fish_seen_subcommand_from pairs' -l min-confidence -r", self.ekg("completion", "fish")[1])

    def test_version(self):
        self.assertRegex(self.ekg("--version")[1], r"^ekg \d+\.\d+\.\d+\n$")

    def test_spells_have_a_width(self):
        self.write("a.jsonl", lines(EVENT))
        self.assertEqual(self.ekg("build", "a.jsonl", "-o", "a.gexf", "--min-spell", "1")[0], 0)
        status, _, err = self.ekg("build", "a.jsonl", "-o", "a.gexf", "--min-spell", "0")
        self.assertEqual(status, 2)
        self.assertIn("--min-spell", err)

    def test_check_of_what_is_no_graph_is_2(self):
        self.write("no.graphml", "<html/>")
        self.write("cut.gexf", "<gexf><graph>")
        for bad in (("no.graphml",), ("cut.gexf",), ("missing.gexf",), ("no.graphml", "cut.gexf")):
            status, out, err = self.ekg("check", *bad)
            self.assertEqual((status, out), (2, ""), err)
            self.assertIn("ekg: not one file is GraphML or GEXF", err)
        self.write("a.jsonl", lines(EVENT))
        self.ekg("build", "a.jsonl", "-o", "good.gexf")
        self.assertEqual(self.ekg("check", "good.gexf")[0], 0)
        self.assertEqual(self.ekg("check", "good.gexf", "no.graphml")[0], 1)

    def test_an_empty_output_is_told(self):
        self.write("a.jsonl", lines(EVENT))
        self.ekg("build", "a.jsonl", "-o", "a.json")
        for verb in (("export", "-o", "none.html"), ("view", "-o", "none.html"), ("plot", "-o", "none.svg"), ("plot",)):
            status, _, err = self.ekg(*verb, "a.json", "--from", "1999", "--to", "2000")
            self.assertEqual(status, 0, err)
            self.assertIn("none of the 1 events is chosen: what is written is empty [no-events]", err)
        self.assertEqual(self.ekg("timeline", "a.json", "--from", "1999", "--to", "2000")[2], "nothing fits\n")

    def test_advice_names_the_verbs_that_have_the_option(self):
        self.write("a.txt", "Chad denied it.")
        self.write("b.xyz", "1|2")
        self.write("c.tsv", "x\ty\n1\t2\n3\t4\n")
        told = {"a.txt": "--published", "b.xyz": "--from-format", "c.tsv": "--map"}
        for name, option in told.items():
            for verb in ("events", "extract"):
                err = self.ekg(verb, name)[2]
                self.assertRegex(err, rf"(ekg build, add, extract and parse take {option}|{option} of ekg build, add, extract and parse)")
        for verb in ("build", "add", "extract", "parse"):
            for option in told.values():
                self.assertIn(option + " ", self.ekg(verb, "--help")[1])

    def test_what_several_outputs_leave_out_is_told_once(self):
        self.write("a.jsonl", lines(EVENT, {k: v for k, v in EVENT.items() if k != "recipients"}))
        status, _, err = self.ekg("build", "a.jsonl", "-o", "a.graphml", "-o", "a.gexf", "-o", "a.edges.csv")
        self.assertEqual(status, 0, err)
        self.assertEqual(err.count("[events-without-edge]"), 1, err)

    def test_misuse_is_2(self):
        for args in ((), ("nonsense",), ("build",), ("build", "x"), ("info",), ("build", "x", "-o", "y.json", "--published", "soon")):
            self.assertEqual(self.ekg(*args)[0], 2, args)

    def test_a_pipe_gets_jsonl_and_a_terminal_a_table(self):
        rows = [json.loads(line) for line in self.ekg("formats")[1].splitlines()]
        self.assertIn("text", [row["name"] for row in rows])
        self.assertEqual(len(json.loads(self.ekg("formats", "--json")[1])), len(rows))
        self.assertEqual(len(self.ekg("formats", "--format", "csv")[1].splitlines()), len(rows) + 1)
        self.assertTrue(self.ekg("formats", "--format", "md")[1].startswith("| name | "))
        self.assertRegex(terminal(EKG, "formats"), r"^name +direction +suffixes +description")

    def test_strict_stops_at_the_first_problem(self):
        self.write("bad.jsonl", "{\n" + lines(EVENT))
        status, out, err = self.ekg("build", "bad.jsonl", "-o", "out.json", "--strict")
        self.assertEqual((status, out), (2, ""))
        self.assertIn("bad.jsonl:1", err)
        self.assertFalse(os.path.exists(self.path("out.json")))

    def test_problems_are_kept_as_jsonl(self):
        self.write("bad.jsonl", lines(EVENT, {"type": "clash", "doc": "d", "status": "sure"}))
        self.assertEqual(self.ekg("build", "bad.jsonl", "-o", "out.json", "--problems", "p.jsonl")[0], 1)
        problem = json.loads(self.read("p.jsonl"))
        self.assertEqual((problem["code"], problem["file"], problem["line"]), ("bad-field", "bad.jsonl", 2))

    def test_many_problems_are_counted_not_printed(self):
        self.write("bad.jsonl", lines(EVENT) + "{\n" * 100)
        err = self.ekg("build", "bad.jsonl", "-o", "out.json")[2]
        self.assertIn("and 80 more [bad-json]", err)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]] + sys.argv[3:], verbosity=1)
