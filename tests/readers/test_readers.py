"""networkx, igraph, rdflib, Graphviz, geojson and the official schemas read what ekg writes: every node, edge and attribute
must arrive.

usage: test_readers.py SAMPLES SCHEMAS   (SCHEMAS may be missing; the schema checks are then skipped)
"""
import collections
import csv
import datetime
import json
import pathlib
import re
import shutil
import subprocess
import sys
import unittest
import warnings

import geojson
import igraph
import networkx
import rdflib
from lxml import etree

from expected import Expected

SAMPLES, SCHEMAS = pathlib.Path(sys.argv.pop(1)), pathlib.Path(sys.argv.pop(1))
EXPECTED = Expected(SAMPLES)
VIEWS = ("actors", "events", "documents")
GEXF = {"g": "http://gexf.net/1.3"}


def variants(suffix):
    for view in VIEWS:
        for variant in ("", "-aggregated", "-parallel"):
            yield view, variant, SAMPLES / f"{view}{variant}{suffix}"


def is_aggregated(view, variant, default):
    return view != "events" and (variant == "-aggregated" or (variant == "" and default))


def expected_edges(view, aggregated):
    edges = list(EXPECTED.edges(view))
    return collections.Counter(set(edges) if aggregated else edges)


def native_id(attributes):
    """The id that the graph knows a vertex by, whatever the format made of it."""
    return attributes.get("document") or attributes.get("entity") or attributes["event"]


class Rdf(unittest.TestCase):
    """rdflib reads Turtle and JSON-LD, and they say the same; N-Quads, of which rdflib 6 reads \\\\n wrongly, are compared by N3."""
    SEM = rdflib.Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")

    def graph(self, view, suffix, form):
        data = rdflib.Dataset(default_union=True)
        data.parse(data=(SAMPLES / f"{view}{suffix}").read_text(encoding="utf-8"), format=form)
        graph = rdflib.Graph()
        for subject, predicate, value, *_ in data.quads((None, None, None, None)):
            graph.add((subject, predicate, value))
        return graph

    def test_all_say_the_same(self):
        turtle = self.graph("actors", ".ttl", "turtle")
        self.assertEqual(set(turtle), set(self.graph("actors", ".jsonld", "json-ld")))
        self.assertEqual(len(set(turtle.subjects(rdflib.RDF.type, self.SEM.Event))), len(EXPECTED.events))
        labels = {str(label) for label in turtle.objects(None, rdflib.RDFS.label)}
        self.assertLessEqual({entity["name"] for entity in EXPECTED.entities.values()}, labels)


class Networkx(unittest.TestCase):
    def check(self, graph, view, aggregated, kind_of):
        native = {node: native_id(data) for node, data in graph.nodes(data=True)}
        self.assertEqual(set(native.values()), EXPECTED.nodes(view))
        found = collections.Counter((native[a], native[b], kind_of(data)) for a, b, data in graph.edges(data=True))
        self.assertEqual(found, expected_edges(view, aggregated))
        for node, data in graph.nodes(data=True):
            if native[node] in EXPECTED.entities:
                self.assertEqual(data["label"], EXPECTED.name(native[node]))

    def test_graphml(self):
        for view, variant, path in variants(".graphml"):
            with self.subTest(path.name):
                graph = networkx.read_graphml(path, force_multigraph=True)
                self.check(graph, view, is_aggregated(view, variant, False), lambda data: data["label"])

    def test_graphml_event_attributes(self):
        graph = networkx.read_graphml(SAMPLES / "actors.graphml", force_multigraph=True)
        events = {event["id"]: event for event in EXPECTED.events}
        for _, _, data in graph.edges(data=True):
            event = events[data["event"]] if data["event"] in events else None
            if event is None:
                continue
            self.assertEqual(data["event_type"], event["type"])
            self.assertEqual(data["status"], event["status"])
            self.assertAlmostEqual(data["confidence"], event["confidence"])
            self.assertAlmostEqual(data["intensity"], event["intensity"])
            if "time" in event:
                self.assertEqual((data["start"], data["end"]), (event["time"]["start"], event["time"]["end"]))
            else:
                self.assertNotIn("start", data)

    def test_graphml_and_gexf_hold_the_same_values_for_networkx_and_igraph(self):
        columns = ("event_type", "cameo", "quad", "intensity", "status", "confidence", "start", "end", "precision", "places",
                   "quantities", "said_by", "about", "documents", "sentence", "quote")
        absent = lambda value: value is None or value == "" or value != value

        def values(edges):
            return collections.Counter((data["event"], name, str(data[name])) for data in edges for name in columns
                                       if not absent(data.get(name)))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            by_igraph = igraph.Graph.Read_GraphML(str(SAMPLES / "actors.graphml"))
        graphml = networkx.read_graphml(SAMPLES / "actors.graphml", force_multigraph=True)
        gexf = networkx.read_gexf(SAMPLES / "actors-old.gexf")
        found = values(data for _, _, data in graphml.edges(data=True))
        self.assertGreater(len(found), 6 * graphml.number_of_edges())
        self.assertEqual(found, values(edge.attributes() for edge in by_igraph.es))
        self.assertEqual(found, values(data for _, _, data in gexf.edges(data=True)))

    def test_gexf_1_2(self):
        for view in VIEWS:
            with self.subTest(view):
                graph = networkx.read_gexf(SAMPLES / f"{view}-old.gexf")
                self.check(graph, view, False, lambda data: data["label"])


