// Questions Q1–Q6 of run.py to ekg and to Boost's adjacency_list, on one thread: ekg-bench-queries FILE.csv
// TOOL, with TOOL ekg or boost. One JSON object a line: query, milliseconds (the best of many runs, warm)
// and the answer, which must be the same for all tools.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/filtered_graph.hpp>
#include <chrono>
#include <cstdio>
#include <functional>
#include <limits>
#include <map>
#include <string>

#include "bench/side_by_side/generated_graph.hpp"
#include "bench/side_by_side/parameters.hpp"
#include "graph/query.hpp"
#include "graph/time_path.hpp"

namespace {

using namespace bench;

using Row = GeneratedEvent;

template <class Use>
std::size_t each_row(const char* path, Use use) {
  std::FILE* file = std::fopen(path, "rb");
  if (file == nullptr) std::exit(2);
  char line[256];
  std::size_t rows = 0;
  if (std::fgets(line, sizeof line, file) == nullptr) std::exit(2);
  while (std::fgets(line, sizeof line, file) != nullptr) {
    Row row{};
    char* at = line;
    for (long* field : {&row.id, &row.first, &row.last, &row.actor, &row.recipient, &row.type, &row.quad,
                        &row.intensity, &row.doc}) {
      *field = std::strtol(at, &at, 10);
      ++at;
    }
    use(row);
    ++rows;
  }
  std::fclose(file);
  return rows;
}

double milliseconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

void tell(const char* query, double milliseconds, const std::string& answer) {
  fmt::print("{{\"query\":\"{}\",\"ms\":{:.5f},\"answer\":\"{}\"}}\n", query, milliseconds, answer);
  std::fflush(stdout);
}

void measure(const char* query, const std::function<std::string()>& ask) {
  std::vector<double> times;
  std::string answer;
  double spent = 0;
  for (int run = 0; run < 5 || (run < 301 && spent < 1000); ++run) {
    const auto start = std::chrono::steady_clock::now();
    answer = ask();
    times.push_back(milliseconds_since(start));
    spent += times.back();
  }
  tell(query, *std::min_element(times.begin(), times.end()), answer);
}

double peak_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

int ask_ekg(const char* path) {
  using namespace ekg;
  const auto start = std::chrono::steady_clock::now();
  GraphOfEvents all_events;
  const std::size_t rows = each_row(path, [&](const Row& row) { all_events.add(row); });
  const EventGraph graph = all_events.finish();
  tell("load", milliseconds_since(start), fmt::format("{} events", rows));
  tell("peak memory", 0, fmt::format("{:.0f} MB", peak_megabytes()));

  const auto entity = [&](long party) { return *graph.find_entity(party_id(party)); };
  const TimeSlice all(graph);
  measure("Q1", [&] {
    const auto found = events_between(all.between(on(quarter_first), on(quarter_last)), {entity(party_a)},
                                      {entity(party_b)});
    return fmt::format("{}", found.size());
  });
  measure("Q2", [&] {
    SliceFilter filter;
    filter.actors = {party_id(party_a)};
    const Timeline line = timeline(all.within(filter), CalendarUnit::week, StackBy::nothing);
    std::uint64_t sum = 0, most = 0;
    for (const auto& bucket : line.buckets) sum += bucket.counts[0], most = std::max(most, bucket.counts[0]);
    return fmt::format("{} {}", sum, most);
  });
  measure("Q3", [&] {
    const Ego found = ego_network(all.between(on(quarter_first), on(quarter_last)), entity(party_a), 20);
    return fmt::format("{} {}", found.neighbours, found.rows.front().events);
  });
  measure("Q4", [&] {
    std::uint64_t sum = 0;
    for (const PairRow& row : rank_pairs(all.between(on(year_first), on(year_last)), 20)) sum += row.events;
    return fmt::format("{}", sum);
  });
  measure("Q5", [&] {
    std::size_t components = 0, parties = 0;
    for (const ComponentRow& row : weak_components(all.between(on(year_first), on(year_last))))
      components += row.entity == row.component, ++parties;
    return fmt::format("{} {}", components, parties);
  });
  measure("Q6", [&] {
    const auto found = time_paths(all, entity(path_from), entity(path_to), {});
    return fmt::format("{}", found.front().arrival.time_since_epoch().count() / 86400);
  });
  // With the index that the questions about pairs made.
  tell("bytes an event", 0, fmt::format("{:.1f}", static_cast<double>(graph.index_bytes()) / rows));
  return 0;
}

struct Event {
  int first = 0, last = 0, quad = 0;
};
using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, boost::no_property, Event>;

struct InYear {
  const Graph* graph = nullptr;
  bool operator()(const Graph::edge_descriptor& edge) const {
    const Event& event = (*graph)[edge];
    return event.first < year_last && event.last > year_first;
  }
};

struct Arrived {};
struct UntilTarget : boost::dijkstra_visitor<> {
  Graph::vertex_descriptor target;
  void examine_vertex(Graph::vertex_descriptor vertex, const Graph&) const {
    if (vertex == target) throw Arrived();
  }
};

int ask_boost(const char* path) {
  const auto start = std::chrono::steady_clock::now();
  Graph graph;
  const std::size_t rows = each_row(path, [&](const Row& row) {
    add_edge(static_cast<std::size_t>(row.actor), static_cast<std::size_t>(row.recipient),
             Event{static_cast<int>(row.first), static_cast<int>(row.last), static_cast<int>(row.quad)},
             graph);
  });
  tell("load", milliseconds_since(start), fmt::format("{} events", rows));
  tell("peak memory", 0, fmt::format("{:.0f} MB", peak_megabytes()));
  const auto in_window = [&](const Graph::edge_descriptor& edge, long from, long to) {
    return graph[edge].first < to && graph[edge].last > from;
  };
  measure("Q1", [&] {
    std::size_t found = 0;
    for (auto [at, last] = out_edges(party_b, graph); at != last; ++at)
      found += target(*at, graph) == party_a && in_window(*at, quarter_first, quarter_last);
    return fmt::format("{}", found);
  });
  measure("Q2", [&] {
    std::map<int, std::uint64_t> weeks;
    for (auto [at, last] = out_edges(party_a, graph); at != last; ++at) ++weeks[(graph[*at].first + 3) / 7];
    std::uint64_t sum = 0, most = 0;
    for (const auto& [week, count] : weeks) sum += count, most = std::max(most, count);
    return fmt::format("{} {}", sum, most);
  });
  measure("Q3", [&] {
    std::unordered_map<std::size_t, std::uint64_t> others;
    for (auto [at, last] = out_edges(party_a, graph); at != last; ++at)
      if (in_window(*at, quarter_first, quarter_last)) ++others[target(*at, graph)];
    std::uint64_t most = 0;
    for (const auto& [other, count] : others) most = std::max(most, count);
    return fmt::format("{} {}", others.size(), most);
  });
  measure("Q4", [&] {
    std::unordered_map<std::uint64_t, std::uint64_t> pairs;
    for (auto [at, last] = edges(graph); at != last; ++at) {
      if (!in_window(*at, year_first, year_last)) continue;
      const auto a = source(*at, graph), b = target(*at, graph);
      ++pairs[std::min(a, b) << 32 | std::max(a, b)];
    }
    std::vector<std::uint64_t> counts;
    for (const auto& [pair, count] : pairs) counts.push_back(count);
    std::partial_sort(counts.begin(), counts.begin() + 20, counts.end(), std::greater<>());
    std::uint64_t sum = 0;
    for (int i = 0; i < 20; ++i) sum += counts[static_cast<std::size_t>(i)];
    return fmt::format("{}", sum);
  });
  measure("Q5", [&] {
    const boost::filtered_graph<Graph, InYear> year(graph, InYear{&graph});
    std::vector<int> component(num_vertices(graph));
    const int count = boost::connected_components(year, component.data());
    std::vector<int> members(static_cast<std::size_t>(count), 0);
    for (const int c : component) ++members[static_cast<std::size_t>(c)];
    std::size_t components = 0, parties = 0;  // nobody has events with itself: one alone has none
    for (const int size : members)
      if (size > 1) ++components, parties += static_cast<std::size_t>(size);
    return fmt::format("{} {}", components, parties);
  });
  measure("Q6", [&] {
    std::vector<int> arrival(num_vertices(graph));
    constexpr int never = std::numeric_limits<int>::max();
    UntilTarget visitor;
    visitor.target = path_to;
    try {
      boost::dijkstra_shortest_paths(
          graph, static_cast<std::size_t>(path_from),
          boost::weight_map(get(&Event::first, graph))
              .distance_map(
                  boost::make_iterator_property_map(arrival.begin(), get(boost::vertex_index, graph)))
              .distance_inf(never)
              .distance_zero(0)
              .distance_combine([](int since, int begin) { return begin >= since ? begin : never; })
              .visitor(visitor));
    } catch (const Arrived&) {
    }
    return fmt::format("{}", arrival[path_to]);
  });
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  return std::string(argv[2]) == "boost" ? ask_boost(argv[1]) : ask_ekg(argv[1]);
}
