// The questions of graph/query.hpp about all pairs: which meet most, who hangs together.
#include <algorithm>
#include <bit>
#include <memory>
#include <numeric>
#include <span>
#include <thread>
#include <tuple>
#include <utility>

#include "graph/parallel.hpp"
#include "graph/partner_lists.hpp"
#include "graph/query.hpp"
#include "graph/radix_sort.hpp"

namespace ekg {
namespace {

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
  if (all.size() == 2 && all[0].role() == Role::actor && all[1].role() == Role::recipient) {  // mostly
    const EntityId x = all[0].row(), y = all[1].row();
    if (x != y) each(std::min(x, y), std::max(x, y));
    return;
  }
  std::size_t actors = 0;
  while (actors < all.size() && all[actors].role() == Role::actor) ++actors;
  std::size_t parties = actors;
  while (parties < all.size() && all[parties].role() == Role::recipient) ++parties;
  std::vector<std::pair<EntityId, EntityId>> pairs;
  for (std::size_t i = 0; i < actors; ++i)
    for (std::size_t k = actors; k < parties; ++k)
      if (all[i].row() != all[k].row()) pairs.push_back(std::minmax({all[i].row(), all[k].row()}));
  std::ranges::sort(pairs);
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  for (const auto& [a, b] : pairs) each(a, b);
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

struct Counted {
  std::uint32_t events;
  EntityId a, b;
};
bool ranks_before(const Counted& x, const Counted& y) {
  return x.events != y.events ? x.events > y.events : std::tie(x.a, x.b) < std::tie(y.a, y.b);
}

// The first few of many.
class FirstFew {
 public:
  explicit FirstFew(std::size_t limit) : limit_(limit) {}
  bool may_take(std::uint32_t events) const {
    return heap_.size() < limit_ || events >= heap_.front().events;
  }
  void add(const Counted& pair) {
    if (heap_.size() == limit_) {
      if (!ranks_before(pair, heap_.front())) return;
      std::ranges::pop_heap(heap_, ranks_before);
      heap_.pop_back();
    }
    heap_.push_back(pair);
    std::ranges::push_heap(heap_, ranks_before);
  }
  void add(const FirstFew& others) {
    for (const Counted& pair : others.heap_) add(pair);
  }
  std::vector<Counted> in_order() && {
    std::ranges::sort_heap(heap_, ranks_before);
    return std::move(heap_);
  }

 private:
  std::size_t limit_;
  std::vector<Counted> heap_;  // its front is the one that the next better takes the place of
};

// A pair as a number that looks like chance, and back.
constexpr std::uint64_t scatter = 0x9e3779b97f4a7c15;
constexpr std::uint64_t gather = [] {
  std::uint64_t inverse = scatter;  // modulo 2^64, by Newton's method
  for (int step = 0; step < 6; ++step) inverse *= 2 - scatter * inverse;
  return inverse;
}();
static_assert(scatter * gather == 1);
constexpr unsigned row_bits = std::bit_width(Participant::row_limit - 1);

// Pairs of one heap, counted in a table with open addressing that is never more than half full.
class PairCounter {
 public:
  // `pairs` are scattered, and alike in their upper `heap_bits`.
  void count(std::span<const std::uint64_t> pairs, unsigned heap_bits, FirstFew& best) {
    const auto bits = static_cast<unsigned>(std::bit_width(2 * pairs.size() + 1));
    table_.assign(std::size_t{1} << bits, Slot{0, 0});
    taken_.resize(pairs.size() + 1);
    std::size_t taken = 0;
    for (const std::uint64_t pair : pairs) {
      std::size_t at = (pair << heap_bits) >> (64 - bits);
      while ((table_[at].pair != pair) & (table_[at].events != 0)) at = (at + 1) & (table_.size() - 1);
      taken_[taken] = static_cast<std::uint32_t>(at);
      taken += table_[at].events == 0 ? 1 : 0;
      table_[at].pair = pair;
      ++table_[at].events;
    }
    for (std::size_t i = 0; i < taken; ++i) {
      const Slot& slot = table_[taken_[i]];
      if (!best.may_take(slot.events)) continue;
      const std::uint64_t pair = slot.pair * gather;
      best.add({slot.events, static_cast<EntityId>(pair >> row_bits),
                static_cast<EntityId>(pair & (Participant::row_limit - 1))});
    }
  }

