// The fast lane of a reader of coded data without a header: what an ordinary row says for the columns of a
// graph, without a record being made of it. Whatever is not ordinary is left to the reader.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/content_id.hpp"
#include "graph/row_graph.hpp"
#include "ingest/coded/coded_rows.hpp"

namespace ekg {

// Distinct strings, numbered in the order of first use.
class KeyTable {
 public:
  static constexpr std::uint32_t unknown = 0xffffffff;
  KeyTable();
  std::uint32_t find(std::string_view key) const;  // or unknown
  std::uint32_t add(std::string_view key);         // REQUIRES: unknown before
  std::size_t size() const { return keys_.size(); }

 private:
  struct Slot {
    std::uint64_t word = 0;  // of seven bytes at most the key itself and its size, else a hash
    std::uint32_t index = unknown;
  };
  static std::uint64_t word_of(std::string_view key);
  std::size_t slot_of(std::uint64_t word, std::string_view key) const;

  std::vector<Slot> slots_;
  std::vector<std::string> keys_;
};

// Of one thread. Parties, places and kinds get numbers of this lane's own.
class RowLane {
 public:
  virtual ~RowLane() = default;
  // Fills all but the id where finish() does; `at`: where the row is. False: not ordinary. What it kept aside
  // of such a row does no harm.
  virtual bool read(std::span<const std::string_view> cells, std::uint64_t at, EventRow& row) = 0;
  // Ids of the rows read since the last call, at most `batch`. REQUIRES: their cells are still there.
  static constexpr std::size_t batch = 4;
  virtual void finish(std::span<EventRow>) {}

  struct Place {
    PlaceName name;  // with the least position of all its rows
    std::size_t rows = 0;
  };
  const std::vector<Party>& parties() const { return parties_; }
  const std::vector<Place>& places() const { return places_; }
  const std::vector<EventKind>& kinds() const { return kinds_; }

 protected:
  std::vector<Party> parties_;
  std::vector<Place> places_;
  std::vector<EventKind> kinds_;
};

// What a reader offers that has a fast lane. All rows that it keeps have a time.
struct RowLanes {
  std::unique_ptr<RowLane> (*lane)();
  // The reader itself for one row whose cells are its columns: a record, or FieldError.
  void (*read_row)(std::span<const std::string_view> cells, std::uint64_t line, const ReadOptions& options,
                   RecordSink& sink);
  RowStore::Source (*source)(std::span<const std::string_view> cells);
  // The id of EventRow::id. Without: "ev-" and its sixteen digits, derived from content.
  std::string (*id)(std::uint64_t id) = nullptr;
};

// A day as "20241105" or "2024-11-05", as days since 1970; false: anything else, also where parse_time knows
// it.
bool read_day(std::string_view text, std::int32_t& day);

// Tab-separated cells of a row without its end of line; overwrites `cells`.
void split_cells(std::string_view row, std::vector<std::string_view>& cells);

// The part of a row's content from its places to its fields, given by a record in which some strings are
// single bytes from 1 on: they stand for the values that each row has of its own.
struct RowTail {
  explicit RowTail(const EventRecord& pattern);
  struct Part {
    ContentPiece piece;
    std::size_t value;  // that follows; no_column: none
  };
  std::vector<Part> parts;
};

// Content ids of rows: kind, day, at most one actor and one recipient, and a tail. Several rows are hashed in
// step, for each step of one row waits for the one before.
class RowHash {
 public:
  static constexpr std::size_t values = 3;
  // In the order of their numbers.
  void add_kind(const EventRecord& record);
  void add_party(const Party& party);
  // The next row is like that. REQUIRES: fewer than RowLane::batch wait.
  void put(RowTail& tail, const std::array<std::string_view, values>& own) {
    waiting_[count_++] = {&tail, own};
  }
  // Gives the rows that wait their ids.
  void finish(std::span<EventRow> rows);

 private:
  struct Waiting {
    RowTail* tail;
    std::array<std::string_view, values> own;
  };
  struct DayText {
    std::int32_t day = 0;
    std::uint8_t size = 0;  // 0: none yet
    std::array<char, 35> text;
  };
  template <std::size_t N>
  void run(const Waiting* waiting, EventRow* rows);
  std::string_view text_of(std::int32_t day);

  std::vector<std::uint64_t> kinds_;  // the states behind them
  std::vector<ContentPiece> parties_;
  ContentPiece nobody_{content::parties({})};
  std::vector<DayText> days_ = std::vector<DayText>(8192);
  std::array<Waiting, RowLane::batch> waiting_;
  std::size_t count_ = 0;
};

}  // namespace ekg
