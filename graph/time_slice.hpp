// A window on an event graph: cheap to copy, owns nothing of the graph. Slices of slices intersect; the
// unbounded slice is the whole graph. Immutable, safe to read from any number of threads. REQUIRES: the graph
// outlives its slices and is not moved.
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
  std::vector<Quad> quads;  // an event without a quad class is of none
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

// Events of a slice, ascending. A forward range; valid as long as the slice it came from, which therefore
// wants a name: `for (event : TimeSlice(graph).events())` walks through one that is gone.
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
    iterator(const EventRange& range, std::uint32_t at)
        : slice_(range.slice_),
          list_(range.list_),
          partners_(range.partners_),
          certain_(range.certain_),
          at_(at),
          end_(range.last_) {
      skip();
    }
    inline void skip();

    const TimeSlice* slice_ = nullptr;
    const EventId* list_ = nullptr;
    const Partner* partners_ = nullptr;
    EventId certain_ = 0;
    std::uint32_t at_ = 0;
    std::uint32_t end_ = 0;
  };

  EventRange() = default;
  // Of the rows [first, last), or of list[first, last), those that `slice` contains (null: all). Rows from
  // `certain` on are not asked about. With `partners`, beside `list`: only where the entity is a party.
  EventRange(const TimeSlice* slice, const EventId* list, std::uint32_t first, std::uint32_t last,
             EventId certain = 0xffffffff, const Partner* partners = nullptr)
      : slice_(slice), list_(list), partners_(partners), certain_(certain), first_(first), last_(last) {}
  iterator begin() const { return iterator(*this, first_); }
  iterator end() const { return iterator(*this, last_); }
  bool empty() const { return begin() == end(); }
  std::uint32_t at_most() const { return last_ - first_; }
  // O(1) for rows that need not be asked about, else O(events).
  std::uint64_t size() const;
  // The t-th of so many parts that are looked at with equal effort.
  EventRange part(std::uint32_t t, std::uint32_t parts) const;
  // Takes those of rows below `row` out of this range and gives them. O(log n).
  EventRange take_before(EventId row);

 private:
  const TimeSlice* slice_ = nullptr;
  const EventId* list_ = nullptr;
  const Partner* partners_ = nullptr;
  EventId certain_ = 0xffffffff;
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
  // The events of this slice that begin in [from, to): of disjoint windows, an event is in one at most. The
  // bounds stay those of this slice. O(log n).
  TimeSlice begun_between(std::chrono::sys_seconds from, std::chrono::sys_seconds to) const;

  const EventGraph& graph() const { return *graph_; }
  bool unbounded() const { return !from_ && !to_ && conditions_ == nullptr; }
  std::optional<std::chrono::sys_seconds> from() const { return from_; }
  std::optional<std::chrono::sys_seconds> to() const { return to_; }

  bool contains(EventId event) const { return in_window(event) && (conditions_ == nullptr || passes(event)); }
  bool in_window(EventId event) const {
    return event >= first_ && event < last_ && (event >= inside_ || graph_->end(event) > *from_);
  }
  // In time order. O(events) to go through; a condition on one entity costs O(log n + its events).
  EventRange events() const;
  // Those that `entity` takes part in, in any role. O(log n) to start.
  EventRange events_of(EntityId entity) const;
  EventRange events_in(DocumentId document) const;
  // The list of `entity` between the slice's first and last row, its events not yet held to the slice's other
  // conditions (contains); those from `certain` on are in the slice. O(log n).
  struct Incidence {
    std::span<const EventId> events;
    std::span<const Partner> partners;
    std::size_t certain = 0;
  };
  Incidence incidence(EntityId entity) const;
  // Those of an ascending list that are in the slice. O(log n) to start. REQUIRES: the list outlives the
  // range.
  EventRange among(std::span<const EventId> events) const { return clipped(events); }
  std::size_t count() const;  // O(events)

 private:
  struct Conditions;
  struct Candidates {
    std::span<const EventId> events;
    const Partner* partners = nullptr;  // where being a party in them is all that the conditions ask
  };
  bool passes(EventId event) const;
  EventRange clipped(std::span<const EventId> events, const Partner* parties_only = nullptr) const;

  const EventGraph* graph_;
  std::optional<std::chrono::sys_seconds> from_, to_;
  EventId first_ = 0, last_ = 0;  // rows outside are not in the slice
  EventId inside_ = 0;            // rows from here on end after `from`
  std::shared_ptr<const Conditions> conditions_;
  std::optional<Candidates> candidates_;  // the incidence of a required entity
};

inline void EventRange::iterator::skip() {
  if (partners_ != nullptr) {
    while (at_ < end_ && (partners_[at_].kind() == Partner::Kind::none ||
                          (list_[at_] < certain_ && slice_ != nullptr && !slice_->in_window(list_[at_]))))
      ++at_;
    return;
  }
  if (slice_ == nullptr) return;
  while (at_ < end_ && **this < certain_ && !slice_->contains(**this)) ++at_;
}

}  // namespace ekg
