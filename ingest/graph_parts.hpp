// Documents, entities and records of all inputs, kept until the last is known, and the graph made of them.
#pragma once
#include <vector>

#include "graph/event_graph_builder.hpp"
#include "graph/store/store.hpp"
#include "ingest/ingest.hpp"

namespace ekg {

class GraphParts {
 public:
  void add(Document document, DocumentOrigin origin);
  void add(Entity entity);
  void add(EventRecord record);
  void add(const Identities& identities);
  // For ingest; lives as long as this.
  IngestConsumer consumer();

  // Resolves, unless all that was added are rows whose records name their parties by ids of added entities,
  // and nobody has settled who is who.
  // What comes out does not depend on the order, nor on how often the same was added. This is spent.
  EventGraph finish(ProblemSink& problems);

 private:
  bool names_only_known();

  EventGraphBuilder builder_;
  std::vector<Entity> entities_;
  std::vector<EventRecord> records_;
  Identities identities_;
  bool all_resolved_ = true;
};

}  // namespace ekg
