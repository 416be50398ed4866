// GEXF that ekg wrote with --parallel or --view events: an edge an event.
#include <pugixml.hpp>

#include "ingest/drawn_graph.hpp"
#include "ingest/xml_tree.hpp"

namespace ekg {
namespace {

constexpr std::string_view suffixes[] = {".gexf"};

bool sniff(std::string_view head) { return head.find("<gexf") != head.npos; }

// Titles by id, of one class of attributes.
std::map<std::string, std::string> titles_of(pugi::xml_node graph, std::string_view what) {
  std::map<std::string, std::string> titles;
  for (const pugi::xml_node list : graph.children("attributes"))
    if (what == list.attribute("class").value() &&
        std::string_view("dynamic") != list.attribute("mode").value())
      for (const pugi::xml_node one : list.children("attribute"))
        titles[one.attribute("id").value()] = one.attribute("title").value();
  return titles;
}

DrawnRow row_of(const XmlTree& tree, pugi::xml_node node, const std::map<std::string, std::string>& titles) {
  DrawnRow row;
  row.id = node.attribute("id").value();
  row.label = node.attribute("label").value();
  row.source = node.attribute("source").value();
  row.target = node.attribute("target").value();
  row.line = tree.line_of(node);
  for (const pugi::xml_node value : node.child("attvalues").children("attvalue"))
    if (const auto title = titles.find(value.attribute("for").value()); title != titles.end())
      row.cells.emplace_back(title->second, value.attribute("value").value());
  return row;
}

void read(std::istream& in, const ReadOptions& options, RecordSink& sink) {
  const XmlTree tree(in, options, "gexf");
  const pugi::xml_node drawn = tree.root().child("graph");
  const auto of_nodes = titles_of(drawn, "node"), of_edges = titles_of(drawn, "edge");
  DrawnGraph graph(options, sink);
  for (const pugi::xml_node node : drawn.child("nodes").children("node"))
    graph.add_vertex(row_of(tree, node, of_nodes));
  for (const pugi::xml_node edge : drawn.child("edges").children("edge"))
    graph.add_edge(row_of(tree, edge, of_edges));
  graph.finish();
}

}  // namespace

extern const Reader gexf_reader = {"gexf", "GEXF that ekg wrote, an edge an event", suffixes, sniff, read,
                                   true};

}  // namespace ekg
