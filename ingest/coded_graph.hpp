// The short way from coded event data to a graph, for inputs that one reader with a fast lane reads: rows
// become columns without records between. It makes the graph, the counts and the problems that the long way
// makes, or nothing.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "graph/event_graph.hpp"
#include "ingest/ingest.hpp"

namespace ekg {

// nullopt, without a word to `problems`: the inputs need the long way. The graph reads plain inputs again,
// row by row, when records or documents are asked for, and keeps what was packed in memory: where an input
// was written to in between, that throws InputError. A file that another took the place of stays as it was.
std::optional<EventGraph> coded_graph(const std::vector<std::string>& inputs, const IngestOptions& options,
                                      ProblemSink& problems, IngestCounts& counts);

}  // namespace ekg
