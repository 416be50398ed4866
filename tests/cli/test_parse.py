#!/usr/bin/env python3
"""`ekg parse` and `ekg eval` as a user meets them. Usage: test_parse.py EKG [unittest arguments]"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

EKG = os.path.abspath(sys.argv[1])

# Two-byte, three-byte and four-byte characters before everything that has an offset.
TEXT = ("Zürich 🕊️ — Defence Minister Rustem Umerov arrived in the United States on Tuesday, 5 November 2024.\n\n"
        "“More than 300 soldiers have left Львів,” said Umerov. The US welcomed the Ukrainian minister.\n")


class Parse(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)

    def write(self, name, text):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8", newline="") as file:
            file.write(text)
        return name

    def ekg(self, *args):
        done = subprocess.run((EKG, *args), cwd=self.folder, capture_output=True, timeout=300)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def json_of(self, *args):
        status, out, err = self.ekg("parse", *args)
        self.assertEqual(status, 0, err)
        return [json.loads(line) for line in out.splitlines()]

    def test_every_offset_leads_back_to_the_text(self):
        [row] = self.json_of(self.write("a.txt", TEXT), "--published", "2024-11-07")
        self.assertEqual(row["doc"], "a")
        words = []
        for sentence in row["sentences"]:
            begin, end = sentence["span"]
            for token in sentence["tokens"]:
                self.assertTrue(begin <= token["span"][0] < token["span"][1] <= end, token)
                self.assertEqual(TEXT[slice(*token["span"])], token["form"])
                self.assertTrue(0 <= token["head"] <= len(sentence["tokens"]))
                words.append(token["form"])
            self.assertEqual([t["head"] for t in sentence["tokens"]].count(0), 1)
        self.assertEqual("".join(words), "".join(TEXT.split()))
        for time in row["times"]:
            self.assertEqual(TEXT[slice(*time["span"])], time["text"])
        for quantity in row["quantities"]:
            self.assertEqual(TEXT[slice(*quantity["span"])], quantity["text"])
        for mention in row["mentions"]:
            self.assertTrue(mention["span"][0] <= mention["head"][0] < mention["head"][1] <= mention["span"][1], mention)
        self.assertIn("2024-11-05", [time["value"] for time in row["times"]])
        self.assertIn({"value": 300, "comparator": "more_than", "of": "soldiers"},
                      [{k: q[k] for k in ("value", "comparator", "of")} for q in row["quantities"]])

    def test_a_name_stands_without_title_and_article_inside_its_phrase(self):
        [row] = self.json_of(self.write("a.txt", TEXT))
        mentions = {(TEXT[slice(*m["span"])], m["form"]): m for m in row["mentions"]}
        self.assertIn(("Defence Minister Rustem Umerov", "nominal"), mentions)
        self.assertIn(("Rustem Umerov", "named"), mentions)
        self.assertIn(("the United States", "nominal"), mentions)
        self.assertEqual(mentions["United States", "named"]["country"], "USA")
        spans = [m["span"] for m in row["mentions"]]
        self.assertEqual(spans, sorted(spans, key=lambda s: (s[0], -s[1])))
        self.assertEqual(len(spans), len({tuple(s) for s in spans}))

    def test_entities_tell_who_is_who_and_who_speaks(self):
        [row] = self.json_of(self.write("a.txt", TEXT))
        entity = {TEXT[slice(*m["span"])]: m.get("entity") for m in row["mentions"]}
        self.assertRegex(entity["Rustem Umerov"], r"^en-[0-9a-f]{16}$")
        self.assertEqual(entity["Umerov"], entity["Rustem Umerov"])
        self.assertEqual(entity["US"], entity["United States"])
        self.assertNotEqual(entity["US"], entity["Umerov"])
        self.assertEqual([(q["kind"], q["speaker"]) for q in row["quotes"]], [("direct", entity["Umerov"])])

    def test_entities_of_one_document_are_those_of_its_graph(self):
        name = self.write("a.txt", "Ukraine attacked Russia on 5 November 2024. Russia condemned the attack.\n")
        [row] = self.json_of(name)
        self.assertEqual(self.ekg("build", name, "-o", "a.json")[0], 0)
        with open(os.path.join(self.folder, "a.json"), encoding="utf-8") as file:
            in_graph = {entity["id"] for entity in json.load(file)["entities"] if entity["kind"] == "country"}
        self.assertEqual(len(in_graph), 2)
        self.assertEqual(in_graph, {m.get("entity") for m in row["mentions"] if m["form"] == "named"})

    def test_conllu_comes_out_and_goes_in_with_its_tokens(self):
        status, out, err = self.ekg("parse", self.write("a.txt", TEXT), "--format", "conllu")
        self.assertEqual(status, 0, err)
        self.assertEqual([line for line in out.splitlines() if line and line[0] != "#" and line.count("\t") != 9], [])
        self.assertIn("# text = “More than 300 soldiers have left Львів,” said Umerov.\n", out)
        again = self.json_of(self.write("b.conllu", out))
        forms = lambda rows: [t["form"] for row in rows for s in row["sentences"] for t in s["tokens"]]
        self.assertEqual(forms(again), forms(self.json_of("a.txt")))
        status, scores, err = self.ekg("eval", "b.conllu")
        self.assertEqual(status, 0, err)
        self.assertIn("UPOS=100.00\n", scores)
        self.assertIn("LAS=100.00\n", scores)

    def test_text_is_for_people(self):
        status, out, _ = self.ekg("parse", self.write("a.txt", TEXT), "--format", "text", "--published", "2024-11-07")
        self.assertEqual(status, 0)
        self.assertTrue(out.startswith("# a\n\n1. Zürich"), out[:40])
        self.assertRegex(out, r"\n +\d+ Umerov +PROPN NNP ")
        self.assertIn("mention   Defence Minister Rustem Umerov (nominal person UKR)\n", out)
        self.assertIn(" = 2024-11-05 (2024-11-05 to 2024-11-05)\n", out)
        self.assertTrue(out.endswith("\n"))

    def test_nothing_in_is_a_problem_and_the_others_are_read(self):
        self.write("empty.txt", "")
        self.write("empty.conllu", "")
        self.write("blank.txt", " \n\n")
        for bad, code in (("empty.txt", "empty-file"), ("empty.conllu", "empty-file"), ("blank.txt", "empty-document")):
            status, out, err = self.ekg("parse", bad, self.write("good.txt", "Troops left."))
            self.assertEqual(status, 1, bad)
            self.assertEqual(err.count(f"[{code}]"), 1, err)
            self.assertEqual([json.loads(line)["doc"] for line in out.splitlines()], ["good"])
            self.assertIn("read 2 texts, kept 1, dropped 1", err)

    def test_the_number_of_threads_never_shows(self):
        rows = [{"id": f"d{i}", "text": f"In {1990 + i % 30}, {i} soldiers left town {i}. " * (1 + i * 7 % 13)} for i in range(60)]
        name = self.write("many.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
        bad = self.write("bad.jsonl", '{"id": "x"}\nno json\n')
        one = self.ekg("parse", name, bad, "--jobs", "1")
        self.assertEqual([json.loads(line)["doc"] for line in one[1].splitlines()], [row["id"] for row in rows])
        for jobs in ("2", "7"):
            self.assertEqual(self.ekg("parse", name, bad, "--jobs", jobs), one)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
