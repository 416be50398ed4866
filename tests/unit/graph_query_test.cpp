#include "graph/query.hpp"

#include <gtest/gtest.h>

#include "graph/time_path.hpp"
#include "tests/support/small_graph.hpp"

namespace ekg {
namespace {

using testing::days_span;
using testing::event;
using testing::graph_of;
using testing::on_day;

std::chrono::sys_seconds date(int year, unsigned month, unsigned day) {
  return std::chrono::sys_days(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day));
}

TEST(calendar, weeks_across_new_year_belong_to_the_year_of_their_thursday) {
  const auto name = [](std::chrono::sys_seconds instant) {
    return unit_name(unit_begin(instant, CalendarUnit::week), CalendarUnit::week);
  };
  EXPECT_EQ(name(date(2024, 12, 30)), "2025-W01");
  EXPECT_EQ(name(date(2024, 12, 29)), "2024-W52");
  EXPECT_EQ(name(date(2021, 1, 3)), "2020-W53");
  EXPECT_EQ(name(date(2021, 1, 4)), "2021-W01");
}

TEST(calendar, leap_days_and_quarters) {
  EXPECT_EQ(unit_end(unit_begin(date(2024, 2, 29), CalendarUnit::month), CalendarUnit::month),
            date(2024, 3, 1));
  EXPECT_EQ(unit_name(unit_begin(date(2024, 2, 29), CalendarUnit::day), CalendarUnit::day), "2024-02-29");
  EXPECT_EQ(unit_name(unit_begin(date(2024, 12, 31), CalendarUnit::quarter), CalendarUnit::quarter),
            "2024-Q4");
  EXPECT_EQ(unit_end(unit_begin(date(2024, 12, 31), CalendarUnit::quarter), CalendarUnit::quarter),
            date(2025, 1, 1));
  EXPECT_EQ(unit_begin(date(1969, 12, 31), CalendarUnit::week), date(1969, 12, 29));
}

TEST(timeline, fills_gaps_up_to_the_bounds_of_the_slice) {
  const EventGraph graph =
      graph_of({event("1", "a", {}, {}, days_span(2, 2)), event("2", "b", {}, {}, days_span(4, 4))});
  const Timeline line =
      timeline(TimeSlice(graph).between(on_day(0), on_day(7)), CalendarUnit::day, StackBy::type);
  ASSERT_EQ(line.buckets.size(), 7U);
  EXPECT_EQ(line.series, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(line.buckets[2].counts, (std::vector<std::uint64_t>{1, 0}));
  EXPECT_EQ(line.buckets[3].counts, (std::vector<std::uint64_t>{0, 0}));
}

TEST(find_entities, knows_ids_names_and_aliases_without_regard_to_case) {
  Entity korea = testing::entity("NK");
  korea.name = "North Korea";
  korea.aliases = {"DPRK", "Pyongyang"};
  const EventGraph graph = graph_of({}, {korea});
  for (const char* name : {"north korea", "dprk", "en-NK", "PYONGYANG"})
    EXPECT_EQ(find_entities(graph, name).size(), 1U) << name;
  EXPECT_TRUE(find_entities(graph, "Korea").empty());
}

TEST(paths, two_events_of_one_day_may_follow_each_other_unless_told_otherwise) {
  const EventGraph graph = graph_of(
      {event("1", "a", {"A"}, {"B"}, days_span(1, 1)), event("2", "a", {"B"}, {"C"}, days_span(1, 1))});
  const EntityId a = *graph.find_entity("en-A"), c = *graph.find_entity("en-C");
  PathOptions options;
  EXPECT_EQ(time_paths(TimeSlice(graph), a, c, options).front().steps.size(), 2U);
  options.same_instant = false;
  EXPECT_TRUE(time_paths(TimeSlice(graph), a, c, options).empty());
}

TEST(paths, of_one_day_are_no_longer_than_need_be) {
  for (const char* direct : {"0", "9"}) {  // whichever comes first by its id
    const EventGraph graph = graph_of({event("4", "a", {"A"}, {"B"}, days_span(1, 1)),
                                       event("5", "a", {"B"}, {"C"}, days_span(1, 1)),
                                       event(direct, "a", {"A"}, {"C"}, days_span(1, 1))});
    const EntityId a = *graph.find_entity("en-A"), c = *graph.find_entity("en-C");
    EXPECT_EQ(time_paths(TimeSlice(graph), a, c, {}).front().steps.size(), 1U) << direct;
  }
}

TEST(paths, go_forward_in_time_only) {
  const EventGraph graph = graph_of(
      {event("1", "a", {"A"}, {"B"}, days_span(5, 5)), event("2", "a", {"B"}, {"C"}, days_span(1, 1))});
  EXPECT_TRUE(
      time_paths(TimeSlice(graph), *graph.find_entity("en-A"), *graph.find_entity("en-C"), {}).empty());
  EXPECT_EQ(time_paths(TimeSlice(graph), *graph.find_entity("en-C"), *graph.find_entity("en-A"), {}).size(),
            1U);
}

TEST(binomial_test, gives_the_known_values) {
  EXPECT_NEAR(binomial_test(5, 10, 0.5), 1.0, 1e-9);
  EXPECT_NEAR(binomial_test(0, 10, 0.5), 2.0 / 1024, 1e-9);
  EXPECT_NEAR(binomial_test(9, 10, 0.5), 22.0 / 1024, 1e-9);
  EXPECT_NEAR(binomial_test(3, 3, 0.25), 1.0 / 64, 1e-9);
}

TEST(compare_pairs, says_what_is_new_gone_and_more) {
  std::vector<EventRecord> records;
  for (int i = 0; i < 12; ++i)
    records.push_back(
        event("m" + std::to_string(i), "a", {"A"}, {"B"}, days_span(i == 0 ? 1 : 15, i == 0 ? 1 : 15)));
  records.push_back(event("gone", "a", {"A"}, {"C"}, days_span(2, 2)));
  records.push_back(event("new", "a", {"B"}, {"C"}, days_span(16, 16)));
  const EventGraph graph = graph_of(records);
  const TimeSlice all(graph);
  const auto rows = compare_pairs(all.between(on_day(0), on_day(10)), all.between(on_day(10), on_day(20)),
                                  std::chrono::days(10), std::chrono::days(10));
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].change, Change::more);
  EXPECT_EQ(rows[0].after, 11U);
  EXPECT_EQ(rows[1].change, Change::vanished);
  EXPECT_EQ(rows[2].change, Change::appeared);
  EXPECT_NEAR(rows[0].p, 26.0 / 4096, 1e-9);
}

}  // namespace
}  // namespace ekg
