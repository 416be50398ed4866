// Who held what office when, as far as the documents tell.
#pragma once
#include <cstdint>
#include <vector>

#include "graph/time_slice.hpp"

namespace ekg {

enum class Tenure : std::uint8_t {
  held,     // had surely begun and had surely not ended
  possible  // began or ended about then, or the beginning or the end is not told
};
std::string_view to_string(Tenure tenure);

struct OfficeRow {
  EntityId entity = 0;
  std::size_t role = 0;  // index into Entity::roles
  Tenure tenure = Tenure::possible;
};

// The offices of the parties, speakers and places of the slice's events (of all entities if the slice is the
// whole graph) that were or may have been held within `at`; those that surely began later or ended before are
// left out. The held ones first, then by entity and role. REQUIRES: at.begin < at.end.
std::vector<OfficeRow> offices_at(const TimeSlice& slice, const TimeSpan& at);
Tenure tenure_of(const OfficeRole& role, const TimeSpan& at);  // REQUIRES: may_hold
bool may_hold(const OfficeRole& role, const TimeSpan& at);

}  // namespace ekg
