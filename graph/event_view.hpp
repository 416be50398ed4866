// A slice as a knowledge graph: vertices are the entities that take part in it and its events, edges are
// roles. An edge runs in the direction of the deed: actor → event, speaker → event, event → recipient, event
// → place, and event → event for what an event speaks of. Models the same Boost.Graph concepts as ActorView,
// without copying an edge; made in O(events in the slice). REQUIRES: the graph outlives the view, the view
// its iterators.
#pragma once
#include <boost/graph/adjacency_iterator.hpp>
#include <boost/graph/graph_traits.hpp>
#include <boost/graph/properties.hpp>
#include <boost/property_map/property_map.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "graph/counting_iterator.hpp"
#include "graph/time_slice.hpp"

namespace ekg {

class EventView {
 public:
  // 0 … entity_vertices() - 1: entities in the order of their rows; from there to num_vertices - 1: events
  // likewise.
  using vertex_descriptor = std::uint32_t;
  enum class Kind : std::uint8_t { actor, recipient, place, speaker, about };
  struct edge_descriptor {
    vertex_descriptor source = 0;
    vertex_descriptor target = 0;
    Kind kind = Kind::actor;
    friend auto operator<=>(const edge_descriptor&, const edge_descriptor&) = default;
  };
  struct traversal_category : boost::vertex_list_graph_tag,
                              boost::edge_list_graph_tag,
                              boost::bidirectional_graph_tag,
                              boost::adjacency_graph_tag {};
  using directed_category = boost::bidirectional_tag;
  using edge_parallel_category = boost::allow_parallel_edge_tag;
  using vertices_size_type = std::size_t;
  using edges_size_type = std::size_t;
  using degree_size_type = std::size_t;
  using vertex_iterator = CountingIterator;
  class edge_iterator;
  using out_edge_iterator = edge_iterator;
  using in_edge_iterator = edge_iterator;
  using adjacency_iterator =
      boost::adjacency_iterator<EventView, vertex_descriptor, edge_iterator, std::ptrdiff_t>;
  static constexpr vertex_descriptor null_vertex() { return 0xffffffff; }

  explicit EventView(TimeSlice slice);

  const TimeSlice& slice() const { return state_->slice; }
  bool is_event(vertex_descriptor vertex) const { return vertex >= entity_vertices(); }
  EntityId entity(vertex_descriptor vertex) const { return state_->entities[vertex]; }  // REQUIRES: !is_event
  EventId event(vertex_descriptor vertex) const {
    return state_->events[vertex - entity_vertices()];
  }  // REQUIRES: is_event
  std::uint32_t entity_vertices() const { return static_cast<std::uint32_t>(state_->entities.size()); }
  std::size_t vertex_count() const { return state_->entities.size() + state_->events.size(); }
  std::size_t edge_count() const { return state_->edges; }

  std::pair<edge_iterator, edge_iterator> all_edges() const;
  std::pair<edge_iterator, edge_iterator> edges_from(vertex_descriptor vertex) const;
  std::pair<edge_iterator, edge_iterator> edges_to(vertex_descriptor vertex) const;

 private:
  struct State {
    TimeSlice slice;
    std::vector<EntityId> entities;
    std::vector<vertex_descriptor> vertex_of;  // by entity row
    std::vector<EventId> events;               // ascending
    std::size_t edges = 0;

    vertex_descriptor vertex_of_event(EventId event) const;  // REQUIRES: in the slice
  };
  std::shared_ptr<const State> state_;
};

// Walks the events of a range; of each, its participations and links, perhaps only those of one entity or
// direction.
class EventView::edge_iterator
    : public boost::iterator_facade<edge_iterator, edge_descriptor, boost::forward_traversal_tag,
                                    edge_descriptor> {
 public:
  edge_iterator() = default;

 private:
  friend class EventView;
  friend class boost::iterator_core_access;
  static constexpr EntityId any = 0xffffffff;
  struct Choice {
    EntityId entity = any;
    bool into_event = true;    // actor, speaker
    bool out_of_event = true;  // recipient, place
    bool links_from = true;
    bool links_to = false;
  };

  edge_iterator(const State* state, EventRange::iterator at, EventRange::iterator end, Choice choice)
      : state_(state), at_(at), end_(end), choice_(choice) {
    settle();
  }
  edge_descriptor dereference() const { return edge_; }
  bool equal(const edge_iterator& other) const { return at_ == other.at_ && i_ == other.i_; }
  void increment() {
    ++i_;
    settle();
  }
  void settle();
  bool participation(EventId event, Participant participant);

  const State* state_ = nullptr;
  EventRange::iterator at_, end_;
  Choice choice_;
  std::uint32_t i_ = 0;  // through the participants, then the links from, then the links to
  edge_descriptor edge_;
};

// The vocabulary of Boost.Graph. Degrees cost O(events of the entity in the slice).
inline auto vertices(const EventView& g) {
  return std::pair(CountingIterator(0), CountingIterator(static_cast<std::uint32_t>(g.vertex_count())));
}
inline std::size_t num_vertices(const EventView& g) { return g.vertex_count(); }
inline auto edges(const EventView& g) { return g.all_edges(); }
inline std::size_t num_edges(const EventView& g) { return g.edge_count(); }
inline auto source(const EventView::edge_descriptor& e, const EventView&) { return e.source; }
inline auto target(const EventView::edge_descriptor& e, const EventView&) { return e.target; }
inline auto out_edges(EventView::vertex_descriptor v, const EventView& g) { return g.edges_from(v); }
inline auto in_edges(EventView::vertex_descriptor v, const EventView& g) { return g.edges_to(v); }
inline std::size_t out_degree(EventView::vertex_descriptor v, const EventView& g) {
  const auto [first, last] = g.edges_from(v);
  return static_cast<std::size_t>(std::distance(first, last));
}
inline std::size_t in_degree(EventView::vertex_descriptor v, const EventView& g) {
  const auto [first, last] = g.edges_to(v);
  return static_cast<std::size_t>(std::distance(first, last));
}
inline std::size_t degree(EventView::vertex_descriptor v, const EventView& g) {
  return out_degree(v, g) + in_degree(v, g);
}
inline auto adjacent_vertices(EventView::vertex_descriptor v, const EventView& g) {
  const auto [first, last] = g.edges_from(v);
  return std::pair(EventView::adjacency_iterator(first, &g), EventView::adjacency_iterator(last, &g));
}
inline boost::typed_identity_property_map<std::uint32_t> get(boost::vertex_index_t, const EventView&) {
  return {};
}
inline std::uint32_t get(boost::vertex_index_t, const EventView&, EventView::vertex_descriptor v) {
  return v;
}

}  // namespace ekg

namespace boost {
template <>
struct property_map<ekg::EventView, vertex_index_t> {
  using type = typed_identity_property_map<std::uint32_t>;
  using const_type = type;
};
}  // namespace boost
