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


class Reading(Case):
    """The whole reader on sentences, where a tree by hand would not show it."""

    def test_where_two_persons_meet_is_not_where_they_are_from(self):
        self.write("a.txt", "The two sides will go on with talks between Modi and Dissanayake in Colombo on Friday.")
        meetings = [e for e in self.events("a.txt", "--published", "2025-03-10") if e["type"] == "meeting"]
        self.assertEqual({p["name"]: p.get("country") for e in meetings for p in e["actors"]},
                         {"Modi": None, "Dissanayake": None})

    def test_a_dateline_says_nothing(self):
        self.write("a.txt", "ALGIERS, March 9 (Agency) - At least 14 soldiers were killed in northern Mali, the army said.")
        speakers = {voice["by"]["name"] for e in self.events("a.txt", "--published", "2025-03-10") for voice in e.get("attribution", [])}
        self.assertEqual(speakers, {"army"})


    def test_what_is_said_to_be_untrue_did_not_happen(self):
        for text, status in (("It is false that Peru attacked Chile.", "negated"), ("It is not true that Chad invaded Niger.", "negated"),
                             ("There is no evidence that Rwanda sent troops to Congo.", "unverified"),
                             ("It is true that Chad invaded Niger.", "asserted")):
            self.write("a.txt", text)
            self.assertEqual([e["status"] for e in self.events("a.txt", "--published", "2024-11-07")], [status], text)


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

    def test_weights_of_a_users_own_decide_what_is_an_event(self):
        self.write("a.txt", "France bombed Norway.")
        self.write("none.tsv", "bias\t-9\nthreshold\t0.5\n")
        self.assertEqual([e["type"] for e in self.events("a.txt", "--confidence", "none.tsv")], [])
        self.write("all.tsv", "bias\t0\nthreshold\t0\n")
        self.assertEqual([e["confidence"] for e in self.events("a.txt", "--confidence", "all.tsv")], [0.5])
        self.write("bad.tsv", "bias\tmuch\n")
        status, out, err = self.ekg("extract", "a.txt", "--confidence", "bad.tsv")
        self.assertEqual(status, 2)
        self.assertIn("bad.tsv:1", err)

    def test_a_missing_dictionary_ends_it(self):
        self.write("a.txt", "France outsailed Norway.")
        status, out, err = self.ekg("extract", "a.txt", "--lexicon", "none.tsv")
        self.assertEqual(status, 2)
        self.assertIn("none.tsv", err)


