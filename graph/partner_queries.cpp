// The questions of graph/query.hpp about one party: those it deals with, what lies between it and others.
#include <algorithm>
#include <limits>
#include <unordered_map>
#include <utility>
#include <vector>

#include "graph/partner_lists.hpp"
#include "graph/query.hpp"
#include "graph/radix_sort.hpp"

namespace ekg {
namespace {

// How often a party meets whom. Counters of eight bits lie in the fastest memory.
class Meetings {
 public:
  static constexpr std::uint8_t many = 8;

  Meetings(const TimeSlice& slice, EntityId ego) : times_(slice.graph().entity_count(), 0) {
    // On the side, for a byte that is written might be anything.
    std::uint8_t* const times = times_.data();
    std::size_t met = 0;
    each_partner(slice, ego, [&](EventId, EntityId other, bool, bool) {
      const std::uint8_t now = ++times[other];
      met += now == 1 ? 1 : 0;
      if (now == many) often_met_.push_back(other);
      if (now == most) times[other] -= lap, ++laps_[other];
    });
    met_ = met;
  }
  std::size_t met() const { return met_; }
  std::uint32_t times(EntityId other) const {
    const auto laps = times_[other] < most - lap ? laps_.end() : laps_.find(other);
    return times_[other] + (laps == laps_.end() ? 0 : lap * laps->second);
  }
  // Those who are met, ascending.
  std::vector<EntityId> all() const {
    std::vector<EntityId> all;
    all.reserve(met_);
    for (EntityId other = 0; other < times_.size(); ++other)
      if (times_[other] != 0) all.push_back(other);
    return all;
  }
  // At least `many` times, in any order.
  const std::vector<EntityId>& often_met() const { return often_met_; }
  // A zero for each entity, in the memory of the counters.
  std::vector<std::uint8_t> zeros() && {
    std::ranges::fill(times_, 0);
    return std::move(times_);
  }

 private:
  static constexpr std::uint8_t most = 255, lap = 128;  // that one lap takes from a full counter

  std::vector<std::uint8_t> times_;
  std::unordered_map<EntityId, std::uint32_t> laps_;
  std::vector<EntityId> often_met_;
  std::size_t met_ = 0;
};

// What the events of the rows' parties with the ego add up to; all in time order, so that the memory is gone
// through once. `place` has an element for each entity, all 0. REQUIRES: it can number the rows.
template <class Place>
void add_up(const TimeSlice& slice, EntityId ego, std::vector<EgoRow>& rows, std::vector<Place> place) {
  const EventGraph& graph = slice.graph();
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    place[rows[i].entity] = static_cast<Place>(i + 1);
    count += rows[i].events;
  }
  // Collected without a branch on what cannot be foreseen.
  constexpr std::uint64_t acts = 1U << 31, acted_on = 1U << 30, low = acted_on - 1;
  std::vector<std::uint64_t> told(count + 1);
  std::uint64_t* next = told.data();
  const Place* const places = place.data();
  each_partner(slice, ego, [&](EventId event, EntityId other, bool to, bool from) {
    const std::uint64_t at = places[other];
    *next = std::uint64_t{event} << 32 | (to ? acts : 0) | (from ? acted_on : 0) | at;
    next += at != 0 ? 1 : 0;
  });
  told.pop_back();
  for (const std::uint64_t word : told) {
    EgoRow& row = rows[(word & low) - 1];
    row.to += (word & acts) != 0 ? 1 : 0;
    row.from += (word & acted_on) != 0 ? 1 : 0;
    add_balance(row, graph, static_cast<EventId>(word >> 32));
  }
}

}  // namespace

