#include "ingest/graph_findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <pugixml.hpp>
#include <utility>

#include "ingest/text/utf8.hpp"

namespace ekg {
namespace {

bool is_integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::optional<double> GraphFindings::number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool GraphFindings::is_finite(std::string_view text) {
  const auto value = number(text);
  return value && std::isfinite(*value);
}

bool GraphFindings::fits(std::string_view type, std::string_view value) {
  if (type == "boolean") return value == "true" || value == "false" || value == "0" || value == "1";
  if (type == "int" || type == "integer" || type == "long" || type == "short" || type == "byte")
    return is_integer(value);
  if (type == "float" || type == "double")
    return number(value) || ascii_lower(value) == "nan" || value == "INF" || value == "-INF";
  return true;
}

void GraphFindings::report(Problem problem) {
  const std::string code = problem.code;
  found_[code] = {std::move(problem), 1};
}

void GraphFindings::tell(ProblemSink& problems) const {
  for (const auto& [code, found] : found_) {
    Problem problem = found.first;
    if (found.count > 1) problem.message += fmt::format(" ({} times)", found.count);
    problems.report(std::move(problem));
  }
}

void GraphFindings::report(const char* code, Severity severity, std::ptrdiff_t offset, std::string message) {
  Found& found = found_[code];
  if (++found.count > 1) return;
  const auto end = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(offset, 0, std::ssize(xml_)));
  const auto line =
      static_cast<std::uint64_t>(std::ranges::count(std::string_view(xml_).substr(0, end), '\n')) + 1;
  found.first = {code, severity, file_, line, 0, std::move(message), ""};
}

void GraphFindings::value(const pugi::xml_node& at, const Column& column, std::string_view text) {
  if (!fits(column.type, text))
    report("graph-value", Severity::error, at.offset_debug(),
           fmt::format("\"{}\" is no {}", text.substr(0, 40), column.type));
  // In a label Gephi leaves it as it is.
  if (column.type == "string" && !column.name.ends_with("label") && text.find("INF") != text.npos)
    report("graph-infinity", Severity::warning, at.offset_debug(),
           fmt::format("Gephi writes Infinity for INF in \"{}\"", text.substr(0, 40)));
}

void GraphFindings::node(const pugi::xml_node& at) {
  ++summary.nodes;
  const std::string id = at.attribute("id").value();
  if (id.empty()) report("graph-no-id", Severity::error, at.offset_debug(), "a node without an id");
  if (!nodes_.emplace(id, at.offset_debug()).second)
    report("graph-repeated-id", Severity::warning, at.offset_debug(),
           fmt::format("\"{}\" is there twice; one is lost", id));
}

void GraphFindings::edge(const pugi::xml_node& at, const std::string& kind, bool directed) {
  ++summary.edges;
  const std::string id = at.attribute("id").value();
  std::string source = at.attribute("source").value(), target = at.attribute("target").value();
  if (!id.empty() && !edges_.insert(id).second)
    report("graph-repeated-id", Severity::warning, at.offset_debug(),
           fmt::format("\"{}\" is there twice; one is lost", id));
  for (const std::string& end : {source, target})
    if (const auto known = nodes_.find(end); known == nodes_.end() || known->second > at.offset_debug())
      report("graph-unknown-node", Severity::error, at.offset_debug(),
             fmt::format("an edge names \"{}\", which is no node before it", end));
  if (!directed && target < source) std::swap(source, target);
  if (!pairs_.insert(source + (directed ? '\x1f' : '\x1e') + target + '\x1f' + kind).second)
    report("graph-parallel-edges", Severity::warning, at.offset_debug(),
           "edges with the same ends and kind become one: weights are added, of other values the last stays");
  if (at.attribute("weight")) weight(at, at.attribute("weight").value());
}

void GraphFindings::weight(const pugi::xml_node& at, std::string_view text) {
  if (!is_finite(text))
    report("graph-weight", Severity::error, at.offset_debug(),
           fmt::format("a weight \"{}\" is no number", text.substr(0, 40)));
  else if (*number(text) < 0)
    report("graph-weight", Severity::error, at.offset_debug(),
           fmt::format("a weight of {}: layouts and statistics take none below 0", text));
  else if (*number(text) == 0)
    report("graph-zero-weight", Severity::warning, at.offset_debug(), "an edge of weight 0 is dropped");
}

void GraphFindings::shade(const pugi::xml_node& at, std::string_view text) {
  if (!text.empty() && (!is_integer(text) || *number(text) < 0 || *number(text) > 255))
    report("graph-viz", Severity::warning, at.offset_debug(),
           fmt::format("\"{}\" is no shade of a colour, which go from 0 to 255", text.substr(0, 40)));
}

void GraphFindings::word(const pugi::xml_node& at, const char* attribute,
                         const std::initializer_list<std::string_view>& known) {
  const std::string_view text = at.attribute(attribute).value();
  if (!at.attribute(attribute) || std::ranges::find(known, text) != known.end()) return;
  report("graph-unknown-word", Severity::warning, at.offset_debug(),
         fmt::format("{}=\"{}\" is none of {}: it is read as if it were not there", attribute,
                     text.substr(0, 40), fmt::join(known, ", ")));
}

}  // namespace ekg