class Igraph(unittest.TestCase):
    def test_graphml(self):
        for view, variant, path in variants(".graphml"):
            with self.subTest(path.name), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                graph = igraph.Graph.Read_GraphML(str(path))
                nodes, edges = EXPECTED.nodes(view), expected_edges(view, is_aggregated(view, variant, False))
                self.assertEqual((graph.vcount(), graph.ecount()), (len(nodes), sum(edges.values())))
                self.assertTrue(graph.is_directed())
                native = [native_id(vertex.attributes()) for vertex in graph.vs]
                self.assertEqual(set(native), nodes)
                found = collections.Counter((native[edge.source], native[edge.target], edge["label"]) for edge in graph.es)
                self.assertEqual(found, edges)


def node_link_graph(data):
    """The call that docs/formats/written.md gives for the networkx at hand."""
    version = tuple(int(part) for part in networkx.__version__.split(".")[:2])
    if version >= (3, 6):
        return networkx.node_link_graph(data)
    if version >= (3, 4):
        return networkx.node_link_graph(data, edges="edges")
    return networkx.node_link_graph(data, link="edges")


class Json(unittest.TestCase):
    def test_node_link(self):
        for view, variant, path in variants(".nodelink.json"):
            with self.subTest(path.name):
                graph = node_link_graph(json.loads(path.read_text(encoding="utf-8")))
                aggregated = is_aggregated(view, variant, False)
                native = {node: native_id(data) for node, data in graph.nodes(data=True)}
                self.assertEqual(set(native.values()), EXPECTED.nodes(view))
                found = collections.Counter((native[a], native[b], data["label"]) for a, b, data in graph.edges(data=True))
                self.assertEqual(found, expected_edges(view, aggregated))
                for data in dict(graph.nodes(data=True)).values():
                    if native_id(data) in EXPECTED.entities:
                        self.assertEqual(data["label"], EXPECTED.entities[native_id(data)]["name"])

    def test_json_graph_format(self):
        for view, variant, path in variants(".jgf.json"):
            with self.subTest(path.name):
                graph = json.loads(path.read_text(encoding="utf-8"))["graph"]
                native = {node: native_id(data["metadata"]) for node, data in graph["nodes"].items()}
                self.assertEqual(set(native.values()), EXPECTED.nodes(view))
                found = collections.Counter((native[e["source"]], native[e["target"]], e["relation"]) for e in graph["edges"])
                self.assertEqual(found, expected_edges(view, is_aggregated(view, variant, False)))


class Timelines(unittest.TestCase):
    def load(self, name):
        return json.loads((SAMPLES / name).read_text(encoding="utf-8"))

    def dated(self):
        return [event for event in EXPECTED.events if "start" in event.get("time", {})]

    def test_vis_timeline(self):
        data = self.load("actors.vis.json")
        self.assertEqual({item["id"] for item in data["items"]}, {event["id"] for event in self.dated()})
        self.assertLessEqual({item["group"] for item in data["items"]}, {group["id"] for group in data["groups"]})
        for item in data["items"] + data["groups"]:
            self.assertNotIn("<", item["content"] + item.get("title", ""))

    def test_timelinejs(self):
        data = self.load("actors.timelinejs.json")
        self.assertEqual(len(data["events"]), len(self.dated()))
        for event in data["events"]:
            self.assertNotIn("<", event["text"]["headline"] + event["text"].get("text", ""))
            datetime.date(**event["start_date"])

    def test_geojson(self):
        collection = geojson.loads((SAMPLES / "actors.geojson").read_text(encoding="utf-8"))
        self.assertTrue(collection.is_valid, collection.errors())
        features = collection["features"]
        placed = [(event["id"], place["lon"], place["lat"]) for event in EXPECTED.events for place in event.get("places", [])]
        self.assertEqual(sorted((f["properties"]["event"], *f["geometry"]["coordinates"]) for f in features), sorted(placed))

    def test_cypher_literals_cannot_be_left(self):
        """Without its string literals the script holds nothing but its own words."""
        literal = re.compile(r"'(?:[^'\\]|\\.)*'")
        for view in VIEWS:
            for line in (SAMPLES / f"{view}.cypher").read_text(encoding="utf-8").splitlines():
                bare = literal.sub("L", line)
                self.assertRegex(bare, r"^(CREATE|MATCH) [\w(){}\[\]:,. `<>\-]*;$")
                self.assertNotIn("DROP", bare)


