#include "graph/event_rows.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <limits>
#include <memory>
#include <mutex>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "graph/content_id.hpp"
#include "graph/event_record.hpp"
#include "graph/parallel.hpp"

namespace ekg {
namespace {

// Of one day.
bool comes_before(const EventRow& a, const EventRow& b) {
  return a.id != b.id ? a.id < b.id : a.at() < b.at();
}
bool is_same(const EventRow& a, const EventRow& b) { return a.id == b.id; }

std::uint64_t day_hash(std::int32_t day) {
  EventRecord record;
  record.time = day_span(std::chrono::sys_days(std::chrono::days(day)));
  return part_hash(content::time(record));
}

// Memory for rows that is used again and again.
class RowRoom {
 public:
  EventRow* of(std::size_t rows) {
    if (rows > room_) {
      room_ = rows + rows / 4;
      rows_ = large_array<EventRow>(room_);
    }
    return rows_.get();
  }

 private:
  LargeArray<EventRow> rows_;
  std::size_t room_ = 0;
};

// Sorts the rows of a few days. Kept for many.
class DaysSort {
 public:
  DaysSort(std::span<const LaneNumbers> lanes, std::size_t parties, std::int32_t first_day, int day_bits)
      : lanes_(lanes),
        first_day_(first_day),
        day_mask_((1U << day_bits) - 1),
        days_(1U << day_bits),
        parties_(parties) {}

  // lane_of[i] is of pieces[i]. Makes the last pieces shorter by what is repeated.
  void sort(std::span<EventRows::Piece> pieces, std::span<const std::uint32_t> lane_of,
            std::vector<std::uint64_t>& repeated) {
    for (Day& day : days_) day = {};
    for (const EventRows::Piece& piece : pieces)
      for (const EventRow& row : piece) ++day_of(row).size;
    std::uint32_t size = 0;
    for (Day& day : days_) day.next = std::exchange(size, size + day.size);
    EventRow* day = by_day_.of(size);
    for (std::size_t i = 0; i < pieces.size(); ++i) take(pieces[i], lanes_[lane_of[i]], day);
    // Nothing is left in the pieces: now they are filled in order.
    EventRows::Piece* to = pieces.data();
    std::uint32_t filled = 0;
    for (const Day& one : days_) {
      if (one.size == 0) continue;
      const std::span<const EventRow> rows = sorted({day, one.size}, repeated);
      day += one.size;
      for (std::size_t done = 0; done < rows.size();) {
        if (filled == to->size) ++to, filled = 0;
        const std::size_t count = std::min<std::size_t>(to->size - filled, rows.size() - done);
        std::copy_n(rows.data() + done, count, to->rows + filled);
        filled += static_cast<std::uint32_t>(count), done += count;
      }
    }
    for (; to != pieces.data() + pieces.size(); ++to, filled = 0) to->size = filled;
  }
  std::span<const EventRows::PartyCount> parties() const { return parties_; }

 private:
  static constexpr std::uint32_t most_together = 16;
  struct Day {
    bool hashed = false;
    std::uint64_t hash = 0;
    std::uint32_t size = 0, next = 0;
  };
  Day& day_of(const EventRow& row) {
    return days_[static_cast<std::uint32_t>(row.day - first_day_) & day_mask_];
  }

  // To where the rows of their days come, with the numbers for all.
  void take(const EventRows::Piece& piece, const LaneNumbers& lane, EventRow* by_day) {
    const bool derived = !lane.kind_hash.empty();
    const auto number = [](const std::vector<std::uint32_t>& of, std::uint32_t one) {
      return one == EventRow::none ? one : of[one];
    };
    const auto party = [&](std::uint32_t one) {
      return one == EventRow::none ? nobody_ : lane.party_hash[one];
    };
    for (const EventRow& row : piece) {
      Day& day = day_of(row);
      EventRow& to = by_day[day.next++];
      to = row;
      if (derived) {
        if (!day.hashed) day.hashed = true, day.hash = day_hash(row.day);
        to.id = event_hash(
            {lane.kind_hash[row.kind()], day.hash, party(row.actor), party(row.recipient), row.id});
      }
      to.set(row.at(), row.told(), lane.kind[row.kind()]);
      to.actor = number(lane.party, row.actor), to.recipient = number(lane.party, row.recipient);
      to.place = number(lane.place, row.place);
      count(to, 1);
    }
  }
  // `times` is 1, or -1 for a row that does not stay.
  void count(const EventRow& row, std::int32_t times) {
    const auto one = [&](std::uint32_t party) {
      if (party == EventRow::none) return;
      EventRows::PartyCount& counts = parties_[party];
      (row.told() ? counts.told : counts.untold) += static_cast<std::uint32_t>(times);
    };
    one(row.actor), one(row.recipient);
  }

