// Every algorithm of Boost.Graph on a view of a slice equals the same algorithm on a compacted copy.
#include <gtest/gtest.h>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/betweenness_centrality.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/graph_concepts.hpp>
#include <boost/graph/incremental_components.hpp>
#include <boost/graph/page_rank.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/pending/disjoint_sets.hpp>
#include <boost/property_map/function_property_map.hpp>
#include <map>
#include <set>

#include "graph/actor_view.hpp"
#include "graph/event_view.hpp"
#include "tests/support/small_graph.hpp"

namespace ekg {
namespace {

template <class Graph>
void check_concepts() {
  BOOST_CONCEPT_ASSERT((boost::VertexListGraphConcept<Graph>));
  BOOST_CONCEPT_ASSERT((boost::EdgeListGraphConcept<Graph>));
  BOOST_CONCEPT_ASSERT((boost::BidirectionalGraphConcept<Graph>));
  BOOST_CONCEPT_ASSERT((boost::AdjacencyGraphConcept<Graph>));
}

TEST(graph_views, model_the_concepts_of_boost_graph) {
  check_concepts<ActorView>();
  check_concepts<EventView>();
}

using Copy = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS, boost::no_property,
                                   boost::property<boost::edge_weight_t, double>>;

// A weight that any two equal edges share, from the ends alone.
double weight_between(std::uint32_t source, std::uint32_t target) {
  return 1.0 + (source * 7 + target * 13) % 5;
}

// What the view shows, taken from the records and not from the view.
Copy copy_of(const ActorView& view) {
  Copy copy(num_vertices(view));
  const EventGraph& graph = view.slice().graph();
  for (EventId row = 0; row < graph.event_count(); ++row) {
    if (!view.slice().contains(row)) continue;
    const EventRecord record = graph.record(row);
    for (const Party& actor : record.actors) {
      for (const Party& recipient : record.recipients) {
        const auto source = view.vertex_of(*graph.find_entity(actor.id)),
                   target = view.vertex_of(*graph.find_entity(recipient.id));
        EXPECT_TRUE(source && target);
        add_edge(*source, *target, weight_between(*source, *target), copy);
      }
    }
  }
  return copy;
}

Copy copy_of(const EventView& view) {
  Copy copy(num_vertices(view));
  const EventGraph& graph = view.slice().graph();
  std::map<std::string, std::uint32_t> entities, events;
  for (std::uint32_t vertex = 0; vertex < num_vertices(view); ++vertex) {
    if (view.is_event(vertex))
      events[graph.event_id(view.event(vertex))] = vertex;
    else
      entities[graph.entity(view.entity(vertex)).id] = vertex;
  }
  const auto add = [&](std::uint32_t source, std::uint32_t target) {
    add_edge(source, target, weight_between(source, target), copy);
  };
  for (const auto& [id, vertex] : events) {
    const EventRecord record = graph.record(*graph.find_event(id));
    for (const Party& party : record.actors) add(entities.at(party.id), vertex);
    for (const Party& party : record.recipients) add(vertex, entities.at(party.id));
    for (const PlaceName& place : record.places) add(vertex, entities.at(place.id));
    std::set<std::string> speakers;
    for (const Attribution& attribution : record.attribution)
      if (!attribution.by.id.empty() && speakers.insert(attribution.by.id).second)
        add(entities.at(attribution.by.id), vertex);
    if (record.about != record.id && events.contains(record.about)) add(vertex, events.at(record.about));
  }
  return copy;
}

using Ends = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

template <class Graph, class Range>
Ends ends_of(const Graph& graph, Range range) {
  Ends ends;
  for (auto [at, last] = range; at != last; ++at)
    ends.emplace_back(static_cast<std::uint32_t>(source(*at, graph)),
                      static_cast<std::uint32_t>(target(*at, graph)));
  std::sort(ends.begin(), ends.end());
  return ends;
}

template <class Graph>
std::vector<double> page_ranks(const Graph& graph) {
  std::vector<double> rank(num_vertices(graph));
  boost::graph::page_rank(graph,
                          boost::make_iterator_property_map(rank.begin(), get(boost::vertex_index, graph)),
                          boost::graph::n_iterations(15));
  return rank;
}

template <class Graph>
std::vector<double> betweenness(const Graph& graph) {
  std::vector<double> between(num_vertices(graph));
  boost::brandes_betweenness_centrality(
      graph, boost::centrality_map(
                 boost::make_iterator_property_map(between.begin(), get(boost::vertex_index, graph)))
                 .vertex_index_map(get(boost::vertex_index, graph)));
  return between;
}

template <class Graph>
std::vector<double> distances(const Graph& graph, std::uint32_t start) {
  std::vector<double> distance(num_vertices(graph));
  const auto weight = boost::make_function_property_map<typename boost::graph_traits<Graph>::edge_descriptor>(
      [&graph](const auto& edge) {
        return weight_between(static_cast<std::uint32_t>(source(edge, graph)),
                              static_cast<std::uint32_t>(target(edge, graph)));
      });
  boost::dijkstra_shortest_paths(graph, start,
                                 boost::weight_map(weight)
                                     .vertex_index_map(get(boost::vertex_index, graph))
                                     .distance_map(boost::make_iterator_property_map(
                                         distance.begin(), get(boost::vertex_index, graph))));
  return distance;
}

template <class Graph>
std::vector<int> hops(const Graph& graph, std::uint32_t start) {
  std::vector<int> hops(num_vertices(graph), 0);
  boost::breadth_first_search(
      graph, start,
      boost::visitor(boost::make_bfs_visitor(boost::record_distances(
                         boost::make_iterator_property_map(hops.begin(), get(boost::vertex_index, graph)),
                         boost::on_tree_edge())))
          .vertex_index_map(get(boost::vertex_index, graph)));
  return hops;
}

// Components as the least member of each, so that numbering does not matter.
std::vector<std::size_t> by_least_member(const std::vector<std::size_t>& component) {
  std::map<std::size_t, std::size_t> least;
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < component.size(); ++i)
    out.push_back(least.try_emplace(component[i], i).first->second);
  return out;
}

template <class Graph>
std::vector<std::size_t> strong(const Graph& graph) {
  std::vector<std::size_t> component(num_vertices(graph));
  if (!component.empty())
    boost::strong_components(
        graph, boost::make_iterator_property_map(component.begin(), get(boost::vertex_index, graph)),
        boost::vertex_index_map(get(boost::vertex_index, graph)));
  return by_least_member(component);
}

template <class Graph>
std::vector<std::size_t> weak(const Graph& graph) {
  std::vector<std::size_t> rank(num_vertices(graph)), parent(num_vertices(graph));
  boost::disjoint_sets sets(rank.data(), parent.data());
  boost::initialize_incremental_components(graph, sets);
  boost::incremental_components(graph, sets);
  std::vector<std::size_t> component;
  for (std::size_t vertex = 0; vertex < num_vertices(graph); ++vertex)
    component.push_back(sets.find_set(vertex));
  return by_least_member(component);
}

void expect_near(const std::vector<double>& a, const std::vector<double>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i]) continue;  // also two infinities
    ASSERT_NEAR(a[i], b[i], 1e-9);
  }
}

