#include <gtest/gtest.h>

#include <sstream>

#include "export/writer.hpp"
#include "graph/time_span.hpp"
#include "tests/support/small_graph.hpp"

namespace ekg {
namespace {

std::string calendar_of(const char* start, const char* end, Precision precision) {
  const EventGraph graph =
      testing::graph_of({testing::event("1", "clash", {"A"}, {"B"}, span_of(start, end, precision))});
  std::ostringstream out;
  ProblemLog problems;
  find_writer("ics")->write(TimeSlice(graph), out, {}, problems);
  return out.str();
}

TEST(ics, the_end_of_days_is_the_day_after) {
  EXPECT_TRUE(calendar_of("2024-11-05", "2024-11-06", Precision::day).find("DTEND;VALUE=DATE:20241107\r\n") !=
              std::string::npos);
}

TEST(ics, an_end_after_the_year_9999_is_a_duration) {
  const std::string days = calendar_of("9999-12-30", "9999-12-31", Precision::day);
  EXPECT_TRUE(days.find("DTSTART;VALUE=DATE:99991230\r\nDURATION:P2D\r\n") != std::string::npos) << days;
  EXPECT_EQ(days.find("DTEND"), std::string::npos);
  const std::string hour = calendar_of("9999-12-31T23:00:00Z", "9999-12-31T23:00:00Z", Precision::hour);
  EXPECT_TRUE(hour.find("DTSTART:99991231T230000Z\r\nDURATION:PT3600S\r\n") != std::string::npos) << hour;
}

}  // namespace
}  // namespace ekg
