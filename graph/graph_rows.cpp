#include "graph/graph_rows.hpp"

#include <utility>

#include "graph/event_graph_builder.hpp"

namespace ekg {

EventGraph graph_of(GraphRows& rows, ProblemSink& problems) {
  EventGraphBuilder builder;
  EventRecord record;
  for (EventId event = 0; event < rows.event_count(); ++event) {
    rows.read_event(event, record);
    builder.add(std::as_const(record));
  }
  return graph_of(rows, builder, problems);
}

EventGraph graph_of(const GraphRows& rows, EventGraphBuilder& builder, ProblemSink& problems) {
  for (const Entity& entity : rows.entities()) builder.add(entity);
  for (DocumentId row = 0; row < rows.document_count(); ++row) builder.add(rows.document(row));
  return builder.freeze(problems);
}

}  // namespace ekg
