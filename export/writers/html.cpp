// One page to look at the graph: timeline, filters, search and the sentences behind every line (viewer/).
#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>
#include <ostream>
#include <vector>

#include "export/arrangement.hpp"
#include "export/html_page.hpp"
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

// Room for the sign of each vertex, as large as its number of events, in lengths of an edge.
std::vector<double> radii_of(const TimeSlice& slice, const std::vector<EntityId>& parties) {
  std::vector<double> radii;
  double most = 8;
  for (const EntityId party : parties) {
    const EventRange events = slice.events_of(party);
    radii.push_back(std::sqrt(static_cast<double>(std::distance(events.begin(), events.end()))));
    most = std::max(most, radii.back() * radii.back());
  }
  for (double& radius : radii) radius = 0.24 + 0.42 * radius / std::sqrt(most);
  return radii;
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
      options.layout ? arrange(radii_of(slice, parties), pairs_of(graph, events, parties))
                     : spiral(parties.size());
  std::vector<LayoutPoint> positions(graph.entity_count());
  for (std::size_t i = 0; i < parties.size(); ++i) positions[parties[i]] = points[i];
  write_html_page({graph, events, positions, options.title}, out);
}

constexpr std::string_view suffixes[] = {".html", ".htm"};

}  // namespace

extern const Writer html_writer = {
    "html", "one page to look at: graph, timeline, search, the sentences", suffixes, write, {.layout = true}};

}  // namespace ekg
