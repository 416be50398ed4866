// The questions of side_by_side/run.py, and the others that ekg answers, on 1,000,000 generated events.
#include <benchmark/benchmark.h>

#include "bench/side_by_side/generated_events.hpp"
#include "bench/side_by_side/generated_graph.hpp"
#include "bench/side_by_side/parameters.hpp"
#include "graph/bursts.hpp"
#include "graph/centrality.hpp"
#include "graph/communities.hpp"
#include "graph/query.hpp"
#include "graph/sequence.hpp"
#include "graph/time_path.hpp"

namespace {

using namespace bench;
using namespace ekg;

const EventGraph& generated() {
  static const EventGraph graph = [] {
    GraphOfEvents all;
    each_generated_event(1'000'000, [&](const GeneratedEvent& event) { all.add(event); });
    return all.finish();
  }();
  return graph;
}

EntityId party(long number) { return *generated().find_entity(party_id(static_cast<std::uint64_t>(number))); }

TimeSlice quarter() { return TimeSlice(generated()).between(on(quarter_first), on(quarter_last)); }
TimeSlice year() { return TimeSlice(generated()).between(on(year_first), on(year_last)); }

// `ask` makes its slice and asks it.
template <class Ask>
void measure(benchmark::State& state, Ask ask) {
  generated();
  for (auto _ : state) benchmark::DoNotOptimize(ask());
}

void slice(benchmark::State& state) {
  measure(state, [] { return quarter(); });
}
void q1_events_between_two_in_90_days(benchmark::State& state) {
  measure(state, [] { return events_between(quarter(), {party(party_a)}, {party(party_b)}); });
}
void q2_weekly_counts_of_one(benchmark::State& state) {
  measure(state, [] {
    SliceFilter filter;
    filter.actors = {party_id(party_a)};
    return timeline(TimeSlice(generated(), filter), CalendarUnit::week, StackBy::nothing);
  });
}
void q3_partners_in_90_days(benchmark::State& state) {
  measure(state, [] { return ego_network(quarter(), party(party_a), 20); });
}
void q4_busiest_pairs_of_a_year(benchmark::State& state) {
  measure(state, [] { return rank_pairs(year(), 20); });
}
void busiest_pairs_of_all_years(benchmark::State& state) {
  measure(state, [] { return rank_pairs(TimeSlice(generated()), 20); });
}
void q5_weak_components_of_a_year(benchmark::State& state) {
  measure(state, [] { return weak_components(year()); });
}
void q6_earliest_arrival(benchmark::State& state) {
  measure(state, [] { return time_paths(TimeSlice(generated()), party(path_from), party(path_to), {}); });
}
void actors_of_a_year(benchmark::State& state) {
  measure(state, [] { return rank_actors(year()); });
}
void pagerank_of_a_year(benchmark::State& state) {
  measure(state, [] { return rank_central(year(), Centrality::pagerank); });
}
void communities_of_a_year(benchmark::State& state) {
  measure(state, [] { return find_communities(year()); });
}
void bursts_of_types_by_week(benchmark::State& state) {
  measure(state, [] {
    return find_bursts(TimeSlice(generated()), CalendarUnit::week, BurstOf::type, BurstAgainst::time, {});
  });
}
void sequences_of_90_days(benchmark::State& state) {
  measure(state, [] {
    const std::vector<PatternStep> steps = {{{*generated().find_type("type02")}, {}},
                                            {{*generated().find_type("type03")}, {}}};
    return find_sequences(quarter(), steps, {});
  });
}

}  // namespace

BENCHMARK(slice);
BENCHMARK(q1_events_between_two_in_90_days);
BENCHMARK(q2_weekly_counts_of_one)->Unit(benchmark::kMicrosecond);
BENCHMARK(q3_partners_in_90_days)->Unit(benchmark::kMicrosecond);
BENCHMARK(q4_busiest_pairs_of_a_year)->Unit(benchmark::kMicrosecond);
BENCHMARK(busiest_pairs_of_all_years)->Unit(benchmark::kMicrosecond);
BENCHMARK(q5_weak_components_of_a_year)->Unit(benchmark::kMicrosecond);
BENCHMARK(q6_earliest_arrival)->Unit(benchmark::kMicrosecond);
BENCHMARK(actors_of_a_year)->Unit(benchmark::kMicrosecond);
BENCHMARK(pagerank_of_a_year)->Unit(benchmark::kMillisecond);
BENCHMARK(communities_of_a_year)->Unit(benchmark::kMillisecond);
BENCHMARK(bursts_of_types_by_week)->Unit(benchmark::kMillisecond);
BENCHMARK(sequences_of_90_days)->Unit(benchmark::kMillisecond);
