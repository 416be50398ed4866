// Opens a graph, or anything that ekg build reads, and says who dealt with whom in November 2024.
#include <iostream>

#include "graph/query.hpp"
#include "ingest/ingest.hpp"

int main(int, char** argv) {
  ekg::ProblemLog problems;
  const ekg::EventGraph graph = ekg::build_graph({argv[1]}, {}, problems);
  const ekg::TimeSpan month = *ekg::parse_time("2024-11");
  for (const ekg::PairRow& pair : rank_pairs(ekg::TimeSlice(graph).between(month.begin, month.end)))
    std::cout << graph.entity(pair.a).name << " — " << graph.entity(pair.b).name << ": " << pair.events
              << " events\n";
}
