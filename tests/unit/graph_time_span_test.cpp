#include "graph/time_span.hpp"

#include <gtest/gtest.h>

namespace ekg {
namespace {

using namespace std::chrono;

std::string ends(std::string_view text) {
  const auto span = parse_time(text);
  if (!span) return "no time";
  return format_begin(*span) + " " + format_end(*span) + " " + std::string(to_string(span->precision));
}

TEST(time_span, reads_what_people_write) {
  EXPECT_EQ(ends("2024"), "2024-01-01 2024-12-31 year");
  EXPECT_EQ(ends("199X"), "1990-01-01 1999-12-31 decade");
  EXPECT_EQ(ends("2024-02"), "2024-02-01 2024-02-29 month");
  EXPECT_EQ(ends("2024-12"), "2024-12-01 2024-12-31 month");
  EXPECT_EQ(ends("2024-Q4"), "2024-10-01 2024-12-31 quarter");
  EXPECT_EQ(ends("2024-W45"), "2024-11-04 2024-11-10 week");
  EXPECT_EQ(ends("2024-W45-2"), "2024-11-05 2024-11-05 day");
  EXPECT_EQ(ends("2020-W53"), "2020-12-28 2021-01-03 week");
  EXPECT_EQ(ends("2024-11-05"), "2024-11-05 2024-11-05 day");
  EXPECT_EQ(ends("20241105"), "2024-11-05 2024-11-05 day");
  EXPECT_EQ(ends("2024-11-05T10"), "2024-11-05T10:00:00Z 2024-11-05T10:00:00Z hour");
  EXPECT_EQ(ends("2024-11-05T10:30"), "2024-11-05T10:30:00Z 2024-11-05T10:30:00Z minute");
  EXPECT_EQ(ends("2024-11-05T10:30:15Z"), "2024-11-05T10:30:15Z 2024-11-05T10:30:15Z second");
  EXPECT_EQ(ends("2024-11-05 10:30:15.25+02:00"), "2024-11-05T08:30:15Z 2024-11-05T08:30:15Z second");
  EXPECT_EQ(ends("20241105T233000-0500"), "2024-11-06T04:30:00Z 2024-11-06T04:30:00Z second");
  EXPECT_EQ(ends("2024-11-05T24:00:00Z"), "2024-11-06T00:00:00Z 2024-11-06T00:00:00Z second");
}

TEST(time_span, does_not_guess) {
  for (const char* text : {"",
                           "5",
                           "05/06/2024",
                           "2024-13",
                           "2024-11-31",
                           "2023-02-29",
                           "202411",
                           "2024-W54",
                           "2021-W53",
                           "2024-Q5",
                           "2024-11-05T25:00",
                           "2024-11-05T10:61",
                           "2024-11-05Tnoon",
                           "2024-11-05T10:00+99",
                           "Tuesday",
                           "2024-11-05 ",
                           "2024-1-5",
                           "19XX",
                           "-2024",
                           "0000",
                           "0000-01-01",
                           "000X",
                           "0001-01-01T00:00+01:00",
                           "9999-12-31T23:00-02:00",
                           "10000"}) {
    EXPECT_EQ(ends(text), "no time") << text;
  }
}

TEST(time_span, ends_are_included_when_written_and_excluded_when_kept) {
  const TimeSpan day = day_span(year(2024) / 11 / 5);
  EXPECT_EQ(day.end - day.begin, seconds(86400));
  EXPECT_TRUE(day.contains(sys_days(year(2024) / 11 / 5)));
  EXPECT_FALSE(day.contains(sys_days(year(2024) / 11 / 6)));
  const TimeSpan three{day.begin, day.end + days(2), Precision::day};
  EXPECT_EQ(format_begin(three), "2024-11-05");
  EXPECT_EQ(format_end(three), "2024-11-07");
}

TEST(time_span, span_of_reverses_the_writing_of_the_ends) {
  for (const char* text : {"2024", "199X", "2024-02", "2024-Q4", "2024-W45", "2024-11-05", "2024-11-05T10",
                           "2024-11-05T10:30", "2024-11-05T10:30:15"}) {
    const TimeSpan span = *parse_time(text);
    EXPECT_EQ(span_of(format_begin(span), format_end(span), span.precision), span) << text;
  }
  const sys_seconds noon = sys_days(year(2024) / 11 / 5) + hours(12);
  const TimeSpan odd{noon, noon + hours(36), Precision::day};
  EXPECT_EQ(span_of(format_begin(odd), format_end(odd), Precision::day), odd);
  EXPECT_EQ(span_of("2024-11-05", "2024-11-04", Precision::day), std::nullopt);
  EXPECT_EQ(span_of("2024-11-05", "soon", Precision::day), std::nullopt);
}

TEST(time_span, precision_names_go_both_ways) {
  for (int i = 0; i <= static_cast<int>(Precision::unknown); ++i) {
    const auto precision = static_cast<Precision>(i);
    EXPECT_EQ(precision_from(to_string(precision)), precision);
  }
  EXPECT_EQ(precision_from("fortnight"), std::nullopt);
}

}  // namespace
}  // namespace ekg
