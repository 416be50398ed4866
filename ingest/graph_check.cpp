#include "ingest/graph_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <map>
#include <pugixml.hpp>
#include <set>
#include <unordered_map>
#include <unordered_set>

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

// Whether an instant in text is one that Gephi parses; dates compare as text.
bool is_time(std::string_view text, bool dates) {
  if (text == "-INF" || text == "INF" || text == "-Infinity" || text == "Infinity") return true;
  if (!dates) return is_number(text);
  return parse_time(text).has_value() && text.size() >= 10;
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
      const char* const code = fault->forbidden_character ? "graph-forbidden-character" : "graph-not-xml";
      const std::string message = fault->forbidden_character
                                      ? "a character that XML 1.0 forbids: the import fails"
                                      : "not well-formed: " + fault->message;
      found_[code] = {{code, Severity::error, file_, fault->line, fault->column, message, ""}, 1};
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
    bool dynamic = false;
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
    if (column.type == "string" && text.find("INF") != text.npos)
      report("graph-infinity", Severity::warning, at.offset_debug(),
             fmt::format("Gephi writes Infinity for INF in \"{}\"", text.substr(0, 40)));
  }

  void node(const pugi::xml_node& at) {
    ++summary_.nodes;
    const std::string id = at.attribute("id").value();
    if (id.empty()) report("graph-no-id", Severity::error, at.offset_debug(), "a node without an id");
    if (!nodes_.insert(id).second)
      report("graph-repeated-id", Severity::warning, at.offset_debug(),
             fmt::format("\"{}\" is there twice; one is lost", id));
  }

  void edge(const pugi::xml_node& at, const std::string& kind) {
    ++summary_.edges;
    const std::string id = at.attribute("id").value(), source = at.attribute("source").value(),
                      target = at.attribute("target").value();
    if (!id.empty() && !edges_.insert(id).second)
      report("graph-repeated-id", Severity::warning, at.offset_debug(),
             fmt::format("\"{}\" is there twice; one is lost", id));
    for (const std::string& end : {source, target})
      if (!nodes_.contains(end))
        report("graph-unknown-node", Severity::error, at.offset_debug(),
               fmt::format("an edge names \"{}\", which is no node before it", end));
    if (!pairs_.insert(source + '\x1f' + target + '\x1f' + kind).second)
      report(
          "graph-parallel-edges", Severity::warning, at.offset_debug(),
          "edges with the same ends and kind become one: weights are added, of other values the last stays");
    const std::string_view weight = at.attribute("weight").value();
    if (!weight.empty() && is_number(weight) && std::stod(std::string(weight)) == 0)
      report("graph-zero-weight", Severity::warning, at.offset_debug(), "an edge of weight 0 is dropped");
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
      keys[id] = {type};
      if (!types.contains(type))
        report("graph-type", Severity::warning, key.offset_debug(),
               fmt::format("\"{}\" is no type of GraphML; readers take it for text or stop", type));
      if (what != "node" && what != "edge")
        report("graph-key-for", Severity::warning, key.offset_debug(),
               fmt::format("a key for \"{}\": Gephi and igraph read keys for node or edge", what));
      if (id.find_first_of(" \t\n") != id.npos)
        report("graph-key-name", Severity::warning, key.offset_debug(),
               fmt::format("key \"{}\" has a blank; the schema forbids it", id));
      const auto& known = what == "edge" ? of_edges : of_nodes;
      if (known.contains(lower(name)) && !known.contains(name) && !known.contains(id))
        report("graph-key-name", Severity::warning, key.offset_debug(),
               fmt::format("\"{}\" is a plain column; Gephi knows \"{}\"", name, lower(name)));
      positions |= what == "node" && (name == "x" || id == "x");
    }
    for (const pugi::xml_node& graph : root.children("graph")) {
      if (graph.child("hyperedge"))
        report("graph-hyperedge", Severity::error, graph.child("hyperedge").offset_debug(),
               "hyperedges are read by nobody");
      for (const pugi::xml_node& at : graph.children("node")) {
        node(at);
        if (at.child("graph"))
          report("graph-nested", Severity::warning, at.offset_debug(),
                 "a graph inside a node is flattened or lost");
        data(at, keys);
      }
      for (const pugi::xml_node& at : graph.children("edge")) {
        edge(at, fmt::format("{}\x1f{}", at.attribute("label").value(), at.attribute("id").value()));
        data(at, keys);
      }
    }
    if (!positions && summary_.nodes > 0)
      report("graph-no-positions", Severity::note, 0,
             "nodes have no positions: Gephi opens a random square; run a layout");
  }

  void data(const pugi::xml_node& element, const Columns& keys) {
    for (const pugi::xml_node& at : element.children("data")) {
      const auto found = keys.find(at.attribute("key").value());
      if (found == keys.end())
        report("graph-undeclared", Severity::error, at.offset_debug(),
               fmt::format("no key \"{}\" is declared", at.attribute("key").value()));
      else
        value(at, found->second, at.text().get());
    }
  }

  void gexf(const pugi::xml_node& graph) {
    if (!graph) {
      report("graph-not-xml", Severity::error, 0, "a GEXF without <graph>");
      return;
    }
    summary_.dynamic = std::string_view(graph.attribute("mode").value()) == "dynamic";
    const std::string_view format = graph.attribute("timeformat").value();
    dates_ = format == "dateTime" || format == "datetime" || format == "date";
    stamps_ = std::string_view(graph.attribute("timerepresentation").value()) == "timestamp";
    Columns of_nodes, of_edges;
    for (const pugi::xml_node& list : graph.children("attributes"))
      for (const pugi::xml_node& at : list.children("attribute")) {
        ++summary_.columns;
        (std::string_view(list.attribute("class").value()) == "edge"
             ? of_edges
             : of_nodes)[at.attribute("id").value()] = {
            at.attribute("type").value(), std::string_view(list.attribute("mode").value()) == "dynamic"};
      }
    bool positions = false;
    for (const pugi::xml_node& at : graph.child("nodes").children("node")) {
      node(at);
      values(at, of_nodes);
      times(at);
      positions |= !at.find_child([](const pugi::xml_node& child) {
                        return std::string_view(child.name()).ends_with("position");
                      }).empty();
    }
    for (const pugi::xml_node& at : graph.child("edges").children("edge")) {
      const char* kind = at.attribute("kind").value();
      edge(at, *kind != '\0' ? kind : at.attribute("label").value());
      values(at, of_edges);
      times(at);
    }
    if (!positions && summary_.nodes > 0)
      report("graph-no-positions", Severity::note, 0,
             "nodes have no positions: Gephi opens a random square; run a layout");
  }

  void values(const pugi::xml_node& element, const Columns& columns) {
    std::map<std::string, std::vector<std::pair<std::string, std::string>>> dated;
    for (const pugi::xml_node& at : element.child("attvalues").children("attvalue")) {
      const std::string name = at.attribute("for").value();
      const auto found = columns.find(name);
      if (found == columns.end()) {
        report("graph-undeclared", Severity::error, at.offset_debug(),
               fmt::format("no attribute \"{}\" is declared", name));
        continue;
      }
      value(at, found->second, at.attribute("value").value());
      if (at.attribute("start") || at.attribute("end")) {
        dated[name].emplace_back(at.attribute("start").value(), at.attribute("end").value());
        time(at);
        if (!found->second.dynamic)
          report("graph-static-attribute", Severity::warning, at.offset_debug(),
                 fmt::format("dated values of \"{}\", whose list is not dynamic, lose their times", name));
      }
    }
    for (auto& [name, spans] : dated) {
      std::ranges::sort(spans);
      for (std::size_t i = 1; dates_ && i < spans.size(); ++i)
        if (spans[i].first < spans[i - 1].second)
          report("graph-overlapping-values", Severity::warning, element.offset_debug(),
                 fmt::format("values of \"{}\" overlap in time: one is dropped", name));
    }
  }

  void times(const pugi::xml_node& element) {
    time(element);
    for (const pugi::xml_node& at : element.child("spells").children("spell")) time(at);
  }

  void time(const pugi::xml_node& at) {
    const bool interval = at.attribute("start") || at.attribute("end"), stamp = at.attribute("timestamp");
    if (!interval && !stamp) return;
    if (!summary_.dynamic)
      report("graph-static", Severity::warning, at.offset_debug(),
             "times in a graph whose mode is not \"dynamic\" are not read");
    if ((interval && stamps_) || (stamp && !stamps_))
      report("graph-time-kind", Severity::warning, at.offset_debug(),
             "the file's timerepresentation is the other kind: this time is lost");
    for (const char* name : {"start", "end", "timestamp"})
      if (at.attribute(name) && !is_time(at.attribute(name).value(), dates_))
        report("graph-bad-time", Severity::error, at.offset_debug(),
               fmt::format("\"{}\" is no time of the file's timeformat; it stops the import",
                           at.attribute(name).value()));
    const std::string_view start = at.attribute("start").value(), end = at.attribute("end").value();
    if (interval && !start.empty() && start == end && std::string_view(at.name()) == "spell")
      report("graph-zero-spell", Severity::warning, at.offset_debug(),
             "a spell without width is never seen on the Timeline");
  }

  const std::string xml_;
  const std::string& file_;
  GraphFileSummary summary_;
  std::map<std::string, Found> found_;
  std::unordered_set<std::string> nodes_, edges_, pairs_;
  bool dates_ = false, stamps_ = false;
};

}  // namespace

GraphFileSummary check_graph_file(std::string_view xml, const std::string& file, ProblemSink& problems) {
  Check check(xml, file);
  GraphFileSummary summary = check.run();
  check.tell(problems);
  return summary;
}

}  // namespace ekg
