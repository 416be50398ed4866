#include "graph/graph_rows.hpp"

#include <cassert>
#include <utility>

namespace ekg {

EventGraph graph_of(GraphRows& rows, ProblemSink& problems) {
  GatheredRows gathered(rows);
  EventRecord record;
  for (EventId event = 0; event < rows.event_count(); ++event) gathered.read_event(event, record);
  return gathered.graph(problems);
}

void GatheredRows::read_event(EventId event, EventRecord& record) {
  assert(event == read_);
  ++read_;
  rows_.read_event(event, record);
  builder_.add(std::as_const(record));
}

EventGraph GatheredRows::graph(ProblemSink& problems) {
  assert(read_ == rows_.event_count());
  for (const Entity& entity : rows_.entities()) builder_.add(entity);
  for (DocumentId row = 0; row < rows_.document_count(); ++row) builder_.add(rows_.document(row));
  return builder_.freeze(problems);
}

}  // namespace ekg
