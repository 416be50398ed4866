#!/usr/bin/env python3
"""CPU seconds of igraph or networkx for writing edges with six attributes: write_python.py igraph|networkx graphml|gexf EDGES FILE"""
import json, os, random, sys, time

tool, form, count, path = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
chance = random.Random(5)
VERTICES = 20000
ends = [(chance.randrange(VERTICES), chance.randrange(VERTICES)) for _ in range(count)]
columns = {"event": [f"ev-{i * 11400714819323198485 % 2**64:016x}" for i in range(count)],
           "event_type": [chance.choice(["clash", "statement", "meeting", "aid"]) for _ in range(count)],
           "status": [chance.choice(["asserted", "reported"]) for _ in range(count)],
           "start": ["2020-01-05"] * count, "end": ["2020-01-05"] * count, "precision": ["day"] * count}
if tool == "igraph":
    import igraph
    graph = igraph.Graph(n=VERTICES, edges=ends, directed=True)
    for name, values in columns.items():
        graph.es[name] = values
    write = lambda: graph.write_graphml(path)
else:
    import networkx
    graph = networkx.MultiDiGraph()
    graph.add_nodes_from(range(VERTICES))
    for i, (a, b) in enumerate(ends):
        graph.add_edge(a, b, **{name: values[i] for name, values in columns.items()})
    # networkx's lxml writer is the faster of its two for GraphML.
    write = lambda: (networkx.write_graphml if form == "graphml" else networkx.write_gexf)(graph, path)
start = time.process_time()
write()
print(json.dumps({"part": f"{tool}-{form}", "cpu_s": round(time.process_time() - start, 3), "bytes": os.path.getsize(path)}))
