// The native graph JSON (docs/graph-json.md): a graph that was resolved before.
#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>

#include "ingest/reader.hpp"
#include "ingest/record_json.hpp"
#include "ingest/text_bytes.hpp"

namespace ekg {
namespace {

constexpr std::string_view suffixes[] = {".json"};
constexpr std::size_t limit_bytes = (std::size_t{4} << 30) - 64;  // what simdjson can hold
constexpr std::int64_t known_version = 1;

bool sniff(std::string_view head) {
  const auto keys = first_object_keys(head);
  return std::ranges::find(keys, "format") != keys.end() && head.find("\"ekg\"") != head.npos;
}

class Rows {
 public:
  Rows(const ReadOptions& options, RecordSink& sink) : options_(options), sink_(sink) {}

  template <class Each>
  void read(const simdjson::dom::element& json, std::string_view name, Each each) {
    simdjson::dom::array list;
    const auto error = json[name].get(list);
    if (error == simdjson::NO_SUCH_FIELD) return;
    if (error) broken(fmt::format("\"{}\" must be a list", name));
    std::size_t index = 0;
    for (const simdjson::dom::element row : list) {
      try {
        each(row, unknown_);
      } catch (const FieldError& bad) {
        sink_.drop(
            {"bad-field", Severity::error, options_.file, 0, 0,
             fmt::format("{}[{}]{}{} {}", name, index, bad.field.empty() ? "" : ".", bad.field, bad.message),
             excerpt_of(simdjson::minify(row))});
      }
      ++index;
    }
  }
  void finish() { report_unknown_fields(std::move(unknown_), options_, sink_); }
  [[noreturn]] void broken(std::string message) const {
    throw BrokenInput({"bad-json", Severity::error, options_.file, 0, 0, std::move(message), ""});
  }

 private:
  const ReadOptions& options_;
  RecordSink& sink_;
  std::vector<std::string> unknown_;
};

void read(std::istream& in, const ReadOptions& options, RecordSink& sink) {
  std::string bytes = to_utf8(read_whole(in, options, limit_bytes));
  Rows rows(options, sink);
  bytes.reserve(bytes.size() + simdjson::SIMDJSON_PADDING);
  simdjson::dom::parser parser;
  simdjson::dom::element json;
  if (const auto error = parser.parse(bytes.data(), bytes.size(), false).get(json))
    rows.broken(fmt::format("no JSON ({}); is the file cut?", simdjson::error_message(error)));
  std::string_view format;
  if (json["format"].get(format) || format != "ekg")
    rows.broken("no graph of ekg: \"format\" must be \"ekg\"");
  std::int64_t version = 0;
  if (json["version"].get(version) || version != known_version)
    rows.broken(fmt::format("a graph of another version; this program reads version {}", known_version));
  rows.read(json, "documents", [&](const auto& row, auto& unknown) {
    sink.add_row(document_from_json(row, DocumentForm::row_of_graph, unknown));
  });
  rows.read(json, "entities",
            [&](const auto& row, auto& unknown) { sink.add_row(entity_from_json(row, unknown)); });
  rows.read(json, "events", [&](const auto& row, auto& unknown) {
    EventRecord record = event_from_json(row, unknown);
    record.file = options.file;
    sink.add(std::move(record));
  });
  rows.finish();
}

}  // namespace

extern const Reader graph_json_reader = {"json", "the native graph JSON", suffixes, sniff, read};

}  // namespace ekg