class Csv(unittest.TestCase):
    def test_nodes_and_edges(self):
        for view, variant, path in variants(".nodes.csv"):
            with self.subTest(path.name), open(path, encoding="utf-8", newline="") as nodes, \
                    open(SAMPLES / f"{view}{variant}.edges.csv", encoding="utf-8", newline="") as edges:
                native, rows = {}, list(csv.DictReader(nodes))
                for row in rows:
                    native[row["Id"]] = native_id(row)
                    self.assertNotIn(row["Label"][:1], ("=", "+", "-", "@", "\t"))
                self.assertEqual(set(native.values()), EXPECTED.nodes(view))
                found = collections.Counter((native[r["Source"]], native[r["Target"]], r["Label"]) for r in csv.DictReader(edges))
                self.assertEqual(found, expected_edges(view, is_aggregated(view, variant, False)))

    def test_igraph_makes_a_graph_of_them(self):
        """As Gephi and Cytoscape do: a table of vertices, a table of edges, ends by their ids."""
        for view, variant, path in variants(".nodes.csv"):
            with self.subTest(path.name), open(path, encoding="utf-8", newline="") as nodes, \
                    open(SAMPLES / f"{view}{variant}.edges.csv", encoding="utf-8", newline="") as edges:
                graph = igraph.Graph.DictList(list(csv.DictReader(nodes)), list(csv.DictReader(edges)), directed=True,
                                              vertex_name_attr="Id", edge_foreign_keys=("Source", "Target"))
                self.assertEqual(graph.vcount(), len(EXPECTED.nodes(view)))
                self.assertEqual(graph.ecount(), sum(expected_edges(view, is_aggregated(view, variant, False)).values()))

    def test_neo4j_pairs(self):
        """The header is that of neo4j-admin's manual: name:type, and the keys :ID :LABEL :START_ID :END_ID :TYPE, once each."""
        field = re.compile(r"(\w+)?(?::(ID|LABEL|START_ID|END_ID|TYPE|long|double|string))?")
        for view, variant, path in variants(".neo4j-nodes.csv"):
            with self.subTest(path.name), open(path, encoding="utf-8", newline="") as nodes, \
                    open(SAMPLES / f"{view}{variant}.neo4j-relationships.csv", encoding="utf-8", newline="") as edges:
                tables = [list(csv.reader(nodes)), list(csv.reader(edges))]
                for table in tables:
                    types = [field.fullmatch(name).group(2) for name in table[0]]
                    self.assertTrue(all(len(row) == len(table[0]) for row in table))
                    for row in table[1:]:
                        for text, kind in zip(row, types):
                            if text and kind in ("long", "double"):
                                (int if kind == "long" else float)(text)
                    keys = [kind for kind in types if kind and kind.isupper()]
                    self.assertEqual(keys, ["ID", "LABEL"] if table is tables[0] else ["START_ID", "END_ID", "TYPE"])
                header, *rows = tables[0]
                native = {row[0]: native_id(dict(zip(header, row))) for row in rows}
                self.assertEqual(set(native.values()), EXPECTED.nodes(view))
                found = collections.Counter((native[row[0]], native[row[1]], row[2]) for row in tables[1][1:])
                expected = collections.Counter()
                for (a, b, kind), count in expected_edges(view, is_aggregated(view, variant, False)).items():
                    expected[a, b, re.sub("[^A-Z0-9]", "_", kind.upper())] += count
                self.assertEqual(found, expected)


