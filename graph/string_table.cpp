#include "graph/string_table.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace ekg {

StringTable::Id StringTable::intern(std::string_view text) {
  if (text.empty() && !views_.empty()) return 0;
  if (slots_.size() <= 2 * views_.size()) grow();
  const auto hash = static_cast<std::uint32_t>(XXH3_64bits(text.data(), text.size()));
  std::size_t at = hash & (slots_.size() - 1);
  for (; slots_[at].id != free; at = (at + 1) & (slots_.size() - 1))
    if (slots_[at].hash == hash && views_[slots_[at].id] == text) return slots_[at].id;
  if (room_bytes_ < text.size()) {
    room_bytes_ = std::max<std::size_t>(text.size(), 64 * 1024);
    blocks_.push_back(std::make_unique<char[]>(room_bytes_));
    room_ = blocks_.back().get();
  }
  if (!text.empty()) std::memcpy(room_, text.data(), text.size());
  const std::string_view stored(room_, text.size());
  room_ += text.size();
  room_bytes_ -= text.size();
  const Id id = static_cast<Id>(views_.size());
  views_.push_back(stored);
  slots_[at] = {hash, id};
  return id;
}

void StringTable::grow() {
  const std::vector<Slot> before =
      std::exchange(slots_, std::vector<Slot>(std::max<std::size_t>(64, slots_.size() * 2)));
  for (const Slot& slot : before) {
    if (slot.id == free) continue;
    std::size_t at = slot.hash & (slots_.size() - 1);
    while (slots_[at].id != free) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = slot;
  }
}

}  // namespace ekg
