#!/usr/bin/env python3
"""The subcommands that look at a graph, as a user runs them. Usage: test_queries.py EKG"""
import csv
import io
import json
import os
import subprocess
import sys
import tempfile
import unittest

from terminal import terminal

EKG = os.path.abspath(sys.argv.pop(1))


def event(number, kind, actor, recipient, day, **more):
    party = lambda name: [{"name": name, "kind": "country"}]
    record = {"id": f"ev-{number:016x}", "type": kind, "status": "asserted", "actors": party(actor),
              "recipients": party(recipient), "doc": f"doc-{number}", "text": f"sentence {number}"}
    if day:
        record["time"] = {"start": day, "end": day, "precision": "day"}
    return record | more


EVENTS = [
    event(1, "clash", "Ukraine", "Russia", "2024-11-04", quad="material-conflict", intensity=-10),
    event(2, "clash", "Russia", "Ukraine", "2024-11-10", quad="material-conflict", intensity=-9),
    event(3, "meeting", "Russia", "China", "2024-11-11", quad="verbal-cooperation", intensity=2.5),
    event(4, "meeting", "China", "France", "2024-12-30", quad="verbal-cooperation", intensity=2.5),
    event(5, "meeting", "France", "Ukraine", None, quad="verbal-cooperation"),
]