class Petrarch(Case):
    """Dictionaries of PETRARCH: tests/petrarch/ holds small ones of our own, SHARED (when there) the field's."""
    HERE = os.path.join(SOURCE, "tests/petrarch")
    ACTORS = ("--petrarch-actors", os.path.join(HERE, "actors.txt"))
    AGENTS = ("--petrarch-agents", os.path.join(HERE, "agents.txt"))
    VERBS = ("--petrarch-verbs", os.path.join(HERE, "verbs.txt"))

    def one(self, text, *options, published="2012-05-01"):
        self.write("a.txt", text)
        return self.events("a.txt", "--published", published, *options)

    def who(self, text, role, *options, **more):
        return [(p["name"], p.get("country"), p.get("sector")) for e in self.one(text, *options, **more) for p in e.get(role, [])]

    def test_names_and_synonyms_are_the_state_of_their_code(self):
        for name in ("Osterland", "Brandtstad"):
            self.assertIn("DNK", [c for _, c, _ in self.who(f"{name} has expelled two Swedish diplomats.", "actors", *self.ACTORS)])
        self.assertNotIn("DNK", [c for _, c, _ in self.who("Osterland expelled two Swedish diplomats.", "actors")])

    def test_an_armed_group_has_country_and_sector(self):
        self.assertIn(("Southern Reef Front", "PHL", "REB"),
                      self.who("Reef Front fighters said the Reef Front attacked Manila on Friday.", "actors", *self.ACTORS))

    def test_a_code_holds_between_its_dates_and_the_default_elsewhere(self):
        text = "Harald Ostermann met Chinese officials."
        for published, sector in (("2008-12-31", "OPP"), ("2009-01-01", "GOV"), ("2015-12-31", "GOV"), ("2016-01-01", "GOV")):
            found = self.who(text, "actors", *self.ACTORS, published=published)
            self.assertIn(("Harald Ostermann", "DNK", sector), found, published)

    def test_agents_are_nouns_with_sectors(self):
        for noun, sector in (("harbour pilots", "LAB"), ("reef wardens", "COP"), ("gendarmerie chiefs", "COP")):
            found = self.who(f"Peruvian {noun} arrested five Chilean sailors.", "actors", *self.AGENTS)
            self.assertEqual([(c, s) for _, c, s in found], [("PER", sector)], noun)

    def coded(self, text):
        return [(e["type"], e["cameo"], [p.get("country") for p in e.get("actors", [])],
                 [p.get("country") for p in e.get("recipients", [])]) for e in self.one(text, *self.VERBS)]

    def test_verbs_and_patterns_code_what_they_say(self):
        for text, expected in (
                ("China harried Japan on Monday.", ("assault", "180", ["CHN"], ["JPN"])),
                ("Japan was harried by China.", ("assault", "180", ["CHN"], ["JPN"])),
                ("China pestered Japan over fishing rights.", ("threat", "130", ["CHN"], ["JPN"])),
                ("China hemmed in Japan on Monday.", ("blockade", "191", ["CHN"], ["JPN"])),
                ("France furnished Chad with radars.", ("aid", "0722", ["FRA"], ["TCD"])),
                ("France furnished Chad with patrol boats.", ("aid", "0722", ["FRA"], ["TCD"])),
                ("France courted Chad last year.", ("support", "050", ["FRA"], ["TCD"]))):
            self.assertEqual(self.coded(text), [expected], text)

    def test_a_phrase_is_its_head_with_its_modifiers(self):
        self.assertEqual([c for _, c, _, _ in self.coded("China harried the Japanese fishing fleet.")], ["1711"])
        self.assertEqual([c for _, c, _, _ in self.coded("China harried the Japanese air fleet.")], ["180"])

    def test_the_null_code_is_no_event(self):
        self.assertEqual(self.coded("France furnished Chad with chairs."), [])

    def test_every_line_that_cannot_be_used_is_told(self):
        self.write("a.txt", "Chad met France.")
        status, _, err = self.ekg("extract", "a.txt", *self.ACTORS, *self.AGENTS, *self.VERBS, "--problems", "p.jsonl")
        self.assertEqual(status, 1)
        with open(os.path.join(self.folder, "p.jsonl"), encoding="utf-8") as file:
            told = {(os.path.basename(p["file"]), p["line"]) for p in map(json.loads, file) if p["code"] == "petrarch-row"}
        expected = set()
        for name, marks in (("actors.txt", ("20091399", "NO_CODE_AT_ALL", "NOBODY", "BAD_BRACKETS", "STRANGE")),
                            ("agents.txt", ("NO_TILDE", "NO_CODE", "UNKNOWN")),
                            ("verbs.txt", ("CUTTER", "SAID", "UNDEFINED", "HAVOC", "GLARE", "~ a"))):
            with open(os.path.join(self.HERE, name), encoding="utf-8") as file:
                expected |= {(name, number) for number, line in enumerate(file, 1) if any(mark in line for mark in marks)}
        self.assertEqual(told, expected)

    def test_all_dictionaries_of_the_field_load_and_every_problem_names_its_line(self):
        folder = os.path.join(os.environ.get("EKG_SHARED", os.path.join(SOURCE, "..", "shared")), "data/petrarch")
        if not os.path.isdir(folder):
            self.skipTest(f"no dictionaries of the field in {folder}; EKG_SHARED names the folder that holds data/petrarch")
        self.write("a.txt", "Israeli soldiers arrested five Lebanese fishermen.")
        options = []
        for name in sorted(os.listdir(folder)):
            for kind in ("actors", "agents", "verbs"):
                if f".{kind}." in name or (kind == "verbs" and name.startswith("CAMEO")):
                    options += [f"--petrarch-{kind}", os.path.join(folder, name)]
        self.assertEqual(len(options), 16)
        status, out, err = self.ekg("extract", "a.txt", *options, "--problems", "p.jsonl", "-q")
        self.assertEqual(status, 1)
        self.assertEqual(len(out.splitlines()), 1)
        with open(os.path.join(self.folder, "p.jsonl"), encoding="utf-8") as file:
            problems = [p for p in map(json.loads, file) if p["code"] == "petrarch-row"]
        self.assertTrue(all(p.get("line") and p.get("file") and p.get("message") for p in problems))
        self.assertLess(len(problems), 1000)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
