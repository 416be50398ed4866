#include "graph/string_table.hpp"

#include <algorithm>
#include <cstring>

namespace ekg {

StringTable::Id StringTable::intern(std::string_view text) {
  if (text.empty() && !views_.empty()) return 0;
  if (const auto known = ids_.find(text); known != ids_.end()) return known->second;
  if (room_bytes_ < text.size()) {
    room_bytes_ = std::max<std::size_t>(text.size(), 64 * 1024);
    blocks_.push_back(std::make_unique<char[]>(room_bytes_));
    free_ = blocks_.back().get();
  }
  if (!text.empty()) std::memcpy(free_, text.data(), text.size());
  const std::string_view stored(free_, text.size());
  free_ += text.size();
  room_bytes_ -= text.size();
  const Id id = static_cast<Id>(views_.size());
  views_.push_back(stored);
  ids_.emplace(stored, id);
  return id;
}

}  // namespace ekg
