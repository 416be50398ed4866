// Documents, entities and records of all inputs, kept until the last is known, and the graph made of them.
#pragma once
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "graph/graph_rows.hpp"
#include "graph/store/store.hpp"
#include "ingest/ingest.hpp"
#include "ingest/record_pile.hpp"

namespace ekg {

class GraphParts {
 public:
  void add(Document document, DocumentOrigin origin);
  void add(Entity entity);
  void add(const EventRecord& record);
  void add(const Identities& identities);
  // For ingest; lives as long as this.
  IngestConsumer consumer();

  // Resolves, unless all that was added are rows whose records name their parties by ids of added entities,
  // and nobody has settled who is who.
  // What comes out does not depend on the order, nor on how often the same was added. This is spent, and must
  // outlive the rows.
  std::unique_ptr<GraphRows> rows(ProblemSink& problems);
  // The same in memory.
  EventGraph finish(ProblemSink& problems);

 private:
  // Fills in what tables of edges leave to tables of nodes.
  RecordPile named_records();
  bool names_only_known(const RecordPile& records);

  std::unordered_map<std::string, Document> documents_;  // without their texts
  std::vector<Entity> entities_;
  RecordPile records_;
  Identities identities_;
  bool all_resolved_ = true;
  bool await_names_ = false;  // some record does
};

}  // namespace ekg
