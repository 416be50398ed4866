#include "graph/sequence.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace ekg {

bool PatternStep::fits(const EventGraph& graph, EventId event) const {
  if (std::ranges::find(types, graph.type(event)) != types.end()) return true;
  const auto quad = graph.quad(event);
  return quad && std::ranges::find(quads, *quad) != quads.end();
}

std::vector<SequenceRow> find_sequences(const TimeSlice& slice, const std::vector<PatternStep>& steps,
                                        const SequenceOptions& options) {
  const EventGraph& graph = slice.graph();
  if (steps.empty()) return {};
  // The events of each pair that fit any step, in time order.
  std::map<std::pair<EntityId, EntityId>, std::vector<EventId>> of_pair;
  std::set<std::pair<EntityId, EntityId>> pairs;
  for (const EventId event : slice.events()) {
    if (!graph.dated(event)) break;
    if (std::ranges::none_of(steps, [&](const PatternStep& step) { return step.fits(graph, event); }))
      continue;
    pairs.clear();
    for (const Participant actor : graph.participants(event, Role::actor))
      for (const Participant recipient : graph.participants(event, Role::recipient)) {
        if (actor.row() == recipient.row()) continue;
        std::pair pair(actor.row(), recipient.row());
        if (!options.same_direction && pair.second < pair.first) std::swap(pair.first, pair.second);
        pairs.insert(pair);
      }
    for (const auto& pair : pairs) of_pair[pair].push_back(event);
  }
  std::vector<SequenceRow> rows;
  for (const auto& [pair, events] : of_pair) {
    for (std::size_t first = 0; first < events.size(); ++first) {
      if (!steps.front().fits(graph, events[first])) continue;
      const auto start = graph.begin(events[first]);
      SequenceRow row{pair.first, pair.second, {events[first]}};
      // The earliest event for a step leaves the most room for the next.
      for (std::size_t i = first + 1; i < events.size() && row.events.size() < steps.size(); ++i) {
        if (graph.begin(events[i]) - start > options.within) break;
        if (graph.begin(events[i]) > graph.begin(row.events.back()) &&
            steps[row.events.size()].fits(graph, events[i]))
          row.events.push_back(events[i]);
      }
      if (row.events.size() == steps.size()) rows.push_back(std::move(row));
    }
  }
  std::ranges::sort(rows, [](const SequenceRow& x, const SequenceRow& y) {
    return std::tie(x.events.front(), x.a, x.b) < std::tie(y.events.front(), y.a, y.b);
  });
  return rows;
}

}  // namespace ekg
