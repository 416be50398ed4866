#include "ingest/graph_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <initializer_list>
#include <iterator>
#include <limits>
#include <map>
#include <pugixml.hpp>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "graph/time_span.hpp"
#include "ingest/xml_text.hpp"

namespace ekg {
namespace {

constexpr std::size_t longest_value = 524288;  // of an attribute, in Gephi's XML parser

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool is_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}
// REQUIRES: is_number(text).
double number_of(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}
bool is_finite(std::string_view text) { return is_number(text) && std::isfinite(number_of(text)); }
bool is_integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

bool fits(std::string_view type, std::string_view value) {
  if (type == "boolean") return value == "true" || value == "false" || value == "0" || value == "1";
  if (type == "int" || type == "integer" || type == "long" || type == "short" || type == "byte")
    return is_integer(value);
  if (type == "float" || type == "double")
    return is_number(value) || lower(value) == "nan" || value == "INF" || value == "-INF";
  return true;
}

bool is_gexf_type(std::string_view type) {
  constexpr std::string_view types[] = {"byte",   "short",   "integer", "long",       "float",      "double",
                                        "string", "boolean", "char",    "bigdecimal", "biginteger", "anyURI"};
  return std::ranges::find(types, type) != std::end(types) || type.starts_with("list");
}

bool is_hex_colour(std::string_view text) {
  if (text.starts_with('#')) text.remove_prefix(1);
  return text.size() == 6 && text.find_first_not_of("0123456789abcdefABCDEF") == text.npos;
}

// An instant that Gephi parses, in seconds or in the file's own numbers; nullopt: none.
std::optional<double> instant_of(std::string_view text, bool dates) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (text == "-INF" || text == "-Infinity") return -infinity;
  if (text == "INF" || text == "Infinity") return infinity;
  if (!dates) return is_number(text) ? std::optional(number_of(text)) : std::nullopt;
  const auto time = text.size() >= 10 ? parse_time(text) : std::nullopt;
  if (!time) return std::nullopt;
  return static_cast<double>(time->begin.time_since_epoch().count());
}

// "2024-11-05T10:00:00" stands for another instant in every zone; a date alone is read as it is meant.
bool lacks_zone(std::string_view text) {
  const std::size_t clock = text.find('T');
  return clock != text.npos && text.find_first_of("Zz+-", clock) == text.npos;
}

// Both ends included, as GEXF has them.
struct Stretch {
  double begin = -std::numeric_limits<double>::infinity();
  double end = std::numeric_limits<double>::infinity();
  friend auto operator<=>(const Stretch&, const Stretch&) = default;
};

// The times in "[2024-01-01, 2024-02-01]; [2024-03-01, 2024-04-01]" or "<[1, 2, 3]>".
std::vector<std::string_view> times_in(std::string_view list) {
  std::vector<std::string_view> times;
  constexpr std::string_view between = "<>[]();, \t\n";
  for (std::size_t at = 0; (at = list.find_first_not_of(between, at)) != list.npos;) {
    const std::size_t end = std::min(list.find_first_of(between, at), list.size());
    times.push_back(list.substr(at, end - at));
    at = end;
  }
  return times;
}

// Of an element, as its prefix or none says.
std::string namespace_of(pugi::xml_node element) {
  const std::string name = element.name();
  const std::size_t colon = name.find(':');
  return element.attribute((colon == name.npos ? "xmlns" : "xmlns:" + name.substr(0, colon)).c_str()).value();
}

class Check {
 public:
  Check(std::string_view bytes, const std::string& file)
      : xml_(xml_as_utf8(std::string(bytes))), file_(file) {}