  // One day's rows, each once; valid until the next call. Ids by content are spread evenly: counted by their
  // leading bits, each row comes near its place. Others are sorted by comparing.
  std::span<const EventRow> sorted(std::span<EventRow> rows, std::vector<std::uint64_t>& repeated) {
    EventRow* first = one_day_.of(rows.size());
    const auto place = [size = rows.size()](const EventRow& row) {
      return static_cast<std::size_t>((row.id >> 32) * size >> 32);
    };
    next_.assign(rows.size(), 0);
    std::uint32_t most = 0;
    for (const EventRow& row : rows) most = std::max(most, ++next_[place(row)]);
    if (most <= most_together) {
      std::exclusive_scan(next_.begin(), next_.end(), next_.begin(), 0U);
      for (const EventRow& row : rows) first[next_[place(row)]++] = row;
      insert(first, first + rows.size());
    } else {
      first = rows.data();
      std::sort(first, first + rows.size(), comes_before);
    }
    return {first, drop_repeated(first, first + rows.size(), repeated)};
  }
  EventRow* drop_repeated(EventRow* first, EventRow* last, std::vector<std::uint64_t>& repeated) {
    EventRow* kept = std::adjacent_find(first, last, is_same);
    if (kept == last) return last;
    for (EventRow* row = kept + 1; row != last; ++row) {
      if (is_same(*row, *kept))
        repeated.push_back(row->at()), count(*row, -1);
      else
        *++kept = *row;
    }
    return kept + 1;
  }
  static void insert(EventRow* first, EventRow* last) {
    for (EventRow* row = first + 1; row < last; ++row) {
      if (!comes_before(*row, row[-1])) continue;
      const EventRow moved = *row;
      EventRow* to = row;
      for (; to != first && comes_before(moved, to[-1]); --to) *to = to[-1];
      *to = moved;
    }
  }

