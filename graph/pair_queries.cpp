// The questions of graph/query.hpp about two parties: pairs, neighbours, what lies between, who hangs
// together.
#include <algorithm>
#include <bit>
#include <numeric>
#include <tuple>
#include <utility>

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

// `visit` is called in time order with every event of the slice in which `entity` acts on another party or is
// acted on by it, once for each of those: (event, other, whether it acts on the other, the other on it).
template <class Visit>
void each_partner(const TimeSlice& slice, EntityId entity, Visit visit) {
  const EventGraph& graph = slice.graph();
  const TimeSlice::Incidence list = slice.incidence(entity);
  for (std::size_t i = 0; i < list.events.size(); ++i) {
    const Partner partner = list.partners[i];
    const EventId event = list.events[i];
    if (partner.kind() == Partner::Kind::none || !slice.contains(event)) continue;
    if (partner.kind() != Partner::Kind::several) {
      const bool acts = partner.kind() == Partner::Kind::acts_on;
      visit(event, partner.row(), acts, !acts);
      continue;
    }
    const auto actors = graph.participants(event, Role::actor),
               recipients = graph.participants(event, Role::recipient);
    const bool acts = std::ranges::binary_search(actors, Participant(Role::actor, entity));
    const bool acted_on = std::ranges::binary_search(recipients, Participant(Role::recipient, entity));
    if (acts)
      for (const Participant recipient : recipients)
        if (recipient.row() != entity)
          visit(event, recipient.row(), true,
                acted_on && std::ranges::binary_search(actors, Participant(Role::actor, recipient.row())));
    if (acted_on)
      for (const Participant actor : actors)
        if (actor.row() != entity &&
            !(acts && std::ranges::binary_search(recipients, Participant(Role::recipient, actor.row()))))
          visit(event, actor.row(), false, true);
  }
}

// The first few of a whole graph: the parties' lists name their partners, so nothing need be sorted.
// O(participations + pairs + limit * events of a party).
std::vector<PairRow> busiest_pairs(const TimeSlice& slice, std::size_t limit) {
  struct Counted {
    std::uint32_t events;
    EntityId a, b;
  };
  const auto before = [](const Counted& x, const Counted& y) {
    return x.events != y.events ? x.events > y.events : std::tie(x.a, x.b) < std::tie(y.a, y.b);
  };
  const EventGraph& graph = slice.graph();
  std::vector<Counted> best;  // a heap; its front is the one that the next better takes the place of
  std::vector<std::uint32_t> times(graph.entity_count(), 0);
  std::vector<EntityId> met;
  for (EntityId a = 0; a < graph.entity_count(); ++a) {
    each_partner(slice, a, [&](EventId, EntityId b, bool, bool) {
      if (b > a && times[b]++ == 0) met.push_back(b);
    });
    for (const EntityId b : met) {
      const Counted pair{std::exchange(times[b], 0), a, b};
      if (best.size() == limit) {
        if (!before(pair, best.front())) continue;
        std::ranges::pop_heap(best, before);
        best.pop_back();
      }
      best.push_back(pair);
      std::ranges::push_heap(best, before);
    }
    met.clear();
  }
  std::ranges::sort_heap(best, before);
  std::vector<PairRow> rows;
  for (const Counted& pair : best) {
    PairRow& row = rows.emplace_back();
    row.a = pair.a;
    row.b = pair.b;
    row.events = pair.events;
    const bool a_has_fewer = graph.events_of(pair.a).size() < graph.events_of(pair.b).size();
    const EntityId near = a_has_fewer ? pair.a : pair.b, far = a_has_fewer ? pair.b : pair.a;
    each_partner(slice, near, [&](EventId event, EntityId other, bool, bool) {
      if (other == far) add_balance(row, graph, event);
    });
  }
  return rows;
}

// Those whom a party deals with, in the order in which it meets them first; a hash table with open
// addressing.
class Partners {
 public:
  struct Row {
    EntityId entity;
    std::uint32_t events = 0, to = 0, from = 0, cooperation = 0, with_quad = 0, dated = 0;
    double intensity = 0;
    std::chrono::sys_seconds first{}, last{};  // of the dated
  };
  explicit Partners(std::size_t expected) { make_table(expected); }
  Row& of(EntityId entity) {
    std::size_t at = place_of(entity);
    if (table_[at] == 0) {
      if (2 * (rows_.size() + 1) > table_.size()) {
        make_table(2 * (rows_.size() + 1));
        for (std::uint32_t row = 0; row < rows_.size(); ++row) table_[place_of(rows_[row].entity)] = row + 1;
        at = place_of(entity);
      }
      rows_.push_back({entity});
      table_[at] = static_cast<std::uint32_t>(rows_.size());
    }
    return rows_[table_[at] - 1];
  }
  const std::vector<Row>& rows() const { return rows_; }

 private:
  void make_table(std::size_t expected) {
    const auto bits = static_cast<unsigned>(std::bit_width(expected + expected / 2 + 1));
    shift_ = 64 - bits;
    table_.assign(std::size_t{1} << bits, 0);
  }
  // Of the entity, or the free place where it belongs.
  std::size_t place_of(EntityId entity) const {
    std::size_t at = entity * 0x9e3779b97f4a7c15U >> shift_;
    while (table_[at] != 0 && rows_[table_[at] - 1].entity != entity) at = (at + 1) & (table_.size() - 1);
    return at;
  }

  unsigned shift_ = 0;
  std::vector<std::uint32_t> table_;  // row + 1; 0: free; never more than half full
  std::vector<Row> rows_;
};

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
  constexpr std::size_t few = 100;  // of which each costs a walk along a list
  if (limit != 0 && limit <= few && slice.unbounded()) return busiest_pairs(slice, limit);
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
  Partners partners(slice.incidence(ego).events.size());
  each_partner(slice, ego, [&](EventId event, EntityId other, bool to, bool from) {
    Partners::Row& row = partners.of(other);
    ++row.events;
    row.to += to;
    row.from += from;
    if (const auto quad = graph.quad(event)) row.cooperation += is_cooperation(*quad), ++row.with_quad;
    row.intensity += graph.intensity(event).value_or(0);
    if (!graph.dated(event)) return;
    if (row.dated++ == 0) row.first = graph.begin(event), row.last = graph.end(event);
    row.last = std::max(row.last, graph.end(event));
  });
  // By party, then by events, the most first: the row below, what it is sorted by above.
  std::vector<std::uint64_t> order;
  order.reserve(partners.rows().size());
  std::uint32_t most = 0;
  for (const Partners::Row& row : partners.rows()) {
    most = std::max(most, row.events);
    order.push_back(static_cast<std::uint64_t>(row.entity) << 32 | order.size());
  }
  radix_sort(order, 32, 32 + static_cast<unsigned>(std::bit_width(graph.entity_count())));
  for (std::uint64_t& word : order) {
    const std::uint64_t index = word & 0xffffffff;
    word = static_cast<std::uint64_t>(most - partners.rows()[index].events) << 32 | index;
  }
  radix_sort(order, 32, 32 + static_cast<unsigned>(std::bit_width(most)));
  std::vector<EgoRow> ranked;
  ranked.reserve(order.size());
  for (const std::uint64_t word : order) {
    const Partners::Row& from = partners.rows()[word & 0xffffffff];
    EgoRow& row = ranked.emplace_back();
    row.entity = from.entity;
    row.events = from.events;
    row.to = from.to;
    row.from = from.from;
    row.cooperation = from.cooperation;
    row.conflict = from.with_quad - from.cooperation;
    row.intensity = from.intensity;
    if (from.dated > 0) row.seen = {from.first, from.last};
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
