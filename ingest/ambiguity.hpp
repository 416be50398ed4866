// Names that resolution left apart because several fit them, or because nothing but the name speaks for the
// one that does.
#pragma once
#include <vector>

#include "graph/event_graph.hpp"

namespace ekg {

struct Ambiguity {
  EntityId entity = 0;  // a surname without a given name, or a place or body whose state is not told
  std::vector<EntityId> candidates;  // whom it may be, the busiest first; not empty
};

// The busiest first. O(n log n) and the comparisons of names of one surname.
std::vector<Ambiguity> ambiguous_entities(const EventGraph& graph);

}  // namespace ekg
