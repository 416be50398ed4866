#include "ingest/coded/row_lane.hpp"

#include <algorithm>
#include <cassert>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace ekg {
namespace {

constexpr std::size_t first_slots = 1024;  // a power of two

// ContentHash::add of each text to its state, four at a time.
void add_in_step(std::uint64_t* state, const std::string_view* bytes, std::size_t count) {
  constexpr std::uint64_t prime = ContentHash::prime;
  const auto byte = [](std::string_view text, std::size_t at) {
    return static_cast<std::uint64_t>(static_cast<unsigned char>(text[at]));
  };
  const auto add_rest = [&](std::size_t i, std::size_t from) {
    ContentHash rest(state[i]);
    rest.add(bytes[i].substr(from));
    state[i] = rest.state();
  };
  std::size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    const std::string_view a = bytes[i], b = bytes[i + 1], c = bytes[i + 2], d = bytes[i + 3];
    std::uint64_t p = state[i], q = state[i + 1], r = state[i + 2], s = state[i + 3];
    const std::size_t shared = std::min({a.size(), b.size(), c.size(), d.size()});
    for (std::size_t at = 0; at < shared; ++at) {
      p = (p ^ byte(a, at)) * prime, q = (q ^ byte(b, at)) * prime;
      r = (r ^ byte(c, at)) * prime, s = (s ^ byte(d, at)) * prime;
    }
    state[i] = p, state[i + 1] = q, state[i + 2] = r, state[i + 3] = s;
    for (std::size_t k = i; k < i + 4; ++k) add_rest(k, shared);
  }
  for (; i < count; ++i) add_rest(i, 0);
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
  std::array<char, 8> digits;
  if (text.size() == 10 && text[4] == '-' && text[7] == '-') {
    std::memcpy(digits.data(), text.data(), 4);
    std::memcpy(digits.data() + 4, text.data() + 5, 2), std::memcpy(digits.data() + 6, text.data() + 8, 2);
  } else if (text.size() == digits.size()) {
    std::memcpy(digits.data(), text.data(), digits.size());
  } else {
    return false;
  }
  bool all = true;
  for (char& digit : digits) {
    digit = static_cast<char>(digit - '0');
    all = all && digit >= 0 && digit <= 9;
  }
  const auto two = [&](std::size_t at) { return digits[at] * 10 + digits[at + 1]; };
  const std::chrono::year_month_day date = std::chrono::year(two(0) * 100 + two(2)) /
                                           std::chrono::month(static_cast<unsigned>(two(4))) /
                                           std::chrono::day(static_cast<unsigned>(two(6)));
  if (!all || !date.ok()) return false;
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
    if (c > 0 && c <= static_cast<char>(most_values)) {
      parts.push_back({ContentPiece(std::move(bytes)), static_cast<std::size_t>(c - 1)});
      bytes.clear();
    } else {
      bytes.push_back(c);
    }
  }
  parts.push_back({ContentPiece(std::move(bytes)), no_column});
}

ContentLane::ContentLane(std::span<const EventRecord> tails) {
  for (const EventRecord& tail : tails) queues_.push_back({RowTail(tail)});
}

void ContentLane::add(const EventRecord& kind) {
  ContentHash hash;
  hash.add(content::kind(kind));
  kind_states_.push_back(hash.state());
  kinds_.push_back({kind.type, kind.quad, kind.intensity});
}

void ContentLane::add(Party party) {
  party_pieces_.emplace_back(content::parties({party}));
  parties_.push_back(std::move(party));
}

std::string_view ContentLane::text_of(std::int32_t day) {
  DayText& known = days_[static_cast<std::uint32_t>(day) % days_.size()];
  const auto era = static_cast<std::int16_t>(day >> 13);
  if (known.era != era || known.size == 0) {
    EventRecord record;
    record.time = day_span(std::chrono::sys_days(std::chrono::days(day)));
    const std::string text = content::time(record);
    assert(text.size() <= known.text.size());
    known.era = era;
    known.size = static_cast<std::uint8_t>(text.copy(known.text.data(), known.text.size()));
  }
  return {known.text.data(), known.size};
}

void ContentLane::hash_all(Queue& queue) {
  const std::size_t count = std::exchange(queue.count, 0);
  std::array<std::uint64_t, batch> state;
  auto& bytes = bytes_;
  const auto add_piece = [&](auto piece_of) {
    for (std::size_t i = 0; i < count; ++i) state[i] = piece_of(*queue.waiting[i].row).after(state[i]);
  };
  const auto party = [&](std::uint32_t number) -> ContentPiece& {
    return number == EventRow::none ? nobody_ : party_pieces_[number];
  };
  for (std::size_t i = 0; i < count; ++i) {
    const EventRow& row = *queue.waiting[i].row;
    state[i] = kind_states_[row.kind()], bytes[i] = text_of(row.day);
  }
  add_in_step(state.data(), bytes.data(), count);
  add_piece([&](const EventRow& row) -> ContentPiece& { return party(row.actor); });
  add_piece([&](const EventRow& row) -> ContentPiece& { return party(row.recipient); });
  for (RowTail::Part& part : queue.tail.parts) {
    add_piece([&](const EventRow&) -> ContentPiece& { return part.piece; });
    if (part.value == no_column) continue;
    for (std::size_t i = 0; i < count; ++i) bytes[i] = queue.waiting[i].own[part.value];
    add_in_step(state.data(), bytes.data(), count);
  }
  for (std::size_t i = 0; i < count; ++i) queue.waiting[i].row->id = ContentHash(state[i]).value();
}

void ContentLane::finish() {
  for (Queue& queue : queues_) hash_all(queue);
}

}  // namespace ekg
