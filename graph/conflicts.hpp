// Where reports of one event contradict each other: in what they count, and in whether it happened at all.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "graph/time_slice.hpp"

namespace ekg {

enum class ConflictKind : std::uint8_t { quantity, denial };
std::string_view to_string(ConflictKind kind);

struct Claim {
  std::string says;                   // "12,000 soldiers"; "denies"
  std::string by;                     // who says so; empty: the documents themselves
  std::vector<DocumentId> documents;  // ascending; empty: not known which of the event's
  double low = 0, high = 0;           // what a number may be; of quantities. `high` may be infinite
};

struct Conflict {
  EventId event = 0;
  ConflictKind kind = ConflictKind::quantity;
  std::string of;             // what is counted; of quantities
  std::vector<Claim> claims;  // at least two
};

// Quantity: two documents count the same of an event, and no number fits both ("about" is a tenth more or
// less; "more than" and "less than" may be the number itself, for it is a round one). Denial: somebody says
// that it happened and somebody denies it, in a report of it or in an event of type denial that is about it,
// whether the slice shows that one or not. By event, then kind. O(participations).
std::vector<Conflict> find_conflicts(const TimeSlice& slice);

}  // namespace ekg
