// What formats that list events have in common.
#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "graph/problem.hpp"
#include "graph/time_slice.hpp"

namespace ekg {

// "Ukraine, Poland: meeting – Russia": for a headline.
std::string event_title(const EventRecord& record);

// For markup: & < > " and ' as references.
std::string html_escaped(std::string_view text);

// Calls `use` with the records of the slice's dated events in time order; the others are counted and reported
// as "undated-events".
void for_each_dated(const TimeSlice& slice, ProblemSink& problems,
                    const std::function<void(const EventRecord&)>& use);

// Letters, digits, "-", "_" and "." stay; any other id is hashed, with `prefix` in front.
std::string plain_id(std::string_view prefix, std::string_view id);
void append_plain_id(std::string& out, std::string_view prefix, std::string_view id);

}  // namespace ekg
