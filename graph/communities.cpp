#include "graph/communities.hpp"

#include <algorithm>
#include <numeric>

namespace ekg {
namespace {

constexpr double enough = 1e-12;  // gains below this are rounding

// An undirected network whose vertices may stand for many; `inside` is twice the weight within each.
struct Level {
  ActorNetwork network;
  std::vector<double> inside;
  std::vector<double> strength;  // weight of all that ends at the vertex, `inside` among it
};

using Partition = std::vector<std::uint32_t>;

// Gives the communities the numbers 0 … in the order of their first members; how many there are.
std::uint32_t renumber(Partition& partition) {
  std::vector<std::uint32_t> number(partition.size(), 0xffffffff);
  std::uint32_t next = 0;
  for (std::uint32_t& community : partition) {
    if (number[community] == 0xffffffff) number[community] = next++;
    community = number[community];
  }
  return next;
}

class Optimiser {
 public:
  Optimiser(const Level& level, double all, double resolution)
      : level_(level), all_(all), resolution_(resolution), weight_to_(level.network.vertex_count(), 0) {}

  // Moves vertices to the neighbouring community with the greatest gain until none gains. REQUIRES: numbers
  // below the number of vertices.
  void move_all(Partition& partition) {
    const std::uint32_t n = level_.network.vertex_count();
    std::vector<double> strength(n, 0);
    std::vector<std::uint32_t> size(n, 0), empty;
    for (std::uint32_t v = 0; v < n; ++v) {
      strength[partition[v]] += level_.strength[v];
      ++size[partition[v]];
    }
    for (std::uint32_t c = n; c-- > 0;)
      if (size[c] == 0) empty.push_back(c);
    std::vector<std::uint32_t> queue(n);
    std::iota(queue.begin(), queue.end(), 0);
    std::vector<bool> waiting(n, true);
    std::vector<std::uint32_t> later;
    while (!queue.empty()) {
      later.clear();
      for (const std::uint32_t v : queue) {
        waiting[v] = false;
        const std::uint32_t old = partition[v];
        collect(v, partition);
        strength[old] -= level_.strength[v];
        std::uint32_t best = old;
        double best_gain = gain(weight_to_[old], level_.strength[v], strength[old]);
        std::ranges::sort(touched_);
        for (const std::uint32_t c : touched_) {
          if (c == old) continue;
          const double here = gain(weight_to_[c], level_.strength[v], strength[c]);
          if (here > best_gain + enough) best = c, best_gain = here;
        }
        if (best_gain < -enough && size[old] > 1) best = empty.back();  // alone it fares better
        forget();
        strength[best] += level_.strength[v];
        if (best == old) continue;
        if (!empty.empty() && best == empty.back()) empty.pop_back();
        ++size[best];
        if (--size[old] == 0) empty.push_back(old);
        partition[v] = best;
        for (const ActorNetwork::Arc& arc : level_.network.arcs_of(v)) {
          if (partition[arc.to] == best || waiting[arc.to]) continue;
          waiting[arc.to] = true;
          later.push_back(arc.to);
        }
      }
      std::swap(queue, later);
      std::ranges::sort(queue);
    }
  }

