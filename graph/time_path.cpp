#include "graph/time_path.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_set>

namespace ekg {
namespace {

using std::chrono::sys_seconds;
constexpr sys_seconds never = sys_seconds::max();
constexpr sys_seconds always = sys_seconds::min();

// One way of a party to have the message. Of a party only those are kept of which none is as early with as
// few events.
struct Way {
  sys_seconds arrival;
  std::uint32_t events;  // on the way
  std::uint32_t before;  // the way of by.from that it goes on from
  std::uint32_t next;    // of the same party: earlier, through more events
  PathStep by;           // the last step; of no meaning for the start
};

// One pass over the events in the order of time.
class Scan {
 public:
  Scan(const TimeSlice& slice, EntityId from, const PathOptions& options)
      : graph_(slice.graph()), slice_(slice), from_(from), options_(options) {}

  void ban(EventId event) { banned_.insert(event); }

  // Finds the ways to all entities; ends early when those to `target` can get no better.
  void run(std::optional<EntityId> target) {
    ways_.clear();
    first_.assign(graph_.entity_count(), none);
    ways_.push_back({always, 0, none, none, {}});
    first_[from_] = 0;
    const EventRange events = slice_.events();
    const auto last = events.end();
    std::vector<EventId> together;  // those that begin at the same time
    for (auto at = events.begin(); at != last && graph_.dated(*at);) {
      const sys_seconds begin = graph_.begin(*at);
      if (target && is_best(*target, begin)) break;
      together.clear();
      bool spread = false;
      for (; at != last && graph_.dated(*at) && graph_.begin(*at) == begin; ++at) {
        together.push_back(*at);
        spread |= pass(*at);
      }
      while (spread && options_.same_instant) {
        spread = false;
        for (const EventId event : together) spread |= pass(event);
      }
    }
  }

  sys_seconds earliest(EntityId entity) const {
    const std::uint32_t way = earliest_way(entity);
    return way == none ? never : ways_[way].arrival;
  }

  // By the goal; nullopt: there is none.
  std::optional<TimedPath> path_to(EntityId target) const {
    std::uint32_t way = options_.goal == PathGoal::fewest_events ? first_[target] : earliest_way(target);
    if (way == none) return std::nullopt;
    TimedPath path;
    path.arrival = ways_[way].arrival;
    for (; ways_[way].before != none; way = ways_[way].before) path.steps.push_back(ways_[way].by);
    std::reverse(path.steps.begin(), path.steps.end());
    return path;
  }

 private:
  static constexpr std::uint32_t none = 0xffffffff;

  std::uint32_t earliest_way(EntityId entity) const {
    std::uint32_t way = first_[entity];
    while (way != none && ways_[way].next != none) way = ways_[way].next;
    return way;
  }
  // Nothing that begins at `begin` or later can be better.
  bool is_best(EntityId target, sys_seconds begin) const {
    if (options_.goal == PathGoal::earliest_arrival) return earliest(target) <= begin;
    const std::uint32_t way = first_[target];
    return way != none && ways_[way].events == 1 && ways_[way].arrival <= begin;
  }

  // Lets `event` carry the message on from those who have it when it begins; true when somebody gets it
  // earlier or through fewer events than before.
  bool pass(EventId event) {
    if (!banned_.empty() && banned_.contains(event)) return false;
    const sys_seconds begin = graph_.begin(event);
    const sys_seconds arrival = options_.same_instant ? begin : graph_.end(event);
    std::uint32_t carried = none;
    EntityId carrier = 0;
    const auto look = [&](Role role) {
      for (const Participant party : graph_.participants(event, role)) {
        std::uint32_t way = first_[party.row()];
        while (way != none && ways_[way].arrival > begin) way = ways_[way].next;
        if (way == none) continue;
        if (carried == none || std::tie(ways_[way].events, ways_[way].arrival) <
                                   std::tie(ways_[carried].events, ways_[carried].arrival))
          carried = way, carrier = party.row();
      }
    };
    look(Role::actor);
    if (!options_.directed) look(Role::recipient);
    if (carried == none) return false;
    bool changed = false;
    const auto give = [&](Role role) {
      for (const Participant party : graph_.participants(event, role))
        changed |= add({arrival, ways_[carried].events + 1, carried, none, {carrier, event, party.row()}});
    };
    give(Role::recipient);
    if (!options_.directed) give(Role::actor);
    return changed;
  }

  // To the ways of by.to, which are in the order of events, the latest arrival first. False: one of them is
  // as early with as few events.
  bool add(Way way) {
    const EntityId entity = way.by.to;
    std::uint32_t later = none, at = first_[entity];
    while (at != none && ways_[at].arrival > way.arrival && ways_[at].events < way.events)
      later = at, at = ways_[at].next;
    // From here on each is as early, or has as many events.
    std::uint32_t rest = at;
    while (rest != none && ways_[rest].arrival > way.arrival) rest = ways_[rest].next;
    if (rest != none && ways_[rest].events <= way.events) return false;
    while (rest != none && ways_[rest].arrival == way.arrival) rest = ways_[rest].next;
    way.next = rest;
    const auto own = static_cast<std::uint32_t>(ways_.size());
    ways_.push_back(way);
    (later == none ? first_[entity] : ways_[later].next) = own;
    return true;
  }

  const EventGraph& graph_;
  const TimeSlice& slice_;
  EntityId from_;
  PathOptions options_;
  std::unordered_set<EventId> banned_;
  std::vector<Way> ways_;             // what others go on from stays
  std::vector<std::uint32_t> first_;  // of each entity: the way through the fewest events
};

}  // namespace

std::vector<TimedPath> time_paths(const TimeSlice& slice, EntityId from, EntityId to,
                                  const PathOptions& options) {
  std::vector<TimedPath> paths;
  if (from == to) return paths;
  Scan scan(slice, from, options);
  while (paths.size() < options.alternatives) {
    scan.run(to);
    auto path = scan.path_to(to);
    if (!path) break;
    for (const PathStep& step : path->steps) scan.ban(step.event);
    paths.push_back(std::move(*path));
  }
  return paths;
}

std::vector<std::optional<std::chrono::sys_seconds>> earliest_arrivals(const TimeSlice& slice, EntityId from,
                                                                       const PathOptions& options) {
  Scan scan(slice, from, options);
  scan.run(std::nullopt);
  std::vector<std::optional<sys_seconds>> arrivals(slice.graph().entity_count());
  for (EntityId entity = 0; entity < arrivals.size(); ++entity)
    if (const sys_seconds arrival = scan.earliest(entity); arrival != never) arrivals[entity] = arrival;
  return arrivals;
}

}  // namespace ekg
