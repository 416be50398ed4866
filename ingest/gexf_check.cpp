#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "graph/time_span.hpp"
#include "ingest/graph_findings.hpp"

namespace ekg {
namespace {

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
  if (!dates) return GraphFindings::number(text);
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

class GexfCheck {
 public:
  explicit GexfCheck(GraphFindings& all) : all_(all) {}

  void run(const pugi::xml_node& graph) {
    if (!graph) {
      all_.report("graph-not-xml", Severity::error, 0, "a GEXF without <graph>");
      return;
    }
    all_.word(graph, "mode", {"static", "dynamic"});
    all_.word(graph, "defaultedgetype", {"directed", "undirected", "mutual"});
    all_.word(graph, "timerepresentation", {"interval", "timestamp"});
    all_.word(graph, "timeformat", {"integer", "double", "date", "dateTime", "datetime"});
    has_zone_ = graph.attribute("timezone");
    all_.summary.dynamic = std::string_view(graph.attribute("mode").value()) == "dynamic";
    const std::string_view format = graph.attribute("timeformat").value();
    dates_ = format == "dateTime" || format == "datetime" || format == "date";
    stamps_ = std::string_view(graph.attribute("timerepresentation").value()) == "timestamp";
    GraphFindings::Columns of_nodes, of_edges;
    for (const pugi::xml_node& list : graph.children("attributes")) {
      all_.word(list, "class", {"node", "edge"});
      all_.word(list, "mode", {"static", "dynamic"});
      for (const pugi::xml_node& at : list.children("attribute")) {
        ++all_.summary.columns;
        const std::string id = at.attribute("id").value(), type = at.attribute("type").value();
        GraphFindings::Columns& columns =
            std::string_view(list.attribute("class").value()) == "edge" ? of_edges : of_nodes;
        if (id.empty())
          all_.report("graph-no-id", Severity::error, at.offset_debug(), "an attribute without an id");
        if (!is_gexf_type(type))
          all_.report("graph-type", Severity::warning, at.offset_debug(),
                      fmt::format("\"{}\" is no type of GEXF; readers take it for text or stop", type));
        const bool dynamic = std::string_view(list.attribute("mode").value()) == "dynamic";
        if (!columns.emplace(id, GraphFindings::Column{type, "", dynamic}).second)
          all_.report("graph-repeated-id", Severity::warning, at.offset_debug(),
                      fmt::format("attribute \"{}\" is declared twice; one is lost", id));
      }
    }
    bool positions = false;
    std::vector<pugi::xml_node> with_edges = {graph};
    nodes_of(graph, of_nodes, positions, with_edges);
    const std::string_view usual = graph.attribute("defaultedgetype").value();
    for (const pugi::xml_node& around : with_edges)
      for (const pugi::xml_node& at : around.child("edges").children("edge")) {
        all_.word(at, "type", {"directed", "undirected", "mutual"});
        const std::string_view own = at.attribute("type").value();
        all_.edge(at, at.attribute("kind").value(), (own.empty() ? usual : own) != "undirected");
        values(at, of_edges);
        looks(at);
        const std::vector<Stretch> stretches = times(at);
        for (const char* end : {"source", "target"}) covered(at, stretches, at.attribute(end).value());
      }
    if (!positions && all_.summary.nodes > 0)
      all_.report("graph-no-positions", Severity::note, 0,
                  "nodes have no positions: Gephi opens a random square; run a layout");
  }

