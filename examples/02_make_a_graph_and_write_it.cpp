// Makes a graph by hand, looks at one week of it, and writes that week as GraphML.
#include <iostream>
#include <sstream>

#include "export/writer.hpp"
#include "graph/event_graph_builder.hpp"
#include "graph/time_slice.hpp"

namespace {

ekg::Entity country(const char* id, const char* name, const char* code) {
  ekg::Entity entity;
  entity.id = id;
  entity.name = name;
  entity.kind = ekg::EntityKind::country;
  entity.country = code;
  return entity;
}

ekg::EventRecord meeting(const char* day) {
  ekg::EventRecord record;
  record.type = "meeting";
  record.time = ekg::parse_time(day);
  record.actors.push_back(
      {.id = "en-chad", .name = "Chad", .kind = ekg::EntityKind::country, .country = "TCD"});
  record.recipients.push_back(
      {.id = "en-niger", .name = "Niger", .kind = ekg::EntityKind::country, .country = "NER"});
  record.mentions.push_back({.doc = "by-hand"});
  return record;
}

}  // namespace

int main() {
  ekg::EventGraphBuilder builder;
  builder.add(country("en-chad", "Chad", "TCD"));
  builder.add(country("en-niger", "Niger", "NER"));
  builder.add(meeting("2024-11-05"));
  builder.add(meeting("2024-12-01"));
  ekg::ProblemLog problems;
  const ekg::EventGraph graph = builder.freeze(problems);

  const ekg::TimeSpan week = *ekg::parse_time("2024-W45");
  const ekg::TimeSlice slice = ekg::TimeSlice(graph).between(week.begin, week.end);
  std::cerr << slice.count() << " of " << graph.event_count() << " events in that week\n";
  ekg::find_writer("graphml")->write(slice, std::cout, {}, problems);
  return slice.count() == 1 && problems.empty() ? 0 : 1;
}
