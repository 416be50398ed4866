// Queries equal slow and obvious answers, made from the records, over random small graphs and slices.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "graph/query.hpp"
#include "tests/support/small_graph.hpp"

namespace ekg {
namespace {

using std::chrono::sys_seconds;

using testing::ids;
using testing::records_of;
using Counts = std::map<std::string, std::uint64_t>;

template <class Check>
void on_random_slices(int rounds, Check check) {
  testing::on_random_slices(rounds, 5, 9, 45, check);
  testing::on_random_slices(rounds / 30, 6, 4, 300, check);  // where pairs meet often enough to be indexed
}

// When the records with a time begin and end, by key.
struct SlowSeen {
  std::optional<sys_seconds> first, last;
  void add(const EventRecord& record) {
    if (!record.time) return;
    first = first ? std::min(*first, record.time->begin) : record.time->begin;
    last = last ? std::max(*last, record.time->end) : record.time->end;
  }
};

TEST(queries, actors_are_counted_as_in_the_records) {
  on_random_slices(1500, [](const TimeSlice& slice, std::mt19937&) {
    Counts events, acting, receiving;
    std::map<std::string, SlowSeen> seen;
    for (const EventRecord& record : records_of(slice)) {
      const auto actors = ids(record.actors), recipients = ids(record.recipients);
      for (const auto& id : actors) ++acting[id];
      for (const auto& id : recipients) ++receiving[id];
      std::set<std::string> all = actors;
      all.insert(recipients.begin(), recipients.end());
      for (const auto& id : all) ++events[id], seen[id].add(record);
    }
    const auto rows = rank_actors(slice);
    ASSERT_EQ(rows.size(), events.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::string& id = slice.graph().entity(rows[i].entity).id;
      ASSERT_EQ(rows[i].events, events[id]);
      ASSERT_EQ(rows[i].as_actor, acting[id]);
      ASSERT_EQ(rows[i].as_recipient, receiving[id]);
      ASSERT_EQ(rows[i].seen.first, seen[id].first);
      ASSERT_EQ(rows[i].seen.last, seen[id].last);
      if (i > 0) {
        ASSERT_TRUE(rows[i - 1].events > rows[i].events ||
                    (rows[i - 1].events == rows[i].events && rows[i - 1].entity < rows[i].entity));
      }
    }
  });
}

struct SlowPair {
  std::uint64_t events = 0, cooperation = 0, conflict = 0;
  double intensity = 0;
  SlowSeen seen;
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
      row.seen.add(record);
    }
  }
  return pairs;
}

template <class Row>
void expect_same(const Row& row, const SlowPair& slow) {
  ASSERT_EQ(row.events, slow.events);
  ASSERT_EQ(row.cooperation, slow.cooperation);
  ASSERT_EQ(row.conflict, slow.conflict);
  ASSERT_NEAR(row.intensity, slow.intensity, 1e-9);
  ASSERT_EQ(row.seen.first, slow.seen.first);
  ASSERT_EQ(row.seen.last, slow.seen.last);
}

TEST(queries, pairs_are_counted_as_in_the_records) {
  on_random_slices(1500, [](const TimeSlice& slice, std::mt19937&) {
    const auto expected = slow_pairs(slice);
    const auto rows = rank_pairs(slice);
    ASSERT_EQ(rows.size(), expected.size());
    for (const PairRow& row : rows)
      expect_same(row, expected.at({slice.graph().entity(row.a).id, slice.graph().entity(row.b).id}));
  });
}

TEST(queries, the_first_pairs_are_the_beginning_of_all_pairs) {
  int whole = 0;  // which have a way of their own
  on_random_slices(1500, [&](const TimeSlice& slice, std::mt19937& random) {
    const auto all = rank_pairs(slice);
    whole += slice.unbounded() ? 1 : 0;
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
      ASSERT_EQ(std::tie(some[i].cooperation, some[i].conflict, some[i].intensity),
                std::tie(all[i].cooperation, all[i].conflict, all[i].intensity));
      ASSERT_EQ(some[i].seen.first, all[i].seen.first);
      ASSERT_EQ(some[i].seen.last, all[i].seen.last);
    }
  });
  EXPECT_GT(whole, 200);
}

