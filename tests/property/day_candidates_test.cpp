// Which events of a day could be told twice, against looking at every pair of them.
#include "ingest/coded/day_candidates.hpp"

#include <gtest/gtest.h>

#include <random>

namespace ekg {
namespace {

std::vector<std::uint32_t> by_pairs(const std::vector<DayKey>& keys, std::uint32_t first) {
  std::vector<std::uint32_t> out;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const DayKey& key = keys[i];
    bool near = key.family != DayKey::none && key.second == DayKey::none;
    for (std::size_t k = 0; k < keys.size() && key.family != DayKey::none; ++k) {
      const DayKey& other = keys[k];
      if (k == i || other.family != key.family) continue;
      near = near || other == key ||
             (other.second == DayKey::none && (other.first == key.first || other.first == key.second));
    }
    if (near) out.push_back(first + static_cast<std::uint32_t>(i));
  }
  return out;
}

TEST(DayCandidates, AreThoseThatAnyOtherEventOfTheDayCouldBe) {
  std::mt19937 chance(8);  // NOLINT(bugprone-random-generator-seed): the same test every time
  const auto pick = [&](std::uint32_t count) { return static_cast<std::uint32_t>(chance() % count); };
  DayCandidates days;
  for (int day = 0; day < 3000; ++day) {
    const std::uint32_t families = 1 + pick(4), parties = 1 + pick(day % 2 == 0 ? 8 : 300);
    const bool some_alone = pick(3) == 0;
    std::vector<DayKey> keys(pick(80));
    for (DayKey& key : keys) {
      if (pick(8) == 0) continue;  // like no other
      const std::uint32_t a = pick(parties), b = pick(parties);
      key = {pick(families), std::min(a, b), std::max(a, b)};
      if (some_alone && pick(10) == 0) key.second = DayKey::none;
    }
    const std::uint32_t first = pick(1000);
    std::vector<std::uint32_t> found;
    days.find(keys, first, found);
    std::ranges::sort(found);
    ASSERT_EQ(found, by_pairs(keys, first)) << "day " << day;
  }
}

}  // namespace
}  // namespace ekg
