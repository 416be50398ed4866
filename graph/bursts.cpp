#include "graph/bursts.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>

namespace ekg {
namespace {

using std::chrono::sys_seconds;

double usual_rate(const std::vector<std::uint64_t>& counts, const std::vector<double>& exposure) {
  const double all = std::accumulate(exposure.begin(), exposure.end(), 0.0);
  const auto told = static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}));
  return all > 0 ? told / all : 0;
}

// -ln of the Poisson probability, without what is the same at every level.
double surprise(std::uint64_t count, double expected) {
  if (expected <= 0) return 0;
  return expected - static_cast<double>(count) * std::log(expected);
}

double step_up(const BurstOptions& options, std::size_t buckets) {
  return options.reluctance * std::log(static_cast<double>(std::max<std::size_t>(buckets, 1)));
}

// The buckets of a calendar as numbers.
class Buckets {
 public:
  Buckets(sys_seconds first, sys_seconds last, CalendarUnit unit) {
    for (auto begin = unit_begin(first, unit); begin <= last; begin = unit_end(begin, unit))
      begins_.push_back(begin);
    begins_.push_back(unit_end(begins_.back(), unit));
  }
  std::size_t size() const { return begins_.size() - 1; }
  std::size_t of(sys_seconds instant) const {
    return static_cast<std::size_t>(std::ranges::upper_bound(begins_, instant) - begins_.begin()) - 1;
  }
  sys_seconds begin(std::size_t bucket) const { return begins_[bucket]; }

 private:
  std::vector<sys_seconds> begins_;
};

using Key = std::tuple<std::optional<TypeId>, std::optional<EntityId>, std::optional<EntityId>>;

void keys_of(const EventGraph& graph, EventId event, BurstOf of, std::vector<Key>& keys) {
  keys.clear();
  switch (of) {
    case BurstOf::all:
      keys.emplace_back();
      return;
    case BurstOf::type:
      keys.emplace_back(graph.type(event), std::nullopt, std::nullopt);
      return;
    case BurstOf::actor:
      for (const Role role : {Role::actor, Role::recipient})
        for (const Participant party : graph.participants(event, role))
          keys.emplace_back(std::nullopt, party.row(), std::nullopt);
      break;
    case BurstOf::pair:
      for (const Participant actor : graph.participants(event, Role::actor))
        for (const Participant recipient : graph.participants(event, Role::recipient))
          if (actor.row() != recipient.row())
            keys.emplace_back(std::nullopt, std::min(actor.row(), recipient.row()),
                              std::max(actor.row(), recipient.row()));
      break;
  }
  std::ranges::sort(keys);
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
}

sys_seconds counted_at(const TimeSlice& slice, EventId event) {
  const sys_seconds begin = slice.graph().begin(event);
  return slice.from() ? std::max(begin, *slice.from()) : begin;
}

}  // namespace

double burst_cost(const std::vector<unsigned>& levels, const std::vector<std::uint64_t>& counts,
                  const std::vector<double>& exposure, const BurstOptions& options) {
  const double rate = usual_rate(counts, exposure), up = step_up(options, counts.size());
  double cost = 0;
  unsigned before = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (levels[i] > before) cost += up * (levels[i] - before);
    cost += surprise(counts[i], exposure[i] * rate * std::pow(options.ratio, levels[i]));
    before = levels[i];
  }
  return cost;
}

std::vector<unsigned> burst_levels(const std::vector<std::uint64_t>& counts,
                                   const std::vector<double>& exposure, const BurstOptions& options) {
  const std::size_t n = counts.size(), states = options.levels + 1;
  const double rate = usual_rate(counts, exposure), up = step_up(options, n);
  std::vector<double> best(states, 0), next(states);
  std::vector<unsigned> came_from(n * states);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t to = 0; to < states; ++to) {
      double cost = 0;
      unsigned from = 0;
      for (std::size_t candidate = 0; candidate < (i == 0 ? 1 : states); ++candidate) {
        const double way = best[candidate] + (to > candidate ? up * static_cast<double>(to - candidate) : 0);
        if (candidate > 0 && way >= cost) continue;
        cost = way;
        from = static_cast<unsigned>(candidate);
      }
      came_from[i * states + to] = from;
      next[to] = cost + surprise(counts[i], exposure[i] * rate * std::pow(options.ratio, to));
    }
    best = next;
  }
  std::vector<unsigned> levels(n);
  auto state = static_cast<unsigned>(std::ranges::min_element(best) - best.begin());
  for (std::size_t i = n; i-- > 0;) {
    levels[i] = state;
    state = came_from[i * states + state];
  }
  return levels;
}

