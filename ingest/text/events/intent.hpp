// What speakers bind themselves or others to: an event that will be is an agreement, a threat, a demand.
#pragma once
#include "ingest/text/events/draft.hpp"
#include "ingest/text/ontology.hpp"

namespace ekg {

// CAMEO's "express intent to": who says that he will help, yield or meet agrees; who says that he will punish
// or attack threatens; who says that another must act demands.
void bind_speakers(const Trees& trees, const FunctionWords& words, const Ontology& ontology,
                   std::vector<EventDraft>& drafts);

}  // namespace ekg
