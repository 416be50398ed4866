// Which phrases of a frame are actor and recipient, and what follows where the sentence leaves them out.
#pragma once
#include "ingest/text/events/draft.hpp"

namespace ekg {

// Actors and recipients from each event's own frame.
void fill_roles(const Trees& trees, const FunctionWords& words, std::vector<EventDraft>& drafts);

// Recipients that stand in the clause of the content, and parties that only the state spoken of tells.
void fill_content_roles(const Trees& trees, const FunctionWords& words, std::vector<EventDraft>& drafts);

}  // namespace ekg
