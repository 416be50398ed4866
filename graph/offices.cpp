#include "graph/offices.hpp"

#include <algorithm>
#include <tuple>

namespace ekg {

std::string_view to_string(Tenure tenure) { return tenure == Tenure::held ? "held" : "possible"; }

bool may_hold(const OfficeRole& role, const TimeSpan& at) {
  return !(role.from && role.from->begin >= at.end) && !(role.to && role.to->end <= at.begin);
}

Tenure tenure_of(const OfficeRole& role, const TimeSpan& at) {
  return role.from && role.from->end <= at.end && role.to && role.to->begin >= at.begin ? Tenure::held
                                                                                        : Tenure::possible;
}

std::vector<OfficeRow> offices_at(const TimeSlice& slice, const TimeSpan& at) {
  const EventGraph& graph = slice.graph();
  std::vector<bool> seen(graph.entity_count(), slice.unbounded());
  if (!slice.unbounded())
    for (const EventId event : slice.events())
      for (const Participant participant : graph.entities_in(event)) seen[participant.row()] = true;
  std::vector<OfficeRow> rows;
  for (EntityId entity = 0; entity < seen.size(); ++entity) {
    if (!seen[entity]) continue;
    const auto& roles = graph.entity(entity).roles;
    for (std::size_t i = 0; i < roles.size(); ++i)
      if (may_hold(roles[i], at)) rows.push_back({entity, i, tenure_of(roles[i], at)});
  }
  std::ranges::stable_sort(rows, {}, &OfficeRow::tenure);
  return rows;
}

}  // namespace ekg
