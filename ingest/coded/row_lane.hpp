// The fast lane of a reader of coded data without a header: what an ordinary row says for the columns of a
// graph, without a record being made of it. Whatever is not ordinary is left to the reader.
#pragma once
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
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
  const std::vector<std::string>& keys() const { return keys_; }

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
  // Fills `row`; `at`: where the row is. False: not ordinary. What it kept aside of such a row does no harm.
  // REQUIRES: FileText::padding_bytes may be read behind a cell.
  virtual bool read(std::span<const std::string_view> cells, std::uint64_t at, EventRow& row) = 0;
  // Finds out what was put off: complete() of all rows that were read since its last call, finish() of the
  // lane itself, after the last row.
  virtual void complete([[maybe_unused]] std::span<EventRow> rows) {}
  virtual void finish() {}

  struct Place {
    PlaceName name;  // with the least position of all its rows
    std::size_t rows = 0;
  };
  const std::vector<Party>& parties() const { return parties_; }  // when finished
  const std::vector<Place>& places() const { return places_; }
  const std::vector<EventKind>& kinds() const { return kinds_; }
  // The part_hash of each kind's content; empty where rows have ids of their own.
  const std::vector<std::uint64_t>& kind_hashes() const { return kind_hashes_; }

 protected:
  std::vector<Party> parties_;
  std::vector<Place> places_;
  std::vector<EventKind> kinds_;
  std::vector<std::uint64_t> kind_hashes_;
};

// What a reader offers that has a fast lane. All rows that it keeps have a time.
struct RowLanes {
  std::span<const std::size_t> widths;  // the numbers of columns that rows may have
  std::unique_ptr<RowLane> (*lane)();
  // The reader itself for one row whose cells are its columns: a record, or FieldError.
  void (*read_row)(std::span<const std::string_view> cells, std::uint64_t line, const ReadOptions& options,
                   RecordSink& sink);
  RowStore::Source (*source)(std::span<const std::string_view> cells);
  // The id of EventRow::id. Without: ids are derived from content, and the lane gives the part_hash of
  // content::rest in their place.
  std::string (*id)(std::uint64_t id) = nullptr;
};

// A day as "20241105" or "2024-11-05" of the years 1 to 9999, as days since 1970; false: anything else, also
// where parse_time knows it.
bool read_day(std::string_view text, std::int32_t& day);

// Tab-separated cells of a row without its end of line; overwrites `cells`.
void split_cells(std::string_view row, std::vector<std::string_view>& cells);

// What content::rest is of many rows, given by a record in which some strings are single bytes from 1 on:
// they stand for the values that each row has of its own.
class RowTail {
 public:
  static constexpr std::size_t most_values = 3;
  using Values = std::array<std::string_view, most_values>;
  explicit RowTail(const EventRecord& pattern);
  // No less than write() touches.
  std::size_t room(const Values& values) const;
  // The text, to room() bytes at `to`; how many it has. REQUIRES: step_bytes may be read behind a value.
  std::size_t write(const Values& values, char* to) const;

 private:
  static constexpr std::size_t step_bytes = 16;
  static char* copy(const char* from, std::size_t bytes, char* to) {
    for (std::size_t at = 0; at < bytes; at += step_bytes) std::memcpy(to + at, from + at, step_bytes);
    return to + bytes;
  }
  struct Part {
    std::string text;  // and step_bytes more
    std::size_t bytes;
    std::size_t value;  // that follows; no_column: none
  };
  std::vector<Part> parts_;
  std::size_t bytes_ = 0;  // of all parts
};

// A lane of rows that have no id of their own. What a party means is found out at the end: only then are the
// names of the world needed, which take as long to load as a hundred thousand rows to read.
class ContentLane : public RowLane {
 public:
  void complete(std::span<EventRow> rows) override;
  void finish() override;

 protected:
  explicit ContentLane(std::span<const EventRecord> tails);
  virtual Party party_of(std::string_view written) const = 0;

  // The number of what is `written`. What it means, new ones by learn(): a record, or nothing where that is
  // not ordinary.
  template <class Learn>
  bool kind(std::string_view written, std::uint32_t& number, Learn learn) {
    number = kind_keys_.find(written);
    if (number != KeyTable::unknown) return true;
    const std::optional<EventRecord> meaning = learn();
    if (!meaning) return false;
    number = kind_keys_.add(written);
    add(*meaning);
    return true;
  }
  template <class Ordinary>
  bool party(std::string_view written, std::uint32_t& number, Ordinary is_ordinary) {
    number = party_keys_.find(written);
    if (number != KeyTable::unknown) return true;
    if (!is_ordinary()) return false;
    number = party_keys_.add(written);
    return true;
  }
  // To be called for each row that is read. The text is hashed by complete(): what was written just now can
  // only be read piece by piece as it was written.
  void rest(std::size_t tail, const RowTail::Values& own, EventRow& row) {
    const std::size_t room = tails_[tail].room(own);
    if (room > text_.size() - text_end_) text_.resize(text_end_ + 2 * room);
    const std::size_t bytes = tails_[tail].write(own, text_.data() + text_end_);
    row.id = std::uint64_t{text_end_} << 32 | bytes;
    text_end_ += bytes;
  }

 private:
  static constexpr std::size_t usual_text_bytes = std::size_t{1} << 14;
  void add(const EventRecord& kind);

  KeyTable kind_keys_, party_keys_;
  std::vector<RowTail> tails_;
  std::vector<char> text_ = std::vector<char>(usual_text_bytes);
  std::size_t text_end_ = 0;
};

}  // namespace ekg
