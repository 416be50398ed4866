#include "graph/time_slice.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/support/small_graph.hpp"

namespace ekg {
namespace {

using testing::days_span;
using testing::event;
using testing::graph_of;
using testing::on_day;

std::set<std::string> ids(const TimeSlice& slice) {
  std::set<std::string> ids;
  for (const EventId row : slice.events()) ids.insert(slice.graph().event_id(row));
  return ids;
}

// The meaning of a filter, said again slowly.
bool lets_through(const SliceFilter& filter, const EventGraph& graph, EventId row) {
  const EventRecord record = graph.record(row);
  if ((filter.from || filter.to) && !record.time) return false;
  if (filter.from && record.time->end <= *filter.from) return false;
  if (filter.to && record.time->begin >= *filter.to) return false;
  const auto has = [](const auto& list, const auto& value) {
    return std::find(list.begin(), list.end(), value) != list.end();
  };
  if (!filter.types.empty() && !has(filter.types, record.type)) return false;
  if (!filter.quads.empty() && !(record.quad && has(filter.quads, *record.quad))) return false;
  if (!filter.statuses.empty() && !has(filter.statuses, record.status)) return false;
  if (filter.min_confidence && record.confidence && *record.confidence < *filter.min_confidence) return false;
  const auto party_in = [&](const std::vector<std::string>& wanted) {
    for (const auto* side : {&record.actors, &record.recipients})
      for (const Party& party : *side)
        if (has(wanted, party.id)) return true;
    return false;
  };
  if (!filter.actors.empty() && !party_in(filter.actors)) return false;
  if (!filter.with.empty() && !party_in(filter.with)) return false;
  if (!filter.places.empty() &&
      std::none_of(record.places.begin(), record.places.end(),
                   [&](const PlaceName& place) { return has(filter.places, place.id); }))
    return false;
  std::set<std::string> docs;
  for (const EventMention& mention : record.mentions) docs.insert(mention.doc);
  if (docs.size() < filter.min_sources) return false;
  if (!filter.outlets.empty() && std::none_of(docs.begin(), docs.end(), [&](const std::string& doc) {
        return has(filter.outlets, doc);
      }))
    return false;
  return true;
}

TEST(time_slice, the_unbounded_slice_is_the_whole_graph) {
  const EventGraph graph =
      graph_of({event("1", "a", {"A"}, {}, days_span(1, 1)), event("2", "a", {}, {}, std::nullopt)});
  const TimeSlice all(graph);
  EXPECT_TRUE(all.unbounded());
  EXPECT_EQ(ids(all), (std::set<std::string>{"ev-1", "ev-2"}));
}

TEST(time_slice, the_window_is_half_open_and_takes_what_overlaps_it) {
  const EventGraph graph =
      graph_of({event("before", "a", {}, {}, days_span(1, 4)), event("into", "a", {}, {}, days_span(1, 5)),
                event("in", "a", {}, {}, days_span(5, 5)), event("out", "a", {}, {}, days_span(9, 20)),
                event("after", "a", {}, {}, days_span(10, 10)), event("never", "a", {}, {}, std::nullopt)});
  EXPECT_EQ(ids(TimeSlice(graph).between(on_day(5), on_day(10))),
            (std::set<std::string>{"ev-into", "ev-in", "ev-out"}));
  EXPECT_TRUE(ids(TimeSlice(graph).between(on_day(5), on_day(5))).empty());
  EXPECT_TRUE(ids(TimeSlice(graph).between(on_day(9), on_day(5))).empty());
}

TEST(time_slice, an_event_begins_in_one_of_disjoint_windows) {
  std::mt19937 random(19);
  for (int round = 0; round < 300; ++round) {
    const EventGraph graph = testing::random_graph(random, 5, 30, 1);
    const TimeSlice all =
        round % 2 == 0 ? TimeSlice(graph) : TimeSlice(graph, testing::random_filter(random, 5, 1));
    const auto from = on_day(static_cast<int>(random() % 60)), to = on_day(static_cast<int>(random() % 60));
    std::set<std::string> expected;
    for (const EventRecord& record : testing::records_of(all))
      if (record.time && record.time->begin >= from && record.time->begin < to) expected.insert(record.id);
    ASSERT_EQ(ids(all.begun_between(from, to)), expected) << "round " << round;
  }
}

TEST(time_slice, an_unknown_type_or_entity_lets_nothing_through) {
  const EventGraph graph = graph_of({event("1", "a", {"A"}, {}, days_span(1, 1))});
  SliceFilter type;
  type.types = {"b"};
  EXPECT_EQ(TimeSlice(graph, type).count(), 0U);
  SliceFilter actor;
  actor.actors = {"en-B"};
  EXPECT_EQ(TimeSlice(graph, actor).count(), 0U);
}

TEST(time_slice, equals_the_slow_meaning_of_its_filters_also_when_nested) {
  std::mt19937 random(11);
  for (int round = 0; round < 100; ++round) {
    const EventGraph graph = testing::random_graph(random, 8, 90);
    const SliceFilter outer = testing::random_filter(random, 8), inner = testing::random_filter(random, 8);
    const TimeSlice slice = TimeSlice(graph, outer).within(inner);
    const auto from = std::max(outer.from, inner.from);
    const auto to = outer.to && inner.to ? std::min(outer.to, inner.to) : outer.to ? outer.to : inner.to;
    const bool empty_window = from && to && *from >= *to;
    std::vector<EventId> expected;
    for (EventId row = 0; row < graph.event_count() && !empty_window; ++row)
      if (lets_through(outer, graph, row) && lets_through(inner, graph, row)) expected.push_back(row);
    std::vector<EventId> found;
    for (const EventId row : slice.events()) found.push_back(row);
    ASSERT_EQ(found, expected) << "round " << round;
    for (EntityId entity = 0; entity < graph.entity_count(); ++entity) {
      std::vector<EventId> of_entity;
      for (const EventId row : slice.events_of(entity)) of_entity.push_back(row);
      std::vector<EventId> expected_of_entity;
      const auto all = graph.events_of(entity);
      std::set_intersection(all.begin(), all.end(), expected.begin(), expected.end(),
                            std::back_inserter(expected_of_entity));
      ASSERT_EQ(of_entity, expected_of_entity);
    }
  }
}

TEST(time_slice, countries_are_those_of_parties_and_places) {
  const EventGraph graph = graph_of(
      {event("1", "a", {"A"}, {"B"}, days_span(1, 1)), event("2", "a", {"B"}, {}, days_span(1, 1))},
      {testing::entity("A", EntityKind::person, "UKR"), testing::entity("B", EntityKind::person, "RUS")});
  SliceFilter filter;
  filter.countries = {"UKR"};
  EXPECT_EQ(ids(TimeSlice(graph, filter)), (std::set<std::string>{"ev-1"}));
}

}  // namespace
}  // namespace ekg
