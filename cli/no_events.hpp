// Nobody should look for a fault in an empty picture.
#pragma once
#include "graph/problem.hpp"
#include "graph/time_slice.hpp"

namespace ekg {

// "no-events", when what is written of the slice will be empty.
void report_no_events(const TimeSlice& slice, ProblemSink& problems);

}  // namespace ekg
