// The fast lane of a reader of coded data without a header: what an ordinary row says for the columns of a
// graph, without a record being made of it. Whatever is not ordinary is left to the reader.
#pragma once
#include <array>
#include <cstdint>
#include <cstring>
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

// Distinct strings, numbered in the order of first use. REQUIRES: eight bytes may be read where a key begins.
class KeyTable {
 public:
  static constexpr std::uint32_t unknown = 0xffffffff;
  KeyTable();
  std::uint32_t find(std::string_view key) const {  // or unknown
    return slots_[slot_of(word_of(key), key)].index;
  }
  std::uint32_t add(std::string_view key);  // REQUIRES: unknown before
  std::size_t size() const { return keys_.size(); }

 private:
  static constexpr std::size_t short_bytes = 7;
  struct Slot {
    std::uint64_t word = 0;  // of short_bytes at most the key itself and its size, else a hash
    std::uint32_t index = unknown;
  };
  static std::uint64_t long_word(std::string_view key);
  static std::uint64_t word_of(std::string_view key) {
    if (key.size() > short_bytes) return long_word(key);
    std::uint64_t word = 0;
    std::memcpy(&word, key.data(), sizeof word);
    return (word & ((std::uint64_t{1} << 8 * key.size()) - 1)) | std::uint64_t{key.size()} << 56;
  }
  std::size_t slot_of(std::uint64_t word, std::string_view key) const {
    std::uint64_t mixed = word * 0x9e3779b97f4a7c15ULL;
    mixed ^= mixed >> 32;
    for (std::size_t at = mixed & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
      const Slot& slot = slots_[at];
      if (slot.index == unknown) return at;
      if (slot.word == word && (key.size() <= short_bytes || keys_[slot.index] == key)) return at;
    }
  }

  std::vector<Slot> slots_;
  std::vector<std::string> keys_;
};

// Of one thread. Parties, places and kinds get numbers of this lane's own.
class RowLane {
 public:
  virtual ~RowLane() = default;
  // Fills all but the id where finish() does; `at`: where the row is. False: not ordinary. What it kept aside
  // of such a row does no harm. REQUIRES: eight bytes may be read where a cell begins; until finish() cells
  // and `row` stay where they are.
  virtual bool read(std::span<const std::string_view> cells, std::uint64_t at, EventRow& row) = 0;
  // Gives all rows that were read their ids.
  virtual void finish() {}

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
  static constexpr std::size_t most_values = 3;
  explicit RowTail(const EventRecord& pattern);
  struct Part {
    ContentPiece piece;
    std::size_t value;  // that follows; no_column: none
  };
  std::vector<Part> parts;
};

// A lane of rows that have no id of their own: it is found by content, that is by kind, day, at most one
// actor and one recipient, and a tail. Several rows with one tail are hashed in step, for each step of one
// row waits for the one before.
class ContentLane : public RowLane {
 public:
  void finish() override;

 protected:
  using Values = std::array<std::string_view, RowTail::most_values>;

  explicit ContentLane(std::span<const EventRecord> tails);

  // The number of what is `written`, new ones by learn(): what it means, or nothing where that is not
  // ordinary.
  template <class Learn>
  bool kind(std::string_view written, std::uint32_t& number, Learn learn) {
    return number_of(kind_keys_, written, number, learn, [this](const EventRecord& record) { add(record); });
  }
  template <class Learn>
  bool party(std::string_view written, std::uint32_t& number, Learn learn) {
    return number_of(party_keys_, written, number, learn, [this](Party party) { add(std::move(party)); });
  }
  // All of the row is known but its id.
  void hash(EventRow& row, std::size_t tail, const Values& own) {
    Queue& queue = queues_[tail];
    queue.waiting[queue.count] = {&row, own};
    if (++queue.count == batch) hash_all(queue);
  }

 private:
  static constexpr std::size_t batch = 16;  // so many rows wait for what is not in the cache at the same time
  struct Waiting {
    EventRow* row;
    Values own;
  };
  struct Queue {
    RowTail tail;
    std::size_t count = 0;
    std::array<Waiting, batch> waiting = {};
  };
  struct DayText {          // of a year of four digits: half a line of the cache
    std::int16_t era = 0;   // of 2^13 days
    std::uint8_t size = 0;  // 0: none yet
    std::array<char, 29> text;
  };

  template <class Learn, class Add>
  static bool number_of(KeyTable& keys, std::string_view written, std::uint32_t& number, Learn learn,
                        Add add) {
    number = keys.find(written);
    if (number != KeyTable::unknown) return true;
    auto meaning = learn();
    if (!meaning) return false;
    number = keys.add(written);
    add(std::move(*meaning));
    return true;
  }
  void add(const EventRecord& kind);
  void add(Party party);
  void hash_all(Queue& queue);
  std::string_view text_of(std::int32_t day);

  KeyTable kind_keys_, party_keys_;
  std::vector<Queue> queues_;               // of each tail
  std::vector<std::uint64_t> kind_states_;  // behind the kinds
  std::vector<ContentPiece> party_pieces_;
  ContentPiece nobody_{content::parties({})};
  std::vector<DayText> days_ = std::vector<DayText>(std::size_t{1} << 13);
  std::array<std::string_view, batch> bytes_;  // that are to be hashed next
};

}  // namespace ekg
