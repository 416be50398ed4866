#include "ingest/coded/row_lane.hpp"

#include <algorithm>
#include <cstring>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace ekg {
namespace {

constexpr std::size_t first_slots = 1024;  // a power of two
constexpr std::size_t short_bytes = 7;

}  // namespace

KeyTable::KeyTable() : slots_(first_slots) {}

std::uint64_t KeyTable::word_of(std::string_view key) {
  if (key.size() > short_bytes) return XXH3_64bits(key.data(), key.size()) | std::uint64_t{0xff} << 56;
  std::uint64_t word = key.size() << 56;
  if (key.size() >= 4) {  // two loads that may overlap
    std::uint32_t front = 0, back = 0;
    std::memcpy(&front, key.data(), sizeof front);
    std::memcpy(&back, key.data() + key.size() - sizeof back, sizeof back);
    return word | front | static_cast<std::uint64_t>(back) << 8 * (key.size() - sizeof back);
  }
  for (std::size_t i = 0; i < key.size(); ++i)
    word |= static_cast<std::uint64_t>(static_cast<unsigned char>(key[i])) << 8 * i;
  return word;
}

std::size_t KeyTable::slot_of(std::uint64_t word, std::string_view key) const {
  std::uint64_t mixed = word * 0x9e3779b97f4a7c15ULL;
  mixed ^= mixed >> 32;
  for (std::size_t at = mixed & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
    const Slot& slot = slots_[at];
    if (slot.index == unknown) return at;
    if (slot.word == word && (key.size() <= short_bytes || keys_[slot.index] == key)) return at;
  }
}

std::uint32_t KeyTable::find(std::string_view key) const { return slots_[slot_of(word_of(key), key)].index; }

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
  unsigned digits[8];
  const bool dashed = text.size() == 10 && text[4] == '-' && text[7] == '-';
  if (!dashed && text.size() != 8) return false;
  for (std::size_t i = 0, from = 0; i < 8; ++i, ++from) {
    if (dashed && (from == 4 || from == 7)) ++from;
    digits[i] = static_cast<unsigned>(static_cast<unsigned char>(text[from])) - '0';
    if (digits[i] > 9) return false;
  }
  const auto year = static_cast<int>(digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3]);
  const std::chrono::year_month_day date = std::chrono::year(year) /
                                           std::chrono::month(digits[4] * 10 + digits[5]) /
                                           std::chrono::day(digits[6] * 10 + digits[7]);
  if (!date.ok()) return false;
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
  std::string bytes;
  for (const char c : content::circumstances(pattern) + content::sources(pattern)) {
    if (c > 0 && c <= static_cast<char>(RowHash::values)) {
      parts.push_back({ContentPiece(std::move(bytes)), static_cast<std::size_t>(c - 1)});
      bytes.clear();
    } else {
      bytes.push_back(c);
    }
  }
  parts.push_back({ContentPiece(std::move(bytes)), no_column});
}

void RowHash::add_kind(const EventRecord& record) {
  ContentHash hash;
  hash.add(content::kind(record));
  kinds_.push_back(hash.state());
}

void RowHash::add_party(const Party& party) { parties_.emplace_back(content::parties({party})); }

std::string_view RowHash::text_of(std::int32_t day) {
  DayText& known = days_[static_cast<std::uint32_t>(day) % days_.size()];
  if (known.day != day || known.size == 0) {
    EventRecord record;
    record.time = day_span(std::chrono::sys_days(std::chrono::days(day)));
    const std::string text = content::time(record);
    known.day = day;
    known.size = static_cast<std::uint8_t>(text.copy(known.text.data(), known.text.size()));
  }
  return {known.text.data(), known.size};
}

template <std::size_t N>
void RowHash::run(const Waiting* waiting, EventRow* rows) {
  std::array<std::uint64_t, N> state;
  std::array<std::string_view, N> bytes;
  const auto add_bytes = [&] {
    std::size_t shared = bytes[0].size();
    for (const std::string_view one : bytes) shared = std::min(shared, one.size());
    for (std::size_t at = 0; at < shared; ++at)
      for (std::size_t i = 0; i < N; ++i)
        state[i] = (state[i] ^ static_cast<unsigned char>(bytes[i][at])) * ContentHash::prime;
    for (std::size_t i = 0; i < N; ++i) {
      if (bytes[i].size() == shared) continue;
      ContentHash rest(state[i]);
      rest.add(bytes[i].substr(shared));
      state[i] = rest.state();
    }
  };
  const auto party = [&](std::uint32_t number) -> ContentPiece& {
    return number == EventRow::none ? nobody_ : parties_[number];
  };
  for (std::size_t i = 0; i < N; ++i) state[i] = kinds_[rows[i].kind()], bytes[i] = text_of(rows[i].day);
  add_bytes();
  for (std::size_t i = 0; i < N; ++i) state[i] = party(rows[i].actor).after(state[i]);
  for (std::size_t i = 0; i < N; ++i) state[i] = party(rows[i].recipient).after(state[i]);
  for (RowTail::Part& part : waiting[0].tail->parts) {
    for (std::size_t i = 0; i < N; ++i) state[i] = part.piece.after(state[i]);
    if (part.value == no_column) continue;
    for (std::size_t i = 0; i < N; ++i) bytes[i] = waiting[i].own[part.value];
    add_bytes();
  }
  for (std::size_t i = 0; i < N; ++i) rows[i].id = ContentHash(state[i]).value();
}

void RowHash::finish(std::span<EventRow> rows) {
  const auto same_tail = [&](const Waiting& one) { return one.tail == waiting_[0].tail; };
  if (count_ == RowLane::batch && std::ranges::all_of(waiting_, same_tail)) {
    run<RowLane::batch>(waiting_.data(), rows.data());
  } else {
    for (std::size_t i = 0; i < count_; ++i) run<1>(&waiting_[i], &rows[i]);
  }
  count_ = 0;
}

}  // namespace ekg
