// Opens a graph (here the articles beside this program; a store or native JSON as well), slices it, and asks:
// who dealt with whom, how often in each month, and how a message could have gone from one to another.
#include <iostream>

#include "graph/query.hpp"
#include "graph/time_path.hpp"
#include "ingest/ingest.hpp"

int main() {
  ekg::ProblemLog problems;
  const ekg::EventGraph graph = ekg::build_graph({"articles"}, {}, problems);
  const ekg::TimeSpan autumn{ekg::parse_time("2024-09")->begin, ekg::parse_time("2025")->begin};
  const ekg::TimeSlice slice = ekg::TimeSlice(graph).between(autumn.begin, autumn.end);

  for (const ekg::PairRow& pair : rank_pairs(slice, 3))
    std::cout << graph.entity(pair.a).name << " and " << graph.entity(pair.b).name << ": " << pair.events
              << " events\n";
  for (const auto& [month, counts] : timeline(slice, ekg::CalendarUnit::month, ekg::StackBy::nothing).buckets)
    std::cout << unit_name(month, ekg::CalendarUnit::month) << ": " << counts[0] << " events\n";
  const ekg::EntityId from = find_entities(graph, "Uganda").at(0),
                      to = find_entities(graph, "Félix Mbala").at(0);
  const auto paths = time_paths(slice, from, to, {});
  for (const ekg::PathStep& step : paths.at(0).steps)
    std::cout << graph.entity(step.from).name << " to " << graph.entity(step.to).name << " by a "
              << graph.type_name(graph.type(step.event)) << "\n";
  return 0;
}
