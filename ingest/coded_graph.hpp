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

// nullopt, without a word to `problems`: the inputs need the long way. The graph keeps the inputs' bytes in
// memory.
std::optional<EventGraph> coded_graph(const std::vector<std::string>& inputs, const IngestOptions& options,
                                      ProblemSink& problems, IngestCounts& counts);

}  // namespace ekg
