// Which phrases of a frame are actor and recipient, and what follows where the sentence leaves them out.
#pragma once
#include "ingest/text/events/draft.hpp"
#include "ingest/text/ontology.hpp"

namespace ekg {

// Actors and recipients from each event's own frame.
void fill_roles(const Trees& trees, const FunctionWords& words, std::vector<EventDraft>& drafts);

// CAMEO's "express intent to": who says that he will help, yield or meet agrees; who says that he will punish
// or attack threatens; who says that another must act demands.
void bind_speakers(const Trees& trees, const FunctionWords& words, const Ontology& ontology,
                   std::vector<EventDraft>& drafts);

// Recipients that stand in the clause of the content, and parties that only the state spoken of tells.
void fill_content_roles(const Trees& trees, const FunctionWords& words, std::vector<EventDraft>& drafts);

}  // namespace ekg
