// Networks, centralities and communities equal slow and obvious answers over random small graphs and slices.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "graph/centrality.hpp"
#include "graph/communities.hpp"
#include "tests/support/small_graph.hpp"

namespace ekg {
namespace {

using Matrix = std::vector<std::vector<double>>;

// Events from each party to each other, taken from the records; rows as in `entities`.
Matrix slow_matrix(const TimeSlice& slice, const std::vector<EntityId>& entities, bool directed) {
  const EventGraph& graph = slice.graph();
  Matrix matrix(entities.size(), std::vector<double>(entities.size(), 0));
  for (EventId row = 0; row < graph.event_count(); ++row) {
    if (!slice.contains(row)) continue;
    const EventRecord record = graph.record(row);
    const auto has = [&](const std::vector<Party>& side, EntityId entity) {
      return std::ranges::any_of(side,
                                 [&](const Party& party) { return party.id == graph.entity(entity).id; });
    };
    for (std::size_t i = 0; i < entities.size(); ++i)
      for (std::size_t k = 0; k < entities.size(); ++k)
        if (i != k && ((has(record.actors, entities[i]) && has(record.recipients, entities[k])) ||
                       (!directed && has(record.actors, entities[k]) && has(record.recipients, entities[i]))))
          ++matrix[i][k];
  }
  return matrix;
}

Matrix matrix_of(const ActorNetwork& network) {
  Matrix matrix(network.vertex_count(), std::vector<double>(network.vertex_count(), 0));
  for (std::uint32_t v = 0; v < network.vertex_count(); ++v)
    for (const ActorNetwork::Arc& arc : network.arcs_of(v)) matrix[v][arc.to] += arc.weight;
  return matrix;
}

// Of graphs with few events and with many.
template <class Check>
void on_random_slices(int rounds, int entities, Check check) {
  for (const int events : {3, 9, 15, 21, 27})
    testing::on_random_slices(rounds / 5, 21, entities, events,
                              [&](const TimeSlice& slice, std::mt19937&) { check(slice); });
}

TEST(networks, count_each_event_once_a_pair) {
  on_random_slices(2000, 8, [](const TimeSlice& slice) {
    const EventGraph& graph = slice.graph();
    std::set<EntityId> parties;
    for (EventId row = 0; row < graph.event_count(); ++row) {
      if (!slice.contains(row)) continue;
      const EventRecord record = graph.record(row);
      for (const auto* side : {&record.actors, &record.recipients})
        for (const Party& party : *side) parties.insert(*graph.find_entity(party.id));
    }
    const ActorNetwork directed = directed_network(slice), undirected = undirected_network(slice);
    ASSERT_EQ(directed.entities, std::vector<EntityId>(parties.begin(), parties.end()));
    ASSERT_EQ(undirected.entities, directed.entities);
    ASSERT_EQ(matrix_of(directed), slow_matrix(slice, directed.entities, true));
    ASSERT_EQ(matrix_of(undirected), slow_matrix(slice, directed.entities, false));
    const Matrix turned = matrix_of(reversed(directed)), matrix = matrix_of(directed);
    for (std::size_t i = 0; i < matrix.size(); ++i)
      for (std::size_t k = 0; k < matrix.size(); ++k) ASSERT_EQ(turned[i][k], matrix[k][i]);
  });
}

// The system of linear equations that the shares solve, by elimination.
std::vector<double> slow_page_rank(const Matrix& weights) {
  const std::size_t n = weights.size();
  const auto size = static_cast<double>(n);
  Matrix a(n, std::vector<double>(n + 1, 0));
  for (std::size_t i = 0; i < n; ++i) {
    double out = 0;
    for (std::size_t k = 0; k < n; ++k) out += weights[i][k];
    for (std::size_t k = 0; k < n; ++k) a[k][i] -= 0.85 * (out == 0 ? 1 / size : weights[i][k] / out);
    a[i][i] += 1;
    a[i][n] = 0.15 / size;
  }
  for (std::size_t i = 0; i < n; ++i) {
    std::size_t pivot = i;
    for (std::size_t r = i; r < n; ++r)
      if (std::abs(a[r][i]) > std::abs(a[pivot][i])) pivot = r;
    std::swap(a[i], a[pivot]);
    for (std::size_t r = 0; r < n; ++r) {
      if (r == i) continue;
      const double factor = a[r][i] / a[i][i];
      for (std::size_t c = i; c <= n; ++c) a[r][c] -= factor * a[i][c];
    }
  }
  std::vector<double> shares;
  for (std::size_t i = 0; i < n; ++i) shares.push_back(a[i][n] / a[i][i]);
  return shares;
}

// From the numbers of shortest ways between all pairs.
std::vector<double> slow_betweenness(const Matrix& weights) {
  const std::size_t n = weights.size();
  Matrix distance(n, std::vector<double>(n, 1e9)), ways(n, std::vector<double>(n, 0));
  for (std::size_t s = 0; s < n; ++s) {
    distance[s][s] = 0;
    ways[s][s] = 1;
    for (std::size_t hops = 0; hops < n; ++hops)
      for (std::size_t v = 0; v < n; ++v) {
        if (distance[s][v] != static_cast<double>(hops)) continue;
        for (std::size_t w = 0; w < n; ++w) {
          if (weights[v][w] == 0 || distance[s][w] <= distance[s][v]) continue;
          distance[s][w] = distance[s][v] + 1;
          ways[s][w] += ways[s][v];
        }
      }
  }
  std::vector<double> between(n, 0);
  for (std::size_t v = 0; v < n; ++v)
    for (std::size_t s = 0; s < n; ++s)
      for (std::size_t t = 0; t < n; ++t)
        if (s != v && t != v && s != t && ways[s][t] > 0 && distance[s][v] + distance[v][t] == distance[s][t])
          between[v] += ways[s][v] * ways[v][t] / ways[s][t];
  for (double& value : between)
    if (n > 2) value /= (static_cast<double>(n) - 1) * (static_cast<double>(n) - 2);
  return between;
}

TEST(centralities, solve_their_definitions) {
  on_random_slices(2000, 8, [](const TimeSlice& slice) {
    const ActorNetwork network = directed_network(slice);
    const Matrix weights = slow_matrix(slice, network.entities, true);
    const auto shares = slow_page_rank(weights), between = slow_betweenness(weights);
    const auto rows = rank_central(slice, Centrality::betweenness);
    ASSERT_EQ(rows.size(), network.entities.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto v = static_cast<std::size_t>(std::ranges::find(network.entities, rows[i].entity) -
                                              network.entities.begin());
      std::uint64_t in = 0, out = 0, any = 0;
      for (std::size_t w = 0; w < weights.size(); ++w) {
        in += weights[w][v] > 0;
        out += weights[v][w] > 0;
        any += weights[w][v] > 0 || weights[v][w] > 0;
      }
      ASSERT_EQ(rows[i].in_degree, in);
      ASSERT_EQ(rows[i].out_degree, out);
      ASSERT_EQ(rows[i].degree, any);
      ASSERT_NEAR(rows[i].pagerank, shares[v], 1e-9);
      ASSERT_NEAR(*rows[i].betweenness, between[v], 1e-9);
      if (i > 0) {
        ASSERT_GE(*rows[i - 1].betweenness, *rows[i].betweenness);
      }
    }
    const auto by_share = rank_central(slice, Centrality::pagerank),
               by_degree = rank_central(slice, Centrality::degree);
    ASSERT_EQ(by_share.size(), rows.size());
    ASSERT_EQ(by_degree.size(), rows.size());
    for (std::size_t i = 1; i < rows.size(); ++i) {
      ASSERT_GE(by_share[i - 1].pagerank, by_share[i].pagerank);
      ASSERT_GE(by_degree[i - 1].degree, by_degree[i].degree);
    }
  });
}

double slow_modularity(const Matrix& weights, const std::vector<std::uint32_t>& community,
                       double resolution) {
  const std::size_t n = weights.size();
  std::vector<double> strength(n, 0);
  double all = 0, sum = 0;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t k = 0; k < n; ++k) strength[i] += weights[i][k], all += weights[i][k];
  if (all == 0) return 0;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t k = 0; k < n; ++k)
      if (community[i] == community[k]) sum += weights[i][k] - resolution * strength[i] * strength[k] / all;
  return sum / all;
}

