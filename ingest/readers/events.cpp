// Event records, one JSON object a line (docs/event-record.md): the door for every other extractor.
#include <algorithm>

#include "ingest/reader.hpp"
#include "ingest/record_json.hpp"

namespace ekg {
namespace {

constexpr std::string_view suffixes[] = {".jsonl", ".ndjson"};

bool sniff(std::string_view head) {
  const auto keys = first_object_keys(head);
  const auto has = [&](std::string_view key) { return std::ranges::find(keys, key) != keys.end(); };
  return has("type") && (has("actors") || has("recipients") || has("status") || has("cameo") || has("doc"));
}

void read(std::istream& in, const ReadOptions& options, RecordSink& sink) {
  read_json_lines(in, options, sink,
                  [&](const auto& json, std::uint64_t line, std::vector<std::string>& unknown) {
                    EventRecord record = event_from_json(json, unknown);
                    record.file = options.file;
                    record.line = line;
                    sink.add(std::move(record));
                  });
}

}  // namespace

extern const Reader events_reader = {"events", "event records, one JSON object a line", suffixes, sniff,
                                     read};

}  // namespace ekg
