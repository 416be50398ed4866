// Paths in time equal those found by trying all sequences of events, over random small graphs and slices.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "graph/time_path.hpp"
#include "tests/support/small_graph.hpp"

namespace ekg {
namespace {

using std::chrono::sys_seconds;
using testing::ids;

// All states (who has the message, since when) that any sequence of events can bring about, by number of
// events.
struct SlowReach {
  std::map<std::string, sys_seconds> arrival;
  std::map<std::string, std::size_t> fewest;
  std::map<std::string, sys_seconds> arrival_by_fewest;
  std::map<std::pair<std::string, sys_seconds>, std::size_t> fewest_by;  // of those who have it since then
};

SlowReach slow_reach(const std::vector<EventRecord>& records, const std::string& start,
                     const PathOptions& options) {
  SlowReach reach;
  std::set<std::pair<std::string, sys_seconds>> states = {{start, sys_seconds::min()}};
  reach.fewest[start] = 0;
  reach.arrival[start] = sys_seconds::min();
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
      reach.fewest_by.try_emplace({who, since}, round);
      if (reach.fewest.try_emplace(who, round).second) reach.arrival_by_fewest[who] = since;
      if (reach.fewest[who] == round)
        reach.arrival_by_fewest[who] = std::min(reach.arrival_by_fewest[who], since);
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
  const EventId last = path.steps.back().event;
  ASSERT_EQ(path.arrival, options.same_instant ? graph.begin(last) : graph.end(last));
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

// Each path is the best that is left without the events of those before, and they end when none is.
void expect_best(const TimeSlice& slice, EntityId from, EntityId to, const PathOptions& options) {
  const EventGraph& graph = slice.graph();
  const std::string &start = graph.entity(from).id, &target = graph.entity(to).id;
  std::vector<EventRecord> left = testing::records_of(slice);
  const std::vector<TimedPath> paths = time_paths(slice, from, to, options);
  ASSERT_LE(paths.size(), options.alternatives);
  for (std::size_t i = 0; i < options.alternatives; ++i) {
    const SlowReach reach = slow_reach(left, start, options);
    ASSERT_EQ(i < paths.size(), to != from && reach.arrival.contains(target)) << "path " << i;
    if (i == paths.size()) return;
    expect_valid(slice, paths[i], from, to, options);
    if (options.goal == PathGoal::earliest_arrival) {
      ASSERT_EQ(paths[i].arrival, reach.arrival.at(target));
      ASSERT_EQ(paths[i].steps.size(), reach.fewest_by.at({target, paths[i].arrival}));
    } else {
      ASSERT_EQ(paths[i].steps.size(), reach.fewest.at(target));
      ASSERT_EQ(paths[i].arrival, reach.arrival_by_fewest.at(target));
    }
    for (const PathStep& step : paths[i].steps)
      ASSERT_EQ(std::erase_if(
                    left, [&](const EventRecord& record) { return record.id == graph.event_id(step.event); }),
                1U)
          << "an event is used twice";
  }
}

TEST(paths, are_the_best_of_all_sequences_of_events) {
  std::size_t longest = 0;
  testing::on_random_slices(2500, 9, 12, 16, [&](const TimeSlice& slice, std::mt19937& random) {
    PathOptions options;
    options.same_instant = random() % 2 == 0;
    options.directed = random() % 2 == 0;
    options.goal = random() % 2 == 0 ? PathGoal::earliest_arrival : PathGoal::fewest_events;
    options.alternatives = 1 + random() % 4;
    const EventGraph& graph = slice.graph();
    const auto from = static_cast<EntityId>(random() % graph.entity_count());
    const SlowReach reach = slow_reach(testing::records_of(slice), graph.entity(from).id, options);
    const auto arrivals = earliest_arrivals(slice, from, options);
    for (EntityId to = 0; to < graph.entity_count(); ++to) {
      const auto known = reach.arrival.find(graph.entity(to).id);
      ASSERT_EQ(arrivals[to].has_value(), known != reach.arrival.end());
      if (arrivals[to]) {
        ASSERT_EQ(*arrivals[to], known->second);
      }
      if (known != reach.arrival.end()) longest = std::max(longest, reach.fewest.at(known->first));
    }
    for (int i = 0; i < 3; ++i)
      expect_best(slice, from, static_cast<EntityId>(random() % graph.entity_count()), options);
  });
  EXPECT_GE(longest, 4U);
}

}  // namespace
}  // namespace ekg
