"""Q1–Q6 to SQLite, networkx, igraph or graph-tool: others.py TOOL FILE.csv PARAMETERS-AS-JSON"""
import csv
import heapq
import json
import resource
import sys
import time
from collections import Counter


def tell(query, ms, answer):
    print(json.dumps({"query": query, "ms": ms, "answer": str(answer)}), flush=True)


def measure(query, ask, most=3.0):
    times = []
    while len(times) < 3 or (len(times) < 51 and sum(times) < most):
        start = time.perf_counter()
        answer = ask()
        times.append(time.perf_counter() - start)
    tell(query, min(times) * 1000, " ".join(map(str, answer)))


def rows(path):
    with open(path, newline="") as file:
        reader = csv.reader(file)
        next(reader)
        for row in reader:
            yield tuple(map(int, row))


def ask_sqlite(path, p):
    import sqlite3
    db = sqlite3.connect(":memory:")
    start = time.perf_counter()
    db.execute("create table e(id integer primary key, first int, last int, actor int, recipient int, type int, quad int, intensity int, doc int)")
    db.executemany("insert into e values(?,?,?,?,?,?,?,?,?)", rows(path))
    db.executescript("""create index of_pair on e(actor, recipient, first, last); create index of_actor on e(actor, first, last);
        create index of_recipient on e(recipient, first, last); create index of_time on e(first, last); analyze""")
    loaded(start)
    quarter = f"first < {p['quarter_last']} and last > {p['quarter_first']}"
    year = f"first < {p['year_last']} and last > {p['year_first']}"
    a, b = p["party_a"], p["party_b"]
    sql = {
        "Q1": f"select (select count(*) from e where actor={a} and recipient={b} and {quarter}) + (select count(*) from e where actor={b} and recipient={a} and {quarter})",
        "Q2": f"select sum(n), max(n) from (select (first + 3) / 7 w, count(*) n from (select first from e where actor={a} union all select first from e where recipient={a}) group by w)",
        "Q3": f"""select count(*), max(n) from (select o, count(*) n, sum(quad < 2), sum(intensity), min(first), max(last) from
            (select recipient o, * from e where actor={a} and {quarter} union all select actor o, * from e where recipient={a} and {quarter}) group by o)""",
        "Q4": f"""select sum(n) from (select min(actor, recipient) x, max(actor, recipient) y, count(*) n, sum(quad < 2), sum(intensity), min(first), max(last)
            from e where {year} group by x, y order by n desc limit 20)""",
    }
    for query, text in sql.items():
        measure(query, lambda text=text: db.execute(text).fetchone())


def loaded(start):
    tell("load", (time.perf_counter() - start) * 1000, "")
    tell("peak memory", 0, f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def earliest(neighbours, p):
    """Dijkstra on the time of arrival; neighbours(v) gives (other, first)."""
    arrival, queue = {p["path_from"]: -1}, [(-1, p["path_from"])]
    while queue:
        since, v = heapq.heappop(queue)
        if v == p["path_to"]:
            return (since,)
        if arrival[v] < since:
            continue
        for other, first in neighbours(v):
            if first >= since and first < arrival.get(other, 1 << 60):
                arrival[other] = first
                heapq.heappush(queue, (first, other))


def ask_networkx(path, p):
    import networkx
    start = time.perf_counter()
    g = networkx.MultiGraph()
    g.add_edges_from((r[3], r[4], {"first": r[1], "last": r[2], "quad": r[6]}) for r in rows(path))
    loaded(start)
    a, b = p["party_a"], p["party_b"]
    inside = lambda d, w: d["first"] < p[w + "_last"] and d["last"] > p[w + "_first"]
    measure("Q1", lambda: (sum(inside(d, "quarter") for d in g[a][b].values()),))

    def weeks():
        count = Counter((d["first"] + 3) // 7 for _, _, d in g.edges(a, data=True))
        return sum(count.values()), max(count.values())
    measure("Q2", weeks)

    def ego():
        count = Counter(o for _, o, d in g.edges(a, data=True) if inside(d, "quarter"))
        return len(count), max(count.values())
    measure("Q3", ego)

    def pairs():
        count = Counter((min(x, y), max(x, y)) for x, y, d in g.edges(data=True) if inside(d, "year"))
        return (sum(n for _, n in count.most_common(20)),)
    measure("Q4", pairs)

    def components():
        year = networkx.MultiGraph((x, y) for x, y, d in g.edges(data=True) if inside(d, "year"))
        return networkx.number_connected_components(year), year.number_of_nodes()
    measure("Q5", components)
    measure("Q6", lambda: earliest(lambda v: ((o, d["first"]) for o, ds in g[v].items() for d in ds.values()), p))


def ask_igraph(path, p):
    import igraph
    start = time.perf_counter()
    data = list(rows(path))
    g = igraph.Graph(n=1 + max(max(r[3], r[4]) for r in data), edges=[(r[3], r[4]) for r in data],
                     edge_attrs={"first": [r[1] for r in data], "last": [r[2] for r in data]})
    del data
    loaded(start)

    def components():
        year = g.es.select(first_lt=p["year_last"], last_gt=p["year_first"])
        part = g.subgraph_edges(year, delete_vertices=True)
        return len(part.connected_components()), part.vcount()
    measure("Q5", components)
    incident, ends, first = g.incident, g.get_edgelist(), g.es["first"]
    measure("Q6", lambda: earliest(lambda v: ((sum(ends[e]) - v, first[e]) for e in incident(v)), p))


def ask_graph_tool(path, p):
    import graph_tool
    import graph_tool.topology
    import numpy
    start = time.perf_counter()
    data = numpy.array(list(rows(path)), dtype=numpy.int64)
    g = graph_tool.Graph(directed=False)
    g.add_edge_list(data[:, 3:5])
    first, last = (g.new_edge_property("int", vals=data[:, column]) for column in (1, 2))
    del data
    loaded(start)

    def components():
        inside = g.new_edge_property("bool", vals=(first.a < p["year_last"]) & (last.a > p["year_first"]))
        year = graph_tool.GraphView(g, efilt=inside)
        sizes = graph_tool.topology.label_components(year)[1]
        return (sizes > 1).sum(), sizes[sizes > 1].sum()  # nobody has events with itself: one alone has none
    measure("Q5", components)

    def neighbours(v):
        for one, other, begin in g.get_all_edges(v, [first]).tolist():
            yield (other if one == v else one), begin
    measure("Q6", lambda: earliest(neighbours, p))


if __name__ == "__main__":
    tool, path, parameters = sys.argv[1:]
    {"sqlite": ask_sqlite, "networkx": ask_networkx, "igraph": ask_igraph, "graph-tool": ask_graph_tool}[tool](path, json.loads(parameters))
