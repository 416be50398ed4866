// Queries equal slow and obvious answers, made from the records, over random small graphs and slices.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "graph/query.hpp"
#include "graph/time_path.hpp"
#include "tests/support/small_graph.hpp"

namespace ekg {
namespace {

using std::chrono::sys_seconds;

std::vector<EventRecord> records_of(const TimeSlice& slice) {
  std::vector<EventRecord> records;
  for (EventId row = 0; row < slice.graph().event_count(); ++row)
    if (slice.contains(row)) records.push_back(slice.graph().record(row));
  return records;
}

std::set<std::string> ids(const std::vector<Party>& parties) {
  std::set<std::string> ids;
  for (const Party& party : parties) ids.insert(party.id);
  return ids;
}

using Counts = std::map<std::string, std::uint64_t>;

template <class Check>
void on_random_slices(int rounds, Check check) {
  std::mt19937 random(5);
  for (int round = 0; round < rounds; ++round) {
    const EventGraph graph = testing::random_graph(random, 9, 45);
    const TimeSlice slice =
        round % 7 == 0 ? TimeSlice(graph) : TimeSlice(graph, testing::random_filter(random, 9));
    check(slice, random);
    if (::testing::Test::HasFatalFailure()) FAIL() << "round " << round;
  }
}

TEST(queries, actors_are_counted_as_in_the_records) {
  on_random_slices(150, [](const TimeSlice& slice, std::mt19937&) {
    Counts events, acting, receiving;
    for (const EventRecord& record : records_of(slice)) {
      const auto actors = ids(record.actors), recipients = ids(record.recipients);
      for (const auto& id : actors) ++acting[id];
      for (const auto& id : recipients) ++receiving[id];
      std::set<std::string> all = actors;
      all.insert(recipients.begin(), recipients.end());
      for (const auto& id : all) ++events[id];
    }
    const auto rows = rank_actors(slice);
    ASSERT_EQ(rows.size(), events.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::string& id = slice.graph().entity(rows[i].entity).id;
      ASSERT_EQ(rows[i].events, events[id]);
      ASSERT_EQ(rows[i].as_actor, acting[id]);
      ASSERT_EQ(rows[i].as_recipient, receiving[id]);
      if (i > 0) {
        ASSERT_GE(rows[i - 1].events, rows[i].events);
      }
    }
  });
}

struct SlowPair {
  std::uint64_t events = 0, cooperation = 0, conflict = 0;
  double intensity = 0;
  std::optional<sys_seconds> first, last;
};

std::map<std::pair<std::string, std::string>, SlowPair> slow_pairs(const TimeSlice& slice) {
  std::map<std::pair<std::string, std::string>, SlowPair> pairs;
  for (const EventRecord& record : records_of(slice)) {
    std::set<std::pair<std::string, std::string>> told;
    for (const auto& actor : ids(record.actors))
      for (const auto& recipient : ids(record.recipients))
        if (actor != recipient) told.insert(std::minmax(actor, recipient));
    for (const auto& pair : told) {
      SlowPair& row = pairs[pair];
      ++row.events;
      row.intensity += record.intensity.value_or(0);
      if (record.quad == Quad::verbal_cooperation || record.quad == Quad::material_cooperation)
        ++row.cooperation;
      else if (record.quad)
        ++row.conflict;
      if (!record.time) continue;
      row.first = row.first ? std::min(*row.first, record.time->begin) : record.time->begin;
      row.last = row.last ? std::max(*row.last, record.time->end) : record.time->end;
    }
  }
  return pairs;
}

TEST(queries, pairs_are_counted_as_in_the_records) {
  on_random_slices(150, [](const TimeSlice& slice, std::mt19937&) {
    const auto expected = slow_pairs(slice);
    const auto rows = rank_pairs(slice);
    ASSERT_EQ(rows.size(), expected.size());
    for (const PairRow& row : rows) {
      const SlowPair& slow = expected.at({slice.graph().entity(row.a).id, slice.graph().entity(row.b).id});
      ASSERT_EQ(row.events, slow.events);
      ASSERT_EQ(row.cooperation, slow.cooperation);
      ASSERT_EQ(row.conflict, slow.conflict);
      ASSERT_NEAR(row.intensity, slow.intensity, 1e-9);
      ASSERT_EQ(row.seen.first, slow.first);
      ASSERT_EQ(row.seen.last, slow.last);
    }
  });
}

TEST(queries, the_first_pairs_are_the_beginning_of_all_pairs) {
  on_random_slices(100, [](const TimeSlice& slice, std::mt19937& random) {
    const auto all = rank_pairs(slice);
    const std::size_t limit = 1 + random() % 12;
    const auto some = rank_pairs(slice, limit);
    ASSERT_EQ(some.size(), std::min(limit, all.size()));
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (i > 0) {
        ASSERT_TRUE(all[i - 1].events > all[i].events ||
                    (all[i - 1].events == all[i].events &&
                     std::tie(all[i - 1].a, all[i - 1].b) < std::tie(all[i].a, all[i].b)));
      }
      if (i >= some.size()) continue;
      ASSERT_EQ(std::tie(some[i].a, some[i].b, some[i].events), std::tie(all[i].a, all[i].b, all[i].events));
      ASSERT_EQ(some[i].seen.last, all[i].seen.last);
    }
  });
}

TEST(queries, pairs_of_many_events_are_counted_the_same) {
  std::mt19937 random(31);
  const EventGraph graph = testing::random_graph(random, 40, 9000);
  const TimeSlice slice(graph);
  const auto expected = slow_pairs(slice);
  const auto rows = rank_pairs(slice);
  ASSERT_EQ(rows.size(), expected.size());
  for (const PairRow& row : rows) {
    const SlowPair& slow = expected.at({graph.entity(row.a).id, graph.entity(row.b).id});
    ASSERT_EQ(row.events, slow.events);
    ASSERT_EQ(row.seen.last, slow.last);
  }
}

TEST(queries, components_are_what_can_be_reached_through_shared_events) {
  on_random_slices(150, [](const TimeSlice& slice, std::mt19937&) {
    std::map<std::string, std::string> component;  // by the least id that is reached
    std::vector<std::set<std::string>> groups;
    for (const EventRecord& record : records_of(slice)) {
      const auto actors = ids(record.actors), recipients = ids(record.recipients);
      std::set<std::string> all = actors;
      all.insert(recipients.begin(), recipients.end());
      for (const auto& id : all) component.try_emplace(id, id);
      if (!actors.empty() && !recipients.empty()) groups.push_back(all);
    }
    for (bool changed = true; changed;) {
      changed = false;
      for (const auto& group : groups) {
        std::string least = component[*group.begin()];
        for (const auto& id : group) least = std::min(least, component[id]);
        for (const auto& id : group) {
          changed |= component[id] != least;
          component[id] = least;
        }
      }
    }
    std::map<std::string, std::string> found;
    for (const ComponentRow& row : weak_components(slice))
      found[slice.graph().entity(row.entity).id] = slice.graph().entity(row.component).id;
    ASSERT_EQ(found, component);
  });
}

TEST(queries, an_ego_network_is_the_pairs_of_the_ego) {
  on_random_slices(100, [](const TimeSlice& slice, std::mt19937& random) {
    const EventGraph& graph = slice.graph();
    const EntityId ego = static_cast<EntityId>(random() % graph.entity_count());
    Counts expected, found, to, from;
    for (const auto& [pair, row] : slow_pairs(slice)) {
      if (pair.first == graph.entity(ego).id) expected[pair.second] = row.events;
      if (pair.second == graph.entity(ego).id) expected[pair.first] = row.events;
    }
    for (const EventRecord& record : records_of(slice)) {
      const auto actors = ids(record.actors), recipients = ids(record.recipients);
      for (const auto& id : recipients)
        to[id] += id != graph.entity(ego).id && actors.contains(graph.entity(ego).id);
      for (const auto& id : actors)
        from[id] += id != graph.entity(ego).id && recipients.contains(graph.entity(ego).id);
    }
    for (const EgoRow& row : ego_network(slice, ego)) {
      const std::string& id = graph.entity(row.entity).id;
      found[id] = row.events;
      ASSERT_EQ(row.to, to[id]);
      ASSERT_EQ(row.from, from[id]);
    }
    ASSERT_EQ(found, expected);
  });
}

TEST(queries, events_between_two_sets_are_those_of_the_records) {
  on_random_slices(100, [](const TimeSlice& slice, std::mt19937& random) {
    const EventGraph& graph = slice.graph();
    std::vector<EntityId> these, those;
    for (int i = 0; i < 2; ++i) {
      these.push_back(static_cast<EntityId>(random() % graph.entity_count()));
      those.push_back(static_cast<EntityId>(random() % graph.entity_count()));
    }
    const bool both = random() % 2 == 0;
    const auto is_in = [&](const std::vector<EntityId>& set, const std::string& id) {
      return std::any_of(set.begin(), set.end(), [&](EntityId row) { return graph.entity(row).id == id; });
    };
    std::set<std::string> expected, found;
    for (const EventRecord& record : records_of(slice)) {
      for (const auto& actor : ids(record.actors))
        for (const auto& recipient : ids(record.recipients))
          if (actor != recipient && ((is_in(these, actor) && is_in(those, recipient)) ||
                                     (both && is_in(those, actor) && is_in(these, recipient))))
            expected.insert(record.id);
    }
    for (const EventId event : events_between(slice, these, those, both)) found.insert(graph.event_id(event));
    ASSERT_EQ(found, expected);
  });
}

TEST(queries, a_timeline_counts_each_event_once_and_has_no_gaps) {
  on_random_slices(150, [](const TimeSlice& slice, std::mt19937& random) {
    const auto unit = static_cast<CalendarUnit>(random() % 5);
    const auto stack = static_cast<StackBy>(random() % 4);
    const Timeline line = timeline(slice, unit, stack);
    std::map<std::pair<std::string, std::string>, std::uint64_t> expected, found;
    std::uint64_t undated = 0;
    for (const EventRecord& record : records_of(slice)) {
      if (!record.time) {
        ++undated;
        continue;
      }
      std::string series = "events";
      if (stack == StackBy::type) series = record.type;
      if (stack == StackBy::quad) series = record.quad ? to_string(*record.quad) : "none";
      if (stack == StackBy::status) series = to_string(record.status);
      const auto instant = slice.from() ? std::max(*slice.from(), record.time->begin) : record.time->begin;
      ++expected[{unit_name(unit_begin(instant, unit), unit), series}];
    }
    ASSERT_EQ(line.undated, undated);
    for (std::size_t i = 0; i < line.buckets.size(); ++i) {
      if (i > 0) {
        ASSERT_EQ(line.buckets[i].begin, unit_end(line.buckets[i - 1].begin, unit));
      }
      for (std::size_t k = 0; k < line.series.size(); ++k)
        if (line.buckets[i].counts[k] > 0)
          found[{unit_name(line.buckets[i].begin, unit), line.series[k]}] += line.buckets[i].counts[k];
    }
    ASSERT_EQ(found, expected);
  });
}

// All states (who has the message, since when) that any sequence of events can bring about, by number of
// events.
struct SlowReach {
  std::map<std::string, sys_seconds> arrival;
  std::map<std::string, std::size_t> fewest;
};

SlowReach slow_reach(const TimeSlice& slice, const std::string& start, const PathOptions& options) {
  SlowReach reach;
  std::set<std::pair<std::string, sys_seconds>> states = {{start, sys_seconds::min()}};
  reach.fewest[start] = 0;
  reach.arrival[start] = sys_seconds::min();
  const std::vector<EventRecord> records = records_of(slice);
  for (std::size_t round = 1;; ++round) {
    auto next = states;
    for (const EventRecord& record : records) {
      if (!record.time) continue;
      std::set<std::string> senders = ids(record.actors), receivers = ids(record.recipients);
      if (!options.directed) {
        senders.merge(ids(record.recipients));
        receivers = senders;
      }
      for (const auto& [who, since] : states) {
        if (!senders.contains(who) || since > record.time->begin) continue;
        for (const auto& receiver : receivers)
          next.emplace(receiver, options.same_instant ? record.time->begin : record.time->end);
      }
    }
    if (next == states) return reach;
    states = next;
    for (const auto& [who, since] : states) {
      reach.fewest.try_emplace(who, round);
      const auto [known, is_new] = reach.arrival.try_emplace(who, since);
      if (!is_new) known->second = std::min(known->second, since);
    }
  }
}

void expect_valid(const TimeSlice& slice, const TimedPath& path, EntityId from, EntityId to,
                  const PathOptions& options) {
  const EventGraph& graph = slice.graph();
  ASSERT_FALSE(path.steps.empty());
  ASSERT_EQ(path.steps.front().from, from);
  ASSERT_EQ(path.steps.back().to, to);
  for (std::size_t i = 0; i < path.steps.size(); ++i) {
    const PathStep& step = path.steps[i];
    ASSERT_TRUE(slice.contains(step.event) && graph.dated(step.event));
    const EventRecord record = graph.record(step.event);
    const auto actors = ids(record.actors), recipients = ids(record.recipients);
    const std::string &sender = graph.entity(step.from).id, &receiver = graph.entity(step.to).id;
    ASSERT_TRUE(actors.contains(sender) || (!options.directed && recipients.contains(sender)));
    ASSERT_TRUE(recipients.contains(receiver) || (!options.directed && actors.contains(receiver)));
    if (i == 0) continue;
    const PathStep& before = path.steps[i - 1];
    ASSERT_EQ(before.to, step.from);
    ASSERT_GE(graph.begin(step.event),
              options.same_instant ? graph.begin(before.event) : graph.end(before.event));
  }
}

TEST(queries, paths_arrive_as_early_and_are_as_short_as_any) {
  std::mt19937 random(9);
  for (int round = 0; round < 100; ++round) {
    const EventGraph graph = testing::random_graph(random, 12, 16);
    const TimeSlice slice =
        round % 3 == 0 ? TimeSlice(graph) : TimeSlice(graph, testing::random_filter(random));
    PathOptions options;
    options.same_instant = random() % 2 == 0;
    options.directed = random() % 2 == 0;
    const auto from = static_cast<EntityId>(random() % graph.entity_count());
    const SlowReach reach = slow_reach(slice, graph.entity(from).id, options);
    const auto arrivals = earliest_arrivals(slice, from, options);
    for (EntityId to = 0; to < graph.entity_count(); ++to) {
      const std::string& id = graph.entity(to).id;
      ASSERT_EQ(arrivals[to].has_value(), reach.arrival.contains(id)) << "round " << round;
      if (arrivals[to]) {
        ASSERT_EQ(*arrivals[to], reach.arrival.at(id)) << "round " << round;
      }
      options.alternatives = 3;
      options.goal = PathGoal::earliest_arrival;
      const auto early = time_paths(slice, from, to, options);
      options.goal = PathGoal::fewest_events;
      const auto few = time_paths(slice, from, to, options);
      ASSERT_EQ(!early.empty(), to != from && reach.arrival.contains(id));
      ASSERT_EQ(early.empty(), few.empty());
      if (early.empty()) continue;
      ASSERT_EQ(early.front().arrival, reach.arrival.at(id));
      ASSERT_EQ(few.front().steps.size(), reach.fewest.at(id));
      std::set<EventId> used;
      for (const TimedPath& path : early) {
        expect_valid(slice, path, from, to, options);
        std::set<EventId> here;
        for (const PathStep& step : path.steps) here.insert(step.event);
        for (const EventId event : here) ASSERT_TRUE(used.insert(event).second);
      }
      for (const TimedPath& path : few) expect_valid(slice, path, from, to, options);
      if (HasFatalFailure()) FAIL() << "round " << round;
    }
  }
}

}  // namespace
}  // namespace ekg
