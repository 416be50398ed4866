// Strings stored once. Ids are dense and in the order of first use; views live as long as the table, also
// after a move.
#pragma once
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace ekg {

class StringTable {
 public:
  using Id = std::uint32_t;

  StringTable() { intern({}); }
  // A frozen table over memory that outlives it: string `id` is bytes [offsets[id], offsets[id + 1]).
  StringTable(const std::uint64_t* offsets, const char* bytes, std::size_t count)
      : offsets_(offsets), bytes_(bytes), count_(count) {}
  StringTable(StringTable&&) = default;
  StringTable& operator=(StringTable&&) = default;

  // The id of `text`; 0 is the empty string.
  Id intern(std::string_view text);
  std::string_view at(Id id) const {
    if (offsets_ != nullptr) return {bytes_ + offsets_[id], offsets_[id + 1] - offsets_[id]};
    return views_[id];
  }
  std::size_t size() const { return offsets_ != nullptr ? count_ : views_.size(); }
  // Gives up the index; intern() must not be called any more.
  void freeze() { slots_ = {}; }

 private:
  std::vector<std::unique_ptr<char[]>> blocks_;
  std::size_t room_bytes_ = 0;
  char* room_ = nullptr;
  std::vector<std::string_view> views_;
  // Open addressing, half full at most. The hash tells strings apart before their bytes are looked at.
  struct Slot {
    std::uint32_t hash = 0;
    Id id = free;
  };
  static constexpr Id free = 0xffffffff;
  void grow();
  std::vector<Slot> slots_;
  const std::uint64_t* offsets_ = nullptr;
  const char* bytes_ = nullptr;
  std::size_t count_ = 0;
};

}  // namespace ekg