 private:
  // Of a graph of GEXF, or inside a node; nodes that have edges of their own go to `with_edges`.
  void nodes_of(const pugi::xml_node& around, const GraphFindings::Columns& columns, bool& positions,
                std::vector<pugi::xml_node>& with_edges) {
    for (const pugi::xml_node& at : around.child("nodes").children("node")) {
      all_.node(at);
      values(at, columns);
      looks(at);
      times_of_nodes_[at.attribute("id").value()] = times(at);
      positions |= !at.child("position").empty();
      if (!at.child("nodes")) continue;
      all_.report("graph-nested", Severity::warning, at.offset_debug(),
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
        all_.report("graph-viz", Severity::warning, at.offset_debug(),
                    fmt::format("<{}> is read only with value as its first attribute", name));
      if (name == "color") {
        for (const char* part : {"r", "g", "b"}) all_.shade(at, at.attribute(part).value());
        if (at.attribute("hex") && !is_hex_colour(at.attribute("hex").value()))
          all_.report("graph-viz", Severity::warning, at.offset_debug(),
                      fmt::format("\"{}\" is no colour; write it as #ff8800", at.attribute("hex").value()));
      }
      for (const char* part : {"x", "y", "z"})
        if (name == "position" && at.attribute(part) && !GraphFindings::is_finite(at.attribute(part).value()))
          all_.report("graph-viz", Severity::warning, at.offset_debug(),
                      fmt::format("a position {}=\"{}\" is no number", part, at.attribute(part).value()));
    }
  }

  // Is the end there while the edge is?
  void covered(const pugi::xml_node& edge, const std::vector<Stretch>& stretches, const char* end) {
    const auto node = times_of_nodes_.find(end);
    if (node == times_of_nodes_.end() || node->second.empty()) return;
    const std::vector<Stretch>& whole = node->second;
    for (const Stretch& part : stretches) {
      const auto after = std::ranges::upper_bound(whole, part.begin, {}, &Stretch::begin);
      if (after != whole.begin() && std::prev(after)->end >= part.end) continue;
      all_.report("graph-edge-without-node", Severity::warning, edge.offset_debug(),
                  fmt::format("an edge is there while its end \"{}\" is not: it does not show then", end));
    }
  }

  void values(const pugi::xml_node& element, const GraphFindings::Columns& columns) {
    std::map<std::string, std::vector<Stretch>> dated;
    for (const pugi::xml_node& at : element.child("attvalues").children("attvalue")) {
      const std::string name = at.attribute("for").value();
      const auto found = columns.find(name);
      if (found == columns.end()) {
        all_.report("graph-undeclared", Severity::error, at.offset_debug(),
                    fmt::format("no attribute \"{}\" is declared", name));
        continue;
      }
      all_.value(at, found->second, at.attribute("value").value());
      if (name == "weight" && std::string_view(element.name()) == "edge")
        all_.weight(at, at.attribute("value").value());
      if (const auto stretch = time(at)) {
        dated[name].push_back(*stretch);
        if (!found->second.dynamic)
          all_.report(
              "graph-static-attribute", Severity::warning, at.offset_debug(),
              fmt::format("dated values of \"{}\", whose list is not dynamic, lose their times", name));
      }
    }
    for (auto& [name, spans] : dated) {
      std::ranges::sort(spans);
      for (std::size_t i = 1; i < spans.size(); ++i)
        if (spans[i].begin < spans[i - 1].end)
          all_.report("graph-overlapping-values", Severity::warning, element.offset_debug(),
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
        all_.report("graph-overlapping-spells", Severity::warning, element.offset_debug(),
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
    if (!all_.summary.dynamic)
      all_.report("graph-static", Severity::warning, at.offset_debug(),
                  "times in a graph whose mode is not \"dynamic\" are not read");
    if (interval == stamps_)
      all_.report("graph-time-kind", Severity::warning, at.offset_debug(),
                  "the file's timerepresentation is the other kind: this time is lost");
  }

  void instant(const pugi::xml_node& at, std::string_view text) {
    if (!instant_of(text, dates_))
      all_.report("graph-bad-time", Severity::error, at.offset_debug(),
                  fmt::format("\"{}\" is no time of the file's timeformat; it stops the import", text));
    else if (dates_ && !has_zone_ && lacks_zone(text))
      all_.report(
          "graph-no-zone", Severity::warning, at.offset_debug(),
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
      all_.report("graph-time-order", Severity::error, at.offset_debug(),
                  fmt::format("\"{}\" to \"{}\" ends before it begins; it stops the import", start, end));
      return std::nullopt;
    }
    if (stretch.begin == stretch.end && std::string_view(at.name()) != "attvalue")
      all_.report("graph-zero-spell", Severity::warning, at.offset_debug(),
                  "a spell without width is never seen on the Timeline");
    return stretch;
  }

  GraphFindings& all_;
  // Sorted, disjoint; empty: always there.
  std::unordered_map<std::string, std::vector<Stretch>> times_of_nodes_;
  bool dates_ = false, stamps_ = false;
  bool has_zone_ = false;  // the graph says in which zone times without one are
};

}  // namespace

void check_gexf(const pugi::xml_node& graph, GraphFindings& findings) { GexfCheck(findings).run(graph); }

}  // namespace ekg
