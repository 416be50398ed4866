// Event records, one JSON object a line (docs/event-record.md): the door for every other extractor.
#include <algorithm>

#include "ingest/event_lines.hpp"
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

}  // namespace

extern const Reader events_reader = {"events", "event records, one JSON object a line", suffixes, sniff,
                                     read_event_lines};

}  // namespace ekg
