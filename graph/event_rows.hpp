// Events that are rows of coded data, each of one day: put on piles by their days while they are read, and
// sorted where they lie.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "graph/large_array.hpp"

namespace ekg {

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

// The rows that one thread reads, whose parties, places and kinds have the numbers of its lane.
class RowPiles {
 public:
  static constexpr std::int32_t first_day = -719528, last_day = 2932896;  // years of four digits

  // REQUIRES: first_day <= row.day <= last_day. O(1).
  void add(const EventRow& row) {
    const std::size_t days = days_of(row.day);
    const std::uint32_t pile =
        days < pile_of_.size() && pile_of_[days] != none ? pile_of_[days] : new_pile(days);
    Top& top = tops_[pile];
    if (top.to == top.end) make_room(pile);
    *top.to++ = row;
  }
  template <class Each>
  void each(Each each) const {
    for (std::size_t pile = 0; pile < tops_.size(); ++pile)
      for (const std::span<EventRow> piece : pieces_of(pile))
        for (const EventRow& row : piece) each(row);
  }

 private:
  friend class EventRows;
  static constexpr int pile_bits = 5;  // 32 days: so many rows are sorted while the cache holds them
  static constexpr std::uint32_t none = 0xffffffff;
  static constexpr std::size_t first_piece_rows = 8, most_piece_rows = 256, memory_rows = 1 << 16;

  struct Top {  // of a pile's last piece
    EventRow *to = nullptr, *end = nullptr;
  };
  static std::size_t days_of(std::int32_t day) {
    return static_cast<std::size_t>(day - first_day) >> pile_bits;
  }
  std::vector<std::span<EventRow>> pieces_of(std::size_t pile) const;  // without room to spare
  std::uint32_t new_pile(std::size_t days);
  void make_room(std::size_t pile);

  std::vector<std::uint32_t> pile_of_;  // of each stretch of days, or none
  std::vector<Top> tops_;
  std::vector<std::vector<std::span<EventRow>>> pieces_;
  std::vector<LargeArray<EventRow>> memory_;
  EventRow* free_ = nullptr;
  std::size_t left_ = 0;
};

// What the numbers of a lane are for all.
struct LaneNumbers {
  std::vector<std::uint32_t> party, place, kind;
  // Where ids are derived from content: the part_hash of each kind, and of each party as the only one.
  std::vector<std::uint64_t> kind_hash, party_hash;
};

// All rows by (day, id), in pieces one behind the other; a piece has rows of few days.
class EventRows {
 public:
  EventRows() = default;
  // With the numbers for all; piles[i] is of lanes[i]. Where ids are derived from content, EventRow::id is
  // the part_hash of content::rest and becomes the event_hash. Of rows of one day and one id the one with the
  // least `at` stays. Throws std::length_error from 2^32 rows on. O(n) for ids by content, else O(n log n).
  EventRows(std::vector<RowPiles> piles, std::span<const LaneNumbers> lanes, unsigned threads);

  struct Piece {
    EventRow* rows = nullptr;
    std::uint32_t size = 0;
    std::uint32_t first = 0;   // number of its first row among all
    bool begins_days = false;  // its days come in no piece before it
    EventRow* begin() const { return rows; }
    EventRow* end() const { return rows + size; }
  };
  std::size_t size() const { return size_; }
  EventRow& operator[](std::size_t i) const {  // O(log block)
    std::uint32_t piece = piece_of_block_[i / block];
    if (i >= pieces_[piece].first + std::size_t{pieces_[piece].size}) piece = piece_behind(i);
    return pieces_[piece].rows[i - pieces_[piece].first];
  }
  // The pieces of the t-th of `parts`, about as many rows in each; with whole_days no day is divided.
  std::span<const Piece> part(unsigned t, unsigned parts, bool whole_days = false) const;
  // Without the rows of these numbers, ascending. O(pieces + those that are changed).
  void erase(std::span<const std::uint32_t> numbers);
  // `at` of those that did not stay, in the order of the rows.
  const std::vector<std::uint64_t>& repeated() const { return repeated_; }

  // In how many of the rows that stayed each party takes part; erase() leaves it as it is.
  struct PartyCount {
    std::uint32_t told = 0, untold = 0;  // rows with and without a document
  };
  const std::vector<PartyCount>& parties() const { return parties_; }

 private:
  static constexpr std::size_t block = 64;
  void number_pieces();
  std::uint32_t piece_behind(std::size_t i) const;

  std::vector<RowPiles> memory_;
  std::vector<Piece> pieces_;                  // of at least one row each
  std::vector<std::uint32_t> piece_of_block_;  // where the rows [0, 64), [64, 128) ... begin
  std::vector<PartyCount> parties_;
  std::vector<std::uint64_t> repeated_;
  std::size_t size_ = 0;
};

}  // namespace ekg
