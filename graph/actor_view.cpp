#include "graph/actor_view.hpp"

namespace ekg {

ActorView::ActorView(TimeSlice slice) {
  auto state = std::make_shared<State>(State{std::move(slice), {}, {}, 0});
  const EventGraph& graph = state->slice.graph();
  state->vertex_of.assign(graph.entity_count(), null_vertex());
  for (const EventId event : state->slice.events()) {
    const auto actors = graph.participants(event, Role::actor);
    const auto recipients = graph.participants(event, Role::recipient);
    for (const Participant actor : actors) state->vertex_of[actor.row()] = 0;
    for (const Participant recipient : recipients) state->vertex_of[recipient.row()] = 0;
    state->edges += actors.size() * recipients.size();
  }
  for (EntityId entity = 0; entity < graph.entity_count(); ++entity) {
    if (state->vertex_of[entity] == null_vertex()) continue;
    state->vertex_of[entity] = static_cast<vertex_descriptor>(state->entities.size());
    state->entities.push_back(entity);
  }
  state_ = std::move(state);
}

}  // namespace ekg
