// One page to look at the graph: timeline, filters, search and the sentences behind every line (viewer/).
#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <numeric>
#include <ostream>
#include <vector>

#include "export/html_page.hpp"
#include "export/layout.hpp"
#include "export/writer.hpp"

namespace ekg {
namespace {

// The entities that act or are acted on in `events`, ascending.
std::vector<EntityId> parties_of(const EventGraph& graph, const std::vector<EventId>& events) {
  std::vector<EntityId> parties;
  for (const EventId event : events) {
    for (const Role role : {Role::actor, Role::recipient}) {
      for (const Participant participant : graph.participants(event, role))
        parties.push_back(participant.row());
    }
  }
  std::ranges::sort(parties);
  parties.erase(std::unique(parties.begin(), parties.end()), parties.end());
  return parties;
}

// An edge a pair of parties with an event between them, weighing its events; vertices are places in
// `parties`.
std::vector<LayoutEdge> pairs_of(const EventGraph& graph, const std::vector<EventId>& events,
                                 const std::vector<EntityId>& parties) {
  std::vector<std::uint32_t> vertex(graph.entity_count());
  for (std::uint32_t i = 0; i < parties.size(); ++i) vertex[parties[i]] = i;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> told;
  for (const EventId event : events) {
    for (const Participant actor : graph.participants(event, Role::actor)) {
      for (const Participant recipient : graph.participants(event, Role::recipient)) {
        if (actor.row() != recipient.row())
          told.push_back(std::minmax({vertex[actor.row()], vertex[recipient.row()]}));
      }
    }
  }
  std::ranges::sort(told);
  std::vector<LayoutEdge> edges;
  for (std::size_t i = 0; i < told.size(); ++i) {
    if (i > 0 && told[i] == told[i - 1]) {
      edges.back().weight += 1;
    } else {
      edges.push_back({told[i].first, told[i].second, 1});
    }
  }
  return edges;
}

// The vertices of each connected part, the largest part first, equal ones by their first vertex.
std::vector<std::vector<std::uint32_t>> parts_of(std::size_t vertices, const std::vector<LayoutEdge>& edges) {
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

// Scales a part so that half of its edges are shorter than 1, and moves its lower left corner to the origin.
// Returns its width and height.
LayoutPoint settle(std::vector<LayoutPoint>& points, const std::vector<LayoutEdge>& edges) {
  std::vector<double> lengths;
  lengths.reserve(edges.size());
  for (const LayoutEdge& edge : edges) {
    lengths.push_back(std::hypot(points[edge.a].x - points[edge.b].x, points[edge.a].y - points[edge.b].y));
  }
  double scale = 1;
  if (!lengths.empty()) {
    const auto median = lengths.begin() + static_cast<std::ptrdiff_t>(lengths.size() / 2);
    std::ranges::nth_element(lengths, median);
    if (*median > 0) scale = 1 / *median;
  }
  LayoutPoint low = points.front();
  LayoutPoint high = points.front();
  for (const LayoutPoint& point : points) {
    low = {std::min(low.x, point.x), std::min(low.y, point.y)};
    high = {std::max(high.x, point.x), std::max(high.y, point.y)};
  }
  for (LayoutPoint& point : points) point = {(point.x - low.x) * scale, (point.y - low.y) * scale};
  return {(high.x - low.x) * scale, (high.y - low.y) * scale};
}

// Each connected part by force, the parts on shelves from the top, the largest first: parts that have nothing
// to do with each other would otherwise only push each other away.
std::vector<LayoutPoint> place(std::size_t vertices, const std::vector<LayoutEdge>& edges) {
  constexpr double gap = 0.9;
  const auto parts = parts_of(vertices, edges);
  std::vector<std::uint32_t> part_of(vertices), place_in_part(vertices);
  for (std::uint32_t part = 0; part < parts.size(); ++part) {
    for (std::uint32_t i = 0; i < parts[part].size(); ++i) {
      part_of[parts[part][i]] = part;
      place_in_part[parts[part][i]] = i;
    }
  }
  std::vector<std::vector<LayoutEdge>> edges_of(parts.size());
  for (const LayoutEdge& edge : edges) {
    edges_of[part_of[edge.a]].push_back({place_in_part[edge.a], place_in_part[edge.b], edge.weight});
  }
  std::vector<std::vector<LayoutPoint>> points_of;
  std::vector<LayoutPoint> sizes;
  double area = 0;
  for (std::size_t part = 0; part < parts.size(); ++part) {
    points_of.push_back(parts[part].size() == 1 ? std::vector<LayoutPoint>(1)
                                                : force_layout(parts[part].size(), edges_of[part]));
    sizes.push_back(settle(points_of.back(), edges_of[part]));
    area += (sizes.back().x + gap) * (sizes.back().y + gap);
  }
  const double width = std::max(1.25 * std::sqrt(area), sizes.empty() ? 0 : sizes.front().x + gap);
  std::vector<LayoutPoint> placed(vertices);
  LayoutPoint corner;
  double shelf = 0;
  for (std::size_t part = 0; part < parts.size(); ++part) {
    if (corner.x > 0 && corner.x + sizes[part].x + gap > width) {
      corner = {0, corner.y - shelf - gap};
      shelf = 0;
    }
    shelf = std::max(shelf, sizes[part].y);
    for (std::size_t i = 0; i < parts[part].size(); ++i) {
      const LayoutPoint& point = points_of[part][i];
      placed[parts[part][i]] = {corner.x + point.x, corner.y - sizes[part].y + point.y};
    }
    corner.x += sizes[part].x + gap;
  }
  return placed;
}

std::vector<LayoutPoint> spiral(std::size_t vertices) {
  std::vector<LayoutPoint> points;
  const double turn = std::numbers::pi * (3 - std::sqrt(5.0));
  for (std::size_t i = 0; i < vertices; ++i) {
    const double radius = std::sqrt(static_cast<double>(i) + 0.5);
    const double angle = turn * static_cast<double>(i);
    points.push_back({radius * std::cos(angle), radius * std::sin(angle)});
  }
  return points;
}

void write(const TimeSlice& slice, std::ostream& out, const WriteOptions& options, ProblemSink&) {
  const EventGraph& graph = slice.graph();
  std::vector<EventId> events;
  for (const EventId event : slice.events()) events.push_back(event);
  const std::vector<EntityId> parties = parties_of(graph, events);
  const std::vector<LayoutPoint> points =
      options.layout ? place(parties.size(), pairs_of(graph, events, parties)) : spiral(parties.size());
  std::vector<LayoutPoint> positions(graph.entity_count());
  for (std::size_t i = 0; i < parties.size(); ++i) positions[parties[i]] = points[i];
  write_html_page({graph, events, positions, options.title}, out);
}

constexpr std::string_view suffixes[] = {".html", ".htm"};

}  // namespace

extern const Writer html_writer = {"html", "one page to look at: graph, timeline, search, the sentences",
                                   suffixes, write};

}  // namespace ekg
