// When an event happened: the time in its clause, else in its sentence, else in the narrative, else the
// publication.
#pragma once
#include "ingest/text/events/draft.hpp"

namespace ekg {

// Sets record.time, time_text and time_own of all drafts. Nothing is set where the text does not say and the
// publication date is unknown.
void set_times(const Trees& trees, std::vector<EventDraft>& drafts);

}  // namespace ekg