class Queries(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.graph = os.path.join(cls.folder.name, "war.json")
        source = os.path.join(cls.folder.name, "war.jsonl")
        with open(source, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(record) + "\n" for record in EVENTS)
        subprocess.run([EKG, "build", source, "-o", cls.graph], check=True, capture_output=True)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def ekg(self, verb, *args, form="jsonl"):
        done = subprocess.run([EKG, verb, self.graph, *args, "--format", form], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()] if form == "jsonl" else done.stdout

    def fails(self, *args):
        done = subprocess.run([EKG, *args], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        return done.stderr

    def test_events_take_the_options_of_a_slice(self):
        ids = lambda *args: [int(row["event"][3:], 16) for row in self.ekg("events", *args)]
        self.assertEqual(ids(), [1, 2, 3, 4, 5])
        self.assertEqual(ids("--from", "2024-W45", "--to", "2024-W46"), [1, 2])
        self.assertEqual(ids("--from", "2024-11-10", "--to", "2024-11-11"), [2])
        self.assertEqual(ids("--actor", "russia"), [1, 2, 3])
        self.assertEqual(ids("--actor", "Russia", "--with", "Ukraine"), [1, 2])
        self.assertEqual(ids("--type", "meeting", "--from", "2024-12"), [4])
        self.assertEqual(ids("--quad", "material-conflict"), [1, 2])
        self.assertEqual(ids("--actor", "France", "--actor", "Ukraine"), [1, 2, 4, 5])
        self.assertEqual(ids("--limit", "2"), [1, 2])

    def test_pairs(self):
        rows = self.ekg("pairs")
        self.assertEqual({rows[0]["a"], rows[0]["b"]}, {"Ukraine", "Russia"})
        self.assertEqual((rows[0]["events"], rows[0]["conflict"], rows[0]["intensity"]), (2, 2, -19.0))
        self.assertEqual((rows[0]["first_seen"], rows[0]["last_seen"]), ("2024-11-04", "2024-11-10"))
        self.assertEqual(len(self.ekg("pairs", "--type", "clash", "--from", "2024-W45", "--to", "2024-W46")), 1)

    def test_actors(self):
        rows = {row["name"]: row for row in self.ekg("actors")}
        self.assertEqual((rows["Russia"]["events"], rows["Russia"]["acting"], rows["Russia"]["acted_on"]), (3, 2, 1))
        self.assertEqual([row["events"] for row in self.ekg("actors")], [3, 3, 2, 2])

    def test_a_table_for_a_person_tells_empty_stretches_in_one_line(self):
        args = ("timeline", "--by", "month", "--from", "2024-01", "--to", "2025-03")
        self.assertEqual(self.ekg(*args, form="table"), "month               events\n2024-01 to 2024-10       0\n2024-11                  3\n"
                         "2024-12                  1\n2025-01 to 2025-02       0\n")
        self.assertEqual(len(self.ekg(*args)), 14)
        self.assertEqual(len(self.ekg(*args, form="csv").splitlines()), 15)
        stacked = self.ekg(*args, "--stack", "type", form="table").splitlines()
        self.assertEqual([line.split()[0] for line in stacked], ["month", "2024-01", "2024-11", "2024-12", "2025-01"])
        self.assertIn("… 3 more rows", self.ekg(*args, "--limit", "1", form="table"))

    def test_timeline_fills_gaps(self):
        rows = self.ekg("timeline", "--by", "week", "--from", "2024-11-04", "--to", "2025-01-06", "--stack", "type")
        self.assertEqual([row["week"] for row in rows], ["2024-W%02d" % week for week in range(45, 53)] + ["2025-W01"])
        self.assertEqual((rows[0]["clash"], rows[1]["meeting"], rows[8]["meeting"]), (2, 1, 1))
        self.assertEqual(sum(row["clash"] + row["meeting"] for row in rows), 4)

    def test_timeline_in_a_zone_moves_what_is_known_to_the_hour(self):
        rows = self.ekg("timeline", "--by", "day", "--from", "2024-11-10", "--to", "2024-11-12", "--zone", "+03:00")
        self.assertEqual([(row["day"], row["events"]) for row in rows], [("2024-11-10", 1), ("2024-11-11", 1)])
        self.assertIn("no zone", self.fails("timeline", self.graph, "--zone", "Mars"))

    def test_ego(self):
        rows = {row["name"]: row for row in self.ekg("ego", "Ukraine")}
        self.assertEqual({name: (row["to"], row["from"]) for name, row in rows.items()}, {"Russia": (1, 1), "France": (0, 1)})

    def test_path(self):
        rows = self.ekg("path", "Ukraine", "France")
        self.assertEqual([(row["from"], row["to"]) for row in rows], [("Ukraine", "Russia"), ("Russia", "China"), ("China", "France")])
        self.assertEqual(self.ekg("path", "France", "Ukraine"), [])

    def test_explain_an_event_tells_each_field_and_sentence(self):
        rows = self.ekg("explain", "ev-0000000000000001")
        told = {row["what"]: row.get("value") for row in rows}
        self.assertEqual((told["actor"], told["recipient"], told["type"]), ("Ukraine", "Russia", "clash"))
        self.assertEqual(rows[-1] | {"value": None}, {"what": "told in", "value": None, "document": "doc-1"})
        self.assertEqual(rows[-1]["value"], "sentence 1")

    def test_explain_an_entity_tells_its_names_by_rule_and_its_wordings(self):
        person = lambda name, doc, **more: {"type": "statement", "doc": doc, "text": f"{name} said",
                                            "actors": [{"name": name, "kind": "person"} | more]}
        source, graph = (os.path.join(self.folder.name, name) for name in ("who.jsonl", "who.json"))
        with open(source, "w", encoding="utf-8") as file:
            for record in (person("Mira Olensky", "a"), person("Olensky", "a"),
                           person("Mira Olenskyy", "b", mention="Minister Olenskyy"), person("Another", "b")):
                file.write(json.dumps(record) + "\n")
        subprocess.run([EKG, "build", source, "-o", graph], check=True, capture_output=True)
        done = subprocess.run([EKG, "explain", graph, "Mira Olensky"], check=True, capture_output=True, text=True)
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual({(row["name"], row["because"]) for row in rows if "because" in row},
                         {("Olensky", "surname"), ("Mira Olenskyy", "spelling")})
        self.assertIn(("Minister Olenskyy", 1, "b"),
                      [(row["name"], row["events"], row["document"]) for row in rows if row["what"] == "called"])
        with open(graph, encoding="utf-8") as file:
            first = file.read()
        again = subprocess.run([EKG, "build", graph, "-o", "-", "--format", "json"], check=True, capture_output=True, text=True)
        self.assertEqual(again.stdout, first)

    def test_between_and_explain(self):
        self.assertEqual(len(self.ekg("between", "Ukraine", "Russia")), 2)
        self.assertEqual(len(self.ekg("between", "Ukraine", "Russia", "--one-way")), 1)
        self.assertEqual([row["text"] for row in self.ekg("explain", "Ukraine", "Russia")], ["sentence 1", "sentence 2"])

    def test_compare(self):
        changes = {(row["a"], row["b"]): row["change"] for row in self.ekg("compare", "2024-11", "2024-12")}
        self.assertEqual(sorted(changes.values()), ["gone", "gone", "new"])

    def test_bursts(self):
        rows = self.ekg("bursts", "--by", "week", "--reluctance", "0.1", "--from", "2024", "--to", "2025")
        self.assertEqual((rows[0]["from"], rows[0]["level"], rows[0]["events"]), ("2024-11-04", 1, 3))
        self.assertEqual({row["type"] for row in self.ekg("bursts", "--each", "type", "--reluctance", "0")}, {"clash", "meeting"})
        self.assertTrue(all({"a", "b"} <= set(row) for row in self.ekg("bursts", "--each", "pair", "--reluctance", "0")))

    def test_sequence(self):
        steps = ("--step", "clash", "--step", "material-conflict")
        self.assertEqual([(row["sequence"], row["step"], row["days"]) for row in self.ekg("sequence", *steps)],
                         [(1, 1, 0), (1, 2, 6)])
        self.assertEqual(self.ekg("sequence", *steps, "--within", "5"), [])
        self.assertEqual(self.ekg("sequence", *steps, "--same-direction"), [])
        self.assertIn("wedding", self.fails("sequence", self.graph, "--step", "clash", "--step", "wedding"))
        self.assertIn("two", self.fails("sequence", self.graph, "--step", "clash"))

    def test_communities(self):
        rows = self.ekg("communities", "--type", "clash")
        self.assertEqual([(row["group"], row["ties"], row["inside"]) for row in rows], [(1, 2, 2), (1, 2, 2)])

    def test_central(self):
        rows = {row["name"]: row for row in self.ekg("central", "--measure", "betweenness")}
        self.assertEqual((rows["Russia"]["degree"], rows["Russia"]["in_degree"], rows["Russia"]["out_degree"]), (2, 1, 2))
        self.assertAlmostEqual(sum(row["pagerank"] for row in rows.values()), 1)
        self.assertGreater(rows["China"]["betweenness"], 0)
        self.assertNotIn("betweenness", self.ekg("central")[0])
        self.assertEqual({row["month"] for row in self.ekg("central", "--over", "month")}, {"2024-11", "2024-12"})

    def test_roles(self):
        self.assertEqual(self.ekg("roles", "--at", "2024-11"), [])
        self.assertIn("yesterday", self.fails("roles", self.graph, "--at", "yesterday"))

    def test_every_form_is_printed(self):
        rows = list(csv.DictReader(io.StringIO(self.ekg("pairs", form="csv"))))
        self.assertEqual(len(rows), 4)
        self.assertEqual(len(json.loads(self.ekg("pairs", form="json"))), 4)
        for form in ("table", "md"):
            self.assertIn("Ukraine", self.ekg("pairs", form=form))

    def test_every_question_takes_the_same_options_and_prints_every_form(self):
        own = {"ego": ["Russia"], "path": ["Ukraine", "France"], "between": ["Ukraine", "Russia"], "explain": ["Russia"],
               "compare": ["2024-11", "2024-12"], "sequence": ["--step", "clash", "--step", "clash"], "roles": ["--at", "2024-11"]}
        window = ["--from", "2024-11", "--to", "2025", "--actor", "Russia", "--with", "Ukraine", "--type", "clash", "--quad",
                  "material-conflict", "--status", "asserted", "--outlet", "doc-1", "--outlet", "doc-2", "--min-confidence", "0.1",
                  "--min-sources", "1", "--limit", "0"]
        answered = 0
        for verb in ("events", "timeline", "actors", "pairs", "ego", "path", "between", "explain", "conflicts", "compare", "bursts",
                     "sequence", "communities", "central", "roles"):
            rows = self.ekg(verb, *own.get(verb, []), *window)
            answered += bool(rows)
            self.assertEqual(json.loads(self.ekg(verb, *own.get(verb, []), *window, form="json")), rows, verb)
            done = subprocess.run([EKG, verb, self.graph, *own.get(verb, []), *window, "--json"], capture_output=True, text=True, check=True)
            self.assertEqual(json.loads(done.stdout), rows, verb)
            done = subprocess.run([EKG, verb, self.graph, *own.get(verb, []), *window, "--csv"], capture_output=True, text=True, check=True)
            self.assertEqual(len(list(csv.reader(io.StringIO(done.stdout)))), len(rows) + 1, verb)
            for option in ("--place", "--country"):
                done = subprocess.run([EKG, verb, self.graph, *own.get(verb, []), option, "Russia"], capture_output=True, text=True)
                self.assertIn(done.returncode, (0, 2), (verb, option, done.stderr))
                self.assertNotIn("not expected", done.stderr, (verb, option))
        self.assertGreaterEqual(answered, 11)

    def test_rows_name_the_entities_by_id(self):
        ids = {row["name"]: row["entity"] for row in self.ekg("actors")}
        for verb, args, sides in (("pairs", (), ("a", "b")), ("compare", ("2024-11", "2024-12"), ("a", "b")),
                                  ("path", ("Ukraine", "France"), ("from", "to")),
                                  ("sequence", ("--step", "clash", "--step", "clash"), ("a", "b"))):
            rows = self.ekg(verb, *args)
            self.assertTrue(rows, verb)
            for row in rows:
                self.assertEqual([row[side + "_entity"] for side in sides], [ids[row[side]] for side in sides], verb)
        self.assertEqual([row["entity"] for row in self.ekg("ego", "Ukraine")], [ids["Russia"], ids["France"]])
        for row in self.ekg("between", "Ukraine", "Russia"):
            self.assertEqual((row["actor_entities"], row["recipient_entities"]), (ids[row["actors"]], ids[row["recipients"]]))
        self.assertIn(",a_entity,b_entity\n", self.ekg("pairs", form="csv"))
        for form in ("table", "md"):  # a person reads names
            self.assertNotIn(ids["Russia"], self.ekg("pairs", form=form))

    def test_countries_and_outlets_are_looked_up(self):
        graph = os.path.join(self.folder.name, "told.json")
        rows = [{"id": "ev-1", "type": "clash", "time": {"start": "2024", "precision": "year"}, "doc": "one", "actors": [{"name": "Kyiv Battalion", "kind": "armed_group", "country": "UKR"}]},
                {"id": "ev-2", "type": "clash", "time": {"start": "2024", "precision": "year"}, "doc": "two", "actors": [{"name": "Syria", "kind": "country", "country": "SYR"}]}]
        source = os.path.join(self.folder.name, "told.jsonl")
        with open(source, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)
        subprocess.run([EKG, "build", source, "-o", graph], check=True, capture_output=True)
        ids = lambda *args: [json.loads(line)["event"] for line in subprocess.run(
            [EKG, "events", graph, *args], check=True, capture_output=True, text=True).stdout.splitlines()]
        self.assertEqual([ids("--country", "ukr"), ids("--country", "syria"), ids("--outlet", "ONE")], [["ev-1"], ["ev-2"], ["ev-1"]])
        self.assertIn("nothing of this graph is in \"Mars\"; there is \"SYR\", \"UKR\"", self.fails("events", graph, "--country", "Mars"))
        self.assertIn("there is \"two\"", self.fails("events", graph, "--outlet", "tw"))
        self.assertIn("no place is called \"nowhere\" in this graph", self.fails("events", graph, "--place", "nowhere"))

    def test_a_timeline_without_events_has_its_columns(self):
        self.assertEqual(self.ekg("timeline", "--by", "month", "--from", "2030-01", "--to", "2030-03"),
                         [{"month": "2030-01", "events": 0}, {"month": "2030-02", "events": 0}])
        self.assertEqual(self.ekg("timeline", "--from", "2030", form="csv"), "month,events\n")

    def test_a_narrow_terminal_cuts_texts_and_no_ids(self):
        long = {"actors": [{"name": "The Very Long Name of a Republic", "kind": "country"}], "text": "a long sentence of an article"}
        docs = [f"https://news.example/2024/11/05/{name}" for name in ("a-first-article", "second", "third")]
        records = [event(7, "clash", "x", "Chad", "2024-11-04", **(long | {"doc": doc})) for doc in docs]
        path = os.path.join(self.folder.name, "long.jsonl")
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(record) + "\n" for record in records)
        for verb, *more in (("events",), ("between", "The Very Long Name of a Republic", "Chad"),
                            ("explain", "The Very Long Name of a Republic", "Chad"), ("explain", "ev-0000000000000007")):
            shown = terminal(EKG, verb, path, *more)
            self.assertIn("ev-0000000000000007", shown, verb)
            self.assertIn(docs[0], shown, verb)
            if verb != "explain":
                self.assertIn(docs[0] + ", …", shown)
                self.assertIn("The Very Lo…", shown)
        self.assertIn(", ".join(docs), terminal(EKG, "events", path, columns=300))

    def test_the_help_of_bursts_says_where_one_ends(self):
        done = subprocess.run([EKG, "bursts", "--help"], capture_output=True, text=True, check=True)
        self.assertIn("the day after its last", done.stdout)

    def test_no_answer_is_said_on_stderr(self):
        for args, told in ((("pairs", self.graph, "--from", "2030"), "nothing fits"),
                           (("path", self.graph, "France", "Ukraine"), "no path from France to Ukraine")):
            done = subprocess.run([EKG, *args], capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stdout), (0, ""))
            self.assertIn(told, done.stderr)

    def test_between_takes_sets(self):
        self.assertEqual(len(self.ekg("between", "Ukraine", "Russia", "--or-b", "France")), 3)
        self.assertEqual(len(self.ekg("between", "Ukraine", "Russia", "--or-a", "China", "--or-b", "France")), 5)

    def test_compared_windows_are_cut_and_do_not_overlap(self):
        self.assertIn("overlap", self.fails("compare", self.graph, "2024", "2024-11"))
        self.assertIn("--from", self.fails("compare", self.graph, "2024-11", "2024-12", "--to", "2024-12-01"))
        whole, cut = (self.ekg("compare", "2024-11", "2024-12", *more)[0]["p"] for more in ((), ("--to", "2024-12-02")))
        self.assertAlmostEqual(whole, (30 / 61) ** 2)  # two in November and none in all of December
        self.assertEqual(cut, 1)  # none on one day of December

    def of(self, verb, records, *args):
        """The rows of a question to a graph of these records."""
        done = subprocess.run([EKG, verb, "-", *args, "--format", "jsonl"], capture_output=True, text=True,
                              input="".join(json.dumps(record) + "\n" for record in records))
        self.assertEqual(done.returncode, 0, done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def test_a_date_in_a_zone_is_a_local_day(self):
        late = {"time": {"start": "2024-10-31T22:00:00Z", "end": "2024-10-31T22:00:00Z", "precision": "hour"}}
        later = {"time": {"start": "2024-11-30T22:00:00Z", "end": "2024-11-30T22:00:00Z", "precision": "hour"}}
        records = [event(1, "clash", "A", "B", None, **late), event(2, "clash", "A", "C", None, **later),
                   event(3, "clash", "A", "D", "2024-10-31"), event(4, "clash", "A", "E", "2024-11-30")]
        rows = self.of("timeline", records, "--by", "month", "--from", "2024-11", "--to", "2024-12", "--zone", "+03:00")
        self.assertEqual(rows, [{"month": "2024-11", "events": 2}])
        rows = self.of("timeline", records, "--by", "day", "--from", "2024-11-30", "--to", "2024-12-01", "--zone", "-05:00")
        self.assertEqual(rows, [{"day": "2024-11-30", "events": 2}])

    def test_an_event_of_which_only_the_year_is_known_is_in_one_window_at_most(self):
        vague = {"time": {"start": "2024", "end": "2024", "precision": "year"}}
        records = [event(1, "clash", "A", "B", None, **vague), event(2, "clash", "C", "D", "2024-06-05")]
        self.assertEqual(self.of("compare", records, "2024-05", "2024-06")[0]["a"], "C")
        self.assertEqual(len(self.of("compare", records, "2024-05", "2024-06")), 1)
        months = [row["month"] for row in self.of("central", records, "--over", "month")]
        self.assertEqual(sorted(set(months)), ["2024-01", "2024-06"])
        months = [row["month"] for row in self.of("central", records, "--over", "month", "--from", "2024-09", "--to", "2024-11")]
        self.assertEqual(sorted(set(months)), ["2024-09"])

    def test_a_type_of_the_ontology_has_its_weight_without_being_told(self):
        bare = {"type": "clash", "actors": [{"name": "A"}], "recipients": [{"name": "B"}]}
        row = self.of("pairs", [bare])[0]
        self.assertEqual((row["conflict"], row["cooperation"]), (1, 0))
        self.assertLess(row["intensity"], 0)
        self.assertEqual(len(self.of("events", [bare], "--quad", "material-conflict")), 1)
        self.assertEqual(self.of("pairs", [bare | {"type": "tea-party"}])[0]["intensity"], 0)
        self.assertEqual(self.of("pairs", [bare | {"quad": "verbal-conflict"}])[0]["intensity"], 0)

    def test_names_are_found_without_accents_and_countries_by_name(self):
        record = {"type": "meeting", "actors": [{"name": "Félix Mbala", "kind": "person", "country": "KEN"}],
                  "recipients": [{"name": "Ünal", "kind": "person"}]}
        for name in ("Felix Mbala", "FÉLIX MBALA", "Fe\u0301lix Mbala"):
            self.assertEqual(len(self.of("events", [record], "--actor", name)), 1, name)
        self.assertEqual(len(self.of("events", [record], "--actor", "ünal")), 1)
        self.assertEqual(len(self.of("events", [record], "--country", "Kenya")), 1)

    def test_a_limit_cuts_no_path_and_no_sequence(self):
        self.assertEqual(len(self.ekg("path", "Ukraine", "France", "--limit", "1")), 3)
        records = [event(1, "clash", "A", "B", "2024-01-01"), event(2, "meeting", "A", "B", "2024-01-02"),
                   event(3, "clash", "A", "B", "2024-01-03"), event(4, "meeting", "A", "B", "2024-01-04")]
        rows = self.of("sequence", records, "--step", "clash", "--step", "meeting", "--limit", "1")
        self.assertEqual([row["step"] for row in rows], [1, 2])

    def test_numbers_are_numbers(self):
        for verb, option in (("communities", "--resolution"), ("bursts", "--ratio"), ("bursts", "--reluctance"),
                             ("events", "--min-confidence")):
            for value in ("nan", "inf", "-nan", "1e999", "x"):
                self.assertIn(option, self.fails(verb, self.graph, option, value))

    def test_a_timeline_without_end_is_refused(self):
        far = [event(1, "clash", "A", "B", "0001-01-01"), event(2, "clash", "A", "B", "9999-01-01")]
        path = os.path.join(self.folder.name, "far.jsonl")
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(record) + "\n" for record in far)
        told = self.fails("timeline", path, "--by", "day", "-q")
        self.assertIn("0001-01-01", told)
        self.assertIn("--by", told)
        self.assertEqual(len(self.of("timeline", far, "--by", "year")), 9999)

    def test_central_limits_each_period(self):
        rows = self.ekg("central", "--over", "month", "--limit", "1")
        self.assertEqual([row["month"] for row in rows], ["2024-11", "2024-12"])

    def test_pairs_say_when_there_are_more(self):
        told = self.ekg("pairs", "--limit", "2", form="table").splitlines()
        self.assertEqual(len(told), 4)
        self.assertIn("more rows", told[-1])
        self.assertNotIn("more rows", self.ekg("pairs", "--limit", "4", form="table"))

    def test_mistakes_are_named(self):
        self.assertIn("is not before", self.fails("events", self.graph, "--from", "2024-12", "--to", "2024-11"))
        self.assertIn("end is not included", self.fails("events", self.graph, "--from", "2024-11-05", "--to", "2024-11-05"))
        self.assertIn("no date", self.fails("events", "no-such-file.json", "--from", "2024-13"))
        self.assertIn("no date", self.fails("compare", "no-such-file.json", "2024-11", "11/2024"))
        self.assertIn("\"Ukraine\"", self.fails("ego", self.graph, "Ukrain"))
        self.assertIn("yesterday", self.fails("events", self.graph, "--from", "yesterday"))
        self.assertIn("clash, meeting", self.fails("events", self.graph, "--type", "wedding"))
        self.assertIn("material-conflict", self.fails("events", self.graph, "--quad", "war"))
        self.assertIn("hypothetical", self.fails("events", self.graph, "--status", "maybe"))
        self.assertIn("same party", self.fails("path", self.graph, "Ukraine", "ukraine"))
        self.assertIn("--step", self.fails("sequence", self.graph, "--step", "clash", "--step", ""))
        self.assertIn("--json", self.fails("pairs", self.graph, "--csv", "--json"))


if __name__ == "__main__":
    unittest.main()
