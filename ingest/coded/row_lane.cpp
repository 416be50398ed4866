#include "ingest/coded/row_lane.hpp"

#include <chrono>
#include <cstring>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace ekg {
namespace {

constexpr std::size_t first_slots = 1024;  // a power of two

constexpr std::uint64_t each_byte = 0x0101010101010101ULL;

// Eight digits as they lie in memory, the first in the lowest byte: two of them each in four numbers.
bool read_pairs(std::uint64_t text, std::array<std::uint32_t, 4>& pairs) {
  const std::uint64_t digits = text ^ 0x30 * each_byte;
  if (((digits | (digits + 0x06 * each_byte)) & 0xf0 * each_byte) != 0) return false;
  const std::uint64_t twos = digits * 10 + (digits >> 8);
  for (unsigned i = 0; i < pairs.size(); ++i) pairs[i] = twos >> 16 * i & 0xff;
  return true;
}

}  // namespace

KeyTable::KeyTable() : slots_(first_slots) {}

std::uint64_t KeyTable::long_word(std::string_view key) {
  return XXH3_64bits(key.data(), key.size()) | std::uint64_t{0xff} << 56;
}

std::uint32_t KeyTable::add(std::string_view key) {
  if (keys_.size() * 2 >= slots_.size()) {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old)
      if (slot.index != unknown) slots_[slot_of(slot.word, keys_[slot.index])] = slot;
  }
  const std::uint64_t word = word_of(key);
  const auto index = static_cast<std::uint32_t>(keys_.size());
  slots_[slot_of(word, key)] = {word, index};
  keys_.emplace_back(key);
  return index;
}

bool read_day(std::string_view text, std::int32_t& day) {
  std::uint64_t eight = 0;
  if (text.size() == sizeof eight) {
    std::memcpy(&eight, text.data(), sizeof eight);
  } else if (text.size() == 10 && text[4] == '-' && text[7] == '-') {
    std::array<char, sizeof eight> digits;
    std::memcpy(digits.data(), text.data(), 4);
    std::memcpy(digits.data() + 4, text.data() + 5, 2), std::memcpy(digits.data() + 6, text.data() + 8, 2);
    std::memcpy(&eight, digits.data(), sizeof eight);
  } else {
    return false;
  }
  std::array<std::uint32_t, 4> two;
  if (!read_pairs(eight, two)) return false;
  const std::chrono::year_month_day date = std::chrono::year(static_cast<int>(two[0] * 100 + two[1])) /
                                           std::chrono::month(two[2]) / std::chrono::day(two[3]);
  if (!date.ok() || date.year() < std::chrono::year(1)) return false;
  day = static_cast<std::int32_t>(std::chrono::sys_days(date).time_since_epoch().count());
  return true;
}

void split_cells(std::string_view row, std::vector<std::string_view>& cells) {
  cells.clear();
  while (true) {
    const std::size_t tab = row.find('\t');
    cells.push_back(row.substr(0, tab));
    if (tab == std::string_view::npos) return;
    row.remove_prefix(tab + 1);
  }
}

RowTail::RowTail(const EventRecord& pattern) {
  std::string text;
  const auto add = [&](std::size_t value) {
    const std::size_t bytes = text.size();
    bytes_ += bytes;
    text.resize(bytes + step_bytes);
    parts_.push_back({std::move(text), bytes, value});
    text.clear();
  };
  for (const char c : content::rest(pattern)) {
    if (c > 0 && c <= static_cast<char>(most_values))
      add(static_cast<std::size_t>(c - 1));
    else
      text.push_back(c);
  }
  add(no_column);
}

std::size_t RowTail::room(const Values& values) const {
  std::size_t bytes = bytes_ + step_bytes;
  for (const std::string_view value : values) bytes += value.size();
  return bytes;
}

std::size_t RowTail::write(const Values& values, char* to) const {
  const char* const first = to;
  for (const Part& part : parts_) {
    to = copy(part.text.data(), part.bytes, to);
    if (part.value != no_column) to = copy(values[part.value].data(), values[part.value].size(), to);
  }
  return static_cast<std::size_t>(to - first);
}

ContentLane::ContentLane(std::span<const EventRecord> tails) {
  for (const EventRecord& tail : tails) tails_.emplace_back(tail);
}

void ContentLane::add(const EventRecord& kind) {
  kind_hashes_.push_back(part_hash(content::kind(kind)));
  kinds_.push_back({kind.type, kind.quad, kind.intensity});
}

void ContentLane::complete(std::span<EventRow> rows) {
  for (EventRow& row : rows)
    row.id = XXH3_64bits(text_.data() + (row.id >> 32), static_cast<std::uint32_t>(row.id));
  text_end_ = 0;
}

void ContentLane::finish() {
  for (const std::string& written : party_keys_.keys()) parties_.push_back(party_of(written));
}

}  // namespace ekg
