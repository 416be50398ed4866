// Collects documents, entities and resolved event records in any order and freezes them into an EventGraph.
// What comes out depends on what was added, not on the order. Not safe to use from several threads at once.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "graph/event_graph.hpp"
#include "graph/event_record.hpp"
#include "graph/problem.hpp"

namespace ekg {

class EventGraphBuilder {
 public:
  EventGraphBuilder();

  // The same id twice: names and roles are united, of other fields the least known value stays.
  // REQUIRES: ids are not empty. The document's text is not kept.
  void add(Document document);
  static void unite(Document& known, const Document& other);
  void add(Entity entity);

  // Party::id and PlaceName::id name entities; an attribution's `by` may have neither id nor name. Lists are
  // put in canonical order: parties and places by id, attribution by (id, stance, verb), mentions by place in
  // the document. An empty record id is derived from content. The same id twice: mentions are united, of
  // other fields those of the record with the least canonical_content stay. The parties' aliases are not
  // kept: they belong to entities.
  void add(const EventRecord& record) { add(EventRecord(record)); }
  void add(EventRecord&& record);

  // The form in which add() keeps a record.
  static void make_canonical(EventRecord& record);
  // The Problem of a record that names an entity which is not `known`. REQUIRES: it does.
  static Problem unknown_entity(const EventRecord& record,
                                const std::function<bool(const std::string&)>& known);

  // Sorts and indexes, O(n log n). Records that name an entity that was never added are dropped, each with a
  // Problem "unknown-entity". Documents that were only mentioned become documents with nothing but an id. The
  // builder is spent.
  EventGraph freeze(ProblemSink& problems);

 private:
  struct Pending {
    std::int64_t begin, end;   // seconds; both the largest value when undated
    std::uint64_t id_number;   // of an id like "ev-3f9c0a51d2e7b846"
    StringTable::Id other_id;  // of any other id, else 0
    StringTable::Id type;
    std::uint32_t record_offset, record_size;  // in steps of EventGraph::record_step bytes
    std::uint32_t named_begin, named_end;
    std::uint32_t intensity, confidence;
    std::uint8_t precision, status, quad;
    StringTable::Id about;
  };
  struct Named {
    Role role;
    StringTable::Id id;
  };

  std::uint32_t number(const std::optional<double>& value);
  bool id_less(const Pending& a, const Pending& b) const;
  bool same_id(const Pending& a, const Pending& b) const;
  std::string id_of(const Pending& pending) const;
  EventRecord record_of(const Pending& pending) const;
  void name_all(const EventRecord& record);
  void unite_repeated();
  std::vector<std::uint32_t> place_entities();
  std::vector<std::uint32_t> place_documents();
  void drop_unresolved(const std::vector<std::uint32_t>& entity_rows, ProblemSink& problems);
  void place_records();
  void fill_columns();
  void fill_participants(const std::vector<std::uint32_t>& entity_rows,
                         const std::vector<std::uint32_t>& document_rows);
  void fill_ids_and_links();

  std::unordered_map<std::string, Entity> entities_;
  std::unordered_map<std::string, Document> documents_;
  std::vector<Pending> pending_;
  std::vector<Named> named_;
  std::unordered_map<double, std::uint32_t> number_ids_;
  std::vector<unsigned char> records_;
  EventGraph graph_;
};

}  // namespace ekg
