#include "export/arrangement.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace ekg {
namespace {

double least_room(const std::vector<LayoutPoint>& points, const std::vector<double>& radii) {
  double least = 1e9;
  for (std::size_t i = 0; i < points.size(); ++i)
    for (std::size_t j = i + 1; j < points.size(); ++j)
      least = std::min(
          least, std::hypot(points[i].x - points[j].x, points[i].y - points[j].y) - radii[i] - radii[j]);
  return least;
}

TEST(arrangement, separates_what_lies_over_each_other) {
  std::mt19937 random(3);
  std::vector<LayoutPoint> points(300);
  std::vector<double> radii;
  for (LayoutPoint& point : points) {
    point = {static_cast<double>(random() % 1000) / 100, static_cast<double>(random() % 1000) / 100};
    radii.push_back(0.1 + static_cast<double>(random() % 40) / 100);
  }
  points[1] = points[0];
  ASSERT_LT(least_room(points, radii), -0.2);
  separate(points, radii, 1000);
  EXPECT_GT(least_room(points, radii), -0.02);
}

TEST(arrangement, leaves_alone_what_has_room) {
  std::vector<LayoutPoint> points = {{0, 0}, {1, 0}, {0, 1}};
  separate(points, std::vector<double>{0.4, 0.4, 0.4}, 100);
  EXPECT_EQ(points[1].x, 1);
  EXPECT_EQ(points[2].y, 1);
}

// A hub with its neighbours, a triangle, a pair and three on their own.
TEST(arrangement, no_vertex_covers_another_and_a_second_run_gives_the_same) {
  std::vector<LayoutEdge> edges = {{20, 21, 1}, {21, 22, 1}, {20, 22, 5}, {23, 24, 1}};
  for (std::uint32_t i = 1; i < 20; ++i) edges.push_back({0, i, static_cast<double>(i)});
  std::vector<double> radii(28, 0.3);
  radii[0] = 0.8;
  const std::vector<LayoutPoint> points = arrange(radii, edges);
  ASSERT_EQ(points.size(), radii.size());
  EXPECT_GT(least_room(points, radii), -0.02);
  const std::vector<LayoutPoint> again = arrange(radii, edges);
  for (std::size_t i = 0; i < points.size(); ++i) EXPECT_EQ(points[i].x, again[i].x);
  double lowest = 1e9;  // of the largest part, which stands on top
  for (std::size_t i = 0; i < 20; ++i) lowest = std::min(lowest, points[i].y);
  EXPECT_LT(points[27].y, lowest);
}

struct Extent {
  double width, height;
};
Extent extent_of(const std::vector<LayoutPoint>& points) {
  const auto [left, right] = std::ranges::minmax(points, {}, &LayoutPoint::x);
  const auto [bottom, top] = std::ranges::minmax(points, {}, &LayoutPoint::y);
  return {right.x - left.x, top.y - bottom.y};
}

TEST(arrangement, equal_parts_make_a_picture_as_wide_as_a_screen) {
  for (const std::uint32_t pairs : {2U, 3U, 5U, 27U, 200U}) {
    std::vector<LayoutEdge> edges;
    for (std::uint32_t pair = 0; pair < pairs; ++pair) edges.push_back({2 * pair, 2 * pair + 1, 1});
    const std::vector<double> radii(2 * std::size_t{pairs}, 0.2);
    const std::vector<LayoutPoint> points = arrange(radii, edges);
    EXPECT_GT(least_room(points, radii), 0.2);
    const Extent extent = extent_of(points);
    if (pairs > 3) {
      EXPECT_LT(extent.width, 2.5 * extent.height) << pairs;
    }
    EXPECT_GT(extent.width, extent.height) << pairs;
  }
}

TEST(arrangement, takes_nothing_a_loop_and_one) {
  EXPECT_TRUE(arrange({}, {}).empty());
  EXPECT_EQ(arrange(std::vector<double>{0.5}, std::vector<LayoutEdge>{{0, 0, 1}}).size(), 1U);
}

}  // namespace
}  // namespace ekg
