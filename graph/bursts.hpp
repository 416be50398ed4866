// Bursts: stretches in which something is told far more often than usual. A hidden state for each bucket of
// the calendar says how fast events come; the cheapest course of states explains the counts (J. Kleinberg,
// "Bursty and Hierarchical Structure in Streams", KDD 2002, the automaton of its section 4 for batched
// arrivals, with Poisson counts in the place of binomial ones).
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "graph/calendar.hpp"
#include "graph/time_slice.hpp"

namespace ekg {

struct BurstOptions {
  double ratio = 2;       // level i expects ratio^i times the usual rate; > 1, finite
  double reluctance = 1;  // what each level upwards costs, times ln(number of buckets); >= 0, finite
  unsigned levels = 3;    // levels above the usual one
};

// Buckets [first, last) that stand at `level` or above; levels nest.
struct BurstSpan {
  std::size_t first = 0;
  std::size_t last = 0;
  unsigned level = 1;
  std::uint64_t count = 0;
  double expected = 0;  // at the usual rate
  double weight = 0;    // by how much the counts are better explained one level higher, in nats
  friend bool operator==(const BurstSpan&, const BurstSpan&) = default;
};

// The level of each bucket: the cheapest course; among equals the lower one. `exposure` is how much could
// have happened in each bucket (its length, or all that was told in it), not negative; where it is 0, so must
// be the count. O(buckets * levels).
std::vector<unsigned> burst_levels(const std::vector<std::uint64_t>& counts,
                                   const std::vector<double>& exposure, const BurstOptions& options);
// What burst_levels makes as small as can be.
double burst_cost(const std::vector<unsigned>& levels, const std::vector<std::uint64_t>& counts,
                  const std::vector<double>& exposure, const BurstOptions& options);
// In the order of their first bucket, the lower level first.
std::vector<BurstSpan> burst_spans(const std::vector<std::uint64_t>& counts,
                                   const std::vector<double>& exposure, const BurstOptions& options);

enum class BurstOf : std::uint8_t { all, type, actor, pair };
enum class BurstAgainst : std::uint8_t {
  time,  // the usual rate is so many a day
  told   // the usual rate is a share of all that the graph tells in the bucket, so that more news is no burst
};

struct Burst {
  std::optional<TypeId> type;  // with BurstOf::type
  std::optional<EntityId> a;   // with BurstOf::actor and BurstOf::pair
  std::optional<EntityId> b;   // with BurstOf::pair; a < b
  std::chrono::sys_seconds begin;
  std::chrono::sys_seconds end;
  BurstSpan span;
};
// Of the dated events of a slice, each where it begins or at the slice's `from` when it began before, from
// the first bucket to the last that has one, or to the slice's bounds; buckets are whole, so that a burst may
// begin before the slice's `from`. By descending weight, then by time.
// O(participations log).
std::vector<Burst> find_bursts(const TimeSlice& slice, CalendarUnit unit, BurstOf of, BurstAgainst against,
                               const BurstOptions& options);

}  // namespace ekg
