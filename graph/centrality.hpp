// Who stands in the middle of a slice: by the number of partners, by PageRank, by betweenness.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "graph/actor_network.hpp"

namespace ekg {

struct CentralRow {
  EntityId entity = 0;
  std::uint64_t degree = 0;      // distinct partners, whoever acts
  std::uint64_t in_degree = 0;   // distinct parties that act on it
  std::uint64_t out_degree = 0;  // distinct parties that it acts on
  double pagerank = 0;           // the shares of all parties sum to 1
  std::optional<double> betweenness;
};

enum class Centrality : std::uint8_t { pagerank, betweenness, degree };

// By descending `by`. Betweenness is computed only when it is asked for: O(parties * pairs), the rest
// O(events + pairs log).
std::vector<CentralRow> rank_central(const TimeSlice& slice, Centrality by);

// The share of a reader's time who goes from party to party along events, each as likely as another, and
// starts anew at any party with probability 0.15 or where nothing leads on (S. Brin, L. Page, 1998). Until
// the shares change by less than 1e-12 in all.
std::vector<double> page_rank(const ActorNetwork& directed);
// The share of all ordered pairs of others whose shortest ways from who acts to who is acted on lead through
// a party, equal ways counted by halves, thirds … (U. Brandes, 2001, as in Boost.Graph).
std::vector<double> betweenness(const ActorNetwork& directed);

}  // namespace ekg
