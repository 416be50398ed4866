// Time-respecting paths: how a message could have gone from one party to another through events in time order
// (temporal reachability; earliest arrival by a scan of the events in order of time, as in the Connection
// Scan Algorithm of Dibbelt, Pajor, Strasser and Wagner, SEA 2013).
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "graph/time_slice.hpp"

namespace ekg {

enum class PathGoal : std::uint8_t { earliest_arrival, fewest_events };

struct PathOptions {
  PathGoal goal = PathGoal::earliest_arrival;
  // true: the next event may begin when the previous one began, for reports know the day and not the hour;
  // then an event passes the message on as it begins. false: it must not begin before the previous one has
  // ended, and the message arrives at the end of an event.
  bool same_instant = true;
  bool directed = false;         // only from an actor to a recipient; else among all parties of an event
  std::size_t alternatives = 1;  // further paths avoid all events of those before
};

struct PathStep {
  EntityId from;
  EventId event;
  EntityId to;
  friend bool operator==(const PathStep&, const PathStep&) = default;
};

struct TimedPath {
  std::vector<PathStep> steps;
  std::chrono::sys_seconds arrival;
};

// The best path first; empty when there is none, or when `from` is `to`. Undated events carry nothing, and
// one of which only the month or the year is known begins with it. A path of earliest arrival has the fewest
// events of all that arrive as early, one with fewest_events arrives as early as any with as many. O(events ·
// ways), where a party's ways are those of which none is as early with as few events (one or two, nearly
// always), times the alternatives.
std::vector<TimedPath> time_paths(const TimeSlice& slice, EntityId from, EntityId to,
                                  const PathOptions& options);

// When a message from `from` can reach each entity; nullopt: never. `from` itself: the least possible time.
// O(events).
std::vector<std::optional<std::chrono::sys_seconds>> earliest_arrivals(const TimeSlice& slice, EntityId from,
                                                                       const PathOptions& options);

}  // namespace ekg