  const std::span<const LaneNumbers> lanes_;
  const std::int32_t first_day_;
  const std::uint32_t day_mask_;
  const std::uint64_t nobody_ = part_hash(content::parties({}));
  std::vector<Day> days_;
  std::vector<EventRows::PartyCount> parties_;
  RowRoom by_day_, one_day_;
  std::vector<std::uint32_t> next_;
};

}  // namespace

std::vector<std::span<EventRow>> RowPiles::pieces_of(std::size_t pile) const {
  std::vector<std::span<EventRow>> pieces = pieces_[pile];
  pieces.back() = {pieces.back().data(), tops_[pile].to};
  return pieces;
}

std::uint32_t RowPiles::new_pile(std::size_t days) {
  if (days >= pile_of_.size()) pile_of_.resize(days + 1, none);
  tops_.emplace_back(), pieces_.emplace_back();
  return pile_of_[days] = static_cast<std::uint32_t>(tops_.size() - 1);
}

void RowPiles::make_room(std::size_t pile) {
  std::vector<std::span<EventRow>>& pieces = pieces_[pile];
  const std::size_t rows =
      pieces.empty() ? first_piece_rows : std::min(pieces.back().size() * 2, most_piece_rows);
  if (rows > left_) {
    left_ = memory_.empty() ? memory_rows / 64 : memory_rows;
    memory_.push_back(large_array<EventRow>(left_));
    free_ = memory_.back().get();
  }
  tops_[pile] = {free_, free_ + rows};
  pieces.emplace_back(free_, rows);
  free_ += rows, left_ -= rows;
}

EventRows::EventRows(std::vector<RowPiles> piles, std::span<const LaneNumbers> lanes, unsigned threads)
    : memory_(std::move(piles)) {
  std::vector<std::uint32_t> lane_of;
  std::vector<std::size_t> starts;
  std::size_t most_days = 0, size = 0;
  for (const RowPiles& lane : memory_) most_days = std::max(most_days, lane.pile_of_.size());
  for (std::size_t days = 0; days < most_days; ++days) {
    const std::size_t start = pieces_.size();
    for (std::size_t lane = 0; lane < memory_.size(); ++lane) {
      const RowPiles& own = memory_[lane];
      if (days >= own.pile_of_.size() || own.pile_of_[days] == RowPiles::none) continue;
      for (const std::span<EventRow> piece : own.pieces_of(own.pile_of_[days])) {
        pieces_.push_back({piece.data(), static_cast<std::uint32_t>(piece.size())});
        lane_of.push_back(static_cast<std::uint32_t>(lane));
        size += piece.size();
      }
    }
    if (pieces_.size() == start) continue;
    pieces_[start].begins_days = true;
    starts.push_back(start);
  }
  if (size >= std::numeric_limits<std::uint32_t>::max())
    throw std::length_error("more than 2^32 rows in one graph");
  starts.push_back(pieces_.size());

  for (const LaneNumbers& lane : lanes)
    for (const std::uint32_t party : lane.party)
      if (party >= parties_.size()) parties_.resize(party + 1);
  std::atomic<std::size_t> next = 0;
  std::vector<std::vector<std::uint64_t>> repeated(starts.size());
  std::mutex parties_added;
  on_threads(threads, [&](unsigned) {
    DaysSort sort(lanes, parties_.size(), RowPiles::first_day, RowPiles::pile_bits);
    for (std::size_t s = next++; s + 1 < starts.size(); s = next++) {
      const std::size_t first = starts[s], count = starts[s + 1] - first;
      sort.sort({pieces_.data() + first, count}, {lane_of.data() + first, count}, repeated[s]);
    }
    const std::scoped_lock lock(parties_added);
    for (std::size_t i = 0; i < parties_.size(); ++i)
      parties_[i].told += sort.parties()[i].told, parties_[i].untold += sort.parties()[i].untold;
  });
  for (const auto& of_days : repeated) repeated_.insert(repeated_.end(), of_days.begin(), of_days.end());
  number_pieces();
}

void EventRows::number_pieces() {
  size_ = 0;
  piece_of_block_.clear();
  std::size_t kept = 0;
  bool begins_days = false;
  for (Piece piece : pieces_) {
    begins_days = begins_days || piece.begins_days;
    if (piece.size == 0) continue;
    piece.first = static_cast<std::uint32_t>(size_);
    piece.begins_days = std::exchange(begins_days, false);
    size_ += piece.size;
    for (; piece_of_block_.size() * block < size_;)
      piece_of_block_.push_back(static_cast<std::uint32_t>(kept));
    pieces_[kept++] = piece;
  }
  pieces_.resize(kept);
}

std::uint32_t EventRows::piece_behind(std::size_t i) const {
  // No piece is empty, so that a block is no more pieces long than it has rows.
  const auto first = pieces_.begin() + piece_of_block_[i / block];
  const auto last = pieces_.end() - first > static_cast<std::ptrdiff_t>(block)
                        ? first + static_cast<std::ptrdiff_t>(block)
                        : pieces_.end();
  return static_cast<std::uint32_t>(std::ranges::upper_bound(first, last, i, {}, &Piece::first) -
                                    pieces_.begin()) -
         1;
}

std::span<const EventRows::Piece> EventRows::part(unsigned t, unsigned parts, bool whole_days) const {
  const auto start = [&](unsigned number) {
    auto at = std::ranges::lower_bound(pieces_, size_ * number / parts, {}, &Piece::first);
    if (number == 0) at = pieces_.begin();
    if (number == parts) at = pieces_.end();
    while (whole_days && at != pieces_.end() && !at->begins_days) ++at;
    return at;
  };
  return {start(t), start(t + 1)};
}

void EventRows::erase(std::span<const std::uint32_t> numbers) {
  for (std::size_t i = 0; i < numbers.size();) {
    const auto behind = std::ranges::upper_bound(pieces_, numbers[i], {}, &Piece::first);
    Piece& piece = pieces_[static_cast<std::size_t>(behind - pieces_.begin()) - 1];
    EventRow* to = piece.rows;
    std::uint32_t number = piece.first;
    for (const EventRow& row : piece) {
      if (i < numbers.size() && numbers[i] == number++)
        ++i;
      else
        *to++ = row;
    }
    piece.size = static_cast<std::uint32_t>(to - piece.rows);
  }
  number_pieces();
}

}  // namespace ekg