Ego ego_network(const TimeSlice& slice, EntityId ego, std::size_t limit) {
  const EventGraph& graph = slice.graph();
  Meetings meetings(slice, ego);
  // The most events first, then by row, as numbers.
  const bool often_suffice = limit != 0 && limit <= meetings.often_met().size();
  const std::vector<EntityId> ranked_ones = often_suffice ? meetings.often_met() : meetings.all();
  std::vector<std::uint64_t> ranked;
  ranked.reserve(ranked_ones.size());
  for (const EntityId other : ranked_ones)
    ranked.push_back(std::uint64_t{~meetings.times(other)} << 32 | other);
  if (limit != 0 && limit < ranked.size()) {
    std::ranges::nth_element(ranked, ranked.begin() + static_cast<std::ptrdiff_t>(limit));
    ranked.resize(limit);
  }
  radix_sort(ranked, 0, 64);

  Ego result;
  result.neighbours = meetings.met();
  result.rows.resize(ranked.size());
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    result.rows[i].entity = static_cast<EntityId>(ranked[i] & 0xffffffff);
    result.rows[i].events = ~static_cast<std::uint32_t>(ranked[i] >> 32);
  }
  if (result.rows.size() < std::numeric_limits<std::uint8_t>::max())
    add_up(slice, ego, result.rows, std::move(meetings).zeros());
  else
    add_up(slice, ego, result.rows, std::vector<std::uint32_t>(graph.entity_count(), 0));
  return result;
}

std::vector<EventId> events_between(const TimeSlice& slice, const std::vector<EntityId>& these,
                                    const std::vector<EntityId>& those, bool both) {
  const EventGraph& graph = slice.graph();
  const auto has = [](const std::vector<EntityId>& set, EntityId entity) {
    return std::ranges::find(set, entity) != set.end();
  };
  const auto acts_on = [&](EventId event, const std::vector<EntityId>& side,
                           const std::vector<EntityId>& other) {
    for (const Participant actor : graph.participants(event, Role::actor)) {
      if (!has(side, actor.row())) continue;
      for (const Participant recipient : graph.participants(event, Role::recipient))
        if (recipient.row() != actor.row() && has(other, recipient.row())) return true;
    }
    return false;
  };
  if (both && these.size() == 1 && those.size() == 1) {
    std::vector<EventId> found;
    if (these.front() != those.front())
      each_event_of_pair(slice, these.front(), those.front(), [&](EventId event) { found.push_back(event); });
    return found;
  }
  // From the side that has fewer events to look at.
  const auto weight = [&](const std::vector<EntityId>& set) {
    std::size_t events = 0;
    for (const EntityId entity : set) events += slice.incidence(entity).events.size();
    return events;
  };
  const bool turned = weight(those) < weight(these);
  const std::vector<EntityId>&near = turned ? those : these, &far = turned ? these : those;
  const bool near_may_act = both || !turned, far_may_act = both || turned;
  std::vector<EventId> found;
  std::vector<std::uint32_t> places;
  for (const EntityId entity : near) {
    const TimeSlice::Incidence list = slice.incidence(entity);
    // Without a branch on what is mostly not looked for and cannot be foreseen.
    places.resize(list.events.size());
    std::size_t count = 0;
    const EntityId only = far.size() == 1 ? far.front() : 0;
    for (std::size_t i = 0; i < list.events.size(); ++i) {
      const Partner partner = list.partners[i];
      const bool is_far = far.size() != 1 || partner.row() == only;
      places[count] = static_cast<std::uint32_t>(i);
      const bool wanted =
          (partner.kind() == Partner::Kind::several) | ((partner.kind() >= Partner::Kind::acts_on) & is_far);
      count += wanted ? 1 : 0;
    }
    for (std::size_t at = 0; at < count; ++at) {
      const Partner partner = list.partners[places[at]];
      const EventId event = list.events[places[at]];
      const bool fits =
          partner.kind() == Partner::Kind::several
              ? (near_may_act && acts_on(event, near, far)) || (far_may_act && acts_on(event, far, near))
              : (partner.kind() == Partner::Kind::acts_on ? near_may_act : far_may_act) &&
                    has(far, partner.row());
      if (fits && slice.contains(event)) found.push_back(event);
    }
  }
  if (near.size() > 1) {
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
  }
  return found;
}

}  // namespace ekg
