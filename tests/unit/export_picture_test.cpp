#include "export/picture.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <sstream>

#include "export/layout.hpp"
#include "export/xml.hpp"
#include "tests/support/small_graph.hpp"

namespace ekg {
namespace {

using testing::days_span;
using testing::event;
using testing::on_day;

Spell days(int first, int last, std::int64_t weight = 1) { return {on_day(first), on_day(last + 1), weight}; }

TEST(spells, are_united_where_they_touch_or_overlap) {
  EXPECT_EQ(united_spells({days(5, 6), days(1, 2), days(2, 3), days(4, 4)}, false),
            (std::vector<Spell>{days(1, 6, 2)}));
  EXPECT_EQ(united_spells({days(1, 2), days(4, 4)}, false), (std::vector<Spell>{days(1, 2), days(4, 4)}));
  EXPECT_TRUE(united_spells({}, false).empty());
}

TEST(spells, are_cut_where_the_weight_changes) {
  EXPECT_EQ(united_spells({days(1, 4), days(3, 6)}, true),
            (std::vector<Spell>{days(1, 2), days(3, 4, 2), days(5, 6)}));
  EXPECT_EQ(united_spells({days(1, 2), days(3, 4)}, true), (std::vector<Spell>{days(1, 4)}));
}

TEST(picture, an_instant_is_shown_for_the_least_width) {
  EventRecord record = event("1", "clash", {"A"}, {"B"},
                             TimeSpan{on_day(1), on_day(1) + std::chrono::seconds(1), Precision::second});
  const EventGraph graph = testing::graph_of({record});
  const Picture picture(TimeSlice(graph), GraphView::actors, true, false, std::chrono::hours(24));
  picture.for_each_edge(
      [](const PictureEdge& edge) { EXPECT_EQ(edge.times, (std::vector<Spell>{days(1, 1)})); });
}

TEST(picture, the_ends_of_an_undated_edge_are_always_there) {
  const EventGraph graph = testing::graph_of(
      {event("1", "clash", {"A"}, {"B"}, days_span(1, 1)), event("2", "clash", {"B"}, {"C"}, days_span(3, 3)),
       event("3", "clash", {"B"}, {"C"}, days_span(4, 5)), event("4", "meeting", {"C"}, {"D"}, std::nullopt),
       event("5", "speech", {"A"}, {}, std::nullopt)});
  const Picture picture(TimeSlice(graph), GraphView::actors, false, false, std::chrono::hours(24));
  std::vector<std::vector<Spell>> times;
  picture.for_each_vertex([&](const PictureVertex& vertex) { times.push_back(vertex.times); });
  EXPECT_EQ(times, (std::vector<std::vector<Spell>>{{days(1, 1)}, {days(1, 1), days(3, 5)}, {}, {}}));
}

TEST(picture, why_events_have_no_edge_depends_on_the_view) {
  const EventGraph graph = testing::graph_of({event("1", "clash", {}, {}, days_span(1, 1))});
  const auto message = [&](GraphView view) {
    const Picture picture(TimeSlice(graph), view, false, false, std::nullopt);
    ProblemLog problems;
    report_left_out(picture, problems);
    return problems.sorted().at(0).message;
  };
  EXPECT_EQ(
      message(GraphView::actors),
      "events without an edge in this view: 1; nobody acts on anybody in them; --view events shows them");
  EXPECT_EQ(message(GraphView::events),
            "events without an edge in this view: 1; they name nobody and no place");
  EXPECT_TRUE(message(GraphView::documents).find("no document is known") != std::string::npos);
}

TEST(picture, an_event_is_there_while_it_is_spoken_of) {
  const auto about = [](EventRecord record, const std::string& other) {
    record.about = "ev-" + other;
    return record;
  };
  const EventGraph graph = testing::graph_of({event("1", "clash", {"A"}, {}, days_span(1, 1)),
                                              event("2", "clash", {"A"}, {}, days_span(2, 2)),
                                              about(event("3", "statement", {"B"}, {}, days_span(4, 5)), "1"),
                                              about(event("4", "statement", {"B"}, {}, days_span(2, 2)), "1"),
                                              about(event("5", "statement", {"B"}, {}, std::nullopt), "2")});
  const Picture picture(TimeSlice(graph), GraphView::events, false, false, std::chrono::hours(24));
  std::map<std::string, std::vector<Spell>> times;
  picture.for_each_vertex([&](const PictureVertex& vertex) { times[vertex.id] = vertex.times; });
  EXPECT_EQ(times["ev-1"], (std::vector<Spell>{days(1, 2), days(4, 5)}));
  EXPECT_TRUE(times["ev-2"].empty());
  EXPECT_EQ(times["ev-3"], (std::vector<Spell>{days(4, 5)}));
}

TEST(picture, an_entity_counts_its_events_in_any_role_once) {
  EventRecord spoken = event("2", "clash", {"A"}, {"B"}, days_span(4, 4));
  spoken.attribution.push_back({testing::party("B"), "said", Stance::asserts});
  const EventGraph graph = testing::graph_of({event("1", "clash", {"B"}, {"A"}, days_span(2, 9)), spoken});
  const Picture picture(TimeSlice(graph), GraphView::actors, false, false, std::nullopt);
  picture.for_each_vertex([&](const PictureVertex& vertex) {
    const auto cell = [&](std::string_view name) {
      const auto columns = picture.vertex_columns();
      return vertex.cells[static_cast<std::size_t>(std::ranges::find(columns, name, &PictureColumn::name) -
                                                   columns.begin())];
    };
    EXPECT_EQ(cell("events").integer, 2);
    EXPECT_EQ(cell("first_seen").text(), "2024-01-03");
    EXPECT_EQ(cell("last_seen").text(), "2024-01-10");
  });
}

TEST(picture, an_aggregated_edge_counts_its_events_and_their_statuses) {
  EventRecord denied = event("2", "clash", {"A"}, {"B"}, days_span(4, 4));
  denied.status = Status::denied;
  const EventGraph graph = testing::graph_of({event("1", "clash", {"A"}, {"B"}, days_span(1, 1)), denied,
                                              event("3", "meeting", {"A"}, {"B"}, std::nullopt),
                                              event("4", "clash", {"A"}, {}, days_span(1, 1))});
  const Picture picture(TimeSlice(graph), GraphView::actors, true, false, std::chrono::hours(24));
  EXPECT_EQ(picture.vertex_count(), 2U);
  EXPECT_EQ(picture.edge_count(), 2U);
  EXPECT_EQ(picture.events_without_edge(), 1U);
  std::vector<std::string> kinds;
  picture.for_each_edge([&](const PictureEdge& edge) {
    kinds.push_back(edge.kind);
    if (edge.kind == "meeting") {
      EXPECT_TRUE(edge.times.empty());
      return;
    }
    EXPECT_EQ(edge.weight, 2);
    EXPECT_EQ(edge.times.size(), 2U);
    EXPECT_EQ(edge.cells[4].text(), "asserted 1, denied 1");
  });
  EXPECT_EQ(kinds, (std::vector<std::string>{"clash", "meeting"}));
  ProblemLog problems;
  report_left_out(picture, problems);
  ASSERT_EQ(problems.sorted().size(), 1U);
  EXPECT_EQ(problems.sorted()[0].severity, Severity::note);
}

TEST(layout, is_finite_the_same_again_and_puts_friends_near) {
  std::vector<LayoutEdge> edges;
  for (std::uint32_t clique = 0; clique < 2; ++clique)
    for (std::uint32_t a = 0; a < 8; ++a)
      for (std::uint32_t b = 0; b < a; ++b) edges.push_back({clique * 8 + a, clique * 8 + b, 1});
  edges.push_back({0, 8, 1});
  const auto points = force_layout(20, edges), again = force_layout(20, edges);
  const auto distance = [&](std::size_t a, std::size_t b) {
    return std::hypot(points[a].x - points[b].x, points[a].y - points[b].y);
  };
  for (std::size_t i = 0; i < points.size(); ++i) {
    EXPECT_TRUE(std::isfinite(points[i].x) && std::isfinite(points[i].y));
    EXPECT_EQ(points[i].x, again[i].x);
  }
  double within = 0, across = 0;
  for (std::size_t a = 1; a < 8; ++a) {
    for (std::size_t b = 1; b < 8; ++b) {
      within += distance(a, b);
      across += distance(a, b + 8);
    }
  }
  EXPECT_LT(within * 2, across);
  EXPECT_TRUE(force_layout(0, {}).empty());
  EXPECT_EQ(force_layout(1, {}).size(), 1U);
}

TEST(xml_text, replaces_what_xml_forbids_and_counts_it) {
  std::ostringstream stream;
  XmlText xml(stream);
  xml.escaped(std::string("a\0<\"&>\n\x1f", 8) + "\xEF\xBF\xBE\xED\xA0\x80\xC3\xF0\x9F\x95\x8A\xC3\xA9");
  xml.flush();
  const std::string out = stream.str();
  EXPECT_EQ(out,
            "a\xEF\xBF\xBD&lt;&quot;&amp;&gt;&#10;"
            "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xF0\x9F\x95\x8A\xC3\xA9");
  EXPECT_EQ(xml.replaced(), 5U);
}

}  // namespace
}  // namespace ekg
