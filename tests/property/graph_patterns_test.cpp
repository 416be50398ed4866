// Bursts, sequences and offices equal slow and obvious answers over random small graphs and slices.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "graph/bursts.hpp"
#include "graph/offices.hpp"
#include "graph/sequence.hpp"
#include "tests/support/small_graph.hpp"

namespace ekg {
namespace {

using std::chrono::sys_seconds;

TEST(bursts, no_other_course_of_levels_costs_less) {
  std::mt19937 random(11);
  for (int round = 0; round < 1500; ++round) {
    const std::size_t n = 1 + random() % 6;
    BurstOptions options;
    options.levels = 1 + random() % 3;
    options.ratio = 1.5 + static_cast<double>(random() % 20) / 10;
    options.reluctance = static_cast<double>(random() % 20) / 10;
    std::vector<std::uint64_t> counts;
    std::vector<double> exposure;
    for (std::size_t i = 0; i < n; ++i) {
      exposure.push_back(random() % 5);
      counts.push_back(exposure.back() == 0 ? 0 : random() % (random() % 3 == 0 ? 20 : 4));
    }
    const double found = burst_cost(burst_levels(counts, exposure, options), counts, exposure, options);
    std::vector<unsigned> levels(n, 0);
    double best = burst_cost(levels, counts, exposure, options);
    for (;;) {  // all (levels + 1)^n courses
      std::size_t digit = 0;
      while (digit < n && ++levels[digit] > options.levels) levels[digit++] = 0;
      if (digit == n) break;
      best = std::min(best, burst_cost(levels, counts, exposure, options));
    }
    ASSERT_NEAR(found, best, 1e-9) << "round " << round;
  }
}

TEST(bursts, spans_are_the_stretches_at_a_level_or_above) {
  std::mt19937 random(12);
  for (int round = 0; round < 500; ++round) {
    std::vector<std::uint64_t> counts;
    for (int i = 0; i < 40; ++i) counts.push_back(random() % (i / 8 % 2 == 0 ? 3 : 12));
    const std::vector<double> exposure(counts.size(), 1);
    const BurstOptions options;
    const auto levels = burst_levels(counts, exposure, options);
    std::vector<unsigned> covered(counts.size(), 0);
    for (const BurstSpan& span : burst_spans(counts, exposure, options)) {
      std::uint64_t count = 0;
      for (std::size_t i = span.first; i < span.last; ++i) {
        covered[i] += 1;
        ASSERT_GE(levels[i], span.level);
        count += counts[i];
      }
      ASSERT_EQ(span.count, count);
      ASSERT_TRUE(span.first == 0 || levels[span.first - 1] < span.level);
      ASSERT_TRUE(span.last == counts.size() || levels[span.last] < span.level);
    }
    ASSERT_EQ(covered, levels);
  }
}

// The names of what a record counts for: "" for all, a type, a party, or two with a blank between.
std::set<std::string> burst_keys(const EventRecord& record, BurstOf of) {
  std::set<std::string> keys;
  const auto actors = testing::ids(record.actors), recipients = testing::ids(record.recipients);
  if (of == BurstOf::all) keys.insert("");
  if (of == BurstOf::type) keys.insert(record.type);
  if (of == BurstOf::actor) {
    keys.insert(actors.begin(), actors.end());
    keys.insert(recipients.begin(), recipients.end());
  }
  if (of == BurstOf::pair)
    for (const std::string& a : actors)
      for (const std::string& b : recipients)
        if (a != b) keys.insert(std::min(a, b) + " " + std::max(a, b));
  return keys;
}

TEST(bursts, of_a_slice_are_those_of_counts_taken_from_the_records) {
  std::size_t seen = 0;
  testing::on_random_slices(2000, 13, 5, 60, [&](const TimeSlice& slice, std::mt19937& random) {
    const EventGraph& graph = slice.graph();
    const auto unit = static_cast<CalendarUnit>(random() % 3);
    const auto of = static_cast<BurstOf>(random() % 4);
    const auto against = static_cast<BurstAgainst>(random() % 2);
    BurstOptions options;
    options.reluctance = 0.2;
    const auto counted_at = [&](const EventRecord& record) {
      return slice.from() ? std::max(*slice.from(), record.time->begin) : record.time->begin;
    };
    std::optional<sys_seconds> first, last;
    std::vector<EventRecord> records = testing::records_of(slice);
    std::erase_if(records, [](const EventRecord& record) { return !record.time; });
    for (const EventRecord& record : records) {
      first = first ? std::min(*first, counted_at(record)) : counted_at(record);
      last = last ? std::max(*last, counted_at(record)) : counted_at(record);
    }
    using Found = std::tuple<std::string, sys_seconds, sys_seconds, unsigned, std::uint64_t>;
    std::multiset<Found> expected, found;
    if (first) {
      if (slice.from()) first = slice.from();
      if (slice.to()) last = *slice.to() - std::chrono::seconds(1);
      // A day at a time.
      std::vector<sys_seconds> begins;
      std::vector<double> exposure;
      for (sys_seconds day = unit_begin(*first, CalendarUnit::day); day <= *last;
           day += std::chrono::days(1)) {
        if (begins.empty() || unit_begin(day, unit) != begins.back()) {
          begins.push_back(unit_begin(day, unit));
          exposure.push_back(0);
        }
      }
      const auto bucket_of = [&](sys_seconds at) {
        std::size_t bucket = 0;
        while (bucket + 1 < begins.size() && begins[bucket + 1] <= at) ++bucket;
        return bucket;
      };
      for (std::size_t i = 0; i < begins.size(); ++i)
        if (against == BurstAgainst::time)
          exposure[i] = static_cast<double>(((slice.to() ? std::min(*slice.to(), unit_end(begins[i], unit))
                                                         : unit_end(begins[i], unit)) -
                                             (slice.from() ? std::max(*slice.from(), begins[i]) : begins[i]))
                                                .count()) /
                        86400;
      if (against == BurstAgainst::told)
        for (EventId row = 0; row < graph.event_count(); ++row) {
          const EventRecord record = graph.record(row);
          if (!record.time || (slice.from() && record.time->end <= *slice.from()) ||
              (slice.to() && record.time->begin >= *slice.to()))
            continue;
          const sys_seconds at = counted_at(record);
          if (at >= begins.front() && at < unit_end(begins.back(), unit)) ++exposure[bucket_of(at)];
        }
      std::map<std::string, std::vector<std::uint64_t>> counts;
      for (const EventRecord& record : records)
        for (const std::string& key : burst_keys(record, of)) {
          counts.try_emplace(key, begins.size(), 0);
          ++counts[key][bucket_of(counted_at(record))];
        }
      for (const auto& [key, series] : counts)
        for (const BurstSpan& span : burst_spans(series, exposure, options))
          expected.emplace(key, begins[span.first], unit_end(begins[span.last - 1], unit), span.level,
                           span.count);
    }
    double weight = 0;
    for (const Burst& burst : find_bursts(slice, unit, of, against, options)) {
      std::string key;
      if (burst.type) key = graph.type_name(*burst.type);
      if (burst.a) key = graph.entity(*burst.a).id;
      if (burst.b) key += " " + graph.entity(*burst.b).id;
      ASSERT_TRUE(found.empty() || burst.span.weight <= weight);
      weight = burst.span.weight;
      found.emplace(key, burst.begin, burst.end, burst.span.level, burst.span.count);
    }
    ASSERT_EQ(found, expected);
    seen += found.size();
  });
  ASSERT_GT(seen, 500U);
}

bool fits(const EventGraph& graph, const PatternStep& step, const EventRecord& record) {
  for (const TypeId type : step.types)
    if (graph.type_name(type) == record.type) return true;
  return record.quad && std::ranges::find(step.quads, *record.quad) != step.quads.end();
}

bool between(const EventRecord& record, const std::string& a, const std::string& b, bool same_direction) {
  const auto acts = [&](const std::string& x, const std::string& y) {
    return std::ranges::any_of(record.actors, [&](const Party& party) { return party.id == x; }) &&
           std::ranges::any_of(record.recipients, [&](const Party& party) { return party.id == y; });
  };
  return acts(a, b) || (!same_direction && acts(b, a));
}

// The earliest end of any way through the steps from `step` on, each chosen freely.
std::optional<sys_seconds> slow_end(const EventGraph& graph, const std::vector<EventRecord>& records,
                                    const std::vector<PatternStep>& steps, std::size_t step,
                                    sys_seconds after) {
  if (step == steps.size()) return after;
  std::optional<sys_seconds> best;
  for (const EventRecord& record : records) {
    if (record.time->begin <= after || !fits(graph, steps[step], record)) continue;
    const auto end = slow_end(graph, records, steps, step + 1, record.time->begin);
    if (end && (!best || *end < *best)) best = end;
  }
  return best;
}

TEST(sequences, are_the_first_to_end_of_all_ways_through_the_steps) {
  std::size_t seen = 0;
  testing::on_random_slices(2000, 14, 4, 30, [&](const TimeSlice& slice, std::mt19937& random) {
    const EventGraph& graph = slice.graph();
    std::vector<PatternStep> steps(2 + random() % 2);
    for (PatternStep& step : steps) {
      step.types = {static_cast<TypeId>(random() % graph.type_count())};
      if (random() % 3 == 0) step.quads = {static_cast<Quad>(random() % 4)};
    }
    SequenceOptions options;
    options.within = std::chrono::days(random() % 40);
    options.same_direction = random() % 2 == 0;
    std::map<std::tuple<std::string, std::string, std::string>, sys_seconds> expected, found;
    for (EntityId a = 0; a < graph.entity_count(); ++a)
      for (EntityId b = options.same_direction ? 0 : a; b < graph.entity_count(); ++b) {
        if (a == b) continue;
        const std::string x = graph.entity(a).id, y = graph.entity(b).id;
        std::vector<EventRecord> records;
        for (EventId row = 0; row < graph.event_count(); ++row) {
          if (!slice.contains(row) || !graph.dated(row)) continue;
          EventRecord record = graph.record(row);
          if (between(record, x, y, options.same_direction)) records.push_back(std::move(record));
        }
        for (const EventRecord& first : records) {
          if (!fits(graph, steps[0], first)) continue;
          const auto end = slow_end(graph, records, steps, 1, first.time->begin);
          if (end && *end - first.time->begin <= options.within) expected[{x, y, first.id}] = *end;
        }
      }
    for (const SequenceRow& row : find_sequences(slice, steps, options)) {
      ASSERT_EQ(row.events.size(), steps.size());
      for (std::size_t i = 0; i < row.events.size(); ++i) {
        const EventRecord record = graph.record(row.events[i]);
        ASSERT_TRUE(fits(graph, steps[i], record));
        ASSERT_TRUE(between(record, graph.entity(row.a).id, graph.entity(row.b).id, options.same_direction));
        if (i > 0) {
          ASSERT_GT(graph.begin(row.events[i]), graph.begin(row.events[i - 1]));
        }
      }
      found[{graph.entity(row.a).id, graph.entity(row.b).id, graph.event_id(row.events.front())}] =
          graph.begin(row.events.back());
      ++seen;
    }
    ASSERT_EQ(found, expected);
  });
  ASSERT_GT(seen, 300U);
}

// An office as every pair of days on which it may have begun and ended.
TEST(offices, are_held_when_every_course_says_so_and_possible_when_one_does) {
  std::mt19937 random(15);
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  for (int round = 0; round < 3000; ++round) {
    const int horizon = 12;
    const int at = 2 + below(8);
    OfficeRole role;
    int from_first = 0, from_last = horizon, to_first = 0, to_last = horizon;  // all days
    if (below(3) != 0) {
      from_first = below(horizon), from_last = std::min(horizon - 1, from_first + below(3));
      role.from = testing::days_span(from_first, from_last);
    }
    if (below(3) != 0) {
      to_first = below(horizon), to_last = std::min(horizon - 1, to_first + below(3));
      role.to = testing::days_span(to_first, to_last);
    }
    bool all = true, any = false;
    for (int begin = from_first; begin <= from_last; ++begin)
      for (int end = to_first; end <= to_last; ++end) {
        const bool holds = begin <= at && end >= at;
        all = all && holds;
        any = any || holds;
      }
    const TimeSpan day = testing::days_span(at, at);
    ASSERT_EQ(may_hold(role, day), any) << "round " << round;
    if (any) {
      ASSERT_EQ(tenure_of(role, day) == Tenure::held, all) << "round " << round;
    }
  }
}

TEST(offices, of_a_slice_are_those_of_its_parties) {
  std::vector<Entity> entities = {testing::entity("ann", EntityKind::person),
                                  testing::entity("bob", EntityKind::person)};
  for (Entity& entity : entities)
    entity.roles = {{"minister", "Ruritania", testing::days_span(0, 0), {}, "d0"}};
  const EventGraph graph =
      testing::graph_of({testing::event("1", "meeting", {"ann"}, {"cyd"}, testing::days_span(3, 3)),
                         testing::event("2", "meeting", {"bob"}, {"cyd"}, testing::days_span(9, 9))},
                        entities);
  EXPECT_EQ(offices_at(TimeSlice(graph), testing::days_span(5, 5)).size(), 2U);
  EXPECT_TRUE(
      offices_at(TimeSlice(graph).between(testing::on_day(20), testing::on_day(30)), testing::days_span(5, 5))
          .empty());
  const auto rows =
      offices_at(TimeSlice(graph).between(testing::on_day(3), testing::on_day(4)), testing::days_span(5, 5));
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(graph.entity(rows[0].entity).name, "ann");
  EXPECT_EQ(rows[0].tenure, Tenure::possible);
}

}  // namespace
}  // namespace ekg
