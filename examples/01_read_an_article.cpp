// Reads one article and prints what happened in it, an event a line.
#include <iostream>
#include <sstream>

#include "graph/problem.hpp"
#include "ingest/ingest.hpp"

int main() {
  std::istringstream article(
      "Chad and Niger met in Abuja on Monday. Chad's president thanked Nigeria for the talks.");
  ekg::ReadOptions options;
  options.file = "an article";
  options.document_id = "article";
  options.published = ekg::parse_time("2024-11-06");
  ekg::ProblemLog problems;
  const ekg::EventGraph graph = ekg::build_graph(article, *ekg::find_reader("text"), options, problems);

  for (ekg::EventId event = 0; event < graph.event_count(); ++event) {
    const auto time = graph.time(event);
    std::cout << (time ? ekg::format_begin(*time) : "undated") << " " << graph.type_name(graph.type(event));
    for (const ekg::Participant& participant : graph.participants(event)) {
      if (participant.role() != ekg::Role::source)
        std::cout << "  " << to_string(participant.role()) << ": " << graph.entity(participant.row()).name;
    }
    std::cout << "\n";
  }
  for (const ekg::Problem& problem : problems.sorted()) std::cout << ekg::format_problem(problem) << "\n";
  return graph.document_count() == 1 ? 0 : 1;
}