TEST(queries, pairs_of_many_events_are_counted_the_same) {
  std::mt19937 random(31);
  const EventGraph graph = testing::random_graph(random, 60, 40000);
  SliceFilter filter;
  filter.from = testing::on_day(3);
  for (const TimeSlice& slice : {TimeSlice(graph), TimeSlice(graph, filter)}) {
    const auto expected = slow_pairs(slice);
    const auto rows = rank_pairs(slice);
    ASSERT_EQ(rows.size(), expected.size());
    for (const PairRow& row : rows) {
      expect_same(row, expected.at({graph.entity(row.a).id, graph.entity(row.b).id}));
      if (HasFatalFailure()) return;
    }
    // By heaps, on several threads.
    const auto some = rank_pairs(slice, 90);
    ASSERT_EQ(some.size(), 90);
    for (std::size_t i = 0; i < some.size(); ++i)
      ASSERT_EQ(std::tie(some[i].a, some[i].b, some[i].events),
                std::tie(rows[i].a, rows[i].b, rows[i].events));
  }
}

TEST(queries, pairs_that_meet_often_are_indexed_with_all_their_events) {
  int found = 0;
  on_random_slices(900, [&](const TimeSlice& slice, std::mt19937&) {
    const EventGraph& graph = slice.graph();
    std::map<std::pair<EntityId, EntityId>, std::vector<EventId>> met, indexed;
    for (EventId event = 0; event < graph.event_count(); ++event) {
      std::set<std::pair<EntityId, EntityId>> told;
      for (const Participant actor : graph.participants(event, Role::actor))
        for (const Participant recipient : graph.participants(event, Role::recipient))
          if (actor.row() != recipient.row()) told.insert(std::minmax({actor.row(), recipient.row()}));
      for (const auto& pair : told) met[pair].push_back(event);
    }
    std::erase_if(met, [](const auto& pair) { return pair.second.size() < EventGraph::often; });
    for (const auto& pair : graph.often_met()) {
      const auto events = graph.events_of(pair);
      indexed[{pair.a, pair.b}] = {events.begin(), events.end()};
      ASSERT_TRUE(std::ranges::equal(*graph.events_of_pair(pair.b, pair.a), events));
    }
    ASSERT_EQ(indexed, met);
    found += static_cast<int>(met.size());
  });
  EXPECT_GT(found, 100);
}

