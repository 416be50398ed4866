#include "export/arrangement.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <unordered_map>

namespace ekg {
namespace {

constexpr double gap_of_parts = 1.0;
constexpr double gap_of_single = 0.7;
constexpr double shape = 1.35;                    // width by height
constexpr std::size_t most_to_separate = 20'000;  // vertices of larger parts are dots in any case

// The vertices of each connected part, the largest part first, equal ones by their first vertex.
std::vector<std::vector<std::uint32_t>> parts_of(std::size_t vertices, std::span<const LayoutEdge> edges) {
  std::vector<std::uint32_t> parent(vertices);
  std::iota(parent.begin(), parent.end(), 0U);
  const auto root = [&](std::uint32_t vertex) {
    while (parent[vertex] != vertex) vertex = parent[vertex] = parent[parent[vertex]];
    return vertex;
  };
  for (const LayoutEdge& edge : edges) {
    const auto [low, high] = std::minmax({root(edge.a), root(edge.b)});
    parent[high] = low;
  }
  std::vector<std::vector<std::uint32_t>> of_root(vertices);
  for (std::uint32_t vertex = 0; vertex < vertices; ++vertex) of_root[root(vertex)].push_back(vertex);
  std::erase_if(of_root, [](const auto& part) { return part.empty(); });
  std::ranges::stable_sort(of_root, std::greater(), &std::vector<std::uint32_t>::size);
  return of_root;
}

// Half of the edges become shorter than a length that grows with the part, for its middle is dense.
void scale_to_edges(std::vector<LayoutPoint>& points, std::span<const LayoutEdge> edges) {
  std::vector<double> lengths;
  lengths.reserve(edges.size());
  for (const LayoutEdge& edge : edges)
    lengths.push_back(std::hypot(points[edge.a].x - points[edge.b].x, points[edge.a].y - points[edge.b].y));
  const auto median = lengths.begin() + static_cast<std::ptrdiff_t>(lengths.size() / 2);
  std::ranges::nth_element(lengths, median);
  if (*median <= 0) return;
  const double length = std::min(1.2 + 0.2 * std::log2(static_cast<double>(points.size())), 2.5);
  for (LayoutPoint& point : points) point = {point.x * length / *median, point.y * length / *median};
}

// Long lines lie, for screens are wide: turns the points by their main axis.
void lay_down(std::vector<LayoutPoint>& points) {
  double x = 0, y = 0, xx = 0, xy = 0, yy = 0;
  for (const LayoutPoint& point : points) {
    x += point.x;
    y += point.y;
  }
  x /= static_cast<double>(points.size());
  y /= static_cast<double>(points.size());
  for (const LayoutPoint& point : points) {
    xx += (point.x - x) * (point.x - x);
    xy += (point.x - x) * (point.y - y);
    yy += (point.y - y) * (point.y - y);
  }
  const double angle = std::atan2(2 * xy, xx - yy) / 2, c = std::cos(angle), s = std::sin(angle);
  for (LayoutPoint& point : points)
    point = {(point.x - x) * c + (point.y - y) * s, (point.y - y) * c - (point.x - x) * s};
}

// Moves the lower left corner of all circles to the origin. Returns the width and the height.
LayoutPoint to_origin(std::vector<LayoutPoint>& points, std::span<const double> radii) {
  LayoutPoint low{points[0].x - radii[0], points[0].y - radii[0]};
  LayoutPoint high{points[0].x + radii[0], points[0].y + radii[0]};
  for (std::size_t i = 1; i < points.size(); ++i) {
    low = {std::min(low.x, points[i].x - radii[i]), std::min(low.y, points[i].y - radii[i])};
    high = {std::max(high.x, points[i].x + radii[i]), std::max(high.y, points[i].y + radii[i])};
  }
  for (LayoutPoint& point : points) point = {point.x - low.x, point.y - low.y};
  return {high.x - low.x, high.y - low.y};
}

struct Part {
  std::vector<double> radii;
  std::vector<LayoutEdge> edges;
  std::vector<LayoutPoint> points;
  LayoutPoint size;
  double gap = gap_of_parts;
};

void place(Part& part) {
  if (part.radii.size() == 1) {
    part.points.resize(1);
    part.gap = gap_of_single;
  } else {
    part.points = force_layout(part.radii.size(), part.edges);
    scale_to_edges(part.points, part.edges);
    lay_down(part.points);
    if (part.radii.size() <= most_to_separate)
      separate(part.points, part.radii,
               static_cast<int>(std::clamp<std::size_t>(1'000'000 / part.radii.size(), 20, 300)));
  }
  part.size = to_origin(part.points, part.radii);
}

std::uint64_t cell_key(std::int64_t column, std::int64_t row) {
  return static_cast<std::uint64_t>(column) << 32 ^ static_cast<std::uint64_t>(row & 0xffffffff);
}

}  // namespace

void separate(std::span<LayoutPoint> points, std::span<const double> radii, int rounds) {
  if (points.size() < 2) return;
  const double width = 2 * *std::ranges::max_element(radii);
  if (width <= 0) return;
  const auto cell = [&](double at) { return static_cast<std::int64_t>(std::floor(at / width)); };
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> cells;
  for (int round = 0; round < rounds; ++round) {
    cells.clear();
    for (std::uint32_t i = 0; i < points.size(); ++i)
      cells[cell_key(cell(points[i].x), cell(points[i].y))].push_back(i);
    bool moved = false;
    for (std::uint32_t i = 0; i < points.size(); ++i) {
      const std::int64_t column = cell(points[i].x), row = cell(points[i].y);
      for (std::int64_t c = column - 1; c <= column + 1; ++c) {
        for (std::int64_t r = row - 1; r <= row + 1; ++r) {
          const auto near = cells.find(cell_key(c, r));
          if (near == cells.end()) continue;
          for (const std::uint32_t j : near->second) {
            if (j <= i) continue;
            double dx = points[j].x - points[i].x, dy = points[j].y - points[i].y;
            double distance = std::hypot(dx, dy);
            const double wanted = radii[i] + radii[j];
            if (distance >= wanted * 0.999) continue;
            if (distance < 1e-9) {  // one over the other: any direction will do, but always the same
              dx = std::cos(static_cast<double>(j));
              dy = std::sin(static_cast<double>(j));
              distance = 1;
            }
            const double push = (wanted - std::min(distance, wanted)) / 2;
            points[i] = {points[i].x - dx / distance * push, points[i].y - dy / distance * push};
            points[j] = {points[j].x + dx / distance * push, points[j].y + dy / distance * push};
            moved = true;
          }
        }
      }
    }
    if (!moved) return;
  }
}

namespace {

// The lower left corners of the parts on shelves of that width, from the top, the largest first: parts that
// have nothing to do with each other would otherwise only push each other away. `reached`: width and height
// in all.
std::vector<LayoutPoint> shelve(const std::vector<Part>& parts, double width, LayoutPoint& reached) {
  std::vector<LayoutPoint> corners;
  LayoutPoint corner;
  double shelf = 0, gap = gap_of_parts;
  reached = {};
  for (const Part& part : parts) {
    if (corner.x > 0 && corner.x + part.size.x > width) {
      corner = {0, corner.y - shelf - gap};
      shelf = 0;
    }
    shelf = std::max(shelf, part.size.y);
    gap = part.gap;
    corners.push_back({corner.x, corner.y - part.size.y});
    reached = {std::max(reached.x, corner.x + part.size.x), std::max(reached.y, shelf - corner.y)};
    corner.x += part.size.x + part.gap;
  }
  return corners;
}

}  // namespace

std::vector<LayoutPoint> arrange(std::span<const double> radii, std::span<const LayoutEdge> edges) {
  const auto members = parts_of(radii.size(), edges);
  std::vector<std::uint32_t> part_of(radii.size()), place_in_part(radii.size());
  std::vector<Part> parts(members.size());
  for (std::uint32_t part = 0; part < members.size(); ++part) {
    for (std::uint32_t i = 0; i < members[part].size(); ++i) {
      part_of[members[part][i]] = part;
      place_in_part[members[part][i]] = i;
      parts[part].radii.push_back(radii[members[part][i]]);
    }
  }
  for (const LayoutEdge& edge : edges)
    if (edge.a != edge.b)
      parts[part_of[edge.a]].edges.push_back({place_in_part[edge.a], place_in_part[edge.b], edge.weight});
  for (Part& part : parts) place(part);
  std::vector<LayoutPoint> placed(radii.size());
  if (parts.empty()) return placed;
  LayoutPoint reached;
  double width = parts.front().size.x;
  std::vector<LayoutPoint> corners = shelve(parts, width, reached);
  while (parts.size() > 1 && reached.x < shape * reached.y) {
    width *= 1.08;
    corners = shelve(parts, width, reached);
    if (corners.back().y == -parts.back().size.y) break;  // all stand on the first shelf
  }
  for (std::size_t number = 0; number < parts.size(); ++number)
    for (std::size_t i = 0; i < parts[number].points.size(); ++i)
      placed[members[number][i]] = {corners[number].x + parts[number].points[i].x,
                                    corners[number].y + parts[number].points[i].y};
  return placed;
}

}  // namespace ekg
