// Looks at anybody's GraphML or GEXF with the eyes of Gephi's importer: what is broken, and what would be
// lost without a word. What Gephi does was learnt from its importers' sources; docs/gephi.md names it.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "graph/problem.hpp"

namespace ekg {

struct GraphFileSummary {
  std::string format;  // "GraphML", "GEXF 1.3"; empty: neither
  std::uint64_t nodes = 0;
  std::uint64_t edges = 0;
  std::uint64_t columns = 0;  // declared attributes
  bool dynamic = false;       // Gephi's Timeline has something to play
};

// Each kind of finding is one problem, at the first place where it occurs, with how many there are. Errors:
// no reader takes the file, or not this element. Warnings: Gephi loses or changes something. O(n log n); the
// document is held in memory.
GraphFileSummary check_graph_file(std::string_view xml, const std::string& file, ProblemSink& problems);

}  // namespace ekg