 private:
  struct Slot {
    std::uint64_t pair;
    std::uint32_t events;  // 0: free
  };
  std::vector<Slot> table_;
  std::vector<std::uint32_t> taken_;
};

// The pairs of a slice that meet most often. They are dealt into heaps, each so small that counting it stays
// in the fastest memory (A. Shatdal et al., Cache conscious algorithms for relational query processing, VLDB
// 1994); the heaps of a large slice are shared out among threads. O(pairs told).
std::vector<Counted> most_frequent(const TimeSlice& slice, std::size_t limit) {
  constexpr std::uint32_t of_a_heap = 1024, of_a_thread = 1U << 14;
  constexpr unsigned most_heap_bits = 11;
  const EventGraph& graph = slice.graph();
  const EventRange events = slice.events();
  const unsigned threads =
      std::clamp(events.at_most() / of_a_thread, 1U, std::max(1U, std::thread::hardware_concurrency()));
  const unsigned heap_bits =
      std::clamp(static_cast<unsigned>(std::bit_width(events.at_most() / of_a_heap)), 1U, most_heap_bits);
  const unsigned heap_shift = 64 - heap_bits;
  const std::size_t heaps = std::size_t{1} << heap_bits;
  std::vector<std::vector<std::uint64_t>> told(threads);
  std::vector<std::vector<std::uint32_t>> next(threads, std::vector<std::uint32_t>(heaps, 0));
  on_threads(threads, [&](unsigned t) {
    const EventRange mine = events.part(t, threads);
    told[t].reserve(mine.at_most());
    for (auto at = mine.begin(), last = mine.end(); at != last; ++at)
      each_pair(graph, *at, [&](EntityId a, EntityId b) {
        const std::uint64_t pair = (std::uint64_t{a} << row_bits | b) * scatter;
        told[t].push_back(pair);
        ++next[t][pair >> heap_shift];
      });
  });
  std::vector<std::uint32_t> starts(heaps + 1);
  std::uint32_t count = 0;
  for (std::size_t heap = 0; heap < heaps; ++heap) {
    starts[heap] = count;
    for (auto& own : next) count += std::exchange(own[heap], count);
  }
  starts[heaps] = count;
  if (count == 0) return {};
  const auto dealt = std::make_unique_for_overwrite<std::uint64_t[]>(count);
  on_threads(threads, [&](unsigned t) {
    for (const std::uint64_t pair : told[t]) dealt[next[t][pair >> heap_shift]++] = pair;
  });
  std::vector<FirstFew> best(threads, FirstFew(limit));
  on_threads(threads, [&](unsigned t) {
    PairCounter counter;
    const Stretch mine = stretch(heaps, threads, t);
    for (std::size_t heap = mine.first; heap < mine.last; ++heap)
      counter.count({&dealt[starts[heap]], starts[heap + 1] - starts[heap]}, heap_bits, best[t]);
  });
  for (unsigned t = 1; t < threads; ++t) best[0].add(best[t]);
  return std::move(best[0]).in_order();
}

// Of a whole graph those that meet often are counted already; nullopt: there are not that many.
std::optional<std::vector<Counted>> most_frequent_of_all(const EventGraph& graph, std::size_t limit) {
  const auto pairs = graph.often_met();
  if (pairs.size() < limit) return std::nullopt;
  FirstFew best(limit);
  for (const EventGraph::PairList& pair : pairs)
    best.add({static_cast<std::uint32_t>(graph.events_of(pair).size()), pair.a, pair.b});
  return std::move(best).in_order();
}

std::vector<PairRow> busiest_pairs(const TimeSlice& slice, std::size_t limit) {
  const EventGraph& graph = slice.graph();
  std::optional<std::vector<Counted>> best;
  if (slice.unbounded()) best = most_frequent_of_all(graph, limit);
  if (!best) best = most_frequent(slice, limit);
  std::vector<PairRow> rows;
  for (const Counted& pair : *best) {
    PairRow& row = rows.emplace_back();
    row.a = pair.a;
    row.b = pair.b;
    row.events = pair.events;
    each_event_of_pair(slice, pair.a, pair.b, [&](EventId event) { add_balance(row, graph, event); });
  }
  return rows;
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
  constexpr std::size_t few = 100;  // of which each costs a walk along a list
  if (limit != 0 && limit <= few) return busiest_pairs(slice, limit);
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

std::vector<ComponentRow> weak_components(const TimeSlice& slice) {
  const EventGraph& graph = slice.graph();
  constexpr EntityId none = 0xffffffff;
  std::vector<EntityId> parent(graph.entity_count(), none);
  // The root is always the least member, so that it names the component; paths are halved on the way, and who
  // is joined points at the root.
  const auto root = [&](EntityId entity) {
    if (parent[entity] == none) parent[entity] = entity;
    while (parent[entity] != entity) {
      parent[entity] = parent[parent[entity]];
      entity = parent[entity];
    }
    return entity;
  };
  const auto join = [&](EntityId x, EntityId y) {
    const EntityId x_root = root(x), y_root = root(y), least = std::min(x_root, y_root);
    parent[x_root] = parent[y_root] = parent[x] = parent[y] = least;
  };
  const EventRange events = slice.events();
  for (auto at = events.begin(), last = events.end(); at != last; ++at) {
    const auto all = graph.entities_in(*at);
    if (all.size() == 2 && all[0].role() == Role::actor && all[1].role() == Role::recipient) {  // mostly
      const EntityId x = all[0].row(), y = all[1].row();
      if (parent[x] != parent[y] || parent[x] == none) join(x, y);
      continue;
    }
    const bool connects = !all.empty() && all.front().role() == Role::actor;
    std::size_t parties = 0;
    while (parties < all.size() && all[parties].role() <= Role::recipient) ++parties;
    const bool both = connects && parties > 0 && all[parties - 1].role() == Role::recipient;
    for (std::size_t i = 0; i < parties; ++i) {
      root(all[i].row());
      if (i > 0 && both) join(all[0].row(), all[i].row());
    }
  }
  std::vector<ComponentRow> rows(parent.size());
  std::size_t count = 0;
  // A parent is never greater than its child: what is above is settled already.
  for (EntityId entity = 0; entity < parent.size(); ++entity) {
    if (parent[entity] == none) continue;
    parent[entity] = parent[parent[entity]];
    rows[count++] = {entity, parent[entity]};
  }
  rows.resize(count);
  return rows;
}

}  // namespace ekg
