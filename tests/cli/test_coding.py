#!/usr/bin/env python3
"""Explanations and a user's own dictionaries. Usage: test_coding.py EKG SOURCE_DIR [unittest arguments]"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

EKG, SOURCE = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)

    def write(self, name, content):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
            file.write(content)
        return name

    def ekg(self, *args):
        result = subprocess.run((EKG, *args), cwd=self.folder, capture_output=True, timeout=300)
        return result.returncode, result.stdout.decode(), result.stderr.decode()

    def events(self, *args):
        status, out, err = self.ekg("extract", *args)
        self.assertIn(status, (0, 1), err)
        return [json.loads(line) for line in out.splitlines()]


class Explain(Case):
    def setUp(self):
        super().setUp()
        self.write("a.txt", "On Tuesday, the Kenyan army arrested five rebels in Garissa, officials said.")
        self.args = ("extract", "a.txt", "--published", "2024-11-07", "--explain")

    def test_the_text_shows_rule_tree_and_words(self):
        status, out, err = self.ekg(*self.args)
        self.assertEqual(status, 0, err)
        for part in ('arrest "arrested"', "lexicon/coercion.tsv:", "subj: nsubj of arrested", "obj: obj of arrested",
                     '"Tuesday"', "confidence", "weights", "bias"):
            self.assertIn(part, out)
        self.assertRegex(out, r"> +\d+ arrested +arrest +VERB")

    def test_json_explains_every_field_of_every_record(self):
        for form in (("--json",), ("--format", "json")):
            status, out, err = self.ekg(*self.args, *form)
            self.assertEqual(status, 0, err)
            rows = [json.loads(line) for line in out.splitlines()]
            self.assertEqual([row["record"] for row in rows], self.events("a.txt", "--published", "2024-11-07"))
            for row in rows:
                fields = {step["field"] for step in row["steps"]}
                for key, field in (("type", "type"), ("actors", "actor"), ("recipients", "recipient"), ("time", "time"),
                                   ("status", "status"), ("attribution", "attribution"), ("quantities", "quantity"),
                                   ("places", "place"), ("confidence", "confidence")):
                    if key in row["record"]:
                        self.assertIn(field, fields)
                self.assertEqual(sum(token.get("trigger", False) for token in row["tree"]), 1)
                self.assertTrue(all(0 <= token["head"] <= len(row["tree"]) for token in row["tree"]))
                self.assertTrue(all(isinstance(feature["weight"], (int, float)) for feature in row["features"]))

    def test_a_format_without_explain_is_refused(self):
        status, _, err = self.ekg("extract", "a.txt", "--json")
        self.assertEqual(status, 2)
        self.assertIn("--explain", err)

    def test_threads_do_not_change_it(self):
        self.write("b.txt", "Peru expelled two Chilean diplomats.")
        one = self.ekg("extract", "a.txt", "b.txt", "--explain", "--jobs", "1")[1]
        self.assertEqual(self.ekg("extract", "a.txt", "b.txt", "--explain", "--jobs", "4")[1], one)


class OwnDictionaries(Case):
    def test_the_business_example_gives_what_it_says(self):
        here = os.path.join(SOURCE, "examples/business")
        events = self.events(os.path.join(here, "article.txt"), "--published", "2024-05-17", "--ontology",
                             os.path.join(here, "ontology.tsv"), "--lexicon", os.path.join(here, "companies.tsv"))
        with open(os.path.join(here, "expected.tsv"), encoding="utf-8") as file:
            expected = [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")]
        found = [[e["type"] + ("." + e["mode"] if e.get("mode") else ""), "; ".join(p["name"] for p in e.get("actors", [])) or "-",
                  "; ".join(p["name"] for p in e.get("recipients", [])) or "-", e.get("time", {}).get("start", "-")]
                 for e in events]
        self.assertEqual(found, expected)

    def test_an_option_takes_one_file_so_that_an_input_may_follow(self):
        self.write("o.tsv", "regatta\t-\t-\t-\t-\t-\tsport\t-\tboats race\n")
        self.write("l.tsv", "outsail\tv\tregatta\tactor=subj,recipient=obj\n")
        self.write("a.txt", "France outsailed Norway on Sunday.")
        events = self.events("--ontology", "o.tsv", "--lexicon", "l.tsv", "a.txt")
        self.assertEqual([e["type"] for e in events], ["regatta"])
        status, out, err = self.ekg("build", "--ontology", "o.tsv", "--lexicon", "l.tsv", "a.txt", "-o", "-")
        self.assertEqual(status, 0, err)
        self.assertEqual([e["type"] for e in json.loads(out)["events"]], ["regatta"])

    def test_rows_that_cannot_be_used_are_told_with_file_and_line(self):
        self.write("o.tsv", "# types\nregatta\tthree columns\t-\n")
        self.write("l.tsv", "outsail\tv\tno-such-type\n")
        self.write("a.txt", "France outsailed Norway.")
        status, out, err = self.ekg("extract", "a.txt", "--ontology", "o.tsv", "--lexicon", "l.tsv")
        self.assertEqual(status, 1)
        self.assertIn("o.tsv:2", err)
        self.assertIn("l.tsv:1", err)
        self.assertIn("ontology-row", err)
        self.assertIn("lexicon-row", err)

    def test_a_missing_dictionary_ends_it(self):
        self.write("a.txt", "France outsailed Norway.")
        status, out, err = self.ekg("extract", "a.txt", "--lexicon", "none.tsv")
        self.assertEqual(status, 2)
        self.assertIn("none.tsv", err)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
