// A slice as a graph of who acts on whom: vertices are the entities that act or are acted on in the slice,
// with an edge per (event, actor, recipient), so parallel edges are the rule. Models Boost.Graph's
// VertexListGraph, EdgeListGraph, BidirectionalGraph and AdjacencyGraph without copying an edge; algorithms
// count only what the slice shows. Making one takes O(events in the slice); copies share it. REQUIRES: the
// graph outlives the view, the view its iterators.
#pragma once
#include <boost/graph/adjacency_iterator.hpp>
#include <boost/graph/graph_traits.hpp>
#include <boost/graph/properties.hpp>
#include <boost/property_map/property_map.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "graph/counting_iterator.hpp"
#include "graph/time_slice.hpp"

namespace ekg {

class ActorView {
 public:
  using vertex_descriptor = std::uint32_t;  // 0 … num_vertices - 1, in the order of entity rows
  struct edge_descriptor {
    EventId event = 0;
    vertex_descriptor source = 0;
    vertex_descriptor target = 0;
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
      boost::adjacency_iterator<ActorView, vertex_descriptor, edge_iterator, std::ptrdiff_t>;
  static constexpr vertex_descriptor null_vertex() { return 0xffffffff; }

  explicit ActorView(TimeSlice slice);

  const TimeSlice& slice() const { return state_->slice; }
  EntityId entity(vertex_descriptor vertex) const { return state_->entities[vertex]; }
  std::optional<vertex_descriptor> vertex_of(EntityId entity) const {
    const vertex_descriptor vertex = state_->vertex_of[entity];
    return vertex == null_vertex() ? std::nullopt : std::optional(vertex);
  }
  std::size_t vertex_count() const { return state_->entities.size(); }
  std::size_t edge_count() const { return state_->edges; }

  std::pair<edge_iterator, edge_iterator> all_edges() const;
  std::pair<edge_iterator, edge_iterator> edges_from(vertex_descriptor vertex) const;  // in time order
  std::pair<edge_iterator, edge_iterator> edges_to(vertex_descriptor vertex) const;    // in time order

