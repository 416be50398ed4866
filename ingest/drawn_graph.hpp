// Graphs that ekg itself drew for other programs, read back: vertices and edges whose columns say what
// entities and events are (export/event_cells.hpp). What each format holds, and what not:
// docs/formats/drawn.md.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ingest/reader.hpp"
#include "ingest/record_json.hpp"

namespace ekg {

// A vertex or an edge as a file has it.
struct DrawnRow {
  std::string id, label;
  std::string source, target;                              // ids of vertices; of an edge
  std::vector<std::pair<std::string, std::string>> cells;  // column and value; absent where not known
  std::uint64_t line = 0;

  std::string_view cell(std::string_view column) const;  // empty when absent
};

// What a file holds of a graph: a CSV of nodes and one of edges are each a half.
enum class DrawnPart : std::uint8_t { all, vertices, edges };

class DrawnGraph {
 public:
  DrawnGraph(const ReadOptions& options, RecordSink& sink, DrawnPart part = DrawnPart::all)
      : options_(options), sink_(sink), part_(part) {}

  // All vertices come before the first edge. A row that cannot be used is dropped with its problem:
  // "duplicate-id", "dangling-edge", "bad-field". Throws BrokenInput: "foreign-graph" for what ekg did not
  // write, "aggregated-graph" for edges that count events or views that leave them out.
  void add_vertex(DrawnRow row);
  void add_edge(const DrawnRow& row);
  // Gives entities, documents and events to the sink. Each vertex of an entity and each event is one record.
  void finish();

 private:
  struct Event {
    EventRecord record;
    std::string said_by, documents, outlets, places;
    std::map<std::string, std::string> speakers;  // name → vertex, where a view draws them
    bool bad = false;
  };

  [[noreturn]] void broken(const char* code, std::string message, std::uint64_t line) const;
  [[noreturn]] void broken_in_halves(std::uint64_t line) const;
  void drop(const char* code, std::string message, const DrawnRow& row);
  void add_entity(const DrawnRow& row);
  Event* event_of(const DrawnRow& row);
  void fill(Event& event, const DrawnRow& row) const;
  Party party_at(const std::string& vertex) const;
  void add_party(Event& event, bool actor, const std::string& vertex);
  void add_role(const DrawnRow& row);
  Party party_called(const std::string& name, EntityKind kind);
  void finish(Event& event);
  void note_outlets(const Event& event);

  const ReadOptions& options_;
  RecordSink& sink_;
  const DrawnPart part_;
  std::map<std::string, Entity> entities_;             // by vertex
  std::map<std::string, std::string> vertex_of_name_;  // the first of its name; filled by finish
  std::set<std::string> named_;                        // who stands only in words
  std::vector<Entity> named_only_;
  std::set<std::string> dropped_;                       // ids of rows
  std::map<std::string, std::string> event_of_vertex_;  // vertex → event id
  std::map<std::string, std::size_t> event_rows_;       // event id → index
  std::vector<Event> events_;
  std::map<std::string, std::string> outlets_;  // document → outlet; empty: not told, or told two ways
};

}  // namespace ekg
