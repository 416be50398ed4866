// Event records (docs/event-record.md), one a line, ordered by id.
#include "export/record_json.hpp"
#include "export/text_sink.hpp"
#include "export/writer.hpp"

namespace ekg {
namespace {

void write(const TimeSlice& slice, std::ostream& stream, const WriteOptions&, ProblemSink&) {
  TextSink sink(stream);
  EventRecord record;
  for (const EventId row : slice.graph().events_by_id()) {
    if (!slice.contains(row)) continue;
    slice.graph().read_record(row, record);
    append_json(sink.text(), record);
    sink.text().push_back('\n');
    sink.settle();
  }
  sink.flush();
}

constexpr std::string_view suffixes[] = {".jsonl", ".ndjson"};

}  // namespace

extern const Writer jsonl_writer = {"jsonl", "event records, one JSON object a line", suffixes, write};

}  // namespace ekg
