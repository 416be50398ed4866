// Event records by the million, one JSON object a line: the short way, which makes no tree.
#pragma once
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "graph/event_record.hpp"
#include "ingest/reader.hpp"

namespace ekg {

// What a type of the ontology means by itself: a record that says nothing of its weight, no quad class, no
// intensity, no code, gets those of its type.
void weigh_by_type(EventRecord& record);

// As read_json_lines (ingest/record_json.hpp), each line a record, weighed by its type.
void read_event_lines(std::istream& in, const ReadOptions& options, RecordSink& sink);

// A line that is one record as it should be, as event_from_json reads it, into `out`, whose memory is used
// again. Throws NotPlain (ingest/json_cursor.hpp) or FieldError where it may be another: event_from_json says
// what it is. Names of fields that nobody knows are appended to `unknown`. REQUIRES: as JsonCursor.
void read_event_line(std::string_view line, EventRecord& out, std::vector<std::string>& unknown);

}  // namespace ekg