template <class View>
void expect_equal_to_copy(const View& view) {
  const Copy copy = copy_of(view);
  ASSERT_EQ(num_vertices(view), num_vertices(copy));
  ASSERT_EQ(num_edges(view), num_edges(copy));
  ASSERT_EQ(ends_of(view, edges(view)), ends_of(copy, edges(copy)));
  for (std::uint32_t vertex = 0; vertex < num_vertices(view); ++vertex) {
    ASSERT_EQ(ends_of(view, out_edges(vertex, view)), ends_of(copy, out_edges(vertex, copy)));
    ASSERT_EQ(ends_of(view, in_edges(vertex, view)), ends_of(copy, in_edges(vertex, copy)));
    ASSERT_EQ(out_degree(vertex, view), out_degree(vertex, copy));
    ASSERT_EQ(in_degree(vertex, view), in_degree(vertex, copy));
    ASSERT_EQ(degree(vertex, view), degree(vertex, copy));
    const auto [first, last] = adjacent_vertices(vertex, view);
    ASSERT_EQ(static_cast<std::size_t>(std::distance(first, last)), out_degree(vertex, copy));
  }
  expect_near(page_ranks(view), page_ranks(copy));
  expect_near(betweenness(view), betweenness(copy));
  if (num_vertices(view) > 0) {
    expect_near(distances(view, 0), distances(copy, 0));
    ASSERT_EQ(hops(view, 0), hops(copy, 0));
  }
  ASSERT_EQ(strong(view), strong(copy));
  ASSERT_EQ(weak(view), weak(copy));
}

TEST(graph_views, algorithms_on_any_slice_equal_those_on_a_compacted_copy) {
  testing::on_random_slices(500, 3, 12, 50, [](const TimeSlice& slice, std::mt19937&) {
    expect_equal_to_copy(ActorView(slice));
    expect_equal_to_copy(EventView(slice));
  });
}

TEST(graph_views, count_only_what_the_slice_shows) {
  const EventGraph graph =
      testing::graph_of({testing::event("1", "clash", {"A"}, {"B", "C"}, testing::days_span(1, 1)),
                         testing::event("2", "clash", {"D"}, {"A"}, testing::days_span(9, 9))});
  const ActorView view(TimeSlice(graph).between(testing::on_day(0), testing::on_day(5)));
  EXPECT_EQ(num_vertices(view), 3U);
  EXPECT_EQ(num_edges(view), 2U);
  EXPECT_FALSE(view.vertex_of(*graph.find_entity("en-D")));
}

}  // namespace
}  // namespace ekg