  // Within each community: vertices that are still alone join the well-connected part that gains most. What
  // comes out is connected, for a vertex joins only what it has an edge to.
  Partition refine(const Partition& partition) {
    const std::uint32_t n = level_.network.vertex_count();
    std::vector<double> total(n, 0);  // strength of each community
    for (std::uint32_t v = 0; v < n; ++v) total[partition[v]] += level_.strength[v];
    Partition refined(n);
    std::iota(refined.begin(), refined.end(), 0);
    std::vector<double> strength = level_.strength;  // of each part
    std::vector<double> outward(n, 0);               // weight from each part to the rest of its community
    std::vector<std::uint32_t> size(n, 1);
    for (std::uint32_t v = 0; v < n; ++v)
      for (const ActorNetwork::Arc& arc : level_.network.arcs_of(v))
        if (partition[arc.to] == partition[v]) outward[v] += arc.weight;
    const auto well_connected = [&](std::uint32_t part, std::uint32_t community) {
      return outward[part] + enough >=
             resolution_ * strength[part] * (total[community] - strength[part]) / all_;
    };
    for (std::uint32_t v = 0; v < n; ++v) {
      const std::uint32_t community = partition[v];
      if (size[refined[v]] != 1 || !well_connected(refined[v], community)) continue;
      collect(v, refined, &partition);
      std::ranges::sort(touched_);
      const std::uint32_t old = refined[v];
      std::uint32_t best = old;
      double best_gain = 0;
      for (const std::uint32_t part : touched_) {
        if (part == old || !well_connected(part, community)) continue;
        const double here = gain(weight_to_[part], level_.strength[v], strength[part]);
        if (here > best_gain + enough) best = part, best_gain = here;
      }
      if (best != old) {
        outward[best] += outward[old] - 2 * weight_to_[best];
        strength[best] += level_.strength[v];
        size[best] += 1;
        size[old] = 0;
        refined[v] = best;
      }
      forget();
    }
    return refined;
  }

 private:
  double gain(double weight, double own, double other) const {
    return weight - resolution_ * own * other / all_;
  }
  // The weight from `v` to each neighbouring community; with `within`, only over edges inside one of those.
  void collect(std::uint32_t v, const Partition& partition, const Partition* within = nullptr) {
    for (const ActorNetwork::Arc& arc : level_.network.arcs_of(v)) {
      if (within != nullptr && (*within)[arc.to] != (*within)[v]) continue;
      double& weight = weight_to_[partition[arc.to]];
      if (weight == 0) touched_.push_back(partition[arc.to]);
      weight += arc.weight;
    }
  }
  void forget() {
    for (const std::uint32_t c : touched_) weight_to_[c] = 0;
    touched_.clear();
  }

  const Level& level_;
  const double all_;  // twice the weight of all edges
  const double resolution_;
  std::vector<double> weight_to_;
  std::vector<std::uint32_t> touched_;
};

// One vertex for each of `count` parts.
Level merged(const Level& level, const Partition& parts, std::uint32_t count) {
  Level out;
  out.inside.assign(count, 0);
  out.strength.assign(count, 0);
  struct Edge {
    std::uint32_t from, to;
    double weight;
  };
  std::vector<Edge> edges;
  for (std::uint32_t v = 0; v < level.network.vertex_count(); ++v) {
    out.inside[parts[v]] += level.inside[v];
    out.strength[parts[v]] += level.strength[v];
    for (const ActorNetwork::Arc& arc : level.network.arcs_of(v)) {
      if (parts[arc.to] == parts[v])
        out.inside[parts[v]] += arc.weight;
      else
        edges.push_back({parts[v], parts[arc.to], arc.weight});
    }
  }
  std::ranges::stable_sort(
      edges, [](const Edge& x, const Edge& y) { return x.from != y.from ? x.from < y.from : x.to < y.to; });
  out.network.entities.resize(count);
  out.network.offset.assign(count + 1, 0);
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const bool again = i > 0 && edges[i].from == edges[i - 1].from && edges[i].to == edges[i - 1].to;
    if (again) {
      out.network.arcs.back().weight += edges[i].weight;
      continue;
    }
    out.network.arcs.push_back({edges[i].to, edges[i].weight});
    ++out.network.offset[edges[i].from + 1];
  }
  for (std::uint32_t v = 0; v < count; ++v) out.network.offset[v + 1] += out.network.offset[v];
  return out;
}

// Parts of a community without an edge between them become communities of their own, which only adds to the
// modularity; the moves of whole levels can leave such.
void split_unconnected(const ActorNetwork& network, Partition& community) {
  constexpr std::uint32_t none = 0xffffffff;
  Partition part(community.size(), none);
  std::vector<std::uint32_t> stack;
  for (std::uint32_t start = 0; start < part.size(); ++start) {
    if (part[start] != none) continue;
    part[start] = start;
    stack.push_back(start);
    while (!stack.empty()) {
      const std::uint32_t v = stack.back();
      stack.pop_back();
      for (const ActorNetwork::Arc& arc : network.arcs_of(v)) {
        if (part[arc.to] != none || community[arc.to] != community[v]) continue;
        part[arc.to] = start;
        stack.push_back(arc.to);
      }
    }
  }
  community = std::move(part);
}

// One run through all levels, from `community`.
Partition improved(const Level& first, double all, double resolution, Partition community) {
  const std::uint32_t n = first.network.vertex_count();
  Level level = first;
  Partition vertex(n);  // where each party is at the present level
  std::iota(vertex.begin(), vertex.end(), 0);
  Partition partition = community;
  renumber(partition);
  for (;;) {
    Optimiser optimiser(level, all, resolution);
    optimiser.move_all(partition);
    renumber(partition);
    for (std::uint32_t v = 0; v < n; ++v) community[v] = partition[vertex[v]];
    Partition parts = optimiser.refine(partition);
    const std::uint32_t count = renumber(parts);
    if (count == level.network.vertex_count()) return community;  // nothing can be merged
    Partition outer(count);
    for (std::uint32_t v = 0; v < parts.size(); ++v) outer[parts[v]] = partition[v];
    for (std::uint32_t& at : vertex) at = parts[at];
    level = merged(level, parts, count);
    partition = std::move(outer);
    renumber(partition);
  }
}

}  // namespace