class Graphviz(unittest.TestCase):
    def test_dot(self):
        self.assertTrue(shutil.which("gvpr"), "graphviz is not installed; ./dev test does that")
        for view, variant, path in variants(".dot"):
            with self.subTest(path.name):
                program = 'N{print("N", $.label)} E{print("E", $.label)}'
                lines = subprocess.run(["gvpr", program, str(path)], capture_output=True, check=True, text=True)
                self.assertEqual(lines.stderr, "")
                kinds = collections.Counter(line[1:] for line in lines.stdout.splitlines() if line.startswith("E"))
                expected = collections.Counter()
                for (_, _, kind), count in expected_edges(view, is_aggregated(view, variant, False)).items():
                    expected[kind] += count
                self.assertEqual(kinds, expected)
                self.assertEqual(sum(line.startswith("N") for line in lines.stdout.splitlines()), len(EXPECTED.nodes(view)))


class Schemas(unittest.TestCase):
    def check(self, schema, suffix):
        if not (SCHEMAS / schema).exists():
            self.skipTest(f"no schemas in {SCHEMAS}")
        validator = etree.XMLSchema(etree.parse(str(SCHEMAS / schema)))
        for _, _, path in variants(suffix):
            with self.subTest(path.name):
                document = etree.parse(str(path))
                self.assertTrue(validator.validate(document), validator.error_log)

    def test_graphml(self):
        self.check("graphml-1.0/graphml.xsd", ".graphml")

    def test_gexf(self):
        self.check("gexf-1.3/gexf.xsd", ".gexf")


class GexfTime(unittest.TestCase):
    """The rules that Gephi's importer sets, beyond the schema."""

    def elements(self, path, name):
        return etree.parse(str(path)).getroot().findall(f".//g:{name}", GEXF)

    def spells(self, element):
        parse = lambda text: datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")
        return [(parse(spell.get("start")), parse(spell.get("end"))) for spell in element.findall("g:spells/g:spell", GEXF)]

    def test_structure(self):
        for view, variant, path in variants(".gexf"):
            with self.subTest(path.name):
                edges = self.elements(path, "edge")
                expected = expected_edges(view, is_aggregated(view, variant, True))
                self.assertEqual(len(edges), sum(expected.values()))
                self.assertEqual(len({edge.get("id") for edge in edges}), len(edges))
                keys = [(edge.get("source"), edge.get("target"), edge.get("kind")) for edge in edges]
                self.assertEqual(len(set(keys)), len(keys), "Gephi merges parallel edges of one kind")
                self.assertEqual({node.get("id") for node in self.elements(path, "node")} >= {k for e in keys for k in e[:2]}, True)

    def test_spells_are_disjoint_and_seen(self):
        for _, _, path in variants(".gexf"):
            for element in self.elements(path, "edge") + self.elements(path, "node"):
                before = None
                for start, end in self.spells(element):
                    self.assertGreaterEqual((end - start).total_seconds(), 86399)
                    if before is not None:
                        self.assertGreater(start, before)
                    before = end

    def test_weights_stand_for_the_events_of_each_day(self):
        """On each day, the dated weight of an edge is the number of its events then."""
        native = {}
        path = SAMPLES / "actors.gexf"
        title = {a.get("id"): a.get("title") for a in self.elements(path, "attributes[@class='node']/g:attribute")}
        for node in self.elements(path, "node"):
            values = {title[v.get("for")]: v.get("value") for v in node.findall("g:attvalues/g:attvalue", GEXF)}
            native[node.get("id")] = values["entity"]
        day = datetime.timedelta(days=1)
        parse = lambda text: datetime.datetime.strptime(text, "%Y-%m-%d")
        for edge in self.elements(path, "edge"):
            key = (native[edge.get("source")], native[edge.get("target")], edge.get("kind"))
            dated = [v for v in edge.findall("g:attvalues/g:attvalue", GEXF) if v.get("for") == "weight"]
            total = 0
            events = [event for event in EXPECTED.events if event["type"] == key[2]
                      and key[0] in Expected.ids(event, "actors") and key[1] in Expected.ids(event, "recipients")]
            self.assertEqual(float(edge.get("weight")), len(events))
            for n in range(40):
                noon = datetime.datetime(2024, 1, 1, 12) + n * day
                weights = [float(v.get("value")) for v in dated
                           if v.get("start") <= noon.strftime("%Y-%m-%dT%H:%M:%SZ") <= v.get("end")]
                here = [e for e in events if "time" in e and parse(e["time"]["start"]) <= noon <= parse(e["time"]["end"]) + day]
                self.assertEqual(sum(weights), len(here))
                self.assertLessEqual(len(weights), 1)
                visible = any(start <= noon <= end for start, end in self.spells(edge))
                self.assertEqual(visible, bool(here))
                total += len(here)


if __name__ == "__main__":
    unittest.main()