// Every partition of `n` vertices, as growth strings.
template <class Visit>
void for_all_partitions(std::vector<std::uint32_t>& partition, std::size_t at, std::uint32_t used,
                        Visit visit) {
  if (at == partition.size()) return visit(partition);
  for (std::uint32_t c = 0; c <= used; ++c) {
    partition[at] = c;
    for_all_partitions(partition, at + 1, std::max(used, c + 1), visit);
  }
}

TEST(communities, are_connected_and_not_far_from_the_best_partition) {
  int rounds = 0;
  double short_of = 0;
  on_random_slices(1500, 7, [&](const TimeSlice& slice) {
    const ActorNetwork network = undirected_network(slice);
    const Matrix weights = matrix_of(network);
    const double resolution = rounds % 3 == 0 ? 1.5 : 1;
    const Communities found = find_communities(slice, resolution);
    ASSERT_EQ(found.entities, network.entities);
    ASSERT_NEAR(found.modularity, slow_modularity(weights, found.community, resolution), 1e-12);
    const std::size_t n = weights.size();
    std::map<std::uint32_t, std::vector<std::size_t>> members;
    for (std::size_t v = 0; v < n; ++v) members[found.community[v]].push_back(v);
    ASSERT_EQ(members.size(), found.count);
    for (const auto& [community, group] : members) {
      if (members.contains(community + 1)) {
        ASSERT_GE(group.size(), members[community + 1].size());
      }
      std::set<std::size_t> reached = {group[0]};
      for (std::size_t round = 0; round < n; ++round)
        for (const std::size_t v : group)
          for (const std::size_t w : group)
            if (reached.contains(v) && weights[v][w] > 0) reached.insert(w);
      ASSERT_EQ(reached.size(), group.size());
    }
    double best = -10;
    std::vector<std::uint32_t> partition(n, 0);
    for_all_partitions(partition, 0, 0, [&](const std::vector<std::uint32_t>& other) {
      best = std::max(best, slow_modularity(weights, other, resolution));
    });
    ASSERT_LE(found.modularity, best + 1e-12);
    ++rounds;
    short_of += best - found.modularity;
    ASSERT_GE(found.modularity, best - 0.06);
  });
  EXPECT_LT(short_of / rounds, 0.005);
}

TEST(communities, of_two_circles_with_one_tie_are_the_circles) {
  std::vector<EventRecord> events;
  int number = 0;
  for (const std::string side : {"a", "b"})
    for (int i = 0; i < 5; ++i)
      for (int k = 0; k < i; ++k)
        events.push_back(testing::event(std::to_string(number++), "meeting", {side + std::to_string(i)},
                                        {side + std::to_string(k)}, testing::days_span(1, 1)));
  events.push_back(testing::event("tie", "meeting", {"a0"}, {"b0"}, testing::days_span(1, 1)));
  const EventGraph graph = testing::graph_of(events);
  const Communities found = find_communities(TimeSlice(graph));
  EXPECT_EQ(found.count, 2U);
  for (std::size_t v = 0; v < found.entities.size(); ++v)
    EXPECT_EQ(found.community[v] == found.community[0],
              graph.entity(found.entities[v]).name[0] == graph.entity(found.entities[0]).name[0]);
}

}  // namespace
}  // namespace ekg
