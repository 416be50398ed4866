#include <fmt/format.h>

#include <pugixml.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/graph_findings.hpp"
#include "ingest/text/utf8.hpp"

namespace ekg {
namespace {

class GraphmlCheck {
 public:
  explicit GraphmlCheck(GraphFindings& all) : all_(all) {}

  void run(const pugi::xml_node& root) {
    static const std::set<std::string, std::less<>> types = {"boolean", "int",    "long",
                                                             "float",   "double", "string"};
    static const std::set<std::string, std::less<>> of_nodes = {
        "label", "nodelabel", "x", "y", "z", "xpos", "ypos", "zpos", "size", "r", "g", "b", "color"};
    static const std::set<std::string, std::less<>> of_edges = {"label", "edgelabel", "weight", "r",
                                                                "g",     "b",         "color"};
    GraphFindings::Columns keys;
    bool positions = false;
    for (const pugi::xml_node& key : root.children("key")) {
      ++all_.summary.columns;
      const std::string id = key.attribute("id").value(), name = key.attribute("attr.name").value(),
                        type = key.attribute("attr.type").value();
      const std::string_view what = key.attribute("for").value();
      const auto& known = what == "edge" ? of_edges : of_nodes;
      const bool is_known = known.contains(name) || known.contains(id);
      keys[id] = {type, known.contains(id) ? id : name, false};
      if (is_known && key.child("default"))
        all_.report(
            "graph-default", Severity::warning, key.offset_debug(),
            fmt::format("Gephi knows \"{}\" and loses its <default>; write the value at every element",
                        keys[id].name));
      if (!types.contains(type))
        all_.report("graph-type", Severity::warning, key.offset_debug(),
                    fmt::format("\"{}\" is no type of GraphML; readers take it for text or stop", type));
      if (what != "node" && what != "edge")
        all_.report("graph-key-for", Severity::warning, key.offset_debug(),
                    fmt::format("a key for \"{}\": Gephi and igraph read keys for node or edge", what));
      if (id.find_first_of(" \t\n") != id.npos)
        all_.report("graph-key-name", Severity::warning, key.offset_debug(),
                    fmt::format("key \"{}\" has a blank; the schema forbids it", id));
      if (known.contains(ascii_lower(name)) && !is_known)
        all_.report("graph-key-name", Severity::warning, key.offset_debug(),
                    fmt::format("\"{}\" is a plain column; Gephi knows \"{}\"", name, ascii_lower(name)));
      positions |= what == "node" && (name == "x" || id == "x");
    }
    std::vector<pugi::xml_node> graphs;
    for (const pugi::xml_node& graph : root.children("graph")) nodes_of(graph, keys, graphs);
    for (const pugi::xml_node& graph : graphs) {
      const std::string_view usual = graph.attribute("edgedefault").value();
      for (const pugi::xml_node& at : graph.children("edge")) {
        const std::string_view own = at.attribute("directed").value();
        all_.edge(at, at.attribute("label").value(), own.empty() ? usual != "undirected" : own != "false");
        data(at, keys);
      }
    }
    if (!positions && all_.summary.nodes > 0)
      all_.report("graph-no-positions", Severity::note, 0,
                  "nodes have no positions: Gephi opens a random square; run a layout");
  }

 private:
  // Of a graph and of those inside its nodes, which go to `graphs`.
  void nodes_of(const pugi::xml_node& graph, const GraphFindings::Columns& keys,
                std::vector<pugi::xml_node>& graphs) {
    graphs.push_back(graph);
    if (graph.child("hyperedge"))
      all_.report("graph-hyperedge", Severity::error, graph.child("hyperedge").offset_debug(),
                  "hyperedges are read by nobody");
    for (const pugi::xml_node& at : graph.children("node")) {
      all_.node(at);
      data(at, keys);
      if (at.child("graph"))
        all_.report("graph-nested", Severity::warning, at.offset_debug(),
                    "a graph inside a node is flattened or lost");
      for (const pugi::xml_node& inner : at.children("graph")) nodes_of(inner, keys, graphs);
    }
  }

  void data(const pugi::xml_node& element, const GraphFindings::Columns& keys) {
    const bool is_edge = std::string_view(element.name()) == "edge";
    bool label = false;
    for (const pugi::xml_node& at : element.children("data")) {
      const auto found = keys.find(at.attribute("key").value());
      if (found == keys.end())
        all_.report("graph-undeclared", Severity::error, at.offset_debug(),
                    fmt::format("no key \"{}\" is declared", at.attribute("key").value()));
      else
        data(at, found->second, is_edge);
      label |= found != keys.end() && found->second.name.ends_with("label");
    }
    if (label && element.child("desc"))
      all_.report("graph-desc", Severity::warning, element.offset_debug(),
                  "Gephi writes <desc> over the label; leave one of the two out");
  }

  void data(const pugi::xml_node& at, const GraphFindings::Column& column, bool is_edge) {
    const std::string_view text = at.text().get();
    all_.value(at, column, text);
    if (is_edge && column.name == "weight" && GraphFindings::fits(column.type, text)) all_.weight(at, text);
    if (column.name == "r" || column.name == "g" || column.name == "b") all_.shade(at, text);
  }

  GraphFindings& all_;
};

}  // namespace

void check_graphml(const pugi::xml_node& root, GraphFindings& findings) { GraphmlCheck(findings).run(root); }

}  // namespace ekg