 private:
  struct State {
    TimeSlice slice;
    std::vector<EntityId> entities;
    std::vector<vertex_descriptor> vertex_of;  // by entity row
    std::size_t edges = 0;
  };
  std::shared_ptr<const State> state_;
};

// Walks the events of a range; of each, the pairs of its actors and recipients, one side perhaps fixed.
class ActorView::edge_iterator
    : public boost::iterator_facade<edge_iterator, edge_descriptor, boost::forward_traversal_tag,
                                    edge_descriptor> {
 public:
  edge_iterator() = default;

 private:
  friend class ActorView;
  friend class boost::iterator_core_access;
  static constexpr EntityId any = 0xffffffff;

  edge_iterator(const State* state, EventRange::iterator at, EventRange::iterator end, EntityId actor,
                EntityId recipient)
      : state_(state), at_(at), end_(end), actor_(actor), recipient_(recipient) {
    settle();
  }
  edge_descriptor dereference() const {
    return {*at_, state_->vertex_of[actors_[i_].row()], state_->vertex_of[recipients_[j_].row()]};
  }
  bool equal(const edge_iterator& other) const {
    return at_ == other.at_ && i_ == other.i_ && j_ == other.j_;
  }
  void increment() {
    if (++j_ < recipients_.size()) return;
    j_ = 0;
    if (++i_ < actors_.size()) return;
    i_ = 0;
    ++at_;
    settle();
  }
  void settle() {
    for (; at_ != end_; ++at_) {
      actors_ = side(Role::actor, actor_);
      recipients_ = side(Role::recipient, recipient_);
      if (!actors_.empty() && !recipients_.empty()) return;
    }
  }
  std::span<const Participant> side(Role role, EntityId fixed) const {
    const auto all = state_->slice.graph().participants(*at_, role);
    if (fixed == any) return all;
    for (std::size_t i = 0; i < all.size(); ++i)
      if (all[i].row() == fixed) return all.subspan(i, 1);
    return {};
  }

  const State* state_ = nullptr;
  EventRange::iterator at_, end_;
  EntityId actor_ = any, recipient_ = any;
  std::span<const Participant> actors_, recipients_;
  std::uint32_t i_ = 0, j_ = 0;
};

inline std::pair<ActorView::edge_iterator, ActorView::edge_iterator> ActorView::all_edges() const {
  const EventRange events = state_->slice.events();
  constexpr EntityId any = edge_iterator::any;
  return {edge_iterator(state_.get(), events.begin(), events.end(), any, any),
          edge_iterator(state_.get(), events.end(), events.end(), any, any)};
}
inline std::pair<ActorView::edge_iterator, ActorView::edge_iterator> ActorView::edges_from(
    vertex_descriptor vertex) const {
  const EventRange events = state_->slice.events_of(entity(vertex));
  return {edge_iterator(state_.get(), events.begin(), events.end(), entity(vertex), edge_iterator::any),
          edge_iterator(state_.get(), events.end(), events.end(), entity(vertex), edge_iterator::any)};
}
inline std::pair<ActorView::edge_iterator, ActorView::edge_iterator> ActorView::edges_to(
    vertex_descriptor vertex) const {
  const EventRange events = state_->slice.events_of(entity(vertex));
  return {edge_iterator(state_.get(), events.begin(), events.end(), edge_iterator::any, entity(vertex)),
          edge_iterator(state_.get(), events.end(), events.end(), edge_iterator::any, entity(vertex))};
}

// The vocabulary of Boost.Graph. Degrees cost O(events of the entity in the slice).
inline auto vertices(const ActorView& g) {
  return std::pair(CountingIterator(0), CountingIterator(static_cast<std::uint32_t>(g.vertex_count())));
}
inline std::size_t num_vertices(const ActorView& g) { return g.vertex_count(); }
inline auto edges(const ActorView& g) { return g.all_edges(); }
inline std::size_t num_edges(const ActorView& g) { return g.edge_count(); }
inline auto source(const ActorView::edge_descriptor& e, const ActorView&) { return e.source; }
inline auto target(const ActorView::edge_descriptor& e, const ActorView&) { return e.target; }
inline auto out_edges(ActorView::vertex_descriptor v, const ActorView& g) { return g.edges_from(v); }
inline auto in_edges(ActorView::vertex_descriptor v, const ActorView& g) { return g.edges_to(v); }
inline std::size_t out_degree(ActorView::vertex_descriptor v, const ActorView& g) {
  const auto [first, last] = g.edges_from(v);
  return static_cast<std::size_t>(std::distance(first, last));
}
inline std::size_t in_degree(ActorView::vertex_descriptor v, const ActorView& g) {
  const auto [first, last] = g.edges_to(v);
  return static_cast<std::size_t>(std::distance(first, last));
}
inline std::size_t degree(ActorView::vertex_descriptor v, const ActorView& g) {
  return out_degree(v, g) + in_degree(v, g);
}
inline auto adjacent_vertices(ActorView::vertex_descriptor v, const ActorView& g) {
  const auto [first, last] = g.edges_from(v);
  return std::pair(ActorView::adjacency_iterator(first, &g), ActorView::adjacency_iterator(last, &g));
}
inline boost::typed_identity_property_map<std::uint32_t> get(boost::vertex_index_t, const ActorView&) {
  return {};
}
inline std::uint32_t get(boost::vertex_index_t, const ActorView&, ActorView::vertex_descriptor v) {
  return v;
}

}  // namespace ekg

namespace boost {
template <>
struct property_map<ekg::ActorView, vertex_index_t> {
  using type = typed_identity_property_map<std::uint32_t>;
  using const_type = type;
};
}  // namespace boost
