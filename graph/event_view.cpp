#include "graph/event_view.hpp"

#include <algorithm>

namespace ekg {
namespace {

EventView::Kind kind_of(Role role) {
  switch (role) {
    case Role::recipient:
      return EventView::Kind::recipient;
    case Role::place:
      return EventView::Kind::place;
    case Role::speaker:
      return EventView::Kind::speaker;
    default:
      return EventView::Kind::actor;
  }
}

bool runs_into_event(Role role) { return role == Role::actor || role == Role::speaker; }

}  // namespace

EventView::EventView(TimeSlice slice) {
  auto state = std::make_shared<State>(State{std::move(slice), {}, {}, {}, 0});
  const EventGraph& graph = state->slice.graph();
  state->vertex_of.assign(graph.entity_count(), null_vertex());
  for (const EventId event : state->slice.events()) {
    state->events.push_back(event);
    for (const Participant participant : graph.participants(event)) {
      if (participant.role() == Role::source) continue;
      state->vertex_of[participant.row()] = 0;
      ++state->edges;
    }
    for (const EventLink link : graph.links_from(event)) state->edges += state->slice.contains(link.to);
  }
  for (EntityId entity = 0; entity < graph.entity_count(); ++entity) {
    if (state->vertex_of[entity] == null_vertex()) continue;
    state->vertex_of[entity] = static_cast<vertex_descriptor>(state->entities.size());
    state->entities.push_back(entity);
  }
  state_ = std::move(state);
}

EventView::vertex_descriptor EventView::State::vertex_of_event(EventId event) const {
  const bool contiguous = events.back() - events.front() + 1 == events.size();
  const auto at = contiguous ? event - events.front()
                             : std::lower_bound(events.begin(), events.end(), event) - events.begin();
  return static_cast<vertex_descriptor>(entities.size() + static_cast<std::size_t>(at));
}

bool EventView::edge_iterator::participation(EventId event, Participant participant) {
  const Role role = participant.role();
  if (role == Role::source || (choice_.entity != any && participant.row() != choice_.entity)) return false;
  if (!(runs_into_event(role) ? choice_.into_event : choice_.out_of_event)) return false;
  const vertex_descriptor entity = state_->vertex_of[participant.row()];
  const vertex_descriptor event_vertex = state_->vertex_of_event(event);
  edge_ = runs_into_event(role) ? edge_descriptor{entity, event_vertex, kind_of(role)}
                                : edge_descriptor{event_vertex, entity, kind_of(role)};
  return true;
}

// Moves on to the next edge of the choice, from (at_, i_) inclusive.
void EventView::edge_iterator::settle() {
  for (; at_ != end_; ++at_, i_ = 0) {
    const EventId event = *at_;
    const EventGraph& graph = state_->slice.graph();
    const auto participants = graph.participants(event);
    for (; i_ < participants.size(); ++i_)
      if (participation(event, participants[i_])) return;
    const auto from = choice_.links_from ? graph.links_from(event) : std::span<const EventLink>();
    const auto to = choice_.links_to ? graph.links_to(event) : std::span<const EventLink>();
    for (; i_ < participants.size() + from.size() + to.size(); ++i_) {
      const std::size_t index = i_ - participants.size();
      const EventLink link = index < from.size() ? from[index] : to[index - from.size()];
      if (!state_->slice.contains(link.from) || !state_->slice.contains(link.to)) continue;
      edge_ = {state_->vertex_of_event(link.from), state_->vertex_of_event(link.to), Kind::about};
      return;
    }
  }
}

std::pair<EventView::edge_iterator, EventView::edge_iterator> EventView::all_edges() const {
  const EventRange events = state_->slice.events();
  const edge_iterator::Choice choice;
  return {edge_iterator(state_.get(), events.begin(), events.end(), choice),
          edge_iterator(state_.get(), events.end(), events.end(), choice)};
}

std::pair<EventView::edge_iterator, EventView::edge_iterator> EventView::edges_from(
    vertex_descriptor vertex) const {
  edge_iterator::Choice choice;
  EventRange events;
  if (is_event(vertex)) {
    choice.into_event = false;
    events = EventRange(nullptr, nullptr, event(vertex), event(vertex) + 1);
  } else {
    choice.entity = entity(vertex);
    choice.out_of_event = choice.links_from = false;
    events = state_->slice.events_of(entity(vertex));
  }
  return {edge_iterator(state_.get(), events.begin(), events.end(), choice),
          edge_iterator(state_.get(), events.end(), events.end(), choice)};
}

std::pair<EventView::edge_iterator, EventView::edge_iterator> EventView::edges_to(
    vertex_descriptor vertex) const {
  edge_iterator::Choice choice;
  choice.links_from = false;
  EventRange events;
  if (is_event(vertex)) {
    choice.out_of_event = false;
    choice.links_to = true;
    events = EventRange(nullptr, nullptr, event(vertex), event(vertex) + 1);
  } else {
    choice.entity = entity(vertex);
    choice.into_event = false;
    events = state_->slice.events_of(entity(vertex));
  }
  return {edge_iterator(state_.get(), events.begin(), events.end(), choice),
          edge_iterator(state_.get(), events.end(), events.end(), choice)};
}

}  // namespace ekg
