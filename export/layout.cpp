#include "export/layout.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace ekg {
namespace {

constexpr double repulsion = 10.0;
constexpr double gravity = 1.0;
constexpr double jitter_tolerance = 1.0;
constexpr double theta = 1.2;  // a cell this much smaller than its distance acts as one body
constexpr int deepest_level = 32;

// A quadtree of bodies; cells in one array, children together.
class QuadTree {
 public:
  QuadTree(std::span<const LayoutPoint> points, std::span<const double> masses)
      : points_(points), masses_(masses) {
    double low_x = 0, low_y = 0, high_x = 0, high_y = 0;
    for (const LayoutPoint point : points) {
      low_x = std::min(low_x, point.x);
      low_y = std::min(low_y, point.y);
      high_x = std::max(high_x, point.x);
      high_y = std::max(high_y, point.y);
    }
    cells_.reserve(points.size() * 2);
    cells_.push_back(
        {(low_x + high_x) / 2, (low_y + high_y) / 2, std::max({high_x - low_x, high_y - low_y, 1e-9})});
    for (std::uint32_t body = 0; body < points.size(); ++body) insert(body);
    for (Cell& cell : cells_) {
      if (cell.mass == 0) continue;
      cell.mass_x /= cell.mass;
      cell.mass_y /= cell.mass;
    }
  }

  // The push of all others on `body`.
  LayoutPoint push(std::uint32_t body) const {
    LayoutPoint force;
    const LayoutPoint at = points_[body];
    std::uint32_t stack[4 * deepest_level + 4];
    std::size_t depth = 0;
    stack[depth++] = 0;
    while (depth > 0) {
      const Cell& cell = cells_[stack[--depth]];
      if (cell.mass == 0) continue;
      const double dx = at.x - cell.mass_x, dy = at.y - cell.mass_y;
      const double squared = dx * dx + dy * dy;
      if (cell.children == 0 || cell.width * cell.width < theta * theta * squared) {
        if (cell.body == body || squared < 1e-12) continue;
        const double strength = repulsion * masses_[body] * cell.mass / squared;
        force.x += dx * strength;
        force.y += dy * strength;
        continue;
      }
      for (std::uint32_t child = 0; child < 4; ++child) stack[depth++] = cell.children + child;
    }
    return force;
  }

 private:
  static constexpr std::uint32_t none = 0xffffffff;
  struct Cell {
    double x, y, width;  // middle and side
    double mass = 0, mass_x = 0, mass_y = 0;
    std::uint32_t children = 0;  // the first of four; 0: a leaf
    std::uint32_t body = none;   // of a leaf with one body
  };

  std::uint32_t child_for(const Cell& cell, LayoutPoint point) const {
    return cell.children + (point.x >= cell.x ? 1U : 0U) + (point.y >= cell.y ? 2U : 0U);
  }
  void add_mass(Cell& cell, std::uint32_t body) {
    cell.mass += masses_[body];
    cell.mass_x += masses_[body] * points_[body].x;
    cell.mass_y += masses_[body] * points_[body].y;
  }
  void split(std::uint32_t at) {
    const auto first = static_cast<std::uint32_t>(cells_.size());
    const Cell parent = cells_[at];
    for (std::uint32_t child = 0; child < 4; ++child) {
      cells_.push_back({parent.x + parent.width / 4 * (child & 1U ? 1 : -1),
                        parent.y + parent.width / 4 * (child & 2U ? 1 : -1), parent.width / 2});
    }
    cells_[at].children = first;
    cells_[at].body = none;
    Cell& below = cells_[child_for(cells_[at], points_[parent.body])];
    below.body = parent.body;
    add_mass(below, parent.body);
  }
  void insert(std::uint32_t body) {
    std::uint32_t at = 0;
    for (int level = 0;; ++level) {
      const bool vacant = cells_[at].mass == 0;
      if (cells_[at].children == 0 && !vacant && level < deepest_level && cells_[at].body != none) split(at);
      Cell& cell = cells_[at];
      add_mass(cell, body);
      if (cell.children == 0) {
        cell.body = vacant ? body : none;
        return;
      }
      at = child_for(cell, points_[body]);
    }
  }

