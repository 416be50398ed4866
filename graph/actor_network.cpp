#include "graph/actor_network.hpp"

#include <algorithm>

namespace ekg {
namespace {

// Rows from sorted (source << 32 | target) keys of vertices, a key an event.
ActorNetwork network_of(std::vector<EntityId> entities, std::vector<std::uint64_t> keys) {
  std::sort(keys.begin(), keys.end());
  ActorNetwork network;
  network.entities = std::move(entities);
  network.offset.assign(network.entities.size() + 1, 0);
  for (std::size_t i = 0; i < keys.size();) {
    std::size_t last = i;
    while (last < keys.size() && keys[last] == keys[i]) ++last;
    network.arcs.push_back({static_cast<std::uint32_t>(keys[i]), static_cast<double>(last - i)});
    ++network.offset[(keys[i] >> 32) + 1];
    i = last;
  }
  for (std::size_t i = 1; i < network.offset.size(); ++i) network.offset[i] += network.offset[i - 1];
  return network;
}

ActorNetwork network_of(const TimeSlice& slice, bool directed) {
  const EventGraph& graph = slice.graph();
  std::vector<std::uint32_t> vertex_of(graph.entity_count(), 0);
  for (const EventId event : slice.events())
    for (const Role role : {Role::actor, Role::recipient})
      for (const Participant party : graph.participants(event, role)) vertex_of[party.row()] = 1;
  std::vector<EntityId> entities;
  for (EntityId row = 0; row < vertex_of.size(); ++row) {
    if (vertex_of[row] == 0) continue;
    vertex_of[row] = static_cast<std::uint32_t>(entities.size());
    entities.push_back(row);
  }
  std::vector<std::uint64_t> keys, here;
  for (const EventId event : slice.events()) {
    here.clear();
    for (const Participant actor : graph.participants(event, Role::actor)) {
      const std::uint64_t from = vertex_of[actor.row()];
      for (const Participant recipient : graph.participants(event, Role::recipient)) {
        const std::uint64_t to = vertex_of[recipient.row()];
        if (from == to) continue;
        here.push_back(from << 32 | to);
        if (!directed) here.push_back(to << 32 | from);
      }
    }
    if (here.size() > 1) {
      std::sort(here.begin(), here.end());
      here.erase(std::unique(here.begin(), here.end()), here.end());
    }
    keys.insert(keys.end(), here.begin(), here.end());
  }
  return network_of(std::move(entities), std::move(keys));
}

}  // namespace

ActorNetwork directed_network(const TimeSlice& slice) { return network_of(slice, true); }
ActorNetwork undirected_network(const TimeSlice& slice) { return network_of(slice, false); }

ActorNetwork reversed(const ActorNetwork& network) {
  ActorNetwork turned;
  turned.entities = network.entities;
  turned.offset.assign(network.offset.size(), 0);
  for (const ActorNetwork::Arc& arc : network.arcs) ++turned.offset[arc.to + 1];
  for (std::size_t i = 1; i < turned.offset.size(); ++i) turned.offset[i] += turned.offset[i - 1];
  turned.arcs.resize(network.arcs.size());
  std::vector<std::uint64_t> at(turned.offset.begin(), turned.offset.end() - 1);
  for (std::uint32_t vertex = 0; vertex < network.vertex_count(); ++vertex)
    for (const ActorNetwork::Arc& arc : network.arcs_of(vertex))
      turned.arcs[at[arc.to]++] = {vertex, arc.weight};
  return turned;
}

}  // namespace ekg
