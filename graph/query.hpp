// The questions that an analyst asks of a slice, as functions from values to values. Parties are the actors
// and the recipients of an event; times are those of the events in the slice. All results are ordered, ties
// by row.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/calendar.hpp"
#include "graph/time_slice.hpp"

namespace ekg {

// Entities whose name or alias is `name`, without regard to ASCII case, or whose id it is; by descending
// number of events.
std::vector<EntityId> find_entities(const EventGraph& graph, std::string_view name);

// --- timeline
// ---------------------------------------------------------------------------------------------------------
enum class StackBy : std::uint8_t { nothing, type, quad, status };

struct TimelineBucket {
  std::chrono::sys_seconds begin;     // on the clock of the timeline's zone, not UTC
  std::vector<std::uint64_t> counts;  // one for each of Timeline::series
};
struct Timeline {
  std::vector<std::string> series;  // sorted names that occur; {"events"} with StackBy::nothing
  // Without gaps: over the slice's bounds if it has both, else from the first that has an event to the last.
  std::vector<TimelineBucket> buckets;
  std::uint64_t undated = 0;  // events that no bucket can hold
};
// Each event counts once: where it begins, or at the slice's `from` when it began before. Local time is
// `zone` ahead of UTC, for events that are known to the hour or better and for the slice's bounds; a day that
// a text tells of is that day everywhere. O(events + buckets), with a zone O(events log events + buckets).
Timeline timeline(const TimeSlice& slice, CalendarUnit unit, StackBy stack, std::chrono::seconds zone = {});

// --- who
// --------------------------------------------------------------------------------------------------------------
// When something was first and last heard of: the earliest begin and the latest end.
struct Seen {
  std::optional<std::chrono::sys_seconds> first;
  std::optional<std::chrono::sys_seconds> last;
  void add(const EventGraph& graph, EventId event);
};

struct ActorRow {
  EntityId entity = 0;
  std::uint64_t events = 0;  // in which it acts or is acted on
  std::uint64_t as_actor = 0;
  std::uint64_t as_recipient = 0;
  Seen seen;
};
// By descending number of events. O(participations + entities log).
std::vector<ActorRow> rank_actors(const TimeSlice& slice);

// What went on between two parties: an actor and a recipient of one event, in either direction.
struct PairRow {
  EntityId a = 0;  // a < b; an entity has no pair with itself
  EntityId b = 0;
  std::uint64_t events = 0;
  std::uint64_t cooperation = 0;  // by quad class
  std::uint64_t conflict = 0;
  double intensity = 0;  // the sum over events that have one; below 0: on balance conflict
  Seen seen;
};
// By descending number of events, the first `limit` (0: all). An event counts once a pair. O(pairs told); the
// first few of a whole graph mostly O(their events), as those that meet often are indexed.
std::vector<PairRow> rank_pairs(const TimeSlice& slice, std::size_t limit = 0);

struct EgoRow {
  EntityId entity = 0;
  std::uint64_t events = 0;
  std::uint64_t to = 0;    // in which the ego acts on it
  std::uint64_t from = 0;  // in which it acts on the ego
  std::uint64_t cooperation = 0;
  std::uint64_t conflict = 0;
  double intensity = 0;
  Seen seen;
};
struct Ego {
  std::uint64_t neighbours = 0;
  std::vector<EgoRow> rows;
};
// Those that `ego` acts on or is acted on by, by descending number of events, the first `limit` (0: all).
// O(events of the ego in the window + entities + neighbours log).
Ego ego_network(const TimeSlice& slice, EntityId ego, std::size_t limit = 0);

// Who is connected with whom through events of the slice, whoever acts.
struct ComponentRow {
  EntityId entity = 0;
  EntityId component = 0;  // its least member
  friend bool operator==(const ComponentRow&, const ComponentRow&) = default;
};
// Of the parties that act or are acted on, ascending. An event connects all of its parties if it has an actor
// and a recipient. O(participations α(n) + entities).
std::vector<ComponentRow> weak_components(const TimeSlice& slice);

// Events with a party of one set acting on a party of the other, in time order; `both`: in either direction.
std::vector<EventId> events_between(const TimeSlice& slice, const std::vector<EntityId>& these,
                                    const std::vector<EntityId>& those, bool both = true);

// --- what changed
// -----------------------------------------------------------------------------------------------------
enum class Change : std::uint8_t { appeared, vanished, more, less, steady };
std::string_view to_string(Change change);

struct ChangeRow {
  EntityId a = 0;
  EntityId b = 0;
  std::uint64_t before = 0;  // events in the first window
  std::uint64_t after = 0;
  Change change = Change::steady;
  double p = 1;  // how often chance alone would give counts as uneven as these, were the rate the same in
                 // both windows
};
// Pairs in two slices of one graph, of which `before` and `after` last that long. `p` is the exact two-sided
// binomial test of two Poisson counts (Przyborowski and Wilenski, Biometrika 31, 1940); `more` and `less` are
// said when p < 0.05. By ascending p, then by descending difference. REQUIRES: the windows are disjoint, no
// event is in both (TimeSlice::begun_between), the lengths are positive.
std::vector<ChangeRow> compare_pairs(const TimeSlice& before, const TimeSlice& after,
                                     std::chrono::seconds before_length, std::chrono::seconds after_length);

// Two-sided: the sum of the probabilities of all outcomes that are not likelier than `hits`. O(trials).
double binomial_test(std::uint64_t hits, std::uint64_t trials, double chance);

}  // namespace ekg
