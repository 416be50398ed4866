// Timelines, and what changed between two windows, equal slow and obvious answers over random small graphs
// and slices; the calendar equals the C library's.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <map>
#include <set>

#include "graph/query.hpp"
#include "tests/support/small_graph.hpp"

namespace ekg {
namespace {

using std::chrono::days;
using std::chrono::sys_seconds;
using testing::records_of;

std::string slow_name(sys_seconds instant, CalendarUnit unit) {
  const std::time_t seconds = instant.time_since_epoch().count();
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32];
  const char* const forms[] = {"%Y-%m-%d", "%G-W%V", "%Y-%m", "%Y-Q", "%Y"};
  std::string name(text, std::strftime(text, sizeof text, forms[static_cast<int>(unit)], &parts));
  if (unit == CalendarUnit::quarter) name += std::to_string(parts.tm_mon / 3 + 1);
  return name;
}

TEST(calendar, of_two_centuries_is_that_of_the_c_library) {
  for (int unit = 0; unit < 5; ++unit) {
    const auto by = static_cast<CalendarUnit>(unit);
    for (sys_seconds day = testing::on_day(-124 * 366); day < testing::on_day(80 * 366); day += days(1)) {
      const sys_seconds instant = day + std::chrono::seconds((day.time_since_epoch().count() * 7) % 86400);
      const sys_seconds begin = unit_begin(instant, by), end = unit_end(begin, by);
      ASSERT_TRUE(begin <= instant && instant < end) << slow_name(day, by);
      ASSERT_EQ(unit_name(begin, by), slow_name(instant, by));
      ASSERT_EQ(slow_name(end - std::chrono::seconds(1), by), slow_name(instant, by));
      ASSERT_NE(slow_name(end, by), slow_name(instant, by));
      ASSERT_NE(slow_name(begin - std::chrono::seconds(1), by), slow_name(instant, by));
    }
  }
}

// A random graph in which some events are known to the hour.
EventGraph graph_with_hours(std::mt19937& random, int first_day) {
  const EventGraph by_day = testing::random_graph(random, 9, 45, first_day);
  std::vector<EventRecord> records = records_of(TimeSlice(by_day));
  for (EventRecord& record : records) {
    if (!record.time || random() % 2 == 0) continue;
    const sys_seconds begin = record.time->begin + std::chrono::hours(random() % 24);
    record.time = TimeSpan{begin, begin + std::chrono::hours(1), Precision::hour};
  }
  return testing::graph_of(records);
}

TEST(timelines, count_each_event_once_and_have_no_gaps) {
  std::mt19937 random(5);
  for (int round = 0; round < 3000; ++round) {
    const int first_day = testing::random_first_day(random);
    const EventGraph graph = graph_with_hours(random, first_day);
    const TimeSlice slice =
        round % 7 == 0 ? TimeSlice(graph) : TimeSlice(graph, testing::random_filter(random, 9, first_day));
    const auto unit = static_cast<CalendarUnit>(random() % 5);
    const auto stack = static_cast<StackBy>(random() % 4);
    const std::chrono::seconds zones[] = {std::chrono::hours(0), std::chrono::hours(3),
                                          -std::chrono::minutes(570)};
    const std::chrono::seconds zone = zones[random() % 3];
    std::map<std::pair<std::string, std::string>, std::uint64_t> expected, found;
    std::set<std::string> series;
    std::optional<sys_seconds> first, last;
    std::uint64_t undated = 0;
    for (const EventRecord& record : records_of(slice)) {
      if (!record.time) {
        ++undated;
        continue;
      }
      std::string name = "events";
      if (stack == StackBy::type) name = record.type;
      if (stack == StackBy::quad) name = record.quad ? to_string(*record.quad) : "none";
      if (stack == StackBy::status) name = to_string(record.status);
      // On the local clock, on which the window is [from + zone, to + zone).
      const std::chrono::seconds ahead =
          record.time->precision == Precision::hour ? zone : std::chrono::seconds(0);
      sys_seconds instant = record.time->begin + ahead;
      if (slice.from() && record.time->end + ahead <= *slice.from() + zone) continue;
      if (slice.to() && instant >= *slice.to() + zone) continue;
      if (slice.from()) instant = std::max(instant, *slice.from() + zone);
      first = first ? std::min(*first, instant) : instant;
      last = last ? std::max(*last, instant) : instant;
      ++expected[{slow_name(instant, unit), name}];
      series.insert(name);
    }
    if (slice.from() && slice.to() && *slice.from() < *slice.to()) {
      first = *slice.from() + zone;
      last = *slice.to() + zone - std::chrono::seconds(1);
    }
    std::vector<std::string> names;
    if (first) {
      for (sys_seconds at = *first; at < *last + days(1); at += days(1)) {
        const std::string name = slow_name(std::min(at, *last), unit);
        if (names.empty() || names.back() != name) names.push_back(name);
      }
    }
    const Timeline line = timeline(slice, unit, stack, zone);
    ASSERT_EQ(line.undated, undated);
    if (stack == StackBy::nothing) series.insert("events");  // also where there is none
    ASSERT_EQ(line.series, std::vector<std::string>(series.begin(), series.end()));
    ASSERT_EQ(line.buckets.size(), names.size()) << "round " << round;
    for (std::size_t i = 0; i < names.size(); ++i) {
      ASSERT_EQ(unit_name(line.buckets[i].begin, unit), names[i]);
      for (std::size_t k = 0; k < line.series.size(); ++k)
        if (line.buckets[i].counts[k] > 0) found[{names[i], line.series[k]}] += line.buckets[i].counts[k];
    }
    ASSERT_EQ(found, expected) << "round " << round;
  }
}

// By Pascal's triangle: the chances of 0 … n hits.
std::vector<double> chances(std::uint64_t n, double share) {
  std::vector<double> chance = {1};
  for (std::uint64_t i = 0; i < n; ++i) {
    chance.push_back(0);
    for (std::size_t at = chance.size() - 1; at > 0; --at)
      chance[at] = chance[at] * (1 - share) + chance[at - 1] * share;
    chance[0] *= 1 - share;
  }
  return chance;
}

TEST(changes, are_the_pairs_of_two_windows_and_how_likely_chance_makes_them_so_uneven) {
  std::size_t uneven = 0;
  std::mt19937 random(17);
  for (int round = 0; round < 2000; ++round) {
    const int origin = testing::random_first_day(random);
    const EventGraph graph = testing::random_graph(random, 4, 60, origin);
    const TimeSlice all =
        round % 2 == 0 ? TimeSlice(graph) : TimeSlice(graph, testing::random_filter(random, 4, origin));
    const int cut = origin + 1 + static_cast<int>(random() % 50),
              end = cut + 1 + static_cast<int>(random() % 30);
    const TimeSlice slices[2] = {all.begun_between(testing::on_day(origin), testing::on_day(cut)),
                                 all.begun_between(testing::on_day(cut), testing::on_day(end))};
    std::map<std::pair<std::string, std::string>, std::array<std::uint64_t, 2>> expected;
    for (int side = 0; side < 2; ++side)
      for (const EventRecord& record : records_of(slices[side])) {
        std::set<std::pair<std::string, std::string>> pairs;
        for (const auto& actor : testing::ids(record.actors))
          for (const auto& recipient : testing::ids(record.recipients))
            if (actor != recipient) pairs.insert(std::minmax(actor, recipient));
        for (const auto& pair : pairs) ++expected[pair][static_cast<std::size_t>(side)];
      }
    const double share = static_cast<double>(end - cut) / static_cast<double>(end - origin);
    const auto rows = compare_pairs(slices[0], slices[1], days(cut - origin), days(end - cut));
    ASSERT_EQ(rows.size(), expected.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const ChangeRow& row = rows[i];
      const auto& [before, after] = expected.at({graph.entity(row.a).id, graph.entity(row.b).id});
      ASSERT_EQ(row.before, before);
      ASSERT_EQ(row.after, after);
      const std::vector<double> chance = chances(before + after, share);
      double p = 0;
      for (const double other : chance)
        if (other <= chance[after] * (1 + 1e-7)) p += other;
      ASSERT_NEAR(row.p, std::min(p, 1.0), 1e-9) << "round " << round;
      Change change = Change::steady;
      if (before == 0)
        change = Change::appeared;
      else if (after == 0)
        change = Change::vanished;
      else if (p < 0.05)
        change = static_cast<double>(after) / static_cast<double>(end - cut) >
                         static_cast<double>(before) / static_cast<double>(cut - origin)
                     ? Change::more
                     : Change::less;
      ASSERT_EQ(row.change, change) << "round " << round;
      uneven += change == Change::more || change == Change::less;
      if (i > 0) {
        ASSERT_LE(rows[i - 1].p, row.p);
      }
    }
  }
  EXPECT_GT(uneven, 100U);
}

}  // namespace
}  // namespace ekg
