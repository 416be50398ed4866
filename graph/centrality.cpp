#include "graph/centrality.hpp"

#include <algorithm>
#include <boost/graph/betweenness_centrality.hpp>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <cmath>

namespace ekg {
namespace {

constexpr double damping = 0.85;
constexpr double settled = 1e-12;
constexpr int most_rounds = 500;

std::uint64_t union_size(std::span<const ActorNetwork::Arc> a, std::span<const ActorNetwork::Arc> b) {
  std::uint64_t size = a.size() + b.size();
  for (std::size_t i = 0, k = 0; i < a.size() && k < b.size();) {
    if (a[i].to == b[k].to) --size;
    const std::uint32_t x = a[i].to, y = b[k].to;
    i += x <= y;
    k += y <= x;
  }
  return size;
}

}  // namespace

std::vector<double> page_rank(const ActorNetwork& directed) {
  const std::uint32_t n = directed.vertex_count();
  std::vector<double> share(n, n == 0 ? 0 : 1.0 / n), next(n), out(n, 0);
  for (std::uint32_t v = 0; v < n; ++v)
    for (const ActorNetwork::Arc& arc : directed.arcs_of(v)) out[v] += arc.weight;
  for (int round = 0; round < most_rounds; ++round) {
    double stuck = 0;
    for (std::uint32_t v = 0; v < n; ++v)
      if (out[v] == 0) stuck += share[v];
    std::ranges::fill(next, (1 - damping + damping * stuck) / n);
    for (std::uint32_t v = 0; v < n; ++v)
      for (const ActorNetwork::Arc& arc : directed.arcs_of(v))
        next[arc.to] += damping * share[v] * arc.weight / out[v];
    double change = 0;
    for (std::uint32_t v = 0; v < n; ++v) change += std::abs(next[v] - share[v]);
    std::swap(share, next);
    if (change < settled) break;
  }
  return share;
}

std::vector<double> betweenness(const ActorNetwork& directed) {
  using Graph = boost::compressed_sparse_row_graph<boost::directedS>;
  const std::uint32_t n = directed.vertex_count();
  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;
  edges.reserve(directed.arcs.size());
  for (std::uint32_t v = 0; v < n; ++v)
    for (const ActorNetwork::Arc& arc : directed.arcs_of(v)) edges.emplace_back(v, arc.to);
  const Graph graph(boost::edges_are_sorted, edges.begin(), edges.end(), n);
  std::vector<double> between(n, 0);
  if (n < 3) return between;
  boost::brandes_betweenness_centrality(
      graph, boost::centrality_map(
                 boost::make_iterator_property_map(between.begin(), get(boost::vertex_index, graph)))
                 .vertex_index_map(get(boost::vertex_index, graph)));
  const double pairs = (n - 1.0) * (n - 2.0);
  for (double& value : between) value /= pairs;
  return between;
}

std::vector<CentralRow> rank_central(const TimeSlice& slice, Centrality by) {
  const ActorNetwork out = directed_network(slice), in = reversed(out);
  const std::vector<double> shares = page_rank(out);
  std::vector<double> between;
  if (by == Centrality::betweenness) between = betweenness(out);
  std::vector<CentralRow> rows;
  for (std::uint32_t v = 0; v < out.vertex_count(); ++v) {
    CentralRow row{out.entities[v],
                   union_size(out.arcs_of(v), in.arcs_of(v)),
                   in.arcs_of(v).size(),
                   out.arcs_of(v).size(),
                   shares[v],
                   std::nullopt};
    if (!between.empty()) row.betweenness = between[v];
    rows.push_back(row);
  }
  std::ranges::stable_sort(rows, [by](const CentralRow& a, const CentralRow& b) {
    switch (by) {
      case Centrality::pagerank:
        return a.pagerank > b.pagerank;
      case Centrality::betweenness:
        return *a.betweenness > *b.betweenness;
      case Centrality::degree:
        return a.degree > b.degree;
    }
    return false;
  });
  return rows;
}

}  // namespace ekg
