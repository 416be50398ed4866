// The objects of the native graph JSON and of the event record, one each, without a line end. Keys in the
// order of docs/event-record.md; absent values are left out.
#pragma once
#include <string>

#include "graph/entity.hpp"
#include "graph/event_record.hpp"

namespace ekg {

void append_json(std::string& out, const Document& document);  // its text is not written
void append_json(std::string& out, const Entity& entity);
void append_json(std::string& out, const EventRecord& record);

// A time as parse_time reads it, as short as its precision allows: "2024", "2024-11", "2024-Q4", "2024-W45",
// "199X", "2024-11-05", else its first instant.
std::string time_word(const TimeSpan& span);

}  // namespace ekg
