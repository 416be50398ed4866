// A slice as a plain weighted network of its parties, for algorithms that want each pair once: rows of
// neighbours in one array (compressed sparse rows). A copy; independent of the graph once made.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "graph/time_slice.hpp"

namespace ekg {

struct ActorNetwork {
  struct Arc {
    std::uint32_t to;  // vertex
    double weight;     // events, each counted once
    friend bool operator==(const Arc&, const Arc&) = default;
  };
  std::vector<EntityId> entities;     // of the vertices, ascending
  std::vector<std::uint64_t> offset;  // vertices + 1
  std::vector<Arc> arcs;              // of each vertex, by ascending target

  std::uint32_t vertex_count() const { return static_cast<std::uint32_t>(entities.size()); }
  std::span<const Arc> arcs_of(std::uint32_t vertex) const {
    return {arcs.data() + offset[vertex], arcs.data() + offset[vertex + 1]};
  }
};

// From who acts to who is acted on; nobody has an arc to itself. The vertices are the parties that act or are
// acted on in the slice. O(events + pairs log).
ActorNetwork directed_network(const TimeSlice& slice);
// Between the parties of a pair, whoever acts: each arc stands in both rows. An event counts once a pair.
ActorNetwork undirected_network(const TimeSlice& slice);
// Every arc turned round.
ActorNetwork reversed(const ActorNetwork& network);

}  // namespace ekg
