// Walks along the lists of events that a graph keeps by party and by pair, in time order. For the questions
// of graph/query.hpp; of a slice, all of them.
#pragma once
#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "graph/time_slice.hpp"

namespace ekg {

inline bool acts_on(const EventGraph& graph, EventId event, EntityId actor, EntityId recipient) {
  const auto all = graph.entities_in(event);
  if (all.size() == 2 && all[1].role() == Role::recipient)  // mostly
    return all[0] == Participant(Role::actor, actor) && all[1].row() == recipient;
  return std::ranges::binary_search(graph.participants(event, Role::actor),
                                    Participant(Role::actor, actor)) &&
         std::ranges::binary_search(graph.participants(event, Role::recipient),
                                    Participant(Role::recipient, recipient));
}

// Counts an event in a row of what went on between two. REQUIRES: it is called in time order.
template <class Row>
void add_balance(Row& row, const EventGraph& graph, EventId event) {
  if (const auto quad = graph.quad(event)) {
    const bool cooperation = *quad == Quad::verbal_cooperation || *quad == Quad::material_cooperation;
    row.cooperation += cooperation ? 1 : 0;
    row.conflict += cooperation ? 0 : 1;
  }
  row.intensity += graph.intensity(event).value_or(0);
  if (!graph.dated(event)) return;
  if (!row.seen.first) row.seen.first = graph.begin(event);
  const auto end = graph.end(event);
  if (!row.seen.last || end > *row.seen.last) row.seen.last = end;
}

// Whom an entity acts on or is acted on by in an event; each once, in the order of their roles and rows.
struct PartnerTold {
  EntityId other;
  bool acts, acted_on;  // the entity on the other, the other on it
};
void partners_in(const EventGraph& graph, EventId event, EntityId entity, std::vector<PartnerTold>& out);

// `visit` is called with every event of the slice in which `entity` acts on another party or is acted on by
// it, once for each of those: (event, other, whether it acts on the other, the other on it).
// O(log n + events of the entity in the window).
template <class Visit>
void each_partner(const TimeSlice& slice, EntityId entity, Visit visit) {
  const TimeSlice::Incidence list = slice.incidence(entity);
  std::vector<PartnerTold> several;
  for (std::size_t i = 0; i < list.events.size(); ++i) {
    const Partner partner = list.partners[i];
    if (i < list.certain && !slice.contains(list.events[i])) continue;
    if (partner.kind() >= Partner::Kind::acts_on) {
      const bool acts = partner.kind() == Partner::Kind::acts_on;
      visit(list.events[i], partner.row(), acts, !acts);
    } else if (partner.kind() == Partner::Kind::several) {
      partners_in(slice.graph(), list.events[i], entity, several);
      for (const PartnerTold& told : several) visit(list.events[i], told.other, told.acts, told.acted_on);
    }
  }
}

// `visit` is called with every event of the slice in which one of two acts on the other. O(log n + events
// visited) for two who meet often, else O(log n + events in the window of the one that has fewer).
template <class Visit>
void each_event_of_pair(const TimeSlice& slice, EntityId a, EntityId b, Visit visit) {
  const EventGraph& graph = slice.graph();
  if (const auto events = graph.events_of_pair(a, b)) {
    for (const EventId event : slice.among(*events)) visit(event);
    return;
  }
  TimeSlice::Incidence list = slice.incidence(a), others = slice.incidence(b);
  EntityId far = b;
  if (others.events.size() < list.events.size()) std::swap(list, others), far = a;
  for (std::size_t i = 0; i < list.events.size(); ++i) {
    const Partner partner = list.partners[i];
    const EventId event = list.events[i];
    const bool meet = partner.kind() == Partner::Kind::several
                          ? acts_on(graph, event, a, b) || acts_on(graph, event, b, a)
                          : partner.kind() >= Partner::Kind::acts_on && partner.row() == far;
    if (meet && (i >= list.certain || slice.contains(event))) visit(event);
  }
}

}  // namespace ekg