TEST(queries, components_are_what_can_be_reached_through_shared_events) {
  on_random_slices(1500, [](const TimeSlice& slice, std::mt19937&) {
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
  on_random_slices(1500, [](const TimeSlice& slice, std::mt19937& random) {
    const EventGraph& graph = slice.graph();
    const EntityId ego = static_cast<EntityId>(random() % graph.entity_count());
    const std::string& self = graph.entity(ego).id;
    std::map<std::string, SlowPair> expected;
    Counts to, from;
    for (const auto& [pair, row] : slow_pairs(slice)) {
      if (pair.first == self) expected[pair.second] = row;
      if (pair.second == self) expected[pair.first] = row;
    }
    for (const EventRecord& record : records_of(slice)) {
      const auto actors = ids(record.actors), recipients = ids(record.recipients);
      for (const auto& id : recipients) to[id] += id != self && actors.contains(self);
      for (const auto& id : actors) from[id] += id != self && recipients.contains(self);
    }
    const auto [neighbours, rows] = ego_network(slice, ego);
    ASSERT_EQ(rows.size(), expected.size());
    ASSERT_EQ(neighbours, expected.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::string& id = graph.entity(rows[i].entity).id;
      expect_same(rows[i], expected.at(id));
      ASSERT_EQ(rows[i].to, to[id]);
      ASSERT_EQ(rows[i].from, from[id]);
      if (i > 0) {
        ASSERT_TRUE(rows[i - 1].events > rows[i].events ||
                    (rows[i - 1].events == rows[i].events && rows[i - 1].entity < rows[i].entity));
      }
    }
  });
}

TEST(queries, the_first_neighbours_are_the_beginning_of_all_neighbours) {
  const auto check = [](const TimeSlice& slice, std::mt19937& random) {
    const EntityId ego = static_cast<EntityId>(random() % slice.graph().entity_count());
    const Ego all = ego_network(slice, ego);
    const std::size_t limit = 1 + random() % 5;
    const Ego some = ego_network(slice, ego, limit);
    ASSERT_EQ(some.neighbours, all.neighbours);
    ASSERT_EQ(some.rows.size(), std::min(limit, all.rows.size()));
    for (std::size_t i = 0; i < some.rows.size(); ++i) {
      const EgoRow &x = some.rows[i], &y = all.rows[i];
      ASSERT_EQ(std::tie(x.entity, x.events, x.to, x.from, x.cooperation, x.conflict, x.intensity,
                         x.seen.first, x.seen.last),
                std::tie(y.entity, y.events, y.to, y.from, y.cooperation, y.conflict, y.intensity,
                         y.seen.first, y.seen.last));
    }
  };
  on_random_slices(900, check);
  testing::on_random_slices(20, 8, 12, 500, check);
}

TEST(queries, neighbours_met_many_times_are_counted_to_the_end) {
  std::mt19937 random(33);
  const EventGraph graph = testing::random_graph(random, 3, 2500);
  const TimeSlice slice(graph);
  const Ego ego = ego_network(slice, 0);
  const auto pairs = slow_pairs(slice);
  ASSERT_EQ(ego.rows.size(), 2);
  for (const EgoRow& row : ego.rows) {
    expect_same(row, pairs.at({graph.entity(0).id, graph.entity(row.entity).id}));
    EXPECT_GT(row.events, 600);
  }
}

TEST(queries, a_range_of_events_in_parts_shows_the_same_events) {
  on_random_slices(900, [](const TimeSlice& slice, std::mt19937& random) {
    const EventGraph& graph = slice.graph();
    const auto list = [](const EventRange& range) {
      return std::vector<EventId>(range.begin(), range.end());
    };
    for (const EventRange& range :
         {slice.events(), slice.events_of(static_cast<EntityId>(random() % graph.entity_count()))}) {
      const std::vector<EventId> all = list(range);
      ASSERT_EQ(range.size(), all.size());
      EventRange late = range;
      const auto row = static_cast<EventId>(random() % (graph.event_count() + 2));
      std::vector<EventId> split = list(late.take_before(row));
      ASSERT_TRUE(std::ranges::all_of(split, [&](EventId event) { return event < row; }));
      ASSERT_TRUE(std::ranges::all_of(list(late), [&](EventId event) { return event >= row; }));
      std::ranges::copy(list(late), std::back_inserter(split));
      ASSERT_EQ(split, all);
      std::vector<EventId> parts;
      for (std::uint32_t t = 0; t < 3; ++t)
        std::ranges::copy(list(range.part(t, 3)), std::back_inserter(parts));
      ASSERT_EQ(parts, all);
    }
  });
}

TEST(queries, events_between_two_sets_are_those_of_the_records) {
  on_random_slices(1500, [](const TimeSlice& slice, std::mt19937& random) {
    const EventGraph& graph = slice.graph();
    std::vector<EntityId> these, those;
    for (std::vector<EntityId>* set : {&these, &those})
      for (std::size_t left = random() % 4; left > 0; --left)
        set->push_back(static_cast<EntityId>(random() % graph.entity_count()));
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
    const auto events = events_between(slice, these, those, both);
    ASSERT_TRUE(std::ranges::is_sorted(events));
    for (const EventId event : events) ASSERT_TRUE(found.insert(graph.event_id(event)).second);
    ASSERT_EQ(found, expected);
  });
}

}  // namespace
}  // namespace ekg
