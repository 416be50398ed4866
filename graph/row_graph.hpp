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
#include "graph/large_array.hpp"

namespace ekg {

// Where the rows are and what they say. Safe from any number of threads.
class RowStore {
 public:
  virtual ~RowStore() = default;
  // Overwrites `record` with what the row at `at` says, whose id is `id`, its parties named as these
  // entities; null: it has none. Type, quad class, intensity and time may be left as they are. Throws
  // InputError when the row is no longer there, as source() does.
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

// One event of one day. Not initialised: there are millions.
struct EventRow {
  static constexpr std::uint32_t none = 0xffffffff;
  static constexpr int at_bits = 40;  // a terabyte
  static constexpr std::uint32_t kind_limit = 1U << 23;

  std::uint64_t id;  // in the order of the events' ids
  std::uint64_t place_and_kind;
  std::int32_t day;                       // since 1970
  std::uint32_t actor, recipient, place;  // or none

  std::uint64_t at() const { return at_of(place_and_kind); }  // for the RowStore
  bool told() const { return told_of(place_and_kind); }       // it names a document
  std::uint32_t kind() const { return static_cast<std::uint32_t>(place_and_kind >> (at_bits + 1)); }
  void set(std::uint64_t at, bool told, std::uint32_t kind) {
    place_and_kind = at | std::uint64_t{told} << at_bits | std::uint64_t{kind} << (at_bits + 1);
  }
  static std::uint64_t at_of(std::uint64_t packed) { return packed & ((std::uint64_t{1} << at_bits) - 1); }
  static bool told_of(std::uint64_t packed) { return (packed >> at_bits & 1) != 0; }
};

struct EventRows {
  LargeArray<EventRow> rows;
  std::size_t size = 0;
  bool repeated = false;  // two of one day have one id
  EventRow* begin() const { return rows.get(); }
  EventRow* end() const { return rows.get() + size; }
  EventRow& operator[](std::size_t i) const { return rows[i]; }
};

// Memory for the rows that one thread reads.
class RowRoom {
 public:
  // A copy that stays where it is as long as this.
  std::span<const EventRow> keep(std::span<const EventRow> rows);

 private:
  std::vector<LargeArray<EventRow>> pieces_;
  EventRow* free_ = nullptr;
  std::size_t left_ = 0;
};

// Rows whose parties, places and kinds have the numbers of a lane, and what those are for all.
struct EventRowBlock {
  std::span<const EventRow> rows;
  std::size_t lane = 0;
};
struct LaneNumbers {
  std::vector<std::uint32_t> party, place, kind;
};

// What rows of a kind share; their status is Status::asserted, and nothing is known of their confidence.
struct EventKind {
  std::string type;
  std::optional<Quad> quad;
  std::optional<double> intensity;
  friend auto operator<=>(const EventKind&, const EventKind&) = default;
};

// The rows of all blocks by (day, id, at), with the numbers for all. O(n) for ids by content, else O(n log
// n).
EventRows sort_rows(std::span<const EventRowBlock> blocks, std::span<const LaneNumbers> lanes,
                    unsigned threads);

class RowGraph {
 public:
  std::vector<Entity> entities;  // sorted by id
  std::vector<EventKind> kinds;
  std::vector<std::uint32_t> party_rows, place_rows;  // entities of EventRow::actor, recipient and place
  EventRows rows;                                     // by (day, id); no id twice
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
  Entities entities_of(const EventRow& row) const;
  Counted count(EventGraph& graph, unsigned threads) const;
  std::vector<Meaning> name_kinds(EventGraph& graph, const Counted& counted) const;
  void fill(EventGraph& graph, Counted counted, unsigned threads) const;
};

}  // namespace ekg
