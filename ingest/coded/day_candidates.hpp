// Which events of one day could be told twice, found before any of them becomes a record.
#pragma once
#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace ekg {

// What two events of one day must have in common to be one.
struct DayKey {
  static constexpr std::uint32_t none = 0xffffffff;
  std::uint32_t family = none;  // none: this event is like no other
  // Its actor and its recipient, or both in order where it is the same both ways; of one party alone `second`
  // is none.
  std::uint32_t first = none, second = none;
  friend auto operator<=>(const DayKey&, const DayKey&) = default;
};

// Kept for many days, for its memory is used again.
class DayCandidates {
 public:
  // Appends to `out`, as `first` and on, the places of keys that come twice; of those with one party alone,
  // always; and of those with a party that comes alone in their family. In no order. O(keys).
  void find(std::span<const DayKey> keys, std::uint32_t first, std::vector<std::uint32_t>& out) {
    marks_.assign(std::bit_ceil(2 * keys.size() + 1), 0);
    slots_.resize(keys.size());
    bool again = false, alone = false;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (keys[i].family == DayKey::none) continue;
      const std::uint32_t mark = mark_of(keys[i]);
      const std::size_t slot = slot_of(mark);
      slots_[i] = static_cast<std::uint32_t>(slot);
      if (marks_[slot] != 0) again = true;
      marks_[slot] = mark | (marks_[slot] != 0 ? twice : 0);
      alone = alone || keys[i].second == DayKey::none;
    }
    if (!again && !alone) return;  // most days
    // Keys that differ may share a mark, so what is marked is looked at once more.
    near_.clear();
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const DayKey& key = keys[i];
      if (key.family == DayKey::none) continue;
      if ((marks_[slots_[i]] & twice) != 0 || key.second == DayKey::none ||
          (alone && (may_be_alone(key.family, key.first) || may_be_alone(key.family, key.second))))
        near_.emplace_back(key, static_cast<std::uint32_t>(i));
    }
    std::ranges::sort(near_);
    const auto is_alone = [&](std::uint32_t family, std::uint32_t party) {
      const DayKey key = {family, party, DayKey::none};
      const auto at = std::ranges::lower_bound(near_, key, {}, &std::pair<DayKey, std::uint32_t>::first);
      return at != near_.end() && at->first == key;
    };
    for (std::size_t k = 0; k < near_.size(); ++k) {
      const DayKey& key = near_[k].first;
      if ((k > 0 && near_[k - 1].first == key) || (k + 1 < near_.size() && near_[k + 1].first == key) ||
          key.second == DayKey::none ||
          (alone && (is_alone(key.family, key.first) || is_alone(key.family, key.second))))
        out.push_back(first + near_[k].second);
    }
  }

 private:
  static constexpr std::uint32_t twice = 2, used = 1;

  static std::uint32_t mark_of(const DayKey& key) {
    std::uint64_t hash = (std::uint64_t{key.first} << 32 | key.second) * 0x9e3779b97f4a7c15ULL;
    hash = (hash ^ hash >> 29 ^ key.family) * 0xbf58476d1ce4e5b9ULL;
    return (static_cast<std::uint32_t>(hash >> 32) & ~twice) | used;
  }
  std::size_t slot_of(std::uint32_t mark) const {
    std::size_t at = (mark >> 2) & (marks_.size() - 1);
    while (marks_[at] != 0 && (marks_[at] & ~twice) != mark) at = (at + 1) & (marks_.size() - 1);
    return at;
  }
  bool may_be_alone(std::uint32_t family, std::uint32_t party) const {
    return marks_[slot_of(mark_of({family, party, DayKey::none}))] != 0;
  }

  std::vector<std::uint32_t> marks_;  // open-addressed; 0: free
  std::vector<std::uint32_t> slots_;  // of each key
  std::vector<std::pair<DayKey, std::uint32_t>> near_;
};

}  // namespace ekg
