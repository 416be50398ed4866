#include "graph/time_path.hpp"

#include <algorithm>
#include <limits>
#include <tuple>
#include <unordered_set>

namespace ekg {
namespace {

using std::chrono::sys_seconds;
constexpr sys_seconds never = sys_seconds::max();
constexpr sys_seconds always = sys_seconds::min();

struct Reached {
  sys_seconds arrival = never;
  std::uint32_t events = 0;  // on the way
  PathStep by{};             // the last step; of no meaning for the start
};

class Scan {
 public:
  Scan(const TimeSlice& slice, EntityId from, const PathOptions& options)
      : graph_(slice.graph()), slice_(slice), from_(from), options_(options) {}

  void ban(EventId event) { banned_.insert(event); }

  // Best known arrival of all entities; stops early when `target` can get no better.
  std::vector<Reached> earliest(std::optional<EntityId> target) const {
    std::vector<Reached> reached(graph_.entity_count());
    reached[from_].arrival = always;
    const EventRange events = slice_.events();
    const auto last = events.end();
    std::vector<EventId> together;  // those that begin at the same time
    for (auto at = events.begin(); at != last && graph_.dated(*at);) {
      const sys_seconds begin = graph_.begin(*at);
      if (target && reached[*target].arrival <= begin) break;
      together.clear();
      bool spread = false;
      for (; at != last && graph_.dated(*at) && graph_.begin(*at) == begin; ++at) {
        together.push_back(*at);
        spread |= pass(*at, reached, reached);
      }
      while (spread && options_.same_instant) {
        spread = false;
        for (const EventId event : together) spread |= pass(event, reached, reached);
      }
    }
    return reached;
  }

  // Round k holds the best arrivals with at most k events; ends with the first round that reaches `target`,
  // or without it.
  std::optional<TimedPath> fewest(EntityId target) const {
    std::vector<std::vector<Reached>> rounds(1, std::vector<Reached>(graph_.entity_count()));
    rounds[0][from_].arrival = always;
    for (;;) {
      std::vector<Reached> next = rounds.back();
      bool changed = false;
      for (const EventId event : slice_.events()) {
        if (!graph_.dated(event)) break;
        changed |= pass(event, rounds.back(), next);
      }
      if (!changed) return std::nullopt;
      rounds.push_back(std::move(next));
      if (rounds.back()[target].arrival != never) break;
    }
    TimedPath path;
    path.arrival = rounds.back()[target].arrival;
    EntityId at = target;
    for (std::size_t round = rounds.size(); round-- > 1 && at != from_;) {
      if (round > 1 && rounds[round - 1][at].arrival == rounds[round][at].arrival) continue;
      path.steps.push_back(rounds[round][at].by);
      at = rounds[round][at].by.from;
    }
    std::reverse(path.steps.begin(), path.steps.end());
    return path;
  }

  std::optional<TimedPath> earliest_path(EntityId target) const {
    const std::vector<Reached> reached = earliest(target);
    if (reached[target].arrival == never) return std::nullopt;
    TimedPath path;
    path.arrival = reached[target].arrival;
    for (EntityId at = target; at != from_; at = reached[at].by.from) path.steps.push_back(reached[at].by);
    std::reverse(path.steps.begin(), path.steps.end());
    return path;
  }

 private:
  // Lets `event` carry the message on from those who have it in `known`; true when somebody in `out` gets it
  // earlier, or as early through fewer events.
  bool pass(EventId event, const std::vector<Reached>& known, std::vector<Reached>& out) const {
    if (!banned_.empty() && banned_.contains(event)) return false;
    const sys_seconds begin = graph_.begin(event);
    const sys_seconds arrival = options_.same_instant ? begin : graph_.end(event);
    std::optional<EntityId> carrier;
    const auto look = [&](Role role) {
      for (const Participant party : graph_.participants(event, role)) {
        const Reached& one = known[party.row()];
        if (one.arrival > begin) continue;
        if (!carrier ||
            std::tie(one.events, one.arrival) < std::tie(known[*carrier].events, known[*carrier].arrival))
          carrier = party.row();
      }
    };
    look(Role::actor);
    if (!options_.directed) look(Role::recipient);
    if (!carrier) return false;
    bool changed = false;
    const std::uint32_t events = known[*carrier].events + 1;
    const auto give = [&](Role role) {
      for (const Participant party : graph_.participants(event, role)) {
        Reached& other = out[party.row()];
        if (std::tie(other.arrival, other.events) <= std::tie(arrival, events)) continue;
        other = {arrival, events, {*carrier, event, party.row()}};
        changed = true;
      }
    };
    give(Role::recipient);
    if (!options_.directed) give(Role::actor);
    return changed;
  }

  const EventGraph& graph_;
  const TimeSlice& slice_;
  EntityId from_;
  PathOptions options_;
  std::unordered_set<EventId> banned_;
};

}  // namespace

std::vector<TimedPath> time_paths(const TimeSlice& slice, EntityId from, EntityId to,
                                  const PathOptions& options) {
  std::vector<TimedPath> paths;
  if (from == to) return paths;
  Scan scan(slice, from, options);
  while (paths.size() < options.alternatives) {
    auto path = options.goal == PathGoal::earliest_arrival ? scan.earliest_path(to) : scan.fewest(to);
    if (!path) break;
    for (const PathStep& step : path->steps) scan.ban(step.event);
    paths.push_back(std::move(*path));
  }
  return paths;
}

std::vector<std::optional<std::chrono::sys_seconds>> earliest_arrivals(const TimeSlice& slice, EntityId from,
                                                                       const PathOptions& options) {
  std::vector<std::optional<sys_seconds>> arrivals;
  for (const Reached& reached : Scan(slice, from, options).earliest(std::nullopt))
    arrivals.push_back(reached.arrival == never ? std::nullopt : std::optional(reached.arrival));
  return arrivals;
}

}  // namespace ekg