double modularity(const ActorNetwork& undirected, const std::vector<std::uint32_t>& community,
                  double resolution) {
  double all = 0, inside = 0;
  std::vector<double> strength(community.empty() ? 0 : *std::ranges::max_element(community) + 1, 0);
  for (std::uint32_t v = 0; v < undirected.vertex_count(); ++v) {
    for (const ActorNetwork::Arc& arc : undirected.arcs_of(v)) {
      all += arc.weight;
      strength[community[v]] += arc.weight;
      if (community[arc.to] == community[v]) inside += arc.weight;
    }
  }
  if (all == 0) return 0;
  double expected = 0;
  for (const double s : strength) expected += s * s;
  return inside / all - resolution * expected / (all * all);
}

Communities find_communities(const TimeSlice& slice, double resolution) {
  return find_communities(undirected_network(slice), resolution);
}

Communities find_communities(const ActorNetwork& undirected, double resolution) {
  const std::uint32_t n = undirected.vertex_count();
  Level first{undirected, std::vector<double>(n, 0), std::vector<double>(n, 0)};
  double all = 0;
  for (std::uint32_t v = 0; v < n; ++v)
    for (const ActorNetwork::Arc& arc : undirected.arcs_of(v)) {
      first.strength[v] += arc.weight;
      all += arc.weight;
    }
  Partition community(n);
  std::iota(community.begin(), community.end(), 0);
  // Each run begins with what the last one found, until a run finds nothing better.
  for (double found = modularity(undirected, community, resolution); all > 0;) {
    Partition better = improved(first, all, resolution, community);
    split_unconnected(undirected, better);
    const double now = modularity(undirected, better, resolution);
    if (now <= found + enough) break;
    found = now;
    community = std::move(better);
  }

  Communities result;
  result.entities = undirected.entities;
  result.count = renumber(community);
  std::vector<std::uint32_t> size(result.count, 0), order(result.count), number(result.count);
  for (const std::uint32_t c : community) ++size[c];
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) { return size[a] > size[b]; });
  for (std::uint32_t i = 0; i < order.size(); ++i) number[order[i]] = i;
  for (const std::uint32_t c : community) result.community.push_back(number[c]);
  result.modularity = modularity(undirected, result.community, resolution);
  return result;
}

}  // namespace ekg
