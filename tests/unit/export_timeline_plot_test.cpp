#include "export/timeline_plot.hpp"

#include <gtest/gtest.h>

#include <regex>

#include "tests/support/small_graph.hpp"

namespace ekg {
namespace {

Timeline two_months(std::vector<std::string> series, std::vector<std::vector<std::uint64_t>> counts) {
  Timeline line;
  line.series = std::move(series);
  const int days[] = {0, 31, 60};
  for (std::size_t i = 0; i < counts.size(); ++i)
    line.buckets.push_back({testing::on_day(days[i]), counts[i]});
  return line;
}

std::size_t count_of(const std::string& text, const std::string& pattern) {
  const std::regex regex(pattern);
  return static_cast<std::size_t>(
      std::distance(std::sregex_iterator(text.begin(), text.end(), regex), std::sregex_iterator()));
}

TEST(timeline_plot, a_bar_is_as_long_as_its_share_of_the_fullest_bucket) {
  const Timeline line = two_months({"events"}, {{4}, {0}, {8}});
  EXPECT_EQ(timeline_blocks(line, CalendarUnit::month, 29),
            "2024-01    ████████ 4\n2024-02     0\n2024-03    ████████████████ 8\n");
}

TEST(timeline_plot, empty_buckets_in_a_row_are_one_line) {
  const Timeline line = two_months({"events"}, {{0}, {0}, {8}});
  EXPECT_EQ(timeline_blocks(line, CalendarUnit::month, 29),
            "2024-01 to 2024-02  0\n2024-03    ████████████████ 8\n");
  EXPECT_EQ(empty_buckets(line, 1), 1U);
  EXPECT_EQ(empty_buckets(line, 2), 0U);
  EXPECT_EQ(timeline_blocks(two_months({"events"}, {{0}, {0}, {0}}), CalendarUnit::month, 29),
            "2024-01 to 2024-03  0\n");
}

TEST(timeline_plot, several_series_are_rows_of_levels_with_one_scale) {
  const Timeline line = two_months({"clash", "meeting"}, {{8, 1}, {0, 0}, {4, 100}});
  EXPECT_EQ(timeline_blocks(line, CalendarUnit::month, 80),
            "2024-01 to 2024-03, full block 100\nclash   ▁ ▁\nmeeting ▁ █\n");
  EXPECT_EQ(timeline_blocks({}, CalendarUnit::month, 80), "");
}

TEST(timeline_plot, the_drawing_stacks_the_busiest_series_first_and_sums_the_rest) {
  std::vector<std::string> names;
  std::vector<std::uint64_t> counts;
  for (int i = 0; i < 10; ++i) names.push_back("type" + std::to_string(i)), counts.push_back(1 + i);
  ProblemLog problems;
  const std::string svg = timeline_svg(two_months(names, {counts}), {"x", CalendarUnit::month}, problems);
  EXPECT_NE(svg.find("3 others: 6"), std::string::npos);
  EXPECT_LT(svg.find("type9: 10"), svg.find("type3: 4"));
  EXPECT_EQ(count_of(svg, "<rect"), 8U + 8U);
  EXPECT_TRUE(problems.empty());
}

TEST(timeline_plot, names_are_text_and_never_markup) {
  ProblemLog problems;
  const std::string svg = timeline_svg(two_months({"</title><script>alert(1)</script>", "b"}, {{1, 1}}),
                                       {"\"><script>\x01", CalendarUnit::month}, problems);
  EXPECT_EQ(svg.find("<script"), std::string::npos);
  EXPECT_EQ(svg.find('\x01'), std::string::npos);
  EXPECT_FALSE(problems.empty());
}

TEST(timeline_plot, nothing_to_draw_is_a_drawing_of_nothing) {
  ProblemLog problems;
  EXPECT_NE(timeline_svg({}, {"none", CalendarUnit::week}, problems).find("</svg>"), std::string::npos);
}

}  // namespace
}  // namespace ekg
