// Who stands against whom in an event, and the lists of events of those pairs that meet often
// (EventGraph::often_met).
#include <algorithm>
#include <utility>
#include <vector>

#include "graph/partner_lists.hpp"

namespace ekg {

void partners_in(const EventGraph& graph, EventId event, EntityId entity, std::vector<PartnerTold>& out) {
  const auto actors = graph.participants(event, Role::actor),
             recipients = graph.participants(event, Role::recipient);
  const auto is_in = [](std::span<const Participant> side, Role role, EntityId row) {
    return std::ranges::binary_search(side, Participant(role, row));
  };
  const bool acts = is_in(actors, Role::actor, entity), acted_on = is_in(recipients, Role::recipient, entity);
  out.clear();
  if (acts)
    for (const Participant recipient : recipients)
      if (recipient.row() != entity)
        out.push_back({recipient.row(), true, acted_on && is_in(actors, Role::actor, recipient.row())});
  if (acted_on)
    for (const Participant actor : actors)
      if (actor.row() != entity && !(acts && is_in(recipients, Role::recipient, actor.row())))
        out.push_back({actor.row(), false, true});
}

void EventGraph::index_pairs() const {
  std::call_once(*pairs_indexed_, [this] {
    if (mapped_) return;  // they lie in the file
    const TimeSlice all(*this);
    std::vector<PairList> lists;
    std::vector<EventId> events;
    // Of those whom `a` meets: how often, then where their next event goes.
    std::vector<std::uint32_t> times(entity_count(), 0);
    std::vector<EntityId> met;
    for (EntityId a = 0; a < entity_count(); ++a) {
      each_partner(all, a, [&](EventId, EntityId b, bool, bool) {
        if (b > a && times[b]++ == 0) met.push_back(b);
      });
      std::ranges::sort(met);
      const std::size_t before = lists.size();
      auto next = static_cast<std::uint32_t>(events.size());
      for (const EntityId b : met) {
        const std::uint32_t count = std::exchange(times[b], 0);
        if (count < often) continue;
        lists.push_back({a, b, next});
        times[b] = next + 1;
        next += count;
      }
      met.clear();
      if (lists.size() == before) continue;
      events.resize(next);
      each_partner(all, a, [&](EventId event, EntityId b, bool, bool) {
        if (times[b] != 0) events[times[b]++ - 1] = event;
      });
      for (std::size_t i = before; i < lists.size(); ++i) times[lists[i].b] = 0;
    }
    lists.push_back({entity_count(), entity_count(), static_cast<std::uint32_t>(events.size())});
    pair_lists_ = Column(std::move(lists));
    pair_events_ = Column(std::move(events));
  });
}

std::span<const EventGraph::PairList> EventGraph::often_met() const {
  index_pairs();
  return {pair_lists_.begin(), pair_lists_.size() - 1};
}

std::span<const EventId> EventGraph::events_of(const PairList& pair) const {
  return {pair_events_.data() + pair.first, (&pair)[1].first - pair.first};
}

std::optional<std::span<const EventId>> EventGraph::events_of_pair(EntityId a, EntityId b) const {
  const std::pair wanted(std::min(a, b), std::max(a, b));
  const auto pairs = often_met();
  const auto at = std::ranges::lower_bound(pairs, wanted, {},
                                           [](const PairList& pair) { return std::pair(pair.a, pair.b); });
  if (at == pairs.end() || std::pair(at->a, at->b) != wanted) return std::nullopt;
  return events_of(*at);
}

}  // namespace ekg
