// A tiny vocabulary for graphs in tests: ids are "en-NAME" and "ev-N", a day is an int, counted from
// 2024-01-01.
#pragma once
#include <gtest/gtest.h>

#include <chrono>
#include <iterator>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "graph/event_graph_builder.hpp"
#include "graph/time_slice.hpp"

namespace ekg::testing {

inline std::chrono::sys_seconds on_day(int day) {
  using namespace std::chrono;
  return sys_days(year(2024) / 1 / 1) + days(day);
}
// [first, last] days, both included.
inline TimeSpan days_span(int first, int last) { return {on_day(first), on_day(last + 1), Precision::day}; }

inline Party party(const std::string& name) {
  Party party;
  party.id = "en-" + name;
  party.name = name;
  return party;
}

inline EventRecord event(const std::string& id, const std::string& type,
                         const std::vector<std::string>& actors, const std::vector<std::string>& recipients,
                         std::optional<TimeSpan> time) {
  EventRecord record;
  record.id = "ev-" + id;
  record.type = type;
  for (const std::string& name : actors) record.actors.push_back(party(name));
  for (const std::string& name : recipients) record.recipients.push_back(party(name));
  record.time = time;
  return record;
}

inline Entity entity(const std::string& name, EntityKind kind = EntityKind::country,
                     const std::string& country = "") {
  Entity entity;
  entity.id = "en-" + name;
  entity.name = name;
  entity.kind = kind;
  entity.country = country;
  return entity;
}

inline EventGraph graph_of(const std::vector<EventRecord>& events, std::vector<Entity> entities = {},
                           std::vector<Document> documents = {}) {
  EventGraphBuilder builder;
  for (Entity& known : entities) builder.add(std::move(known));
  for (Document& known : documents) builder.add(std::move(known));
  for (const EventRecord& record : events) {
    for (const auto* side : {&record.actors, &record.recipients})
      for (const Party& party : *side) builder.add(entity(party.name));
    for (const PlaceName& place : record.places) builder.add(entity(place.name, EntityKind::place));
    for (const Attribution& attribution : record.attribution)
      if (!attribution.by.id.empty()) builder.add(entity(attribution.by.name, EntityKind::person));
    builder.add(record);
  }
  ProblemLog problems;
  return builder.freeze(problems);
}

// Days around which calendars differ: from 2024-01-01 over the leap day, New Years within a week of the old
// year and of the new one (2023, 2024, 2020 with its week 53), from February into March without a leap day,
// and the epoch.
inline int random_first_day(std::mt19937& random) {
  constexpr int days[] = {0, -20, 340, -1111, -320, -19730};
  return days[random() % std::size(days)];
}

// Random events among few entities in the 60 days from `first_day` on: intervals, ties, undated ones, several
// parties, links, all statuses and quads.
inline EventGraph random_graph(std::mt19937& random, int entities = 12, int events = 60, int first_day = 0) {
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  const char* const types[] = {"clash", "meeting", "statement", "deployment"};
  std::vector<EventRecord> records;
  for (int i = 0; i < events; ++i) {
    const auto some = [&](int most) {
      std::vector<std::string> names;
      for (int n = below(most + 1); n > 0; --n) names.push_back("e" + std::to_string(below(entities)));
      return names;
    };
    std::optional<TimeSpan> time;
    const int first = first_day + below(60);
    if (below(10) != 0) time = days_span(first, first + (below(4) == 0 ? below(40) : 0));
    EventRecord record = event(std::to_string(i), types[below(4)], some(3), some(3), time);
    record.status = static_cast<Status>(below(8));
    if (below(4) != 0) record.quad = static_cast<Quad>(below(4));
    if (below(3) != 0) record.confidence = below(101) / 100.0;
    if (below(3) != 0) record.intensity = below(201) / 10.0 - 10;
    if (below(3) == 0) {
      PlaceName place;
      place.name = "e" + std::to_string(below(entities));
      place.id = "en-" + place.name;
      record.places.push_back(place);
    }
    if (below(4) == 0)
      record.attribution.push_back({party("e" + std::to_string(below(entities))), "said", Stance::asserts});
    if (below(5) == 0) record.about = "ev-" + std::to_string(below(events));
    for (int n = below(3); n > 0; --n) {
      EventMention mention;
      mention.doc = "d" + std::to_string(below(5));
      mention.sentence = static_cast<std::uint32_t>(below(20));
      mention.text = "sentence";
      record.mentions.push_back(mention);
    }
    records.push_back(record);
  }
  return graph_of(records);
}

// Windows may be empty, or end before they begin; some bounds lie within a day.
inline SliceFilter random_filter(std::mt19937& random, int entities = 12, int first_day = 0) {
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  SliceFilter filter;
  if (below(3) != 0) filter.from = on_day(first_day + below(60));
  if (below(3) != 0) filter.to = on_day(first_day + below(110));
  if (filter.from && below(5) == 0) *filter.from += std::chrono::hours(below(24));
  if (filter.to && below(5) == 0) *filter.to += std::chrono::seconds(below(86400));
  if (below(4) == 0) filter.types = {"clash", "deployment"};
  if (below(5) == 0) filter.quads = {Quad::material_conflict, Quad::verbal_cooperation};
  if (below(5) == 0) filter.statuses = {Status::asserted, Status::reported, Status::confirmed};
  if (below(4) == 0) filter.actors = {"en-e" + std::to_string(below(entities))};
  if (below(8) == 0)
    filter.with = {"en-e" + std::to_string(below(entities)), "en-e" + std::to_string(below(entities))};
  if (below(8) == 0) filter.places = {"en-e" + std::to_string(below(entities))};
  if (below(6) == 0) filter.min_confidence = below(100) / 100.0;
  if (below(8) == 0) filter.outlets = {"d1", "d3"};
  if (below(9) == 0) filter.min_sources = 2;
  return filter;
}

// What a slice shows, one event at a time: where slow answers begin.
inline std::vector<EventRecord> records_of(const TimeSlice& slice) {
  std::vector<EventRecord> records;
  for (EventId row = 0; row < slice.graph().event_count(); ++row)
    if (slice.contains(row)) records.push_back(slice.graph().record(row));
  return records;
}

inline std::set<std::string> ids(const std::vector<Party>& parties) {
  std::set<std::string> ids;
  for (const Party& party : parties) ids.insert(party.id);
  return ids;
}

// `check` is called with that many slices of random graphs, every seventh a whole graph.
template <class Check>
void on_random_slices(int rounds, unsigned seed, int entities, int events, Check check) {
  std::mt19937 random(seed);
  for (int round = 0; round < rounds; ++round) {
    const int first_day = random_first_day(random);
    const EventGraph graph = random_graph(random, entities, events, first_day);
    const TimeSlice slice =
        round % 7 == 0 ? TimeSlice(graph) : TimeSlice(graph, random_filter(random, entities, first_day));
    check(slice, random);
    if (::testing::Test::HasFatalFailure()) FAIL() << "round " << round;
  }
}

}  // namespace ekg::testing
