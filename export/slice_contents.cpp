#include "export/slice_contents.hpp"

namespace ekg {

SliceContents::SliceContents(const TimeSlice& slice)
    : entities(slice.graph().entity_count(), slice.unbounded()),
      documents(slice.graph().document_count(), slice.unbounded()) {
  if (slice.unbounded()) return;
  for (const EventId event : slice.events()) {
    for (const Participant participant : slice.graph().participants(event))
      (participant.role() == Role::source ? documents : entities)[participant.row()] = true;
  }
}

}  // namespace ekg
