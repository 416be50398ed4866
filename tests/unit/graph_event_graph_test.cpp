#include "graph/event_graph.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "graph/content_id.hpp"
#include "tests/support/small_graph.hpp"

namespace ekg {
namespace {

using testing::days_span;
using testing::entity;
using testing::event;
using testing::graph_of;
using testing::party;

EventRecord full_record() {
  EventRecord record =
      event("3f9c0a51d2e7b846", "clash", {"Ukraine"}, {"North Korea", "Russia"}, days_span(3, 3));
  record.mode = "small-arms";
  record.cameo = "190";
  record.plover = "ASSAULT";
  record.quad = Quad::material_conflict;
  record.intensity = -10.0;
  record.time_text = "On Tuesday";
  record.actors[0].kind = EntityKind::military;
  record.actors[0].country = "UKR";
  record.actors[0].sector = "MIL";
  record.actors[0].mention = "the Ukrainian military";
  PlaceName place;
  place.id = "en-Kursk";
  place.name = "Kursk";
  place.country = "RUS";
  place.latitude = 51.73;
  place.longitude = 36.19;
  place.geonames = 538555;
  record.places.push_back(place);
  record.quantities.push_back({10000, 12000.5, Comparator::between, "soldiers", "10,000 to 12,000 soldiers"});
  record.status = Status::confirmed;
  record.attribution.push_back({party("Umerov"), "told", Stance::asserts});
  record.attribution.push_back({Party{}, "reported", Stance::doubts});
  std::sort(record.attribution.begin(), record.attribution.end(),
            [](const Attribution& a, const Attribution& b) { return a.by.id < b.by.id; });
  record.about = "ev-0000000000000001";
  record.quote = std::string(1000, 'q');
  record.mentions.push_back({"kp", 12, std::array<std::uint32_t, 2>{1893, 1987},
                             std::array<std::uint32_t, 2>{1921, 1928}, "On Tuesday"});
  record.mentions.push_back({"kp", std::nullopt, std::nullopt, std::nullopt, ""});
  std::sort(record.mentions.begin(), record.mentions.end(),
            [](const EventMention& a, const EventMention& b) { return a.sentence < b.sentence; });
  record.confidence = 0.1 + 0.2;
  return record;
}

TEST(event_graph, gives_back_every_field_of_a_record) {
  const EventRecord given = full_record();
  const EventGraph graph = graph_of({given});
  ASSERT_EQ(graph.event_count(), 1U);
  const EventRecord back = graph.record(0);
  EXPECT_EQ(back.id, given.id);
  EXPECT_EQ(canonical_content(back), canonical_content(given));
  EXPECT_EQ(back.actors, given.actors);
  EXPECT_EQ(back.confidence, given.confidence);
}

TEST(event_graph, absent_values_stay_absent) {
  const EventRecord given = event("1", "meeting", {}, {}, std::nullopt);
  const EventGraph graph = graph_of({given});
  EXPECT_EQ(graph.dated_count(), 0U);
  EXPECT_FALSE(graph.time(0));
  EXPECT_FALSE(graph.quad(0));
  EXPECT_FALSE(graph.intensity(0));
  EXPECT_FALSE(graph.confidence(0));
  EXPECT_EQ(canonical_content(graph.record(0)), canonical_content(given));
}

TEST(event_graph, events_are_in_time_order_with_the_undated_last) {
  const EventGraph graph =
      graph_of({event("c", "a", {}, {}, std::nullopt), event("b", "a", {}, {}, days_span(5, 5)),
                event("a", "a", {}, {}, days_span(2, 9)), event("d", "a", {}, {}, days_span(2, 3))});
  std::vector<std::string> ids;
  for (EventId row = 0; row < graph.event_count(); ++row) ids.push_back(graph.event_id(row));
  EXPECT_EQ(ids, (std::vector<std::string>{"ev-d", "ev-a", "ev-b", "ev-c"}));
  EXPECT_EQ(graph.find_event("ev-a"), EventId{1});
  EXPECT_FALSE(graph.find_event("ev-x"));
}

TEST(event_graph, does_not_depend_on_the_order_of_insertion) {
  std::mt19937 random(7);
  std::vector<EventRecord> records;
  const EventGraph given = testing::random_graph(random, 8, 40);
  for (EventId row = 0; row < given.event_count(); ++row) records.push_back(given.record(row));
  EventRecord twice = records[3];
  twice.mentions.push_back({"d9", 1, std::nullopt, std::nullopt, "again"});
  twice.intensity = 3.25;
  records.push_back(twice);
  std::vector<std::string> first;
  for (int round = 0; round < 20; ++round) {
    std::shuffle(records.begin(), records.end(), random);
    EventGraphBuilder builder;
    std::vector<EntityId> order(given.entity_count());
    for (EntityId row = 0; row < given.entity_count(); ++row) order[row] = row;
    std::shuffle(order.begin(), order.end(), random);
    for (const EventRecord& record : records) builder.add(record);
    for (const EntityId row : order) builder.add(given.entity(row));
    ProblemLog problems;
    const EventGraph graph = builder.freeze(problems);
    EXPECT_TRUE(problems.empty());
    EXPECT_EQ(graph.event_count(), given.event_count());
    std::vector<std::string> content;
    for (EventId row = 0; row < graph.event_count(); ++row)
      content.push_back(graph.event_id(row) + canonical_content(graph.record(row)));
    if (round == 0) first = content;
    EXPECT_EQ(content, first);
  }
}

TEST(event_graph, the_same_event_told_twice_keeps_both_mentions) {
  EventRecord a = event("1", "clash", {"A"}, {"B"}, days_span(1, 1));
  a.mentions.push_back({"one", 1, std::nullopt, std::nullopt, "x"});
  EventRecord b = a;
  b.mentions[0].doc = "two";
  const EventGraph graph = graph_of({a, b, a});
  ASSERT_EQ(graph.event_count(), 1U);
  const auto mentions = graph.record(0).mentions;
  ASSERT_EQ(mentions.size(), 2U);
  EXPECT_EQ(mentions[0].doc, "one");
  EXPECT_EQ(mentions[1].doc, "two");
  EXPECT_EQ(graph.document_count(), 2U);
  EXPECT_EQ(graph.events_in(1).size(), 1U);
}

TEST(event_graph, an_event_of_an_unknown_entity_is_dropped_with_a_problem) {
  EventGraphBuilder builder;
  builder.add(entity("A"));
  builder.add(event("1", "clash", {"A"}, {"B"}, days_span(1, 1)));
  builder.add(event("2", "clash", {"A"}, {}, days_span(1, 1)));
  ProblemLog problems;
  const EventGraph graph = builder.freeze(problems);
  EXPECT_EQ(graph.event_count(), 1U);
  ASSERT_EQ(problems.sorted().size(), 1U);
  EXPECT_EQ(problems.sorted()[0].code, "unknown-entity");
}

TEST(event_graph, an_entity_in_two_roles_has_the_event_once) {
  const EventGraph graph = graph_of({event("1", "clash", {"A", "B", "A"}, {"B", "A"}, days_span(1, 1))});
  EXPECT_EQ(graph.participants(0, Role::actor).size(), 2U);
  EXPECT_EQ(graph.participants(0, Role::recipient).size(), 2U);
  EXPECT_EQ(graph.events_of(*graph.find_entity("en-A")).size(), 1U);
}

TEST(event_graph, links_go_both_ways_and_only_to_events_that_are_there) {
  EventRecord statement = event("0000000000000002", "statement", {"A"}, {}, days_span(2, 2));
  statement.about = "ev-0000000000000001";
  EventRecord other = event("3", "statement", {"A"}, {}, days_span(3, 3));
  other.about = "ev-nowhere";
  const EventGraph graph =
      graph_of({event("0000000000000001", "clash", {"A"}, {"B"}, days_span(1, 1)), statement, other});
  EXPECT_EQ(graph.links_from(1).size(), 1U);
  EXPECT_EQ(graph.links_to(0).size(), 1U);
  EXPECT_TRUE(graph.links_from(2).empty());
  EXPECT_EQ(graph.record(2).about, "ev-nowhere");
}

TEST(event_graph, entities_told_twice_are_united) {
  Entity a = entity("A", EntityKind::other);
  a.aliases = {"z", "b"};
  Entity b = entity("A", EntityKind::person, "UKR");
  b.name = "Ann";
  b.aliases = {"b", "c"};
  const EventGraph graph = graph_of({}, {a, b});
  ASSERT_EQ(graph.entity_count(), 1U);
  EXPECT_EQ(graph.entity(0).name, "A");
  EXPECT_EQ(graph.entity(0).kind, EntityKind::person);
  EXPECT_EQ(graph.entity(0).country, "UKR");
  EXPECT_EQ(graph.entity(0).aliases, (std::vector<std::string>{"Ann", "b", "c", "z"}));
}

TEST(event_graph, an_id_is_derived_from_content_when_none_is_given) {
  EventRecord record = event("", "clash", {"A"}, {"B"}, days_span(1, 1));
  record.id.clear();
  const EventGraph graph = graph_of({record, record});
  ASSERT_EQ(graph.event_count(), 1U);
  EXPECT_EQ(graph.event_id(0), derived_event_id(record));
  EXPECT_EQ(graph.event_id(0).size(), 19U);
}

TEST(event_graph, an_event_may_last_for_centuries) {
  const EventGraph graph =
      testing::graph_of({testing::event("1", "reign", {"a"}, {"b"}, testing::days_span(0, 100000)),
                         testing::event("2", "clash", {"a"}, {"b"}, testing::days_span(1, 1)),
                         testing::event("3", "reign", {"b"}, {"a"}, testing::days_span(2, 90000))});
  EXPECT_EQ(graph.end(0), testing::on_day(100001));
  EXPECT_EQ(graph.end(1), testing::on_day(2));
  EXPECT_EQ(graph.record(2).time, testing::days_span(2, 90000));
  EXPECT_EQ(TimeSlice(graph).between(testing::on_day(95000), testing::on_day(95001)).count(), 1U);
}

TEST(event_graph, neighbours_may_be_centuries_apart) {
  const EventGraph graph =
      testing::graph_of({testing::event("1", "reign", {"a"}, {"b"}, testing::days_span(-300000, -299000)),
                         testing::event("2", "clash", {"a"}, {"b"}, testing::days_span(1, 1))});
  EXPECT_EQ(graph.begin(0), testing::on_day(-300000));
  EXPECT_EQ(graph.begin(1), testing::on_day(1));
  EXPECT_EQ(graph.end(1), testing::on_day(2));
  EXPECT_EQ(graph.first_beginning_at(testing::on_day(0)), 1U);
}

TEST(event_graph, any_number_of_confidences_is_kept) {
  std::vector<EventRecord> records;
  for (int i = 0; i < 70000; ++i) {
    records.push_back(testing::event(std::to_string(i), "clash", {"a"}, {"b"}, testing::days_span(i, i)));
    records.back().confidence = i / 70000.0;
  }
  const EventGraph graph = testing::graph_of(records);
  for (EventId row = 0; row < graph.event_count(); ++row) ASSERT_EQ(*graph.confidence(row), row / 70000.0);
}

TEST(event_graph, columns_and_indexes_take_at_most_64_bytes_an_event) {
  EventGraphBuilder builder;
  for (int i = 0; i < 100; ++i) builder.add(entity("e" + std::to_string(i)));
  std::mt19937 random(1);
  constexpr int events = 5000;
  for (int i = 0; i < events; ++i) {
    EventRecord record = event(std::to_string(i), "clash", {"e" + std::to_string(random() % 100)},
                               {"e" + std::to_string(random() % 100)}, days_span(i % 365, i % 365));
    record.intensity = -10;
    record.confidence = 0.5;
    builder.add(record);
  }
  ProblemLog problems;
  const EventGraph graph = builder.freeze(problems);
  EXPECT_LE(static_cast<double>(graph.index_bytes()) / events, 64.0);
}

TEST(event_graph, a_deed_is_the_record_without_its_parties) {
  std::mt19937 random(29);
  EventRecord deed;
  for (int round = 0; round < 50; ++round) {
    const EventGraph graph = testing::random_graph(random, 5, 20, 1);
    for (EventId event = 0; event < graph.event_count(); ++event) {
      EventRecord record = graph.record(event);
      record.actors.clear();
      record.recipients.clear();
      graph.read_deed(event, deed);
      ASSERT_EQ(deed, record) << "round " << round << ", event " << event;
    }
  }
}

}  // namespace
}  // namespace ekg
