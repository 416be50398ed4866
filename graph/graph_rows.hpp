// A graph as rows that are read one after the other, by whoever writes all of it and need not have it in
// memory: what an EventGraph (graph/event_graph.hpp) holds, in the same order and canonical form. One thread
// at a time.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "graph/event_graph.hpp"
#include "graph/problem.hpp"
#include "graph/voices.hpp"

namespace ekg {

class EventGraphBuilder;

class GraphRows {
 public:
  virtual ~GraphRows() = default;
  virtual std::span<const Entity> entities() const = 0;  // sorted by id
  virtual DocumentId document_count() const = 0;
  virtual Document document(DocumentId row) const = 0;  // sorted by id; without the text
  virtual std::optional<DocumentId> find_document(std::string_view id) const = 0;
  virtual EventId event_count() const = 0;
  // Sorted by (begin, end, id), the undated last: fastest in this order. `record` is overwritten.
  virtual void read_event(EventId event, EventRecord& record) = 0;
  virtual const Voices& voices() = 0;
};

// Those of a graph in memory, which must outlive this.
class EventGraphRows : public GraphRows {
 public:
  explicit EventGraphRows(const EventGraph& graph) : graph_(graph) {}
  std::span<const Entity> entities() const override { return graph_.entities(); }
  DocumentId document_count() const override { return graph_.document_count(); }
  Document document(DocumentId row) const override { return graph_.document(row); }
  std::optional<DocumentId> find_document(std::string_view id) const override {
    return graph_.find_document(id);
  }
  EventId event_count() const override { return graph_.event_count(); }
  void read_event(EventId event, EventRecord& record) override { graph_.read_record(event, record); }
  const Voices& voices() override {
    if (!voices_) voices_.emplace(graph_);
    return *voices_;
  }

 private:
  const EventGraph& graph_;
  std::optional<Voices> voices_;
};

// All of it in memory.
EventGraph graph_of(GraphRows& rows, ProblemSink& problems);
// The same, by whoever has given all events to `builder` while reading them. The builder is spent.
EventGraph graph_of(const GraphRows& rows, EventGraphBuilder& builder, ProblemSink& problems);

}  // namespace ekg
