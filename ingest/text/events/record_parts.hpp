// The parts of a record that follow from its type and its place in the text: codes, places, quantities,
// spans.
#pragma once
#include "ingest/text/events/draft.hpp"

namespace ekg {

void complete_records(const Trees& trees, std::vector<EventDraft>& drafts);

}  // namespace ekg
