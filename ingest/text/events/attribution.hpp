// Who says it: speech verbs above or beside an event, nested sources, "according to", quotations; and the
// status that follows from voice, modality and stance.
#pragma once
#include "ingest/text/events/draft.hpp"

namespace ekg {

// The stance of a speech act on what it speaks of, by its type and verb ("was unable to verify":
// cannot_verify).
Stance stance_of(const Trees& trees, const FunctionWords& words, const EventDraft& speech);

// Sets record.attribution, record.status, about and outer of all drafts. REQUIRES: actors are set.
void attribute(const Trees& trees, const FunctionWords& words, std::vector<EventDraft>& drafts);

}  // namespace ekg
