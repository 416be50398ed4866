// A window on an event graph: cheap to copy, owns nothing of the graph. Slices of slices intersect; the
// unbounded slice is the whole graph. Immutable, safe to read from any number of threads. REQUIRES: the graph
// outlives its slices.
#pragma once
#include <chrono>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "graph/event_graph.hpp"

namespace ekg {

// What a slice lets through, as a value. An empty list sets no condition; a list lets an event through that
// has at least one of its members. Different conditions must all hold.
struct SliceFilter {
  // Half-open window: events that overlap [from, to); nothing when it is empty. A bound leaves the undated
  // events out.
  std::optional<std::chrono::sys_seconds> from;
  std::optional<std::chrono::sys_seconds> to;
  std::vector<std::string> types;
  std::vector<Quad> quads;
  std::vector<Status> statuses;
  std::vector<std::string> actors;       // entity ids: one of them acts or is acted on
  std::vector<std::string> with;         // the same for a second party
  std::vector<std::string> places;       // entity ids of places of the event
  std::vector<std::string> countries;    // alpha-3: of an actor, a recipient or a place
  std::vector<std::string> outlets;      // Document::outlet, else Document::id
  std::optional<double> min_confidence;  // an event without a confidence passes
  std::uint32_t min_sources = 0;         // distinct documents that tell of the event
};

class TimeSlice;

// Events of a slice, ascending. A forward range; valid as long as the slice it came from.
class EventRange {
 public:
  class iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = EventId;
    using difference_type = std::ptrdiff_t;
    using pointer = const EventId*;
    using reference = EventId;

    iterator() = default;
    EventId operator*() const { return list_ == nullptr ? at_ : list_[at_]; }
    iterator& operator++() {
      ++at_;
      skip();
      return *this;
    }
    iterator operator++(int) {
      iterator before = *this;
      ++*this;
      return before;
    }
    bool operator==(const iterator& other) const { return at_ == other.at_; }

   private:
    friend class EventRange;
    iterator(const TimeSlice* slice, const EventId* list, std::uint32_t at, std::uint32_t end)
        : slice_(slice), list_(list), at_(at), end_(end) {
      skip();
    }
    inline void skip();

    const TimeSlice* slice_ = nullptr;  // null: nothing to test
    const EventId* list_ = nullptr;     // null: the rows themselves
    std::uint32_t at_ = 0;
    std::uint32_t end_ = 0;
  };

  EventRange() = default;
  // Of the rows [first, last), or of list[first, last), those that `slice` contains (null: all).
  EventRange(const TimeSlice* slice, const EventId* list, std::uint32_t first, std::uint32_t last)
      : slice_(slice), list_(list), first_(first), last_(last) {}
  iterator begin() const { return iterator(slice_, list_, first_, last_); }
  iterator end() const { return iterator(nullptr, list_, last_, last_); }
  bool empty() const { return begin() == end(); }

 private:
  const TimeSlice* slice_ = nullptr;
  const EventId* list_ = nullptr;
  std::uint32_t first_ = 0;
  std::uint32_t last_ = 0;
};

class TimeSlice {
 public:
  explicit TimeSlice(const EventGraph& graph);
  TimeSlice(const EventGraph& graph, const SliceFilter& filter)
      : TimeSlice(TimeSlice(graph).within(filter)) {}

  // The events of this slice that `filter` lets through. O(log n) for the window; O(entities) or O(documents)
  // for conditions on countries or outlets. Unknown ids and types let nothing through.
  TimeSlice within(const SliceFilter& filter) const;
  TimeSlice between(std::chrono::sys_seconds from, std::chrono::sys_seconds to) const;

  const EventGraph& graph() const { return *graph_; }
  bool unbounded() const { return !from_ && !to_ && conditions_ == nullptr; }
  std::optional<std::chrono::sys_seconds> from() const { return from_; }
  std::optional<std::chrono::sys_seconds> to() const { return to_; }

  bool contains(EventId event) const {
    return event >= first_ && event < last_ && (!from_ || graph_->end(event) > *from_) &&
           (conditions_ == nullptr || passes(event));
  }
  // In time order. O(events) to go through; a condition on one entity costs O(log n + its events).
  EventRange events() const;
  // Those that `entity` takes part in, in any role. O(log n) to start.
  EventRange events_of(EntityId entity) const;
  EventRange events_in(DocumentId document) const;
  std::size_t count() const;  // O(events)

 private:
  struct Conditions;
  bool passes(EventId event) const;
  EventRange clipped(std::span<const EventId> events) const;

  const EventGraph* graph_;
  std::optional<std::chrono::sys_seconds> from_, to_;
  EventId first_ = 0, last_ = 0;  // rows outside are not in the slice
  std::shared_ptr<const Conditions> conditions_;
  std::optional<std::span<const EventId>> candidates_;  // the incidence of a required entity
};

inline void EventRange::iterator::skip() {
  if (slice_ == nullptr) return;
  while (at_ < end_ && !slice_->contains(**this)) ++at_;
}

}  // namespace ekg
