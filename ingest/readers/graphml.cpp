// GraphML that ekg wrote.
#include <pugixml.hpp>

#include "ingest/drawn_graph.hpp"
#include "ingest/xml_tree.hpp"

namespace ekg {
namespace {

constexpr std::string_view suffixes[] = {".graphml"};

bool sniff(std::string_view head) { return head.find("<graphml") != head.npos; }

void read(std::istream& in, const ReadOptions& options, RecordSink& sink) {
  const XmlTree tree(in, options, "graphml");
  const pugi::xml_node root = tree.root();
  std::map<std::string, std::string> columns;  // key id → name
  for (const pugi::xml_node key : root.children("key"))
    columns[key.attribute("id").value()] = key.attribute("attr.name").value();
  DrawnGraph graph(options, sink);
  const auto row_of = [&](pugi::xml_node node) {
    DrawnRow row;
    row.id = node.attribute("id").value();
    row.source = node.attribute("source").value();
    row.target = node.attribute("target").value();
    row.line = tree.line_of(node);
    for (const pugi::xml_node data : node.children("data")) {
      const auto column = columns.find(data.attribute("key").value());
      if (column == columns.end()) continue;
      if (column->second == "label")
        row.label = data.text().get();
      else
        row.cells.emplace_back(column->second, data.text().get());
    }
    return row;
  };
  const pugi::xml_node drawn = root.child("graph");
  for (const pugi::xml_node node : drawn.children("node")) graph.add_vertex(row_of(node));
  for (const pugi::xml_node edge : drawn.children("edge")) graph.add_edge(row_of(edge));
  graph.finish();
}

}  // namespace

extern const Reader graphml_reader = {"graphml", "GraphML that ekg wrote", suffixes, sniff, read, true};

}  // namespace ekg
