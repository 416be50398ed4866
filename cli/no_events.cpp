#include "cli/no_events.hpp"

#include <fmt/format.h>

namespace ekg {

void report_no_events(const TimeSlice& slice, ProblemSink& problems) {
  if (!slice.events().empty()) return;
  problems.report({"no-events", Severity::note, "", 0, 0,
                   slice.graph().event_count() == 0
                       ? "the graph has no events: what is written is empty"
                       : fmt::format("none of the {} events is chosen: what is written is empty",
                                     slice.graph().event_count()),
                   ""});
}

}  // namespace ekg