  std::span<const LayoutPoint> points_;
  std::span<const double> masses_;
  std::vector<Cell> cells_;
};

// Hubs in the middle, the golden angle apart.
std::vector<LayoutPoint> spiral_by_mass(std::span<const double> masses) {
  std::vector<std::uint32_t> order(masses.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return masses[a] > masses[b]; });
  std::vector<LayoutPoint> points(masses.size());
  const double golden_angle = std::numbers::pi * (3 - std::sqrt(5.0));
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const double radius = 10 * std::sqrt(static_cast<double>(rank) + 0.5);
    const double angle = golden_angle * static_cast<double>(rank);
    points[order[rank]] = {radius * std::cos(angle), radius * std::sin(angle)};
  }
  return points;
}

}  // namespace

std::vector<LayoutPoint> force_layout(std::size_t vertices, std::span<const LayoutEdge> edges) {
  std::vector<double> masses(vertices, 1.0);
  for (const LayoutEdge& edge : edges) {
    if (edge.a == edge.b) continue;
    masses[edge.a] += 1;
    masses[edge.b] += 1;
  }
  std::vector<LayoutPoint> points = spiral_by_mass(masses);
  if (vertices < 2) return points;
  std::vector<LayoutPoint> force(vertices), before(vertices);
  const auto size = static_cast<double>(vertices + edges.size());
  const int rounds = static_cast<int>(std::clamp(3e6 / size, 30.0, 300.0));
  double speed = 1;
  for (int round = 0; round < rounds; ++round) {
    const QuadTree tree(points, masses);
    double swinging = 0, traction = 0;
    for (std::uint32_t vertex = 0; vertex < vertices; ++vertex) {
      force[vertex] = tree.push(vertex);
      const double distance = std::hypot(points[vertex].x, points[vertex].y);
      if (distance > 0) {
        force[vertex].x -= points[vertex].x / distance * gravity * masses[vertex];
        force[vertex].y -= points[vertex].y / distance * gravity * masses[vertex];
      }
    }
    for (const LayoutEdge& edge : edges) {
      const double pull = 1 + std::log(std::max(edge.weight, 1.0));
      const double dx = (points[edge.a].x - points[edge.b].x) * pull,
                   dy = (points[edge.a].y - points[edge.b].y) * pull;
      force[edge.a].x -= dx;
      force[edge.a].y -= dy;
      force[edge.b].x += dx;
      force[edge.b].y += dy;
    }
    for (std::size_t vertex = 0; vertex < vertices; ++vertex) {
      swinging +=
          masses[vertex] * std::hypot(force[vertex].x - before[vertex].x, force[vertex].y - before[vertex].y);
      traction += masses[vertex] *
                  std::hypot(force[vertex].x + before[vertex].x, force[vertex].y + before[vertex].y) / 2;
    }
    const double wanted = swinging > 0 ? jitter_tolerance * jitter_tolerance * traction / swinging : speed;
    speed += std::min(wanted - speed, 0.5 * speed);
    for (std::size_t vertex = 0; vertex < vertices; ++vertex) {
      const double swing =
          masses[vertex] * std::hypot(force[vertex].x - before[vertex].x, force[vertex].y - before[vertex].y);
      const double strength = std::hypot(force[vertex].x, force[vertex].y);
      double step = speed / (1 + std::sqrt(speed * swing));
      if (strength > 0) step = std::min(step, 10 / strength * (1 + std::sqrt(static_cast<double>(vertices))));
      points[vertex].x += force[vertex].x * step;
      points[vertex].y += force[vertex].y * step;
      before[vertex] = force[vertex];
    }
  }
  return points;
}

}  // namespace ekg
