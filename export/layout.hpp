// Places vertices by force, so that the first look at a graph is not a hairball.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ekg {

struct LayoutPoint {
  double x = 0;
  double y = 0;
};

struct LayoutEdge {
  std::uint32_t a;  // vertices 0 … n - 1
  std::uint32_t b;
  double weight;  // pulls; counted by its logarithm, so that one busy pair does not collapse
};

// ForceAtlas2 (Jacomy, Venturini, Heymann, Bastian, PLoS ONE 9(6), 2014) with Barnes–Hut repulsion, from a
// spiral by degree: the same graph gives the same picture. O((n log n + e) · rounds); rounds fall from 300 to
// 30 as the graph grows.
std::vector<LayoutPoint> force_layout(std::size_t vertices, std::span<const LayoutEdge> edges);

}  // namespace ekg