  GraphFileSummary run() {
    if (const auto fault = xml_fault(xml_)) {
      Problem problem{"graph-not-xml",
                      Severity::error,
                      file_,
                      fault->line,
                      fault->column,
                      "not well-formed: " + fault->message,
                      ""};
      if (fault->forbidden_character) {
        problem.code = "graph-forbidden-character";
        problem.message = "a character that XML 1.0 forbids: the import fails";
      }
      const std::string code = problem.code;
      found_[code] = {std::move(problem), 1};
      return summary_;
    }
    pugi::xml_document document;
    const auto parsed = document.load_buffer(xml_.data(), xml_.size(),
                                             pugi::parse_default | pugi::parse_doctype, pugi::encoding_utf8);
    if (!parsed) {
      report("graph-not-xml", Severity::error, parsed.offset,
             fmt::format("not well-formed: {}", parsed.description()));
      return summary_;
    }
    if (const pugi::xml_node doctype =
            document.find_child([](pugi::xml_node node) { return node.type() == pugi::node_doctype; })) {
      if (declares_entities(doctype.value())) {
        report("graph-doctype", Severity::error, doctype.offset_debug(),
               "it declares entities, which are never expanded; write the text itself instead");
        return summary_;
      }
      report("graph-doctype", Severity::warning, doctype.offset_debug(),
             "a document type declaration: who looks it up needs the network, and others refuse the file");
    }
    const pugi::xml_node root = document.document_element();
    const std::string space = namespace_of(root);
    elements(document);
    const std::string_view name = root.name();
    if (name == "graphml") {
      summary_.format = "GraphML";
      if (space != "http://graphml.graphdrawing.org/xmlns")
        report("graph-namespace", Severity::error, root.offset_debug(),
               "without the namespace http://graphml.graphdrawing.org/xmlns networkx finds no graph");
      graphml(root);
    } else if (name == "gexf") {
      summary_.format = fmt::format("GEXF {}", root.attribute("version").value());
      gexf(root.child("graph"));
    } else {
      report("graph-not-xml", Severity::error, 0, fmt::format("<{}> is neither GraphML nor GEXF", name));
    }
    return summary_;
  }

  void tell(ProblemSink& problems) {
    for (auto& [code, found] : found_) {
      Problem problem = found.first;
      if (found.count > 1) problem.message += fmt::format(" ({} times)", found.count);
      problems.report(std::move(problem));
    }
  }

 private:
  struct Found {
    Problem first;
    std::size_t count = 0;
  };
  struct Column {
    std::string type;
    std::string name;  // by which Gephi knows it; of GraphML
    bool dynamic = false;
  };
  struct Node {
    std::ptrdiff_t offset;
    std::vector<Stretch> times;  // sorted, disjoint; empty: always there
  };
  using Columns = std::unordered_map<std::string, Column>;

