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


class OneLine(Case):
    """What is wrong, and where to read on, in one line."""

    def test_a_wrong_verb(self):
        self.assertEqual(self.told("bild", "x"), 'ekg: there is no verb "bild"; did you mean build? ekg --help lists them')
        self.assertEqual(self.told("commun"), 'ekg: there is no verb "commun"; did you mean communities? ekg --help lists them')
        self.assertEqual(self.told("transmogrify"), 'ekg: there is no verb "transmogrify"; ekg --help lists them')
        self.assertEqual(self.told("gazetteer", "imprt", "x"),
                         'ekg: gazetteer has no "imprt"; did you mean import? ekg gazetteer --help lists what it has')
        self.assertEqual(self.told("gazetteer"), "ekg: gazetteer: one of import is missing; ekg gazetteer --help tells more")

    def test_an_unknown_option(self):
        for args in (("build", "--outt", "x"), ("build", "--outt=x"), ("build", "a.jsonl", "--outt", "x")):
            self.assertEqual(self.told(*args),
                             "ekg: build has no option --outt; did you mean --output? ekg build --help lists them")
        self.assertEqual(self.told("timeline", "a.jsonl", "--frm", "2024"),
                         "ekg: timeline has no option --frm; did you mean --from? ekg timeline --help lists them")
        self.assertEqual(self.told("events", "a.jsonl", "--published", "2024"),
                         "ekg: events has no option --published; ekg events --help lists them")
        self.assertEqual(self.told("--verson"), "ekg: there is no option --verson; did you mean --version? ekg --help lists them")
        self.assertEqual(self.told("events", "a.jsonl", "-x"), "ekg: events has no option -x; ekg events --help lists them")

    def test_an_option_before_its_verb(self):
        for args in (("--limit", "3", "events", "a.jsonl"), ("-q", "build", "a.jsonl", "-o", "x.json"), ("--strict", "build")):
            verb = next(one for one in args if one in ("events", "build"))
            self.assertEqual(self.told(*args), f"ekg: {args[0]} stands before {verb}; options stand behind it; ekg {verb} --help lists them")
        self.assertEqual(self.told("gazetteer", "--foo", "import", "x"),
                         "ekg: --foo stands before import; options stand behind it; ekg gazetteer import --help lists them")

    def test_no_short_name_is_guessed(self):
        for args in (("events", "a.jsonl", "--in", "x"), ("central", "a.jsonl", "--foo", "x"), ("pairs", "a.jsonl", "--top", "5")):
            self.assertNotIn("--to?", self.told(*args))

    def test_a_missing_argument(self):
        self.assertEqual(self.told("build"), "ekg: build: INPUT is missing; ekg build --help tells more")
        self.assertEqual(self.told("build", "a.jsonl"), "ekg: build: --output is missing; ekg build --help tells more")
        self.assertEqual(self.told("path", "a.jsonl", "Chad"), "ekg: path: B is missing; ekg path --help tells more")
        for option, verb in (("--by", "timeline"), ("--actor", "events"), ("--output", "view")):
            self.assertRegex(self.told(verb, "a.jsonl", option),
                             rf"^ekg: {verb}: {option} needs a value behind it; ekg {verb} --help tells more$")
        self.assertEqual(self.told("build", "--"), self.told("build"))
        self.assertEqual(self.told("--"), "ekg: a verb is missing; ekg --help lists them")

    def test_one_argument_too_many(self):
        self.assertEqual(self.told("timeline", "a.jsonl", "b", "c"), 'ekg: timeline: "b" is one too many; ekg timeline --help tells more')
        self.assertEqual(self.told("timeline", "a.jsonl", "--by", "week", "--by", "day"),
                         "ekg: timeline: --by is given more than once; ekg timeline --help tells more")

    def test_a_wrong_value(self):
        for args, what in ((("--by", "moon"), '--by: "moon" is none of day, week, month, quarter, year'),
                           (("--limit", "many"), '--limit: "many" is no whole number'),
                           (("--limit", "1.5"), '--limit: "1.5" is no whole number'),
                           (("--limit", "9" * 30), f'--limit: "{"9" * 30}" is no whole number that can be counted to'),
                           (("--jobs", "-1"), "--jobs: -1 is below zero"),
                           (("--from", "soon"), '--from: "soon" is no date; write 2024, 2024-11, 2024-W45 or 2024-11-05'),
                           (("--strict=x",), "--strict takes no value"),
                           (("--json=x",), "--json takes no value"),
                           (("--json", "--csv"), "--csv excludes --json")):
            err = self.told("timeline", "a.jsonl", *args)
            self.assertTrue(err.startswith("ekg: timeline: " + what) or what.startswith("--csv"), err)
            self.assertTrue(err.endswith("; ekg timeline --help tells more"), err)

    def test_what_is_typed_cannot_write_to_the_terminal(self):
        for args in (("\x1b[31mbuild",), ("events", "a.jsonl", "--\x1b[31m"), ("events", "a.jsonl", "\x1b[31m")):
            self.assertNotIn("\x1b", self.told(*args))


class Endings(Case):
    """A file is what its name says."""

    def wrong(self, name, verb, what):
        status, out, err = self.ekg(verb, "a.jsonl", "-o", name)
        self.assertEqual((status, out), (2, ""))
        self.assertIn(f'"{name}" is not the name of {what}', err)
        self.assertEqual(os.listdir(self.folder), ["a.jsonl"])

    def test_a_page_has_a_page_s_name(self):
        for name in ("x.pdf", "x", "html", "x.html.txt", "x.svg"):
            self.wrong(name, "view", "a page; such a name ends in .html or .htm")
        for name in ("x.html", "X.HTM", "x.html.gz", "-", "/dev/null"):
            self.assertEqual(self.ekg("view", "a.jsonl", "-o", name)[0], 0, name)

    def test_a_drawing_has_a_drawing_s_name(self):
        for name in ("x.pdf", "x.png", "x", "x.html"):
            self.wrong(name, "plot", "a drawing; such a name ends in .svg")
        for name in ("x.svg", "x.SVG.zst", "-", "/dev/null"):
            self.assertEqual(self.ekg("plot", "a.jsonl", "-o", name)[0], 0, name)

    def test_event_records_have_such_a_name(self):
        for name in ("x.pdf", "x.graphml", "x", "x.json"):
            self.wrong(name, "extract", "a file of event records; such a name ends in .jsonl, .ndjson or .txt")
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
