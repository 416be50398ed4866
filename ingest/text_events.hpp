// A text to its event records, by the language that it is in.
#pragma once
#include <vector>

#include "graph/document.hpp"
#include "graph/event_record.hpp"
#include "graph/problem.hpp"

namespace ekg {

// A pure function of the document, safe to call from several threads. A language that nobody reads is a
// problem.
std::vector<EventRecord> read_events(const Document& document, ProblemSink& problems);

}  // namespace ekg
