// A graph of rows: events that stay where they were read, as rows of coded data, with columns and indexes
// beside them. What no column holds is read from the row when it is asked for; documents and the order of ids
// are found at first use. The same graph, to all who ask, as EventGraphBuilder makes of the rows' records.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/event_graph.hpp"
#include "graph/event_rows.hpp"

namespace ekg {

// Where the rows are and what they say. Safe from any number of threads.
class RowStore {
 public:
  virtual ~RowStore() = default;
  // Overwrites `record` with what the row at `at` says, whose id is `id`, its parties named as these
  // entities; null: it has none. Type, quad class, intensity and time may be left as they are. Throws
  // InputError when the row is no longer there, as sources() does.
  struct Named {
    const Entity *actor = nullptr, *recipient = nullptr, *place = nullptr;
  };
  virtual void read(std::uint64_t at, std::uint64_t id, const Named& named, EventRecord& record) const = 0;
  virtual std::string id(std::uint64_t id) const = 0;  // of EventRow::id
  // The document that tells of it, as views of the row; an empty id: none is known.
  struct Source {
    std::string_view id, url, outlet;
  };
  // each(i, source) for every i, of the row at at[i]. Fast where rows that follow each other lie near each
  // other.
  virtual void sources(std::span<const std::uint64_t> at,
                       const std::function<void(std::size_t, const Source&)>& each) const = 0;
};

// What rows of a kind share; their status is Status::asserted, and nothing is known of their confidence.
struct EventKind {
  std::string type;
  std::optional<Quad> quad;
  std::optional<double> intensity;
  friend auto operator<=>(const EventKind&, const EventKind&) = default;
};

class RowGraph {
 public:
  std::vector<Entity> entities;  // sorted by id
  std::vector<EventKind> kinds;
  std::vector<std::uint32_t> party_rows, place_rows;  // entities of EventRow::actor, recipient and place
  EventRows rows;                                     // no id twice
  // Records that stand for the rows of these numbers, ascending: the same but for what tells of them, in
  // canonical order, put together of several rows.
  std::vector<std::pair<std::uint32_t, EventRecord>> records;
  std::vector<std::uint64_t> sources_only;  // `at` of rows that are no events, but whose documents count
  std::unique_ptr<const RowStore> store;

  // This is spent. REQUIRES: all parties and places have entities. O(n).
  EventGraph freeze(unsigned threads) &&;

 private:
  struct Counted;
  struct Meaning;
  struct Entities;
  struct EntityRows;
  struct Columns;
  Counted count(EventGraph& graph, unsigned threads) const;
  std::vector<Meaning> name_kinds(EventGraph& graph, const Counted& counted) const;
  Columns make_columns(EventGraph& graph, const Counted& counted) const;
  void fill(EventGraph& graph, Counted counted, unsigned threads);
};

}  // namespace ekg