  void report(const char* code, Severity severity, std::ptrdiff_t offset, std::string message) {
    Found& found = found_[code];
    if (++found.count > 1) return;
    const auto end = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(offset, 0, std::ssize(xml_)));
    const auto line =
        static_cast<std::uint64_t>(std::ranges::count(std::string_view(xml_).substr(0, end), '\n')) + 1;
    found.first = {code, severity, file_, line, 0, std::move(message), ""};
  }

  // What holds for each of them. Prefixes of namespaces are taken off the names, for Gephi does not look at
  // them.
  void elements(pugi::xml_document& document) {
    struct Walk final : pugi::xml_tree_walker {
      explicit Walk(Check& owner) : check(owner) {}
      bool for_each(pugi::xml_node& node) override {
        if (const char* const colon = std::strchr(node.name(), ':')) {
          const std::string local = colon + 1;  // set_name writes over what it is given
          node.set_name(local.c_str());
        }
        for (const pugi::xml_attribute& attribute : node.attributes())
          if (const std::size_t bytes = std::strlen(attribute.value()); bytes > longest_value)
            check.report("graph-value-too-long", Severity::error, node.offset_debug(),
                         fmt::format("\"{}\" has {} bytes; Gephi reads {} of an attribute", attribute.name(),
                                     bytes, longest_value));
        return true;
      }
      Check& check;
    };
    Walk walk(*this);
    document.traverse(walk);
  }

  void value(const pugi::xml_node& at, const Column& column, std::string_view text) {
    if (!fits(column.type, text))
      report("graph-value", Severity::error, at.offset_debug(),
             fmt::format("\"{}\" is no {}", text.substr(0, 40), column.type));
    // In a label Gephi leaves it as it is.
    if (column.type == "string" && !column.name.ends_with("label") && text.find("INF") != text.npos)
      report("graph-infinity", Severity::warning, at.offset_debug(),
             fmt::format("Gephi writes Infinity for INF in \"{}\"", text.substr(0, 40)));
  }

  void node(const pugi::xml_node& at) {
    ++summary_.nodes;
    const std::string id = at.attribute("id").value();
    if (id.empty()) report("graph-no-id", Severity::error, at.offset_debug(), "a node without an id");
    if (!nodes_.emplace(id, Node{at.offset_debug(), {}}).second)
      report("graph-repeated-id", Severity::warning, at.offset_debug(),
             fmt::format("\"{}\" is there twice; one is lost", id));
  }

  void edge(const pugi::xml_node& at, const std::string& kind, bool directed) {
    ++summary_.edges;
    const std::string id = at.attribute("id").value();
    std::string source = at.attribute("source").value(), target = at.attribute("target").value();
    if (!id.empty() && !edges_.insert(id).second)
      report("graph-repeated-id", Severity::warning, at.offset_debug(),
             fmt::format("\"{}\" is there twice; one is lost", id));
    for (const std::string& end : {source, target})
      if (const auto known = nodes_.find(end);
          known == nodes_.end() || known->second.offset > at.offset_debug())
        report("graph-unknown-node", Severity::error, at.offset_debug(),
               fmt::format("an edge names \"{}\", which is no node before it", end));
    if (!directed && target < source) std::swap(source, target);
    if (!pairs_.insert(source + (directed ? '\x1f' : '\x1e') + target + '\x1f' + kind).second)
      report(
          "graph-parallel-edges", Severity::warning, at.offset_debug(),
          "edges with the same ends and kind become one: weights are added, of other values the last stays");
    if (at.attribute("weight")) weight(at, at.attribute("weight").value());
  }

  void weight(const pugi::xml_node& at, std::string_view text) {
    if (!is_finite(text))
      report("graph-weight", Severity::error, at.offset_debug(),
             fmt::format("a weight \"{}\" is no number", text.substr(0, 40)));
    else if (number_of(text) < 0)
      report("graph-weight", Severity::error, at.offset_debug(),
             fmt::format("a weight of {}: layouts and statistics take none below 0", text));
    else if (number_of(text) == 0)
      report("graph-zero-weight", Severity::warning, at.offset_debug(), "an edge of weight 0 is dropped");
  }

  void shade(const pugi::xml_node& at, std::string_view text) {
    if (!text.empty() && (!is_integer(text) || number_of(text) < 0 || number_of(text) > 255))
      report("graph-viz", Severity::warning, at.offset_debug(),
             fmt::format("\"{}\" is no shade of a colour, which go from 0 to 255", text.substr(0, 40)));
  }

  void word(const pugi::xml_node& at, const char* attribute,
            const std::initializer_list<std::string_view>& known) {
    const std::string_view text = at.attribute(attribute).value();
    if (!at.attribute(attribute) || std::ranges::find(known, text) != known.end()) return;
    report("graph-unknown-word", Severity::warning, at.offset_debug(),
           fmt::format("{}=\"{}\" is none of {}: it is read as if it were not there", attribute,
                       text.substr(0, 40), fmt::join(known, ", ")));
  }

  void graphml(const pugi::xml_node& root) {
    static const std::set<std::string, std::less<>> types = {"boolean", "int",    "long",
                                                             "float",   "double", "string"};
    static const std::set<std::string, std::less<>> of_nodes = {
        "label", "nodelabel", "x", "y", "z", "xpos", "ypos", "zpos", "size", "r", "g", "b", "color"};
    static const std::set<std::string, std::less<>> of_edges = {"label", "edgelabel", "weight", "r",
                                                                "g",     "b",         "color"};
    Columns keys;
    bool positions = false;
    for (const pugi::xml_node& key : root.children("key")) {
      ++summary_.columns;
      const std::string id = key.attribute("id").value(), name = key.attribute("attr.name").value(),
                        type = key.attribute("attr.type").value();
      const std::string_view what = key.attribute("for").value();
      const auto& known = what == "edge" ? of_edges : of_nodes;
      const bool is_known = known.contains(name) || known.contains(id);
      keys[id] = {type, known.contains(id) ? id : name, false};
      if (is_known && key.child("default"))
        report("graph-default", Severity::warning, key.offset_debug(),
               fmt::format("Gephi knows \"{}\" and loses its <default>; write the value at every element",
                           keys[id].name));
      if (!types.contains(type))
        report("graph-type", Severity::warning, key.offset_debug(),
               fmt::format("\"{}\" is no type of GraphML; readers take it for text or stop", type));
      if (what != "node" && what != "edge")
        report("graph-key-for", Severity::warning, key.offset_debug(),
               fmt::format("a key for \"{}\": Gephi and igraph read keys for node or edge", what));
      if (id.find_first_of(" \t\n") != id.npos)
        report("graph-key-name", Severity::warning, key.offset_debug(),
               fmt::format("key \"{}\" has a blank; the schema forbids it", id));
      if (known.contains(lower(name)) && !is_known)
        report("graph-key-name", Severity::warning, key.offset_debug(),
               fmt::format("\"{}\" is a plain column; Gephi knows \"{}\"", name, lower(name)));
      positions |= what == "node" && (name == "x" || id == "x");
    }
    std::vector<pugi::xml_node> graphs;
    for (const pugi::xml_node& graph : root.children("graph")) nodes_of(graph, keys, graphs);
    for (const pugi::xml_node& graph : graphs) {
      const std::string_view usual = graph.attribute("edgedefault").value();
      for (const pugi::xml_node& at : graph.children("edge")) {
        const std::string_view own = at.attribute("directed").value();
        edge(at, at.attribute("label").value(), own.empty() ? usual != "undirected" : own != "false");
        data(at, keys);
      }
    }
    if (!positions && summary_.nodes > 0)
      report("graph-no-positions", Severity::note, 0,
             "nodes have no positions: Gephi opens a random square; run a layout");
  }

  // Of a graph of GraphML and of those inside its nodes, which go to `graphs`.
  void nodes_of(const pugi::xml_node& graph, const Columns& keys, std::vector<pugi::xml_node>& graphs) {
    graphs.push_back(graph);
    if (graph.child("hyperedge"))
      report("graph-hyperedge", Severity::error, graph.child("hyperedge").offset_debug(),
             "hyperedges are read by nobody");
    for (const pugi::xml_node& at : graph.children("node")) {
      node(at);
      data(at, keys);
      if (at.child("graph"))
        report("graph-nested", Severity::warning, at.offset_debug(),
               "a graph inside a node is flattened or lost");
      for (const pugi::xml_node& inner : at.children("graph")) nodes_of(inner, keys, graphs);
    }
  }

  void data(const pugi::xml_node& element, const Columns& keys) {
    const bool is_edge = std::string_view(element.name()) == "edge";
    bool label = false;
    for (const pugi::xml_node& at : element.children("data")) {
      const auto found = keys.find(at.attribute("key").value());
      if (found == keys.end())
        report("graph-undeclared", Severity::error, at.offset_debug(),
               fmt::format("no key \"{}\" is declared", at.attribute("key").value()));
      else
        data(at, found->second, is_edge);
      label |= found != keys.end() && found->second.name.ends_with("label");
    }
    if (label && element.child("desc"))
      report("graph-desc", Severity::warning, element.offset_debug(),
             "Gephi writes <desc> over the label; leave one of the two out");
  }

  void data(const pugi::xml_node& at, const Column& column, bool is_edge) {
    const std::string_view text = at.text().get();
    value(at, column, text);
    if (is_edge && column.name == "weight" && fits(column.type, text)) weight(at, text);
    if (column.name == "r" || column.name == "g" || column.name == "b") shade(at, text);
  }

  void gexf(const pugi::xml_node& graph) {
    if (!graph) {
      report("graph-not-xml", Severity::error, 0, "a GEXF without <graph>");
      return;
    }
    word(graph, "mode", {"static", "dynamic"});
    word(graph, "defaultedgetype", {"directed", "undirected", "mutual"});
    word(graph, "timerepresentation", {"interval", "timestamp"});
    word(graph, "timeformat", {"integer", "double", "date", "dateTime", "datetime"});
    has_zone_ = graph.attribute("timezone");
    summary_.dynamic = std::string_view(graph.attribute("mode").value()) == "dynamic";
    const std::string_view format = graph.attribute("timeformat").value();
    dates_ = format == "dateTime" || format == "datetime" || format == "date";
    stamps_ = std::string_view(graph.attribute("timerepresentation").value()) == "timestamp";
    Columns of_nodes, of_edges;
    for (const pugi::xml_node& list : graph.children("attributes")) {
      word(list, "class", {"node", "edge"});
      word(list, "mode", {"static", "dynamic"});
      for (const pugi::xml_node& at : list.children("attribute")) {
        ++summary_.columns;
        const std::string id = at.attribute("id").value(), type = at.attribute("type").value();
        Columns& columns = std::string_view(list.attribute("class").value()) == "edge" ? of_edges : of_nodes;
        if (id.empty())
          report("graph-no-id", Severity::error, at.offset_debug(), "an attribute without an id");
        if (!is_gexf_type(type))
          report("graph-type", Severity::warning, at.offset_debug(),
                 fmt::format("\"{}\" is no type of GEXF; readers take it for text or stop", type));
        const bool dynamic = std::string_view(list.attribute("mode").value()) == "dynamic";
        if (!columns.emplace(id, Column{type, "", dynamic}).second)
          report("graph-repeated-id", Severity::warning, at.offset_debug(),
                 fmt::format("attribute \"{}\" is declared twice; one is lost", id));
      }
    }
    bool positions = false;
    std::vector<pugi::xml_node> with_edges = {graph};
    nodes_of(graph, of_nodes, positions, with_edges);
    const std::string_view usual = graph.attribute("defaultedgetype").value();
    for (const pugi::xml_node& around : with_edges)
      for (const pugi::xml_node& at : around.child("edges").children("edge")) {
        word(at, "type", {"directed", "undirected", "mutual"});
        const std::string_view own = at.attribute("type").value();
        edge(at, at.attribute("kind").value(), (own.empty() ? usual : own) != "undirected");
        values(at, of_edges);
        looks(at);
        const std::vector<Stretch> stretches = times(at);
        for (const char* end : {"source", "target"}) covered(at, stretches, at.attribute(end).value());
      }
    if (!positions && summary_.nodes > 0)
      report("graph-no-positions", Severity::note, 0,
             "nodes have no positions: Gephi opens a random square; run a layout");
  }

  // Of a graph of GEXF, or inside a node; nodes that have edges of their own go to `with_edges`.
  void nodes_of(const pugi::xml_node& around, const Columns& columns, bool& positions,
                std::vector<pugi::xml_node>& with_edges) {
    for (const pugi::xml_node& at : around.child("nodes").children("node")) {
      node(at);
      values(at, columns);
      looks(at);
      nodes_.at(at.attribute("id").value()).times = times(at);
      positions |= !at.child("position").empty();
      if (!at.child("nodes")) continue;
      report("graph-nested", Severity::warning, at.offset_debug(),
             "nodes inside a node are flattened or lost");
      with_edges.push_back(at);
      nodes_of(at, columns, positions, with_edges);
    }
  }

  void looks(const pugi::xml_node& element) {
    for (const pugi::xml_node& at : element.children()) {
      const std::string_view name = at.name();
      if ((name == "size" || name == "thickness" || name == "shape") &&
          std::string_view(at.first_attribute().name()) != "value")
        report("graph-viz", Severity::warning, at.offset_debug(),
               fmt::format("<{}> is read only with value as its first attribute", name));
      if (name == "color") {
        for (const char* part : {"r", "g", "b"}) shade(at, at.attribute(part).value());
        if (at.attribute("hex") && !is_hex_colour(at.attribute("hex").value()))
          report("graph-viz", Severity::warning, at.offset_debug(),
                 fmt::format("\"{}\" is no colour; write it as #ff8800", at.attribute("hex").value()));
      }
      for (const char* part : {"x", "y", "z"})
        if (name == "position" && at.attribute(part) && !is_finite(at.attribute(part).value()))
          report("graph-viz", Severity::warning, at.offset_debug(),
                 fmt::format("a position {}=\"{}\" is no number", part, at.attribute(part).value()));
    }
  }

  // Is the end there while the edge is?
  void covered(const pugi::xml_node& edge, const std::vector<Stretch>& stretches, const char* end) {
    const auto node = nodes_.find(end);
    if (node == nodes_.end() || node->second.times.empty()) return;
    const std::vector<Stretch>& whole = node->second.times;
    for (const Stretch& part : stretches) {
      const auto after = std::ranges::upper_bound(whole, part.begin, {}, &Stretch::begin);
      if (after != whole.begin() && std::prev(after)->end >= part.end) continue;
      report("graph-edge-without-node", Severity::warning, edge.offset_debug(),
             fmt::format("an edge is there while its end \"{}\" is not: it does not show then", end));
    }
  }

  void values(const pugi::xml_node& element, const Columns& columns) {
    std::map<std::string, std::vector<Stretch>> dated;
    for (const pugi::xml_node& at : element.child("attvalues").children("attvalue")) {
      const std::string name = at.attribute("for").value();
      const auto found = columns.find(name);
      if (found == columns.end()) {
        report("graph-undeclared", Severity::error, at.offset_debug(),
               fmt::format("no attribute \"{}\" is declared", name));
        continue;
      }
      value(at, found->second, at.attribute("value").value());
      if (name == "weight" && std::string_view(element.name()) == "edge")
        weight(at, at.attribute("value").value());
      if (const auto stretch = time(at)) {
        dated[name].push_back(*stretch);
        if (!found->second.dynamic)
          report("graph-static-attribute", Severity::warning, at.offset_debug(),
                 fmt::format("dated values of \"{}\", whose list is not dynamic, lose their times", name));
      }
    }
    for (auto& [name, spans] : dated) {
      std::ranges::sort(spans);
      for (std::size_t i = 1; i < spans.size(); ++i)
        if (spans[i].begin < spans[i - 1].end)
          report("graph-overlapping-values", Severity::warning, element.offset_debug(),
                 fmt::format("values of \"{}\" overlap in time: one is dropped", name));
    }
  }

  // When the element is there, as Gephi takes it: spells before its own start and end before `intervals`.
  // Sorted; what overlaps is joined, and a timestamp is a stretch without width. Empty: always.
  std::vector<Stretch> times(const pugi::xml_node& element) {
    std::vector<Stretch> stretches, joined;
    for (const pugi::xml_node& at : element.child("spells").children("spell"))
      if (const auto stretch = time(at)) stretches.push_back(*stretch);
    std::optional<Stretch> own = time(element);
    if (!own && element.attribute("timestamp"))
      if (const auto stamp = instant_of(element.attribute("timestamp").value(), dates_))
        own = Stretch{*stamp, *stamp};
    std::vector<Stretch> listed = lists(element);
    if (stretches.empty() && own) stretches.push_back(*own);
    if (stretches.empty()) stretches = std::move(listed);
    std::ranges::sort(stretches);
    for (const Stretch& stretch : stretches) {
      if (joined.empty() || stretch.begin > joined.back().end) {
        joined.push_back(stretch);
        continue;
      }
      if (stretch.begin < joined.back().end)
        report("graph-overlapping-spells", Severity::warning, element.offset_debug(),
               "spells overlap in time: one is dropped");
      joined.back().end = std::max(joined.back().end, stretch.end);
    }
    return joined;
  }

  // The attributes that hold many times at once.
  std::vector<Stretch> lists(const pugi::xml_node& element) {
    std::vector<Stretch> stretches;
    for (const char* name : {"intervals", "timestamps"}) {
      if (!element.attribute(name)) continue;
      const bool interval = std::string_view(name) == "intervals";
      kind(element, interval);
      const auto texts = times_in(element.attribute(name).value());
      for (const std::string_view text : texts) {
        instant(element, text);
        if (const auto stamp = interval ? std::nullopt : instant_of(text, dates_))
          stretches.push_back({*stamp, *stamp});
      }
      for (std::size_t i = 0; interval && i + 1 < texts.size(); i += 2)
        if (const auto stretch = stretch_of(element, texts[i], texts[i + 1])) stretches.push_back(*stretch);
    }
    return stretches;
  }

  // Of an element's own start, end and timestamp. nullopt: it has no interval, or none that can be read.
  std::optional<Stretch> time(const pugi::xml_node& at) {
    const bool interval = at.attribute("start") || at.attribute("end"), stamp = at.attribute("timestamp");
    if (interval || stamp) kind(at, interval);
    for (const char* name : {"start", "end", "timestamp"})
      if (at.attribute(name)) instant(at, at.attribute(name).value());
    if (!interval) return std::nullopt;
    return stretch_of(at, at.attribute("start").value(), at.attribute("end").value());
  }

  void kind(const pugi::xml_node& at, bool interval) {
    if (!summary_.dynamic)
      report("graph-static", Severity::warning, at.offset_debug(),
             "times in a graph whose mode is not \"dynamic\" are not read");
    if (interval == stamps_)
      report("graph-time-kind", Severity::warning, at.offset_debug(),
             "the file's timerepresentation is the other kind: this time is lost");
  }

  void instant(const pugi::xml_node& at, std::string_view text) {
    if (!instant_of(text, dates_))
      report("graph-bad-time", Severity::error, at.offset_debug(),
             fmt::format("\"{}\" is no time of the file's timeformat; it stops the import", text));
    else if (dates_ && !has_zone_ && lacks_zone(text))
      report("graph-no-zone", Severity::warning, at.offset_debug(),
             fmt::format("\"{}\" has no zone, nor has the graph a timezone: it is read in the reader's own",
                         text));
  }

  // Empty: no bound.
  std::optional<Stretch> stretch_of(const pugi::xml_node& at, std::string_view start, std::string_view end) {
    Stretch stretch;
    if (!start.empty()) {
      const auto begin = instant_of(start, dates_);
      if (!begin) return std::nullopt;
      stretch.begin = *begin;
    }
    if (!end.empty()) {
      const auto last = instant_of(end, dates_);
      if (!last) return std::nullopt;
      stretch.end = *last;
    }
    if (stretch.end < stretch.begin) {
      report("graph-time-order", Severity::error, at.offset_debug(),
             fmt::format("\"{}\" to \"{}\" ends before it begins; it stops the import", start, end));
      return std::nullopt;
    }
    if (stretch.begin == stretch.end && std::string_view(at.name()) != "attvalue")
      report("graph-zero-spell", Severity::warning, at.offset_debug(),
             "a spell without width is never seen on the Timeline");
    return stretch;
  }

  const std::string xml_;
  const std::string& file_;
  GraphFileSummary summary_;
  std::map<std::string, Found> found_;
  std::unordered_map<std::string, Node> nodes_;
  std::unordered_set<std::string> edges_, pairs_;
  bool dates_ = false, stamps_ = false;
  bool has_zone_ = false;  // the graph says in which zone times without one are
};

}  // namespace

GraphFileSummary check_graph_file(std::string_view xml, const std::string& file, ProblemSink& problems) {
  Check check(xml, file);
  GraphFileSummary summary = check.run();
  check.tell(problems);
  return summary;
}

}  // namespace ekg
