"""Coded event data through the command line, against a count of the rows themselves.

usage: test_coded.py EKG SOURCE-DIR
"""
import collections
import gzip
import io
import json
import os
import random
import subprocess
import sys
import tempfile
import unittest
import zipfile

EKG = os.path.abspath(sys.argv.pop(1))
SOURCE = os.path.abspath(sys.argv.pop(1))
ICEWS = os.path.join(SOURCE, "../shared/data/icews/events.2018.sample.tab")

HEADER = ("Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\t"
          "Target Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude")


def run(*args):
    done = subprocess.run([EKG, *args], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def own_sample(rows):
    """Rows in ICEWS's form about states and groups of our own, some of them told many times."""
    chance = random.Random(8)
    names = ["Ukraine", "Poland", "Citizen (Norland)", "Police (Norland)", "Military (Sudoria)", "Mara Voss", "China", "Ghana"]
    codes = ["010", "040", "042", "111", "173", "190", "0841"]
    lines = [HEADER]
    for number in range(rows):
        a, b = chance.choices(names, weights=[9, 7, 5, 5, 3, 2, 2, 1], k=2)
        lines.append("\t".join([str(number), f"2018-06-{chance.randint(1, 3):02}", a, "NA", "NA", "told", chance.choice(codes), "1", b,
                                "NA", "NA", str(number // 3), "1", "Gazette", "NA", "NA", "NA", "Poland", "52.2298", "21.0118"]))
    return "\n".join(lines) + "\n"


def dyads(text):
    """What awk would count: rows with two different names, in either direction."""
    count = collections.Counter()
    for line in text.splitlines()[1:]:
        cells = line.split("\t")
        if cells[2] != cells[8]:
            count[frozenset((cells[2], cells[8]))] += 1
    return count


class Icews(unittest.TestCase):
    def check(self, path, text, states):
        rows = len(text.splitlines()) - 1
        with tempfile.TemporaryDirectory() as folder:
            graph = os.path.join(folder, "graph.json")
            status, _, err = run("build", path, "-o", graph)
            self.assertEqual(status, 0, err)
            self.assertIn(f"read {rows} records of 1 file, kept {rows}, dropped 0 (icews 1 file {rows} kept 0 dropped); {rows} events", err)
            told = [json.loads(line) for line in run("pairs", graph, "--limit", "0")[1].splitlines()]
        found = {frozenset((row["a"], row["b"])): row["events"] for row in told}
        expected = collections.Counter()
        for names, count in dyads(text).items():
            expected[frozenset(states.get(name, name) for name in names)] += count
        for names, count in expected.most_common(10):
            self.assertEqual(found.get(names), count, sorted(names))
        self.assertEqual(sorted(found.values(), reverse=True)[:10], [count for _, count in expected.most_common(10)])

    def test_own_sample_keeps_every_row_and_its_busiest_pairs(self):
        text = own_sample(500)
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "events.sample.tab.gz")
            with gzip.open(path, "wt", encoding="utf-8") as out:
                out.write(text)
            self.check(path, text, {})

    @unittest.skipUnless(os.path.exists(ICEWS), "the published sample is not here")
    def test_published_sample_keeps_every_row_and_its_busiest_pairs(self):
        with open(ICEWS, encoding="utf-8") as file:
            self.check(ICEWS, file.read(), {})

    def test_a_cut_gzip_keeps_the_rows_before_the_cut_and_says_where(self):
        packed = gzip.compress(own_sample(2000).encode())
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "events.tab.gz")
            with open(path, "wb") as out:
                out.write(packed[: len(packed) // 2])
            status, _, err = run("build", path, "-o", os.path.join(folder, "graph.json"))
        self.assertEqual(status, 1)
        self.assertRegex(err, r"events\.tab\.gz:\d+: error: .*\[broken-compression\]")
        self.assertRegex(err, r"icews 1 file \d{2,} kept 0 dropped")

    def test_a_wrong_checksum_loses_no_row_before_it(self):
        packed = bytearray(gzip.compress(own_sample(3000).encode()))
        packed[-8] ^= 1
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("events.tab", own_sample(3000))
        zipped = bytearray(whole.getvalue())
        zipped[14] ^= 1
        for name, content in (("events.tab.gz", packed), ("events.zip", zipped)):
            with tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, name)
                with open(path, "wb") as out:
                    out.write(content)
                status, _, err = run("build", path, "-o", os.path.join(folder, "graph.json"))
            self.assertEqual(status, 1, err)
            self.assertRegex(err, name + r":3002: error: .*\[broken-compression\]")
            self.assertIn(f"{name}: icews, 3000 records kept, 0 dropped", err)

    def test_ten_gigabytes_in_ten_megabytes_are_given_up_and_the_rows_before_are_kept(self):
        endless = gzip.compress(b"x\t" * (32 << 20), 9)
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "events.tab.gz")
            with open(path, "wb") as out:
                out.write(gzip.compress(own_sample(5).encode()))
                for _ in range(160):
                    out.write(endless)
            status, _, err = run("build", path, "-o", os.path.join(folder, "graph.json"))
        self.assertEqual(status, 1)
        self.assertRegex(err, r"events\.tab\.gz:\d+: error: .*\[unpacks-too-large\]")
        self.assertIn("events.tab.gz: icews, 5 records kept", err)


class Zips(unittest.TestCase):
    def build(self, members):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "events.zip")
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, content in members:
                    archive.writestr(name, content)
            status, _, err = run("build", path, "-o", os.path.join(folder, "graph.json"))
        return status, err

    def test_one_file_is_read_as_if_it_lay_there(self):
        status, err = self.build([("2018/", ""), ("2018/events.tab", own_sample(50))])
        self.assertEqual(status, 0, err)
        self.assertIn("icews 1 file 50 kept 0 dropped", err)

    def test_of_several_files_the_first_is_read_and_the_others_are_named_a_problem(self):
        status, err = self.build([("a.tab", own_sample(50)), ("b.tab", own_sample(50))])
        self.assertEqual(status, 1)
        self.assertIn("[several-in-zip]", err)
        self.assertIn("icews 1 file 50 kept 0 dropped", err)

    def test_a_first_file_that_nobody_knows_does_not_hide_that_there_are_others(self):
        status, err = self.build([("README", "what this is\n"), ("events.tab", own_sample(5))])
        self.assertEqual(status, 2)
        self.assertRegex(err, r"the first file of several in the zip: no reader knows this.*unpack it for the others \[unknown-format\]")

    def test_names_that_lead_out_of_the_zip_are_refused(self):
        for name in ("../events.tab", "/etc/events.tab", "a/../../events.tab", "C:\\events.tab"):
            status, err = self.build([(name, own_sample(5))])
            self.assertNotEqual(status, 0, name)
            self.assertIn("[unsafe-path]", err, name)

    def test_what_unpacks_without_end_is_given_up(self):
        status, err = self.build([("events.tab", own_sample(5) + "x\t" * (140 << 20))])
        self.assertEqual(status, 1)
        self.assertRegex(err, r"events\.zip:\d+: error: .*\[unpacks-too-large\]")
        self.assertIn("icews 1 file 5 kept", err)

    def test_a_cut_zip_keeps_the_rows_before_the_cut(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "events.zip")
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("events.tab", own_sample(3000))
            with open(path, "rb") as file:
                half = file.read()[: os.path.getsize(path) // 2]
            with open(path, "wb") as file:
                file.write(half)
            status, _, err = run("build", path, "-o", os.path.join(folder, "graph.json"))
        self.assertEqual(status, 1)
        self.assertIn("[broken-compression]", err)
        self.assertRegex(err, r"icews 1 file \d{2,} kept 0 dropped")


MAP = """[table]
name = "log"
[event]
id = "no"
cameo = "code"
time = "day"
[[actor]]
name = "who"
[[recipient]]
name = "whom"
"""
LOG = "no,code,day,who,whom\n1,190,2024-11-05,Norland,Sudoria\n2,190,2024-13-05,Norland,Sudoria\n"


class Maps(unittest.TestCase):
    def build(self, files, *more):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as out:
                    out.write(text)
            inputs = [os.path.join(folder, name) for name in files if not name.endswith(".toml")]
            maps = [word for name in files if name.endswith(".toml") for word in ("--map", os.path.join(folder, name))]
            graph = os.path.join(folder, "graph.json")
            status, _, err = run("build", *inputs, *maps, *more, "-o", graph)
            if not os.path.exists(graph):
                return status, err.replace(folder + "/", ""), []
            with open(graph, encoding="utf-8") as file:
                return status, err.replace(folder + "/", ""), json.load(file)["events"]

    def test_a_table_is_read_beside_other_inputs_and_each_file_says_what_it_was_taken_for(self):
        status, err, events = self.build({"log.csv": LOG, "events.tab": own_sample(3), "log.toml": MAP})
        self.assertEqual(status, 1)
        self.assertIn("log.csv:3: error: \"day\"", err)
        self.assertIn("events.tab: icews, 3 records kept, 0 dropped\nlog.csv: map, 1 record kept, 1 dropped\n", err)
        self.assertIn("log:1", [event["id"] for event in events])
        self.assertEqual(len(events), 4)

    def test_a_map_that_fits_no_input_names_a_column_that_is_missing(self):
        status, err, _ = self.build({"log.csv": LOG, "events.tab": own_sample(3), "log.toml": MAP.replace('"whom"', '"victim"')})
        self.assertEqual(status, 1)
        self.assertIn("log.toml: error: no input has all columns that it names: log.csv lacks victim", err)

    def test_a_mistake_in_a_map_is_named_with_its_line_and_nothing_is_read(self):
        for wrong, line, word in ((MAP.replace("whom", 'who"m'), 10, "no TOML"),
                                  (MAP.replace("time =", "tiem ="), 6, '"tiem" is not known here'),
                                  (MAP.replace('cameo = "code"', 'type = { constant = "attack" }'), 5, '"attack" is no type'),
                                  (MAP.replace('cameo = "code"\n', ""), 3, "needs one of"),
                                  (MAP.replace('"log"', '"My Log"'), 2, '"name" must be'),
                                  (MAP.replace('"day"', "3"), 6, "a column is named by a text"),
                                  (MAP.replace('"day"', '{ column = "day", format = "%d.%Q.%Y" }'), 6, '"%Q" is no part of a time'),
                                  (MAP.replace('"day"', '{ column = "day", format = "%d.%Y" }'), 6, "lacks %m"),
                                  (MAP.replace('"day"', '{ column = "day", format = "%d.%m.%m.%Y" }'), 6, "twice"),
                                  (MAP.replace('"day"', '{ constant = "2024-13-45" }'), 6, '"2024-13-45" is no date'),
                                  (MAP.replace('"day"', '{ column = "day", separator = ";" }'), 6, "is one value"),
                                  (MAP.replace('cameo = "code"', 'cameo = { column = "code", format = "%Y" }'), 5, "is no time"),
                                  (MAP.replace('[event]', '[event]\nintensity = { constant = "99" }'), 4, "is no number from -10 to 10"),
                                  (MAP + 'country = { constant = "Atlantis" }\n', MAP.count("\n") + 1, '"Atlantis" is no country')):
            status, err, events = self.build({"log.csv": LOG, "log.toml": wrong})
            self.assertEqual((status, events), (2, []), wrong)
            self.assertRegex(err, rf"log\.toml:{line}:\d+: error: .*{word}")

    def test_lines_of_json_may_begin_with_a_byte_order_mark_and_empty_lines_and_numbers_stay_as_they_are_written(self):
        table = """[table]
name = "wire"
keep = ["score"]
[event]
id = "uid"
cameo = "code"
time = "date"
[[actor]]
name = { column = "who", separator = ";" }
country = { column = "state", separator = ";" }
"""
        row = '{"uid": %d, "code": "042", "date": "2024-11-05", "who": "Mara Voss", "state": "GHA", "score": %s}\n'
        lines = "\ufeff\n\n" + row % (1, "0.1234567890123456789") + row % (2, "1.50") + row % (3, "1e400")
        status, err, events = self.build({"wire.jsonl": lines, "wire.toml": table})
        self.assertIn("wire.jsonl: map, 2 records kept, 1 dropped", err)
        self.assertIn("wire.jsonl:5: error:", err)
        self.assertEqual([event["fields"]["wire.score"] for event in events], ["0.1234567890123456789", "1.50"])

    def test_one_value_beside_several_names_is_for_all_only_where_the_map_says_so(self):
        row = "id,code,day,who,state\n1,042,2024-11-05,Mara Voss;Ivo Brandt,GHA\n"
        table = """[table]
name = "log"
[event]
id = "id"
cameo = "code"
time = "day"
[[actor]]
name = { column = "who", separator = ";" }
country = %s
"""
        _, err, events = self.build({"log.csv": row, "log.toml": table % '{ column = "state", separator = ";" }'})
        self.assertIn('log.csv:2: error: "state" has another number of values than the names beside it', err)
        self.assertEqual(events, [])
        _, err, events = self.build({"log.csv": row, "log.toml": table % '"state"'})
        self.assertEqual([actor["country"] for actor in events[0]["actors"]], ["GHA", "GHA"], err)

    def test_the_reader_can_be_named_and_then_needs_its_columns(self):
        status, err, _ = self.build({"log.csv": LOG.replace("whom", "victim"), "log.toml": MAP}, "--from-format", "map")
        self.assertNotEqual(status, 0)
        self.assertIn('log.csv:1: error: the header has no column "whom"', err)
        status, err, _ = self.build({"log.csv": LOG}, "--from-format", "map")
        self.assertNotEqual(status, 0)
        self.assertIn("the reader map needs --map FILE", err)


class Detection(unittest.TestCase):
    def build(self, name, content):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, name)
            with open(path, "wb") as out:
                out.write(content)
            status, _, err = run("build", path, "-o", os.path.join(folder, "graph.json"))
        return status, err

    def test_a_table_that_nobody_knows_is_refused_and_never_read_as_an_article(self):
        table = "id\tdate\tsource\ttarget\tsummary\n1\t2024-11-05\tUKR\tRUS\tUkrainian forces attacked Russian troops in Kursk.\n"
        for content in (table.encode(), table.encode("utf-16"), table.replace("\t", ";").encode()):
            status, err = self.build("table.txt", content)
            self.assertEqual(status, 2, err)
            self.assertIn("a table of 5 columns", err)
            self.assertIn("[unknown-format]", err)

    def test_a_bad_first_row_is_one_problem_and_the_others_are_kept(self):
        row = "20241105\t%s\tRUSMIL\t190\t\ta\thttp://n.example/a\tbbc\n"
        status, err = self.build("events.txt", (row % "IRQkur" + row % "UKRMIL" * 5).encode())
        self.assertEqual(status, 1)
        self.assertIn('events.txt:1: error: "source" is no actor code', err)
        self.assertIn("events.txt: petrarch, 5 records kept, 1 dropped", err)


class Tables(unittest.TestCase):
    header = ["event_id_cnty", "event_date", "sub_event_type", "actor1", "notes"]
    row = ["UKR1", "05 November 2024", "Armed clash", "Military Forces of Ukraine (2019-)", '"said ""no"""']

    def notes(self, header, row):
        with tempfile.TemporaryDirectory() as folder:
            path, graph = os.path.join(folder, "events.tsv"), os.path.join(folder, "graph.json")
            with open(path, "w", encoding="utf-8") as out:
                out.write("\t".join(header) + "\n" + "\t".join(row) + "\n")
            status, _, err = run("build", path, "-o", graph)
            with open(graph, encoding="utf-8") as file:
                return status, err, json.load(file)["events"][0]["text"]

    def test_quotes_between_tabs_are_read_where_the_header_has_them_and_told_where_not(self):
        status, err, text = self.notes([f'"{name}"' for name in self.header], self.row)
        self.assertEqual((status, text), (0, 'said "no"'), err)
        self.assertNotIn("quoted-cell", err)
        status, err, text = self.notes(self.header, self.row)
        self.assertEqual((status, text), (0, 'said "no"'), err)  # as spreadsheets quote
        self.assertNotIn("quoted-cell", err)
        status, err, text = self.notes(self.header, self.row[:4] + ['"said no"'] + self.row[5:])
        self.assertEqual((status, text), (0, '"said no"'), err)
        self.assertRegex(err, r"events\.tsv:2: note: .*\[quoted-cell\]")

    def test_a_column_that_is_there_twice_is_told_and_the_first_is_read(self):
        status, err, text = self.notes(self.header + ["Notes"], self.row[:4] + ["first", "second"])
        self.assertEqual((status, text), (1, "first"), err)
        self.assertRegex(err, r'events\.tsv:1: warning: several columns are "notes"; the first is read \[duplicate-column\]')


class Counts(unittest.TestCase):
    row = "20241105\t%s\tRUSMIL\t190\t\ta\thttp://n.example/%d\tbbc\n"

    def build(self, files):
        with tempfile.TemporaryDirectory() as folder:
            for name, content in files.items():
                with open(os.path.join(folder, name), "wb") as out:
                    out.write(content.encode() if isinstance(content, str) else content)
            status, _, err = run("build", *(os.path.join(folder, name) for name in files), "--published", "2024-11-06",
                                 "-o", os.path.join(folder, "graph.json"))
        return status, err.replace(folder + "/", "")

    def test_a_zip_that_ends_in_the_middle_is_said_to_be_cut(self):
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.txt", "".join(self.row % ("UKRMIL", i * i) for i in range(2000)))
        for size in len(whole.getvalue()) // 3, len(whole.getvalue()) // 2:
            status, err = self.build({"a.zip": whole.getvalue()[:size]})
            self.assertEqual(status, 1)
            self.assertIn("broken compression: the file is cut [broken-compression]", err)

    def test_a_file_that_breaks_off_is_counted_as_one_that_was_read(self):
        packed = gzip.compress("".join(self.row % ("UKRMIL", i) for i in range(2000)).encode())
        status, err = self.build({"a.txt.gz": packed[:-20], "b.txt": self.row % ("IRQkur", 1) + self.row % ("UKRMIL", 1)})
        self.assertEqual(status, 1)
        self.assertRegex(err, r"read \d+ records of 2 files, .*\(petrarch 2 files \d+ kept 1 dropped\)")

    def test_where_every_record_is_dropped_the_reader_and_the_count_are_told(self):
        status, err = self.build({"a.txt": "20241105\tUKRMIL\tRUSMIL\t190\t\ta\n" * 2 + self.row.replace("bbc", "\x00") % ("UKRMIL", 1)})
        self.assertEqual(status, 2)
        self.assertIn("not one record could be kept; dropped were 3 (petrarch 3)", err)

    def test_beside_event_data_each_other_file_says_what_it_was_taken_for(self):
        files = {f"{i:02}.txt": f"Norland's army attacked Sudoria on day {i}.\n" for i in range(12)}
        _, err = self.build({"z.txt": self.row % ("UKRMIL", 1), **files})
        self.assertIn("09.txt: text, 1 record kept, 0 dropped\nz.txt: petrarch, 1 record kept, 0 dropped\n… and 2 files that are no event data\n", err)
        _, err = self.build(files)
        self.assertNotIn("09.txt: text", err)


class Sources(unittest.TestCase):
    def test_an_event_that_acled_and_an_article_tell_is_one_and_names_both(self):
        header = "event_id_cnty,event_date,sub_event_type,actor1,inter1,actor2,inter2,country,location,fatalities,source\n"
        row = ("UKR1,05 November 2024,Armed clash,Military Forces of Ukraine (2019-),1,Military Forces of Russia (2000-),8,Ukraine,"
               "Bakhmut,3,Norland Gazette\n")
        with tempfile.TemporaryDirectory() as folder:
            for name, text in (("acled.csv", header + row), ("article.txt", "Ukrainian forces clashed with Russian forces in Bakhmut on Tuesday.\n")):
                with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
                    out.write(text)
            graph = os.path.join(folder, "graph.json")
            status, _, err = run("build", folder, "--published", "2024-11-06", "-o", graph)
            self.assertEqual(status, 0, err)
            with open(graph, encoding="utf-8") as file:
                events = json.load(file)["events"]
        self.assertEqual(len(events), 1, events)
        told = json.dumps(events[0])
        self.assertIn("acled:UKR1", told)
        self.assertIn('"article"', told)
        self.assertEqual([quantity["of"] for quantity in events[0]["quantities"]], ["deaths"])


if __name__ == "__main__":
    unittest.main()
