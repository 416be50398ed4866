// The options of subcommands that count events along the calendar.
#pragma once
#include <string>

#include "cli/command.hpp"
#include "graph/query.hpp"

namespace ekg {

struct TimelineOptions {
  std::string by = "month";
  std::string stack;
  std::string zone = "UTC";
  CalendarUnit unit() const { return *calendar_unit_from(by); }
  std::chrono::seconds ahead() const;  // of UTC
};

// --by, --stack and --zone; `stacked` says what a series is there.
void add_timeline_options(Verb verb, TimelineOptions& options, const char* stacked);
// Tells how many events have no date. Throws InputError where one date far from the others would make buckets
// without end.
Timeline timeline_of(const TimeSlice& slice, const TimelineOptions& options, Session& session);

}  // namespace ekg
