// Strings stored once. Ids are dense and in the order of first use; views live as long as the table, also
// after a move.
#pragma once
#include <cstdint>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ekg {

class StringTable {
 public:
  using Id = std::uint32_t;

  StringTable() { intern({}); }
  StringTable(StringTable&&) = default;
  StringTable& operator=(StringTable&&) = default;

  // The id of `text`; 0 is the empty string.
  Id intern(std::string_view text);
  std::string_view at(Id id) const { return views_[id]; }
  std::size_t size() const { return views_.size(); }
  // Gives up the index; intern() must not be called any more.
  void freeze() { ids_ = {}; }

 private:
  std::vector<std::unique_ptr<char[]>> blocks_;
  std::size_t room_bytes_ = 0;
  char* free_ = nullptr;
  std::vector<std::string_view> views_;
  std::unordered_map<std::string_view, Id> ids_;
};

}  // namespace ekg
