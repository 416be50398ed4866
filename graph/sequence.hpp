// Patterns in time between two parties: first one kind of event, then another, within so many days, such as
// an accusation, a mobilisation, a clash.
#pragma once
#include <chrono>
#include <cstdint>
#include <vector>

#include "graph/time_slice.hpp"

namespace ekg {

// What a step of a pattern may be: an event of one of the types or of one of the quad classes.
struct PatternStep {
  std::vector<TypeId> types;
  std::vector<Quad> quads;
  bool fits(const EventGraph& graph, EventId event) const;
};

struct SequenceOptions {
  std::chrono::seconds within = std::chrono::days(30);  // from the first begin to the last
  // Every step is done by the same party to the same other one; else by either.
  bool same_direction = false;
};

struct SequenceRow {
  EntityId a = 0;  // acts in the first step, on b, if `same_direction`; else a < b
  EntityId b = 0;
  std::vector<EventId> events;  // one a step
  friend bool operator==(const SequenceRow&, const SequenceRow&) = default;
};

// For each pair and each event that can be the first: the way through the steps that is over first, where
// each event begins later than the one before. Events of the same instant do not follow each other, for a
// day's report does not tell which came first. Undated events are left out. In the order of the first event,
// then of the pair. O(events of the pair * steps) for each pair.
std::vector<SequenceRow> find_sequences(const TimeSlice& slice, const std::vector<PatternStep>& steps,
                                        const SequenceOptions& options);

}  // namespace ekg
