// Rows put on piles, sorted where they lie and taken out again, against one plain list of them, over random
// rows: of few and of many days, in one lane and in several, with ids of content and with ids of their own.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <tuple>

#include "graph/content_id.hpp"
#include "graph/event_record.hpp"
#include "graph/event_rows.hpp"

namespace ekg {
namespace {

using Chance = std::mt19937;
using Plain = std::tuple<std::int32_t, std::uint64_t, std::uint64_t, bool, std::uint32_t, std::uint32_t,
                         std::uint32_t, std::uint32_t>;  // day, id, at, told, kind, actor, recipient, place

Plain plain(const EventRow& row) {
  return {row.day, row.id, row.at(), row.told(), row.kind(), row.actor, row.recipient, row.place};
}

struct Case {
  std::vector<RowPiles> piles;
  std::vector<LaneNumbers> lanes;
  std::vector<Plain> expected;
  std::vector<std::uint64_t> repeated;
};

std::uint64_t hash_of_day(std::int32_t day) {
  EventRecord record;
  record.time = day_span(std::chrono::sys_days(std::chrono::days(day)));
  return part_hash(content::time(record));
}

Case random_case(Chance& chance) {
  const bool derived = chance() % 2 == 0;
  const std::size_t lanes = 1 + chance() % 3, count = chance() % 3000;
  const std::int32_t days = 1 + static_cast<std::int32_t>(chance() % 200);
  const std::uint32_t names = 1 + chance() % 50, ids = 1 + chance() % 5000;
  const std::int32_t first_day = chance() % 8 == 0   ? RowPiles::first_day
                                 : chance() % 7 == 0 ? RowPiles::last_day - days + 1
                                                     : 16000;
  Case out;
  out.piles.resize(lanes), out.lanes.resize(lanes);
  for (LaneNumbers& lane : out.lanes)
    for (std::uint32_t i = 0; i < names; ++i) {
      for (auto* numbers : {&lane.party, &lane.place, &lane.kind}) numbers->push_back(chance() % 100);
      if (derived) lane.kind_hash.push_back(chance()), lane.party_hash.push_back(chance());
    }
  const std::uint64_t nobody = part_hash(content::parties({}));
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t lane = chance() % lanes;
    const LaneNumbers& all = out.lanes[lane];
    const auto one = [&] { return chance() % 5 == 0 ? EventRow::none : chance() % names; };
    const auto for_all = [](const std::vector<std::uint32_t>& numbers, std::uint32_t number) {
      return number == EventRow::none ? number : numbers[number];
    };
    EventRow row{};
    row.id = chance() % ids;
    row.day = first_day + static_cast<std::int32_t>(chance() % static_cast<unsigned>(days));
    row.actor = one(), row.recipient = one(), row.place = one();
    row.set(i, chance() % 2 == 0, chance() % names);
    out.piles[lane].add(row);
    const auto party = [&](std::uint32_t number) {
      return number == EventRow::none ? nobody : all.party_hash[number];
    };
    if (derived)
      row.id = event_hash(
          {all.kind_hash[row.kind()], hash_of_day(row.day), party(row.actor), party(row.recipient), row.id});
    row.set(row.at(), row.told(), all.kind[row.kind()]);
    row.actor = for_all(all.party, row.actor), row.recipient = for_all(all.party, row.recipient);
    row.place = for_all(all.place, row.place);
    out.expected.push_back(plain(row));
  }
  std::ranges::sort(out.expected);
  std::vector<Plain> kept;
  for (const Plain& row : out.expected) {
    const bool same = !kept.empty() && std::get<0>(kept.back()) == std::get<0>(row) &&
                      std::get<1>(kept.back()) == std::get<1>(row);
    if (same)
      out.repeated.push_back(std::get<2>(row));
    else
      kept.push_back(row);
  }
  out.expected = kept;
  return out;
}

std::vector<Plain> all_of(const EventRows& rows) {
  std::vector<Plain> out;
  for (const EventRows::Piece& piece : rows.part(0, 1))
    for (const EventRow& row : piece) out.push_back(plain(row));
  return out;
}

TEST(EventRows, AreSortedByDayAndIdEachOnceWhateverLaneReadThem) {
  Chance chance(11);
  for (int round = 0; round < 400; ++round) {
    Case one = random_case(chance);
    const unsigned threads = 1 + chance() % 3;
    const EventRows rows(std::move(one.piles), one.lanes, threads);
    ASSERT_EQ(all_of(rows), one.expected) << "round " << round;
    EXPECT_EQ(rows.repeated(), one.repeated) << "round " << round;
    ASSERT_EQ(rows.size(), one.expected.size());
    for (std::size_t i = 0; i < rows.size(); ++i) ASSERT_EQ(plain(rows[i]), one.expected[i]);
  }
}

TEST(EventRows, CountThePartiesOfTheRowsThatStayed) {
  Chance chance(14);
  for (int round = 0; round < 200; ++round) {
    Case one = random_case(chance);
    const EventRows rows(std::move(one.piles), one.lanes, 2);
    std::map<std::uint32_t, std::pair<std::uint32_t, std::uint32_t>> expected;  // told and untold
    for (std::size_t i = 0; i < rows.size(); ++i)
      for (const std::uint32_t party : {rows[i].actor, rows[i].recipient})
        if (party != EventRow::none) ++(rows[i].told() ? expected[party].first : expected[party].second);
    std::map<std::uint32_t, std::pair<std::uint32_t, std::uint32_t>> counted;
    for (std::uint32_t party = 0; party < rows.parties().size(); ++party)
      if (const EventRows::PartyCount& count = rows.parties()[party]; count.told + count.untold != 0)
        counted[party] = {count.told, count.untold};
    ASSERT_EQ(counted, expected) << "round " << round;
  }
}

TEST(EventRows, ArePartedWithoutLossAndWithoutDividingADayWhereThatIsAsked) {
  Chance chance(12);
  for (int round = 0; round < 200; ++round) {
    Case one = random_case(chance);
    const EventRows rows(std::move(one.piles), one.lanes, 2);
    for (const bool whole_days : {false, true}) {
      const unsigned parts = 1 + chance() % 5;
      std::vector<Plain> together;
      std::set<std::int32_t> seen;
      for (unsigned t = 0; t < parts; ++t) {
        std::set<std::int32_t> days;
        for (const EventRows::Piece& piece : rows.part(t, parts, whole_days)) {
          EXPECT_EQ(piece.first, together.size());
          for (const EventRow& row : piece) together.push_back(plain(row)), days.insert(row.day);
        }
        for (const std::int32_t day : days) EXPECT_TRUE(seen.insert(day).second || !whole_days);
      }
      EXPECT_EQ(together, one.expected);
    }
  }
}

TEST(EventRows, AreGoneWhenTheyAreErasedAndTheOthersMoveUp) {
  Chance chance(13);
  for (int round = 0; round < 200; ++round) {
    Case one = random_case(chance);
    EventRows rows(std::move(one.piles), one.lanes, 2);
    std::vector<std::uint32_t> gone;
    std::vector<Plain> expected;
    const unsigned rate = 1 + chance() % 40;
    for (std::uint32_t i = 0; i < rows.size(); ++i) {
      if (chance() % rate == 0)
        gone.push_back(i);
      else
        expected.push_back(one.expected[i]);
    }
    rows.erase(gone);
    ASSERT_EQ(all_of(rows), expected);
    for (std::size_t i = 0; i < rows.size(); ++i) ASSERT_EQ(plain(rows[i]), expected[i]);
  }
}

}  // namespace
}  // namespace ekg
