// The questions of graph/query.hpp about two parties: pairs, neighbours, what lies between, who hangs
// together.
#include <algorithm>
#include <bit>
#include <numeric>
#include <tuple>

#include "graph/query.hpp"

namespace ekg {
namespace {

bool is_cooperation(Quad quad) {
  return quad == Quad::verbal_cooperation || quad == Quad::material_cooperation;
}

template <class Row>
void add_balance(Row& row, const EventGraph& graph, EventId event) {
  if (const auto quad = graph.quad(event)) ++(is_cooperation(*quad) ? row.cooperation : row.conflict);
  row.intensity += graph.intensity(event).value_or(0);
  row.seen.add(graph, event);
}

// Pairs of a slice's events as numbers a * entities + b with a < b in the upper bits, and which of the
// slice's events it is in the lower ones.
struct PairKeys {
  std::vector<std::uint64_t> keys;
  unsigned event_bits = 0;
  EventId first = 0;  // event 0 of the lower bits
  unsigned pair_bits = 0;
  unsigned entity_bits = 0;

  std::uint64_t pair(std::uint64_t key) const { return key >> event_bits; }
  EventId event(std::uint64_t key) const {
    return first + static_cast<EventId>(key & ((std::uint64_t{1} << event_bits) - 1));
  }
  EntityId a(std::uint64_t key) const { return static_cast<EntityId>(pair(key) >> entity_bits); }
  EntityId b(std::uint64_t key) const {
    return static_cast<EntityId>(pair(key) & ((std::uint64_t{1} << entity_bits) - 1));
  }
};

// `each` is called with every distinct unordered pair of an actor and a recipient of `event`.
template <class Each>
void each_pair(const EventGraph& graph, EventId event, Each each) {
  const auto all = graph.entities_in(event);
  std::size_t actors = 0;
  while (actors < all.size() && all[actors].role() == Role::actor) ++actors;
  std::size_t parties = actors;
  while (parties < all.size() && all[parties].role() == Role::recipient) ++parties;
  if (actors == 1 && parties == 2) {
    const EntityId x = all[0].row(), y = all[1].row();
    if (x != y) each(std::min(x, y), std::max(x, y));
    return;
  }
  std::vector<std::pair<EntityId, EntityId>> pairs;
  for (std::size_t i = 0; i < actors; ++i)
    for (std::size_t k = actors; k < parties; ++k)
      if (all[i].row() != all[k].row()) pairs.push_back(std::minmax({all[i].row(), all[k].row()}));
  std::ranges::sort(pairs);
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  for (const auto& [a, b] : pairs) each(a, b);
}

// Stable, by the bits [low, high): least digits first (D. Knuth, TAOCP 3, 5.2.5).
void radix_sort(std::vector<std::uint64_t>& keys, unsigned low, unsigned high) {
  constexpr unsigned digit_bits = 11;
  if (keys.size() < 4096) {
    std::ranges::stable_sort(keys, {}, [low](std::uint64_t key) { return key >> low; });
    return;
  }
  std::vector<std::uint64_t> other(keys.size());
  for (unsigned shift = low; shift < high; shift += digit_bits) {
    const std::uint64_t mask = (std::uint64_t{1} << std::min(digit_bits, high - shift)) - 1;
    std::vector<std::size_t> at(std::size_t{1} << digit_bits, 0);
    for (const std::uint64_t key : keys) ++at[(key >> shift) & mask];
    if (at[(keys.front() >> shift) & mask] == keys.size()) continue;  // the same digit everywhere
    std::exclusive_scan(at.begin(), at.end(), at.begin(), std::size_t{0});
    for (const std::uint64_t key : keys) other[at[(key >> shift) & mask]++] = key;
    keys.swap(other);
  }
}

// All pairs of a slice in the order of (a, b, event), as numbers of one word; false when they need more bits.
bool collect_keys(const TimeSlice& slice, PairKeys& out) {
  const EventGraph& graph = slice.graph();
  const EventRange events = slice.events();
  if (events.empty()) return true;
  out.first = *events.begin();
  out.entity_bits = static_cast<unsigned>(std::bit_width(graph.entity_count()));
  out.event_bits = static_cast<unsigned>(std::bit_width(graph.event_count() - out.first));
  out.pair_bits = 2 * out.entity_bits;
  if (out.pair_bits + out.event_bits > 64) return false;
  for (auto at = events.begin(), last = events.end(); at != last; ++at) {
    const EventId event = *at;
    each_pair(graph, event, [&](EntityId a, EntityId b) {
      out.keys.push_back(((static_cast<std::uint64_t>(a) << out.entity_bits) | b) << out.event_bits |
                         (event - out.first));
    });
  }
  radix_sort(out.keys, out.event_bits, out.event_bits + out.pair_bits);
  return true;
}

struct Run {
  std::size_t first, last;  // of the sorted keys
};

// More events first, in the order of pairs among equals; the first `limit`.
void rank(std::vector<Run>& runs, std::size_t limit) {
  const auto before = [](const Run& x, const Run& y) {
    return x.last - x.first != y.last - y.first ? x.last - x.first > y.last - y.first : x.first < y.first;
  };
  if (limit != 0 && limit < runs.size()) {
    std::ranges::nth_element(runs, runs.begin() + static_cast<std::ptrdiff_t>(limit), before);
    runs.resize(limit);
  }
  std::ranges::sort(runs, before);
}

}  // namespace

std::vector<PairRow> rank_pairs(const TimeSlice& slice, std::size_t limit) {
  const EventGraph& graph = slice.graph();
  PairKeys keys;
  std::vector<Run> runs;
  std::vector<PairRow> rows;
  const auto row_of = [&](EntityId a, EntityId b, std::uint64_t events) -> PairRow& {
    PairRow& row = rows.emplace_back();
    row.a = a;
    row.b = b;
    row.events = events;
    return row;
  };
  if (collect_keys(slice, keys)) {
    for (std::size_t first = 0, last; first < keys.keys.size(); first = last) {
      for (last = first + 1;
           last < keys.keys.size() && keys.pair(keys.keys[last]) == keys.pair(keys.keys[first]);)
        ++last;
      runs.push_back({first, last});
    }
    rank(runs, limit);
    rows.reserve(runs.size());
    for (const Run& run : runs) {
      PairRow& row = row_of(keys.a(keys.keys[run.first]), keys.b(keys.keys[run.first]), run.last - run.first);
      for (std::size_t i = run.first; i < run.last; ++i) add_balance(row, graph, keys.event(keys.keys[i]));
    }
    return rows;
  }
  // Too many events and entities for one word.
  std::vector<std::tuple<EntityId, EntityId, EventId>> told;
  for (const EventId event : slice.events())
    each_pair(graph, event, [&](EntityId a, EntityId b) { told.emplace_back(a, b, event); });
  std::ranges::sort(told);
  const auto same = [&](std::size_t i, std::size_t k) {
    return std::get<0>(told[i]) == std::get<0>(told[k]) && std::get<1>(told[i]) == std::get<1>(told[k]);
  };
  for (std::size_t first = 0, last; first < told.size(); first = last) {
    for (last = first + 1; last < told.size() && same(first, last);) ++last;
    runs.push_back({first, last});
  }
  rank(runs, limit);
  for (const Run& run : runs) {
    PairRow& row = row_of(std::get<0>(told[run.first]), std::get<1>(told[run.first]), run.last - run.first);
    for (std::size_t i = run.first; i < run.last; ++i) add_balance(row, graph, std::get<2>(told[i]));
  }
  return rows;
}

std::vector<EgoRow> ego_network(const TimeSlice& slice, EntityId ego) {
  const EventGraph& graph = slice.graph();
  // One word for each time the ego meets somebody: who it is above, then the event and who acts.
  const auto entity_bits = static_cast<unsigned>(std::bit_width(graph.entity_count()));
  constexpr unsigned low_bits = 34;
  std::vector<std::uint64_t> met;
  const auto count = [&](EntityId other, bool to, bool from, EventId event) {
    met.push_back(static_cast<std::uint64_t>(other) << low_bits | static_cast<std::uint64_t>(event) << 2 |
                  static_cast<unsigned>(to) << 1 | static_cast<unsigned>(from));
  };
  const TimeSlice::Incidence list = slice.incidence(ego);
  for (std::size_t i = 0; i < list.events.size(); ++i) {
    const Partner partner = list.partners[i];
    const EventId event = list.events[i];
    if (partner.kind() == Partner::Kind::none || !slice.contains(event)) continue;
    if (partner.kind() != Partner::Kind::several) {
      const bool acts = partner.kind() == Partner::Kind::acts_on;
      count(partner.row(), acts, !acts, event);
      continue;
    }
    const auto actors = graph.participants(event, Role::actor),
               recipients = graph.participants(event, Role::recipient);
    const bool acts = std::ranges::binary_search(actors, Participant(Role::actor, ego));
    const bool acted_on = std::ranges::binary_search(recipients, Participant(Role::recipient, ego));
    if (acts)
      for (const Participant recipient : recipients)
        if (recipient.row() != ego)
          count(recipient.row(), true,
                acted_on && std::ranges::binary_search(actors, Participant(Role::actor, recipient.row())),
                event);
    if (acted_on)
      for (const Participant actor : actors)
        if (actor.row() != ego &&
            !(acts && std::ranges::binary_search(recipients, Participant(Role::recipient, actor.row()))))
          count(actor.row(), false, true, event);
  }
  radix_sort(met, low_bits, low_bits + entity_bits);
  std::vector<std::uint64_t> runs;  // how many times they meet above, the first of the run below
  for (std::size_t first = 0, last; first < met.size(); first = last) {
    for (last = first + 1; last < met.size() && met[last] >> low_bits == met[first] >> low_bits;) ++last;
    runs.push_back((0xffffffff - (last - first)) << 32 | first);
  }
  radix_sort(runs, 32, 64);
  std::vector<EgoRow> ranked;
  ranked.reserve(runs.size());
  for (const std::uint64_t run : runs) {
    EgoRow& row = ranked.emplace_back();
    const std::size_t first = run & 0xffffffff;
    row.entity = static_cast<EntityId>(met[first] >> low_bits);
    row.events = 0xffffffff - (run >> 32);
    for (std::size_t i = first; i < first + row.events; ++i) {
      row.to += met[i] >> 1 & 1;
      row.from += met[i] & 1;
      add_balance(row, graph, static_cast<EventId>(met[i] >> 2));
    }
  }
  return ranked;
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
  const bool one = far.size() == 1;
  for (const EntityId entity : near) {
    const TimeSlice::Incidence list = slice.incidence(entity);
    for (std::size_t i = 0; i < list.events.size(); ++i) {
      const Partner partner = list.partners[i];
      if (one && partner.row() != far.front() && partner.kind() >= Partner::Kind::acts_on) continue;
      switch (partner.kind()) {
        case Partner::Kind::none:
          continue;
        case Partner::Kind::several:
          if (!(near_may_act && acts_on(list.events[i], near, far)) &&
              !(far_may_act && acts_on(list.events[i], far, near)))
            continue;
          break;
        case Partner::Kind::acts_on:
          if (!near_may_act || !has(far, partner.row())) continue;
          break;
        case Partner::Kind::acted_on:
          if (!far_may_act || !has(far, partner.row())) continue;
          break;
      }
      if (slice.contains(list.events[i])) found.push_back(list.events[i]);
    }
  }
  if (near.size() > 1) {
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
  }
  return found;
}

std::vector<ComponentRow> weak_components(const TimeSlice& slice) {
  const EventGraph& graph = slice.graph();
  constexpr EntityId none = 0xffffffff;
  std::vector<EntityId> parent(graph.entity_count(), none);
  // The root is always the least member, so that it names the component; paths are halved on the way.
  const auto root = [&](EntityId entity) {
    if (parent[entity] == none) parent[entity] = entity;
    while (parent[entity] != entity) {
      parent[entity] = parent[parent[entity]];
      entity = parent[entity];
    }
    return entity;
  };
  const EventRange events = slice.events();
  for (auto at = events.begin(), last = events.end(); at != last; ++at) {
    const auto all = graph.entities_in(*at);
    const bool connects = !all.empty() && all.front().role() == Role::actor;
    std::size_t parties = 0;
    while (parties < all.size() && all[parties].role() <= Role::recipient) ++parties;
    const bool both = connects && parties > 0 && all[parties - 1].role() == Role::recipient;
    for (std::size_t i = 0; i < parties; ++i) {
      const EntityId x = root(all[i].row());
      if (i == 0 || !both) continue;
      const EntityId y = root(all[0].row());
      if (x != y) parent[std::max(x, y)] = std::min(x, y);
    }
  }
  std::vector<ComponentRow> rows;
  for (EntityId entity = 0; entity < parent.size(); ++entity)
    if (parent[entity] != none) rows.push_back({entity, root(entity)});
  return rows;
}

}  // namespace ekg
