#!/usr/bin/env python3
"""What ekg says to a command line that is wrong. Usage: test_misuse.py EKG [unittest arguments]"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

EKG = os.path.abspath(sys.argv[1])

EVENT = {"type": "clash", "time": {"start": "2024-11-05", "end": "2024-11-05", "precision": "day"},
         "actors": [{"name": "Chad", "kind": "country", "country": "TCD"}],
         "recipients": [{"name": "Lake Front", "kind": "armed_group"}], "status": "asserted", "doc": "d"}


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        with open(os.path.join(self.folder, "a.jsonl"), "w", encoding="utf-8") as file:
            file.write(json.dumps(EVENT) + "\n")

    def ekg(self, *args):
        result = subprocess.run((EKG, *args), cwd=self.folder, capture_output=True, timeout=300)
        return result.returncode, result.stdout.decode(), result.stderr.decode()

    def told(self, *args):
        """The one line that a wrong command line is answered with; nothing is printed or written."""
        status, out, err = self.ekg(*args)
        self.assertEqual((status, out), (2, ""), args)
        self.assertEqual(os.listdir(self.folder), ["a.jsonl"], args)
        self.assertRegex(err, r"\A[^\n]+\n\Z", args)
        return err[:-1]


class Endings(Case):
    """A file is what its name says."""

    def wrong(self, name, verb, what):
        status, out, err = self.ekg(verb, "a.jsonl", "-o", name)
        self.assertEqual((status, out), (2, ""))
        self.assertIn(f'"{name}" is not the name of {what}', err)
        self.assertEqual(os.listdir(self.folder), ["a.jsonl"])

    def test_a_page_has_a_page_s_name(self):
        for name in ("x.pdf", "x", "html", "x.html.txt", "x.svg"):
            self.wrong(name, "view", "a page; it ends in .html or .htm")
        for name in ("x.html", "X.HTM", "x.html.gz", "-", "/dev/null"):
            self.assertEqual(self.ekg("view", "a.jsonl", "-o", name)[0], 0, name)

    def test_a_drawing_has_a_drawing_s_name(self):
        for name in ("x.pdf", "x.png", "x", "x.html"):
            self.wrong(name, "plot", "a drawing; it ends in .svg")
        for name in ("x.svg", "x.SVG.zst", "-", "/dev/null"):
            self.assertEqual(self.ekg("plot", "a.jsonl", "-o", name)[0], 0, name)

    def test_event_records_have_such_a_name(self):
        for name in ("x.pdf", "x.graphml", "x", "x.json"):
            self.wrong(name, "extract", "a file of event records; it ends in .jsonl, .ndjson or .txt")
        for name in ("x.jsonl", "x.ndjson.gz", "x.txt", "-", "/dev/null"):
            self.assertEqual(self.ekg("extract", "a.jsonl", "-o", name)[0], 0, name)


class Unheeded(Case):
    """An option that would change nothing is refused, not overlooked."""

    def test_options_of_pictures_are_for_pictures(self):
        for verb in ("build", "export"):
            for option in (("--view", "events"), ("--aggregate",), ("--parallel",), ("--no-layout",), ("--gexf", "1.2"), ("--min-spell", "1")):
                for name in ("x.json", "x.ttl", "x.ekg"):
                    err = self.told(verb, "a.jsonl", "-o", name, *option)
                    self.assertRegex(err, rf"^ekg: {option[0]} means nothing in \w+; it is for .*gexf")
        self.assertIn("it is for gexf", self.told("build", "a.jsonl", "-o", "x.graphml", "--min-spell", "1"))
        self.assertIn("in csv-nodes", self.told("build", "a.jsonl", "-o", "x.nodes.csv", "--aggregate"))
        self.assertIn("in json, jsonl;", self.told("build", "a.jsonl", "-o", "x.json", "-o", "x.jsonl", "--view", "events"))

    def test_one_of_several_outputs_is_enough(self):
        self.assertEqual(self.ekg("build", "a.jsonl", "-o", "x.ekg", "-o", "x.gexf", "--view", "events", "--min-spell", "1")[0], 0)
        self.assertEqual(self.ekg("build", "a.jsonl", "-o", "x.html", "--no-layout")[0], 0)

    def test_events_as_vertices_have_no_edge_to_sum(self):
        self.assertIn("--aggregate means nothing with --view events",
                      self.told("build", "a.jsonl", "-o", "x.gexf", "--view", "events", "--aggregate"))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]] + sys.argv[2:], verbosity=1)
