// Communities: parties that deal more with each other than their activity lets expect. Modularity over the
// weighted network of a slice, by the Leiden algorithm (V. Traag, L. Waltman, N. J. van Eck, "From Louvain to
// Leiden", Scientific Reports 9, 2019) without chance: vertices are taken in order and the best move is made,
// the lowest community among equals, so the same slice always gives the same answer.
#pragma once
#include <cstdint>
#include <vector>

#include "graph/actor_network.hpp"

namespace ekg {

struct Communities {
  std::vector<EntityId> entities;        // ascending
  std::vector<std::uint32_t> community;  // of each: 0 is the largest, then by size, then by the first member
  std::uint32_t count = 0;
  double modularity = 0;  // at the resolution asked for; 0 without an edge
};

// REQUIRES: `resolution` is finite and above 0. Above 1 it makes more and smaller communities, below 1 fewer
// and larger. Every community is connected. About O(edges log edges).
Communities find_communities(const TimeSlice& slice, double resolution = 1);
Communities find_communities(const ActorNetwork& undirected, double resolution = 1);

// How much more weight lies inside the communities than chance would put there, as a share of all weight.
double modularity(const ActorNetwork& undirected, const std::vector<std::uint32_t>& community,
                  double resolution = 1);

}  // namespace ekg
