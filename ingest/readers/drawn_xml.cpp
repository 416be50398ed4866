// GraphML and GEXF that ekg wrote: GraphML as it writes it by default, GEXF with an edge an event
// (--parallel, or --view events).
#include <fmt/format.h>

#include <algorithm>
#include <pugixml.hpp>

#include "ingest/drawn_graph.hpp"
#include "ingest/text_bytes.hpp"
#include "ingest/xml_text.hpp"

namespace ekg {
namespace {

constexpr std::size_t limit_bytes = std::size_t{1} << 30;

// An XML file as a tree, with the lines of its nodes. Entities other than XML's own five are never expanded,
// and a file that declares some is refused.
class XmlTree {
 public:
  // Throws BrokenInput "bad-xml", with the line, when it is not well-formed or its root is not `root_name`,
  // and "too-large" over a gibibyte.
  XmlTree(std::istream& in, const ReadOptions& options, const char* root_name);

  pugi::xml_node root() const { return root_; }
  std::uint64_t line_of(pugi::xml_node node) const;  // 1-based, O(log n)

 private:
  std::string bytes_;
  std::vector<std::size_t> line_ends_;
  pugi::xml_document document_;
  pugi::xml_node root_;
};

XmlTree::XmlTree(std::istream& in, const ReadOptions& options, const char* root_name)
    : bytes_(xml_as_utf8(read_whole(in, options, limit_bytes))) {
  for (std::size_t at = bytes_.find('\n'); at != bytes_.npos; at = bytes_.find('\n', at + 1))
    line_ends_.push_back(at);
  if (auto problem = text_problem(bytes_, options.file)) throw BrokenInput(std::move(*problem));
  const auto bad = [&](std::string message, std::uint64_t line, std::uint64_t column = 0) {
    throw BrokenInput({"bad-xml", Severity::error, options.file, line, column, std::move(message), ""});
  };
  if (const auto fault = xml_fault(bytes_))
    bad(fmt::format("not well-formed: {}", fault->message), fault->line, fault->column);
  const auto result = document_.load_buffer(bytes_.data(), bytes_.size(),
                                            pugi::parse_default | pugi::parse_doctype, pugi::encoding_utf8);
  if (!result) bad(fmt::format("not well-formed: {}", result.description()), 0);
  const pugi::xml_node doctype =
      document_.find_child([](pugi::xml_node node) { return node.type() == pugi::node_doctype; });
  if (declares_entities(doctype.value()))
    bad("it declares entities, which are never expanded; write the text itself instead", line_of(doctype));
  root_ = document_.child(root_name);
  if (!root_) bad(fmt::format("no <{}> in it", root_name), 1);
}

std::uint64_t XmlTree::line_of(pugi::xml_node node) const {
  const std::ptrdiff_t offset = node.offset_debug();
  if (offset < 0) return 0;
  return static_cast<std::uint64_t>(std::ranges::lower_bound(line_ends_, static_cast<std::size_t>(offset)) -
                                    line_ends_.begin()) +
         1;
}

constexpr std::string_view graphml_suffixes[] = {".graphml"};

bool sniff_graphml(std::string_view head) { return head.find("<graphml") != head.npos; }

void read_graphml(std::istream& in, const ReadOptions& options, RecordSink& sink) {
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

constexpr std::string_view gexf_suffixes[] = {".gexf"};

bool sniff_gexf(std::string_view head) { return head.find("<gexf") != head.npos; }

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

void read_gexf(std::istream& in, const ReadOptions& options, RecordSink& sink) {
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

extern const Reader graphml_reader = {"graphml", "GraphML that ekg wrote", graphml_suffixes, sniff_graphml,
                                      read_graphml};
extern const Reader gexf_reader = {"gexf", "GEXF that ekg wrote, an edge an event", gexf_suffixes, sniff_gexf,
                                   read_gexf};

}  // namespace ekg
