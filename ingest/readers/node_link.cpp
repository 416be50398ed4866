// The node-link JSON that ekg wrote.
#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>

#include "ingest/drawn_graph.hpp"
#include "ingest/text_bytes.hpp"

namespace ekg {
namespace {

constexpr std::string_view suffixes[] = {".json"};
constexpr std::size_t limit_bytes = (std::size_t{4} << 30) - 64;  // what simdjson can hold

bool sniff(std::string_view head) {
  const auto keys = first_object_keys(head);
  const auto has = [&](std::string_view key) { return std::ranges::find(keys, key) != keys.end(); };
  return has("multigraph") && has("nodes");
}

std::string text_of(const simdjson::dom::element& value) {
  if (std::string_view text; !value.get(text)) return std::string(text);
  return simdjson::minify(value);  // a number
}

DrawnRow row_of(const simdjson::dom::object& object, const char* id) {
  DrawnRow row;
  for (const auto [key, value] : object) {
    const std::string name(key);
    std::string text = text_of(value);
    if (name == id)
      row.id = std::move(text);
    else if (name == "label")
      row.label = std::move(text);
    else if (name == "source")
      row.source = std::move(text);
    else if (name == "target")
      row.target = std::move(text);
    else
      row.cells.emplace_back(name, std::move(text));
  }
  return row;
}

void read(std::istream& in, const ReadOptions& options, RecordSink& sink) {
  std::string bytes = to_utf8(read_whole(in, options, limit_bytes));
  const auto broken = [&](std::string message) {
    throw BrokenInput({"bad-json", Severity::error, options.file, 0, 0, std::move(message), ""});
  };
  bytes.reserve(bytes.size() + simdjson::SIMDJSON_PADDING);
  simdjson::dom::parser parser;
  simdjson::dom::element json;
  if (const auto error = parser.parse(bytes.data(), bytes.size(), false).get(json))
    broken(fmt::format("no JSON ({}); is the file cut?", simdjson::error_message(error)));
  DrawnGraph graph(options, sink);
  const auto each = [&](const char* name, const char* id, auto use) {
    simdjson::dom::array list;
    if (json[name].get(list)) broken(fmt::format("\"{}\" must be a list", name));
    for (const simdjson::dom::element one : list) {
      simdjson::dom::object object;
      if (one.get(object)) broken(fmt::format("\"{}\" must hold objects", name));
      use(row_of(object, id));
    }
  };
  each("nodes", "id", [&](DrawnRow row) { graph.add_vertex(std::move(row)); });
  // networkx called them "links" once, and ekg with it.
  const bool links = json["edges"].error() == simdjson::NO_SUCH_FIELD;
  each(links ? "links" : "edges", "key", [&](const DrawnRow& row) { graph.add_edge(row); });
  graph.finish();
}

}  // namespace

extern const Reader node_link_reader = {"node-link", "node-link JSON that ekg wrote", suffixes, sniff, read};

}  // namespace ekg