std::vector<BurstSpan> burst_spans(const std::vector<std::uint64_t>& counts,
                                   const std::vector<double>& exposure, const BurstOptions& options) {
  const std::vector<unsigned> levels = burst_levels(counts, exposure, options);
  const double rate = usual_rate(counts, exposure);
  std::vector<BurstSpan> spans;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    for (unsigned level = (i == 0 ? 0 : levels[i - 1]) + 1; level <= levels[i]; ++level) {
      BurstSpan span{i, i, level, 0, 0, 0};
      for (; span.last < levels.size() && levels[span.last] >= level; ++span.last) {
        const double usual = exposure[span.last] * rate;
        span.count += counts[span.last];
        span.expected += usual;
        span.weight += surprise(counts[span.last], usual * std::pow(options.ratio, level - 1)) -
                       surprise(counts[span.last], usual * std::pow(options.ratio, level));
      }
      spans.push_back(span);
    }
  }
  return spans;
}

std::vector<Burst> find_bursts(const TimeSlice& slice, CalendarUnit unit, BurstOf of, BurstAgainst against,
                               const BurstOptions& options) {
  const EventGraph& graph = slice.graph();
  std::optional<sys_seconds> first, last;
  for (const EventId event : slice.events()) {
    if (!graph.dated(event)) continue;
    const sys_seconds instant = counted_at(slice, event);
    if (!first || instant < *first) first = instant;
    if (!last || instant > *last) last = instant;
  }
  if (!first) return {};
  if (slice.from()) first = slice.from();
  if (slice.to()) last = *slice.to() - std::chrono::seconds(1);
  const Buckets buckets(*first, *last, unit);

  std::vector<double> exposure(buckets.size());
  if (against == BurstAgainst::time) {
    for (std::size_t i = 0; i < buckets.size(); ++i) {
      const auto from = slice.from() ? std::max(buckets.begin(i), *slice.from()) : buckets.begin(i);
      const auto to = slice.to() ? std::min(buckets.begin(i + 1), *slice.to()) : buckets.begin(i + 1);
      exposure[i] = static_cast<double>((to - from).count()) / 86400;
    }
  } else {
    SliceFilter window;
    window.from = slice.from();
    window.to = slice.to();
    const TimeSlice all(graph, window);
    for (const EventId event : all.events()) {
      if (!graph.dated(event)) continue;
      const sys_seconds instant = counted_at(all, event);
      if (instant >= buckets.begin(0) && instant < buckets.begin(buckets.size()))
        ++exposure[buckets.of(instant)];
    }
  }

  std::map<Key, std::map<std::size_t, std::uint64_t>> told;
  std::vector<Key> keys;
  for (const EventId event : slice.events()) {
    if (!graph.dated(event)) continue;
    const std::size_t bucket = buckets.of(counted_at(slice, event));
    keys_of(graph, event, of, keys);
    for (const Key& key : keys) ++told[key][bucket];
  }
  std::vector<Burst> bursts;
  std::vector<std::uint64_t> counts(buckets.size());
  for (const auto& [key, series] : told) {
    std::ranges::fill(counts, 0);
    for (const auto& [bucket, count] : series) counts[bucket] = count;
    const auto& [type, a, b] = key;
    for (const BurstSpan& span : burst_spans(counts, exposure, options))
      bursts.push_back({type, a, b, buckets.begin(span.first), buckets.begin(span.last), span});
  }
  std::ranges::stable_sort(bursts, [](const Burst& x, const Burst& y) {
    return x.span.weight != y.span.weight ? x.span.weight > y.span.weight
                                          : std::tie(x.begin, x.span.level) < std::tie(y.begin, y.span.level);
  });
  return bursts;
}

}  // namespace ekg
